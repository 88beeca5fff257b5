//! Reserves per year: what was there, what goes in and out, what is left, and whether the source says the same.

use openboek_rules::{BudgetYear, Cents, Certainty, ReserveId};

use super::budget::Money;
use super::cells::{cell, columns, list, row, table, text, unknown, years as span};
use super::context::Context;
use crate::labels;
use crate::model::{Cell, Position, Row, RowRole, Table, TableId, Value};
use crate::state::books::Change;
use crate::state::figures::AHEAD;

/// The table for t-2 to t+3; `None` when no change of a reserve is recorded in those years.
pub(super) fn table_of(context: &Context<'_>) -> Option<Table> {
    let first = i64::from(context.year.get()) - 2;
    let years: Vec<BudgetYear> =
        (0..=i64::from(AHEAD) + 2).filter_map(|n| BudgetYear::new(first + n).ok()).collect();
    let books = &context.view.books;
    let mut reserves: Vec<&ReserveId> =
        years.iter().filter_map(|year| books.of(*year)).flat_map(|book| book.reserves.keys()).collect();
    reserves.sort();
    reserves.dedup();
    let mut rows = Vec::new();
    for reserve in reserves {
        // What the year before left, known only when that year has changes itself.
        let mut left = None;
        for year in &years {
            let changes = books.of(*year).and_then(|book| book.reserves.get(reserve));
            let stand = changes.map(|changes| Stand::of(changes, left.take()));
            if let (Some(changes), Some(stand)) = (changes, &stand) {
                rows.push(stand_row(context, reserve, *year, changes, stand));
            }
            left = stand.and_then(|stand| stand.left());
        }
    }
    let names = [
        labels::YEAR,
        labels::RESERVE_OPENING,
        labels::RESERVES_ADDED,
        labels::RESERVES_WITHDRAWN,
        labels::RESERVE_CLOSING,
        labels::RESERVE_CLOSING_PRINTED,
        labels::EXPLANATION,
        labels::BY,
        labels::REFERENCE,
    ];
    table(TableId::Reserves, columns(&names), rows)
}

/// A reserve in one year.
struct Stand {
    opening: Option<Money>,
    added: Money,
    withdrawn: Money,
    closing: Option<Money>,
    /// As the source prints it; the last one counts.
    printed: Option<Money>,
}

impl Stand {
    fn of(changes: &[Change], left: Option<Money>) -> Self {
        let printed = |of: fn(&Change) -> Option<Cents>, change: &Change| {
            of(change).map(|cents| money(cents, change.said.at))
        };
        let opening = changes.iter().find_map(|change| printed(|change| change.opening, change)).or(left);
        let (mut added, mut withdrawn) = (Money::default(), Money::default());
        for change in changes {
            added.add(change.added, Certainty::Decided, &[change.said.at]);
            withdrawn.add(change.withdrawn, Certainty::Decided, &[change.said.at]);
        }
        let closing = opening.as_ref().map(|opening| {
            let mut closing = opening.clone();
            closing.merge(&added);
            closing.less(&withdrawn)
        });
        let printed = changes.iter().rev().find_map(|change| printed(|change| change.closing, change));
        Self { opening, added, withdrawn, closing, printed }
    }

    /// What the next year begins with: what the source prints, else what was computed.
    fn left(self) -> Option<Money> {
        self.printed.or(self.closing)
    }

    fn remarks(&self) -> Vec<Value> {
        let cents = |money: &Option<Money>| money.as_ref().and_then(Money::cents);
        let (computed, printed) = (cents(&self.closing), cents(&self.printed));
        let mut remarks = Vec::new();
        if printed.or(computed).is_some_and(|closing| closing < Cents::ZERO) {
            remarks.push(Value::Label(labels::RESERVE_NEGATIVE));
        }
        if let (Some(computed), Some(printed)) = (computed, printed)
            && computed != printed
        {
            remarks.push(Value::Label(labels::RESERVE_DIFFERS));
        }
        remarks
    }
}

fn money(cents: Cents, at: Position) -> Money {
    let mut money = Money::default();
    money.add(cents, Certainty::Decided, &[at]);
    money
}

fn stand_row(
    context: &Context<'_>,
    reserve: &ReserveId,
    year: BudgetYear,
    changes: &[Change],
    stand: &Stand,
) -> Row {
    let all: Vec<Position> = changes.iter().map(|change| change.said.at).collect();
    // A balance that nothing recorded gives is unknown, not zero.
    let known = |money: &Option<Money>| money.as_ref().map_or_else(|| cell(unknown(), []), Money::cell);
    let mut remarks: Vec<Value> =
        changes.iter().filter_map(|change| change.explanation.as_ref()).map(text).collect();
    if changes.iter().any(|change| change.in_lines) {
        remarks.push(Value::Label(labels::RESERVE_IN_LINES));
    }
    remarks.extend(stand.remarks());
    let by: Vec<Value> = changes.iter().map(|change| context.by(&change.said).value).collect();
    let papers: Vec<Value> = changes
        .iter()
        .map(|change| context.references(change.said.at).value)
        .filter(|value| *value != Value::None)
        .collect();
    let cells: Vec<Cell> = vec![
        cell(span(openboek_rules::YearSpan::one(year), false), all.iter().copied()),
        known(&stand.opening),
        stand.added.cell(),
        stand.withdrawn.cell(),
        known(&stand.closing),
        stand.printed.as_ref().map_or_else(|| cell(Value::None, []), Money::cell),
        cell(list(remarks), all.iter().copied()),
        cell(list(by), all.iter().copied()),
        cell(list(papers), all.iter().copied()),
    ];
    let name = changes.last().map_or_else(|| reserve.to_string(), |change| change.name.to_string());
    row(format!("{reserve}:{year}"), name, RowRole::Item, cells)
}
