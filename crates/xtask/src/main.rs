//! `cargo xtask`: the project's own automation. Every check that a change must pass is one command, the same here and in CI.

mod arrows;
mod clients;
mod setup;
mod steps;
mod stores;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  test            set up what the tests need, then run all of them: formatting, lints, arrows, unit and end-to-end tests
  test --quick    without formatting and lints
  bench           ratios, side by side in one run: an echo, Record at 1, 16, 64 and 256 clients, RecordStream, opening and reading
  bench SECONDS [CLIENTS...]
                  the same with so many seconds for each measurement; with numbers of clients, single commands for those only
  bench reading [SECONDS]
                  a paragraph's page beside a static page of the same size at 64 readers, and recording while 300 members' pages are made
  bench country [STATEMENTS]
                  a made-up country is recorded, opened and read at 10,000 to 10,000,000 statements: speed, bytes, memory (20 minutes, 12 GB)
  arrows          compare the crates' dependencies with the table of the architecture
  setup           install what the tests need: Debian packages, and the packages of the example clients
  fuzz [MINUTES]  every importer on arbitrary bytes and on changed files, 10 minutes each unless told otherwise
  torture [--rounds N] [--seeds N]
                  the long runs: rounds of kill -9, half over sled and half over PostgreSQL (2,000 instead of the 204 of the tests), with
                  every system call failing in turn, and simulated seeds (100,000 instead of 1,000); tells what was acknowledged, lost
                  and doubled
  torture --stores
                  every end-to-end test over the store in memory, over sled and over PostgreSQL; all must leave the same events
  torture --load [SECONDS]
                  four times the load that the server can take with rude peers among the callers, for 600 seconds unless told otherwise
  torture --flips [N]
                  one byte changed at each of N places (5,000) of data folders, static logs and backups: a table of what was detected, of no
                  matter, and wrong; from 6,000 on also in a long data folder, which takes far longer
  torture --disk [STATES]
                  so many states (20,000) in which a loss of power may leave the disk of a server: each is opened and compared with what was
                  acknowledged by then; and the same with syncs left out, which must lose some
  help            this text
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["test"] => steps::test(false),
        ["test", "--quick"] => steps::test(true),
        ["bench", rest @ ..] => steps::bench(rest),
        ["arrows"] => arrows::check(),
        ["setup"] => setup::all(),
        ["fuzz"] => steps::fuzz("10"),
        ["fuzz", minutes] => steps::fuzz(minutes),
        ["torture", rest @ ..] => steps::torture(rest),
        ["help" | "--help" | "-h"] | [] => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("no command `{}`; see `cargo xtask help`", other.join(" "))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}
