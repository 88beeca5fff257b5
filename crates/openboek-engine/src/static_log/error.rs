//! Why a static log could not be written or read: a code, and what to do.

use std::path::{Path, PathBuf};

use openboek_proof::bundle::{SourceError, SourceFault};
use openboek_store::StoreError;

use crate::keys::KeyError;
use crate::read::ReadError;

/// Why a static log could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StaticLogError {
    /// The folder holds more of the log than what should be written into it: that is an old copy, or the wrong folder.
    #[error(
        "the static log of {log} holds {folder} entries under its checkpoint, and this copy of the ledger {here}: it is an old copy. \
         Put the newest data back, or build them again from the static log (openboek restore)"
    )]
    Ahead {
        /// The log.
        log: String,
        /// Entries under the folder's checkpoint.
        folder: u64,
        /// Entries under the checkpoint of the source.
        here: u64,
    },
    /// The folder and the source are two histories of one log.
    #[error(
        "the static log of {log} and this ledger have another history in their first {size} entries. Keep both as evidence and find out \
         which one was published"
    )]
    Differs {
        /// The log.
        log: String,
        /// The size at which their roots differ.
        size: u64,
    },
    /// What stands in the folder, or comes from the source, contradicts itself.
    #[error("{place} is damaged: {why}")]
    Damaged {
        /// Which file, or what part of the log.
        place: String,
        /// What contradicts.
        why: String,
    },
    /// A file is not there.
    #[error("{0} is missing")]
    Missing(String),
    /// The file system refused.
    #[error("{path}: {source}")]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The store did not answer, or is damaged.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The log's key could not be had.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The log has no key here.
    #[error("the key of log {0} is missing; put its file back from the backup of the keys")]
    KeyMissing(String),
    /// The server that was asked did not give what was asked; its words.
    #[error("{0}")]
    Asked(String),
}

impl StaticLogError {
    pub(crate) fn damaged(place: impl ToString, why: impl ToString) -> Self {
        Self::Damaged { place: place.to_string(), why: why.to_string() }
    }

    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    /// Stable code, in kebab-case.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Ahead { .. } => "static-log-ahead",
            Self::Differs { .. } => "static-log-differs",
            Self::Damaged { .. } => "static-log-damaged",
            Self::Missing(_) => "static-log-incomplete",
            Self::Io { .. } => "static-log-unwritable",
            Self::Read(_) => "store-failed",
            Self::Key(_) => "key-failed",
            Self::KeyMissing(_) => "key-missing",
            Self::Asked(_) => "server-failed",
        }
    }

    /// What is wrong and what to do, in Dutch.
    #[must_use]
    pub fn dutch(&self) -> String {
        match self {
            Self::Ahead { log, folder, here } => format!(
                "Het statische log van {log} heeft {folder} boekingen onder zijn checkpoint, en dit grootboek {here}: dit is een oude kopie. \
                 Zet de nieuwste gegevens terug, of bouw ze opnieuw op uit het statische log (openboek restore)."
            ),
            Self::Differs { log, size } => format!(
                "Het statische log van {log} en dit grootboek hebben een andere geschiedenis in hun eerste {size} boekingen. Bewaar beide als \
                 bewijs en zoek uit welke is gepubliceerd."
            ),
            Self::Damaged { place, why } => format!("{place} is beschadigd: {why}."),
            Self::Missing(path) => format!("{path} ontbreekt."),
            Self::Io { path, source } => {
                format!("{} kan niet worden gelezen of geschreven: {source}.", path.display())
            }
            Self::Read(error) => format!("Het grootboek kan niet worden gelezen: {error}."),
            Self::Key(error) => format!("De sleutel van het log ontbreekt of deugt niet: {error}."),
            Self::KeyMissing(log) => {
                format!("De sleutel van {log} ontbreekt. Zet het bestand terug uit de kopie van de sleutels.")
            }
            Self::Asked(words) => words.clone(),
        }
    }
}

impl From<StoreError> for StaticLogError {
    fn from(error: StoreError) -> Self {
        Self::Read(error.into())
    }
}

impl From<SourceError> for StaticLogError {
    fn from(error: SourceError) -> Self {
        match error.fault {
            SourceFault::Missing => Self::Missing(error.path),
            fault => Self::damaged(error.path, fault),
        }
    }
}
