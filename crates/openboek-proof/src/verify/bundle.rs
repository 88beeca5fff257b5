//! Verifying a bundle (section 5, points 1 to 5 and 7).

use super::documents::Receipts;
use super::files::{Files, read_lines};
use super::heads::{check_time, join_kept, read_head, read_previous};
use super::keys::{Keys, LogKeys};
use super::payloads::{check_listed_authors, check_payloads, check_signatures};
use super::reason::{Code, Missing, Reason};
use super::rules::LogRules;
use super::{ReaderConfig, Report, StreamReport, Verdict, VerifiedEntry, beside};
use crate::bundle::{BundlePath, BundleSource};
use crate::checkpoint::{Checkpoint, CheckpointNote};
use crate::entry::{Entry, FormatError, Seal, StreamCode};
use crate::hash::{Hash, leaf_hash};
use crate::text::Fault;
use crate::tree::{frontier_before, parse_proof, verify_inclusion};
use std::collections::{BTreeMap, BTreeSet};

/// Verifies a bundle: a directory, a zip, or files in memory.
///
/// Every file is read at least once; nothing outside `source` is looked at.
pub fn verify_bundle(source: &dyn BundleSource, config: &ReaderConfig<'_>) -> Verdict {
    let mut missing = Missing::default();
    let checked = check_beside(source, config, &mut missing);
    Verdict::from_check(checked, missing)
}

/// Checks the bundle, and the other one that the reader holds beside it.
fn check_beside(
    source: &dyn BundleSource,
    config: &ReaderConfig<'_>,
    missing: &mut Missing,
) -> Result<Option<Report>, Reason> {
    let Some(mut checked) = check(source, config, missing)? else {
        return Ok(None);
    };
    if let Some(other) = config.beside {
        checked.report.beside = beside::compare(&checked, other, config, missing)?;
    }
    Ok(Some(checked.report))
}

/// A bundle that was checked, and what another one can be compared with.
pub(super) struct Checked {
    pub(super) report: Report,
    pub(super) head: Checkpoint,
    pub(super) previous: Option<Checkpoint>,
    pub(super) streams: BTreeSet<StreamCode>,
    pub(super) entries: Entries,
    pub(super) log_keys: Option<LogKeys>,
}

impl Checked {
    /// The root of the tree of a size, as far as the bundle shows it.
    pub(super) fn root_at(&self, size: u64) -> Option<Hash> {
        let proved = [Some(&self.head), self.previous.as_ref()].into_iter().flatten();
        let root = proved.filter(|head| head.size == size).map(|head| head.root).next();
        root.or_else(|| self.entries.root_at(size, Some(&self.head)))
    }
}

/// Runs all checks of one bundle; `None` when too little is there to report on.
pub(super) fn check(
    source: &dyn BundleSource,
    config: &ReaderConfig<'_>,
    missing: &mut Missing,
) -> Result<Option<Checked>, Reason> {
    let files = match Files::list(source) {
        Ok(files) => files,
        Err(reason) => return missing.sort(reason).map(|()| None),
    };
    files.require(missing);
    files.check_sums(missing)?;
    let keys = Keys::gather(&files, config, missing)?;
    let head = read_head(&files, "checkpoint", &keys, missing)?;
    let previous = read_previous(&files, &keys, head.as_ref(), missing)?;
    let streams = read_streams(&files, missing)?;
    for code in config.expected_streams.iter() {
        if streams.as_ref().is_some_and(|streams| !streams.contains(code)) {
            missing.note(Reason::new(Code::StreamMissing, BundlePath::Streams).with(code));
        }
    }
    let mut entries = Entries::read(&files, &keys, head.as_ref(), missing)?;
    let seal = entries.check_seals(head.as_ref(), previous.as_ref(), missing)?;
    entries.check_rules(streams.as_ref(), head.as_ref(), missing)?;
    let payloads = check_payloads(&files, &mut entries.list, &entries.unknown, missing)?;
    let signatures = check_signatures(&entries.list, &keys, missing)?;
    if entries.unknown.is_empty() {
        check_listed_authors(&entries.list, &keys)?;
    }
    let receipts = Receipts::find(&entries.list);
    let documents = receipts.check_documents(&files, missing)?;
    let receipts = receipts.check_receipts(config, &entries.list)?;
    let (Some(head), Some(seal)) = (head, seal) else {
        return Ok(None);
    };
    let root_at = |size| entries.root_at(size, Some(&head.checkpoint));
    let at = &head.checkpoint;
    let joined = join_kept(config, &keys, at, previous.as_ref(), &root_at, missing)?;
    let policy = keys.policy.as_ref();
    let cosigners = check_time(config, policy, &head, seal.recorded, missing);
    let of_stream = |code: &StreamCode| {
        let size = seal.stream(*code)?.size;
        Some(StreamReport { code: *code, size })
    };
    let report = Report {
        origin: at.origin.clone(),
        size: at.size,
        root: at.root,
        recorded: seal.recorded,
        streams: streams.iter().flatten().filter_map(of_stream).collect(),
        whole_log: false,
        cosigners,
        no_witness: policy.is_some_and(|policy| policy.asks_no_witness()),
        trusted: keys.trusted,
        joined,
        beside: None,
        entries: u64::try_from(entries.list.len()).unwrap_or(u64::MAX),
        signatures,
        payloads: payloads.matching,
        erased: payloads.erased,
        withheld: payloads.withheld,
        documents,
        receipts,
    };
    let (head, streams) = (head.checkpoint, streams.unwrap_or_default());
    Ok(Some(Checked { report, head, previous, streams, entries, log_keys: keys.log }))
}

/// Reads `streams`: codes, one a line, sorted, `region` among them.
fn read_streams(files: &Files<'_>, missing: &mut Missing) -> Result<Option<BTreeSet<StreamCode>>, Reason> {
    let place = BundlePath::Streams;
    let Some(bytes) = files.read(&place, missing)? else {
        return Ok(None);
    };
    let mut streams = BTreeSet::new();
    for (number, line) in read_lines(&place, &bytes)?.into_iter().enumerate() {
        let wrong = |fault| Reason::format(&place, &FormatError::at(number + 1, fault));
        let code = StreamCode::parse(line).ok_or(wrong(Fault::Value("streams")))?;
        if streams.last().is_some_and(|last| *last >= code) {
            return Err(wrong(Fault::Lines));
        }
        streams.insert(code);
    }
    if streams.contains(&StreamCode::Region) {
        Ok(Some(streams))
    } else {
        Err(Reason::new(Code::Lines, place))
    }
}

/// The entries of a bundle.
pub(super) struct Entries {
    /// Those that could be read, in the order of the log.
    pub(super) list: Vec<VerifiedEntry>,
    /// Those of a kind of a later version.
    pub(super) unknown: BTreeSet<u64>,
    /// Whether an entry that is listed could not be read.
    pub(super) unread: bool,
    /// The proofs that hold, with the leaves they prove.
    proofs: BTreeMap<u64, (Hash, Vec<Hash>)>,
}

impl Entries {
    /// Reads every entry with its proof; each must be in the checkpoint's tree at its index.
    fn read(
        files: &Files<'_>,
        keys: &Keys,
        head: Option<&CheckpointNote>,
        missing: &mut Missing,
    ) -> Result<Self, Reason> {
        let mut entries =
            Self { list: Vec::new(), unknown: BTreeSet::new(), unread: false, proofs: BTreeMap::new() };
        let mut indexes = BTreeSet::new();
        let mut proofs = BTreeSet::new();
        for path in files.paths() {
            match path {
                BundlePath::Entry(index) => indexes.insert(*index),
                BundlePath::Proof(index) => proofs.insert(*index),
                _ => continue,
            };
        }
        if let Some(index) = proofs.difference(&indexes).next() {
            return Err(Reason::new(Code::UnknownFile, BundlePath::Proof(*index)));
        }
        for index in indexes {
            entries.read_one(index, files, keys, head, missing)?;
        }
        Ok(entries)
    }

    /// Reads one entry with its proof.
    fn read_one(
        &mut self,
        index: u64,
        files: &Files<'_>,
        keys: &Keys,
        head: Option<&CheckpointNote>,
        missing: &mut Missing,
    ) -> Result<(), Reason> {
        let place = BundlePath::Entry(index);
        let Some(bytes) = files.read(&place, missing)? else {
            self.unread = true;
            return Ok(());
        };
        let leaf = leaf_hash(&bytes);
        let parsed = Entry::parse(&bytes);
        if let Err(error @ FormatError::Malformed { .. }) = &parsed {
            return Err(Reason::format(&place, error));
        }
        if let Ok(entry) = &parsed {
            check_place(entry, index, keys, &place)?;
        }
        self.check_inclusion(index, leaf, files, head, missing)?;
        match parsed {
            Ok(entry) => self.list.push(VerifiedEntry { index, bytes, entry, leaf, payload: None }),
            Err(error) => {
                self.unknown.insert(index);
                missing.note(Reason::format(&place, &error));
            }
        }
        Ok(())
    }

    /// Checks the inclusion proof of one entry.
    fn check_inclusion(
        &mut self,
        index: u64,
        leaf: Hash,
        files: &Files<'_>,
        head: Option<&CheckpointNote>,
        missing: &mut Missing,
    ) -> Result<(), Reason> {
        if head.is_some_and(|head| index >= head.checkpoint.size) {
            return Err(Reason::new(Code::IndexBeyondSize, BundlePath::Entry(index)));
        }
        let place = BundlePath::Proof(index);
        let Some(bytes) = files.read(&place, missing)? else {
            missing.note(Reason::new(Code::FileMissing, place));
            return Ok(());
        };
        let proof = parse_proof(&bytes).map_err(|error| Reason::format(&place, &error))?;
        if let Some(head) = head {
            let Checkpoint { size, root, .. } = head.checkpoint;
            if !verify_inclusion(index, size, leaf, &proof, root) {
                return Err(Reason::new(Code::InclusionFails, place));
            }
            self.proofs.insert(index, (leaf, proof));
        }
        Ok(())
    }

    /// The entry with this index.
    pub(super) fn get(&self, index: u64) -> Option<&VerifiedEntry> {
        let place = self.list.binary_search_by_key(&index, |entry| entry.index);
        self.list.get(place.ok()?)
    }

    /// The root of the tree of a size, as far as the proofs show it.
    fn root_at(&self, size: u64, head: Option<&Checkpoint>) -> Option<Hash> {
        let Checkpoint { size: whole, root, .. } = *head?;
        if size == whole {
            return Some(root);
        }
        if let Some((_, proof)) = self.proofs.get(&size) {
            return Some(frontier_before(size, whole, proof)?.root());
        }
        let last = size.checked_sub(1)?;
        let (leaf, proof) = self.proofs.get(&last)?;
        let mut frontier = frontier_before(last, whole, proof)?;
        frontier.push(*leaf);
        Some(frontier.root())
    }

    /// The last entry under each checkpoint is a seal, and no other seal is in the bundle. Gives the last seal.
    fn check_seals(
        &self,
        head: Option<&CheckpointNote>,
        previous: Option<&Checkpoint>,
        missing: &mut Missing,
    ) -> Result<Option<Seal>, Reason> {
        let Some(head) = head else {
            return Ok(None);
        };
        let heads = [Some(&head.checkpoint), previous];
        let last: Vec<u64> = heads.into_iter().flatten().map(|head| head.size - 1).collect();
        for index in &last {
            let place = BundlePath::Entry(*index);
            match self.get(*index).map(|entry| &entry.entry) {
                Some(Entry::Seal(_)) => {}
                Some(_) => return Err(Reason::new(Code::NoSeal, place)),
                None => missing.note(Reason::new(Code::FileMissing, place)),
            }
        }
        let mut seals = self.list.iter().filter_map(|entry| match &entry.entry {
            Entry::Seal(seal) => Some(seal),
            _ => None,
        });
        if let Some(other) = seals.clone().find(|seal| !last.contains(&seal.index)) {
            return Err(Reason::new(Code::NotOfStreams, BundlePath::Entry(other.index)));
        }
        Ok(seals.next_back().filter(|seal| Some(&seal.index) == last.first()).cloned())
    }

    /// Checks the rules between entries, up to the first that this version cannot read.
    fn check_rules(
        &self,
        streams: Option<&BTreeSet<StreamCode>>,
        head: Option<&CheckpointNote>,
        missing: &mut Missing,
    ) -> Result<(), Reason> {
        let Some(streams) = streams else {
            return Ok(());
        };
        if self.unread {
            return Ok(());
        }
        let mut rules = LogRules::new(Some(streams.clone()));
        let readable = self.unknown.first().copied().unwrap_or(u64::MAX);
        for entry in self.list.iter().filter(|entry| entry.index < readable) {
            let root_at = |size| self.root_at(size, head.map(|head| &head.checkpoint));
            let fed = rules.feed(&entry.entry, entry.leaf, &root_at);
            fed.map_err(|(code, detail)| Reason::new(code, BundlePath::Entry(entry.index)).with(detail))?;
        }
        if !self.unknown.is_empty() {
            return Ok(());
        }
        let open: BTreeSet<StreamCode> = rules.stream_codes().collect();
        if let Some(code) = streams.difference(&open).next() {
            return Err(Reason::new(Code::StreamNotOpen, BundlePath::Streams).with(code));
        }
        if self.list.is_empty() {
            missing.note(Reason::new(Code::FileMissing, "entries"));
        }
        Ok(())
    }
}

/// An entry is of this log and stands in the file of its index.
fn check_place(entry: &Entry, index: u64, keys: &Keys, place: &BundlePath) -> Result<(), Reason> {
    if keys.origin.as_ref().is_some_and(|origin| origin != entry.origin()) {
        return Err(Reason::new(Code::Origin, place).with(entry.origin()));
    }
    if entry.index() != index {
        return Err(Reason::new(Code::IndexDiffers, place).with(entry.index()));
    }
    Ok(())
}
