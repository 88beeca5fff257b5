//! Bugs in the path of an append, planted one at a time, which the simulation must find. They exist in this crate's own unit tests only:
//! in every other build the question below is the constant `false`.

/// A bug, named for what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    /// Appender: a group whose append failed is answered as if it were recorded.
    AnswersUnrecorded,
    /// Group: a request that was recorded is taken for a new one.
    ForgetsRequests,
    /// Receipt: a document that was published is taken for a new one.
    ForgetsDocuments,
    /// Group: a command that relies on another revision is recorded all the same.
    IgnoresRevisions,
    /// Draft: the clock's time is taken as it is.
    ClockGoesBack,
    /// Seal: the last entry is left out of the tree of its stream.
    SealMissesEntry,
    /// Writer: after a failed append the memory stays ahead of the store.
    KeepsMemory,
}

/// Whether the bug is planted.
#[cfg(not(test))]
pub(crate) const fn planted(_bug: Bug) -> bool {
    false
}

#[cfg(test)]
pub(crate) use tests::{plant, planted};

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::Bug;

    static PLANTED: Mutex<Option<Bug>> = Mutex::new(None);

    /// Whether the bug is planted.
    pub(crate) fn planted(bug: Bug) -> bool {
        *PLANTED.lock().unwrap() == Some(bug)
    }

    /// Plants a bug in every engine of this process, or takes it away.
    pub(crate) fn plant(bug: Option<Bug>) {
        *PLANTED.lock().unwrap() = bug;
    }
}
