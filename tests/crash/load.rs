//! Four times the load that the machine can take, with rude peers among the honest callers: nothing acknowledged is lost, memory is bounded, who
//! does not fit is told when to come back, and soon after the load is gone everything is as before.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use openboek_tests::program::{Failure, Served, export_bundle, verify};
use openboek_tests::{rude, say};
use openboek_wire::v1;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use tokio::task::JoinHandle;
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::kill::{ARRANGEMENT, each_entry, request_of};

/// The promises are of the first; the bundle that is verified is of the second, and holds what all share.
const MEMBERS: [&str; 2] = ["GM0505", "GM0523"];
/// Honest callers, each with a connection, and how many calls each has under way at most: together more than the server works on at once.
const CALLERS: usize = 32;
const UNDER_WAY: usize = 128;
/// How many without pressure: enough to keep the server busy.
const UNPRESSED: usize = 8;
/// How many times what was measured is offered.
const TIMES: u32 = 4;
/// Memory: what a server may use that holds nothing, and for each statement that it holds.
const MEMORY_AT_REST: u64 = 768 << 20;
const MEMORY_PER_STATEMENT: u64 = 2 << 10;
const RECOVERY: Duration = Duration::from_secs(10);

fn span() -> Duration {
    let seconds = std::env::var("OPENBOEK_LOAD_SECONDS").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(seconds.unwrap_or(3))
}

/// What came of the commands of one caller, or of all.
#[derive(Default)]
struct Outcomes {
    /// By request: the position that was acknowledged.
    acknowledged: HashMap<String, u64>,
    /// Told to come back, with a time.
    turned_away: u64,
    /// Ends that leave the outcome open.
    unheard: u64,
    /// Anything else: there must be none.
    wrong: BTreeMap<String, u64>,
}

impl Outcomes {
    fn note(&mut self, request: String, answer: Result<v1::RecordResponse, Status>) {
        match answer {
            Ok(answer) => {
                let index = answer.entries.first().map_or(u64::MAX, |entry| entry.index);
                self.acknowledged.insert(request, index);
            }
            Err(status) => match status.code() {
                Code::ResourceExhausted if status.get_details_retry_info().is_some() => self.turned_away += 1,
                Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => self.unheard += 1,
                _ => *self.wrong.entry(status.to_string()).or_default() += 1,
            },
        }
    }

    fn add(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
        self.turned_away += other.turned_away;
        self.unheard += other.unheard;
        for (what, count) in other.wrong {
            *self.wrong.entry(what).or_default() += count;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn under_four_times_the_load_nothing_acknowledged_is_lost() -> Result<(), Failure> {
    let (folder, span) = (tempfile::tempdir()?, span());
    // On one processor: on all of them it would keep up with any load that the callers on the same machine can make.
    let server = Served::start(folder.path(), &["taskset", "-c", "0"].map(str::to_owned))?;
    let channel = server.connect().await?;
    let founding = say::founding(ARRANGEMENT, &MEMBERS);
    ArrangementServiceClient::new(channel.clone()).create_arrangement(founding).await?;

    let before = (span / 4).clamp(Duration::from_secs(1), Duration::from_secs(10));
    let mut all = load(&server, before, UNPRESSED, None).await?;
    let per_second = u32::try_from(all.acknowledged.len())? * 1_000 / u32::try_from(before.as_millis())?;

    let stop = Arc::new(AtomicBool::new(false));
    let rude = be_rude(&server, &stop)?;
    let memory = watch_memory(server.pid(), &stop);
    let offered =
        Offered { each: Duration::from_secs(1) * u32::try_from(CALLERS)? / (per_second * TIMES).max(1) };
    all.add(load(&server, span, UNDER_WAY, Some(offered)).await?);
    stop.store(true, Ordering::SeqCst);

    let recovery = recovered(&server).await?;
    let peak = memory.await?;
    let turns = rude.await?;
    let found = requests(&channel).await?;
    println!(
        "{per_second} commands a second without pressure; {TIMES} times as many offered for {} s: {} acknowledged, {} told to come \
         back, {} without an answer; {turns} turns of rude peers; at most {} MiB; recovered after {} ms",
        span.as_secs(),
        all.acknowledged.len(),
        all.turned_away,
        all.unheard,
        peak >> 20,
        recovery.as_millis()
    );
    assert_eq!(all.wrong, BTreeMap::new(), "answers that nobody should get");
    assert!(all.turned_away > 0, "nobody was turned away: this run shows nothing");
    compare(&all, &found);
    assert!(peak < MEMORY_AT_REST + MEMORY_PER_STATEMENT * found.len() as u64, "{} MiB", peak >> 20);
    assert!(recovery < RECOVERY, "recovered only after {recovery:?}");
    let bundle = folder.path().join("bundle.zip");
    export_bundle(channel, ARRANGEMENT, MEMBERS[1], None, &bundle).await?;
    let (status, said) = verify(&[bundle.to_str().ok_or("path")?])?;
    assert_eq!(status, 0, "the auditor says {said}");
    Ok(())
}

/// How often a caller sends, whether or not there were answers.
#[derive(Clone, Copy)]
struct Offered {
    each: Duration,
}

/// All callers for a while. Without `offered` each sends when its answer is there.
async fn load(
    server: &Served,
    span: Duration,
    under_way: usize,
    offered: Option<Offered>,
) -> Result<Outcomes, Failure> {
    let mut callers = Vec::new();
    for _ in 0..CALLERS {
        callers.push(tokio::spawn(caller(server.connect().await?, span, under_way, offered)));
    }
    let mut all = Outcomes::default();
    for caller in callers {
        all.add(caller.await??);
    }
    Ok(all)
}

async fn caller(
    channel: Channel,
    span: Duration,
    under_way: usize,
    offered: Option<Offered>,
) -> Result<Outcomes, Failure> {
    let (begin, mut outcomes) = (Instant::now(), Outcomes::default());
    let mut calls = tokio::task::JoinSet::new();
    let mut next = begin;
    while begin.elapsed() < span {
        if let Some(offered) = offered {
            tokio::time::sleep_until(next.into()).await;
            next += offered.each;
        }
        while let Some(done) =
            if calls.len() < under_way { calls.try_join_next() } else { calls.join_next().await }
        {
            let (request, answer) = done?;
            outcomes.note(request, answer);
        }
        let id = uuid::Uuid::new_v4().simple().to_string();
        let command =
            say::command(ARRANGEMENT, vec![say::commitment(MEMBERS[0], &id, "Wij zorgen voor een plan.")]);
        let mut client = LedgerServiceClient::new(channel.clone());
        calls.spawn(async move {
            let request = command.request_id.clone();
            (request, client.record(command).await.map(tonic::Response::into_inner))
        });
    }
    while let Some(done) = calls.join_next().await {
        let (request, answer) = done?;
        outcomes.note(request, answer);
    }
    Ok(outcomes)
}

/// Every kind of rude peer in turn, until told to stop; gives how many turns there were. What they get for it does not matter here.
fn be_rude(server: &Served, stop: &Arc<AtomicBool>) -> Result<JoinHandle<u64>, Failure> {
    let address = |text: &str| text.trim_start_matches("http://").trim_end_matches('/').parse::<SocketAddr>();
    let (grpc, http, stop) = (address(&server.grpc)?, address(&server.http)?, stop.clone());
    Ok(tokio::spawn(async move {
        let (mut turns, mut idle, mut unread, mut silent) = (0, Vec::new(), Vec::new(), Vec::new());
        while !stop.load(Ordering::SeqCst) {
            turns += 1;
            let _ = rude::rapid_resets(grpc, 1_000).await;
            let _ = rude::endless_headers(grpc, 1 << 20).await;
            let _ = rude::large_header(grpc, 200_000).await;
            idle.extend(rude::idle_calls(grpc, 200).await);
            unread.extend(rude::unread_answers(grpc, ARRANGEMENT, 50).await);
            silent.extend(rude::silent(grpc, b"PRI * HTTP/2.0\r\n").await);
            silent.extend(rude::silent(grpc, &[0xff; 512]).await);
            silent.extend(rude::silent(http, b"GET / HTTP/1.1\r\nhost: ").await);
            // The oldest go: some dozens of each stay, together thousands of calls.
            idle.drain(..idle.len().saturating_sub(20));
            unread.drain(..unread.len().saturating_sub(20));
            silent.drain(..silent.len().saturating_sub(100));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        turns
    }))
}

/// The most memory the server was seen to use, in bytes.
fn watch_memory(pid: u32, stop: &Arc<AtomicBool>) -> JoinHandle<u64> {
    let stop = stop.clone();
    tokio::spawn(async move {
        let mut peak = 0;
        while !stop.load(Ordering::SeqCst) {
            let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
            let kib: u64 = line.trim().trim_end_matches(" kB").parse().unwrap_or(0);
            peak = peak.max(kib << 10);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        peak
    })
}

/// How long it takes until an honest command is answered within a second.
async fn recovered(server: &Served) -> Result<Duration, Failure> {
    let begin = Instant::now();
    for number in 0.. {
        let attempt = async {
            let promise =
                say::commitment(MEMBERS[1], &format!("after-{number}"), "Wij zorgen voor een plan.");
            let mut client = LedgerServiceClient::new(server.connect().await?);
            client.record(say::command(ARRANGEMENT, vec![promise])).await?;
            Ok::<(), Failure>(())
        };
        if matches!(tokio::time::timeout(Duration::from_secs(1), attempt).await, Ok(Ok(()))) {
            break;
        }
        if begin.elapsed() > RECOVERY * 6 {
            return Err("the server did not recover".into());
        }
    }
    Ok(begin.elapsed())
}

/// The position of each request in the log, of the requests that stand there; a request that stands there twice stops the test.
async fn requests(channel: &Channel) -> Result<HashMap<String, u64>, Failure> {
    let mut found = HashMap::new();
    each_entry(channel, |index, text| {
        let Some(request) = request_of(&text) else { return Ok(()) };
        match found.insert(request.to_owned(), index) {
            None => Ok(()),
            Some(other) => Err(format!("request {request} stands at {other} and at {index}").into()),
        }
    })
    .await?;
    Ok(found)
}

/// Everything acknowledged stands where it was acknowledged, and nothing stands there that nobody can have sent.
fn compare(all: &Outcomes, found: &HashMap<String, u64>) {
    let lost: Vec<_> = all
        .acknowledged
        .iter()
        .filter(|(request, index)| found.get(*request) != Some(index))
        .take(5)
        .collect();
    assert!(lost.is_empty(), "acknowledged and not there: {lost:?}");
    // The founding, and what was sent afterwards, at most one for each second of recovering.
    let others = found.len() - all.acknowledged.len();
    let most = usize::try_from(all.unheard).unwrap_or(usize::MAX).saturating_add(62);
    assert!(others <= most, "{others} are there that nobody was told of; {} had no answer", all.unheard);
}
