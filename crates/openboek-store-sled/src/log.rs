//! One log: what is kept of it in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use openboek_store::{Append, Head, StreamCode, StreamHead};

use crate::keys::LogNumber;
use crate::pending::{Pending, size_after};

/// A log that is open.
pub(crate) struct Log {
    pub(crate) number: LogNumber,
    pub(crate) description: Vec<u8>,
    /// Each stream's next revision. Held during a whole append: one at a time for a log.
    pub(crate) revisions: Mutex<BTreeMap<StreamCode, u64>>,
    visible: RwLock<Visible>,
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
        Self { number, description, revisions: Mutex::default(), visible: RwLock::default() }
    }

    /// A log as the database holds it.
    pub(crate) fn found(
        number: LogNumber,
        description: Vec<u8>,
        revisions: BTreeMap<StreamCode, u64>,
        visible: Visible,
    ) -> Self {
        Self { number, description, revisions: Mutex::new(revisions), visible: RwLock::new(visible) }
    }

    pub(crate) fn visible(&self) -> RwLockReadGuard<'_, Visible> {
        self.visible.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets readers see a batch that was recorded.
    pub(crate) fn show(&self, batch: Arc<Append>) {
        let mut visible = self.visible.write().unwrap_or_else(PoisonError::into_inner);
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
