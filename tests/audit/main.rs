//! The auditor over a bundle that a real server exported: good is *klopt*; whatever is changed, dropped or swapped is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod browser;
mod chromium;
/// The bundle that has everything, of the tests of `openboek-proof`.
#[path = "../../crates/openboek-proof/tests/common/mod.rs"]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "its numbers are small")]
mod common;
mod desk;
mod liar;
mod lies;
mod pages;
mod pdf;
mod published;
mod tamper;
