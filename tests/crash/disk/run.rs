//! Runs of the real server under `strace`, over one folder: what clients sent and heard, and what the calls made of the folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use openboek_tests::program::{Failure, Served};
use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::audit_service_client::AuditServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use tonic::transport::Channel;

use super::history::History;
use super::trace;
use crate::kill::{ARRANGEMENT, Known, MUNICIPALITY, Shared, send_again, with};

/// Clients that record at the same time.
const CLIENTS: usize = 4;

/// Where the server keeps its data and its static logs, in the watched folder. Neither is there before.
pub(crate) fn data(watched: &Path) -> PathBuf {
    watched.join("data")
}

pub(crate) fn static_logs(watched: &Path) -> PathBuf {
    watched.join("public").join("logs")
}

/// What the clients know in the end.
#[derive(Default)]
pub(crate) struct Recorded {
    pub(crate) founding: Option<v1::CreateArrangementRequest>,
    /// All that was sent, by request.
    pub(crate) requests: BTreeMap<String, v1::RecordRequest>,
    pub(crate) answers: BTreeMap<String, Heard>,
    /// Each checkpoint that a client was shown, by its size.
    pub(crate) checkpoints: BTreeMap<u64, String>,
}

/// An answer that a client has.
pub(crate) struct Heard {
    pub(crate) answer: v1::RecordResponse,
    /// The first line of the run that gave it. An earlier run may have sent an answer to the same request that nobody heard: it promised less.
    pub(crate) since: usize,
}

/// What clients record in one run.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    /// Commands of each client; one of them in `every` of the first client is of so many statements, more than go into the database at once.
    pub(crate) each: usize,
    pub(crate) large: usize,
    pub(crate) every: usize,
}

/// How one run ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Killed,
    Stopped,
}

/// The folder, and what happened to it.
pub(crate) struct Watched {
    _folder: tempfile::TempDir,
    pub(crate) root: PathBuf,
    trace: PathBuf,
    lines: usize,
    pub(crate) history: History,
    pub(crate) recorded: Recorded,
    without_sync: bool,
}

impl Watched {
    pub(crate) fn new(without_sync: bool) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let root = folder.path().canonicalize()?.join("watched");
        std::fs::create_dir(&root)?;
        let trace = folder.path().join("trace");
        let (history, recorded) = (History::new(), Recorded::default());
        Ok(Self { _folder: folder, root, trace, lines: 0, history, recorded, without_sync })
    }

    /// Starts the server, lets the clients record, and ends it: killed, when about half is done.
    pub(crate) async fn run(&mut self, number: usize, load: Load, end: End) -> Result<(), Failure> {
        let words = trace::strace(&self.trace, self.without_sync);
        let server = Served::start_with_logs(&data(&self.root), &static_logs(&self.root), &words)?;
        let program = child_of(server.pid())?;
        let channel = server.connect().await?;
        self.found(&channel).await?;
        let known = Shared::default();
        let sent_before =
            self.recorded.requests.iter().filter(|(key, _)| !self.recorded.answers.contains_key(*key));
        let unheard: Vec<_> = sent_before.map(|(key, request)| (key.clone(), request.clone())).collect();
        with(&known, |known| known.unheard.extend(unheard));
        send_again(&channel, &known).await?;
        let done = Arc::new(AtomicBool::new(false));
        let looking = tokio::spawn(look_at_checkpoints(channel.clone(), done.clone()));
        let tasks: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let load = Load { large: if client == 0 { load.large } else { 1 }, ..load };
                tokio::spawn(record(channel.clone(), known.clone(), format!("r{number}-c{client}"), load))
            })
            .collect();
        if end == End::Killed {
            // The large command too: after it sled's file is more than the journal can make again.
            let half = CLIENTS * load.each / 2;
            let enough = |known: &mut Known| {
                let is_large = |answer: &v1::RecordResponse| {
                    usize::try_from(answer.entry_count).is_ok_and(|count| count >= load.large)
                };
                known.acknowledged.len() >= half && known.acknowledged.values().any(is_large)
            };
            while !with(&known, enough) && !tasks.iter().all(tokio::task::JoinHandle::is_finished) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            signal("-KILL", program)?;
        }
        let mut sent = BTreeMap::new();
        for task in tasks {
            sent.extend(task.await?);
        }
        done.store(true, Ordering::SeqCst);
        self.recorded.checkpoints.extend(looking.await?);
        self.recorded.requests.extend(sent);
        let (since, answers) = (self.lines, with(&known, |known| std::mem::take(&mut known.acknowledged)));
        let answers = answers.into_iter().map(|(request, answer)| (request, Heard { answer, since }));
        self.recorded.answers.extend(answers);
        if end == End::Stopped {
            signal("-TERM", program)?;
        }
        server.wait()?;
        let (calls, lines) = trace::read(&self.trace, &self.root, self.lines)?;
        self.history.add(calls, lines, &self.root)?;
        self.lines = lines + 1;
        Ok(())
    }

    async fn found(&mut self, channel: &Channel) -> Result<(), Failure> {
        if self.recorded.founding.is_some() {
            return Ok(());
        }
        let founding = say::founding(ARRANGEMENT, &[MUNICIPALITY]);
        ArrangementServiceClient::new(channel.clone()).create_arrangement(founding.clone()).await?;
        self.recorded.founding = Some(founding);
        Ok(())
    }
}

/// Gives all that was sent.
async fn record(
    channel: Channel,
    known: Shared,
    client: String,
    load: Load,
) -> BTreeMap<String, v1::RecordRequest> {
    let mut ledger = LedgerServiceClient::new(channel);
    let mut sent = BTreeMap::new();
    for number in 0..load.each {
        let count = if number % load.every == load.every / 2 { load.large } else { 1 };
        let statements = (0..count).map(|part| {
            let text = if count == 1 { "Wij zorgen voor een plan.".to_owned() } else { noise(number, part) };
            say::commitment(MUNICIPALITY, &format!("{client}-{number}-{part}"), &text)
        });
        let mut command = say::command(ARRANGEMENT, statements.collect());
        if number % 3 == 2 {
            command.wait_for = v1::WaitFor::Published.into();
        }
        let key = command.request_id.clone();
        sent.insert(key.clone(), command.clone());
        let Ok(answer) = ledger.record(command).await else { break };
        with(&known, |known| known.acknowledged.insert(key, answer.into_inner()));
    }
    sent
}

/// Text that cannot be packed small.
fn noise(number: usize, part: usize) -> String {
    let mut lot = fastrand::Rng::with_seed(u64::try_from(number * 1_000 + part).unwrap_or(0));
    (0..3_900).map(|_| lot.alphanumeric()).collect()
}

/// A reader who keeps every checkpoint he is shown.
async fn look_at_checkpoints(channel: Channel, done: Arc<AtomicBool>) -> BTreeMap<u64, String> {
    let mut audit = AuditServiceClient::new(channel);
    let mut shown = BTreeMap::new();
    while !done.load(Ordering::SeqCst) {
        let request = v1::GetCheckpointRequest { arrangement: ARRANGEMENT.into() };
        match audit.get_checkpoint(request).await {
            Ok(answer) => {
                let answer = answer.into_inner();
                shown.insert(answer.size, String::from_utf8_lossy(&answer.note).into_owned());
            }
            // Nothing is published yet; or the server is gone.
            Err(status)
                if status.code() == tonic::Code::NotFound
                    || status.code() == tonic::Code::FailedPrecondition => {}
            Err(_) => break,
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    shown
}

/// The program that `strace` started.
fn child_of(pid: u32) -> Result<u32, Failure> {
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"))?;
    Ok(children.split_whitespace().next().ok_or("strace has no child")?.parse()?)
}

fn signal(which: &str, pid: u32) -> Result<(), Failure> {
    let status = std::process::Command::new("kill").args([which, &pid.to_string()]).status()?;
    if status.success() { Ok(()) } else { Err("the server is gone already".into()) }
}
