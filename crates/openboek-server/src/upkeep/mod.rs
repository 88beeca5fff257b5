//! Work on data folders while no server runs over them: checking one, copying it, building one again from static logs.

mod archive;
mod backup;
mod examine;
mod folders;
mod restore;

pub use archive::{check_new, pack, unpack};
pub use backup::{BackedUp, backup_data, backup_log, backup_logs};
pub use examine::examine;
pub use restore::{Keys, RestoreRequest, RestoredLog, restore};

pub use openboek_engine::{
    Check, Examined, Extended, Finding, LogSource, Severity, SignedHead, StaticLogError,
};
pub use openboek_store::{StoredEntry, StoredPayload};

use crate::config::Refused;

/// How far a long piece of work is: which log, how many entries of how many.
pub type Progress<'a> = dyn FnMut(&str, u64, u64) + 'a;

/// Something that was refused, in words.
fn refused(code: &'static str, dutch: impl Into<String>, english: impl Into<String>) -> Refused {
    Refused { code, dutch: dutch.into(), english: english.into() }
}

impl From<StaticLogError> for Refused {
    fn from(error: StaticLogError) -> Self {
        refused(error.code(), error.dutch(), error.to_string())
    }
}

/// A file or folder that the system did not give.
fn io(path: &std::path::Path, error: &std::io::Error) -> Refused {
    let shown = path.display();
    refused(
        "file-failed",
        format!("{shown} kan niet worden gelezen of geschreven: {error}."),
        format!("{shown} cannot be read or written: {error}"),
    )
}
