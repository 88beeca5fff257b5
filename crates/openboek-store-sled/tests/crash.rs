//! The process is killed while it appends, again and again: nothing acknowledged may be lost, and no batch may be half there.
//!
//! The child is this test binary itself, told by an environment variable to append and to print each acknowledged size.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use openboek_store::{
    Append, LogName, NewEntry, Publication, RequestRecord, Store, StoredPayload, StreamCode, StreamHead, Tile,
};
use openboek_store_sled::{SledOptions, SledStore};

/// Tells this binary that it is the child, and where the store lies.
const CHILD: &str = "OPENBOEK_CRASH_TEST_DIRECTORY";
const LOGS: u64 = 4;
const ROUNDS: u64 = 40;
const ROUNDS_MAX: u64 = 400;
/// How many entries must have been acknowledged for the test to mean something.
const ENTRIES: u64 = 1000;

#[test]
fn a_killed_process_loses_nothing_acknowledged() {
    if let Some(dir) = std::env::var_os(CHILD) {
        append_for_ever(&PathBuf::from(dir));
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged = vec![0; usize::try_from(LOGS).unwrap()];
    let mut unacknowledged = 0;
    for round in 0..ROUNDS_MAX {
        // On a slow or busy disk a child gets less far: then more of them.
        if round >= ROUNDS && acknowledged.iter().sum::<u64>() > ENTRIES {
            break;
        }
        // From "barely open" to "well under way".
        let life = Duration::from_millis(20 + round * 37 % 160);
        for (log, size) in run_and_kill(dir.path(), life) {
            acknowledged[log] = size.max(acknowledged[log]);
        }
        unacknowledged += check(dir.path(), &acknowledged);
    }
    let total: u64 = acknowledged.iter().sum();
    assert!(total > ENTRIES, "the child hardly appended: {acknowledged:?}");
    // Not asserted: whether a kill ever fell between writing and answering is chance.
    println!("{total} entries, {unacknowledged} kept though the answer was lost");
}

/// Starts a child, kills it after a while, and returns the sizes it acknowledged.
fn run_and_kill(dir: &Path, life: Duration) -> Vec<(usize, u64)> {
    let mut child = start_child(dir);
    let output = BufReader::new(child.stdout.take().unwrap());
    let reader = thread::spawn(move || output.lines().map_while(Result::ok).filter_map(parse).collect());
    thread::sleep(life);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

fn start_child(dir: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_killed_process_loses_nothing_acknowledged", "--nocapture"])
        .env(CHILD, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// A line of the child: `ack <log> <size>`. What the test harness prints is no such line.
fn parse(line: String) -> Option<(usize, u64)> {
    let mut words = line.split(' ');
    (words.next() == Some("ack")).then_some(())?;
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

fn append_for_ever(dir: &Path) {
    let store = SledStore::open(dir, &SledOptions::default()).unwrap();
    thread::scope(|scope| {
        for log in 0..LOGS {
            let store = &store;
            scope.spawn(move || {
                store.create_log(&name(log), b"").unwrap();
                let size = store.head(&name(log)).unwrap().size;
                let first = (0..).find(|n| start_of(*n) == size).unwrap();
                for n in first.. {
                    store.append(&name(log), &batch(log, n)).unwrap();
                    // One write call per line: a kill leaves whole lines only, in the order of the answers.
                    let line = format!("ack {log} {}\n", start_of(n + 1));
                    std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
                }
            });
        }
    });
}

fn name(log: u64) -> LogName {
    LogName::new(&format!("log-{log}")).unwrap()
}

/// How many entries the `n`-th batch of any log has.
fn width(n: u64) -> u64 {
    1 + n % 7
}

/// The position of the first entry of the `n`-th batch.
fn start_of(n: u64) -> u64 {
    (0..n).map(width).sum()
}

/// The `n`-th batch of a log: the same every time it is made.
fn batch(log: u64, n: u64) -> Append {
    let (start, end) = (start_of(n), start_of(n + 1));
    let entries = (start..end).map(|index| entry(log, index)).collect();
    let publication = (n % 3 == 2).then(|| Publication {
        checkpoint: format!("log {log} size {end}").into_bytes(),
        tiles: vec![tile(log, end)],
        stream_heads: vec![StreamHead { stream: StreamCode::REGION, size: end, frontier: vec![] }],
    });
    Append { expected_size: start, entries, requests: vec![request(log, n)], publication }
}

fn entry(log: u64, index: u64) -> NewEntry {
    // Most are small; some go over pages, and a few over the limit for what is written ahead.
    let len = match index % 97 {
        0 => 300_000,
        1..8 => 10_000,
        short => usize::try_from(short).unwrap() * 5,
    };
    let payload =
        StoredPayload { salt: [index.to_le_bytes()[0]; 32], bytes: vec![log.to_le_bytes()[0]; len] };
    NewEntry {
        entry: format!("log {log} entry {index}").into_bytes(),
        payload: Some(payload),
        streams: vec![(StreamCode::REGION, index)],
    }
}

fn request(log: u64, n: u64) -> RequestRecord {
    let mut request = [0; 16];
    request[..8].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    request[8..].copy_from_slice(&log.to_be_bytes());
    let count = u32::try_from(width(n)).unwrap();
    RequestRecord { request, first_index: start_of(n), count, body_digest: [n.to_le_bytes()[0]; 32] }
}

fn tile(log: u64, size: u64) -> Tile {
    let width = usize::try_from(size % 256).unwrap().max(1);
    Tile { level: 0, number: size / 256, hashes: vec![log.to_le_bytes()[0]; 32 * width] }
}

/// Opens the store and compares every log with what its batches must have left. Returns how many logs hold more than was
/// acknowledged.
fn check(dir: &Path, acknowledged: &[u64]) -> u64 {
    let store = SledStore::open(dir, &SledOptions::default()).unwrap();
    let mut ahead = 0;
    for (log, acknowledged) in (0..).zip(acknowledged) {
        if !store.logs().unwrap().iter().any(|(found, _)| *found == name(log)) {
            assert_eq!(*acknowledged, 0, "log {log} is gone");
            continue;
        }
        let size = store.head(&name(log)).unwrap().size;
        assert!(size >= *acknowledged, "log {log}: {acknowledged} were acknowledged, {size} are there");
        ahead += u64::from(size > *acknowledged);
        check_log(&store, log, size);
    }
    store.close().unwrap();
    ahead
}

fn check_log(store: &SledStore, log: u64, size: u64) {
    let batches = (0..).find(|n| start_of(*n) >= size).unwrap();
    assert_eq!(start_of(batches), size, "log {log}: half a batch");
    let name = name(log);
    // All positions; of the bytes the end, which is what a crash could harm.
    let stream = store.stream(&name, StreamCode::REGION, 0, usize::MAX).unwrap();
    assert!(stream.into_iter().eq(0..size), "log {log}: the stream differs");
    for stored in store.entries(&name, size.saturating_sub(200), 200, usize::MAX).unwrap() {
        let expected = entry(log, stored.index);
        assert!(stored.entry == expected.entry && stored.payload == expected.payload);
    }
    for n in 0..batches {
        let expected = request(log, n);
        assert_eq!(store.request(&name, &expected.request).unwrap(), Some(expected));
    }
    assert_eq!(store.request(&name, &request(log, batches).request).unwrap(), None);
    let head = store.head(&name).unwrap();
    let published = (0..batches).rev().find(|n| n % 3 == 2).map_or(0, |n| start_of(n + 1));
    assert_eq!(head.published_size, published);
    if published > 0 {
        assert_eq!(head.checkpoint.unwrap(), format!("log {log} size {published}").into_bytes());
        let tile = tile(log, published);
        assert_eq!(store.tile(&name, 0, tile.number).unwrap(), Some(tile.hashes));
        assert_eq!(store.stream_heads(&name).unwrap()[0].size, published);
    }
}
