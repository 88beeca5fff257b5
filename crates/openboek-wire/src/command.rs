//! Commands: what a client asks to record, checked for shape.

use openboek_rules::id::Stream;
use openboek_rules::statement::Statement;
use openboek_rules::{Malformed, MalformedCode};

use crate::codec::reader::{Reader, Word as _};
use crate::codec::{MAX_STREAMS, read_statement};
use crate::v1;

/// Most statements of one command in one message.
pub const MAX_STATEMENTS: usize = 500;
/// Most statements of one command in parts.
pub const MAX_STATEMENTS_IN_PARTS: usize = 100_000;

/// How far the ledger must have come before it answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaitFor {
    /// Durable, with a position and an event hash.
    #[default]
    Recorded,
    /// Covered by a signed checkpoint.
    Published,
}

/// A command of the right shape. Whether it may be recorded is for the rules to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Name of the arrangement ([`is_arrangement_name`]).
    pub arrangement: String,
    /// UUID in lower case ([`is_request_id`]) that makes the command idempotent, for ever.
    pub request_id: String,
    /// The principal that records ([`is_actor`]).
    pub actor: String,
    /// 1 to [`MAX_STATEMENTS`] statements (in parts: [`MAX_STATEMENTS_IN_PARTS`]), recorded together or not at all.
    pub statements: Vec<Statement>,
    /// How many entries the caller believes a stream has; each stream once.
    pub expected_revisions: Vec<(Stream, u64)>,
    /// When to answer.
    pub wait_for: WaitFor,
}

/// The command of a `Record` request.
///
/// # Errors
/// Everything that is malformed in all of its fields, at most [`MAX_FAULTS`](crate::MAX_FAULTS).
pub fn to_command(request: &v1::RecordRequest) -> Result<Command, Vec<Malformed>> {
    let mut reader = Reader::default();
    let command = read_command(request, MAX_STATEMENTS, &mut reader);
    reader.finish("", command)
}

/// The command of the parts of a `RecordStream`, put together: as [`to_command`], with more statements.
///
/// # Errors
/// As [`to_command`].
pub fn to_command_of_parts(request: &v1::RecordRequest) -> Result<Command, Vec<Malformed>> {
    let mut reader = Reader::default();
    let command = read_command(request, MAX_STATEMENTS_IN_PARTS, &mut reader);
    reader.finish("", command)
}

/// The command that founds an arrangement: one `arrangement-founded` in the stream `region`.
///
/// # Errors
/// Everything that is malformed, with paths in the request: `founded.members[0].code`.
pub fn to_founding(request: &v1::CreateArrangementRequest) -> Result<Command, Vec<Malformed>> {
    let mut reader = Reader::default();
    let arrangement = read_arrangement(&request.arrangement, &mut reader);
    let request_id = read_request_id(&request.request_id, &mut reader);
    let actor = read_actor(&request.actor, &mut reader);
    let founded = reader.part("founded", request.founded.as_ref());
    let command = (|| {
        let body = openboek_rules::statement::Body::ArrangementFounded(founded?);
        Some(Command {
            arrangement: arrangement?,
            request_id: request_id?,
            actor: actor?,
            statements: vec![Statement { concerns: vec![Stream::Region], body }],
            expected_revisions: Vec::new(),
            wait_for: WaitFor::Recorded,
        })
    })();
    reader.finish("", command)
}

fn read_command(request: &v1::RecordRequest, most: usize, reader: &mut Reader) -> Option<Command> {
    let arrangement = read_arrangement(&request.arrangement, reader);
    let request_id = read_request_id(&request.request_id, reader);
    let actor = read_actor(&request.actor, reader);
    let statements = read_statements(&request.statements, most, reader);
    let expected_revisions = read_expected(&request.expected_revisions, reader);
    let wait_for = read_wait_for(request.wait_for, reader);
    Some(Command {
        arrangement: arrangement?,
        request_id: request_id?,
        actor: actor?,
        statements: statements?,
        expected_revisions: expected_revisions?,
        wait_for: wait_for?,
    })
}

fn read_statements(messages: &[v1::Statement], most: usize, reader: &mut Reader) -> Option<Vec<Statement>> {
    if messages.is_empty() {
        return reader.fault("statements", MalformedCode::NoStatement, "");
    }
    reader.list("statements", messages, 1..=most, |reader, message| read_statement(message, reader))
}

fn read_expected(messages: &[v1::ExpectedRevision], reader: &mut Reader) -> Option<Vec<(Stream, u64)>> {
    let mut expected = reader.list("expected_revisions", messages, 0..=MAX_STREAMS, |reader, message| {
        Some((reader.word::<Stream>("stream", &message.stream)?, message.revision))
    })?;
    expected.sort_unstable();
    match expected.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(twice) => reader.fault("expected_revisions", MalformedCode::Duplicate, &twice[0].0.print()),
        None => Some(expected),
    }
}

fn read_wait_for(number: i32, reader: &mut Reader) -> Option<WaitFor> {
    match v1::WaitFor::try_from(number) {
        Ok(v1::WaitFor::Unspecified | v1::WaitFor::Recorded) => Some(WaitFor::Recorded),
        Ok(v1::WaitFor::Published) => Some(WaitFor::Published),
        Err(_) => reader.fault("wait_for", MalformedCode::UnknownEnumValue, &number.to_string()),
    }
}

fn read_arrangement(name: &str, reader: &mut Reader) -> Option<String> {
    shaped("arrangement", name, is_arrangement_name(name), MalformedCode::BadIdentifier, reader)
}

fn read_request_id(id: &str, reader: &mut Reader) -> Option<String> {
    shaped("request_id", id, is_request_id(id), MalformedCode::BadUuid, reader)
}

fn read_actor(actor: &str, reader: &mut Reader) -> Option<String> {
    shaped("actor", actor, is_actor(actor), MalformedCode::BadIdentifier, reader)
}

fn shaped(field: &str, text: &str, fits: bool, code: MalformedCode, reader: &mut Reader) -> Option<String> {
    match (text, fits) {
        ("", _) => reader.fault(field, MalformedCode::Missing, ""),
        (_, true) => Some(text.to_owned()),
        (_, false) => reader.fault(field, code, text),
    }
}

/// Whether a name is that of an arrangement: 1 to 63 lower-case letters, digits and hyphens, the first no hyphen. It ends the
/// origin of the log (log format, section 1).
#[must_use]
pub fn is_arrangement_name(name: &str) -> bool {
    starts_plainly(name, 63) && name.bytes().all(|b| is_plain(b) || b == b'-')
}

/// Whether a text is a principal: `[a-z0-9][a-z0-9._:/-]{0,63}` (log format, section 2.1).
#[must_use]
pub fn is_actor(actor: &str) -> bool {
    starts_plainly(actor, 64)
        && actor.bytes().all(|b| is_plain(b) || matches!(b, b'.' | b'_' | b':' | b'/' | b'-'))
}

/// Whether a text is a UUID in its one form: 8-4-4-4-12 lower-case hexadecimal digits.
#[must_use]
pub fn is_request_id(id: &str) -> bool {
    id.len() == 36
        && id.bytes().enumerate().all(|(place, b)| match place {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_digit() || (b'a'..=b'f').contains(&b),
        })
}

fn starts_plainly(text: &str, longest: usize) -> bool {
    text.len() <= longest && text.bytes().next().is_some_and(is_plain)
}

const fn is_plain(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit()
}
