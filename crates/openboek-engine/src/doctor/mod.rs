//! Everything a store holds against everything else, without a server: entries decode and hash, trees and seals, the lists and heads
//! of streams, commands, snapshots against a replay, the key, and the static log when there is one. Nothing is written.

mod caches;
mod files;
mod finding;
mod outside;
mod walk;

pub use finding::{Check, Finding, Severity};

use std::path::Path;

use openboek_proof::checkpoint::LogKey;
use openboek_proof::entry::Origin;
use openboek_proof::verify::{Code, ReaderConfig, Verdict, verify_static_log};
use openboek_store::{Head, LogName, Store, StoreError};

use crate::convert::origin_of;
use crate::keys::KeyRing;
use crate::prove::{log_keys, policy};
use files::StoreFiles;

/// Findings that are kept at most: a broken disk gives many alike.
const FINDINGS_MAX: usize = 1_000;

/// What a check looks at.
pub struct Examination<'a> {
    /// The store.
    pub store: &'a dyn Store,
    /// The keys of its logs.
    pub keys: &'a KeyRing,
    /// The folder of the static logs, when there is one.
    pub static_logs: Option<&'a Path>,
    /// The clock, in milliseconds since 1970.
    pub now_ms: i64,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// Logs that were looked at.
    pub logs: u64,
    /// Entries that were looked at.
    pub entries: u64,
    /// Findings, in the order in which they were met.
    pub findings: Vec<Finding>,
    /// How many more there were.
    pub left_out: u64,
}

impl Examined {
    /// Whether something is not what it should be.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        self.left_out > 0 || self.findings.iter().any(|one| one.check.severity() == Severity::Wrong)
    }

    fn note(&mut self, check: Check, log: &str, place: impl ToString, detail: impl ToString) {
        if self.findings.len() == FINDINGS_MAX {
            self.left_out += 1;
            return;
        }
        let (place, detail) = (place.to_string(), detail.to_string());
        self.findings.push(Finding { check, log: log.to_owned(), place, detail });
    }
}

/// Checks every log of a store. `progress` is told the log, how many of its entries were read, and how many there are.
#[must_use]
pub fn examine(examination: &Examination<'_>, progress: &mut dyn FnMut(&str, u64, u64)) -> Examined {
    let mut found = Examined::default();
    let logs = match examination.store.logs() {
        Ok(logs) => logs,
        Err(error) => {
            found.note(Check::StoreDamaged, "", "", error);
            return found;
        }
    };
    for (name, description) in &logs {
        found.logs += 1;
        match (origin_of(description), examination.store.head(name)) {
            (None, _) => {
                found.note(Check::BadOrigin, name.as_str(), "", String::from_utf8_lossy(description))
            }
            (_, Err(error)) => found.note(Check::StoreDamaged, name.as_str(), "", error),
            (Some(origin), Ok(head)) => {
                let mut log = Log { examination, name, origin, head, found: &mut found };
                log.check(progress);
            }
        }
    }
    outside::check_unknown(examination, &logs, &mut found);
    found
}

/// One log under examination.
struct Log<'a> {
    examination: &'a Examination<'a>,
    name: &'a LogName,
    origin: Origin,
    head: Head,
    found: &'a mut Examined,
}

impl Log<'_> {
    fn note(&mut self, check: Check, place: impl ToString, detail: impl ToString) {
        self.found.note(check, self.name.as_str(), place, detail);
    }

    /// A read that failed: damage of the place, or of the store.
    fn unreadable(&mut self, check: Check, place: impl ToString, error: &StoreError) {
        let check = if matches!(error, StoreError::Damaged(_)) { check } else { Check::StoreDamaged };
        self.note(check, place, error);
    }

    fn check(&mut self, progress: &mut dyn FnMut(&str, u64, u64)) {
        let key = self.key();
        let state = walk::walk(self, progress);
        self.check_published(key.as_ref());
        caches::check(self, state);
        outside::check_static_log(self);
        if self.head.size > self.head.published_size {
            let place = format!("{}-{}", self.head.published_size, self.head.size - 1);
            self.note(Check::NotPublished, place, "");
        }
    }

    /// The log's key, if it is there and signed the checkpoint.
    fn key(&mut self) -> Option<LogKey> {
        let place = format!("{}.key", self.name);
        let seed = match self.examination.keys.find(self.name) {
            Ok(Some(seed)) => seed,
            Ok(None) => {
                self.note(Check::KeyMissing, place, "");
                return None;
            }
            Err(error) => {
                self.note(Check::KeyMissing, place, error);
                return None;
            }
        };
        let key = LogKey::from_seed(&seed, &self.origin).ok()?;
        let note = self.head.checkpoint.as_deref();
        let note = note.and_then(|note| openboek_proof::checkpoint::CheckpointNote::parse(note).ok());
        match note {
            Some(note) if note.is_signed_by(key.verifier_key()) == Ok(false) => {
                self.note(Check::KeyDiffers, place, key.verifier_key());
                None
            }
            _ => Some(key),
        }
    }

    /// The published part, as an auditor checks a static log: every rule, stream, seal and tile, and the signature.
    fn check_published(&mut self, key: Option<&LogKey>) {
        let Some(checkpoint) = self.head.checkpoint.clone() else { return };
        let keys = key.map(LogKey::verifier_key).map(|key| (log_keys(key), policy(key)));
        let files =
            StoreFiles { store: self.examination.store, log: self.name, checkpoint: &checkpoint, keys };
        let mut config = ReaderConfig::at(self.examination.now_ms);
        config.expected_origin = Some(self.origin.clone());
        let (check, reason) = match verify_static_log(&files, "checkpoint", &config) {
            // Payloads that are missing were found entry by entry.
            Verdict::Klopt(report) if report.size == self.head.published_size => return,
            Verdict::Klopt(report) => {
                let detail = format!("{} / {}", report.size, self.head.published_size);
                return self.note(Check::LogBroken, "checkpoint", detail);
            }
            Verdict::KloptNiet(reason) => (Check::LogBroken, reason),
            // Said already: the key is not there.
            Verdict::NietTeControleren(reason) if reason.code == Code::LogKeyMissing && key.is_none() => {
                return;
            }
            Verdict::NietTeControleren(reason) => (Check::NotChecked, reason),
        };
        self.note(check, reason.place.clone(), format!("{} {}", reason.code.as_str(), reason.detail));
    }
}
