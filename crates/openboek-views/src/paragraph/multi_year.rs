//! The budget year and the three after it (*meerjarenraming*), per family and side, structural and incidental.

use std::collections::BTreeMap;

use openboek_rules::statement::{LineKey, Nature, Side};
use openboek_rules::{BudgetYear, CodeList};

use super::budget::{FAMILIES, Money, Role, family_of, role_of};
use super::cells::{cell, labelled, table};
use super::context::Context;
use crate::labels;
use crate::model::{Cell, ColumnId, Label, Row, RowRole, Table, TableId, Value};
use crate::state::budgets::{Budget, Line};

/// Amounts by year.
#[derive(Default)]
struct Years(BTreeMap<BudgetYear, Money>);

impl Years {
    fn gathered(budget: &Budget, wanted: impl Fn(&LineKey, &Line) -> bool) -> Self {
        let mut years = Self::default();
        for (key, line) in budget.lines.iter().filter(|(key, line)| wanted(key, line)) {
            years.0.entry(key.year).or_default().add(line.current, &line.sources);
        }
        years
    }

    fn at(&self, year: BudgetYear) -> Money {
        self.0.get(&year).cloned().unwrap_or_default()
    }

    fn cells(&self, side: Value, years: &[BudgetYear]) -> Vec<Cell> {
        let sources = self.0.values().flat_map(|money| money.cell().sources);
        let first = cell(side, sources);
        std::iter::once(first).chain(years.iter().map(|year| self.at(*year).cell())).collect()
    }
}

/// The table; `None` when no budget of the year is recorded, or when it says nothing about later years.
pub(super) fn estimates(context: &Context<'_>) -> Option<Table> {
    let budget = context.view.budgets.of(context.year)?;
    if budget.lines.keys().all(|key| key.year == context.year) {
        return None;
    }
    let ahead = context.ahead();
    // Later years are in the code list of the budget's own year.
    let mut rows = family_rows(budget, CodeList::of(context.year), &ahead);
    rows.extend(total_rows(budget, &ahead));
    let columns =
        std::iter::once(ColumnId::Named(labels::SIDE)).chain(ahead.iter().map(|y| ColumnId::Year(*y)));
    table(TableId::MultiYear, columns.collect(), rows)
}

fn family_rows(budget: &Budget, list: Option<&CodeList>, ahead: &[BudgetYear]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (family, label, key) in FAMILIES {
        for (side, word, name) in SIDES {
            let years = Years::gathered(budget, |line, _| {
                line.side == side
                    && role_of(&line.taakveld) == Role::Ordinary
                    && family_of(list, &line.taakveld) == family
            });
            if !years.0.is_empty() {
                let cells = years.cells(Value::Label(word), ahead);
                rows.push(labelled(format!("{key}:{name}"), label, RowRole::Item, cells));
            }
        }
    }
    rows
}

const SIDES: [(Side, Label, &str); 2] = [
    (Side::Income, labels::FLOW_INCOME, "income"),
    (Side::Expenditure, labels::FLOW_EXPENDITURE, "expenditure"),
];

fn total_rows(budget: &Budget, ahead: &[BudgetYear]) -> Vec<Row> {
    let of = |side: Side, role: Role| {
        Years::gathered(budget, move |line, _| line.side == side && role_of(&line.taakveld) == role)
    };
    let (income, expenditure) = (of(Side::Income, Role::Ordinary), of(Side::Expenditure, Role::Ordinary));
    let balance = minus(&income, &expenditure);
    let mut rows = vec![
        labelled("total:income", labels::TOTAL_INCOME, RowRole::Total, income.cells(income_word(), ahead)),
        labelled(
            "total:expenditure",
            labels::TOTAL_EXPENDITURE,
            RowRole::Total,
            expenditure.cells(Value::Label(labels::FLOW_EXPENDITURE), ahead),
        ),
        labelled("balance", labels::BALANCE, RowRole::Total, balance.cells(balance_word(), ahead)),
    ];
    let reserves = minus(&of(Side::Income, Role::Reserve), &of(Side::Expenditure, Role::Reserve));
    if !reserves.0.is_empty() {
        rows.push(labelled(
            "reserves",
            labels::RESERVES,
            RowRole::Item,
            reserves.cells(balance_word(), ahead),
        ));
        let result = minus(&balance, &minus(&Years::default(), &reserves));
        rows.push(labelled("result", labels::RESULT, RowRole::Total, result.cells(balance_word(), ahead)));
    }
    rows.extend(incidental_rows(budget, ahead));
    rows
}

fn incidental_rows(budget: &Budget, ahead: &[BudgetYear]) -> Vec<Row> {
    let names = [labels::INCIDENTAL_INCOME, labels::INCIDENTAL_EXPENDITURE];
    let sides = SIDES.into_iter().zip(names);
    let rows = sides.filter_map(|((side, word, name), label)| {
        let years = Years::gathered(budget, |line, _| {
            line.side == side
                && line.nature == Nature::Incidental
                && role_of(&line.taakveld) == Role::Ordinary
        });
        let cells = years.cells(Value::Label(word), ahead);
        (!years.0.is_empty()).then(|| labelled(format!("incidental:{name}"), label, RowRole::Memo, cells))
    });
    rows.collect()
}

const fn income_word() -> Value {
    Value::Label(labels::FLOW_INCOME)
}

const fn balance_word() -> Value {
    Value::Label(labels::FLOW_BALANCE)
}

fn minus(a: &Years, b: &Years) -> Years {
    let years = a.0.keys().chain(b.0.keys());
    Years(years.map(|year| (*year, a.at(*year).less(&b.at(*year)))).collect())
}
