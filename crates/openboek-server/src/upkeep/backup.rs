//! A copy of ledgers in a folder: static logs, brought up to date each time.

use std::path::Path;

use openboek_engine::{Extended, KeyRing, LogFolder, LogSource, extend, stored_log};
use openboek_store::Store as _;

use super::folders::{open_data, static_logs, store_failed};
use super::{Progress, refused};
use crate::config::Refused;

/// A log that was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// Its name.
    pub log: String,
    /// How many entries there were, and how many there are now.
    pub extended: Extended,
}

/// Copies one log: what is new is hashed again, and taken only when it continues what the copy has.
///
/// # Errors
/// [`Refused`], with the code of a [`StaticLogError`](super::StaticLogError): the copy then is as it was.
pub fn backup_log(
    name: &str,
    source: &dyn LogSource,
    to: &Path,
    progress: &mut Progress<'_>,
) -> Result<BackedUp, Refused> {
    let mut tell = |there, size| progress(name, there, size);
    let extended = extend(&LogFolder::new(&to.join(name)), source, &mut tell).map_err(|error| {
        refused(error.code(), format!("{name}: {}", error.dutch()), format!("{name}: {error}"))
    })?;
    Ok(BackedUp { log: name.to_owned(), extended })
}

/// Copies the published part of every log of a data folder over which no server runs.
///
/// # Errors
/// [`Refused`]: also `in-use` and `no-data`.
pub fn backup_data(data: &Path, to: &Path, progress: &mut Progress<'_>) -> Result<Vec<BackedUp>, Refused> {
    let store = open_data(data)?;
    let keys = KeyRing::Folder(data.join("keys"));
    let mut copied = Vec::new();
    for (log, _) in store.logs().map_err(store_failed)? {
        let source = stored_log(&store, &keys, &log)?;
        copied.push(backup_log(log.as_str(), &source, to, progress)?);
    }
    store.close().map_err(store_failed)?;
    Ok(copied)
}

/// Copies static logs: those of a server's folder, or of another copy.
///
/// # Errors
/// [`Refused`]: also `no-static-log`.
pub fn backup_logs(from: &Path, to: &Path, progress: &mut Progress<'_>) -> Result<Vec<BackedUp>, Refused> {
    let mut copied = Vec::new();
    for folder in static_logs(from)? {
        let note = folder.checkpoint()?;
        let name = note.and_then(|note| openboek_engine::log_name(&note.checkpoint.origin));
        let name = name.ok_or_else(|| {
            let shown = folder.path().display();
            refused(
                "bad-origin",
                format!("Het log in {shown} heeft geen naam die een grootboek kan hebben."),
                format!("The log in {shown} has no name that a ledger can have."),
            )
        })?;
        copied.push(backup_log(name.as_str(), &folder, to, progress)?);
    }
    Ok(copied)
}
