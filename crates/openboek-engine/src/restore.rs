//! A store built again from a static log: the same entries, payloads, tree and answers to repeated commands, to the byte.
//!
//! What a static log does not hold does not come back: the log's key (kept apart, by intent), what was recorded and not yet published,
//! snapshots (made anew), and the digest of a command of which a payload was erased: that command, sent again, is answered as
//! another command under the same request identifier, and still never recorded twice.

use std::collections::BTreeMap;

use openboek_proof::entry::{Entry, Event, Origin, RequestId, StreamCode};
use openboek_proof::hash::{Hash, leaf_hash, stream_leaf};
use openboek_proof::tree::{Frontier, TileSource, extend_tiles};
use openboek_proof::verify::{LogKeys, ReaderConfig, Reason, Report, Verdict, verify_static_log};
use openboek_store::{
    Append, AppendError, LogName, NewEntry, Publication, RequestRecord, Store, StoreError, StoredEntry, Tile,
};

use crate::command::BodyDigest;
use crate::convert::key_of;
use crate::static_log::{LogFolder, LogSource as _, StaticLogError, log_name, payload_fits, visit};
use crate::writer::stream_head;

/// Bytes of entries and payloads in one append, at least, unless no more come.
const APPEND_BYTES: usize = 1 << 20;

/// A head that is known from elsewhere: what is restored must contain it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownHead {
    /// Number of entries.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

/// What the caller brings.
#[derive(Clone, Debug, Default)]
pub struct RestoreConfig {
    /// The clock, in milliseconds since 1970.
    pub now_ms: i64,
    /// Heads that must be in the log.
    pub known: Vec<KnownHead>,
    /// The keys of the log; without them those in the folder are trusted.
    pub log_keys: Option<LogKeys>,
}

/// Why nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The static log does not hold, or cannot be checked: an auditor's reason.
    #[error("the static log does not hold: {} ({}{}{})", .0, .0.place, if .0.detail.is_empty() { "" } else { ", " }, .0.detail)]
    DoesNotHold(Reason),
    /// The static log ends before a head that is known.
    #[error(
        "the static log holds {size} entries, and {known} are known to be published: it is an old copy. Use the newest one"
    )]
    Behind {
        /// Entries in the static log.
        size: u64,
        /// Entries under the known head.
        known: u64,
    },
    /// The static log contradicts a head that is known.
    #[error(
        "the first {size} entries of the static log are not those of the known head: two histories of one log. Keep both as evidence"
    )]
    Differs {
        /// The size of the known head.
        size: u64,
    },
    /// Payloads are missing that no erasure accounts for.
    #[error("{} payloads are missing, the first of entry {}: figures from this copy would be wrong. Use a copy that holds them", .0.len(), .0.first().copied().unwrap_or_default())]
    PayloadsMissing(Vec<u64>),
    /// The store has a log of this name already.
    #[error("there is a log named {0} already: nothing is ever written over")]
    AlreadyThere(LogName),
    /// The origin names no log that a store can hold.
    #[error("the origin {0} cannot be the name of a ledger")]
    BadOrigin(String),
    /// The static log could not be read, or changed while it was read.
    #[error(transparent)]
    StaticLog(#[from] StaticLogError),
    /// The new store failed.
    #[error("the new store failed: {0}")]
    Store(String),
}

impl From<AppendError> for RestoreError {
    fn from(error: AppendError) -> Self {
        Self::Store(error.to_string())
    }
}

impl From<StoreError> for RestoreError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.to_string())
    }
}

impl RestoreError {
    /// Stable code, in kebab-case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::DoesNotHold(reason) => reason.code.as_str(),
            Self::Behind { .. } => "behind-known-head",
            Self::Differs { .. } => "split-view",
            Self::PayloadsMissing(_) => "payload-missing",
            Self::AlreadyThere(_) => "never-overwritten",
            Self::BadOrigin(_) => "bad-origin",
            Self::StaticLog(error) => error.code(),
            Self::Store(_) => "store-failed",
        }
    }

    /// What is wrong and what to do, in Dutch.
    #[must_use]
    pub fn dutch(&self) -> String {
        match self {
            Self::DoesNotHold(reason) => {
                let detail =
                    if reason.detail.is_empty() { String::new() } else { format!(", {}", reason.detail) };
                format!(
                    "Het statische log klopt niet: {} ({}{detail}). Gebruik een andere kopie.",
                    reason.code.dutch(),
                    reason.place
                )
            }
            Self::Behind { size, known } => format!(
                "Het statische log heeft {size} boekingen, en er zijn er {known} gepubliceerd: dit is een oude kopie. Gebruik de nieuwste."
            ),
            Self::Differs { size } => format!(
                "De eerste {size} boekingen van het statische log zijn niet die van de bekende stand: twee geschiedenissen van één log. \
                 Bewaar beide als bewijs."
            ),
            Self::PayloadsMissing(missing) => format!(
                "Er ontbreekt inhoud van {} boekingen, de eerste is boeking {}: cijfers uit deze kopie zouden fout zijn. Gebruik een \
                 kopie waar alles in staat.",
                missing.len(),
                missing.first().copied().unwrap_or_default()
            ),
            Self::AlreadyThere(log) => {
                format!("Er is al een grootboek {log}: er wordt nooit iets overschreven.")
            }
            Self::BadOrigin(origin) => format!("De oorsprong {origin} kan geen naam van een grootboek zijn."),
            Self::StaticLog(error) => error.dutch(),
            Self::Store(why) => format!("De nieuwe opslag weigerde: {why}."),
        }
    }
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The log.
    pub log: LogName,
    /// Its keys: the one whose seed must be put back signs now.
    pub log_keys: LogKeys,
    /// What the check rests on.
    pub report: Report,
}

/// Verifies a static log as an auditor does, and appends all of it to a store that does not have the log. `progress` is told how many
/// entries are in the store, of how many.
///
/// The log is published in the store with its last append: a store that was cut off before has it unpublished, and is to be thrown away.
///
/// # Errors
/// [`RestoreError`]. Nothing is in the store after any that comes from the log's contents, unless the files changed meanwhile.
pub fn restore(
    folder: &LogFolder,
    store: &dyn Store,
    config: &RestoreConfig,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Restored, RestoreError> {
    let mut reader = ReaderConfig::at(config.now_ms);
    reader.log_keys.clone_from(&config.log_keys);
    let report = match verify_static_log(folder.files(), "checkpoint", &reader) {
        Verdict::Klopt(report) => *report,
        Verdict::KloptNiet(reason) | Verdict::NietTeControleren(reason) => {
            return Err(RestoreError::DoesNotHold(reason));
        }
    };
    if let Some(known) = config.known.iter().find(|known| known.size > report.size) {
        return Err(RestoreError::Behind { size: report.size, known: known.size });
    }
    if !report.withheld.is_empty() {
        return Err(RestoreError::PayloadsMissing(report.withheld));
    }
    let log = log_name(&report.origin).ok_or_else(|| RestoreError::BadOrigin(report.origin.to_string()))?;
    if store.logs()?.iter().any(|(name, _)| *name == log) {
        return Err(RestoreError::AlreadyThere(log));
    }
    check_known(folder, &report, &config.known)?;
    store.create_log(&log, report.origin.as_str().as_bytes())?;
    let head = folder.head()?.ok_or_else(|| StaticLogError::Missing("checkpoint".to_owned()))?;
    let log_keys = LogKeys::parse(&head.log_keys).map_err(RestoreError::DoesNotHold)?;
    let mut rebuilt = Rebuilt::new(store, &log, &report);
    visit(folder, 0, report.size, |stored| {
        let size = stored.index + 1;
        rebuilt.take(stored)?;
        progress(size, report.size);
        Ok::<_, RestoreError>(())
    })?;
    rebuilt.publish(head.checkpoint)?;
    Ok(Restored { log, log_keys, report })
}

/// The known heads are heads of this log.
fn check_known(folder: &LogFolder, report: &Report, known: &[KnownHead]) -> Result<(), RestoreError> {
    if known.is_empty() {
        return Ok(());
    }
    let mut tree = Frontier::new();
    let mut differs = known.iter().find(|known| known.size == 0 && known.root != Hash::EMPTY).map(|k| k.size);
    visit(folder, 0, report.size, |stored| {
        tree.push(leaf_hash(&stored.entry));
        let other = known.iter().find(|known| known.size == tree.size() && known.root != tree.root());
        differs = differs.or(other.map(|known| known.size));
        Ok::<_, RestoreError>(())
    })?;
    differs.map_or(Ok(()), |size| Err(RestoreError::Differs { size }))
}

/// A command whose entries are coming.
struct Coming {
    request: RequestId,
    first_index: u64,
    count: u32,
    /// `None` when a payload is gone.
    digest: Option<BodyDigest>,
}

impl Coming {
    fn new(event: &Event) -> Self {
        let statement = &event.statement;
        let digest = Some(BodyDigest::new(&statement.actor));
        Self { request: statement.request, first_index: event.index, count: 0, digest }
    }

    fn add(&mut self, event: &Event, payload: Option<&[u8]>) {
        self.count = self.count.saturating_add(1);
        let statement = &event.statement;
        match (&mut self.digest, payload) {
            (Some(digest), Some(payload)) => digest.add(&statement.kind, &statement.concerns, payload),
            (digest, _) => *digest = None,
        }
    }

    fn record(&self) -> RequestRecord {
        RequestRecord {
            request: self.request.0,
            first_index: self.first_index,
            count: self.count,
            // No command has this digest: one that comes again is told that its request identifier was used.
            body_digest: self.digest.as_ref().map_or([0; 32], BodyDigest::finish),
        }
    }
}

/// The requests of entries in the order of the log: what a store must know to answer a command that comes again.
#[derive(Default)]
pub(crate) struct Requests {
    coming: Option<Coming>,
}

impl Requests {
    /// Takes the next entry; gives the record of the command before, when this entry ends it.
    pub(crate) fn take(&mut self, entry: &Entry, payload: Option<&[u8]>) -> Option<RequestRecord> {
        let Entry::Event(event) = entry else { return self.end() };
        let same = self.coming.as_ref().is_some_and(|coming| coming.request == event.statement.request);
        let ended = if same { None } else { self.end() };
        self.coming.get_or_insert_with(|| Coming::new(event)).add(event, payload);
        ended
    }

    /// The record of the last command.
    pub(crate) fn end(&mut self) -> Option<RequestRecord> {
        self.coming.take().map(|coming| coming.record())
    }
}

/// The trees of a log's streams, from its entries.
pub(crate) struct StreamTrees(pub(crate) BTreeMap<StreamCode, Frontier>);

impl StreamTrees {
    pub(crate) fn new() -> Self {
        Self(BTreeMap::from([(StreamCode::Region, Frontier::new())]))
    }

    pub(crate) fn take(&mut self, entry: &Entry, leaf: Hash) {
        if let Entry::Event(event) = entry {
            for code in &event.statement.opens {
                self.0.entry(*code).or_default();
            }
        }
        for stream in entry.streams() {
            self.0.entry(stream.code).or_default().push(stream_leaf(entry.index(), leaf));
        }
    }
}

/// The log as it grows in the new store.
struct Rebuilt<'a> {
    store: &'a dyn Store,
    log: &'a LogName,
    origin: &'a Origin,
    root: Hash,
    append: Append,
    bytes: usize,
    requests: Requests,
    streams: StreamTrees,
    tree: Frontier,
    leaves: Vec<Hash>,
}

impl<'a> Rebuilt<'a> {
    fn new(store: &'a dyn Store, log: &'a LogName, report: &'a Report) -> Self {
        Self {
            store,
            log,
            origin: &report.origin,
            root: report.root,
            append: Append::default(),
            bytes: 0,
            requests: Requests::default(),
            streams: StreamTrees::new(),
            tree: Frontier::new(),
            leaves: Vec::new(),
        }
    }

    /// Takes the next entry. It was verified; what could have changed in the file since is looked at again.
    fn take(&mut self, stored: StoredEntry) -> Result<(), RestoreError> {
        let index = stored.index;
        let place = || format!("entry {index}");
        let entry = Entry::parse(&stored.entry).map_err(|e| StaticLogError::damaged(place(), e))?;
        if let (Entry::Event(event), Some(payload)) = (&entry, &stored.payload)
            && !payload_fits(event, payload)
        {
            return Err(StaticLogError::damaged(place(), "its payload is not what it commits to").into());
        }
        let payload = stored.payload.as_ref().map(|payload| payload.bytes.as_slice());
        if let Some(record) = self.requests.take(&entry, payload) {
            self.append.requests.push(record);
            // A command's entries are all in one append: it may end where a command ends.
            if self.bytes >= APPEND_BYTES {
                self.hand_over()?;
            }
        }
        let leaf = leaf_hash(&stored.entry);
        self.tree.push(leaf);
        self.leaves.push(leaf);
        self.streams.take(&entry, leaf);
        self.bytes += stored.byte_count();
        let streams = entry.streams().iter().map(|stream| (key_of(stream.code), stream.revision)).collect();
        self.append.entries.push(NewEntry { entry: stored.entry, payload: stored.payload, streams });
        Ok(())
    }

    fn hand_over(&mut self) -> Result<(), AppendError> {
        let append = std::mem::take(&mut self.append);
        self.append.expected_size = self.tree.size();
        self.bytes = 0;
        self.store.append(self.log, &append)
    }

    /// Appends the rest with the checkpoint, if all of it gives the root that is signed.
    fn publish(mut self, checkpoint: Vec<u8>) -> Result<(), RestoreError> {
        if self.tree.root() != self.root {
            let why = "the entries changed while they were read";
            return Err(StaticLogError::damaged(self.origin, why).into());
        }
        self.append.requests.extend(self.requests.end());
        let tiles =
            extend_tiles(0, &self.leaves, &NoTiles).map_err(|e| StaticLogError::damaged("tile", e))?;
        self.append.publication = Some(Publication {
            checkpoint,
            tiles: tiles.into_iter().map(|(level, number, hashes)| Tile { level, number, hashes }).collect(),
            stream_heads: self.streams.0.iter().map(|(code, tree)| stream_head(*code, tree)).collect(),
        });
        Ok(self.hand_over()?)
    }
}

/// The tiles of the empty tree.
struct NoTiles;

impl TileSource for NoTiles {
    fn tile(&self, _: u8, _: u64) -> Option<Vec<u8>> {
        None
    }
}
