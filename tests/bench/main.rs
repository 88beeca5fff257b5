//! `cargo xtask bench`: how fast recording is beside a bare echo over the same transport, and whether opening and reading depend on
//! the length of the log. Everything in one run; what counts are the ratios.

mod echo;
mod opening;
mod rate;

use std::time::Duration;

/// The allocator of the product's binary; the echo has it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let seconds = arguments.next().unwrap_or(Ok(3))?;
    let only = arguments.collect::<Result<Vec<_>, _>>()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(rate::compare(Duration::from_secs(seconds), &only))?;
    if only.is_empty() {
        opening::compare()?;
    }
    Ok(())
}
