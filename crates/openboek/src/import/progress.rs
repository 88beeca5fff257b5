//! Signs of life on standard error, for what takes longer than people wait without a word.

use std::time::{Duration, Instant};

/// How long before the first word, and between two.
const EVERY: Duration = Duration::from_secs(2);

/// How far a long piece of work is.
pub(super) struct Progress {
    what: &'static str,
    next: Instant,
}

impl Progress {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, next: Instant::now() + EVERY }
    }

    /// Says how far it is, now and then.
    pub(super) fn at(&mut self, done: u64, of: u64) {
        if Instant::now() >= self.next {
            eprintln!("{}: {done} / {of}", self.what);
            self.next = Instant::now() + EVERY;
        }
    }
}
