//! At a glance: the figures that matter, each with the entries behind it.

use openboek_rules::allocation::half_up;
use openboek_rules::amount::{Amount, Sum};
use openboek_rules::{BudgetYear, Cents};

use super::budget::{Sheet, no_budget};
use super::cells::{cell, columns, counted, date, labelled, sum_or_none};
use super::context::Context;
use super::lanes::{Lane, Level, announced, effect};
use super::rounding::{Rounded, rounded_row};
use super::{joint, voices};
use crate::labels;
use crate::model::{Cell, ColumnId, Label, Position, Row, RowRole, Table, TableId, Value};
use crate::state::inhabitants::Counted;

/// One figure a row; last year beside it where a budget of last year is recorded, and per inhabitant where inhabitants are.
pub(super) fn table(
    context: &Context<'_>,
    budget: Option<&Sheet>,
    lanes: &[Lane<'_>],
    unknowns: Option<&Table>,
) -> Table {
    let previous = BudgetYear::new(i64::from(context.year.get()) - 1).ok();
    let before = previous.and_then(|year| Sheet::of(context, year));
    let now = budget.map_or_else(|| [no_budget(), no_budget(), no_budget()], money);
    let mut last_year = before.as_ref().map(money).into_iter().flatten();
    let names =
        [("expenditure", labels::EXPENDITURE), ("income", labels::INCOME), ("balance", labels::BALANCE)];
    let mut rows = Vec::new();
    for ((id, label), figure) in names.into_iter().zip(now) {
        let cells = std::iter::once(figure).chain(last_year.next()).collect();
        rows.push(labelled(id, label, RowRole::Item, cells));
    }
    for (id, label, figure) in others(context, lanes, unknowns) {
        let blank = before.as_ref().map(|_| cell(Value::None, []));
        rows.push(labelled(id, label, RowRole::Item, std::iter::once(figure).chain(blank).collect()));
    }
    let sheets = std::iter::once(budget).chain(before.as_ref().map(Some));
    let rounded: Vec<Rounded> = sheets.map(|sheet| sheet.and_then(Sheet::rounded)).collect();
    rows.extend(rounded_row("rounded-to", &[], &rounded));
    let mut names: Vec<ColumnId> = columns(&[labels::VALUE]);
    names.extend(before.as_ref().map(|_| ColumnId::Named(labels::PREVIOUS_YEAR)));
    if let Some(counted) = context.view.inhabitants.of_year(context.view.holder, context.year) {
        names.push(ColumnId::Named(labels::PER_INHABITANT));
        let last_year = before.and_then(|_| context.view.inhabitants.of_year(context.view.holder, previous?));
        per_inhabitant(&mut rows, names.len(), &counted, last_year.as_ref());
    }
    Table { id: TableId::KeyFigures, columns: names, rows }
}

/// Adds the last column, and the rows that say by how many it was divided and on which day they were counted.
fn per_inhabitant(rows: &mut Vec<Row>, width: usize, counted: &Counted, last_year: Option<&Counted>) {
    for row in rows.iter_mut() {
        let per = row.cells.first().map(|figure| {
            let sources = figure.sources.iter().chain(&counted.sources).copied();
            cell(divided(&figure.value, counted.number), sources)
        });
        row.cells.extend(per);
    }
    let of = |counted: Option<&Counted>, value: fn(&Counted) -> Value| {
        counted.map_or_else(|| cell(Value::None, []), |it| cell(value(it), it.sources.iter().copied()))
    };
    let number: fn(&Counted) -> Value = |counted| Value::Count(counted.number);
    let day: fn(&Counted) -> Value = |counted| date(&counted.on);
    for (id, label, value) in
        [("inhabitants", labels::INHABITANTS, number), ("inhabitants-on", labels::INHABITANTS_ON, day)]
    {
        let mut cells = vec![of(Some(counted), value)];
        if width == 3 {
            cells.push(of(last_year, value));
        }
        cells.push(cell(Value::None, []));
        rows.push(labelled(id, label, RowRole::Memo, cells));
    }
}

/// An amount per inhabitant, to the cent, half away from zero. What is unknown stays unknown; what is no amount has none.
fn divided(value: &Value, inhabitants: u64) -> Value {
    let per = |cents: Cents| half_up(cents, 1, u128::from(inhabitants)).filter(|_| inhabitants > 0);
    match value {
        Value::Sum(sum) if sum.is_unknown() => value.clone(),
        Value::Sum(sum) => {
            per(sum.known).map_or(Value::None, |known| Value::Sum(Sum { known, ..sum.clone() }))
        }
        Value::Amount(Amount::Exact(cents), certainty) => {
            per(*cents).map_or(Value::None, |cents| Value::Amount(Amount::Exact(cents), *certainty))
        }
        Value::Amount(Amount::About { cents, granularity }, certainty) => {
            let about = |cents| {
                // Never finer than a cent: an amount of about so much is not exact because it is shared.
                let granularity = per(*granularity)?.max(Cents::new(1)?);
                Some(Value::Amount(Amount::About { cents, granularity }, *certainty))
            };
            per(*cents).and_then(about).unwrap_or(Value::None)
        }
        _ => Value::None,
    }
}

fn money(sheet: &Sheet) -> [Cell; 3] {
    [sheet.expenditure(), sheet.income(), sheet.balance()]
}

fn others(
    context: &Context<'_>,
    lanes: &[Lane<'_>],
    unknowns: Option<&Table>,
) -> [(&'static str, Label, Cell); 6] {
    let requests = voices::open(context);
    let proposals = joint::open(context);
    let rows = unknowns.map(|table| table.rows.as_slice()).unwrap_or_default();
    let unknown_sources =
        rows.iter().flat_map(|row| row.cells.iter().flat_map(|cell| cell.sources.iter().copied()));
    [
        ("cuts-effect", labels::CUTS_EFFECT, cuts_effect(context, lanes)),
        ("cuts-announced", labels::CUTS_ANNOUNCED, cuts_announced(context, lanes)),
        ("cuts-unquantified", labels::CUTS_UNQUANTIFIED, cuts_unquantified(context, lanes)),
        ("unknown-amounts", labels::UNKNOWN_AMOUNTS, cell(count(rows.len()), unknown_sources)),
        ("open-requests", labels::OPEN_REQUESTS, cell(count(requests.len()), requests)),
        ("open-proposals", labels::OPEN_PROPOSALS, cell(count(proposals.len()), proposals)),
    ]
}

fn count(things: usize) -> Value {
    Value::Count(u64::try_from(things).unwrap_or(u64::MAX))
}

/// Of decided cuts in the budget year. Where there are cuts and none of them is decided, what is counted is a true zero.
fn cuts_effect(context: &Context<'_>, lanes: &[Lane<'_>]) -> Cell {
    if lanes.is_empty() {
        return cell(Value::None, []);
    }
    let (sum, sources) = effect(lanes, context.year);
    cell(counted(sum), sources)
}

fn cuts_announced(context: &Context<'_>, lanes: &[Lane<'_>]) -> Cell {
    let (sum, sources) = announced(context, lanes, context.year);
    cell(sum_or_none(sum), sources)
}

/// Measures whose amount for the budget year is unknown, decided or not.
fn cuts_unquantified(context: &Context<'_>, lanes: &[Lane<'_>]) -> Cell {
    let years = lanes.iter().filter(|lane| lane.level != Level::Regional);
    let years = years.filter_map(|lane| lane.year(context.year)).filter(|year| year.unknown.is_some());
    let sources: Vec<Vec<Position>> = years.map(|year| year.sources.clone()).collect();
    cell(count(sources.len()), sources.concat())
}
