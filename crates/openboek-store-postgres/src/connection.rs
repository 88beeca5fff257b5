//! One connection: what the server must be like, and how a transaction is committed.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use openboek_store::AppendError;
use tokio::time::timeout;
use tokio_postgres::error::{DbError, Severity};
use tokio_postgres::{Client, Row};

use crate::failure::Failure;
use crate::options::PostgresOptions;
use crate::route::{Made, Route};
use crate::statements::Statements;

/// The oldest PostgreSQL the store is tested with.
const VERSION_MIN: i32 = 150_000;

/// What the settings below must not be, for what is recorded to outlive a loss of power, and of a primary that has a standby.
/// `synchronous_commit` below `on` answers before the journal is on disk: here (`off`), or at the standby (`local`, `remote_write`).
/// `data_sync_retry` would let the server go on after a failed sync, as if the data were there.
const SETTINGS: [(&str, &[&str]); 4] = [
    ("fsync", &["off"]),
    ("full_page_writes", &["off"]),
    ("synchronous_commit", &["off", "local", "remote_write"]),
    ("data_sync_retry", &["on"]),
];

/// A connection for everything but migrations.
pub(crate) struct Connection {
    pub(crate) client: Client,
    pub(crate) statements: Statements,
    /// Of which primary it is: see [`Route::era`].
    pub(crate) era: u64,
    warnings: Arc<Warnings>,
}

/// Warnings the server sent on a connection.
#[derive(Default)]
pub(crate) struct Warnings {
    count: AtomicU64,
    last: Mutex<String>,
}

impl Warnings {
    pub(crate) fn take(&self, notice: &DbError) {
        if notice.parsed_severity() != Some(Severity::Warning) {
            return;
        }
        tracing::warn!(code = notice.code().code(), "PostgreSQL warns: {}", notice.message());
        notice.message().clone_into(&mut self.last.lock().unwrap_or_else(PoisonError::into_inner));
        self.count.fetch_add(1, Ordering::SeqCst);
    }
}

impl Connection {
    pub(crate) async fn open(route: &Route, options: &PostgresOptions) -> Result<Self, Failure> {
        let Made { client, warnings, era } = route.connect().await?;
        let prepared = within("preparing a connection", options.answer_time, async {
            client.batch_execute(&limits(options)).await?;
            check_server(&client).await?;
            Ok(Statements::prepare(&client).await?)
        });
        let statements = prepared.await?;
        Ok(Self { client, statements, era, warnings })
    }

    /// How many warnings the server sent so far.
    pub(crate) fn warnings(&self) -> u64 {
        self.warnings.count.load(Ordering::SeqCst)
    }

    /// The warning that came since the count was `before`, if any.
    pub(crate) fn warned_since(&self, before: u64) -> Option<String> {
        (self.warnings() != before)
            .then(|| self.warnings.last.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// Commits a transaction of which every statement so far succeeded.
    ///
    /// **The point of commitment is the COMMIT below.** When this process or the server dies before the server has it on disk,
    /// nothing of the batch is there: the server rolls back what has no commit in its journal. When either dies after, all of it is
    /// there, whether or not the answer came. Readers see the batch when the server has it on disk (and, with
    /// `synchronous_standby_names`, a standby has it too), never before.
    pub(crate) async fn commit(&self, answer_time: Duration) -> Result<(), AppendError> {
        if self.client.is_closed() {
            return Err(AppendError::NotRecorded("PostgreSQL ended the connection".to_owned()));
        }
        let before = self.warnings();
        // Without a timeout of the server: cut off while it waits for a standby, it would answer as if all were well, with a warning.
        let commit = self.client.batch_execute("SET LOCAL statement_timeout = 0; COMMIT");
        let committed = within("commit", answer_time, async { Ok(commit.await?) }).await;
        committed.map_err(Failure::after_commit)?;
        self.warned_since(before).map_or(Ok(()), |warning| Err(AppendError::Unknown(warning)))
    }
}

/// Gives up waiting after a time.
pub(crate) async fn within<T>(
    step: &'static str,
    time: Duration,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    timeout(time, work).await.unwrap_or(Err(Failure::Late(step)))
}

fn limits(options: &PostgresOptions) -> String {
    // Zero would mean: no limit.
    let millis = |time: Duration| time.as_millis().clamp(1, 86_400_000);
    format!(
        "SET statement_timeout = {}; SET lock_timeout = {}; SET idle_in_transaction_session_timeout = {}",
        millis(options.statement_time),
        millis(options.lock_time),
        millis(options.answer_time),
    )
}

/// Whether the server keeps what it says it keeps.
pub(crate) async fn check_server(client: &Client) -> Result<(), Failure> {
    let row = client
        .query_one(
            "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),
                current_setting('fsync'), current_setting('full_page_writes'),
                current_setting('synchronous_commit'), current_setting('data_sync_retry')",
            &[],
        )
        .await?;
    let (version, encoding): (i32, String) = (row.try_get(0)?, row.try_get(1)?);
    if version < VERSION_MIN {
        return Err(Failure::Setting(format!("PostgreSQL {version} is too old, it must be 15 or newer")));
    }
    if encoding != "UTF8" {
        return Err(Failure::Setting(format!("the database is encoded in {encoding}, it must be UTF8")));
    }
    check_settings(&row, 2)
}

/// Compares the settings, in their order from a column on, with what they must not be.
pub(crate) fn check_settings(row: &Row, from: usize) -> Result<(), Failure> {
    for (column, (name, forbidden)) in (from..).zip(SETTINGS) {
        let value: &str = row.try_get(column)?;
        if forbidden.contains(&value) {
            return Err(Failure::Setting(format!(
                "PostgreSQL has {name} = {value}: what is recorded would not survive a loss of power, or of the primary. Set it \
                 otherwise for the server, the database and the role"
            )));
        }
    }
    Ok(())
}
