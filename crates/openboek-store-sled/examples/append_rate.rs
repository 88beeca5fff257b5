//! How many durable events a second this store takes on this machine: alone, in batches, and from many logs at once.
//!
//! `cargo run --release -p openboek-store-sled --example append_rate [directory]`
//!
//! Each event is 600 bytes (entry, salt and payload), in one stream, with a request of its own. The figures depend on the
//! disk; what counts is the ratio between them, and that batches of 64 stay above what the server can bring.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use openboek_store::{Append, LogName, NewEntry, RequestRecord, Store, StoredPayload, StreamCode};
use openboek_store_sled::{SledOptions, SledStore};

/// How long each figure is measured.
const MEASURED: Duration = Duration::from_secs(4);

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let parent = std::env::args_os().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let dir = parent.join(format!("append-rate-{}", std::process::id()));
    let alone = rate(&dir, 1, 1)?;
    let batched = rate(&dir, 1, 64)?;
    let many = rate(&dir, 64, 1)?;
    println!("{:>10}  {:>10}  {:>12}  {:>6}", "logs", "batch", "events/s", "ratio");
    for (logs, batch, events) in [(1, 1, alone), (1, 64, batched), (64, 1, many)] {
        println!("{logs:>10}  {batch:>10}  {events:>12}  {:>5}x", events / alone.max(1));
    }
    Ok(())
}

/// Events a second with one writer per log.
fn rate(dir: &Path, logs: u64, batch: u64) -> Result<u64, Box<dyn Error + Send + Sync>> {
    let store = SledStore::open(dir, &SledOptions::default())?;
    let start = Instant::now();
    let written = thread::scope(|scope| {
        let writers: Vec<_> = (0..logs)
            .map(|n| {
                scope.spawn({
                    let store = &store;
                    move || write(store, n, batch, start)
                })
            })
            .collect();
        writers
            .into_iter()
            .map(|w| w.join().unwrap_or_else(|_| Err("a writer stopped".into())))
            .sum::<Result<u64, _>>()
    })?;
    let millis = u64::try_from(start.elapsed().as_millis())?.max(1);
    store.close()?;
    let bytes = std::fs::metadata(dir.join("sled/db"))?.len();
    let opening = Instant::now();
    SledStore::open(dir, &SledOptions::default())?.close()?;
    let opened = opening.elapsed().as_millis();
    let each = bytes / written.max(1);
    println!("{written} events in {millis} ms, {each} bytes of database each, opened again in {opened} ms");
    std::fs::remove_dir_all(dir)?;
    Ok(written * 1000 / millis)
}

/// Appends to one log until the time is up, and returns how many events.
fn write(
    store: &SledStore,
    log: u64,
    batch: u64,
    start: Instant,
) -> Result<u64, Box<dyn Error + Send + Sync>> {
    let name = LogName::new(&format!("log-{log}")).ok_or("no name")?;
    store.create_log(&name, b"")?;
    let mut size = 0;
    while start.elapsed() < MEASURED {
        let events = (size..size + batch).map(event).collect();
        let requests = (size..size + batch).map(|index| request(log, index)).collect();
        store.append(&name, &Append { expected_size: size, entries: events, requests, publication: None })?;
        size += batch;
    }
    Ok(size)
}

fn event(index: u64) -> NewEntry {
    let payload = StoredPayload { salt: noise(index), bytes: vec![b'p'; 168] };
    NewEntry { entry: vec![b'e'; 400], payload: Some(payload), streams: vec![(StreamCode::REGION, index)] }
}

/// Its id begins with a time, as that of a UUID of version 7 does. With random ids the rates are about a quarter lower.
fn request(log: u64, index: u64) -> RequestRecord {
    let mut request = [0; 16];
    request[..8].copy_from_slice(&index.to_be_bytes());
    request[8..].copy_from_slice(&noise(index ^ log << 40)[..8]);
    RequestRecord { request, first_index: index, count: 1, body_digest: noise(index) }
}

/// Bytes as scattered as those of random ids.
fn noise(n: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (i, chunk) in (1..).zip(bytes.chunks_mut(8)) {
        let mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(i * 13);
        chunk.copy_from_slice(&(mixed ^ mixed >> 31).wrapping_mul(0xbf58_476d_1ce4_e5b9).to_be_bytes());
    }
    bytes
}
