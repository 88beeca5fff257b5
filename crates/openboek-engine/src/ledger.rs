//! What the writer holds in memory of one log: the rules' state, the revisions, the trees. Everything here can be had again from
//! the store; after a failed append it is.

use std::collections::BTreeMap;

use openboek_proof::checkpoint::{CheckpointNote, LogKey};
use openboek_proof::entry::{Entry, Origin, RecordedAt, StreamCode};
use openboek_proof::hash::{Hash, leaf_hash};
use openboek_proof::tree::{Frontier, frontier_from_tiles};
use openboek_rules::State;
use openboek_store::{Head, LogName, Store, StoreError};
use serde::{Deserialize, Serialize};

use crate::convert::code_of_key;
use crate::draft::Leaf;
use crate::planted::{Bug, planted};
use crate::prove::{StoreTiles, signed_by};
use crate::read::{DecodedEntry, ReadError, for_each};
use crate::receipt::Receipts;
use crate::snapshot;

/// Name of the snapshot of what is folded from all entries.
pub(crate) const STATE: &str = "state";

/// What is folded from all entries: the rules' state, and which receipt is the newest of each document.
pub(crate) type Folded = (State, Receipts);

/// How often a log that others append to is read anew before it is given up.
const OPENINGS_MAX: usize = 20;

/// A snapshot of a fold.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept<T> {
    /// Size of the log it was folded to.
    pub(crate) size: u64,
    /// What was folded.
    pub(crate) value: T,
}

/// The writer's memory of a log.
pub(crate) struct Ledger {
    pub(crate) log: LogName,
    pub(crate) origin: Origin,
    pub(crate) key: LogKey,
    /// Number of entries.
    pub(crate) size: u64,
    /// Size of the tree under the newest checkpoint.
    pub(crate) published_size: u64,
    /// Time of the last entry: `recorded` never goes back, also when the clock does.
    pub(crate) last_recorded: Option<RecordedAt>,
    /// The rules' state after all entries.
    pub(crate) state: State,
    /// The newest receipt of each document.
    pub(crate) receipts: Receipts,
    /// Number of entries per opened stream.
    revisions: BTreeMap<StreamCode, u64>,
    /// The stream trees at the newest seal.
    pub(crate) stream_trees: BTreeMap<StreamCode, Frontier>,
    /// The tree at the newest seal.
    pub(crate) tree: Frontier,
    /// Entries since the newest seal.
    pub(crate) unsealed: Vec<Leaf>,
    /// Size at which the state was last kept as a snapshot.
    pub(crate) snapshot_size: u64,
}

impl Ledger {
    /// Opens a log: the newest snapshot, then the entries after it. The same code serves a fresh start, a restart and a failed append.
    ///
    /// Where others append meanwhile, what was read in several steps is of one moment only when the log stands where it stood.
    pub(crate) fn open(
        store: &dyn Store,
        log: &LogName,
        origin: Origin,
        key: LogKey,
    ) -> Result<Self, ReadError> {
        for _ in 0..OPENINGS_MAX {
            let head = store.head(log)?;
            let opened = Self::open_at(store, log, &head, origin.clone(), key.clone());
            if store.shared().is_none() || store.head(log)?.size == head.size {
                return opened;
            }
        }
        Err(StoreError::Io(format!("log {log} grew faster than it could be read")).into())
    }

    fn open_at(
        store: &dyn Store,
        log: &LogName,
        head: &Head,
        origin: Origin,
        key: LogKey,
    ) -> Result<Self, ReadError> {
        if let Some(checkpoint) = &head.checkpoint {
            let note =
                CheckpointNote::parse(checkpoint).map_err(|e| ReadError::damaged(head.published_size, e))?;
            signed_by(&note, key.verifier_key(), log)?;
        }
        let kept: Kept<Folded> = snapshot::read(store, log, STATE)
            .filter(|kept: &Kept<Folded>| kept.size <= head.size)
            .unwrap_or(Kept { size: 0, value: Folded::default() });
        let (state, receipts) = kept.value;
        let tree = frontier_from_tiles(head.published_size, &StoreTiles { store, log })
            .map_err(|e| ReadError::damaged(head.published_size, e))?;
        let mut ledger = Self {
            log: log.clone(),
            origin,
            key,
            size: 0,
            published_size: head.published_size,
            last_recorded: None,
            state,
            receipts,
            revisions: BTreeMap::from([(StreamCode::Region, 0)]),
            stream_trees: BTreeMap::from([(StreamCode::Region, Frontier::default())]),
            tree,
            unsealed: Vec::new(),
            snapshot_size: kept.size,
        };
        ledger.read_stream_heads(store)?;
        // Between the two sizes lie the entries that the state or the trees still need; the last entry is read for its time.
        let from = kept.size.min(head.published_size).min(head.size.saturating_sub(1));
        ledger.size = from;
        for_each(store, log, from, head.size, |stored| {
            let decoded = DecodedEntry::new(stored)?;
            ledger.replay(&decoded);
            Ok(())
        })?;
        Ok(ledger)
    }

    fn read_stream_heads(&mut self, store: &dyn Store) -> Result<(), ReadError> {
        for head in store.stream_heads(&self.log)? {
            let code = code_of_key(head.stream);
            let roots = head.frontier.into_iter().map(Hash).collect();
            let tree = Frontier::from_roots(head.size, roots).ok_or_else(|| {
                ReadError::damaged(self.published_size, format!("the head of stream {code}"))
            })?;
            self.revisions.insert(code, head.size);
            self.stream_trees.insert(code, tree);
        }
        Ok(())
    }

    fn replay(&mut self, decoded: &DecodedEntry) {
        let index = decoded.stored.index;
        self.last_recorded = Some(decoded.entry.recorded());
        self.size = index + 1;
        if index >= self.snapshot_size {
            self.receipts.take(&decoded.entry);
            if let Some(statement) = &decoded.statement {
                self.state.evolve(index, statement);
            }
        }
        if index >= self.published_size {
            let streams = decoded.entry.streams().iter().map(|s| s.code).collect();
            let opens: &[StreamCode] = match &decoded.entry {
                Entry::Event(event) => &event.statement.opens,
                _ => &[],
            };
            let leaf = Leaf { index, hash: leaf_hash(&decoded.stored.entry), streams };
            self.advance(leaf, opens, decoded.entry.recorded());
        }
    }

    /// Moves the end of the log one entry on.
    pub(crate) fn advance(&mut self, leaf: Leaf, opens: &[StreamCode], recorded: RecordedAt) {
        for opened in opens {
            self.revisions.entry(*opened).or_default();
            self.stream_trees.entry(*opened).or_default();
        }
        for code in &leaf.streams {
            *self.revisions.entry(*code).or_default() += 1;
        }
        self.size = leaf.index + 1;
        self.last_recorded = Some(recorded);
        self.unsealed.push(leaf);
    }

    /// Whether a stream is open.
    pub(crate) fn is_open(&self, code: StreamCode) -> bool {
        self.revisions.contains_key(&code)
    }

    /// The revision the next entry of a stream gets; 0 for a stream that is not open.
    pub(crate) fn next_revision(&self, code: StreamCode) -> u64 {
        self.revisions.get(&code).copied().unwrap_or_default()
    }

    /// The moment to write: the clock's, but never before the last entry's.
    pub(crate) fn moment(&self, now_ms: i64) -> Option<RecordedAt> {
        let now = RecordedAt::from_unix_ms(now_ms)?;
        if planted(Bug::ClockGoesBack) {
            return Some(now);
        }
        Some(self.last_recorded.map_or(now, |last| last.max(now)))
    }

    /// Keeps what is folded as a snapshot.
    pub(crate) fn keep_snapshot(&mut self, store: &dyn Store) {
        snapshot::write(
            store,
            &self.log,
            STATE,
            &Kept { size: self.size, value: (&self.state, &self.receipts) },
        );
        self.snapshot_size = self.size;
    }
}
