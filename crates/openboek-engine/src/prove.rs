//! Proofs and bundles from what is published.

use std::collections::{BTreeMap, BTreeSet};

use openboek_proof::bundle::{BundleContents, BundleEntry, BundleError, write_bundle};
use openboek_proof::checkpoint::CheckpointNote;
use openboek_proof::entry::StreamCode;
use openboek_proof::hash::Hash;
use openboek_proof::note::VerifierKey;
use openboek_proof::tree::{TileSource, TreeError, consistency_proof, inclusion_proof};
use openboek_rules::Stream;
use openboek_store::{LogName, Store, StoreError, StoredEntry};

use crate::convert::{code_of, key_of};
use crate::engine::{Engine, Log, OpenError};
use crate::read::ReadError;
use crate::receipt::basis;

/// The tiles of a published tree, from the store.
pub(crate) struct StoreTiles<'a> {
    pub(crate) store: &'a dyn Store,
    pub(crate) log: &'a LogName,
}

impl TileSource for StoreTiles<'_> {
    fn tile(&self, level: u8, number: u64) -> Option<Vec<u8>> {
        self.store.tile(self.log, level, number).ok().flatten()
    }
}

/// Why a proof or bundle could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// Reading failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The log's key is needed for its public part, and could not be had.
    #[error(transparent)]
    Key(#[from] OpenError),
    /// Nothing is published yet, or not that far.
    #[error("not published yet: {0}")]
    NotPublished(String),
    /// The municipality has no stream in this log.
    #[error("no stream {0} in this log")]
    NoSuchStream(Stream),
    /// The checkpoint that was handed in is none.
    #[error("that is no checkpoint: {0}")]
    BadCheckpoint(String),
    /// The bundle could not be written.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// More entries than a bundle holds.
    #[error("{found} entries are more than a bundle holds ({limit}); check the static log instead")]
    TooLarge {
        /// Entries needed.
        found: usize,
        /// The limit.
        limit: usize,
    },
}

impl From<TreeError> for ProveError {
    fn from(error: TreeError) -> Self {
        match error {
            TreeError::OutOfRange => Self::NotPublished(error.to_string()),
            TreeError::MissingTile { .. } => {
                Self::Read(ReadError::Store(StoreError::Damaged(error.to_string())))
            }
        }
    }
}

impl From<StoreError> for ProveError {
    fn from(error: StoreError) -> Self {
        Self::Read(error.into())
    }
}

/// What a bundle is asked for.
#[derive(Clone, Debug)]
pub struct BundleRequest {
    /// The municipality; `region` for the region's stream alone.
    pub holder: Stream,
    /// Size of the published tree it is made for; `None` for the newest.
    pub size: Option<u64>,
    /// Documents that receipts in it are about, by file name.
    pub documents: BTreeMap<String, Vec<u8>>,
    /// A checkpoint note the reader kept from last time, if any.
    pub previous: Option<Vec<u8>>,
    /// The descriptor set that decodes the payloads.
    pub schema: Vec<u8>,
}

impl BundleRequest {
    /// A holder's bundle at the newest checkpoint.
    #[must_use]
    pub const fn newest(holder: Stream, schema: Vec<u8>) -> Self {
        Self { holder, size: None, documents: BTreeMap::new(), previous: None, schema }
    }
}

impl Engine {
    /// The newest checkpoint note and its size.
    ///
    /// # Errors
    /// [`ProveError`].
    pub fn checkpoint(&self, arrangement: &str) -> Result<(Vec<u8>, u64), ProveError> {
        let log = self.readable(arrangement)?;
        let head = self.store.head(&log.name)?;
        let note = head.checkpoint.ok_or_else(|| ProveError::NotPublished("no checkpoint".to_owned()))?;
        Ok((note, head.published_size))
    }

    /// The log's verifier key, one line without its end.
    ///
    /// # Errors
    /// [`ProveError`].
    pub fn verifier_key(&self, arrangement: &str) -> Result<String, ProveError> {
        let log = self.readable(arrangement)?;
        Ok(self.public_key(&log)?.to_string())
    }

    /// The keys of the log, as their file `log.vkey`.
    ///
    /// # Errors
    /// [`ProveError`].
    pub fn log_keys(&self, arrangement: &str) -> Result<Vec<u8>, ProveError> {
        let log = self.readable(arrangement)?;
        Ok(log_keys(&self.public_key(&log)?))
    }

    /// The policy in force, as its file.
    ///
    /// # Errors
    /// [`ProveError`].
    pub fn policy(&self, arrangement: &str) -> Result<Vec<u8>, ProveError> {
        let log = self.readable(arrangement)?;
        Ok(policy(&self.public_key(&log)?))
    }

    /// The public part of the log's key, when it is the one that signed the newest checkpoint: with another one every proof would seem false.
    fn public_key(&self, log: &Log) -> Result<VerifierKey, ProveError> {
        let key = self.key(log)?.verifier_key().clone();
        if let Some(note) = self.store.head(&log.name)?.checkpoint {
            signed_by(&parse_note(&note)?, &key, &log.name)?;
        }
        Ok(key)
    }

    /// The inclusion proof of an entry in the tree of a published size.
    ///
    /// # Errors
    /// [`ProveError::NotPublished`] when the size is not published or the index lies at or beyond it.
    pub fn inclusion(&self, arrangement: &str, index: u64, size: u64) -> Result<Vec<Hash>, ProveError> {
        let log = self.published(arrangement, size)?;
        Ok(inclusion_proof(&StoreTiles { store: &*self.store, log: &log.name }, index, size)?)
    }

    /// The consistency proof between two published sizes.
    ///
    /// # Errors
    /// [`ProveError::NotPublished`].
    pub fn consistency(&self, arrangement: &str, old: u64, new: u64) -> Result<Vec<Hash>, ProveError> {
        let log = self.published(arrangement, new)?;
        Ok(consistency_proof(&StoreTiles { store: &*self.store, log: &log.name }, old, new)?)
    }

    fn published(&self, arrangement: &str, size: u64) -> Result<std::sync::Arc<Log>, ProveError> {
        let log = self.readable(arrangement)?;
        let published = self.see(&log)?.published_size;
        if size == 0 || size > published {
            return Err(ProveError::NotPublished(format!("size {size}; published is {published}")));
        }
        Ok(log)
    }
}

/// Positions of a stream's entries below a size.
pub(crate) fn stream_positions(
    store: &dyn Store,
    log: &LogName,
    stream: StreamCode,
    below: u64,
) -> Result<Vec<u64>, StoreError> {
    let (mut positions, mut from) = (Vec::new(), 0_u64);
    loop {
        let page = store.stream(log, key_of(stream), from, crate::read::PAGE_ENTRIES)?;
        let Some(last) = page.last().copied() else { return Ok(positions) };
        from += page.len() as u64;
        positions.extend(page.into_iter().filter(|index| *index < below));
        if last >= below {
            return Ok(positions);
        }
    }
}

/// That a log's newest checkpoint is signed by the key there is of it.
pub(crate) fn signed_by(note: &CheckpointNote, key: &VerifierKey, log: &LogName) -> Result<(), ReadError> {
    if note.is_signed_by(key) == Ok(true) { Ok(()) } else { Err(ReadError::OtherKey(log.clone())) }
}

/// No key has been retired yet: the one there is.
pub(crate) fn log_keys(key: &VerifierKey) -> Vec<u8> {
    format!("{key}\n").into_bytes()
}

/// No witnesses yet: the policy says so, and the verifier tells its reader.
pub(crate) fn policy(key: &VerifierKey) -> Vec<u8> {
    format!("log {key}\nquorum none\n").into_bytes()
}

fn parse_note(note: &[u8]) -> Result<CheckpointNote, ProveError> {
    CheckpointNote::parse(note).map_err(|e| ProveError::BadCheckpoint(e.to_string()))
}

/// What a bundle is made of, all at one published size.
struct Collected {
    checkpoint: Vec<u8>,
    size: u64,
    entries: Vec<StoredEntry>,
}

impl Engine {
    /// A bundle (log-format section 6) for a council: its stream, `region`, the seals, proofs and payloads, at the newest checkpoint.
    ///
    /// # Errors
    /// [`ProveError`].
    pub fn bundle(
        &self,
        arrangement: &str,
        request: &BundleRequest,
    ) -> Result<BTreeMap<String, Vec<u8>>, ProveError> {
        let log = self.readable(arrangement)?;
        let codes = BTreeSet::from([code_of(request.holder), StreamCode::Region]);
        let kept = request.previous.as_deref().map(parse_note).transpose()?;
        let previous_size = kept.as_ref().map(|note| note.checkpoint.size);
        let collected = self.collect(&log, &codes, request.size, previous_size)?;
        let tiles = StoreTiles { store: &*self.store, log: &log.name };
        let previous = match kept {
            Some(note) => {
                let proof = consistency_proof(&tiles, note.checkpoint.size, collected.size)?;
                Some((note, proof))
            }
            None => None,
        };
        let mut entries = Vec::with_capacity(collected.entries.len());
        for stored in collected.entries {
            let proof = inclusion_proof(&tiles, stored.index, collected.size)?;
            let payload = stored.payload.map(|payload| (payload.salt, payload.bytes));
            entries.push(BundleEntry { bytes: stored.entry, proof, payload });
        }
        let checkpoint = parse_note(&collected.checkpoint)?;
        let key = self.key(&log)?.verifier_key().clone();
        signed_by(&checkpoint, &key, &log.name)?;
        let contents = BundleContents {
            checkpoint,
            policy: policy(&key),
            log_keys: vec![key],
            authors: Vec::new(),
            streams: codes,
            entries,
            previous,
            documents: request.documents.clone(),
            schema: request.schema.clone(),
        };
        Ok(write_bundle(&contents)?)
    }

    /// The checkpoint note of an earlier published size: signing gives the same bytes each time, so it is the note that was published then.
    fn earlier_checkpoint(&self, log: &Log, size: u64, newest: u64) -> Result<Vec<u8>, ProveError> {
        let basis = if size < newest { basis(&*self.store, &log.name, size)? } else { None };
        let none = || ProveError::NotPublished(format!("size {size}; published is {newest}"));
        let basis = basis.ok_or_else(none)?;
        Ok(self.key(log)?.sign_checkpoint(basis.size, basis.root))
    }

    fn collect(
        &self,
        log: &Log,
        codes: &BTreeSet<StreamCode>,
        size: Option<u64>,
        previous_size: Option<u64>,
    ) -> Result<Collected, ProveError> {
        let head = self.store.head(&log.name)?;
        let newest = head.published_size;
        let checkpoint =
            head.checkpoint.ok_or_else(|| ProveError::NotPublished("no checkpoint".to_owned()))?;
        let (checkpoint, size) = match size.filter(|size| *size != newest) {
            None => (checkpoint, newest),
            Some(earlier) => (self.earlier_checkpoint(log, earlier, newest)?, earlier),
        };
        let opened: BTreeSet<_> = self.store.stream_heads(&log.name)?.into_iter().map(|h| h.stream).collect();
        if let Some(missing) = codes.iter().find(|code| !opened.contains(&key_of(**code))) {
            return Err(ProveError::NoSuchStream(crate::convert::stream_of(*missing)));
        }
        let mut positions: BTreeSet<u64> = BTreeSet::from([size - 1]);
        positions.extend(previous_size.and_then(|old| old.checked_sub(1)));
        for code in codes {
            positions.extend(stream_positions(&*self.store, &log.name, *code, size)?);
        }
        let limit = self.options.bundle_entries;
        if positions.len() > limit {
            return Err(ProveError::TooLarge { found: positions.len(), limit });
        }
        let mut entries = Vec::with_capacity(positions.len());
        for index in positions {
            let stored = self.store.entry(&log.name, index)?;
            entries.push(stored.ok_or_else(|| ReadError::damaged(index, "it is missing"))?);
        }
        Ok(Collected { checkpoint, size, entries })
    }
}
