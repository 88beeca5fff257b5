//! Snapshots: a file each, beside the database.
//!
//! They are large, replaced often and never missed, so they do not belong into an append-only log. A file is written
//! under another name, synced and renamed: whoever reads sees a whole one. It begins with the BLAKE3 digest of the rest;
//! one that does not fit counts as gone.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use openboek_store::{LogName, SNAPSHOT_NAME_BYTES_MAX, StoreError};

use crate::files::io_error;

const DIGEST_BYTES: usize = 32;

pub(crate) struct Snapshots {
    dir: PathBuf,
    /// One writer at a time: two must not write the same file under its other name.
    writing: Mutex<()>,
}

impl Snapshots {
    pub(crate) fn new(dir: PathBuf) -> Self {
        Self { dir, writing: Mutex::default() }
    }

    /// The file of a snapshot. A name may hold any character, so its bytes are written as hex digits: at most 200.
    fn path(&self, log: &LogName, name: &str) -> PathBuf {
        let digits: String = name.bytes().map(|b| format!("{b:02x}")).collect();
        self.dir.join(log.as_str()).join(digits)
    }

    pub(crate) fn get(&self, log: &LogName, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        if name.is_empty() || name.len() > SNAPSHOT_NAME_BYTES_MAX {
            return Ok(None);
        }
        let path = self.path(log, name);
        let mut file = match fs::read(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(io_error("cannot read", &path, &e)),
        };
        let whole = file.split_first_chunk::<DIGEST_BYTES>();
        if !whole.is_some_and(|(digest, bytes)| blake3::hash(bytes) == *digest) {
            tracing::warn!(log = log.as_str(), name, "a snapshot is damaged; it counts as gone");
            return Ok(None);
        }
        file.drain(..DIGEST_BYTES);
        Ok(Some(file))
    }

    pub(crate) fn put(&self, log: &LogName, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        if name.is_empty() || name.len() > SNAPSHOT_NAME_BYTES_MAX {
            return Err(StoreError::Io(format!("no snapshot can have a name of {} bytes", name.len())));
        }
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.path(log, name);
        // "new" is no hex digits: never the name of a snapshot.
        let new = self.dir.join(log.as_str()).join("new");
        write(&new, &path, bytes).map_err(|e| io_error("cannot write", &path, &e))
    }
}

fn write(new: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(dir) = new.parent() {
        fs::create_dir_all(dir)?;
    }
    let mut file = File::create(new)?;
    file.write_all(blake3::hash(bytes).as_bytes())?;
    file.write_all(bytes)?;
    // Before the name: else a power cut could leave the name without the bytes.
    file.sync_all()?;
    fs::rename(new, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_snapshot_counts_as_gone() {
        let dir = tempfile::tempdir().unwrap();
        let snapshots = Snapshots::new(dir.path().to_owned());
        let log = LogName::new("log").unwrap();
        snapshots.put(&log, "state", b"whole").unwrap();
        let path = snapshots.path(&log, "state");
        let mut bytes = fs::read(&path).unwrap();
        bytes[DIGEST_BYTES] ^= 1;
        fs::write(&path, &bytes).unwrap();
        assert_eq!(snapshots.get(&log, "state").unwrap(), None);
        fs::write(&path, &bytes[..20]).unwrap();
        assert_eq!(snapshots.get(&log, "state").unwrap(), None);
        snapshots.put(&log, "state", b"again").unwrap();
        assert_eq!(snapshots.get(&log, "state").unwrap(), Some(b"again".to_vec()));
    }
}
