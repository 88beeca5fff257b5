//! Peers that mean harm, or are broken: each is shown out, and honest callers notice nothing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use openboek_server::{Config, Limits};
use openboek_store::MemoryStore;
use openboek_tests::{rude, say};
use tokio::io::AsyncReadExt as _;

use crate::fixture::{Fixture, MEMBERS, REGION, reproducible};

/// Long enough for an honest call on a busy machine, short enough to wait for.
const REQUEST_TIME: Duration = Duration::from_millis(1_500);
/// What no honest call may take, whatever others do.
const PROMPT: Duration = Duration::from_secs(10);

/// A server that works on eight calls at once.
async fn start() -> Fixture {
    let limits = Limits { calls_in_flight: 8, request_time: REQUEST_TIME, ..Limits::default() };
    let config = Config { limits, ..Config::default() };
    let fixture = Fixture::with(config, reproducible(Arc::new(MemoryStore::new()))).await;
    fixture.arrangements().create_arrangement(say::founding(REGION, &MEMBERS)).await.unwrap();
    fixture
}

/// An honest call.
async fn still_answers(fixture: &Fixture, what: &str) {
    let begin = Instant::now();
    let promise = say::commitment(MEMBERS[0], &what.replace(' ', "-"), "Wij zorgen voor een plan.");
    let command = say::command(REGION, vec![promise]);
    fixture.ledger().record(command).await.unwrap_or_else(|status| panic!("{what}: {status}"));
    assert!(begin.elapsed() < PROMPT, "{what}: an honest call took {:?}", begin.elapsed());
}

/// What is sent that is no greeting of HTTP/2, and how soon the connection must end.
#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_speak_http_2_is_shown_out() {
    let fixture = start().await;
    let table: [(&str, &[u8], Duration); 4] = [
        ("HTTP/1.1", b"GET / HTTP/1.1\r\nhost: x\r\n\r\n", REQUEST_TIME / 2),
        ("noise", &[0xff; 4_096], REQUEST_TIME / 2),
        ("half a greeting", b"PRI * HTTP/2.0\r\n", REQUEST_TIME * 4),
        ("nothing", b"", REQUEST_TIME * 4),
    ];
    for (what, bytes, limit) in table {
        let mut socket = rude::silent(fixture.server.grpc_addr(), bytes).await.unwrap();
        // An end or a reset; not silence.
        let end = tokio::time::timeout(limit, socket.read(&mut [0; 64])).await;
        assert!(matches!(end, Ok(Ok(0) | Err(_))), "{what}: {end:?}");
    }
    still_answers(&fixture, "after noise").await;
}

/// Calls that are opened and left alone, a hundred times as many as may be worked on: they keep nobody out, and are answered when their
/// time is over.
#[tokio::test(flavor = "multi_thread")]
async fn idle_calls_keep_nobody_out() {
    let fixture = start().await;
    let mut idle = Vec::new();
    for _ in 0..8 {
        idle.push(rude::idle_calls(fixture.server.grpc_addr(), 100).await.unwrap());
    }
    still_answers(&fixture, "beside 800 idle calls").await;
    let answer = idle[7].answers.swap_remove(99);
    let answer = tokio::time::timeout(REQUEST_TIME * 4, answer).await.expect("no answer in time").unwrap();
    // 4: DEADLINE_EXCEEDED.
    assert_eq!(answer.headers().get("grpc-status").map(|code| code.as_bytes()), Some(&b"4"[..]));
    still_answers(&fixture, "after 800 idle calls").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rapid_resets_end_their_own_connection() {
    let fixture = start().await;
    let mut ended = 0;
    for round in 0..4 {
        ended += usize::from(rude::rapid_resets(fixture.server.grpc_addr(), 20_000).await.unwrap());
        still_answers(&fixture, &format!("after rapid resets {round}")).await;
    }
    assert!(ended > 0, "twenty thousand resets on a connection are taken four times");
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_without_end_are_refused() {
    let fixture = start().await;
    let address = fixture.server.grpc_addr();
    assert!(rude::large_header(address, 200_000).await.unwrap(), "200 kB of one header are taken");
    let limit = 64 << 20;
    let taken = rude::endless_headers(address, limit).await.unwrap();
    assert!(taken < limit, "64 MiB of headers are taken");
    still_answers(&fixture, "after headers without end").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_keeps_only_himself_waiting() {
    let fixture = start().await;
    let mut open = Vec::new();
    for _ in 0..4 {
        let mut peer = rude::unread_answers(fixture.server.grpc_addr(), REGION, 100).await.unwrap();
        // Until each answer has begun, the server works on it, and may rightly tell others to come back.
        let mut begun = Vec::new();
        for answer in peer.answers.drain(..) {
            begun.push(answer.await.unwrap());
        }
        open.push((peer, begun));
    }
    still_answers(&fixture, "beside 400 answers that nobody reads").await;
}
