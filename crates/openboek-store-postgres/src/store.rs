//! The contract, kept with PostgreSQL.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use openboek_store::{
    Append, AppendError, DESCRIPTION_BYTES_MAX, Extent, Head, Health, LogName, RequestRecord,
    SNAPSHOT_NAME_BYTES_MAX, Store, StoreError, StoredEntry, StreamCode, StreamHead,
};
use tokio::runtime::{Builder, Runtime};

use crate::connection::{Connection, within};
use crate::failure::Failure;
use crate::options::PostgresOptions;
use crate::pool::{Pool, settle};
use crate::route::Route;
use crate::schema::{self, Migration};
use crate::trouble::DatabaseTrouble;
use crate::wait::wait_for;
use crate::{append, reading};

const CLOSED: &str = "the store is closed";

/// A store in one PostgreSQL database, in its schema `openboek`; several processes may have it open at once.
///
/// It keeps nothing in memory: every read asks the database. Appends to different logs go at once, as many as there are
/// connections; appends to one log, of whatever process, take turns at the lock of the log's row. Closing the store gives its claims
/// back; dropped without that, it leaves them to lapse.
///
/// Calls block: from asynchronous code they belong on a thread where blocking is allowed.
pub struct PostgresStore {
    /// `None` once closed.
    open: RwLock<Option<Open>>,
    lease_time: Duration,
}

struct Open {
    pool: Pool,
    /// Logs with an append of which nobody knows what became.
    doubtful: Mutex<BTreeSet<LogName>>,
    runtime: Runtime,
}

impl PostgresStore {
    /// Opens the store at an address such as `postgres://user@localhost/database`; of several hosts (`host1,host2`) the one that takes
    /// writes. The connection is not encrypted: only a socket or loopback is opened.
    ///
    /// Waits for appends that an earlier process left under way, so that a head read afterwards is final.
    ///
    /// # Errors
    ///
    /// [`DatabaseTrouble`] when the address cannot be used or the server does not answer, does not let us in, is older than
    /// PostgreSQL 15, or is set up with `fsync`, `full_page_writes` or `synchronous_commit` off or `data_sync_retry` on; when migrations
    /// are to be applied and `migrate` is off; when the database is newer than this version, or a migration was applied in another form.
    pub fn open(url: &str, options: &PostgresOptions) -> Result<Self, DatabaseTrouble> {
        let (runtime, pool) = with_runtime(async || open_pool(url, options).await)?;
        Ok(Self {
            lease_time: options.lease_time,
            open: RwLock::new(Some(Open { pool, doubtful: Mutex::default(), runtime })),
        })
    }

    /// The migrations that opening would apply, in order.
    ///
    /// # Errors
    ///
    /// As [`PostgresStore::open`].
    pub fn plan(url: &str, options: &PostgresOptions) -> Result<Vec<Migration>, DatabaseTrouble> {
        let work = async || schema::plan(&Route::new(url, options)?, options).await;
        with_runtime(work).map(end_runtime)
    }

    /// Applies them, all or nothing, and says which.
    ///
    /// # Errors
    ///
    /// As [`PostgresStore::open`].
    pub fn migrate(url: &str, options: &PostgresOptions) -> Result<Vec<Migration>, DatabaseTrouble> {
        let work = async || schema::migrate(&Route::new(url, options)?).await;
        with_runtime(work).map(end_runtime)
    }

    fn with<T>(&self, f: impl FnOnce(&Open) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        f(open.as_ref().ok_or_else(|| StoreError::Io(CLOSED.to_owned()))?)
    }

    fn take(&self) -> Option<Open> {
        self.open.write().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// A read of one log.
    fn read<T>(
        &self,
        log: &LogName,
        question: impl AsyncFn(&Connection) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        self.with(|open| open.read(log, question))
    }
}

/// Does work on threads for connections: one suffices, it only passes on what comes in; callers wait on theirs.
fn with_runtime<T>(work: impl AsyncFnOnce() -> Result<T, Failure>) -> Result<(Runtime, T), DatabaseTrouble> {
    let built =
        Builder::new_multi_thread().worker_threads(1).thread_name("openboek-postgres").enable_all().build();
    let runtime = built.map_err(|e| DatabaseTrouble::Failed(format!("no thread for the database: {e}")))?;
    match wait_for(&runtime, work()) {
        Ok(done) => Ok((runtime, done)),
        Err(failure) => {
            runtime.shutdown_background();
            Err(failure.into())
        }
    }
}

/// Waits for nobody: allowed wherever this is called.
fn end_runtime<T>((runtime, done): (Runtime, T)) -> T {
    runtime.shutdown_background();
    done
}

async fn open_pool(url: &str, options: &PostgresOptions) -> Result<Pool, Failure> {
    let route = Route::new(url, options)?;
    prepare_schema(&route, options).await?;
    let name = new_name(&route, options).await?;
    let pool = Pool::new(route, options.clone(), name);
    pool.lend().await?.give_back();
    Ok(pool)
}

/// A name for an opening of the store that no other opening has.
async fn new_name(route: &Route, options: &PostgresOptions) -> Result<String, Failure> {
    let client = route.connect().await?.client;
    let name = client.query_one("SELECT gen_random_uuid()::text", &[]);
    within("naming this process", options.answer_time, async { Ok(name.await?.try_get(0)?) }).await
}

async fn prepare_schema(route: &Route, options: &PostgresOptions) -> Result<(), Failure> {
    if options.migrate { schema::migrate(route).await.map(drop) } else { schema::check(route, options).await }
}

impl Open {
    /// A read of one log.
    fn read<T>(
        &self,
        log: &LogName,
        question: impl AsyncFn(&Connection) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        let read = async {
            self.settle(log).await?;
            self.ask(question).await
        };
        wait_for(&self.runtime, read).map_err(Failure::into_store_error)
    }

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
            settle(connection, options, &connection.statements.settle_one, &[&log.as_str()]).await.map(drop)
        })
        .await?;
        self.doubtful().remove(log);
        Ok(())
    }

    /// Gives all claims back, for another process to go on at once. When that does not succeed they lapse.
    async fn release(&self) {
        let given = async {
            let lent = self.pool.lend().await?;
            let (client, statements) = (&lent.connection.client, &lent.connection.statements);
            let released = client.execute(&statements.release, &[&self.pool.writer]).await?;
            lent.give_back();
            Ok(released)
        };
        match within("giving claims back", self.pool.options.connect_time, given).await {
            Ok(claims) => tracing::debug!(claims, "claims given back"),
            Err(failure) => tracing::warn!(%failure, "claims could not be given back; they lapse"),
        }
    }

    /// Waits for nobody: allowed wherever a store is dropped.
    fn end(self) {
        let Self { pool, runtime, .. } = self;
        drop(pool);
        runtime.shutdown_background();
    }

    fn doubtful(&self) -> MutexGuard<'_, BTreeSet<LogName>> {
        self.doubtful.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append(&self, log: &LogName, batch: &Append) -> Result<(), AppendError> {
        let appended = wait_for(&self.runtime, async {
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
        self.with(|open| wait_for(&open.runtime, open.ask(reading::logs)).map_err(Failure::into_store_error))
    }

    fn create_log(&self, log: &LogName, description: &[u8]) -> Result<(), AppendError> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        let open = open.as_ref().ok_or_else(|| AppendError::Refused(CLOSED.to_owned()))?;
        if description.len() > DESCRIPTION_BYTES_MAX {
            let reason = format!("the description is longer than {DESCRIPTION_BYTES_MAX} bytes");
            return Err(AppendError::Refused(reason));
        }
        wait_for(&open.runtime, append::create_log(&open.pool, log, description))
    }

    fn append(&self, log: &LogName, batch: &Append) -> Result<(), AppendError> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().ok_or_else(|| AppendError::Refused(CLOSED.to_owned()))?.append(log, batch)
    }

    fn shared(&self) -> Option<Duration> {
        Some(self.lease_time)
    }

    fn claim(&self, log: &LogName) -> Result<u64, AppendError> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        let open = open.as_ref().ok_or_else(|| AppendError::NotRecorded(CLOSED.to_owned()))?;
        let claimed = async {
            open.settle(log).await?;
            open.ask(async |c: &Connection| append::claim(&open.pool, c, log).await).await
        };
        let size = wait_for(&open.runtime, claimed).map_err(Failure::before_commit)?;
        open.pool.saw(log, size);
        Ok(size)
    }

    fn extents(&self) -> Result<Vec<Extent>, StoreError> {
        self.with(|open| {
            let extents = wait_for(&open.runtime, open.ask(reading::extents));
            let extents = extents.map_err(Failure::into_store_error)?;
            extents.iter().for_each(|extent| open.pool.saw(&extent.log, extent.size));
            Ok(extents)
        })
    }

    fn head(&self, log: &LogName) -> Result<Head, StoreError> {
        self.with(|open| {
            let head = open.read(log, async |c: &Connection| reading::head(c, log).await)?;
            open.pool.saw(log, head.size);
            Ok(head)
        })
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
        if let Some(open) = self.take() {
            wait_for(&open.runtime, open.release());
            open.end();
        }
        Ok(())
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        if let Some(open) = self.take() {
            open.end();
        }
    }
}
