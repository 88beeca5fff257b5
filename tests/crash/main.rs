//! What survives: kill -9 in the middle of recording, over sled and over PostgreSQL; a standby that takes over; system calls that fail or end the
//! process, a full disk, a disk that forgets what was not synced, changed bytes, a backup on an empty machine, an old copy put back; and the order
//! of system calls that makes it so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod backup;
mod calls;
mod disk;
mod flips;
mod inject;
mod kill;
mod load;
mod postgres;
mod standby;
mod sync_order;
