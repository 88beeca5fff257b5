//! Threads for what readers ask and for telling others: where there are too few processors for all, whoever records goes first.

use std::io;

use thread_priority::{
    NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy, set_thread_priority_and_policy,
    thread_native_id,
};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

use crate::limits::READING_THREADS;

/// The threads; they end with the value, when what they do is done.
pub(crate) struct Readers {
    /// As important as any other.
    equal: Option<Runtime>,
    /// For what is asked while somebody records: they run where nobody else wants to, and give way to a thread that wakes (SCHED_IDLE of sched(7)).
    /// A lower priority (setpriority(2)) is not enough: such a thread keeps a processor for a while, and so short a task as recording waits for it
    /// each time. At other times it would be too much: whatever else is busy on the machine would keep all readers waiting.
    behind: Option<Runtime>,
}

impl Readers {
    /// # Errors
    /// When the system gives no threads.
    pub(crate) fn start() -> io::Result<Self> {
        let threads = |name: &str| {
            let mut threads = Builder::new_multi_thread();
            threads.worker_threads(1).max_blocking_threads(READING_THREADS).thread_name(name).enable_all();
            threads
        };
        Ok(Self {
            equal: Some(threads("openboek-reader").build()?),
            behind: Some(threads("openboek-behind").on_thread_start(step_back).build()?),
        })
    }

    /// Reads on one of them, behind whoever records or not; `None` once they were told to end.
    pub(crate) fn read<T: Send + 'static>(
        &self,
        is_behind: bool,
        read: impl FnOnce() -> T + Send + 'static,
    ) -> Option<JoinHandle<T>> {
        let threads = if is_behind { &self.behind } else { &self.equal };
        threads.as_ref().map(|threads| threads.spawn_blocking(read))
    }

    /// Runs what waits more than it works; `None` once they were told to end.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) -> Option<JoinHandle<()>> {
        self.equal.as_ref().map(|threads| threads.spawn(work))
    }
}

/// This thread only.
fn step_back() {
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    if let Err(error) = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, idle) {
        tracing::debug!(%error, "a reading thread keeps its priority");
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        // Waiting for them is not allowed on the threads of the server.
        for threads in [self.equal.take(), self.behind.take()].into_iter().flatten() {
            threads.shutdown_background();
        }
    }
}
