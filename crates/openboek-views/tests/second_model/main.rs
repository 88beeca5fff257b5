//! Ten thousand random histories: what the views show equals what a second, naive model adds up from the plain list of statements; in
//! every table the parts make the whole to the cent; live equals replayed; every earlier stand is shown as it was.
//!
//! `OPENBOEK_SEED=n` tries one history alone; `OPENBOEK_HISTORIES=n` another number of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

#[allow(dead_code, reason = "each test binary uses its own part")]
#[path = "../properties/accounts.rs"]
mod accounts;
mod checks;
mod compared;
#[path = "../properties/history.rs"]
mod history;
mod model;
mod region;
mod subsidies;
#[path = "../support/mod.rs"]
mod support;
#[allow(dead_code, reason = "each test binary uses its own part")]
#[path = "../properties/totals.rs"]
mod totals;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

const HISTORIES: u64 = 10_000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a whole number"))
}

/// Tries the seeds on all cores; the first that fails is named.
fn try_all(seeds: std::ops::Range<u64>) {
    let (next, end) = (AtomicU64::new(seeds.start), seeds.end);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        return;
                    }
                    if let Err(panic) =
                        catch_unwind(AssertUnwindSafe(|| checks::check(&history::of_seed(seed), seed)))
                    {
                        eprintln!("history {seed} fails; OPENBOEK_SEED={seed} tries it alone");
                        std::panic::resume_unwind(panic);
                    }
                }
            });
        }
    });
}

#[test]
fn the_views_equal_the_second_model() {
    match number("OPENBOEK_SEED") {
        Some(seed) => try_all(seed..seed + 1),
        None => try_all(0..number("OPENBOEK_HISTORIES").unwrap_or(HISTORIES)),
    }
}
