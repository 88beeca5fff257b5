//! The codec: messages to statements and back, small files per group.

mod accounts;
mod act;
mod amount;
mod arrangement;
mod body;
mod budget;
mod correction;
mod cut;
mod cut_course;
mod follow_up;
mod learning;
pub(crate) mod reader;
mod region;
mod subsidy;
mod table;
mod voice;
mod words;

use openboek_rules::id::{FigureId, Stream};
use openboek_rules::statement::Statement;
use openboek_rules::{Malformed, MalformedCode};

pub use body::{decode_payload, encode_payload, from_body};
pub use reader::MAX_FAULTS;

use crate::v1;
use reader::Reader;

/// Most streams a statement may concern: a log has no more (log format, section 1).
pub const MAX_STREAMS: usize = 700;

/// Most bytes of a payload (log format, section 2.1).
pub const MAX_PAYLOAD_BYTES: usize = 1_048_576;

/// Most figures that one field refers to.
const FIGURE_REFS: usize = 50;

/// Why stored bytes are no body.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// This version does not know the kind.
    #[error("`{kind}` is a kind of statement that this version does not know")]
    UnknownKind {
        /// The kind.
        kind: String,
    },
    /// This version does not know that version of the kind.
    #[error("`{kind}/{version}` is a version of the kind that this version does not know")]
    UnknownVersion {
        /// The kind.
        kind: String,
        /// Its schema version.
        version: u32,
    },
    /// More bytes than a payload may have.
    #[error("the payload of a `{kind}` has {bytes} bytes, more than {MAX_PAYLOAD_BYTES}")]
    TooLarge {
        /// The kind.
        kind: String,
        /// Their number.
        bytes: usize,
    },
    /// The bytes are no protobuf message of this kind.
    #[error("the payload of a `{kind}` cannot be decoded: {reason}")]
    Undecodable {
        /// The kind.
        kind: String,
        /// What the decoder says.
        reason: String,
    },
    /// The message says what a statement cannot say.
    #[error("the payload of a `{kind}` is malformed in {} places", faults.len())]
    Malformed {
        /// The kind.
        kind: String,
        /// Every malformed field, with its path in the message.
        faults: Vec<Malformed>,
    },
}

/// The statement that a message says.
///
/// `field` is where the message stands in the request: `statements[0]`.
///
/// # Errors
/// Everything that is malformed, at most [`MAX_FAULTS`], each with its full path:
/// `statements[0].cut_adopted.terms.amount.percent_of.share_basis_points`.
pub fn to_statement(message: &v1::Statement, field: &str) -> Result<Statement, Vec<Malformed>> {
    let mut reader = Reader::default();
    let statement = read_statement(message, &mut reader);
    reader.finish(field, statement)
}

pub(crate) fn read_statement(message: &v1::Statement, reader: &mut Reader) -> Option<Statement> {
    let concerns = read_concerns(&message.concerns, reader);
    let body = match &message.body {
        None => reader.fault("body", MalformedCode::Missing, ""),
        Some(body) => body::read(body, reader),
    };
    Some(Statement { concerns: concerns?, body: body? })
}

/// Streams in any order, sorted; one that is named twice is a mistake of the caller, not repaired.
fn read_concerns(codes: &[String], reader: &mut Reader) -> Option<Vec<Stream>> {
    let mut streams: Vec<Stream> = reader.words("concerns", codes, 1..=MAX_STREAMS)?;
    streams.sort_unstable();
    match streams.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => reader.fault("concerns", MalformedCode::Duplicate, &twice[0].to_string()),
        None => Some(streams),
    }
}

/// The message of a statement, inverse of [`to_statement`].
#[must_use]
pub fn from_statement(statement: &Statement) -> v1::Statement {
    v1::Statement {
        concerns: statement.concerns.iter().map(reader::Word::print).collect(),
        body: Some(from_body(&statement.body)),
    }
}

fn figure_refs(figures: &[FigureId]) -> v1::FigureRefs {
    v1::FigureRefs { figures: figures.iter().map(reader::Word::print).collect() }
}
