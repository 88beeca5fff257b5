//! The paragraph as a workbook, once; XLSX and ODS are walks over a [`Book`], so they cannot disagree.
//!
//! What stands in a cell is decided here: an amount is a number only where it is one, an unknown is words, and a number that a
//! spreadsheet would round is words too.

mod build;
mod cell;
mod figures;
mod ods;
mod section;
mod xlsx;

use openboek_views::model::Paragraph;

use crate::lang::Lang;
use crate::page::Links;
use crate::sheet::{Provenance, Sheet};

pub(crate) use cell::{BookCell, Number, Style, Unit, Value};

/// A workbook.
pub(crate) struct Book {
    /// Language of the words and of the forms of numbers.
    pub(crate) lang: Lang,
    /// Title of the document.
    pub(crate) title: String,
    /// The stand, in one line: the subject of the document.
    pub(crate) stand: String,
    /// Properties of the document as name and value: what a reader needs to find the same stand again.
    pub(crate) properties: Vec<(String, String)>,
    /// Time of recording of the last entry, in milliseconds since 1970 (UTC): the time at which the document "was made".
    pub(crate) made_at_ms: i64,
    /// Its sheets.
    pub(crate) leaves: Vec<Leaf>,
}

/// One sheet of a workbook.
pub(crate) struct Leaf {
    /// Its name: at most [`LONGEST_NAME`] characters, none that a spreadsheet forbids.
    pub(crate) name: String,
    /// How many rows and columns stay in sight.
    pub(crate) frozen: (u32, u16),
    /// Whether the last frozen row is the head of one table that can be filtered.
    pub(crate) filtered: bool,
    /// Widths of the columns, in characters.
    pub(crate) widths: Vec<u16>,
    /// Rows of cells, from the top.
    pub(crate) rows: Vec<Vec<BookCell>>,
}

/// Longest name of a sheet.
pub(crate) const LONGEST_NAME: usize = 31;

/// Why there is no workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookError(String);

impl std::fmt::Display for BookError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the workbook cannot be written: {}", self.0)
    }
}

impl std::error::Error for BookError {}

impl BookError {
    pub(crate) fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// The paragraph as XLSX (ISO/IEC 29500): one sheet a section, one with all figures below each other, one with the entries.
///
/// Always the same bytes for the same paragraph, provenance, links and language: the time of the last entry is the document's time. Amounts
/// are numbers in euros, exact to the cent ([`csv`](fn@crate::csv) has the same in cents); what is unknown is words. Text is never a formula.
/// Links that begin with `https://` or `http://` can be clicked; others are printed as they are.
///
/// # Errors
/// [`BookError`] when the paragraph has more rows than a sheet can hold (1,048,576).
pub fn xlsx(
    paragraph: &Paragraph,
    provenance: &Provenance,
    links: &Links,
    lang: Lang,
) -> Result<Vec<u8>, BookError> {
    xlsx::write(&Book::new(&Sheet::new(paragraph, provenance, lang), provenance, links))
}

/// The paragraph as ODS (OpenDocument 1.3, ISO/IEC 26300): the same sheets, cells and promises as [`xlsx()`].
///
/// # Errors
/// [`BookError`] when the paragraph has more rows than a sheet can hold.
pub fn ods(
    paragraph: &Paragraph,
    provenance: &Provenance,
    links: &Links,
    lang: Lang,
) -> Result<Vec<u8>, BookError> {
    ods::write(&Book::new(&Sheet::new(paragraph, provenance, lang), provenance, links))
}
