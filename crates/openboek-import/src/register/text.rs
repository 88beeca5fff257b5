//! Cells to words: blanks, control characters, the mark against formulas, identifiers and pseudonyms.

use std::borrow::Cow;

use openboek_rules::{Pseudonym, SubsidyId, Text};

/// What Windows-1252 has in the places 0x80 to 0x9f. Text that was once read as Latin-1 has control characters there.
const WINDOWS_1252: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

/// The character that was meant: that of Windows-1252 for a control character of the upper half.
fn meant(c: char) -> char {
    let upper = u32::from(c).checked_sub(0x80).and_then(|at| usize::try_from(at).ok());
    upper.and_then(|at| WINDOWS_1252.get(at)).copied().unwrap_or(c)
}

/// Whether a cell holds control characters in the place of punctuation.
pub(super) fn is_misread(cell: &str) -> bool {
    cell.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c))
}

/// The words of a cell, without the mark against formulas.
pub(super) fn words(cell: &str) -> String {
    bare(unguarded(cell))
}

/// Words with one blank between them and none around them, nothing invisible, nothing misread.
///
/// Registers differ from day to day in blanks alone; those are no difference.
pub(super) fn bare(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.chars().map(meant) {
        if c.is_whitespace() || c.is_control() {
            if !words.ends_with(' ') && !words.is_empty() {
                words.push(' ');
            }
        } else if !is_invisible(c) {
            words.push(c);
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// What a text of the ledger cannot hold.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The longest beginning of words that fits, and whether that is less than all.
pub(super) fn fitting(words: &str) -> (Option<Text>, bool) {
    if let Ok(text) = Text::new(words) {
        return (Some(text), false);
    }
    let mut end = words.len().min(Text::MAX_BYTES - '…'.len_utf8());
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    let short = words.get(..end).unwrap_or_default().trim_end();
    (Text::new(&format!("{short}…")).ok().filter(|_| !short.is_empty()), true)
}

/// Whether a spreadsheet would read the cell as a formula, or would after a mark of ours is taken off.
fn needs_guard(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The cell as it is safe to write: an apostrophe before what a spreadsheet would calculate.
pub(super) fn guarded(cell: &str) -> Cow<'_, str> {
    if needs_guard(cell) { format!("'{cell}").into() } else { cell.into() }
}

/// The cell without that apostrophe: exactly what [`guarded`] put there.
pub(super) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| needs_guard(cell)).unwrap_or(cell)
}

/// The identifier of a dossier: its number as it is where that can be one, else its letters and digits with a digest of all of it, so that
/// two numbers never become one.
pub(super) fn dossier(prefix: &str, number: &str) -> Option<SubsidyId> {
    let whole = format!("{prefix}{number}");
    SubsidyId::new(&whole).or_else(|_| SubsidyId::new(&with_digest(&whole))).ok()
}

/// A pseudonym made of the number of the dossier and nothing else: another dossier of the same person has another one.
pub(super) fn pseudonym(subsidy: &SubsidyId) -> Option<Pseudonym> {
    let digest = blake3::derive_key(
        "openboek register 2026-11 masked recipient of a dossier",
        subsidy.as_str().as_bytes(),
    );
    let digits: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    Pseudonym::new(&format!("p-{digits}")).ok()
}

/// Letters and digits of a name in lower case, with hyphens between: at most as long as an identifier may be.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase).map(plain) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A slug that no other text has.
pub(super) fn with_digest(text: &str) -> String {
    let mut slug = slug(text);
    slug.truncate(48);
    let digest = blake3::hash(text.as_bytes()).to_hex();
    let digits = digest.as_str().get(..12).unwrap_or_default();
    if slug.is_empty() { digits.to_owned() } else { format!("{}-{digits}", slug.trim_end_matches('-')) }
}

/// A letter without its accent.
const fn plain(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn blanks_and_misread_characters_become_words() {
        for (cell, expected) in [
            ("  Regeling\u{a0} met   blanks ", "Regeling met blanks"),
            ("Stichting \u{91}De Brug\u{92} \u{96} Oost", "Stichting ‘De Brug’ – Oost"),
            ("over\nregels\r\nheen", "over regels heen"),
            ("\u{feff}Zicht\u{200b}baar", "Zichtbaar"),
            ("'=1+1", "=1+1"),
            ("''=1+1", "'=1+1"),
            ("'s Werelds", "'s Werelds"),
            (" \u{81} ", ""),
        ] {
            assert_eq!(words(cell), expected, "{cell:?}");
        }
        assert!(is_misread("\u{92}") && !is_misread("’ é \u{ad}"));
    }

    #[test]
    fn identifiers_come_from_names_and_never_meet() {
        for (name, expected) in [
            ("Stichting De Brug", "stichting-de-brug"),
            ("Coördinatie & Co. B.V.", "coordinatie-co-b-v"),
            ("(…)", ""),
        ] {
            assert_eq!(slug(name), expected);
        }
        assert_ne!(with_digest("A/1"), with_digest("A 1"));
        assert_eq!(dossier("", "SBA-000019").unwrap().as_str(), "SBA-000019");
        assert_eq!(dossier("ams-", "SBA-000019").unwrap().as_str(), "ams-SBA-000019");
        assert_ne!(dossier("", "2019/12"), dossier("", "2019-12"));
        assert!(dossier("", &"9".repeat(500)).is_some());
        let persons = ["SBA-000019", "SBA-000020"].map(|id| pseudonym(&SubsidyId::new(id).unwrap()).unwrap());
        assert_ne!(persons[0], persons[1]);
    }

    proptest! {
        #[test]
        fn what_is_guarded_comes_back_and_is_no_formula(cell in "['=+@\\-\t\r]{0,3}\\PC{0,12}") {
            let safe = guarded(&cell);
            prop_assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", safe);
            prop_assert_eq!(unguarded(&safe), cell.as_str());
        }

        #[test]
        fn words_are_a_text_or_nothing_or_too_long(cell in "\\PC{0,60}|[\u{0}-\u{ff}\u{2028}\u{200b} ]{0,60}") {
            let found = words(&cell);
            prop_assert!(found.is_empty() || Text::new(&found).is_ok(), "{:?}", found);
            prop_assert_eq!(words(&guarded(&found)), found.clone());
        }
    }
}
