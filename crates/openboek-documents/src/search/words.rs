//! Text as it is looked up: words without capitals and diacritics, and numbers as what they mean.

use std::iter::Peekable;
use std::str::SplitWhitespace;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Words behind a number, with how many zeros they add.
const MULTIPLIERS: [(&str, u32); 10] = [
    ("duizend", 3),
    ("thousand", 3),
    ("mln", 6),
    ("mio", 6),
    ("miljoen", 6),
    ("million", 6),
    ("mld", 9),
    ("miljard", 9),
    ("billion", 9),
    ("mrd", 9),
];
/// Stands between the parts of a piece.
const BETWEEN: &str = "-";
/// Digits of the longest number that is taken for an amount: more than any amount that can be recorded has.
const DIGITS: usize = 18;

/// Text between spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// All of it, without marks around it, and with one mark between its parts whatever they were: `doc-20-406214`.
    pub(super) whole: String,
    /// Its letters and digits apart: `doc`, `20`, `406214`.
    pub(super) parts: Vec<String>,
    /// The amount that it may be, in cents: of `600.000` and, with the word behind it, of `2,5 miljoen`.
    pub(super) cents: Option<u128>,
    /// Whether the next piece belongs to that amount: `miljoen`.
    pub(super) takes_next: bool,
}

impl Piece {
    /// What it says from each of its parts on: `doc-20-406214`, `20-406214`, `406214`.
    pub(super) fn ends(&self) -> impl Iterator<Item = &str> {
        let inner = self.whole.match_indices(BETWEEN).filter(|_| !self.parts.is_empty());
        let inner = inner.filter_map(|(at, mark)| self.whole.get(at + mark.len()..));
        std::iter::once(self.whole.as_str()).chain(inner)
    }

    /// Whether it is digits and nothing else.
    pub(super) fn is_plain(&self) -> bool {
        self.whole.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// Without capitals and diacritics, and without what only says where a word may be broken off.
pub(super) fn folded(text: &str) -> String {
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter) && *letter != '\u{ad}');
    letters.flat_map(char::to_lowercase).collect()
}

/// The same with one space between words, for comparing names and numbers of papers as a whole.
pub(super) fn name(text: &str) -> String {
    let folded = folded(text);
    let words: Vec<&str> = folded.split_whitespace().map(trimmed).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The pieces of a text, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let folded = folded(text);
    let (mut words, mut found) = (folded.split_whitespace().peekable(), Vec::new());
    while let Some(piece) = next(&mut words) {
        if !piece.whole.is_empty() {
            found.push(piece);
        }
    }
    found
}

fn next(words: &mut Peekable<SplitWhitespace<'_>>) -> Option<Piece> {
    let whole = trimmed(words.next()?);
    let parts = whole.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(str::to_owned).collect();
    let zeros = words.peek().and_then(|behind| {
        let behind = trimmed(behind);
        MULTIPLIERS.iter().find(|(word, _)| *word == behind).map(|(_, zeros)| *zeros)
    });
    let cents = amount(whole, zeros);
    // The groups of digits of an amount are no words: `000` would be everywhere.
    let is_word = cents.is_none() || whole.bytes().all(|byte| byte.is_ascii_digit());
    Some(Piece {
        whole: parts.join(BETWEEN),
        parts: if is_word { parts } else { Vec::new() },
        takes_next: cents.is_some() && zeros.is_some(),
        cents,
    })
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

/// Cents of an amount as people write it: points or commas between groups of three digits, at most two decimals; with a word for zeros behind
/// it more, since `2,5 miljoen` is whole again. A number such as `6.60` is no amount but a code: amounts have a comma before their cents.
fn amount(text: &str, zeros: Option<u32>) -> Option<u128> {
    let marks = |mark| text.matches(mark).count();
    let decimals_behind = match (marks('.'), marks(',')) {
        (0, 0) => None,
        (_, 0) if is_grouped(text, '.') => None,
        (0, _) if is_grouped(text, ',') => None,
        (1, 0) if zeros.is_some() => Some('.'),
        (_, 0) => return None,
        (0, 1) => Some(','),
        (_, 1) if text.rfind(',') > text.rfind('.') => Some(','),
        (1, _) if text.rfind('.') > text.rfind(',') => Some('.'),
        _ => return None,
    };
    let (whole, decimals) = match decimals_behind {
        None => (text, ""),
        Some(mark) => text.rsplit_once(mark)?,
    };
    let grouped = |mark| !whole.contains(mark) || is_grouped(whole, mark);
    if !grouped('.') || !grouped(',') || (decimals_behind.is_some() && decimals.is_empty()) {
        return None;
    }
    let digits: String =
        whole.chars().filter(|mark| !matches!(mark, '.' | ',')).chain(decimals.chars()).collect();
    if digits.is_empty() || digits.len() > DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Two zeros more are cents.
    let scaled = digits.parse::<u128>().ok()?.checked_mul(10_u128.pow(zeros.unwrap_or(0) + 2))?;
    let divisor = 10_u128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    scaled.is_multiple_of(divisor).then_some(scaled / divisor)
}

/// Whether a mark stands before each three digits, as between thousands.
fn is_grouped(text: &str, mark: char) -> bool {
    let mut groups = text.split(mark);
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut others = groups.peekable();
    others.peek().is_some()
        && (1..=3).contains(&first.len())
        && digits(first)
        && others.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_diacritics_do_not_count() {
        for (text, plain) in [
            ("Financiële Coöperatie", "financiele cooperatie"),
            ("ÉÉN\u{a0}Café", "een cafe"),
            ("af\u{ad}bre\u{ad}ken", "afbreken"),
            ("ﬁnanciën ½", "financien 1⁄2"),
            ("Kadıköy", "kadıkoy"),
        ] {
            assert_eq!(folded(text), plain);
        }
        assert_eq!(name("  „De  Kern”,  (Súdwest) "), "de kern sudwest");
    }

    #[test]
    fn a_piece_is_known_whole_and_in_parts() {
        let found = pieces("Brief DOC/20/406214, blz. 2 – GM1904's");
        let shown: Vec<(&str, String)> =
            found.iter().map(|piece| (piece.whole.as_str(), piece.parts.join(" "))).collect();
        let table = [
            ("brief", "brief"),
            ("doc-20-406214", "doc 20 406214"),
            ("blz", "blz"),
            ("2", "2"),
            ("gm1904-s", "gm1904 s"),
        ];
        assert_eq!(shown, table.map(|(whole, parts)| (whole, parts.to_owned())));
        let ends = |place: usize| found[place].ends().collect::<Vec<_>>();
        assert_eq!(ends(0), ["brief"]);
        assert_eq!(ends(1), ["doc-20-406214", "20-406214", "406214"]);
        assert_eq!(pieces("600.000,00")[0].ends().collect::<Vec<_>>(), ["600-000-00"]);
    }

    #[test]
    fn an_amount_is_what_it_means_however_it_is_written() {
        // text, cents
        let table = [
            ("600.000", Some(60_000_000)),
            ("600000", Some(60_000_000)),
            ("€600.000,-", Some(60_000_000)),
            ("€ -165.000,00", Some(16_500_000)),
            ("600,000", Some(60_000_000)),
            ("1.234.567,89", Some(123_456_789)),
            ("1,234,567.89", Some(123_456_789)),
            ("12,5", Some(1_250)),
            ("2,5 miljoen", Some(250_000_000)),
            ("2.5 mln.", Some(250_000_000)),
            ("€ 2,5 miljoen,", Some(250_000_000)),
            ("1,75 Miljard", Some(175_000_000_000)),
            ("165 duizend", Some(16_500_000)),
            ("2021", Some(202_100)),
            ("0", Some(0)),
            ("6.60", None),
            ("1.2.3", None),
            ("12.34,5,6", None),
            ("1,2345", None),
            ("16-01-2020", None),
            ("406214x", None),
            ("12345678901234567890", None),
        ];
        for (text, cents) in table {
            let found: Vec<_> = pieces(text).into_iter().map(|piece| piece.cents).collect();
            assert_eq!(found.first().copied().flatten(), cents, "{text}: {found:?}");
        }
        assert!(pieces("2,5 miljoen")[0].takes_next && !pieces("2,5 stuks")[0].takes_next);
    }
}
