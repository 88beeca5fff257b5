//! Static logs and backups with a changed byte: what the doctor, the verifier, a restore and the next run of the writer make of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use openboek_engine::{
    Examination, Extended, KeyRing, LogFolder, RestoreConfig, StaticLogError, examine, extend, restore,
    stored_log,
};
use openboek_proof::verify::{ReaderConfig, Verdict, verify_static_log};
use openboek_server::upkeep::Severity;
use openboek_store::{LogName, MemoryStore, Store};
use openboek_store_sled::SledStore;

use super::look::{Facts, Outcome, store_facts};
use super::material::open_store;
use super::places::{Change, Files, write_files};

/// A data folder that stays open.
struct Data {
    store: Arc<SledStore>,
    keys: KeyRing,
}

impl Data {
    fn open(folder: &Path, files: &Files) -> Self {
        write_files(folder, files, None);
        Self { store: open_store(folder).unwrap(), keys: KeyRing::Folder(folder.join("keys")) }
    }

    /// Brings a static log up to date, as the server and `openboek backup` do.
    fn copy(&self, log: &LogName, folder: &LogFolder) -> Result<Extended, StaticLogError> {
        extend(folder, &stored_log(&*self.store, &self.keys, log)?, &mut |_, _| {})
    }
}

/// What a static log can be held against: the data that it is of, and the same data later on.
pub(super) struct Beside {
    then: Data,
    later: Data,
    now_ms: i64,
    /// What a restore gives: of the log as it was, and as it becomes.
    good: BTreeMap<LogName, [Facts; 2]>,
}

/// What is found of a folder.
#[derive(Debug, PartialEq)]
struct Found {
    /// The doctor's findings.
    told: Vec<String>,
    verdict: Result<u64, String>,
    restored: Result<Facts, String>,
}

impl Beside {
    pub(super) fn new(place: &Path, then: &Files, later: &Files, logs: &Files, now_ms: i64) -> Self {
        let then = Data::open(&place.join("then"), then);
        let later = Data::open(&place.join("later"), later);
        let mut beside = Self { then, later, now_ms: now_ms + 3_600_000, good: BTreeMap::new() };
        for (log, _) in beside.then.store.logs().unwrap() {
            let folder = place.join("good").join(log.as_str());
            write_files(&folder, &of_log(logs, &log), None);
            let [was, after] = [false, true].map(|grow| {
                if grow {
                    beside.later.copy(&log, &LogFolder::new(&folder)).unwrap();
                }
                beside.restored(&folder).unwrap()
            });
            beside.good.insert(log, [was, after]);
        }
        beside
    }

    /// What comes back from a folder.
    fn restored(&self, folder: &Path) -> Result<Facts, String> {
        let store = MemoryStore::new();
        let config = RestoreConfig { now_ms: self.now_ms, known: Vec::new(), log_keys: None };
        restore(&LogFolder::new(folder), &store, &config, &mut |_, _| {})
            .map_err(|error| error.to_string())?;
        let mut facts = Facts::new();
        store_facts(&store, &mut facts);
        Ok(facts)
    }

    fn find(&self, folder: &Path) -> Found {
        let static_logs = folder.parent();
        let Data { store, keys } = &self.then;
        let examination = Examination { store: &**store, keys, static_logs, now_ms: self.now_ms };
        let found = examine(&examination, &mut |_, _, _| {});
        let log = folder.file_name().unwrap().to_string_lossy();
        let told =
            found.findings.iter().filter(|one| one.log == *log && one.check.severity() == Severity::Wrong);
        let told = told.map(|one| [one.check.as_str(), &one.place, &one.detail].join(" ")).collect();
        Found { told, verdict: self.verdict(folder), restored: self.restored(folder) }
    }

    fn verdict(&self, folder: &Path) -> Result<u64, String> {
        match verify_static_log(LogFolder::new(folder).files(), "checkpoint", &ReaderConfig::at(self.now_ms))
        {
            Verdict::Klopt(report) if report.withheld.is_empty() => Ok(report.size),
            other => Err(format!("{other:?}")),
        }
    }

    /// Changes a byte of the static log that `files` hold, and lets everybody have a look.
    pub(super) fn try_change(&self, place: &Path, files: &Files, change: &Change) -> Outcome {
        let name = change.file.iter().next().unwrap().to_string_lossy().into_owned();
        let (log, folder) = (LogName::new(&name).unwrap(), place.join("logs").join(&name));
        let below = Change { file: change.file.strip_prefix(&name).unwrap().to_owned(), ..change.clone() };
        let _ = std::fs::remove_dir_all(place);
        write_files(&folder, &of_log(files, &log), Some(&below));
        let [was, after] = &self.good[&log];
        let found = self.find(&folder);
        if found.restored.as_ref().is_ok_and(|facts| facts != was) {
            return Outcome::Wrong("something else is restored".to_owned());
        }
        // Whatever is made of it later on: never a log that holds and says something else.
        let grown = self.later.copy(&log, &LogFolder::new(&folder));
        let then = self.restored(&folder);
        if then.as_ref().is_ok_and(|facts| facts != if grown.is_ok() { after } else { was }) {
            return Outcome::Wrong("something else is restored from what was written on".to_owned());
        }
        let whole = found.verdict.is_ok() && found.restored.is_ok();
        match (found.told.first(), found.verdict, whole) {
            (Some(first), Err(_), _) => Outcome::Detected(first.clone()),
            (None, Err(verdict), _) => {
                Outcome::Wrong(format!("the doctor finds nothing, the auditor {verdict}"))
            }
            (Some(first), Ok(_), _) => {
                Outcome::Wrong(format!("the auditor finds nothing, the doctor {first}"))
            }
            (None, Ok(_), false) => Outcome::Wrong("it holds, and is not restored".to_owned()),
            (None, Ok(_), true) if grown.is_ok() && then.is_ok() => Outcome::Harmless,
            (None, Ok(_), true) => Outcome::Wrong(format!("it holds, and is not written on: {grown:?}")),
        }
    }
}

/// The files of one log, below its folder.
fn of_log(files: &Files, log: &LogName) -> Files {
    let below = |path: &PathBuf| path.strip_prefix(log.as_str()).ok().map(Path::to_owned);
    files.iter().filter_map(|(path, kept)| Some((below(path)?, kept.clone()))).collect()
}
