//! A few connections, lent to one caller at a time.
//!
//! Our own and not a pool of the shelf: those take the connection's messages for themselves, and the warnings among them decide
//! what a COMMIT was worth (see `connection`).
//!
//! Where a connection was lost, the server may have started anew, or a standby may have taken its place. So before anything else is asked of a
//! server after that, it is waited for that what it shows is final, and that it is not less than was seen before.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use openboek_store::LogName;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, Statement};

use crate::append::size_of;
use crate::connection::{Connection, within};
use crate::failure::Failure;
use crate::options::PostgresOptions;
use crate::route::Route;

/// The connections of a store.
pub(crate) struct Pool {
    route: Route,
    pub(crate) options: PostgresOptions,
    /// This opening of the store, by a name that no other has: who claims.
    pub(crate) writer: String,
    idle: Mutex<Vec<Connection>>,
    free: Semaphore,
    /// How many losses of a connection are made up for.
    settled: AtomicU64,
    /// The largest size of each log that was seen: no server that holds less is asked anything.
    seen: Mutex<BTreeMap<LogName, u64>>,
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
    pub(crate) fn new(route: Route, options: PostgresOptions, writer: String) -> Self {
        let free = Semaphore::new(options.connections.clamp(1, Semaphore::MAX_PERMITS));
        let (settled, seen) = (AtomicU64::new(0), Mutex::default());
        Self { route, options, writer, idle: Mutex::default(), free, settled, seen }
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
            None => Connection::open(&self.route, &self.options).await?,
        };
        let lent = Lent { connection, pool: self, _permit: permit };
        self.settle(&lent.connection).await?;
        Ok(lent)
    }

    /// Drops what lies idle: where one connection was lost, the others likely were too.
    pub(crate) fn forget_idle(&self) {
        self.idle().clear();
    }

    /// A server took a COMMIT and did not say what became of it: perhaps its standby was promoted meanwhile. Then connections to it are not used
    /// again.
    pub(crate) async fn look_again(&self) {
        if self.route.look_again().await {
            tracing::warn!("PostgreSQL has another primary");
        }
    }

    /// A log is at least so long.
    pub(crate) fn saw(&self, log: &LogName, size: u64) {
        let mut seen = self.seen();
        match seen.get_mut(log) {
            Some(largest) => *largest = size.max(*largest),
            None => drop(seen.insert(log.clone(), size)),
        }
    }

    /// Once after each loss of a connection: waits for appends that are still under way, here or at the standby, so that what is read from
    /// here on is final, and compares the logs with what was seen.
    async fn settle(&self, connection: &Connection) -> Result<(), Failure> {
        let losses = self.route.losses();
        if self.settled.load(Ordering::SeqCst) >= losses {
            return Ok(());
        }
        let seen = self.seen().clone();
        let rows = settle(connection, &self.options, &connection.statements.settle_all, &[]).await?;
        let mut found = BTreeMap::new();
        for row in &rows {
            let name: &str = row.try_get(2)?;
            let log =
                LogName::new(name).ok_or_else(|| Failure::Damaged(format!("a log is named {name:?}")))?;
            // A damaged head is named to who asks for that log, and keeps nobody from the others.
            let size = size_of(&log, row).unwrap_or(u64::MAX);
            found.insert(log, size);
        }
        not_shorter(&seen, &found)?;
        self.settled.fetch_max(losses, Ordering::SeqCst);
        Ok(())
    }

    fn take_idle(&self) -> Option<Connection> {
        let mut idle = self.idle();
        idle.retain(|connection| !connection.client.is_closed() && connection.era == self.route.era());
        idle.pop()
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn seen(&self) -> MutexGuard<'_, BTreeMap<LogName, u64>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lent<'_> {
    /// Gives the connection back, with no transaction open.
    pub(crate) fn give_back(self) {
        self.pool.idle().push(self.connection);
    }
}

/// That every log is at least as long as it was.
fn not_shorter(seen: &BTreeMap<LogName, u64>, found: &BTreeMap<LogName, u64>) -> Result<(), Failure> {
    for (log, size) in seen {
        let there = found.get(log).copied().unwrap_or(0);
        if there < *size {
            return Err(Failure::Damaged(format!(
                "log {log} has {there} entries and had {size}: the server holds an older copy, or was a standby that had not received all"
            )));
        }
    }
    Ok(())
}

/// Waits for appends under way to end, either way.
pub(crate) async fn settle(
    connection: &Connection,
    options: &PostgresOptions,
    statement: &Statement,
    parameters: &[&(dyn ToSql + Sync)],
) -> Result<Vec<Row>, Failure> {
    let before = connection.warnings();
    let locked = connection.client.query(statement, parameters);
    let rows = within("waiting for appends under way", options.answer_time, async { Ok(locked.await?) });
    let rows = rows.await?;
    // The server gave up waiting for a standby: what is here may not be there.
    connection.warned_since(before).map_or(Ok(rows), |warning| Err(Failure::Setting(warning)))
}
