//! The protobuf messages of `proto/openboek/v1` and the one codec between statements and stored bytes.
//!
//! A client's message becomes a [`Statement`](openboek_rules::statement::Statement) or a list of everything that is malformed in
//! it ([`to_statement`], [`to_command`]). What the ledger stores is made from the statement, never from the client's bytes
//! ([`encode_payload`]), and is made once: from then on the stored bytes are what is hashed and what is read
//! ([`decode_payload`]). Fields that this version does not know are dropped when a message is decoded, so they are never stored.
//!
//! The codec checks shapes only: what the types of `openboek-rules` cannot hold. Whether a thing may be said now, and whether its
//! figures add up, is decided by the rules alone.

mod codec;
mod command;
mod kinds;
#[cfg(feature = "reflect")]
mod reflect;
pub mod v1;

pub use codec::{
    MAX_FAULTS, MAX_PAYLOAD_BYTES, MAX_STREAMS, PayloadError, decode_payload, encode_payload, from_body,
    from_statement, to_statement,
};
pub use command::{
    Command, MAX_STATEMENTS, MAX_STATEMENTS_IN_PARTS, WaitFor, is_actor, is_arrangement_name, is_request_id,
    to_command, to_command_of_parts, to_founding,
};
pub use kinds::{KINDS, Kind, message_name};
#[cfg(feature = "reflect")]
pub use reflect::{Comments, descriptors};

/// All .proto files as an encoded `FileDescriptorSet` without comments: for reflection and for the bundle's `schema.binpb`.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/openboek.binpb"));

/// The same with the comments of the .proto files: for references that are generated from them.
pub const FILE_DESCRIPTOR_SET_WITH_COMMENTS: &[u8] =
    include_bytes!(concat!(env!("OUT_DIR"), "/openboek_with_comments.binpb"));
