//! Iv3 economic categories (*economische categorieën*): what kind of income or expenditure a line is (domain 3.8).

use std::fmt;
use std::sync::LazyLock;

use crate::malformed::{Malformed, MalformedCode};
use crate::statement::Side;
use crate::taakveld::Taakveld;

/// An economic category as printed: `3.4.2`. What it means depends on the side, and before 2017 on other lists; so only its form is
/// judged here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Category(String);

impl Category {
    /// Accepts numbers of one or two digits with dots between them, at most 8 bytes: `1.1`, `3.4.2`.
    ///
    /// # Errors
    /// [`MalformedCode::BadIdentifier`].
    pub fn new(code: &str) -> Result<Self, Malformed> {
        let number = |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
        let ok = code.len() <= 8 && code.split('.').all(number);
        if ok { Ok(Self(code.to_owned())) } else { Err(Malformed::new(MalformedCode::BadIdentifier, code)) }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its Dutch name in the list from 2017 on; `None` for a category that the list does not have.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        NAMES.iter().find(|(code, _)| *code == self.0).map(|(_, name)| *name)
    }

    /// The categories that have a name here, in the order of the list.
    pub fn named() -> impl Iterator<Item = (&'static str, &'static str)> {
        NAMES.iter().copied()
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a line holds own contributions (*eigen bijdragen*): income in category 3.4.2, or on one of the *functies* that 2015-2016
/// had for them (domain 3.2, 3.7). They stand apart from the gross expenditure and are never taken off it.
#[must_use]
pub fn is_own_contribution(taakveld: &Taakveld, side: Side, category: Option<&Category>) -> bool {
    side == Side::Income
        && (category.is_some_and(|category| category.as_str() == "3.4.2")
            || matches!(taakveld.as_str(), "667" | "677" | "687"))
}

/// The rows of the data, as far as they can be understood; the tests see to it that all can.
fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| {
        let columns: Vec<&'static str> = line.split('|').map(str::trim).collect();
        let [code, name, _sides] = columns[..] else { return None };
        Category::new(code).is_ok().then_some((code, name))
    })
}

/// The data is read once.
static NAMES: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| rows(include_str!("category.txt")).collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_a_category_with_its_sides() {
        let lines = include_str!("category.txt").lines().filter(|line| !line.starts_with('#'));
        let lines: Vec<&str> = lines.collect();
        assert_eq!(lines.len(), Category::named().count());
        for line in lines {
            let sides = line.rsplit('|').next().unwrap();
            assert!(sides.split(',').all(|side| ["baten", "lasten"].contains(&side.trim())), "{line}");
        }
    }
}
