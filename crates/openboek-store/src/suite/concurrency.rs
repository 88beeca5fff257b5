//! Cases: several threads at once.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use super::Fresh;
use super::sample::{ALL, Script, log, open_new, open_with_log, request_id, single};
use crate::contract::{Append, AppendError, LogName, NewEntry, Publication, Store, StreamCode, Tile};

/// Sixteen logs, a writer each; all of it is there, also after reopening.
pub fn many_logs_grow_at_once(fresh: Fresh<'_>) {
    let (medium, store) = open_new(fresh);
    let names: Vec<_> = (0..16).map(|n| log(&format!("log-{n}"))).collect();
    let scripts: Vec<_> = thread::scope(|scope| {
        let writers: Vec<_> = names.iter().map(|name| scope.spawn(|| write_log(&*store, name))).collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let check = |store: &dyn Store| {
        for (name, script) in names.iter().zip(&scripts) {
            script.assert_all(store, name);
        }
    };
    check(&*store);
    store.close().unwrap();
    check(&*medium.open().unwrap());
}

fn write_log(store: &dyn Store, name: &LogName) -> Script {
    store.create_log(name, b"").unwrap();
    let mut script = Script::default();
    for round in 0..12 {
        let batch = if round % 4 == 3 { script.published(2) } else { script.batch(1 + round % 5) };
        store.append(name, &batch).unwrap();
        script.assert_all(store, name);
    }
    script
}

/// How many entries each batch of the next case has.
const WIDTH: u64 = 4;

/// Promises 1 and 4: whatever a reader asks, it sees whole batches, and never less than it saw before.
pub fn readers_see_whole_batches(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let rounds = 60;
    let done = AtomicBool::new(false);
    // Raised before each append: what a reader sees is at most this.
    let begun = AtomicU64::new(0);
    thread::scope(|scope| {
        let readers: Vec<_> = (0..3).map(|_| scope.spawn(|| watch(&*store, &log, &done, &begun))).collect();
        for round in 0..rounds {
            begun.store((round + 1) * WIDTH, Ordering::SeqCst);
            store.append(&log, &wide_batch(round)).unwrap();
            assert_eq!(store.head(&log).unwrap().size, (round + 1) * WIDTH);
        }
        done.store(true, Ordering::SeqCst);
        for reader in readers {
            assert!(reader.join().unwrap() > 0, "a reader looked");
        }
    });
}

/// A batch whose every part says which round it belongs to.
fn wide_batch(round: u64) -> Append {
    let start = round * WIDTH;
    let entries = (start..start + WIDTH)
        .map(|index| NewEntry {
            entry: index.to_be_bytes().to_vec(),
            payload: None,
            streams: vec![(StreamCode::REGION, index)],
        })
        .collect();
    let hashes = vec![u8::try_from(round).unwrap(); 32 * usize::try_from(round + 1).unwrap()];
    let publication = Publication {
        checkpoint: (start + WIDTH).to_be_bytes().to_vec(),
        tiles: vec![Tile { level: 0, number: 0, hashes }],
        stream_heads: vec![super::sample::head_of(StreamCode::REGION, start + WIDTH)],
    };
    let requests = vec![super::sample::request(round, start, 4)];
    Append { expected_size: start, entries, requests, publication: Some(publication) }
}

/// Reads until the writer is done and returns how often it looked.
fn watch(store: &dyn Store, log: &LogName, done: &AtomicBool, begun: &AtomicU64) -> u64 {
    let (mut looks, mut seen) = (0, 0);
    while !done.load(Ordering::SeqCst) || looks == 0 {
        looks += 1;
        // Each question on its own must have an answer no older than the ones before.
        let head = store.head(log).unwrap();
        seen = at_least(seen, head.size, begun);
        assert_eq!(head.published_size, head.size, "every batch publishes");
        let checkpoint = head.checkpoint.map_or(0, |c| u64::from_be_bytes(c.try_into().unwrap()));
        assert_eq!(checkpoint, head.size);
        seen = at_least(seen, store.entries(log, 0, ALL, ALL).unwrap().len() as u64, begun);
        seen = at_least(seen, store.stream(log, StreamCode::REGION, 0, ALL).unwrap().len() as u64, begun);
        let hashes = store.tile(log, 0, 0).unwrap().unwrap_or_default();
        assert!(hashes.iter().all(|b| u64::from(*b) + 1 == hashes.len() as u64 / 32), "a torn tile");
        seen = at_least(seen, hashes.len() as u64 / 32 * WIDTH, begun);
        let stream_size = store.stream_heads(log).unwrap().first().map_or(0, |h| h.size);
        seen = at_least(seen, stream_size, begun);
        let round = seen / WIDTH;
        if round > 0 {
            assert!(store.request(log, &request_id(round - 1)).unwrap().is_some());
        }
        if store.request(log, &request_id(round)).unwrap().is_some() {
            seen = at_least(seen, (round + 1) * WIDTH, begun);
            assert!(store.entry(log, seen - 1).unwrap().is_some());
        }
    }
    looks
}

fn at_least(seen: u64, now: u64, begun: &AtomicU64) -> u64 {
    assert_eq!(now % WIDTH, 0, "half a batch");
    assert!(now >= seen, "{now} after {seen}");
    assert!(now <= begun.load(Ordering::SeqCst), "{now} was not begun");
    now
}

/// Promise 3 with two writers at once: each position has one winner, the other is refused.
pub fn two_writers_never_both_win(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let positions = 100;
    let write = |me: u8| {
        let mut won = Vec::new();
        loop {
            let size = store.head(&log).unwrap().size;
            if size >= positions {
                return won;
            }
            match store.append(&log, &single(size, &[me])) {
                Ok(()) => won.push(size),
                Err(AppendError::Refused(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
    };
    let (a, b) = thread::scope(|scope| {
        let a = scope.spawn(|| write(1));
        let b = scope.spawn(|| write(2));
        (a.join().unwrap(), b.join().unwrap())
    });
    let mut all: Vec<_> = a.iter().chain(&b).copied().collect();
    all.sort_unstable();
    let size = store.head(&log).unwrap().size;
    assert_eq!(all, (0..size).collect::<Vec<_>>(), "every position won once");
    for (writer, won) in [(1, a), (2, b)] {
        for index in won {
            assert_eq!(store.entry(&log, index).unwrap().unwrap().entry, [writer], "position {index}");
        }
    }
}
