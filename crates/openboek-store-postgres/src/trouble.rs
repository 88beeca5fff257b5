//! Why a database could not be opened, in kinds that a program can tell apart.

use openboek_store::StoreError;

use crate::failure::{AddressFault, Failure, SchemaFault, describe, is_answer};

/// Why a database could not be opened. No kind repeats what stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseTrouble {
    /// The address cannot be used.
    Address(AddressFault),
    /// No server answers there, or not in time: the server's or the system's words.
    Unreachable(String),
    /// The server answers, and does not let us in or do what we must.
    Denied(String),
    /// The server has no database of that name.
    NoDatabase(String),
    /// The server is too old, or set up in a way that breaks a promise.
    Unfit(String),
    /// The schema is another than this version's.
    Schema(SchemaFault),
    /// What was read cannot be what was written.
    Damaged(String),
    /// Anything else.
    Failed(String),
}

impl From<Failure> for DatabaseTrouble {
    fn from(failure: Failure) -> Self {
        let words = failure.to_string();
        match failure {
            Failure::Address(fault) => Self::Address(fault),
            Failure::Schema(fault) => Self::Schema(fault),
            Failure::Setting(_) => Self::Unfit(words),
            Failure::Damaged(_) => Self::Damaged(words),
            Failure::Late(_) => Self::Unreachable(words),
            Failure::NoSuchLog(_) | Failure::Refused(_) | Failure::Held(_) => Self::Failed(words),
            Failure::Server(error) => Self::of_server(&error),
        }
    }
}

impl DatabaseTrouble {
    fn of_server(error: &tokio_postgres::Error) -> Self {
        let words = describe(error);
        match error.code().map(tokio_postgres::error::SqlState::code) {
            // Invalid authorization, or no right to do something.
            Some(code) if code.starts_with("28") || code == "42501" => Self::Denied(words),
            Some("3D000") => Self::NoDatabase(words),
            Some(code) if code.starts_with("XX") => Self::Damaged(words),
            // Too many connections, starting up, shutting down.
            Some(code) if code.starts_with("53") || code.starts_with("57P") => Self::Unreachable(words),
            Some(_) if is_answer(error) => Self::Failed(words),
            _ => Self::Unreachable(words),
        }
    }
}

impl std::fmt::Display for DatabaseTrouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(fault) => write!(f, "{}", Failure::Address(*fault)),
            Self::Schema(fault) => write!(f, "{}", Failure::Schema(fault.clone())),
            Self::Unreachable(words)
            | Self::Denied(words)
            | Self::NoDatabase(words)
            | Self::Unfit(words)
            | Self::Damaged(words)
            | Self::Failed(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for DatabaseTrouble {}

impl From<DatabaseTrouble> for StoreError {
    fn from(trouble: DatabaseTrouble) -> Self {
        match trouble {
            DatabaseTrouble::Damaged(_) | DatabaseTrouble::Schema(SchemaFault::Edited(_)) => {
                Self::Damaged(trouble.to_string())
            }
            other => Self::Io(other.to_string()),
        }
    }
}
