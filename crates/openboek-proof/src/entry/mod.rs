//! Entries: the bytes that are hashed, as typed values (section 2).
//!
//! What parses writes back to the same bytes: a value has one spelling, and lines have one order. Rules that need more than
//! the entry itself (revisions without gaps, a request that returns) are in [`crate::verify`].

mod event;
mod receipt;
mod seal;
mod time;
mod values;

pub use crate::text::{Fault, FormatError};
pub use event::{
    AuthorSignature, ERASING_TYPE, Event, InStream, MAX_PAYLOAD_LEN, PayloadRef, SignatureError, Statement,
    statement_text, write_event,
};
pub use receipt::{Basis, DocumentName, JSON, Output, Receipt};
pub use seal::{MAX_STREAMS, Seal, SealedStream};
pub use time::{Decided, RecordedAt, parse_year};
pub use values::{Actor, Origin, RequestId, StreamCode, VersionedName};

use crate::hash::{EventHash, event_hash};
use crate::text::{Fields, is_kebab_case, parse_number};
use std::fmt::Write as _;

/// The most bytes an entry may have.
pub const MAX_ENTRY_LEN: usize = 65_535;

/// One entry of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A statement somebody recorded.
    Event(Event),
    /// The sizes and roots of all streams, the last entry under every checkpoint.
    Seal(Seal),
    /// The binding of a published document to the log it was computed from.
    Receipt(Receipt),
}

impl Entry {
    /// Parses the bytes of an entry.
    ///
    /// # Errors
    ///
    /// [`FormatError::Malformed`] when the bytes break a rule of section 2 that can be seen from this entry alone;
    /// [`FormatError::UnknownKind`] when the first line names a kind or version this program does not know.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        let lines = entry_lines(bytes)?;
        let first = lines.first().copied().unwrap_or_default();
        match first {
            event::KIND => Event::parse(Fields::new(lines, 1)).map(Self::Event),
            seal::KIND => Seal::parse(Fields::new(lines, 1)).map(Self::Seal),
            receipt::KIND => Receipt::parse(Fields::new(lines, 1)).map(Self::Receipt),
            _ => Err(unknown_kind(first)),
        }
    }

    /// The bytes of the entry: what is stored and hashed.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Event(event) => write_event(event),
            Self::Seal(seal) => seal.to_bytes(),
            Self::Receipt(receipt) => receipt.to_bytes(),
        }
    }

    /// The log this is an entry of.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        match self {
            Self::Event(event) => &event.origin,
            Self::Seal(seal) => &seal.origin,
            Self::Receipt(receipt) => &receipt.origin,
        }
    }

    /// The position in the log, from 0.
    #[must_use]
    pub fn index(&self) -> u64 {
        match self {
            Self::Event(event) => event.index,
            Self::Seal(seal) => seal.index,
            Self::Receipt(receipt) => receipt.index,
        }
    }

    /// The server's time of recording.
    #[must_use]
    pub fn recorded(&self) -> RecordedAt {
        match self {
            Self::Event(event) => event.recorded,
            Self::Seal(seal) => seal.recorded,
            Self::Receipt(receipt) => receipt.recorded,
        }
    }

    /// The streams the entry is in, with its revision in each; a seal is in none.
    #[must_use]
    pub fn streams(&self) -> &[InStream] {
        match self {
            Self::Event(event) => &event.streams,
            Self::Seal(_) => &[],
            Self::Receipt(receipt) => std::slice::from_ref(&receipt.stream),
        }
    }

    /// The event hash of the entry's bytes.
    #[must_use]
    pub fn hash(&self) -> EventHash {
        event_hash(&self.to_bytes())
    }
}

/// The lines of an entry: printable ASCII, each ended by LF, no blank line, no superfluous space, at most 65,535 bytes.
fn entry_lines(bytes: &[u8]) -> Result<Vec<&str>, FormatError> {
    if bytes.len() > MAX_ENTRY_LEN {
        return Err(FormatError::at(0, Fault::TooLong));
    }
    let line_of = |place: usize| 1 + bytes.iter().take(place).filter(|byte| **byte == b'\n').count();
    let allowed = |byte: &u8| matches!(byte, b'\n' | 0x20..=0x7e);
    if let Some(place) = bytes.iter().position(|byte| !allowed(byte)) {
        return Err(FormatError::at(line_of(place), Fault::Bytes));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| FormatError::at(0, Fault::Bytes))?;
    let Some(text) = text.strip_suffix('\n') else {
        return Err(FormatError::at(line_of(bytes.len()), Fault::NoFinalNewline));
    };
    let lines: Vec<&str> = text.split('\n').collect();
    let untidy =
        |line: &&str| line.is_empty() || line.starts_with(' ') || line.ends_with(' ') || line.contains("  ");
    match lines.iter().position(untidy) {
        Some(line) => Err(FormatError::at(line + 1, Fault::Spaces)),
        None => Ok(lines),
    }
}

/// Tells a kind of a later version, `openboek/<word>/v<n>`, from a first line that is no kind at all.
fn unknown_kind(first: &str) -> FormatError {
    let known = |word| matches!(word, "entry" | "seal" | "receipt");
    let later = first.strip_prefix("openboek/").and_then(|rest| {
        let (word, version) = rest.split_once("/v")?;
        let version = parse_number(version)?;
        let later = version > 1 || (version == 1 && !known(word));
        (is_kebab_case(word) && later).then(|| first.to_owned())
    });
    match later {
        Some(kind) => FormatError::UnknownKind { kind },
        None => FormatError::at(1, Fault::Lines),
    }
}

/// The three lines every kind begins with.
struct Header {
    origin: Origin,
    index: u64,
    recorded: RecordedAt,
}

impl Header {
    fn parse(fields: &mut Fields<'_>) -> Result<Self, FormatError> {
        let origin = Origin::parse(fields.required("origin")?).ok_or(fields.fault(Fault::Value("origin")))?;
        let index = fields.required_number("index")?;
        let recorded =
            RecordedAt::parse(fields.required("recorded")?).ok_or(fields.fault(Fault::Value("recorded")))?;
        Ok(Self { origin, index, recorded })
    }
}

/// Starts an entry: the kind and the three lines every kind begins with.
fn write_header(kind: &str, origin: &Origin, index: u64, recorded: RecordedAt) -> String {
    let mut out = String::with_capacity(640);
    // Writing to a string cannot fail.
    let _ = write!(out, "{kind}\norigin {origin}\nindex {index}\nrecorded ");
    recorded.write(&mut out);
    out.push('\n');
    out
}

/// Whether each item is greater than the one before.
fn is_strictly_sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> bool {
    let mut before = None;
    items.into_iter().all(|item| {
        let greater = before.as_ref().is_none_or(|before| *before < item);
        before = Some(item);
        greater
    })
}
