//! The suite every store passes, on sled.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use std::sync::Arc;

use openboek_store::suite::Medium;
use openboek_store::{Store, StoreError, store_suite};
use openboek_store_sled::{SledOptions, SledStore};
use tempfile::TempDir;

/// A directory that is removed after the test.
struct Directory(TempDir);

impl Medium for Directory {
    fn open(&self) -> Result<Arc<dyn Store>, StoreError> {
        Ok(Arc::new(SledStore::open(&self.0.path().join("store"), &SledOptions::default())?))
    }
}

store_suite!(|| Box::new(Directory(TempDir::new().unwrap())) as Box<dyn Medium>);
