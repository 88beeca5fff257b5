//! Opening a ledger and reading any paragraph, at 1,000 and at 100,000 statements.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use openboek_engine::{Command, Engine, KeyRing, MomentQuery, Options, Outside, Wait};
use openboek_proof::entry::{Actor, RequestId};
use openboek_rules::statement::Statement;
use openboek_rules::{BudgetYear, Stream};
use openboek_store_sled::{SledOptions, SledStore};
use openboek_tests::say;
use openboek_wire::v1;

use crate::Failure;

/// A municipality's share: ten budgets of 30 lines, and 24 amendments of each.
const STATEMENTS_PER_MUNICIPALITY: usize = 250;
const YEARS: std::ops::Range<i32> = 2025..2035;
const LINES: usize = 30;
/// Members of a region; a larger ledger has more regions, as the country has.
const MEMBERS: usize = 10;
const ROUNDS: usize = 7;
/// Paragraphs read after opening, each of another municipality: as many as the smaller ledger has.
const PARAGRAPHS: usize = 4;

/// Prints both, and their ratio.
pub(crate) fn compare() -> Result<(), Failure> {
    println!(
        "\nopening a ledger and reading {PARAGRAPHS} paragraphs for the first time, in microseconds (median of {ROUNDS})"
    );
    println!("{:>12} {:>12} {:>12} {:>12} {:>16}", "statements", "open", "read", "together", "first Record");
    let mut together = Vec::new();
    for statements in [1_000, 100_000] {
        let folder = tempfile::tempdir()?;
        let members = statements / STATEMENTS_PER_MUNICIPALITY;
        build(folder.path(), members)?;
        let mut rounds = Vec::new();
        for round in 0..ROUNDS {
            // A fresh copy each time: no paragraph was ever asked for before.
            let copy = tempfile::tempdir()?;
            copy_folder(folder.path(), copy.path())?;
            rounds.push(open_and_read(copy.path(), members, round)?);
        }
        rounds.sort_unstable_by_key(|(open, read, _)| *open + *read);
        let (open, read, record) = rounds[ROUNDS / 2];
        together.push((open + read).as_micros());
        println!(
            "{statements:>12} {:>12} {:>12} {:>12} {:>16}",
            open.as_micros(),
            read.as_micros(),
            (open + read).as_micros(),
            record.as_micros()
        );
    }
    let ratio = together[1] * 1_000 / together[0].max(1);
    println!("ratio {}.{:03}", ratio / 1_000, ratio % 1_000);
    Ok(())
}

/// The engine over a folder, with the defaults.
pub(crate) fn open(folder: &Path) -> Result<Engine, Failure> {
    let store = SledStore::open(&folder.join("store"), &SledOptions::default())?;
    let keys = KeyRing::Folder(folder.join("keys"));
    Ok(Engine::open(Outside::new(Arc::new(store), keys), Options::default())?)
}

fn region(number: usize) -> String {
    format!("regio-{number}")
}

fn codes(members: usize) -> Vec<String> {
    (1..=members).map(|number| format!("GM{number:04}")).collect()
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(to)?;
    for item in std::fs::read_dir(from)? {
        let item = item?;
        let target = to.join(item.file_name());
        if item.file_type()?.is_dir() {
            copy_folder(&item.path(), &target)?;
        } else {
            std::fs::copy(item.path(), &target)?;
            // Written out now, or opening would have to wait for it.
            std::fs::File::open(target)?.sync_all()?;
        }
    }
    Ok(())
}

/// Opens, reads paragraphs of municipalities all over the list, records once, closes.
fn open_and_read(
    folder: &Path,
    members: usize,
    round: usize,
) -> Result<(Duration, Duration, Duration), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let begin = Instant::now();
    let engine = open(folder)?;
    let opened = begin.elapsed();
    let begin = Instant::now();
    for step in 0..PARAGRAPHS {
        let place = (round + step * members / PARAGRAPHS) % members;
        let code = &codes(members)[place];
        let year = BudgetYear::new(2030).map_err(|e| format!("{e:?}"))?;
        let holder = Stream::new(code).map_err(|e| format!("{e:?}"))?;
        engine.paragraph(&region(place / MEMBERS), holder, year, MomentQuery::default())?;
    }
    let read = begin.elapsed();
    let begin = Instant::now();
    let id = format!("na-{round}");
    runtime.block_on(engine.record(&region(0), command(vec![say::commitment("GM0001", &id, "Belofte")])?))?;
    let recorded = begin.elapsed();
    engine.close()?;
    Ok((opened, read, recorded))
}

fn build(folder: &Path, members: usize) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let engine = open(folder)?;
    let codes = codes(members);
    for (number, codes) in codes.chunks(MEMBERS).enumerate() {
        let members: Vec<&str> = codes.iter().map(String::as_str).collect();
        let founding = say::founding(&region(number), &members).founded.ok_or("no founding")?;
        let founded = say::statement(&["region"], v1::statement::Body::ArrangementFounded(founding));
        runtime.block_on(engine.create(&region(number), command(vec![founded])?))?;
        for code in codes {
            runtime.block_on(engine.record(&region(number), command(history(code))?))?;
        }
    }
    engine.close()?;
    Ok(())
}

/// Ten years of a municipality: each budget and its amendments.
fn history(code: &str) -> Vec<v1::Statement> {
    let fields = ["6.1", "6.21", "6.3", "6.4", "6.5", "6.60", "6.711", "6.712", "6.713", "6.714"];
    let mut statements = Vec::new();
    for year in YEARS {
        let lines = (0..LINES)
            .map(|n| say::line(fields[n % 10], year + i32::try_from(n / 10).unwrap_or_default(), 100_000_000))
            .collect();
        statements.push(say::budget(code, year, lines));
        let mut old = 100_000_000;
        for number in 1..=24 {
            statements.push(say::amendment(code, year, number, "6.1", old, 12_345, old + 12_345));
            old += 12_345;
        }
    }
    statements
}

/// A command of statements as they come over the wire.
pub(crate) fn command(statements: Vec<v1::Statement>) -> Result<Command, Failure> {
    let statements = statements
        .iter()
        .map(|message| openboek_wire::to_statement(message, "statement"))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|faults| format!("{faults:?}"))?;
    command_of(statements)
}

/// A command of statements.
pub(crate) fn command_of(statements: Vec<Statement>) -> Result<Command, Failure> {
    Ok(Command {
        request: RequestId::parse(&say::request_id()).ok_or("no uuid")?,
        actor: Actor::parse(say::ACTOR).ok_or("no actor")?,
        statements,
        expected: Vec::new(),
        wait: Wait::Recorded,
    })
}
