//! Openings for tests, whose sync to disk is left out, held up or made to fail. Not part of the product.

use std::path::Path;
use std::sync::Arc;

use openboek_store::StoreError;

use crate::gate::{SyncGate, SyncRule, SyncStep};
use crate::store::{SledOptions, SledStore};

impl SledStore {
    /// Opens the store with a rule that decides what becomes of each sync to disk, those of opening included. sled's own
    /// writing goes on as always.
    ///
    /// # Errors
    ///
    /// As [`SledStore::open`].
    #[doc(hidden)]
    pub fn open_with_syncs(path: &Path, options: &SledOptions, rule: SyncRule) -> Result<Self, StoreError> {
        Self::open_gated(path, options, SyncGate::new(rule))
    }

    /// Opens the store without any sync of ours: what `Ok` promises does not hold. Shows what our sync is for.
    ///
    /// # Errors
    ///
    /// As [`SledStore::open`].
    #[doc(hidden)]
    pub fn open_without_sync(path: &Path, options: &SledOptions) -> Result<Self, StoreError> {
        Self::open_with_syncs(path, options, Arc::new(|| SyncStep::Skip))
    }
}

#[cfg(test)]
mod tests;
