//! Reading cells of the files of a circular: headings in whatever case, Dutch numbers, and the dash that stands for a nought.

use bigdecimal::BigDecimal;

use crate::decimal;
use crate::table::{Cell, Row};

/// More than any number in these files; a longer one is no number of anything.
const LONGEST: usize = 40;

/// The text of a cell, without blanks around it.
pub(super) fn text(row: &Row, column: usize) -> &str {
    match row.cells.get(column) {
        Some(Cell::Text(text) | Cell::Number(text) | Cell::Error(text)) => text.trim(),
        _ => "",
    }
}

/// A heading to compare: circulars differ in case and in blanks ("Participatie", "participatie", " oppervlak bebouwing").
pub(super) fn heading(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What a cell says about a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Is(BigDecimal),
    /// "-": a nought, as accountants write it.
    Dash,
    /// Nothing, or nothing that is a number.
    Not,
}

pub(super) fn number(text: &str) -> Number {
    match text {
        "-" => Number::Dash,
        _ if text.len() > LONGEST => Number::Not,
        _ => decimal::dutch(text).map_or(Number::Not, Number::Is),
    }
}
