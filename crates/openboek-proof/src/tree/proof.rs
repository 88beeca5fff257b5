//! Proofs that an entry is in a tree and that a tree is the beginning of another (RFC 6962 section 2.1).

use super::tiles::Reader;
use super::{Frontier, TileSource, TreeError};
use crate::hash::Hash;
use crate::text::{Fault, FormatError, MAX_NUMBER, file_lines};

/// The proof that the leaf at `index` is in the tree of `size`, bottom up.
///
/// # Errors
///
/// [`TreeError::OutOfRange`] for an index at or beyond the size; [`TreeError::MissingTile`] when a tile is not there.
pub fn inclusion_proof(source: &impl TileSource, index: u64, size: u64) -> Result<Vec<Hash>, TreeError> {
    if index >= size || size > MAX_NUMBER {
        return Err(TreeError::OutOfRange);
    }
    let proof = Reader::new(source).run(|reader| tlog_tiles::prove_record(size, index, reader))?;
    Ok(proof.into_iter().map(Hash::from).collect())
}

/// The proof that the tree of `old` leaves is the beginning of the tree of `new` leaves; empty when `old` is 0 or `new`.
///
/// # Errors
///
/// [`TreeError::OutOfRange`] for an old size beyond the new; [`TreeError::MissingTile`] when a tile is not there.
pub fn consistency_proof(source: &impl TileSource, old: u64, new: u64) -> Result<Vec<Hash>, TreeError> {
    if old > new || new > MAX_NUMBER {
        return Err(TreeError::OutOfRange);
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let proof = Reader::new(source).run(|reader| tlog_tiles::prove_tree(new, old, reader))?;
    Ok(proof.into_iter().map(Hash::from).collect())
}

/// Whether `proof`, which must have exactly the right length, proves that the leaf hash `leaf` is at `index` in the tree of
/// `size` with this root.
#[must_use]
pub fn verify_inclusion(index: u64, size: u64, leaf: Hash, proof: &[Hash], root: Hash) -> bool {
    if index >= size || size > MAX_NUMBER {
        return false;
    }
    let proof = proof.iter().map(|hash| (*hash).into()).collect();
    tlog_tiles::check_record(&proof, size, root.into(), index, leaf.into()).is_ok()
}

/// Whether `proof`, which must have exactly the right length, proves that the tree of `old` leaves with `old_root` is the
/// beginning of the tree of `new` leaves with `new_root`.
#[must_use]
pub fn verify_consistency(old: u64, old_root: Hash, new: u64, new_root: Hash, proof: &[Hash]) -> bool {
    if old > new || new > MAX_NUMBER {
        return false;
    }
    if old == 0 {
        return proof.is_empty() && old_root == Hash::EMPTY && (new > 0 || new_root == old_root);
    }
    let proof = proof.iter().map(|hash| (*hash).into()).collect();
    tlog_tiles::check_tree(&proof, new, new_root.into(), old, old_root.into()).is_ok()
}

/// The right edge of the tree just before the leaf at `index`: the left-hand hashes of the leaf's inclusion proof.
///
/// It is as trustworthy as the proof: verify that first. With it a reader who holds one entry and its proof knows the root of
/// the tree of `index` leaves, and with the leaf pushed, that of `index + 1`.
#[must_use]
pub fn frontier_before(index: u64, size: u64, proof: &[Hash]) -> Option<Frontier> {
    let mut last = size.checked_sub(1)?;
    let mut place = index;
    let mut left = Vec::new();
    for hash in proof {
        if place & 1 == 1 {
            left.push(*hash);
        } else {
            // A last place without a right neighbour rises until it has a neighbour on its left.
            while place == last && place & 1 == 0 && place > 0 {
                place >>= 1;
                last >>= 1;
            }
            if place & 1 == 1 {
                left.push(*hash);
            }
        }
        place >>= 1;
        last >>= 1;
    }
    left.reverse();
    Frontier::from_roots(index, left)
}

/// Reads a proof from its file: one base64 hash a line; an empty file is the empty proof.
///
/// # Errors
///
/// [`FormatError::Malformed`] with the line that is no hash.
pub fn parse_proof(bytes: &[u8]) -> Result<Vec<Hash>, FormatError> {
    let lines = file_lines(bytes, false)?;
    let parse =
        |(place, line): (usize, &&str)| Hash::parse(line).ok_or(FormatError::at(place + 1, Fault::Base64));
    lines.iter().enumerate().map(parse).collect()
}

/// Writes a proof as its file: one base64 hash a line.
#[must_use]
pub fn write_proof(proof: &[Hash]) -> Vec<u8> {
    let line = |hash: &Hash| format!("{hash}\n");
    proof.iter().map(line).collect::<String>().into_bytes()
}
