//! A state of the disk, opened: everything acknowledged is there, and everything that is there is right.

use std::collections::BTreeMap;
use std::path::Path;

use openboek_server::upkeep::{Severity, examine};
use openboek_store::{LogName, Store as _, StoreError, StoredEntry};
use openboek_store_sled::{SledOptions, SledStore};
use openboek_tests::program::Failure;

use super::history::History;
use super::run::{Heard, Recorded, data, static_logs};
use crate::kill::ARRANGEMENT;
use crate::when_free;

/// What holds for whoever was answered by a moment.
#[derive(Clone, Copy, Default)]
pub(crate) struct Promise {
    at: usize,
    /// So many entries are recorded.
    pub(crate) size: u64,
    /// So many are under a checkpoint that was shown.
    published: u64,
}

/// What must be found again.
pub(crate) struct Reference {
    /// The log at the end of all runs: an earlier state is a beginning of it.
    entries: Vec<StoredEntry>,
    /// By request identifier: its first entry.
    requests: BTreeMap<[u8; 16], u64>,
    key: Vec<u8>,
    /// By moment.
    promises: Vec<Promise>,
    /// When each answer and checkpoint was sent, by request and by root.
    sent: BTreeMap<String, usize>,
}

/// What became of one state.
#[derive(Debug)]
pub(crate) enum Outcome {
    Good,
    /// Acknowledged statements that are gone.
    Lost(u64),
    /// It does not open, or what is there is not right.
    Wrong(String),
}

impl Reference {
    /// Reads what the runs left, and when the answers were sent.
    pub(crate) fn read(folder: &Path, recorded: &Recorded, history: &History) -> Result<Self, Failure> {
        let copy = tempfile::tempdir()?;
        let copied = std::process::Command::new("cp").arg("-a").arg(folder).arg(copy.path()).status()?;
        assert!(copied.success(), "the folder cannot be copied");
        let data = data(&copy.path().join(folder.file_name().ok_or("path")?));
        let store = open(&data)?;
        let name = LogName::new(ARRANGEMENT).ok_or("name")?;
        let entries = store.entries(&name, 0, usize::MAX, usize::MAX)?;
        let key = std::fs::read(data.join(format!("keys/{ARRANGEMENT}.key")))?;
        let mut requests = BTreeMap::new();
        for (request, Heard { answer, .. }) in &recorded.answers {
            let request = uuid::Uuid::parse_str(request)?.into_bytes();
            requests.insert(request, answer.first_index);
        }
        let (promises, sent) = promises(recorded, history)?;
        Ok(Self { entries, requests, key, promises, sent })
    }

    /// Whether an answer, or a checkpoint with a root, was sent before a moment.
    pub(crate) fn was_sent(&self, mark: &str, moment: usize) -> bool {
        self.sent.get(mark).is_some_and(|at| *at < moment)
    }

    /// What was promised before a moment.
    pub(crate) fn promised(&self, moment: usize) -> Promise {
        let until = self.promises.partition_point(|promise| promise.at < moment);
        self.promises[..until].iter().fold(Promise::default(), |all, one| Promise {
            at: moment,
            size: all.size.max(one.size),
            published: all.published.max(one.published),
        })
    }

    /// Opens a state as a start would, compares it, and lets the doctor look at everything.
    pub(crate) fn check(&self, folder: &Path, promised: Promise) -> Outcome {
        let data = data(folder);
        if !data.join("store").is_dir() {
            return if promised.size == 0 { Outcome::Good } else { Outcome::Lost(promised.size) };
        }
        match self.compare(&data, promised) {
            Ok(lost) if lost > 0 => return Outcome::Lost(lost),
            Ok(_) => {}
            // Without the place, which is another for each.
            Err(wrong) => {
                return Outcome::Wrong(wrong.to_string().replace(folder.to_str().unwrap_or("?"), "…"));
            }
        }
        let doctor = || examine(&data, Some(&static_logs(folder)), &mut |_, _, _| {});
        match when_free(doctor, |refused| refused.code == "in-use") {
            Ok(found) if !found.is_wrong() => Outcome::Good,
            Ok(found) => {
                let wrong = found.findings.iter().filter(|one| one.check.severity() == Severity::Wrong);
                let wrong: Vec<String> =
                    wrong.map(|one| format!("{} {} {}", one.check.as_str(), one.place, one.detail)).collect();
                Outcome::Wrong(
                    format!("the doctor says {}", wrong.join("; "))
                        .replace(folder.to_str().unwrap_or("?"), "…"),
                )
            }
            Err(refused) => Outcome::Wrong(refused.english),
        }
    }

    /// How many acknowledged statements are gone.
    fn compare(&self, data: &Path, promised: Promise) -> Result<u64, Failure> {
        let store = open(data)?;
        let name = LogName::new(ARRANGEMENT).ok_or("name")?;
        if !store.logs()?.iter().any(|(found, _)| *found == name) {
            return Ok(promised.size);
        }
        let head = store.head(&name)?;
        if head.size < promised.size {
            return Ok(promised.size - head.size);
        }
        let there = store.entries(&name, 0, usize::MAX, usize::MAX)?;
        if there.len() > self.entries.len() || there != self.entries[..there.len()] {
            return Err("the entries are others than those that were recorded".into());
        }
        for (request, first) in &self.requests {
            let found = store.request(&name, request)?.map(|found| found.first_index);
            if found != Some(*first).filter(|first| *first < head.size) {
                return Err(format!("a request is found at {found:?} instead of {first}").into());
            }
        }
        if head.published_size < promised.published {
            let (here, shown) = (head.published_size, promised.published);
            return Err(format!("the checkpoint is of {here} entries, one of {shown} was shown").into());
        }
        let key = std::fs::read(data.join(format!("keys/{ARRANGEMENT}.key")));
        if key.map_err(|e| format!("there is a log, and its key: {e}"))? != self.key {
            return Err("the key is another one".into());
        }
        store.close()?;
        Ok(0)
    }
}

fn open(data: &Path) -> Result<SledStore, StoreError> {
    let open = || SledStore::open(&data.join("store"), &SledOptions::default());
    when_free(open, |error| matches!(error, StoreError::Busy(_)))
}

/// Each answer and each checkpoint that a client has must be among what was sent: its sending is the moment of the promise. (It had it later.)
fn promises(
    recorded: &Recorded,
    history: &History,
) -> Result<(Vec<Promise>, BTreeMap<String, usize>), Failure> {
    // Until it is found, each is promised at the earliest line that may hold it.
    let mut marks: Vec<(String, Promise)> = Vec::new();
    for (request, Heard { answer, since }) in &recorded.answers {
        let size = answer.first_index + u64::from(answer.entry_count);
        let published = answer.published_size.unwrap_or(0);
        marks.push((request.clone(), Promise { at: *since, size, published }));
    }
    for (size, note) in &recorded.checkpoints {
        marks.push((root(note).to_owned(), Promise { at: 0, size: *size, published: *size }));
    }
    let (mut promises, mut sent) = (Vec::new(), BTreeMap::new());
    for (line, bytes) in &history.sent {
        let text = String::from_utf8_lossy(bytes);
        marks.retain(|(mark, promise)| {
            let here = *line >= promise.at && text.contains(mark.as_str());
            if here {
                promises.push(Promise { at: *line, ..*promise });
                sent.insert(mark.clone(), *line);
            }
            !here
        });
    }
    match marks.first() {
        Some((mark, _)) => Err(format!("a client has {mark}, which is not among what was sent").into()),
        None => Ok((promises, sent)),
    }
}

/// The line of a note that names its tree.
pub(crate) fn root(note: &str) -> &str {
    note.lines().nth(2).unwrap_or_default()
}
