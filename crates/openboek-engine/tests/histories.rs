//! Random histories through the writer, with refusals, repetitions and restarts in between: what was refused left no trace, and what the
//! engine shows is what a fold of the accepted statements shows, to the byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

#[path = "../../openboek-views/tests/properties/history.rs"]
mod history;
#[path = "../../openboek-views/tests/support/mod.rs"]
mod support;

use std::sync::Arc;

use openboek_engine::{Command, Engine, KeyRing, MomentQuery, Options, Outside, RecordError, Recorded, Wait};
use openboek_proof::entry::{Actor, RequestId};
use openboek_rules::{Body, BudgetYear, Statement, Stream};
use openboek_store::{LogName, MemoryStore};
use openboek_views::{RecordedEvent, View, is_known_by};

const NAME: &str = "regio";
/// Statements after which the engine is closed and opened anew.
const RESTART_AFTER: usize = 17;

fn open(store: &MemoryStore) -> Engine {
    let ring = KeyRing::in_memory();
    if let KeyRing::Memory(seeds) = &ring {
        seeds.lock().unwrap().insert(LogName::new(NAME).unwrap(), [7; 32]);
    }
    // Snapshots are kept all the time, so that restarts begin from them.
    let options = Options {
        seal_interval: std::time::Duration::from_millis(1),
        snapshot_entries: 8,
        view_snapshot_entries: 4,
        ..Options::default()
    };
    Engine::open(Outside::new(Arc::new(store.reopen()), ring), options).unwrap()
}

fn command(place: usize, statement: &Statement) -> Command {
    let mut request = [0; 16];
    request[..8].copy_from_slice(&u64::try_from(place).unwrap().to_be_bytes());
    Command {
        request: RequestId(request),
        actor: Actor::parse("griffie").unwrap(),
        statements: vec![statement.clone()],
        expected: Vec::new(),
        wait: Wait::Recorded,
    }
}

async fn send(engine: &Engine, place: usize, statement: &Statement) -> Result<Recorded, RecordError> {
    match place {
        0 => engine.create(NAME, command(place, statement)).await,
        _ => engine.record(NAME, command(place, statement)).await,
    }
}

/// Number of recorded entries that are statements, with the next revision of each stream as the store keeps it.
fn trace(engine: &Engine) -> Vec<usize> {
    let streams = ["region", history::HOLDER, "GM0166"].map(|code| Stream::new(code).unwrap());
    streams.map(|stream| engine.stream_entries(NAME, stream, 0, 10_000).unwrap().len()).to_vec()
}

/// A correction names the position of an entry; in the log there are seals in between.
fn placed(statement: &Statement, events: &[RecordedEvent]) -> Statement {
    let mut placed = statement.clone();
    if let Body::EntryCorrected(body) = &mut placed.body {
        body.entry = events[usize::try_from(body.entry).unwrap()].index;
    }
    placed
}

async fn one(seed: u64) {
    let history = history::of_seed(seed);
    let store = MemoryStore::new();
    let mut engine = open(&store);
    let mut events: Vec<RecordedEvent> = Vec::new();
    for (place, (statement, accepted)) in history.offered.iter().enumerate() {
        let statement = &placed(statement, &events);
        let before = if place == 0 { Vec::new() } else { trace(&engine) };
        match send(&engine, place, statement).await {
            Ok(recorded) => {
                assert!(accepted, "history {seed}: statement {place} should have been refused");
                let index = recorded.entries[0].index;
                let recorded_at_ms = recorded.recorded_at_ms;
                events.push(RecordedEvent { index, recorded_at_ms, statement: statement.clone() });
                let again = send(&engine, place, statement).await.unwrap();
                assert_eq!((again.entries, again.repeated), (recorded.entries, true), "history {seed}");
            }
            Err(RecordError::Refused(_)) => {
                assert!(!accepted, "history {seed}: statement {place} should have been accepted");
                assert_eq!(trace(&engine), before, "history {seed}: a refusal left a trace");
            }
            Err(other) => panic!("history {seed}: {other}"),
        }
        if place % RESTART_AFTER == RESTART_AFTER - 1 {
            engine.close().unwrap();
            engine = open(&store);
        }
    }
    shown_as_folded(&engine, &events, seed);
}

/// Every paragraph at the end and at one earlier position.
fn shown_as_folded(engine: &Engine, events: &[RecordedEvent], seed: u64) {
    let last = events.last().unwrap().index + 1;
    for position in [last, 1 + seed % last] {
        for holder in ["region", history::HOLDER].map(|code| Stream::new(code).unwrap()) {
            for year in 2023..2026 {
                let year = BudgetYear::new(year).unwrap();
                let query = MomentQuery { position: Some(position), ..MomentQuery::default() };
                let shown = engine.paragraph(NAME, holder, year, query).unwrap().paragraph;
                let day = shown.head.moment.as_decided_on;
                let seen = events.iter().filter(|event| {
                    let concerns = &event.statement.concerns;
                    let ours = concerns.contains(&holder) || concerns.contains(&Stream::Region);
                    ours && event.index < position && day.is_none_or(|day| is_known_by(&event.statement, day))
                });
                let seen: Vec<&RecordedEvent> = seen.collect();
                let view = View::fold(holder, |view| {
                    seen.iter().for_each(|event| view.apply(event));
                    Ok::<(), std::convert::Infallible>(())
                })
                .unwrap();
                let folded = view.paragraph(&shown.head.origin, year, shown.head.moment.clone());
                assert_eq!(shown, folded, "history {seed}: {holder} {year} at {position}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_engine_shows_is_what_the_accepted_statements_say() {
    for seed in 0..150 {
        one(seed).await;
    }
}
