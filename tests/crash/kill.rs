//! `kill -9` in the middle of recording, again and again: no acknowledged statement is lost, none is there twice when the client
//! sends the same request again, and the log verifies after every round.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use openboek_tests::program::{Failure, Served, export_bundle, verify};
use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::audit_service_client::AuditServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use tonic::transport::Channel;

pub(crate) const ARRANGEMENT: &str = "drechtsteden";
pub(crate) const MUNICIPALITY: &str = "GM0505";
/// Clients that record at the same time.
pub(crate) const CLIENTS: usize = 8;
/// Rounds over one data folder; then a new one, so that checking stays cheap.
const ROUNDS_PER_FOLDER: u64 = 20;

/// What the clients know: what was acknowledged, by request, and what they sent without hearing back.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) acknowledged: BTreeMap<String, v1::RecordResponse>,
    pub(crate) unheard: BTreeMap<String, v1::RecordRequest>,
}

pub(crate) fn rounds() -> u64 {
    std::env::var("OPENBOEK_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(200)
}

/// Delays that look random and are the same in every run.
pub(crate) fn delay(round: u64) -> Duration {
    let mixed =
        (round + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    Duration::from_micros(3_000 + mixed % 60_000)
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_9_loses_nothing_acknowledged_and_doubles_nothing() -> Result<(), Failure> {
    let rounds = rounds();
    let (mut acknowledged, mut unheard, mut unheard_but_recorded) = (0, 0, 0);
    let mut folder = tempfile::tempdir()?;
    let mut known = Shared::default();
    let mut kept: Option<Vec<u8>> = None;
    for round in 0..rounds {
        if round % ROUNDS_PER_FOLDER == 0 {
            folder = tempfile::tempdir()?;
            known = Shared::default();
            kept = None;
        }
        let server = Served::start(folder.path(), &[])?;
        let channel = server.connect().await?;
        if round % ROUNDS_PER_FOLDER == 0 {
            ArrangementServiceClient::new(channel.clone())
                .create_arrangement(say::founding(ARRANGEMENT, &[MUNICIPALITY]))
                .await?;
        }
        let tasks: Vec<_> = (0..CLIENTS)
            .map(|client| tokio::spawn(record_until_cut(channel.clone(), known.clone(), round, client)))
            .collect();
        tokio::time::sleep(delay(round)).await;
        server.kill()?;
        for task in tasks {
            task.await?;
        }

        let server = Served::start(folder.path(), &[])?;
        let channel = server.connect().await?;
        unheard += with(&known, |known| known.unheard.len());
        unheard_but_recorded += send_again(&channel, &known).await?;
        let known_now = with(&known, |known| known.acknowledged.clone());
        compare(&entries(&channel).await?, &known_now, round)?;
        kept = Some(check_log(&channel, folder.path(), kept, round).await?);
        acknowledged = known_now.len().max(acknowledged);
        server.kill()?;
    }
    println!(
        "{rounds} rounds: at most {acknowledged} acknowledged in one folder; {unheard} without an answer, \
         {unheard_but_recorded} of these were recorded all the same and told so"
    );
    assert!(unheard > 0, "the kills came too late to cut anything off: this run shows nothing");
    Ok(())
}

/// What the clients share; a lock is never held while waiting.
pub(crate) type Shared = Arc<Mutex<Known>>;

pub(crate) fn with<T>(known: &Mutex<Known>, work: impl FnOnce(&mut Known) -> T) -> T {
    work(&mut known.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Records until the connection breaks.
pub(crate) async fn record_until_cut(channel: Channel, known: Shared, round: u64, client: usize) {
    let mut ledger = LedgerServiceClient::new(channel);
    for number in 0.. {
        let id = format!("r{round}-c{client}-{number}");
        let request =
            say::command(ARRANGEMENT, vec![say::commitment(MUNICIPALITY, &id, "Wij zorgen voor een plan.")]);
        let key = request.request_id.clone();
        with(&known, |known| known.unheard.insert(key.clone(), request.clone()));
        let Ok(answer) = ledger.record(request).await else { return };
        with(&known, |known| {
            known.unheard.remove(&key);
            known.acknowledged.insert(key, answer.into_inner());
        });
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Sends what was not answered again, with the same request ids; gives how many had been recorded.
pub(crate) async fn send_again(channel: &Channel, known: &Mutex<Known>) -> Result<usize, Failure> {
    let unheard = with(known, |known| std::mem::take(&mut known.unheard));
    let mut ledger = LedgerServiceClient::new(channel.clone());
    let mut recorded_before = 0;
    for (key, request) in unheard {
        let answer = ledger.record(request).await?.into_inner();
        recorded_before += usize::from(answer.repeated_request);
        with(known, |known| known.acknowledged.insert(key, answer));
    }
    Ok(recorded_before)
}

/// Waits until a checkpoint covers everything recorded: only then can all of it be listed and proved.
async fn all_published(channel: &Channel) -> Result<(), Failure> {
    let mut client = ArrangementServiceClient::new(channel.clone());
    loop {
        let request = v1::GetArrangementRequest { arrangement: ARRANGEMENT.into() };
        let arrangement =
            client.get_arrangement(request).await?.into_inner().arrangement.ok_or("no arrangement")?;
        if arrangement.size == arrangement.published_size {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Every event of the log: its index and text.
pub(crate) async fn entries(channel: &Channel) -> Result<Vec<(u64, String)>, Failure> {
    let mut all = Vec::new();
    each_entry(channel, |index, text| {
        all.push((index, text));
        Ok(())
    })
    .await?;
    Ok(all)
}

/// Shows every entry of the log in order, once all of it is published: its index and text.
pub(crate) async fn each_entry(
    channel: &Channel,
    mut visit: impl FnMut(u64, String) -> Result<(), Failure>,
) -> Result<(), Failure> {
    all_published(channel).await?;
    let mut from = Some(0);
    while let Some(next) = from {
        let request = v1::ListEntriesRequest {
            arrangement: ARRANGEMENT.into(),
            from: next,
            limit: 1_000,
            ..Default::default()
        };
        let page = AuditServiceClient::new(channel.clone()).list_entries(request).await?.into_inner();
        for entry in page.entries {
            visit(entry.index, String::from_utf8_lossy(&entry.entry).into_owned())?;
        }
        from = page.next_from;
    }
    Ok(())
}

/// The request that an entry belongs to; a seal belongs to none.
pub(crate) fn request_of(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix("request "))
}

/// Every acknowledged request is there once, where and as it was acknowledged; nothing else is there but seals and the founding.
pub(crate) fn compare(
    log: &[(u64, String)],
    acknowledged: &BTreeMap<String, v1::RecordResponse>,
    round: u64,
) -> Result<(), Failure> {
    let mut found: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for (index, text) in log {
        if let Some(request) = request_of(text) {
            found.entry(request).or_default().push(*index);
        }
    }
    for (request, answer) in acknowledged {
        let indexes: Vec<u64> = answer.entries.iter().map(|entry| entry.index).collect();
        let places = found.remove(request.as_str()).unwrap_or_default();
        if places != indexes {
            return Err(format!(
                "round {round}: request {request} was acknowledged at {indexes:?} and is at {places:?}"
            )
            .into());
        }
    }
    if found.len() != 1 {
        return Err(
            format!("round {round}: besides the founding there are {found:?} that nobody sent").into()
        );
    }
    Ok(())
}

/// The auditor's program checks a bundle against the checkpoint that was kept from the round before; gives the new one.
pub(crate) async fn check_log(
    channel: &Channel,
    folder: &Path,
    kept: Option<Vec<u8>>,
    round: u64,
) -> Result<Vec<u8>, Failure> {
    let (bundle, previous) = (folder.join("bundle.zip"), folder.join("kept"));
    export_bundle(channel.clone(), ARRANGEMENT, MUNICIPALITY, kept.clone(), &bundle).await?;
    let mut words = vec![bundle.to_str().ok_or("path")?];
    if let Some(note) = kept {
        std::fs::write(&previous, note)?;
        words.extend(["--previous", previous.to_str().ok_or("path")?]);
    }
    let (status, said) = verify(&words)?;
    if status != 0 {
        return Err(format!("round {round}: the auditor says {said}").into());
    }
    let request = v1::GetCheckpointRequest { arrangement: ARRANGEMENT.into() };
    let mut audit = AuditServiceClient::new(channel.clone());
    Ok(audit.get_checkpoint(request).await?.into_inner().note)
}
