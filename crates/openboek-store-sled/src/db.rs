//! sled behind four words: read, scan, commit, close. Turns its errors and panics into ours.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use openboek_store::{AppendError, Health, StoreError};

use crate::codec::damaged;
use crate::files::{DataFiles, Layout, Lock};
use crate::gate::SyncGate;
use crate::group::GroupSync;
use crate::keys::Key;
use crate::long::Writes;

/// How many bytes may be written between two syncs, unless one batch alone is larger.
///
/// sled uses the place of an overwritten page again once two further segments (of 512 KiB) were written after its
/// replacement, and counts its own flush as durable. Were that much written between two of our syncs, a power cut could
/// find the old page overwritten and the new one not yet on disk: an acknowledged entry lost. With one to three bytes
/// of log for each byte given, this limit keeps us far below that.
pub(crate) const UNSYNCED_BYTES_MAX: usize = 256 * 1024;

/// How long background threads of a store just closed may keep sled's own lock.
const REOPEN_WAIT: Duration = Duration::from_secs(5);

const READ_ONLY_ADVICE: &str = "the store is read-only until it is opened anew";

pub(crate) struct Db {
    tree: sled::Db,
    files: DataFiles,
    group: GroupSync,
    writer: Mutex<Writer>,
    /// Why the store is read-only, if it is.
    broken: Mutex<Option<String>>,
    // Last, so that it is let go of last.
    _lock: Lock,
}

/// What is serialised: applying a batch, and sled's flush.
#[derive(Default)]
struct Writer {
    unsynced_bytes: usize,
    /// A batch stopped half-way: sled must write nothing any more, for it would write that half.
    half_applied: bool,
}

impl Db {
    pub(crate) fn open(layout: &Layout, cache_bytes: u64, gate: SyncGate) -> Result<Self, StoreError> {
        let lock = layout.lock()?;
        layout.clean()?;
        let config = sled::Config::new()
            .path(layout.sled())
            .cache_capacity(cache_bytes)
            // No thread of its own: we flush, and then sync. (`mode` is not set: this version reads it nowhere.)
            .flush_every_ms(None);
        let tree = open_sled(&config)?;
        let files = layout.data_files(gate)?;
        let (group, writer, broken) = (GroupSync::default(), Mutex::default(), Mutex::default());
        Ok(Self { tree, files, group, writer, broken, _lock: lock })
    }

    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<sled::IVec>, StoreError> {
        guarded(|| self.tree.get(key))
    }

    /// Shows the values of a range in order, until `visit` says `false`.
    pub(crate) fn scan(
        &self,
        range: Range<Key>,
        mut visit: impl FnMut(&[u8], &[u8]) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let mut found = self.tree.range(range);
        while let Some((key, value)) = guarded(|| found.next().transpose())? {
            if !visit(&key, &value)? {
                break;
            }
        }
        Ok(())
    }

    /// Shows the values whose keys begin so.
    pub(crate) fn scan_prefix(
        &self,
        prefix: &[u8],
        mut visit: impl FnMut(&[u8], &[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut found = self.tree.scan_prefix(prefix);
        while let Some((key, value)) = guarded(|| found.next().transpose())? {
            visit(&key, &value)?;
        }
        Ok(())
    }

    /// The last value of a range.
    pub(crate) fn last(&self, range: Range<Key>) -> Result<Option<(sled::IVec, sled::IVec)>, StoreError> {
        guarded(|| self.tree.range(range).next_back().transpose())
    }

    pub(crate) fn health(&self) -> Health {
        lock(&self.broken).clone().map_or(Health::Ready, Health::ReadOnly)
    }

    /// Writes a batch, atomic and durable on `Ok`.
    ///
    /// A crash before sled has written the whole batch leaves nothing of it: sled begins each batch with a record of its
    /// end, and recovery stops before a batch whose end is not there. A crash after leaves all of it, though nobody was
    /// told yet: the writer's *unknown*.
    ///
    /// # Errors
    ///
    /// `NotRecorded` when nothing was written, `Unknown` when the batch was written and not synced. After the latter the
    /// store is read-only.
    pub(crate) fn commit(&self, mut writes: Writes) -> Result<(), AppendError> {
        for stage in writes.take_stages() {
            // Parts of long values lie ready before anything refers to them: when this fails, nothing is recorded.
            self.apply(stage).and_then(|()| self.sync()).map_err(|e| AppendError::NotRecorded(reason(e)))?;
        }
        self.apply(writes)?;
        // The point of commitment: a batch is recorded when a sync that began after it was applied has ended.
        self.sync()
    }

    fn apply(&self, writes: Writes) -> Result<(), AppendError> {
        loop {
            let mut writer = lock(&self.writer);
            if let Health::ReadOnly(reason) = self.health() {
                return Err(AppendError::NotRecorded(reason));
            }
            let unsynced = writer.unsynced_bytes.saturating_add(writes.bytes);
            if writer.unsynced_bytes == 0 || unsynced <= UNSYNCED_BYTES_MAX {
                // Pages that cannot be read are found here, before the first change.
                writes.touch.iter().try_for_each(|key| self.get(key).map(drop)).map_err(not_recorded)?;
                writer.unsynced_bytes = unsynced;
                return self.apply_to(&mut writer, writes);
            }
            drop(writer);
            self.sync().map_err(|e| AppendError::NotRecorded(reason(e)))?;
        }
    }

    fn apply_to(&self, writer: &mut Writer, writes: Writes) -> Result<(), AppendError> {
        guarded(|| self.tree.apply_batch(writes.batch)).map_err(|error| {
            writer.half_applied = true;
            self.break_down(&error.to_string())
        })
    }

    /// Returns `Ok` when all that was applied before this call is on disk.
    fn sync(&self) -> Result<(), AppendError> {
        self.group.join(|| self.flush_and_sync()).map_err(|reason| self.break_down(&reason))
    }

    fn flush_and_sync(&self) -> Result<(), String> {
        let mut writer = lock(&self.writer);
        if writer.half_applied {
            return Err("a batch stopped half-way".to_owned());
        }
        guarded(|| self.tree.flush()).map_err(|e| e.to_string())?;
        writer.unsynced_bytes = 0;
        drop(writer);
        self.files.sync().map_err(|e| e.to_string())
    }

    /// Makes the store read-only; the first reason stays.
    fn break_down(&self, reason: &str) -> AppendError {
        let mut broken = lock(&self.broken);
        if broken.is_none() {
            tracing::error!(reason, "{READ_ONLY_ADVICE}");
        }
        let reason = broken.get_or_insert_with(|| format!("{reason}; {READ_ONLY_ADVICE}"));
        AppendError::Unknown(reason.clone())
    }

    /// Makes everything durable and lets go of the files.
    pub(crate) fn close(self) -> Result<(), StoreError> {
        let synced = self.sync().map_err(|e| StoreError::Io(reason(e)));
        let half_applied = lock(&self.writer).half_applied;
        let Self { tree, .. } = self;
        if half_applied {
            // sled flushes when it is dropped, which would write half a batch. So its memory and its lock stay until
            // this process ends.
            std::mem::forget(tree);
        } else {
            guarded(|| {
                drop(tree);
                Ok(())
            })?;
        }
        synced
    }
}

fn not_recorded(error: StoreError) -> AppendError {
    AppendError::NotRecorded(error.to_string())
}

/// The reason alone, without the word for its certainty.
fn reason(error: AppendError) -> String {
    match error {
        AppendError::Refused(reason) | AppendError::NotRecorded(reason) | AppendError::Unknown(reason) => {
            reason
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens sled, waiting a little for the background threads of an opening before this one.
fn open_sled(config: &sled::Config) -> Result<sled::Db, StoreError> {
    let start = Instant::now();
    loop {
        match guarded(|| config.open()) {
            // Our own lock is held, so sled's can only be held by what is left of an earlier opening.
            Err(StoreError::Io(message)) if message.contains("could not acquire lock") => {
                if start.elapsed() > REOPEN_WAIT {
                    return Err(StoreError::Busy(message));
                }
                thread::sleep(Duration::from_millis(5));
            }
            other => return other,
        }
    }
}

/// Calls sled, whose answer to a damaged file may be an error or a panic.
fn guarded<T>(call: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(error))) => Err(StoreError::Io(error.to_string())),
        Ok(Err(error)) => Err(damaged(error)),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
            Err(damaged(format_args!("the database gave up: {text}")))
        }
    }
}
