//! gRPC services and the reading room over the engine.
//!
//! ```text
//! clerk, import ─► gRPC (HTTP/2) ─► ErrorLayer ─► services ─┐
//!                                                            ├─► engine ─► store
//! council, auditor ─► reading room (HTTP) ─► pages ─────────┘
//! ```
//!
//! Nothing is decided here: requests become commands and queries, and what the engine answers becomes messages, pages and errors. Errors
//! are put into words in one place ([`Reason`] and the module behind it), limits stand in one place ([`limits`]).
//!
//! There is no TLS and nobody is identified yet, so [`Config::check`] refuses every address that others can reach.

#![allow(clippy::result_large_err, reason = "tonic's services return its Status")]

pub mod database;
pub mod differences;
pub mod limits;
pub mod pdf;
pub mod upkeep;
pub mod webhooks;

mod accept;
mod bundle;
mod codes;
mod config;
mod context;
mod errors;
mod form;
mod grpc;
mod metrics;
mod pages;
mod printed;
mod published;
mod readers;
mod rest;
mod search;
mod server;
mod shown;
mod turns;
mod web;

pub use codes::{code_page, codes};
pub use config::{Config, Contact, GRPC_PORT, HTTP_PORT, Refused, StoreChoice};
pub use errors::{ERROR_DOMAIN, Reason, Texts};
pub use limits::Limits;
pub use server::{Running, Server, StartError, StopError};
pub use web::addresses;
