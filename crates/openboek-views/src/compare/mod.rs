//! The difference between two paragraphs, figure by figure: what stood there, what stands there now, how much that is, and which
//! entries are behind it.
//!
//! Two moments of one paragraph, two budget years, or two municipalities: any two models can be compared. Figures are paired by
//! their address. A column of a year is paired by its distance to the budget year of its own paragraph, so that of two budget
//! years the years themselves stand beside each other, and not a budget beside last year's estimate of it.
//!
//! A comparison is complete: [`apply`] makes the one paragraph from the other.

mod apply;
mod cells;
mod frame;

pub use apply::apply;
pub use frame::{Frame, FrameChange, RowHead};

use openboek_rules::Cents;

use crate::model::{Anchor, Cell, ColumnId, Head, Paragraph, Position, SectionId, TableId};

/// What is different between two paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Head of the paragraph before.
    pub before: Head,
    /// Head of the paragraph after.
    pub after: Head,
    /// The sections of the paragraph after, each with its tables, in order.
    pub order: Vec<(SectionId, Vec<TableId>)>,
    /// Tables that came or are gone, and tables whose rows or columns are others: in the order they stand after, then those gone.
    pub frames: Vec<FrameChange>,
    /// Figures that are others: by table in that same order, by row in the order after and then those gone, by column likewise.
    pub differences: Vec<Difference>,
}

impl Comparison {
    /// Whether the two show the same: no table, row, column or figure is different. The moments in their heads may be.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.frames.is_empty() && self.differences.is_empty()
    }

    /// What a column of the paragraph after is called in the paragraph before.
    #[must_use]
    pub fn column_before(&self, column: ColumnId) -> ColumnId {
        frame::shifted(column, i64::from(self.before.year.get()) - i64::from(self.after.year.get()))
    }
}

/// A figure that is not the same in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its section.
    pub section: SectionId,
    /// Its table.
    pub table: TableId,
    /// Identifier of its row.
    pub row: String,
    /// Its column, as it is called in the paragraph after.
    pub column: ColumnId,
    /// What stood there; `None` when nothing did: no such table, row or column, or an empty cell.
    pub before: Option<Cell>,
    /// What stands there now; `None` when nothing does.
    pub after: Option<Cell>,
    /// After less before in cents, where both are exact amounts or sums of exact amounts only. An unknown gives no change.
    pub change: Option<Cents>,
    /// The entries that caused it: behind the figure after, not behind the figure before. Ascending.
    pub added: Vec<Position>,
    /// Entries behind the figure before that are no longer behind it. Ascending.
    pub dropped: Vec<Position>,
}

impl Difference {
    /// The permanent address of the figure in the paragraph after.
    #[must_use]
    pub fn anchor(&self) -> Anchor {
        Anchor { table: self.table.key().to_owned(), row: self.row.clone(), column: self.column.key() }
    }
}

/// Everything that is different, in a fixed order. Comparing a paragraph with itself gives nothing.
#[must_use]
pub fn compare(before: &Paragraph, after: &Paragraph) -> Comparison {
    let aligned = frame::Aligned::new(before, after);
    let (mut frames, mut differences) = (Vec::new(), Vec::new());
    for (section, table) in frame::tables_of_both(before, after) {
        let (old, new) = (aligned.before(table), frame::Body::of(after, table));
        frames.extend(frame::change(section, table, old.as_ref(), new.as_ref()));
        differences.extend(cells::of_table(section, table, old.as_ref(), new.as_ref()));
    }
    let order = after
        .sections
        .iter()
        .map(|section| (section.id, section.tables.iter().map(|table| table.id).collect()))
        .collect();
    Comparison { before: before.head.clone(), after: after.head.clone(), order, frames, differences }
}
