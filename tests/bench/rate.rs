//! Commands per second: echo, `Record` at 1, 16, 64 and 256 clients, `RecordStream`; all of ours durable before they are answered.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use openboek_server::{Config, Running, Server, StoreChoice};
use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use tokio_stream::StreamExt as _;
use tonic::transport::{Channel, Endpoint};

use crate::{Failure, echo};

/// Commands in flight on one stream.
const STREAM_WINDOW: usize = 256;
/// How often each pair is measured, in short turns: the machine itself is quicker at one moment than at another. The median of the ratios counts.
const ROUNDS: usize = 9;
const ARRANGEMENT: &str = "bench";
const MUNICIPALITIES: [&str; 3] = ["GM0001", "GM0002", "GM0003"];

/// Prints the table; of single commands for the given numbers of clients only, if there are any.
pub(crate) async fn compare(span: Duration, only: &[u64]) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let server = start(folder.path()).await?;
    let (ours, theirs) = (server.grpc_addr(), echo::start().await?);
    found(ours).await?;
    unary(ours, 16, Duration::from_secs(1)).await?; // Warm.
    println!(
        "commands per second, each of about 600 stored bytes; ours durable on sled before they are answered"
    );
    println!("{:>22} {:>10} {:>10} {:>8}   CPU of each, us", "", "echo", "Record", "ratio");
    for clients in [1, 16, 64, 256].into_iter().filter(|n| only.is_empty() || only.contains(n)) {
        let Round { ratio, echo, record } = side_by_side(theirs, ours, clients, span).await?;
        println!(
            "{clients:>14} clients {:>10} {:>10} {:>8}   {:>6} {:>6}",
            echo.per_second,
            record.per_second,
            permille(ratio),
            echo.cpu_micros,
            record.cpu_micros
        );
    }
    if !only.is_empty() {
        return Ok(server.shutdown().await?);
    }
    for streams in [1, 4] {
        let (record, stream) = streams_beside_single(ours, streams, span).await?;
        println!(
            "{streams:>4} x RecordStream      {record:>10} {stream:>10} {:>8} of Record at 64 clients, which is in front",
            permille(stream * 1_000 / record.max(1))
        );
    }
    server.shutdown().await?;
    Ok(())
}

/// Our server over a folder, on ports that are free.
pub(crate) async fn start(folder: &Path) -> Result<Running, Failure> {
    let config = Config {
        grpc: "127.0.0.1:0".parse()?,
        http: "127.0.0.1:0".parse()?,
        store: StoreChoice::Sled(folder.to_path_buf()),
        ..Config::default()
    };
    Ok(Server::start(config).await?)
}

pub(crate) fn permille(ratio: u64) -> String {
    format!("{}.{:03}", ratio / 1_000, ratio % 1_000)
}

/// What was measured of one of the two.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rate {
    pub(crate) per_second: u64,
    /// Processor time for one call, of client and server together: what the ratio would be if no disk had to be waited for.
    cpu_micros: u64,
}

/// Both, one after the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Round {
    /// In thousandths.
    ratio: u64,
    echo: Rate,
    record: Rate,
}

/// Echo and ours in turn; the round with the median ratio.
async fn side_by_side(
    theirs: SocketAddr,
    ours: SocketAddr,
    clients: u64,
    span: Duration,
) -> Result<Round, Failure> {
    let mut rounds = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let echo = unary(theirs, clients, span).await?;
        let record = unary(ours, clients, span).await?;
        rounds.push(Round { ratio: record.per_second * 1_000 / echo.per_second.max(1), echo, record });
    }
    Ok(median(rounds))
}

/// The round in the middle, by what stands first in it.
pub(crate) fn median<T: Ord + Copy>(mut rounds: Vec<T>) -> T {
    rounds.sort_unstable();
    rounds[rounds.len() / 2]
}

/// Single commands of 64 clients and streams in turn; both rates, of the round with the median ratio.
async fn streams_beside_single(
    ours: SocketAddr,
    streams: usize,
    span: Duration,
) -> Result<(u64, u64), Failure> {
    let mut rounds = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let record = unary(ours, 64, span).await?.per_second;
        let stream = streaming(ours, streams, span).await?;
        rounds.push((stream * 1_000 / record.max(1), record, stream));
    }
    let (_, record, stream) = median(rounds);
    Ok((record, stream))
}

/// Processor time this process has used, in microseconds.
fn cpu_micros() -> Result<u64, Failure> {
    let text = std::fs::read_to_string("/proc/self/stat")?;
    // After the name, which may hold anything: field 3 of proc(5) on. 14 and 15 are ticks of a hundredth of a second.
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |field: usize| {
        fields.get(field - 3).ok_or("proc/self/stat is short")?.parse::<u64>().map_err(Failure::from)
    };
    Ok((ticks(14)? + ticks(15)?) * 10_000)
}

pub(crate) async fn connect(address: SocketAddr) -> Result<Channel, Failure> {
    Ok(Endpoint::from_shared(format!("http://{address}"))?.tcp_nodelay(true).connect().await?)
}

async fn found(address: SocketAddr) -> Result<(), Failure> {
    let mut client = ArrangementServiceClient::new(connect(address).await?);
    client.create_arrangement(say::founding(ARRANGEMENT, &MUNICIPALITIES)).await?;
    Ok(())
}

fn command(arrangement: &str, members: &[impl AsRef<str>], number: u64) -> v1::RecordRequest {
    let text = "De raad wil dat het college elk kwartaal laat zien wat er met het geld voor het sociaal domein is gebeurd. ";
    let turn = usize::try_from(number).unwrap_or_default() % members.len().max(1);
    let municipality = members.get(turn).map_or("", AsRef::as_ref);
    let id = uuid::Uuid::new_v4().simple().to_string();
    say::command(arrangement, vec![say::commitment(municipality, &id, text.repeat(4).trim())])
}

/// Clients, each with a connection of its own, that wait for their answer before they send the next command.
async fn unary(address: SocketAddr, clients: u64, span: Duration) -> Result<Rate, Failure> {
    record_on(address, &ARRANGEMENT.into(), &MUNICIPALITIES.map(str::to_owned).into(), clients, span).await
}

/// The same in an arrangement of some name, about each of its members in turn.
pub(crate) async fn record_on(
    address: SocketAddr,
    arrangement: &Arc<str>,
    members: &Arc<[String]>,
    clients: u64,
    span: Duration,
) -> Result<Rate, Failure> {
    let done = Arc::new(AtomicU64::new(0));
    let mut tasks = Vec::new();
    let mut channels = Vec::new();
    for _ in 0..clients {
        channels.push(connect(address).await?);
    }
    let (begin, cpu) = (Instant::now(), cpu_micros()?);
    for channel in channels {
        let (done, arrangement, members) = (done.clone(), arrangement.clone(), members.clone());
        tasks.push(tokio::spawn(async move {
            let mut client = LedgerServiceClient::new(channel);
            while begin.elapsed() < span {
                client.record(command(&arrangement, &members, done.load(Ordering::Relaxed))).await?;
                done.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<(), tonic::Status>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    let done = done.load(Ordering::Relaxed);
    let cpu_micros = (cpu_micros()? - cpu) / done.max(1);
    Ok(Rate { per_second: per_second(done, begin.elapsed())?, cpu_micros })
}

/// Streams with up to [`STREAM_WINDOW`] commands in flight each.
async fn streaming(address: SocketAddr, streams: usize, span: Duration) -> Result<u64, Failure> {
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..streams {
        let channel = connect(address).await?;
        tasks.push(tokio::spawn(one_stream(channel, begin, span)));
    }
    let mut done = 0;
    for task in tasks {
        done += task.await??;
    }
    per_second(done, begin.elapsed())
}

async fn one_stream(channel: Channel, begin: Instant, span: Duration) -> Result<u64, Failure> {
    let (sender, receiver) = tokio::sync::mpsc::channel(STREAM_WINDOW);
    let feed = tokio::spawn(async move {
        let mut number = 0;
        while begin.elapsed() < span {
            let message = v1::RecordStreamRequest {
                command: Some(command(ARRANGEMENT, &MUNICIPALITIES, number)),
                more: false,
            };
            if sender.send(message).await.is_err() {
                break;
            }
            number += 1;
        }
    });
    let mut client = LedgerServiceClient::new(channel);
    let requests = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let mut answers = client.record_stream(requests).await?.into_inner();
    let mut done = 0;
    while let Some(answer) = answers.next().await {
        match answer?.outcome {
            Some(v1::record_stream_response::Outcome::Recorded(_)) => done += 1,
            other => return Err(format!("not recorded: {other:?}").into()),
        }
    }
    feed.await?;
    Ok(done)
}

pub(crate) fn per_second(count: u64, elapsed: Duration) -> Result<u64, Failure> {
    let millis = u64::try_from(elapsed.as_millis())?;
    Ok(count * 1_000 / millis.max(1))
}
