//! Randomness is an argument, like time: only the engine asks for it, through this.

use std::fmt;
use std::sync::{Mutex, PoisonError};

/// A source of salts.
pub trait Randomness: Send + Sync + 'static {
    /// 32 bytes that nobody can guess, or the reason why there are none.
    ///
    /// # Errors
    /// The system's words.
    fn salt(&self) -> Result<[u8; 32], String>;
}

/// How many salts are asked of the system at once: each time costs as much as many salts.
const SALTS_AT_ONCE: usize = 32;

/// The operating system's source.
#[derive(Default)]
pub struct SystemRandomness {
    /// Salts that nobody was given yet.
    fresh: Mutex<Vec<[u8; 32]>>,
}

/// Shows no salt: who knows one beforehand can guess what it hides.
impl fmt::Debug for SystemRandomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SystemRandomness").finish_non_exhaustive()
    }
}

impl Randomness for SystemRandomness {
    fn salt(&self) -> Result<[u8; 32], String> {
        // One that is taken is gone from here, also when a panic elsewhere left the lock poisoned.
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(salt) = fresh.pop() {
            return Ok(salt);
        }
        let mut salts = [[0; 32]; SALTS_AT_ONCE];
        getrandom::fill(salts.as_flattened_mut()).map_err(|e| e.to_string())?;
        let [first, others @ ..] = salts;
        fresh.extend(others);
        Ok(first)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_salt_is_given_twice() {
        let source = SystemRandomness::default();
        let salts: BTreeSet<_> = (0..5 * SALTS_AT_ONCE).map(|_| source.salt().unwrap()).collect();
        assert_eq!(salts.len(), 5 * SALTS_AT_ONCE);
    }
}
