//! Threads for what readers ask and for telling others: where there are too few processors for all, whoever records goes first.

use std::io;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

use crate::limits::READING_THREADS;

/// How far readers step back: at 10 the system gives a thread about a tenth of what it gives one that stepped back nowhere (setpriority(2)). Not further,
/// and not to SCHED_IDLE: where anything else on the machine is busy, nobody would read any more.
const STEP_BACK: i32 = 10;

/// The threads; they end with the value, when what they do is done.
pub(crate) struct Readers(Option<Runtime>);

impl Readers {
    /// # Errors
    /// When the system gives no threads.
    pub(crate) fn start() -> io::Result<Self> {
        let mut threads = Builder::new_multi_thread();
        threads
            .worker_threads(1)
            .max_blocking_threads(READING_THREADS)
            .thread_name("openboek-reader")
            .enable_all();
        Ok(Self(Some(threads.on_thread_start(step_back).build()?)))
    }

    /// Reads on one of them; `None` once they were told to end.
    pub(crate) fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce() -> T + Send + 'static,
    ) -> Option<JoinHandle<T>> {
        self.0.as_ref().map(|threads| threads.spawn_blocking(read))
    }

    /// Runs what waits more than it works; `None` once they were told to end.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) -> Option<JoinHandle<()>> {
        self.0.as_ref().map(|threads| threads.spawn(work))
    }
}

/// Of this thread only.
fn step_back() {
    if let Err(error) = rustix::process::setpriority_process(None, STEP_BACK) {
        tracing::debug!(%error, "a reading thread keeps its priority");
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        // Waiting for them is not allowed on the threads of the server.
        if let Some(threads) = self.0.take() {
            threads.shutdown_background();
        }
    }
}
