//! The years beside each other, per family and side, structural and incidental.

use openboek_rules::BudgetYear;
use openboek_rules::statement::{Nature, Side};

use super::budget::{FAMILIES, Money, Role, role_of};
use super::cells::{cell, labelled, table};
use super::years::{Column, list_row, origin_row, rounding_row};
use crate::labels;
use crate::model::{Cell, ColumnId, Label, Row, RowRole, Table, TableId, Value};

pub(super) const SIDES: [(Side, Label, &str); 2] = [
    (Side::Income, labels::FLOW_INCOME, "income"),
    (Side::Expenditure, labels::FLOW_EXPENDITURE, "expenditure"),
];

/// The table; `None` when only the budget year itself has figures.
pub(super) fn estimates(columns: &[Column<'_>], own: BudgetYear) -> Option<Table> {
    if columns.iter().all(|column| column.year == own || column.entries.is_empty()) {
        return None;
    }
    let mut rows = family_rows(columns);
    rows.extend(total_rows(columns));
    rows.push(origin_row(columns, &[Value::None]));
    rows.extend(rounding_row(columns, &[Value::None]));
    // Later years are in the code list of the budget's own year, which the last column has.
    rows.extend(list_row(columns, columns.last().and_then(|column| column.list), &[Value::None]));
    table(TableId::MultiYear, named(columns), rows)
}

/// The side, then the years.
pub(super) fn named(columns: &[Column<'_>]) -> Vec<ColumnId> {
    let years = columns.iter().map(|column| ColumnId::Year(column.year));
    std::iter::once(ColumnId::Named(labels::SIDE)).chain(years).collect()
}

/// A side with its amounts, one a year.
pub(super) fn sided(side: Label, years: &[Money]) -> Vec<Cell> {
    let years: Vec<Cell> = years.iter().map(Money::cell).collect();
    let sources: Vec<_> = years.iter().flat_map(|year| year.sources.iter().copied()).collect();
    std::iter::once(cell(Value::Label(side), sources)).chain(years).collect()
}

fn family_rows(columns: &[Column<'_>]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (family, label, key) in FAMILIES {
        for (side, word, name) in SIDES {
            let years: Vec<Money> = columns.iter().map(|column| column.family(side, family)).collect();
            if years.iter().any(|money| !money.is_empty()) {
                rows.push(labelled(format!("{key}:{name}"), label, RowRole::Item, sided(word, &years)));
            }
        }
    }
    rows
}

fn total_rows(columns: &[Column<'_>]) -> Vec<Row> {
    let of = |side, role| columns.iter().map(|column| column.side(side, role)).collect::<Vec<Money>>();
    let (income, expenditure) = (of(Side::Income, Role::Ordinary), of(Side::Expenditure, Role::Ordinary));
    let balance = minus(&income, &expenditure);
    let row = |id: &str, label, role, side, years: &[Money]| labelled(id, label, role, sided(side, years));
    let (total, item) = (RowRole::Total, RowRole::Item);
    let mut rows = vec![
        row("total:income", labels::TOTAL_INCOME, total, labels::FLOW_INCOME, &income),
        row("total:expenditure", labels::TOTAL_EXPENDITURE, total, labels::FLOW_EXPENDITURE, &expenditure),
        row("balance", labels::BALANCE, total, labels::FLOW_BALANCE, &balance),
    ];
    let reserves = minus(&of(Side::Income, Role::Reserve), &of(Side::Expenditure, Role::Reserve));
    if reserves.iter().any(|money| !money.is_empty()) {
        rows.push(row("reserves", labels::RESERVES, item, labels::FLOW_BALANCE, &reserves));
        let mut result = balance;
        result.iter_mut().zip(&reserves).for_each(|(result, reserves)| result.merge(reserves));
        rows.push(row("result", labels::RESULT, total, labels::FLOW_BALANCE, &result));
    }
    rows.extend(incidental_rows(columns));
    rows
}

fn incidental_rows(columns: &[Column<'_>]) -> Vec<Row> {
    let names = [labels::INCIDENTAL_INCOME, labels::INCIDENTAL_EXPENDITURE];
    let rows = SIDES.into_iter().zip(names).filter_map(|((side, word, name), label)| {
        let years: Vec<Money> =
            columns.iter().map(|column| incidental(column, side, Role::Ordinary)).collect();
        let any = years.iter().any(|money| !money.is_empty());
        any.then(|| labelled(format!("incidental:{name}"), label, RowRole::Memo, sided(word, &years)))
    });
    rows.collect()
}

/// The incidental part of a side.
pub(super) fn incidental(column: &Column<'_>, side: Side, role: Role) -> Money {
    column.sum(|entry| {
        entry.key.side == side
            && entry.key.nature == Nature::Incidental
            && role_of(&entry.key.taakveld) == role
    })
}

fn minus(a: &[Money], b: &[Money]) -> Vec<Money> {
    a.iter().zip(b).map(|(a, b)| a.less(b)).collect()
}
