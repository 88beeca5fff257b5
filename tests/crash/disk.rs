//! A disk that forgets what was not synced, under the real server: what the power takes at any moment loses nothing acknowledged.
//!
//! The server runs under `strace`, which tells every change of its files and every sync (`disk/trace.rs`, `disk/history.rs`). From that come
//! the states in which a loss of power may leave the disk (`disk/model.rs`, `disk/states.rs`). Each is opened and compared with what had been
//! answered by then (`disk/check.rs`); of some the real server is started, takes what was not answered, and its bundle is verified.
//!
//! The same with the syncs taken away from the server, and with one kind of them at a time left out of account, must find losses.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use openboek_tests::program::{Failure, Served};
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;

use crate::kill::{Known, check_log, compare, entries, send_again};
use check::{Outcome, Promise, Reference};
use history::{History, Sync};
use model::{Counts, Disk};
use run::{End, Watched, data, static_logs};
use states::State;

mod check;
mod history;
mod model;
mod run;
mod states;
mod trace;

/// How many states the tests try; the long run tries `OPENBOEK_DISK_STATES`.
const STATES: usize = 300;

/// Of how many of them the real server is started.
const SERVED: usize = 5;

fn states() -> usize {
    std::env::var("OPENBOEK_DISK_STATES").ok().and_then(|text| text.parse().ok()).unwrap_or(STATES)
}

/// What all states of one experiment showed.
#[derive(Default)]
struct Tally {
    tried: usize,
    /// Statements that were acknowledged before the latest of them.
    promised: u64,
    /// States in which something acknowledged is gone, and the most that is gone in one of them.
    lossy: usize,
    lost: u64,
    /// States that do not open or are not right.
    wrong: usize,
    /// What is not good, and in how many states; and the first of each.
    bad: BTreeMap<String, (usize, State)>,
}

impl Tally {
    fn add(&mut self, outcome: &Outcome, promised: Promise, state: State) {
        self.tried += 1;
        self.promised = self.promised.max(promised.size);
        let what = match outcome {
            Outcome::Good => return,
            Outcome::Lost(count) => {
                self.lossy += 1;
                self.lost = self.lost.max(*count);
                "acknowledged statements are gone"
            }
            Outcome::Wrong(why) => {
                self.wrong += 1;
                why
            }
        };
        self.bad.entry(what.to_owned()).or_insert((0, state)).0 += 1;
    }

    fn line(&self, what: &str) -> String {
        format!(
            "{what}: {} states, {} entries acknowledged; {} states lose (at most {} entries), {} do not open or are not right",
            self.tried, self.promised, self.lossy, self.lost, self.wrong
        )
    }
}

/// Where states are built: in memory where that is possible, for each is synced many times.
fn place() -> Result<tempfile::TempDir, Failure> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::tempdir_in(memory)
    {
        return Ok(folder);
    }
    Ok(tempfile::tempdir()?)
}

/// Opens states of a history.
fn try_states(
    history: &History,
    reference: &Reference,
    counts: &Counts<'_>,
    states: &[State],
) -> Result<Tally, Failure> {
    let tally = Mutex::new(Tally::default());
    let workers = std::thread::available_parallelism().map_or(2, usize::from).min(4);
    let part = states.len().div_ceil(workers).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = states
            .chunks(part)
            .map(|states| {
                let tally = &tally;
                scope.spawn(move || {
                    let folder = place()?;
                    let mut disk = Disk::new(history, counts);
                    for state in states {
                        disk.advance(state.moment);
                        let here = folder.path().join("state");
                        disk.build(&state.kept(history, &disk), &here)?;
                        let promised = reference.promised(state.moment);
                        let outcome = reference.check(&here, promised);
                        tally.lock().unwrap().add(&outcome, promised, *state);
                        std::fs::remove_dir_all(&here)?;
                    }
                    Ok::<_, Failure>(())
                })
            })
            .collect();
        parts.into_iter().try_for_each(|part| part.join().unwrap())
    })?;
    Ok(tally.into_inner().unwrap())
}

/// Syncs of one kind, by what is synced.
type Kind = fn(&History, &Sync) -> bool;

/// Each kind of sync, and whether to do without it loses anything here.
const KINDS: [(&str, Kind); 5] = [
    ("the journal", |_, sync| named(sync, "data/store/journal-")),
    ("sled's file", |_, sync| sync.path == Path::new("data/store/sled/db")),
    ("folders", |history, sync| history.is_folder(sync.node)),
    ("the key", |_, sync| named(sync, "data/keys/")),
    ("the static log", |_, sync| named(sync, "public/")),
];

fn named(sync: &Sync, beginning: &str) -> bool {
    sync.path.to_str().is_some_and(|path| path.starts_with(beginning))
}

/// Starts the real server over a state. It holds what was answered, takes everything else once more, and its bundle is verified and goes on
/// from the newest checkpoint that was shown.
async fn serve(watched: &Watched, reference: &Reference, state: &State) -> Result<(), Failure> {
    let folder = place()?;
    let here = folder.path().join("state");
    let mut disk = Disk::new(&watched.history, &|_, _| true);
    disk.advance(state.moment);
    disk.build(&state.kept(&watched.history, &disk), &here)?;
    let server = Served::start_with_logs(&data(&here), &static_logs(&here), &[])?;
    let channel = server.connect().await?;
    let recorded = &watched.recorded;
    let founding = recorded.founding.clone().ok_or("nothing was founded")?;
    ArrangementServiceClient::new(channel.clone()).create_arrangement(founding).await?;
    let mut known = Known::default();
    for (request, command) in &recorded.requests {
        match recorded.answers.get(request) {
            Some(answer) if reference.was_sent(request, state.moment) => {
                known.acknowledged.insert(request.clone(), answer.clone());
            }
            _ => {
                known.unheard.insert(request.clone(), command.clone());
            }
        }
    }
    let known = Mutex::new(known);
    send_again(&channel, &known).await?;
    let known = known.into_inner().unwrap();
    let moment = u64::try_from(state.moment)?;
    compare(&entries(&channel).await?, &known.acknowledged, moment)?;
    let shown = recorded.checkpoints.values().rev().find(|note| reference.was_sent(check::root(note), state.moment));
    check_log(&channel, folder.path(), shown.map(|note| note.clone().into_bytes()), moment).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_forgets_what_was_not_synced_loses_nothing() -> Result<(), Failure> {
    let begin = Instant::now();
    let mut watched = Watched::new(false)?;
    watched.run(1, 24, 90, End::Killed).await?;
    watched.run(2, 12, 0, End::Stopped).await?;
    watched.run(3, 6, 0, End::Killed).await?;
    let (history, recorded) = (&watched.history, &watched.recorded);
    let reference = Reference::read(&watched.root, recorded, history)?;
    println!(
        "traced in {:.1?}: {} changes, {} syncs, {} answers of {} commands",
        begin.elapsed(), history.ops.len(), history.syncs.len(), recorded.answers.len(), recorded.requests.len()
    );
    let begin = Instant::now();
    let chosen = states::all(history, &|_, _| true, states());
    println!("{} states chosen in {:.1?}", chosen.len(), begin.elapsed());
    let begin = Instant::now();
    let with_sync = try_states(history, &reference, &|_, _| true, &chosen)?;
    println!("{} ({:.1?})", with_sync.line("with every sync"), begin.elapsed());
    for (what, (count, state)) in &with_sync.bad {
        println!("    {count} × {what}; {state:?} {}", history.near(state.moment));
    }
    for (kind, is_kind) in KINDS {
        let begin = Instant::now();
        let counts = |history: &History, sync: &Sync| !is_kind(history, sync);
        let chosen = states::all(history, &counts, states() / 5);
        let without = try_states(history, &reference, &counts, &chosen)?;
        println!("{} ({:.1?})", without.line(&format!("without the syncs of {kind}")), begin.elapsed());
        for (what, (count, state)) in &without.bad {
            println!("    {count} × {what}; {state:?}");
        }
    }
    let begin = Instant::now();
    let mut served = 0;
    for state in chosen.iter().skip(chosen.len() / SERVED / 2).step_by(chosen.len() / SERVED) {
        serve(&watched, &reference, state).await.map_err(|e| format!("{state:?} served: {e}"))?;
        served += 1;
    }
    println!("{served} of them served by the real server, what was not answered sent again, the bundle verified ({:.1?})", begin.elapsed());
    assert!(with_sync.bad.is_empty(), "{:?}", with_sync.bad);
    Ok(())
}
