//! Receipts of published documents: recorded once, found again after every kind of restart, each on the state it says.

use std::sync::Arc;
use std::time::Duration;

use openboek_engine::{
    BundleRequest, Check, Document, Engine, Examination, KeyRing, Outside, ReceiptError, RecordError,
    RecordedReceipt, RestoreConfig, Severity, examine, paragraph_document, restore,
};
use openboek_proof::entry::{Basis, Entry, JSON, Output, StreamCode, VersionedName};
use openboek_proof::hash::{DocumentDigest, event_hash};
use openboek_proof::verify::{ReaderConfig, Verdict, verify_bundle};
use openboek_rules::{BudgetYear, MunicipalityCode, Stream};
use openboek_store::{
    Append, AppendError, AppendFault, FaultPlan, FaultyStore, Head, Health, LogName, MemoryStore,
    RequestRecord, Store, StoreError, StoredEntry, StreamHead,
};

use super::static_log::{LATER, SEED, name, promises, with_static_logs};
use super::{Command, NAME, Wait, founding, municipality, open, promise, verified};

fn holder() -> Stream {
    Stream::Municipality(municipality())
}

fn output(media_type: &str, bytes: &[u8]) -> Output {
    Output { media_type: media_type.into(), length: bytes.len() as u64, digest: DocumentDigest::of(bytes) }
}

/// The paragraph of a year with this text for its JSON, on the newest state.
fn document(engine: &Engine, year: i64, text: &str) -> Document {
    Document {
        name: paragraph_document(holder(), BudgetYear::new(year).unwrap()).unwrap(),
        projector: VersionedName::new("openboek-paragraph", 1).unwrap(),
        basis_size: engine.ground(NAME, holder()).unwrap().basis.size,
        outputs: vec![output(JSON, text.as_bytes())],
    }
}

async fn publish(engine: &Engine, year: i64, text: &str) -> RecordedReceipt {
    engine.publish(NAME, document(engine, year, text), Wait::Published).await.unwrap()
}

async fn founded(store: Arc<dyn Store>) -> Engine {
    let engine = open(store, SEED);
    engine.create(NAME, founding()).await.unwrap();
    engine.record(NAME, promise(1)).await.unwrap();
    engine
}

#[tokio::test]
async fn a_document_is_published_once_and_superseded_by_another() {
    let engine = founded(Arc::new(MemoryStore::new())).await;
    let first = publish(&engine, 2021, "one").await;
    assert_eq!((first.receipt.index, first.receipt.stream.revision, first.receipt.supersedes), (4, 1, None));
    assert_eq!((first.receipt.basis.size, first.repeated, first.published_size), (4, false, Some(6)));
    let stored = engine.entry(NAME, 4).unwrap().unwrap();
    assert_eq!(
        (stored.entry, event_hash(&stored.stored.entry)),
        (Entry::Receipt(first.receipt.clone()), first.hash)
    );

    // The same document again, and the same in one form less: the receipt that there is, and nothing is written.
    let again = publish(&engine, 2021, "one").await;
    assert_eq!(again, RecordedReceipt { repeated: true, ..first.clone() });
    assert_eq!(engine.heads_now(NAME).unwrap().size, 6);

    // Another form is another document; so are other bytes, and another year has receipts of its own.
    let mut with_pdf = document(&engine, 2021, "one");
    with_pdf.outputs.push(output("application/pdf", b"pdf"));
    let second = engine.publish(NAME, with_pdf, Wait::Published).await.unwrap();
    assert_eq!((second.receipt.supersedes, second.repeated), (Some(4), false));
    assert!(publish(&engine, 2021, "one").await.repeated, "the newest receipt has that form, and one more");
    let other_year = publish(&engine, 2022, "one").await;
    assert_eq!((other_year.receipt.supersedes, other_year.receipt.stream.revision), (None, 3));
    engine.record(NAME, promise(2)).await.unwrap();
    let third = publish(&engine, 2021, "two").await;
    assert_eq!(third.receipt.supersedes, Some(second.receipt.index));
    assert!(third.receipt.basis.size > other_year.receipt.index);
    verified(&engine);

    let receipts = engine.receipts(NAME, holder(), engine.heads_now(NAME).unwrap().size).unwrap();
    let newest: Vec<u64> = receipts.iter().map(|recorded| recorded.receipt.index).collect();
    assert_eq!(newest, [other_year.receipt.index, third.receipt.index]);
}

/// What others recorded is no news: the basis is the smallest state that holds every event of the two streams.
#[tokio::test]
async fn a_document_rests_on_its_own_events() {
    let engine = founded(Arc::new(MemoryStore::new())).await;
    let ground = engine.ground(NAME, holder()).unwrap();
    let promised = engine.entry(NAME, 2).unwrap().unwrap();
    assert_eq!((ground.basis.size, ground.view.size()), (4, 3));
    assert_eq!(ground.last_event_hash, event_hash(&promised.stored.entry));
    assert_eq!(ground.last_recorded_at_ms, promised.entry.recorded().unix_ms());
    let first = publish(&engine, 2021, "one").await;
    // The receipt itself and what is only the region's paragraph's business change nothing of the ground.
    assert_eq!(engine.ground(NAME, holder()).unwrap().basis, ground.basis);
    assert_eq!(engine.ground(NAME, Stream::Region).unwrap().basis.size, 2);
    // What was published can be had again after more was recorded.
    engine.record(NAME, promise(2)).await.unwrap();
    let before = engine.ground_of(NAME, &first.receipt).unwrap();
    assert_eq!((before.basis, before.last_event_hash), (ground.basis, ground.last_event_hash));
    assert_eq!(before.view, ground.view);
    // A bundle of that state is what was given out then.
    let request = BundleRequest { size: Some(4), ..BundleRequest::newest(holder(), Vec::new()) };
    match verify_bundle(&engine.bundle(NAME, &request).unwrap(), &ReaderConfig::at(LATER)) {
        Verdict::Klopt(report) => assert_eq!((report.size, report.root), (4, ground.basis.root)),
        other => panic!("{other:?}"),
    }
    for size in [0, 3, 99] {
        let request = BundleRequest { size: Some(size), ..BundleRequest::newest(holder(), Vec::new()) };
        engine.bundle(NAME, &request).unwrap_err();
    }
}

#[tokio::test]
async fn what_no_document_can_be_is_refused() {
    let engine = founded(Arc::new(MemoryStore::new())).await;
    let good = document(&engine, 2021, "one");
    let elsewhere = Stream::Municipality(MunicipalityCode::new("GM0590").unwrap());
    let name = paragraph_document(elsewhere, BudgetYear::new(2021).unwrap()).unwrap();
    let refused = [
        (
            Document { name, ..good.clone() },
            ReceiptError::NoSuchStream(StreamCode::municipality(590).unwrap()),
        ),
        (Document { basis_size: 0, ..good.clone() }, ReceiptError::NoBasis(0)),
        (Document { basis_size: 3, ..good.clone() }, ReceiptError::NoBasis(3)),
        (Document { basis_size: 5, ..good.clone() }, ReceiptError::NoBasis(5)),
        (Document { outputs: Vec::new(), ..good.clone() }, ReceiptError::Outputs),
        (
            Document { outputs: vec![output("application/pdf", b"pdf")], ..good.clone() },
            ReceiptError::Outputs,
        ),
        (
            Document { outputs: [good.outputs.clone(), good.outputs.clone()].concat(), ..good.clone() },
            ReceiptError::Outputs,
        ),
    ];
    for (document, error) in refused {
        assert_eq!(engine.publish(NAME, document, Wait::Recorded).await.unwrap_err(), error);
    }
    let nowhere = engine.publish("atlantis", good.clone(), Wait::Recorded).await;
    assert!(matches!(nowhere, Err(ReceiptError::Record(RecordError::NoSuchArrangement(_)))));
    assert_eq!(engine.heads_now(NAME).unwrap().size, 4, "a refusal leaves no trace");

    // One that was computed before another of a later state was published comes too late.
    engine.record(NAME, promise(2)).await.unwrap();
    let later = publish(&engine, 2021, "two").await;
    let late = engine.publish(NAME, good, Wait::Recorded).await.unwrap_err();
    assert_eq!(late, ReceiptError::Outdated { newest: later.receipt.index });
    let another = document(&engine, 2021, "three");
    engine.close().unwrap();
    engine.publish(NAME, another, Wait::Recorded).await.unwrap_err();
}

/// After each way an append can fail, the document is published once.
#[tokio::test]
async fn a_failed_append_is_answered_truly_and_the_document_may_be_offered_again() {
    for fault in [AppendFault::FailedAndLost, AppendFault::UnknownAndLost, AppendFault::UnknownButKept] {
        let store = Arc::new(FaultyStore::new(MemoryStore::new(), FaultPlan::new()));
        let engine = founded(store.clone()).await;
        let document = document(&engine, 2021, "one");
        store.set_plan(FaultPlan::new().append(1, fault));
        let answer = engine.publish(NAME, document.clone(), Wait::Published).await;
        let certain = matches!(answer, Err(ReceiptError::Record(RecordError::NotRecorded(_))));
        assert_eq!(certain, fault == AppendFault::FailedAndLost, "{fault:?}: {answer:?}");
        let again = engine.publish(NAME, document, Wait::Published).await.unwrap();
        assert_eq!(
            (again.repeated, again.receipt.index),
            (fault == AppendFault::UnknownButKept, 4),
            "{fault:?}"
        );
        assert!(again.published_size.is_some());
        verified(&engine);
    }
}

/// Recorded between commands, in a group of its own or with them: revisions have no gaps and everything verifies.
#[tokio::test(flavor = "multi_thread")]
async fn receipts_and_commands_share_the_queue() {
    let engine = Arc::new(founded(Arc::new(MemoryStore::new())).await);
    let ground = document(&engine, 2021, "");
    let mut tasks = Vec::new();
    for number in 2..40_u8 {
        let engine = engine.clone();
        let bytes = [number / 3];
        let document = Document { outputs: vec![output(JSON, &bytes)], ..ground.clone() };
        tasks.push(tokio::spawn(async move {
            engine.record(NAME, Command { wait: Wait::Recorded, ..promise(number) }).await.unwrap();
            engine.publish(NAME, document, Wait::Published).await.unwrap()
        }));
    }
    for task in tasks {
        let recorded = task.await.unwrap();
        let stored = engine.entry(NAME, recorded.receipt.index).unwrap().unwrap();
        assert_eq!(event_hash(&stored.stored.entry), recorded.hash);
    }
    verified(&engine);
}

/// The newest receipt is known after a restart, with the snapshots and without them; and the doctor finds nothing.
#[tokio::test]
async fn a_restart_knows_what_was_published() {
    for without_snapshots in [false, true] {
        let memory = MemoryStore::new();
        let engine = founded(Arc::new(memory.clone())).await;
        let first = publish(&engine, 2021, "one").await;
        engine.record(NAME, promise(2)).await.unwrap();
        let second = publish(&engine, 2021, "two").await;
        let shown = |engine: &Engine| {
            let year = BudgetYear::new(2021).unwrap();
            let shown =
                engine.paragraph(NAME, holder(), year, openboek_engine::MomentQuery::default()).unwrap();
            shown.receipt.map(|recorded| recorded.receipt.index)
        };
        assert_eq!(shown(&engine), Some(second.receipt.index));
        engine.close().unwrap();
        drop(engine);
        let memory = memory.reopen();
        if without_snapshots {
            for name in ["state", "view/GM0505"] {
                memory.put_snapshot(&LogName::new(NAME).unwrap(), name, b"no snapshot").unwrap();
            }
        }
        let engine = open(Arc::new(memory.reopen()), SEED);
        assert_eq!(shown(&engine), Some(second.receipt.index));
        let again = publish(&engine, 2021, "two").await;
        assert_eq!((again.receipt, again.repeated), (second.receipt.clone(), true));
        let third = publish(&engine, 2021, "one").await;
        assert_eq!(
            third.receipt.supersedes,
            Some(second.receipt.index),
            "not the same as the newest: {first:?}"
        );
        verified(&engine);
        engine.close().unwrap();
        drop(engine);
        let store = memory.reopen();
        let keys = KeyRing::in_memory();
        keys.put(&name(), &SEED).unwrap();
        let examination = Examination { store: &store, keys: &keys, static_logs: None, now_ms: LATER };
        let examined = examine(&examination, &mut |_, _, _| {});
        assert!(!examined.is_wrong(), "{:?}", examined.findings);
        assert!(examined.findings.iter().all(|one| one.check.severity() != Severity::Wrong));
        assert!(!examined.findings.iter().any(|one| one.check == Check::SnapshotDiffers));
    }
}

#[tokio::test]
async fn a_restored_log_has_its_receipts() {
    let root = tempfile::tempdir().unwrap();
    let store = Arc::new(MemoryStore::new());
    let engine = with_static_logs(store, root.path()).unwrap();
    engine.create(NAME, founding()).await.unwrap();
    engine.record(NAME, promises(1, 3)).await.unwrap();
    let published = publish(&engine, 2021, "one").await;
    engine.close().unwrap();
    let folder = openboek_engine::LogFolder::new(&root.path().join(NAME));
    let copy = MemoryStore::new();
    let config = RestoreConfig { now_ms: LATER, ..RestoreConfig::default() };
    restore(&folder, &copy, &config, &mut |_, _| {}).unwrap();
    let engine = open(Arc::new(copy), SEED);
    let again = publish(&engine, 2021, "one").await;
    assert_eq!((again.receipt, again.hash, again.repeated), (published.receipt, published.hash, true));
    verified(&engine);
}

/// A store that another process appends to as well. Nobody is kept from writing; each finds out at the next claim that the log has grown.
struct Shared(MemoryStore);

impl Store for Shared {
    fn shared(&self) -> Option<Duration> {
        Some(Duration::ZERO)
    }
    fn logs(&self) -> Result<Vec<(LogName, Vec<u8>)>, StoreError> {
        self.0.logs()
    }
    fn create_log(&self, log: &LogName, description: &[u8]) -> Result<(), AppendError> {
        self.0.create_log(log, description)
    }
    fn append(&self, log: &LogName, batch: &Append) -> Result<(), AppendError> {
        self.0.append(log, batch)
    }
    fn head(&self, log: &LogName) -> Result<Head, StoreError> {
        self.0.head(log)
    }
    fn entries(
        &self,
        log: &LogName,
        from: u64,
        limit: usize,
        bytes: usize,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        self.0.entries(log, from, limit, bytes)
    }
    fn entry(&self, log: &LogName, index: u64) -> Result<Option<StoredEntry>, StoreError> {
        self.0.entry(log, index)
    }
    fn stream(
        &self,
        log: &LogName,
        stream: openboek_store::StreamCode,
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        self.0.stream(log, stream, from, limit)
    }
    fn request(&self, log: &LogName, request: &[u8; 16]) -> Result<Option<RequestRecord>, StoreError> {
        self.0.request(log, request)
    }
    fn tile(&self, log: &LogName, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.tile(log, level, number)
    }
    fn stream_heads(&self, log: &LogName) -> Result<Vec<StreamHead>, StoreError> {
        self.0.stream_heads(log)
    }
    fn snapshot(&self, log: &LogName, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.snapshot(log, name)
    }
    fn put_snapshot(&self, log: &LogName, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.0.put_snapshot(log, name, bytes)
    }
    fn health(&self) -> Health {
        self.0.health()
    }
    fn close(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Two engines over one store publish in turn: each knows what the other published.
#[tokio::test(flavor = "multi_thread")]
async fn another_process_publishes_too() {
    let memory = MemoryStore::new();
    let one = founded(Arc::new(Shared(memory.clone()))).await;
    let ring = KeyRing::in_memory();
    ring.put(&name(), &SEED).unwrap();
    let other = Engine::open(Outside::new(Arc::new(Shared(memory.clone())), ring), super::options()).unwrap();
    let first = publish(&one, 2021, "one").await;
    let again = publish(&other, 2021, "one").await;
    assert_eq!((again.receipt, again.repeated), (first.receipt.clone(), true));
    let second = publish(&other, 2021, "two").await;
    assert_eq!(second.receipt.supersedes, Some(first.receipt.index));
    let third = publish(&one, 2021, "three").await;
    assert_eq!(third.receipt.supersedes, Some(second.receipt.index));
    let Basis { size, .. } = third.receipt.basis;
    assert_eq!(size, first.receipt.basis.size, "nothing was recorded but receipts");
    verified(&one);
}
