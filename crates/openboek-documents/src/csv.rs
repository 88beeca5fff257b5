//! The paragraph for spreadsheets: one row a figure.

use openboek_views::model::Paragraph;

use crate::lang::Lang;
use crate::sheet::{Part, Provenance, Sheet, SheetCell, SheetColumn, SheetRow, SheetSection, SheetTable};

/// Names of the columns; permanent and the same in every language.
pub const COLUMNS: [&str; 14] = [
    "section",
    "table",
    "row_id",
    "row_name",
    "role",
    "column",
    "kind",
    "cents",
    "qualifier",
    "certainty",
    "text",
    "entries",
    "anchor",
    "line",
];

/// The paragraph as CSV.
///
/// RFC 4180 (CRLF, quotes doubled) with `;` between fields, as spreadsheets with Dutch settings expect, in UTF-8 with a byte order
/// mark, without which they misread the euro sign. Keys are permanent; `row_name` and `text` are for people, in the language asked.
/// `cents` is a plain number where the figure has exactly one amount. A text that a spreadsheet would take for a formula gets a `'`
/// before it. Empty cells have no row; a figure of several values has a row for each, and `line` counts them from 1, so that `anchor` and
/// `line` name a row.
#[must_use]
pub fn csv(paragraph: &Paragraph, provenance: &Provenance, lang: Lang) -> Vec<u8> {
    of_sheet(&Sheet::new(paragraph, provenance, lang))
}

/// The same from a sheet.
#[must_use]
pub(crate) fn of_sheet(sheet: &Sheet) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    // Writing to memory cannot fail, and every record has the same number of fields.
    let _ = writer.write_record(COLUMNS);
    for record in records(sheet) {
        let _ = writer.write_record(record);
    }
    writer.into_inner().unwrap_or_default()
}

/// One record a figure, in the order of the page.
fn records(sheet: &Sheet) -> impl Iterator<Item = [String; COLUMNS.len()]> {
    let tables =
        sheet.sections.iter().flat_map(|section| section.tables.iter().map(move |table| (section, table)));
    let rows = tables.flat_map(|(section, table)| table.rows.iter().map(move |row| (section, table, row)));
    let cells = rows.flat_map(|(section, table, row)| {
        row.cells.iter().zip(&table.columns).map(move |(cell, column)| (section, table, row, column, cell))
    });
    cells.flat_map(move |(section, table, row, column, cell)| {
        let lines = (1..).zip(cell.lines());
        lines.map(move |(number, line)| record((section, table, row, column, cell), number, line))
    })
}

/// Where a figure stands, and the figure.
type Place<'a> = (&'a SheetSection, &'a SheetTable, &'a SheetRow, &'a SheetColumn, &'a SheetCell);

fn record(place: Place<'_>, number: usize, line: &Part) -> [String; COLUMNS.len()] {
    let (section, table, row, column, cell) = place;
    let entries: Vec<String> = cell.sources.iter().map(u64::to_string).collect();
    let one = |name| line.single(name).unwrap_or_default().to_owned();
    [
        section.key.to_owned(),
        table.key.to_owned(),
        safe(&row.id),
        safe(&row.name),
        row.role.key().to_owned(),
        column.key.clone(),
        line.kind.key().to_owned(),
        one("cents"),
        one("qualifier"),
        one("certainty"),
        safe(&line.full()),
        entries.join(" "),
        cell.anchor.clone(),
        number.to_string(),
    ]
}

/// Puts a `'` before text that a spreadsheet would run as a formula. `cents` does not pass here: it is written by this crate from a
/// number and stays one.
fn safe(text: &str) -> String {
    let runs = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if text.starts_with(runs) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_plain_text_stays() {
        let table = [
            ("=1+1", "'=1+1"),
            ("+31", "'+31"),
            ("-20 %", "'-20 %"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("＝1", "'＝1"),
            ("–", "–"),
            ("€ -1,00", "€ -1,00"),
            ("a=b", "a=b"),
            ("", ""),
        ];
        for (text, defused) in table {
            assert_eq!(safe(text), defused);
        }
    }
}
