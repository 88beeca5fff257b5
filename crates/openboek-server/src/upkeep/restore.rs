//! A data folder built again from static logs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use openboek_engine::{
    Check, Clock as _, KeyRing, KnownHead, LogFolder, RestoreConfig, RestoreError, Restored, SystemClock,
};
use openboek_proof::checkpoint::{CheckpointNote, LogKey};
use openboek_proof::hash::Hash;
use openboek_proof::verify::LogKeys;
use openboek_store::Store;
use openboek_store_sled::{SledOptions, SledStore};

use super::examine::examine_store;
use super::folders::{NewFolder, static_logs, store_failed};
use super::{Progress, io, refused};
use crate::config::Refused;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct RestoreRequest {
    /// A static log, or a folder of them.
    pub from: PathBuf,
    /// The data folder to make: new or empty.
    pub data: PathBuf,
    /// Folder of the keys that are put back; left out, they are not.
    pub keys: Option<PathBuf>,
    /// Heads that must be in the logs: each the name of a checkpoint's file, or `SIZE:ROOT`.
    pub at_least: Vec<String>,
    /// `log.vkey` from a source of the caller's own.
    pub log_key: Option<PathBuf>,
}

/// Whether a log can record again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Its key is back, and signed the checkpoint.
    Back,
    /// Its key must still be put in the folder `keys`.
    Missing,
}

/// A log that was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoredLog {
    /// Its name.
    pub log: String,
    /// Its origin.
    pub origin: String,
    /// Its entries.
    pub size: u64,
    /// The root of the tree over them.
    pub root: String,
    /// The key that signed, as `log.vkey` has it.
    pub log_key: String,
    /// Whether it is back.
    pub key: Keys,
    /// Entries whose payload was erased.
    pub erased: Vec<u64>,
}

/// Builds a data folder again. It gets its name when all logs are in it, verified and durable; before that nothing is there.
///
/// # Errors
/// [`Refused`]: with the code of [`RestoreError`], or `never-overwritten`, `no-static-log`, `bad-head`, `unknown-head`, `key-differs`.
pub fn restore(request: &RestoreRequest, progress: &mut Progress<'_>) -> Result<Vec<RestoredLog>, Refused> {
    let logs = static_logs(&request.from)?;
    let known = known_heads(&request.at_least, &logs)?;
    let log_keys = request.log_key.as_deref().map(read_log_key).transpose()?;
    let new = NewFolder::beside(&request.data)?;
    let store = SledStore::open(&new.path().join("store"), &SledOptions::default()).map_err(store_failed)?;
    let mut restored = Vec::new();
    for (folder, known) in logs.iter().zip(known) {
        let now_ms = SystemClock.now_ms();
        let config = RestoreConfig { now_ms, known, log_keys: log_keys.clone() };
        let name = folder.path().file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let mut tell = |there, size| progress(&name, there, size);
        let one = openboek_engine::restore(folder, &store, &config, &mut tell);
        restored.push(one.map_err(|error| in_log(&name, &error))?);
    }
    read_back(&store, new.path(), progress)?;
    store.close().map_err(store_failed)?;
    let ring = KeyRing::Folder(new.path().join("keys"));
    let told: Result<Vec<RestoredLog>, Refused> =
        restored.into_iter().map(|one| put_key(one, request.keys.as_deref(), &ring)).collect();
    let told = told?;
    new.finish()?;
    Ok(told)
}

/// What can be read from the new store is what was put in it. The keys are not there yet.
fn read_back(store: &dyn Store, folder: &Path, progress: &mut Progress<'_>) -> Result<(), Refused> {
    let found = examine_store(store, &folder.join("keys"), None, progress).findings;
    match found.iter().find(|one| one.check != Check::KeyMissing) {
        None => Ok(()),
        Some(one) => {
            let what = format!("{} {} {} {}", one.check.as_str(), one.log, one.place, one.detail);
            Err(refused(
                "store-failed",
                format!("De nieuwe opslag geeft iets anders terug dan erin ging: {what}."),
                format!("the new store gives back something else than was put in: {what}"),
            ))
        }
    }
}

fn in_log(name: &str, error: &RestoreError) -> Refused {
    refused(error.code(), format!("{name}: {}", error.dutch()), format!("{name}: {error}"))
}

/// Puts the key of a log back, if it is the one that signed.
fn put_key(restored: Restored, keys: Option<&Path>, ring: &KeyRing) -> Result<RestoredLog, Refused> {
    let signed = &restored.log_keys.current;
    let mut key = Keys::Missing;
    if let Some(folder) = keys {
        let failed = |error: openboek_engine::KeyError| {
            refused("key-failed", format!("De sleutel kan niet worden gelezen: {error}."), error.to_string())
        };
        let seed = KeyRing::Folder(folder.to_owned()).find(&restored.log).map_err(failed)?;
        if let Some(seed) = seed {
            let fits = LogKey::from_seed(&seed, &restored.report.origin);
            if !fits.is_ok_and(|fits| fits.verifier_key() == signed) {
                return Err(key_differs(&restored, folder));
            }
            ring.put(&restored.log, &seed).map_err(failed)?;
            key = Keys::Back;
        }
    }
    Ok(RestoredLog {
        log: restored.log.to_string(),
        origin: restored.report.origin.to_string(),
        size: restored.report.size,
        root: restored.report.root.to_string(),
        log_key: signed.to_string(),
        key,
        erased: restored.report.erased,
    })
}

fn key_differs(restored: &Restored, folder: &Path) -> Refused {
    let (log, shown) = (&restored.log, folder.display());
    refused(
        "key-differs",
        format!(
            "De sleutel van {log} in {shown} is niet de sleutel die het log heeft ondertekend. Zoek de juiste."
        ),
        format!("The key of {log} in {shown} is not the one that signed the log. Find the right one."),
    )
}

fn read_log_key(path: &Path) -> Result<LogKeys, Refused> {
    let bytes = std::fs::read(path).map_err(|e| io(path, &e))?;
    let shown = path.display();
    LogKeys::parse(&bytes).map_err(|_| {
        refused(
            "bad-log-key",
            format!("In {shown} staat geen openbare sleutel van een grootboek (log.vkey)."),
            format!("There is no public key of a ledger (log.vkey) in {shown}."),
        )
    })
}

/// The known heads of each log, in the order of the logs.
fn known_heads(asked: &[String], logs: &[LogFolder]) -> Result<Vec<Vec<KnownHead>>, Refused> {
    let mut origins: BTreeMap<String, usize> = BTreeMap::new();
    for (place, folder) in logs.iter().enumerate() {
        if let Some(note) = folder.checkpoint()? {
            origins.insert(note.checkpoint.origin.to_string(), place);
        }
    }
    let mut known: Vec<Vec<KnownHead>> = vec![Vec::new(); logs.len()];
    for word in asked {
        let (place, head) = match size_and_root(word) {
            Some(head) if logs.len() == 1 => (0, head),
            Some(_) => return Err(which_log(word)),
            None => of_file(Path::new(word), &origins)?,
        };
        if let Some(heads) = known.get_mut(place) {
            heads.push(head);
        }
    }
    Ok(known)
}

fn size_and_root(word: &str) -> Option<KnownHead> {
    let (size, root) = word.split_once(':')?;
    Some(KnownHead { size: size.parse().ok()?, root: Hash::parse(root)? })
}

fn of_file(path: &Path, origins: &BTreeMap<String, usize>) -> Result<(usize, KnownHead), Refused> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|_| {
        refused(
            "bad-head",
            format!("{shown} is geen bestand van een checkpoint en geen OMVANG:WORTEL."),
            format!("{shown} is no file of a checkpoint and no SIZE:ROOT."),
        )
    })?;
    let note = CheckpointNote::parse(&bytes).map_err(|error| {
        refused(
            "bad-head",
            format!("In {shown} staat geen checkpoint: {error}."),
            format!("There is no checkpoint in {shown}: {error}"),
        )
    })?;
    let at = note.checkpoint;
    let place = origins.get(at.origin.as_str()).copied().ok_or_else(|| {
        refused(
            "unknown-head",
            format!("Het checkpoint in {shown} is van {}, en dat log is hier niet.", at.origin),
            format!("The checkpoint in {shown} is of {}, and that log is not here.", at.origin),
        )
    })?;
    Ok((place, KnownHead { size: at.size, root: at.root }))
}

fn which_log(word: &str) -> Refused {
    refused(
        "bad-head",
        format!(
            "{word}: er zijn meer logs. Noem de map van één log, of geef het bestand van een checkpoint."
        ),
        format!(
            "{word}: there are several logs. Name the folder of one log, or give the file of a checkpoint."
        ),
    )
}
