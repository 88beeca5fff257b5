//! Figures that are not the same.

use std::collections::BTreeSet;

use openboek_rules::Cents;
use openboek_rules::amount::Amount;

use super::Difference;
use super::frame::Body;
use crate::model::{Cell, ColumnId, Position, SectionId, TableId, Value};

/// The figures of one table that are different, row by row.
pub(super) fn of_table(
    section: SectionId,
    table: TableId,
    before: Option<&Body<'_>>,
    after: Option<&Body<'_>>,
) -> Vec<Difference> {
    let rows = of_both(after, before, |body| body.frame.rows.iter().map(|row| row.id.clone()).collect());
    let columns: Vec<ColumnId> = of_both(after, before, |body| body.frame.columns.clone());
    let mut differences = Vec::new();
    for row in &rows {
        for column in &columns {
            let at = |body: Option<&Body<'_>>| body?.cells.get(&(row.as_str(), *column)).copied().cloned();
            let (old, new) = (at(before), at(after));
            if old != new {
                differences.push(difference(section, table, row, *column, old, new));
            }
        }
    }
    differences
}

/// What the first has, in its order, then what only the second has.
fn of_both<T: Ord + Clone>(
    first: Option<&Body<'_>>,
    second: Option<&Body<'_>>,
    list: impl Fn(&Body<'_>) -> Vec<T>,
) -> Vec<T> {
    let mut all = first.map(&list).unwrap_or_default();
    let known: BTreeSet<T> = all.iter().cloned().collect();
    all.extend(second.map(&list).unwrap_or_default().into_iter().filter(|thing| !known.contains(thing)));
    all
}

fn difference(
    section: SectionId,
    table: TableId,
    row: &str,
    column: ColumnId,
    before: Option<Cell>,
    after: Option<Cell>,
) -> Difference {
    let exact = |cell: Option<&Cell>| cell.and_then(|cell| exact(&cell.value));
    let change = match (exact(before.as_ref()), exact(after.as_ref())) {
        (Some(before), Some(after)) => after.checked_sub(before),
        _ => None,
    };
    let (old, new) = (sources(before.as_ref()), sources(after.as_ref()));
    Difference {
        section,
        table,
        row: row.to_owned(),
        column,
        change,
        added: new.difference(&old).copied().collect(),
        dropped: old.difference(&new).copied().collect(),
        before,
        after,
    }
}

fn sources(cell: Option<&Cell>) -> BTreeSet<Position> {
    cell.map(|cell| cell.sources.iter().copied().collect()).unwrap_or_default()
}

/// The cents of an amount that is exact, or of a sum in which every part is. A sum of no parts is not an amount.
fn exact(value: &Value) -> Option<Cents> {
    match value {
        Value::Amount(Amount::Exact(cents), _) => Some(*cents),
        Value::Sum(sum) if sum.known_parts > 0 && sum.about_parts == 0 && sum.unknown_parts == 0 => {
            Some(sum.known)
        }
        _ => None,
    }
}
