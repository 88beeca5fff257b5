//! The contract, kept with PostgreSQL.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use openboek_store::{
    Append, AppendError, DESCRIPTION_BYTES_MAX, Head, Health, LogName, RequestRecord,
    SNAPSHOT_NAME_BYTES_MAX, Store, StoreError, StoredEntry, StreamCode, StreamHead,
};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, Statement};

use crate::connection::{Connection, config, within};
use crate::failure::Failure;
use crate::options::PostgresOptions;
use crate::pool::Pool;
use crate::schema::{self, Migration};
use crate::{append, reading};

const CLOSED: &str = "the store is closed";

/// A store in one PostgreSQL database, in its schema `openboek`; several processes may have it open at once.
///
/// It keeps nothing in memory: every read asks the database. Appends to different logs go at once, as many as there are
/// connections; appends to one log, of whatever process, take turns at the lock of the log's row. Dropping the store closes it.
///
/// Calls block: from asynchronous code they belong on a thread where blocking is allowed, anywhere else they panic.
pub struct PostgresStore {
    /// `None` once closed.
    open: RwLock<Option<Open>>,
}

struct Open {
    pool: Pool,
    /// Logs with an append of which nobody knows what became.
    doubtful: Mutex<BTreeSet<LogName>>,
    runtime: Runtime,
}

impl PostgresStore {
    /// Opens the store at an address such as `postgres://user@host/database`; of several hosts (`host1,host2`) the one that takes
    /// writes. The connection is not encrypted: use a socket, this machine, or a network that others cannot listen to.
    ///
    /// Waits for appends that an earlier process left under way, so that a head read afterwards is final.
    ///
    /// # Errors
    ///
    /// [`StoreError::Io`] when the server does not answer, is older than PostgreSQL 15, or is set up with `fsync`,
    /// `full_page_writes` or `synchronous_commit` off or `data_sync_retry` on; when migrations are to be applied and `migrate` is off;
    /// when the database is newer than this version. [`StoreError::Damaged`] when a migration was applied in another form.
    pub fn open(url: &str, options: &PostgresOptions) -> Result<Self, StoreError> {
        let runtime = runtime()?;
        let pool = runtime.block_on(open_pool(url, options)).map_err(Failure::into_store_error)?;
        Ok(Self { open: RwLock::new(Some(Open { pool, doubtful: Mutex::default(), runtime })) })
    }

    /// The migrations that opening would apply, in order.
    ///
    /// # Errors
    ///
    /// As [`PostgresStore::open`].
    pub fn plan(url: &str, options: &PostgresOptions) -> Result<Vec<Migration>, StoreError> {
        let planned = runtime()?.block_on(async { schema::plan(&config(url, options)?, options).await });
        planned.map_err(Failure::into_store_error)
    }

    /// Applies them, all or nothing, and says which.
    ///
    /// # Errors
    ///
    /// As [`PostgresStore::open`].
    pub fn migrate(url: &str, options: &PostgresOptions) -> Result<Vec<Migration>, StoreError> {
        let migrated = runtime()?.block_on(async { schema::migrate(&config(url, options)?, options).await });
        migrated.map_err(Failure::into_store_error)
    }

    fn with<T>(&self, f: impl FnOnce(&Open) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        f(open.as_ref().ok_or_else(|| StoreError::Io(CLOSED.to_owned()))?)
    }

    /// A read of one log.
    fn read<T>(
        &self,
        log: &LogName,
        question: impl AsyncFn(&Connection) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        self.with(|open| {
            let read = async {
                open.settle(log).await?;
                open.ask(question).await
            };
            open.runtime.block_on(read).map_err(Failure::into_store_error)
        })
    }
}

/// The connections' own threads: one suffices, it only passes on what comes in; callers wait on theirs.
fn runtime() -> Result<Runtime, StoreError> {
    let built =
        Builder::new_multi_thread().worker_threads(1).thread_name("openboek-postgres").enable_all().build();
    built.map_err(|e| StoreError::Io(format!("no thread for the database: {e}")))
}

async fn open_pool(url: &str, options: &PostgresOptions) -> Result<Pool, Failure> {
    let config = config(url, options)?;
    prepare_schema(&config, options).await?;
    let pool = Pool::new(config, options.clone());
    let lent = pool.lend().await?;
    settle(&lent.connection, options, &lent.connection.statements.settle_all, &[]).await?;
    lent.give_back();
    Ok(pool)
}

async fn prepare_schema(config: &Config, options: &PostgresOptions) -> Result<(), Failure> {
    if options.migrate {
        return schema::migrate(config, options).await.map(drop);
    }
    let pending = schema::plan(config, options).await?;
    match pending.first() {
        None => Ok(()),
        Some(first) => Err(Failure::Setting(format!(
            "migration {} ({}) is not applied to the database, nor what follows it",
            first.number, first.name
        ))),
    }
}

/// Waits for appends under way to end, either way.
async fn settle(
    connection: &Connection,
    options: &PostgresOptions,
    statement: &Statement,
    parameters: &[&(dyn ToSql + Sync)],
) -> Result<(), Failure> {
    let before = connection.warnings();
    let locked = connection.client.query(statement, parameters);
    within("waiting for appends under way", options.answer_time, async { Ok(locked.await?) }).await?;
    // The server gave up waiting for a standby: what is here may not be there.
    connection.warned_since(before).map_or(Ok(()), |warning| Err(Failure::Setting(warning)))
}

impl Open {
    /// Asks a question, on another connection when the first turns out to be lost.
    async fn ask<T>(&self, question: impl AsyncFn(&Connection) -> Result<T, Failure>) -> Result<T, Failure> {
        match self.ask_once(&question).await {
            Err(failure) if failure.is_lost_connection() => {
                self.pool.forget_idle();
                self.ask_once(&question).await
            }
            answer => answer,
        }
    }

    async fn ask_once<T>(
        &self,
        question: &impl AsyncFn(&Connection) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let lent = self.pool.lend().await?;
        let answer = within("a read", self.pool.options.answer_time, question(&lent.connection)).await;
        if matches!(answer, Ok(_) | Err(Failure::NoSuchLog(_) | Failure::Damaged(_))) {
            lent.give_back();
        }
        answer
    }

    /// After an append of unknown fate: waits until the server is done with it. What is read then is final.
    async fn settle(&self, log: &LogName) -> Result<(), Failure> {
        if !self.doubtful().contains(log) {
            return Ok(());
        }
        let options = &self.pool.options;
        self.ask(async |connection: &Connection| {
            settle(connection, options, &connection.statements.settle_one, &[&log.as_str()]).await
        })
        .await?;
        self.doubtful().remove(log);
        Ok(())
    }

    fn doubtful(&self) -> MutexGuard<'_, BTreeSet<LogName>> {
        self.doubtful.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append(&self, log: &LogName, batch: &Append) -> Result<(), AppendError> {
        let appended = self.runtime.block_on(async {
            self.settle(log).await.map_err(Failure::before_commit)?;
            append::append(&self.pool, log, batch).await
        });
        if let Err(AppendError::Unknown(reason)) = &appended {
            tracing::warn!(%log, reason, "nobody knows yet whether a batch was recorded");
            self.doubtful().insert(log.clone());
        }
        appended
    }
}

impl Store for PostgresStore {
    fn logs(&self) -> Result<Vec<(LogName, Vec<u8>)>, StoreError> {
        self.with(|open| open.runtime.block_on(open.ask(reading::logs)).map_err(Failure::into_store_error))
    }

    fn create_log(&self, log: &LogName, description: &[u8]) -> Result<(), AppendError> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        let open = open.as_ref().ok_or_else(|| AppendError::Refused(CLOSED.to_owned()))?;
        if description.len() > DESCRIPTION_BYTES_MAX {
            let reason = format!("the description is longer than {DESCRIPTION_BYTES_MAX} bytes");
            return Err(AppendError::Refused(reason));
        }
        open.runtime.block_on(append::create_log(&open.pool, log, description))
    }

    fn append(&self, log: &LogName, batch: &Append) -> Result<(), AppendError> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().ok_or_else(|| AppendError::Refused(CLOSED.to_owned()))?.append(log, batch)
    }

    fn head(&self, log: &LogName) -> Result<Head, StoreError> {
        self.read(log, async |c: &Connection| reading::head(c, log).await)
    }

    fn entries(
        &self,
        log: &LogName,
        from: u64,
        limit: usize,
        max_bytes: usize,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        self.read(log, async |c: &Connection| reading::entries(c, log, from, limit, max_bytes).await)
    }

    fn entry(&self, log: &LogName, index: u64) -> Result<Option<StoredEntry>, StoreError> {
        Ok(self.entries(log, index, 1, usize::MAX)?.pop())
    }

    fn stream(
        &self,
        log: &LogName,
        stream: StreamCode,
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        self.read(log, async |c: &Connection| reading::stream(c, log, stream, from, limit).await)
    }

    fn request(&self, log: &LogName, request: &[u8; 16]) -> Result<Option<RequestRecord>, StoreError> {
        self.read(log, async |c: &Connection| reading::request(c, log, request).await)
    }

    fn tile(&self, log: &LogName, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(log, async |c: &Connection| reading::tile(c, log, level, number).await)
    }

    fn stream_heads(&self, log: &LogName) -> Result<Vec<StreamHead>, StoreError> {
        self.read(log, async |c: &Connection| reading::stream_heads(c, log).await)
    }

    fn snapshot(&self, log: &LogName, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(log, async |c: &Connection| reading::snapshot(c, log, name).await)
    }

    fn put_snapshot(&self, log: &LogName, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        if name.is_empty() || name.len() > SNAPSHOT_NAME_BYTES_MAX {
            return Err(StoreError::Io(format!("no snapshot can have a name of {} bytes", name.len())));
        }
        self.read(log, async |c: &Connection| reading::put_snapshot(c, log, name, bytes).await)
    }

    fn health(&self) -> Health {
        // A server whose sync failed stops and recovers before it answers again: there is nothing to be read-only about here.
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().map_or_else(|| Health::ReadOnly(CLOSED.to_owned()), |_| Health::Ready)
    }

    fn close(&self) -> Result<(), StoreError> {
        // Waits for every call that holds the store open. All that was answered is durable already.
        let open = self.open.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Open { pool, runtime, .. }) = open {
            drop(pool);
            // Waits for nobody: allowed wherever a store is dropped.
            runtime.shutdown_background();
        }
        Ok(())
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        // Closing cannot fail.
        let _ = self.close();
    }
}
