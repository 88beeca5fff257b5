//! Webhooks against a real receiver: what comes, in what order, how it is signed, and what happens when it is not taken.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop a test that cannot go on")]

mod common;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::{config, connect, found, get, ledger, promise};
use openboek_server::webhooks::{Patience, Receiver, Secrets, Target, Webhooks};
use openboek_server::{Config, Running, Server, StoreChoice};
use sha2::{Digest as _, Sha256};
use tonic::transport::Channel;

const KEY: [u8; 32] = [0x5a; 32];

/// What a receiver got.
#[derive(Clone, Debug)]
struct Got {
    headers: HeaderMap,
    uri: Uri,
    body: Bytes,
    at: Instant,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn position(&self) -> u64 {
        self.json()["sequence"].as_str().unwrap().parse().unwrap()
    }
}

/// Answers to give, in order: status, and seconds for `retry-after`; then 204.
type Script = VecDeque<(u16, Option<u64>)>;

/// A receiver: what it got, and how it will answer.
#[derive(Clone, Default)]
struct Inbox {
    got: Arc<Mutex<Vec<Got>>>,
    script: Arc<Mutex<Script>>,
}

impl Inbox {
    fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    fn positions(&self) -> Vec<u64> {
        self.got().iter().map(Got::position).collect()
    }

    fn answers(&self, script: impl IntoIterator<Item = (u16, Option<u64>)>) {
        *self.script.lock().unwrap() = script.into_iter().collect();
    }

    /// Waits until so many came, and a moment longer for those that should not.
    async fn wait(&self, count: usize) -> Vec<Got> {
        for _ in 0..400 {
            if self.got().len() >= count {
                tokio::time::sleep(Duration::from_millis(100)).await;
                return self.got();
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("{count} did not come, but {:?}", self.positions());
    }
}

async fn receive(
    State(inbox): State<Inbox>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, HeaderMap) {
    inbox.got.lock().unwrap().push(Got { headers, uri, body, at: Instant::now() });
    let (status, after) = inbox.script.lock().unwrap().pop_front().unwrap_or((204, None));
    let mut answer = HeaderMap::new();
    answer.extend(after.map(|seconds| (axum::http::header::RETRY_AFTER, seconds.into())));
    (StatusCode::from_u16(status).unwrap(), answer)
}

/// Listens, until the test ends.
async fn inbox() -> (Inbox, SocketAddr) {
    let inbox = Inbox::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(receive).with_state(inbox.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (inbox, address)
}

fn patience() -> Patience {
    Patience {
        attempt: Duration::from_secs(5),
        first: Duration::from_millis(20),
        longest: Duration::from_millis(100),
        attempts: 1_000,
        ..Patience::default()
    }
}

fn receiver(address: SocketAddr) -> Receiver {
    Receiver {
        name: "zaken".to_owned(),
        target: Target::parse(&format!("http://{address}/in?bron=boek")).unwrap(),
        secrets: Secrets::read(&format!("whsec_{}", STANDARD.encode(KEY))).unwrap(),
        arrangements: Vec::new(),
        municipalities: Vec::new(),
        kinds: Vec::new(),
        from_first: true,
    }
}

/// A server over a folder, which may be there from before.
async fn serve(folder: &Path, receiver: Receiver, patience: Patience) -> (Running, Channel) {
    let webhooks = Webhooks { receivers: vec![receiver], folder: folder.join("webhooks"), patience };
    let config = Config {
        store: StoreChoice::Sled(folder.join("data")),
        public_url: Some("https://openboek.example.nl".to_owned()),
        webhooks: Some(webhooks),
        metrics: Some("127.0.0.1:0".parse().unwrap()),
        ..config()
    };
    let server = Server::start(config).await.unwrap();
    let channel = connect(server.grpc_addr()).await;
    (server, channel)
}

fn kept(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("webhooks/zaken/delta.position")).unwrap_or_default()
}

/// HMAC as RFC 2104 writes it down: no code is shared with the sender.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let pad = |with: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ with).collect() };
    let inner = Sha256::digest([pad(0x36), message.to_vec()].concat());
    Sha256::digest([pad(0x5c), inner.to_vec()].concat()).to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_event_comes_once_in_order_and_signed() {
    let (folder, (inbox, address)) = (tempfile::tempdir().unwrap(), inbox().await);
    let (server, channel) = serve(folder.path(), receiver(address), patience()).await;
    found(&channel).await;
    for number in 1..=5 {
        ledger(&channel).record(promise("GM0505", number)).await.unwrap();
    }
    let got = inbox.wait(6).await;
    assert_eq!(got.len(), 6, "{:?}", inbox.positions());
    assert!(inbox.positions().is_sorted_by(|a, b| a < b), "{:?}", inbox.positions());
    for one in &got {
        let event = one.json();
        assert_eq!(one.header("content-type"), "application/cloudevents+json; charset=utf-8");
        assert_eq!(
            (one.header("host"), one.uri.to_string().as_str()),
            (address.to_string().as_str(), "/in?bron=boek")
        );
        assert_eq!(
            (&event["specversion"], &event["source"]),
            (&"1.0".into(), &"//ledger.example.nl/delta".into())
        );
        let read =
            format!("https://openboek.example.nl/api/v1/arrangements/delta/entries/{}", one.position());
        assert_eq!(event["dataref"], read.as_str());
        assert_eq!(one.header("webhook-id"), event["id"]);
        let seconds: i64 = one.header("webhook-timestamp").parse().unwrap();
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        assert!((i64::try_from(now).unwrap() - seconds).abs() < 60, "{seconds}");
        let signed =
            [format!("{}.{seconds}.", one.header("webhook-id")).into_bytes(), one.body.to_vec()].concat();
        assert_eq!(one.header("webhook-signature"), format!("v1,{}", STANDARD.encode(hmac(&KEY, &signed))));
    }
    let next = kept(folder.path());
    server.shutdown().await.unwrap();
    // Behind the last event come seals, which nobody is told of.
    let next: u64 = if next.is_empty() { kept(folder.path()) } else { next }.trim().parse().unwrap();
    assert!(next > got[5].position(), "{next}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_taken_comes_again_and_nothing_overtakes_it() {
    let (folder, (inbox, address)) = (tempfile::tempdir().unwrap(), inbox().await);
    inbox.answers([(500, None), (302, None), (503, Some(1)), (400, None)]);
    let (server, channel) = serve(folder.path(), receiver(address), patience()).await;
    found(&channel).await;
    ledger(&channel).record(promise("GM0505", 1)).await.unwrap();
    let got = inbox.wait(6).await;
    let positions = inbox.positions();
    assert_eq!(positions[..5], [positions[0]; 5], "{positions:?}");
    assert!(positions[5] > positions[0] && got.len() == 6, "{positions:?}");
    assert!(
        got[..5]
            .iter()
            .all(|one| one.body == got[0].body && one.header("webhook-id") == got[0].header("webhook-id"))
    );
    assert!(
        got[3].at - got[2].at >= Duration::from_secs(1),
        "it asked for a second: {:?}",
        got[3].at - got[2].at
    );
    assert!(got[1].at - got[0].at >= Duration::from_millis(10), "a pause");
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_it_goes_on_where_it_was_and_a_lower_position_sends_again() {
    let (folder, (inbox, address)) = (tempfile::tempdir().unwrap(), inbox().await);
    let (server, channel) = serve(folder.path(), receiver(address), patience()).await;
    found(&channel).await;
    ledger(&channel).record(promise("GM0505", 1)).await.unwrap();
    inbox.wait(2).await;
    server.shutdown().await.unwrap();
    let (server, channel) = serve(folder.path(), receiver(address), patience()).await;
    ledger(&channel).record(promise("GM0505", 2)).await.unwrap();
    assert_eq!(inbox.wait(3).await.len(), 3, "nothing twice: {:?}", inbox.positions());
    // While it was not reached, it stays where it is.
    inbox.answers(std::iter::repeat_n((500, None), 1_000));
    ledger(&channel).record(promise("GM0505", 3)).await.unwrap();
    inbox.wait(5).await;
    server.shutdown().await.unwrap();
    inbox.answers([]);
    let before = inbox.got().len();
    let (server, _) = serve(folder.path(), receiver(address), patience()).await;
    let got = inbox.wait(before + 1).await;
    assert_eq!(got.len(), before + 1, "{:?}", inbox.positions());
    server.shutdown().await.unwrap();
    // The operator sets it back.
    std::fs::write(folder.path().join("webhooks/zaken/delta.position"), "0\n").unwrap();
    let before = inbox.got().len();
    let (server, _) = serve(folder.path(), receiver(address), patience()).await;
    inbox.wait(before + 4).await;
    let again = inbox.positions()[before..].to_vec();
    assert!(again.len() == 4 && again.is_sorted(), "{again:?}");
    server.shutdown().await.unwrap();
    // What was received is behind it, also when it stops before it has told of all that it read.
    std::fs::write(folder.path().join("webhooks/zaken/delta.position"), "0\n").unwrap();
    inbox.answers(std::iter::once((204, None)).chain(std::iter::repeat_n((500, None), 1_000)));
    let before = inbox.got().len();
    let (server, _) = serve(folder.path(), receiver(address), patience()).await;
    inbox.wait(before + 3).await;
    server.shutdown().await.unwrap();
    inbox.answers([]);
    let before = inbox.got().len();
    let (server, _) = serve(folder.path(), receiver(address), patience()).await;
    inbox.wait(before + 3).await;
    assert_eq!(inbox.positions()[before..], again[1..]);
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_is_never_taken_becomes_a_dead_letter_and_the_next_one_comes() {
    let (folder, (inbox, address)) = (tempfile::tempdir().unwrap(), inbox().await);
    inbox.answers([(500, None), (500, None), (422, None)]);
    let patience = Patience { attempts: 3, span: Duration::ZERO, ..patience() };
    let (server, channel) = serve(folder.path(), receiver(address), patience).await;
    found(&channel).await;
    ledger(&channel).record(promise("GM0505", 1)).await.unwrap();
    let got = inbox.wait(4).await;
    let dead = std::fs::read_to_string(folder.path().join("webhooks/zaken/delta.dead")).unwrap();
    let letter: serde_json::Value = serde_json::from_str(dead.trim()).unwrap();
    assert_eq!(letter["position"], got[0].position());
    assert_eq!((&letter["id"], &letter["attempts"]), (&got[0].json()["id"], &3.into()));
    assert!(letter["error"].as_str().unwrap().contains("422"), "{letter}");
    assert!(got[3].position() > got[0].position());
    let metrics = get(server.metrics_addr().unwrap(), "/metrics").await.text();
    for line in [
        "openboek_webhook_dead_letters{receiver=\"zaken\",arrangement=\"delta\"} 1\n".to_owned(),
        "openboek_webhook_failures{receiver=\"zaken\",arrangement=\"delta\"} 0\n".to_owned(),
        "openboek_webhook_gone{receiver=\"zaken\",arrangement=\"delta\"} 0\n".to_owned(),
        "openboek_webhook_next{receiver=\"zaken\",arrangement=\"delta\"} ".to_owned(),
    ] {
        assert!(metrics.contains(&line), "{line} is not in\n{metrics}");
    }
    server.shutdown().await.unwrap();
    assert!(kept(folder.path()).trim().parse::<u64>().unwrap() > got[3].position());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_is_gone_is_left_alone() {
    let (folder, (inbox, address)) = (tempfile::tempdir().unwrap(), inbox().await);
    inbox.answers([(204, None), (410, None)]);
    let (server, channel) = serve(folder.path(), receiver(address), patience()).await;
    found(&channel).await;
    for number in 1..=3 {
        ledger(&channel).record(promise("GM0505", number)).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(inbox.wait(2).await.len(), 2, "{:?}", inbox.positions());
    server.shutdown().await.unwrap();
    let next: u64 = kept(folder.path()).trim().parse().unwrap();
    assert!(next <= inbox.positions()[1], "what it did not take is not behind it: {next}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_hears_what_it_asked_for_from_when_it_asked() {
    let (folder, (inbox, address)) = (tempfile::tempdir().unwrap(), inbox().await);
    let mut wanted = receiver(address);
    wanted.municipalities = vec!["GM0482".to_owned()];
    wanted.kinds = vec!["commitment-made".to_owned()];
    wanted.arrangements = vec!["delta".to_owned(), "later".to_owned()];
    let (server, channel) = serve(folder.path(), wanted.clone(), patience()).await;
    found(&channel).await;
    for (municipality, number) in [("GM0505", 1), ("GM0482", 2), ("GM0505", 3), ("GM0482", 4)] {
        ledger(&channel).record(promise(municipality, number)).await.unwrap();
    }
    let subjects: Vec<_> = inbox.wait(2).await.iter().map(|one| one.json()["subject"].clone()).collect();
    assert_eq!(subjects, ["commitment/T2", "commitment/T4"]);
    server.shutdown().await.unwrap();
    // Another, new one hears nothing of what was before.
    let other =
        Receiver { name: "nieuw".to_owned(), from_first: false, municipalities: Vec::new(), ..wanted };
    let (server, channel) = serve(folder.path(), other, patience()).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    ledger(&channel).record(promise("GM0505", 5)).await.unwrap();
    assert_eq!(inbox.wait(3).await[2].json()["subject"], "commitment/T5");
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_does_not_answer_is_in_nobodys_way() {
    let folder = tempfile::tempdir().unwrap();
    // It takes connections and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap();
    let held = tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((socket, _)) = silent.accept().await {
            held.push(socket);
        }
    });
    let patience = Patience { attempt: Duration::from_secs(600), ..patience() };
    let (server, channel) = serve(folder.path(), receiver(address), patience).await;
    found(&channel).await;
    let begun = Instant::now();
    for number in 1..=10 {
        ledger(&channel).record(promise("GM0505", number)).await.unwrap();
    }
    // Each waits for its seal, at most a quarter of a second; an attempt would take ten minutes.
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    let begun = Instant::now();
    server.shutdown().await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5), "nor when the server stops: {:?}", begun.elapsed());
    held.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_that_cannot_be_read_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("webhooks/zaken")).unwrap();
    std::fs::write(folder.path().join("webhooks/zaken/delta.position"), "twaalf\n").unwrap();
    let webhooks = Webhooks {
        receivers: vec![receiver("127.0.0.1:9".parse().unwrap())],
        folder: folder.path().join("webhooks"),
        patience: patience(),
    };
    let with = |public_url: Option<&str>| Config {
        webhooks: Some(webhooks.clone()),
        public_url: public_url.map(str::to_owned),
        ..config()
    };
    let Err(error) = Server::start(with(Some("https://openboek.example.nl"))).await else {
        panic!("it started")
    };
    assert_eq!(error.code(), "webhooks-failed");
    assert!(error.dutch().contains("delta.position"), "{}", error.dutch());
    let Err(error) = Server::start(with(None)).await else { panic!("it started") };
    assert_eq!(error.code(), "no-public-url");
    assert!(!format!("{webhooks:?}").contains("Wlpa"), "no secret is shown");
}
