//! Cases: what contradicts the log is refused, and a refusal leaves nothing behind.

use super::Fresh;
use super::sample::{
    ALL, Script, assert_refused, head_of, log, open_new, open_with_log, payload, region_entry, request,
    request_id, single, stream, tile,
};
use crate::contract::{
    Append, AppendError, ENTRY_BYTES_MAX, FRONTIER_HASHES_MAX, NewEntry, PAYLOAD_BYTES_MAX, Publication,
    StoreError, StreamCode, StreamHead, Tile,
};

/// Reads name the log that is missing; an append to it is refused.
pub fn a_missing_log_is_named(fresh: Fresh<'_>) {
    let (_medium, store) = open_new(fresh);
    let name = log("nowhere");
    let missing = StoreError::NoSuchLog(name.clone());
    assert_eq!(store.head(&name).unwrap_err(), missing);
    assert_eq!(store.entries(&name, 0, 1, 1).unwrap_err(), missing);
    assert_eq!(store.entry(&name, 0).unwrap_err(), missing);
    assert_eq!(store.stream(&name, StreamCode::REGION, 0, 1).unwrap_err(), missing);
    assert_eq!(store.request(&name, &request_id(0)).unwrap_err(), missing);
    assert_eq!(store.tile(&name, 0, 0).unwrap_err(), missing);
    assert_eq!(store.stream_heads(&name).unwrap_err(), missing);
    assert_eq!(store.snapshot(&name, "s").unwrap_err(), missing);
    assert_eq!(store.put_snapshot(&name, "s", b"").unwrap_err(), missing);
    assert!(matches!(store.append(&name, &single(0, b"e")), Err(AppendError::Refused(_))));
    assert_eq!(store.logs().unwrap(), vec![]);
}

/// Promise 3: only the batch that continues the log is taken.
pub fn a_wrong_position_is_refused(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    assert_refused(&*store, &log, &single(1, b"e"), "position 1 of an empty log");
    store.append(&log, &single(0, b"first")).unwrap();
    store.append(&log, &single(1, b"second")).unwrap();
    for position in [0, 1, 3, u64::MAX] {
        assert_refused(&*store, &log, &single(position, b"third"), "not the size");
    }
    assert_eq!(store.entry(&log, 1).unwrap().unwrap().entry, b"second");
}

/// A batch without entries is refused, whatever else it holds.
pub fn an_empty_batch_is_refused(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    assert_refused(&*store, &log, &Append::default(), "nothing at all");
    let publication =
        Publication { checkpoint: b"c".to_vec(), tiles: vec![tile(0, 0, 1)], stream_heads: vec![] };
    let batch = Append { publication: Some(publication), ..Append::default() };
    assert_refused(&*store, &log, &batch, "only a publication");
    assert_eq!(store.tile(&log, 0, 0).unwrap(), None);
}

/// Revisions start at 0 and follow each other, within a batch and from batch to batch.
pub fn revisions_have_no_gaps(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let batch = |expected_size, revisions: &[u64]| Append {
        expected_size,
        entries: revisions.iter().map(|r| region_entry(b"e", *r)).collect(),
        ..Append::default()
    };
    assert_refused(&*store, &log, &batch(0, &[1]), "the first is not 0");
    assert_refused(&*store, &log, &batch(0, &[0, 2]), "a gap within the batch");
    assert_refused(&*store, &log, &batch(0, &[0, 0]), "a revision twice");
    store.append(&log, &batch(0, &[0, 1])).unwrap();
    for first in [0, 1, 3] {
        assert_refused(&*store, &log, &batch(2, &[first]), "does not follow the batch before");
    }
    let twice = vec![(StreamCode::REGION, 2), (StreamCode::REGION, 3)];
    let entry = NewEntry { entry: b"e".to_vec(), payload: None, streams: twice };
    let batch_twice = Append { expected_size: 2, entries: vec![entry], ..Append::default() };
    assert_refused(&*store, &log, &batch_twice, "one entry in a stream twice");
    store.append(&log, &batch(2, &[2])).unwrap();
    assert_eq!(store.stream(&log, StreamCode::REGION, 0, ALL).unwrap(), vec![0, 1, 2]);
}

/// A command is recorded once for ever; another log may know the same id.
pub fn a_request_is_recorded_once(fresh: Fresh<'_>) {
    let (medium, store, name) = open_with_log(fresh);
    let batch = |expected_size, ids: &[u64]| {
        let requests = ids.iter().map(|id| request(*id, expected_size, 1)).collect();
        Append { requests, ..single(expected_size, b"e") }
    };
    assert_refused(&*store, &name, &batch(0, &[1, 1]), "twice in the batch");
    assert_eq!(store.request(&name, &request_id(1)).unwrap(), None);
    store.append(&name, &batch(0, &[1])).unwrap();
    assert_refused(&*store, &name, &batch(1, &[1]), "there already");
    assert_refused(&*store, &name, &batch(1, &[2, 1]), "the second is there already");
    assert_eq!(store.request(&name, &request_id(2)).unwrap(), None);
    let other = log("elsewhere");
    store.create_log(&other, b"").unwrap();
    store.append(&other, &batch(0, &[1])).unwrap();
    store.close().unwrap();
    let store = medium.open().unwrap();
    assert_refused(&*store, &name, &batch(1, &[1]), "there already, also after reopening");
}

/// A command's entries are entries of its own batch.
pub fn request_ranges_lie_in_the_batch(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    store.append(&log, &single(0, b"e")).unwrap();
    for (first, count) in [(0, 1), (0, 2), (1, 0), (1, 3), (2, 2), (3, 1), (u64::MAX, 1), (1, u32::MAX)] {
        let entries = vec![region_entry(b"a", 0), region_entry(b"b", 1)];
        let requests = vec![request(9, first, count)];
        let batch = Append { expected_size: 1, entries, requests, publication: None };
        assert_refused(&*store, &log, &batch, &format!("range {first}+{count}"));
    }
}

/// One byte over each limit.
pub fn too_long_values_are_refused(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let entry = single(0, &vec![b'x'; ENTRY_BYTES_MAX + 1]);
    assert_refused(&*store, &log, &entry, "entry");
    let mut long = single(0, b"e");
    long.entries[0].payload = Some(payload(&vec![0; PAYLOAD_BYTES_MAX + 1]));
    assert_refused(&*store, &log, &long, "payload");
}

/// Tiles hold whole hashes, and nothing stands in a publication twice.
pub fn malformed_publications_are_refused(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let region = head_of(StreamCode::REGION, 3);
    let long = StreamHead { frontier: vec![[0; 32]; FRONTIER_HASHES_MAX + 1], ..region.clone() };
    let publication = |tiles: Vec<Tile>, heads: Vec<StreamHead>| Append {
        publication: Some(Publication { checkpoint: b"c".to_vec(), tiles, stream_heads: heads }),
        ..single(0, b"seal")
    };
    let torn = Tile { level: 0, number: 0, hashes: vec![0; 33] };
    let cases = [
        ("half a hash", publication(vec![torn], vec![])),
        ("no hash", publication(vec![tile(0, 0, 0)], vec![])),
        ("257 hashes", publication(vec![tile(0, 0, 257)], vec![])),
        ("a tile twice", publication(vec![tile(0, 0, 1), tile(0, 0, 2)], vec![])),
        ("a stream twice", publication(vec![], vec![region.clone(), region])),
        ("a frontier too long", publication(vec![], vec![long])),
    ];
    for (why, batch) in cases {
        assert_refused(&*store, &log, &batch, why);
    }
}

/// Promise 1 for refusals: the last part is wrong, and nothing of the rest is there, also after reopening.
pub fn a_refused_batch_leaves_nothing(fresh: Fresh<'_>) {
    let (medium, store, log) = open_with_log(fresh);
    let mut script = Script::default();
    store.append(&log, &script.published(5)).unwrap();
    let mut later = script.clone();
    let mut batch = later.published(9);
    batch.requests.push(request(77, 9, 1));
    batch.requests.push(request(0, 9, 1));
    assert_refused(&*store, &log, &batch, "the last request is there already");
    let check = |store: &dyn crate::Store| {
        script.assert_all(store, &log);
        assert_eq!(store.request(&log, &request_id(5)).unwrap(), None);
        assert_eq!(store.request(&log, &request_id(77)).unwrap(), None);
        assert_eq!(store.stream(&log, stream("GM0003"), 0, ALL).unwrap(), vec![3]);
    };
    check(&*store);
    store.close().unwrap();
    check(&*medium.open().unwrap());
}
