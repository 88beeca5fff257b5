//! While somebody records, pages are made one after the other: where there are few processors, several at once would take all of them, and a
//! command would wait for one.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Semaphore, SemaphorePermit};

/// Who records now, and whose turn it is to make a page.
pub(crate) struct Turns {
    recording: AtomicUsize,
    turn: Semaphore,
}

/// A command is worked on, as long as this is kept.
pub(crate) struct Recording<'a>(&'a AtomicUsize);

impl Default for Turns {
    fn default() -> Self {
        Self { recording: AtomicUsize::new(0), turn: Semaphore::new(1) }
    }
}

impl Turns {
    /// Tells that a command is worked on.
    pub(crate) fn record(&self) -> Recording<'_> {
        self.recording.fetch_add(1, Ordering::Relaxed);
        Recording(&self.recording)
    }

    /// Waits for a turn to make a page, when somebody records; `None` when nobody does, and all may make theirs.
    pub(crate) async fn take(&self) -> Option<SemaphorePermit<'_>> {
        if self.recording.load(Ordering::Relaxed) == 0 {
            return None;
        }
        // It is never closed.
        self.turn.acquire().await.ok()
    }
}

impl Drop for Recording<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pages_wait_for_each_other_only_while_somebody_records() {
        let turns = Turns::default();
        assert!(turns.take().await.is_none() && turns.take().await.is_none());
        let (one, two) = (turns.record(), turns.record());
        drop(one);
        let turn = turns.take().await;
        assert!(turn.is_some() && turns.turn.try_acquire().is_err());
        drop(turn);
        assert!(turns.turn.try_acquire().is_ok());
        drop(two);
        assert!(turns.take().await.is_none());
    }
}
