//! One byte that becomes another, in every kind of file that a ledger is kept in: it is found and told, or proved to be of no matter. Never a
//! wrong figure, never something that was acknowledged and is silently gone, never a panic, never an end of the road.

mod logs;
mod look;
mod material;
mod places;
mod steps;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use logs::Beside;
use look::{Look, Outcome, Questions, judge, questions};
use material::{Image, Material};
use openboek_tests::program::folder_in_memory;
use places::{Change, Files, Kept, Kind, spread, write_files};
use steps::Operator;

/// What decides which bytes are changed, and how.
const SEED: u64 = 5;
/// Bytes changed in the tests; `cargo xtask torture --flips` changes more.
const SHORT: usize = 250;
/// From so many on the long data folder is among them, with so many promises.
const LONG: usize = 6_000;
const PROMISES: usize = 4_000;
/// How many are tried at a time: each waits now and then for a seal.
const THREADS: usize = 4;
/// So long may all that is done with one changed byte take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Of so many places each kind of file has one of which the next step is taken with the real programs.
const STEP_OF: usize = 1_000;
/// The kinds of which that is done in the short run: one for each step that there is.
const FEW: [&str; 4] = ["closed: keys", "cut off: journal", "static log: payloads", "backup: entries"];

fn total() -> usize {
    std::env::var("OPENBOEK_FLIPS").ok().and_then(|text| text.parse().ok()).unwrap_or(SHORT)
}

/// What is done with one changed byte, in a folder of its own.
type Trial = dyn Fn(&Path, &Change) -> Outcome + Send + Sync;

/// Kinds of files with what is done with each.
struct Group {
    kinds: Vec<Kind>,
    trial: Arc<Trial>,
}

#[derive(Default)]
struct Counts {
    places: usize,
    detected: usize,
    harmless: usize,
    wrong: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_byte_is_found_or_of_no_matter() {
    let total = total();
    let material = Material::make((total >= LONG).then_some(PROMISES)).await;
    let done = tokio::task::spawn_blocking(move || {
        let work = folder_in_memory().unwrap();
        let (groups, operator) = groups(material, work.path());
        // The last commands lost without a trace are what no doctor can find, and what must not pass here.
        let lost = judge(&operator.good["cut off"], &operator.good["closed"]);
        assert!(matches!(lost, Outcome::Wrong(_)), "{lost:?}");
        let flipped = flip(&groups, work.path(), total);
        println!("{}", flipped.table);
        let wrong = &flipped.wrong;
        assert!(wrong.is_empty(), "{} changes went wrong:\n{}", wrong.len(), wrong.join("\n"));
        let each = total.div_ceil(STEP_OF);
        for (kind, found) in
            flipped.detected.iter().filter(|(kind, _)| total > SHORT || FEW.contains(&kind.as_str()))
        {
            for change in found.iter().take(each) {
                operator.follow(&work.path().join("step"), kind, change);
            }
        }
    });
    done.await.unwrap();
}

/// What came of all changes.
#[derive(Default)]
struct Flipped {
    table: String,
    wrong: Vec<String>,
    /// Some that were detected, of every kind of file.
    detected: BTreeMap<String, Vec<Change>>,
}

/// Changes bytes everywhere.
fn flip(groups: &[Group], work: &Path, total: usize) -> Flipped {
    let kinds: Vec<Kind> = groups.iter().flat_map(|group| &group.kinds).cloned().collect();
    let mut rows: BTreeMap<String, Counts> = BTreeMap::new();
    let (mut flipped, mut words) = (Flipped::default(), BTreeMap::<String, usize>::new());
    let begin = Instant::now();
    for (kind, changes) in spread(&kinds, total, SEED) {
        let trial = groups.iter().find(|group| group.kinds.iter().any(|one| one.name == kind.name));
        let trial = &trial.unwrap().trial;
        let outcomes = each(trial, work, &changes);
        eprintln!("{}: {} places after {} s", kind.name, changes.len(), begin.elapsed().as_secs());
        let row = rows.entry(kind.name.clone()).or_default();
        for (change, outcome) in changes.iter().zip(outcomes) {
            row.places += 1;
            match outcome {
                Outcome::Detected(told) => {
                    row.detected += 1;
                    let code = told.split(' ').next().unwrap_or_default().to_owned();
                    *words.entry(code).or_default() += 1;
                    flipped.detected.entry(kind.name.clone()).or_default().push(change.clone());
                }
                Outcome::Harmless => row.harmless += 1,
                Outcome::Wrong(why) => {
                    row.wrong += 1;
                    let Change { file, offset, mask } = change;
                    flipped.wrong.push(format!(
                        "{}: {} byte {offset} ^ {mask:#04x}: {why}",
                        kind.name,
                        file.display()
                    ));
                }
            }
        }
    }
    flipped.table = table(&rows, &words, begin.elapsed());
    flipped
}

/// Does it with every change; what takes too long or panics is wrong.
fn each(trial: &Arc<Trial>, work: &Path, changes: &[Change]) -> Vec<Outcome> {
    let next = Mutex::new(changes.iter().enumerate());
    let outcomes = Mutex::new(vec![Outcome::Harmless; changes.len()]);
    std::thread::scope(|scope| {
        for number in 0..THREADS {
            let (next, outcomes) = (&next, &outcomes);
            scope.spawn(move || {
                loop {
                    let taken = next.lock().unwrap().next();
                    let Some((at, change)) = taken else { return };
                    let outcome = within(trial, &work.join(format!("turn-{number}")), change);
                    outcomes.lock().unwrap()[at] = outcome;
                }
            });
        }
    });
    outcomes.into_inner().unwrap()
}

/// One change, on a thread of its own.
fn within(trial: &Arc<Trial>, place: &Path, change: &Change) -> Outcome {
    let (done, told) = channel();
    let (trial, place, change) = (trial.clone(), place.to_owned(), change.clone());
    let thread = std::thread::Builder::new().name("flip".to_owned());
    let _running = thread.spawn(move || done.send(trial(&place, &change))).unwrap();
    match told.recv_timeout(PATIENCE) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Disconnected) => Outcome::Wrong("a panic".to_owned()),
        Err(RecvTimeoutError::Timeout) => Outcome::Wrong("no end".to_owned()),
    }
}

fn groups(material: Material, work: &Path) -> (Vec<Group>, Operator) {
    let Material { closed, cut_off, long, static_logs, backup, later, before, last, next, now_ms } = material;
    let commands = [before, last, next].concat();
    let asked = work.join("asked");
    write_files(&asked, &closed.files, None);
    let questions = Arc::new(questions(&asked, commands, now_ms));
    let mut folders: BTreeMap<&'static str, Files> =
        BTreeMap::from([("static log", static_logs.clone()), ("backup", backup.clone())]);
    let beside = Arc::new(Beside::new(&work.join("beside"), &closed.files, &later, &backup, now_ms));
    let images = [Some(closed), Some(cut_off), long].into_iter().flatten();
    let (mut groups, mut good) = (Vec::new(), BTreeMap::new());
    for image in images {
        let name = image.name;
        folders.insert(name, image.files.clone());
        let (group, was) = data_group(image, &questions, work);
        good.insert(name, was);
        groups.push(group);
    }
    for (name, files) in [("static log", static_logs), ("backup", backup)] {
        let kinds = kinds_of(name, &files, log_kind);
        let (beside, files) = (beside.clone(), files);
        groups.push(Group {
            kinds,
            trial: Arc::new(move |place, change| beside.try_change(place, &files, change)),
        });
    }
    (groups, Operator { folders, questions, good })
}

fn data_group(image: Image, questions: &Arc<Questions>, work: &Path) -> (Group, Arc<Look>) {
    let kinds = kinds_of(image.name, &image.files, data_kind);
    let (questions, files) = (questions.clone(), image.files);
    let place = work.join(image.name);
    write_files(&place, &files, None);
    let was = Arc::new(questions.look(&place));
    assert!(!was.severe && was.told_after.is_empty(), "{}: {:?} {:?}", image.name, was.told, was.told_after);
    let before = was.clone();
    let trial = move |place: &Path, change: &Change| {
        write_files(place, &files, Some(change));
        judge(&was, &questions.look(place))
    };
    (Group { kinds, trial: Arc::new(trial) }, before)
}

/// Files by kind: its name and its share.
fn kinds_of(whole: &str, files: &Files, kind: fn(&Path) -> (&'static str, usize)) -> Vec<Kind> {
    let mut kinds: BTreeMap<(&str, usize), Vec<(PathBuf, Kept)>> = BTreeMap::new();
    for (path, kept) in files {
        kinds.entry(kind(path)).or_default().push((path.clone(), kept.clone()));
    }
    let named = |((name, share), files)| Kind { name: format!("{whole}: {name}"), files, share };
    kinds.into_iter().map(named).collect()
}

fn data_kind(path: &Path) -> (&'static str, usize) {
    let text = path.to_string_lossy();
    match text.as_ref() {
        "store/sled/db" => ("sled, database", 24),
        "store/sled/conf" => ("sled, settings", 4),
        "store/synced" => ("mark of what was synced", 4),
        text if text.starts_with("store/sled/snap") => ("sled, its snapshot", 8),
        text if text.starts_with("store/journal") => ("journal", 12),
        text if text.starts_with("store/snapshots") => ("snapshots", 8),
        text if text.starts_with("keys/") => ("keys", 4),
        _ => ("others", 2),
    }
}

fn log_kind(path: &Path) -> (&'static str, usize) {
    let text = path.iter().skip(1).collect::<PathBuf>();
    let text = text.to_string_lossy();
    match text.as_ref() {
        "checkpoint" => ("checkpoint", 3),
        "log.vkey" => ("log.vkey", 2),
        "policy" => ("policy", 2),
        text if text.starts_with("tile/entries") => ("entries", 5),
        text if text.starts_with("tile") => ("tree", 4),
        text if text.starts_with("payload") => ("payloads", 5),
        _ => ("others", 1),
    }
}

fn table(rows: &BTreeMap<String, Counts>, words: &BTreeMap<String, usize>, took: Duration) -> String {
    let mut text =
        format!("{:36} {:>7} {:>9} {:>9} {:>6}\n", "kind of file", "places", "detected", "harmless", "wrong");
    let mut all = Counts::default();
    let mut line = |name: &str, one: &Counts| {
        text.push_str(&format!(
            "{name:36} {:>7} {:>9} {:>9} {:>6}\n",
            one.places, one.detected, one.harmless, one.wrong
        ));
    };
    for (name, one) in rows {
        line(name, one);
        all.places += one.places;
        all.detected += one.detected;
        all.harmless += one.harmless;
        all.wrong += one.wrong;
    }
    line("together", &all);
    text.push_str(&format!("found as: {words:?}; {} s\n", took.as_secs()));
    text
}
