//! Cases: checkpoint, tiles and stream heads.

use super::Fresh;
use super::sample::{ALL, Script, head_of, open_with_log, single, stream, tile};
use crate::contract::{Append, Head, Publication, StreamCode, StreamHead, Tile};

fn published(expected_size: u64, checkpoint: &[u8], tiles: Vec<Tile>, heads: Vec<StreamHead>) -> Append {
    let publication = Publication { checkpoint: checkpoint.to_owned(), tiles, stream_heads: heads };
    Append { publication: Some(publication), ..single(expected_size, b"seal") }
}

/// All of it, at once and after reopening.
pub fn a_publication_is_read_back(fresh: Fresh<'_>) {
    let (medium, store, log) = open_with_log(fresh);
    let mut script = Script::default();
    for count in [3, 300, 1] {
        store.append(&log, &script.published(count)).unwrap();
        script.assert_all(&*store, &log);
    }
    assert_eq!(store.tile(&log, 0, 2).unwrap(), None);
    assert_eq!(store.tile(&log, 2, 0).unwrap(), None);
    store.close().unwrap();
    script.assert_all(&*medium.open().unwrap(), &log);
}

/// Recording goes on after a publication without touching it.
pub fn a_later_entry_leaves_the_publication(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let mut script = Script::default();
    store.append(&log, &script.published(4)).unwrap();
    store.append(&log, &script.batch(2)).unwrap();
    let head = store.head(&log).unwrap();
    let checkpoint = Some(b"checkpoint over 4".to_vec());
    assert_eq!(head, Head { size: 6, published_size: 4, checkpoint });
    script.assert_all(&*store, &log);
}

/// From one hash to 256, as publications follow each other.
pub fn a_tile_is_replaced_by_a_longer_one(fresh: Fresh<'_>) {
    let (medium, store, log) = open_with_log(fresh);
    for (size, width) in (0..).zip([1, 2, 127, 128, 129, 200, 255, 256]) {
        let tiles = vec![tile(0, 5, width), tile(63, u64::MAX, 1)];
        store.append(&log, &published(size, b"c", tiles, vec![])).unwrap();
        assert_eq!(store.tile(&log, 0, 5).unwrap(), Some(tile(0, 5, width).hashes));
    }
    store.close().unwrap();
    let store = medium.open().unwrap();
    assert_eq!(store.tile(&log, 0, 5).unwrap(), Some(tile(0, 5, 256).hashes));
    assert_eq!(store.tile(&log, 63, u64::MAX).unwrap(), Some(tile(63, u64::MAX, 1).hashes));
}

/// A publication lists the streams that grew; the others keep their heads.
pub fn stream_heads_are_kept_until_they_grow(fresh: Fresh<'_>) {
    let (medium, store, log) = open_with_log(fresh);
    let (a, b) = (stream("GM0150"), stream("GM1904"));
    let big = StreamHead { stream: b, size: u64::MAX, frontier: vec![[0xff; 32]; 64] };
    let first = vec![head_of(StreamCode::REGION, 7), head_of(a, 0)];
    store.append(&log, &published(0, b"1", vec![], first)).unwrap();
    store.append(&log, &published(1, b"2", vec![], vec![big.clone(), head_of(a, 12)])).unwrap();
    let expected = vec![head_of(a, 12), big, head_of(StreamCode::REGION, 7)];
    assert_eq!(store.stream_heads(&log).unwrap(), expected, "sorted by stream");
    store.close().unwrap();
    assert_eq!(medium.open().unwrap().stream_heads(&log).unwrap(), expected);
}

/// Checkpoints are opaque bytes of any length, and the newest counts.
pub fn a_long_checkpoint_is_replaced_by_a_short_one(fresh: Fresh<'_>) {
    let (medium, store, log) = open_with_log(fresh);
    for (size, len) in (0..).zip([100, 100_000, 9_000, 0, 20_000, 1]) {
        let checkpoint = vec![b'k'; len];
        store.append(&log, &published(size, &checkpoint, vec![], vec![])).unwrap();
        let expected = Head { size: size + 1, published_size: size + 1, checkpoint: Some(checkpoint) };
        assert_eq!(store.head(&log).unwrap(), expected);
    }
    assert_eq!(store.entries(&log, 0, ALL, ALL).unwrap().len(), 6);
    store.close().unwrap();
    assert_eq!(medium.open().unwrap().head(&log).unwrap().checkpoint, Some(b"k".to_vec()));
}
