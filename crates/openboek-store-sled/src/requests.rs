//! The requests of a log: which command was recorded where, to be found again for ever.
//!
//! sled works about as long on a small value as on a full page, and their identifiers lie all over; a key for each would cost more than
//! all else that is written. So they are kept many together. What a step brings goes under one key (a *heap*); many heaps become one, and
//! when they hold enough a *run*: sorted, in chunks of a page, with a filter beside it that tells most times that a request is not there.
//! Heaps and filters are held in memory, two to four bytes for a request.

use std::collections::HashMap;
use std::ops::Range;

use openboek_store::{RequestRecord, StoreError};

use crate::codec::{self, REQUEST_BYTES, Reader, damaged};
use crate::db::Db;
use crate::filters::{Filter, Filters};
use crate::keys::{self, LogNumber};
use crate::long::{Writes, assemble};

/// How many requests make a run worth its keys. What a step brings beyond that is a run at once, so a run made of heaps has fewer than
/// twice as many: it fits into a batch of sled together with the step that makes it (see `db`).
const RUN_REQUESTS_MIN: usize = 1_024;
/// How many heaps there are at most.
const HEAPS_MAX: usize = 16;
/// A request with its record.
const RECORD_BYTES: usize = 16 + REQUEST_BYTES;
/// How many requests are in a chunk of a run: 4,080 bytes.
const CHUNK_REQUESTS: usize = 68;

/// The most requests of a run; a filter has bits for so many.
const RUN_REQUESTS_MAX: usize = 2 * RUN_REQUESTS_MIN;

/// What is held in memory.
#[derive(Default)]
pub(crate) struct Requests {
    /// In heaps, or not in the database yet.
    recent: HashMap<[u8; 16], RequestRecord>,
    /// The numbers that the keys of the runs begin with, and their filters in the same order.
    runs: Vec<u64>,
    filters: Filters,
}

/// A run that came into the database.
pub(crate) struct NewRun {
    pub(crate) log: LogNumber,
    /// The entries whose requests it holds, all of them; the first is its number.
    entries: Range<u64>,
    filter: Filter,
}

impl Requests {
    /// Reads heaps and filters.
    pub(crate) fn load(db: &Db, log: LogNumber) -> Result<Self, StoreError> {
        let mut requests = Self::default();
        for heap in heaps(db, log, u64::MAX)? {
            requests.add(&read_records(&heap.value)?);
        }
        db.scan_prefix(&keys::filters_prefix(log), |key, first| {
            let number = keys::run_number(key).ok_or_else(not_whole)?;
            let filter = Filter::read(assemble(db, key, first)?).ok_or_else(not_whole)?;
            requests.add_run(number, &filter);
            Ok(())
        })?;
        Ok(requests)
    }

    /// Adds what was recorded.
    pub(crate) fn add(&mut self, records: &[RequestRecord]) {
        self.recent.extend(records.iter().map(|record| (record.request, record.clone())));
    }

    /// Forgets what a new run holds.
    pub(crate) fn moved(&mut self, run: NewRun) {
        self.recent.retain(|_, record| !run.entries.contains(&record.first_index));
        self.add_run(run.entries.start, &run.filter);
    }

    fn add_run(&mut self, number: u64, filter: &Filter) {
        self.runs.push(number);
        self.filters.push(filter);
    }

    /// The record of a request, if there is one.
    pub(crate) fn find(
        &self,
        db: &Db,
        log: LogNumber,
        request: &[u8; 16],
    ) -> Result<Option<RequestRecord>, StoreError> {
        if let Some(record) = self.recent.get(request) {
            return Ok(Some(record.clone()));
        }
        for number in self.filters.may_hold(request).filter_map(|run| self.runs.get(run)) {
            // The chunk that would hold it is the last that begins with it or before it.
            let first = keys::chunk(log, *number, &[0; 16]);
            let after = keys::after(&keys::chunk(log, *number, request));
            let Some((_, chunk)) = db.last(first..after)? else { continue };
            let records = read_records(&chunk)?;
            if let Ok(place) = records.binary_search_by_key(request, |record| record.request) {
                return Ok(records.into_iter().nth(place));
            }
        }
        Ok(None)
    }
}

/// Writes what a step brings to a log, behind what the database holds. Worked out from the two alone: see `apply`.
pub(crate) fn write(
    db: &Db,
    log: LogNumber,
    entries: &Range<u64>,
    new: &[&RequestRecord],
    writes: &mut Writes,
) -> Result<Vec<NewRun>, StoreError> {
    let mut runs = Vec::new();
    if new.is_empty() {
        return Ok(runs);
    }
    // Heaps that begin in this step are left of an attempt to write it that a crash ended.
    let heaps = heaps(db, log, entries.start)?;
    let all: Vec<u8> = heaps.iter().flat_map(|heap| &heap.value).copied().collect();
    let mut outdated = &heaps[..0];
    if all.len() >= RUN_REQUESTS_MIN * RECORD_BYTES {
        let records = read_records(&all)?;
        let covered = heaps[0].first_index..entries.start;
        runs.push(write_run(log, covered, records.iter().collect(), writes)?);
        outdated = &heaps[..];
    } else if let [oldest, others @ ..] = &heaps[..]
        && heaps.len() >= HEAPS_MAX - 1
    {
        // Too few yet for a run, or a log that grows slowly would have a run for every few commands: one heap of them.
        writes.replace_long(keys::heap(log, oldest.first_index), &all, Some(&oldest.value))?;
        outdated = others;
    }
    for heap in outdated {
        writes.remove_long(keys::heap(log, heap.first_index), heap.value.len())?;
    }
    if new.len() < RUN_REQUESTS_MIN {
        writes.put_long(keys::heap(log, entries.start), &heap_value(new))?;
        return Ok(runs);
    }
    let mut start = entries.start;
    let mut rest = new;
    while !rest.is_empty() {
        let (part, others) = rest.split_at(rest.len().min(RUN_REQUESTS_MAX));
        let end = others.first().map_or(entries.end, |next| next.first_index);
        runs.push(write_run(log, start..end, part.to_vec(), writes)?);
        (start, rest) = (end, others);
    }
    Ok(runs)
}

fn write_run(
    log: LogNumber,
    entries: Range<u64>,
    mut records: Vec<&RequestRecord>,
    writes: &mut Writes,
) -> Result<NewRun, StoreError> {
    records.sort_unstable_by_key(|record| record.request);
    for chunk in records.chunks(CHUNK_REQUESTS) {
        writes.put_fresh(keys::chunk(log, entries.start, &chunk[0].request), heap_value(chunk));
    }
    let filter = Filter::of(records.iter().map(|record| &record.request));
    // With the filter the run is there for readers: so it comes with the batch, and the chunks may come before.
    writes.put_long_with_batch(keys::filter(log, entries.start), filter.bytes())?;
    Ok(NewRun { log, entries, filter })
}

struct Heap {
    first_index: u64,
    /// Its records, one behind the other.
    value: Vec<u8>,
}

/// The heaps of entries before `end`, oldest first.
fn heaps(db: &Db, log: LogNumber, end: u64) -> Result<Vec<Heap>, StoreError> {
    let mut heaps = Vec::new();
    db.scan(keys::heap(log, 0)..keys::heap(log, end), |key, first| {
        let first_index = keys::run_number(key).ok_or_else(not_whole)?;
        heaps.push(Heap { first_index, value: assemble(db, key, first)? });
        Ok(true)
    })?;
    Ok(heaps)
}

fn heap_value(records: &[&RequestRecord]) -> Vec<u8> {
    let mut value = Vec::with_capacity(records.len() * RECORD_BYTES);
    for record in records {
        value.extend_from_slice(&record.request);
        value.extend_from_slice(&codec::request_value(record));
    }
    value
}

fn read_records(value: &[u8]) -> Result<Vec<RequestRecord>, StoreError> {
    let mut r = Reader(value);
    let mut records = Vec::with_capacity(value.len() / RECORD_BYTES);
    while !r.0.is_empty() {
        let request = r.array().ok_or_else(not_whole)?;
        let record = r.bytes(REQUEST_BYTES).and_then(|value| codec::read_request(&request, value));
        records.push(record.ok_or_else(not_whole)?);
    }
    Ok(records)
}

fn not_whole() -> StoreError {
    damaged("the records of requests are not whole")
}

#[cfg(test)]
mod tests {
    use openboek_store::{Append, AppendError, LogName, NewEntry, Store as _, StreamCode};

    use super::*;
    use crate::{SledOptions, SledStore};

    fn record(number: u64) -> RequestRecord {
        let digest = blake3::hash(&number.to_be_bytes());
        let request = std::array::from_fn(|place| digest.as_bytes()[place]);
        RequestRecord { request, first_index: number, count: 1, body_digest: *digest.as_bytes() }
    }

    #[test]
    fn records_are_read_as_written() {
        let records: Vec<_> = (0..CHUNK_REQUESTS as u64).map(record).collect();
        let value = heap_value(&records.iter().collect::<Vec<_>>());
        assert!(value.len() <= crate::long::PART_BYTES);
        assert_eq!(read_records(&value).unwrap(), records);
        assert!(read_records(&value[1..]).is_err());
    }

    /// Many commands, one after the other and some hundred at once: heaps, runs made of heaps, a run at once; each is found, here and
    /// after an opening, and those that never were are not.
    #[test]
    fn every_request_is_found_for_ever() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("store");
        let name = LogName::new("regio").unwrap();
        let mut size = 0;
        for round in 0..3 {
            let store = SledStore::open(&path, &SledOptions::default()).unwrap();
            store.create_log(&name, b"").unwrap();
            for group in [1, 700, 30, 500, 5_000, 2, 1].into_iter().cycle().take(7) {
                append(&store, &name, &mut size, group);
            }
            check(&store, &name, size);
            drop(store);
            let store = SledStore::open(&path, &SledOptions::default()).unwrap();
            check(&store, &name, size);
            assert!(runs(&store, &name) > round, "nothing became a run");
        }
    }

    /// A log that grows by one command at a time has few heaps, and runs of a thousand.
    #[test]
    fn a_log_that_grows_slowly_has_few_heaps_and_few_runs() {
        let dir = tempfile::TempDir::new().unwrap();
        let layout = crate::files::Layout::create(&dir.path().join("store")).unwrap();
        let db = Db::open(&layout, 1 << 20, crate::gate::SyncGate::default()).unwrap();
        let log = LogNumber(1);
        for (number, runs) in [(1_000, 0), (1_100, 1), (2_200, 2)] {
            let held = Requests::load(&db, log).unwrap();
            let begin = held.recent.values().map(|record| record.first_index + 1).max().unwrap_or(0);
            for index in begin..number {
                let mut writes = Writes::default();
                write(&db, log, &(index..index + 1), &[&record(index)], &mut writes).unwrap();
                db.write(writes).unwrap();
            }
            let held = Requests::load(&db, log).unwrap();
            assert_eq!(held.runs.len(), runs, "{number}");
            assert!(heaps(&db, log, u64::MAX).unwrap().len() <= HEAPS_MAX);
            for index in 0..number {
                assert_eq!(held.find(&db, log, &record(index).request).unwrap(), Some(record(index)));
            }
        }
    }

    fn append(store: &SledStore, name: &LogName, size: &mut u64, count: u64) {
        let numbers = *size..*size + count;
        let entry = |number: u64| NewEntry {
            entry: number.to_be_bytes().to_vec(),
            payload: None,
            streams: vec![(StreamCode::REGION, number)],
        };
        let batch = Append {
            expected_size: *size,
            entries: numbers.clone().map(entry).collect(),
            requests: numbers.map(record).collect(),
            publication: None,
        };
        store.append(name, &batch).unwrap();
        *size += count;
        // A second time it is refused, wherever its requests are by now.
        let again = Append { expected_size: *size, ..batch };
        assert!(matches!(store.append(name, &again), Err(AppendError::Refused(_))));
    }

    fn check(store: &SledStore, name: &LogName, size: u64) {
        for number in 0..size {
            let expected = record(number);
            assert_eq!(store.request(name, &expected.request).unwrap(), Some(expected), "{number}");
        }
        for number in size..size + 2_000 {
            assert_eq!(store.request(name, &record(number).request).unwrap(), None, "{number}");
        }
    }

    /// How many runs the database holds.
    fn runs(store: &SledStore, name: &LogName) -> usize {
        store.with(name, |db, log| Ok(Requests::load(db, log.number)?.runs.len())).unwrap()
    }
}
