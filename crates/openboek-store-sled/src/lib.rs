//! The contract of a store on sled, with its own sync to disk.
//!
//! One tree holds every log (see `keys` for what lies where); one atomic sled batch is one append. sled's own flush does not
//! survive a loss of power, so each group of appends is followed by an `fdatasync` of our own (see `files` and `db`).
//! Snapshots are files beside the database.

mod block;
mod codec;
mod db;
#[cfg(any(test, feature = "test-faults"))]
mod faults;
mod files;
mod gate;
mod group;
mod keys;
mod load;
mod log;
mod long;
mod snapshots;
mod store;

#[cfg(any(test, feature = "test-faults"))]
pub use gate::{SyncRule, SyncStep};
pub use store::{SledOptions, SledStore};
