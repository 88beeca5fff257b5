//! The contract, kept with sled.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use openboek_store::{
    Append, AppendError, DESCRIPTION_BYTES_MAX, Head, Health, LogName, RequestRecord, Store, StoreError,
    StoredEntry, StreamCode, StreamHead, check_append,
};

use crate::block::{Record, read_block};
use crate::codec::{self, damaged};
use crate::db::Db;
use crate::files::Layout;
use crate::gate::SyncGate;
use crate::keys::{self, LogNumber};
use crate::load::Loader;
use crate::log::{Log, OldTiles};
use crate::long::{Writes, assemble, read_long};
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
    pub(crate) db: RwLock<Option<Db>>,
    logs: RwLock<BTreeMap<LogName, Arc<Log>>>,
    creating: Mutex<()>,
    snapshots: Snapshots,
}

impl SledStore {
    /// Opens the store in the directory `path`, which is made when it is not there. All that is found is synced to disk and
    /// each log's end is checked before anything is read from it.
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
        let db = Db::open(&layout, options.cache_bytes.max(CACHE_BYTES_MIN), gate)?;
        check_format(&db)?;
        let mut found = Vec::new();
        db.scan_prefix(&keys::logs_prefix(), |key, value| {
            let log = keys::log_name(key).zip(codec::read_log(value));
            found.push(log.ok_or_else(|| damaged("the list of logs is not whole"))?);
            Ok(())
        })?;
        let mut logs = BTreeMap::new();
        for (name, (number, description)) in found {
            let log = Loader { db: &db, name: &name, number }.load(description)?;
            logs.insert(name, Arc::new(log));
        }
        Ok(Self {
            db: RwLock::new(Some(db)),
            logs: RwLock::new(logs),
            creating: Mutex::default(),
            snapshots: Snapshots::new(layout.snapshots()),
        })
    }

    fn log(&self, name: &LogName) -> Result<Arc<Log>, StoreError> {
        read(&self.logs).get(name).cloned().ok_or_else(|| StoreError::NoSuchLog(name.clone()))
    }

    /// Runs a read on a log, with the database held open meanwhile.
    fn with<T>(
        &self,
        name: &LogName,
        f: impl FnOnce(&Db, &Log) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let db = read(&self.db);
        let db = db.as_ref().ok_or_else(|| StoreError::Io(CLOSED.to_owned()))?;
        f(db, &*self.log(name)?)
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
            db.commit(writes, db.arrive()).map_err(|e| StoreError::Io(e.to_string()))
        }
    }
}

/// Appends a checked-out log's batch: the log's revisions are locked by the caller during all of it.
fn append(
    db: &Db,
    log: &Log,
    revisions: &mut BTreeMap<StreamCode, u64>,
    batch: &Append,
) -> Result<(), AppendError> {
    let arrival = db.arrive();
    let before = read(&log.visible).head.clone();
    let grown = check_append(
        batch,
        before.size,
        |stream| revisions.get(&stream).copied().unwrap_or(0),
        |request| Ok(db.get(&keys::request(log.number, request))?.is_some()),
    )?;
    let old_tiles = match &batch.publication {
        Some(p) => log.old_tiles(db, p).map_err(|e| AppendError::NotRecorded(e.to_string()))?,
        None => OldTiles::new(),
    };
    let writes = log.writes(batch, &before, &old_tiles)?;
    write(&log.visible).old_tiles = old_tiles;
    match db.commit(writes, arrival) {
        Ok(()) => {
            write(&log.visible).take(batch);
            revisions.extend(grown);
            Ok(())
        }
        // The batch may be in the database: its old tiles keep hiding it until the store is opened anew.
        Err(error @ AppendError::Unknown(_)) => Err(error),
        Err(error) => {
            write(&log.visible).old_tiles.clear();
            Err(error)
        }
    }
}

impl Store for SledStore {
    fn logs(&self) -> Result<Vec<(LogName, Vec<u8>)>, StoreError> {
        if read(&self.db).is_none() {
            return Err(StoreError::Io(CLOSED.to_owned()));
        }
        Ok(read(&self.logs).iter().map(|(name, log)| (name.clone(), log.description.clone())).collect())
    }

    fn create_log(&self, name: &LogName, description: &[u8]) -> Result<(), AppendError> {
        let db = read(&self.db);
        let db = db.as_ref().ok_or_else(|| AppendError::Refused(CLOSED.to_owned()))?;
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
        let log = Log::empty(LogNumber(number), description.to_owned());
        db.commit(log.creation(name), db.arrive())?;
        write(&self.logs).insert(name.clone(), Arc::new(log));
        Ok(())
    }

    fn append(&self, name: &LogName, batch: &Append) -> Result<(), AppendError> {
        let db = read(&self.db);
        let db = db.as_ref().ok_or_else(|| AppendError::Refused(CLOSED.to_owned()))?;
        let log = self.log(name).map_err(|e| AppendError::Refused(e.to_string()))?;
        let mut revisions = lock(&log.revisions);
        // Asked under the log's lock: after an *unknown* batch nobody may judge another by what readers see.
        if let Health::ReadOnly(reason) = db.health() {
            return Err(AppendError::NotRecorded(reason));
        }
        append(db, &log, &mut revisions, batch)
    }

    fn head(&self, name: &LogName) -> Result<Head, StoreError> {
        self.with(name, |_, log| Ok(read(&log.visible).head.clone()))
    }

    fn entries(
        &self,
        name: &LogName,
        from: u64,
        limit: usize,
        max_bytes: usize,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        self.with(name, |db, log| {
            let mut page = Page { limit, max_bytes, bytes: 0, found: Vec::new() };
            if limit > 0 {
                each_entry(db, name, log, from, |record| page.take(record))?;
            }
            Ok(page.found)
        })
    }

    fn entry(&self, name: &LogName, index: u64) -> Result<Option<StoredEntry>, StoreError> {
        self.with(name, |db, log| {
            let mut found = None;
            each_entry(db, name, log, index, |record| {
                found = Some(record.to_stored());
                false
            })?;
            Ok(found)
        })
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
        self.with(name, |db, log| {
            let Some(value) = db.get(&keys::request(log.number, request))? else {
                return Ok(None);
            };
            let record = codec::read_request(request, &value)
                .ok_or_else(|| damaged(format_args!("log {name}: the record of a request is not whole")))?;
            let end = record.first_index.saturating_add(u64::from(record.count));
            // sled shows the record before its batch is recorded; the log's size does not.
            Ok((end <= read(&log.visible).head.size).then_some(record))
        })
    }

    fn tile(&self, name: &LogName, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(name, |db, log| {
            // Held during the read: no batch begins in between.
            let visible = read(&log.visible);
            match visible.old_tiles.get(&(level, number)) {
                Some(old) => Ok(old.clone()),
                None => read_long(db, &keys::tile(log.number, level, number)),
            }
        })
    }

    fn stream_heads(&self, name: &LogName) -> Result<Vec<StreamHead>, StoreError> {
        self.with(name, |_, log| Ok(read(&log.visible).stream_heads.values().cloned().collect()))
    }

    fn snapshot(&self, name: &LogName, snapshot: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(name, |_, _| self.snapshots.get(name, snapshot))
    }

    fn put_snapshot(&self, name: &LogName, snapshot: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.with(name, |_, _| self.snapshots.put(name, snapshot, bytes))
    }

    fn health(&self) -> Health {
        read(&self.db).as_ref().map_or_else(|| Health::ReadOnly(CLOSED.to_owned()), Db::health)
    }

    fn close(&self) -> Result<(), StoreError> {
        // Waits for every call that holds the database open.
        let db = write(&self.db).take();
        db.map_or(Ok(()), Db::close)
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        if let Err(error) = self.close() {
            tracing::error!(%error, "the store could not be closed well");
        }
    }
}

/// A range of entries as it is read.
struct Page {
    limit: usize,
    max_bytes: usize,
    bytes: usize,
    found: Vec<StoredEntry>,
}

impl Page {
    /// Takes an entry in, if it fits, and says whether another may.
    fn take(&mut self, record: &Record<'_>) -> bool {
        let entry = record.to_stored();
        self.bytes = self.bytes.saturating_add(entry.byte_count());
        if self.bytes > self.max_bytes && !self.found.is_empty() {
            return false;
        }
        self.found.push(entry);
        self.found.len() < self.limit
    }
}

/// Shows the entries from `from` to the log's end, in order, until `visit` says `false`.
fn each_entry(
    db: &Db,
    name: &LogName,
    log: &Log,
    from: u64,
    mut visit: impl FnMut(&Record<'_>) -> bool,
) -> Result<(), StoreError> {
    let size = read(&log.visible).head.size;
    if from >= size {
        return Ok(());
    }
    let missing = |index| damaged(format_args!("log {name}: entry {index} is missing"));
    let key = |index| keys::entry(log.number, index);
    // The block that holds the first one may begin before it.
    let block = db.last(key(0)..key(from.saturating_add(1)))?;
    let begin = block.and_then(|(key, _)| keys::entry_index(&key)).ok_or_else(|| missing(from))?;
    let (mut next, mut going) = (begin, true);
    db.scan(key(begin)..key(size), |key, value| {
        if keys::entry_index(key) != Some(next) {
            return Err(missing(next));
        }
        let block = assemble(db, key, value)?;
        let records = read_block(next, &block)
            .ok_or_else(|| damaged(format_args!("log {name}: the block of entry {next} is not whole")))?;
        for record in records.iter().filter(|r| r.index >= from && r.index < size) {
            if !visit(record) {
                going = false;
                return Ok(false);
            }
        }
        next = records.last().map_or(next, |r| r.index.saturating_add(1));
        Ok(true)
    })?;
    if going && next < size { Err(missing(next)) } else { Ok(()) }
}

/// Positions from revision `from` on: first the run that holds it, then the runs after.
fn stream_positions(
    db: &Db,
    name: &LogName,
    log: &Log,
    stream: StreamCode,
    from: u64,
    limit: usize,
) -> Result<Vec<u64>, StoreError> {
    let gap = || damaged(format_args!("log {name}: stream {stream} has a gap"));
    let size = read(&log.visible).head.size;
    let run = |revision| keys::run(log.number, stream, revision);
    let start = match db.last(run(0)..run(from.saturating_add(1)))? {
        Some((key, _)) => keys::run_place(&key).ok_or_else(gap)?.1,
        None => return Ok(Vec::new()),
    };
    let (mut found, mut next) = (Vec::new(), start);
    db.scan(run(start)..run(u64::MAX), |key, value| {
        if keys::run_place(key) != Some((stream, next)) {
            return Err(gap());
        }
        for position in codec::read_run(value).ok_or_else(gap)? {
            if position >= size || found.len() >= limit {
                return Ok(false);
            }
            if next >= from {
                found.push(position);
            }
            next = next.saturating_add(1);
        }
        Ok(found.len() < limit)
    })?;
    Ok(found)
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
