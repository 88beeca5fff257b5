//! The years beside each other per taakveld. A year in another code list stands beside the others only where its codes are certainly
//! the same work; for the rest there is the table per family (domain 3.7).

use std::collections::BTreeSet;

use openboek_rules::statement::Side;
use openboek_rules::taakveld::Comparison;
use openboek_rules::{CodeList, Taakveld};

use super::budget::{Money, place};
use super::cells::{cell, row, table};
use super::multi_year::{SIDES, named};
use super::years::{Column, list_row, origin_row, rounding_row};
use crate::labels;
use crate::model::{Cell, Label, Row, RowRole, Table, TableId, Value};

/// The table; `None` when only the budget year itself has figures.
pub(super) fn table_of(columns: &[Column<'_>]) -> Option<Table> {
    if columns.iter().filter(|column| !column.entries.is_empty()).count() < 2 {
        return None;
    }
    let now = columns.last().and_then(|column| column.list);
    let mut rows = Vec::new();
    for code in codes(columns, now) {
        for (side, word, name) in SIDES {
            rows.extend(code_row(columns, now, &code, (side, word, name)));
        }
    }
    rows.push(origin_row(columns, &[Value::None]));
    rows.extend(rounding_row(columns, &[Value::None]));
    rows.extend(list_row(columns, now, &[Value::None]));
    table(TableId::MultiYearByTaakveld, named(columns), rows)
}

/// Codes of the paragraph's list, then codes that only an older year has.
fn codes(columns: &[Column<'_>], now: Option<&'static CodeList>) -> Vec<Taakveld> {
    let mut own = BTreeSet::new();
    let mut older = BTreeSet::new();
    for column in columns {
        let codes: BTreeSet<&Taakveld> = column.entries.iter().map(|entry| &entry.key.taakveld).collect();
        let same = column.compares(now) == Comparison::ByCode;
        for code in codes {
            match if same { Some(code.clone()) } else { newer(code, column.list, now) } {
                Some(code) => own.insert(code),
                None => older.insert(code.clone()),
            };
        }
    }
    let mut codes: Vec<Taakveld> = own.into_iter().collect();
    codes.sort_by_key(|code| place(now, code));
    codes.extend(older);
    codes
}

/// The code of the newer list that a code of an older one belongs to for certain.
fn newer(
    code: &Taakveld,
    older: Option<&'static CodeList>,
    now: Option<&'static CodeList>,
) -> Option<Taakveld> {
    let (older, now) = (older?, now?);
    now.codes().find_map(|(known, ..)| {
        let known = Taakveld::new(known).ok()?;
        now.in_older(&known, older)?.contains(&code.as_str()).then_some(known)
    })
}

fn code_row(
    columns: &[Column<'_>],
    now: Option<&'static CodeList>,
    code: &Taakveld,
    (side, word, name): (Side, Label, &str),
) -> Option<Row> {
    let own = |list: &&CodeList| list.name_of(code).is_some();
    let home = now.filter(own).or_else(|| columns.iter().filter_map(|column| column.list).find(own));
    let years: Vec<Year> = columns.iter().map(|column| Year::of(column, home, code, side)).collect();
    if !years.iter().any(|year| matches!(year, Year::Known(money) if !money.is_empty())) {
        return None;
    }
    let cells: Vec<Cell> = years.iter().map(Year::cell).collect();
    let sources: Vec<_> = cells.iter().flat_map(|cell| cell.sources.iter().copied()).collect();
    let first = cell(Value::Label(word), sources);
    let title = home.and_then(|list| list.name_of(code));
    let cells = std::iter::once(first).chain(cells).collect();
    Some(row(format!("{code}:{name}"), title.unwrap_or(code.as_str()), RowRole::Item, cells))
}

/// A year of a row.
enum Year {
    Known(Money),
    /// The code cannot be found back in the list of that year; the word says what can be compared instead.
    Elsewhere(Label),
}

impl Year {
    /// `home` is the list that the row's code is in: that of the paragraph, or an older one.
    fn of(column: &Column<'_>, home: Option<&'static CodeList>, code: &Taakveld, side: Side) -> Self {
        let sum = |codes: &[&str]| {
            column.sum(|entry| entry.key.side == side && codes.contains(&entry.key.taakveld.as_str()))
        };
        let compares = column.compares(home);
        let found = match (compares, home, column.list) {
            (Comparison::ByCode, ..) => Some(vec![code.as_str()]),
            (_, Some(home), Some(list)) => home.in_older(code, list),
            _ => None,
        };
        match found {
            Some(codes) => Self::Known(sum(&codes)),
            None if compares == Comparison::NotAtAll => Self::Elsewhere(labels::COMPARE_NOT),
            None => Self::Elsewhere(labels::COMPARE_BY_FAMILY),
        }
    }

    fn cell(&self) -> Cell {
        match self {
            Self::Known(money) => money.cell(),
            Self::Elsewhere(label) => cell(Value::Label(*label), []),
        }
    }
}
