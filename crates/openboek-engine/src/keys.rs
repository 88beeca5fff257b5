//! Log keys: one Ed25519 seed per log, kept outside the store so that a copy of the data is not a copy of the key.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use openboek_store::LogName;

/// Why a key could not be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file system refused.
    #[error("key file {path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no key of 32 bytes.
    #[error(
        "key file {0} does not hold 32 bytes; put the right file back, never make a new one for an existing log"
    )]
    Damaged(PathBuf),
    /// The system gave no randomness.
    #[error("no randomness: {0}")]
    NoRandomness(String),
}

/// Where the seeds are.
pub enum KeyRing {
    /// One file `<log>.key` per log, readable by the owner only.
    Folder(PathBuf),
    /// In memory, for a store in memory.
    Memory(Mutex<BTreeMap<LogName, [u8; 32]>>),
}

impl KeyRing {
    /// Keys in memory.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::Memory(Mutex::default())
    }

    /// The seed of a log, when there is one.
    ///
    /// # Errors
    /// [`KeyError::Io`] or [`KeyError::Damaged`].
    pub fn find(&self, log: &LogName) -> Result<Option<[u8; 32]>, KeyError> {
        match self {
            Self::Memory(seeds) => Ok(seeds.lock().unwrap_or_else(|e| e.into_inner()).get(log).copied()),
            Self::Folder(folder) => {
                let path = folder.join(format!("{log}.key"));
                let mut bytes = Vec::new();
                match File::open(&path) {
                    Ok(mut file) => file
                        .read_to_end(&mut bytes)
                        .map_err(|source| KeyError::Io { path: path.clone(), source })?,
                    Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
                    Err(source) => return Err(KeyError::Io { path, source }),
                };
                <[u8; 32]>::try_from(bytes.as_slice()).map(Some).map_err(|_| KeyError::Damaged(path))
            }
        }
    }

    /// The seed of a log, made and kept durably when there is none yet.
    ///
    /// # Errors
    /// As [`KeyRing::find`], and [`KeyError::NoRandomness`].
    pub fn find_or_create(&self, log: &LogName) -> Result<[u8; 32], KeyError> {
        if let Some(seed) = self.find(log)? {
            return Ok(seed);
        }
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|e| KeyError::NoRandomness(e.to_string()))?;
        match self {
            Self::Memory(_) => self.put(log, &seed)?,
            Self::Folder(folder) if write_durably(folder, log, &seed, false)? => {}
            // Another process made one meanwhile: that is the log's.
            Self::Folder(folder) => {
                let missing = || KeyError::Damaged(folder.join(format!("{log}.key")));
                return self.find(log)?.ok_or_else(missing);
            }
        }
        Ok(seed)
    }

    /// Puts the seed of a log in its place, durable on return: of a log whose key comes back from its own backup.
    ///
    /// # Errors
    /// [`KeyError::Io`].
    pub fn put(&self, log: &LogName, seed: &[u8; 32]) -> Result<(), KeyError> {
        match self {
            Self::Memory(seeds) => {
                seeds.lock().unwrap_or_else(|e| e.into_inner()).insert(log.clone(), *seed);
                Ok(())
            }
            Self::Folder(folder) => write_durably(folder, log, seed, true).map(drop),
        }
    }
}

/// Makes the folder of the keys; its name is durable on return, and those of the folders above it that were made with it.
fn make_folder(folder: &Path) -> io::Result<()> {
    let missing = folder.ancestors().take_while(|folder| !folder.exists()).count();
    fs::create_dir_all(folder)?;
    // Its own name also when it was there: who made it may have been killed before this.
    for parent in fs::canonicalize(folder)?.ancestors().skip(1).take(missing.max(1)) {
        match File::open(parent) {
            // A folder that was given to us, in one that we may not look into.
            Err(e) if missing == 0 && e.kind() == io::ErrorKind::PermissionDenied => {}
            opened => opened?.sync_all()?,
        }
    }
    Ok(())
}

/// Writes beside, syncs, puts in its place, syncs the folder: a crash leaves the key whole or not there. One that is there is replaced when
/// asked; otherwise it stays, and the answer is `false`.
fn write_durably(folder: &Path, log: &LogName, seed: &[u8; 32], replace: bool) -> Result<bool, KeyError> {
    let path = folder.join(format!("{log}.key"));
    let fail = |source| KeyError::Io { path: path.clone(), source };
    make_folder(folder).map_err(fail)?;
    // Processes that share the folder write each beside its own.
    let beside = folder.join(format!("{log}.key.new-{}", std::process::id()));
    let _ = fs::remove_file(&beside);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).map_err(fail)?;
    file.write_all(seed).and_then(|()| file.sync_all()).map_err(fail)?;
    let placed = if replace {
        fs::rename(&beside, &path).map(|()| true)
    } else {
        // A link, unlike a rename, never takes the place of what is there.
        let linked = fs::hard_link(&beside, &path);
        fs::remove_file(&beside).and(match linked {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            linked => linked.map(|()| true),
        })
    };
    let placed = placed.map_err(fail)?;
    File::open(folder).and_then(|dir| dir.sync_all()).map_err(fail)?;
    Ok(placed)
}
