//! The steps of a test or bench run, each a program whose failure stops the run.

use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::{arrows, setup, stores};

/// The program that makes PDF: a workspace of its own, with a folder of its own to build in.
const PDF_MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openboek-pdf/Cargo.toml");
const PDF_FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/pdf");
const LINTS_FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/lints");
/// Lints run nothing but build scripts and procedural macros, which take longer to optimise than to run.
const UNOPTIMISED: &str = r#"profile.dev.package."*".opt-level=0"#;

/// Everything a change must pass.
///
/// # Errors
/// The first step that fails, by name.
pub(crate) fn test(quick: bool) -> Result<(), String> {
    setup::all()?;
    let lints = if quick {
        None
    } else {
        step("formatting", "cargo", &["fmt", "--all", "--check"])?;
        step("formatting", "cargo", &["fmt", "--check", "--manifest-path", PDF_MANIFEST])?;
        Some(Aside::lints()?)
    };
    let tests = tests();
    // Also after a failure: what is wrong is shown all at once.
    tests.and(lints.map_or(Ok(()), Aside::end))
}

fn tests() -> Result<(), String> {
    eprintln!("xtask: arrows");
    arrows::check()?;
    let pdf = Aside::pdf()?;
    programs()?;
    // Tests of the others start that program too.
    pdf.end()?;
    step(
        "tests of the PDF",
        "cargo",
        &["test", "--quiet", "--manifest-path", PDF_MANIFEST, "--target-dir", PDF_FOLDER],
    )?;
    let all = step("tests", "cargo", &["test", "--workspace", "--quiet", "--no-fail-fast"]);
    all.and_then(|()| stores::some())
}

/// The end-to-end tests start the real programs. They are built with the tests and with the same features: alone they would have others, and
/// half of everything would be built twice.
fn programs() -> Result<(), String> {
    step("programs", "cargo", &["build", "--quiet", "--workspace", "--all-targets"])
}

/// A step that runs beside the others, on what they leave of the processors.
struct Aside {
    name: &'static str,
    child: Child,
    begin: Instant,
}

impl Aside {
    /// Has a folder of its own to build in: cargo lets one at a time into a folder, and the lints share next to nothing with the tests.
    fn lints() -> Result<Self, String> {
        eprintln!("xtask: lints, beside the rest");
        let mut command = Command::new("nice");
        command.args(["-n", "19", "cargo", "clippy", "--workspace", "--all-targets", "--quiet"]);
        command.args(["--target-dir", LINTS_FOLDER, "--config", UNOPTIMISED, "--", "-D", "warnings"]);
        let child = command.stderr(Stdio::piped()).spawn().map_err(|e| format!("lints: {e}"))?;
        Ok(Self { name: "lints", child, begin: Instant::now() })
    }

    /// The program that makes PDF; nothing of it is shared with the rest.
    fn pdf() -> Result<Self, String> {
        eprintln!("xtask: PDF, beside the rest");
        let mut command = Command::new("nice");
        command.args([
            "-n",
            "10",
            "cargo",
            "build",
            "--quiet",
            "--all-targets",
            "--manifest-path",
            PDF_MANIFEST,
            "--target-dir",
            PDF_FOLDER,
        ]);
        let child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|e| format!("PDF: {e}"))?;
        Ok(Self { name: "PDF", child, begin: Instant::now() })
    }

    /// Waits for its end, and shows what it said.
    fn end(self) -> Result<(), String> {
        eprintln!("xtask: waiting for the {}", self.name);
        let begin = Instant::now();
        let output = self.child.wait_with_output().map_err(|e| format!("{}: {e}", self.name))?;
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        let (more, all) = (begin.elapsed().as_secs(), self.begin.elapsed().as_secs());
        eprintln!("xtask: {} took {more} s more, {all} s in all", self.name);
        if output.status.success() {
            return Ok(());
        }
        eprint!("{}", String::from_utf8_lossy(&output.stdout));
        Err(format!("{} failed", self.name))
    }
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

/// The long runs of what can go wrong: `--rounds N` of kill -9, half of them over sled and half over PostgreSQL, with every system call that can
/// fail; `--seeds N` simulated; or both (2,000 rounds, 100,000 seeds); `--load SECONDS` of more than the server can take; `--flips N`, a changed
/// byte at each of so many places; `--disk STATES`, so many states in which a loss of power may leave the disk; or `--stores`, every end-to-end
/// test over every store.
///
/// # Errors
/// When a statement was lost, doubled or does not verify, or a changed byte went unseen.
pub(crate) fn torture(arguments: &[&str]) -> Result<(), String> {
    if let Some(wrong) = arguments.iter().find(|word| !word.starts_with("--") && word.parse::<u64>().is_err())
    {
        return Err(format!("`{wrong}` is no number"));
    }
    match arguments {
        [] => torture(&["--rounds", "2000", "--seeds", "100000"]),
        ["--rounds", rounds] => {
            let all: u64 = rounds.parse().map_err(|_| format!("`{rounds}` is no number"))?;
            let (sled, postgres) = ((all - all / 2).to_string(), (all / 2).to_string());
            crash(
                &[],
                &[
                    ("OPENBOEK_KILL_ROUNDS", &sled),
                    ("OPENBOEK_KILL_ROUNDS_POSTGRES", &postgres),
                    ("OPENBOEK_INJECT_UNTIL", "40"),
                ],
            )
        }
        ["--seeds", seeds] => simulate(seeds),
        ["--rounds", rounds, "--seeds", seeds] => {
            torture(&["--seeds", seeds])?;
            torture(&["--rounds", rounds])
        }
        ["--stores"] => {
            setup::all()?;
            programs()?;
            stores::all()
        }
        ["--load"] => torture(&["--load", "600"]),
        ["--load", seconds] => crash(&["load"], &[("OPENBOEK_LOAD_SECONDS", seconds)]),
        ["--flips"] => torture(&["--flips", "5000"]),
        ["--flips", places] => crash(&["flips"], &[("OPENBOEK_FLIPS", places)]),
        ["--disk"] => torture(&["--disk", "20000"]),
        ["--disk", states] => crash(&["disk::"], &[("OPENBOEK_DISK_STATES", states)]),
        other => Err(format!("no torture `{}`; see `cargo xtask help`", other.join(" "))),
    }
}

fn simulate(seeds: &str) -> Result<(), String> {
    let mut command = Command::new("cargo");
    command.args(["test", "--quiet", "-p", "openboek-engine", "--lib", "simulation", "--", "--nocapture"]);
    run("simulation", command.env("OPENBOEK_SEEDS", seeds))
}

fn crash(tests: &[&str], settings: &[(&str, &str)]) -> Result<(), String> {
    setup::all()?;
    programs()?;
    let mut command = Command::new("cargo");
    command.args(["test", "--quiet", "--workspace", "--test", "crash", "--"]);
    command.args(tests).args(["--nocapture", "--test-threads", "1"]);
    run("crashes", command.envs(settings.iter().copied()))
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

pub(crate) fn step(name: &str, program: &str, arguments: &[&str]) -> Result<(), String> {
    eprintln!("xtask: {name}");
    run(name, Command::new(program).args(arguments))
}

pub(crate) fn run(name: &str, command: &mut Command) -> Result<(), String> {
    let begin = Instant::now();
    let status = command.status().map_err(|e| format!("{name}: {e}"))?;
    eprintln!("xtask: {name} took {} s", begin.elapsed().as_secs());
    if status.success() { Ok(()) } else { Err(format!("{name} failed")) }
}
