//! The address of a figure in a page.

use std::fmt::Write as _;

use openboek_views::model::{Cell, ColumnId, Paragraph, Row, Section, Table, TableId};

/// The permanent address of a figure within a page: `<table>.<row>.<column>`.
///
/// It is an HTML `id` and stands in URLs as it is: every byte of the row's identifier outside `[A-Za-z0-9._-]` is written as `~`
/// and two hex digits.
#[must_use]
pub fn anchor_id(table_id: TableId, row: &str, column_id: ColumnId) -> String {
    let mut out = format!("{}.", table_id.key());
    push_safe(&mut out, row);
    out.push('.');
    push_safe(&mut out, &column_id.key());
    out
}

/// Writes a text so that it is safe in an `id` and in a URL.
pub(crate) fn push_safe(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "~{byte:02x}");
        }
    }
}

/// A figure with where it stands.
#[derive(Clone, Copy, Debug)]
pub struct FigureRef<'a> {
    /// Its section.
    pub section: &'a Section,
    /// Its table.
    pub table: &'a Table,
    /// Its row.
    pub row: &'a Row,
    /// Its column.
    pub column: ColumnId,
    /// The cell.
    pub cell: &'a Cell,
}

/// Finds a figure by its address ([`anchor_id`]); `None` when the paragraph has no such figure at its moment.
#[must_use]
pub fn find_figure<'a>(paragraph: &'a Paragraph, anchor: &str) -> Option<FigureRef<'a>> {
    let tables = paragraph
        .sections
        .iter()
        .flat_map(|section| section.tables.iter().map(move |table| (section, table)));
    let prefix = anchor.split('.').next()?;
    tables.filter(|(_, found)| found.id.key() == prefix).find_map(|(section, table)| {
        let rows =
            table.rows.iter().flat_map(|row| row.cells.iter().zip(&table.columns).map(move |at| (row, at)));
        rows.filter(|(row, (_, column))| anchor_id(table.id, &row.id, **column) == anchor)
            .map(|(row, (cell, column))| FigureRef { section, table, row, column: *column, cell })
            .next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use openboek_rules::BudgetYear;
    use openboek_views::model::Label;

    #[test]
    fn an_address_is_safe_in_a_page_and_in_a_url() {
        let year = ColumnId::Year(BudgetYear::new(2021).unwrap());
        assert_eq!(anchor_id(TableId::CutLanes, "SV-20", year), "cut-lanes.SV-20.2021");
        assert_eq!(
            anchor_id(TableId::CutParts, "a b/\"é~", ColumnId::Named(Label("status"))),
            "cut-parts.a~20b~2f~22~c3~a9~7e.status"
        );
    }
}
