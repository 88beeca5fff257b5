//! A table of damages to a store: each is found under its code, and a whole store gives no finding.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use openboek_engine::{
    Check, Engine, Examination, Examined, KeyRing, MomentQuery, Options, Outside, examine,
};
use openboek_proof::entry::Entry;
use openboek_rules::{BudgetYear, Stream};
use openboek_store::{Append, MemoryStore, NewEntry, Publication, RequestRecord, Store, StreamCode, Tile};

use super::static_log::{LATER, SEED, name, promises, with_static_logs};
use super::{NAME, Wait, founding, municipality, options, promise};

const SNAPSHOTS: [&str; 3] = ["state", "view/GM0505", "view/region"];

/// A ledger whose second command makes promises by this number; closed, with its snapshots.
async fn history(number: u8) -> MemoryStore {
    let store = Arc::new(MemoryStore::new());
    let ring = KeyRing::in_memory();
    ring.put(&name(), &SEED).unwrap();
    let engine = Engine::open(Outside::new(store.clone(), ring), options()).unwrap();
    engine.create(NAME, founding()).await.unwrap();
    engine.record(NAME, promises(number, 5)).await.unwrap();
    for holder in [Stream::Region, Stream::Municipality(municipality())] {
        let year = BudgetYear::new(2021).unwrap();
        engine.paragraph(NAME, holder, year, MomentQuery::default()).unwrap();
    }
    engine.close().unwrap();
    store.reopen()
}

/// Everything of a log, to be changed and appended to another store.
struct Parts {
    description: Vec<u8>,
    append: Append,
    snapshots: Vec<(String, Vec<u8>)>,
    seed: Option<[u8; 32]>,
}

impl Parts {
    fn of(store: &dyn Store, number: u8) -> Self {
        let log = name();
        let code = |code: openboek_proof::entry::StreamCode| StreamCode::new(&code.to_string()).unwrap();
        let entries = store.entries(&log, 0, 1_000, usize::MAX).unwrap().into_iter().map(|stored| {
            let entry = Entry::parse(&stored.entry).unwrap();
            let streams = entry.streams().iter().map(|s| (code(s.code), s.revision)).collect();
            NewEntry { entry: stored.entry, payload: stored.payload, streams }
        });
        let requests = [0, number].map(|number| {
            let mut request = [number; 16];
            request[15] = 1;
            store.request(&log, &request).unwrap().unwrap()
        });
        let publication = Publication {
            checkpoint: store.head(&log).unwrap().checkpoint.unwrap(),
            tiles: vec![Tile { level: 0, number: 0, hashes: store.tile(&log, 0, 0).unwrap().unwrap() }],
            stream_heads: store.stream_heads(&log).unwrap(),
        };
        let snapshots = SNAPSHOTS.map(|name| (name.to_owned(), store.snapshot(&log, name).unwrap().unwrap()));
        Self {
            description: store.logs().unwrap().remove(0).1,
            append: Append {
                expected_size: 0,
                entries: entries.collect(),
                requests: requests.into(),
                publication: Some(publication),
            },
            snapshots: snapshots.into(),
            seed: Some(SEED),
        }
    }

    fn publication(&mut self) -> &mut Publication {
        self.append.publication.as_mut().unwrap()
    }

    /// The codes that are found in a store of these parts.
    fn found(self) -> BTreeSet<&'static str> {
        let store = MemoryStore::new();
        store.create_log(&name(), &self.description).unwrap();
        store.append(&name(), &self.append).unwrap();
        for (snapshot, bytes) in &self.snapshots {
            store.put_snapshot(&name(), snapshot, bytes).unwrap();
        }
        let keys = KeyRing::in_memory();
        if let Some(seed) = self.seed {
            keys.put(&name(), &seed).unwrap();
        }
        codes(&look(&store, &keys, None))
    }
}

fn look(store: &dyn Store, keys: &KeyRing, static_logs: Option<&std::path::Path>) -> Examined {
    let mut told = Vec::new();
    let examination = Examination { store, keys, static_logs, now_ms: LATER };
    let found = examine(&examination, &mut |log, there, size| told.push((log.to_owned(), there, size)));
    assert!(told.iter().all(|(log, there, size)| log == NAME && there <= size));
    found
}

fn codes(found: &Examined) -> BTreeSet<&'static str> {
    found.findings.iter().map(|one| one.check.as_str()).collect()
}

type Damage = (&'static str, &'static [&'static str], fn(&mut Parts, &Parts));

/// What is done to the store, and what must be found: all of it, and nothing else. The second of the parts is another history.
const DAMAGES: &[Damage] = &[
    ("nothing", &[], |_, _| {}),
    ("an entry that is cut off", &["entry-damaged", "log-broken"], |parts, _| {
        parts.append.entries[3].entry.pop();
    }),
    ("an entry in the place of another", &["entry-damaged", "log-broken"], |parts, _| {
        parts.append.entries[3].entry = parts.append.entries[4].entry.clone();
    }),
    ("another time in an entry", &["log-broken", "stream-head-differs"], |parts, _| {
        let text = String::from_utf8(parts.append.entries[3].entry.clone()).unwrap();
        let at = text.find("\nrecorded 2").unwrap() + 10;
        parts.append.entries[3].entry[at + 3] ^= 1;
    }),
    ("another byte in a payload", &["log-broken", "payload-differs", "request-differs"], |parts, _| {
        parts.append.entries[3].payload.as_mut().unwrap().bytes[2] ^= 1;
    }),
    ("another salt", &["log-broken", "payload-differs"], |parts, _| {
        parts.append.entries[3].payload.as_mut().unwrap().salt[31] ^= 128;
    }),
    ("a payload that is gone", &["payload-missing", "snapshot-differs"], |parts, _| {
        parts.append.entries[3].payload = None;
    }),
    ("an entry in another stream", &["snapshot-differs", "stream-differs"], |parts, _| {
        parts.append.entries[6].streams = vec![(StreamCode::REGION, 1)];
    }),
    ("a command that is forgotten", &["request-differs"], |parts, _| {
        parts.append.requests.remove(1);
    }),
    ("a command with another body", &["request-differs"], |parts, _| {
        parts.append.requests[1].body_digest[0] ^= 1;
    }),
    ("a command with fewer entries", &["request-differs"], |parts, _| {
        let RequestRecord { count, .. } = &mut parts.append.requests[1];
        *count -= 1;
    }),
    ("another hash in a tile", &["log-broken"], |parts, _| {
        parts.publication().tiles[0].hashes[40] ^= 1;
    }),
    ("a tile that is cut off", &["not-checked"], |parts, _| {
        let tile = &mut parts.publication().tiles[0];
        tile.hashes.truncate(32);
    }),
    ("another head of a stream", &["stream-head-differs"], |parts, _| {
        parts.publication().stream_heads[0].frontier[0][0] ^= 1;
    }),
    ("a stream without a head", &["stream-head-differs"], |parts, _| {
        parts.publication().stream_heads.pop();
    }),
    ("another root in the checkpoint", &["log-broken"], |parts, other| {
        parts.publication().checkpoint = other.append.publication.as_ref().unwrap().checkpoint.clone();
    }),
    ("a checkpoint that is none", &["log-broken"], |parts, _| {
        parts.publication().checkpoint.truncate(20);
    }),
    ("another description", &["entry-damaged", "key-differs", "log-broken"], |parts, _| {
        parts.description = b"ledger.localhost/other".to_vec();
    }),
    ("a description that is none", &["bad-origin"], |parts, _| parts.description.clear()),
    ("another key", &["key-differs"], |parts, _| parts.seed = Some([2; 32])),
    ("no key", &["key-missing"], |parts, _| parts.seed = None),
    ("the state of another history", &["snapshot-differs"], |parts, other| {
        parts.snapshots[0] = other.snapshots[0].clone();
    }),
    ("a view of another history", &["snapshot-differs"], |parts, other| {
        parts.snapshots[1] = other.snapshots[1].clone();
    }),
    ("a snapshot with another byte", &["snapshot-dropped"], |parts, _| {
        let last = parts.snapshots[1].1.last_mut().unwrap();
        *last ^= 1;
    }),
    ("no snapshots", &[], |parts, _| parts.snapshots.clear()),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_damage_of_a_store_is_found_under_its_code() {
    let (store, other) = (history(1).await, history(2).await);
    let mut faults = Vec::new();
    for (what, expected, damage) in DAMAGES {
        let mut parts = Parts::of(&store, 1);
        damage(&mut parts, &Parts::of(&other, 2));
        let found = parts.found();
        if found != expected.iter().copied().collect() {
            faults.push(format!("{what}: {found:?}, expected {expected:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A static log beside the store: missing, behind, broken, ahead, another; and entries that are not published yet.
#[tokio::test(flavor = "multi_thread")]
async fn the_static_log_is_compared_with_the_store() {
    let root = tempfile::tempdir().unwrap();
    let keys = KeyRing::in_memory();
    keys.put(&name(), &SEED).unwrap();
    let store = history(1).await;
    assert_eq!(codes(&look(&store, &keys, Some(root.path()))), ["static-log-missing"].into());

    let store = Arc::new(store);
    let engine = with_static_logs(store.clone(), root.path()).unwrap();
    engine.close().unwrap();
    let store = Arc::new(store.reopen());
    assert_eq!(codes(&look(&*store, &keys, Some(root.path()))), [].into());
    assert_eq!(codes(&look(&history(2).await, &keys, Some(root.path()))), ["static-log-differs"].into());
    assert_eq!(codes(&look(&MemoryStore::new(), &keys, Some(root.path()))), ["static-log-ahead"].into());
    let payload = root.path().join(NAME).join("payload/3");
    let whole = std::fs::read(&payload).unwrap();
    std::fs::write(&payload, &whole[1..]).unwrap();
    assert_eq!(codes(&look(&*store, &keys, Some(root.path()))), ["static-log-broken"].into());
    std::fs::write(&payload, &whole).unwrap();

    let ring = KeyRing::in_memory();
    ring.put(&name(), &SEED).unwrap();
    let never = Options { seal_interval: Duration::from_secs(3_600), ..options() };
    let engine = Engine::open(Outside::new(store.clone(), ring), never).unwrap();
    engine.record(NAME, super::Command { wait: Wait::Recorded, ..promise(40) }).await.unwrap();
    let found = look(&*store, &keys, Some(root.path()));
    assert_eq!(codes(&found), ["not-published"].into());
    assert!(!found.is_wrong(), "a note");
    assert_eq!(found.findings[0].check, Check::NotPublished);
    engine.close().unwrap();
    let store = store.reopen();
    let found = look(&store, &keys, Some(root.path()));
    assert_eq!(codes(&found), ["static-log-behind"].into());
    assert!(!found.is_wrong());
}
