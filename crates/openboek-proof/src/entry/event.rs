//! Events: statements somebody recorded (section 2.1).

use super::{
    Actor, Decided, Fault, FormatError, Header, Origin, RecordedAt, RequestId, StreamCode, VersionedName,
    is_strictly_sorted, parse_year, write_header,
};
use crate::note::{KeyKind, VerifierKey};
use crate::text::{Fields, decode_base64_array, decode_hex, encode_base64, push_hex};
use std::fmt::Write as _;

/// The first line of an event.
pub(super) const KIND: &str = "openboek/entry/v1";

/// The type of the one event that carries an `erases` line.
pub const ERASING_TYPE: &str = "payload-erased";

/// The most bytes a payload may have: 1 MiB.
pub const MAX_PAYLOAD_LEN: u32 = 1_048_576;

/// A stream an entry is in, and the entry's revision there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InStream {
    /// The stream.
    pub code: StreamCode,
    /// How many entries the stream had before this one.
    pub revision: u64,
}

/// What an entry says of its payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayloadRef {
    /// The length of the payload in bytes, without the salt; at most [`MAX_PAYLOAD_LEN`].
    pub length: u32,
    /// [`crate::hash::payload_commitment`] of salt and payload.
    pub commitment: [u8; 32],
}

/// An author's signature over the statement text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthorSignature {
    /// The key ID of the author's note key.
    pub key_id: u32,
    /// The Ed25519 signature.
    pub signature: [u8; 64],
}

/// What the author of an event decides, before the server assigns a position: the lines `actor` to `payload`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The principal that recorded it.
    pub actor: Actor,
    /// Event type and schema version.
    pub kind: VersionedName,
    /// Municipalities whose streams exist from this entry on; sorted.
    pub opens: Vec<StreamCode>,
    /// The index of the event whose payload is erased; exactly when the type is [`ERASING_TYPE`].
    pub erases: Option<u64>,
    /// The streams concerned: the codes of the `in` lines; sorted.
    pub concerns: Vec<StreamCode>,
    /// The date of the decision as far as known; `None` where the fact is no decision.
    pub decided: Option<Decided>,
    /// First and last budget year touched.
    pub years: Option<(u16, u16)>,
    /// The UUID of the command.
    pub request: RequestId,
    /// Length of and commitment to the payload.
    pub payload: PayloadRef,
}

/// An event: a statement at its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The log.
    pub origin: Origin,
    /// The position in the log, from 0.
    pub index: u64,
    /// The server's time of recording.
    pub recorded: RecordedAt,
    /// The streams the event is in; sorted, the codes of [`Statement::concerns`].
    pub streams: Vec<InStream>,
    /// What the author decided.
    pub statement: Statement,
    /// The author's signature over [`statement_text`], if there is one.
    pub signature: Option<AuthorSignature>,
}

/// Why an author's signature does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The event carries no signature.
    #[error("the event is not signed")]
    Unsigned,
    /// None of the keys given is an Ed25519 note key of this actor with this key ID.
    #[error("the key of the author is not known")]
    UnknownKey,
    /// The key is known and the signature does not fit the statement text.
    #[error("the signature of the author fails")]
    Fails,
}

impl Event {
    /// Parses the lines after the first.
    pub(super) fn parse(mut fields: Fields<'_>) -> Result<Self, FormatError> {
        let header = Header::parse(&mut fields)?;
        let mut streams = vec![parse_in_line(&mut fields)?];
        while let Some(value) = fields.optional("in") {
            streams.push(parse_in_value(&fields, value)?);
            if !is_strictly_sorted(streams.iter().map(|stream| stream.code)) {
                return Err(fields.fault(Fault::Lines));
            }
        }
        let statement = Statement::parse(&mut fields, &streams, header.index)?;
        let signature = fields
            .optional("signature")
            .map(|value| AuthorSignature::parse(value).ok_or(fields.fault(Fault::Base64)))
            .transpose()?;
        fields.end()?;
        Ok(Self {
            origin: header.origin,
            index: header.index,
            recorded: header.recorded,
            streams,
            statement,
            signature,
        })
    }

    /// Checks that the event can be written: that its bytes would parse.
    ///
    /// # Errors
    ///
    /// The [`FormatError`] that parsing the written bytes gives.
    pub fn check(&self) -> Result<(), FormatError> {
        super::Entry::parse(&write_event(self)).map(|_| ())
    }

    /// The text an author signs, see [`statement_text`].
    #[must_use]
    pub fn statement_text(&self) -> String {
        statement_text(&self.origin, &self.statement)
    }

    /// Checks the author's signature with the one of `keys` that is named after the actor and has the key ID.
    ///
    /// # Errors
    ///
    /// [`SignatureError`]: unsigned, no such key, or the signature fails.
    pub fn check_signature<'a>(
        &self,
        keys: impl IntoIterator<Item = &'a VerifierKey>,
    ) -> Result<(), SignatureError> {
        let signature = self.signature.ok_or(SignatureError::Unsigned)?;
        let key = keys.into_iter().find(|key| {
            key.kind() == KeyKind::Ed25519
                && key.name() == self.statement.actor.as_str()
                && key.id() == signature.key_id
        });
        let key = key.ok_or(SignatureError::UnknownKey)?;
        if key.verify(self.statement_text().as_bytes(), &signature.signature) {
            Ok(())
        } else {
            Err(SignatureError::Fails)
        }
    }
}

impl AuthorSignature {
    /// Parses base64 of key ID and signature.
    fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 68] = decode_base64_array(text)?;
        let (id, signature) = bytes.split_first_chunk::<4>()?;
        Some(Self { key_id: u32::from_be_bytes(*id), signature: signature.try_into().ok()? })
    }

    /// The base64 of key ID and signature.
    fn to_base64(self) -> String {
        encode_base64(&[&self.key_id.to_be_bytes()[..], &self.signature].concat())
    }
}

impl Statement {
    /// Parses the lines `actor` to `payload`; `streams` and `index` are those of the event around it.
    fn parse(fields: &mut Fields<'_>, streams: &[InStream], index: u64) -> Result<Self, FormatError> {
        let actor = Actor::parse(fields.required("actor")?).ok_or(fields.fault(Fault::Value("actor")))?;
        let kind = VersionedName::parse(fields.required("statement")?)
            .ok_or(fields.fault(Fault::Value("statement")))?;
        let opens = parse_opens(fields, streams)?;
        let erases = parse_erases(fields, &kind, index)?;
        let concerns: Vec<StreamCode> = streams.iter().map(|stream| stream.code).collect();
        if fields.required("concerns")? != join(&concerns) {
            return Err(fields.fault(Fault::Value("concerns")));
        }
        Ok(Self {
            actor,
            kind,
            opens,
            erases,
            concerns,
            decided: parse_decided(fields)?,
            years: parse_years(fields)?,
            request: RequestId::parse(fields.required("request")?)
                .ok_or(fields.fault(Fault::Value("request")))?,
            payload: parse_payload(fields)?,
        })
    }

    /// Appends the lines `actor` to `payload`.
    fn write(&self, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = write!(out, "actor {}\nstatement {}\n", self.actor, self.kind);
        if !self.opens.is_empty() {
            let _ = writeln!(out, "opens {}", join(&self.opens));
        }
        if let Some(erased) = self.erases {
            let _ = writeln!(out, "erases {erased}");
        }
        let _ = writeln!(out, "concerns {}", join(&self.concerns));
        match self.decided {
            Some(date) => {
                let _ = writeln!(out, "decided {date}");
            }
            None => out.push_str("decided -\n"),
        }
        match self.years {
            Some((first, last)) => {
                let _ = writeln!(out, "years {first:04} {last:04}");
            }
            None => out.push_str("years -\n"),
        }
        out.push_str("request ");
        self.request.write(out);
        let _ = write!(out, "\npayload {} ", self.payload.length);
        push_hex(out, &self.payload.commitment);
        out.push('\n');
    }
}

/// The text an author signs: `openboek/statement/v1`, the origin, and the lines `actor` to `payload` as they stand.
///
/// It holds only what the author decides, so it can be signed before the server assigns a position. With an empty line and
/// `— <actor> <signature>` under it, it is a signed note.
#[must_use]
pub fn statement_text(origin: &Origin, statement: &Statement) -> String {
    let mut out = String::with_capacity(512);
    let _ = write!(out, "openboek/statement/v1\norigin {origin}\n");
    statement.write(&mut out);
    out
}

/// The bytes of an event: what is stored and hashed.
///
/// Nothing is checked here, so that the writer pays for it once: an [`Event`] that breaks a rule gives bytes that do not
/// parse, see [`Event::check`].
#[must_use]
pub fn write_event(event: &Event) -> Vec<u8> {
    let mut out = write_header(KIND, &event.origin, event.index, event.recorded);
    for stream in &event.streams {
        let _ = writeln!(out, "in {} {}", stream.code, stream.revision);
    }
    event.statement.write(&mut out);
    if let Some(signature) = event.signature {
        let _ = writeln!(out, "signature {}", signature.to_base64());
    }
    out.into_bytes()
}

/// Stream codes separated by spaces.
fn join(codes: &[StreamCode]) -> String {
    let mut out = String::with_capacity(7 * codes.len());
    for (place, code) in codes.iter().enumerate() {
        let _ = write!(out, "{}{code}", if place == 0 { "" } else { " " });
    }
    out
}

/// Parses a required `in` line.
pub(super) fn parse_in_line(fields: &mut Fields<'_>) -> Result<InStream, FormatError> {
    let value = fields.required("in")?;
    parse_in_value(fields, value)
}

/// Parses the value of an `in` line: stream code and revision.
fn parse_in_value<'a>(fields: &Fields<'a>, value: &'a str) -> Result<InStream, FormatError> {
    let [code, revision] = fields.words("in", value)?;
    Ok(InStream {
        code: StreamCode::parse(code).ok_or(fields.fault(Fault::Value("in")))?,
        revision: fields.number(revision)?,
    })
}

/// Parses the optional `opens` line: municipalities, sorted, only in an entry that is in `region`.
fn parse_opens(fields: &mut Fields<'_>, streams: &[InStream]) -> Result<Vec<StreamCode>, FormatError> {
    let Some(value) = fields.optional("opens") else {
        return Ok(Vec::new());
    };
    let codes: Option<Vec<StreamCode>> = value.split(' ').map(StreamCode::parse).collect();
    let in_region = streams.iter().any(|stream| stream.code == StreamCode::Region);
    let fits = |codes: &Vec<StreamCode>| {
        in_region && !codes.contains(&StreamCode::Region) && is_strictly_sorted(codes)
    };
    codes.filter(fits).ok_or(fields.fault(Fault::Value("opens")))
}

/// Parses the `erases` line, which is there exactly when the type is [`ERASING_TYPE`] and names an earlier index.
fn parse_erases(
    fields: &mut Fields<'_>,
    kind: &VersionedName,
    index: u64,
) -> Result<Option<u64>, FormatError> {
    if kind.name() != ERASING_TYPE {
        return Ok(None);
    }
    let erased = fields.required_number("erases")?;
    if erased < index { Ok(Some(erased)) } else { Err(fields.fault(Fault::Value("erases"))) }
}

/// Parses the `decided` line: a date or `-`.
fn parse_decided(fields: &mut Fields<'_>) -> Result<Option<Decided>, FormatError> {
    match fields.required("decided")? {
        "-" => Ok(None),
        text => Decided::parse(text).map(Some).ok_or(fields.fault(Fault::Value("decided"))),
    }
}

/// Parses the `years` line: first and last year, or a single `-`.
fn parse_years(fields: &mut Fields<'_>) -> Result<Option<(u16, u16)>, FormatError> {
    let value = fields.required("years")?;
    if value == "-" {
        return Ok(None);
    }
    let [first, last] = fields.words("years", value)?;
    parse_year(first)
        .zip(parse_year(last))
        .filter(|(first, last)| first <= last)
        .map(Some)
        .ok_or(fields.fault(Fault::Value("years")))
}

/// Parses the `payload` line: length and commitment.
fn parse_payload(fields: &mut Fields<'_>) -> Result<PayloadRef, FormatError> {
    let value = fields.required("payload")?;
    let [length, commitment] = fields.words("payload", value)?;
    let wrong = fields.fault(Fault::Value("payload"));
    let length = u32::try_from(fields.number(length)?).map_err(|_| wrong.clone())?;
    match decode_hex(commitment) {
        Some(commitment) if length <= MAX_PAYLOAD_LEN => Ok(PayloadRef { length, commitment }),
        _ => Err(wrong),
    }
}
