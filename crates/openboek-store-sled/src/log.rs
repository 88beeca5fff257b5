//! One log: what is kept of it in memory.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use openboek_store::{Append, Head, StoreError, StreamCode, StreamHead};

use crate::db::Db;
use crate::keys::LogNumber;
use crate::pending::{Pending, size_after};
use crate::requests::{NewRun, Requests};

/// A log that is open.
pub(crate) struct Log {
    pub(crate) number: LogNumber,
    pub(crate) description: Vec<u8>,
    /// Each stream's next revision. Held during a whole append: one at a time for a log.
    pub(crate) revisions: Mutex<BTreeMap<StreamCode, u64>>,
    visible: RwLock<Visible>,
    /// `None` until somebody asks for a request, which nobody does who only reads.
    requests: RwLock<Option<Requests>>,
    /// Whether the streams are there too, and not its head alone.
    complete: AtomicBool,
}

/// Where the streams of a log stand.
pub(crate) struct Streams {
    pub(crate) revisions: BTreeMap<StreamCode, u64>,
    pub(crate) heads: BTreeMap<StreamCode, StreamHead>,
}

/// What readers may see. It changes after a batch was synced, never before.
#[derive(Default)]
pub(crate) struct Visible {
    pub(crate) head: Head,
    pub(crate) stream_heads: BTreeMap<StreamCode, StreamHead>,
    /// The end of the log that the database does not hold yet.
    pub(crate) pending: Pending,
}

impl Log {
    /// A log nothing was appended to.
    pub(crate) fn empty(number: LogNumber, description: Vec<u8>) -> Self {
        let log = Self::found(number, description, Head::default());
        log.complete.store(true, Ordering::Release);
        log
    }

    /// A log as the database lists it; its streams come when they are first needed, or an opening would cost more with every log.
    pub(crate) fn found(number: LogNumber, description: Vec<u8>, head: Head) -> Self {
        let visible = RwLock::new(Visible { head, ..Visible::default() });
        Self {
            number,
            description,
            revisions: Mutex::default(),
            visible,
            requests: RwLock::default(),
            complete: AtomicBool::new(false),
        }
    }

    /// Loads the streams, unless they are there. Nothing was appended before.
    pub(crate) fn complete(
        &self,
        load: impl FnOnce(u64) -> Result<Streams, StoreError>,
    ) -> Result<(), StoreError> {
        if self.complete.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut revisions = self.revisions.lock().unwrap_or_else(PoisonError::into_inner);
        if self.complete.load(Ordering::Acquire) {
            return Ok(());
        }
        let size = self.visible().head.size;
        let streams = load(size)?;
        *revisions = streams.revisions;
        self.visible.write().unwrap_or_else(PoisonError::into_inner).stream_heads = streams.heads;
        self.complete.store(true, Ordering::Release);
        Ok(())
    }

    pub(crate) fn visible(&self) -> RwLockReadGuard<'_, Visible> {
        self.visible.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets readers see a batch that was recorded.
    pub(crate) fn show(&self, batch: Arc<Append>) {
        let mut visible = self.visible.write().unwrap_or_else(PoisonError::into_inner);
        // While nobody can look at the entries: who knows one of the two knows the other.
        if let Some(requests) = &mut *self.requests.write().unwrap_or_else(PoisonError::into_inner) {
            requests.add(&batch.requests);
        }
        visible.head.size = size_after(&batch);
        if let Some(publication) = &batch.publication {
            visible.head.published_size = visible.head.size;
            visible.head.checkpoint = Some(publication.checkpoint.clone());
            for head in &publication.stream_heads {
                visible.stream_heads.insert(head.stream, head.clone());
            }
        }
        visible.pending.push(batch);
    }

    /// Looks something up in the requests.
    pub(crate) fn with_requests<T>(
        &self,
        db: &Db,
        look: impl FnOnce(&Requests) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let Some(requests) = &*self.requests.read().unwrap_or_else(PoisonError::into_inner) {
            return look(requests);
        }
        let mut requests = self.requests.write().unwrap_or_else(PoisonError::into_inner);
        // Whatever was appended since the opening was looked up before: so the database holds all there is.
        let loaded = match requests.take() {
            Some(loaded) => loaded,
            None => Requests::load(db, self.number)?,
        };
        look(requests.insert(loaded))
    }

    /// Requests went into a run.
    pub(crate) fn moved(&self, run: NewRun) {
        if let Some(requests) = &mut *self.requests.write().unwrap_or_else(PoisonError::into_inner) {
            requests.moved(run);
        }
    }

    /// Forgets what the database holds now: the log up to a size.
    pub(crate) fn forget(&self, size: u64) {
        self.visible.write().unwrap_or_else(PoisonError::into_inner).pending.forget(size);
    }
}

impl Visible {
    /// Up to where readers find the log in the database.
    pub(crate) fn in_database(&self) -> u64 {
        self.pending.begin().unwrap_or(self.head.size)
    }
}
