//! A trace of system calls: between the write of a statement into the store's journal and the bytes of its answer lies an `fdatasync` of
//! that file, for every statement; and many statements share one.

use std::collections::BTreeMap;
use std::path::Path;

use openboek_tests::program::{Failure, Served};
use openboek_tests::say;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;

const ARRANGEMENT: &str = "drechtsteden";
const MUNICIPALITY: &str = "GM0505";

/// A system call with its begin and end, in microseconds.
struct Call {
    begin: u64,
    end: u64,
    what: What,
}

enum What {
    /// A write into the journal; its text.
    Write(String),
    /// A sync of the journal that succeeded.
    Sync,
    /// A write into a socket; its text.
    Answer(String),
}

/// One client and 64: (statements, syncs) are told, the order is asserted.
#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_synced_between_its_write_and_its_answer() -> Result<(), Failure> {
    for (clients, each) in [(1, 20), (64, 8)] {
        let folder = tempfile::tempdir()?;
        let trace = folder.path().join("trace");
        std::fs::create_dir(&trace)?;
        let requests = record_under_trace(&folder.path().join("data"), &trace, clients, each).await?;
        let calls = read_trace(&trace)?;
        let syncs = calls.iter().filter(|call| matches!(call.what, What::Sync)).count();
        for request in &requests {
            check_order(&calls, request)?;
        }
        println!("{clients} client(s): {} statements, {syncs} syncs", requests.len());
        if clients == 64 {
            assert!(
                syncs * 3 < requests.len(),
                "{syncs} syncs for {} statements: no group commit",
                requests.len()
            );
        }
    }
    Ok(())
}

/// Records `each` statements with each of `clients` clients; gives the request ids.
async fn record_under_trace(
    data: &Path,
    trace: &Path,
    clients: usize,
    each: usize,
) -> Result<Vec<String>, Failure> {
    let output = trace.join("t").display().to_string();
    let calls = "pwrite64,write,writev,sendto,sendmsg,fdatasync,fsync";
    let strace: Vec<String> = [
        "strace",
        "-ff",
        "-yy",
        "-ttt",
        "-T",
        "-s",
        "1000000",
        "-e",
        &format!("trace={calls}"),
        "-o",
        &output,
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    let server = Served::start(data, &strace)?;
    let channel = server.connect().await?;
    ArrangementServiceClient::new(channel.clone())
        .create_arrangement(say::founding(ARRANGEMENT, &[MUNICIPALITY]))
        .await?;
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let mut ledger = LedgerServiceClient::new(channel.clone());
            tokio::spawn(async move {
                let mut requests = Vec::new();
                for number in 0..each {
                    let statement =
                        say::commitment(MUNICIPALITY, &format!("c{client}-{number}"), "Wij zorgen.");
                    let command = say::command(ARRANGEMENT, vec![statement]);
                    requests.push(command.request_id.clone());
                    ledger.record(command).await?;
                }
                Ok::<_, tonic::Status>(requests)
            })
        })
        .collect();
    let mut requests = Vec::new();
    for task in tasks {
        requests.extend(task.await??);
    }
    server.kill()?;
    Ok(requests)
}

/// All calls of all threads.
fn read_trace(folder: &Path) -> Result<Vec<Call>, Failure> {
    let mut calls = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let text = String::from_utf8_lossy(&std::fs::read(file?.path())?).into_owned();
        calls.extend(text.lines().filter_map(read_call));
    }
    if calls.is_empty() {
        return Err("strace wrote no calls".into());
    }
    Ok(calls)
}

/// One line: `1795362077.226811 fdatasync(9</…/db>) = 0 <0.000613>`.
fn read_call(line: &str) -> Option<Call> {
    let (begin, rest) = line.split_once(' ')?;
    let begin = micros(begin)?;
    let (rest, took) = rest.rsplit_once('<')?;
    let end = begin + micros(took.strip_suffix('>')?)?;
    let (call, result) = rest.rsplit_once(") = ")?;
    let (name, arguments) = call.split_once('(')?;
    let into = arguments.split([',', ')']).next()?;
    let journal = into.contains("/journal-");
    let what = match name {
        "fdatasync" | "fsync" if journal && result.trim() == "0" => What::Sync,
        "pwrite64" | "write" if journal => What::Write(arguments.to_owned()),
        "write" | "writev" | "sendto" | "sendmsg" if into.contains("TCP") => {
            What::Answer(arguments.to_owned())
        }
        _ => return None,
    };
    Some(Call { begin, end, what })
}

fn micros(seconds: &str) -> Option<u64> {
    let (whole, part) = seconds.split_once('.')?;
    Some(whole.parse::<u64>().ok()? * 1_000_000 + part.parse::<u64>().ok()?)
}

/// The statement of a request: written, then synced, then answered.
fn check_order(calls: &[Call], request: &str) -> Result<(), Failure> {
    let named = |text: &str| text.contains(request);
    let written =
        calls.iter().filter(|c| matches!(&c.what, What::Write(text) if named(text))).map(|c| c.end).min();
    let answered =
        calls.iter().filter(|c| matches!(&c.what, What::Answer(text) if named(text))).map(|c| c.begin).min();
    let (Some(written), Some(answered)) = (written, answered) else {
        let seen: BTreeMap<&str, usize> = calls.iter().fold(BTreeMap::new(), |mut seen, call| {
            *seen
                .entry(match call.what {
                    What::Write(_) => "write",
                    What::Sync => "sync",
                    What::Answer(_) => "answer",
                })
                .or_default() += 1;
            seen
        });
        return Err(format!(
            "request {request}: written {written:?}, answered {answered:?}; calls seen {seen:?}"
        )
        .into());
    };
    let synced =
        calls.iter().any(|c| matches!(c.what, What::Sync) && c.begin >= written && c.end <= answered);
    if synced { Ok(()) } else { Err(format!("request {request} was answered before it was synced").into()) }
}
