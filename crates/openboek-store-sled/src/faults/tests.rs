//! What the store does when a sync fails, is held up, or the data is not what was written.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use openboek_store::{
    Append, AppendError, Head, Health, LogName, NewEntry, Publication, RequestRecord, Store, StoreError,
    StoredPayload, StreamCode, StreamHead, Tile,
};
use tempfile::TempDir;

use crate::files::Layout;
use crate::gate::{SyncGate, SyncRule, SyncStep};
use crate::keys::{self, LogNumber};
use crate::long::Writes;
use crate::{SledOptions, SledStore};

const REQUEST: [u8; 16] = [3; 16];

fn log() -> LogName {
    LogName::new("log").unwrap()
}

/// Bytes that cannot be packed.
fn noise(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    blake3::Hasher::new().finalize_xof().fill(&mut bytes);
    bytes
}

fn open(dir: &Path) -> Result<SledStore, StoreError> {
    SledStore::open(dir, &SledOptions::default())
}

/// A directory with one log of one published entry.
fn one_entry() -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("store");
    let store = open(&path).unwrap();
    store.create_log(&log(), b"").unwrap();
    store.append(&log(), &published(0, 1)).unwrap();
    store.close().unwrap();
    (dir, path)
}

/// A batch of one entry, with everything a batch can have.
fn published(index: u64, request: u8) -> Append {
    let payload = StoredPayload { salt: [1; 32], bytes: b"payload".to_vec() };
    let entry = NewEntry {
        entry: format!("entry {index}").into_bytes(),
        payload: Some(payload),
        streams: vec![(StreamCode::REGION, index)],
    };
    let size = index + 1;
    let publication = Publication {
        checkpoint: format!("size {size}").into_bytes(),
        tiles: vec![Tile { level: 0, number: 0, hashes: vec![5; 32 * usize::try_from(size).unwrap()] }],
        stream_heads: vec![StreamHead { stream: StreamCode::REGION, size, frontier: vec![] }],
    };
    let record = RequestRecord { request: [request; 16], first_index: index, count: 1, body_digest: [0; 32] };
    Append {
        expected_size: index,
        entries: vec![entry],
        requests: vec![record],
        publication: Some(publication),
    }
}

/// Everything readers see must be `size` batches of [`published`], the second under [`REQUEST`].
fn assert_size(store: &SledStore, size: u64) {
    let width = usize::try_from(size).unwrap();
    let checkpoint = Some(format!("size {size}").into_bytes());
    assert_eq!(store.head(&log()).unwrap(), Head { size, published_size: size, checkpoint });
    assert_eq!(store.entries(&log(), 0, 9, usize::MAX).unwrap().len(), width);
    assert_eq!(store.entry(&log(), size).unwrap(), None);
    assert!(store.stream(&log(), StreamCode::REGION, 0, 9).unwrap().into_iter().eq(0..size));
    assert_eq!(store.request(&log(), &REQUEST).unwrap().is_some(), size > 1);
    assert_eq!(store.tile(&log(), 0, 0).unwrap().unwrap().len(), 32 * width);
    assert_eq!(store.stream_heads(&log()).unwrap()[0].size, size);
}

/// A rule that lets syncs through until it is told to fail them.
fn failing() -> (SyncRule, Arc<AtomicBool>) {
    let fail = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&fail);
    let rule = move || if told.load(Ordering::SeqCst) { SyncStep::Fail } else { SyncStep::Real };
    (Arc::new(rule), fail)
}

/// Promise 5, with the batch kept: unknown, read-only, unseen; whole when opened anew.
#[test]
fn a_failed_sync_makes_the_batch_unknown_and_the_store_read_only() {
    let (_dir, path) = one_entry();
    let (rule, fail) = failing();
    let store = SledStore::open_with_syncs(&path, &SledOptions::default(), rule).unwrap();
    fail.store(true, Ordering::SeqCst);
    assert!(matches!(store.append(&log(), &published(1, REQUEST[0])), Err(AppendError::Unknown(_))));
    assert!(matches!(store.health(), Health::ReadOnly(_)));
    assert_size(&store, 1);
    // The disk is well again, but nobody knows what it holds: still read-only.
    fail.store(false, Ordering::SeqCst);
    assert!(matches!(store.append(&log(), &published(1, 4)), Err(AppendError::NotRecorded(_))));
    let other = LogName::new("other").unwrap();
    assert!(matches!(store.create_log(&other, b""), Err(AppendError::NotRecorded(_))));
    assert_size(&store, 1);
    store.close().unwrap();
    let note = path.join("sync-failed");
    assert!(note.exists(), "the next opening must know");
    let store = open(&path).unwrap();
    assert!(!note.exists());
    assert_eq!(store.health(), Health::Ready);
    assert_size(&store, 2);
    assert_eq!(store.logs().unwrap().len(), 1);
    store.append(&log(), &published(2, 5)).unwrap();
}

/// Promise 4: while the sync runs, the journal has the batch and readers must not see it.
#[test]
fn no_reader_sees_a_batch_before_it_is_synced() {
    let (_dir, path) = one_entry();
    let (begun, wait_begun) = channel();
    let (go_on, wait_go_on) = channel::<()>();
    let (begun, wait_go_on) = (Mutex::new(begun), Mutex::new(wait_go_on));
    let hold = Arc::new(AtomicBool::new(false));
    let held = Arc::clone(&hold);
    let rule = move || {
        if held.load(Ordering::SeqCst) {
            begun.lock().unwrap().send(()).unwrap();
            // Not for ever: a test that fails meanwhile must end.
            let _in_time = wait_go_on.lock().unwrap().recv_timeout(Duration::from_secs(5));
        }
        SyncStep::Real
    };
    let store = SledStore::open_with_syncs(&path, &SledOptions::default(), Arc::new(rule)).unwrap();
    hold.store(true, Ordering::SeqCst);
    thread::scope(|scope| {
        let writer = scope.spawn(|| store.append(&log(), &published(1, REQUEST[0])));
        wait_begun.recv().unwrap();
        assert_size(&store, 1);
        hold.store(false, Ordering::SeqCst);
        go_on.send(()).unwrap();
        writer.join().unwrap().unwrap();
        assert_size(&store, 2);
    });
}

/// With many writers: what was acknowledged is there, what was certainly not recorded is not, and the rest is whole.
#[test]
fn a_sync_that_fails_among_many_writers_is_told_to_each_rightly() {
    let dir = TempDir::new().unwrap();
    let syncs = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&syncs);
    let rule: SyncRule = Arc::new(move || {
        let fails = count.fetch_add(1, Ordering::SeqCst) > 60;
        if fails { SyncStep::Fail } else { SyncStep::Real }
    });
    let store = SledStore::open_with_syncs(dir.path(), &SledOptions::default(), rule).unwrap();
    let names: Vec<_> = (0..8).map(|n| LogName::new(&format!("log-{n}")).unwrap()).collect();
    let outcomes: Vec<_> = thread::scope(|scope| {
        let store = &store;
        let writers = names.iter().map(|name| scope.spawn(move || append_until_failure(store, name)));
        let writers = writers.collect::<Vec<_>>();
        writers.into_iter().map(|w| w.join().unwrap()).collect()
    });
    assert!(outcomes.iter().any(|(_, error)| matches!(error, AppendError::Unknown(_))));
    assert!(store.close().is_err(), "nothing can be made durable any more");
    drop(store);
    let store = open(dir.path()).unwrap();
    for (name, (acknowledged, error)) in names.iter().zip(outcomes) {
        let size = store.head(name).map_or(0, |head| head.size);
        match error {
            AppendError::Unknown(_) => assert!(size == acknowledged || size == acknowledged + 1),
            AppendError::NotRecorded(_) => assert_eq!(size, acknowledged),
            other => panic!("{other}"),
        }
    }
}

fn append_until_failure(store: &SledStore, name: &LogName) -> (u64, AppendError) {
    if let Err(error) = store.create_log(name, b"") {
        return (0, error);
    }
    for index in 0.. {
        if let Err(error) = store.append(name, &published(index, index.to_le_bytes()[0])) {
            return (index, error);
        }
    }
    unreachable!("the syncs fail sooner or later")
}

/// A sync that fails while opening: nothing is promised, so nothing is opened.
#[test]
fn a_store_whose_opening_cannot_be_synced_does_not_open() {
    let (_dir, path) = one_entry();
    let (rule, fail) = failing();
    fail.store(true, Ordering::SeqCst);
    let opened = SledStore::open_with_syncs(&path, &SledOptions::default(), rule);
    assert!(matches!(opened.err(), Some(StoreError::Io(_))));
    assert_size(&open(&path).unwrap(), 1);
}

/// A batch too large for one step goes into the database in stages. A crash between two of them leaves a part of it there, which is written
/// again from the journal.
#[test]
fn what_went_in_by_half_is_whole_after_opening_anew() {
    for stages in 0..8 {
        let (_dir, path) = one_entry();
        let syncs = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&syncs);
        let recorded = Arc::new(AtomicBool::new(false));
        let armed = Arc::clone(&recorded);
        // The journal's own sync comes first, then one for each stage.
        let rule: SyncRule = Arc::new(move || {
            let fails = armed.load(Ordering::SeqCst) && count.fetch_add(1, Ordering::SeqCst) > stages;
            if fails { SyncStep::Fail } else { SyncStep::Real }
        });
        let store = SledStore::open_with_syncs(&path, &SledOptions::default(), rule).unwrap();
        recorded.store(true, Ordering::SeqCst);
        let mut batch = published(1, REQUEST[0]);
        batch.entries[0].payload = Some(StoredPayload { salt: [2; 32], bytes: noise(1_000_000) });
        store.append(&log(), &batch).unwrap();
        assert_size(&store, 2);
        assert!(store.close().is_err(), "nothing can be made durable any more");
        drop(store);
        let store = open(&path).unwrap();
        assert_size(&store, 2);
        let stored = store.entry(&log(), 1).unwrap().unwrap();
        assert_eq!(stored.payload, batch.entries[0].payload, "after {stages} stages");
        store.append(&log(), &published(2, 5)).unwrap();
        store.close().unwrap();
        assert_size(&open(&path).unwrap(), 3);
    }
}

/// When the database gives up, what is recorded is still there for readers, and after opening anew.
#[test]
fn a_database_that_gives_up_takes_nothing_with_it() {
    let (_dir, path) = one_entry();
    let (rule, fail) = failing();
    let calls = Arc::new(AtomicU64::new(0));
    let (inner, count) = (rule, Arc::clone(&calls));
    // Every second sync fails from the moment that it is told: the journal's goes well, the database's does not.
    let rule: SyncRule = Arc::new(move || match inner() {
        SyncStep::Fail if count.fetch_add(1, Ordering::SeqCst) == 0 => SyncStep::Real,
        step => step,
    });
    let store = SledStore::open_with_syncs(&path, &SledOptions::default(), rule).unwrap();
    fail.store(true, Ordering::SeqCst);
    store.append(&log(), &published(1, REQUEST[0])).unwrap();
    let begin = std::time::Instant::now();
    while store.health() == Health::Ready && begin.elapsed() < Duration::from_secs(5) {
        thread::sleep(Duration::from_millis(5));
    }
    assert!(matches!(store.health(), Health::ReadOnly(_)));
    assert_size(&store, 2);
    assert!(matches!(store.append(&log(), &published(2, 4)), Err(AppendError::NotRecorded(_))));
    assert!(store.close().is_err());
    drop(store);
    let store = open(&path).unwrap();
    assert_size(&store, 2);
    store.append(&log(), &published(2, 4)).unwrap();
}

#[test]
fn a_second_opening_finds_the_store_busy() {
    let (_dir, path) = one_entry();
    let store = open(&path).unwrap();
    assert!(matches!(open(&path).err(), Some(StoreError::Busy(_))));
    store.close().unwrap();
    open(&path).unwrap();
}

/// sled would take the file for a finished one and refuse.
#[test]
fn a_crash_while_opening_leaves_nothing_in_the_way() {
    let (_dir, path) = one_entry();
    std::fs::write(path.join("sled/snap.7FFFFFFFFFFFFFFF.generating"), b"half a snapshot").unwrap();
    assert_size(&open(&path).unwrap(), 1);
}

/// Opens the database under a closed store and changes it behind the store's back.
fn tamper(path: &Path, change: impl FnOnce(&mut Writes)) {
    let layout = Layout::create(path).unwrap();
    let db = crate::db::Db::open(&layout, 1 << 20, SyncGate::default()).unwrap();
    let mut writes = Writes::default();
    change(&mut writes);
    db.write(writes).unwrap();
    db.close().unwrap();
}

#[test]
fn a_log_that_does_not_fit_its_head_is_not_used() {
    let number = LogNumber(1);
    type Change<'a> = &'a dyn Fn(&mut Writes);
    let cases: [(&str, Change<'_>); 7] = [
        ("the last entry is gone", &|w| w.remove(keys::entry(number, 0))),
        ("an entry after the last", &|w| {
            w.put(keys::entry(number, 1), b"\0\0\0\0\0\xff\xff\xff\xff".to_vec())
        }),
        ("the head is gone", &|w| w.remove(keys::head(number))),
        ("the head is half", &|w| w.put(keys::head(number), vec![0; 8])),
        ("the checkpoint is gone", &|w| w.remove(keys::checkpoint(number))),
        ("a stream goes on", &|w| {
            w.put(keys::run(number, StreamCode::REGION, 1), vec![0, 0, 0, 0, 0, 0, 0, 9])
        }),
        ("another format", &|w| w.put(keys::format(), b"openboek-store-sled/1".to_vec())),
    ];
    for (what, change) in cases {
        let (_dir, path) = one_entry();
        tamper(&path, |writes| change(writes));
        // Twice the same: an opening that fails lets go of everything. What is not seen by then is seen when the log is first used.
        for _ in 0..2 {
            let found = open(&path).and_then(|store| store.entries(&log(), 0, 1, usize::MAX).map(|_| ()));
            assert!(matches!(found, Err(StoreError::Damaged(_))), "{what}");
        }
    }
}

#[test]
fn what_is_missing_inside_a_log_is_reported() {
    let (_dir, path) = one_entry();
    let store = open(&path).unwrap();
    let mut long = published(1, 2);
    long.entries[0].entry = noise(20_000);
    store.append(&log(), &long).unwrap();
    store.close().unwrap();
    // Apart, or both would be in one run.
    let store = open(&path).unwrap();
    store.append(&log(), &published(2, 3)).unwrap();
    store.close().unwrap();
    let number = LogNumber(1);
    tamper(&path, |w| {
        w.remove(keys::entry(number, 0));
        w.remove(keys::part(&keys::entry(number, 1), 2));
        w.remove(keys::run(number, StreamCode::REGION, 1));
    });
    let store = open(&path).unwrap();
    let damaged = |result: Result<(), StoreError>| matches!(result, Err(StoreError::Damaged(_)));
    assert!(damaged(store.entry(&log(), 0).map(drop)));
    assert!(damaged(store.entry(&log(), 1).map(drop)));
    assert!(damaged(store.entries(&log(), 0, 9, 9).map(drop)));
    assert!(damaged(store.entries(&log(), 1, 9, 9).map(drop)));
    assert!(damaged(store.stream(&log(), StreamCode::REGION, 0, 9).map(drop)));
    assert_eq!(store.entry(&log(), 2).unwrap().unwrap().entry, b"entry 2");
}

/// Everything the design relies on about blobs: there are none.
#[test]
fn no_value_is_large_enough_for_a_blob() {
    let dir = TempDir::new().unwrap();
    let store = open(dir.path()).unwrap();
    store.create_log(&log(), b"").unwrap();
    for index in 0..40 {
        let mut batch = published(index, index.to_le_bytes()[0]);
        let len = usize::try_from(index).unwrap() * 9_000;
        batch.entries[0].payload = Some(StoredPayload { salt: [2; 32], bytes: vec![7; len] });
        if let Some(publication) = &mut batch.publication {
            publication.checkpoint = vec![8; len];
            publication.tiles[0].hashes = vec![5; 256 * 32];
        }
        store.append(&log(), &batch).unwrap();
    }
    store.put_snapshot(&log(), "state", &vec![6; 3_000_000]).unwrap();
    store.close().unwrap();
    assert_eq!(std::fs::read_dir(dir.path().join("sled/blobs")).unwrap().count(), 0);
}

/// One byte of a file changed, at many places: it does not open, a read reports it, or nothing of what counts was hit.
/// sled alone would open an older state each time, and so would the journal alone.
#[test]
fn a_changed_byte_is_never_taken_for_what_was_written() {
    let (dir, path) = one_entry();
    let store = open(&path).unwrap();
    for index in 1..60 {
        store.append(&log(), &published(index, index.to_le_bytes()[0] + 1)).unwrap();
    }
    store.close().unwrap();
    let whole = dir.path().join("whole");
    copy_dir(&path, &whole);
    // Opened anew for each append, the journal holds the newest only; and each goes into the database alone, or the file would look
    // otherwise each time.
    let (_dir, path) = one_entry();
    for index in 1..61 {
        let store = open(&path).unwrap();
        store.append(&log(), &published(index, index.to_le_bytes()[0] + 1)).unwrap();
        store.close().unwrap();
    }
    let table = [
        ("the journal has it all too", &whole, 60, "sled/db", 0),
        ("the database has it all too", &whole, 60, "journal-1", 0),
        ("the database alone has most of it", &path, 61, "sled/db", 20),
    ];
    for (what, origin, expected, file, at_least) in table {
        let data = std::fs::read(origin.join(file)).unwrap();
        let used = data.iter().rposition(|b| *b != 0).unwrap();
        let mut reported = 0;
        for place in (0..used).step_by(used / 40) {
            let copy = dir.path().join(format!("copy-{place}"));
            copy_dir(origin, &copy);
            let mut changed = data.clone();
            changed[place] ^= 0x10;
            std::fs::write(copy.join(file), changed).unwrap();
            match open(&copy).and_then(|store| read_all(&store)) {
                Ok(size) => {
                    assert_eq!(size, expected, "{what}: {file}, byte {place}: an older state was opened")
                }
                Err(_) => reported += 1,
            }
            std::fs::remove_dir_all(&copy).unwrap();
        }
        assert!(reported >= at_least, "{what}: {file}: {reported} of 40 changes were noticed");
    }
}

/// The data file is cut off or gone, as after a power cut that no sync preceded: as long as the journal holds everything it is read from
/// there, afterwards it is reported.
#[test]
fn a_lost_end_is_found_in_the_journal_or_reported() {
    let (dir, path) = one_entry();
    let older = dir.path().join("older");
    copy_dir(&path, &older);
    let store = open(&path).unwrap();
    store.append(&log(), &published(1, REQUEST[0])).unwrap();
    store.close().unwrap();
    for keep in [Some(2), Some(1_000_000), None] {
        for (origin, in_journal) in [(&older, true), (&path, false)] {
            let copy = dir.path().join("copy");
            copy_dir(origin, &copy);
            match keep {
                Some(part) => {
                    let file = std::fs::File::options().write(true).open(copy.join("sled/db")).unwrap();
                    file.set_len(file.metadata().unwrap().len() / part).unwrap();
                }
                None => std::fs::remove_dir_all(copy.join("sled")).unwrap(),
            }
            match open(&copy) {
                Ok(store) if in_journal => assert_size(&store, 1),
                // What was cut off may be of no importance; but never is an older state opened.
                Ok(store) if keep == Some(2) => assert_size(&store, 2),
                Err(StoreError::Damaged(_)) if !in_journal => {}
                other => panic!("{keep:?}, {in_journal}: {:?}", other.err()),
            }
            std::fs::remove_dir_all(&copy).unwrap();
        }
    }
}

/// What the journal alone has and what is gone from it: reported.
#[test]
fn a_lost_journal_is_reported() {
    let (dir, path) = one_entry();
    let (rule, fail) = failing();
    let calls = Arc::new(AtomicU64::new(0));
    let rule: SyncRule = Arc::new(move || match rule() {
        SyncStep::Fail if calls.fetch_add(1, Ordering::SeqCst) == 0 => SyncStep::Real,
        step => step,
    });
    let store = SledStore::open_with_syncs(&path, &SledOptions::default(), rule).unwrap();
    fail.store(true, Ordering::SeqCst);
    store.append(&log(), &published(1, REQUEST[0])).unwrap();
    assert!(store.close().is_err(), "it never got into the database");
    drop(store);
    for change in ["gone", "empty", "changed"] {
        let copy = dir.path().join(change);
        copy_dir(&path, &copy);
        // sled's file as it was before: what the failed step may have written is not there.
        let journal = copy.join("journal-1");
        match change {
            "gone" => std::fs::remove_file(&journal).unwrap(),
            "empty" => std::fs::write(&journal, b"").unwrap(),
            _ => {
                let mut bytes = std::fs::read(&journal).unwrap();
                bytes[60] ^= 1;
                std::fs::write(&journal, bytes).unwrap();
            }
        }
        match open(&copy) {
            // The step that failed in its sync may have come to the disk all the same: then nothing is lost.
            Ok(store) => assert_size(&store, 2),
            Err(error) => assert!(matches!(error, StoreError::Damaged(_)), "{change}: {error}"),
        }
    }
    assert_size(&open(&path).unwrap(), 2);
}

/// The mark may be older than the data, as after a power cut, or gone; but not something else.
#[test]
fn an_older_mark_is_no_damage() {
    let (_dir, path) = one_entry();
    let mark = path.join("synced");
    let older = std::fs::read(&mark).unwrap();
    let store = open(&path).unwrap();
    store.append(&log(), &published(1, REQUEST[0])).unwrap();
    store.close().unwrap();
    assert_ne!(std::fs::read(&mark).unwrap(), older);
    std::fs::write(&mark, older).unwrap();
    assert_size(&open(&path).unwrap(), 2);
    std::fs::remove_file(&mark).unwrap();
    assert_size(&open(&path).unwrap(), 2);
    std::fs::write(&mark, [0; 16]).unwrap();
    assert!(matches!(open(&path).err(), Some(StoreError::Damaged(_))));
}

/// Reads a log of [`published`] batches and checks all of it; its size, or what was reported.
fn read_all(store: &SledStore) -> Result<u64, StoreError> {
    let size = store.head(&log())?.size;
    let entries = store.entries(&log(), 0, usize::MAX, usize::MAX)?;
    assert_eq!(entries.len() as u64, size);
    for entry in entries {
        assert_eq!(entry.entry, published(entry.index, 0).entries[0].entry);
        assert_eq!(entry.payload, published(entry.index, 0).entries[0].payload);
    }
    let positions = store.stream(&log(), StreamCode::REGION, 0, usize::MAX)?;
    assert!(positions.into_iter().eq(0..size));
    for index in 0..size {
        let request = store.request(&log(), &[index.to_le_bytes()[0] + 1; 16])?;
        assert_eq!(request.map(|r| r.first_index), Some(index));
    }
    assert_eq!(store.tile(&log(), 0, 0)?.map(|t| t.len() as u64), Some(size * 32));
    Ok(size)
}

fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
