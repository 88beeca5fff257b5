//! What is outside the engine: the disk and its faults, the clock, the salts; and the engine that runs in it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use openboek_store::{AppendFault, FaultPlan, FaultyStore, LogName, MemoryStore, Point, ReadFault, Store};

use crate::clock::ManualClock;
use crate::engine::{Engine, Outside};
use crate::keys::KeyRing;
use crate::options::Options;
use crate::randomness::Randomness;

pub(super) const NAME: &str = "regio";
pub(super) const SEED_OF_KEY: [u8; 32] = [7; 32];

pub(super) fn log_name() -> LogName {
    LogName::new(NAME).unwrap()
}

/// Salts that the seed decides too.
struct Salts(Mutex<fastrand::Rng>);

impl Randomness for Salts {
    fn salt(&self) -> Result<[u8; 32], String> {
        let mut salt = [0; 32];
        self.0.lock().unwrap().fill(&mut salt);
        Ok(salt)
    }
}

pub(super) struct World {
    disk: Option<Arc<FaultyStore<MemoryStore>>>,
    /// The same data, without faults.
    pub(super) truth: MemoryStore,
    pub(super) clock: Arc<ManualClock>,
    salts: Arc<Salts>,
    options: Options,
    engine: Option<Arc<Engine>>,
}

impl Randomness for Arc<Salts> {
    fn salt(&self) -> Result<[u8; 32], String> {
        self.as_ref().salt()
    }
}

impl World {
    pub(super) fn new(seed: u64, rng: &mut fastrand::Rng) -> Self {
        let memory = MemoryStore::new();
        let options = Options {
            seal_interval: Duration::from_micros(if rng.bool() { 100 } else { 2_000 }),
            queue_commands: if rng.u8(..8) == 0 { 2 } else { 64 },
            queue_patience: Duration::from_millis(1),
            batch_commands: rng.usize(1..6),
            snapshot_entries: rng.u64(1..12),
            view_snapshot_entries: 4,
            ..Options::default()
        };
        let mut world = Self {
            truth: memory.reopen(),
            disk: Some(Arc::new(FaultyStore::new(memory, FaultPlan::new()))),
            clock: Arc::new(ManualClock::at(1_606_122_900_000)),
            salts: Arc::new(Salts(Mutex::new(fastrand::Rng::with_seed(seed ^ 0x5a17)))),
            options,
            engine: None,
        };
        world.start();
        world
    }

    fn disk(&self) -> &Arc<FaultyStore<MemoryStore>> {
        self.disk.as_ref().unwrap()
    }

    pub(super) fn engine(&self) -> Arc<Engine> {
        self.engine.clone().unwrap()
    }

    pub(super) fn plan(&self, plan: FaultPlan) {
        self.disk().set_plan(plan);
    }

    pub(super) fn is_read_only(&self) -> bool {
        self.disk().health() != openboek_store::Health::Ready
    }

    /// How many entries are durable.
    pub(super) fn size(&self) -> u64 {
        self.truth.head(&log_name()).map_or(0, |head| head.size)
    }

    fn start(&mut self) {
        let keys = KeyRing::Memory(Mutex::new(BTreeMap::from([(log_name(), SEED_OF_KEY)])));
        let outside = || Outside {
            store: self.disk().clone(),
            clock: Arc::new(self.clock.clone()),
            randomness: Arc::new(self.salts.clone()),
            keys,
        };
        // Opening may fail as any reading may; that it can be done once the disk answers again is what counts.
        self.engine = Some(Arc::new(Engine::open(outside(), self.options.clone()).unwrap()));
    }

    /// Stops the engine, in order or in the middle of everything, and starts another over what is on the disk.
    pub(super) fn restart(&mut self, crash: bool) {
        self.stop(crash);
        self.start_again();
    }

    /// Stops the engine. Callers who wait get what answer they get; they must be gone before it starts again.
    pub(super) fn stop(&mut self, crash: bool) {
        if crash {
            self.plan(dead());
        }
        // A store that cannot close has nothing more to lose.
        let _ = self.engine().close();
    }

    /// Starts another engine over what is on the disk.
    pub(super) fn start_again(&mut self) {
        self.engine = None;
        let disk = Arc::into_inner(self.disk.take().unwrap())
            .expect("nobody holds the disk of an engine that has stopped");
        let disk = disk.reopen(|memory| memory.reopen()).unwrap();
        disk.set_plan(FaultPlan::new());
        self.disk = Some(Arc::new(disk));
        self.start();
    }
}

/// From now on nothing reaches the disk: what a crash looks like to it.
fn dead() -> FaultPlan {
    let points = [Point::Head, Point::Entries, Point::Entry, Point::Request, Point::Tile, Point::PutSnapshot];
    points.into_iter().fold(FaultPlan::new().append_from(1, AppendFault::FailedAndLost), |plan, point| {
        plan.read_from(point, 1, ReadFault::Io)
    })
}

/// Some calls of the store fail, in any of the ways there are.
pub(super) fn some_faults(rng: &mut fastrand::Rng) -> FaultPlan {
    let mut plan = FaultPlan::new();
    if rng.u8(..4) > 0 {
        let fault = rng.choice([
            AppendFault::FailedAndLost,
            AppendFault::UnknownAndLost,
            AppendFault::UnknownButKept,
            AppendFault::SyncFailedAndLost,
            AppendFault::SyncFailedButKept,
        ]);
        plan = plan.append(rng.u64(1..4), fault.unwrap());
    }
    for _ in 0..rng.u8(..3) {
        let point = rng.choice([
            Point::Head,
            Point::Entries,
            Point::Entry,
            Point::Stream,
            Point::Request,
            Point::Tile,
            Point::StreamHeads,
            Point::Snapshot,
            Point::PutSnapshot,
        ]);
        let fault = rng.choice([ReadFault::Io, ReadFault::Damaged, ReadFault::IoButKept]).unwrap();
        plan = match rng.bool() {
            true => plan.read(point.unwrap(), rng.u64(1..5), fault),
            false => plan.read_from(point.unwrap(), rng.u64(1..5), fault),
        };
    }
    plan
}
