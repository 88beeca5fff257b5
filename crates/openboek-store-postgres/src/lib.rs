//! The contract of a store on PostgreSQL 15 or newer, for those who outgrow one machine or want another to take over.
//!
//! A batch is one transaction (`append`); its COMMIT is when it is recorded (`connection`). Readers ask the database each time, one
//! statement a read (`reading`), so several processes see the same. The row of a log in `openboek.head` is locked during an append, and
//! its size compared under that lock: of two writers, in whatever process, never both win a position.
//!
//! # What the operator must see to
//!
//! - `fsync` and `full_page_writes` on, `synchronous_commit` `on` or `remote_apply`, `data_sync_retry` off, for the server, the database and the
//!   role: PostgreSQL's defaults. The store refuses to open otherwise, and asks again at each append.
//! - For a standby to have all that was answered: `synchronous_standby_names` set. The store warns when nobody waits for a standby that is
//!   there. A COMMIT that somebody cuts off while it waits for the standby is answered as unknown here, but others see it: never end or
//!   cancel a session that waits.
//! - A primary that was replaced must not come back as one. A store that saw its successor does not go back to it (`route`); one that is
//!   opened when only the old one is there cannot know.
//! - A connection of its own for each of ours: a pooler that shares sessions between transactions (PgBouncer's transaction mode) does not
//!   do, nor does one that answers a COMMIT itself.
//! - `max_connections` above the store's, for all processes together.
//!
//! # Several processes
//!
//! One process at a time has the claim of a log: a name and a moment in the log's row in `openboek.head`. Each append renews it, in the update
//! of that row which it makes anyway; it lapses [`PostgresOptions::lease_time`] after the last, by the database's clock. An append is
//! refused while another has the claim, takes a claim that lapsed, and is fenced by position as ever. So a process that was
//! taken over from, however long it slept in between, can append only after it has read what the other recorded.
//!
//! A row and not a session's advisory lock: the append's own lock on the row judges it, so there is no moment between the two; a process
//! that is stopped, or cut off behind a tunnel that still stands, loses it as one that died does; an operator can read it. The price is that
//! after a death the others wait for what is left of the lease. A process that closes gives its claims back at once.
//!
//! The connection is never encrypted, so it goes to a socket or to loopback only; any other address is refused.
//!
//! # After an unknown answer
//!
//! A server may still be busy with a COMMIT whose connection is gone. So the next call for that log first waits for the lock its
//! append would hold, and commits behind it: what is read then is final. The same is done for all logs at opening.

mod address;
mod append;
#[cfg(feature = "test-cluster")]
pub mod cluster;
mod connection;
mod digest;
mod failure;
mod options;
mod pool;
mod reading;
mod route;
mod schema;
mod statements;
mod store;
mod trouble;
mod wait;

pub use address::DatabaseUrl;
pub use failure::{AddressFault, SchemaFault};
pub use options::PostgresOptions;
pub use schema::Migration;
pub use store::PostgresStore;
pub use trouble::DatabaseTrouble;
