//! The contract of a store on sled, with its own sync to disk.
//!
//! What is recorded goes into a journal of our own, one write and one `fdatasync` for all that came together: that is when it is
//! recorded (`journal`, `recorder`). From there it goes into sled in larger pieces, off the caller's way; until it is there, readers
//! find it in memory (`pending`). What a crash left between the two is read from the journal at the next opening.
//!
//! In sled one tree holds every log (see `keys` for what lies where). sled's own flush does not survive a loss of power, so each piece is
//! followed by an `fdatasync` of our own (see `files` and `db`), and only then the journal is written over.
//!
//! Why not sled alone: each key costs it about ten microseconds of work and a flush three writes that wait for the disk, all of it
//! before the answer; the journal costs a fraction of one write.
//! Snapshots are files beside the database.

mod apply;
mod block;
mod codec;
mod db;
#[cfg(any(test, feature = "test-faults"))]
mod faults;
mod files;
mod filters;
mod gate;
mod group;
mod item;
mod journal;
mod keys;
mod load;
mod log;
mod long;
mod pending;
mod reading;
mod recorder;
mod requests;
mod segments;
mod snapshots;
mod store;

#[cfg(any(test, feature = "test-faults"))]
pub use gate::{SyncRule, SyncStep};
pub use store::{SledOptions, SledStore};
