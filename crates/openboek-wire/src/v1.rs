//! What protox and prost generate from `proto/openboek/v1`; the comments are those of the .proto files.
#![allow(missing_docs, unreachable_pub, clippy::all, clippy::pedantic, rustdoc::all)]
include!(concat!(env!("OUT_DIR"), "/openboek.v1.rs"));
