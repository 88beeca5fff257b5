//! The digest each row carries over itself and its key: a flipped bit, or a row that was moved, shows when it is read.
//!
//! PostgreSQL's own page checksums are off unless the cluster was made with them, and a payload is covered by no hash the store may know.

use openboek_store::LogName;

/// How many bytes of BLAKE3 a row carries: against accidents, not against somebody who can write to the table.
pub(crate) const DIGEST_BYTES: usize = 16;

/// The fields of a row, each with its length before it, so that no two rows give the same bytes.
pub(crate) struct Digest(blake3::Hasher);

impl Digest {
    pub(crate) fn of(table: &str, log: &LogName) -> Self {
        Self(blake3::Hasher::new()).bytes(table.as_bytes()).bytes(log.as_str().as_bytes())
    }

    pub(crate) fn number(mut self, number: u64) -> Self {
        self.0.update(&number.to_be_bytes());
        self
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        // A length in memory fits.
        self.0.update(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub(crate) fn optional(self, bytes: Option<&[u8]>) -> Self {
        match bytes {
            None => self.number(0),
            Some(bytes) => self.number(1).bytes(bytes),
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0.finalize().as_bytes()[..DIGEST_BYTES].to_vec()
    }
}
