//! sled behind four words: read, scan, apply, close. Turns its errors and panics into ours.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use openboek_store::{Health, StoreError};

use crate::apply;
use crate::codec::{self, damaged};
use crate::files::{DataFiles, Layout, Lock};
use crate::gate::SyncGate;
use crate::item::Record;
use crate::keys::{self, Key};
use crate::long::Writes;
use crate::requests::NewRun;
use crate::segments;

/// How sled cuts up its file. Part of the format: data with another size is not opened.
///
/// sled counts its own flush as durable, and overwrites an old page once two whole segments were written after the one that
/// replaces it. Were that much written between two of our syncs, a power cut could find the old page overwritten and the
/// new one not on disk: the database could not be opened any more, and the journal holds only its newest end. sled writes about five
/// bytes for each byte given (measured), so [`BATCH_BYTES_MAX`] come to less than one of the two segments; sled's own 512 KiB would
/// leave no such room.
const SEGMENT_BYTES: usize = 2 * 1024 * 1024;

/// The most bytes of one batch, with the run of requests that it may make.
const BATCH_BYTES_MAX: usize = 256 * 1024;

/// How long background threads of a store just closed may keep sled's own lock.
const REOPEN_WAIT: Duration = Duration::from_secs(5);

/// Steps after which closing opens sled once more, for the sake of the next start.
const STEPS_WORTH_AN_OPENING: u64 = 64;

const READ_ONLY_ADVICE: &str = "the store is read-only until it is opened anew";

pub(crate) struct Db {
    tree: sled::Db,
    layout: Layout,
    files: DataFiles,
    gate: SyncGate,
    /// Steps since it was opened.
    steps: AtomicU64,
    config: sled::Config,
    /// Why the store is read-only, if it is.
    broken: Mutex<Option<String>>,
    /// A batch stopped half-way: sled must write nothing any more, for it would write that half.
    half_applied: AtomicBool,
    // Last, so that it is let go of last.
    _lock: Lock,
}

impl Db {
    pub(crate) fn open(layout: &Layout, cache_bytes: u64, gate: SyncGate) -> Result<Self, StoreError> {
        let lock = layout.lock()?;
        let config = |path: PathBuf| {
            sled::Config::new()
                .path(path)
                .cache_capacity(cache_bytes)
                // No thread of its own: we flush, and then sync. (`mode` is not set: this version reads it nowhere.)
                .segment_size(SEGMENT_BYTES)
                .flush_every_ms(None)
        };
        if layout.lacks_database()? {
            drop(open_sled(&config(layout.unfinished()))?);
            layout.finish_database(&gate)?;
        }
        layout.clean()?;
        layout.write_again_after_failure()?;
        layout.sync_data(&gate).inspect_err(|_| layout.note_failed_sync())?;
        segments::check(&layout.sled().join("db"), SEGMENT_BYTES as u64)?;
        let config = config(layout.sled());
        let tree = open_sled(&config)?;
        let files = layout.data_files(gate.clone()).inspect_err(|_| layout.note_failed_sync())?;
        Ok(Self {
            tree,
            layout: layout.clone(),
            files,
            gate,
            steps: AtomicU64::new(0),
            config,
            broken: Mutex::default(),
            half_applied: AtomicBool::new(false),
            _lock: lock,
        })
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(crate) fn gate(&self) -> SyncGate {
        self.gate.clone()
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

    pub(crate) fn is_broken(&self) -> bool {
        lock(&self.broken).is_some()
    }

    /// The newest record of the journal that is in the database.
    pub(crate) fn applied(&self) -> Result<u64, StoreError> {
        match self.get(&keys::group())? {
            Some(value) => {
                codec::read_group(&value).ok_or_else(|| damaged("the number of a group is not whole"))
            }
            None => Ok(0),
        }
    }

    /// Brings records of the journal into the database, and syncs it; afterwards the journal up to the last of them is not needed any more.
    ///
    /// One batch of sled, or several where that would be more than sled can take between two syncs. A single record that is larger than
    /// that goes in stages: what nobody sees yet goes before. Applied again after a crash, it gives the same pieces, which several records
    /// need not.
    ///
    /// Returns the runs of requests that came to be.
    pub(crate) fn apply(&self, records: &[Record]) -> Result<Vec<NewRun>, String> {
        let Some(last) = records.last() else { return Ok(Vec::new()) };
        let items = records.iter().flat_map(|record| &record.items);
        let (mut writes, mut runs) = apply::writes(self, items).map_err(|e| e.to_string())?;
        writes.put(keys::group(), codec::group_value(last.number));
        if writes.byte_count() > BATCH_BYTES_MAX {
            if records.len() > 1 {
                let (older, newer) = records.split_at(records.len() / 2);
                runs = self.apply(older)?;
                runs.extend(self.apply(newer)?);
                return Ok(runs);
            }
            for stage in writes.take_stages() {
                self.write(stage)?;
            }
        }
        self.write(writes)?;
        Ok(runs)
    }

    /// Writes one batch and syncs it.
    pub(crate) fn write(&self, writes: Writes) -> Result<(), String> {
        let mut batch = sled::Batch::default();
        for (key, value) in writes.into_batch() {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        let applied = guarded(|| self.tree.apply_batch(batch));
        if applied.is_err() {
            self.half_applied.store(true, Ordering::SeqCst);
        }
        applied.map_err(|e| e.to_string()).and_then(|()| self.flush_and_sync())?;
        self.steps.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    fn flush_and_sync(&self) -> Result<(), String> {
        guarded(|| self.tree.flush()).map_err(|e| e.to_string())?;
        self.files.sync().map_err(|e| e.to_string())
    }

    /// Makes the store read-only and returns the reason.
    pub(crate) fn break_down(&self, reason: &str) -> String {
        tracing::error!(reason, "{READ_ONLY_ADVICE}");
        self.layout.note_failed_sync();
        let reason = format!("{reason}; {READ_ONLY_ADVICE}");
        *lock(&self.broken) = Some(reason.clone());
        reason
    }

    /// Makes everything durable and lets go of the files. Nothing may be on its way any more.
    pub(crate) fn close(self) -> Result<(), StoreError> {
        if self.half_applied.load(Ordering::SeqCst) {
            // sled flushes when it is dropped, which would write half a batch. So its memory and its lock stay until this
            // process ends.
            std::mem::forget(self.tree);
            return Err(StoreError::Io(format!("a batch stopped half-way; {READ_ONLY_ADVICE}")));
        }
        let synced = self.flush_and_sync().map_err(StoreError::Io);
        let dropped = guarded(|| {
            drop(self.tree);
            Ok(())
        });
        let written = self.steps.load(Ordering::SeqCst);
        synced.and(dropped)?;
        if written >= STEPS_WORTH_AN_OPENING {
            // sled reads all that was written since its last opening, and keeps what it found in a snapshot of its own. Doing that
            // here makes the next start as quick as if nothing had been written.
            drop(open_sled(&self.config)?);
        }
        Ok(())
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
