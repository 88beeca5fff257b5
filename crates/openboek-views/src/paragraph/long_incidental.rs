//! Lines that are incidental for longer than three years on end. Three years is a hint, not a definition (domain 2.3): so this is a
//! remark, never a refusal.

use std::collections::BTreeMap;

use openboek_rules::statement::{LineKey, Nature, Side};
use openboek_rules::taakveld::Comparison;
use openboek_rules::{BudgetYear, Cents, YearSpan};

use super::budget::{Role, role_of};
use super::cells::{cell, columns as named, row, table, years};
use super::years::Column;
use crate::labels;
use crate::model::{Position, Row, RowRole, Table, TableId, Value};

/// Most years on end that need no remark.
const YEARS: u16 = 3;

/// The lines with their longest time on end; `None` when there are none.
pub(super) fn table_of(columns: &[Column<'_>]) -> Option<Table> {
    let mut found: BTreeMap<LineKey, Vec<(BudgetYear, Vec<Position>)>> = BTreeMap::new();
    let now = columns.last().and_then(|column| column.list);
    let first = columns.first().map(|column| column.year)?;
    for column in columns.iter().filter(|column| column.compares(now) == Comparison::ByCode) {
        for entry in &column.entries {
            let counts = entry.key.nature == Nature::Incidental
                && entry.current != Cents::ZERO
                && role_of(&entry.key.taakveld) == Role::Ordinary;
            if counts {
                // One line for all years: the year is not part of what it is here.
                let line = LineKey { year: first, ..entry.key.clone().into_owned() };
                found.entry(line).or_default().push((column.year, entry.sources.to_vec()));
            }
        }
    }
    let rows = found.iter().filter_map(|(line, years)| remark(line, years, now));
    let names = [labels::SIDE, labels::YEARS, labels::EXPLANATION];
    table(TableId::LongIncidental, named(&names), rows.collect())
}

fn remark(
    line: &LineKey,
    found: &[(BudgetYear, Vec<Position>)],
    now: Option<&'static openboek_rules::CodeList>,
) -> Option<Row> {
    let span = longest(found)?;
    if span.last().get() - span.first().get() < YEARS {
        return None;
    }
    let within = found.iter().filter(|(year, _)| span.contains(*year));
    let sources: Vec<Position> = within.flat_map(|(_, sources)| sources.iter().copied()).collect();
    let (side, word) = match line.side {
        Side::Income => ("income", labels::FLOW_INCOME),
        Side::Expenditure => ("expenditure", labels::FLOW_EXPENDITURE),
    };
    let mut id = format!("{}:{side}", line.taakveld);
    for part in
        [line.category.as_ref().map(ToString::to_string), line.programme.as_ref().map(ToString::to_string)]
    {
        id = part.map_or_else(|| id.clone(), |part| format!("{id}:{part}"));
    }
    let name = now.and_then(|list| list.name_of(&line.taakveld)).unwrap_or(line.taakveld.as_str());
    let cells = vec![
        cell(Value::Label(word), sources.iter().copied()),
        cell(years(span, false), sources.iter().copied()),
        cell(Value::Label(labels::INCIDENTAL_LONG), sources.iter().copied()),
    ];
    Some(row(id, name, RowRole::Item, cells))
}

/// The longest row of years on end; columns are in the order of the years.
fn longest(found: &[(BudgetYear, Vec<Position>)]) -> Option<YearSpan> {
    let mut best: Option<YearSpan> = None;
    let mut current: Option<YearSpan> = None;
    for (year, _) in found {
        current = Some(match current {
            Some(span) if span.last().plus(1) == Some(*year) || span.last() == *year => {
                span.union(YearSpan::one(*year))
            }
            _ => YearSpan::one(*year),
        });
        let size = |span: Option<YearSpan>| span.map(|span| span.last().get() - span.first().get());
        if size(current) > size(best) {
            best = current;
        }
    }
    best
}
