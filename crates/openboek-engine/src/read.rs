//! Reading what is recorded: bytes from the store, back to statements.

use openboek_proof::entry::{Entry, Event};
use openboek_proof::hash::event_hash;
use openboek_rules::{Statement, Stream};
use openboek_store::{LogName, Store, StoreError, StoredEntry};

use crate::command::RecordedEntry;
use crate::convert::{code_of, key_of, stream_of};
use crate::engine::Engine;

/// Entries read at a time.
pub(crate) const PAGE_ENTRIES: usize = 1_024;
/// Bytes read at a time.
pub(crate) const PAGE_BYTES: usize = 4 << 20;

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No arrangement of that name.
    #[error("no arrangement named {0}")]
    NoSuchArrangement(String),
    /// The store did not answer, or what it holds is damaged.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key of a log is not the one that signed its newest checkpoint.
    #[error(
        "the key of log {0} did not sign its newest checkpoint; put the right file in its place, never make a new one"
    )]
    OtherKey(LogName),
}

impl ReadError {
    pub(crate) fn damaged(index: u64, what: impl std::fmt::Display) -> Self {
        Self::Store(StoreError::Damaged(format!("entry {index}: {what}")))
    }
}

/// An entry with what it says.
#[derive(Clone, Debug)]
pub struct DecodedEntry {
    /// The bytes as stored.
    pub stored: StoredEntry,
    /// The lines.
    pub entry: Entry,
    /// The statement of an event whose payload is there.
    pub statement: Option<Statement>,
}

impl DecodedEntry {
    /// What the caller of a command is told of an event; `None` for other kinds of entries.
    #[must_use]
    pub fn summary(&self) -> Option<RecordedEntry> {
        let Entry::Event(event) = &self.entry else { return None };
        Some(RecordedEntry {
            index: self.stored.index,
            hash: event_hash(&self.stored.entry),
            kind: event.statement.kind.name().to_owned(),
            streams: event.streams.iter().map(|s| (stream_of(s.code), s.revision)).collect(),
        })
    }

    /// Parses an entry and decodes its payload.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the bytes are no entry, or a payload is not of its kind.
    pub fn new(stored: StoredEntry) -> Result<Self, ReadError> {
        let index = stored.index;
        let entry = Entry::parse(&stored.entry).map_err(|e| ReadError::damaged(index, e))?;
        if entry.index() != index {
            return Err(ReadError::damaged(index, "its bytes name another position"));
        }
        let statement = match (&entry, &stored.payload) {
            (Entry::Event(event), Some(payload)) => Some(statement(index, event, &payload.bytes)?),
            _ => None,
        };
        Ok(Self { stored, entry, statement })
    }
}

fn statement(index: u64, event: &Event, payload: &[u8]) -> Result<Statement, ReadError> {
    let kind = &event.statement.kind;
    let version = u32::try_from(kind.version()).unwrap_or(u32::MAX);
    let body = openboek_wire::decode_payload(kind.name(), version, payload)
        .map_err(|e| ReadError::damaged(index, e))?;
    Ok(Statement { concerns: event.statement.concerns.iter().copied().map(stream_of).collect(), body })
}

/// Walks the entries from `from` up to `until`, page by page.
pub(crate) fn for_each(
    store: &dyn Store,
    log: &LogName,
    from: u64,
    until: u64,
    mut visit: impl FnMut(StoredEntry) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut next = from;
    while next < until {
        let limit = usize::try_from(until - next).unwrap_or(PAGE_ENTRIES).min(PAGE_ENTRIES);
        let page = store.entries(log, next, limit, PAGE_BYTES)?;
        if page.is_empty() {
            return Err(ReadError::damaged(next, "it is missing"));
        }
        for stored in page {
            if stored.index != next {
                return Err(ReadError::damaged(next, format!("entry {} stands in its place", stored.index)));
            }
            next += 1;
            visit(stored)?;
        }
    }
    Ok(())
}

impl Engine {
    /// Entries from a position on, as far as recorded, decoded; at most `limit` and a few megabytes.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn entries(
        &self,
        arrangement: &str,
        from: u64,
        limit: usize,
    ) -> Result<Vec<DecodedEntry>, ReadError> {
        let log = self.readable(arrangement)?;
        let page = self.store.entries(&log.name, from, limit.min(PAGE_ENTRIES), PAGE_BYTES)?;
        page.into_iter().map(DecodedEntry::new).collect()
    }

    /// Entries of one stream from a revision on, decoded.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn stream_entries(
        &self,
        arrangement: &str,
        stream: Stream,
        from_revision: u64,
        limit: usize,
    ) -> Result<Vec<DecodedEntry>, ReadError> {
        let log = self.readable(arrangement)?;
        let positions =
            self.store.stream(&log.name, key_of(code_of(stream)), from_revision, limit.min(PAGE_ENTRIES))?;
        positions.into_iter().map(|index| self.decoded(&log, index)).collect()
    }

    /// One entry, or `None` at or beyond the size.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn entry(&self, arrangement: &str, index: u64) -> Result<Option<DecodedEntry>, ReadError> {
        let log = self.readable(arrangement)?;
        self.store.entry(&log.name, index)?.map(DecodedEntry::new).transpose()
    }
}
