//! What can go wrong.

use std::fmt;
use std::process::ExitCode;

/// A fault, with a permanent code.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The command line is wrong.
    WrongUse(String),
    /// Reading or writing failed.
    Io(String),
    /// The input is not what it should be.
    Input(String),
    /// It cannot be laid out, or not as both standards ask.
    Layout(String),
}

impl Fault {
    /// The status that the program ends with.
    pub(crate) fn status(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Input(_) => 1,
            Self::WrongUse(_) => 2,
            Self::Io(_) | Self::Layout(_) => 3,
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongUse(detail) => write!(f, "pdf-wrong-use: {detail}"),
            Self::Io(detail) => write!(f, "pdf-io: {detail}"),
            Self::Input(detail) => write!(f, "pdf-input: {detail}"),
            Self::Layout(detail) => write!(f, "pdf-layout: {detail}"),
        }
    }
}
