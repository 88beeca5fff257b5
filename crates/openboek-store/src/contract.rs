//! The contract of a store, in prose and types.
//!
//! A store keeps, per log (one per arrangement), the entries in order, what belongs to them, and the published tree.
//! It knows nothing of what the bytes mean: it never hashes, decodes or decides.
//!
//! # What every store promises
//!
//! 1. **Atomic.** An [`Append`] is there as a whole or not at all, for every reader and after every crash.
//! 2. **Durable.** When [`Store::append`] returns `Ok`, the batch survives the loss of power a moment later. This is the
//!    ledger's one point of commitment: before it nothing has happened, after it the entry is *recorded* for ever.
//! 3. **Fenced.** An append whose `expected_size` is not the log's size is [`AppendError::Refused`], so two writers can
//!    never both win a position.
//! 4. **Readable at once.** After `Ok`, every reader of this process sees the batch. Before it, no reader sees any of it.
//! 5. **Honest about failure.** See [`AppendError`]: *refused*, *certainly not recorded*, or *unknown*. After *unknown* the
//!    caller must read again ([`Store::head`]) before it goes on. After a failed sync the store is read-only until it
//!    is opened anew ([`Health::ReadOnly`]); while it is, readers see the log as it was before the failure, and only
//!    a head read after opening anew tells what became of the batch.
//! 6. **Bytes as given.** What is read is what was written, bit for bit. Damage is reported as
//!    [`StoreError::Damaged`], never repaired or skipped silently.
//! 7. **One at a time.** Where several processes append to the same logs ([`Store::shared`]), one of them has the claim of a log
//!    ([`Store::claim`]): appends of the others are [`AppendError::Held`]. A claim lapses when its holder does not append for a
//!    while. Promise 3 is what keeps a log right; a claim only keeps writers from deciding in vain.
//!
//! Calls block; an async caller runs them where blocking is allowed. All methods may be called from several threads.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The longest entry, in bytes (log-format section 2).
pub const ENTRY_BYTES_MAX: usize = 65_535;
/// The longest payload, in bytes (log-format 2.1, `payload`).
pub const PAYLOAD_BYTES_MAX: usize = 1_048_576;
/// The longest description of a log, in bytes.
pub const DESCRIPTION_BYTES_MAX: usize = 4_096;
/// The longest name of a snapshot, in bytes.
pub const SNAPSHOT_NAME_BYTES_MAX: usize = 100;
/// The most hashes in a tile (C2SP tlog-tiles, height 8).
pub const TILE_HASHES_MAX: usize = 256;
/// The most complete subtrees a stream's tree can have: one for each binary digit of its size.
pub const FRONTIER_HASHES_MAX: usize = 64;

/// A log's name inside a store: the last part of its origin, `[a-z0-9-]`, 1 to 63 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogName(String);

impl LogName {
    /// Accepts `[a-z0-9][a-z0-9-]{0,62}`; anything else is `None`.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let ok = !name.is_empty()
            && name.len() <= 63
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !name.starts_with('-');
        ok.then(|| Self(name.to_owned()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LogName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A stream of a log: `GM` and four digits, or `region` (log-format section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamCode([u8; 6]);

impl StreamCode {
    /// The stream of facts that concern the arrangement as a whole.
    pub const REGION: Self = Self(*b"region");

    /// Accepts `region` or `GM` and four digits; anything else is `None`.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 6] = code.as_bytes().try_into().ok()?;
        let municipality = bytes.starts_with(b"GM") && bytes[2..].iter().all(u8::is_ascii_digit);
        (municipality || bytes == *b"region").then_some(Self(bytes))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Both constructors admit ASCII only.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The six bytes, for keys.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 6] {
        &self.0
    }
}

impl fmt::Display for StreamCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a reader may see only with the right to: kept beside the entry, never part of what is hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPayload {
    /// The random salt of the commitment.
    pub salt: [u8; 32],
    /// The payload's bytes as first stored.
    pub bytes: Vec<u8>,
}

/// One entry as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its position in the log, from 0.
    pub index: u64,
    /// The entry bytes: exactly what is hashed.
    pub entry: Vec<u8>,
    /// The payload of an event; `None` for seals, receipts and erased payloads.
    pub payload: Option<StoredPayload>,
}

impl StoredEntry {
    /// Entry and payload bytes together, salt included: what counts against `max_bytes` of [`Store::entries`].
    #[must_use]
    pub fn byte_count(&self) -> usize {
        let payload = self.payload.as_ref().map_or(0, |p| p.salt.len() + p.bytes.len());
        self.entry.len() + payload
    }
}

/// One entry to append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The entry bytes.
    pub entry: Vec<u8>,
    /// The payload, for an event.
    pub payload: Option<StoredPayload>,
    /// The streams the entry is in, each with the entry's revision there (from 0, no gaps).
    pub streams: Vec<(StreamCode, u64)>,
}

/// Where the answer to a command is found again, for ever (log-format 2.1, `request`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRecord {
    /// The UUID of the command.
    pub request: [u8; 16],
    /// The position of its first entry.
    pub first_index: u64,
    /// How many entries follow each other for it.
    pub count: u32,
    /// A digest of the command's body: the same `request` with another body is another command.
    pub body_digest: [u8; 32],
}

/// A piece of the published tree: up to 256 SHA-256 hashes of one level (C2SP tlog-tiles, height 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// The tile's level, 0 for leaf hashes.
    pub level: u8,
    /// The tile's number on its level.
    pub number: u64,
    /// The hashes, 32 bytes each, in order. A tile that was partial is replaced by a longer one with the same beginning.
    pub hashes: Vec<u8>,
}

/// The head of one stream's tree at a seal: enough to go on hashing without reading the stream again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamHead {
    /// The stream.
    pub stream: StreamCode,
    /// Its number of entries.
    pub size: u64,
    /// The roots of its complete subtrees, largest first (the binary digits of `size`).
    pub frontier: Vec<[u8; 32]>,
}

/// What belongs to a publication: written together with its seal, the last entry of the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The signed checkpoint note over a tree of `expected_size + entries.len()` leaves.
    pub checkpoint: Vec<u8>,
    /// The tiles that are new or longer than before.
    pub tiles: Vec<Tile>,
    /// The heads of the streams that grew since the seal before.
    pub stream_heads: Vec<StreamHead>,
}

/// One group commit: atomic and durable as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Append {
    /// The size the log must have: the position of the first entry of this batch.
    pub expected_size: u64,
    /// The entries, in order, from `expected_size`.
    pub entries: Vec<NewEntry>,
    /// The commands these entries answer.
    pub requests: Vec<RequestRecord>,
    /// Present when the last entry is a seal that is published.
    pub publication: Option<Publication>,
}

/// Where a log stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Number of entries recorded.
    pub size: u64,
    /// Size of the tree under the newest checkpoint; 0 when nothing is published.
    pub published_size: u64,
    /// The newest checkpoint note; `None` when nothing is published.
    pub checkpoint: Option<Vec<u8>>,
}

/// How far a log is, for those who follow what other processes append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The log.
    pub log: LogName,
    /// Number of entries recorded.
    pub size: u64,
    /// Size of the tree under the newest checkpoint; 0 when nothing is published.
    pub published_size: u64,
}

/// Whether the store takes appends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// Reads and appends.
    Ready,
    /// Reads only, until the store is opened anew; with the reason for the operator.
    ReadOnly(String),
}

/// Why an append did not return `Ok`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The batch contradicts what is there (position, revision, request, order). Nothing was written.
    #[error("refused: {0}")]
    Refused(String),
    /// Something failed before anything could become durable. Nothing was written; the caller may try again.
    #[error("certainly not recorded: {0}")]
    NotRecorded(String),
    /// Something failed and the batch may or may not survive. The caller must read again before it goes on.
    #[error("unknown whether it was recorded: {0}")]
    Unknown(String),
    /// Another process has the claim of the log. Nothing was written.
    #[error("another process writes this log, at least for another {retry_after_ms} ms")]
    Held {
        /// When its claim lapses, unless it appends again.
        retry_after_ms: u64,
    },
}

/// Why a read, or opening, failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No such log.
    #[error("no log named {0}")]
    NoSuchLog(LogName),
    /// What was read cannot be what was written.
    #[error("damaged data: {0}")]
    Damaged(String),
    /// The medium did not answer.
    #[error("input or output failed: {0}")]
    Io(String),
    /// The data is in use by another process.
    #[error("in use: {0}")]
    Busy(String),
}

/// A store of logs. See the module's text for what every implementation promises.
pub trait Store: Send + Sync + 'static {
    /// The logs there are, sorted by name, with the description given at creation.
    fn logs(&self) -> Result<Vec<(LogName, Vec<u8>)>, StoreError>;

    /// Creates an empty log with a description (opaque bytes, at most 4 KiB), durable on return. Creating a log that is
    /// there already with the same description changes nothing; with another it is [`AppendError::Refused`].
    fn create_log(&self, log: &LogName, description: &[u8]) -> Result<(), AppendError>;

    /// Appends one batch. The point of commitment: see promises 1 to 5.
    ///
    /// Refused when there is no such log, when `expected_size` is not the size of the log, when the batch is empty, when a
    /// stream revision does not follow the one before or an entry is in a stream twice, when a request is there already (or twice in the batch), when a
    /// request's range is empty or lies outside the batch, when an entry, payload or tile is longer than its limit in
    /// this module, when a tile does not hold whole hashes, or when a stream's head or a tile stands twice in one
    /// publication.
    fn append(&self, log: &LogName, batch: &Append) -> Result<(), AppendError>;

    /// The same, for a caller that needs the batch no more: a store that holds on to what it appends need not copy it.
    fn append_shared(&self, log: &LogName, batch: &Arc<Append>) -> Result<(), AppendError> {
        self.append(log, batch)
    }

    /// How long the claim of a log lasts after its holder's last append, where other processes may append to the logs of this store too.
    /// `None` when this process has the store for itself: then what it appended is all there is.
    fn shared(&self) -> Option<Duration> {
        None
    }

    /// Claims a log for this process and gives the log's size, which nobody else changes while the claim lasts. Nothing to do for a store
    /// that is not shared. Each append claims too, when it may.
    ///
    /// [`AppendError::Held`] when another process has the claim.
    fn claim(&self, log: &LogName) -> Result<u64, AppendError> {
        self.head(log).map(|head| head.size).map_err(|e| AppendError::NotRecorded(e.to_string()))
    }

    /// How far every log is, sorted by name.
    fn extents(&self) -> Result<Vec<Extent>, StoreError> {
        let extent = |(log, _)| {
            let head = self.head(&log)?;
            Ok(Extent { log, size: head.size, published_size: head.published_size })
        };
        self.logs()?.into_iter().map(extent).collect()
    }

    /// Size and newest checkpoint.
    fn head(&self, log: &LogName) -> Result<Head, StoreError>;

    /// Entries from `from` on, in order: at most `limit`, and no more than about `max_bytes` of entry and payload bytes (at
    /// least one entry when there is one). Empty at the end of the log.
    fn entries(
        &self,
        log: &LogName,
        from: u64,
        limit: usize,
        max_bytes: usize,
    ) -> Result<Vec<StoredEntry>, StoreError>;

    /// One entry, or `None` at or beyond the size.
    fn entry(&self, log: &LogName, index: u64) -> Result<Option<StoredEntry>, StoreError>;

    /// Positions of a stream's entries from revision `from` on, at most `limit`. An unopened stream has none.
    fn stream(
        &self,
        log: &LogName,
        stream: StreamCode,
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError>;

    /// The record of a command, or `None` when it never was recorded.
    fn request(&self, log: &LogName, request: &[u8; 16]) -> Result<Option<RequestRecord>, StoreError>;

    /// The hashes of a tile, or `None`.
    fn tile(&self, log: &LogName, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError>;

    /// The heads of all streams at the newest publication, sorted by stream.
    fn stream_heads(&self, log: &LogName) -> Result<Vec<StreamHead>, StoreError>;

    /// A snapshot by name, or `None`. A snapshot is a cache: it may be gone at any time, and one that cannot be read
    /// back whole counts as gone.
    fn snapshot(&self, log: &LogName, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps a snapshot under a name, replacing the one before. Atomic; not necessarily durable on return. A name has 1 to
    /// [`SNAPSHOT_NAME_BYTES_MAX`] bytes; with another it is [`StoreError::Io`].
    fn put_snapshot(&self, log: &LogName, name: &str, bytes: &[u8]) -> Result<(), StoreError>;

    /// Whether the store takes appends now.
    fn health(&self) -> Health;

    /// Makes everything durable and lets go of the medium. Afterwards appends are refused and reads fail with
    /// [`StoreError::Io`]. Closing twice changes nothing.
    fn close(&self) -> Result<(), StoreError>;
}

/// A shared store is a store.
impl<S: Store + ?Sized> Store for Arc<S> {
    fn logs(&self) -> Result<Vec<(LogName, Vec<u8>)>, StoreError> {
        (**self).logs()
    }

    fn create_log(&self, log: &LogName, description: &[u8]) -> Result<(), AppendError> {
        (**self).create_log(log, description)
    }

    fn append(&self, log: &LogName, batch: &Append) -> Result<(), AppendError> {
        (**self).append(log, batch)
    }

    fn append_shared(&self, log: &LogName, batch: &Arc<Append>) -> Result<(), AppendError> {
        (**self).append_shared(log, batch)
    }

    fn shared(&self) -> Option<Duration> {
        (**self).shared()
    }

    fn claim(&self, log: &LogName) -> Result<u64, AppendError> {
        (**self).claim(log)
    }

    fn extents(&self) -> Result<Vec<Extent>, StoreError> {
        (**self).extents()
    }

    fn head(&self, log: &LogName) -> Result<Head, StoreError> {
        (**self).head(log)
    }

    fn entries(
        &self,
        log: &LogName,
        from: u64,
        limit: usize,
        max_bytes: usize,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        (**self).entries(log, from, limit, max_bytes)
    }

    fn entry(&self, log: &LogName, index: u64) -> Result<Option<StoredEntry>, StoreError> {
        (**self).entry(log, index)
    }

    fn stream(
        &self,
        log: &LogName,
        stream: StreamCode,
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        (**self).stream(log, stream, from, limit)
    }

    fn request(&self, log: &LogName, request: &[u8; 16]) -> Result<Option<RequestRecord>, StoreError> {
        (**self).request(log, request)
    }

    fn tile(&self, log: &LogName, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        (**self).tile(log, level, number)
    }

    fn stream_heads(&self, log: &LogName) -> Result<Vec<StreamHead>, StoreError> {
        (**self).stream_heads(log)
    }

    fn snapshot(&self, log: &LogName, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        (**self).snapshot(log, name)
    }

    fn put_snapshot(&self, log: &LogName, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        (**self).put_snapshot(log, name, bytes)
    }

    fn health(&self) -> Health {
        (**self).health()
    }

    fn close(&self) -> Result<(), StoreError> {
        (**self).close()
    }
}
