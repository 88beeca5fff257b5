//! Reading a static log from its folder.

use std::path::{Path, PathBuf};

use openboek_proof::bundle::{BundleSource as _, DirectorySource, MAX_FILE, SourceFault};
use openboek_proof::checkpoint::CheckpointNote;
use openboek_proof::entry::Entry;
use openboek_proof::hash::leaf_hash;
use openboek_proof::tree::{TILE_WIDTH, TilePath, TileSource, split_entries};
use openboek_store::{StoredEntry, StoredPayload};

use super::{LogSource, SignedHead, StaticLogError};

/// The file of the newest head.
pub(crate) const CHECKPOINT: &str = "checkpoint";
/// The file of the log's keys.
pub(crate) const LOG_KEYS: &str = "log.vkey";
/// The file of the policy.
pub(crate) const POLICY: &str = "policy";

/// Hashes in a full tile, or entries in a full bundle, as a path counts them.
const FULL: u16 = 256;

/// The folder of one log.
#[derive(Clone, Debug)]
pub struct LogFolder {
    root: PathBuf,
    files: DirectorySource,
}

impl LogFolder {
    /// The log in this folder, which may not be there yet.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), files: DirectorySource::new(root) }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The files, for a verifier.
    #[must_use]
    pub const fn files(&self) -> &DirectorySource {
        &self.files
    }

    /// A file; `None` when it is not there.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StaticLogError> {
        match self.files.read(path, MAX_FILE) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.fault == SourceFault::Missing => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The checkpoint, as far as its form goes; `None` when there is none.
    ///
    /// # Errors
    /// [`StaticLogError`].
    pub fn checkpoint(&self) -> Result<Option<CheckpointNote>, StaticLogError> {
        let Some(bytes) = self.read(CHECKPOINT)? else { return Ok(None) };
        CheckpointNote::parse(&bytes).map(Some).map_err(|e| StaticLogError::damaged(CHECKPOINT, e))
    }

    /// The entry bundle of a number as far as a log of `size` fills it: the partial one, or the full one that took its place.
    fn bundle(&self, number: u64, size: u64) -> Result<Vec<u8>, StaticLogError> {
        let width = width_of(number, size);
        for width in [width, FULL] {
            if let Some(bytes) = self.read(&TilePath::entries(number, width).to_string())? {
                return Ok(bytes);
            }
        }
        Err(StaticLogError::Missing(TilePath::entries(number, width).to_string()))
    }

    fn payload(&self, index: u64) -> Result<Option<StoredPayload>, StaticLogError> {
        let path = payload_path(index);
        let Some(bytes) = self.read(&path)? else { return Ok(None) };
        let Some((salt, payload)) = bytes.split_first_chunk::<32>() else {
            return Err(StaticLogError::damaged(path, "it is shorter than a salt"));
        };
        Ok(Some(StoredPayload { salt: *salt, bytes: payload.to_vec() }))
    }

    /// The first bytes of the last bundle of a log of `size`, which the next entries go behind; empty when that one is full. Its entries must be
    /// those of the tree: damage is not written on.
    pub(crate) fn open_bundle(&self, size: u64) -> Result<Vec<u8>, StaticLogError> {
        let (number, count) = (size / TILE_WIDTH, size % TILE_WIDTH);
        if count == 0 {
            return Ok(Vec::new());
        }
        let mut bytes = self.bundle(number, size)?;
        let place = || TilePath::entries(number, width_of(number, size)).to_string();
        let entries =
            split_entries(&bytes).ok_or_else(|| StaticLogError::damaged(place(), "it is cut off"))?;
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let kept = entries.get(..count).ok_or_else(|| StaticLogError::damaged(place(), "it is cut off"))?;
        let leaves = FolderTiles { folder: self, size }.tile(0, number).unwrap_or_default();
        let mut leaves = leaves.as_chunks().0.iter();
        if !kept.iter().all(|entry| leaves.next() == Some(&leaf_hash(entry).0)) {
            return Err(StaticLogError::damaged(place(), "its entries are not those of the tree"));
        }
        let length = kept.iter().map(|entry| entry.len() + 2).sum();
        bytes.truncate(length);
        Ok(bytes)
    }
}

/// How many entries of a log of `size` stand in a bundle, or leaf hashes in a tile.
fn width_of(number: u64, size: u64) -> u16 {
    let width = size.saturating_sub(number.saturating_mul(TILE_WIDTH)).min(TILE_WIDTH);
    u16::try_from(width).unwrap_or(FULL)
}

/// Where salt and payload of an entry are.
pub(crate) fn payload_path(index: u64) -> String {
    format!("payload/{index}")
}

impl LogSource for LogFolder {
    fn head(&self) -> Result<Option<SignedHead>, StaticLogError> {
        let Some(checkpoint) = self.read(CHECKPOINT)? else { return Ok(None) };
        let there = |path: &str| self.read(path)?.ok_or_else(|| StaticLogError::Missing(path.to_owned()));
        Ok(Some(SignedHead { checkpoint, log_keys: there(LOG_KEYS)?, policy: there(POLICY)? }))
    }

    fn entries(&self, from: u64, until: u64) -> Result<Vec<StoredEntry>, StaticLogError> {
        let number = from / TILE_WIDTH;
        let size = self.checkpoint()?.map_or(until, |note| note.checkpoint.size);
        let bytes = self.bundle(number, size)?;
        let place = || TilePath::entries(number, width_of(number, size)).to_string();
        let entries =
            split_entries(&bytes).ok_or_else(|| StaticLogError::damaged(place(), "it is cut off"))?;
        let first = number * TILE_WIDTH;
        let mut page = Vec::new();
        for (entry, index) in entries.into_iter().zip(first..until) {
            if index < from {
                continue;
            }
            let event = matches!(Entry::parse(entry), Ok(Entry::Event(_)));
            let payload = if event { self.payload(index)? } else { None };
            page.push(StoredEntry { index, entry: entry.to_vec(), payload });
        }
        Ok(page)
    }
}

/// The tiles that a folder has for a tree of one size.
pub(crate) struct FolderTiles<'a> {
    pub(crate) folder: &'a LogFolder,
    /// The size of the tree.
    pub(crate) size: u64,
}

impl TileSource for FolderTiles<'_> {
    fn tile(&self, level: u8, number: u64) -> Option<Vec<u8>> {
        // On each level above the leaves there is one hash for a full tile below.
        let hashes = self.size.checked_shr(u32::from(level) * 8).unwrap_or(0);
        let width = width_of(number, hashes);
        [width, FULL].into_iter().filter(|width| *width > 0).find_map(|width| {
            self.folder.read(&TilePath::hashes(level, number, width).to_string()).ok().flatten()
        })
    }
}
