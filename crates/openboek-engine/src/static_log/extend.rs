//! Bringing a static log up to its source's newest head.

use openboek_proof::entry::Entry;
use openboek_proof::hash::{Hash, leaf_hash};
use openboek_proof::tree::{Frontier, TILE_WIDTH, TilePath, extend_tiles, frontier_from_tiles, push_entry};
use openboek_store::StoredEntry;

use super::files::payload_file;
use super::folder::{CHECKPOINT, FolderTiles, LOG_KEYS, POLICY, payload_path};
use super::write::Durable;
use super::{CheckedHead, LogFolder, LogSource, SignedHead, StaticLogError, check_head, payload_fits, visit};

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extended {
    /// The size of the log in the folder before.
    pub before: u64,
    /// Its size now.
    pub size: u64,
}

/// Copies what the folder does not have yet, and puts the new checkpoint in its place when everything it covers is durable. Nothing that
/// a checkpoint covers is ever written over. `progress` is told how many entries there are so far, and how many there will be.
///
/// A run that was cut off leaves the old checkpoint; the next one writes the same files again.
///
/// # Errors
/// [`StaticLogError`]. The folder then has the head it had: also [`Ahead`](StaticLogError::Ahead) and
/// [`Differs`](StaticLogError::Differs), when the source is not a continuation of it.
pub fn extend(
    folder: &LogFolder,
    source: &dyn LogSource,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Extended, StaticLogError> {
    let Some(head) = source.head()? else {
        return match folder.checkpoint()? {
            None => Ok(Extended::default()),
            Some(note) => Err(ahead(&note.checkpoint, 0)),
        };
    };
    let new = check_head(&head)?;
    let at = &new.note.checkpoint;
    let (before, tree) = held(folder, &new)?;
    if before == at.size {
        if tree.root() != at.root {
            return Err(differs(&new, before));
        }
        // What stands there was written by an earlier run: damage of its newest part is told, that of the keys mended.
        folder.open_bundle(before)?;
        replace_keys(folder, &head)?;
        // The same tree may have got more signatures.
        if folder.read(CHECKPOINT)?.as_deref() != Some(&head.checkpoint) {
            Durable::new(folder.path()).replace(CHECKPOINT, &head.checkpoint)?;
        }
        return Ok(Extended { before, size: before });
    }
    let mut copy = Copy::new(folder, before, tree)?;
    visit(source, before, at.size, |stored| {
        let index = stored.index;
        copy.take(&new, stored)?;
        if (index + 1).is_multiple_of(TILE_WIDTH) {
            progress(index + 1, at.size);
        }
        Ok::<_, StaticLogError>(())
    })?;
    if copy.tree.root() != at.root {
        return Err(differs(&new, at.size));
    }
    copy.finish(before, at.size)?;
    replace_keys(folder, &head)?;
    copy.files.replace(CHECKPOINT, &head.checkpoint)?;
    copy.clear(before, at.size);
    progress(at.size, at.size);
    Ok(Extended { before, size: at.size })
}

/// Puts the source's keys and policy in their places, when they are others.
fn replace_keys(folder: &LogFolder, head: &SignedHead) -> Result<(), StaticLogError> {
    for (path, bytes) in [(LOG_KEYS, &head.log_keys), (POLICY, &head.policy)] {
        if folder.read(path)?.as_ref() != Some(bytes) {
            Durable::new(folder.path()).replace(path, bytes)?;
        }
    }
    Ok(())
}

fn ahead(at: &openboek_proof::checkpoint::Checkpoint, here: u64) -> StaticLogError {
    StaticLogError::Ahead { log: at.origin.to_string(), folder: at.size, here }
}

fn differs(head: &CheckedHead, size: u64) -> StaticLogError {
    StaticLogError::Differs { log: head.note.checkpoint.origin.to_string(), size }
}

/// What the folder holds: its size and tree, of the same log, signed by one of the same keys, and not beyond the new head.
fn held(folder: &LogFolder, new: &CheckedHead) -> Result<(u64, Frontier), StaticLogError> {
    let Some(note) = folder.checkpoint()? else { return Ok((0, Frontier::new())) };
    let (old, at) = (&note.checkpoint, &new.note.checkpoint);
    if old.origin != at.origin || !new.keys.all().any(|key| note.is_signed_by(key) == Ok(true)) {
        let why = format!("it is not a checkpoint of {} under the same key", at.origin);
        return Err(StaticLogError::damaged(CHECKPOINT, why));
    }
    if old.size > at.size {
        return Err(ahead(old, at.size));
    }
    let tree = frontier_from_tiles(old.size, &FolderTiles { folder, size: old.size })
        .map_err(|e| StaticLogError::damaged("tile", e))?;
    if tree.root() != old.root {
        return Err(StaticLogError::damaged("tile", "the tiles do not give the root of the checkpoint"));
    }
    Ok((old.size, tree))
}

/// A copy under way.
struct Copy<'a> {
    folder: &'a LogFolder,
    files: Durable<'a>,
    tree: Frontier,
    leaves: Vec<Hash>,
    /// The bundle that is being filled.
    bundle: Vec<u8>,
    /// Entries whose payload goes, since an erasure is under the new head.
    erased: Vec<u64>,
}

impl<'a> Copy<'a> {
    fn new(folder: &'a LogFolder, before: u64, tree: Frontier) -> Result<Self, StaticLogError> {
        let bundle = folder.open_bundle(before)?;
        let files = Durable::new(folder.path());
        Ok(Self { folder, files, tree, leaves: Vec::new(), bundle, erased: Vec::new() })
    }

    fn take(&mut self, head: &CheckedHead, stored: StoredEntry) -> Result<(), StaticLogError> {
        let index = stored.index;
        let place = || format!("entry {index}");
        let entry = Entry::parse(&stored.entry).map_err(|e| StaticLogError::damaged(place(), e))?;
        if entry.index() != index || *entry.origin() != head.note.checkpoint.origin {
            return Err(StaticLogError::damaged(place(), "its bytes name another position or log"));
        }
        match (&entry, &stored.payload) {
            (Entry::Event(event), Some(payload)) if payload_fits(event, payload) => {
                self.files.write(&payload_path(index), &payload_file(payload))?;
            }
            (_, None) => {}
            (_, Some(_)) => {
                return Err(StaticLogError::damaged(place(), "its payload is not what it commits to"));
            }
        }
        if let Entry::Event(event) = &entry {
            self.erased.extend(event.statement.erases);
        }
        let leaf = leaf_hash(&stored.entry);
        self.tree.push(leaf);
        self.leaves.push(leaf);
        push_entry(&mut self.bundle, &stored.entry)
            .ok_or_else(|| StaticLogError::damaged(place(), "it is too long"))?;
        if self.tree.size().is_multiple_of(TILE_WIDTH) {
            self.write_bundle(index / TILE_WIDTH, 256)?;
        }
        Ok(())
    }

    fn write_bundle(&mut self, number: u64, width: u16) -> Result<(), StaticLogError> {
        let bundle = std::mem::take(&mut self.bundle);
        self.files.write(&TilePath::entries(number, width).to_string(), &bundle)
    }

    /// Writes the last bundle and the tiles.
    fn finish(&mut self, before: u64, size: u64) -> Result<(), StaticLogError> {
        if !self.bundle.is_empty() {
            let width = u16::try_from(size % TILE_WIDTH).unwrap_or(u16::MAX);
            self.write_bundle(size / TILE_WIDTH, width)?;
        }
        let old = FolderTiles { folder: self.folder, size: before };
        let tiles = extend_tiles(before, &self.leaves, &old);
        for (level, number, hashes) in tiles.map_err(|e| StaticLogError::damaged("tile", e))? {
            let width = u16::try_from(hashes.len() / 32).unwrap_or(u16::MAX);
            self.files.write(&TilePath::hashes(level, number, width).to_string(), &hashes)?;
        }
        Ok(())
    }

    /// Takes away what the new head makes needless: partial tiles whose full one is there, as `tlog-tiles` allows, and payloads that were
    /// erased. What cannot be taken away only takes room.
    fn clear(&self, before: u64, size: u64) {
        for index in &self.erased {
            let _ = std::fs::remove_file(self.folder.path().join(payload_path(*index)));
        }
        let (mut old, mut new, mut level) = (before, size, 0_u8);
        while new > 0 {
            // The tile that was partial before, when it is full now.
            let (number, full) = (old / TILE_WIDTH, new / TILE_WIDTH);
            if number < full && !old.is_multiple_of(TILE_WIDTH) {
                self.remove_partial(&TilePath::hashes(level, number, 256));
                if level == 0 {
                    self.remove_partial(&TilePath::entries(number, 256));
                }
            }
            (old, new, level) = (number, full, level + 1);
        }
    }

    fn remove_partial(&self, full: &TilePath) {
        let _ = std::fs::remove_dir_all(self.folder.path().join(format!("{full}.p")));
    }
}
