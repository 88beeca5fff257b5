//! Files as people have them, and files as nobody should.

mod text;
mod workbooks;

use super::Cell;

/// A row on one line: cells between bars, what is no text with its kind.
fn line(cells: &[Cell]) -> String {
    let show = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.replace('\n', "⏎").replace('\t', "→"),
        Cell::Number(number) => format!("={number}"),
        Cell::Date(date) => format!("@{date}"),
        Cell::Bool(is) => format!("?{is}"),
        Cell::Error(error) => format!("!{error}"),
    };
    cells.iter().map(show).collect::<Vec<_>>().join("|")
}
