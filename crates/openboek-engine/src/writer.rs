//! The writer of one log: a thread that owns the ledger's memory, takes commands from a bounded queue, decides and drafts them, makes
//! them durable in groups, and seals what was recorded.
//!
//! The ledger's memory is ahead of the store by the group being drafted. When an append fails, the memory is read from the store again.

mod group;
mod publish;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use openboek_store::{AppendError, Store};
use tokio::sync::{Semaphore, oneshot, watch};

use crate::clock::Clock;
use crate::command::{Prepared, RecordError, Recorded};
use crate::heads::Heads;
use crate::ledger::Ledger;
use crate::options::Options;
use crate::preview::Foreseen;
use crate::read::ReadError;
use group::Group;

/// How long a group waits at most for others to come.
const GATHER_MAX: Duration = Duration::from_millis(2);
/// How often the queue is looked at meanwhile: waking for every command would cost more than it brings.
const GATHER_STEP: Duration = Duration::from_micros(100);

/// The answer's way back; a caller that went away is no reason to stop.
pub(crate) type Reply = oneshot::Sender<Result<Recorded, RecordError>>;

/// What the queue holds.
pub(crate) enum Job {
    /// Record a command.
    Record(Box<Prepared>, Reply),
    /// Decide on a command without recording it.
    Foresee(Box<Prepared>, oneshot::Sender<Result<Foreseen, RecordError>>),
    /// Finish what is queued, seal, keep a snapshot, stop.
    Stop,
}

/// What a writer works with.
pub(crate) struct Tools {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) options: Options,
    pub(crate) heads: watch::Sender<Heads>,
    pub(crate) jobs: Receiver<Job>,
    /// Permits of the queue: one is held by every caller who waits for an answer.
    pub(crate) places: Arc<Semaphore>,
}

pub(crate) struct Writer {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    options: Options,
    ledger: Ledger,
    heads: watch::Sender<Heads>,
    jobs: Receiver<Job>,
    /// See [`Tools::places`].
    places: Arc<Semaphore>,
    /// What is being drafted.
    group: Group,
    /// Recorded commands whose callers wait for the checkpoint.
    unpublished: Vec<(Recorded, Reply)>,
    /// When the entries that are not sealed yet must be.
    seal_due: Option<Instant>,
    /// How long the last append took.
    append_took: Duration,
    /// Until when the group waits for others to come.
    gather_until: Option<Instant>,
    /// When a snapshot may be kept again: keeping them costs at most a hundredth of the time.
    snapshot_after: Instant,
}

impl Writer {
    pub(crate) fn new(tools: Tools, ledger: Ledger) -> Self {
        let Tools { store, clock, options, heads, jobs, places } = tools;
        Self {
            // What a crash left recorded but unsealed is sealed at once.
            seal_due: (!ledger.unsealed.is_empty()).then(Instant::now),
            store,
            clock,
            options,
            ledger,
            heads,
            jobs,
            places,
            group: Group::default(),
            unpublished: Vec::new(),
            append_took: Duration::ZERO,
            gather_until: None,
            snapshot_after: Instant::now(),
        }
    }

    /// Runs until told to stop or until nobody can send any more.
    pub(crate) fn run(mut self) {
        loop {
            if self.seal_due.is_some_and(|due| due <= Instant::now()) {
                self.record();
                self.publish();
            }
            if self.full() {
                self.record();
            }
            match self.next_job() {
                Some(Job::Record(command, reply)) => self.take_in(command, reply),
                Some(Job::Foresee(command, reply)) => {
                    // What is drafted is not recorded yet: nobody was answered on it, so nobody foresees from it either.
                    self.record();
                    // A caller that went away has no use for the answer.
                    let _ = reply.send(self.foresee(&command));
                }
                Some(Job::Stop) => return self.stop(),
                None => self.record(),
            }
        }
    }

    /// The next job. `None` when the group should be recorded now, or a seal is due.
    fn next_job(&mut self) -> Option<Job> {
        loop {
            let drafted = self.group.len() > 0;
            if drafted && self.worth_a_sync() {
                return None;
            }
            if let Ok(job) = self.jobs.try_recv() {
                return Some(job);
            }
            if !drafted {
                return self.wait_for_job();
            }
            std::thread::sleep(GATHER_STEP);
        }
    }

    /// Callers who were answered together come back one after another. To sync for the first few alone would make the others wait for
    /// that sync; to wait for all of them would leave the disk idle. So: half of those who are about, or as long as an append takes.
    fn worth_a_sync(&mut self) -> bool {
        let about = self.options.queue_commands.saturating_sub(self.places.available_permits());
        let until =
            *self.gather_until.get_or_insert_with(|| Instant::now() + self.append_took.min(GATHER_MAX));
        self.group.len() * 2 >= about || Instant::now() >= until
    }

    fn wait_for_job(&self) -> Option<Job> {
        let patience = self
            .seal_due
            .map_or(Duration::from_secs(3_600), |due| due.saturating_duration_since(Instant::now()));
        match self.jobs.recv_timeout(patience) {
            Ok(job) => Some(job),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Job::Stop),
        }
    }

    fn full(&self) -> bool {
        self.group.len() >= self.options.batch_commands || self.group.bytes >= self.options.batch_bytes
    }

    /// Makes the group durable, if there is one, and answers it.
    ///
    /// THE POINT OF COMMITMENT of recorded commands is `store.append` below. A crash before it leaves nothing of the group; the callers
    /// got no answer and may send their commands again. A crash after it leaves all of it, durable; a caller that got no answer sends the
    /// same request id again and is told what was recorded. Nothing of the group is answered before it returns, refusals neither:
    /// they may rest on what it records.
    fn record(&mut self) {
        if self.group.len() == 0 {
            return;
        }
        self.gather_until = None;
        let mut group = std::mem::take(&mut self.group);
        let append = Arc::new(std::mem::take(&mut group.append));
        let begin = Instant::now();
        if !append.entries.is_empty()
            && let Err(error) = self.store.append_shared(&self.ledger.log, &append)
        {
            tracing::error!(log = %self.ledger.log, %error, "an append failed");
            let error = self.after_failed_append(error);
            return group.answer_all(&error);
        }
        self.append_took = begin.elapsed();
        self.tell_heads();
        self.unpublished.extend(group.answer());
        if !self.ledger.unsealed.is_empty() {
            self.seal_due.get_or_insert_with(|| Instant::now() + self.options.seal_interval);
        }
    }

    fn stop(&mut self) {
        self.record();
        self.publish();
        if self.ledger.snapshot_size < self.ledger.size {
            self.ledger.keep_snapshot(&*self.store);
        }
    }

    /// After a failure the memory may be ahead of the store, or behind: read again before going on.
    fn after_failed_append(&mut self, error: AppendError) -> RecordError {
        for (_, reply) in self.unpublished.drain(..) {
            // Recorded for sure; only the checkpoint is open. The same request id, sent again, waits for it anew.
            answer(reply, Err(RecordError::Unknown("recorded, but not published yet".to_owned())));
        }
        let ledger = &self.ledger;
        match Ledger::open(&*self.store, &ledger.log, ledger.origin.clone(), ledger.key.clone()) {
            Ok(reopened) => self.ledger = reopened,
            Err(again) => tracing::error!(log = %self.ledger.log, error = %again, "reading again failed too"),
        }
        self.seal_due =
            (!self.ledger.unsealed.is_empty()).then(|| Instant::now() + self.options.seal_interval);
        self.tell_heads();
        match error {
            AppendError::Refused(why) | AppendError::NotRecorded(why) => RecordError::NotRecorded(why),
            AppendError::Unknown(why) => RecordError::Unknown(why),
        }
    }

    fn heads_now(&self) -> Heads {
        Heads { size: self.ledger.size, published_size: self.ledger.published_size }
    }

    fn tell_heads(&self) {
        self.heads.send_replace(self.heads_now());
    }
}

/// Answers what waits for a writer that could not open its log; the next command tries again.
pub(crate) fn refuse_all(jobs: &Receiver<Job>, error: &ReadError) {
    tracing::error!(%error, "a log could not be opened for writing");
    let mut next = jobs.recv_timeout(Duration::from_millis(100)).ok();
    while let Some(job) = next {
        match job {
            Job::Record(_, reply) => answer(reply, Err(RecordError::Read(error.clone()))),
            Job::Foresee(_, reply) => {
                let _ = reply.send(Err(RecordError::Read(error.clone())));
            }
            Job::Stop => {}
        }
        next = jobs.try_recv().ok();
    }
}

fn answer(reply: Reply, result: Result<Recorded, RecordError>) {
    // A caller that went away has no use for the answer; what was recorded stays recorded.
    let _ = reply.send(result);
}
