//! Peers that mean harm, or are broken: each is shown out, and honest callers notice nothing.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use h2::client::{SendRequest, handshake};
use http::Request;
use openboek_server::{Limits, Running};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tonic::codegen::Bytes;
use tonic::transport::Channel;

use crate::common;

const RECORD: &str = "/openboek.v1.LedgerService/Record";
const LIST: &str = "/openboek.v1.AuditService/ListEntries";
/// Long enough for an honest call on a busy machine, short enough to wait for.
const REQUEST_TIME: Duration = Duration::from_millis(1_500);
/// What no honest call may take, whatever others do.
const PROMPT: Duration = Duration::from_secs(10);

async fn start() -> (Running, Channel) {
    let limits = Limits { calls_in_flight: 8, request_time: REQUEST_TIME, ..Limits::default() };
    common::start_with(openboek_server::Config { limits, ..common::config() }).await
}

/// An honest call, on a connection of its own.
async fn still_answers(server: &Running, what: &str) {
    let begin = Instant::now();
    let channel = common::connect(server.grpc_addr()).await;
    let mut client = openboek_wire::v1::audit_service_client::AuditServiceClient::new(channel);
    let request = openboek_wire::v1::ListEntriesRequest {
        arrangement: common::ARRANGEMENT.into(),
        ..Default::default()
    };
    client.list_entries(request).await.unwrap_or_else(|status| panic!("{what}: {status}"));
    assert!(begin.elapsed() < PROMPT, "{what}: an honest call took {:?}", begin.elapsed());
}

/// A connection of HTTP/2 that does what it is told, and the end of it.
async fn raw(address: SocketAddr) -> (SendRequest<Bytes>, tokio::task::JoinHandle<Result<(), h2::Error>>) {
    let socket = TcpStream::connect(address).await.unwrap();
    let (requests, connection) = handshake(socket).await.unwrap();
    (requests, tokio::spawn(connection))
}

fn call(address: SocketAddr, path: &str) -> Request<()> {
    let uri = format!("http://{address}{path}");
    let request = Request::post(uri).header("content-type", "application/grpc").header("te", "trailers");
    request.body(()).unwrap()
}

/// What is sent that is no greeting of HTTP/2, and how soon the connection must end.
#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_speak_http_2_is_shown_out() {
    let (server, _) = start().await;
    let table: [(&str, &[u8], Duration); 4] = [
        ("HTTP/1.1", b"GET / HTTP/1.1\r\nhost: x\r\n\r\n", REQUEST_TIME / 2),
        ("noise", &[0xff; 4_096], REQUEST_TIME / 2),
        ("half a greeting", b"PRI * HTTP/2.0\r\n", REQUEST_TIME * 4),
        ("nothing", b"", REQUEST_TIME * 4),
    ];
    for (what, bytes, limit) in table {
        let mut socket = TcpStream::connect(server.grpc_addr()).await.unwrap();
        socket.write_all(bytes).await.unwrap();
        // An end or a reset; not silence.
        let end = tokio::time::timeout(limit, socket.read(&mut [0; 64])).await;
        assert!(matches!(end, Ok(Ok(0) | Err(_))), "{what}: {end:?}");
    }
    still_answers(&server, "after noise").await;
}

/// Calls that are opened and left alone, many times as many as may be worked on: they keep nobody out, and are answered when their time
/// is over.
#[tokio::test(flavor = "multi_thread")]
async fn idle_calls_keep_nobody_out() {
    let (server, _) = start().await;
    let (mut idle, mut open) = (Vec::new(), Vec::new());
    for _ in 0..8 {
        let (mut requests, connection) = raw(server.grpc_addr()).await;
        for _ in 0..100 {
            requests = requests.ready().await.unwrap();
            idle.push(requests.send_request(call(server.grpc_addr(), RECORD), false).unwrap());
        }
        open.push((requests, connection));
    }
    still_answers(&server, "beside 800 idle calls").await;
    let (answer, _body) = idle.swap_remove(799);
    let answer =
        tokio::time::timeout(REQUEST_TIME * 4, answer).await.expect("an idle call is answered").unwrap();
    // 4: DEADLINE_EXCEEDED.
    assert_eq!(answer.headers().get("grpc-status").map(|code| code.as_bytes()), Some(&b"4"[..]));
    still_answers(&server, "after 800 idle calls").await;
}

/// Streams that are opened and reset at once, over and over ("rapid reset").
#[tokio::test(flavor = "multi_thread")]
async fn rapid_resets_end_their_own_connection() {
    let (server, _) = start().await;
    let mut shown_out = 0;
    for _ in 0..4 {
        let (mut requests, connection) = raw(server.grpc_addr()).await;
        for _ in 0..20_000 {
            if std::future::poll_fn(|task| requests.poll_ready(task)).await.is_err() {
                break;
            }
            let Ok((_answer, mut body)) = requests.send_request(call(server.grpc_addr(), LIST), false) else {
                break;
            };
            body.send_reset(h2::Reason::CANCEL);
        }
        drop(requests);
        shown_out += usize::from(connection.await.is_ok_and(|end| end.is_err()));
        still_answers(&server, "beside rapid resets").await;
    }
    assert!(shown_out > 0, "twenty thousand resets on a connection are taken four times");
}

/// Headers without end: one too large, and a row of CONTINUATION frames that never says it is the last.
#[tokio::test(flavor = "multi_thread")]
async fn headers_without_end_are_refused() {
    let (server, _) = start().await;
    let (requests, _connection) = raw(server.grpc_addr()).await;
    let mut request = call(server.grpc_addr(), LIST);
    request.headers_mut().insert("x-large", "a".repeat(200_000).parse().unwrap());
    let mut requests = requests.ready().await.unwrap();
    let refused = match requests.send_request(request, true) {
        Err(_) => true,
        Ok((answer, _)) => answer.await.map_or(true, |answer| answer.status().as_u16() == 431),
    };
    assert!(refused, "200 kB of headers are taken");

    let mut socket = TcpStream::connect(server.grpc_addr()).await.unwrap();
    socket.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
    // SETTINGS (type 4), then HEADERS (1) of stream 1 without END_HEADERS.
    socket.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]).await.unwrap();
    // CONTINUATION (9), 16,000 bytes of a header that is never used: a literal with a name of one letter.
    let frame = [&[0, 0x3e, 0x80, 9, 0, 0, 0, 0, 1][..], &b"\x00\x01a\x01b".repeat(3_200)].concat();
    let mut sent = 0;
    while sent < 64 << 20 && socket.write_all(&frame).await.is_ok() {
        sent += frame.len();
    }
    assert!(sent < 64 << 20, "64 MiB of headers are taken");
    still_answers(&server, "after headers without end").await;
}

/// Callers who never read their answers.
#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_keeps_only_himself_waiting() {
    let (server, _) = start().await;
    let mut open = Vec::new();
    for _ in 0..4 {
        let socket = TcpStream::connect(server.grpc_addr()).await.unwrap();
        let mut builder = h2::client::Builder::new();
        let (mut requests, connection) = builder.initial_window_size(1).handshake(socket).await.unwrap();
        let connection = tokio::spawn(connection);
        let mut answers = Vec::new();
        for _ in 0..100 {
            requests = requests.ready().await.unwrap();
            let (answer, mut body) = requests.send_request(call(server.grpc_addr(), LIST), false).unwrap();
            // A message of gRPC: not packed, 7 bytes, field 1 is "delta".
            body.send_data(Bytes::from_static(b"\0\0\0\0\x07\x0a\x05delta"), true).unwrap();
            answers.push(answer);
        }
        open.push((requests, connection, answers));
    }
    still_answers(&server, "beside 400 answers that nobody reads").await;
}
