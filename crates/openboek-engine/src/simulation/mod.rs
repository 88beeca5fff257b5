//! The engine driven from a seed: clients who lose answers, send twice and change their minds; a store that fails in every way it may; a
//! clock that jumps, also back; slow subscribers; restarts and crashes. After every run the log is compared with a model that knows
//! nothing but what was asked and what was answered ([`check`]).
//!
//! The seed decides what happens and in which order: what is asked, when the clock moves, which call of the store fails, when the engine
//! stops. What it does not decide is how the two threads of the writer meet: how many commands form a group, whether a seal comes before
//! or after the next command, and so which append it is that fails. So the checks are of what must hold however they meet, and a seed that
//! finds a fault may need some tries to find it again.

mod asked;
mod check;
mod script;
mod world;

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::planted::{Bug, plant};

/// Seeds in the tests' time; `OPENBOEK_SEEDS` asks for more, `OPENBOEK_SEED` for one.
const SEEDS: u64 = 1_000;

/// How often a seed is tried until it shows a planted bug: the threads may meet in a way that does not.
const TRIES: usize = 20;

/// Bugs are planted in the whole process, so one run at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Runs one seed; what was wrong, if anything was.
fn run(seed: u64) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(script::play(seed))
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

#[test]
fn whatever_happens_nothing_is_lost_and_nothing_is_made_up() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let seeds =
        number("OPENBOEK_SEED").map_or(0..number("OPENBOEK_SEEDS").unwrap_or(SEEDS), |one| one..one + 1);
    let begin = Instant::now();
    let count = seeds.end - seeds.start;
    for seed in seeds {
        if let Err(why) = run(seed) {
            panic!("{why}\nagain with: OPENBOEK_SEED={seed} cargo test -p openboek-engine --lib simulation");
        }
    }
    println!("{count} seeds in {:.1} s", begin.elapsed().as_secs_f64());
}

/// Each bug, planted in the path of an append, with a seed that finds it. The same list stands in `tests/README.md`.
#[test]
fn every_planted_bug_is_found_by_the_seed_that_is_listed() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let bugs = [
        (Bug::AnswersUnrecorded, 23),
        (Bug::ForgetsRequests, 0),
        (Bug::ForgetsDocuments, 6),
        (Bug::IgnoresRevisions, 56),
        (Bug::ClockGoesBack, 12),
        (Bug::SealMissesEntry, 0),
        (Bug::KeepsMemory, 9),
    ];
    for (bug, seed) in bugs {
        plant(Some(bug));
        let seeds = number("OPENBOEK_BUG_SEEDS").map_or(seed..seed + 1, |until| 0..until);
        let found = seeds.clone().find_map(|seed| (0..TRIES).find_map(|_| Some((seed, run(seed).err()?))));
        plant(None);
        let (seed, why) = found.unwrap_or_else(|| panic!("{bug:?} is not found by the seeds {seeds:?}"));
        println!("{bug:?}, seed {seed}: {why}");
    }
}
