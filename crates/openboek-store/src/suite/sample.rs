//! Logs, batches and publications to try a store with.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Fresh;
use crate::contract::{
    Append, AppendError, Head, LogName, NewEntry, Publication, RequestRecord, Store, StoredEntry,
    StoredPayload, StreamCode, StreamHead, Tile,
};

/// More than any read of these cases finds.
pub(super) const ALL: usize = usize::MAX;

pub(super) fn log(name: &str) -> LogName {
    LogName::new(name).unwrap()
}

pub(super) fn stream(code: &str) -> StreamCode {
    StreamCode::new(code).unwrap()
}

/// A new medium, opened. The medium must live as long as the store.
pub(super) fn open_new(fresh: Fresh<'_>) -> (Box<dyn super::Medium>, Arc<dyn Store>) {
    let medium = fresh();
    let store = medium.open().unwrap();
    (medium, store)
}

/// A new medium, opened, with one empty log.
pub(super) fn open_with_log(fresh: Fresh<'_>) -> (Box<dyn super::Medium>, Arc<dyn Store>, LogName) {
    let (medium, store) = open_new(fresh);
    let name = log("drechtsteden");
    store.create_log(&name, b"a log").unwrap();
    (medium, store, name)
}

pub(super) fn payload(bytes: &[u8]) -> StoredPayload {
    let salt = std::array::from_fn(|i| u8::try_from(i ^ (bytes.len() & 0xff)).unwrap());
    StoredPayload { salt, bytes: bytes.to_owned() }
}

pub(super) fn request_id(n: u64) -> [u8; 16] {
    let mut id = [7; 16];
    // Spread over the key space, as random UUIDs are.
    id[..8].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    id[8..].copy_from_slice(&n.to_be_bytes());
    id
}

pub(super) fn request(n: u64, first_index: u64, count: u32) -> RequestRecord {
    RequestRecord { request: request_id(n), first_index, count, body_digest: [n.to_le_bytes()[0]; 32] }
}

/// One entry in `region` only.
pub(super) fn region_entry(bytes: &[u8], revision: u64) -> NewEntry {
    NewEntry { entry: bytes.to_owned(), payload: None, streams: vec![(StreamCode::REGION, revision)] }
}

/// A batch of one entry in no stream.
pub(super) fn single(expected_size: u64, bytes: &[u8]) -> Append {
    let entry = NewEntry { entry: bytes.to_owned(), payload: None, streams: vec![] };
    Append { expected_size, entries: vec![entry], ..Append::default() }
}

pub(super) fn tile(level: u8, number: u64, hashes: usize) -> Tile {
    let hashes = (0..hashes).flat_map(|h| [u8::try_from(h % 251).unwrap() ^ level; 32]).collect();
    Tile { level, number, hashes }
}

pub(super) fn head_of(stream: StreamCode, size: u64) -> StreamHead {
    let frontier = (0..size.count_ones()).map(|n| [u8::try_from(n).unwrap(); 32]).collect();
    StreamHead { stream, size, frontier }
}

/// A writer that makes batches which fit one after the other, and remembers what must be there.
#[derive(Clone, Default)]
pub(super) struct Script {
    pub(super) entries: Vec<StoredEntry>,
    pub(super) streams: BTreeMap<StreamCode, Vec<u64>>,
    pub(super) requests: Vec<RequestRecord>,
    pub(super) head: Head,
    pub(super) tiles: BTreeMap<(u8, u64), Vec<u8>>,
    pub(super) stream_heads: BTreeMap<StreamCode, StreamHead>,
}

impl Script {
    /// A batch of `count` entries: some with payloads, in one or two streams, answered by one request.
    pub(super) fn batch(&mut self, count: usize) -> Append {
        let start = self.head.size;
        let entries = (0..count).map(|_| self.entry()).collect();
        let record = request(start, start, u32::try_from(count).unwrap());
        self.requests.push(record.clone());
        Append { expected_size: start, entries, requests: vec![record], publication: None }
    }

    /// The same with a publication.
    pub(super) fn published(&mut self, count: usize) -> Append {
        let mut batch = self.batch(count);
        let size = self.head.size;
        let width = usize::try_from(size % 256).unwrap();
        let stream_heads: Vec<_> = self.streams.iter().map(|(s, p)| head_of(*s, p.len() as u64)).collect();
        let publication = Publication {
            checkpoint: format!("checkpoint over {size}").into_bytes(),
            tiles: vec![tile(0, size / 256, width.max(1)), tile(1, 0, 1)],
            stream_heads,
        };
        self.head.published_size = size;
        self.head.checkpoint = Some(publication.checkpoint.clone());
        for t in &publication.tiles {
            self.tiles.insert((t.level, t.number), t.hashes.clone());
        }
        for h in &publication.stream_heads {
            self.stream_heads.insert(h.stream, h.clone());
        }
        batch.publication = Some(publication);
        batch
    }

    fn entry(&mut self) -> NewEntry {
        let index = self.head.size;
        self.head.size += 1;
        let entry = format!("entry {index}\n").repeat(usize::try_from(index % 90).unwrap() + 1).into_bytes();
        let payload = (index % 3 != 2).then(|| payload(format!("payload {index}").repeat(9).as_bytes()));
        let municipality = stream(&format!("GM{:04}", index % 5));
        let codes =
            if index.is_multiple_of(4) { vec![municipality, StreamCode::REGION] } else { vec![municipality] };
        let streams = codes.into_iter().map(|code| (code, self.place(code, index))).collect();
        self.entries.push(StoredEntry { index, entry: entry.clone(), payload: payload.clone() });
        NewEntry { entry, payload, streams }
    }

    fn place(&mut self, code: StreamCode, index: u64) -> u64 {
        let positions = self.streams.entry(code).or_default();
        positions.push(index);
        positions.len() as u64 - 1
    }

    /// Compares all a store can tell of a log with what must be there.
    pub(super) fn assert_all(&self, store: &dyn Store, log: &LogName) {
        assert_eq!(store.head(log).unwrap(), self.head);
        assert_eq!(store.entries(log, 0, ALL, ALL).unwrap(), self.entries);
        assert_eq!(store.entry(log, self.head.size).unwrap(), None);
        for (code, positions) in &self.streams {
            assert_eq!(&store.stream(log, *code, 0, ALL).unwrap(), positions, "stream {code}");
        }
        for record in &self.requests {
            assert_eq!(store.request(log, &record.request).unwrap().as_ref(), Some(record));
        }
        for ((level, number), hashes) in &self.tiles {
            assert_eq!(store.tile(log, *level, *number).unwrap().as_ref(), Some(hashes));
        }
        let heads: Vec<_> = self.stream_heads.values().cloned().collect();
        assert_eq!(store.stream_heads(log).unwrap(), heads);
    }
}

/// The batch must be refused and the log must be as before.
pub(super) fn assert_refused(store: &dyn Store, log: &LogName, batch: &Append, why: &str) {
    let before = store.head(log).unwrap();
    match store.append(log, batch) {
        Err(AppendError::Refused(_)) => {}
        other => panic!("{why}: expected a refusal, got {other:?}"),
    }
    assert_eq!(store.head(log).unwrap(), before, "{why}");
    assert_eq!(store.entry(log, before.size).unwrap(), None, "{why}");
}
