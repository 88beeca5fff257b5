//! System calls of the real server that fail, or at which it dies: `strace` makes the k-th of each thread do so. Afterwards the server is
//! started anew without faults, and everything that was acknowledged is there once, where it was said to be, and verifies.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

use openboek_tests::program::{Failure, Served};
use openboek_tests::say;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;

use crate::kill::{
    ARRANGEMENT, CLIENTS, MUNICIPALITY, Shared, check_log, compare, entries, record_until_cut, send_again,
    with,
};

/// The system call, what becomes of it, and of which calls of a thread; the long run takes every one up to `OPENBOEK_INJECT_UNTIL`.
const FAULTS: [(&str, &str, &[u64]); 11] = [
    ("pwrite64", "error=EIO", &[5]),
    ("pwrite64", "error=ENOSPC", &[3]),
    ("pwrite64", "signal=KILL", &[6]),
    ("fdatasync", "error=EIO", &[4]),
    ("fdatasync", "signal=KILL", &[5]),
    ("fsync", "error=EIO", &[1]),
    ("openat", "error=EIO", &[]),
    ("openat", "error=ENOSPC", &[]),
    ("openat", "signal=KILL", &[25]),
    ("rename", "error=EIO", &[1]),
    ("rename", "signal=KILL", &[]),
];

/// What all rounds together showed.
#[derive(Default)]
struct Shown {
    rounds: usize,
    not_started: usize,
    acknowledged: usize,
    unheard: usize,
    recorded_all_the_same: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_call_that_fails_or_kills_loses_nothing_and_doubles_nothing() -> Result<(), Failure> {
    let until: Option<u64> = std::env::var("OPENBOEK_INJECT_UNTIL").ok().and_then(|text| text.parse().ok());
    let mut shown = Shown::default();
    for (call, fault, short) in FAULTS {
        let places = until.map_or_else(|| short.to_vec(), |until| (1..=until).collect());
        for place in places {
            one(call, fault, place, &mut shown)
                .await
                .map_err(|e| format!("{call} {fault}, call {place}: {e}"))?;
        }
    }
    println!(
        "{} rounds: {} acknowledged, lost 0, doubled 0, verification failures 0; {} without a good answer, {} of these were recorded all \
         the same and told so; {} times the server did not start",
        shown.rounds, shown.acknowledged, shown.unheard, shown.recorded_all_the_same, shown.not_started
    );
    assert!(
        shown.acknowledged > 0 && shown.unheard > 0,
        "the faults came too late or too early: this run shows nothing"
    );
    Ok(())
}

/// A data folder with a founded arrangement.
async fn founded(data: &Path) -> Result<(), Failure> {
    let server = Served::start(data, &[])?;
    let founding = say::founding(ARRANGEMENT, &[MUNICIPALITY]);
    ArrangementServiceClient::new(server.connect().await?).create_arrangement(founding).await?;
    server.stop()?;
    Ok(())
}

pub(crate) fn strace(call: &str, fault: &str, place: u64) -> Vec<String> {
    let inject = format!("inject={call}:{fault}:when={place}");
    ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject]
        .map(str::to_owned)
        .to_vec()
}

/// Starts it. One that was killed under strace may hold the folder for a moment after strace is gone.
async fn started(data: &Path) -> Result<Served, Failure> {
    let mut server = Served::start(data, &[]);
    for _ in 0..50 {
        if server.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        server = Served::start(data, &[]);
    }
    server
}

async fn one(call: &str, fault: &str, place: u64, shown: &mut Shown) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    founded(folder.path()).await?;
    let known = Shared::default();
    // A fault at the start may keep it from starting: then there is nothing to lose.
    match Served::start(folder.path(), &strace(call, fault, place)) {
        Ok(server) => {
            if let Ok(channel) = server.connect().await {
                let clients = (0..CLIENTS).map(|client| {
                    tokio::spawn(record_until_cut(channel.clone(), ARRANGEMENT, known.clone(), place, client))
                });
                let clients: Vec<_> = clients.collect();
                tokio::time::sleep(Duration::from_millis(120)).await;
                server.kill()?;
                for client in clients {
                    client.await?;
                }
            }
        }
        Err(_) => shown.not_started += 1,
    }
    let server = started(folder.path()).await?;
    let channel = server.connect().await?;
    shown.unheard += with(&known, |known| known.unheard.len());
    shown.acknowledged += with(&known, |known| known.acknowledged.len());
    shown.recorded_all_the_same += send_again(&channel, &known).await?;
    let acknowledged = with(&known, |known| known.acknowledged.clone());
    compare(&entries(&channel, ARRANGEMENT).await?, &acknowledged, place)?;
    check_log(&channel, ARRANGEMENT, folder.path(), None, place).await?;
    shown.rounds += 1;
    Ok(())
}

/// After a failed sync nothing more is taken, and every answer says so, until the server is started anew.
#[tokio::test(flavor = "multi_thread")]
async fn after_a_failed_sync_the_store_takes_nothing_more_and_says_so() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    founded(folder.path()).await?;
    let server = Served::start(folder.path(), &strace("fdatasync", "error=EIO", 3))?;
    let mut ledger = LedgerServiceClient::new(server.connect().await?);
    let (mut requests, mut failed) = (Vec::new(), 0);
    for number in 0..12 {
        let promise = say::commitment(MUNICIPALITY, &format!("T{number}"), "Wij zorgen voor een plan.");
        let request = say::command(ARRANGEMENT, vec![promise]);
        let answer = ledger.record(request.clone()).await;
        requests.push((request, answer.is_ok()));
        match answer {
            Ok(_) => assert_eq!(failed, 0, "a statement was taken after a sync had failed"),
            Err(status) => {
                failed += 1;
                assert!(!status.message().is_empty(), "{status:?}");
            }
        }
    }
    assert!(failed > 1, "no sync failed: this shows nothing");
    let health = said_at(&server.http, "/gezondheid")?;
    assert!(health.starts_with("HTTP/1.1 503") && health.contains("alleen lezen"), "{health}");
    let metrics = said_at(server.metrics.trim_end_matches("/metrics"), "/metrics")?;
    let recorded = requests.iter().filter(|(_, acknowledged)| *acknowledged).count();
    for line in [
        "openboek_store_writable 0",
        &format!("openboek_entries_recorded{{arrangement=\"{ARRANGEMENT}\"}}"),
        &format!("openboek_calls_total{{status=\"Ok\"}} {recorded}"),
    ] {
        assert!(metrics.contains(&format!("\n{line}")), "{line}: {metrics}");
    }
    server.kill()?;
    let server = Served::start(folder.path(), &[])?;
    let mut ledger = LedgerServiceClient::new(server.connect().await?);
    for (request, acknowledged) in requests {
        let again = ledger.record(request).await?.into_inner();
        assert!(again.repeated_request || !acknowledged, "acknowledged before, and recorded only now");
    }
    Ok(())
}

/// What is answered at an address of the server.
fn said_at(server: &str, path: &str) -> Result<String, Failure> {
    let mut stream = std::net::TcpStream::connect(server.trim_start_matches("http://"))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut said = String::new();
    stream.read_to_string(&mut said)?;
    Ok(said)
}

/// The file system has no room left (a limit on the size of any file): what is acknowledged is there, what is not is refused, and with
/// room again everything goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing_that_was_acknowledged() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    founded(folder.path()).await?;
    let known = Shared::default();
    let bytes = largest_file(&folder.path().join("store"))? + 30_000;
    let limit: Vec<String> = ["prlimit", &format!("--fsize={bytes}")].map(str::to_owned).to_vec();
    if let Ok(server) = Served::start(folder.path(), &limit) {
        let channel = server.connect().await?;
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                tokio::spawn(record_until_cut(channel.clone(), ARRANGEMENT, known.clone(), 0, client))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(400)).await;
        server.kill()?;
        for client in clients {
            client.await?;
        }
    }
    let server = Served::start(folder.path(), &[])?;
    let channel = server.connect().await?;
    let (unheard, heard) = with(&known, |known| (known.unheard.len(), known.acknowledged.len()));
    send_again(&channel, &known).await?;
    let acknowledged = with(&known, |known| known.acknowledged.clone());
    compare(&entries(&channel, ARRANGEMENT).await?, &acknowledged, 0)?;
    check_log(&channel, ARRANGEMENT, folder.path(), None, 0).await?;
    println!("room for {bytes} bytes in a file: {heard} acknowledged, {unheard} not");
    Ok(())
}

fn largest_file(folder: &Path) -> Result<u64, Failure> {
    let mut largest = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let size =
            if entry.file_type()?.is_dir() { largest_file(&entry.path())? } else { entry.metadata()?.len() };
        largest = largest.max(size);
    }
    Ok(largest)
}

/// An older copy of the data folder put back. The server cannot know that there was more: it starts. Whoever kept the newer checkpoint
/// sees it at once: the stand is older than the kept one, and once the log has grown past it, the two contradict each other.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_put_back_is_seen_by_whoever_kept_the_newer_checkpoint() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let (data, copy) = (folder.path().join("data"), folder.path().join("copy"));
    founded(&data).await?;
    let copied = std::process::Command::new("cp").args(["-a"]).args([&data, &copy]).status()?;
    assert!(copied.success());
    let known = Shared::default();
    record_some(&data, &known, 3).await?;
    let server = Served::start(&data, &[])?;
    let note = check_log(&server.connect().await?, ARRANGEMENT, folder.path(), None, 0).await?;
    server.stop()?;
    let kept = folder.path().join("kept-by-the-auditor");
    std::fs::write(&kept, note)?;

    for (more, expected, answer) in [(0, 2, "older-than-kept"), (9, 1, "split-view")] {
        record_some(&copy, &Shared::default(), more).await?;
        let server = Served::start(&copy, &[])?;
        let bundle = folder.path().join("old.zip");
        openboek_tests::program::export_bundle(
            server.connect().await?,
            ARRANGEMENT,
            MUNICIPALITY,
            None,
            &bundle,
        )
        .await?;
        let words = [bundle.to_str().ok_or("path")?, "--previous", kept.to_str().ok_or("path")?];
        let (status, said) = openboek_tests::program::verify(&words)?;
        assert!(status == expected && said.contains(answer), "after {more} more: {status} {said}");
        server.stop()?;
    }
    Ok(())
}

async fn record_some(data: &Path, known: &Shared, count: usize) -> Result<(), Failure> {
    let server = Served::start(data, &[])?;
    let mut ledger = LedgerServiceClient::new(server.connect().await?);
    for number in 0..count {
        let promise = say::commitment(MUNICIPALITY, &format!("N{number}"), "Wij zorgen voor een plan.");
        let mut request = say::command(ARRANGEMENT, vec![promise]);
        request.wait_for = openboek_wire::v1::WaitFor::Published.into();
        let key = request.request_id.clone();
        let answer = ledger.record(request).await?.into_inner();
        with(known, |known| known.acknowledged.insert(key, answer));
    }
    server.stop()?;
    Ok(())
}
