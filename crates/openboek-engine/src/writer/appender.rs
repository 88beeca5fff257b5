//! Makes groups durable and answers them, on a thread of its own: while one group is being synced the writer drafts the next.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use openboek_store::{AppendError, LogName, Store};
use tokio::sync::watch;

use super::Waiting;
use super::claim::confirm;
use super::group::Group;
use crate::heads::{Heads, tell};
use crate::planted::{Bug, planted};

/// How an append ended.
pub(super) enum Outcome {
    /// Durable and answered.
    Recorded {
        /// Callers who wait for the checkpoint.
        waiting: Vec<Waiting>,
        /// When the append began.
        began: Instant,
        /// How long it took.
        took: Duration,
    },
    /// Failed; nobody was answered yet.
    Failed(AppendError, Box<Group>),
}

/// The writer's side of the thread: at most one group is under way.
pub(super) struct Appender {
    /// `None` once it is told to end.
    groups: Option<SyncSender<(Group, Heads)>>,
    outcomes: Receiver<Outcome>,
    busy: bool,
    thread: Option<JoinHandle<()>>,
}

/// Nothing is left behind: the store may be closed afterwards.
impl Drop for Appender {
    fn drop(&mut self) {
        self.groups = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that appends stopped by a panic");
        }
    }
}

impl Appender {
    /// Starts the thread. It ends when the appender is dropped.
    pub(super) fn start(
        store: Arc<dyn Store>,
        log: LogName,
        heads: watch::Sender<Heads>,
    ) -> std::io::Result<Self> {
        let (groups, work) = sync_channel(1);
        let (results, outcomes) = channel();
        let thread = std::thread::Builder::new().name(format!("appender {log}"));
        let thread = thread.spawn(move || run(&*store, &log, &heads, &work, &results))?;
        Ok(Self { groups: Some(groups), outcomes, busy: false, thread: Some(thread) })
    }

    /// Whether a group is under way.
    pub(super) fn busy(&self) -> bool {
        self.busy
    }

    /// Hands a group over; `heads` is where the log stands once it is durable. `false` when the thread is gone: the callers of the
    /// group are told that nobody knows.
    #[must_use]
    pub(super) fn take(&mut self, group: Group, heads: Heads) -> bool {
        self.busy = self.groups.as_ref().is_some_and(|groups| groups.send((group, heads)).is_ok());
        self.busy
    }

    /// The outcome of the group under way, if it comes in time. When the thread is gone, none is under way any more.
    pub(super) fn wait_for(&mut self, patience: Duration) -> Option<Outcome> {
        match self.outcomes.recv_timeout(patience) {
            Err(RecvTimeoutError::Timeout) => None,
            ended => {
                self.busy = false;
                ended.ok()
            }
        }
    }

    /// Waits for the outcome of the group under way; `None` when there is none, or the thread is gone.
    pub(super) fn wait(&mut self) -> Option<Outcome> {
        if !std::mem::take(&mut self.busy) {
            return None;
        }
        self.outcomes.recv().ok()
    }
}

/// THE POINT OF COMMITMENT of recorded commands is `store.append` below. A crash before it leaves nothing of the group; the callers
/// got no answer and may send their commands again. A crash after it leaves all of it, durable; a caller that got no answer sends the
/// same request id again and is told what was recorded. Nothing of the group is answered before it returns, refusals neither:
/// they may rest on what it records.
fn run(
    store: &dyn Store,
    log: &LogName,
    heads: &watch::Sender<Heads>,
    groups: &Receiver<(Group, Heads)>,
    outcomes: &Sender<Outcome>,
) {
    while let Ok((mut group, after)) = groups.recv() {
        let append = Arc::new(std::mem::take(&mut group.append));
        let begin = Instant::now();
        let appended = if append.entries.is_empty() {
            confirm(store, log, after.size)
        } else {
            store.append_shared(log, &append)
        };
        let appended = if planted(Bug::AnswersUnrecorded) { Ok(()) } else { appended };
        let outcome = match appended {
            Ok(()) => {
                let took = begin.elapsed();
                tell(heads, after, store.shared().is_some());
                Outcome::Recorded { waiting: group.answer(), began: begin, took }
            }
            Err(error) => Outcome::Failed(error, Box::new(group)),
        };
        if outcomes.send(outcome).is_err() {
            return;
        }
    }
}
