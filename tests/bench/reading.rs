//! The reading room: a paragraph's page beside a bare static page of the same size, and recording while everybody's pages are made.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::header;
use axum::{Router, routing::get};
use openboek_server::Running;
use openboek_tests::say;
use openboek_wire::v1::WaitFor;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::Failure;
use crate::rate::{connect, median, per_second, permille, record_on, start};

const ARRANGEMENT: &str = "leeszaal";
const YEAR: i32 = 2026;
/// Who reads at the same time.
const READERS: usize = 64;
/// Members of the arrangement whose pages are all made.
const MEMBERS: usize = 300;
/// Who asks for those, one page after the other.
const ALL_PAGES_READERS: usize = 4;
const ROUNDS: usize = 9;
/// No two rounds ask for the same.
static FIRST_NUMBER: AtomicU64 = AtomicU64::new(0);
const FIELDS: [&str; 10] = ["6.1", "6.21", "6.3", "6.4", "6.5", "6.60", "6.711", "6.712", "6.713", "6.714"];

/// Prints both tables.
pub(crate) async fn compare(span: Duration) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let server = start(folder.path()).await?;
    found(&server, ARRANGEMENT).await?;
    beside_a_static_page(&server, span).await?;
    while_all_pages_are_made(&server, span).await?;
    server.shutdown().await?;
    Ok(())
}

fn member(number: usize) -> String {
    format!("GM{:04}", number + 1)
}

fn page_of(arrangement: &str, number: usize) -> String {
    format!("/{arrangement}/{}/{YEAR}", member(number))
}

/// An arrangement whose members each have a budget and two amendments.
async fn found(server: &Running, arrangement: &str) -> Result<(), Failure> {
    let channel = connect(server.grpc_addr()).await?;
    let codes: Vec<String> = (0..MEMBERS).map(member).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let founding = say::founding(arrangement, &codes);
    ArrangementServiceClient::new(channel.clone()).create_arrangement(founding).await?;
    let mut ledger = LedgerServiceClient::new(channel);
    for (place, code) in codes.iter().enumerate() {
        let last = place + 1 == codes.len();
        let lines = FIELDS.iter().map(|field| say::line(field, YEAR, 100_000_000)).collect();
        let mut command = say::command(
            arrangement,
            vec![
                say::budget(code, YEAR, lines),
                say::amendment(code, YEAR, 1, "6.1", 100_000_000, 12_345, 100_012_345),
                say::amendment(code, YEAR, 2, "6.3", 100_000_000, -12_345, 99_987_655),
                say::commitment(code, &format!("b-{place}"), "Wij zorgen voor een plan."),
            ],
        );
        command.wait_for = if last { WaitFor::Published } else { WaitFor::Recorded }.into();
        ledger.record(command).await?;
    }
    Ok(())
}

/// What is kept is given at the speed of a file; what is not must be made.
async fn beside_a_static_page(server: &Running, span: Duration) -> Result<(), Failure> {
    let (ours, path) = (server.http_addr(), page_of(ARRANGEMENT, 0));
    let bytes = read(&mut open(ours).await?, &path).await?;
    let theirs = static_page(&bytes).await?;
    println!("\npages per second, {READERS} readers, {} bytes", bytes.len());
    println!("{:>22} {:>12} {:>12} {:>22}", "", "static page", "paragraph", "static / paragraph");
    for (what, made) in [("kept", false), ("made each time", true)] {
        let mut rounds = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            let plain = readers(theirs, &path, false, span).await?;
            let paragraph = readers(ours, &path, made, span).await?;
            rounds.push((plain * 1_000 / paragraph.max(1), plain, paragraph));
        }
        let (ratio, plain, paragraph) = median(rounds);
        println!("{what:>22} {plain:>12} {paragraph:>12} {:>22}", permille(ratio));
    }
    Ok(())
}

/// What was recorded a second in the spans of one ledger, and how many pages were made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Round {
    /// In thousandths.
    ratio: u64,
    alone: u64,
    beside: u64,
    pages: u64,
}

/// Each page anew for each place that the ledger stands at, and that moves on all the time.
async fn while_all_pages_are_made(server: &Running, span: Duration) -> Result<(), Failure> {
    println!(
        "\ncommands per second, alone and while the pages of {MEMBERS} members are made again and again"
    );
    println!(
        "{:>22} {:>10} {:>10} {:>8} {:>18} {:>18}",
        "", "alone", "beside", "ratio", "of the rounds", "pages per second"
    );
    // What is recorded is about all of them in turn, and each round has a ledger of its own: no page grows out of the others.
    let members: Arc<[String]> = (0..MEMBERS).map(member).collect();
    for clients in [1, 16] {
        let mut rounds = Vec::with_capacity(ROUNDS);
        for number in 0..ROUNDS {
            let arrangement: Arc<str> = format!("{ARRANGEMENT}-{clients}-{number}").into();
            found(server, &arrangement).await?;
            rounds.push(round(server, &arrangement, &members, clients, span).await?);
        }
        let among = |ratio: Option<u64>| permille(ratio.unwrap_or_default());
        let ratios = || rounds.iter().map(|round| round.ratio);
        let spread = format!("{} to {}", among(ratios().min()), among(ratios().max()));
        let Round { ratio, alone, beside, pages } = median(rounds);
        println!(
            "{clients:>14} clients {alone:>10} {beside:>10} {:>8} {spread:>18} {pages:>18}",
            permille(ratio)
        );
    }
    Ok(())
}

/// Alone, beside, beside, alone: a machine or a ledger that gets slower with time does so for both.
async fn round(
    server: &Running,
    arrangement: &Arc<str>,
    members: &Arc<[String]>,
    clients: u64,
    span: Duration,
) -> Result<Round, Failure> {
    let mut alone = record_on(server.grpc_addr(), arrangement, members, clients, span).await?.per_second;
    let (mut beside, mut pages) = (0, 0);
    for _ in 0..2 {
        let (stop, made) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let begin = Instant::now();
        let ask =
            |first| all_pages(server.http_addr(), arrangement.clone(), first, stop.clone(), made.clone());
        let asking: Vec<_> = (0..ALL_PAGES_READERS).map(|first| tokio::spawn(ask(first))).collect();
        beside += record_on(server.grpc_addr(), arrangement, members, clients, span).await?.per_second;
        stop.store(true, Ordering::Relaxed);
        for reader in asking {
            reader.await??;
        }
        pages += per_second(made.load(Ordering::Relaxed), begin.elapsed())?;
    }
    alone += record_on(server.grpc_addr(), arrangement, members, clients, span).await?.per_second;
    Ok(Round { ratio: beside * 1_000 / alone.max(1), alone: alone / 2, beside: beside / 2, pages: pages / 2 })
}

async fn all_pages(
    address: SocketAddr,
    arrangement: Arc<str>,
    first: usize,
    stop: Arc<AtomicBool>,
    made: Arc<AtomicU64>,
) -> Result<(), Failure> {
    let mut connection = open(address).await?;
    for number in (0..MEMBERS).cycle().skip(first * MEMBERS / ALL_PAGES_READERS) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        read(&mut connection, &page_of(&arrangement, number)).await?;
        made.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

/// The same bytes from memory, over the same library.
async fn static_page(bytes: &[u8]) -> Result<SocketAddr, Failure> {
    let bytes = Bytes::copy_from_slice(bytes);
    let page = get(move || async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], bytes) });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(page)).await });
    Ok(address)
}

/// Readers who ask again when they have the whole page; `made` gives each request an address of its own, so that nothing kept is of use.
async fn readers(address: SocketAddr, path: &str, made: bool, span: Duration) -> Result<u64, Failure> {
    let number = Arc::new(AtomicU64::new(FIRST_NUMBER.fetch_add(1 << 32, Ordering::Relaxed)));
    let mut connections = Vec::with_capacity(READERS);
    for _ in 0..READERS {
        connections.push(open(address).await?);
    }
    let begin = Instant::now();
    let tasks: Vec<_> = connections
        .into_iter()
        .map(|mut connection| {
            let (path, number) = (path.to_owned(), number.clone());
            tokio::spawn(async move {
                let mut done = 0;
                while begin.elapsed() < span {
                    if made {
                        let number = number.fetch_add(1, Ordering::Relaxed);
                        read(&mut connection, &format!("{path}?n={number}")).await?;
                    } else {
                        read(&mut connection, &path).await?;
                    }
                    done += 1;
                }
                Ok::<u64, Failure>(done)
            })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        done += task.await??;
    }
    per_second(done, begin.elapsed())
}

async fn open(address: SocketAddr) -> Result<BufReader<TcpStream>, Failure> {
    let socket = TcpStream::connect(address).await?;
    socket.set_nodelay(true)?;
    Ok(BufReader::with_capacity(64 * 1024, socket))
}

/// One page over HTTP/1.1, on a connection that stays open.
async fn read(connection: &mut BufReader<TcpStream>, path: &str) -> Result<Vec<u8>, Failure> {
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    connection.get_mut().write_all(request.as_bytes()).await?;
    let (mut line, mut length, mut first, mut refused) = (String::new(), None, true, None);
    loop {
        line.clear();
        connection.read_line(&mut line).await?;
        if first && !line.starts_with("HTTP/1.1 200") {
            refused = Some(line.trim_end().to_owned());
        }
        first = false;
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = Some(value.parse()?)
            }
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length.ok_or("a page without a length")?];
    connection.read_exact(&mut body).await?;
    match refused {
        None => Ok(body),
        Some(status) => Err(format!("{path}: {status}\n{}", String::from_utf8_lossy(&body)).into()),
    }
}
