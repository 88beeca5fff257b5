//! Bytes to tables: delimited text, XLSX and ODS; without a thought about what the cells mean.
//!
//! Workbooks are read by a reader of our own over the XML in them, in one pass, because what a general reader leaves out is what a
//! ledger has to know: the decimals as they are stored, the error behind a formula that reads as empty, hidden rows and merged cells.
//! Hostile files are stopped by counting what is read ([`limits`]), not by a clock: the same file gives the same answer everywhere.

mod delimited;
mod findings;
pub mod limits;
mod merge;
mod number_format;
mod ods;
mod package;
#[cfg(test)]
mod tests;
mod workbook;
mod xlsx;
mod xml;

pub use delimited::{Delimited, Quoting, delimited};
pub use findings::KINDS;
pub use workbook::workbook;

/// One sheet, or one file of delimited text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The name of the sheet, in a workbook.
    pub sheet: Option<String>,
    /// The rows. A workbook's rows without any value are not listed: a sheet always has a million of those.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1. In text: the line on which it begins.
    pub number: u64,
    /// Whether people who open the file do not see it.
    pub hidden: bool,
    /// Its cells, without empty ones at the end (in text: all that stand there; none in a blank line).
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, as it stands: not trimmed.
    Text(String),
    /// A number of a spreadsheet, as plain decimal text: see [`crate::decimal::stored`].
    Number(String),
    /// A date of a spreadsheet. A moment is its date.
    Date(jiff::civil::Date),
    /// True or false.
    Bool(bool),
    /// A formula that gave no value: `#DIV/0!`; [`Cell::NOT_CALCULATED`] when the file holds a formula without a result.
    Error(String),
}

impl Cell {
    /// The error of a formula whose result the file does not hold: a program wrote it and no spreadsheet has calculated it yet.
    pub const NOT_CALCULATED: &'static str = "#NOT-CALCULATED";

    /// What spreadsheets write for an error, in English and in Dutch.
    const ERRORS: [&'static str; 17] = [
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#DEEL/0!",
        "#N/B",
        "#NAAM?",
        "#LEEG!",
        "#GETAL!",
        "#VERW!",
        "#WAARDE!",
    ];

    /// The cell for a text: the errors of spreadsheets are errors, also where somebody pasted or exported them as text.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let code = text.strip_prefix("Err:").or_else(|| text.strip_prefix("Fout:"));
        let numbered = code.is_some_and(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()));
        if text.is_empty() {
            Self::Empty
        } else if numbered || Self::ERRORS.contains(&text) {
            Self::Error(text.to_owned())
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// The text of the cell, whatever its kind: what a person would read, dates as `2024-01-31`. Empty when there is nothing.
    #[must_use]
    pub fn shown(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Self::Empty => "".into(),
            Self::Text(text) | Self::Number(text) | Self::Error(text) => text.as_str().into(),
            Self::Date(date) => date.to_string().into(),
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
        }
    }

    /// Whether nothing stands there.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

/// The letters of a column, as spreadsheets show them: 0 is `A`, 27 is `AB`.
#[must_use]
pub fn letters(column: usize) -> String {
    let (mut rest, mut letters) = (column + 1, Vec::new());
    while rest > 0 {
        rest -= 1;
        // The remainder of a division by 26 always fits.
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
