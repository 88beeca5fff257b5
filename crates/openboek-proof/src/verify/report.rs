//! What *klopt* rests on.

use crate::entry::{DocumentName, Entry, Origin, RecordedAt, StreamCode};
use crate::hash::Hash;

/// What *klopt* rests on: to be told to the reader with the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The log.
    pub origin: Origin,
    /// How many entries the checkpoint covers.
    pub size: u64,
    /// The root of the tree.
    pub root: Hash,
    /// When the last seal was recorded, by the operator's word.
    pub recorded: RecordedAt,
    /// The streams that are there whole.
    pub streams: Vec<StreamReport>,
    /// Whether every entry of the log was checked, and not only those of the streams.
    pub whole_log: bool,
    /// The witnesses whose cosignatures count.
    pub cosigners: Vec<Cosigner>,
    /// No witness stands behind the checkpoint: the policy says `quorum none`.
    pub no_witness: bool,
    /// The files that were trusted because the reader had nothing of their own: among `log.vkey`, `policy`, `authors`. The
    /// answer is worth what their source is.
    pub trusted: Vec<&'static str>,
    /// The size of the kept checkpoint that was joined; `None` when the reader kept none.
    pub joined: Option<u64>,
    /// The size of the other bundle that was laid beside it and joins it; `None` when there was none.
    pub beside: Option<u64>,
    /// How many entries were checked.
    pub entries: u64,
    /// How many signatures of authors hold.
    pub signatures: u64,
    /// How many payloads match their commitment.
    pub payloads: u64,
    /// Events whose payload an erasure removed.
    pub erased: Vec<u64>,
    /// Events whose payload is withheld from this reader.
    pub withheld: Vec<u64>,
    /// The documents that are there.
    pub documents: Vec<DocumentReport>,
    /// The receipts.
    pub receipts: Vec<ReceiptReport>,
}

/// One stream that is there whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamReport {
    /// The stream.
    pub code: StreamCode,
    /// How many entries it has.
    pub size: u64,
}

/// A witness whose cosignature counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigner {
    /// The name of its key.
    pub name: String,
    /// The time of its newest cosignature that counts, in seconds since 1970.
    pub time: u64,
}

/// A document in the bundle whose digest a receipt has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentReport {
    /// The file name.
    pub name: String,
    /// The index of the receipt.
    pub receipt: u64,
    /// The media type the receipt gives.
    pub media_type: String,
    /// A later receipt replaces it.
    pub superseded: bool,
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptReport {
    /// Its index.
    pub index: u64,
    /// The document.
    pub document: DocumentName,
    /// A later receipt replaces it.
    pub superseded: bool,
    /// Whether the `application/json` output was computed again and had the same digest. If not: the reader did not ask, a
    /// payload is erased or withheld, or the projector is not at hand.
    pub computed_again: bool,
}

/// An entry that was checked, with its payload if that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedEntry {
    /// The index.
    pub index: u64,
    /// The bytes as stored.
    pub bytes: Vec<u8>,
    /// What they say.
    pub entry: Entry,
    /// The leaf hash.
    pub leaf: Hash,
    /// The payload, without its salt, if it is there; it matches the commitment.
    pub payload: Option<Vec<u8>>,
}
