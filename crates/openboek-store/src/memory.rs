//! A store in memory: the contract at its plainest, for tests and for trying things out.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::check::check_append;
use crate::contract::{
    Append, AppendError, DESCRIPTION_BYTES_MAX, Head, Health, LogName, Publication, RequestRecord,
    SNAPSHOT_NAME_BYTES_MAX, Store, StoreError, StoredEntry, StreamCode, StreamHead,
};

/// A store that keeps everything in memory.
///
/// It keeps every promise of the contract but one: its data lives as long as the process ("durable" means: survives
/// [`Store::close`] and [`MemoryStore::reopen`]). A clone is the same opening of the same data; `reopen` is a new
/// opening, as after a restart.
#[derive(Clone, Default)]
pub struct MemoryStore {
    data: Arc<RwLock<BTreeMap<LogName, Arc<RwLock<LogData>>>>>,
    closed: Arc<AtomicBool>,
}

#[derive(Default)]
struct LogData {
    description: Vec<u8>,
    entries: Vec<StoredEntry>,
    streams: BTreeMap<StreamCode, Vec<u64>>,
    requests: HashMap<[u8; 16], RequestRecord>,
    published_size: u64,
    checkpoint: Option<Vec<u8>>,
    tiles: BTreeMap<(u8, u64), Vec<u8>>,
    stream_heads: BTreeMap<StreamCode, StreamHead>,
    snapshots: BTreeMap<String, Vec<u8>>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A new opening of the same data, ready whatever became of this one.
    #[must_use]
    pub fn reopen(&self) -> Self {
        Self { data: Arc::clone(&self.data), closed: Arc::default() }
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    fn log(&self, log: &LogName) -> Result<Arc<RwLock<LogData>>, StoreError> {
        if self.is_closed() {
            return Err(StoreError::Io("the store is closed".to_owned()));
        }
        read(&self.data).get(log).cloned().ok_or_else(|| StoreError::NoSuchLog(log.clone()))
    }

    fn with<T>(&self, log: &LogName, f: impl FnOnce(&LogData) -> T) -> Result<T, StoreError> {
        Ok(f(&read(&*self.log(log)?)))
    }
}

// A poisoned lock is still whole here: every change is checked before it begins.
fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

impl LogData {
    fn size(&self) -> u64 {
        count(self.entries.len())
    }

    /// The entries from a position on; empty at or beyond the end.
    fn tail(&self, from: u64) -> &[StoredEntry] {
        usize::try_from(from).ok().and_then(|from| self.entries.get(from..)).unwrap_or_default()
    }

    fn check(&self, batch: &Append) -> Result<(), AppendError> {
        let next_revision = |stream| self.streams.get(&stream).map_or(0, |s| count(s.len()));
        let is_recorded = |request: &[u8; 16]| Ok(self.requests.contains_key(request));
        check_append(batch, self.size(), next_revision, is_recorded).map(drop)
    }

    /// Takes in a batch that was checked.
    fn take(&mut self, batch: &Append) {
        for new in &batch.entries {
            let index = self.size();
            for (stream, _) in &new.streams {
                self.streams.entry(*stream).or_default().push(index);
            }
            self.entries.push(StoredEntry { index, entry: new.entry.clone(), payload: new.payload.clone() });
        }
        for record in &batch.requests {
            self.requests.insert(record.request, record.clone());
        }
        if let Some(publication) = &batch.publication {
            self.publish(publication);
        }
    }

    fn publish(&mut self, publication: &Publication) {
        self.published_size = self.size();
        self.checkpoint = Some(publication.checkpoint.clone());
        for tile in &publication.tiles {
            self.tiles.insert((tile.level, tile.number), tile.hashes.clone());
        }
        for head in &publication.stream_heads {
            self.stream_heads.insert(head.stream, head.clone());
        }
    }

    fn range(&self, from: u64, limit: usize, max_bytes: usize) -> Vec<StoredEntry> {
        let mut bytes = 0_usize;
        let mut found = Vec::new();
        for entry in self.tail(from).iter().take(limit) {
            bytes = bytes.saturating_add(entry.byte_count());
            if bytes > max_bytes && !found.is_empty() {
                break;
            }
            found.push(entry.clone());
        }
        found
    }
}

impl Store for MemoryStore {
    fn logs(&self) -> Result<Vec<(LogName, Vec<u8>)>, StoreError> {
        if self.is_closed() {
            return Err(StoreError::Io("the store is closed".to_owned()));
        }
        Ok(read(&self.data).iter().map(|(name, log)| (name.clone(), read(log).description.clone())).collect())
    }

    fn create_log(&self, log: &LogName, description: &[u8]) -> Result<(), AppendError> {
        if self.is_closed() {
            return Err(AppendError::Refused("the store is closed".to_owned()));
        }
        if description.len() > DESCRIPTION_BYTES_MAX {
            return Err(AppendError::Refused(format!(
                "the description is longer than {DESCRIPTION_BYTES_MAX} bytes"
            )));
        }
        let mut logs = write(&self.data);
        match logs.get(log) {
            Some(there) if read(there).description == description => Ok(()),
            Some(_) => {
                Err(AppendError::Refused(format!("log {log} is there already with another description")))
            }
            None => {
                let data = LogData { description: description.to_owned(), ..LogData::default() };
                logs.insert(log.clone(), Arc::new(RwLock::new(data)));
                Ok(())
            }
        }
    }

    fn append(&self, log: &LogName, batch: &Append) -> Result<(), AppendError> {
        // A closed store and a missing log are both refusals.
        let log = self.log(log).map_err(|e| AppendError::Refused(e.to_string()))?;
        let mut data = write(&log);
        data.check(batch)?;
        // The point of commitment: readers wait at the lock and see all of the batch or nothing.
        data.take(batch);
        Ok(())
    }

    fn head(&self, log: &LogName) -> Result<Head, StoreError> {
        self.with(log, |d| Head {
            size: d.size(),
            published_size: d.published_size,
            checkpoint: d.checkpoint.clone(),
        })
    }

    fn entries(
        &self,
        log: &LogName,
        from: u64,
        limit: usize,
        max_bytes: usize,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        self.with(log, |d| d.range(from, limit, max_bytes))
    }

    fn entry(&self, log: &LogName, index: u64) -> Result<Option<StoredEntry>, StoreError> {
        self.with(log, |d| d.tail(index).first().cloned())
    }

    fn stream(
        &self,
        log: &LogName,
        stream: StreamCode,
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        self.with(log, |d| {
            let positions = d.streams.get(&stream).and_then(|s| s.get(from..)).unwrap_or_default();
            positions.iter().take(limit).copied().collect()
        })
    }

    fn request(&self, log: &LogName, request: &[u8; 16]) -> Result<Option<RequestRecord>, StoreError> {
        self.with(log, |d| d.requests.get(request).cloned())
    }

    fn tile(&self, log: &LogName, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(log, |d| d.tiles.get(&(level, number)).cloned())
    }

    fn stream_heads(&self, log: &LogName) -> Result<Vec<StreamHead>, StoreError> {
        self.with(log, |d| d.stream_heads.values().cloned().collect())
    }

    fn snapshot(&self, log: &LogName, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(log, |d| d.snapshots.get(name).cloned())
    }

    fn put_snapshot(&self, log: &LogName, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        if name.is_empty() || name.len() > SNAPSHOT_NAME_BYTES_MAX {
            return Err(StoreError::Io(format!("no snapshot can have a name of {} bytes", name.len())));
        }
        let log = self.log(log)?;
        write(&log).snapshots.insert(name.to_owned(), bytes.to_owned());
        Ok(())
    }

    fn health(&self) -> Health {
        if self.is_closed() { Health::ReadOnly("the store is closed".to_owned()) } else { Health::Ready }
    }

    fn close(&self) -> Result<(), StoreError> {
        self.closed.store(true, Ordering::SeqCst);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    //! The suite, on memory.

    use super::MemoryStore;
    use crate::contract::{Store, StoreError};
    use crate::suite::Medium;
    use std::sync::Arc;

    impl Medium for MemoryStore {
        fn open(&self) -> Result<Arc<dyn Store>, StoreError> {
            Ok(Arc::new(self.reopen()))
        }
    }

    crate::store_suite!(|| Box::new(MemoryStore::new()) as Box<dyn Medium>);
}
