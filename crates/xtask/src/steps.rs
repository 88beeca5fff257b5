//! The steps of a test or bench run, each a program whose failure stops the run.

use std::process::Command;
use std::time::Instant;

use crate::{arrows, setup};

/// Everything a change must pass.
///
/// # Errors
/// The first step that fails, by name.
pub(crate) fn test(quick: bool) -> Result<(), String> {
    setup::all()?;
    if !quick {
        step("formatting", "cargo", &["fmt", "--all", "--check"])?;
        step(
            "lints",
            "cargo",
            &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"],
        )?;
    }
    eprintln!("xtask: arrows");
    arrows::check()?;
    // The end-to-end tests start the real programs.
    step("programs", "cargo", &["build", "--quiet", "-p", "openboek", "-p", "openboek-audit"])?;
    step("tests", "cargo", &["test", "--workspace", "--quiet", "--no-fail-fast"])
}

/// The bench prints ratios; it needs the release profile.
///
/// # Errors
/// When the bench cannot be built or fails.
pub(crate) fn bench(arguments: &[&str]) -> Result<(), String> {
    let mut command = vec!["run", "--quiet", "--release", "-p", "openboek-tests", "--bin", "bench", "--"];
    command.extend(arguments);
    step("bench", "cargo", &command)
}

/// The long runs of what can go wrong: `--rounds N` of kill -9, `--seeds N` simulated, or both (2,000 rounds, 100,000 seeds), with every
/// system call that can fail when both are run.
///
/// # Errors
/// When a statement was lost, doubled or does not verify.
pub(crate) fn torture(arguments: &[&str]) -> Result<(), String> {
    let (rounds, seeds) = match arguments {
        [] => (Some("2000"), Some("100000")),
        ["--rounds", rounds] => (Some(*rounds), None),
        ["--seeds", seeds] => (None, Some(*seeds)),
        ["--rounds", rounds, "--seeds", seeds] => (Some(*rounds), Some(*seeds)),
        other => return Err(format!("no torture `{}`; see `cargo xtask help`", other.join(" "))),
    };
    if let Some(wrong) = [rounds, seeds].into_iter().flatten().find(|number| number.parse::<u64>().is_err()) {
        return Err(format!("`{wrong}` is no number"));
    }
    if let Some(seeds) = seeds {
        simulate(seeds)?;
    }
    rounds.map_or(Ok(()), crash)
}

fn simulate(seeds: &str) -> Result<(), String> {
    let mut command = Command::new("cargo");
    command.args(["test", "--quiet", "-p", "openboek-engine", "--lib", "simulation", "--", "--nocapture"]);
    run("simulation", command.env("OPENBOEK_SEEDS", seeds))
}

fn crash(rounds: &str) -> Result<(), String> {
    setup::all()?;
    step("programs", "cargo", &["build", "--quiet", "-p", "openboek", "-p", "openboek-audit"])?;
    let mut command = Command::new("cargo");
    command.args([
        "test",
        "--quiet",
        "-p",
        "openboek-tests",
        "--test",
        "crash",
        "--",
        "--nocapture",
        "--test-threads",
        "1",
    ]);
    command.env("OPENBOEK_KILL_ROUNDS", rounds).env("OPENBOEK_INJECT_UNTIL", "40");
    run("crashes", &mut command)
}

/// The long run of what the tests do with every importer for a moment.
///
/// # Errors
/// When an importer panicked, hung, lost a row, or gave two plans of one file.
pub(crate) fn fuzz(minutes: &str) -> Result<(), String> {
    if minutes.parse::<u64>().is_err() {
        return Err(format!("`{minutes}` is no number of minutes"));
    }
    let mut command = Command::new("cargo");
    command.args([
        "test",
        "--quiet",
        "--release",
        "-p",
        "openboek-import",
        "--test",
        "fuzz",
        "--",
        "--nocapture",
        "whatever",
    ]);
    run("fuzz", command.env("OPENBOEK_FUZZ_MINUTES", minutes))
}

fn step(name: &str, program: &str, arguments: &[&str]) -> Result<(), String> {
    eprintln!("xtask: {name}");
    run(name, Command::new(program).args(arguments))
}

fn run(name: &str, command: &mut Command) -> Result<(), String> {
    let begin = Instant::now();
    let status = command.status().map_err(|e| format!("{name}: {e}"))?;
    eprintln!("xtask: {name} took {} s", begin.elapsed().as_secs());
    if status.success() { Ok(()) } else { Err(format!("{name} failed")) }
}
