//! What the ledger holds already.

use std::collections::BTreeMap;

use openboek_rules::{Body, Statement};

/// A statement as it counts now, at the position where it was first recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its position in the log.
    pub index: u64,
    /// The statement; when it was corrected, as it should have been.
    pub statement: Statement,
}

/// What counts of a log: its statements in order, with each correction in the place of what it corrects.
#[must_use]
pub fn held(recorded: impl IntoIterator<Item = (u64, Statement)>) -> Vec<Held> {
    let mut held = BTreeMap::new();
    for (index, statement) in recorded {
        match statement.body {
            Body::EntryCorrected(correction) => held.insert(correction.entry, *correction.corrected),
            _ => held.insert(index, statement),
        };
    }
    held.into_iter().map(|(index, statement)| Held { index, statement }).collect()
}
