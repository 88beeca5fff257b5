//! Reading a log that is partly in the database and, at its newest end, in memory.
//!
//! What is in memory goes into the database meanwhile, never back. So whoever looks in both looks into memory first.

use std::ops::Range;

use openboek_store::{LogName, RequestRecord, StoreError, StoredEntry, StreamCode};

use crate::block::{read_block, unpack};
use crate::codec::{self, damaged};
use crate::db::Db;
use crate::keys;
use crate::log::Log;
use crate::long::{assemble, read_long};
use crate::pending;

/// How many entries are copied out of memory at a time, at most.
const COPIED_AT_ONCE: usize = 64;

/// The record of a request, if there is one.
pub(crate) fn find_request(
    db: &Db,
    log: &Log,
    request: &[u8; 16],
) -> Result<Option<RequestRecord>, StoreError> {
    log.with_requests(db, |requests| requests.find(db, log.number, request))
}

/// The hashes of a tile, if there is one.
pub(crate) fn find_tile(db: &Db, log: &Log, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
    if let Some(hashes) = log.visible().pending.tile(level, number) {
        return Ok(Some(hashes.to_owned()));
    }
    read_long(db, &keys::tile(log.number, level, number))
}

/// Entries from `from` on: at most `limit`, and no more than about `max_bytes`, but one when there is one.
pub(crate) fn entries(
    db: &Db,
    name: &LogName,
    log: &Log,
    from: u64,
    limit: usize,
    max_bytes: usize,
) -> Result<Vec<StoredEntry>, StoreError> {
    let mut page = Page { limit, max_bytes, bytes: 0, found: Vec::new() };
    if limit > 0 {
        each_entry(db, name, log, from, limit.min(COPIED_AT_ONCE), |entry| page.take(entry))?;
    }
    Ok(page.found)
}

/// A range of entries as it is read.
struct Page {
    limit: usize,
    max_bytes: usize,
    bytes: usize,
    found: Vec<StoredEntry>,
}

impl Page {
    /// Takes an entry in, if it fits, and says whether another may.
    fn take(&mut self, entry: StoredEntry) -> bool {
        self.bytes = self.bytes.saturating_add(entry.byte_count());
        if self.bytes > self.max_bytes && !self.found.is_empty() {
            return false;
        }
        self.found.push(entry);
        self.found.len() < self.limit
    }
}

/// Shows the entries from `from` to the end that the log has now, in order, until `visit` says `false`.
fn each_entry(
    db: &Db,
    name: &LogName,
    log: &Log,
    from: u64,
    at_once: usize,
    mut visit: impl FnMut(StoredEntry) -> bool,
) -> Result<(), StoreError> {
    let end = log.visible().head.size;
    let mut next = from;
    while next < end {
        let (in_database, copied) = copy_pending(log, next, end, at_once);
        if next < in_database {
            if !each_in_database(db, name, log, next..in_database, &mut visit)? {
                return Ok(());
            }
            next = in_database;
        }
        for entry in copied {
            next = entry.index.saturating_add(1);
            if !visit(entry) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Up to where the log is in the database, and the entries behind that or `next`, as far as they are copied at once.
fn copy_pending(log: &Log, next: u64, end: u64, at_once: usize) -> (u64, Vec<StoredEntry>) {
    let (in_database, from, batches) = {
        let visible = log.visible();
        let in_database = visible.in_database().min(end);
        let from = next.max(in_database);
        // Each batch has an entry at least.
        (in_database, from, visible.pending.batches(from).take(at_once).cloned().collect::<Vec<_>>())
    };
    let entries = batches.iter().flat_map(|batch| pending::entries(batch, from));
    (in_database, entries.take_while(|entry| entry.index < end).take(at_once).collect())
}

/// Shows entries that are in the database. Whether more may be shown.
fn each_in_database(
    db: &Db,
    name: &LogName,
    log: &Log,
    range: Range<u64>,
    visit: &mut impl FnMut(StoredEntry) -> bool,
) -> Result<bool, StoreError> {
    let missing = |index| damaged(format_args!("log {name}: entry {index} is missing"));
    let key = |index| keys::entry(log.number, index);
    // The block that holds the first one may begin before it.
    let block = db.last(key(0)..key(range.start.saturating_add(1)))?;
    let begin = block.and_then(|(key, _)| keys::entry_index(&key)).ok_or_else(|| missing(range.start))?;
    let (mut next, mut going) = (begin, true);
    db.scan(key(begin)..key(range.end), |key, value| {
        if keys::entry_index(key) != Some(next) {
            return Err(missing(next));
        }
        let torn = || damaged(format_args!("log {name}: the block of entry {next} is not whole"));
        let packed = assemble(db, key, value)?;
        let block = unpack(&packed).ok_or_else(torn)?;
        let records = read_block(next, &block).ok_or_else(torn)?;
        for record in records.iter().filter(|record| range.contains(&record.index)) {
            if !visit(record.to_stored()) {
                going = false;
                return Ok(false);
            }
        }
        next = records.last().map_or(next, |record| record.index.saturating_add(1));
        Ok(true)
    })?;
    if going && next < range.end { Err(missing(next)) } else { Ok(going) }
}

/// Positions of a stream's entries from revision `from` on, at most `limit`.
pub(crate) fn stream_positions(
    db: &Db,
    name: &LogName,
    log: &Log,
    stream: StreamCode,
    from: u64,
    limit: usize,
) -> Result<Vec<u64>, StoreError> {
    let (until, first, in_memory): (u64, u64, Vec<u64>) = {
        let visible = log.visible();
        let run = visible.pending.stream(stream, from);
        let run = run.map_or((u64::MAX, Vec::new()), |(first, run)| (first, run.take(limit).collect()));
        (visible.in_database(), run.0, run.1)
    };
    if from >= first {
        return Ok(in_memory);
    }
    let mut found = positions_in_database(db, name, log, stream, from, limit, until)?;
    let room = limit.saturating_sub(found.len());
    found.extend(in_memory.into_iter().take(room));
    Ok(found)
}

/// Positions before `until`, from revision `from` on: first the run that holds it, then the runs after.
fn positions_in_database(
    db: &Db,
    name: &LogName,
    log: &Log,
    stream: StreamCode,
    from: u64,
    limit: usize,
    until: u64,
) -> Result<Vec<u64>, StoreError> {
    let gap = || damaged(format_args!("log {name}: stream {stream} has a gap"));
    let run = |revision| keys::run(log.number, stream, revision);
    let start = match db.last(run(0)..run(from.saturating_add(1)))? {
        Some((key, _)) => keys::run_place(&key).ok_or_else(gap)?.1,
        None => return Ok(Vec::new()),
    };
    let (mut found, mut next) = (Vec::new(), start);
    db.scan(run(start)..run(u64::MAX), |key, value| {
        if keys::run_place(key) != Some((stream, next)) {
            return Err(gap());
        }
        for position in codec::read_run(value).ok_or_else(gap)? {
            if position >= until || found.len() >= limit {
                return Ok(false);
            }
            if next >= from {
                found.push(position);
            }
            next = next.saturating_add(1);
        }
        Ok(found.len() < limit)
    })?;
    Ok(found)
}
