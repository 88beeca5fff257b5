//! The entries one by one, and what the store keeps beside them: payloads, lists and heads of streams, commands.

use std::collections::{BTreeMap, BTreeSet};

use openboek_proof::entry::{Entry, StreamCode};
use openboek_proof::hash::leaf_hash;
use openboek_proof::tree::Frontier;
use openboek_store::{RequestRecord, StoredEntry};

use super::{Check, Log};
use crate::convert::key_of;
use crate::ledger::{Folded, Kept, STATE};
use crate::read::{DecodedEntry, PAGE_BYTES, PAGE_ENTRIES};
use crate::restore::{Requests, StreamTrees};
use crate::snapshot;
use crate::static_log::payload_fits;
use crate::writer::stream_head;

/// Entries between two words of progress.
const PROGRESS_ENTRIES: u64 = 16_384;

/// What the entries say, gathered on the way.
struct Walk {
    positions: BTreeMap<StreamCode, Vec<u64>>,
    trees: StreamTrees,
    /// The trees at the newest checkpoint.
    sealed: Option<BTreeMap<StreamCode, Frontier>>,
    requests: Requests,
    records: Vec<RequestRecord>,
    erased: BTreeSet<u64>,
    absent: Vec<u64>,
    replay: Replay,
    /// Something could not be read: what is gathered is not whole.
    broken: bool,
}

/// The rules' state and the newest receipts, folded again up to where the snapshot of them stands.
pub(super) struct Replay {
    pub(super) kept: Option<Kept<Folded>>,
    pub(super) folded: Folded,
    /// Everything up to the snapshot was folded.
    pub(super) whole: bool,
}

/// Reads all entries; gives the streams there are and the state for [`caches`](super::caches).
pub(super) fn walk(log: &mut Log<'_>, progress: &mut dyn FnMut(&str, u64, u64)) -> Seen {
    let kept = snapshot::read(log.examination.store, log.name, STATE);
    let mut walk = Walk {
        positions: BTreeMap::from([(StreamCode::Region, Vec::new())]),
        trees: StreamTrees::new(),
        sealed: None,
        requests: Requests::default(),
        records: Vec::new(),
        erased: BTreeSet::new(),
        absent: Vec::new(),
        replay: Replay { kept, folded: Folded::default(), whole: true },
        broken: false,
    };
    walk.read(log, progress);
    walk.records.extend(walk.requests.end());
    for index in walk.absent.iter().filter(|index| !walk.erased.contains(index)) {
        log.note(Check::PayloadMissing, place(*index), "");
    }
    // What the entries say is known only when all could be read.
    if !walk.broken {
        walk.check_streams(log);
        walk.check_stream_heads(log);
        walk.check_requests(log);
    }
    walk.replay.whole &= !walk.broken;
    Seen { streams: walk.positions.into_keys().collect(), whole: !walk.broken, replay: walk.replay }
}

/// What a walk gives for the checks after it.
pub(super) struct Seen {
    pub(super) streams: Vec<StreamCode>,
    /// Every entry could be read.
    pub(super) whole: bool,
    pub(super) replay: Replay,
}

fn place(index: u64) -> String {
    format!("entry {index}")
}

impl Walk {
    /// Page by page; where a page cannot be read, its entries one by one.
    fn read(&mut self, log: &mut Log<'_>, progress: &mut dyn FnMut(&str, u64, u64)) {
        let (size, mut next, mut singly_until) = (log.head.size, 0, 0);
        while next < size {
            let limit = usize::try_from(size - next).unwrap_or(PAGE_ENTRIES).min(PAGE_ENTRIES);
            let page = if next < singly_until {
                Ok(Vec::new())
            } else {
                log.examination.store.entries(log.name, next, limit, PAGE_BYTES)
            };
            match page {
                Ok(page) if !page.is_empty() => {
                    for stored in page {
                        self.take(log, next, stored);
                        next += 1;
                    }
                }
                other => {
                    if other.is_err() {
                        singly_until = next + u64::try_from(limit).unwrap_or(u64::MAX);
                    }
                    self.read_one(log, next);
                    next += 1;
                }
            }
            if next.is_multiple_of(PROGRESS_ENTRIES) || next == size {
                progress(log.name.as_str(), next, size);
            }
        }
    }

    fn read_one(&mut self, log: &mut Log<'_>, index: u64) {
        match log.examination.store.entry(log.name, index) {
            Ok(Some(stored)) => self.take(log, index, stored),
            Ok(None) => self.broken(log, index, "it is missing"),
            Err(error) => {
                self.broken = true;
                log.unreadable(Check::EntryDamaged, place(index), &error);
            }
        }
    }

    fn broken(&mut self, log: &mut Log<'_>, index: u64, why: impl ToString) {
        self.broken = true;
        log.note(Check::EntryDamaged, place(index), why);
    }

    fn take(&mut self, log: &mut Log<'_>, index: u64, stored: StoredEntry) {
        log.found.entries += 1;
        if stored.index != index {
            return self.broken(log, index, format!("entry {} stands in its place", stored.index));
        }
        let entry = match Entry::parse(&stored.entry) {
            Ok(entry) if entry.index() == index && *entry.origin() == log.origin => entry,
            Ok(_) => return self.broken(log, index, "its bytes name another position or log"),
            Err(error) => return self.broken(log, index, error),
        };
        let fits = match (&entry, &stored.payload) {
            (Entry::Event(event), Some(payload)) => payload_fits(event, payload),
            _ => true,
        };
        if !fits {
            log.note(Check::PayloadDiffers, place(index), "");
        }
        self.gather(&entry, &stored);
        self.decode(log, index, fits, stored);
        if index + 1 == log.head.published_size {
            self.sealed = Some(self.trees.0.clone());
        }
    }

    fn gather(&mut self, entry: &Entry, stored: &StoredEntry) {
        let payload = stored.payload.as_ref().map(|payload| payload.bytes.as_slice());
        self.records.extend(self.requests.take(entry, payload));
        self.trees.take(entry, leaf_hash(&stored.entry));
        for stream in entry.streams() {
            self.positions.entry(stream.code).or_default().push(stored.index);
        }
        if let Entry::Event(event) = entry {
            for code in &event.statement.opens {
                self.positions.entry(*code).or_default();
            }
            self.erased.extend(event.statement.erases);
            if stored.payload.is_none() {
                self.absent.push(stored.index);
            }
        }
    }

    /// Decodes the statement, and folds it while the snapshot of the state has it too. `fits`: its payload is what was committed to.
    fn decode(&mut self, log: &mut Log<'_>, index: u64, fits: bool, stored: StoredEntry) {
        let decoded = match DecodedEntry::new(stored) {
            Ok(decoded) => decoded,
            Err(error) => {
                self.replay.whole = false;
                if fits {
                    log.note(Check::PayloadUnreadable, place(index), error);
                }
                return;
            }
        };
        self.replay.whole &= fits;
        if self.replay.kept.as_ref().is_some_and(|kept| index < kept.size) {
            let (state, receipts) = &mut self.replay.folded;
            receipts.take(&decoded.entry);
            if let Some(statement) = &decoded.statement {
                state.evolve(index, statement);
            }
        }
    }

    /// The list of each stream, and that of one that nobody opened.
    fn check_streams(&self, log: &mut Log<'_>) {
        for (code, positions) in &self.positions {
            let mut found: Vec<u64> = Vec::with_capacity(positions.len());
            loop {
                let from = u64::try_from(found.len()).unwrap_or(u64::MAX);
                match log.examination.store.stream(log.name, key_of(*code), from, PAGE_ENTRIES) {
                    Ok(page) if page.is_empty() => break,
                    Ok(page) => found.extend(page),
                    Err(error) => {
                        log.unreadable(Check::StreamDiffers, code, &error);
                        break;
                    }
                }
                if found.len() > positions.len() {
                    break;
                }
            }
            if found != *positions {
                let both = found.iter().zip(positions).position(|(found, said)| found != said);
                let at = both.unwrap_or(found.len().min(positions.len()));
                log.note(Check::StreamDiffers, code, format!("{at}: {} / {}", found.len(), positions.len()));
            }
        }
    }

    fn check_stream_heads(&self, log: &mut Log<'_>) {
        let Some(sealed) = &self.sealed else { return };
        let mut said: Vec<_> = sealed.iter().map(|(code, tree)| stream_head(*code, tree)).collect();
        said.sort_by_key(|head| head.stream);
        match log.examination.store.stream_heads(log.name) {
            Ok(found) if found == said => {}
            Ok(found) => {
                let differs = said.iter().find(|head| !found.contains(head));
                let place = differs.or(found.iter().find(|head| !said.contains(head)));
                let place = place.map_or_else(String::new, |head| head.stream.to_string());
                log.note(Check::StreamHeadDiffers, place, format!("{} / {}", found.len(), said.len()));
            }
            Err(error) => log.unreadable(Check::StreamHeadDiffers, "", &error),
        }
    }

    fn check_requests(&self, log: &mut Log<'_>) {
        for record in &self.records {
            let place = place(record.first_index);
            match log.examination.store.request(log.name, &record.request) {
                Ok(Some(found)) if same(&found, record) => {}
                Ok(Some(found)) => {
                    let detail = format!("{}+{} / {}", found.first_index, found.count, record.count);
                    log.note(Check::RequestDiffers, place, detail);
                }
                Ok(None) => log.note(Check::RequestDiffers, place, "it is missing"),
                Err(error) => log.unreadable(Check::RequestDiffers, place, &error),
            }
        }
    }
}

/// The digest of a body cannot be had again where a payload is gone: that one is taken as it is kept.
fn same(found: &RequestRecord, said: &RequestRecord) -> bool {
    let digest = said.body_digest == [0; 32] || found.body_digest == said.body_digest;
    digest && (found.request, found.first_index, found.count) == (said.request, said.first_index, said.count)
}
