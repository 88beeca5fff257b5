//! End to end over gRPC, in process: real server, real client, real stores.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod bad_input;
mod command_line;
mod comparing;
mod database;
mod desk;
mod every_kind;
mod fixture;
#[allow(dead_code, reason = "names are other ones here: those of the templates")]
#[path = "../../crates/openboek-views/tests/properties/found_in.rs"]
mod found_in;
mod hostile;
mod importing;
mod in_and_out;
mod in_parts;
mod keep;
mod plain;
mod previewing;
mod publishing;
mod recording;
mod region_year;
mod static_log;
mod stores;
mod subscribing;
