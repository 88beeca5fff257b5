//! Outsiders: programs that share no line with ours read what we write.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod cases;
mod clients;
mod feeds;
mod pdf;
mod rest;
mod spreadsheets;
mod stock_tools;
mod webhooks;
