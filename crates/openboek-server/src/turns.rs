//! While somebody records, pages are made one after the other, with a rest after each: where there are few processors, whoever records would
//! wait for one. Several pages at once would take all of them, and one after the other without a rest would still keep them so busy that Linux
//! no longer looks for a processor that could take a thread which wakes (`SIS_UTIL` in kernel/sched): it waits behind another one instead.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, MutexGuard};
use tokio::time::sleep_until;

/// So long after a command the next one is expected: who sends one after the other still records.
const LATELY: Duration = Duration::from_secs(1);
/// A rest is so many times as long as it took to make the page: `cargo xtask bench reading` tells what recording loses.
const REST: u32 = 4;
/// What a large page took is not waited for as often: many commands are done in this time.
const LONGEST_REST: Duration = Duration::from_millis(100);

fn rest_after(made_in: Duration) -> Duration {
    made_in.saturating_mul(REST).min(LONGEST_REST)
}

/// Who records now, and whose turn it is to make a page.
pub(crate) struct Turns {
    begin: Instant,
    recording: AtomicUsize,
    /// When the last command was done: milliseconds since the begin, and one.
    last: AtomicU64,
    /// When the next page may be begun; whoever keeps it makes one.
    next: Mutex<Instant>,
}

/// A page is made, as long as this is kept.
pub(crate) struct Turn<'a> {
    begin: Instant,
    next: MutexGuard<'a, Instant>,
}

/// A command is worked on, as long as this is kept.
pub(crate) struct Recording<'a>(&'a Turns);

impl Default for Turns {
    fn default() -> Self {
        Self {
            begin: Instant::now(),
            recording: AtomicUsize::new(0),
            last: AtomicU64::new(0),
            next: Mutex::new(Instant::now()),
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
    pub(crate) async fn take(&self) -> Option<Turn<'_>> {
        if !self.is_recording() {
            return None;
        }
        let next = self.next.lock().await;
        if self.is_recording() {
            sleep_until((*next).into()).await;
        }
        Some(Turn { begin: Instant::now(), next })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.next = Instant::now() + rest_after(self.begin.elapsed());
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
        assert!(turn.is_some() && turns.next.try_lock().is_err());
        drop(turn);
        assert!(turns.next.try_lock().is_ok());
        drop(two);
        assert!(turns.is_recording(), "a moment ago");
        tokio::time::sleep(LATELY + LATELY / 10).await;
        assert!(!turns.is_recording() && turns.take().await.is_none());
    }

    #[test]
    fn after_a_page_there_is_a_rest() {
        for (made_in, rest) in [(0, 0), (5, 20), (25, 100), (2_000, 100)] {
            assert_eq!(
                rest_after(Duration::from_millis(made_in)),
                Duration::from_millis(rest),
                "{made_in} ms"
            );
        }
    }

    #[tokio::test]
    async fn the_next_page_begins_after_the_rest_of_the_last() {
        let turns = Turns::default();
        let _recording = turns.record();
        let made_in = Duration::from_millis(10);
        let turn = turns.take().await;
        tokio::time::sleep(made_in).await;
        drop(turn);
        let begin = Instant::now();
        drop(turns.take().await);
        assert!(begin.elapsed() >= rest_after(made_in) - made_in, "no rest");
    }
}
