//! A command and its answers. Everything that needs no position is prepared outside the writer: payload bytes, salts, commitments,
//! the digest of the body.

use openboek_proof::entry::{Actor, Decided, PayloadRef, RequestId, StreamCode, VersionedName};
use openboek_proof::hash::{EventHash, payload_commitment};
use openboek_rules::{Body, Refusal, Statement, Stream};

use crate::convert::{code_of, municipality_code};
use crate::randomness::Randomness;
use crate::read::ReadError;

/// Largest payload of one statement, in bytes (log-format 2.1).
pub(crate) const PAYLOAD_BYTES_MAX: usize = 1 << 20;

/// Which moment the caller waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Durable, with a position and an event hash.
    Recorded,
    /// Covered by a signed checkpoint.
    Published,
}

/// How many entries the caller believes a stream has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The stream.
    pub stream: Stream,
    /// Its number of entries, which is the revision of the next one.
    pub revision: u64,
}

/// One atomic command: all of its statements are recorded, directly after each other, or none.
#[derive(Clone, Debug)]
pub struct Command {
    /// The UUID that makes it idempotent, for ever.
    pub request: RequestId,
    /// Who records it, as the mandate register knows it.
    pub actor: Actor,
    /// The statements, 1 to [`Options::command_statements`](crate::Options).
    pub statements: Vec<Statement>,
    /// Revisions the caller relies on.
    pub expected: Vec<Expected>,
    /// What to wait for.
    pub wait: Wait,
}

/// One recorded statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEntry {
    /// Position.
    pub index: u64,
    /// Event hash.
    pub hash: EventHash,
    /// Kind of the statement.
    pub kind: String,
    /// Its streams with its revision in each.
    pub streams: Vec<(Stream, u64)>,
}

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The command.
    pub request: RequestId,
    /// Its entries.
    pub entries: Vec<RecordedEntry>,
    /// When it was recorded, UTC milliseconds.
    pub recorded_at_ms: i64,
    /// Size of a published tree that covers it; `None` when the caller did not wait for it and it is not yet.
    pub published_size: Option<u64>,
    /// Whether this is the answer to an earlier, identical command.
    pub repeated: bool,
}

/// A stream stands elsewhere than the caller believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevisionConflict {
    /// Which stream.
    pub stream: Stream,
    /// What the caller believed.
    pub expected: u64,
    /// What it is.
    pub actual: u64,
}

/// Why a command was not recorded, or why that is not known.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RecordError {
    /// No arrangement of that name.
    #[error("no arrangement named {0}")]
    NoSuchArrangement(String),
    /// An arrangement of that name is there already, from another command.
    #[error("an arrangement named {0} is there already")]
    ArrangementExists(String),
    /// Rules refuse statements: each with its place in the command. Nothing was recorded.
    #[error("refused by {} rule(s)", .0.len())]
    Refused(Vec<(usize, Refusal)>),
    /// Streams stand elsewhere. Nothing was recorded.
    #[error("{} stream(s) stand elsewhere than expected", .0.len())]
    Revisions(Vec<RevisionConflict>),
    /// The request identifier belongs to another command, recorded earlier.
    #[error("the request id was used by another command, recorded at {first_index}")]
    RequestReused {
        /// Position of that command's first entry.
        first_index: u64,
    },
    /// A statement's payload is larger than 1 MiB, or the command has too many statements.
    #[error("too large: {0}")]
    TooLarge(String),
    /// The writer is busy; come back later. Nothing was recorded.
    #[error("overloaded; try again in {retry_after_ms} ms")]
    Overloaded {
        /// When to come back.
        retry_after_ms: u64,
    },
    /// Another process writes this log over the same store. Nothing was recorded.
    #[error("another process writes this ledger; try again in {retry_after_ms} ms")]
    WrittenElsewhere {
        /// When its claim lapses, unless it writes again.
        retry_after_ms: u64,
    },
    /// The store failed before anything could be durable. Nothing was recorded; the same command may be sent again.
    #[error("certainly not recorded: {0}")]
    NotRecorded(String),
    /// Nobody knows yet whether it was recorded. The same command, with the same request id, sent again gives the answer.
    #[error("unknown whether it was recorded: {0}")]
    Unknown(String),
    /// The store is read-only until it is opened anew: an operator must look.
    #[error("the store takes no statements: {0}")]
    ReadOnly(String),
    /// What is stored could not be read. Nothing was recorded.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The log's key could not be had. Nothing was recorded.
    #[error("the log's key could not be had: {0}")]
    Key(String),
}

/// A statement with all that needs no position.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) statement: Statement,
    pub(crate) kind: VersionedName,
    pub(crate) streams: Vec<StreamCode>,
    pub(crate) opens: Vec<StreamCode>,
    pub(crate) decided: Option<Decided>,
    pub(crate) years: Option<(u16, u16)>,
    pub(crate) payload: Vec<u8>,
    pub(crate) salt: [u8; 32],
    pub(crate) reference: PayloadRef,
}

/// A command ready for the writer.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) request: RequestId,
    pub(crate) actor: Actor,
    pub(crate) parts: Vec<Part>,
    pub(crate) expected: Vec<Expected>,
    pub(crate) digest: [u8; 32],
    pub(crate) wait: Wait,
}

impl Prepared {
    pub(crate) fn bytes(&self) -> usize {
        self.parts.iter().map(|part| part.payload.len()).sum()
    }

    /// Encodes each payload, once and for ever, and commits to it under a fresh salt.
    pub(crate) fn new(
        command: Command,
        statements_max: usize,
        salts: &dyn Randomness,
    ) -> Result<Self, RecordError> {
        let count = command.statements.len();
        if count == 0 || count > statements_max {
            return Err(RecordError::TooLarge(format!(
                "{count} statements; 1 to {statements_max} fit in one command"
            )));
        }
        let mut digest = BodyDigest::new(&command.actor);
        let parts = command
            .statements
            .into_iter()
            .map(|statement| Part::new(statement, &mut digest, salts))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            request: command.request,
            actor: command.actor,
            parts,
            expected: command.expected,
            digest: digest.finish(),
            wait: command.wait,
        })
    }
}

impl Part {
    fn new(
        statement: Statement,
        digest: &mut BodyDigest,
        salts: &dyn Randomness,
    ) -> Result<Self, RecordError> {
        let payload = openboek_wire::encode_payload(&statement.body);
        if payload.len() > PAYLOAD_BYTES_MAX {
            let size = payload.len();
            return Err(RecordError::TooLarge(format!("a statement of {size} bytes; 1 MiB fits")));
        }
        let salt = salts.salt().map_err(|e| RecordError::NotRecorded(format!("no randomness: {e}")))?;
        let streams: Vec<StreamCode> = statement.concerns.iter().copied().map(code_of).collect();
        let kind = VersionedName::new(statement.body.kind(), Body::VERSION.into())
            .ok_or_else(|| RecordError::NotRecorded("a statement kind has no name".to_owned()))?;
        digest.add(&kind, &streams, &payload);
        let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
        Ok(Self {
            kind,
            streams,
            opens: statement.opens().into_iter().map(municipality_code).collect(),
            decided: Decided::parse(&statement.body.act().date.log_form()),
            years: statement.body.years().map(|span| (span.first().get(), span.last().get())),
            reference: PayloadRef { length, commitment: payload_commitment(&salt, &payload) },
            payload,
            salt,
            statement,
        })
    }
}

/// The digest of a command's body, which tells the same command from another under one request identifier. It is made of what the
/// entries and payloads hold, so that it can be had again from them.
pub(crate) struct BodyDigest(blake3::Hasher);

impl BodyDigest {
    /// Begins with who records the command.
    pub(crate) fn new(actor: &Actor) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(actor.as_str().as_bytes());
        Self(hasher)
    }

    /// Adds a statement: each piece with its length, so that no two different commands give the same bytes.
    pub(crate) fn add(&mut self, kind: &VersionedName, streams: &[StreamCode], payload: &[u8]) {
        let streams: Vec<String> = streams.iter().map(ToString::to_string).collect();
        for piece in [kind.to_string().as_bytes(), streams.join(" ").as_bytes(), payload] {
            self.0.update(&u64::try_from(piece.len()).unwrap_or(u64::MAX).to_be_bytes());
            self.0.update(piece);
        }
    }

    /// The digest.
    pub(crate) fn finish(&self) -> [u8; 32] {
        *self.0.finalize().as_bytes()
    }
}
