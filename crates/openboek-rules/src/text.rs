//! Free text of a statement: what people wrote, without anything invisible.

use crate::malformed::{Malformed, MalformedCode};

/// Text of 1 to 4,000 bytes of UTF-8 without control characters and without blanks at the ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Text(String);

impl Text {
    /// Longest text, in bytes.
    pub const MAX_BYTES: usize = 4_000;

    /// Accepts what the type says.
    ///
    /// # Errors
    /// [`MalformedCode::Empty`], [`MalformedCode::TooLong`] or [`MalformedCode::ControlCharacter`].
    pub fn new(text: &str) -> Result<Self, Malformed> {
        if text.trim().is_empty() {
            return Err(Malformed::new(MalformedCode::Empty, text));
        }
        if text.len() > Self::MAX_BYTES {
            return Err(Malformed::new(MalformedCode::TooLong, text));
        }
        if text.chars().any(|c| c.is_control() || is_invisible(c)) || text.trim() != text {
            return Err(Malformed::new(MalformedCode::ControlCharacter, text));
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Characters that reorder or hide text: a figure or a name must read as it is stored.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
