//! The five cases with a static log beside them; the store lost; everything built again by the command line.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use openboek_engine::{KeyRing, Outside};
use openboek_server::upkeep::examine;
use openboek_server::{Config, Server};
use openboek_store::{Store as _, StoredEntry};
use openboek_store_sled::{SledOptions, SledStore};
use openboek_tests::{program, say};
use openboek_wire::v1;

use crate::fixture::Fixture;
use crate::stores::{read_all, record_cases};

const NAMES: [&str; 4] = ["drechtsteden", "ijsselland", "lochem-zutphen", "stichtse-vecht"];

async fn served(data: &Path, logs: &Path) -> Fixture {
    let store = SledStore::open(&data.join("store"), &SledOptions::default()).unwrap();
    let outside = Outside::new(Arc::new(store), KeyRing::Folder(data.join("keys")));
    let config = Config { static_logs: Some(logs.to_owned()), ..Config::default() };
    Fixture::with(config, outside).await
}

fn openboek(arguments: &[&str]) -> Output {
    Command::new(program::path("openboek").unwrap()).args(arguments).output().unwrap()
}

/// The bundle of each arrangement's region, as a zip: all its proofs.
async fn bundles(fixture: &Fixture) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let mut found = Vec::new();
    for name in NAMES {
        let file = folder.path().join("bundle.zip");
        program::export_bundle(fixture.channel(), name, "region", None, &file).await.unwrap();
        found.push(std::fs::read(&file).unwrap());
    }
    found
}

fn is_klopt(path: &Path) {
    let (status, said) = program::verify(&[path.to_str().unwrap()]).unwrap();
    assert_eq!(status, 0, "{said}");
}

/// Backs up from the running server; `more` entries come in all, unless the folder is new.
async fn backed_up(fixture: &Fixture, to: &Path, more: u64) {
    let (to, server) = (to.display().to_string(), format!("http://{}", fixture.server.grpc_addr()));
    let arguments = ["backup", "--to", &to, "--server", &server, "--json"].map(str::to_owned);
    let output = tokio::task::spawn_blocking(move || openboek(&arguments.each_ref().map(String::as_str)));
    let output = output.await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let new = |log: &serde_json::Value| log["size"].as_u64().unwrap() - log["before"].as_u64().unwrap();
    let sum: u64 = told["copied"].as_array().unwrap().iter().map(new).sum();
    assert!(if more == 0 { sum > 50 } else { sum == more }, "{told}");
    for name in NAMES {
        is_klopt(&Path::new(&to).join(name));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_store_comes_back_from_the_static_log_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let fixture = served(&at("data"), &at("logs")).await;
    record_cases(&fixture).await;
    let (before, proofs) = (read_all(&fixture).await, bundles(&fixture).await);
    fixture.server.shutdown().await.unwrap();
    for name in NAMES {
        is_klopt(&at("logs").join(name));
    }
    let kept = at("kept.checkpoint");
    std::fs::copy(at("logs/drechtsteden/checkpoint"), &kept).unwrap();

    let said = |path: &str| at(path).display().to_string();
    let (logs, new, keys, kept) = (said("logs"), said("new"), said("data/keys"), said("kept.checkpoint"));
    let restore =
        ["restore", "--from-log", &logs, "--data", &new, "--keys", &keys, "--at-least", &kept, "--json"];
    let output = openboek(&restore);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let told = told["restored"].as_array().unwrap();
    assert_eq!(told.iter().map(|log| log["log"].as_str().unwrap()).collect::<Vec<_>>(), NAMES);
    assert!(told.iter().all(|log| log["key_is_back"] == true));
    // What was restored is whole, by its own check and beside the static log.
    let examined = openboek(&["doctor", "--data", &new, "--static-log", &logs]);
    assert!(examined.status.success(), "{}", String::from_utf8_lossy(&examined.stdout));
    assert!(
        String::from_utf8_lossy(&examined.stdout).starts_with("Niets mis: 4 grootboeken"),
        "no finding, not even a note"
    );
    // Never over something.
    let again = openboek(&restore);
    assert_eq!(again.status.code(), Some(1));
    let words = String::from_utf8_lossy(&again.stderr);
    assert!(words.contains("never-overwritten") && words.contains("nieuwe map"), "{words}");

    let fixture = served(&at("new"), &at("logs")).await;
    assert_eq!(read_all(&fixture).await, before);
    assert_eq!(bundles(&fixture).await, proofs);
    // The commands that come again are known; the next one goes behind, and its bundle holds.
    record_cases(&fixture).await;
    assert_eq!(read_all(&fixture).await, before);
    let mut command =
        say::command("drechtsteden", vec![say::commitment("GM0505", "T99", "Wij zorgen voor een plan.")]);
    command.wait_for = v1::WaitFor::Published.into();
    backed_up(&fixture, &at("copy"), 0).await;
    fixture.ledger().record(command).await.unwrap();
    backed_up(&fixture, &at("copy"), 2).await;
    let bundle = at("bundle.zip");
    program::export_bundle(fixture.channel(), "drechtsteden", "GM0505", None, &bundle).await.unwrap();
    is_klopt(&bundle);
    fixture.server.shutdown().await.unwrap();
    is_klopt(&at("logs/drechtsteden"));

    let data = at("data");
    tokio::task::spawn_blocking(move || no_changed_byte_goes_unseen(&data)).await.unwrap();

    // The lost store turns up again: it is behind what was published since, so it does not start.
    let store = SledStore::open(&at("data/store"), &SledOptions::default()).unwrap();
    let outside = Outside::new(Arc::new(store), KeyRing::Folder(at("data/keys")));
    let free = "127.0.0.1:0".parse().unwrap();
    let config = Config { grpc: free, http: free, static_logs: Some(at("logs")), ..Config::default() };
    let refused = Server::start_over(config, outside).await.err().unwrap();
    assert_eq!(refused.code(), "static-log-ahead");
    assert!(refused.dutch().contains("oude kopie"), "{}", refused.dutch());
}

/// What the store of a data folder gives; `None` when it cannot be read.
fn entries(data: &Path) -> Option<Vec<Vec<StoredEntry>>> {
    let store = SledStore::open(&data.join("store"), &SledOptions::default()).ok()?;
    let logs = store.logs().ok()?;
    let read = |(log, _): &(openboek_store::LogName, _)| store.entries(log, 0, 10_000, usize::MAX).ok();
    logs.iter().map(read).collect()
}

fn files_below(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

/// A byte of each file of a data folder is changed, in some places, each time in a copy: found and told, or proved to be of no matter.
fn no_changed_byte_goes_unseen(data: &Path) {
    let original = entries(data).unwrap();
    let mut files = Vec::new();
    files_below(data, &mut files);
    files.sort();
    let (mut seen, mut harmless, mut kinds) = (0, 0, std::collections::BTreeSet::new());
    for file in files {
        let below = file.strip_prefix(data).unwrap();
        let used = std::fs::read(&file).unwrap().iter().rposition(|byte| *byte != 0).unwrap_or(0);
        for part in 1..4 {
            let copy = tempfile::tempdir().unwrap();
            let copied =
                std::process::Command::new("cp").args(["-r", "--sparse=always"]).arg(data).arg(copy.path());
            assert!({ copied }.status().unwrap().success());
            let copy = copy.path().join("data");
            let mut bytes = std::fs::read(&file).unwrap();
            let Some(byte) = bytes.get_mut(used * part / 4) else { break };
            *byte ^= 1 << part;
            std::fs::write(copy.join(below), &bytes).unwrap();
            let found = examine(&copy, None, &mut |_, _, _| {}).unwrap();
            if found.findings.is_empty() {
                harmless += 1;
                assert_eq!(entries(&copy).as_ref(), Some(&original), "{} {part}", below.display());
            } else {
                seen += 1;
                kinds.extend(found.findings.iter().map(|one| one.check.as_str()));
            }
        }
    }
    assert!(seen > 10 && kinds.len() > 2, "seen {seen}, harmless {harmless}, {kinds:?}");
    println!("seen {seen}, harmless {harmless}, {kinds:?}");
}
