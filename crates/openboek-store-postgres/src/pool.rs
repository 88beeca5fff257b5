//! A few connections, lent to one caller at a time.
//!
//! Our own and not a pool of the shelf: those take the connection's messages for themselves, and the warnings among them decide
//! what a COMMIT was worth (see `connection`).

use std::sync::{Mutex, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_postgres::Config;

use crate::connection::{Connection, within};
use crate::failure::Failure;
use crate::options::PostgresOptions;

/// The connections of a store.
pub(crate) struct Pool {
    config: Config,
    pub(crate) options: PostgresOptions,
    /// This opening of the store, by a name that no other has: who claims.
    pub(crate) writer: String,
    idle: Mutex<Vec<Connection>>,
    free: Semaphore,
}

/// A connection in use. Dropped, it is closed, and the server rolls back what it was doing; a connection that did its work well is
/// given back.
pub(crate) struct Lent<'a> {
    pub(crate) connection: Connection,
    pool: &'a Pool,
    // The place in the pool is free again after the connection is closed or back.
    _permit: SemaphorePermit<'a>,
}

impl Pool {
    pub(crate) fn new(config: Config, options: PostgresOptions, writer: String) -> Self {
        let free = Semaphore::new(options.connections.clamp(1, Semaphore::MAX_PERMITS));
        Self { config, options, writer, idle: Mutex::default(), free }
    }

    /// A connection, made when none lies idle.
    pub(crate) async fn lend(&self) -> Result<Lent<'_>, Failure> {
        let permit = self.free.acquire();
        let permit = within("waiting for a free connection", self.options.wait_time, async {
            permit.await.map_err(|_| Failure::Late("the pool is closed"))
        });
        let permit = permit.await?;
        let connection = match self.take_idle() {
            Some(connection) => connection,
            None => Connection::open(&self.config, &self.options).await?,
        };
        Ok(Lent { connection, pool: self, _permit: permit })
    }

    /// Drops what lies idle: where one connection was lost, the others likely were too.
    pub(crate) fn forget_idle(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn take_idle(&self) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|connection| !connection.client.is_closed());
        idle.pop()
    }
}

impl Lent<'_> {
    /// Gives the connection back, with no transaction open.
    pub(crate) fn give_back(self) {
        self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(self.connection);
    }
}
