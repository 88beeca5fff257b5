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
    let seconds: u64 = std::env::args().nth(1).map_or(Ok(3), |text| text.parse())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(rate::compare(Duration::from_secs(seconds)))?;
    opening::compare()?;
    Ok(())
}
