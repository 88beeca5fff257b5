//! The server over PostgreSQL dies at each system call by which an append asks the database, hears from it, or answers who sent the statement. All
//! that an append leaves behind, it leaves by one of these: dying elsewhere is dying before the next of them.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use openboek_store_postgres::cluster::Cluster;
use openboek_tests::program::{Failure, Served};

use crate::inject::strace;
use crate::kill::{Tally, record_until_cut, with};
use crate::postgres::{Log, migrate};

/// The system call, and of which of a thread after the start; the long run takes every one up to `OPENBOEK_INJECT_UNTIL`. The store asks and hears
/// on one thread: some eight of each make one append. A start takes a few more or less each time.
const CALLS: [(&str, &[u64]); 3] =
    [("sendto", &[8, 10, 13, 15]), ("recvfrom", &[9, 12, 15]), ("writev", &[2])];
/// Long enough for any number of appends on a slow machine.
const CUT_MAX: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn a_server_over_postgresql_that_dies_at_any_call_of_an_append_loses_and_doubles_nothing()
-> Result<(), Failure> {
    let until: Option<u64> = std::env::var("OPENBOEK_INJECT_UNTIL").ok().and_then(|text| text.parse().ok());
    let places: Vec<(&str, u64)> = CALLS
        .into_iter()
        .flat_map(|(call, short)| {
            let places = until.map_or_else(|| short.to_vec(), |until| (1..=until).collect());
            places.into_iter().map(move |place| (call, place))
        })
        .collect();
    let (cluster, folder) = (Cluster::start(), tempfile::tempdir()?);
    let (database, keys) = (cluster.database(), folder.path().join("keys"));
    migrate(&database)?;
    let server = Served::start_over(&database, &keys)?;
    let (channel, mut logs) = (server.connect().await?, Vec::new());
    for (call, place) in &places {
        logs.push(Log::found(&channel, format!("{call}-{place}").leak()).await?);
    }
    assert!(server.stop()?.success());

    let before = calls_of_a_start(&database, &keys, &folder.path().join("trace")).await?;
    for (round, ((call, place), log)) in (0..).zip(places.iter().zip(&mut logs)) {
        let first = before.get(*call).copied().unwrap_or_default();
        let faulty = strace(call, "signal=KILL", first + place);
        // It may die at the start: then there is nothing to lose.
        let Ok(server) = Served::start_over_before(&database, &keys, &faulty) else { continue };
        let Ok(channel) = server.connect().await else { continue };
        let recording = record_until_cut(channel, log.name, log.known.clone(), round, 0);
        let cut = tokio::time::timeout(CUT_MAX, recording).await;
        cut.map_err(|_| format!("{call}, call {first} + {place}: the server did not die"))?;
        log.cut = Some(round);
    }

    let (server, mut tally) = (Served::start_over(&database, &keys)?, Tally::new("PostgreSQL, calls", 0));
    let channel = server.connect().await?;
    for log in logs.iter_mut().filter(|log| log.cut.is_some()) {
        let unheard = with(&log.known, |known| known.unheard.len());
        assert_eq!(unheard, 1, "{}: one client waits for one answer", log.name);
        log.examine(&channel, folder.path(), &mut tally).await?;
    }
    tally.tell();
    assert!(tally.unheard > 0, "all died at the start: this run shows nothing");
    let both = tally.unheard_but_recorded > 0 && tally.unheard_but_recorded < tally.unheard;
    assert!(until.is_none() || both, "all died on one side of the COMMIT: this run shows little");
    Ok(())
}

/// How many of each system call the thread that makes most of them has made when the server is up and nobody asked it anything.
async fn calls_of_a_start(
    database: &str,
    keys: &Path,
    trace: &Path,
) -> Result<BTreeMap<String, u64>, Failure> {
    let file = trace.to_str().ok_or("path")?;
    let names = CALLS.map(|(call, _)| call).join(",");
    let words = ["strace", "-f", "-qq", "-o", file, "-e", &format!("trace={names}")].map(str::to_owned);
    let server = Served::start_over_before(database, keys, &words)?;
    server.connect().await?;
    server.kill()?;
    let text = std::fs::read_to_string(trace)?;
    let mut by_thread: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        // Also a call that is told in two lines is begun once.
        let Some((call, _)) = rest.trim_start().split_once('(') else { continue };
        *by_thread.entry((thread, call)).or_default() += 1;
    }
    let mut most = BTreeMap::new();
    for ((_, call), count) in by_thread {
        let largest: &mut u64 = most.entry(call.to_owned()).or_default();
        *largest = count.max(*largest);
    }
    Ok(most)
}
