//! Every importer on arbitrary bytes and on changed copies of files: no panic, no hang, every row accounted for, the same plan twice; what
//! is proposed is one command that the rules accept, or nothing; and after it the same files record nothing. On a ledger in which nothing
//! was recorded, and on one that holds the files as they were before they were changed.
//!
//! The tests run some hundreds of cases; `cargo xtask fuzz MINUTES` runs each importer for as long as it is told, also on changed copies
//! of `../shared/data` when that is there. A run prints its seed; `OPENBOEK_FUZZ_SEED` gives the same run again, and
//! `OPENBOEK_FUZZ_ONLY=iv3` is one importer. The files of a case that fails are kept.
//!
//! An importer joins with a line in [`IMPORTERS`].
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

mod importers;
mod ledger;
mod mutate;
mod seeds;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use openboek_import::table::limits;
use openboek_import::{Finding, Outcome, Plan, RowOutcome, Severity, Source};

use importers::{IMPORTERS, Importer};
use ledger::Ledger;
use mutate::Dice;
use seeds::{File, Given};

/// Cases of each importer in the tests.
const CASES: u64 = 150;
/// How long one case may take before it counts as a hang: far longer than any takes on a busy machine. What bounds the work is counting.
const HANG: Duration = Duration::from_secs(120);
/// The seed of the tests, so that a failure of theirs is the same everywhere.
const SEED: u64 = 20_261_128;

/// The number of the case under way, for the watchman.
static CASE: AtomicU64 = AtomicU64::new(0);

#[test]
fn every_importer_answers_whatever_it_is_given() {
    let minutes: Option<u64> = std::env::var("OPENBOEK_FUZZ_MINUTES").ok().and_then(|text| text.parse().ok());
    let given = std::env::var("OPENBOEK_FUZZ_SEED").ok().and_then(|text| text.parse().ok());
    let seed = given.unwrap_or_else(|| if minutes.is_some() { of_the_clock() } else { SEED });
    eprintln!("OPENBOEK_FUZZ_SEED={seed}");
    std::thread::spawn(watch);
    let only = std::env::var("OPENBOEK_FUZZ_ONLY").ok();
    for importer in IMPORTERS.iter().filter(|importer| only.as_ref().is_none_or(|only| only == importer.name))
    {
        let (mut dice, begin, mut cases) = (Dice::new(seed), Instant::now(), 0_u64);
        let mut given = (importer.fixtures)();
        if minutes.is_some() {
            given.extend((importer.shared)());
        }
        let seeds = Seed::all(importer, given);
        let on = |cases: u64| match minutes {
            Some(minutes) => begin.elapsed() < Duration::from_secs(60 * minutes),
            None => cases < CASES,
        };
        let mut read = 0_u64;
        while on(cases) {
            let seed_of = &seeds[dice.below(seeds.len())];
            let files = mutate::case(&seed_of.given, &mut dice);
            let before = if dice.below(2) == 0 { &seed_of.empty } else { &seed_of.holding };
            CASE.fetch_add(1, Ordering::SeqCst);
            read += u64::from(check(importer, &files, before, seed, cases));
            cases += 1;
        }
        let seconds = begin.elapsed().as_secs();
        eprintln!(
            "{}: {seconds} s, {cases} cases, {read} of them a plan that records something",
            importer.name
        );
        assert!(read > 0, "{}: no case got as far as a plan, so nothing was tested", importer.name);
    }
}

/// Files that are changed, and the ledgers they are imported into.
struct Seed {
    given: Given,
    empty: Ledger,
    holding: Ledger,
}

impl Seed {
    fn all(importer: &Importer, given: Vec<Given>) -> Vec<Self> {
        let one = |given: Given| {
            let empty = Ledger::founded();
            let holding = empty.clone().with(importer, &sources(&given));
            Self { given, empty, holding }
        };
        given.into_iter().map(one).collect()
    }
}

fn sources(files: &[File]) -> Vec<Source<'_>> {
    files.iter().map(|(name, bytes)| Source { name, bytes }).collect()
}

/// The fixtures themselves must be files that an importer can read: otherwise their changes test nothing.
#[test]
fn every_importer_reads_its_own_fixtures() {
    for importer in IMPORTERS {
        for files in (importer.fixtures)() {
            let (sources, mut ledger) = (sources(&files), Ledger::founded());
            let plan = (importer.plan)(&sources, &ledger.held());
            let names: Vec<&str> = sources.iter().map(|file| file.name).collect();
            assert!(
                !plan.proposals.is_empty(),
                "{}: {names:?} give no plan: {:?}",
                importer.name,
                plan.findings
            );
            if let Err(what) = keeps_its_promises(importer, &sources, &mut ledger) {
                panic!("{}: {names:?}: {what}", importer.name);
            }
        }
    }
}

/// Checks one case; whether it gave rise to a statement.
fn check(importer: &Importer, files: &[File], before: &Ledger, seed: u64, case: u64) -> bool {
    let sources = sources(files);
    let outcome = std::panic::catch_unwind(|| keeps_its_promises(importer, &sources, &mut before.clone()));
    let what = match outcome {
        Ok(Ok(records)) => return records,
        Ok(Err(what)) => what,
        Err(_) => "a panic".to_owned(),
    };
    let folder = std::env::temp_dir().join(format!("openboek-fuzz-{}-{seed}-{case}", importer.name));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    panic!(
        "{}: case {case} of seed {seed}: {what}\nthe files are kept at {}",
        importer.name,
        folder.display()
    );
}

/// What holds of every importer, whatever it is given; whether there is something to record.
fn keeps_its_promises(
    importer: &Importer,
    files: &[Source<'_>],
    ledger: &mut Ledger,
) -> Result<bool, String> {
    let held = ledger.held();
    let plan = (importer.plan)(files, &held);
    if plan != (importer.plan)(files, &held) {
        return Err("the same files gave two plans".to_owned());
    }
    accounts(importer, files.len() > 1, &plan)?;
    ledger.take(&plan).map_err(|refused| format!("the rules refuse the plan:\n{refused}"))?;
    let again = (importer.plan)(files, &ledger.held());
    match again.proposals.first() {
        Some(proposal) => Err(format!("imported again it records: {}", proposal.summary)),
        None => Ok(!plan.proposals.is_empty()),
    }
}

/// What holds of every plan.
fn accounts(importer: &Importer, several: bool, plan: &Plan) -> Result<(), String> {
    let rows: BTreeSet<_> = plan.rows.iter().map(|row| (&row.sheet, row.row)).collect();
    if rows.len() != plan.rows.len() {
        return Err("a row has two outcomes".to_owned());
    }
    if plan.rows.len() > limits::ROWS {
        return Err(format!("{} rows were read", plan.rows.len()));
    }
    if plan.is_unusable() && !plan.proposals.is_empty() {
        return Err("a file that cannot be used gives statements".to_owned());
    }
    if plan.rows.is_empty() && !plan.is_unusable() {
        return Err("no rows, and not a word about it".to_owned());
    }
    // Rows of several files name theirs where those of a workbook name a sheet.
    let is_of = |finding: &Finding, row: &RowOutcome| {
        finding.place.row == Some(row.row) && (!several || row.sheet.as_ref() == Some(&finding.place.file))
    };
    for row in plan.rows.iter().filter(|row| row.outcome == Outcome::LeftOut) {
        let told = plan.findings.iter().any(|finding| {
            importer.for_many.contains(&finding.kind.code)
                || match finding.kind.severity {
                    Severity::Unusable => true,
                    Severity::LeftOut => is_of(finding, row),
                    Severity::Noted => false,
                }
        });
        if !told && plan.findings.len() < limits::FINDINGS {
            return Err(format!("row {} of {:?} is left out without a word", row.row, row.sheet));
        }
    }
    if plan.proposals.is_empty() && plan.rows.iter().any(|row| row.outcome == Outcome::Recorded) {
        return Err("a row is recorded in no statement".to_owned());
    }
    if !plan.proposals.is_empty() && plan.rows.iter().all(|row| row.outcome != Outcome::Recorded) {
        let from_no_row = plan.proposals.iter().all(|proposal| proposal.rows.is_empty());
        if !from_no_row {
            return Err("statements come from rows that are not recorded".to_owned());
        }
    }
    Ok(())
}

/// Ends the run when one case takes too long: a hang must not look like a slow machine for ever.
fn watch() {
    let (mut last, mut since) = (0, Instant::now());
    loop {
        std::thread::sleep(Duration::from_secs(1));
        let now = CASE.load(Ordering::SeqCst);
        if now != last {
            (last, since) = (now, Instant::now());
        } else if now > 0 && since.elapsed() > HANG {
            eprintln!("case {now} takes longer than {} s", HANG.as_secs());
            std::process::exit(101);
        }
    }
}

/// A seed for a long run: another one each time.
fn of_the_clock() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |since| since.as_secs())
}
