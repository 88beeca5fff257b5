//! The writer of one log: a thread that owns the ledger's memory, takes commands from a bounded queue, commits them in groups, and
//! seals what it recorded.

mod publish;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use openboek_rules::decide::decide_all;
use openboek_rules::{Refusal, Statement};
use openboek_store::{Append, AppendError, Health, RequestRecord, Store};
use tokio::sync::{Semaphore, oneshot, watch};

use crate::clock::Clock;
use crate::command::{Prepared, RecordError, Recorded, RevisionConflict, Wait};
use crate::convert::code_of;
use crate::draft::{Drafted, draft};
use crate::heads::Heads;
use crate::ledger::Ledger;
use crate::options::Options;
use crate::preview::{Foreseen, foreseen};
use crate::read::{DecodedEntry, ReadError};

/// How long a group is gathered at most.
const GATHER_MAX: Duration = Duration::from_millis(2);
/// How often the queue is looked at meanwhile: waking for every command would cost more than it brings.
const GATHER_STEP: Duration = Duration::from_micros(50);

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

pub(crate) struct Writer {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) options: Options,
    pub(crate) ledger: Ledger,
    pub(crate) heads: watch::Sender<Heads>,
    pub(crate) jobs: Receiver<Job>,
    /// Recorded commands whose callers wait for the checkpoint.
    unpublished: Vec<(Recorded, Reply)>,
    /// When the entries that are not sealed yet must be.
    seal_due: Option<Instant>,
    /// Permits of the queue: one is held by every caller who waits for an answer.
    places: Arc<Semaphore>,
    /// How many commands make a group worth a sync: as many as there were callers at the last one.
    group_worth: usize,
    /// How long that group's append took.
    append_took: Duration,
    /// When a snapshot may be kept again: keeping them costs at most a twentieth of the time.
    snapshot_after: Instant,
}

impl Writer {
    pub(crate) fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        options: Options,
        ledger: Ledger,
        heads: watch::Sender<Heads>,
        jobs: Receiver<Job>,
        places: Arc<Semaphore>,
    ) -> Self {
        // What a crash left recorded but unsealed is sealed at once.
        let seal_due = (!ledger.unsealed.is_empty()).then(Instant::now);
        Self {
            store,
            clock,
            options,
            ledger,
            heads,
            jobs,
            unpublished: Vec::new(),
            seal_due,
            places,
            group_worth: 1,
            append_took: Duration::ZERO,
            snapshot_after: Instant::now(),
        }
    }

    /// Runs until told to stop or until nobody can send any more.
    pub(crate) fn run(mut self) {
        loop {
            let (batch, stop) = self.take();
            if !batch.is_empty() {
                self.commit(batch);
            }
            if stop || self.seal_due.is_some_and(|due| due <= Instant::now()) {
                self.publish();
            }
            if stop {
                if self.ledger.snapshot_size < self.ledger.size {
                    self.ledger.keep_snapshot(&*self.store);
                }
                return;
            }
        }
    }

    /// Waits for work, then takes all that is there, up to the limits of one group commit.
    fn take(&self) -> (Vec<(Box<Prepared>, Reply)>, bool) {
        let patience = self
            .seal_due
            .map_or(Duration::from_secs(3_600), |due| due.saturating_duration_since(Instant::now()));
        let mut next = match self.jobs.recv_timeout(patience) {
            Ok(job) => Some(job),
            Err(RecvTimeoutError::Timeout) => return (Vec::new(), false),
            Err(RecvTimeoutError::Disconnected) => return (Vec::new(), true),
        };
        let (mut batch, mut bytes) = (Vec::new(), 0);
        let gather_until = Instant::now() + self.append_took.min(GATHER_MAX);
        while let Some(job) = next {
            match job {
                Job::Stop => return (batch, true),
                // What is gathered is not recorded yet: nobody was answered on it, so nobody foresees from it either.
                Job::Foresee(prepared, reply) => {
                    // A caller that went away has no use for the answer.
                    let _ = reply.send(self.foresee(&prepared));
                }
                Job::Record(prepared, reply) => {
                    bytes += prepared.bytes();
                    batch.push((prepared, reply));
                }
            }
            let full = batch.len() >= self.options.batch_commands || bytes >= self.options.batch_bytes;
            next = if full { None } else { self.next_of_group(batch.len(), gather_until) };
        }
        (batch, false)
    }

    /// The next job that is there. Callers who were answered together come back one after another: to sync for the first few alone would
    /// make all the others wait for that sync. So a group is gathered until all of them are here, at most as long as an append takes.
    /// A single caller never waits.
    fn next_of_group(&self, gathered: usize, until: Instant) -> Option<Job> {
        loop {
            if let Ok(job) = self.jobs.try_recv() {
                return Some(job);
            }
            if gathered >= self.group_worth || Instant::now() >= until {
                return None;
            }
            std::thread::sleep(GATHER_STEP);
        }
    }

    /// Decides each command on the state the ones before it left, appends all accepted ones at once, then answers.
    ///
    /// THE POINT OF COMMITMENT is `store.append` below. A crash before it leaves nothing of these commands; the callers got no
    /// answer and may send them again. A crash after it leaves all of them, durable; a caller that got no answer sends the
    /// same request id again and is told what was recorded. Nothing is answered before it returns.
    fn commit(&mut self, batch: Vec<(Box<Prepared>, Reply)>) {
        let mut append = Append { expected_size: self.ledger.size, ..Append::default() };
        let mut accepted: Vec<(Recorded, Wait, Reply)> = Vec::new();
        // Commands of this very batch, by request: the store does not know them yet.
        let mut here: HashMap<[u8; 16], usize> = HashMap::new();
        let mut again: Vec<(usize, Wait, Reply)> = Vec::new();
        for (command, reply) in batch {
            if let Some(&place) = here.get(&command.request.0) {
                match same_body(&append.requests[place], &command) {
                    Ok(()) => again.push((place, command.wait, reply)),
                    Err(error) => answer(reply, Err(error)),
                }
                continue;
            }
            let wait = command.wait;
            match self.consider(&command) {
                Ok(Considered::Accepted) => {}
                Ok(Considered::Recorded(earlier)) => {
                    self.answer_when(earlier, wait, reply);
                    continue;
                }
                Err(error) => {
                    answer(reply, Err(error));
                    continue;
                }
            }
            let Some(moment) = self.ledger.moment(self.clock.now_ms()) else {
                answer(reply, Err(no_date()));
                continue;
            };
            let Drafted { entries, request, answer } = draft(&mut self.ledger, *command, moment);
            here.insert(request.request, append.requests.len());
            append.entries.extend(entries);
            append.requests.push(request);
            accepted.push((answer, wait, reply));
        }
        if append.entries.is_empty() {
            return;
        }
        let begin = Instant::now();
        let appended = self.store.append(&self.ledger.log, &append);
        self.append_took = begin.elapsed();
        self.group_worth = self.options.queue_commands.saturating_sub(self.places.available_permits());
        match appended {
            Ok(()) => {
                self.seal_due.get_or_insert_with(|| Instant::now() + self.options.seal_interval);
                self.tell_heads();
                let repeats: Vec<Recorded> =
                    again.iter().map(|(place, ..)| repeated(&accepted[*place].0)).collect();
                for (recorded, wait, reply) in accepted {
                    self.answer_when(recorded, wait, reply);
                }
                for (recorded, (_, wait, reply)) in repeats.into_iter().zip(again) {
                    self.answer_when(recorded, wait, reply);
                }
            }
            Err(error) => {
                tracing::error!(log = %self.ledger.log, %error, "an append failed");
                let error = self.after_failed_append(error);
                let replies =
                    accepted.into_iter().map(|(_, _, r)| r).chain(again.into_iter().map(|(_, _, r)| r));
                replies.for_each(|reply| answer(reply, Err(error.clone())));
            }
        }
    }

    /// Whether a command was recorded before, fits the expected revisions, and passes the rules.
    fn consider(&self, command: &Prepared) -> Result<Considered, RecordError> {
        let earlier = self.store.request(&self.ledger.log, &command.request.0).map_err(ReadError::from)?;
        if let Some(record) = earlier {
            same_body(&record, command)?;
            return Ok(Considered::Recorded(self.recall(&record)?));
        }
        if let Health::ReadOnly(why) = self.store.health() {
            return Err(RecordError::ReadOnly(why));
        }
        let conflicts: Vec<RevisionConflict> = command
            .expected
            .iter()
            .map(|e| RevisionConflict {
                stream: e.stream,
                expected: e.revision,
                actual: self.ledger.next_revision(code_of(e.stream)),
            })
            .filter(|c| c.expected != c.actual)
            .collect();
        if !conflicts.is_empty() {
            return Err(RecordError::Revisions(conflicts));
        }
        decide_parts(&self.ledger.state, command).map_err(RecordError::Refused)?;
        Ok(Considered::Accepted)
    }

    /// What a command would give, by the very code that decides on it when it is recorded.
    fn foresee(&self, command: &Prepared) -> Result<Foreseen, RecordError> {
        let statements = command.parts.iter().map(|part| &part.statement);
        let now_ms = self.clock.now_ms();
        let recorded_before = match self.consider(command)? {
            Considered::Accepted => None,
            Considered::Recorded(earlier) => Some(earlier),
        };
        let statements = statements.filter(|_| recorded_before.is_none());
        let foreseen = foreseen(&self.ledger, statements, now_ms).ok_or_else(no_date)?;
        Ok(Foreseen { recorded_before, ..foreseen })
    }

    /// The answer to a command that was recorded earlier, from the store.
    fn recall(&self, record: &RequestRecord) -> Result<Recorded, ReadError> {
        let entries =
            self.store.entries(&self.ledger.log, record.first_index, record.count as usize, usize::MAX)?;
        let decoded = entries.into_iter().map(DecodedEntry::new).collect::<Result<Vec<_>, _>>()?;
        let recorded_at_ms = decoded.first().map(|d| d.entry.recorded().unix_ms()).unwrap_or_default();
        let entries: Vec<_> = decoded.iter().filter_map(DecodedEntry::summary).collect();
        let end = record.first_index + u64::from(record.count);
        Ok(Recorded {
            request: openboek_proof::entry::RequestId(record.request),
            entries,
            recorded_at_ms,
            published_size: (end <= self.ledger.published_size).then_some(self.ledger.published_size),
            repeated: true,
        })
    }

    fn answer_when(&mut self, recorded: Recorded, wait: Wait, reply: Reply) {
        if wait == Wait::Published && recorded.published_size.is_none() {
            self.unpublished.push((recorded, reply));
        } else {
            answer(reply, Ok(recorded));
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

    fn tell_heads(&self) {
        let heads = Heads { size: self.ledger.size, published_size: self.ledger.published_size };
        self.heads.send_replace(heads);
    }
}

enum Considered {
    Accepted,
    Recorded(Recorded),
}

fn no_date() -> RecordError {
    RecordError::NotRecorded("the clock shows no date of this calendar".to_owned())
}

fn decide_parts(state: &openboek_rules::State, command: &Prepared) -> Result<(), Vec<(usize, Refusal)>> {
    if let [only] = command.parts.as_slice() {
        return openboek_rules::decide(state, &only.statement)
            .map_err(|refusals| refusals.into_iter().map(|r| (0, r)).collect());
    }
    let statements: Vec<Statement> = command.parts.iter().map(|part| part.statement.clone()).collect();
    decide_all(state, &statements)
}

fn same_body(record: &RequestRecord, command: &Prepared) -> Result<(), RecordError> {
    if record.body_digest == command.digest {
        Ok(())
    } else {
        Err(RecordError::RequestReused { first_index: record.first_index })
    }
}

fn repeated(recorded: &Recorded) -> Recorded {
    Recorded { repeated: true, ..recorded.clone() }
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
