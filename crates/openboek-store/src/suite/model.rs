//! The case of any sequence: random operations, compared with a model that is too simple to be wrong.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestRunner};

use super::Fresh;
use super::sample::{ALL, head_of, log, payload, request, stream, tile};
use crate::contract::{
    Append, AppendError, Head, LogName, NewEntry, Publication, RequestRecord, Store, StoredEntry, StreamCode,
    StreamHead,
};

/// Whatever is done, in whatever order, the store answers as the model does.
pub fn any_sequence_of_operations_matches_the_model(fresh: Fresh<'_>) {
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&vec(op(), 1..40), |ops| {
            run(fresh, &ops);
            Ok(())
        })
        .unwrap();
}

const LOGS: u8 = 3;
const STREAMS: [&str; 4] = ["region", "GM0505", "GM0150", "GM9999"];

#[derive(Clone, Debug)]
enum Op {
    Create { log: u8, description: u8 },
    Append { log: u8, shapes: Vec<Shape>, publish: bool, requests: u8, flaw: Flaw },
    Snapshot { log: u8, name: u8, len: usize },
    Read { log: u8, from: u64, limit: usize, max_bytes: usize },
    Reopen,
}

/// The lengths of an entry and its payload, and its streams as bits.
#[derive(Clone, Debug)]
struct Shape {
    entry: usize,
    payload: Option<usize>,
    streams: u8,
}

/// What is wrong with a batch, if anything.
#[derive(Clone, Copy, Debug)]
enum Flaw {
    None,
    Position,
    Revision,
    Request,
    Range,
}

fn op() -> impl Strategy<Value = Op> {
    let len = || prop_oneof![4 => 0..700_usize, 1 => 3_900..4_300_usize, 1 => 8_000..20_000_usize];
    let shape = (len(), option::of(len()), 0..16_u8).prop_map(|(entry, payload, streams)| Shape {
        entry,
        payload,
        streams,
    });
    let flaw = prop_oneof![
        6 => Just(Flaw::None),
        1 => Just(Flaw::Position),
        1 => Just(Flaw::Revision),
        1 => Just(Flaw::Request),
        1 => Just(Flaw::Range),
    ];
    prop_oneof![
        2 => (0..LOGS, 0..2_u8).prop_map(|(log, description)| Op::Create { log, description }),
        12 => (0..LOGS, vec(shape, 0..12), any::<bool>(), 0..3_u8, flaw).prop_map(
            |(log, shapes, publish, requests, flaw)| Op::Append { log, shapes, publish, requests, flaw }
        ),
        1 => (0..LOGS, 0..3_u8, 0..40_000_usize).prop_map(|(log, name, len)| Op::Snapshot { log, name, len }),
        3 => (0..LOGS, 0..60_u64, 0..30_usize, 0..30_000_usize).prop_map(
            |(log, from, limit, max_bytes)| Op::Read { log, from, limit, max_bytes }
        ),
        1 => Just(Op::Reopen),
    ]
}

fn name(log_number: u8) -> LogName {
    log(&format!("log-{log_number}"))
}

fn run(fresh: Fresh<'_>, ops: &[Op]) {
    let medium = fresh();
    let mut store: Arc<dyn Store> = medium.open().unwrap();
    let mut model = Model::default();
    for op in ops {
        match op {
            Op::Create { log, description } => create(&mut model, &*store, &name(*log), &[*description]),
            Op::Append { log, shapes, publish, requests, flaw } => {
                let name = name(*log);
                let batch = model.batch(&name, shapes, *publish, *requests, *flaw);
                append(&mut model, &*store, &name, &batch);
            }
            Op::Snapshot { log, name: n, len } => {
                snapshot(&mut model, &*store, &name(*log), &format!("s{n}"), *len);
            }
            Op::Read { log, from, limit, max_bytes } => {
                compare_range(&model, &*store, &name(*log), *from, *limit, *max_bytes);
            }
            Op::Reopen => {
                store.close().unwrap();
                drop(store);
                store = medium.open().unwrap();
                // A snapshot is a cache: reopening may lose it.
                model.snapshots.clear();
                compare(&model, &*store);
            }
        }
    }
    compare(&model, &*store);
    store.close().unwrap();
}

/// The batches that were taken, and nothing else: every answer is computed from them anew.
#[derive(Default)]
struct Model {
    logs: BTreeMap<LogName, (Vec<u8>, Vec<Append>)>,
    snapshots: BTreeMap<(LogName, String), Vec<u8>>,
    asked: u64,
}

impl Model {
    fn batches(&self, log: &LogName) -> &[Append] {
        self.logs.get(log).map_or(&[], |(_, batches)| batches)
    }

    fn entries(&self, log: &LogName) -> Vec<StoredEntry> {
        let news = self.batches(log).iter().flat_map(|b| &b.entries);
        (0..)
            .zip(news)
            .map(|(index, n)| StoredEntry { index, entry: n.entry.clone(), payload: n.payload.clone() })
            .collect()
    }

    fn size(&self, log: &LogName) -> u64 {
        self.batches(log).iter().map(|b| b.entries.len() as u64).sum()
    }

    fn stream(&self, log: &LogName, code: StreamCode) -> Vec<u64> {
        let news = self.batches(log).iter().flat_map(|b| &b.entries);
        (0..)
            .zip(news)
            .filter(|(_, n)| n.streams.iter().any(|(c, _)| *c == code))
            .map(|(index, _)| index)
            .collect()
    }

    fn requests(&self, log: &LogName) -> Vec<RequestRecord> {
        self.batches(log).iter().flat_map(|b| b.requests.clone()).collect()
    }

    fn head(&self, log: &LogName) -> Head {
        let mut head = Head::default();
        for batch in self.batches(log) {
            head.size += batch.entries.len() as u64;
            if let Some(publication) = &batch.publication {
                head.published_size = head.size;
                head.checkpoint = Some(publication.checkpoint.clone());
            }
        }
        head
    }

    fn publications(&self, log: &LogName) -> impl Iterator<Item = &Publication> {
        self.batches(log).iter().filter_map(|b| b.publication.as_ref())
    }

    fn tiles(&self, log: &LogName) -> BTreeMap<(u8, u64), Vec<u8>> {
        let tiles = self.publications(log).flat_map(|p| &p.tiles);
        tiles.map(|t| ((t.level, t.number), t.hashes.clone())).collect()
    }

    fn stream_heads(&self, log: &LogName) -> Vec<StreamHead> {
        let heads = self.publications(log).flat_map(|p| &p.stream_heads);
        heads.map(|h| (h.stream, h.clone())).collect::<BTreeMap<_, _>>().into_values().collect()
    }

    /// The contract's list of refusals, spelled out.
    fn takes(&self, log: &LogName, batch: &Append) -> bool {
        let size = self.size(log);
        let end = size + batch.entries.len() as u64;
        let known: Vec<_> = self.requests(log).iter().map(|r| r.request).collect();
        let mut next: BTreeMap<_, _> =
            STREAMS.map(|s| (stream(s), self.stream(log, stream(s)).len() as u64)).into();
        let mut follows = |(code, revision): &(StreamCode, u64)| {
            let expected = next.get_mut(code).unwrap();
            *expected += 1;
            *revision + 1 == *expected
        };
        self.logs.contains_key(log)
            && batch.expected_size == size
            && !batch.entries.is_empty()
            && batch.entries.iter().all(|e| e.streams.iter().all(&mut follows))
            && (0..).zip(&batch.requests).all(|(n, r)| {
                let earlier = batch.requests[..n].iter().any(|e| e.request == r.request);
                let inside = r.first_index >= size && r.first_index + u64::from(r.count) <= end;
                !earlier && !known.contains(&r.request) && inside && r.count > 0
            })
    }

    /// A batch that fits, but for its flaw.
    fn batch(&mut self, log: &LogName, shapes: &[Shape], publish: bool, requests: u8, flaw: Flaw) -> Append {
        let size = self.size(log);
        let mut next: BTreeMap<_, _> =
            STREAMS.map(|s| (stream(s), self.stream(log, stream(s)).len() as u64)).into();
        let entries: Vec<_> = shapes.iter().map(|shape| entry(shape, &mut next)).collect();
        let mut batch = Append { expected_size: size, entries, ..Append::default() };
        let count = u32::try_from(batch.entries.len()).unwrap();
        for _ in 0..requests {
            self.asked += 1;
            batch.requests.push(request(self.asked, size, count));
        }
        if publish {
            batch.publication = Some(publication(size + u64::from(count), &next));
        }
        match flaw {
            Flaw::None => {}
            Flaw::Position => batch.expected_size += 1,
            Flaw::Revision => {
                if let Some((_, revision)) = batch.entries.last_mut().and_then(|e| e.streams.first_mut()) {
                    *revision += 1;
                }
            }
            Flaw::Request => batch.requests.extend(self.requests(log).first().cloned()),
            Flaw::Range => batch.requests.push(request(u64::MAX, size, count + 1)),
        }
        batch
    }
}

fn entry(shape: &Shape, next: &mut BTreeMap<StreamCode, u64>) -> NewEntry {
    let bytes = |len: usize, seed: usize| -> Vec<u8> {
        (0..len).map(|i| (i ^ (i >> 7) ^ seed).to_le_bytes()[0]).collect()
    };
    let mut streams = Vec::new();
    for (bit, code) in STREAMS.iter().enumerate() {
        if shape.streams & (1 << bit) != 0 {
            let revision = next.get_mut(&stream(code)).unwrap();
            streams.push((stream(code), *revision));
            *revision += 1;
        }
    }
    let payload = shape.payload.map(|len| payload(&bytes(len, 3)));
    NewEntry { entry: bytes(shape.entry, shape.entry), payload, streams }
}

fn publication(size: u64, sizes: &BTreeMap<StreamCode, u64>) -> Publication {
    let width = usize::try_from(size % 256).unwrap().max(1);
    Publication {
        checkpoint: format!("over {size} ").repeat(usize::try_from(size).unwrap()).into_bytes(),
        tiles: vec![tile(0, size / 256, width), tile(1, 0, 1 + width / 4)],
        // Only some streams grew.
        stream_heads: sizes.iter().filter(|(_, n)| **n % 3 != 0).map(|(s, n)| head_of(*s, *n)).collect(),
    }
}

fn create(model: &mut Model, store: &dyn Store, log: &LogName, description: &[u8]) {
    let there = model.logs.entry(log.clone()).or_insert_with(|| (description.to_owned(), vec![]));
    let answer = store.create_log(log, description);
    if there.0 == description {
        assert_eq!(answer, Ok(()));
    } else {
        assert!(matches!(answer, Err(AppendError::Refused(_))), "{answer:?}");
    }
}

fn append(model: &mut Model, store: &dyn Store, log: &LogName, batch: &Append) {
    let takes = model.takes(log, batch);
    let answer = store.append(log, batch);
    if takes {
        assert_eq!(answer, Ok(()));
        model.logs.get_mut(log).unwrap().1.push(batch.clone());
    } else {
        assert!(matches!(answer, Err(AppendError::Refused(_))), "{answer:?}");
    }
    if model.logs.contains_key(log) {
        assert_eq!(store.head(log).unwrap(), model.head(log));
    }
}

fn snapshot(model: &mut Model, store: &dyn Store, log: &LogName, snapshot: &str, len: usize) {
    let bytes = vec![len.to_le_bytes()[0]; len];
    let answer = store.put_snapshot(log, snapshot, &bytes);
    assert_eq!(answer.is_ok(), model.logs.contains_key(log));
    if answer.is_ok() {
        model.snapshots.insert((log.clone(), snapshot.to_owned()), bytes);
    }
}

fn compare_range(model: &Model, store: &dyn Store, log: &LogName, from: u64, limit: usize, max_bytes: usize) {
    let found = store.entries(log, from, limit, max_bytes);
    if !model.logs.contains_key(log) {
        assert!(found.is_err());
        return;
    }
    let found = found.unwrap();
    let entries = model.entries(log);
    let tail = entries.get(usize::try_from(from).unwrap()..).unwrap_or_default();
    assert!(found.len() <= limit && tail.starts_with(&found));
    assert_eq!(found.is_empty(), tail.is_empty() || limit == 0);
    let but_last: usize = found.iter().rev().skip(1).map(StoredEntry::byte_count).sum();
    assert!(but_last <= max_bytes, "{but_last} bytes before the last entry, {max_bytes} allowed");
}

fn compare(model: &Model, store: &dyn Store) {
    let logs = model.logs.iter().map(|(name, (description, _))| (name.clone(), description.clone()));
    let logs = logs.collect::<Vec<_>>();
    assert_eq!(store.logs().unwrap(), logs);
    for log in model.logs.keys() {
        compare_log(model, store, log);
    }
    for ((log, name), bytes) in &model.snapshots {
        assert_eq!(store.snapshot(log, name).unwrap().as_ref(), Some(bytes));
    }
}

fn compare_log(model: &Model, store: &dyn Store, log: &LogName) {
    assert_eq!(store.head(log).unwrap(), model.head(log));
    let entries = model.entries(log);
    assert_eq!(store.entries(log, 0, ALL, ALL).unwrap(), entries);
    for entry in entries.iter().step_by(7) {
        assert_eq!(store.entry(log, entry.index).unwrap().as_ref(), Some(entry));
    }
    for code in STREAMS.map(stream) {
        let positions = model.stream(log, code);
        assert_eq!(store.stream(log, code, 0, ALL).unwrap(), positions);
        let half = positions.len() / 2;
        assert_eq!(store.stream(log, code, half as u64, 3).unwrap()[..], {
            let page: Vec<_> = positions[half..].iter().take(3).copied().collect();
            page
        });
    }
    for record in model.requests(log) {
        assert_eq!(store.request(log, &record.request).unwrap(), Some(record));
    }
    for ((level, number), hashes) in model.tiles(log) {
        assert_eq!(store.tile(log, level, number).unwrap(), Some(hashes));
    }
    assert_eq!(store.stream_heads(log).unwrap(), model.stream_heads(log));
}
