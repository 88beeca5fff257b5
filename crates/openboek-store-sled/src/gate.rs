//! The one place every sync to disk passes, so that a test can leave it out, hold it up or let it fail.
//!
//! Outside tests the gate is nothing: every sync is real.

use std::io;
#[cfg(any(test, feature = "test-faults"))]
use std::sync::Arc;

/// What a test makes of one sync.
#[cfg(any(test, feature = "test-faults"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncStep {
    /// Sync to disk, as always.
    Real,
    /// Report success without syncing.
    Skip,
    /// Report failure without syncing.
    Fail,
}

/// Decides what becomes of each sync; called in the thread that syncs.
#[cfg(any(test, feature = "test-faults"))]
pub type SyncRule = Arc<dyn Fn() -> SyncStep + Send + Sync>;

#[derive(Clone, Default)]
pub(crate) struct SyncGate {
    #[cfg(any(test, feature = "test-faults"))]
    rule: Option<SyncRule>,
}

impl SyncGate {
    #[cfg(any(test, feature = "test-faults"))]
    pub(crate) fn new(rule: SyncRule) -> Self {
        Self { rule: Some(rule) }
    }

    /// Carries out a sync, unless a test says otherwise.
    pub(crate) fn pass(&self, sync: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        #[cfg(any(test, feature = "test-faults"))]
        match self.rule.as_ref().map_or(SyncStep::Real, |rule| rule()) {
            SyncStep::Real => {}
            SyncStep::Skip => return Ok(()),
            SyncStep::Fail => return Err(io::Error::other("the sync failed on demand")),
        }
        sync()
    }
}
