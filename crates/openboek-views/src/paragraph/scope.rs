//! The scope of the paragraph: which taakvelden the municipality counts as its social domain, and what of the budget is in it
//! (domain 7.4).

use openboek_rules::statement::{ScopeShare, Side};
use openboek_rules::{Certainty, CodeList};

use super::budget::Money;
use super::cells::{cell, columns, date, labelled, row, table, years};
use super::context::Context;
use super::lines::Figures;
use super::rounding::rounded_row;
use crate::labels;
use crate::model::{Cell, Row, RowRole, Table, TableId, Value};

/// The table; `None` when there is neither a scope nor a budget. With a budget and no scope it says that none was decided.
pub(super) fn table_of(context: &Context<'_>) -> Option<Table> {
    let budget = Figures::budget(context, context.year);
    let names = [
        labels::SCOPE_SHARE,
        labels::INCOME,
        labels::EXPENDITURE,
        labels::YEARS,
        labels::DATE,
        labels::BY,
        labels::REFERENCE,
    ];
    let Some(scope) = context.view.scopes.of(context.year) else {
        budget?;
        let blank = names.iter().map(|_| cell(Value::None, [])).collect();
        let row = labelled("undecided", labels::SCOPE_UNDECIDED, RowRole::Memo, blank);
        return table(TableId::Scope, columns(&names), vec![row]);
    };
    let at = scope.said.at;
    let about = || -> [Cell; 4] {
        [
            cell(years(scope.years, false), [at]),
            cell(date(&scope.said.date), [at]),
            context.by(&scope.said),
            context.references(at),
        ]
    };
    let mut totals = [Money::default(), Money::default()];
    let mut rows: Vec<Row> = Vec::new();
    for part in &scope.taakvelden {
        let shares =
            [Side::Income, Side::Expenditure].map(|side| share_of(budget.as_ref(), context, part, side, at));
        totals.iter_mut().zip(&shares).for_each(|(total, share)| total.merge(share));
        let name = CodeList::of(context.year).and_then(|list| list.name_of(&part.taakveld));
        let share = cell(Value::Percent(part.share), [at]);
        let cells = std::iter::once(share).chain(shares.iter().map(Money::cell)).chain(about()).collect();
        rows.push(row(
            part.taakveld.to_string(),
            name.unwrap_or(part.taakveld.as_str()),
            RowRole::Item,
            cells,
        ));
    }
    if budget.is_some() {
        let blank = || cell(Value::None, []);
        let rest = (0..4).map(|_| blank());
        let cells = std::iter::once(blank()).chain(totals.iter().map(Money::cell)).chain(rest).collect();
        rows.push(labelled("total", labels::TOTAL, RowRole::Total, cells));
        let rounded = budget.as_ref().and_then(|budget| budget.rounded);
        rows.extend(rounded_row("rounded-to", &[Value::None], &[rounded, rounded, None, None, None, None]));
    }
    table(TableId::Scope, columns(&names), rows)
}

/// The part of a side of a taakveld, rounded to the cent; the total is the sum of what is printed.
fn share_of(
    budget: Option<&Figures<'_>>,
    context: &Context<'_>,
    part: &ScopeShare,
    side: Side,
    at: u64,
) -> Money {
    let mut whole = Money::default();
    let mut sources = vec![at];
    let Some(budget) = budget else { return whole };
    for entry in budget.of_year(context.year) {
        if entry.key.taakveld == part.taakveld && entry.key.side == side {
            whole.add_rounded(entry.current, entry.rounded_to, Certainty::Decided, &[]);
            sources.extend_from_slice(&entry.sources);
        }
    }
    let mut share = Money::default();
    if !whole.is_empty()
        && let Some(cents) = whole.cents().and_then(|cents| cents.share(part.share))
    {
        share.add_rounded(cents, whole.rounded_to(), budget.origin.certainty(), &sources);
    }
    share
}
