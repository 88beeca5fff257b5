//! Receipts: a published document bound to the exact log it was computed from (section 2.3).

use super::event::parse_in_line;
use super::{
    Fault, FormatError, Header, InStream, Origin, RecordedAt, StreamCode, VersionedName, is_strictly_sorted,
    parse_year, write_header,
};
use crate::hash::{DocumentDigest, Hash};
use crate::text::{Fields, is_kebab_case};
use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;

/// The first line of a receipt.
pub(super) const KIND: &str = "openboek/receipt/v1";

/// The media type every receipt has an output of: what can be computed again.
pub const JSON: &str = "application/json";

/// The name of a document: its kind, the stream it is about, and the year.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentName {
    kind: Arc<str>,
    stream: StreamCode,
    year: u16,
}

impl DocumentName {
    /// Makes a name; `None` when the kind is not kebab-case or the year has more than four digits.
    #[must_use]
    pub fn new(kind: &str, stream: StreamCode, year: u16) -> Option<Self> {
        (is_kebab_case(kind) && year <= 9999).then(|| Self { kind: kind.into(), stream, year })
    }

    /// Parses `<kind>/<stream code>/<year>`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (kind, stream, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        Self::new(kind, StreamCode::parse(stream)?, parse_year(year)?)
    }

    /// The kind, such as `paragraph`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The stream the document is about.
    #[must_use]
    pub fn stream(&self) -> StreamCode {
        self.stream
    }

    /// The year the document is about.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.year
    }
}

impl fmt::Display for DocumentName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}/{:04}", self.kind, self.stream, self.year)
    }
}

impl fmt::Debug for DocumentName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// The log a document was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// The tree size, from 1; its last entry is a seal.
    pub size: u64,
    /// The root of the tree of that size.
    pub root: Hash,
}

/// One form in which a document was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The media type, of `[a-z0-9.+/-]`.
    pub media_type: Arc<str>,
    /// The length in bytes.
    pub length: u64,
    /// BLAKE3-256 of the bytes.
    pub digest: DocumentDigest,
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The log.
    pub origin: Origin,
    /// The position in the log, from 0.
    pub index: u64,
    /// The server's time of recording.
    pub recorded: RecordedAt,
    /// The one stream the receipt is in.
    pub stream: InStream,
    /// The document; its stream is that of the `in` line.
    pub document: DocumentName,
    /// What computed it. The output of a version for one input never changes.
    pub projector: VersionedName,
    /// What it was computed from.
    pub basis: Basis,
    /// The forms it was published in; sorted by media type, [`JSON`] among them.
    pub outputs: Vec<Output>,
    /// The index of the receipt before it for the same document; `None` in the first.
    pub supersedes: Option<u64>,
}

impl Receipt {
    /// Parses the lines after the first.
    pub(super) fn parse(mut fields: Fields<'_>) -> Result<Self, FormatError> {
        let header = Header::parse(&mut fields)?;
        let stream = parse_in_line(&mut fields)?;
        let document = DocumentName::parse(fields.required("document")?)
            .filter(|document| document.stream == stream.code)
            .ok_or(fields.fault(Fault::Value("document")))?;
        let projector = VersionedName::parse(fields.required("projector")?)
            .ok_or(fields.fault(Fault::Value("projector")))?;
        let basis = parse_basis(&mut fields, header.index)?;
        let outputs = parse_outputs(&mut fields)?;
        let supersedes = parse_supersedes(&mut fields, header.index)?;
        fields.end()?;
        Ok(Self {
            origin: header.origin,
            index: header.index,
            recorded: header.recorded,
            stream,
            document,
            projector,
            basis,
            outputs,
            supersedes,
        })
    }

    /// The output with this media type.
    #[must_use]
    pub fn output(&self, media_type: &str) -> Option<&Output> {
        self.outputs.iter().find(|output| &*output.media_type == media_type)
    }

    /// The bytes of the receipt: what is stored and hashed. A receipt that breaks a rule gives bytes that do not parse.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = write_header(KIND, &self.origin, self.index, self.recorded);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "in {} {}", self.stream.code, self.stream.revision);
        let _ = writeln!(out, "document {}", self.document);
        let _ = writeln!(out, "projector {}", self.projector);
        let _ = writeln!(out, "basis {} {}", self.basis.size, self.basis.root);
        for output in &self.outputs {
            let (media_type, length) = (&output.media_type, output.length);
            let _ = writeln!(out, "output {media_type} {length} {}", output.digest);
        }
        if let Some(index) = self.supersedes {
            let _ = writeln!(out, "supersedes {index}");
        }
        out.into_bytes()
    }
}

impl Output {
    /// Parses the value of an `output` line: media type, length and digest.
    fn parse<'a>(fields: &Fields<'a>, value: &'a str) -> Result<Self, FormatError> {
        let [media_type, length, digest] = fields.words("output", value)?;
        let allowed = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'+' | b'/' | b'-')
        };
        if !media_type.bytes().all(allowed) {
            return Err(fields.fault(Fault::Value("output")));
        }
        Ok(Self {
            media_type: media_type.into(),
            length: fields.number(length)?,
            digest: DocumentDigest::parse(digest).ok_or(fields.fault(Fault::Value("output")))?,
        })
    }
}

/// Parses the `basis` line: a size from 1 to this index, and a root.
fn parse_basis(fields: &mut Fields<'_>, index: u64) -> Result<Basis, FormatError> {
    let value = fields.required("basis")?;
    let [size, root] = fields.words("basis", value)?;
    let size = fields.number(size)?;
    if size == 0 || size > index {
        return Err(fields.fault(Fault::Value("basis")));
    }
    let root = Hash::parse(root).ok_or(fields.fault(Fault::Base64))?;
    Ok(Basis { size, root })
}

/// Parses the `output` lines: sorted by media type, each once, JSON among them.
fn parse_outputs(fields: &mut Fields<'_>) -> Result<Vec<Output>, FormatError> {
    let first = fields.required("output")?;
    let mut outputs = vec![Output::parse(fields, first)?];
    while let Some(value) = fields.optional("output") {
        outputs.push(Output::parse(fields, value)?);
        if !is_strictly_sorted(outputs.iter().map(|output| &output.media_type)) {
            return Err(fields.fault(Fault::Lines));
        }
    }
    let json = outputs.iter().any(|output| &*output.media_type == JSON);
    if json { Ok(outputs) } else { Err(fields.fault(Fault::Value("output"))) }
}

/// Parses the optional `supersedes` line: an earlier index.
fn parse_supersedes(fields: &mut Fields<'_>, index: u64) -> Result<Option<u64>, FormatError> {
    let Some(value) = fields.optional("supersedes") else {
        return Ok(None);
    };
    let superseded = fields.number(value)?;
    if superseded < index { Ok(Some(superseded)) } else { Err(fields.fault(Fault::Value("supersedes"))) }
}
