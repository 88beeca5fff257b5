//! Entries, seals, checkpoints, proofs and bundles: building and verifying.
//!
//! Everything here is a pure function of its arguments: no network, no clock (the time is an argument), no randomness
//! (salts and seeds are arguments). The rules come from `FORMAT.md` beside this crate, which is normative; where a comment
//! names a section, it is a section of that page.
//!
//! The order to read in: [`hash`] (the two hashes), [`entry`] (the bytes that are hashed), [`tree`] (the tree over them),
//! [`checkpoint`] and [`policy`] (who signed the tree), [`bundle`] (what an auditor is handed), [`verify`] (what an auditor
//! answers).

pub mod bundle;
pub mod checkpoint;
pub mod entry;
pub mod hash;
pub mod note;
pub mod policy;
pub mod text;
pub mod tree;
pub mod verify;
