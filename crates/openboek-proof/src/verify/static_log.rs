//! Verifying a whole log from its static files (section 5, point 6): every rule, every stream, every seal, every tile.

use super::documents::Receipts;
use super::files::Files;
use super::heads::{check_time, join_kept, read_head};
use super::keys::Keys;
use super::payloads::{check_signature, open_payload};
use super::reason::{Code, Missing, Reason};
use super::rules::LogRules;
use super::{ReaderConfig, Report, StreamReport, Verdict, VerifiedEntry};
use crate::bundle::{BundleSource, MAX_FILE};
use crate::checkpoint::{Checkpoint, CheckpointNote};
use crate::entry::{Entry, Event, FormatError, Receipt, Seal};
use crate::hash::{Hash, leaf_hash};
use crate::tree::{Frontier, TILE_WIDTH, TilePath, TileSource, extend_tiles, split_entries};
use std::collections::{BTreeMap, BTreeSet};

/// Verifies a static log: the checkpoint at `head` (`checkpoint` or `checkpoint.witnessed`), every entry under it, and every
/// tile, beside `log.vkey`, `policy`, `authors` and the payloads that are there.
///
/// A payload that is absent counts as erased when an entry says so, else as withheld: rights apply to them. Other files in the
/// directory are not looked at. Entries are not kept in memory unless the reader asks to compute documents again.
pub fn verify_static_log(source: &dyn BundleSource, head: &str, config: &ReaderConfig<'_>) -> Verdict {
    let mut missing = Missing::default();
    let checked = check(source, head, config, &mut missing);
    Verdict::from_check(checked, missing)
}

/// Runs all checks; `None` when too little is there to report on.
fn check(
    source: &dyn BundleSource,
    head: &str,
    config: &ReaderConfig<'_>,
    missing: &mut Missing,
) -> Result<Option<Report>, Reason> {
    let files = Files::unlisted(source);
    let keys = Keys::gather(&files, config, missing)?;
    let Some(note) = read_head(&files, head, &keys, missing)? else {
        return Ok(None);
    };
    let at = &note.checkpoint;
    let mut reading = Reading::new(&files, &keys, config, missing);
    if !reading.read_entries(at.size)? {
        return Ok(None);
    }
    if reading.tree.root() != at.root {
        return Err(Reason::new(Code::RootDiffers, head));
    }
    let seal = match reading.last.take() {
        Some(Entry::Seal(seal)) => seal,
        Some(_) => return Err(Reason::new(Code::NoSeal, entry_place(at.size - 1))),
        None => return Ok(None),
    };
    reading.check_tiles()?;
    reading.report(&note, &seal).map(Some)
}

/// What has been read so far.
struct Reading<'a> {
    files: &'a Files<'a>,
    keys: &'a Keys,
    config: &'a ReaderConfig<'a>,
    missing: &'a mut Missing,
    rules: LogRules,
    /// An entry of a later kind was met: the rules cannot be followed further.
    blind: bool,
    tree: Frontier,
    leaves: Vec<Hash>,
    /// The root of the tree under each seal, by size.
    sealed: BTreeMap<u64, Hash>,
    /// The size of the checkpoint the reader kept, and the root of this log's tree of that size.
    kept: Option<(u64, Option<Hash>)>,
    last: Option<Entry>,
    receipts: Vec<Receipt>,
    /// All entries, when documents are to be computed again.
    entries: Vec<VerifiedEntry>,
    signatures: u64,
    payloads: u64,
    absent: Vec<u64>,
    erased: BTreeSet<u64>,
}

impl<'a> Reading<'a> {
    fn new(
        files: &'a Files<'a>,
        keys: &'a Keys,
        config: &'a ReaderConfig<'a>,
        missing: &'a mut Missing,
    ) -> Self {
        let kept = config.previous.as_deref().map(CheckpointNote::parse);
        let kept = kept.and_then(Result::ok).map(|note| (note.checkpoint.size, None));
        Self {
            files,
            keys,
            config,
            missing,
            rules: LogRules::new(None),
            blind: false,
            tree: Frontier::new(),
            leaves: Vec::new(),
            sealed: BTreeMap::new(),
            kept,
            last: None,
            receipts: Vec::new(),
            entries: Vec::new(),
            signatures: 0,
            payloads: 0,
            absent: Vec::new(),
            erased: BTreeSet::new(),
        }
    }

    /// Reads and checks the entries of a log of this size; `false` when a file is missing.
    fn read_entries(&mut self, size: u64) -> Result<bool, Reason> {
        let mut start = 0;
        while start < size {
            let width = TILE_WIDTH.min(size - start);
            let Some((path, file)) = self.read_tile(start / TILE_WIDTH, width)? else {
                return Ok(false);
            };
            let wrong = || Reason::new(Code::EntryBundle, path);
            let entries = split_entries(&file).ok_or_else(wrong)?;
            if entries.len() != usize::from(path.width) {
                return Err(wrong());
            }
            for (entry, index) in entries.into_iter().zip(start..start + width) {
                self.read_entry(index, entry)?;
            }
            start += width;
        }
        Ok(true)
    }

    /// Reads an entry bundle of at least `width` entries: the partial one, or the full one that replaced it.
    fn read_tile(&mut self, number: u64, width: u64) -> Result<Option<(TilePath, Vec<u8>)>, Reason> {
        let partial = u16::try_from(width).unwrap_or(u16::MAX);
        let full = u16::try_from(TILE_WIDTH).unwrap_or(u16::MAX);
        for width in [partial, full] {
            let path = TilePath::entries(number, width);
            if let Some(file) = self.files.read_path(&path.to_string(), MAX_FILE, self.missing)? {
                return Ok(Some((path, file)));
            }
        }
        let path = TilePath::entries(number, partial);
        self.missing.note(Reason::new(Code::FileMissing, path));
        Ok(None)
    }

    /// Checks one entry and appends it to the tree.
    fn read_entry(&mut self, index: u64, bytes: &[u8]) -> Result<(), Reason> {
        let leaf = leaf_hash(bytes);
        let place = entry_place(index);
        match Entry::parse(bytes) {
            Ok(entry) => self.check_entry(index, entry, leaf, bytes)?,
            Err(error @ FormatError::Malformed { .. }) => {
                return Err(Reason::format(place, &error));
            }
            Err(error @ FormatError::UnknownKind { .. }) => {
                self.blind = true;
                self.last = None;
                self.missing.note(Reason::format(place, &error));
            }
        }
        self.tree.push(leaf);
        self.leaves.push(leaf);
        if matches!(self.last, Some(Entry::Seal(_))) {
            self.sealed.insert(self.tree.size(), self.tree.root());
        }
        if let Some((size, root)) = &mut self.kept
            && *size == self.tree.size()
        {
            *root = Some(self.tree.root());
        }
        Ok(())
    }

    /// Checks what an entry says, and what hangs on it.
    fn check_entry(&mut self, index: u64, entry: Entry, leaf: Hash, bytes: &[u8]) -> Result<(), Reason> {
        let wrong = |code| Reason::new(code, entry_place(index));
        if self.keys.origin.as_ref().is_some_and(|origin| origin != entry.origin()) {
            return Err(wrong(Code::Origin).with(entry.origin()));
        }
        if entry.index() != index {
            return Err(wrong(Code::IndexDiffers).with(entry.index()));
        }
        if !self.blind {
            let root_at = |size: u64| self.sealed.get(&size).copied();
            let fed = self.rules.feed(&entry, leaf, &root_at);
            fed.map_err(|(code, detail)| wrong(code).with(detail))?;
        }
        let payload = match &entry {
            Entry::Event(event) => self.check_event(event)?,
            _ => None,
        };
        if let Entry::Receipt(receipt) = &entry {
            self.receipts.push(receipt.clone());
        }
        if self.config.recompute.is_some() {
            self.entries.push(VerifiedEntry {
                index,
                bytes: bytes.to_vec(),
                entry: entry.clone(),
                leaf,
                payload,
            });
        }
        self.last = Some(entry);
        Ok(())
    }

    /// Checks the author's signature and the payload; gives the payload if it is there.
    fn check_event(&mut self, event: &Event) -> Result<Option<Vec<u8>>, Reason> {
        self.erased.extend(event.statement.erases);
        self.signatures += u64::from(check_signature(event, self.keys, self.missing)?);
        let path = format!("payload/{}", event.index);
        let Some(file) = self.files.read_path(&path, MAX_FILE, self.missing)? else {
            self.absent.push(event.index);
            return Ok(None);
        };
        let payload = open_payload(event, &file).ok_or(Reason::new(Code::PayloadDiffers, path))?;
        self.payloads += 1;
        Ok(Some(payload))
    }

    /// Checks that every tile holds what the entries give. A full tile serves where a partial one was deleted.
    fn check_tiles(&mut self) -> Result<(), Reason> {
        struct Empty;
        impl TileSource for Empty {
            fn tile(&self, _: u8, _: u64) -> Option<Vec<u8>> {
                None
            }
        }
        let tiles = extend_tiles(0, &self.leaves, &Empty);
        let tiles = tiles.map_err(|error| Reason::new(Code::TileDiffers, "tile").with(error))?;
        for (level, number, hashes) in tiles {
            let width = u16::try_from(hashes.len() / 32).unwrap_or(u16::MAX);
            let path = TilePath::hashes(level, number, width).to_string();
            let full = TilePath::hashes(level, number, 256).to_string();
            let same = match self.files.read_path(&path, MAX_FILE, self.missing)? {
                Some(file) => Some(file == hashes),
                None => {
                    self.files.read_path(&full, MAX_FILE, self.missing)?.map(|file| file.starts_with(&hashes))
                }
            };
            match same {
                Some(true) => {}
                Some(false) => return Err(Reason::new(Code::TileDiffers, path)),
                None => self.missing.note(Reason::new(Code::FileMissing, path)),
            }
        }
        Ok(())
    }

    /// Joins the kept checkpoint, checks times and receipts, and reports.
    fn report(mut self, note: &CheckpointNote, seal: &Seal) -> Result<Report, Reason> {
        let at = &note.checkpoint;
        let kept = self.kept.and_then(|(size, root)| Some((size, root?)));
        let kept = kept.map(|(size, root)| Checkpoint { origin: at.origin.clone(), size, root });
        let none = |_| None;
        let joined = join_kept(self.config, self.keys, at, kept.as_ref(), &none, self.missing)?;
        for code in self.config.expected_streams.iter().filter(|code| seal.stream(**code).is_none()) {
            self.missing.note(Reason::new(Code::StreamMissing, entry_place(seal.index)).with(code));
        }
        let policy = self.keys.policy.as_ref();
        let cosigners = check_time(self.config, policy, note, seal.recorded, self.missing);
        let erased = std::mem::take(&mut self.erased);
        let (erased, withheld) = self.absent.iter().partition(|index| erased.contains(index));
        let receipts = Receipts::new(self.receipts.iter());
        let streams = seal.streams.iter().map(|stream| StreamReport { code: stream.code, size: stream.size });
        Ok(Report {
            origin: at.origin.clone(),
            size: at.size,
            root: at.root,
            recorded: seal.recorded,
            streams: streams.collect(),
            whole_log: true,
            cosigners,
            no_witness: policy.is_some_and(|policy| policy.asks_no_witness()),
            trusted: self.keys.trusted.clone(),
            joined,
            beside: None,
            entries: at.size,
            signatures: self.signatures,
            payloads: self.payloads,
            erased,
            withheld,
            documents: Vec::new(),
            receipts: receipts.check_receipts(self.config, &self.entries)?,
        })
    }
}

/// What an entry of the log is called in a reason.
fn entry_place(index: u64) -> String {
    format!("entries/{index}")
}
