//! The two sheets that need no reading: all figures below each other, to filter and to make other tables of; and the entries.

use std::collections::BTreeSet;

use super::section::{origin, positions, row_name, style, widths};
use super::{BookCell, Leaf, Style};
use crate::lang::Lang;
use crate::page::Links;
use crate::sheet::{Part, Sheet, SheetCell, SheetColumn, SheetRow, SheetSection, SheetTable};
use crate::words::by_key;

/// Heads of the sheet with all figures, by key.
const FIGURE_COLUMNS: [&str; 10] = [
    "book-section",
    "book-table",
    "book-code",
    "book-row",
    "book-column",
    "book-value",
    "book-words",
    "book-certainty",
    "book-entries",
    "book-address",
];

fn head(keys: &[&str], lang: Lang) -> Vec<BookCell> {
    keys.iter().map(|key| BookCell::text(by_key(key, lang), Style::Column)).collect()
}

fn leaf(key: &str, rows: Vec<Vec<BookCell>>, lang: Lang) -> Leaf {
    Leaf { name: by_key(key, lang).into_owned(), frozen: (1, 0), filtered: true, widths: widths(&rows), rows }
}

/// Every line of every figure, in the order of the page: the rows of the CSV, in words.
pub(super) fn all_figures(sheet: &Sheet, links: &Links) -> Leaf {
    let mut rows = vec![head(&FIGURE_COLUMNS, sheet.lang)];
    for section in &sheet.sections {
        for table in &section.tables {
            for row in &table.rows {
                let figures = row.cells.iter().zip(&table.columns);
                rows.extend(figures.flat_map(|(cell, column)| {
                    let place = Place { section, table, row, column, cell };
                    cell.lines().iter().map(move |line| place.line(line, links, sheet.lang))
                }));
            }
        }
    }
    leaf("leaf-figures", rows, sheet.lang)
}

/// Where a figure stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    section: &'a SheetSection,
    table: &'a SheetTable,
    row: &'a SheetRow,
    column: &'a SheetColumn,
    cell: &'a SheetCell,
}

impl Place<'_> {
    fn line(&self, line: &Part, links: &Links, lang: Lang) -> Vec<BookCell> {
        let style = style(self.row.role);
        let text = |text: &str| BookCell::text(text, style);
        let address = format!("{}{}", links.figure_base, self.cell.anchor);
        vec![
            text(&self.section.heading),
            text(&self.table.caption),
            text(&self.row.id),
            text(&row_name(self.row)),
            text(&self.column.name),
            BookCell::figure(line, style, lang),
            text(&line.text),
            text(line.note.as_deref().unwrap_or_default()),
            BookCell { link: origin(Some(self.cell), links).link, ..text(&positions(&self.cell.sources)) },
            BookCell::text(address.as_str(), Style::Origin).linked(&address),
        ]
    }
}

/// Every entry that a figure comes from, with the address of its page.
pub(super) fn entries(sheet: &Sheet, links: &Links) -> Leaf {
    let tables = sheet.sections.iter().flat_map(|section| &section.tables);
    let cells = tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let known: BTreeSet<u64> = cells.flat_map(|cell| cell.sources.iter().copied()).collect();
    let mut rows = vec![head(&["book-entry", "book-address"], sheet.lang)];
    rows.extend(known.into_iter().map(|position| {
        let address = format!("{}{position}", links.entry_base);
        vec![
            BookCell::whole(position, Style::Body),
            BookCell::text(address.as_str(), Style::Origin).linked(&address),
        ]
    }));
    leaf("leaf-entries", rows, sheet.lang)
}
