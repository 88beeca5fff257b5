//! `bench country [STATEMENTS]`: a made-up country is recorded, opened and read at four sizes, each in processes of its own, so that
//! memory is counted for each.
//!
//! The paragraphs read are those of the smallest arrangement, which is the very same in each size: what is measured is whether the
//! country around it matters. What a large municipality's own history costs is printed beside it.

mod history;

use std::path::Path;
use std::process::{Command as Program, Stdio};
use std::time::{Duration, Instant};

use openboek_engine::{Engine, MomentQuery};
use openboek_rules::{BudgetYear, Stream};
use openboek_tests::say;
use openboek_wire::v1;

use crate::Failure;
use crate::opening::{command, command_of, open};
use history::Region;

const SIZES: [u64; 4] = [10_000, 100_000, 1_000_000, 10_000_000];
const SEED: u64 = 2_026;
/// Statements in one command.
const AT_ONCE: usize = 500;
const MIB: u64 = 1 << 20;

/// What a process found, as it prints it: numbers in one line.
struct Found(Vec<u64>);

/// Prints the table, up to a number of statements.
pub(crate) fn compare(up_to: u64) -> Result<(), Failure> {
    println!(
        "{:>11} {:>12} {:>10} {:>9} {:>9} {:>10} {:>9} {:>10} {:>9} {:>12} {:>9}",
        "statements",
        "arrangements",
        "in per s",
        "bytes per",
        "peak MiB",
        "peak MiB",
        "open us",
        "paragraph",
        "and again",
        "largest one",
        "and again"
    );
    println!(
        "{:>45} {:>19} {:>20} {:>20} {:>22}",
        "on disk", "recording  reading", "us, 1st", "us", "us, 1st  us"
    );
    let mut rows = Vec::new();
    for size in SIZES.into_iter().filter(|size| *size <= up_to) {
        let folder = tempfile::tempdir()?;
        let Found(recorded) = apart("country-record", size, folder.path(), 0)?;
        let members = history::regions(size)[0].members.len();
        // A member each: none was ever asked for before.
        let mut reads = (0..members)
            .map(|round| apart("country-read", size, folder.path(), round))
            .collect::<Result<Vec<_>, _>>()?;
        reads.sort_by_key(|Found(read)| read[0] + read[1]);
        let Found(read) = reads.swap_remove(reads.len() / 2);
        println!(
            "{:>11} {:>12} {:>10} {:>9} {:>9} {:>10} {:>9} {:>10} {:>9} {:>12} {:>9}",
            recorded[0],
            history::regions(size).len(),
            recorded[1],
            recorded[2],
            recorded[3] / MIB,
            read[5] / MIB,
            read[0],
            read[1],
            read[2],
            read[3],
            read[4]
        );
        rows.push(read[0] + read[1]);
    }
    if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
        let ratio = last * 1_000 / (*first).max(1);
        println!(
            "opening and reading, the largest against the smallest: {}.{:03}",
            ratio / 1_000,
            ratio % 1_000
        );
    }
    Ok(())
}

/// Runs a step in a process of its own and returns the numbers it prints.
fn apart(step: &str, size: u64, folder: &Path, round: usize) -> Result<Found, Failure> {
    let child = Program::new(std::env::current_exe()?)
        .args([step, &size.to_string(), &folder.display().to_string(), &round.to_string()])
        .stderr(Stdio::inherit())
        .output()?;
    if !child.status.success() {
        return Err(format!("{step} of {size} statements: {}", child.status).into());
    }
    let text = String::from_utf8(child.stdout)?;
    let numbers = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    Ok(Found(numbers))
}

/// Records a country and prints: statements, statements per second, bytes on disk for each, peak memory.
pub(crate) fn record(size: u64, folder: &Path) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let engine = open(folder)?;
    let begin = Instant::now();
    let mut done = 0;
    for (number, region) in history::regions(size).iter().enumerate() {
        let members: Vec<&str> = region.members.iter().map(|(code, _)| code.as_str()).collect();
        let founding = say::founding(&region.name, &members).founded.ok_or("no founding")?;
        let founded = say::statement(&["region"], v1::statement::Body::ArrangementFounded(founding));
        runtime.block_on(engine.create(&region.name, command(vec![founded])?))?;
        done += 1 + record_region(&runtime, &engine, region, SEED + number as u64)?;
        if begin.elapsed() > Duration::from_secs(20) {
            eprintln!(
                "  {done} statements after {} s, {} MiB",
                begin.elapsed().as_secs(),
                peak_bytes()? / MIB
            );
        }
    }
    let per_second = done * 1_000 / u64::try_from(begin.elapsed().as_millis())?.max(1);
    engine.close()?;
    println!("{done} {per_second} {} {}", bytes_in(folder)? / done, peak_bytes()?);
    Ok(())
}

fn record_region(
    runtime: &tokio::runtime::Runtime,
    engine: &Engine,
    region: &Region,
    seed: u64,
) -> Result<u64, Failure> {
    let mut done = 0;
    history::history(region, seed, |statements| {
        done += statements.len() as u64;
        let mut rest = statements.into_iter();
        let commands = std::iter::from_fn(|| {
            Some(rest.by_ref().take(AT_ONCE).collect::<Vec<_>>()).filter(|c| !c.is_empty())
        });
        let commands = commands.map(command_of).collect::<Result<Vec<_>, _>>()?;
        runtime.block_on(async {
            for command in commands {
                engine.record(&region.name, command).await?;
            }
            Ok::<(), Failure>(())
        })
    })?;
    Ok(done)
}

/// Opens the country, reads a paragraph of its smallest arrangement and of its largest municipality, each twice, and prints the
/// microseconds of each, and the peak memory.
pub(crate) fn read(size: u64, folder: &Path, round: usize) -> Result<(), Failure> {
    let regions = history::regions(size);
    let small = (&regions[0].name, &regions[0].members[round].0);
    let last = regions.last().ok_or("no arrangement")?;
    let largest = (&last.name, &last.members.first().ok_or("no members")?.0);
    let begin = Instant::now();
    let engine = open(folder)?;
    let mut numbers = vec![begin.elapsed().as_micros()];
    for (region, code) in [small, small, largest, largest] {
        let holder = Stream::new(code).map_err(|e| format!("{e:?}"))?;
        let year = BudgetYear::new(history::YEAR_READ).map_err(|e| format!("{e:?}"))?;
        let begin = Instant::now();
        engine.paragraph(region, holder, year, MomentQuery::default())?;
        numbers.push(begin.elapsed().as_micros());
    }
    engine.close()?;
    for number in numbers {
        print!("{number} ");
    }
    println!("{}", peak_bytes()?);
    Ok(())
}

/// The most memory this process held (proc(5), `VmHWM`).
fn peak_bytes() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1_024)
}

/// What the folder takes on disk.
fn bytes_in(folder: &Path) -> Result<u64, Failure> {
    use std::os::unix::fs::MetadataExt as _;
    let mut bytes = 0;
    for item in std::fs::read_dir(folder)? {
        let item = item?;
        bytes += if item.file_type()?.is_dir() {
            bytes_in(&item.path())?
        } else {
            item.metadata()?.blocks() * 512
        };
    }
    Ok(bytes)
}
