//! The protobuf messages and the one codec between statements and stored bytes.
pub mod v1;
