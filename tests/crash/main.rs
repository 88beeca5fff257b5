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

use std::time::{Duration, Instant};

/// Another test may be starting a program: until it runs, that one's process holds what this process had open, the lock of a store too.
pub(crate) fn when_free<T, E>(
    mut open: impl FnMut() -> Result<T, E>,
    busy: impl Fn(&E) -> bool,
) -> Result<T, E> {
    let until = Instant::now() + Duration::from_secs(5);
    loop {
        match open() {
            Err(error) if busy(&error) && Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(5))
            }
            done => return done,
        }
    }
}
