//! Subsidy registers: what a file gives rise to, every defect that real ones have, and back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod amsterdam;
mod any_bytes;
mod back_and_forth;
mod differences;
mod fixture;
mod forms;
