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

/// The long crash run.
///
/// # Errors
/// When a statement was lost, doubled or does not verify.
pub(crate) fn torture() -> Result<(), String> {
    setup::all()?;
    step("programs", "cargo", &["build", "--quiet", "-p", "openboek", "-p", "openboek-audit"])?;
    let mut command = Command::new("cargo");
    command.args(["test", "--quiet", "-p", "openboek-tests", "--test", "crash", "--", "kill"]);
    run("torture", command.env("OPENBOEK_KILL_ROUNDS", "2000"))
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
