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

use openboek_tests::program::{Failure, Served, folder_in_memory};
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;

use crate::kill::{ARRANGEMENT, Known, check_log, compare, entries, send_again};
use check::{Outcome, Promise, Reference};
use history::{History, Sync};
use model::{Counts, Disk};
use run::{End, Load, Watched, data, static_logs};
use states::State;

mod check;
mod history;
mod model;
mod run;
mod states;
mod trace;

/// How many states the tests try; the long run tries `OPENBOEK_DISK_STATES`.
const STATES: usize = 200;

/// Of how many of them the real server is started.
const SERVED: usize = 2;

/// Which part of them is tried of each experiment without some sync, and of the long history, whose states take longer.
const OF_EACH_KIND: usize = 6;
const OF_LONG: usize = 40;

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
    /// What is not good, in how many states, and one of them.
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

    fn print(&self, what: &str) {
        println!(
            "{what}: {} states, {} entries acknowledged; states that lose some: {} (at most {}); that do not open or are not right: {}",
            self.tried, self.promised, self.lossy, self.lost, self.wrong
        );
    }
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
                    let folder = folder_in_memory()?;
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

/// Syncs of one kind.
type Kind = fn(&History, &Sync) -> bool;

/// Each kind of sync. Without it states are found that are not good; each of them is there for something.
const KINDS: [(&str, Kind); 7] = [
    ("fdatasync of the journal", |_, sync| named(sync, "data/store/journal-") && sync.of_data),
    ("fdatasync of sled's file", |_, sync| sync.path == Path::new("data/store/sled/db") && sync.of_data),
    ("fsync of the store's files", |history, sync| {
        named(sync, "data/store/") && !sync.of_data && !history.is_folder(sync.node)
    }),
    ("fsync of folders", |history, sync| history.is_folder(sync.node)),
    // A store in a folder whose own name is not durable is gone as a whole.
    ("fsync of the folders above the store", |history, sync| {
        history.is_folder(sync.node) && !named(sync, "data/store")
    }),
    ("fsync of the key", |_, sync| named(sync, "data/keys/")),
    ("fsync of the static log", |_, sync| named(sync, "public/")),
];

fn named(sync: &Sync, beginning: &str) -> bool {
    sync.path.to_str().is_some_and(|path| path.starts_with(beginning))
}

/// Starts the real server over a state. It holds what was answered, takes everything else once more, and its bundle is verified and goes on
/// from the newest checkpoint that was shown.
async fn serve(watched: &Watched, reference: &Reference, state: &State) -> Result<(), Failure> {
    let folder = folder_in_memory()?;
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
            Some(heard) if reference.was_sent(request, state.moment) => {
                known.acknowledged.insert(request.clone(), heard.answer.clone());
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
    compare(&entries(&channel, ARRANGEMENT).await?, &known.acknowledged, moment)?;
    let shown =
        recorded.checkpoints.values().rev().find(|note| reference.was_sent(check::root(note), state.moment));
    check_log(&channel, ARRANGEMENT, folder.path(), shown.map(|note| note.clone().into_bytes()), moment)
        .await?;
    Ok(())
}

/// Three lives of a server: killed in the middle, stopped in order, killed.
async fn three_lives(load: Load) -> Result<Watched, Failure> {
    let mut watched = Watched::new(false)?;
    watched.run(1, load, End::Killed).await?;
    watched.run(2, Load { each: load.each / 2, ..load }, End::Stopped).await?;
    watched.run(3, Load { each: load.each / 4, large: 1, ..load }, End::Killed).await?;
    Ok(watched)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_forgets_what_was_not_synced_loses_nothing() -> Result<(), Failure> {
    let watched = three_lives(Load { each: 24, large: 90, every: 24 }).await?;
    let history = &watched.history;
    let reference = Reference::read(&watched.root, &watched.recorded, history)?;
    println!("{} changes, {} syncs of three lives of a server", history.ops.len(), history.syncs.len());
    let chosen = states::all(history, &|_, _| true, states());
    let found = try_states(history, &reference, &|_, _| true, &chosen)?;
    found.print("with every sync");
    assert!(found.bad.is_empty(), "states that are not good: {:?}", found.bad);
    for state in chosen.iter().skip(chosen.len() / SERVED / 2).step_by(chosen.len().div_ceil(SERVED)) {
        serve(&watched, &reference, state).await.map_err(|e| format!("{state:?}, served: {e}"))?;
    }
    println!("{SERVED} of them served: what was not answered sent again, each there once, klopt");
    for (kind, is_kind) in KINDS {
        let counts = |history: &History, sync: &Sync| !is_kind(history, sync);
        let chosen = states::all(history, &counts, states() / OF_EACH_KIND);
        let found = try_states(history, &reference, &counts, &chosen)?;
        found.print(&format!("without {kind}"));
        assert!(!found.bad.is_empty(), "without {kind} nothing is lost: this shows nothing");
    }
    Ok(())
}

/// The same server, of which `strace` takes every sync away: it believes that it synced.
#[tokio::test(flavor = "multi_thread")]
async fn without_our_sync_the_same_disk_loses_what_was_acknowledged() -> Result<(), Failure> {
    let mut watched = Watched::new(true)?;
    watched.run(1, Load { each: 16, large: 1, every: 16 }, End::Killed).await?;
    let history = &watched.history;
    assert!(history.syncs.is_empty() && history.left_out > 0, "the syncs were not taken away");
    let reference = Reference::read(&watched.root, &watched.recorded, history)?;
    let chosen = states::all(history, &|_, _| true, states() / OF_EACH_KIND);
    let found = try_states(history, &reference, &|_, _| true, &chosen)?;
    found.print("with the syncs of the server taken away");
    assert!(found.lossy > 0, "without a sync nothing is lost: the test cannot fail");
    Ok(())
}

/// The long run only: so much is recorded that the files of the journal take turns, and sled writes segments anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_was_written_over_is_not_missed() -> Result<(), Failure> {
    if states() <= STATES {
        println!("not in the short run: a journal of several turns (`cargo xtask torture --disk`)");
        return Ok(());
    }
    let watched = three_lives(Load { each: 240, large: 90, every: 3 }).await?;
    let history = &watched.history;
    let turns = history.ops.iter().filter(|op| history.is_turn(op)).count();
    assert!(turns > 2, "the journal was not long enough: {turns} beginnings");
    let reference = Reference::read(&watched.root, &watched.recorded, history)?;
    for (what, without) in [("with every sync", false), ("without fdatasync of sled's file", true)] {
        let counts = |history: &History, sync: &Sync| !without || !(KINDS[1].1)(history, sync);
        let chosen = states::all(history, &counts, states() / OF_LONG);
        let found = try_states(history, &reference, &counts, &chosen)?;
        found.print(&format!("{turns} turns of the journal, {what}"));
        assert_eq!(found.bad.is_empty(), !without, "{:?}", found.bad);
    }
    Ok(())
}
