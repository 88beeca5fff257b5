//! A server over a store in memory, clients to it, and small statements.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use openboek_engine::{KeyRing, ManualClock, Outside};
use openboek_server::{Config, Running, Server};
use openboek_store::{MemoryStore, Store};
use openboek_wire::v1;
use tonic::transport::{Channel, Endpoint};
use tonic_types::StatusExt as _;

/// 23 November 2020.
pub(crate) const NOVEMBER_2020: i64 = 1_606_122_900_123;
pub(crate) const ARRANGEMENT: &str = "delta";

pub(crate) fn config() -> Config {
    let free = "127.0.0.1:0".parse().unwrap();
    Config { grpc: free, http: free, host: "ledger.example.nl".to_owned(), ..Config::default() }
}

pub(crate) fn outside(store: impl Store, clock: &Arc<ManualClock>) -> Outside {
    let mut outside = Outside::new(Arc::new(store), KeyRing::in_memory());
    outside.clock = clock.clone();
    outside
}

/// A server with an arrangement of two members.
pub(crate) async fn start() -> (Running, Channel) {
    start_with(config()).await
}

pub(crate) async fn start_with(config: Config) -> (Running, Channel) {
    let clock = Arc::new(ManualClock::at(NOVEMBER_2020));
    let server = Server::start_over(config, outside(MemoryStore::new(), &clock)).await.unwrap();
    let channel = connect(server.grpc_addr()).await;
    found(&channel).await;
    (server, channel)
}

pub(crate) async fn connect(address: SocketAddr) -> Channel {
    Endpoint::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap()
}

fn request_id(number: u64) -> String {
    format!("0190b4e2-7a3c-7def-8123-{number:012x}")
}

fn act(organisation: &str) -> Option<v1::Act> {
    Some(v1::Act {
        organisation: organisation.to_owned(),
        organ: v1::Organ::Council.into(),
        date: "2020-11-11".to_owned(),
        ..v1::Act::default()
    })
}

pub(crate) fn founding(number: u64) -> v1::CreateArrangementRequest {
    v1::CreateArrangementRequest {
        arrangement: ARRANGEMENT.to_owned(),
        request_id: request_id(number),
        actor: "griffie.delta".to_owned(),
        founded: Some(v1::ArrangementFounded {
            act: act("region"),
            name: "Regio Delta".to_owned(),
            form: v1::LegalForm::PublicBody.into(),
            members: [("GM0505", "Dordrecht"), ("GM0482", "Alblasserdam")]
                .map(|(code, name)| v1::Member { code: code.to_owned(), name: name.to_owned() })
                .to_vec(),
        }),
    }
}

pub(crate) async fn found(channel: &Channel) -> v1::CreateArrangementResponse {
    let mut client = v1::arrangement_service_client::ArrangementServiceClient::new(channel.clone());
    client.create_arrangement(founding(0xffff)).await.unwrap().into_inner()
}

/// A council's promise: small, and unique by its number.
pub(crate) fn promise(municipality: &str, number: u64) -> v1::RecordRequest {
    v1::RecordRequest {
        arrangement: ARRANGEMENT.to_owned(),
        request_id: request_id(number),
        actor: "griffie.delta".to_owned(),
        statements: vec![v1::Statement {
            concerns: vec![municipality.to_owned()],
            body: Some(v1::statement::Body::CommitmentMade(v1::CommitmentMade {
                act: act(municipality),
                commitment: format!("T{number}"),
                text: "Wij zorgen voor een plan.".to_owned(),
                with: Vec::new(),
                due: "2021-04".to_owned(),
                recurrence: 0,
            })),
        }],
        expected_revisions: Vec::new(),
        wait_for: v1::WaitFor::Published.into(),
    }
}

pub(crate) fn budget(municipality: &str, number: u64, year: i32, cents: i64) -> v1::RecordRequest {
    let key = v1::LineKey {
        taakveld: "6.1".to_owned(),
        year,
        side: v1::Side::Expenditure.into(),
        nature: v1::Nature::Structural.into(),
        category: None,
        programme: None,
    };
    let line = v1::BudgetLine { key: Some(key), amount_cents: Some(cents), explanation: None };
    let adopted = v1::BudgetAdopted {
        act: act(municipality),
        holder: municipality.to_owned(),
        year,
        lines: vec![line],
        rounded_to_cents: None,
    };
    v1::RecordRequest {
        statements: vec![v1::Statement {
            concerns: vec![municipality.to_owned()],
            body: Some(v1::statement::Body::BudgetAdopted(adopted)),
        }],
        ..promise(municipality, number)
    }
}

pub(crate) fn ledger(channel: &Channel) -> v1::ledger_service_client::LedgerServiceClient<Channel> {
    v1::ledger_service_client::LedgerServiceClient::new(channel.clone())
}

pub(crate) fn audit(channel: &Channel) -> v1::audit_service_client::AuditServiceClient<Channel> {
    v1::audit_service_client::AuditServiceClient::new(channel.clone())
}

/// An answer over plain HTTP/1.1.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} twice");
        value
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

pub(crate) async fn get(address: SocketAddr, path: &str) -> Answer {
    request(address, "GET", path).await
}

pub(crate) async fn request(address: SocketAddr, method: &str, path: &str) -> Answer {
    ask(address, method, path, "content-length: 0").await
}

/// With a header line of one's own.
pub(crate) async fn ask(address: SocketAddr, method: &str, path: &str, header: &str) -> Answer {
    let asked =
        format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{header}\r\n\r\n");
    let is_head = method == "HEAD";
    tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(asked.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        read(&bytes, is_head)
    })
    .await
    .unwrap()
}

fn read(bytes: &[u8], is_head: bool) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<_> = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(n, v)| (n.to_lowercase(), v.to_owned()))
        .collect();
    let answer = Answer { status, headers, body: bytes[end + 4..].to_vec() };
    // Every answer says how long it is; a body that is cut short would be seen here.
    if let (Some(length), false) = (answer.header("content-length"), is_head) {
        assert_eq!(length.parse::<usize>().unwrap(), answer.body.len());
    }
    answer
}

/// The stable reason a caller is told.
pub(crate) fn reason(status: &tonic::Status) -> String {
    status.get_details_error_info().map(|info| info.reason).unwrap_or_default()
}
