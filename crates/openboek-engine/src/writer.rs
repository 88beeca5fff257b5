//! The writer of one log: a thread that owns the ledger's memory, takes commands from a bounded queue, decides and drafts them, hands
//! them in groups to the thread that makes them durable, and seals what was recorded.
//!
//! The ledger's memory is ahead of the store by the group under way and the group being drafted. When an append fails, both are gone:
//! the memory is read from the store again, and the drafted ones are told that they were certainly not recorded.

mod appender;
mod claim;
mod group;
mod publish;
mod receipt;
mod waiting;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use openboek_store::{AppendError, Store};
use tokio::sync::{Semaphore, oneshot, watch};

use crate::clock::Clock;
use crate::command::{Prepared, RecordError, Recorded, Wait};
use crate::heads::{Heads, tell};
use crate::ledger::Ledger;
use crate::options::Options;
use crate::planted::{Bug, planted};
use crate::preview::Foreseen;
use crate::read::ReadError;
use crate::receipt::{Document, ReceiptError, RecordedReceipt};
use crate::static_log::Bell;
use appender::{Appender, Outcome};
pub(crate) use claim::of_append;
use group::Group;
pub(crate) use publish::stream_head;
use waiting::Waiting;

/// How long a group waits at most for others to come, while no group is under way.
const GATHER_MAX: Duration = Duration::from_millis(2);
/// How often the queue is looked at meanwhile: waking for every command would cost more than it brings.
const GATHER_STEP: Duration = Duration::from_micros(50);
/// How often the queue is looked at while a group is under way, for the same reason. A quick sync ends before that.
const DRAFT_STEP: Duration = Duration::from_micros(500);

/// How often a log that could not be read again is tried, when no command comes.
const REREAD_EVERY: Duration = Duration::from_secs(1);

/// The answer's way back; a caller that went away is no reason to stop.
pub(crate) type Reply = oneshot::Sender<Result<Recorded, RecordError>>;
/// The same of a receipt.
pub(crate) type ReceiptReply = oneshot::Sender<Result<RecordedReceipt, ReceiptError>>;

/// What the queue holds.
pub(crate) enum Job {
    /// Record a command.
    Record(Box<Prepared>, Reply),
    /// Decide on a command without recording it.
    Foresee(Box<Prepared>, oneshot::Sender<Result<Foreseen, RecordError>>),
    /// Record the receipt of a document.
    Publish(Box<Document>, Wait, ReceiptReply),
    /// Look whether somebody left entries without a seal.
    Look,
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
    /// Rung at each publication.
    pub(crate) bell: Arc<Bell>,
}

pub(crate) struct Writer {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    options: Options,
    ledger: Ledger,
    /// Why the ledger's memory is not what the store holds: reading again failed after an append had. Nothing is decided on it,
    /// sealed, kept or told until it was read.
    lost: Option<ReadError>,
    /// Until when this process surely has the claim of the log; see `claim`.
    claimed_until: Option<Instant>,
    heads: watch::Sender<Heads>,
    jobs: Receiver<Job>,
    /// See [`Tools::places`].
    places: Arc<Semaphore>,
    bell: Arc<Bell>,
    appender: Appender,
    /// What is being drafted.
    group: Group,
    /// Requests of the group under way: the store does not know them yet.
    under_way: HashSet<[u8; 16]>,
    /// What is recorded, with callers who wait for the checkpoint.
    unpublished: Vec<Waiting>,
    /// When the entries that are not sealed yet must be.
    seal_due: Option<Instant>,
    /// How long the last append took.
    append_took: Duration,
    /// Until when the group waits for others to come.
    gather_until: Option<Instant>,
    /// When a snapshot may be kept again: keeping them costs at most a hundredth of the time.
    snapshot_after: Instant,
}

/// Why the writer goes on no more: the engine starts another when the next command comes.
struct Gone;

impl Writer {
    pub(crate) fn new(tools: Tools, ledger: Ledger) -> std::io::Result<Self> {
        let Tools { store, clock, options, heads, jobs, places, bell } = tools;
        let appender = Appender::start(store.clone(), ledger.log.clone(), heads.clone())?;
        Ok(Self {
            // What a crash left recorded but unsealed is sealed at once.
            seal_due: (!ledger.unsealed.is_empty()).then(Instant::now),
            store,
            clock,
            options,
            ledger,
            lost: None,
            claimed_until: None,
            heads,
            jobs,
            places,
            bell,
            appender,
            group: Group::default(),
            under_way: HashSet::new(),
            unpublished: Vec::new(),
            append_took: Duration::ZERO,
            gather_until: None,
            snapshot_after: Instant::now(),
        })
    }

    /// Runs until told to stop or until nobody can send any more.
    pub(crate) fn run(mut self) {
        if self.work().is_err() {
            tracing::error!(log = %self.ledger.log, "the thread that appends is gone");
        }
    }

    fn work(&mut self) -> Result<(), Gone> {
        loop {
            if self.seal_due.is_some_and(|due| due <= Instant::now()) {
                self.hand_over_all()?;
                self.publish();
            }
            if self.full() {
                self.settle();
                self.hand_over()?;
            }
            match self.next_job() {
                Some(Job::Stop) => return self.stop(),
                Some(job) => self.take_up(job)?,
                None => self.hand_over()?,
            }
        }
    }

    fn take_up(&mut self, job: Job) -> Result<(), Gone> {
        if let Err(error) = self.sound() {
            refuse(job, &error);
            return Ok(());
        }
        match job {
            Job::Record(command, reply) => match self.claim() {
                Ok(()) => self.take_in(command, reply),
                Err(error @ RecordError::WrittenElsewhere { .. }) => {
                    self.answer_elsewhere(&command, error, reply);
                }
                Err(error) => answer(reply, Err(error)),
            },
            Job::Foresee(command, reply) => {
                // What is drafted is not recorded yet: nobody was answered on it, so nobody foresees from it either.
                self.hand_over_all()?;
                let foreseen =
                    self.refresh().map_err(RecordError::Read).and_then(|()| self.foresee(&command));
                // A caller that went away has no use for the answer.
                let _ = reply.send(foreseen);
            }
            Job::Publish(document, wait, reply) => {
                // What was published before is read from the store. Documents are rare: to wait for a sync costs nothing.
                self.hand_over_all()?;
                self.take_in_document(&document, wait, reply);
            }
            Job::Look => {
                self.hand_over_all()?;
                self.look_again();
            }
            Job::Stop => {}
        }
        Ok(())
    }

    /// The next job. `None` when the group should be handed over now, or a seal is due.
    fn next_job(&mut self) -> Option<Job> {
        loop {
            let drafted = self.group.len() > 0 && !self.appender.busy();
            if drafted && self.worth_a_sync() {
                return None;
            }
            if let Ok(job) = self.jobs.try_recv() {
                return Some(job);
            }
            if self.appender.busy() {
                if let Some(outcome) = self.appender.wait_for(DRAFT_STEP) {
                    self.after(outcome);
                }
            } else if drafted {
                std::thread::sleep(GATHER_STEP);
            } else {
                return self.wait_for_job();
            }
        }
    }

    /// Callers who were answered together come back one after another. To sync for the first few alone would make the others wait for
    /// that sync; to wait for all of them would leave the disk idle. So: a third of those who are about, or as long as an append takes.
    fn worth_a_sync(&mut self) -> bool {
        let about = self.options.queue_commands.saturating_sub(self.places.available_permits());
        let until =
            *self.gather_until.get_or_insert_with(|| Instant::now() + self.append_took.min(GATHER_MAX));
        self.group.len() * 3 >= about || Instant::now() >= until
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

    /// Hands the group over, if there is one and none is under way.
    fn hand_over(&mut self) -> Result<(), Gone> {
        if self.group.len() == 0 || self.appender.busy() {
            return Ok(());
        }
        self.gather_until = None;
        let group = std::mem::take(&mut self.group);
        self.under_way = group.append.requests.iter().map(|request| request.request).collect();
        if self.appender.take(group, self.heads_now()) { Ok(()) } else { Err(Gone) }
    }

    /// Afterwards nothing is drafted or under way.
    fn hand_over_all(&mut self) -> Result<(), Gone> {
        self.settle();
        self.hand_over()?;
        self.settle();
        Ok(())
    }

    /// Waits for the group under way.
    fn settle(&mut self) {
        if let Some(outcome) = self.appender.wait() {
            self.after(outcome);
        }
    }

    fn after(&mut self, outcome: Outcome) {
        self.under_way.clear();
        match outcome {
            Outcome::Recorded { waiting, began, took } => {
                self.renewed(began);
                self.append_took = took;
                self.unpublished.extend(waiting);
                if !self.ledger.unsealed.is_empty() {
                    self.seal_due.get_or_insert_with(|| Instant::now() + self.options.seal_interval);
                }
            }
            Outcome::Failed(error, group) => {
                tracing::error!(log = %self.ledger.log, %error, "an append failed");
                let error = self.after_failed_append(error);
                group.answer_all(&error);
            }
        }
    }

    fn stop(&mut self) -> Result<(), Gone> {
        self.hand_over_all()?;
        self.publish();
        if self.lost.is_none() && self.ledger.snapshot_size < self.ledger.size {
            self.ledger.keep_snapshot(&*self.store);
        }
        Ok(())
    }

    /// After a failure the memory may be ahead of the store, or behind: read again before going on.
    fn after_failed_append(&mut self, error: AppendError) -> RecordError {
        let drafted = std::mem::take(&mut self.group);
        drafted.answer_all(&RecordError::NotRecorded("an append before it failed".to_owned()));
        // Recorded for sure; only the checkpoint is open.
        self.unpublished.drain(..).for_each(Waiting::unpublished);
        self.claimed_until = None;
        self.reread();
        of_append(error)
    }

    /// Reads the memory from the store.
    fn reread(&mut self) {
        let ledger = &self.ledger;
        match Ledger::open(&*self.store, &ledger.log, ledger.origin.clone(), ledger.key.clone()) {
            Ok(_) if planted(Bug::KeepsMemory) => {}
            Ok(reopened) => self.ledger = reopened,
            Err(again) => {
                tracing::error!(log = %self.ledger.log, error = %again, "reading again failed too");
                self.lost = Some(again);
                self.seal_due = Some(Instant::now() + REREAD_EVERY);
                return;
            }
        }
        self.lost = None;
        self.seal_due =
            (!self.ledger.unsealed.is_empty()).then(|| Instant::now() + self.options.seal_interval);
        self.tell_heads();
    }

    /// Whether the memory is what the store holds; if not, it is read again.
    fn sound(&mut self) -> Result<(), ReadError> {
        if self.lost.is_some() {
            self.reread();
        }
        self.lost.clone().map_or(Ok(()), Err)
    }

    fn heads_now(&self) -> Heads {
        Heads { size: self.ledger.size, published_size: self.ledger.published_size }
    }

    fn tell_heads(&self) {
        tell(&self.heads, self.heads_now(), self.store.shared().is_some());
    }
}

/// Answers what waits for a writer that could not open its log; the next command tries again.
pub(crate) fn refuse_all(jobs: &Receiver<Job>, error: &ReadError) {
    tracing::error!(%error, "a log could not be opened for writing");
    let mut next = jobs.recv_timeout(Duration::from_millis(100)).ok();
    while let Some(job) = next {
        refuse(job, error);
        next = jobs.try_recv().ok();
    }
}

fn refuse(job: Job, error: &ReadError) {
    match job {
        Job::Record(_, reply) => answer(reply, Err(RecordError::Read(error.clone()))),
        Job::Foresee(_, reply) => {
            let _ = reply.send(Err(RecordError::Read(error.clone())));
        }
        Job::Publish(_, _, reply) => answer_receipt(reply, Err(RecordError::Read(error.clone()).into())),
        Job::Look | Job::Stop => {}
    }
}

fn answer(reply: Reply, result: Result<Recorded, RecordError>) {
    // A caller that went away has no use for the answer; what was recorded stays recorded.
    let _ = reply.send(result);
}

fn answer_receipt(reply: ReceiptReply, result: Result<RecordedReceipt, ReceiptError>) {
    let _ = reply.send(result);
}
