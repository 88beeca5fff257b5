//! Natural persons are never named in the ledger: a sealed pseudonym stands for one.

use std::fmt;

use crate::malformed::{Malformed, MalformedCode};

/// A sealed pseudonym of a natural person: `p-` and 16 to 62 lower-case hex digits.
///
/// Who it is stays outside the ledger, with the body that gave the subsidy. The form leaves no room for a name, an address or a
/// citizen's number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Pseudonym(String);

impl Pseudonym {
    /// Accepts what the type says.
    ///
    /// # Errors
    /// [`MalformedCode::BadIdentifier`].
    pub fn new(pseudonym: &str) -> Result<Self, Malformed> {
        let digits = pseudonym.strip_prefix("p-").unwrap_or("");
        let hex = digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if hex && (16..=62).contains(&digits.len()) {
            Ok(Self(pseudonym.to_owned()))
        } else {
            Err(Malformed::new(MalformedCode::BadIdentifier, pseudonym))
        }
    }

    /// The pseudonym as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_has_no_room_for_a_name() {
        assert!(Pseudonym::new("p-0123456789abcdef").is_ok());
        for bad in [
            "",
            "p-",
            "p-0123456789abcde",
            "jansen",
            "p-jansen-van-dorp-xx",
            "p-0123456789ABCDEF",
            "123456789",
        ] {
            assert!(Pseudonym::new(bad).is_err(), "{bad}");
        }
        assert!(Pseudonym::new(&format!("p-{}", "a".repeat(63))).is_err());
    }
}
