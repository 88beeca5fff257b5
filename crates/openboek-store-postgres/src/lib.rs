//! The contract of a store on PostgreSQL 15 or newer, for those who outgrow one machine or want another to take over.
//!
//! A batch is one transaction (`append`); its COMMIT is when it is recorded (`connection`). Readers ask the database each time, one
//! statement a read (`reading`), so several processes see the same. The row of a log in `openboek.head` is locked during an append, and
//! its size compared under that lock: of two writers, in whatever process, never both win a position.
//!
//! # What the operator must see to
//!
//! - `fsync`, `full_page_writes` and `synchronous_commit` on, `data_sync_retry` off, for the server, the database and the role: PostgreSQL's
//!   defaults. The store refuses to open otherwise, and asks again at each append.
//! - For a standby to have all that was answered: `synchronous_standby_names` set, `synchronous_commit` `on` or `remote_apply`. A COMMIT
//!   that somebody cuts off while it waits for the standby is answered as unknown. A primary that was replaced must not come back as one.
//! - A connection of its own for each of ours: a pooler that shares sessions between transactions (PgBouncer's transaction mode) does not
//!   do, nor does one that answers a COMMIT itself.
//! - `max_connections` above the store's, for all processes together.
//!
//! # After an unknown answer
//!
//! A server may still be busy with a COMMIT whose connection is gone. So the next call for that log first waits for the lock its
//! append would hold, and commits behind it: what is read then is final. The same is done for all logs at opening.

mod append;
#[cfg(feature = "test-cluster")]
pub mod cluster;
mod connection;
mod digest;
mod failure;
mod options;
mod pool;
mod reading;
mod schema;
mod statements;
mod store;

pub use options::PostgresOptions;
pub use schema::Migration;
pub use store::PostgresStore;
