//! `kill -9` of the server over PostgreSQL: another takes over, which stands by already or is started then, and goes on with the same log. No
//! acknowledged statement is lost, none is there twice when the client sends the same request again, and the log verifies.

use std::time::{Duration, Instant};

use openboek_store_postgres::cluster::Cluster;
use openboek_tests::program::{Failure, Served, path};
use openboek_tests::say;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use tonic::Code;
use tonic::transport::Channel;

use crate::kill::{
    ARRANGEMENT, CLIENTS, MUNICIPALITY, Shared, check_log, compare, delay, entries, record_until_cut, rounds,
    send_again, with,
};

/// Each round waits for the claim of a process that died, so there are fewer than over sled.
const ROUNDS_OF_SLED: u64 = 100;
/// The claim lasts 5 seconds; the rest is for a slow machine.
const TAKEOVER_MAX: Duration = Duration::from_secs(30);
const CHECKS_MAX: Duration = Duration::from_secs(60);

/// Records one statement as soon as the server takes it: the process that wrote the log before may be dead without having said so.
async fn take_over(channel: &Channel, known: &Shared, round: u64) -> Result<Duration, Failure> {
    let statement = say::commitment(MUNICIPALITY, &format!("r{round}-taken-over"), "Wij gaan door.");
    let request = say::command(ARRANGEMENT, vec![statement]);
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
            Err(status) => return Err(format!("round {round}: not taken over: {status}").into()),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_9_over_postgresql_loses_nothing_and_another_process_goes_on() -> Result<(), Failure> {
    let cluster = Cluster::start();
    let database = cluster.database();
    let folder = tempfile::tempdir()?;
    let keys = folder.path().join("keys");
    let migrated =
        std::process::Command::new(path("openboek")?).args(["migrate", "--store", &database]).output()?;
    assert!(migrated.status.success());

    let (known, mut kept) = (Shared::default(), None);
    let (mut unheard, mut unheard_but_recorded, mut slowest) = (0, 0, Duration::ZERO);
    let mut server = Served::start_over(&database, &keys)?;
    ArrangementServiceClient::new(server.connect().await?)
        .create_arrangement(say::founding(ARRANGEMENT, &[MUNICIPALITY]))
        .await?;
    let rounds = (rounds() / ROUNDS_OF_SLED).max(2);
    for round in 0..rounds {
        let before = with(&known, |known| known.acknowledged.len());
        // Every other round the one that takes over is there already when the other dies.
        let standby = if round % 2 == 0 { Some(Served::start_over(&database, &keys)?) } else { None };
        let channel = server.connect().await?;
        let tasks: Vec<_> = (0..CLIENTS)
            .map(|client| tokio::spawn(record_until_cut(channel.clone(), known.clone(), round, client)))
            .collect();
        tokio::time::sleep(Duration::from_millis(300) + delay(round)).await;
        server.kill()?;
        for task in tasks {
            task.await?;
        }
        let acknowledged = with(&known, |known| known.acknowledged.len()) - before;
        assert!(acknowledged > 0, "round {round}: the kill came too early: this round shows nothing");

        server = match standby {
            Some(standby) => standby,
            None => Served::start_over(&database, &keys)?,
        };
        let channel = server.connect().await?;
        slowest = slowest.max(take_over(&channel, &known, round).await?);
        unheard += with(&known, |known| known.unheard.len());
        unheard_but_recorded += send_again(&channel, &known).await?;
        let known_now = with(&known, |known| known.acknowledged.clone());
        let checked = async {
            compare(&entries(&channel).await?, &known_now, round)?;
            check_log(&channel, folder.path(), kept.take(), round).await
        };
        kept = Some(tokio::time::timeout(CHECKS_MAX, checked).await??);
    }
    let acknowledged = with(&known, |known| known.acknowledged.len());
    println!(
        "{rounds} rounds over PostgreSQL: {acknowledged} acknowledged, lost 0, doubled 0; {unheard} without an answer, \
         {unheard_but_recorded} of these were recorded all the same and told so; taken over within {slowest:?}"
    );
    assert!(unheard > 0, "the kills came too late to cut anything off: this run shows nothing");
    assert!(server.stop()?.success());
    Ok(())
}
