//! Recording: into the journal, where it is durable; then, at leisure and many at a time, into the database.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use openboek_store::{AppendError, StoreError};

use crate::codec::damaged;
use crate::db::Db;
use crate::files::Mark;
use crate::group::{Coming, GroupCommit, GroupError, Weighed};
use crate::item::{self, Item, Record, What};
use crate::journal::{Found, Journal};
use crate::log::Log;
use crate::pending::size_after;

/// How many bytes are recorded with one sync, unless one batch alone is larger.
const GROUP_BYTES_MAX: usize = 1024 * 1024;

/// How many bytes go into the database at once, unless one group alone is larger. Packed, most come to a third (see `block`).
const STEP_BYTES_MAX: usize = 512 * 1024;

/// From how many bytes on the database is not kept waiting.
const STEP_BYTES_WORTHWHILE: usize = 256 * 1024;

/// How long what is recorded waits for more to go into the database with it.
const STEP_WAIT: Duration = Duration::from_millis(20);

/// How many bytes may wait for the database; who records more waits too.
const BACKLOG_BYTES_MAX: usize = 8 * 1024 * 1024;

/// An item with the log that it is about.
pub(crate) struct Recording {
    pub(crate) item: Item,
    pub(crate) log: Arc<Log>,
    /// About as long as it is in the journal.
    pub(crate) bytes: usize,
}

impl Weighed for Recording {
    fn weight(&self) -> usize {
        self.bytes
    }
}

/// One record of the journal on its way into the database.
struct Group {
    number: u64,
    recordings: Vec<Recording>,
    bytes: usize,
}

impl Group {
    fn record(&self) -> Record {
        let items = self.recordings.iter().map(|recording| recording.item.clone()).collect();
        Record { number: self.number, items }
    }
}

/// The way of what is recorded.
pub(crate) struct Recorder {
    group: GroupCommit<Recording>,
    journal: Mutex<(Journal, Mark)>,
    backlog: Arc<Backlog>,
    thread: Option<JoinHandle<()>>,
}

/// What waits for the database.
struct Backlog {
    db: Arc<Db>,
    state: Mutex<Waiting>,
    /// Told when groups came, or the end.
    came: Condvar,
    /// Told when groups went, or the database gave up.
    went: Condvar,
}

struct Waiting {
    groups: VecDeque<Group>,
    bytes: usize,
    /// The newest record that is in the database for good.
    applied: u64,
    ending: bool,
}

impl Recorder {
    /// Brings the database up to the journal's end, and starts. Everything that is found was synced before anything is shown.
    pub(crate) fn open(db: Arc<Db>) -> Result<Self, StoreError> {
        let layout = db.layout();
        replay(&db, Journal::read(layout, db.applied()?)?)?;
        let applied = db.applied()?;
        let (mark, synced) = Mark::open(layout)?;
        if applied < synced {
            let lost = synced - applied;
            return Err(damaged(format_args!(
                "the end of the data is gone: {lost} groups of appends are missing"
            )));
        }
        mark.set(applied).map_err(|e| StoreError::Io(e.to_string()))?;
        let journal = Journal::open(layout, applied, db.gate())?;
        let state = Waiting { groups: VecDeque::new(), bytes: 0, applied, ending: false };
        let backlog =
            Arc::new(Backlog { db, state: Mutex::new(state), came: Condvar::new(), went: Condvar::new() });
        let worker = Arc::clone(&backlog);
        let thread = std::thread::Builder::new().name("into sled".to_owned()).spawn(move || worker.run());
        let thread = thread.map_err(|e| StoreError::Io(format!("no thread for the database: {e}")))?;
        let group = GroupCommit::new(GROUP_BYTES_MAX);
        Ok(Self { group, journal: Mutex::new((journal, mark)), backlog, thread: Some(thread) })
    }

    /// Announces a recording, as soon as nothing but its own work is before it.
    pub(crate) fn arrive(&self) -> Coming<'_, Recording> {
        self.group.announce()
    }

    /// Records: on `Ok` it is durable, and readers see it.
    ///
    /// # Errors
    /// `NotRecorded` when nothing was written, `Unknown` when writing was begun and did not end well. After the latter the store is
    /// read-only.
    pub(crate) fn record(
        &self,
        recording: Recording,
        arrival: Coming<'_, Recording>,
    ) -> Result<(), AppendError> {
        let outcome = self.group.commit(recording, Some(arrival), |group| self.write(group));
        outcome.map_err(|error| match error {
            GroupError::NotTried(reason) => AppendError::NotRecorded(reason),
            GroupError::Failed(reason) => AppendError::Unknown(reason),
        })
    }

    /// Writes a group into the journal; one thread at a time is here.
    ///
    /// THE POINT OF COMMITMENT is the sync in [`Journal::append`]. A crash before its end leaves nothing of the group, or all of it though
    /// nobody was told (the writer's *unknown*); never a part: the record carries a digest. A crash after it leaves all of it: what did not
    /// get into the database is read from the journal at the next opening.
    fn write(&self, recordings: Vec<Recording>) -> Result<(), String> {
        let mut body = Vec::with_capacity(recordings.iter().map(Weighed::weight).sum());
        for recording in &recordings {
            item::push(&mut body, &recording.item).ok_or("a batch is too long for the journal")?;
        }
        let applied = self.backlog.make_room();
        let mut journal = lock(&self.journal);
        let (journal, mark) = &mut *journal;
        let number = journal.append(&body, applied).and_then(|number| mark.set(number).map(|()| number));
        let number = number.map_err(|error| self.backlog.db.break_down(&error.to_string()))?;
        for recording in &recordings {
            if let What::Appended(batch) = &recording.item.what {
                recording.log.show(Arc::clone(batch));
            }
        }
        self.backlog.push(Group { number, recordings, bytes: body.len() });
        Ok(())
    }

    /// Waits until the database holds everything, or gave up; then lets go of it.
    pub(crate) fn close(self) -> Option<Db> {
        let backlog = Arc::clone(&self.backlog);
        // Ends the thread, which holds the backlog too.
        drop(self);
        Arc::into_inner(backlog).and_then(|backlog| Arc::into_inner(backlog.db))
    }
}

/// Nothing is left behind, also when an opening fails after this was made: the thread would keep the database open, and its lock.
impl Drop for Recorder {
    fn drop(&mut self) {
        lock(&self.backlog.state).ending = true;
        self.backlog.came.notify_all();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that writes into the database stopped by a panic");
        }
    }
}

/// Brings what a crash left in the journal only into the database: in steps as large as those of [`Backlog::run`].
fn replay(db: &Db, found: Vec<Found>) -> Result<(), StoreError> {
    let (mut step, mut bytes) = (Vec::new(), 0);
    for Found { number, body } in found {
        let items = item::read_all(&body).ok_or_else(|| damaged("a record of the journal is not whole"))?;
        if bytes + body.len() > STEP_BYTES_MAX {
            db.apply(&step).map_err(StoreError::Io)?;
            (step, bytes) = (Vec::new(), 0);
        }
        step.push(Record { number, items });
        bytes += body.len();
    }
    db.apply(&step).map_err(StoreError::Io)?;
    Ok(())
}

impl Backlog {
    fn push(&self, group: Group) {
        let mut state = lock(&self.state);
        state.bytes += group.bytes;
        let first = state.groups.is_empty();
        state.groups.push_back(group);
        let worthwhile = state.bytes >= STEP_BYTES_WORTHWHILE;
        drop(state);
        if first || worthwhile {
            self.came.notify_one();
        }
    }

    /// Waits until little enough waits for the database. Returns the newest record that is in it for good.
    fn make_room(&self) -> u64 {
        let mut state = lock(&self.state);
        while state.bytes > BACKLOG_BYTES_MAX && !self.db.is_broken() {
            state = self.went.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.applied
    }

    fn run(&self) {
        while let Some(step) = self.next_step() {
            let outcome = catch_unwind(AssertUnwindSafe(|| self.apply(&step)));
            let outcome = outcome.unwrap_or_else(|_| Err("writing into the database panicked".to_owned()));
            let mut state = lock(&self.state);
            if let Err(reason) = outcome {
                // What is recorded stays in the journal, and here for readers, until the store is opened anew.
                self.db.break_down(&reason);
                self.went.notify_all();
                return;
            }
            state.bytes -= step.iter().map(|group| group.bytes).sum::<usize>();
            state.applied = step.last().map_or(state.applied, |group| group.number);
            self.went.notify_all();
        }
    }

    /// The oldest groups, as many as go into the database at once; `None` at the end.
    fn next_step(&self) -> Option<Vec<Group>> {
        let mut state = lock(&self.state);
        while state.groups.is_empty() {
            if state.ending {
                return None;
            }
            state = self.came.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if !state.ending && state.bytes < STEP_BYTES_WORTHWHILE {
            let enough = |state: &mut Waiting| !state.ending && state.bytes < STEP_BYTES_WORTHWHILE;
            let waited = self.came.wait_timeout_while(state, STEP_WAIT, enough);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let (mut step, mut bytes) = (Vec::new(), 0);
        while let Some(group) = state.groups.front() {
            bytes += group.bytes;
            if bytes > STEP_BYTES_MAX && !step.is_empty() {
                break;
            }
            step.extend(state.groups.pop_front());
        }
        Some(step)
    }

    fn apply(&self, step: &[Group]) -> Result<(), String> {
        let recordings = || step.iter().flat_map(|group| &group.recordings);
        let records: Vec<Record> = step.iter().map(Group::record).collect();
        for run in self.db.apply(&records)? {
            if let Some(recording) = recordings().find(|recording| recording.log.number == run.log) {
                recording.log.moved(run);
            }
        }
        for recording in recordings() {
            if let What::Appended(batch) = &recording.item.what {
                recording.log.forget(size_after(batch));
            }
        }
        Ok(())
    }
}

// What a lock guards is changed in one step each time: a panic elsewhere leaves it whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
