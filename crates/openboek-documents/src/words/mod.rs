//! All words that documents print, one catalogue a language. Recorded text is never in here.

use std::borrow::Cow;

use openboek_views::model::{ColumnId, Label, SectionId, TableId};

use crate::lang::Lang;

mod en;
mod en_book;
mod en_chart;
mod en_desk;
mod en_feed;
mod en_fields;
mod en_labels;
mod en_law;
mod en_print;
mod en_region;
mod en_search;
mod en_subsidy;
mod glossary;
mod nl;
mod nl_book;
mod nl_chart;
mod nl_desk;
mod nl_feed;
mod nl_fields;
mod nl_labels;
mod nl_law;
mod nl_print;
mod nl_region;
mod nl_search;
mod nl_subsidy;

pub use glossary::{GLOSSARY, Term, terms_in};

/// One language: keys with their words, sorted by key.
type Catalogue = &'static [(&'static str, &'static str)];

const fn catalogues(lang: Lang) -> &'static [Catalogue] {
    match lang {
        Lang::Nl => &[
            nl_labels::WORDS,
            nl::WORDS,
            nl_fields::WORDS,
            nl_law::WORDS,
            nl_subsidy::WORDS,
            nl_region::WORDS,
            nl_book::WORDS,
            nl_chart::WORDS,
            nl_desk::WORDS,
            nl_feed::WORDS,
            nl_print::WORDS,
            nl_search::WORDS,
        ],
        Lang::En => &[
            en_labels::WORDS,
            en::WORDS,
            en_fields::WORDS,
            en_law::WORDS,
            en_subsidy::WORDS,
            en_region::WORDS,
            en_book::WORDS,
            en_chart::WORDS,
            en_desk::WORDS,
            en_feed::WORDS,
            en_print::WORDS,
            en_search::WORDS,
        ],
    }
}

/// The words for a key, if the catalogue of that language has it.
#[must_use]
pub fn find(key: &str, lang: Lang) -> Option<&'static str> {
    catalogues(lang).iter().find_map(|words| {
        let place = words.binary_search_by(|(known, _)| (*known).cmp(key)).ok()?;
        words.get(place).map(|(_, text)| *text)
    })
}

/// The words for a key. A key without words is printed as it is, so that nothing disappears from a page; the tests see to it
/// that every key there is has words.
#[must_use]
pub fn by_key(key: &str, lang: Lang) -> Cow<'static, str> {
    find(key, lang).map_or_else(|| Cow::Owned(key.replace('-', " ")), Cow::Borrowed)
}

/// The words for a label.
#[must_use]
pub fn word(label: Label, lang: Lang) -> Cow<'static, str> {
    by_key(label.key(), lang)
}

/// Heading of a section.
#[must_use]
pub fn section(id: SectionId, lang: Lang) -> Cow<'static, str> {
    by_key(&format!("section-{}", id.key()), lang)
}

/// Caption of a table.
#[must_use]
pub fn table(id: TableId, lang: Lang) -> Cow<'static, str> {
    by_key(&format!("table-{}", id.key()), lang)
}

/// The words for a label where it stands at the head of a column or row: with a capital, and without a colon that leads to what
/// follows it in a sentence.
#[must_use]
pub fn heading(label: Label, lang: Lang) -> String {
    let words = word(label, lang);
    let words = words.trim_end_matches(':');
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Name of a column: a year as it is, any other by its label.
#[must_use]
pub fn column(id: ColumnId, lang: Lang) -> String {
    match id {
        ColumnId::Year(year) => year.to_string(),
        ColumnId::Named(label) => heading(label, lang),
    }
}

/// The words for a key with its gaps `{}` filled, in order. A gap without an argument stays empty.
#[must_use]
pub fn filled(key: &str, lang: Lang, arguments: &[&str]) -> String {
    let pattern = by_key(key, lang);
    let mut arguments = arguments.iter();
    let mut pieces = pattern.split("{}");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str(arguments.next().copied().unwrap_or_default());
        out.push_str(piece);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalogue_is_sorted_and_has_the_same_keys_and_gaps() {
        for (&dutch, &english) in catalogues(Lang::Nl).iter().zip(catalogues(Lang::En)) {
            for words in [dutch, english] {
                for pair in words.windows(2) {
                    assert!(pair[0].0 < pair[1].0, "not in order: {} {}", pair[0].0, pair[1].0);
                }
            }
            let keys = |words: Catalogue| words.iter().map(|(key, _)| *key).collect::<Vec<_>>();
            assert_eq!(keys(dutch), keys(english));
            for ((key, nl), (_, en)) in dutch.iter().zip(english) {
                assert_eq!(nl.matches("{}").count(), en.matches("{}").count(), "{key}");
                assert!(!nl.trim().is_empty() && !en.trim().is_empty(), "{key}");
            }
        }
    }

    #[test]
    fn no_key_is_in_two_catalogues() {
        let mut seen = std::collections::BTreeSet::new();
        for (key, _) in catalogues(Lang::Nl).iter().copied().flatten() {
            assert!(seen.insert(key), "{key}");
        }
    }

    #[test]
    fn gaps_are_filled_in_order() {
        assert_eq!(filled("form-range", Lang::Nl, &["a", "b"]), "a tot b");
        assert_eq!(by_key("no-such-key", Lang::Nl), "no such key");
    }

    #[test]
    fn every_section_table_and_label_has_words_in_both_languages() {
        for lang in Lang::ALL {
            for id in SectionId::ALL {
                assert!(find(&format!("section-{}", id.key()), lang).is_some(), "{id:?}");
            }
            names_of_sheets_fit_a_spreadsheet(lang);
            for id in TableId::ALL {
                assert!(find(&format!("table-{}", id.key()), lang).is_some(), "{id:?}");
                assert!(find(&format!("rows-{}", id.key()), lang).is_some(), "{id:?}");
            }
            for label in openboek_views::labels::ALL {
                assert!(find(label.key(), lang).is_some(), "{label:?}");
            }
        }
    }

    /// Spreadsheets take names of 31 characters at most, without these marks, each once whatever its capitals.
    fn names_of_sheets_fit_a_spreadsheet(lang: Lang) {
        let sections = SectionId::ALL.iter().map(|id| id.key());
        let mut seen = std::collections::BTreeSet::new();
        for key in sections.chain(["about", "figures", "entries"]) {
            let name = find(&format!("leaf-{key}"), lang).unwrap();
            assert!(name.chars().count() <= crate::book::LONGEST_NAME, "{name}");
            assert!(!name.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']), "{name}");
            assert!(seen.insert(name.to_lowercase()), "{name} stands twice");
        }
    }
}
