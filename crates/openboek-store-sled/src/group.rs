//! One sync for many appends.
//!
//! Whoever needs a sync that begins after now either starts one or, while one runs, waits for the next: the next one
//! begins after everything that was written before it, so one `fdatasync` answers all who wait.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
pub(crate) struct GroupSync {
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Default)]
struct State {
    /// How many syncs have begun.
    begun: u64,
    /// The newest sync that ended well.
    done: u64,
    running: bool,
    /// Why a sync failed. There is none after it.
    failed: Option<String>,
}

impl GroupSync {
    /// Returns `Ok` only after a sync that began after this call has ended well. `sync` is called at most once, and never
    /// by two threads at a time.
    ///
    /// # Errors
    ///
    /// Why the sync, or one before it, failed; then every later call fails too.
    pub(crate) fn join(&self, sync: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
        let mut state = self.lock();
        let needed = state.begun + 1;
        loop {
            if let Some(reason) = &state.failed {
                return Err(reason.clone());
            }
            if state.done >= needed {
                return Ok(());
            }
            if !state.running {
                break;
            }
            state = self.ended.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.running = true;
        state.begun += 1;
        let mine = state.begun;
        drop(state);
        let outcome = sync();
        let mut state = self.lock();
        state.running = false;
        match &outcome {
            Ok(()) => state.done = mine,
            Err(reason) => state.failed = Some(reason.clone()),
        }
        drop(state);
        self.ended.notify_all();
        outcome
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::GroupSync;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;
    use std::time::Duration;

    /// Each writer writes a number and joins; the sync it returns after must have begun after its write.
    #[test]
    fn a_sync_covers_all_that_was_written_before_it() {
        let group = GroupSync::default();
        let (written, covered, syncs) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let mine = written.fetch_add(1, Ordering::SeqCst) + 1;
                        let sync = || {
                            let seen = written.load(Ordering::SeqCst);
                            thread::sleep(Duration::from_micros(200));
                            covered.store(seen, Ordering::SeqCst);
                            syncs.fetch_add(1, Ordering::SeqCst);
                            Ok(())
                        };
                        group.join(sync).unwrap();
                        assert!(covered.load(Ordering::SeqCst) >= mine);
                    }
                });
            }
        });
        assert!(syncs.load(Ordering::SeqCst) < 400, "no two writers ever shared a sync");
    }

    #[test]
    fn after_a_failure_nothing_succeeds() {
        let group = GroupSync::default();
        assert_eq!(group.join(|| Ok(())), Ok(()));
        assert_eq!(group.join(|| Err("disk".to_owned())), Err("disk".to_owned()));
        assert_eq!(group.join(|| Ok(())), Err("disk".to_owned()));
    }
}
