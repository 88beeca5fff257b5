//! Errors, decided in one place: from what the engine and the codec say to gRPC statuses with `google.rpc` details, to rejections in a
//! stream, and to web pages.

mod convert;
mod fit;
mod layer;
mod problem;
mod reason;
mod rejection;

pub(crate) use convert::Asked;
pub(crate) use layer::{ErrorLayer, ErrorService, of_tonic};
pub(crate) use problem::Problem;
pub use reason::{Reason, Texts};

/// The `domain` of every `google.rpc.ErrorInfo`.
pub const ERROR_DOMAIN: &str = "openboek";

#[cfg(test)]
mod tests;
