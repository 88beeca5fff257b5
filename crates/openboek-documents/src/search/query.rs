//! What somebody looks for.

use super::words::{Piece, name, pieces};

/// Letters of a question at most.
pub const QUERY_LETTERS: usize = 100;
/// Words of a question at most.
pub const QUERY_WORDS: usize = 8;
/// Letters from which on the beginning of a word is enough: before that nearly every word begins so.
const BEGINNING: usize = 2;

/// Why a text is nothing that can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadQuery {
    /// There is no letter and no digit in it.
    Empty,
    /// It has more letters or words than are looked for at once.
    TooLong,
}

/// How well something fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// It is called so, has that reference number or that amount.
    Exact,
    /// All words stand in it.
    Words,
    /// Words in it begin so.
    Beginnings,
}

/// A question that can be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// As a name, to compare as a whole.
    pub(super) name: String,
    pub(super) words: Vec<Asked>,
}

/// A word of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// None for an amount with a word behind it: `2,5 miljoen` is looked for as one.
    pub(super) piece: Option<Piece>,
    pub(super) cents: Option<u128>,
}

impl Query {
    /// Reads a question.
    ///
    /// # Errors
    /// [`BadQuery`].
    pub fn read(text: &str) -> Result<Self, BadQuery> {
        if text.trim().chars().count() > QUERY_LETTERS {
            return Err(BadQuery::TooLong);
        }
        let (mut words, mut found) = (Vec::new(), pieces(text).into_iter());
        while let Some(piece) = found.next() {
            let cents = piece.cents;
            if piece.takes_next {
                found.next();
            }
            words.push(Asked { piece: (!piece.takes_next).then_some(piece), cents });
        }
        match words.len() {
            0 => Err(BadQuery::Empty),
            1..=QUERY_WORDS => Ok(Self { name: name(text), words }),
            _ => Err(BadQuery::TooLong),
        }
    }

    /// The position of an entry that it may be.
    #[must_use]
    pub fn position(&self) -> Option<u64> {
        match &self.words[..] {
            [Asked { piece: Some(piece), .. }] if piece.is_plain() => piece.whole.parse().ok(),
            _ => None,
        }
    }

    /// The amount that it is and nothing else, in cents.
    pub(super) fn amount(&self) -> Option<u128> {
        match &self.words[..] {
            [Asked { cents, .. }] => *cents,
            _ => None,
        }
    }

    /// How well a name fits.
    #[must_use]
    pub fn fit(&self, text: &str) -> Option<Fit> {
        if name(text) == self.name {
            return Some(Fit::Exact);
        }
        let there = pieces(text);
        let fits = |asked: &Asked| there.iter().filter_map(|piece| asked.fit(piece)).min();
        self.words.iter().map(fits).try_fold(Fit::Words, |worst, fit| Some(worst.max(fit?)))
    }
}

impl Asked {
    /// How well a piece of a text fits this word: as a whole, or one of its parts.
    pub(super) fn fit(&self, there: &Piece) -> Option<Fit> {
        if self.cents.is_some() && self.cents == there.cents {
            return Some(Fit::Words);
        }
        let asked = self.piece.as_ref()?;
        if there.parts.is_empty() {
            return None;
        }
        let mut all = there.ends().chain(there.parts.iter().map(String::as_str));
        if all.any(|one| one == asked.whole) {
            return Some(Fit::Words);
        }
        let begun = is_beginning(&asked.whole) && there.ends().any(|one| one.starts_with(&asked.whole));
        begun.then_some(Fit::Beginnings)
    }
}

/// Whether words that only begin so are looked for too.
pub(super) fn is_beginning(text: &str) -> bool {
    text.chars().count() >= BEGINNING
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_question_is_told_apart() {
        let read = |text: &str| Query::read(text).map(|query| query.words.len());
        for empty in ["", "  ", "–", "?! €"] {
            assert_eq!(read(empty), Err(BadQuery::Empty), "{empty:?}");
        }
        assert_eq!(read(&"a".repeat(QUERY_LETTERS)), Ok(1));
        assert_eq!(read(&"é".repeat(QUERY_LETTERS + 1)), Err(BadQuery::TooLong));
        assert_eq!(read(&"ab ".repeat(QUERY_WORDS)), Ok(QUERY_WORDS));
        assert_eq!(read(&"ab ".repeat(QUERY_WORDS + 1)), Err(BadQuery::TooLong));
        assert_eq!(read("€ 2,5 miljoen subsidie"), Ok(2));
    }

    #[test]
    fn a_name_fits_exactly_by_words_or_by_beginnings() {
        let fit = |asked: &str, text: &str| Query::read(asked).unwrap().fit(text);
        let table = [
            ("stichtse vecht", "Stichtse Vecht", Some(Fit::Exact)),
            ("VECHT", "Stichtse Vecht", Some(Fit::Words)),
            ("vecht stichtse", "Stichtse Vecht", Some(Fit::Words)),
            ("vec", "Stichtse Vecht", Some(Fit::Beginnings)),
            ("stichtse vec", "Stichtse Vecht", Some(Fit::Beginnings)),
            ("v", "Stichtse Vecht", None),
            ("echt", "Stichtse Vecht", None),
            ("vecht dordrecht", "Stichtse Vecht", None),
            ("sudwest", "Súdwest-Fryslân", Some(Fit::Words)),
            ("súdwest-fryslan", "Súdwest-Fryslân", Some(Fit::Exact)),
        ];
        for (asked, text, expected) in table {
            assert_eq!(fit(asked, text), expected, "{asked} in {text}");
        }
    }

    #[test]
    fn only_digits_alone_may_be_a_position() {
        let position = |text: &str| Query::read(text).unwrap().position();
        for (text, expected) in [
            ("12", Some(12)),
            ("0", Some(0)),
            ("12 a", None),
            ("1.200", None),
            ("12 duizend", None),
            ("1e", None),
        ] {
            assert_eq!(position(text), expected, "{text}");
        }
    }
}
