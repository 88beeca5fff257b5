//! The two hashes: BLAKE3-256 names things, SHA-256 builds the tree.

use crate::text::{decode_base64_array, decode_hex, encode_base64, push_hex};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// The key-derivation context of payload commitments (section 2.1).
pub const COMMITMENT_CONTEXT: &str = "openboek 2026-11-22 payload commitment v1";

/// A BLAKE3-256 hash, written `b3:` and 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Blake3Hash(pub [u8; 32]);

/// The hash people read, compare and print: BLAKE3-256 of an entry's bytes.
pub type EventHash = Blake3Hash;

/// BLAKE3-256 of a published document.
pub type DocumentDigest = Blake3Hash;

impl Blake3Hash {
    /// Hashes bytes; `b3sum` of a file with these bytes prints the same digits.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Parses `b3:` and 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        decode_hex(text.strip_prefix("b3:")?).map(Self)
    }

    /// The 64 digits, without `b3:`, as `b3sum` prints them.
    #[must_use]
    pub fn to_hex(&self) -> String {
        let mut text = String::with_capacity(64);
        push_hex(&mut text, &self.0);
        text
    }
}

impl fmt::Display for Blake3Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "b3:{}", self.to_hex())
    }
}

impl fmt::Debug for Blake3Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// A SHA-256 hash of the tree (RFC 6962), written in base64.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The root of the empty tree: SHA-256 of nothing.
    pub const EMPTY: Self = Self(tlog_tiles::EMPTY_HASH.0);

    /// Parses padded, canonical base64 of 32 bytes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        decode_base64_array(text).map(Self)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&encode_base64(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl From<tlog_tiles::Hash> for Hash {
    fn from(hash: tlog_tiles::Hash) -> Self {
        Self(hash.0)
    }
}

impl From<Hash> for tlog_tiles::Hash {
    fn from(hash: Hash) -> Self {
        Self(hash.0)
    }
}

/// The event hash of an entry: BLAKE3-256 of its bytes (section 2).
#[must_use]
pub fn event_hash(entry: &[u8]) -> EventHash {
    Blake3Hash::of(entry)
}

/// The leaf hash of the tree: SHA-256 of 0x00 and the leaf data, here an entry's bytes (RFC 6962).
#[must_use]
pub fn leaf_hash(data: &[u8]) -> Hash {
    tlog_tiles::record_hash(data).into()
}

/// A tree node: SHA-256 of 0x01, the left and the right hash (RFC 6962).
#[must_use]
pub fn node_hash(left: Hash, right: Hash) -> Hash {
    tlog_tiles::node_hash(left.into(), right.into()).into()
}

/// The leaf hash of an entry in a stream's tree: its leaf data are the index in eight bytes, big-endian, and the entry's
/// leaf hash (section 2.2).
#[must_use]
pub fn stream_leaf(index: u64, leaf: Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(index.to_be_bytes());
    hasher.update(leaf.0);
    Hash(hasher.finalize().into())
}

/// The commitment to a payload: BLAKE3 in derive-key mode over the salt and the payload (section 2.1).
///
/// The salt is 32 random bytes, kept with the payload and destroyed with it; without it the commitment says nothing about a
/// payload that could be guessed.
#[must_use]
pub fn payload_commitment(salt: &[u8; 32], payload: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(COMMITMENT_CONTEXT);
    hasher.update(salt);
    hasher.update(payload);
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_tree_is_the_hash_of_nothing() {
        assert_eq!(Hash::EMPTY.0, <[u8; 32]>::from(Sha256::digest([])));
    }

    #[test]
    fn hashes_are_written_and_read_back() {
        let name = event_hash(b"entry");
        assert_eq!(Blake3Hash::parse(&name.to_string()), Some(name));
        assert_eq!(Blake3Hash::parse(&name.to_hex()), None);
        let node = node_hash(leaf_hash(b"a"), leaf_hash(b"b"));
        assert_eq!(Hash::parse(&node.to_string()), Some(node));
    }

    #[test]
    fn a_stream_leaf_is_a_leaf_of_index_and_leaf_hash() {
        let leaf = leaf_hash(b"entry");
        let mut data = 17_u64.to_be_bytes().to_vec();
        data.extend(leaf.0);
        assert_eq!(stream_leaf(17, leaf), leaf_hash(&data));
    }
}
