//! What the end-to-end tests share: the real programs, clients, and small statements.

pub mod program;
pub mod rude;
pub mod say;
