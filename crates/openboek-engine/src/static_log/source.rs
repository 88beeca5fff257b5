//! Where a log is copied from.

use openboek_proof::entry::Event;
use openboek_proof::hash::payload_commitment;
use openboek_store::{LogName, Store, StoredEntry, StoredPayload};

use super::StaticLogError;
use crate::read::{PAGE_BYTES, PAGE_ENTRIES, ReadError};

/// A signed head with what is needed to check it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// The checkpoint note.
    pub checkpoint: Vec<u8>,
    /// `log.vkey`: the keys of the log, the current one first.
    pub log_keys: Vec<u8>,
    /// `policy`: who should cosign.
    pub policy: Vec<u8>,
}

/// Something that holds a published log.
pub trait LogSource {
    /// The newest head; `None` when nothing is published.
    ///
    /// # Errors
    /// [`StaticLogError`].
    fn head(&self) -> Result<Option<SignedHead>, StaticLogError>;

    /// Entries from `from` on, in order and before `until`, which is at most the size of a head that was given: at least one, as many as
    /// come easily. A payload that this source may not give is left out.
    ///
    /// # Errors
    /// [`StaticLogError`].
    fn entries(&self, from: u64, until: u64) -> Result<Vec<StoredEntry>, StaticLogError>;
}

/// Visits the entries of a source from `from` to `until`, each once, in order.
///
/// # Errors
/// [`StaticLogError`] of the source, and whatever `visit` says.
pub(crate) fn visit<E: From<StaticLogError>>(
    source: &dyn LogSource,
    from: u64,
    until: u64,
    mut visit: impl FnMut(StoredEntry) -> Result<(), E>,
) -> Result<(), E> {
    let mut next = from;
    while next < until {
        let page = source.entries(next, until)?;
        if page.is_empty() {
            return Err(StaticLogError::Missing(format!("entry {next}")).into());
        }
        for stored in page {
            if stored.index != next {
                let why = format!("entry {} stands in its place", stored.index);
                return Err(StaticLogError::damaged(format!("entry {next}"), why).into());
            }
            next += 1;
            visit(stored)?;
        }
    }
    Ok(())
}

/// A log in a store, with its key's public part and its policy.
pub struct StoredLog<'a> {
    /// The store.
    pub store: &'a dyn Store,
    /// The log's name in it.
    pub log: &'a LogName,
    /// `log.vkey`.
    pub log_keys: Vec<u8>,
    /// `policy`.
    pub policy: Vec<u8>,
}

impl LogSource for StoredLog<'_> {
    fn head(&self) -> Result<Option<SignedHead>, StaticLogError> {
        let (log_keys, policy) = (self.log_keys.clone(), self.policy.clone());
        let checkpoint = self.store.head(self.log)?.checkpoint;
        Ok(checkpoint.map(|checkpoint| SignedHead { checkpoint, log_keys, policy }))
    }

    fn entries(&self, from: u64, until: u64) -> Result<Vec<StoredEntry>, StaticLogError> {
        let limit = usize::try_from(until.saturating_sub(from)).unwrap_or(PAGE_ENTRIES).min(PAGE_ENTRIES);
        self.store.entries(self.log, from, limit, PAGE_BYTES).map_err(|e| ReadError::from(e).into())
    }
}

/// Whether a payload is what the event committed to.
pub(crate) fn payload_fits(event: &Event, payload: &StoredPayload) -> bool {
    let reference = &event.statement.payload;
    u32::try_from(payload.bytes.len()) == Ok(reference.length)
        && payload_commitment(&payload.salt, &payload.bytes) == reference.commitment
}
