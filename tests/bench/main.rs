//! `cargo xtask bench`: how fast recording is beside a bare echo over the same transport, and whether opening and reading depend on
//! the length of the log. Everything in one run; what counts are the ratios.

mod country;
mod echo;
mod opening;
mod rate;
mod reading;

use std::path::Path;
use std::time::Duration;

/// The allocator of the product's binary; the echo has it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["country"] => country::compare(u64::MAX),
        ["country", up_to] => country::compare(up_to.parse()?),
        ["country-record", size, folder, _] => country::record(size.parse()?, Path::new(folder)),
        ["country-read", size, folder, round] => {
            country::read(size.parse()?, Path::new(folder), round.parse()?)
        }
        ["reading"] => reading(1),
        ["reading", seconds] => reading(seconds.parse()?),
        numbers => rates(&numbers.iter().map(|text| text.parse()).collect::<Result<Vec<_>, _>>()?),
    }
}

/// `bench [SECONDS [CLIENTS...]]`.
fn rates(numbers: &[u64]) -> Result<(), Failure> {
    let (seconds, only) = numbers.split_first().unwrap_or((&1, &[]));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(rate::compare(Duration::from_secs(*seconds), only))?;
    if only.is_empty() {
        opening::compare()?;
        reading(*seconds)?;
    }
    Ok(())
}

/// `bench reading [SECONDS]`.
fn reading(seconds: u64) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(reading::compare(Duration::from_secs(seconds)))
}
