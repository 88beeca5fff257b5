//! From a file that a municipality has to the statements it gives rise to.
//!
//! Pure: bytes and what the ledger already holds go in, a [`Plan`] comes out. Nothing here reads a file, talks to a server, knows the
//! time or records anything, so every importer can be fuzzed and every plan can be shown before anybody agrees to it.
//!
//! What every importer promises:
//!
//! 1. Every row of the input has exactly one [`Outcome`]: none vanishes silently.
//! 2. What is odd is said once, by name, with its place ([`Finding`]); no figure is repaired.
//! 3. What the ledger holds already is not said again: the plan of a file that was imported before is empty ([`history`]).
//! 4. Any bytes give an answer: no panic, and limits on everything that grows.

#![expect(clippy::result_large_err, reason = "a finding that makes a file unusable is made once a file")]

pub mod circular;
pub mod decimal;
pub mod finding;
pub mod history;
pub mod iv3;
pub mod municipality;
pub mod plan;
pub mod population;
pub mod register;
pub mod sheet;
pub mod source;
pub mod table;

pub use finding::{Both, Finding, Kind, Place, Severity};
pub use history::Held;
pub use plan::{Outcome, Plan, Proposal, RowOutcome};
pub use source::Source;

/// Every kind of finding there is, of all importers.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    [table::KINDS, sheet::KINDS, iv3::KINDS, register::KINDS, circular::KINDS, population::KINDS]
        .into_iter()
        .flatten()
        .copied()
}
