//! What can go wrong at the database, and which of the contract's answers it is.

use openboek_store::{AppendError, LogName, StoreError};
use tokio_postgres::error::Severity;

/// Why a question to the database has no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The server said no, or the connection is gone.
    Server(tokio_postgres::Error),
    /// No answer in time: the step that was waited for.
    Late(&'static str),
    /// The server is set up in a way that breaks a promise.
    Setting(String),
    /// What was read cannot be what was written.
    Damaged(String),
    /// There is no such log.
    NoSuchLog(LogName),
    /// The batch contradicts what is there.
    Refused(String),
    /// Another process has the claim of the log, for so many milliseconds at least.
    Held(u64),
    /// The address is none, or asks for what the store cannot do.
    Address(AddressFault),
    /// The database has not this version's schema.
    Schema(SchemaFault),
}

/// What is wrong with an address. What stands in it is never repeated: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFault {
    /// It cannot be read.
    Unreadable,
    /// It leads over a network, and the connection would not be encrypted.
    Network,
    /// It asks for an encrypted connection.
    Tls,
}

/// How the schema of a database differs from this version's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaFault {
    /// Nothing of this store is there.
    Missing,
    /// Migrations are to be applied; the first of them.
    Older(String),
    /// A migration is there that this version does not know.
    Newer(String),
    /// A migration was applied in another form.
    Edited(String),
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Server(error)
    }
}

impl Failure {
    /// Whether the connection was gone: another one may answer.
    pub(crate) fn is_lost_connection(&self) -> bool {
        match self {
            Self::Server(error) => error.is_closed() || !is_answer(error),
            _ => false,
        }
    }

    /// For a read, or opening.
    pub(crate) fn into_store_error(self) -> StoreError {
        match self {
            Self::Damaged(what) => StoreError::Damaged(what),
            Self::Schema(SchemaFault::Edited(_)) => StoreError::Damaged(self.to_string()),
            Self::NoSuchLog(log) => StoreError::NoSuchLog(log),
            // Class XX: the server found its own files damaged, or itself at fault.
            Self::Server(error) if error.code().is_some_and(|code| code.code().starts_with("XX")) => {
                StoreError::Damaged(describe(&error))
            }
            other => StoreError::Io(other.to_string()),
        }
    }

    /// For a write whose COMMIT was never sent: the server rolls back what it holds of it.
    pub(crate) fn before_commit(self) -> AppendError {
        match self {
            Self::Refused(reason) => AppendError::Refused(reason),
            Self::NoSuchLog(log) => AppendError::Refused(StoreError::NoSuchLog(log).to_string()),
            Self::Held(retry_after_ms) => AppendError::Held { retry_after_ms },
            other => AppendError::NotRecorded(other.to_string()),
        }
    }

    /// For a write whose COMMIT was sent.
    pub(crate) fn after_commit(self) -> AppendError {
        match self {
            // An answer of severity ERROR ends the transaction, and is never given once the commit is in the journal: what fails after
            // that is a PANIC of the whole server. FATAL may come at any moment.
            Self::Server(error) if is_answer(&error) => AppendError::NotRecorded(describe(&error)),
            other => AppendError::Unknown(other.to_string()),
        }
    }
}

/// Whether the server answered this command with an error and goes on, rather than ending the connection.
pub(crate) fn is_answer(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|e| e.parsed_severity() == Some(Severity::Error))
}

/// The server's own words, with its code; the library alone would say "db error".
pub(crate) fn describe(error: &tokio_postgres::Error) -> String {
    use std::error::Error as _;
    match (error.as_db_error(), error.source()) {
        (Some(db), _) => format!("PostgreSQL {}: {}", db.code().code(), db.message()),
        (None, Some(source)) => format!("PostgreSQL: {error}: {source}"),
        (None, None) => format!("PostgreSQL: {error}"),
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Server(error) => f.write_str(&describe(error)),
            Self::Late(step) => write!(f, "no answer from PostgreSQL in time: {step}"),
            Self::Setting(what) | Self::Damaged(what) | Self::Refused(what) => f.write_str(what),
            Self::NoSuchLog(log) => write!(f, "{}", StoreError::NoSuchLog(log.clone())),
            Self::Held(ms) => write!(f, "another process writes this log, at least for another {ms} ms"),
            Self::Address(fault) => f.write_str(match fault {
                AddressFault::Unreadable => "the address of the database cannot be read",
                AddressFault::Network => {
                    "the address of the database leads over a network, and this version cannot encrypt that connection"
                }
                AddressFault::Tls => "the address of the database asks for TLS, which this version cannot do",
            }),
            Self::Schema(fault) => match fault {
                SchemaFault::Missing => f.write_str("the database has no schema of Openboek yet"),
                SchemaFault::Older(first) => {
                    write!(f, "migration {first} is not applied to the database, nor what follows it")
                }
                SchemaFault::Newer(name) => {
                    write!(f, "the database has migration {name}, which this version does not know: it is newer")
                }
                SchemaFault::Edited(name) => write!(f, "migration {name} was applied in another form"),
            },
        }
    }
}
