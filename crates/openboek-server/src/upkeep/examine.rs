//! A data folder or a database checked: everything against everything.

use std::path::Path;

use openboek_engine::{Check, Clock as _, Examination, Examined, Finding, KeyRing, SystemClock};
use openboek_store::{Store, StoreError};
use openboek_store_sled::{SledOptions, SledStore};

use super::Progress;
use super::folders::{check_data, in_use};
use crate::config::Refused;
use crate::database::{self, DatabaseUrl, explain};

/// Checks a data folder over which no server runs; `static_logs` is the folder of its static logs. Opening brings what the store's journal
/// holds into its database, as any start does; nothing else is written.
///
/// # Errors
/// [`Refused`]: `no-data`, or `in-use` while a server runs. A store that cannot be opened is a finding.
pub fn examine(
    data: &Path,
    static_logs: Option<&Path>,
    progress: &mut Progress<'_>,
) -> Result<Examined, Refused> {
    check_data(data)?;
    let store = match SledStore::open(&data.join("store"), &SledOptions::default()) {
        Ok(store) => store,
        Err(StoreError::Busy(why)) => return Err(in_use(data, &why)),
        Err(error) => return Ok(unopened(data, &error)),
    };
    Ok(examine_store(&store, &data.join("keys"), static_logs, progress))
}

/// Checks a database over which no server writes, with the keys of its ledgers in a folder; `static_logs` is the folder of their static logs.
/// Nothing is written.
///
/// # Errors
/// Why the database could not be opened; see [`explain`].
pub fn examine_database(
    url: &DatabaseUrl,
    keys: &Path,
    static_logs: Option<&Path>,
    progress: &mut Progress<'_>,
) -> Result<Examined, Refused> {
    let store = database::open(url).map_err(|trouble| explain(&trouble, url))?;
    Ok(examine_store(&store, keys, static_logs, progress))
}

/// Checks an open store.
pub(super) fn examine_store(
    store: &dyn Store,
    keys: &Path,
    static_logs: Option<&Path>,
    progress: &mut Progress<'_>,
) -> Examined {
    let keys = KeyRing::Folder(keys.to_owned());
    let examination = Examination { store, keys: &keys, static_logs, now_ms: SystemClock.now_ms() };
    openboek_engine::examine(&examination, &mut |log, there, size| progress(log, there, size))
}

fn unopened(data: &Path, error: &StoreError) -> Examined {
    let finding = Finding {
        check: Check::StoreDamaged,
        log: String::new(),
        place: data.join("store").display().to_string(),
        detail: error.to_string(),
    };
    Examined { findings: vec![finding], ..Examined::default() }
}
