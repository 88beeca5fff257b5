//! While somebody records, pages are made one after the other: where there are few processors, several at once would take all of them, and a
//! command would wait for one.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, SemaphorePermit};

/// So long after a command the next one is expected: who sends one after the other still records.
const LATELY: Duration = Duration::from_secs(1);

/// Who records now, and whose turn it is to make a page.
pub(crate) struct Turns {
    begin: Instant,
    recording: AtomicUsize,
    /// When the last command was done: milliseconds since the begin, and one.
    last: AtomicU64,
    turn: Semaphore,
}

/// A command is worked on, as long as this is kept.
pub(crate) struct Recording<'a>(&'a Turns);

impl Default for Turns {
    fn default() -> Self {
        Self {
            begin: Instant::now(),
            recording: AtomicUsize::new(0),
            last: AtomicU64::new(0),
            turn: Semaphore::new(1),
        }
    }
}

impl Turns {
    /// Tells that a command is worked on.
    pub(crate) fn record(&self) -> Recording<'_> {
        self.recording.fetch_add(1, Ordering::Relaxed);
        Recording(self)
    }

    /// Whether somebody records now, or did a moment ago.
    pub(crate) fn is_recording(&self) -> bool {
        let last = self.last.load(Ordering::Relaxed);
        let lately = u64::try_from(LATELY.as_millis()).unwrap_or(u64::MAX);
        self.recording.load(Ordering::Relaxed) > 0 || (last > 0 && self.now() < last.saturating_add(lately))
    }

    /// Milliseconds since the begin, and one: nothing was done at 0.
    fn now(&self) -> u64 {
        u64::try_from(self.begin.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1)
    }

    /// Waits for a turn to make a page, when somebody records; `None` when nobody does, and all may make theirs.
    pub(crate) async fn take(&self) -> Option<SemaphorePermit<'_>> {
        if !self.is_recording() {
            return None;
        }
        // It is never closed.
        self.turn.acquire().await.ok()
    }
}

impl Drop for Recording<'_> {
    fn drop(&mut self) {
        self.0.last.store(self.0.now(), Ordering::Relaxed);
        self.0.recording.fetch_sub(1, Ordering::Relaxed);
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
        assert!(turns.is_recording(), "a moment ago");
        tokio::time::sleep(LATELY + LATELY / 10).await;
        assert!(!turns.is_recording() && turns.take().await.is_none());
    }
}
