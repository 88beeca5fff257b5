//! What stands around the figures: tables, columns and rows.

use std::collections::BTreeMap;

use openboek_rules::BudgetYear;

use crate::model::{Cell, ColumnId, Paragraph, RowRole, SectionId, Table, TableId, Value, Words};

/// A row without its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowHead {
    /// Permanent identifier within the table.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// Its role.
    pub role: RowRole,
}

/// A table without its figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Columns, in order.
    pub columns: Vec<ColumnId>,
    /// Rows, in order.
    pub rows: Vec<RowHead>,
}

/// A table that came or is gone, or whose rows or columns are others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameChange {
    /// Its section.
    pub section: SectionId,
    /// Which table.
    pub table: TableId,
    /// As it was, its years shifted to those of the paragraph after; `None` when it was not there.
    pub before: Option<Frame>,
    /// As it is; `None` when it is gone.
    pub after: Option<Frame>,
}

impl FrameChange {
    /// Rows that came, in the order they stand now. All of them when the table came.
    pub fn rows_added(&self) -> impl Iterator<Item = &RowHead> {
        only_in(self.after.as_ref(), self.before.as_ref())
    }

    /// Rows that are gone, in the order they stood. All of them when the table is gone.
    pub fn rows_gone(&self) -> impl Iterator<Item = &RowHead> {
        only_in(self.before.as_ref(), self.after.as_ref())
    }

    /// Rows that have another name now: as it was and as it is.
    pub fn rows_renamed(&self) -> impl Iterator<Item = (&RowHead, &RowHead)> {
        let (old, new) = (rows(self.before.as_ref()), rows(self.after.as_ref()));
        let old: BTreeMap<&str, &RowHead> = old.iter().map(|row| (row.id.as_str(), row)).collect();
        new.iter().filter_map(move |row| {
            let was = *old.get(row.id.as_str())?;
            (was.name != row.name).then_some((was, row))
        })
    }
}

fn rows(frame: Option<&Frame>) -> &[RowHead] {
    frame.map(|frame| frame.rows.as_slice()).unwrap_or_default()
}

fn only_in<'a>(this: Option<&'a Frame>, other: Option<&'a Frame>) -> impl Iterator<Item = &'a RowHead> {
    let known: std::collections::BTreeSet<&str> = rows(other).iter().map(|row| row.id.as_str()).collect();
    rows(this).iter().filter(move |row| !known.contains(row.id.as_str()))
}

/// A table's frame and its figures by row and column.
pub(super) struct Body<'a> {
    pub(super) frame: Frame,
    pub(super) cells: BTreeMap<(&'a str, ColumnId), &'a Cell>,
}

impl<'a> Body<'a> {
    pub(super) fn of(paragraph: &'a Paragraph, table: TableId) -> Option<Self> {
        paragraph.table(table).map(|table| Self::shifted(table, 0))
    }

    fn shifted(table: &'a Table, years: i64) -> Self {
        let columns: Vec<ColumnId> = table.columns.iter().map(|id| shifted(*id, years)).collect();
        let head =
            |row: &crate::model::Row| RowHead { id: row.id.clone(), name: row.name.clone(), role: row.role };
        let rows = table.rows.iter().map(head).collect();
        let cells = table.rows.iter().flat_map(|row| {
            let said = row.cells.iter().zip(&columns).filter(|(cell, _)| !is_empty(cell));
            said.map(|(cell, column)| ((row.id.as_str(), *column), cell)).collect::<Vec<_>>()
        });
        let cells = cells.collect();
        Self { frame: Frame { columns, rows }, cells }
    }
}

/// The paragraph before with its years shifted to those of the paragraph after.
pub(super) struct Aligned<'a> {
    before: &'a Paragraph,
    years: i64,
}

impl<'a> Aligned<'a> {
    pub(super) fn new(before: &'a Paragraph, after: &Paragraph) -> Self {
        let years = i64::from(after.head.year.get()) - i64::from(before.head.year.get());
        Self { before, years }
    }

    pub(super) fn before(&self, table: TableId) -> Option<Body<'a>> {
        self.before.table(table).map(|table| Body::shifted(table, self.years))
    }
}

/// A column of a year, so many years later; one that would fall outside the calendar stays as it is.
pub(super) fn shifted(column: ColumnId, years: i64) -> ColumnId {
    match column {
        ColumnId::Year(year) => BudgetYear::new(i64::from(year.get()) + years).map_or(column, ColumnId::Year),
        ColumnId::Named(_) => column,
    }
}

/// Whether nothing is said in a cell.
pub(super) fn is_empty(cell: &Cell) -> bool {
    cell.value == Value::None && cell.sources.is_empty()
}

/// All tables: those of the paragraph after in their order, then those that are gone.
pub(super) fn tables_of_both(before: &Paragraph, after: &Paragraph) -> Vec<(SectionId, TableId)> {
    let listed = |paragraph: &Paragraph| -> Vec<(SectionId, TableId)> {
        let tables = |section: &crate::model::Section| {
            let id = section.id;
            section.tables.iter().map(move |table| (id, table.id)).collect::<Vec<_>>()
        };
        paragraph.sections.iter().flat_map(tables).collect()
    };
    let mut all = listed(after);
    for (section, table) in listed(before) {
        if !all.iter().any(|(_, known)| *known == table) {
            all.push((section, table));
        }
    }
    all
}

/// What changed around the figures of a table, if anything did.
pub(super) fn change(
    section: SectionId,
    table: TableId,
    before: Option<&Body<'_>>,
    after: Option<&Body<'_>>,
) -> Option<FrameChange> {
    let frame = |body: Option<&Body<'_>>| body.map(|body| body.frame.clone());
    let (before, after) = (frame(before), frame(after));
    (before != after).then_some(FrameChange { section, table, before, after })
}
