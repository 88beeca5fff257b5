//! How receivers are doing, for whoever watches the server.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use openboek_store::LogName;

/// How a receiver is doing with one ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// The position of the next entry to look at.
    pub(crate) next: u64,
    /// How often the event that it is told of now failed; 0 when all is well.
    pub(crate) failures: u32,
    /// Events that were given up since the server started.
    pub(crate) dead: u64,
    /// Whether it said that it is gone.
    pub(crate) gone: bool,
}

/// All of them, by receiver and ledger.
#[derive(Debug, Default)]
pub(crate) struct States(Mutex<BTreeMap<(String, LogName), State>>);

impl States {
    /// Changes one.
    pub(super) fn change(&self, receiver: &str, arrangement: &LogName, change: impl FnOnce(&mut State)) {
        let mut states = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(states.entry((receiver.to_owned(), arrangement.clone())).or_default());
    }

    /// All of them, as they are now.
    pub(crate) fn all(&self) -> BTreeMap<(String, LogName), State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
