//! The auditor over a bundle that a real server exported: good is *klopt*; whatever is changed, dropped or swapped is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod liar;
mod lies;
mod tamper;
