//! Entries, seals, checkpoints, proofs and bundles: building and verifying.
