//! sled behind four words: read, scan, commit, close. Turns its errors and panics into ours.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use openboek_store::{AppendError, Health, StoreError};

use crate::codec::{self, damaged};
use crate::files::{DataFiles, Layout, Lock, Mark};
use crate::gate::SyncGate;
use crate::group::{Coming, GroupCommit, GroupError, Weighed};
use crate::keys::{self, Key};
use crate::long::Writes;

/// How sled cuts up its file. Part of the format: data with another size is not opened.
///
/// sled counts its own flush as durable, and overwrites an old page once two whole segments were written after the one that
/// replaces it. Were that much written between two of our syncs, a power cut could find the old page overwritten and the
/// new one not on disk: an acknowledged entry lost. sled writes about five bytes for each byte given (measured), so
/// [`GROUP_BYTES_MAX`] comes to less than one of the two segments; sled's own 512 KiB would leave no such room.
const SEGMENT_BYTES: usize = 2 * 1024 * 1024;

/// How many bytes a group may hold, unless one batch alone is larger.
const GROUP_BYTES_MAX: usize = 128 * 1024;

/// How long background threads of a store just closed may keep sled's own lock.
const REOPEN_WAIT: Duration = Duration::from_secs(5);

/// Groups of appends after which closing opens sled once more, for the sake of the next start.
const GROUPS_WORTH_AN_OPENING: u64 = 256;

const READ_ONLY_ADVICE: &str = "the store is read-only until it is opened anew";

pub(crate) struct Db {
    tree: sled::Db,
    layout: Layout,
    files: DataFiles,
    mark: Mark,
    group: GroupCommit<Writes>,
    /// The number of the newest group.
    groups: AtomicU64,
    /// That number when the store was opened.
    groups_at_open: u64,
    config: sled::Config,
    /// Why the store is read-only, if it is.
    broken: Mutex<Option<String>>,
    /// A batch stopped half-way: sled must write nothing any more, for it would write that half.
    half_applied: AtomicBool,
    // Last, so that it is let go of last.
    _lock: Lock,
}

/// An append on its way.
pub(crate) type Arrival<'a> = Coming<'a, Writes>;

impl Db {
    pub(crate) fn open(layout: &Layout, cache_bytes: u64, gate: SyncGate) -> Result<Self, StoreError> {
        let lock = layout.lock()?;
        layout.clean()?;
        layout.write_again_after_failure()?;
        let config = sled::Config::new()
            .path(layout.sled())
            .cache_capacity(cache_bytes)
            // No thread of its own: we flush, and then sync. (`mode` is not set: this version reads it nowhere.)
            .segment_size(SEGMENT_BYTES)
            .flush_every_ms(None);
        let tree = open_sled(&config)?;
        let (mark, synced) = Mark::open(layout)?;
        let groups = newest_group(&tree, synced)?;
        let files = layout.data_files(gate).inspect_err(|_| layout.note_failed_sync())?;
        mark.set(groups).map_err(|e| StoreError::Io(e.to_string()))?;
        Ok(Self {
            tree,
            layout: layout.clone(),
            files,
            mark,
            groups: AtomicU64::new(groups),
            groups_at_open: groups,
            config,
            group: GroupCommit::new(GROUP_BYTES_MAX),
            broken: Mutex::default(),
            half_applied: AtomicBool::new(false),
            _lock: lock,
        })
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

    /// Announces an append, as soon as nothing but its own work is before it.
    pub(crate) fn arrive(&self) -> Arrival<'_> {
        self.group.announce()
    }

    /// Writes a batch, atomic and durable on `Ok`.
    ///
    /// A crash before sled has written the whole group leaves nothing of it: sled begins a batch with a record of its end,
    /// and recovery stops before a batch whose end is not there. A crash after leaves all of it, though nobody was told
    /// yet: the writer's *unknown*.
    ///
    /// # Errors
    ///
    /// `NotRecorded` when nothing was written, `Unknown` when it was begun and did not end well. After the latter the store
    /// is read-only.
    pub(crate) fn commit(&self, mut writes: Writes, arrival: Arrival<'_>) -> Result<(), AppendError> {
        // Pages that cannot be read are found here, before the first change.
        for key in &writes.touch {
            self.get(key).map_err(|e| AppendError::NotRecorded(e.to_string()))?;
        }
        let mut arrival = Some(arrival);
        for stage in writes.take_stages() {
            // No group need wait for what comes after the stages.
            arrival = None;
            // Parts of long values lie ready before anything refers to them: when this fails, nothing is recorded.
            self.commit_one(stage, None).map_err(|e| AppendError::NotRecorded(reason(e)))?;
        }
        self.commit_one(writes, arrival)
    }

    fn commit_one(&self, writes: Writes, arrival: Option<Arrival<'_>>) -> Result<(), AppendError> {
        let outcome = self.group.commit(writes, arrival, |group| self.write_group(group));
        outcome.map_err(|error| match error {
            GroupError::NotTried(reason) => AppendError::NotRecorded(reason),
            GroupError::Failed(reason) => AppendError::Unknown(reason),
        })
    }

    /// Writes a group as one batch and syncs it. The end of the sync is the point of commitment of all appends in it.
    fn write_group(&self, group: Vec<Writes>) -> Result<(), String> {
        // One thread at a time is here.
        let number = self.groups.load(Ordering::SeqCst).saturating_add(1);
        let mut batch = sled::Batch::default();
        batch.insert(keys::group(), codec::group_value(number));
        for (key, value) in group.into_iter().flat_map(Writes::into_changes) {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        let applied = guarded(|| self.tree.apply_batch(batch));
        if applied.is_err() {
            self.half_applied.store(true, Ordering::SeqCst);
        }
        let written = applied.map_err(|e| e.to_string()).and_then(|()| self.flush_and_sync());
        let marked = written.and_then(|()| self.mark.set(number).map_err(|e| e.to_string()));
        marked.map_err(|reason| self.break_down(&reason))?;
        self.groups.store(number, Ordering::SeqCst);
        Ok(())
    }

    fn flush_and_sync(&self) -> Result<(), String> {
        guarded(|| self.tree.flush()).map_err(|e| e.to_string())?;
        self.files.sync().map_err(|e| e.to_string())
    }

    /// Makes the store read-only and returns the reason.
    fn break_down(&self, reason: &str) -> String {
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
        let written = self.groups.load(Ordering::SeqCst) - self.groups_at_open;
        synced.and(dropped)?;
        if written >= GROUPS_WORTH_AN_OPENING {
            // sled reads all that was written since its last opening, and keeps what it found in a snapshot of its own. Doing that
            // here makes the next start as quick as if nothing had been written.
            drop(open_sled(&self.config)?);
        }
        Ok(())
    }
}

impl Weighed for Writes {
    fn weight(&self) -> usize {
        self.bytes
    }
}

/// The number of the newest group, which must not be older than the one that was synced.
fn newest_group(tree: &sled::Db, synced: u64) -> Result<u64, StoreError> {
    let number = match guarded(|| tree.get(keys::group()))? {
        Some(value) => {
            codec::read_group(&value).ok_or_else(|| damaged("the number of a group is not whole"))?
        }
        None => 0,
    };
    if number < synced {
        let lost = synced - number;
        return Err(damaged(format_args!(
            "the end of the data is gone: {lost} groups of appends are missing"
        )));
    }
    Ok(number)
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
