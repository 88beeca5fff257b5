//! What survives: kill -9 in the middle of recording, over sled and over PostgreSQL; system calls that fail or end the process, a full disk, an
//! old copy put back; a disk that forgets what was not synced; and the order of system calls that makes it so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod backup;
mod disk;
mod flips;
mod inject;
mod kill;
mod load;
mod postgres;
mod sync_order;
