//! The contract, kept with sled.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use openboek_store::{
    Append, AppendError, DESCRIPTION_BYTES_MAX, Head, Health, LogName, RequestRecord, Store, StoreError,
    StoredEntry, StreamCode, StreamHead, check_append,
};

use crate::codec::{self, damaged};
use crate::db::Db;
use crate::files::Layout;
use crate::gate::SyncGate;
use crate::item::{Item, What};
use crate::keys::{self, LogNumber};
use crate::load::Loader;
use crate::log::Log;
use crate::long::Writes;
use crate::reading::{entries, find_request, find_tile, stream_positions};
use crate::recorder::{Recorder, Recording};
use crate::snapshots::Snapshots;

const CLOSED: &str = "the store is closed";

/// sled's cache cannot be smaller than this and still work well.
const CACHE_BYTES_MIN: u64 = 1024 * 1024;

/// How a store is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SledOptions {
    /// How many bytes of pages to keep in memory, at least 1 MiB. The process may use about three times as much.
    pub cache_bytes: u64,
}

impl Default for SledOptions {
    /// 128 MiB of cache.
    fn default() -> Self {
        Self { cache_bytes: 128 * 1024 * 1024 }
    }
}

/// A store in one directory, for one process.
///
/// Appends to different logs may come from different threads at once and share their syncs; appends to one log are done
/// one after the other. Dropping the store closes it.
pub struct SledStore {
    /// `None` once closed.
    pub(crate) open: RwLock<Option<Open>>,
    logs: RwLock<BTreeMap<LogName, Arc<Log>>>,
    creating: Mutex<()>,
    snapshots: Snapshots,
}

/// The database, and the way into it.
pub(crate) struct Open {
    pub(crate) db: Arc<Db>,
    recorder: Recorder,
}

impl SledStore {
    /// Opens the store in the directory `path`, which is made when it is not there. All that is found is synced to disk before anything
    /// is read from it; each log's end is checked when the log is first used, so that an opening costs two reads for each.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] when another process has it open, [`StoreError::Damaged`] when what is there is no such store or
    /// not whole, [`StoreError::Io`] when the disk does not answer.
    pub fn open(path: &Path, options: &SledOptions) -> Result<Self, StoreError> {
        Self::open_gated(path, options, SyncGate::default())
    }

    pub(crate) fn open_gated(path: &Path, options: &SledOptions, gate: SyncGate) -> Result<Self, StoreError> {
        let layout = Layout::create(path)?;
        let db = Arc::new(Db::open(&layout, options.cache_bytes.max(CACHE_BYTES_MIN), gate)?);
        check_format(&db)?;
        let recorder = Recorder::open(Arc::clone(&db))?;
        let mut found = Vec::new();
        db.scan_prefix(&keys::logs_prefix(), |key, value| {
            let log = keys::log_name(key).zip(codec::read_log(value));
            found.push(log.ok_or_else(|| damaged("the list of logs is not whole"))?);
            Ok(())
        })?;
        let mut logs = BTreeMap::new();
        for (name, (number, description)) in found {
            let log = Loader { db: &db, name: &name, number }.list(description)?;
            logs.insert(name, Arc::new(log));
        }
        Ok(Self {
            open: RwLock::new(Some(Open { db, recorder })),
            logs: RwLock::new(logs),
            creating: Mutex::default(),
            snapshots: Snapshots::new(layout.snapshots()),
        })
    }

    fn still_open(&self) -> Result<(), StoreError> {
        read(&self.open).as_ref().map(|_| ()).ok_or_else(|| StoreError::Io(CLOSED.to_owned()))
    }

    fn listed(&self, name: &LogName) -> Result<Arc<Log>, StoreError> {
        read(&self.logs).get(name).cloned().ok_or_else(|| StoreError::NoSuchLog(name.clone()))
    }

    /// A log with its streams.
    fn log(&self, db: &Db, name: &LogName) -> Result<Arc<Log>, StoreError> {
        let log = self.listed(name)?;
        log.complete(|size| Loader { db, name, number: log.number }.streams(size))?;
        Ok(log)
    }

    /// Runs a read on a log, with the database held open meanwhile.
    pub(crate) fn with<T>(
        &self,
        name: &LogName,
        f: impl FnOnce(&Db, &Log) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let open = read(&self.open);
        let open = open.as_ref().ok_or_else(|| StoreError::Io(CLOSED.to_owned()))?;
        f(&open.db, &*self.log(&open.db, name)?)
    }
}

/// Nothing was tried: there is no such log, or it could not be read.
fn not_appended(error: StoreError) -> AppendError {
    match error {
        StoreError::NoSuchLog(_) => AppendError::Refused(error.to_string()),
        _ => AppendError::NotRecorded(error.to_string()),
    }
}

/// An empty database gets the format of this version; another format is not ours to read.
fn check_format(db: &Db) -> Result<(), StoreError> {
    match db.get(&keys::format())? {
        Some(format) if format == keys::FORMAT => Ok(()),
        Some(format) => Err(damaged(format_args!(
            "its format is {:?}, this version reads {:?}",
            String::from_utf8_lossy(&format),
            String::from_utf8_lossy(keys::FORMAT)
        ))),
        None if db.last(vec![]..vec![0xff])?.is_some() => Err(damaged("its format is missing")),
        None => {
            let mut writes = Writes::default();
            writes.put(keys::format(), keys::FORMAT.to_owned());
            db.write(writes).map_err(StoreError::Io)
        }
    }
}

/// Appends a checked-out log's batch: the log's revisions are locked by the caller during all of it.
fn append(
    open: &Open,
    log: &Arc<Log>,
    revisions: &mut BTreeMap<StreamCode, u64>,
    batch: &Arc<Append>,
) -> Result<(), AppendError> {
    let arrival = open.recorder.arrive();
    let size = log.visible().head.size;
    let grown = check_append(
        batch,
        size,
        |stream| revisions.get(&stream).copied().unwrap_or(0),
        |request| Ok(find_request(&open.db, log, request)?.is_some()),
    )?;
    let bytes =
        batch.entries.iter().map(|e| e.entry.len() + e.payload.as_ref().map_or(0, |p| p.bytes.len())).sum();
    let item = Item { log: log.number, what: What::Appended(Arc::clone(batch)) };
    open.recorder.record(Recording { item, log: Arc::clone(log), bytes }, arrival)?;
    revisions.extend(grown);
    Ok(())
}

impl Store for SledStore {
    fn logs(&self) -> Result<Vec<(LogName, Vec<u8>)>, StoreError> {
        self.still_open()?;
        Ok(read(&self.logs).iter().map(|(name, log)| (name.clone(), log.description.clone())).collect())
    }

    fn create_log(&self, name: &LogName, description: &[u8]) -> Result<(), AppendError> {
        let open = read(&self.open);
        let open = open.as_ref().ok_or_else(|| AppendError::Refused(CLOSED.to_owned()))?;
        if description.len() > DESCRIPTION_BYTES_MAX {
            let reason = format!("the description is longer than {DESCRIPTION_BYTES_MAX} bytes");
            return Err(AppendError::Refused(reason));
        }
        let _creating = lock(&self.creating);
        let there = read(&self.logs).get(name).cloned();
        match there {
            Some(log) if log.description == description => return Ok(()),
            Some(_) => {
                let reason = format!("log {name} is there already with another description");
                return Err(AppendError::Refused(reason));
            }
            None => {}
        }
        let highest = read(&self.logs).values().map(|log| log.number.0).max();
        let number = highest.map_or(Some(1), |n| n.checked_add(1));
        let number = number.ok_or_else(|| AppendError::Refused("no more logs fit".to_owned()))?;
        if let Health::ReadOnly(reason) = open.db.health() {
            return Err(AppendError::NotRecorded(reason));
        }
        let log = Arc::new(Log::empty(LogNumber(number), description.to_owned()));
        let what = What::Made { name: name.clone(), description: description.to_owned() };
        let item = Item { log: log.number, what };
        let bytes = description.len();
        open.recorder.record(Recording { item, log: Arc::clone(&log), bytes }, open.recorder.arrive())?;
        write(&self.logs).insert(name.clone(), log);
        Ok(())
    }

    fn append(&self, name: &LogName, batch: &Append) -> Result<(), AppendError> {
        self.append_shared(name, &Arc::new(batch.clone()))
    }

    fn append_shared(&self, name: &LogName, batch: &Arc<Append>) -> Result<(), AppendError> {
        let open = read(&self.open);
        let open = open.as_ref().ok_or_else(|| AppendError::Refused(CLOSED.to_owned()))?;
        let log = self.log(&open.db, name).map_err(not_appended)?;
        let mut revisions = lock(&log.revisions);
        // Asked under the log's lock: after an *unknown* batch nobody may judge another by what readers see.
        if let Health::ReadOnly(reason) = open.db.health() {
            return Err(AppendError::NotRecorded(reason));
        }
        append(open, &log, &mut revisions, batch)
    }

    fn head(&self, name: &LogName) -> Result<Head, StoreError> {
        self.still_open()?;
        Ok(self.listed(name)?.visible().head.clone())
    }

    fn entries(
        &self,
        name: &LogName,
        from: u64,
        limit: usize,
        max_bytes: usize,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        self.with(name, |db, log| entries(db, name, log, from, limit, max_bytes))
    }

    fn entry(&self, name: &LogName, index: u64) -> Result<Option<StoredEntry>, StoreError> {
        self.with(name, |db, log| Ok(entries(db, name, log, index, 1, usize::MAX)?.pop()))
    }

    fn stream(
        &self,
        name: &LogName,
        stream: StreamCode,
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        self.with(name, |db, log| stream_positions(db, name, log, stream, from, limit))
    }

    fn request(&self, name: &LogName, request: &[u8; 16]) -> Result<Option<RequestRecord>, StoreError> {
        self.with(name, |db, log| find_request(db, log, request))
    }

    fn tile(&self, name: &LogName, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(name, |db, log| find_tile(db, log, level, number))
    }

    fn stream_heads(&self, name: &LogName) -> Result<Vec<StreamHead>, StoreError> {
        self.with(name, |_, log| Ok(log.visible().stream_heads.values().cloned().collect()))
    }

    fn snapshot(&self, name: &LogName, snapshot: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(name, |_, _| self.snapshots.get(name, snapshot))
    }

    fn put_snapshot(&self, name: &LogName, snapshot: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.with(name, |_, _| self.snapshots.put(name, snapshot, bytes))
    }

    fn health(&self) -> Health {
        read(&self.open).as_ref().map_or_else(|| Health::ReadOnly(CLOSED.to_owned()), |open| open.db.health())
    }

    fn close(&self) -> Result<(), StoreError> {
        // Waits for every call that holds the database open.
        let Some(Open { db, recorder }) = write(&self.open).take() else { return Ok(()) };
        drop(db);
        recorder
            .close()
            .map_or_else(|| Err(StoreError::Io("the database is still in use".to_owned())), Db::close)
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        if let Err(error) = self.close() {
            tracing::error!(%error, "the store could not be closed well");
        }
    }
}

// What a lock guards is changed in one step each time: a panic elsewhere leaves it whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
