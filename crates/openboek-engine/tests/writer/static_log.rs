//! The static log beside a ledger: what it holds, what is built from it again, and that nothing false comes out of a damaged one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use openboek_engine::{
    Engine, KeyRing, KnownHead, LogFolder, LogSource, OpenError, Options, Outside, Recorded, RestoreConfig,
    RestoreError, Restored, SignedHead, StaticLogError, extend, restore,
};
use openboek_proof::checkpoint::LogKey;
use openboek_proof::hash::Hash;
use openboek_proof::verify::{ReaderConfig, Verdict, verify_static_log};
use openboek_store::{LogName, MemoryStore, Store, StoredEntry, StreamCode};

use super::{Command, NAME, Wait, command, founding, open, options, promise, verified};

pub(crate) const SEED: [u8; 32] = [1; 32];
/// A moment after everything that is recorded here.
pub(crate) const LATER: i64 = 4_102_444_800_000;

pub(crate) fn with_static_logs(store: Arc<dyn Store>, root: &Path) -> Result<Engine, OpenError> {
    let ring = KeyRing::in_memory();
    ring.put(&name(), &SEED).unwrap();
    let options = Options { static_logs: Some(root.to_owned()), ..options() };
    Engine::open(Outside::new(store, ring), options)
}

pub(crate) fn name() -> LogName {
    LogName::new(NAME).unwrap()
}

/// A command of several promises.
pub(crate) fn promises(number: u8, count: u8) -> Command {
    let statements = (0..count).map(|place| {
        let mut one = promise(place).statements.remove(0);
        if let openboek_rules::Body::CommitmentMade(made) = &mut one.body {
            made.commitment = openboek_rules::CommitmentId::new(&format!("T{number}-{place}")).unwrap();
        }
        one
    });
    command(number, statements.collect(), Wait::Published)
}

/// A ledger of more than a full tile, with its static log; closed.
async fn history(root: &Path) -> Arc<MemoryStore> {
    let store = Arc::new(MemoryStore::new());
    let engine = with_static_logs(store.clone(), root).unwrap();
    engine.create(NAME, founding()).await.unwrap();
    for number in 1..=3 {
        engine.record(NAME, promises(number, 90)).await.unwrap();
    }
    engine.record(NAME, promise(9)).await.unwrap();
    close_but_keep(&engine);
    store
}

/// Writes the static log, and leaves the store in memory open for the next engine.
fn close_but_keep(engine: &Engine) {
    let published = engine.heads(NAME).unwrap().borrow().published_size;
    let folder = folder_of(engine.options().static_logs.as_ref().unwrap());
    for _ in 0..2_000 {
        let there = folder.checkpoint().ok().flatten().map_or(0, |note| note.checkpoint.size);
        if there == published {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("the static log stays behind: {:?}", engine.static_log_trouble());
}

fn folder_of(root: &Path) -> LogFolder {
    LogFolder::new(&root.join(NAME))
}

fn restored(folder: &LogFolder, known: &[KnownHead]) -> Result<(MemoryStore, Restored), RestoreError> {
    let store = MemoryStore::new();
    let config = RestoreConfig { now_ms: LATER, known: known.to_vec(), log_keys: None };
    let told = restore(folder, &store, &config, &mut |_, _| {})?;
    Ok((store, told))
}

/// Everything that can be read of a log, snapshots aside.
#[derive(Debug, PartialEq)]
struct Everything {
    logs: Vec<(LogName, Vec<u8>)>,
    head: openboek_store::Head,
    entries: Vec<StoredEntry>,
    streams: BTreeMap<StreamCode, Vec<u64>>,
    requests: Vec<Option<openboek_store::RequestRecord>>,
    tiles: Vec<Option<Vec<u8>>>,
    stream_heads: Vec<openboek_store::StreamHead>,
}

fn everything(store: &dyn Store) -> Everything {
    let log = name();
    let codes = ["GM0505", "region", "GM0001"].map(|code| StreamCode::new(code).unwrap());
    let requests = (0..=9).map(|number| {
        let mut request = [number; 16];
        request[15] = 1;
        store.request(&log, &request).unwrap()
    });
    Everything {
        logs: store.logs().unwrap(),
        head: store.head(&log).unwrap(),
        entries: store.entries(&log, 0, 10_000, usize::MAX).unwrap(),
        streams: codes.map(|code| (code, store.stream(&log, code, 0, 10_000).unwrap())).into(),
        requests: requests.collect(),
        tiles: [(0, 0), (0, 1), (0, 2), (1, 0), (2, 0)].map(|(l, n)| store.tile(&log, l, n).unwrap()).into(),
        stream_heads: store.stream_heads(&log).unwrap(),
    }
}

fn klopt(folder: &LogFolder) -> u64 {
    match verify_static_log(folder.files(), "checkpoint", &ReaderConfig::at(LATER)) {
        Verdict::Klopt(report) => {
            assert!(report.whole_log && report.withheld.is_empty());
            report.size
        }
        other => panic!("{other:?}"),
    }
}

fn repeat(answer: &Recorded) -> (bool, u64) {
    (answer.repeated, answer.entries[0].index)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_from_the_static_log_is_the_same_and_goes_on() {
    let root = tempfile::tempdir().unwrap();
    let original = history(root.path()).await;
    let folder = folder_of(root.path());
    let size = klopt(&folder);
    assert!(size > 272, "more than a full tile: {size}");
    assert!(!folder.path().join("tile/0/000.p").exists(), "the full tile took the place of the partial ones");
    let (store, told) = restored(&folder, &[]).unwrap();
    assert_eq!((told.report.size, told.log), (size, name()));
    let before = everything(&*original);
    assert!(before.requests.iter().flatten().count() == 5 && before.tiles.iter().flatten().count() == 3);
    assert_eq!(everything(&store), before);

    // The same commands get the same answers; new ones go behind; the static log goes on.
    let store = Arc::new(store);
    let engine = with_static_logs(store, root.path()).unwrap();
    assert_eq!(repeat(&engine.record(NAME, promises(2, 90)).await.unwrap()), (true, 93));
    engine.record(NAME, promises(2, 89)).await.unwrap_err();
    assert_eq!(repeat(&engine.record(NAME, promise(11)).await.unwrap()), (false, size));
    assert_eq!(verified(&engine), size + 2);
    close_but_keep(&engine);
    assert_eq!(klopt(&folder), size + 2);
}

/// What may come back instead of the newest data, and what is said then.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_and_another_history_are_refused() {
    let root = tempfile::tempdir().unwrap();
    let store = Arc::new(MemoryStore::new());
    let engine = with_static_logs(store.clone(), root.path()).unwrap();
    engine.create(NAME, founding()).await.unwrap();
    close_but_keep(&engine);
    let (old, _) = restored(&folder_of(root.path()), &[]).unwrap();
    let (other, _) = restored(&folder_of(root.path()), &[]).unwrap();
    engine.record(NAME, promise(1)).await.unwrap();
    engine.record(NAME, promise(2)).await.unwrap();
    close_but_keep(&engine);
    drop(engine);

    // An old copy of the data, and no data at all.
    for (copy, here) in [(old, 2), (MemoryStore::new(), 0)] {
        match with_static_logs(Arc::new(copy), root.path()).map(|_| ()) {
            Err(OpenError::StaticLog(StaticLogError::Ahead { folder: 6, here: found, .. })) => {
                assert_eq!(found, here);
            }
            other => panic!("{other:?}"),
        }
    }
    // One that went its own way, with the same key.
    let other = Arc::new(other);
    let engine = open(other.clone(), SEED);
    for number in 3..6 {
        engine.record(NAME, promise(number)).await.unwrap();
    }
    drop(engine);
    let refused = with_static_logs(other, root.path()).map(|_| ());
    assert!(
        matches!(refused, Err(OpenError::StaticLog(StaticLogError::Differs { size: 6, .. }))),
        "{refused:?}"
    );

    // Restoring behind, beside and at a known head.
    let newest = folder_of(root.path()).checkpoint().unwrap().unwrap().checkpoint;
    let head = |size, root| [KnownHead { size, root }];
    let folder = folder_of(root.path());
    let behind = restored(&folder, &head(7, newest.root)).map(|_| ());
    assert!(matches!(behind, Err(RestoreError::Behind { size: 6, known: 7 })), "{behind:?}");
    let beside = restored(&folder, &head(4, Hash([7; 32]))).map(|_| ());
    assert!(matches!(beside, Err(RestoreError::Differs { size: 4 })), "{beside:?}");
    restored(&folder, &head(6, newest.root)).unwrap();
    // Into a store that has the log already.
    let config = RestoreConfig { now_ms: LATER, ..RestoreConfig::default() };
    let twice = restore(&folder, &*store, &config, &mut |_, _| {}).map(|_| ());
    assert!(matches!(twice, Err(RestoreError::AlreadyThere(_))), "{twice:?}");
}

/// What is done to an entry; `false` when the source breaks off at it.
type Change<'a> = Box<dyn Fn(&mut StoredEntry) -> bool + 'a>;

/// A source of which something is not as it was.
struct Changed<'a> {
    inner: &'a LogFolder,
    change: Change<'a>,
}

impl LogSource for Changed<'_> {
    fn head(&self) -> Result<Option<SignedHead>, StaticLogError> {
        self.inner.head()
    }

    fn entries(&self, from: u64, until: u64) -> Result<Vec<StoredEntry>, StaticLogError> {
        let mut page = self.inner.entries(from, until)?;
        for stored in &mut page {
            if !(self.change)(stored) {
                return Err(StaticLogError::Asked("the line is cut".to_owned()));
            }
        }
        Ok(page)
    }
}

/// Copying from a source that breaks off, rewrites or swaps leaves the copy as it was; the next run brings it up to date.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_follows_only_what_continues_it() {
    let root = tempfile::tempdir().unwrap();
    let store = Arc::new(MemoryStore::new());
    let engine = with_static_logs(store, root.path()).unwrap();
    engine.create(NAME, founding()).await.unwrap();
    engine.record(NAME, promise(1)).await.unwrap();
    close_but_keep(&engine);
    let folder = folder_of(root.path());
    let copy = LogFolder::new(&root.path().join("copy"));
    let at_first = extend(&copy, &folder, &mut |_, _| {}).unwrap();
    assert_eq!((at_first.before, at_first.size), (0, 4));
    engine.record(NAME, promises(2, 254)).await.unwrap();
    engine.record(NAME, promise(3)).await.unwrap();
    close_but_keep(&engine);

    let event = 10;
    let changes: [(&str, Change); 5] = [
        ("server-failed", Box::new(|stored| stored.index != 200)),
        (
            "static-log-damaged",
            Box::new(move |s| {
                s.index != event || {
                    s.entry[30] ^= 1;
                    true
                }
            }),
        ),
        (
            "static-log-damaged",
            Box::new(move |s| {
                s.index != event || {
                    s.payload.as_mut().unwrap().salt[0] ^= 1;
                    true
                }
            }),
        ),
        (
            "static-log-damaged",
            Box::new(move |s| {
                s.index != event || {
                    s.index += 1;
                    true
                }
            }),
        ),
        (
            "static-log-differs",
            Box::new(move |s| {
                if s.index == event {
                    let text = String::from_utf8(s.entry.clone()).unwrap();
                    s.entry = text.replace("actor griffie\n", "actor griffin\n").into_bytes();
                }
                true
            }),
        ),
    ];
    for (code, change) in changes {
        let error = extend(&copy, &Changed { inner: &folder, change }, &mut |_, _| {}).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(klopt(&copy), 4);
    }
    // What a run leaves that is cut off: files that no checkpoint covers, half written.
    for (path, bytes) in
        [("tile/0/000", "half"), ("tile/entries/000", ""), ("payload/11", "x"), ("checkpoint.new", "dren")]
    {
        std::fs::write(copy.path().join(path), bytes).unwrap();
    }
    let now = extend(&copy, &folder, &mut |_, _| {}).unwrap();
    assert_eq!((now.before, now.size), (4, 261));
    assert_eq!(klopt(&copy), 261);
    // Nor one that another key signed.
    let other = extend(&folder_at(&root, "copy"), &under_another_key(&root), &mut |_, _| {}).unwrap_err();
    assert_eq!(other.code(), "static-log-damaged", "{other}");
    // Nothing to do.
    let again = extend(&copy, &folder, &mut |_, _| {}).unwrap();
    assert_eq!((again.before, again.size), (261, 261));
}

/// A byte of the newest entries is another: nothing goes behind it. Of the keys and the policy: put right. With nothing new, and with more.
#[tokio::test(flavor = "multi_thread")]
async fn damage_is_not_written_on() {
    let root = tempfile::tempdir().unwrap();
    let engine = with_static_logs(Arc::new(MemoryStore::new()), root.path()).unwrap();
    engine.create(NAME, founding()).await.unwrap();
    engine.record(NAME, promise(1)).await.unwrap();
    close_but_keep(&engine);
    let older = folder_at(&root, "older");
    extend(&older, &folder_of(root.path()), &mut |_, _| {}).unwrap();
    engine.record(NAME, promise(2)).await.unwrap();
    close_but_keep(&engine);
    let newer = folder_of(root.path());
    let table = [("tile/entries/000.p/4", false), ("log.vkey", true), ("policy", true)];
    for (number, (file, mended)) in table.into_iter().enumerate() {
        for (source, size) in [(&older, 4), (&newer, 6)] {
            let copy = folder_at(&root, &format!("copy-{number}-{size}"));
            extend(&copy, &older, &mut |_, _| {}).unwrap();
            let path = copy.path().join(file);
            let mut bytes = std::fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(&path, bytes).unwrap();
            match extend(&copy, source, &mut |_, _| {}) {
                Ok(extended) if mended => assert_eq!((extended.size, klopt(&copy)), (size, size), "{file}"),
                Err(error) if !mended => assert_eq!(error.code(), "static-log-damaged", "{file}: {error}"),
                other => panic!("{file}, {size}: {other:?}"),
            }
        }
    }
}

fn folder_at(root: &tempfile::TempDir, name: &str) -> LogFolder {
    LogFolder::new(&root.path().join(name))
}

/// The same files under a checkpoint that another key signed.
fn under_another_key(root: &tempfile::TempDir) -> LogFolder {
    let folder = folder_at(root, "older");
    let at = folder_of(root.path()).checkpoint().unwrap().unwrap().checkpoint;
    let key = LogKey::from_seed(&[9; 32], &at.origin).unwrap();
    std::fs::create_dir_all(folder.path()).unwrap();
    std::fs::write(folder.path().join("checkpoint"), key.sign_checkpoint(2, at.root)).unwrap();
    std::fs::write(folder.path().join("log.vkey"), format!("{}\n", key.verifier_key())).unwrap();
    std::fs::write(folder.path().join("policy"), "quorum none\n").unwrap();
    folder
}

/// Every file of the folder, and some of its bytes: each turned over once. What is built from it is refused or the same.
#[tokio::test(flavor = "multi_thread")]
async fn no_changed_byte_of_a_static_log_comes_back_as_something_else() {
    let root = tempfile::tempdir().unwrap();
    let original = everything(&*history(root.path()).await);
    let folder = folder_of(root.path());
    let mut places: Vec<(PathBuf, usize)> = Vec::new();
    let mut files = files_below(folder.path());
    files.sort();
    for file in files {
        let length = std::fs::read(&file).unwrap().len();
        let payload = file.parent().is_some_and(|parent| parent.ends_with("payload"));
        // Payloads are many and alike: a byte in each twentieth of them.
        if payload && !file.to_str().unwrap().ends_with('7') {
            continue;
        }
        let count = if payload { 1 } else { 9 };
        places.extend((0..count).map(|place| (file.clone(), place * (length - 1) / 8)));
    }
    assert!(places.len() > 70, "{}", places.len());
    let (mut refused, mut harmless) = (BTreeMap::<&str, u32>::new(), 0);
    for (number, (file, place)) in places.iter().enumerate() {
        let whole = std::fs::read(file).unwrap();
        let mut changed = whole.clone();
        changed[*place] ^= 1 << (number % 8);
        std::fs::write(file, changed).unwrap();
        match restored(&folder, &[]) {
            Ok((store, _)) => {
                harmless += 1;
                assert_eq!(everything(&store), original, "{} byte {place}", file.display());
            }
            Err(error) => {
                assert!(error.dutch().len() > 20 && error.to_string().len() > 20);
                *refused.entry(error.code()).or_default() += 1;
            }
        }
        std::fs::write(file, whole).unwrap();
    }
    let found: u32 = refused.values().sum();
    assert!(found > 60 && refused.len() > 5, "{refused:?}, harmless {harmless}");
    // Files that are missing: refused too, whichever it is.
    for path in
        ["checkpoint", "log.vkey", "policy", "tile/0/000", "tile/1/000.p/1", "tile/entries/000", "payload/7"]
    {
        let (place, aside) = (folder.path().join(path), folder.path().join("aside"));
        std::fs::rename(&place, &aside).unwrap();
        restored(&folder, &[]).map(|_| ()).unwrap_err();
        std::fs::rename(&aside, &place).unwrap();
    }
    restored(&folder, &[]).unwrap();
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}
