//! One commit for many appends.
//!
//! Whoever wants something written puts it in the queue. If nobody is writing, he writes all that is in the queue, his own
//! included, as one group; else he waits. So one batch, one flush and one `fdatasync` answer all who came in meanwhile.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a group waits for what is on its way, and for those of the group before it to come back: less than a sync
/// takes, which they would else need for themselves.
const GATHER_WAIT: Duration = Duration::from_micros(200);

/// What can be written in groups.
pub(crate) trait Weighed {
    /// In bytes.
    fn weight(&self) -> usize;
}

/// Why something in the queue was not written well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GroupError {
    /// An earlier group failed; this was never tried.
    NotTried(String),
    /// It was tried, and failed.
    Failed(String),
}

pub(crate) struct GroupCommit<T> {
    weight_max: usize,
    state: Mutex<State<T>>,
    /// Told when something came into the queue, or gave up on its way.
    came: Condvar,
    /// Told when a group ended.
    ended: Condvar,
}

struct State<T> {
    /// What waits, oldest first.
    queue: VecDeque<T>,
    weight: usize,
    /// How many were ever put in the queue: the ticket of the newest.
    tickets: u64,
    /// The newest ticket that was ever tried, and the newest that was written well.
    tried: u64,
    done: u64,
    /// Whether somebody is writing.
    writing: bool,
    /// Why a group failed. Nothing is tried after it.
    failed: Option<String>,
    /// How many are on their way into the queue.
    coming: usize,
    /// How many the last group held.
    last_count: usize,
}

/// Somebody on his way into the queue.
pub(crate) struct Coming<'a, T>(&'a GroupCommit<T>);

impl<T> Drop for Coming<'_, T> {
    fn drop(&mut self) {
        self.0.lock().coming -= 1;
        self.0.came.notify_one();
    }
}

impl<T: Weighed> GroupCommit<T> {
    /// Groups weigh at most `weight_max`, but for a single heavier member.
    pub(crate) fn new(weight_max: usize) -> Self {
        let state = State {
            queue: VecDeque::new(),
            weight: 0,
            tickets: 0,
            tried: 0,
            done: 0,
            writing: false,
            failed: None,
            coming: 0,
            last_count: 0,
        };
        Self { weight_max, state: Mutex::new(state), came: Condvar::new(), ended: Condvar::new() }
    }

    /// Announces something for the queue, so that a group about to begin waits for it a moment.
    pub(crate) fn announce(&self) -> Coming<'_, T> {
        self.lock().coming += 1;
        Coming(self)
    }

    /// Puts `item` in the queue and returns when the group it was in has been written. `write` writes a group; it is never
    /// called by two threads at a time, nor after it has failed once.
    pub(crate) fn commit(
        &self,
        item: T,
        coming: Option<Coming<'_, T>>,
        write: impl Fn(Vec<T>) -> Result<(), String>,
    ) -> Result<(), GroupError> {
        let ticket = self.enqueue(item, coming);
        let mut state = self.lock();
        loop {
            if state.done >= ticket {
                return Ok(());
            }
            if let Some(reason) = &state.failed {
                let reason = reason.clone();
                let tried = state.tried >= ticket;
                return Err(if tried { GroupError::Failed(reason) } else { GroupError::NotTried(reason) });
            }
            state = if state.writing {
                self.ended.wait(state).unwrap_or_else(PoisonError::into_inner)
            } else {
                self.write_group(state, &write)
            };
        }
    }

    fn enqueue(&self, item: T, coming: Option<Coming<'_, T>>) -> u64 {
        let mut state = self.lock();
        state.tickets += 1;
        state.weight += item.weight();
        state.queue.push_back(item);
        let ticket = state.tickets;
        drop(state);
        // Tells who gathers.
        drop(coming);
        ticket
    }

    fn write_group<'a>(
        &'a self,
        mut state: MutexGuard<'a, State<T>>,
        write: impl Fn(Vec<T>) -> Result<(), String>,
    ) -> MutexGuard<'a, State<T>> {
        state.writing = true;
        let mut state = self.gather(state);
        let group = state.take_group(self.weight_max);
        drop(state);
        // A panic must not leave the others waiting.
        let outcome = catch_unwind(AssertUnwindSafe(|| write(group)));
        let outcome = outcome.unwrap_or_else(|_| Err("the writing of a group panicked".to_owned()));
        let mut state = self.lock();
        state.writing = false;
        match outcome {
            Ok(()) => state.done = state.tried,
            Err(reason) => state.failed = Some(reason),
        }
        self.ended.notify_all();
        state
    }

    /// Waits a moment for a group as large as the last one, or for whoever is on his way.
    fn gather<'a>(&'a self, mut state: MutexGuard<'a, State<T>>) -> MutexGuard<'a, State<T>> {
        let end = Instant::now() + GATHER_WAIT;
        while (state.coming > 0 || state.queue.len() < state.last_count) && state.weight < self.weight_max {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = self.came.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state
    }
}

impl<T> GroupCommit<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Each change is made in one step: a panic elsewhere leaves the state whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Weighed> State<T> {
    /// Takes the oldest out of the queue, up to a weight, and at least one.
    fn take_group(&mut self, weight_max: usize) -> Vec<T> {
        let mut group = Vec::new();
        let mut weight = 0;
        while let Some(item) = self.queue.front() {
            weight += item.weight();
            if weight > weight_max && !group.is_empty() {
                break;
            }
            self.weight -= item.weight();
            self.tried += 1;
            group.extend(self.queue.pop_front());
        }
        self.last_count = group.len();
        group
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::thread;

    use super::*;

    impl Weighed for u32 {
        fn weight(&self) -> usize {
            10
        }
    }

    /// Many writers: each finds its own number written when its call returns, and each number is written once.
    #[test]
    fn who_returns_has_been_written() {
        let group = GroupCommit::new(50);
        let (written, groups, alone) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()), Mutex::new(()));
        let write = |items: Vec<u32>| {
            let _alone = alone.try_lock().expect("two write at a time");
            groups.lock().unwrap().push(items.len());
            thread::sleep(Duration::from_micros(300));
            written.lock().unwrap().extend(items);
            Ok(())
        };
        thread::scope(|scope| {
            for writer in 0..8 {
                let (group, written, write) = (&group, &written, &write);
                scope.spawn(move || {
                    for n in 0..50 {
                        let mine = writer * 1000 + n;
                        let coming = group.announce();
                        group.commit(mine, Some(coming), write).unwrap();
                        assert!(written.lock().unwrap().contains(&mine));
                    }
                });
            }
        });
        let mut all = written.into_inner().unwrap();
        all.sort_unstable();
        let expected = (0..8).flat_map(|w| (0..50).map(move |n| w * 1000 + n)).collect::<Vec<_>>();
        assert_eq!(all, expected);
        let groups = groups.into_inner().unwrap();
        assert!(groups.iter().all(|len| (1..=5).contains(len)), "no group is too heavy: {groups:?}");
        assert!(groups.iter().any(|len| *len > 1), "nobody ever shared a group");
    }

    /// The group that failed is *failed*; whoever waited behind it was never tried, and so is everybody after.
    #[test]
    fn after_a_failure_nothing_is_tried() {
        let group = GroupCommit::new(10);
        assert_eq!(group.commit(1, None, |_| Ok(())), Ok(()));
        let tried = Mutex::new(0);
        let fail = |_| {
            // Time for the others to queue up.
            thread::sleep(Duration::from_millis(20));
            *tried.lock().unwrap() += 1;
            Err("disk".to_owned())
        };
        let outcomes: Vec<_> = thread::scope(|scope| {
            let group = &group;
            let writers: Vec<_> = (0..5).map(|n| scope.spawn(move || group.commit(n, None, fail))).collect();
            writers.into_iter().map(|w| w.join().unwrap()).collect()
        });
        assert_eq!(*tried.lock().unwrap(), 1);
        let failed = Err(GroupError::Failed("disk".to_owned()));
        let not_tried = Err(GroupError::NotTried("disk".to_owned()));
        assert_eq!(outcomes.iter().filter(|o| **o == failed).count(), 1);
        assert_eq!(outcomes.iter().filter(|o| **o == not_tried).count(), 4);
        assert_eq!(group.commit(9, None, |_| panic!("must not be tried")), not_tried);
    }

    #[test]
    fn a_panic_while_writing_is_a_failure() {
        let group = GroupCommit::new(10);
        assert!(matches!(group.commit(1, None, |_| panic!("on purpose")), Err(GroupError::Failed(_))));
        assert!(matches!(group.commit(2, None, |_| Ok(())), Err(GroupError::NotTried(_))));
    }

    #[test]
    fn one_that_is_too_heavy_goes_alone() {
        let group = GroupCommit::new(5);
        assert_eq!(
            group.commit(1, None, |items| if items == [1] { Ok(()) } else { Err(String::new()) }),
            Ok(())
        );
    }
}
