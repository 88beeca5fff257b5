//! A primary PostgreSQL with a synchronous standby, two servers over both: all processes of the primary are killed under load, the standby is
//! promoted, and the servers go on by themselves. Every acknowledged statement is there once, where it was acknowledged and in the order in which
//! its client sent it; what was kept of the log before is its beginning. Then the old primary comes back as a second one: nobody writes to it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use openboek_store_postgres::cluster::Cluster;
use openboek_tests::program::{Failure, Served};
use openboek_tests::say;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use tokio::task::JoinHandle;
use tonic::Code;
use tonic::transport::Channel;

use crate::kill::{CLIENTS, MUNICIPALITY, Shared, check_log, compare, entries, with};
use crate::postgres::migrate;

/// Each of the two servers writes one of them at first.
const LOGS: [&str; 2] = ["noord", "zuid"];
const LOAD: Duration = Duration::from_millis(1_200);
/// Far more than it takes, for a slow machine.
const PAUSE_MAX: Duration = Duration::from_secs(60);

/// When each statement of a client was acknowledged, and where.
type Done = Vec<(Instant, u64)>;

/// What the clients of one log did.
struct Load {
    log: &'static str,
    known: Shared,
    clients: Vec<JoinHandle<Result<Done, Failure>>>,
}

/// Clients that record in a log until told to stop, each over a server of its preference and over the other one when that cannot; each sends a
/// statement until it is acknowledged.
fn load(
    log: &'static str,
    known: Shared,
    channels: &[Channel; 2],
    stop: &Arc<AtomicBool>,
    phase: u64,
) -> Load {
    let clients = (0..CLIENTS / LOGS.len())
        .map(|client| {
            tokio::spawn(record(log, channels.clone(), known.clone(), stop.clone(), (phase, client)))
        })
        .collect();
    Load { log, known, clients }
}

async fn record(
    log: &'static str,
    channels: [Channel; 2],
    known: Shared,
    stop: Arc<AtomicBool>,
    (phase, client): (u64, usize),
) -> Result<Done, Failure> {
    let mut done = Done::new();
    let mut server = usize::from(log == LOGS[1]);
    while !stop.load(Ordering::SeqCst) {
        let id = format!("{phase}-{client}-{}", done.len());
        let request =
            say::command(log, vec![say::commitment(MUNICIPALITY, &id, "Wij zorgen voor een plan.")]);
        let begin = Instant::now();
        let answer = loop {
            match LedgerServiceClient::new(channels[server].clone()).record(request.clone()).await {
                Ok(answer) => break answer.into_inner(),
                Err(status) if begin.elapsed() > PAUSE_MAX => return Err(format!("{log}: {status}").into()),
                Err(status) if matches!(status.code(), Code::Unavailable | Code::DeadlineExceeded) => {
                    server = 1 - server;
                    tokio::time::sleep(Duration::from_millis(40)).await;
                }
                Err(status) => return Err(format!("{log}: {status}").into()),
            }
        };
        done.push((Instant::now(), answer.entries.first().ok_or("no entry")?.index));
        with(&known, |known| known.acknowledged.insert(request.request_id, answer));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(done)
}

impl Load {
    /// Waits for its end; the longest time without an acknowledgement, and how many there were.
    async fn end(&mut self) -> Result<(Duration, usize), Failure> {
        let mut times = Vec::new();
        for client in std::mem::take(&mut self.clients) {
            let done = client.await??;
            let in_order = done.windows(2).all(|two| two[0].1 < two[1].1);
            assert!(in_order, "{}: a client's later statement stands before an earlier one", self.log);
            times.extend(done.into_iter().map(|(when, _)| when));
        }
        times.sort_unstable();
        let pause = times.windows(2).map(|two| two[1] - two[0]).max().unwrap_or_default();
        Ok((pause, times.len()))
    }

    /// Everything acknowledged is there once, and the log is joined with what was kept of it.
    async fn check(
        &self,
        channel: &Channel,
        folder: &Path,
        kept: Option<Vec<u8>>,
    ) -> Result<Vec<u8>, Failure> {
        let known = with(&self.known, |known| known.acknowledged.clone());
        compare(&entries(channel, self.log).await?, &known, 0)?;
        check_log(channel, self.log, folder, kept, 0).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standby_takes_over_and_nothing_acknowledged_is_lost() -> Result<(), Failure> {
    let primary = Cluster::start();
    let standby = primary.synchronous_standby();
    primary.execute(&primary.url("postgres"), "CREATE DATABASE openboek");
    let both = primary.url_with(&standby, "openboek");
    migrate(&both)?;
    let folder = tempfile::tempdir()?;
    let keys = folder.path().join("keys");
    let servers = [Served::start_over(&both, &keys)?, Served::start_over(&both, &keys)?];
    let channels = [servers[0].connect().await?, servers[1].connect().await?];
    for (log, channel) in LOGS.iter().zip(&channels) {
        let founding = say::founding(log, &[MUNICIPALITY]);
        ArrangementServiceClient::new(channel.clone()).create_arrangement(founding).await?;
    }

    let stop = Arc::new(AtomicBool::new(false));
    let mut loads = LOGS.map(|log| load(log, Shared::default(), &channels, &stop, 0));
    tokio::time::sleep(LOAD / 2).await;
    let mut kept = Vec::new();
    for log in LOGS {
        kept.push(check_log(&channels[0], log, folder.path(), None, 0).await?);
    }
    tokio::time::sleep(LOAD / 2).await;
    let killed = Instant::now();
    primary.perish();
    standby.promote();
    let promoted = killed.elapsed();
    let before = loads.each_ref().map(|load| with(&load.known, |known| known.acknowledged.len()));
    for (load, before) in loads.iter().zip(before) {
        while with(&load.known, |known| known.acknowledged.len()) < before + CLIENTS {
            assert!(killed.elapsed() < PAUSE_MAX, "{}: nobody goes on", load.log);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    stop.store(true, Ordering::SeqCst);
    for ((load, kept), before) in loads.iter_mut().zip(&mut kept).zip(before) {
        let (pause, all) = load.end().await?;
        *kept = load.check(&channels[1], folder.path(), Some(kept.clone())).await?;
        println!(
            "{}: {all} acknowledged, {before} of them before the standby was promoted ({} ms after the kill), lost 0, doubled 0; a pause of {} ms",
            load.log,
            promoted.as_millis(),
            pause.as_millis()
        );
        assert!(before > 0, "the kill came too early: this run shows nothing");
    }

    // The old primary is there again, first in the address, and takes writes.
    primary.start_again();
    let heads = |cluster: &Cluster| {
        cluster.query(&cluster.url("openboek"), "SELECT arrangement, size FROM openboek.head ORDER BY 1")
    };
    let left = heads(&primary);
    let cut =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'openboek'";
    assert_ne!(standby.query(&standby.url("openboek"), cut), ["0"]);
    stop.store(false, Ordering::SeqCst);
    let mut loads = loads.map(|done| load(done.log, done.known, &channels, &stop, 1));
    tokio::time::sleep(LOAD / 4).await;
    stop.store(true, Ordering::SeqCst);
    // A server that starts while both are there takes the new one too.
    let third = Served::start_over(&both, &keys)?;
    let channel = third.connect().await?;
    for (load, kept) in loads.iter_mut().zip(kept) {
        let (_, all) = load.end().await?;
        assert!(all > 0, "{}: nobody goes on", load.log);
        load.check(&channel, folder.path(), Some(kept)).await?;
    }
    assert_eq!(heads(&primary), left, "the old primary was written to");
    Ok(())
}
