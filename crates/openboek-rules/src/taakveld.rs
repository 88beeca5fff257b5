//! Iv3 task fields (*taakvelden*). The code list depends on the budget year, and codes are strings: 6.6 and 6.60 are two
//! codes, 6.2 is no prefix of 6.21 (domain 3).

mod lists;
mod mapping;

pub use lists::{BadLine, CodeList};
pub use mapping::{Comparison, MappedCode, Mapping, Quality};

use std::fmt;

use crate::malformed::{Malformed, MalformedCode};

/// A taakveld code as printed in the list of its year: `6.71a`, `6.711`, or a *functie* of 2015-2016 such as `661`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Taakveld(String);

impl Taakveld {
    /// Accepts 1 to 8 bytes of digits, lower-case letters and dots, beginning with a digit. Whether the code is in a list is
    /// the rules' question ([`CodeList::name_of`]).
    ///
    /// # Errors
    /// [`MalformedCode::BadIdentifier`].
    pub fn new(code: &str) -> Result<Self, Malformed> {
        let bytes = code.as_bytes();
        let ok = (1..=8).contains(&bytes.len())
            && bytes[0].is_ascii_digit()
            && bytes.iter().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() || *b == b'.');
        if ok { Ok(Self(code.to_owned())) } else { Err(Malformed::new(MalformedCode::BadIdentifier, code)) }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Taakveld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A family of taakvelden: comparable over all lists from 2017; below that level lists are not (domain 3.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Family {
    /// *Sociale basis*: 6.1.
    SocialInfrastructure,
    /// *Toegang*: 6.2.
    Access,
    /// *Inkomen*: 6.3.
    Income,
    /// *Participatie*: 6.4 and 6.5.
    Participation,
    /// *Wmo*.
    Wmo,
    /// *Jeugd*.
    Youth,
    /// Outside chapter 6, or a code that spans families.
    Other,
}

impl Family {
    /// All families with the words that the data uses for them.
    const WORDS: [(&'static str, Self); 7] = [
        ("social-infrastructure", Self::SocialInfrastructure),
        ("access", Self::Access),
        ("income", Self::Income),
        ("participation", Self::Participation),
        ("wmo", Self::Wmo),
        ("youth", Self::Youth),
        ("other", Self::Other),
    ];

    fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, family)| *family)
    }
}
