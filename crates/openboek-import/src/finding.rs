//! What an importer has to say about a file: where, what was found, what was expected, and what to do about it.

use std::fmt;

/// A text in both languages: Dutch at B1 level for clerks, English for developers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Both {
    /// Dutch.
    pub nl: &'static str,
    /// English.
    pub en: &'static str,
}

/// What a finding means for what is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Recorded as it is; worth knowing.
    Noted,
    /// The row is not recorded; the others can be.
    LeftOut,
    /// Nothing of the file can be recorded.
    Unusable,
}

/// A kind of finding. Each importer lists its own; `openboek explain CODE` shows the page.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Stable code in kebab-case, unique over all importers: `iv3-unbalanced`.
    pub code: &'static str,
    /// What it means for what is recorded.
    pub severity: Severity,
    /// What is the matter, as a sentence.
    pub what: Both,
    /// What to do now, as a sentence.
    pub advice: Both,
}

/// Where something stands in a file. Rows and columns count from 1, as people do.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row (of text: the line on which the row begins).
    pub row: Option<u64>,
    /// The column: its heading, or its letter.
    pub column: Option<String>,
}

impl fmt::Display for Place {
    /// In Dutch: `2023_begroting.csv, blad Lasten, rij 12, kolom "Baten"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", blad {sheet}")?;
        }
        if let Some(row) = self.row {
            write!(f, ", rij {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", kolom \"{column}\"")?;
        }
        Ok(())
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub kind: &'static Kind,
    /// Where.
    pub place: Place,
    /// What was found there: a piece of the file, or a figure computed from it; shortened when it is long.
    pub found: String,
    /// What was expected instead; empty when nothing in particular was.
    pub expected: String,
}

impl Finding {
    /// Most characters of the file that a finding repeats.
    const FOUND: usize = 120;

    /// A finding; what was found is shortened when it is long, and control characters in it become blanks.
    #[must_use]
    pub fn new(kind: &'static Kind, place: Place, found: &str, expected: &str) -> Self {
        let mut short: String =
            found.chars().take(Self::FOUND).map(|c| if c.is_control() { ' ' } else { c }).collect();
        if found.chars().nth(Self::FOUND).is_some() {
            short.push('…');
        }
        Self { kind, place, found: short, expected: expected.to_owned() }
    }
}

impl Place {
    /// A place in a file: the row, and nothing more precise.
    #[must_use]
    pub fn row(file: &str, sheet: Option<&str>, row: u64) -> Self {
        Self { file: file.to_owned(), sheet: sheet.map(str::to_owned), row: Some(row), column: None }
    }
}

/// Declares the kinds of finding of a module: each a constant `NAME = Severity "code" { nl: what, advice; en: what, advice }`, and all of
/// them in `KINDS`, whose documentation comes first.
macro_rules! kinds {
    ($(#[$all:meta])* $($name:ident = $severity:ident $code:literal {
        nl: $nl:literal, $advice_nl:literal; en: $en:literal, $advice_en:literal
    })*) => {
        $(pub(crate) const $name: &$crate::finding::Kind = &$crate::finding::Kind {
            code: $code,
            severity: $crate::finding::Severity::$severity,
            what: $crate::finding::Both { nl: $nl, en: $en },
            advice: $crate::finding::Both { nl: $advice_nl, en: $advice_en },
        };)*
        $(#[$all])*
        pub const KINDS: &[&$crate::finding::Kind] = &[$($name),*];
    };
}

pub(crate) use kinds;
