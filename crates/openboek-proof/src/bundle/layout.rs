//! Which files a bundle has, and how large each may be (sections 6 and 7).

use crate::entry::MAX_ENTRY_LEN;
use crate::text::{MAX_LINES_FILE, parse_number};
use std::fmt;

/// The most bytes a file that is neither an entry nor a file of lines may have: 64 MiB.
pub const MAX_FILE: usize = 64 << 20;

/// A path that section 6 names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BundlePath {
    /// `LEESMIJ.txt`: what this is.
    Readme,
    /// `b3sums`: the BLAKE3 sums of all other files.
    Sums,
    /// `log.vkey`: the log's verifier keys.
    LogKeys,
    /// `policy`: the policy in force.
    Policy,
    /// `authors`: the verifier keys of the actors who signed.
    Authors,
    /// `checkpoint`: the checkpoint note.
    Checkpoint,
    /// `streams`: the stream codes.
    Streams,
    /// `entries/<index>`: an entry.
    Entry(u64),
    /// `proofs/<index>`: its inclusion proof.
    Proof(u64),
    /// `payloads/<index>`: salt and payload.
    Payload(u64),
    /// `withheld`: the indexes of payloads that are absent.
    Withheld,
    /// `previous`: an older checkpoint note.
    Previous,
    /// `consistency`: the proof from it to `checkpoint`.
    Consistency,
    /// `documents/<name>`: an output of a receipt.
    Document(String),
    /// `schema.binpb`: the descriptors that decode the payloads.
    Schema,
}

/// The paths with one file each.
const FIXED: [(&str, BundlePath); 11] = [
    ("LEESMIJ.txt", BundlePath::Readme),
    ("authors", BundlePath::Authors),
    ("b3sums", BundlePath::Sums),
    ("checkpoint", BundlePath::Checkpoint),
    ("consistency", BundlePath::Consistency),
    ("log.vkey", BundlePath::LogKeys),
    ("policy", BundlePath::Policy),
    ("previous", BundlePath::Previous),
    ("schema.binpb", BundlePath::Schema),
    ("streams", BundlePath::Streams),
    ("withheld", BundlePath::Withheld),
];

impl BundlePath {
    /// The paths that every bundle has.
    pub const REQUIRED: [Self; 7] = [
        Self::Checkpoint,
        Self::LogKeys,
        Self::Policy,
        Self::Streams,
        Self::Sums,
        Self::Readme,
        Self::Schema,
    ];

    /// Parses a path; `None` when section 6 does not name it.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        if let Some((_, known)) = FIXED.iter().find(|(name, _)| *name == path) {
            return Some(known.clone());
        }
        match path.split_once('/')? {
            ("entries", index) => parse_number(index).map(Self::Entry),
            ("proofs", index) => parse_number(index).map(Self::Proof),
            ("payloads", index) => parse_number(index).map(Self::Payload),
            ("documents", name) => is_document_name(name).then(|| Self::Document(name.to_owned())),
            _ => None,
        }
    }

    /// The most bytes the file may have.
    #[must_use]
    pub fn limit(&self) -> usize {
        match self {
            Self::Entry(_) => MAX_ENTRY_LEN,
            Self::Payload(_) | Self::Document(_) | Self::Schema | Self::Readme => MAX_FILE,
            _ => MAX_LINES_FILE,
        }
    }
}

impl fmt::Display for BundlePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(index) => write!(out, "entries/{index}"),
            Self::Proof(index) => write!(out, "proofs/{index}"),
            Self::Payload(index) => write!(out, "payloads/{index}"),
            Self::Document(name) => write!(out, "documents/{name}"),
            fixed => {
                let name = FIXED.iter().find(|(_, known)| known == fixed);
                out.write_str(name.map_or("", |(name, _)| name))
            }
        }
    }
}

/// Whether a document may have this name: `[A-Za-z0-9][A-Za-z0-9._-]*`.
#[must_use]
pub fn is_document_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    name.starts_with(|first: char| first.is_ascii_alphanumeric()) && name.bytes().all(allowed)
}

/// Whether a path is none of the bundle's business: a name in it begins with a dot.
pub(crate) fn is_dotted(path: &str) -> bool {
    path.split('/').any(|name| name.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_and_read_back() {
        for path in [
            "LEESMIJ.txt",
            "authors",
            "b3sums",
            "checkpoint",
            "consistency",
            "log.vkey",
            "policy",
            "previous",
            "schema.binpb",
            "streams",
            "withheld",
            "entries/0",
            "proofs/17",
            "payloads/9007199254740991",
            "documents/a.B_c-1",
        ] {
            assert_eq!(BundlePath::parse(path).unwrap().to_string(), path);
        }
        for wrong in [
            "",
            "entries",
            "entries/",
            "entries/01",
            "entries/-1",
            "entries/1/2",
            "documents/.a",
            "documents/a b",
            "x",
            "Policy",
        ] {
            assert_eq!(BundlePath::parse(wrong), None, "{wrong}");
        }
    }
}
