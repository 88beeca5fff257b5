//! Pictures of the tables of a paragraph: accessible SVG that says nothing its table does not say.
//!
//! A chart is a walk over a [`Sheet`], like every rendering. All of it is whole numbers, so the same paragraph always is the same
//! picture. What is unknown is drawn as unknown, never as zero. The one thing that is computed here is the sum in a sentence, from
//! the very amounts that are drawn, and only where all of them are known.

mod draw;
mod lane;
mod member;
mod quantity;
mod scale;
mod spark;
mod stack;
mod waterfall;

pub use draw::Drawing;

use std::collections::BTreeMap;

use crate::form::{self, Form};
use crate::lang::Lang;
use crate::sheet::{Sheet, SheetRow, SheetTable};
use crate::words::filled;

/// Pictures before one table, at most; the table has everything.
const PICTURES: usize = 12;
/// From this many rows on a table has no pictures in its rows: it would be mostly pictures.
const ROWS: usize = 60;

/// A picture with what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Permanent key of the table it is a picture of.
    pub table: &'static str,
    /// What it is a picture of.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub finding: String,
    /// The picture.
    pub drawing: Drawing,
}

/// All pictures of a paragraph, and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charts {
    /// Pictures before a table, in the order of the page.
    pub charts: Vec<Chart>,
    /// Pictures in the rows of a table.
    pub in_rows: BTreeMap<&'static str, InRows>,
}

/// Pictures in the rows of a table, all on one scale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InRows {
    /// What they show, in a sentence or two.
    pub note: String,
    /// Key of the column they stand in; `None` beside the name of the row.
    pub column: Option<&'static str>,
    /// The picture of each row, by the row's identifier.
    pub drawings: BTreeMap<String, Drawing>,
}

impl Charts {
    /// The pictures of a paragraph.
    #[must_use]
    pub fn of(sheet: &Sheet) -> Self {
        let mut charts = Self::default();
        for table in sheet.sections.iter().flat_map(|section| &section.tables) {
            let mut before = match table.key {
                "cut-lanes" => lane::charts(sheet, table),
                "funding-sources" => stack::chart(table, sheet.lang).into_iter().collect(),
                "contribution-shares" => member::charts(table, sheet.lang),
                _ => Vec::new(),
            };
            before.truncate(PICTURES);
            charts.charts.extend(before);
            let in_rows = match table.key {
                "amendment-lines" => waterfall::in_rows(table, sheet.lang),
                "multi-year" | "multi-year-by-taakveld" => spark::in_rows(table, sheet.lang),
                _ => None,
            };
            charts.in_rows.extend(in_rows.filter(|_| table.rows.len() <= ROWS).map(|rows| (table.key, rows)));
        }
        charts
    }

    pub(crate) fn has_any(&self, table: &SheetTable) -> bool {
        self.before(table).next().is_some()
    }

    /// The pictures before a table.
    pub(crate) fn before(&self, table: &SheetTable) -> impl Iterator<Item = &Chart> {
        let key = table.key;
        self.charts.iter().filter(move |chart| chart.table == key)
    }

    /// What the pictures in the rows of a table show.
    pub(crate) fn note(&self, table: &SheetTable) -> Option<&str> {
        self.in_rows.get(table.key).map(|rows| rows.note.as_str())
    }

    /// The picture in a row: in a column, or beside the name (`""`). Empty where there is none.
    pub(crate) fn in_row(&self, table: &SheetTable, row: &SheetRow, column: &str) -> String {
        let rows = self.in_rows.get(table.key).filter(|rows| rows.column.unwrap_or_default() == column);
        rows.and_then(|rows| rows.drawings.get(&row.id)).map(Drawing::svg).unwrap_or_default()
    }
}

/// An amount in a sentence.
fn money(cents: i128, loose: bool, lang: Lang) -> String {
    let text = form::sum_of_money(cents, Form { whole_euros: true, ..Form::new(lang) });
    if loose { filled("form-about", lang, &[&text]) } else { text }
}
