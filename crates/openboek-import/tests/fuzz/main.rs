//! Every importer on arbitrary bytes and on changed copies of files: no panic, no hang, every row accounted for, the same plan twice.
//!
//! The tests run some hundreds of cases; `cargo xtask fuzz MINUTES` runs each importer for as long as it is told, also on changed copies
//! of `../shared/data` when that is there. A run prints its seed; `OPENBOEK_FUZZ_SEED` gives the same run again.
//!
//! An importer joins with a line in [`IMPORTERS`].
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

mod importers;
mod mutate;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use openboek_import::table::limits;
use openboek_import::{Outcome, Plan, Severity};

use importers::{IMPORTERS, Importer};
use mutate::Dice;

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
    for importer in IMPORTERS {
        let (mut dice, begin, mut cases) = (Dice::new(seed), Instant::now(), 0_u64);
        let mut seeds = (importer.fixtures)();
        if minutes.is_some() {
            seeds.extend(importers::shared(importer));
        }
        let on = |cases: u64| match minutes {
            Some(minutes) => begin.elapsed() < Duration::from_secs(60 * minutes),
            None => cases < CASES,
        };
        let mut read = 0_u64;
        while on(cases) {
            let bytes = mutate::case(&seeds, &mut dice);
            CASE.fetch_add(1, Ordering::SeqCst);
            read += u64::from(check(importer, &bytes, seed, cases));
            cases += 1;
        }
        eprintln!("{}: {cases} cases, {read} of them a plan that records something", importer.name);
        assert!(read > 0, "{}: no case got as far as a plan, so nothing was tested", importer.name);
    }
}

/// The fixtures themselves must be files that an importer can read: otherwise their changes test nothing.
#[test]
fn every_importer_reads_its_own_fixtures() {
    for importer in IMPORTERS {
        for (name, bytes) in (importer.fixtures)() {
            let plan = (importer.plan)(&name, &bytes);
            assert!(
                !plan.proposals.is_empty(),
                "{}: {name} gives no plan: {:?}",
                importer.name,
                plan.findings
            );
        }
    }
}

/// Checks one case; whether it gave rise to a statement.
fn check(importer: &Importer, bytes: &[u8], seed: u64, case: u64) -> bool {
    let run = || (importer.plan)("bestand", bytes);
    let outcome = std::panic::catch_unwind(|| (run(), run()));
    let Ok((plan, again)) = outcome else {
        let path = std::env::temp_dir().join(format!("openboek-fuzz-{}-{seed}-{case}", importer.name));
        std::fs::write(&path, bytes).unwrap();
        panic!(
            "{}: case {case} of seed {seed} panicked; the file is kept at {}",
            importer.name,
            path.display()
        );
    };
    let wrong = |what: &str| -> ! { panic!("{}: case {case} of seed {seed}: {what}", importer.name) };
    if plan != again {
        wrong("the same file gave two plans");
    }
    if let Err(what) = accounts(&plan) {
        wrong(&what);
    }
    !plan.proposals.is_empty()
}

/// What holds of every plan.
fn accounts(plan: &Plan) -> Result<(), String> {
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
    for row in plan.rows.iter().filter(|row| row.outcome == Outcome::LeftOut) {
        let told = plan.findings.iter().any(|finding| match finding.kind.severity {
            Severity::Unusable => true,
            Severity::LeftOut => finding.place.row == Some(row.row),
            Severity::Noted => false,
        });
        if !told && plan.findings.len() < limits::FINDINGS {
            return Err(format!("row {} is left out without a word", row.row));
        }
    }
    if plan.proposals.is_empty() && plan.rows.iter().any(|row| row.outcome == Outcome::Recorded) {
        return Err("a row is recorded in no statement".to_owned());
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
