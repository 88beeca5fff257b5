//! From the paragraph before to the paragraph after: what shows that a comparison leaves nothing out.

use super::frame::{Aligned, Body};
use super::{Comparison, FrameChange};
use crate::model::{Cell, Paragraph, Row, Section, SectionId, Table, TableId, Value};

/// The paragraph after, made from the paragraph before and what is different. An empty cell and a cell that is not there are the
/// same to it, so it gives back every paragraph in which each row has a cell for each column, as all have.
#[must_use]
pub fn apply(before: &Paragraph, comparison: &Comparison) -> Paragraph {
    let shape = Paragraph { head: comparison.after.clone(), sections: Vec::new() };
    let aligned = Aligned::new(before, &shape);
    let sections = comparison.order.iter().map(|(id, tables)| Section {
        id: *id,
        tables: tables.iter().filter_map(|table| made(&aligned, comparison, *id, *table)).collect(),
    });
    Paragraph { sections: sections.collect(), ..shape }
}

fn made(aligned: &Aligned<'_>, comparison: &Comparison, section: SectionId, id: TableId) -> Option<Table> {
    let body = aligned.before(id);
    let changed = comparison.frames.iter().find(|change| change.table == id && change.section == section);
    let frame = match (changed, &body) {
        (Some(FrameChange { after, .. }), _) => after.clone()?,
        (None, Some(body)) => body.frame.clone(),
        (None, None) => return None,
    };
    let changes: std::collections::BTreeMap<_, Option<&Cell>> = comparison
        .differences
        .iter()
        .filter(|difference| difference.table == id)
        .map(|difference| ((difference.row.as_str(), difference.column), difference.after.as_ref()))
        .collect();
    let cell = |row: &str, column| {
        let kept = || body.as_ref().and_then(|body: &Body<'_>| body.cells.get(&(row, column)).copied());
        let found = changes.get(&(row, column)).copied().unwrap_or_else(kept);
        found.cloned().unwrap_or(Cell { value: Value::None, sources: Vec::new() })
    };
    let rows = frame.rows.iter().map(|row| Row {
        id: row.id.clone(),
        name: row.name.clone(),
        role: row.role,
        cells: frame.columns.iter().map(|column| cell(&row.id, *column)).collect(),
    });
    let rows = rows.collect();
    Some(Table { id, columns: frame.columns, rows })
}
