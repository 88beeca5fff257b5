//! `kill -9` over PostgreSQL: of the server, of all processes of the database, or of both at once. Another server goes on with the same log, which
//! stands by already or is started then; the database recovers from its journal. No acknowledged statement is lost, none is there twice when the
//! client sends the same request again, and the log verifies.

use std::path::Path;
use std::time::{Duration, Instant};

use openboek_store_postgres::cluster::Cluster;
use openboek_tests::program::{Failure, Served, path};
use openboek_tests::say;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use tonic::Code;
use tonic::transport::Channel;

use crate::kill::{
    CLIENTS, MUNICIPALITY, Shared, Tally, check_log, compare, delay, entries, record_until_cut, rounds,
    send_again, with,
};

/// The claim of a process that died lasts 5 seconds. So the rounds take turns at several logs, and a log is looked at again when its turn comes:
/// by then the claim has lapsed.
const LOGS: [&str; 10] =
    ["noord", "oost", "zuid", "west", "midden", "kust", "rivier", "veen", "heide", "polder"];
/// Rounds over one database; then a new one, so that checking stays cheap.
const ROUNDS_PER_DATABASE: u64 = 40;
/// The claim lasts 5 seconds; the rest is for a slow machine.
const TAKEOVER_MAX: Duration = Duration::from_secs(60);
const CHECKS_MAX: Duration = Duration::from_secs(60);

/// What is killed in a round, in turn.
#[derive(Clone, Copy, PartialEq)]
enum Victim {
    /// The server, while another stands by.
    ServerWithAnother,
    /// The database, under a server that stays.
    Database,
    /// The server; another is started then.
    Server,
    Both,
}

impl Victim {
    fn of(round: u64) -> Self {
        // Not in step with the logs: each log meets each victim.
        match (round + round / LOGS.len() as u64) % 4 {
            0 => Self::ServerWithAnother,
            1 => Self::Database,
            2 => Self::Server,
            _ => Self::Both,
        }
    }
}

/// One log, and what the clients know of it.
pub(crate) struct Log {
    pub(crate) name: &'static str,
    pub(crate) known: Shared,
    kept: Option<Vec<u8>>,
    /// The round in which it was cut, when nobody looked since.
    pub(crate) cut: Option<u64>,
}

/// Records one statement as soon as the server takes it: the process that wrote the log before may be dead without having said so.
async fn take_over(channel: &Channel, log: &str, known: &Shared) -> Result<Duration, Failure> {
    let id = format!("taken-over-{}", with(known, |known| known.acknowledged.len()));
    let statement = say::commitment(MUNICIPALITY, &id, "Wij gaan door.");
    let request = say::command(log, vec![statement]);
    let mut ledger = LedgerServiceClient::new(channel.clone());
    let begin = Instant::now();
    loop {
        match ledger.record(request.clone()).await {
            Ok(answer) => {
                with(known, |known| {
                    known.acknowledged.insert(request.request_id.clone(), answer.into_inner())
                });
                return Ok(begin.elapsed());
            }
            Err(status) if status.code() == Code::Unavailable && begin.elapsed() < TAKEOVER_MAX => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(status) => return Err(format!("{log}: not taken over: {status}").into()),
        }
    }
}

pub(crate) fn migrate(database: &str) -> Result<(), Failure> {
    let migrated =
        std::process::Command::new(path("openboek")?).args(["migrate", "--store", database]).output()?;
    if migrated.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&migrated.stderr).into_owned().into())
}

/// A new database with its logs, and a server over it.
async fn begin(database: &str, keys: &Path, count: usize) -> Result<(Served, Vec<Log>), Failure> {
    migrate(database)?;
    let server = Served::start_over(database, keys)?;
    let channel = server.connect().await?;
    let mut logs = Vec::new();
    for name in LOGS.into_iter().take(count) {
        logs.push(Log::found(&channel, name).await?);
    }
    // Who founded them gives its claims back: a round waits for those of the killed only.
    assert!(server.stop()?.success());
    Ok((Served::start_over(database, keys)?, logs))
}

impl Log {
    pub(crate) async fn found(channel: &Channel, name: &'static str) -> Result<Self, Failure> {
        let founding = say::founding(name, &[MUNICIPALITY]);
        ArrangementServiceClient::new(channel.clone()).create_arrangement(founding).await?;
        Ok(Self { name, known: Shared::default(), kept: None, cut: None })
    }

    /// Waits until the server has the log, and looks at what is left of it when it was cut.
    pub(crate) async fn examine(
        &mut self,
        channel: &Channel,
        folder: &Path,
        tally: &mut Tally,
    ) -> Result<Duration, Failure> {
        let waited = take_over(channel, self.name, &self.known).await?;
        let Some(round) = self.cut.take() else { return Ok(waited) };
        tally.unheard += with(&self.known, |known| known.unheard.len());
        tally.unheard_but_recorded += send_again(channel, &self.known).await?;
        let known_now = with(&self.known, |known| known.acknowledged.clone());
        let kept = self.kept.take();
        let checked = async {
            compare(&entries(channel, self.name).await?, &known_now, round)?;
            check_log(channel, self.name, folder, kept, round).await
        };
        self.kept = Some(tokio::time::timeout(CHECKS_MAX, checked).await??);
        tally.round(with(&self.known, |known| known.newly_heard()));
        Ok(waited)
    }
}

/// Cuts a log in the middle of recording; gives the server that goes on.
async fn cut(
    cluster: &Cluster,
    (database, keys): (&str, &Path),
    server: Served,
    log: &mut Log,
    round: u64,
) -> Result<Served, Failure> {
    let victim = Victim::of(round);
    let another = match victim {
        Victim::ServerWithAnother => Some(Served::start_over(database, keys)?),
        _ => None,
    };
    let (begin, before) = (Instant::now(), with(&log.known, |known| known.acknowledged.len()));
    let channel = server.connect().await?;
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|client| {
            tokio::spawn(record_until_cut(channel.clone(), log.name, log.known.clone(), round, client))
        })
        .collect();
    let acknowledged = || with(&log.known, |known| known.acknowledged.len()) - before;
    while acknowledged() == 0 {
        assert!(begin.elapsed() < TAKEOVER_MAX, "round {round}: nothing is taken");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    tokio::time::sleep(delay(round)).await;
    if matches!(victim, Victim::Database | Victim::Both) {
        cluster.perish();
    }
    let left = if victim == Victim::Database {
        Some(server)
    } else {
        server.kill()?;
        another
    };
    for task in tasks {
        task.await?;
    }
    log.cut = Some(round);
    if matches!(victim, Victim::Database | Victim::Both) {
        cluster.start_again();
    }
    Ok(match left {
        Some(server) => server,
        None => Served::start_over(database, keys)?,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_9_over_postgresql_loses_nothing_and_another_process_goes_on() -> Result<(), Failure> {
    let rounds = rounds("OPENBOEK_KILL_ROUNDS_POSTGRES", 4);
    let (cluster, mut tally) = (Cluster::start(), Tally::new("PostgreSQL", rounds));
    let (mut round, mut slowest) = (0, Duration::ZERO);
    while round < rounds {
        let (database, folder) = (cluster.database(), tempfile::tempdir()?);
        let keys = folder.path().join("keys");
        let end = rounds.min(round + ROUNDS_PER_DATABASE);
        let (mut server, mut logs) = begin(&database, &keys, usize::try_from(end - round)?).await?;
        while round < end {
            let log = &mut logs[usize::try_from(round)? % LOGS.len()];
            slowest = slowest.max(log.examine(&server.connect().await?, folder.path(), &mut tally).await?);
            server = cut(&cluster, (&database, &keys), server, log, round).await?;
            round += 1;
        }
        for log in &mut logs {
            slowest = slowest.max(log.examine(&server.connect().await?, folder.path(), &mut tally).await?);
        }
        assert!(server.stop()?.success());
    }
    tally.tell();
    println!("PostgreSQL: a log was taken over within {slowest:?}");
    assert!(tally.unheard > 0, "the kills came too late to cut anything off: this run shows nothing");
    Ok(())
}
