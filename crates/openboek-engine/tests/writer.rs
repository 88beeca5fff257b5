//! The writer over a store that fails: every answer is true, every retry is safe, and the log verifies afterwards.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

#[path = "writer/doctor.rs"]
mod doctor;
#[path = "writer/receipts.rs"]
mod receipts;
#[path = "writer/static_log.rs"]
mod static_log;

use std::sync::Arc;

use openboek_engine::{
    BundleRequest, Command, Engine, KeyRing, ManualClock, MomentQuery, Options, Outside, ProveError,
    ReadError, RecordError, Recorded, Wait,
};
use openboek_proof::bundle::{ZipSource, to_zip};
use openboek_proof::entry::{Actor, RequestId};
use openboek_proof::verify::{ReaderConfig, Verdict, verify_bundle};
use openboek_rules::date::UncertainDate;
use openboek_rules::statement::{
    ArrangementFounded, BudgetAdopted, BudgetLine, CommitmentMade, EntryCorrected, LegalForm, LineKey,
    Member, Mistake, Nature, Recurrence, Side,
};
use openboek_rules::{
    Act, Amount, Body, BudgetYear, Cents, CommitmentId, MunicipalityCode, Organ, OrganisationId, Statement,
    Stream, Taakveld, Text,
};
use openboek_store::{AppendFault, FaultPlan, FaultyStore, MemoryStore, Point, ReadFault, Store};
use openboek_views::model::{Paragraph, TableId, Value};

const NAME: &str = "drechtsteden";

fn options() -> Options {
    Options { seal_interval: std::time::Duration::from_millis(5), ..Options::default() }
}

fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}

fn act(organisation: &str) -> Act {
    Act {
        organisation: OrganisationId::new(organisation).unwrap(),
        organ: Organ::Council,
        date: UncertainDate::parse("2020-11-11").unwrap(),
        documents: Vec::new(),
        legal_basis: Vec::new(),
        note: None,
    }
}

fn municipality() -> MunicipalityCode {
    MunicipalityCode::new("GM0505").unwrap()
}

fn command(number: u8, statements: Vec<Statement>, wait: Wait) -> Command {
    let mut request = [number; 16];
    request[15] = 1;
    Command {
        request: RequestId(request),
        actor: Actor::parse("griffie").unwrap(),
        statements,
        expected: Vec::new(),
        wait,
    }
}

fn founding() -> Command {
    let founded = ArrangementFounded {
        act: act("region"),
        name: text("Drechtsteden"),
        form: LegalForm::PublicBody,
        members: vec![Member { code: municipality(), name: text("Dordrecht") }],
    };
    let body = Body::ArrangementFounded(founded);
    command(0, vec![Statement { concerns: vec![Stream::Region], body }], Wait::Published)
}

fn promise(number: u8) -> Command {
    let made = CommitmentMade {
        act: act("GM0505"),
        commitment: CommitmentId::new(&format!("T{number}")).unwrap(),
        text: text("Wij zorgen voor een plan."),
        with: Vec::new(),
        due: UncertainDate::Unknown,
        recurrence: Recurrence::Once,
    };
    let statement =
        Statement { concerns: vec![Stream::Municipality(municipality())], body: Body::CommitmentMade(made) };
    command(number, vec![statement], Wait::Published)
}

fn open(store: Arc<dyn Store>, keys: [u8; 32]) -> Engine {
    let ring = KeyRing::in_memory();
    if let KeyRing::Memory(seeds) = &ring {
        seeds.lock().unwrap().insert(openboek_store::LogName::new(NAME).unwrap(), keys);
    }
    Engine::open(Outside::new(store, ring), options()).unwrap()
}

/// What a council verifies; gives the number of entries in the log.
fn verified(engine: &Engine) -> u64 {
    let request = BundleRequest::newest(Stream::Municipality(municipality()), Vec::new());
    let files = engine.bundle(NAME, &request).unwrap();
    let source = ZipSource::new(std::io::Cursor::new(to_zip(&files).unwrap())).unwrap();
    let now = i64::try_from(
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis(),
    )
    .unwrap();
    match verify_bundle(&source, &ReaderConfig::at(now)) {
        Verdict::Klopt(report) => report.size,
        other => panic!("{other:?}"),
    }
}

fn promises(engine: &Engine) -> Vec<String> {
    let stream = Stream::Municipality(municipality());
    let entries = engine.stream_entries(NAME, stream, 0, 1_000).unwrap();
    entries
        .iter()
        .filter_map(|entry| match entry.statement.as_ref().map(|s| &s.body) {
            Some(Body::CommitmentMade(made)) => Some(made.commitment.to_string()),
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn what_is_recorded_is_published_and_verifies() {
    let engine = open(Arc::new(MemoryStore::new()), [1; 32]);
    let founded = engine.create(NAME, founding()).await.unwrap();
    assert_eq!(
        (founded.entries[0].index, founded.published_size),
        (0, Some(2)),
        "the founding, then its seal"
    );
    let recorded = engine.record(NAME, promise(1)).await.unwrap();
    assert_eq!(recorded.entries[0].streams, [(Stream::Municipality(municipality()), 0)]);
    assert_eq!(verified(&engine), 4);
}

/// A file of a key in which a byte is another holds another key: what is recorded is shown, and nothing is proved with it.
#[tokio::test]
async fn another_key_makes_no_proof() {
    let store = Arc::new(MemoryStore::new());
    let engine = open(store.clone(), [1; 32]);
    engine.create(NAME, founding()).await.unwrap();
    drop(engine);
    let mut seed = [1; 32];
    seed[7] ^= 4;
    let engine = open(store, seed);
    let request = BundleRequest::newest(Stream::Municipality(municipality()), Vec::new());
    let answers = [
        engine.bundle(NAME, &request).map(|_| ()),
        engine.verifier_key(NAME).map(|_| ()),
        engine.policy(NAME).map(|_| ()),
        engine.log_keys(NAME).map(|_| ()),
    ];
    for answer in answers {
        assert!(matches!(answer, Err(ProveError::Read(ReadError::OtherKey(_)))), "{answer:?}");
    }
    assert_eq!(engine.entries(NAME, 0, 10).unwrap().len(), 2);
    engine.record(NAME, promise(1)).await.unwrap_err();
}

/// Whether a caller was told what the table says.
type Told = fn(&Result<Recorded, RecordError>) -> bool;

/// Each way an append can fail, what the caller is told, and whether the statement is there after a restart.
#[tokio::test]
async fn every_failed_append_is_answered_truly_and_may_be_sent_again() {
    let table: [(AppendFault, Told); 5] = [
        (AppendFault::FailedAndLost, |answer| matches!(answer, Err(RecordError::NotRecorded(_)))),
        (AppendFault::UnknownAndLost, |answer| matches!(answer, Err(RecordError::Unknown(_)))),
        (AppendFault::UnknownButKept, |answer| matches!(answer, Err(RecordError::Unknown(_)))),
        (AppendFault::SyncFailedAndLost, |answer| matches!(answer, Err(RecordError::Unknown(_)))),
        (AppendFault::SyncFailedButKept, |answer| matches!(answer, Err(RecordError::Unknown(_)))),
    ];
    for (fault, told) in table {
        let memory = MemoryStore::new();
        let store = Arc::new(FaultyStore::new(memory, FaultPlan::new()));
        let engine = open(store.clone(), [1; 32]);
        engine.create(NAME, founding()).await.unwrap();
        store.set_plan(FaultPlan::new().append(1, fault));
        let answer = engine.record(NAME, promise(1)).await;
        assert!(told(&answer), "{fault:?}: {answer:?}");
        if !matches!(fault, AppendFault::SyncFailedAndLost | AppendFault::SyncFailedButKept) {
            // The same command again: recorded now, or told that it was.
            let again = engine.record(NAME, promise(1)).await.unwrap();
            assert_eq!(again.repeated, fault == AppendFault::UnknownButKept, "{fault:?}");
            assert_eq!(promises(&engine), ["T1"], "{fault:?}");
            verified(&engine);
            engine.close().unwrap();
            continue;
        }
        // After a failed sync the store takes nothing more until it is opened anew.
        let refused = engine.record(NAME, promise(2)).await;
        assert!(
            matches!(refused, Err(RecordError::ReadOnly(_) | RecordError::NotRecorded(_))),
            "{fault:?}: {refused:?}"
        );
        let _ = engine.close();
        drop(engine);
        let store = Arc::into_inner(store).unwrap().reopen(|inner| inner.reopen()).unwrap();
        let engine = open(Arc::new(store), [1; 32]);
        let again = engine.record(NAME, promise(1)).await.unwrap();
        assert_eq!(again.repeated, fault == AppendFault::SyncFailedButKept, "{fault:?}");
        assert_eq!(promises(&engine), ["T1"], "{fault:?}");
        verified(&engine);
    }
}

/// A seal that fails leaves recorded entries; the next one covers them.
#[tokio::test]
async fn a_failed_seal_is_made_again() {
    for fault in [AppendFault::FailedAndLost, AppendFault::UnknownAndLost, AppendFault::UnknownButKept] {
        let store = Arc::new(FaultyStore::new(MemoryStore::new(), FaultPlan::new()));
        let engine = open(store.clone(), [1; 32]);
        engine.create(NAME, founding()).await.unwrap();
        store.set_plan(FaultPlan::new().append(2, fault)); // The first append records, the second seals.
        let answer = engine.record(NAME, promise(1)).await;
        assert!(matches!(answer, Err(RecordError::Unknown(_))), "{fault:?}: {answer:?}");
        let again = engine.record(NAME, promise(1)).await.unwrap();
        assert!(again.repeated && again.published_size.is_some(), "{fault:?}: {again:?}");
        assert_eq!(promises(&engine), ["T1"], "{fault:?}");
        verified(&engine);
    }
}

/// An append fails, and so does reading the log again: the memory is ahead of the store. Nothing is refused, told or kept because of it.
#[tokio::test]
async fn nothing_is_decided_on_a_memory_that_could_not_be_read_again() {
    let memory = MemoryStore::new();
    let store = Arc::new(FaultyStore::new(memory.clone(), FaultPlan::new()));
    let engine = open(store.clone(), [1; 32]);
    engine.create(NAME, founding()).await.unwrap();
    let dead = || FaultPlan::new().read_from(Point::Head, 1, ReadFault::Io);
    store.set_plan(dead().append(1, AppendFault::UnknownAndLost));
    assert!(matches!(engine.record(NAME, promise(1)).await, Err(RecordError::Unknown(_))));
    let size = memory.head(&openboek_store::LogName::new(NAME).unwrap()).unwrap().size;
    assert_eq!(engine.heads(NAME).unwrap().borrow().size, size, "readers are told of what is durable");
    // The same promise under another request: it was never recorded, so nothing may refuse it.
    let other = || Command { request: RequestId([9; 16]), ..promise(1) };
    let meanwhile = engine.record(NAME, other()).await;
    assert!(matches!(meanwhile, Err(RecordError::Read(_))), "{meanwhile:?}");
    assert!(matches!(engine.foresee(NAME, other()).await, Err(RecordError::Read(_))));
    store.set_plan(FaultPlan::new());
    assert!(!engine.record(NAME, other()).await.unwrap().repeated);
    assert!(matches!(engine.record(NAME, promise(1)).await, Err(RecordError::Refused(_))));
    verified(&engine);
    engine.close().unwrap();
}

/// The clock goes back after a seal: what is recorded next has no earlier time than the seal.
#[tokio::test]
async fn a_clock_that_goes_back_behind_a_seal_moves_no_time_back() {
    let clock = Arc::new(ManualClock::at(1_606_122_900_000));
    let outside = Outside {
        clock: Arc::new(clock.clone()),
        ..Outside::new(Arc::new(MemoryStore::new()), KeyRing::in_memory())
    };
    let engine = Engine::open(outside, options()).unwrap();
    engine.create(NAME, founding()).await.unwrap();
    clock.set(1_606_122_960_000);
    engine.record(NAME, promise(1)).await.unwrap();
    let seal = engine.entries(NAME, 0, 100).unwrap().last().unwrap().entry.recorded();
    clock.set(1_606_122_800_000);
    let recorded = engine.record(NAME, promise(2)).await.unwrap();
    assert_eq!(recorded.recorded_at_ms, seal.unix_ms());
    verified(&engine);
}

/// Opening reads the same from the log as from snapshots, and seals what a crash left unsealed.
#[tokio::test]
async fn a_restart_changes_nothing_with_or_without_snapshots() {
    let memory = MemoryStore::new();
    let engine = open(Arc::new(memory.clone()), [1; 32]);
    engine.create(NAME, founding()).await.unwrap();
    for number in 1..=20 {
        engine.record(NAME, Command { wait: Wait::Recorded, ..promise(number) }).await.unwrap();
    }
    let last = engine.record(NAME, promise(21)).await.unwrap();
    let year = BudgetYear::new(2020).unwrap();
    let holder = Stream::Municipality(municipality());
    let show = |engine: &Engine| {
        let query = MomentQuery { position: last.published_size, ..MomentQuery::default() };
        format!("{:?}", engine.paragraph(NAME, holder, year, query).unwrap().paragraph)
    };
    let before = show(&engine);
    engine.close().unwrap();
    drop(engine);

    for drop_snapshots in [false, true] {
        let store = memory.reopen();
        if drop_snapshots {
            for name in ["state", "view/GM0505"] {
                let log = openboek_store::LogName::new(NAME).unwrap();
                store.put_snapshot(&log, name, b"not a snapshot at all, 32 bytes and more").unwrap();
            }
        }
        let engine = open(Arc::new(store), [1; 32]);
        assert_eq!(show(&engine), before);
        // The state is the same too: what was recorded is known, what is new is not.
        let known = Command { request: RequestId([99; 16]), ..promise(7) };
        assert!(matches!(engine.record(NAME, known).await, Err(RecordError::Refused(_))));
        assert!(engine.record(NAME, promise(7)).await.unwrap().repeated);
        verified(&engine);
    }
}

#[tokio::test]
async fn an_arrangement_is_founded_once() {
    let engine = open(Arc::new(MemoryStore::new()), [1; 32]);
    let nothing = engine.create(NAME, promise(1)).await;
    assert!(matches!(nothing, Err(RecordError::NoSuchArrangement(_))), "{nothing:?}");
    engine.create(NAME, founding()).await.unwrap();
    assert!(engine.create(NAME, founding()).await.unwrap().repeated, "the same command has the same answer");
    let other = Command { request: RequestId([9; 16]), ..founding() };
    assert!(matches!(engine.create(NAME, other).await, Err(RecordError::ArrangementExists(_))));
    let elsewhere = engine.record("atlantis", promise(1)).await;
    assert!(matches!(elsewhere, Err(RecordError::NoSuchArrangement(_))));
}

/// What is foreseen is decided on what is recorded, in the order of the queue, and is never recorded itself.
#[tokio::test]
async fn to_foresee_is_to_decide_without_recording() {
    let memory = MemoryStore::new();
    let engine = open(Arc::new(memory.clone()), [1; 32]);
    assert!(matches!(engine.foresee(NAME, promise(1)).await, Err(RecordError::NoSuchArrangement(_))));
    engine.create(NAME, founding()).await.unwrap();
    let log = openboek_store::LogName::new(NAME).unwrap();
    let before = memory.head(&log).unwrap();

    let foreseen = engine.foresee(NAME, promise(1)).await.unwrap();
    assert_eq!((foreseen.size, foreseen.entries[0].index), (before.size, before.size));
    assert_eq!(foreseen.entries[0].streams, [(Stream::Municipality(municipality()), 0)]);
    let changes = engine.foreseen_changes(NAME, &foreseen).unwrap();
    let changed: Vec<_> = changes.iter().map(|c| (c.holder.to_string(), c.year.get())).collect();
    assert_eq!(changed, [("GM0505".to_owned(), 2020)], "the region does not read a council's promise");
    assert_eq!(memory.head(&log).unwrap(), before);
    assert_eq!(memory.request(&log, &promise(1).request.0).unwrap(), None);

    // The same rules: twice in one command is refused, and so is once more after it was recorded.
    let statements = [promise(1).statements, promise(1).statements].concat();
    let twice = Command { statements, ..promise(2) };
    assert!(
        matches!(engine.foresee(NAME, twice).await, Err(RecordError::Refused(refusals)) if refusals[0].0 == 1)
    );
    engine.record(NAME, promise(1)).await.unwrap();
    let again = Command { request: RequestId([9; 16]), ..promise(1) };
    assert!(matches!(engine.foresee(NAME, again).await, Err(RecordError::Refused(_))));
    let recorded = engine.foresee(NAME, promise(1)).await.unwrap();
    assert!(recorded.entries.is_empty() && recorded.recorded_before.is_some_and(|answer| answer.repeated));

    // A stream that stands elsewhere is told, as for the command itself.
    let stream = Stream::Municipality(municipality());
    let expected = vec![openboek_engine::Expected { stream, revision: 7 }];
    let stale = Command { expected, ..promise(3) };
    assert!(matches!(engine.foresee(NAME, stale).await, Err(RecordError::Revisions(_))));
    let size = memory.head(&log).unwrap().size;
    engine.close().unwrap();
    assert_eq!(memory.reopen().head(&log).unwrap().size, size);
    assert!(matches!(engine.foresee(NAME, promise(4)).await, Err(RecordError::Overloaded { .. })));
}

/// A watch gives at each size what comparing the two paragraphs gives, and leaves out what did not change.
#[tokio::test]
async fn a_watch_gives_what_changed_since_the_last_time() {
    let engine = open(Arc::new(MemoryStore::new()), [1; 32]);
    engine.create(NAME, founding()).await.unwrap();
    let mut watch = engine.watch_paragraphs(NAME, None, None, None).unwrap();
    let begin = watch.size();
    assert!(engine.paragraph_changes(&mut watch, begin).unwrap().is_empty());
    let size = engine.record(NAME, promise(1)).await.unwrap().published_size.unwrap();
    let changes = engine.paragraph_changes(&mut watch, size).unwrap();
    assert_eq!(watch.size(), size);
    let holder = Stream::Municipality(municipality());
    let year = BudgetYear::new(2020).unwrap();
    let show = |position| {
        let query = MomentQuery { position: Some(position), ..MomentQuery::default() };
        engine.paragraph(NAME, holder, year, query).unwrap().paragraph
    };
    let change = changes.iter().find(|change| (change.holder, change.year) == (holder, year)).unwrap();
    assert_eq!((&change.before, &change.after), (&show(begin), &show(size)));
    // A member that joins is watched from then on.
    let joins = openboek_rules::statement::MemberJoined {
        act: act("region"),
        member: Member { code: MunicipalityCode::new("GM0590").unwrap(), name: text("Papendrecht") },
        from: UncertainDate::Unknown,
    };
    let statement = Statement { concerns: vec![Stream::Region], body: Body::MemberJoined(joins) };
    let size = engine
        .record(NAME, command(7, vec![statement], Wait::Published))
        .await
        .unwrap()
        .published_size
        .unwrap();
    engine.paragraph_changes(&mut watch, size).unwrap();
    let mut made = promise(8).statements;
    made[0].concerns = vec![Stream::new("GM0590").unwrap()];
    if let Body::CommitmentMade(made) = &mut made[0].body {
        made.act = act("GM0590");
    }
    let size = engine.record(NAME, command(8, made, Wait::Published)).await.unwrap().published_size.unwrap();
    let changes = engine.paragraph_changes(&mut watch, size).unwrap();
    let changed: Vec<_> = changes.iter().map(|c| (c.holder.to_string(), c.year.get())).collect();
    assert_eq!(changed, [("GM0590".to_owned(), 2020)]);
}

/// A correction counts in the place of its original: in a view that grew past it, in one from a snapshot, and not in an earlier
/// stand.
#[tokio::test]
async fn a_correction_reaches_a_view_that_has_grown_past_its_entry() {
    let memory = MemoryStore::new();
    let engine = open(Arc::new(memory.clone()), [1; 32]);
    engine.create(NAME, founding()).await.unwrap();
    let holder = Stream::Municipality(municipality());
    let budget = |cents: i64| {
        let key = LineKey {
            taakveld: Taakveld::new("6.1").unwrap(),
            year: BudgetYear::new(2021).unwrap(),
            side: Side::Expenditure,
            nature: Nature::Structural,
            category: None,
            programme: None,
        };
        let line = BudgetLine { key, amount: Cents::new(cents).unwrap(), explanation: None };
        let year = BudgetYear::new(2021).unwrap();
        let body = BudgetAdopted { act: act("GM0505"), holder, year, lines: vec![line], rounded_to: None };
        Statement { concerns: vec![holder], body: Body::BudgetAdopted(body) }
    };
    let adopted = engine.record(NAME, command(1, vec![budget(81_000_000)], Wait::Published)).await.unwrap();
    let show = |engine: &Engine, position: Option<u64>| {
        let query = MomentQuery { position, ..MomentQuery::default() };
        let shown = engine.paragraph(NAME, holder, BudgetYear::new(2021).unwrap(), query).unwrap();
        shown.paragraph
    };
    let published = show(&engine, adopted.published_size);
    let correction = EntryCorrected {
        act: act("GM0505"),
        entry: adopted.entries[0].index,
        mistake: Mistake::WrongAmount,
        reason: text("Cijfers verwisseld"),
        corrected: Box::new(budget(18_000_000)),
    };
    let statement = Statement { concerns: vec![holder], body: Body::EntryCorrected(correction) };
    engine.record(NAME, command(2, vec![statement], Wait::Published)).await.unwrap();
    engine.record(NAME, promise(3)).await.unwrap();
    let expenditure = |paragraph: &Paragraph| {
        let table = paragraph.table(TableId::BudgetByTaakveld).unwrap();
        table.cell("6.1", "expenditure").unwrap().value.clone()
    };
    let says = |cents: i64| {
        Value::Amount(Amount::Exact(Cents::new(cents).unwrap()), Some(openboek_rules::Certainty::Decided))
    };
    let restated = show(&engine, None);
    assert_eq!(expenditure(&restated), says(18_000_000));
    assert!(restated.table(TableId::Corrections).is_some());
    assert_eq!(show(&engine, adopted.published_size), published, "an earlier stand is what it was");
    assert_eq!(expenditure(&published), says(81_000_000));
    engine.close().unwrap();
    drop(engine);
    let engine = open(Arc::new(memory.reopen()), [1; 32]);
    assert_eq!(show(&engine, None), restated);
    verified(&engine);
}

/// Two arrangements of which one writer only may be awake, and one view in memory: whoever comes waits for the other to rest, nothing is
/// lost, and every view is what it was.
#[tokio::test(flavor = "multi_thread")]
async fn writers_rest_and_wake_again() {
    let names = [NAME, "holland-rijnland"];
    let limits = Options { awake_entries: 1, view_entries: 1, ..options() };
    let engine =
        Engine::open(Outside::new(Arc::new(MemoryStore::new()), KeyRing::in_memory()), limits).unwrap();
    let engine = Arc::new(engine);
    for name in names {
        engine.create(name, founding()).await.unwrap();
    }
    for number in 1..=30 {
        let wait = if number % 3 == 0 { Wait::Published } else { Wait::Recorded };
        engine.record(names[usize::from(number % 2)], Command { wait, ..promise(number) }).await.unwrap();
    }
    let at_once = (31..=90).map(|number| {
        let (engine, name) = (engine.clone(), names[usize::from(number % 2)]);
        tokio::spawn(async move { engine.record(name, promise(number)).await })
    });
    for answer in at_once.collect::<Vec<_>>() {
        answer.await.unwrap().unwrap();
    }
    assert_eq!(promises(&engine).len(), 45, "the even numbers");
    verified(&engine);
    assert!(engine.record(NAME, promise(2)).await.unwrap().repeated);
    let year = BudgetYear::new(2020).unwrap();
    let show = |name| {
        let holder = Stream::Municipality(municipality());
        format!("{:?}", engine.paragraph(name, holder, year, MomentQuery::default()).unwrap().paragraph)
    };
    let shown = names.map(show);
    assert!(shown[0].contains("T2") && shown[1].contains("T1"));
    for _ in 0..3 {
        assert_eq!(names.map(show), shown);
    }
    engine.close().unwrap();
}
