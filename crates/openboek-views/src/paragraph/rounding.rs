//! Figures that their source rounds, mostly to thousands of euros: how a table says so.
//!
//! Every amount of such a source is "about", and a sum may be off by as much as its parts together. Nothing is made more exact by
//! adding it up.

use openboek_rules::{Amount, Cents};

use super::cells::{cell, labelled};
use crate::labels;
use crate::model::{Cell, Position, Row, RowRole, Value};

/// What the amounts of a column are rounded to in the source, and the entry that says so; `None` for exact amounts.
pub(super) type Rounded = Option<(Cents, Position)>;

/// The row that says for each column what it is rounded to; `first` are the cells before those of the columns. `None` when all
/// columns are exact.
pub(super) fn rounded_row(id: &str, first: &[Value], columns: &[Rounded]) -> Option<Row> {
    if columns.iter().all(Option::is_none) {
        return None;
    }
    let first = first.iter().map(|value| cell(value.clone(), []));
    let cells = first.chain(columns.iter().map(rounded_cell)).collect();
    Some(labelled(id, labels::ROUNDED_TO, RowRole::Memo, cells))
}

fn rounded_cell(rounded: &Rounded) -> Cell {
    match rounded {
        Some((to, at)) => cell(Value::Amount(Amount::Exact(*to), None), [*at]),
        None => cell(Value::None, []),
    }
}

/// Of two columns that are added or compared: the coarser one.
pub(super) fn coarser(one: Rounded, other: Rounded) -> Rounded {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.0 < other.0 { other } else { one }),
        (one, other) => one.or(other),
    }
}
