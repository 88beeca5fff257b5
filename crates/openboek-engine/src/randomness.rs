//! Randomness is an argument, like time: only the engine asks for it, through this.

/// A source of salts.
pub trait Randomness: Send + Sync + 'static {
    /// 32 bytes that nobody can guess, or the reason why there are none.
    ///
    /// # Errors
    /// The system's words.
    fn salt(&self) -> Result<[u8; 32], String>;
}

/// The operating system's source.
#[derive(Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn salt(&self) -> Result<[u8; 32], String> {
        let mut salt = [0; 32];
        getrandom::fill(&mut salt).map_err(|e| e.to_string())?;
        Ok(salt)
    }
}
