//! Commands in parts: as one or not at all, under limits.

use std::sync::Arc;
use std::time::Duration;

use openboek_engine::{KeyRing, Options, Outside};
use openboek_server::{Config, Limits};
use openboek_store_sled::{SledOptions, SledStore};
use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::record_stream_response::Outcome;

use crate::fixture::{Fixture, MEMBERS, REGION, ground};

/// More than any one message holds.
const STATEMENTS: usize = 30_000;
const PART: usize = 400;

fn promises(count: usize) -> Vec<v1::Statement> {
    (0..count)
        .map(|n| say::commitment(MEMBERS[n % 3], &format!("T{n}"), "Wij zorgen voor een plan."))
        .collect()
}

/// A command cut into parts of [`PART`] statements; only the first says whose it is.
fn parts(statements: Vec<v1::Statement>) -> Vec<v1::RecordStreamRequest> {
    let first = say::command(REGION, Vec::new());
    let rest = v1::RecordRequest { request_id: first.request_id.clone(), ..Default::default() };
    let count = statements.len().div_ceil(PART);
    let part = |(at, statements): (usize, &[v1::Statement])| v1::RecordStreamRequest {
        command: Some(v1::RecordRequest {
            statements: statements.to_vec(),
            ..if at == 0 { first.clone() } else { rest.clone() }
        }),
        more: at + 1 < count,
    };
    statements.chunks(PART).enumerate().map(part).collect()
}

/// The answers to messages that all come.
async fn answers(fixture: &Fixture, messages: Vec<v1::RecordStreamRequest>) -> Vec<v1::RecordStreamResponse> {
    let mut stream = fixture.ledger().record_stream(tokio_stream::iter(messages)).await.unwrap().into_inner();
    let mut answers = Vec::new();
    while let Some(answer) = stream.message().await.unwrap() {
        answers.push(answer);
    }
    answers
}

fn recorded(answer: &v1::RecordStreamResponse) -> &v1::RecordResponse {
    match &answer.outcome {
        Some(Outcome::Recorded(recorded)) => recorded,
        other => panic!("{other:?}"),
    }
}

fn rejection(answer: &v1::RecordStreamResponse) -> &v1::Rejection {
    match &answer.outcome {
        Some(Outcome::Rejection(rejection)) => rejection,
        other => panic!("{other:?}"),
    }
}

async fn size(fixture: &Fixture) -> u64 {
    let request = v1::GetArrangementRequest { arrangement: REGION.into() };
    fixture.arrangements().get_arrangement(request).await.unwrap().into_inner().arrangement.unwrap().size
}

/// Thirty thousand statements, all or none, and the same answer again; then one that builds on them.
async fn as_one_or_not_at_all(fixture: Fixture) {
    let before = fixture.events().await.len();

    let mut wrong = promises(STATEMENTS);
    wrong[STATEMENTS - 7] = say::commitment("GM0505", "T3", "Dezelfde nog eens.");
    let answer = &answers(&fixture, parts(wrong)).await[0];
    let field = &rejection(answer).violations[0].field;
    assert!(
        field.starts_with(&format!("statements[{}].", STATEMENTS - 7)),
        "named by its place in the whole: {field}"
    );
    assert_eq!(fixture.events().await.len(), before, "one wrong statement, nothing recorded");

    let command = parts(promises(STATEMENTS));
    let half = command[..command.len() / 2].to_vec();
    let (sender, receiver) = tokio::sync::mpsc::channel(half.len());
    for part in half {
        sender.try_send(part).unwrap();
    }
    let stream = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let (mut ledger, answered) = (fixture.ledger(), tokio::time::Duration::from_millis(1_500));
    let call =
        tokio::spawn(async move { ledger.record_stream(stream).await.unwrap().into_inner().message().await });
    tokio::time::sleep(answered).await;
    call.abort();
    drop(sender);
    assert_eq!(
        fixture.events().await.len(),
        before,
        "a connection cut after half the parts, nothing recorded"
    );

    let next = v1::RecordStreamRequest {
        command: Some(say::command(REGION, vec![say::commitment("GM0505", "T3-bis", "En nog een.")])),
        more: false,
    };
    let both: Vec<_> = command.iter().cloned().chain([next]).collect();
    let told = answers(&fixture, both).await;
    assert_eq!(told.len(), 2, "one answer for all parts");
    let first = recorded(&told[0]);
    assert_eq!(
        (first.entry_count as usize, first.entries.len(), first.repeated_request),
        (STATEMENTS, 500, false)
    );
    assert_eq!(first.entries[0].index, first.first_index);
    assert!(recorded(&told[1]).first_index >= first.first_index + STATEMENTS as u64, "after it");
    let events = fixture.events().await;
    assert_eq!(events.len(), before + STATEMENTS + 1);
    let last = &events[before + STATEMENTS - 1];
    let hash = openboek_proof::hash::event_hash(last).to_string();
    assert_eq!(first.last_event_hash, hash, "the hash of the last of its entries");

    let now = size(&fixture).await;
    let again = answers(&fixture, command).await;
    let again = recorded(&again[0]);
    assert!(again.repeated_request, "answered from the record");
    assert_eq!(
        (again.first_index, again.entry_count, &again.last_event_hash, &again.entries),
        (first.first_index, first.entry_count, &first.last_event_hash, &first.entries)
    );
    assert_eq!(size(&fixture).await, now);
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_thousand_statements_are_recorded_as_one() {
    as_one_or_not_at_all(Fixture::with_region().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_thousand_statements_are_recorded_as_one_on_sled() {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::open(folder.path(), &SledOptions::default()).unwrap();
    let fixture = Fixture::over(Outside::new(Arc::new(store), KeyRing::in_memory())).await;
    fixture.arrangements().create_arrangement(say::founding(REGION, &MEMBERS)).await.unwrap();
    as_one_or_not_at_all(fixture).await;
}

/// A server with little room for parts and little patience.
async fn narrow() -> Fixture {
    let limits =
        Limits { parts_waiting_bytes: 100_000, next_part: Duration::from_millis(200), ..Limits::default() };
    let config = Config {
        engine: Options { seal_interval: Duration::from_millis(20), ..Options::default() },
        limits,
        ..Config::default()
    };
    let fixture = Fixture::with(config, ground()).await;
    fixture.arrangements().create_arrangement(say::founding(REGION, &MEMBERS)).await.unwrap();
    fixture
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_that_do_not_fit_together_are_rejected_once_and_the_stream_goes_on() {
    let fixture = narrow().await;
    let before = fixture.events().await.len();
    let after = |n: usize| v1::RecordStreamRequest {
        command: Some(say::command(REGION, vec![say::commitment("GM0505", &format!("N{n}"), "En nog een.")])),
        more: false,
    };
    let changed = |change: &dyn Fn(&mut v1::RecordRequest)| {
        let mut command = parts(promises(3 * PART / 4 * 2));
        change(command[1].command.as_mut().unwrap());
        command
    };
    let endless: Vec<_> = parts(promises(PART + 1))[..1].to_vec();
    let cases: Vec<(&str, Vec<v1::RecordStreamRequest>, &str)> = vec![
        ("another arrangement", changed(&|part| part.arrangement = "delta".into()), "duplicate"),
        ("another actor", changed(&|part| part.actor = "iemand.anders".into()), "duplicate"),
        (
            "revisions in the second part",
            changed(&|part| {
                part.expected_revisions = vec![v1::ExpectedRevision { stream: "region".into(), revision: 1 }]
            }),
            "duplicate",
        ),
        (
            "another moment to answer",
            changed(&|part| part.wait_for = v1::WaitFor::Published.into()),
            "duplicate",
        ),
        ("more bytes than there is room for", parts(promises(4 * PART)), "overloaded"),
        ("another command before the last part", endless, "command-unfinished"),
    ];
    for (number, (what, mut messages, reason)) in cases.into_iter().enumerate() {
        messages.push(after(number));
        let told = answers(&fixture, messages).await;
        assert_eq!(told.len(), 2, "{what}: one answer for all parts, one for the next command");
        assert_eq!(rejection(&told[0]).reason, reason, "{what}");
        assert_eq!(recorded(&told[1]).entry_count, 1, "{what}");
        assert_eq!(fixture.events().await.len(), before + number + 1, "{what}");
    }
    let told = answers(&fixture, parts(promises(PART + 1))[..1].to_vec()).await;
    assert_eq!(rejection(&told[0]).reason, "command-unfinished", "the stream ends before the last part");
    // All of that gave its room back.
    let told = answers(&fixture, parts(promises(PART + 1))).await;
    assert_eq!(recorded(&told[0]).entry_count as usize, PART + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_does_not_come_gives_its_room_back() {
    let fixture = narrow().await;
    let command = parts(promises(2 * PART));
    let (sender, receiver) = tokio::sync::mpsc::channel(4);
    sender.send(command[0].clone()).await.unwrap();
    let stream = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let mut told = fixture.ledger().record_stream(stream).await.unwrap().into_inner();
    let answer = told.message().await.unwrap().unwrap();
    assert_eq!(rejection(&answer).reason, "command-unfinished");
    // What comes too late is passed over, up to its last part; then the same stream takes commands again.
    sender.send(command[1].clone()).await.unwrap();
    for part in command {
        sender.send(part).await.unwrap();
    }
    drop(sender);
    let answer = told.message().await.unwrap().unwrap();
    assert_eq!(recorded(&answer).entry_count as usize, 2 * PART);
    assert!(told.message().await.unwrap().is_none());
}
