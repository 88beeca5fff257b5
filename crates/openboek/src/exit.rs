//! Exit statuses of every subcommand but `audit`, which has the verifier's own.

/// Done.
pub(crate) const DONE: u8 = 0;
/// The file is wrong or the ledger said no: the same command will not succeed as it stands.
pub(crate) const REFUSED: u8 = 1;
/// Wrong use of the command line.
pub(crate) const WRONG_USE: u8 = 2;
/// The server could not be reached, failed, or the outcome is not known: the same command may be given again, nothing is recorded twice.
pub(crate) const FAILED: u8 = 3;
