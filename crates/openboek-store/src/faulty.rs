//! A store that fails as it is told: every step in both forms, failed and lost, failed but kept.

mod plan;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use plan::{AppendFault, FaultPlan, Point, ReadFault};

use crate::contract::{
    Append, AppendError, Extent, Head, Health, LogName, RequestRecord, Store, StoreError, StoredEntry,
    StreamCode, StreamHead,
};

const SYNC_FAILED: &str = "a sync failed; open the store anew";

/// Wraps a store and makes it fail by a [`FaultPlan`], which may be changed at any time.
///
/// A call without a fault goes to the store inside. Share it in an `Arc` to keep a hand on the plan while another part uses
/// it as a store.
pub struct FaultyStore<S> {
    inner: S,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    plan: FaultPlan,
    calls: BTreeMap<Point, u64>,
    sync_failed: bool,
    /// What survived a failed sync: on the medium, but not seen until the store is opened anew.
    kept: Vec<Kept>,
}

enum Kept {
    Log(LogName, Vec<u8>),
    Batch(LogName, Append),
}

impl<S: Store> FaultyStore<S> {
    /// Wraps a store; nothing fails yet when the plan is empty.
    #[must_use]
    pub fn new(inner: S, plan: FaultPlan) -> Self {
        Self { inner, state: Mutex::new(State { plan, ..State::default() }) }
    }

    /// Replaces the plan and counts calls from 1 again.
    pub fn set_plan(&self, plan: FaultPlan) {
        let mut state = self.state();
        state.plan = plan;
        state.calls.clear();
    }

    /// How often a point was called since the plan was set, failed calls included.
    #[must_use]
    pub fn calls(&self, point: Point) -> u64 {
        self.state().calls.get(&point).copied().unwrap_or(0)
    }

    /// The store inside, without faults.
    #[must_use]
    pub fn inner(&self) -> &S {
        &self.inner
    }

    /// Opens the store anew, as after a restart: `open` turns the store inside into a new opening of the same data. What
    /// survived a failed sync is there from now on. The plan stays; calls count on.
    ///
    /// # Errors
    ///
    /// [`StoreError::Io`] when the store inside does not take what survived.
    pub fn reopen(self, open: impl FnOnce(S) -> S) -> Result<Self, StoreError> {
        let inner = open(self.inner);
        let mut state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        for kept in state.kept.drain(..) {
            let taken = match &kept {
                Kept::Log(log, description) => inner.create_log(log, description),
                Kept::Batch(log, batch) => inner.append(log, batch),
            };
            match taken {
                // A batch that would have been refused never reached the sync.
                Ok(()) | Err(AppendError::Refused(_)) => {}
                Err(e) => return Err(StoreError::Io(e.to_string())),
            }
        }
        state.sync_failed = false;
        Ok(Self { inner, state: Mutex::new(state) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Carries out a call that is no append, or its fault.
    fn read<T>(&self, point: Point, call: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        let fault = {
            let mut state = self.state();
            let nth = state.count(point);
            state.plan.read_fault(point, nth)
        };
        match fault {
            None => call(),
            Some(ReadFault::Io) => Err(StoreError::Io(format!("planned at {point:?}"))),
            Some(ReadFault::Damaged) => Err(StoreError::Damaged(format!("planned at {point:?}"))),
            Some(ReadFault::IoButKept) => {
                call()?;
                Err(StoreError::Io(format!("planned at {point:?}, after it was carried out")))
            }
        }
    }

    /// Carries out an append or a creation, or its fault. `kept` is what would survive a failed sync.
    fn write(
        &self,
        point: Point,
        kept: impl FnOnce() -> Kept,
        call: impl FnOnce() -> Result<(), AppendError>,
    ) -> Result<(), AppendError> {
        // Held during the call: two appends are one after the other, so that the plan means the same every time.
        let mut state = self.state();
        if state.sync_failed {
            return Err(AppendError::NotRecorded(SYNC_FAILED.to_owned()));
        }
        let nth = state.count(point);
        match state.plan.append_fault(point, nth) {
            None => call(),
            Some(AppendFault::FailedAndLost) => Err(AppendError::NotRecorded(planned(point, nth))),
            Some(AppendFault::UnknownAndLost) => Err(AppendError::Unknown(planned(point, nth))),
            Some(AppendFault::UnknownButKept) => {
                call()?;
                Err(AppendError::Unknown(planned(point, nth)))
            }
            Some(AppendFault::SyncFailedAndLost) => {
                state.sync_failed = true;
                Err(AppendError::Unknown(planned(point, nth)))
            }
            Some(AppendFault::SyncFailedButKept) => {
                state.sync_failed = true;
                state.kept.push(kept());
                Err(AppendError::Unknown(planned(point, nth)))
            }
        }
    }
}

impl State {
    fn count(&mut self, point: Point) -> u64 {
        let calls = self.calls.entry(point).or_default();
        *calls = calls.saturating_add(1);
        *calls
    }
}

fn planned(point: Point, nth: u64) -> String {
    format!("planned at {point:?} {nth}")
}

impl<S: Store> Store for FaultyStore<S> {
    fn logs(&self) -> Result<Vec<(LogName, Vec<u8>)>, StoreError> {
        self.read(Point::Logs, || self.inner.logs())
    }

    fn create_log(&self, log: &LogName, description: &[u8]) -> Result<(), AppendError> {
        let kept = || Kept::Log(log.clone(), description.to_owned());
        self.write(Point::CreateLog, kept, || self.inner.create_log(log, description))
    }

    fn append(&self, log: &LogName, batch: &Append) -> Result<(), AppendError> {
        let kept = || Kept::Batch(log.clone(), batch.clone());
        self.write(Point::Append, kept, || self.inner.append(log, batch))
    }

    fn shared(&self) -> Option<Duration> {
        self.inner.shared()
    }

    fn claim(&self, log: &LogName) -> Result<u64, AppendError> {
        self.inner.claim(log)
    }

    fn extents(&self) -> Result<Vec<Extent>, StoreError> {
        self.inner.extents()
    }

    fn head(&self, log: &LogName) -> Result<Head, StoreError> {
        self.read(Point::Head, || self.inner.head(log))
    }

    fn entries(
        &self,
        log: &LogName,
        from: u64,
        limit: usize,
        max_bytes: usize,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        self.read(Point::Entries, || self.inner.entries(log, from, limit, max_bytes))
    }

    fn entry(&self, log: &LogName, index: u64) -> Result<Option<StoredEntry>, StoreError> {
        self.read(Point::Entry, || self.inner.entry(log, index))
    }

    fn stream(
        &self,
        log: &LogName,
        stream: StreamCode,
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        self.read(Point::Stream, || self.inner.stream(log, stream, from, limit))
    }

    fn request(&self, log: &LogName, request: &[u8; 16]) -> Result<Option<RequestRecord>, StoreError> {
        self.read(Point::Request, || self.inner.request(log, request))
    }

    fn tile(&self, log: &LogName, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(Point::Tile, || self.inner.tile(log, level, number))
    }

    fn stream_heads(&self, log: &LogName) -> Result<Vec<StreamHead>, StoreError> {
        self.read(Point::StreamHeads, || self.inner.stream_heads(log))
    }

    fn snapshot(&self, log: &LogName, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(Point::Snapshot, || self.inner.snapshot(log, name))
    }

    fn put_snapshot(&self, log: &LogName, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.read(Point::PutSnapshot, || self.inner.put_snapshot(log, name, bytes))
    }

    fn health(&self) -> Health {
        if self.state().sync_failed { Health::ReadOnly(SYNC_FAILED.to_owned()) } else { self.inner.health() }
    }

    fn close(&self) -> Result<(), StoreError> {
        self.read(Point::Close, || self.inner.close())
    }
}

#[cfg(test)]
mod tests;
