//! The engine: the logs there are, each with its writer, and the way in and out of them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;

use openboek_proof::checkpoint::LogKey;
use openboek_proof::entry::Origin;
use openboek_rules::{Body, State};
use openboek_store::{AppendError, Health, LogName, Store, StoreError};
use tokio::sync::{Semaphore, SemaphorePermit, oneshot, watch};

use crate::clock::{Clock, SystemClock};
use crate::command::{Command, Prepared, RecordError, Recorded};
use crate::convert::origin_of;
use crate::heads::Heads;
use crate::keys::{KeyError, KeyRing};
use crate::ledger::Ledger;
use crate::options::Options;
use crate::paragraph::{Folds, Shelf};
use crate::randomness::{Randomness, SystemRandomness};
use crate::read::ReadError;
use crate::static_log::{Bell, Keeper, Kept, StaticLogError, check_heads};
use crate::writer::{Job, Tools, Writer, of_append, refuse_all};

/// Why the engine, or one log, could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The store did not answer, or is damaged.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Entries could not be read back.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The log key could not be had.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The log has no key although it has entries: publishing under another key would be another log.
    #[error("the key of log {0} is missing; put its file back from the backup of the keys")]
    KeyMissing(LogName),
    /// A static log is ahead of the store, has another history, or cannot be read.
    #[error(transparent)]
    StaticLog(#[from] StaticLogError),
    /// A description in the store is not an origin.
    #[error("log {0} is described by something that is no origin")]
    BadOrigin(LogName),
}

/// An arrangement as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// Its name in addresses: the last part of its origin.
    pub name: LogName,
    /// Origin of its log.
    pub origin: String,
    /// Where its log stands.
    pub heads: Heads,
}

/// The running writer of a log.
struct Running {
    jobs: SyncSender<Job>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn is_finished(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Tells it to stop after it has finished what is queued.
    fn rest(mut self) -> Option<JoinHandle<()>> {
        let _ = self.jobs.send(Job::Stop);
        self.thread.take()
    }
}

/// An engine that is dropped leaves no thread behind.
impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.jobs.try_send(Job::Stop);
    }
}

/// One log.
pub(crate) struct Log {
    pub(crate) name: LogName,
    pub(crate) origin: Origin,
    pub(crate) heads: watch::Sender<Heads>,
    pub(crate) folds: Folds,
    /// As many permits as the queue has places.
    places: Arc<Semaphore>,
    writer: Mutex<Slot>,
    /// When a command came last, by the engine's count of commands.
    used: AtomicU64,
}

/// The place of a log's writer.
#[derive(Default)]
struct Slot {
    running: Option<Running>,
    /// One that was told to rest and may not have ended: the next one waits for it.
    before: Option<JoinHandle<()>>,
}

/// What the engine needs from outside: where it keeps, what time it is, what cannot be guessed, and its keys.
pub struct Outside {
    /// Where entries are kept.
    pub store: Arc<dyn Store>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Salts.
    pub randomness: Arc<dyn Randomness>,
    /// Log keys.
    pub keys: KeyRing,
}

impl Outside {
    /// A store and its keys, with the machine's clock and randomness.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, keys: KeyRing) -> Self {
        Self { store, clock: Arc::new(SystemClock), randomness: Arc::new(SystemRandomness::default()), keys }
    }
}

/// The engine. Cheap to share behind an [`Arc`].
pub struct Engine {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    pub(crate) keys: Arc<KeyRing>,
    pub(crate) options: Options,
    logs: RwLock<BTreeMap<LogName, Arc<Log>>>,
    pub(crate) shelf: Shelf,
    /// How many commands came.
    commands: AtomicU64,
    pub(crate) closed: AtomicBool,
    /// Rung at each publication.
    pub(crate) bell: Arc<Bell>,
    /// Writes the static logs, when there is a folder for them.
    keeper: Mutex<Option<Keeper>>,
}

impl Engine {
    /// Opens the engine over a store. Reads one head per log, whatever their length.
    ///
    /// A log whose last entries were recorded but not sealed (a crash came between) gets its writer at once, which seals them.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(outside: Outside, options: Options) -> Result<Self, OpenError> {
        let Outside { store, clock, randomness, keys } = outside;
        if let Some(root) = &options.static_logs {
            // Before any writer wakes: a store that is an old copy must not grow another history.
            check_heads(root, &*store)?;
        }
        let engine = Self {
            store,
            clock,
            randomness,
            keys: Arc::new(keys),
            options,
            logs: RwLock::default(),
            shelf: Shelf::default(),
            commands: 0.into(),
            closed: false.into(),
            bell: Arc::default(),
            keeper: Mutex::default(),
        };
        for (name, description) in engine.store.logs()? {
            let origin = origin_of(&description).ok_or_else(|| OpenError::BadOrigin(name.clone()))?;
            let log = engine.add(name, origin)?;
            let heads = *log.heads.borrow();
            if heads.size > heads.published_size {
                engine.start(&log)?;
            }
        }
        engine.keep_static_logs()?;
        Ok(engine)
    }

    fn keep_static_logs(&self) -> Result<(), StaticLogError> {
        let Some(root) = self.options.static_logs.clone() else { return Ok(()) };
        let kept = Kept {
            root: root.clone(),
            store: self.store.clone(),
            keys: self.keys.clone(),
            bell: self.bell.clone(),
        };
        let logs: Vec<_> = self.all_logs().iter().map(|log| log.name.clone()).collect();
        let keeper = Keeper::start(kept, logs.into_iter()).map_err(|e| StaticLogError::io(&root, e))?;
        *self.keeper.lock().unwrap_or_else(PoisonError::into_inner) = Some(keeper);
        Ok(())
    }

    /// Why the static logs are behind; `None` while they can be written, or when none are asked for.
    #[must_use]
    pub fn static_log_trouble(&self) -> Option<String> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(Keeper::trouble)
    }

    fn add(&self, name: LogName, origin: Origin) -> Result<Arc<Log>, StoreError> {
        let head = self.store.head(&name)?;
        Ok(self.insert(name, origin, Heads { size: head.size, published_size: head.published_size }))
    }

    /// A log that is in the store; the one that is known already, when it is.
    pub(crate) fn insert(&self, name: LogName, origin: Origin, heads: Heads) -> Arc<Log> {
        let log = Arc::new(Log {
            name: name.clone(),
            origin,
            heads: watch::Sender::new(heads),
            folds: Folds::default(),
            places: Arc::new(Semaphore::new(self.options.queue_commands)),
            writer: Mutex::default(),
            used: AtomicU64::new(0),
        });
        let mut logs = self.logs.write().unwrap_or_else(PoisonError::into_inner);
        logs.entry(name).or_insert(log).clone()
    }

    /// The arrangements, by name. Blocks when the store must be asked.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn arrangements(&self) -> Result<Vec<Arrangement>, ReadError> {
        self.see_all()?;
        let logs = self.logs.read().unwrap_or_else(PoisonError::into_inner);
        let listed = logs
            .values()
            .map(|log| Arrangement {
                name: log.name.clone(),
                origin: log.origin.as_str().to_owned(),
                heads: *log.heads.borrow(),
            })
            .filter(|arrangement| arrangement.heads.size > 0);
        Ok(listed.collect())
    }

    pub(crate) fn all_logs(&self) -> Vec<Arc<Log>> {
        self.logs.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    pub(crate) fn log(&self, name: &str) -> Option<Arc<Log>> {
        let name = LogName::new(name)?;
        self.logs.read().unwrap_or_else(PoisonError::into_inner).get(&name).cloned()
    }

    pub(crate) fn readable(&self, name: &str) -> Result<Arc<Log>, ReadError> {
        let known = match self.log(name) {
            Some(log) => Some(log),
            None => self.found_elsewhere(name)?,
        };
        known.ok_or_else(|| ReadError::NoSuchArrangement(name.to_owned()))
    }

    /// Where a log stands, as far as this process saw, and a way to wait until it stands elsewhere; see [`Engine::heads_now`].
    ///
    /// # Errors
    /// [`ReadError::NoSuchArrangement`].
    pub fn heads(&self, arrangement: &str) -> Result<watch::Receiver<Heads>, ReadError> {
        Ok(self.readable(arrangement)?.heads.subscribe())
    }

    /// Whether the store takes statements.
    #[must_use]
    pub fn health(&self) -> Health {
        self.store.health()
    }

    /// The limits in force.
    #[must_use]
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// Records a command and waits for what it asks to wait for. Dropping the returned future never leaves half an append: the writer
    /// goes on alone.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn record(&self, arrangement: &str, command: Command) -> Result<Recorded, RecordError> {
        let (log, _) = self.find(arrangement).await?;
        self.submit(&log, command).await
    }

    /// As [`record`](Self::record), for a command that came in parts: it may have [`Options::parts_statements`]. Encoding those keeps the
    /// caller's thread busy for as long as a second.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn record_parts(&self, arrangement: &str, command: Command) -> Result<Recorded, RecordError> {
        let (log, _) = self.find(arrangement).await?;
        let prepared = self.prepare(command, self.options.parts_statements)?;
        self.ask(&log, |reply| Job::Record(prepared, reply)).await
    }

    async fn submit(&self, log: &Arc<Log>, command: Command) -> Result<Recorded, RecordError> {
        let prepared = self.prepared(command)?;
        self.ask(log, |reply| Job::Record(prepared, reply)).await
    }

    /// A command ready for the writer.
    pub(crate) fn prepared(&self, command: Command) -> Result<Box<Prepared>, RecordError> {
        self.prepare(command, self.options.command_statements)
    }

    fn prepare(&self, command: Command, statements_max: usize) -> Result<Box<Prepared>, RecordError> {
        if self.closed.load(Ordering::SeqCst) {
            return Err(RecordError::Overloaded { retry_after_ms: 1_000 });
        }
        Prepared::new(command, statements_max, &*self.randomness).map(Box::new)
    }

    /// Puts a job into the writer's queue and waits for its answer.
    pub(crate) async fn ask<T, E: From<RecordError>>(
        &self,
        log: &Arc<Log>,
        job: impl FnOnce(oneshot::Sender<Result<T, E>>) -> Job,
    ) -> Result<T, E> {
        let (reply, answer) = oneshot::channel();
        // The place is kept until the answer is there.
        let place = self.queue(log, job(reply)).await?;
        let result = answer.await;
        drop(place);
        let stopped = "the writer stopped before it answered";
        result.unwrap_or_else(|_| Err(RecordError::Unknown(stopped.to_owned()).into()))
    }

    async fn queue<'a>(&self, log: &'a Arc<Log>, job: Job) -> Result<SemaphorePermit<'a>, RecordError> {
        let overloaded = || RecordError::Overloaded { retry_after_ms: 1_000 };
        let place = match log.places.try_acquire() {
            Ok(place) => place,
            Err(_) => tokio::time::timeout(self.options.queue_patience, log.places.acquire())
                .await
                .map_err(|_| overloaded())?
                .map_err(|_| overloaded())?,
        };
        let writer = self.running(log).map_err(not_opened)?;
        let Some(running) = &writer.running else { return Err(stopped()) };
        match running.jobs.try_send(job) {
            Ok(()) => Ok(place),
            Err(TrySendError::Full(_)) => Err(overloaded()),
            Err(TrySendError::Disconnected(_)) => Err(stopped()),
        }
    }

    /// Founds an arrangement: makes its log and key, and records the founding command as its first entries. The same command again gets
    /// the same answer; another command for the same name is [`RecordError::ArrangementExists`].
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn create(&self, name: &str, command: Command) -> Result<Recorded, RecordError> {
        let log_name = LogName::new(name).ok_or_else(|| RecordError::NoSuchArrangement(name.to_owned()))?;
        let known = match self.find(name).await {
            Ok((log, heads)) => (heads.size > 0).then_some(log),
            Err(RecordError::NoSuchArrangement(_)) => None,
            Err(error) => return Err(error),
        };
        if let Some(log) = known {
            return match self.submit(&log, command).await {
                Ok(recorded) => Ok(recorded),
                Err(RecordError::Refused(_) | RecordError::RequestReused { .. }) => {
                    Err(RecordError::ArrangementExists(name.to_owned()))
                }
                Err(error) => Err(error),
            };
        }
        if !matches!(command.statements.first().map(|s| &s.body), Some(Body::ArrangementFounded(_))) {
            return Err(RecordError::NoSuchArrangement(name.to_owned()));
        }
        // Decided before anything is made: a refusal leaves no empty log behind.
        openboek_rules::decide::decide_all(&State::default(), &command.statements)
            .map_err(RecordError::Refused)?;
        let origin = Origin::parse(&format!("{}/{name}", self.options.host)).ok_or_else(|| {
            RecordError::TooLarge("the host and the name together are no origin".to_owned())
        })?;
        self.keys.find_or_create(&log_name).map_err(|e| RecordError::Key(e.to_string()))?;
        self.store.create_log(&log_name, origin.as_str().as_bytes()).map_err(|e| match e {
            AppendError::Refused(_) => RecordError::ArrangementExists(name.to_owned()),
            other => of_append(other),
        })?;
        let log = self.add(log_name, origin).map_err(ReadError::from)?;
        self.submit(&log, command).await
    }

    /// The log's key; only ever of a log that has one.
    pub(crate) fn key(&self, log: &Log) -> Result<LogKey, OpenError> {
        let seed = self.keys.find(&log.name)?.ok_or_else(|| OpenError::KeyMissing(log.name.clone()))?;
        LogKey::from_seed(&seed, &log.origin).map_err(|_| OpenError::BadOrigin(log.name.clone()))
    }

    fn running<'a>(&self, log: &'a Arc<Log>) -> Result<MutexGuard<'a, Slot>, OpenError> {
        log.used.store(self.commands.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        let mut slot = log.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // Closing asks for this lock after it has said so: nobody who comes late, or waited for a place, wakes a writer again.
        let open = !self.closed.load(Ordering::SeqCst);
        if open && slot.running.as_ref().is_none_or(Running::is_finished) {
            self.let_others_rest(log);
            let before = slot.before.take();
            slot.running = Some(self.spawn(log, before)?);
        }
        Ok(slot)
    }

    /// Lets writers rest, the longest unused first, until those that are awake hold few enough entries together with a log that wakes.
    fn let_others_rest(&self, waking: &Arc<Log>) {
        let entries = |log: &Log| log.heads.borrow().size;
        let logs = self.all_logs();
        let mut awake: Vec<_> = logs
            .iter()
            .filter(|log| {
                !Arc::ptr_eq(log, waking) && log.places.available_permits() == self.options.queue_commands
            })
            // A lock that is held is one that is used.
            .filter_map(|log| Some((log, log.writer.try_lock().ok()?)))
            .filter(|(_, slot)| slot.running.is_some())
            .collect();
        awake.sort_by_key(|(log, _)| log.used.load(Ordering::Relaxed));
        let mut held = entries(waking) + awake.iter().map(|(log, _)| entries(log)).sum::<u64>();
        for (log, mut slot) in awake {
            if held <= self.options.awake_entries {
                return;
            }
            held -= entries(log);
            slot.before = slot.running.take().and_then(Running::rest);
        }
    }

    fn start(&self, log: &Arc<Log>) -> Result<(), OpenError> {
        self.running(log).map(|_| ())
    }

    /// Lets the log's writer look whether it must seal what another process recorded.
    pub(crate) fn look_again(&self, log: &Arc<Log>) -> Result<(), OpenError> {
        if let Some(running) = &self.running(log)?.running {
            // A queue that is full is one that is looked at.
            let _ = running.jobs.try_send(Job::Look);
        }
        Ok(())
    }

    /// Starts a writer, which waits for the one `before` it.
    fn spawn(&self, log: &Arc<Log>, before: Option<JoinHandle<()>>) -> Result<Running, OpenError> {
        let key = self.key(log)?;
        // Two places more than there are permits, for the words to look and to stop.
        let (jobs, receiver) = sync_channel(self.options.queue_commands + 2);
        let tools = Tools {
            store: self.store.clone(),
            clock: self.clock.clone(),
            options: self.options.clone(),
            heads: log.heads.clone(),
            jobs: receiver,
            places: log.places.clone(),
            bell: self.bell.clone(),
        };
        let (name, origin) = (log.name.clone(), log.origin.clone());
        // The log is opened on the writer's own thread: no caller's thread is kept busy, however long it takes.
        let work = move || {
            if before.is_some_and(|before| before.join().is_err()) {
                tracing::error!(log = %name, "the writer before this one stopped by a panic");
            }
            match Ledger::open(&*tools.store, &name, origin, key) {
                Ok(ledger) => match Writer::new(tools, ledger) {
                    Ok(writer) => writer.run(),
                    Err(error) => tracing::error!(log = %name, %error, "no thread for the writer"),
                },
                Err(error) => refuse_all(&tools.jobs, &error),
            }
        };
        let thread = std::thread::Builder::new()
            .name(format!("writer {}", log.name))
            .spawn(work)
            .map_err(|e| StoreError::Io(format!("no thread for the writer: {e}")))?;
        Ok(Running { jobs, thread: Some(thread) })
    }

    /// Stops all writers after they have finished, sealed and kept what they hold; keeps the views; closes the store. Blocks.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot make everything durable.
    pub fn close(&self) -> Result<(), StoreError> {
        self.closed.store(true, Ordering::SeqCst);
        for log in self.all_logs() {
            let mut slot = log.writer.lock().unwrap_or_else(PoisonError::into_inner);
            let ending = [slot.before.take(), slot.running.take().and_then(Running::rest)];
            drop(slot);
            if ending.into_iter().flatten().any(|thread| thread.join().is_err()) {
                tracing::error!(log = %log.name, "the writer stopped by a panic");
            }
            self.keep_views(&log);
        }
        // The writers have ended: what they published goes into the static logs before the store is gone.
        if let Some(keeper) = self.keeper.lock().unwrap_or_else(PoisonError::into_inner).take() {
            keeper.finish();
        }
        self.store.close()
    }
}

fn stopped() -> RecordError {
    RecordError::NotRecorded("the writer has stopped".to_owned())
}

fn not_opened(error: OpenError) -> RecordError {
    match error {
        OpenError::Store(error) => RecordError::Read(error.into()),
        OpenError::Read(error) => RecordError::Read(error),
        OpenError::Key(_) | OpenError::KeyMissing(_) | OpenError::StaticLog(_) | OpenError::BadOrigin(_) => {
            RecordError::Key(error.to_string())
        }
    }
}
