//! The gRPC services over a real connection.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop a test that cannot go on")]

mod common;

use std::time::Duration;

use common::{
    ARRANGEMENT, audit, budget, config, connect, found, founding, get, ledger, outside, promise, reason,
    start, start_with,
};
use openboek_engine::ManualClock;
use openboek_proof::checkpoint::CheckpointNote;
use openboek_proof::hash::{Blake3Hash, Hash, leaf_hash};
use openboek_proof::tree::{verify_consistency, verify_inclusion};
use openboek_server::{Config, Limits, Server, StartError};
use openboek_store::{AppendFault, FaultPlan, FaultyStore, MemoryStore};
use openboek_wire::v1;
use openboek_wire::v1::record_stream_response::Outcome;
use tokio_stream::StreamExt as _;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

#[tokio::test(flavor = "multi_thread")]
async fn the_server_does_not_start_on_an_address_that_others_reach() {
    for config in [
        Config { grpc: "0.0.0.0:0".parse().unwrap(), ..config() },
        Config { http: "[::]:0".parse().unwrap(), ..config() },
    ] {
        let Err(error) = Server::start(config).await else { panic!("started") };
        assert!(matches!(error, StartError::Refused(_)));
        assert_eq!(error.code(), "loopback-only");
        assert!(error.dutch().contains("De server start niet.") && error.to_string().contains("127.0.0.1"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_in_use_is_told_and_touches_no_data() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = openboek_server::StoreChoice::Sled(folder.path().join("data"));
    let (server, _) = start().await;
    for address in [taken.local_addr().unwrap(), server.grpc_addr()] {
        let Err(error) = Server::start(Config { grpc: address, store: store.clone(), ..config() }).await
        else {
            panic!("started")
        };
        assert_eq!(error.code(), "address-in-use", "{error}");
        assert!(error.dutch().contains("Kies een andere poort"));
    }
    assert!(!folder.path().join("data").exists());
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_over_sled_has_everything_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config { store: openboek_server::StoreChoice::Sled(folder.path().to_owned()), ..config() };
    let server = Server::start(config.clone()).await.unwrap();
    let channel = connect(server.grpc_addr()).await;
    found(&channel).await;
    let first = ledger(&channel).record(promise("GM0505", 1)).await.unwrap().into_inner();
    drop(channel);
    server.shutdown().await.unwrap();
    let server = Server::start(config).await.unwrap();
    let channel = connect(server.grpc_addr()).await;
    let again = ledger(&channel).record(promise("GM0505", 1)).await.unwrap().into_inner();
    assert!(again.repeated_request && !first.repeated_request);
    assert_eq!(again.entries, first.entries);
    ledger(&channel).record(promise("GM0505", 2)).await.unwrap();
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_arrangement_is_named_as_a_page_that_would_hide_it() {
    let (server, channel) = start().await;
    let mut client = v1::arrangement_service_client::ArrangementServiceClient::new(channel);
    for name in ["api", "controleer", "gezondheid", "uitleg"] {
        let named = v1::CreateArrangementRequest { arrangement: name.into(), ..founding(1) };
        let refused = client.create_arrangement(named).await.unwrap_err();
        assert_eq!((refused.code(), reason(&refused).as_str()), (Code::InvalidArgument, "name-of-page"));
    }
    let listed = client.list_arrangements(v1::ListArrangementsRequest::default()).await.unwrap();
    assert_eq!(listed.into_inner().arrangements.len(), 1);
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_arrangement_is_shown_as_founded_and_created_once() {
    let (server, channel) = start().await;
    let again = found(&channel).await;
    assert!(again.recorded.unwrap().repeated_request);
    let mut client = v1::arrangement_service_client::ArrangementServiceClient::new(channel.clone());
    let other = client.create_arrangement(founding(7)).await.unwrap_err();
    assert_eq!((other.code(), reason(&other).as_str()), (Code::AlreadyExists, "arrangement-exists"));
    let request = v1::GetArrangementRequest { arrangement: "delta".into() };
    let shown = client.get_arrangement(request).await.unwrap().into_inner().arrangement.unwrap();
    assert_eq!((shown.name.as_str(), shown.origin.as_str()), ("Regio Delta", "ledger.example.nl/delta"));
    assert_eq!(shown.form(), v1::LegalForm::PublicBody);
    let members: Vec<(&str, &str)> =
        shown.members.iter().map(|m| (m.code.as_str(), m.name.as_str())).collect();
    assert_eq!(members, [("GM0482", "Alblasserdam"), ("GM0505", "Dordrecht")]);
    assert!(shown.verifier_key.starts_with("ledger.example.nl/delta+") && shown.size > 0);
    let all = client.list_arrangements(v1::ListArrangementsRequest::default()).await.unwrap().into_inner();
    assert_eq!((all.arrangements.len(), all.next_page_token.as_str()), (1, ""));
    let after = v1::ListArrangementsRequest { page_size: 1, page_token: "delta".into() };
    assert!(client.list_arrangements(after).await.unwrap().into_inner().arrangements.is_empty());
    let unknown = v1::GetArrangementRequest { arrangement: "atlantis".into() };
    assert_eq!(reason(&client.get_arrangement(unknown).await.unwrap_err()), "no-such-arrangement");
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_answered_in_order_and_each_command_may_build_on_the_one_before() {
    let (server, channel) = start().await;
    // Every third has a twin before it, which the rules refuse: that shows that the one before was taken first.
    let commands: Vec<v1::RecordRequest> = (0..900)
        .map(|number: u64| {
            let twin = if number % 3 == 1 { number - 1 } else { number };
            let wait = v1::WaitFor::Recorded.into();
            let mut command = promise("GM0505", number);
            command.statements = promise("GM0505", twin).statements;
            v1::RecordRequest { wait_for: wait, ..command }
        })
        .collect();
    let ids: Vec<String> = commands.iter().map(|command| command.request_id.clone()).collect();
    let messages =
        commands.into_iter().map(|command| v1::RecordStreamRequest { command: Some(command), more: false });
    let answers = ledger(&channel).record_stream(tokio_stream::iter(messages)).await.unwrap().into_inner();
    let answers: Vec<v1::RecordStreamResponse> = answers.map(Result::unwrap).collect().await;
    assert_eq!(answers.iter().map(|answer| answer.request_id.clone()).collect::<Vec<_>>(), ids);
    let mut last = 0;
    for (number, answer) in answers.into_iter().enumerate() {
        match answer.outcome.unwrap() {
            Outcome::Recorded(recorded) => {
                assert_ne!(number % 3, 1, "{number}");
                assert!(recorded.entries[0].index > last);
                last = recorded.entries[0].index;
            }
            Outcome::Rejection(rejection) => {
                assert_eq!(number % 3, 1, "{number}: {rejection:?}");
                assert_eq!(rejection.reason, "commitment-exists");
                assert_eq!(rejection.violations[0].field, "statements[0].commitment_made.commitment");
            }
        }
    }
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_without_a_command_is_malformed_and_the_stream_goes_on() {
    let (server, channel) = start().await;
    let messages =
        [None, Some(promise("GM0505", 1))].map(|command| v1::RecordStreamRequest { command, more: false });
    let answers = ledger(&channel).record_stream(tokio_stream::iter(messages)).await.unwrap().into_inner();
    let answers: Vec<v1::RecordStreamResponse> = answers.map(Result::unwrap).collect().await;
    let Some(Outcome::Rejection(first)) = &answers[0].outcome else { panic!("{answers:?}") };
    assert_eq!(first.code, Code::InvalidArgument as i32);
    assert!(first.violations.len() >= 3, "{first:?}");
    assert!(matches!(answers[1].outcome, Some(Outcome::Recorded(_))));
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_that_the_transport_makes_have_details_too() {
    let (server, channel) = start().await;
    let mut large = promise("GM0505", 1);
    large.actor = "x".repeat(5 << 20);
    let status = ledger(&channel).record(large.clone()).await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::OutOfRange, "message-too-large"));
    assert!(status.get_details_localized_message().is_some_and(|text| text.message.contains("4 MiB")));
    // On a stream it ends the stream, after the answers before it.
    let messages = [promise("GM0505", 2), large]
        .map(|command| v1::RecordStreamRequest { command: Some(command), more: false });
    let mut answers =
        ledger(&channel).record_stream(tokio_stream::iter(messages)).await.unwrap().into_inner();
    assert!(matches!(answers.message().await.unwrap().unwrap().outcome, Some(Outcome::Recorded(_))));
    let status = answers.message().await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::OutOfRange, "message-too-large"));
    // path, code, reason
    let table = [
        ("/openboek.v1.LedgerService/Record", Code::InvalidArgument, "undecodable"),
        ("/openboek.v1.LedgerService/Erase", Code::Unimplemented, "unknown-method"),
        ("/openboek.v9.LedgerService/Record", Code::Unimplemented, "unknown-method"),
        ("/grpc.health.v1.Health/Check", Code::InvalidArgument, "undecodable"),
    ];
    for (path, code, expected) in table {
        let status = raw(&channel, path).await.unwrap_err();
        assert_eq!((status.code(), reason(&status).as_str()), (code, expected), "{path}");
    }
    server.shutdown().await.unwrap();
}

/// Sends bytes that are no message of anything.
async fn raw(channel: &tonic::transport::Channel, path: &'static str) -> Result<(), Status> {
    let mut client = tonic::client::Grpc::new(channel.clone());
    client.ready().await.unwrap();
    // A field of the wire type 6, which there is not.
    let codec = tonic_prost::ProstCodec::<Garbage, Garbage>::default();
    client.unary(tonic::Request::new(Garbage), path.parse().unwrap(), codec).await.map(|_| ())
}

#[derive(Clone, Debug, Default)]
struct Garbage;

impl prost::Message for Garbage {
    fn encode_raw(&self, buffer: &mut impl prost::bytes::BufMut) {
        buffer.put_slice(&[0x0e, 0xff, 0xff]);
    }

    fn merge_field(
        &mut self,
        _: u32,
        _: prost::encoding::WireType,
        _: &mut impl prost::bytes::Buf,
        _: prost::encoding::DecodeContext,
    ) -> Result<(), prost::DecodeError> {
        Ok(())
    }

    fn encoded_len(&self) -> usize {
        3
    }

    fn clear(&mut self) {}
}

#[tokio::test(flavor = "multi_thread")]
async fn proofs_hold_and_what_is_not_there_is_told() {
    let (server, channel) = start().await;
    ledger(&channel).record(promise("GM0505", 1)).await.unwrap();
    let name = || "delta".to_owned();
    let checkpoint =
        |answer: v1::GetCheckpointResponse| CheckpointNote::parse(&answer.note).unwrap().checkpoint;
    let mut client = audit(&channel);
    let old = checkpoint(
        client.get_checkpoint(v1::GetCheckpointRequest { arrangement: name() }).await.unwrap().into_inner(),
    );
    ledger(&channel).record(promise("GM0505", 2)).await.unwrap();
    let new = checkpoint(
        client.get_checkpoint(v1::GetCheckpointRequest { arrangement: name() }).await.unwrap().into_inner(),
    );
    let hashes = |bytes: Vec<Vec<u8>>| -> Vec<Hash> {
        bytes.into_iter().map(|b| Hash(b.try_into().unwrap())).collect()
    };
    for size in [old.size, 0] {
        let root = if size == 0 { new.root } else { old.root };
        let request = v1::GetInclusionProofRequest { arrangement: name(), index: 1, size };
        let proof = client.get_inclusion_proof(request).await.unwrap().into_inner();
        assert!(verify_inclusion(1, proof.size, leaf_hash(&proof.entry), &hashes(proof.hashes), root));
    }
    let request = v1::GetConsistencyProofRequest { arrangement: name(), old_size: old.size, new_size: 0 };
    let proof = client.get_consistency_proof(request).await.unwrap().into_inner();
    assert!(verify_consistency(old.size, old.root, proof.new_size, new.root, &hashes(proof.hashes)));
    let beyond = v1::GetInclusionProofRequest { arrangement: name(), index: 99, size: 0 };
    assert_eq!(reason(&client.get_inclusion_proof(beyond).await.unwrap_err()), "not-published");
    let zero = v1::GetConsistencyProofRequest { arrangement: name(), old_size: 0, new_size: 0 };
    assert_eq!(client.get_consistency_proof(zero).await.unwrap_err().code(), Code::InvalidArgument);
    let bundle =
        v1::ExportBundleRequest { arrangement: name(), municipality: "GM0505".into(), ..Default::default() };
    let pieces: Vec<v1::ExportBundleResponse> =
        client.export_bundle(bundle).await.unwrap().into_inner().map(Result::unwrap).collect().await;
    let zip: Vec<u8> = pieces.iter().flat_map(|piece| piece.chunk.clone()).collect();
    assert!(zip.starts_with(b"PK") && pieces.iter().all(|piece| piece.size == new.size));
    let wrong = v1::ExportBundleRequest {
        arrangement: name(),
        municipality: "GM0505".into(),
        previous_checkpoint: b"geen checkpoint".to_vec(),
    };
    let status = client.export_bundle(wrong).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paragraph_is_given_with_its_documents_and_its_figures_lead_to_entries() {
    let (server, channel) = start().await;
    ledger(&channel).record(budget("GM0505", 1, 2021, 12_345_600)).await.unwrap();
    let mut client = v1::paragraph_service_client::ParagraphServiceClient::new(channel.clone());
    let key =
        v1::ParagraphKey { arrangement: "delta".into(), municipality: "GM0505".into(), budget_year: 2021 };
    let media_types = [
        "application/json",
        "text/plain",
        "text/csv",
        "text/html",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/zip",
    ];
    let media_types = media_types.map(str::to_owned).to_vec();
    let request = v1::GetParagraphRequest {
        key: Some(key.clone()),
        media_types: media_types.clone(),
        ..Default::default()
    };
    let answer = client.get_paragraph(request).await.unwrap().into_inner();
    assert_eq!(answer.renderings.iter().map(|r| r.media_type.clone()).collect::<Vec<_>>(), media_types);
    for rendering in &answer.renderings {
        assert_eq!(rendering.digest, Blake3Hash::of(&rendering.content).to_string());
        assert!(rendering.content.len() > 100, "{}", rendering.media_type);
    }
    let model = answer.paragraph.unwrap();
    let cells = model.sections.iter().flat_map(|s| &s.tables).flat_map(|t| &t.rows).flat_map(|r| &r.cells);
    let cell = cells.clone().find(|cell| cell.text.contains("123.456")).unwrap();
    assert!(cells.clone().all(|cell| cell.value.is_some() && !cell.text.is_empty()));
    let request =
        v1::ExplainFigureRequest { key: Some(key.clone()), moment: None, figure: cell.anchor.clone() };
    let explained = client.explain_figure(request).await.unwrap().into_inner();
    assert_eq!(explained.cell.as_ref(), Some(cell));
    assert_eq!(explained.entries.iter().map(|e| e.index).collect::<Vec<_>>(), cell.sources);
    assert!(
        explained.entries.iter().any(|entry| entry.kind == "budget-adopted" && entry.statement.is_some())
    );
    let listed = client
        .list_paragraphs(v1::ListParagraphsRequest {
            arrangement: "delta".into(),
            page_size: 1,
            ..Default::default()
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(listed.paragraphs.len(), 1);
    // Page by page it is the same as at once.
    let (mut keys, mut token) = (Vec::new(), String::new());
    loop {
        let request = v1::ListParagraphsRequest {
            arrangement: "delta".into(),
            page_size: 2,
            page_token: token,
            ..Default::default()
        };
        let page = client.list_paragraphs(request).await.unwrap().into_inner();
        keys.extend(page.paragraphs.into_iter().map(|p| p.key.unwrap()));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    let all = v1::ListParagraphsRequest { arrangement: "delta".into(), ..Default::default() };
    let all: Vec<_> = client
        .list_paragraphs(all)
        .await
        .unwrap()
        .into_inner()
        .paragraphs
        .into_iter()
        .map(|p| p.key.unwrap())
        .collect();
    assert_eq!(keys, all);
    assert!(all.contains(&key));
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_question_about_a_paragraph_is_told_whole() {
    let (server, channel) = start().await;
    ledger(&channel).record(budget("GM0505", 1, 2021, 100)).await.unwrap();
    let mut client = v1::paragraph_service_client::ParagraphServiceClient::new(channel.clone());
    let key = |municipality: &str, budget_year| {
        Some(v1::ParagraphKey { arrangement: "delta".into(), municipality: municipality.into(), budget_year })
    };
    let at = |recorded, decided: Option<&str>| {
        Some(v1::Moment { recorded, as_decided_on: decided.map(str::to_owned), published_only: false })
    };
    use v1::moment::Recorded::{AsKnownOn, Size};
    // key, moment, media types, reason, number of faults
    let table = [
        (None, None, vec![], "missing", 1),
        (key("GM505", 21), at(Some(AsKnownOn("gisteren".into())), Some("2020")), vec![], "bad-stream", 4),
        (key("GM0505", 2021), None, vec!["text/csv", "text/csv", "application/pdf"], "duplicate", 2),
        (key("GM9999", 2021), None, vec![], "no-such-member", 0),
        (key("GM0505", 2021), at(Some(Size(999)), None), vec![], "beyond-the-log", 0),
        (key("GM0505", 2021), at(Some(Size(0)), None), vec![], "nothing-recorded", 0),
    ];
    for (key, moment, media_types, expected, faults) in table {
        let media_types = media_types.into_iter().map(str::to_owned).collect();
        let request = v1::GetParagraphRequest {
            key,
            moment,
            media_types,
            without_model: false,
            language: String::new(),
        };
        let status = client.get_paragraph(request).await.unwrap_err();
        assert_eq!(reason(&status), expected);
        let found =
            status.get_details_bad_request().map(|bad| bad.field_violations.len()).unwrap_or_default();
        assert_eq!(found, faults, "{expected}");
    }
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_reflection_tell_what_there_is() {
    use tonic_health::pb::health_check_response::ServingStatus;
    use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
    use tonic_reflection::pb::v1::ServerReflectionRequest;
    use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
    use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
    use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
    // The second append fails in a way that leaves the store read-only.
    let store =
        FaultyStore::new(MemoryStore::new(), FaultPlan::new().append(3, AppendFault::SyncFailedAndLost));
    let clock = std::sync::Arc::new(ManualClock::at(common::NOVEMBER_2020));
    let server = Server::start_over(config(), outside(store, &clock)).await.unwrap();
    let channel = connect(server.grpc_addr()).await;
    found(&channel).await;
    let mut health = HealthClient::new(channel.clone());
    let mut status = async |service: &str| {
        let request = HealthCheckRequest { service: service.to_owned() };
        ServingStatus::try_from(health.check(request).await.unwrap().into_inner().status).unwrap()
    };
    tokio::time::sleep(Duration::from_millis(600)).await;
    for service in ["", "openboek.v1.LedgerService", "openboek.v1.AuditService"] {
        assert_eq!(status(service).await, ServingStatus::Serving, "{service}");
    }
    let failed = ledger(&channel).record(promise("GM0505", 1)).await.unwrap_err();
    assert_eq!((failed.code(), reason(&failed).as_str()), (Code::Unavailable, "outcome-unknown"));
    let refused = ledger(&channel).record(promise("GM0505", 2)).await.unwrap_err();
    assert_eq!((refused.code(), reason(&refused).as_str()), (Code::Unavailable, "read-only"));
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(status("").await, ServingStatus::NotServing);
    assert_eq!(status("openboek.v1.LedgerService").await, ServingStatus::NotServing);
    assert_eq!(status("openboek.v1.AuditService").await, ServingStatus::Serving);
    assert_eq!(common::get(server.http_addr(), "/gezondheid").await.status, 503);
    let mut client = ServerReflectionClient::new(channel.clone());
    let list = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let mut answers = client.server_reflection_info(tokio_stream::iter([list])).await.unwrap().into_inner();
    let Some(MessageResponse::ListServicesResponse(list)) =
        answers.message().await.unwrap().unwrap().message_response
    else {
        panic!("no list")
    };
    let names: Vec<&str> = list.service.iter().map(|service| service.name.as_str()).collect();
    for name in ["openboek.v1.LedgerService", "openboek.v1.AuditService", "grpc.health.v1.Health"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    drop(answers);
    let _ = server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_calls_than_fit_are_told_to_come_back() {
    let limits = Limits { calls_in_flight: 1, ..Limits::default() };
    let (server, channel) = start_with(Config { limits, ..config() }).await;
    // Waiting for the checkpoint keeps the one place for up to a quarter of a second.
    let calls: Vec<_> = (1..6)
        .map(|number| {
            let channel = channel.clone();
            tokio::spawn(async move { ledger(&channel).record(promise("GM0505", number)).await })
        })
        .collect();
    let (mut recorded, mut turned_away) = (0, 0);
    for call in calls {
        match call.await.unwrap() {
            Ok(_) => recorded += 1,
            Err(status) => {
                assert_eq!(
                    (status.code(), reason(&status).as_str()),
                    (Code::ResourceExhausted, "too-many-calls")
                );
                assert!(status.get_details_retry_info().is_some());
                turned_away += 1;
            }
        }
    }
    assert!(recorded >= 1 && turned_away >= 1, "{recorded} recorded, {turned_away} turned away");
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_find_what_readers_find() {
    let (server, channel) = start().await;
    let mut paragraphs = v1::paragraph_service_client::ParagraphServiceClient::new(channel.clone());
    for number in 1..=3 {
        ledger(&channel).record(promise("GM0505", number)).await.unwrap();
    }
    let asked = |query: &str, limit| v1::SearchRequest {
        arrangement: ARRANGEMENT.to_owned(),
        query: query.to_owned(),
        moment: None,
        limit,
    };
    let found = paragraphs.search(asked("Plan", 2)).await.unwrap().into_inner();
    let [group] = &found.groups[..] else { panic!("{found:?}") };
    assert_eq!((group.kind.as_str(), group.count, group.hits.len()), ("commitments", 3, 2));
    let hit = &group.hits[0];
    assert_eq!(
        (hit.subject.as_str(), hit.kind.as_str(), hit.fit()),
        ("commitment/T3", "commitment-made", v1::SearchFit::Words)
    );
    assert_eq!(
        (hit.title.as_str(), hit.act_date.as_str(), &hit.concerns[..]),
        ("Toezegging T3", "2020-11-11", &["GM0505".to_owned()][..])
    );
    assert!(hit.page.starts_with("/delta/GM0505/2020#commitments.T3."), "{}", hit.page);
    assert_eq!(hit.excerpt.as_ref().unwrap().values, ["Wij zorgen voor een plan."]);
    let exact = paragraphs.search(asked("t1", 0)).await.unwrap().into_inner();
    assert_eq!(exact.groups[0].hits[0].fit(), v1::SearchFit::Exact);
    let before =
        v1::Moment { recorded: Some(v1::moment::Recorded::Size(hit.index)), ..v1::Moment::default() };
    let earlier = v1::SearchRequest { moment: Some(before), ..asked("t3", 0) };
    let earlier = paragraphs.search(earlier).await.unwrap().into_inner();
    assert!(earlier.groups.is_empty() && earlier.size == hit.index, "{earlier:?}");
    // Everything that is wrong is told at once.
    let wrong = v1::Moment { as_decided_on: Some("gisteren".to_owned()), ..v1::Moment::default() };
    let wrong = v1::SearchRequest { moment: Some(wrong), ..asked("–", 101) };
    let status = paragraphs.search(wrong).await.unwrap_err();
    let fields = status.get_details_bad_request().unwrap().field_violations;
    let fields: Vec<_> = fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["moment.as_decided_on", "query", "limit"]);
    let rest = get(server.http_addr(), "/api/v1/arrangements/delta/_search?query=plan&limit=1").await;
    let rest: serde_json::Value = serde_json::from_slice(&rest.body).unwrap();
    assert_eq!(
        (&rest["groups"][0]["count"], &rest["groups"][0]["hits"][0]["subject"]),
        (&"3".into(), &"commitment/T3".into())
    );
    let none = get(server.http_addr(), "/api/v1/arrangements/delta/_search").await;
    assert!(none.status == 400 && none.text().contains("\"parameter\":\"query\""), "{}", none.text());
    server.shutdown().await.unwrap();
}
