//! How a store is opened.

use std::time::Duration;

/// Limits of a store on PostgreSQL. The defaults suit one server process on a network of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostgresOptions {
    /// The most connections at once, at least 1: also the most appends to different logs at once.
    pub connections: usize,
    /// How long making a connection may take, each address of the server apart.
    pub connect_time: Duration,
    /// How long a caller waits for a free connection.
    pub wait_time: Duration,
    /// How long an append waits for another writer of the same log (`lock_timeout`).
    pub lock_time: Duration,
    /// How long one statement may run at the server (`statement_timeout`), COMMIT aside: a COMMIT that is cut off while it waits for a
    /// standby would count as done.
    pub statement_time: Duration,
    /// How long to wait for the answer to one step (a read, the preparation of an append, its COMMIT), whatever became of the
    /// server. After that the connection is given up.
    pub answer_time: Duration,
    /// How long a process has the claim of a log after its last append, by the database's clock: how long others wait when it dies, and how
    /// long they may be away before another takes over.
    pub lease_time: Duration,
    /// Whether opening applies migrations that are not applied yet; if not, it fails when there are any.
    pub migrate: bool,
}

impl Default for PostgresOptions {
    /// 8 connections, 5 s to connect, 10 s for a free connection or a lock, 20 s for a statement, 30 s for an answer, 5 s for a claim; migrations are
    /// applied.
    fn default() -> Self {
        Self {
            connections: 8,
            connect_time: Duration::from_secs(5),
            wait_time: Duration::from_secs(10),
            lock_time: Duration::from_secs(10),
            statement_time: Duration::from_secs(20),
            answer_time: Duration::from_secs(30),
            lease_time: Duration::from_secs(5),
            migrate: true,
        }
    }
}
