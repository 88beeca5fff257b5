//! What bytes are changed of: a data folder with real content in two states, its static log and a backup, made by the real programs.

use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use openboek_engine::{
    Clock as _, Command, Engine, KeyRing, ManualClock, Options, Outside, Randomness, SystemClock, Wait,
};
use openboek_proof::entry::{Actor, RequestId};
use openboek_rules::date::UncertainDate;
use openboek_rules::statement::{
    BudgetAdopted, BudgetLine, CommitmentMade, EntryCorrected, LineKey, Mistake, Nature, Recurrence, Side,
};
use openboek_rules::{
    Act, Body, BudgetYear, Cents, CommitmentId, MunicipalityCode, Organ, OrganisationId, Statement, Stream,
    Taakveld, Text,
};
use openboek_server::upkeep::backup_data;
use openboek_store::StoreError;
use openboek_store_sled::{SledOptions, SledStore};
use openboek_tests::program::{Served, folder_in_memory, path};

use super::places::{Files, read_files, write_files};
use crate::when_free;

pub(super) const REGION: &str = "drechtsteden";
const OTHER: &str = "lochem-zutphen";
/// As much as an opening needs; a cache that is not asked for costs nothing.
const STORE: SledOptions = SledOptions { cache_bytes: 8 << 20 };

/// A data folder to change bytes of.
pub(super) struct Image {
    pub(super) name: &'static str,
    pub(super) files: Files,
}

/// All there is.
pub(super) struct Material {
    /// Closed in order; everything published.
    pub(super) closed: Image,
    /// As after a loss of power: the last commands are in the journal alone, not in the database and not published.
    pub(super) cut_off: Image,
    /// Much longer: the database has several segments. Not in the short run.
    pub(super) long: Option<Image>,
    /// The static logs that the server wrote, and a backup: both of [`Self::closed`].
    pub(super) static_logs: Files,
    pub(super) backup: Files,
    /// The same ledger later on, closed.
    pub(super) later: Files,
    /// Recorded and published before the first state; those that only the second has; and those that come after both.
    pub(super) before: Vec<(&'static str, Command)>,
    pub(super) last: Vec<(&'static str, Command)>,
    pub(super) next: Vec<(&'static str, Command)>,
    pub(super) now_ms: i64,
}

/// Salts that are no secret: the same commands give the same bytes.
struct CountingSalts(AtomicU64);

impl Randomness for CountingSalts {
    fn salt(&self) -> Result<[u8; 32], String> {
        let mut salt = [7; 32];
        salt[..8].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        Ok(salt)
    }
}

/// The store of a data folder, as the server opens it.
pub(super) fn open_store(data: &Path) -> Result<Arc<SledStore>, StoreError> {
    let open = || SledStore::open(&data.join("store"), &STORE);
    when_free(open, |error| matches!(error, StoreError::Busy(_))).map(Arc::new)
}

/// The engine over an open store, with a clock that stands still and salts that count.
pub(super) fn open_engine(
    store: &Arc<SledStore>,
    data: &Path,
    now_ms: i64,
    options: Options,
) -> Result<Engine, openboek_engine::OpenError> {
    let options = Options { seal_interval: Duration::from_millis(1), ..options };
    Engine::open(outside(store, data, now_ms, 0), options)
}

fn outside(store: &Arc<SledStore>, data: &Path, now_ms: i64, first_salt: u64) -> Outside {
    Outside {
        store: store.clone(),
        clock: Arc::new(ManualClock::at(now_ms)),
        randomness: Arc::new(CountingSalts(AtomicU64::new(first_salt))),
        keys: KeyRing::Folder(data.join("keys")),
    }
}

impl Material {
    /// Makes it; `long` is how many promises the long data folder has.
    pub(super) async fn make(long: Option<usize>) -> Self {
        let place = folder_in_memory().unwrap();
        let at = |name: &str| place.path().join(name);
        record_cases(&at("data"), &at("logs")).await;
        let now_ms = SystemClock.now_ms();

        let options = Options { static_logs: Some(at("logs")), ..Options::default() };
        let mut before = vec![
            (REGION, command(1, budget(17_000_000))),
            (REGION, command(2, promise("GM0505", "T101"))),
            (OTHER, command(3, promise("GM0262", "T102"))),
        ];
        let store = open_store(&at("data")).unwrap();
        let engine = open_engine(&store, &at("data"), now_ms, options).unwrap();
        let adopted = record_all(&engine, &before, Wait::Published).await[0];
        let correction = vec![(REGION, command(4, correction(adopted)))];
        record_all(&engine, &correction, Wait::Published).await;
        before.extend(correction);
        show_all(&engine);
        engine.close().unwrap();
        drop((engine, store));
        backup_data(&at("data"), &at("backup"), &mut |_, _, _| {}).unwrap();
        let closed = Image { name: "closed", files: read_files(&at("data")) };

        let last = vec![
            (REGION, command(5, promise("GM0523", "T103"))),
            (OTHER, command(6, promise("GM0301", "T104"))),
            (REGION, command(7, promise("GM0505", "T105"))),
        ];
        let cut_off = cut_off(&closed, &at("data"), now_ms, &last).await;
        let later = read_files(&at("data"));
        let next = vec![
            (REGION, command(8, promise("GM0505", "T106"))),
            (OTHER, command(9, promise("GM0262", "T107"))),
        ];
        let long = match long {
            Some(promises) => Some(much_longer(&closed, &at("long"), now_ms, promises).await),
            None => None,
        };
        Self {
            closed,
            cut_off,
            long,
            static_logs: read_files(&at("logs")),
            backup: read_files(&at("backup")),
            later,
            before,
            last,
            next,
            now_ms,
        }
    }
}

/// The five cases, recorded by the real programs.
async fn record_cases(data: &Path, logs: &Path) {
    let server = Served::start_with_logs(data, logs, &[]).unwrap();
    let address = server.grpc.clone();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/openboek/cases");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(cases).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    let recorded = tokio::task::spawn_blocking(move || {
        for file in files {
            let program = path("openboek").unwrap();
            let output =
                Program::new(program).arg("record").arg(&file).args(["--server", &address]).output().unwrap();
            assert!(
                output.status.success(),
                "{}: {}",
                file.display(),
                String::from_utf8_lossy(&output.stderr)
            );
        }
    });
    recorded.await.unwrap();
    assert!(server.stop().unwrap().success());
}

/// Records commands one after the other; gives the first position of each.
async fn record_all(engine: &Engine, commands: &[(&'static str, Command)], wait: Wait) -> Vec<u64> {
    let mut places = Vec::new();
    for (arrangement, command) in commands {
        let recorded = engine.record(arrangement, Command { wait, ..command.clone() }).await.unwrap();
        assert!(!recorded.repeated);
        places.push(recorded.entries[0].index);
    }
    places
}

/// Shows a paragraph of every holder, so that there are snapshots of views.
fn show_all(engine: &Engine) {
    for arrangement in engine.arrangements().unwrap() {
        for (holder, _) in engine.holders(arrangement.name.as_str()).unwrap() {
            engine.paragraph_years(arrangement.name.as_str(), holder).unwrap();
        }
    }
}

/// The database as it was at the start, and the journal as it is when commands were recorded since: what is left when the power goes.
async fn cut_off(closed: &Image, data: &Path, now_ms: i64, last: &[(&'static str, Command)]) -> Image {
    let store = open_store(data).unwrap();
    let never = Options { seal_interval: Duration::from_secs(3_600), ..Options::default() };
    let engine = Engine::open(outside(&store, data, now_ms, 1_000), never).unwrap();
    record_all(&engine, last, Wait::Recorded).await;
    let mut files = closed.files.clone();
    let running = read_files(data);
    for name in ["store/journal-1", "store/journal-2", "store/synced"] {
        files.insert(name.into(), running[Path::new(name)].clone());
    }
    assert_ne!(files, closed.files);
    engine.close().unwrap();
    Image { name: "cut off", files }
}

async fn much_longer(closed: &Image, data: &Path, now_ms: i64, promises: usize) -> Image {
    const EACH: usize = 250;
    write_files(data, &closed.files, None);
    let store = open_store(data).unwrap();
    let engine = open_engine(&store, data, now_ms, Options::default()).unwrap();
    for number in 0..promises.div_ceil(EACH) {
        let statements = (0..EACH).map(|one| promise("GM1904", &format!("T{number}-{one}")));
        let mut request = [9; 16];
        request[..8].copy_from_slice(&u64::try_from(number).unwrap().to_be_bytes());
        let command = Command { statements: statements.collect(), ..command(0, promise("GM1904", "T0")) };
        engine.record("stichtse-vecht", Command { request: RequestId(request), ..command }).await.unwrap();
    }
    show_all(&engine);
    engine.close().unwrap();
    drop((engine, store));
    Image { name: "long", files: read_files(data) }
}

fn command(number: u8, statement: Statement) -> Command {
    let mut request = [number; 16];
    request[15] = 1;
    Command {
        request: RequestId(request),
        actor: Actor::parse("griffie").unwrap(),
        statements: vec![statement],
        expected: Vec::new(),
        // Under way alone, each: so recording is the same in every run, to the byte.
        wait: Wait::Published,
    }
}

fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}

fn municipality(code: &str) -> MunicipalityCode {
    MunicipalityCode::new(code).unwrap()
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

fn promise(council: &str, id: &str) -> Statement {
    let made = CommitmentMade {
        act: act(council),
        commitment: CommitmentId::new(id).unwrap(),
        text: text("Wij zorgen voor een plan."),
        with: Vec::new(),
        due: UncertainDate::Unknown,
        recurrence: Recurrence::Once,
    };
    Statement {
        concerns: vec![Stream::Municipality(municipality(council))],
        body: Body::CommitmentMade(made),
    }
}

fn budget(cents: i64) -> Statement {
    let year = BudgetYear::new(2022).unwrap();
    let key = LineKey {
        taakveld: Taakveld::new("6.1").unwrap(),
        year,
        side: Side::Expenditure,
        nature: Nature::Structural,
        category: None,
        programme: None,
    };
    let adopted = BudgetAdopted {
        act: act("GM0505"),
        holder: Stream::Municipality(municipality("GM0505")),
        year,
        lines: vec![BudgetLine { key, amount: Cents::new(cents).unwrap(), explanation: None }],
        rounded_to: None,
    };
    Statement {
        concerns: vec![Stream::Municipality(municipality("GM0505"))],
        body: Body::BudgetAdopted(adopted),
    }
}

fn correction(entry: u64) -> Statement {
    let corrected = EntryCorrected {
        act: act("GM0505"),
        entry,
        mistake: Mistake::WrongAmount,
        reason: text("Cijfers verwisseld"),
        corrected: Box::new(budget(71_000_000)),
    };
    let concerns = vec![Stream::Municipality(municipality("GM0505"))];
    Statement { concerns, body: Body::EntryCorrected(corrected) }
}
