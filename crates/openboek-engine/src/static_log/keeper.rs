//! The thread that keeps the static logs up with what is published, out of the writers' way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use openboek_proof::checkpoint::{CheckpointNote, LogKey};
use openboek_proof::hash::Hash;
use openboek_proof::tree::frontier_from_tiles;
use openboek_store::{LogName, Store, StoreError};

use super::{LogFolder, StaticLogError, StoredLog, extend};
use crate::convert::origin_of;
use crate::keys::KeyRing;
use crate::prove::{StoreTiles, log_keys, policy};

/// How long a folder that could not be written is left alone.
const RETRY: Duration = Duration::from_secs(5);

/// What was published since somebody looked.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Mutex<Rung>,
    told: Condvar,
}

#[derive(Default)]
struct Rung {
    logs: BTreeSet<LogName>,
    ending: bool,
}

impl Bell {
    /// A log has a new checkpoint.
    pub(crate) fn ring(&self, log: &LogName) {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner).logs.insert(log.clone());
        self.told.notify_one();
    }

    fn end(&self) {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner).ending = true;
        self.told.notify_one();
    }

    /// The logs that were published since; `true` when these are the last. Waits, but with `patience` no longer than that.
    fn wait(&self, patience: Option<Duration>) -> (BTreeSet<LogName>, bool) {
        let quiet = |rung: &mut Rung| rung.logs.is_empty() && !rung.ending;
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rung = match patience {
            None => self.told.wait_while(rung, quiet).unwrap_or_else(PoisonError::into_inner),
            Some(patience) => {
                self.told.wait_timeout_while(rung, patience, quiet).unwrap_or_else(PoisonError::into_inner).0
            }
        };
        (std::mem::take(&mut rung.logs), rung.ending)
    }
}

/// The running thread.
pub(crate) struct Keeper {
    bell: Arc<Bell>,
    trouble: Arc<Mutex<Option<String>>>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread works with.
pub(crate) struct Kept {
    pub(crate) root: PathBuf,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) keys: Arc<KeyRing>,
    pub(crate) bell: Arc<Bell>,
}

impl Keeper {
    /// Starts; every log that there is counts as published just now.
    pub(crate) fn start(kept: Kept, logs: impl Iterator<Item = LogName>) -> std::io::Result<Self> {
        for log in logs {
            kept.bell.ring(&log);
        }
        let (bell, trouble) = (kept.bell.clone(), Arc::new(Mutex::new(None)));
        let told = trouble.clone();
        let thread = std::thread::Builder::new().name("static logs".to_owned());
        let thread = thread.spawn(move || kept.run(&told))?;
        Ok(Self { bell, trouble, thread: Some(thread) })
    }

    /// Why the static logs are behind; `None` while they can be written.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Writes what is published, and ends. Writers have ended before.
    pub(crate) fn finish(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.bell.end();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread of the static logs stopped by a panic");
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if self.thread.is_some() {
            self.end();
        }
    }
}

impl Kept {
    fn run(&self, trouble: &Mutex<Option<String>>) {
        let mut failed: BTreeSet<LogName> = BTreeSet::new();
        let mut known = BTreeMap::new();
        loop {
            let (mut logs, last) = self.bell.wait((!failed.is_empty()).then_some(RETRY));
            logs.append(&mut failed);
            let mut why = None;
            for log in logs {
                if let Err(error) = self.write(&log, &mut known) {
                    tracing::error!(%log, code = error.code(), %error, "the static log is behind");
                    why = Some(error.to_string());
                    failed.insert(log);
                }
            }
            *trouble.lock().unwrap_or_else(PoisonError::into_inner) = why;
            if last {
                return;
            }
        }
    }

    /// Brings one log up to date. `known` remembers the public key and policy of each.
    fn write(
        &self,
        log: &LogName,
        known: &mut BTreeMap<LogName, (Vec<u8>, Vec<u8>)>,
    ) -> Result<(), StaticLogError> {
        let stored = match known.get(log).cloned() {
            Some((log_keys, policy)) => StoredLog { store: &*self.store, log, log_keys, policy },
            None => stored_log(&*self.store, &self.keys, log)?,
        };
        known.insert(log.clone(), (stored.log_keys.clone(), stored.policy.clone()));
        let folder = LogFolder::new(&self.root.join(log.as_str()));
        let behind = |there: u64, size: u64| tracing::info!(%log, there, size, "writing the static log");
        let extended = extend(&folder, &stored, &mut behind_long(behind))?;
        tracing::debug!(%log, before = extended.before, size = extended.size, "the static log is up to date");
        Ok(())
    }
}

/// Tells of progress only where there is much to do.
fn behind_long(mut tell: impl FnMut(u64, u64)) -> impl FnMut(u64, u64) {
    const STEP: u64 = 65_536;
    move |there, size| {
        if there.is_multiple_of(STEP) {
            tell(there, size);
        }
    }
}

/// A log of a store as a source.
///
/// # Errors
/// When there is no such log, or no key of it.
pub fn stored_log<'a>(
    store: &'a dyn Store,
    keys: &KeyRing,
    log: &'a LogName,
) -> Result<StoredLog<'a>, StaticLogError> {
    let logs = store.logs()?;
    let (_, description) =
        logs.into_iter().find(|(name, _)| name == log).ok_or_else(|| StoreError::NoSuchLog(log.clone()))?;
    let origin = origin_of(&description)
        .ok_or_else(|| StaticLogError::damaged(log, "its description is no origin"))?;
    let seed = keys.find(log)?.ok_or_else(|| StaticLogError::KeyMissing(log.to_string()))?;
    let key = LogKey::from_seed(&seed, &origin).map_err(|e| StaticLogError::damaged("the key", e))?;
    let key = key.verifier_key();
    Ok(StoredLog { store, log, log_keys: log_keys(key), policy: policy(key) })
}

/// Checks, before anything is written, that no static log is ahead of the store or has another history: then the store is an old copy.
///
/// # Errors
/// [`StaticLogError::Ahead`] or [`StaticLogError::Differs`]; also when the folder cannot be read.
pub(crate) fn check_heads(root: &Path, store: &dyn Store) -> Result<(), StaticLogError> {
    if !root.exists() {
        return Ok(());
    }
    let logs = store.logs()?;
    for item in std::fs::read_dir(root).map_err(|e| StaticLogError::io(root, e))? {
        let path = item.map_err(|e| StaticLogError::io(root, e))?.path();
        let Some(log) = path.file_name().and_then(|name| name.to_str()).and_then(LogName::new) else {
            continue;
        };
        let Some(note) = LogFolder::new(&path).checkpoint()? else { continue };
        let there = logs.iter().any(|(name, _)| *name == log);
        let here = if there { store.head(&log)?.published_size } else { 0 };
        compare(store, &log, &note, here)?;
    }
    Ok(())
}

fn compare(store: &dyn Store, log: &LogName, note: &CheckpointNote, here: u64) -> Result<(), StaticLogError> {
    let at = &note.checkpoint;
    let origin = at.origin.to_string();
    if at.size > here {
        return Err(StaticLogError::Ahead { log: origin, folder: at.size, here });
    }
    if root_at(store, log, at.size)? != at.root {
        return Err(StaticLogError::Differs { log: origin, size: at.size });
    }
    if at.size < here {
        tracing::warn!(%log, folder = at.size, here, "the static log is behind; it is brought up to date");
    }
    Ok(())
}

/// The root of a store's tree of a published size.
pub(crate) fn root_at(store: &dyn Store, log: &LogName, size: u64) -> Result<Hash, StaticLogError> {
    let tree = frontier_from_tiles(size, &StoreTiles { store, log });
    tree.map(|tree| tree.root()).map_err(|e| StaticLogError::damaged(format!("the tree of {log}"), e))
}
