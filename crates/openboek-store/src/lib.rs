//! The contract of a store, an in-memory store, a faulty store, and the suite every store passes.

mod contract;

pub use contract::*;
