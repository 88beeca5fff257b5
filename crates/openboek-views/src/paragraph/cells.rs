//! Making cells, rows and tables; sums that never turn an unknown into a number.

use std::fmt::Display;

use openboek_rules::amount::{Amount, Sum};
use openboek_rules::{Cents, Certainty, UncertainDate, YearSpan};

use crate::model::{
    Cell, ColumnId, Label, Position, Row, RowRole, Section, SectionId, Table, TableId, Value, Words,
};

/// A cell with the entries behind it, sorted and each once. An empty value has no entries.
pub(super) fn cell(value: Value, sources: impl IntoIterator<Item = Position>) -> Cell {
    let mut sources: Vec<Position> =
        if value == Value::None { Vec::new() } else { sources.into_iter().collect() };
    sources.sort_unstable();
    sources.dedup();
    Cell { value, sources }
}

/// A table, unless it has no rows.
pub(super) fn table(id: TableId, columns: Vec<ColumnId>, rows: Vec<Row>) -> Option<Table> {
    (!rows.is_empty()).then_some(Table { id, columns, rows })
}

/// A section, unless all its tables are empty.
pub(super) fn section<const N: usize>(id: SectionId, tables: [Option<Table>; N]) -> Option<Section> {
    let tables: Vec<Table> = tables.into_iter().flatten().collect();
    (!tables.is_empty()).then_some(Section { id, tables })
}

/// Named columns.
pub(super) fn columns(labels: &[Label]) -> Vec<ColumnId> {
    labels.iter().map(|label| ColumnId::Named(*label)).collect()
}

/// A row with a name from its statement.
pub(super) fn row(id: impl Into<String>, name: impl Display, role: RowRole, cells: Vec<Cell>) -> Row {
    Row { id: id.into(), name: Words::Text(name.to_string()), role, cells }
}

/// A row whose name is a word of ours.
pub(super) fn labelled(id: impl Into<String>, name: Label, role: RowRole, cells: Vec<Cell>) -> Row {
    Row { id: id.into(), name: Words::Label(name), role, cells }
}

pub(super) fn text(text: impl Display) -> Value {
    Value::Text(text.to_string())
}

/// Text that may be missing.
pub(super) fn text_or_none(words: Option<&impl Display>) -> Value {
    words.map_or(Value::None, text)
}

/// An exact amount that a council decided.
pub(super) const fn decided(cents: Cents) -> Value {
    Value::Amount(Amount::Exact(cents), Some(Certainty::Decided))
}

/// Money that nothing recorded gives: prints as "n.n.b.".
pub(super) const fn unknown() -> Value {
    Value::Sum(Sum { known: Cents::ZERO, known_parts: 0, about_parts: 0, unknown_parts: 1 })
}

/// A date, where an unknown one says something ("datum onbekend").
pub(super) fn date(date: &UncertainDate) -> Value {
    Value::Date(date.clone())
}

/// A date that may not be set: an unknown one prints as "–".
pub(super) fn date_or_none(date: &UncertainDate) -> Value {
    if *date == UncertainDate::Unknown { Value::None } else { Value::Date(date.clone()) }
}

pub(super) const fn years(span: YearSpan, inferred: bool) -> Value {
    Value::Years { span, inferred }
}

/// Several values: none, the only one, or a list.
pub(super) fn list(mut values: Vec<Value>) -> Value {
    match values.len() {
        0 => Value::None,
        1 => values.remove(0),
        _ => Value::List(values),
    }
}

/// Values printed after each other: none, the only one, or a phrase.
pub(super) fn phrase(mut values: Vec<Value>) -> Value {
    match values.len() {
        0 => Value::None,
        1 => values.remove(0),
        _ => Value::Phrase(values),
    }
}

/// Adds a part to a sum; a part that makes it too large to be money counts as unknown instead of being lost.
pub(super) fn add(sum: Sum, amount: &Amount) -> Sum {
    let unknown = Sum { unknown_parts: sum.unknown_parts.saturating_add(1), ..sum.clone() };
    sum.add(amount).unwrap_or(unknown)
}

/// Adds a sum to a sum, in the same way.
pub(super) fn merge(sum: &Sum, other: &Sum) -> Sum {
    let unknown = Sum { unknown_parts: sum.unknown_parts.saturating_add(1), ..sum.clone() };
    sum.merge(other).unwrap_or(unknown)
}

/// A sum of things that are all listed: of no parts it is a true zero, with parts it carries its unknowns.
pub(super) fn counted(sum: Sum) -> Value {
    if sum.is_empty() { Value::Amount(Amount::Exact(Cents::ZERO), None) } else { Value::Sum(sum) }
}

/// A sum that is left blank when it has no parts.
pub(super) fn sum_or_none(sum: Sum) -> Value {
    if sum.is_empty() { Value::None } else { Value::Sum(sum) }
}
