//! Three amounts per year of every subsidy (domain 6.3): the commitment by the year of the decision, the expense by the year it is
//! for or was performed in, the cash by the year of payment. They are never the same and never mixed.

use std::collections::BTreeMap;

use openboek_rules::amount::Sum;
use openboek_rules::statement::{ExpenseRule, SubsidyTerms};
use openboek_rules::{Amount, BudgetYear, Cents, UncertainDate};

use super::cells::{add, cell, columns, counted, labelled, merge, row, table as rows_or_none};
use super::context::Context;
use super::subsidies::{is_own, role};
use crate::labels;
use crate::model::{Cell, ColumnId, Label, Position, Row, RowRole, Table, TableId, Value};
use crate::state::subsidies::{Move, Step, Subsidy};
use crate::state::year_of;

/// The year an amount falls in; `None` when its date leaves that open.
type Year = Option<u16>;

/// Amounts by year with the entries behind them.
#[derive(Clone, Default)]
struct Ledger {
    years: BTreeMap<Year, (Sum, Vec<Position>)>,
}

/// The three, in the order they are shown.
const KINDS: [(&str, Label); 3] = [
    ("commitment", labels::LEDGER_COMMITMENT),
    ("expense", labels::LEDGER_EXPENSE),
    ("cash", labels::LEDGER_CASH),
];

/// Three rows per subsidy and three totals: last year, the budget year and the three after it, other years, and all together.
pub(super) fn table(context: &Context<'_>) -> Option<Table> {
    let shown = shown(context);
    let mut rows = Vec::new();
    let mut totals = [Ledger::default(), Ledger::default(), Ledger::default()];
    for (id, subsidy) in context.view.subsidies.subsidies_in(context.year.get()) {
        if subsidy.award().is_none() && subsidy.determination().is_none() {
            continue;
        }
        let ledgers = [commitment(subsidy), expense(subsidy), cash(subsidy)];
        for ((ledger, (key, label)), total) in ledgers.iter().zip(KINDS).zip(&mut totals) {
            let first = cell(Value::Label(label), subsidy.at(|_| true));
            let cells = std::iter::once(first).chain(ledger.cells(&shown)).collect();
            rows.push(row(format!("{id}:{key}"), &subsidy.activities, role(context, subsidy), cells));
            if is_own(context, subsidy) {
                total.take_in(ledger);
            }
        }
    }
    if !rows.is_empty() {
        rows.extend(
            totals.iter().zip(KINDS).map(|(total, (key, label))| total_row(total, key, label, &shown)),
        );
    }
    let mut names = columns(&[labels::LEDGER]);
    names.extend(shown.iter().map(|year| ColumnId::Year(*year)));
    names.extend(columns(&[labels::OTHER_YEARS, labels::TOTAL]));
    rows_or_none(TableId::SubsidyLedgers, names, rows)
}

fn shown(context: &Context<'_>) -> Vec<BudgetYear> {
    let before = BudgetYear::new(i64::from(context.year.get()) - 1).ok();
    before.into_iter().chain(context.ahead()).collect()
}

fn total_row(total: &Ledger, key: &str, label: Label, shown: &[BudgetYear]) -> Row {
    let sources = total.years.values().flat_map(|(_, sources)| sources.iter().copied());
    let cells = std::iter::once(cell(Value::Label(label), sources)).chain(total.cells(shown)).collect();
    labelled(format!("total:{key}"), labels::TOTAL, RowRole::Total, cells)
}

impl Ledger {
    fn add(&mut self, year: Year, amount: &Amount, sources: impl IntoIterator<Item = Position>) {
        let (sum, behind) = self.years.entry(year).or_default();
        *sum = add(std::mem::take(sum), amount);
        behind.extend(sources);
    }

    fn take_in(&mut self, other: &Self) {
        for (year, (part, sources)) in &other.years {
            let (sum, behind) = self.years.entry(*year).or_default();
            *sum = merge(sum, part);
            behind.extend(sources);
        }
    }

    fn of(&self, choose: impl Fn(Year) -> bool) -> Cell {
        let found = self.years.iter().filter(|(year, _)| choose(**year)).map(|(_, found)| found);
        let (mut sum, mut sources) = (Sum::default(), Vec::new());
        for (part, behind) in found {
            sum = merge(&sum, part);
            sources.extend(behind);
        }
        cell(counted(sum), sources)
    }

    fn cells(&self, shown: &[BudgetYear]) -> Vec<Cell> {
        let is_shown = |year: Year| year.is_some_and(|year| shown.iter().any(|column| column.get() == year));
        let mut cells: Vec<Cell> =
            shown.iter().map(|column| self.of(|year| year == Some(column.get()))).collect();
        cells.push(self.of(|year| !is_shown(year)));
        cells.push(self.of(|_| true));
        cells
    }
}

fn calendar_year(date: &UncertainDate) -> Year {
    let (first, last) = (date.earliest().map(year_of)?, date.latest().map(year_of)?);
    (first == last).then_some(first)
}

/// Every decision changes the commitment in the year it is taken: the award adds, a lower determination releases the rest. While it is
/// fixed, an award that is changed waits for the next determination.
fn commitment(subsidy: &Subsidy) -> Ledger {
    let mut ledger = Ledger::default();
    let mut award: Option<(Amount, Position)> = None;
    let mut stands: Option<(Amount, Position)> = None;
    let mut is_fixed = false;
    for step in &subsidy.steps {
        let at = step.said.at;
        let now = match &step.what {
            Move::Awarded(terms) | Move::Amended(terms, _) => {
                award = Some((terms.amount.clone(), at));
                if is_fixed {
                    continue;
                }
                award.clone()
            }
            Move::Determined(Some(terms), _) => Some((terms.amount.clone(), at)),
            Move::Determined(None, _) => award.clone(),
            Move::Refused | Move::Withdrawn(..) => None,
            _ => continue,
        };
        is_fixed = matches!(step.what, Move::Determined(Some(_), _));
        let year = calendar_year(&step.said.date);
        if let Some((amount, since)) = &stands {
            ledger.add(year, &amount.negated(), [*since, at]);
        }
        if let Some((amount, since)) = &now {
            ledger.add(year, amount, [*since, at]);
        }
        stands = now;
    }
    ledger
}

/// The expense falls in the years the subsidy is for, or in those it was performed in, which only the determination says.
fn expense(subsidy: &Subsidy) -> Ledger {
    let mut ledger = Ledger::default();
    let fixed = subsidy.determination().map(|(step, terms)| (step.said.at, terms));
    let awarded = subsidy.steps.iter().rev().find_map(award_step);
    let retroactive = matches!(subsidy.standing(), Some((Step { what: Move::Withdrawn(_, true), .. }, _)));
    let refused = matches!(subsidy.standing(), Some((Step { what: Move::Refused, .. }, _)));
    if retroactive || refused {
        return ledger;
    }
    let open = || Amount::Unknown { reason: subsidy.activities.clone(), promised: None };
    match (subsidy.expense, fixed, awarded) {
        (ExpenseRule::Awarded, Some((at, terms)), _) | (ExpenseRule::Performed, Some((at, terms)), _) => {
            by_year(&mut ledger, subsidy, terms, at);
        }
        (ExpenseRule::Awarded, None, Some((at, terms))) if !subsidy.has_ended() => {
            by_year(&mut ledger, subsidy, terms, at);
        }
        // Not known yet: in none of these years it is zero.
        (_, _, at) => {
            let sources: Vec<Position> =
                at.map(|(at, _)| at).into_iter().chain(fixed.map(|(at, _)| at)).collect();
            for year in subsidy.years.years() {
                ledger.add(Some(year.get()), &open(), sources.iter().copied());
            }
        }
    }
    ledger
}

fn award_step(step: &Step) -> Option<(Position, &SubsidyTerms)> {
    match &step.what {
        Move::Awarded(terms) | Move::Amended(terms, _) => Some((step.said.at, terms)),
        _ => None,
    }
}

/// By the stated parts; undivided in the only year; undivided over several years it is unknown in each.
fn by_year(ledger: &mut Ledger, subsidy: &Subsidy, terms: &SubsidyTerms, at: Position) {
    let (first, last) = (subsidy.years.first(), subsidy.years.last());
    if !terms.per_year.is_empty() {
        for part in &terms.per_year {
            ledger.add(Some(part.year.get()), &part.amount, [at]);
        }
    } else if first == last || terms.amount == Amount::Exact(Cents::ZERO) {
        ledger.add(Some(first.get()), &terms.amount, [at]);
    } else {
        let open = Amount::Unknown { reason: subsidy.activities.clone(), promised: None };
        for year in subsidy.years.years() {
            ledger.add(Some(year.get()), &open, [at]);
        }
    }
}

/// Money moves in the year it is paid or comes back.
fn cash(subsidy: &Subsidy) -> Ledger {
    let mut ledger = Ledger::default();
    for (step, amount) in subsidy.payments() {
        ledger.add(calendar_year(&step.said.date), &amount, [step.said.at]);
    }
    ledger
}
