//! The contract of a store, an in-memory store, a faulty store, and the suite every store passes.
//!
//! The contract is prose and types ([`Store`]); every store is native to its medium and shares nothing with another but
//! [`check_append`], which judges a batch before anything is written. What a store really does is shown by the
//! suite (feature `suite`): one set of cases, run against each store.

mod check;
mod contract;
mod faulty;
mod memory;
#[cfg(any(test, feature = "suite"))]
pub mod suite;

pub use check::check_append;
pub use contract::*;
pub use faulty::{AppendFault, FaultPlan, FaultyStore, Point, ReadFault};
pub use memory::MemoryStore;
