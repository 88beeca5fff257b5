//! Seals: the sizes and roots of all streams, the last entry under every checkpoint (section 2.2).

use super::{Fault, FormatError, Header, Origin, RecordedAt, StreamCode, is_strictly_sorted, write_header};
use crate::hash::Hash;
use crate::text::Fields;
use std::fmt::Write as _;

/// The first line of a seal.
pub(super) const KIND: &str = "openboek/seal/v1";

/// The most streams a log may have, `region` included, so that a seal always fits (section 1).
pub const MAX_STREAMS: usize = 700;

/// The size and root of one stream under a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealedStream {
    /// The stream.
    pub code: StreamCode,
    /// How many entries it has.
    pub size: u64,
    /// The root of its tree; [`Hash::EMPTY`] when it has none.
    pub root: Hash,
}

/// A seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The log.
    pub origin: Origin,
    /// The position in the log, from 0.
    pub index: u64,
    /// The server's time of recording.
    pub recorded: RecordedAt,
    /// The index of the seal before it; `None` in the first.
    pub previous: Option<u64>,
    /// `region` and every stream opened before the seal; sorted.
    pub streams: Vec<SealedStream>,
}

impl Seal {
    /// Parses the lines after the first.
    pub(super) fn parse(mut fields: Fields<'_>) -> Result<Self, FormatError> {
        let header = Header::parse(&mut fields)?;
        let previous = match fields.required("previous")? {
            "none" => None,
            text => Some(fields.number(text)?),
        };
        if previous.is_some_and(|previous| previous >= header.index) {
            return Err(fields.fault(Fault::Value("previous")));
        }
        let mut streams = Vec::new();
        while let Some(value) = fields.optional("stream") {
            streams.push(SealedStream::parse(&fields, value)?);
            if streams.len() > MAX_STREAMS {
                return Err(fields.fault(Fault::Lines));
            }
        }
        fields.end()?;
        let codes = streams.iter().map(|stream| stream.code);
        // `region` is the greatest code: it is the last line or it is not there.
        let region = streams.last().map(|stream| stream.code) == Some(StreamCode::Region);
        if !region || !is_strictly_sorted(codes) {
            return Err(fields.fault(Fault::Lines));
        }
        Ok(Self { origin: header.origin, index: header.index, recorded: header.recorded, previous, streams })
    }

    /// The line of one stream.
    #[must_use]
    pub fn stream(&self, code: StreamCode) -> Option<&SealedStream> {
        let place = self.streams.binary_search_by_key(&code, |stream| stream.code);
        self.streams.get(place.ok()?)
    }

    /// The bytes of the seal: what is stored and hashed. A seal that breaks a rule gives bytes that do not parse.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = write_header(KIND, &self.origin, self.index, self.recorded);
        // Writing to a string cannot fail.
        let _ = match self.previous {
            Some(index) => writeln!(out, "previous {index}"),
            None => writeln!(out, "previous none"),
        };
        for stream in &self.streams {
            let _ = writeln!(out, "stream {} {} {}", stream.code, stream.size, stream.root);
        }
        out.into_bytes()
    }
}

impl SealedStream {
    /// Parses the value of a `stream` line: code, size and root.
    fn parse<'a>(fields: &Fields<'a>, value: &'a str) -> Result<Self, FormatError> {
        let [code, size, root] = fields.words("stream", value)?;
        let stream = Self {
            code: StreamCode::parse(code).ok_or(fields.fault(Fault::Value("stream")))?,
            size: fields.number(size)?,
            root: Hash::parse(root).ok_or(fields.fault(Fault::Base64))?,
        };
        // The empty tree has one root.
        if stream.size == 0 && stream.root != Hash::EMPTY {
            return Err(fields.fault(Fault::Value("stream")));
        }
        Ok(stream)
    }
}
