//! The suite every store passes, on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use std::sync::{Arc, LazyLock};

use openboek_store::suite::Medium;
use openboek_store::{Store, StoreError, store_suite};
use openboek_store_postgres::cluster::Cluster;
use openboek_store_postgres::{PostgresOptions, PostgresStore};

/// One server for all cases.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);

/// A database of its own.
struct Database(String);

impl Medium for Database {
    fn open(&self) -> Result<Arc<dyn Store>, StoreError> {
        Ok(Arc::new(PostgresStore::open(&self.0, &PostgresOptions::default())?))
    }
}

store_suite!(|| Box::new(Database(CLUSTER.database())) as Box<dyn Medium>);
