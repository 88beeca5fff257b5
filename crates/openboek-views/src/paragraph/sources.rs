//! The papers behind this paragraph: those of every entry that one of its figures comes from, and those registered that year.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::cells::{cell, columns, date, row, table as rows_or_none, text};
use super::context::{Context, reference};
use crate::labels;
use crate::model::{Position, RowRole, Section, Table, TableId, Value};
use crate::state::papers::Paper;

/// One row per document, in the order they were first recorded.
pub(super) fn table(context: &Context<'_>, sections: &[Section]) -> Option<Table> {
    let cells = sections.iter().flat_map(|s| &s.tables).flat_map(|t| &t.rows).flat_map(|r| &r.cells);
    let used: BTreeSet<Position> = cells.flat_map(|cell| cell.sources.iter().copied()).collect();
    let papers = context.view.papers.behind(&used, context.year.get());
    let rows = papers.into_iter().map(|(paper, entries)| {
        let document = &paper.reference;
        let values = [
            document.organisation.as_ref().map_or(Value::None, |id| text(context.name(id))),
            reference(&document.reference),
            date(&document.date),
            addressee(context, paper),
            document.digest.as_ref().map_or(Value::None, |digest| Value::Text(hex(digest))),
        ];
        let cells = values.into_iter().map(|value| cell(value, entries.iter().copied())).collect();
        row(&paper.id, &document.title, RowRole::Item, cells)
    });
    let names = [labels::ORGANISATION, labels::REFERENCE, labels::DATE, labels::ADDRESSEE, labels::DIGEST];
    rows_or_none(TableId::Documents, columns(&names), rows.collect())
}

fn addressee(context: &Context<'_>, paper: &Paper) -> Value {
    match &paper.addressee {
        None => Value::None,
        Some((organisation, Some(organ))) => context.party(organisation, *organ),
        Some((organisation, None)) => text(context.name(organisation)),
    }
}

fn hex(digest: &[u8; 32]) -> String {
    digest.iter().fold(String::with_capacity(64), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
