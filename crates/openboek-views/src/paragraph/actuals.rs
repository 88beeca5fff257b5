//! The budget of the year beside what was realised in it, per taakveld. Sides are never netted (BBV art. 27).

use std::collections::BTreeSet;

use openboek_rules::Taakveld;
use openboek_rules::statement::Side;

use super::budget::{Money, Role, place, role_of};
use super::cells::{columns, labelled, row, table};
use super::context::Context;
use super::lines::Figures;
use crate::labels;
use crate::model::{Cell, Row, RowRole, Table, TableId};

/// Both sides of the budget and of what was realised.
#[derive(Default)]
struct Pair {
    budget: [Money; 2],
    realised: [Money; 2],
}

impl Pair {
    fn cells(&self) -> Vec<Cell> {
        let [income, expenditure] = &self.budget;
        let [got, spent] = &self.realised;
        let difference = got.less(spent).less(&income.less(expenditure));
        [income, got, expenditure, spent, &difference].into_iter().map(Money::cell).collect()
    }
}

/// The table; `None` when nothing realised of the year is recorded.
pub(super) fn table_of(context: &Context<'_>) -> Option<Table> {
    let realised = Figures::realised(context, context.year)?;
    let budget = Figures::budget(context, context.year);
    let both = Both { budget, realised, context };
    let mut rows = Vec::new();
    for (role, row_role) in [(Role::Ordinary, RowRole::Item), (Role::Reserve, RowRole::Item)] {
        let codes = both.codes(role);
        if role == Role::Reserve && codes.is_empty() {
            break;
        }
        rows.extend(codes.iter().map(|code| both.code_row(code, row_role)));
        let (id, label) = match role {
            Role::Ordinary => ("total", labels::TOTAL),
            _ => ("result", labels::RESULT),
        };
        let wanted = |code: &Taakveld| {
            let of = role_of(code);
            of == Role::Ordinary || (of == Role::Reserve && role == Role::Reserve)
        };
        rows.push(labelled(id, label, RowRole::Total, both.pair(wanted).cells()));
    }
    rows.extend(both.codes(Role::Result).iter().map(|code| both.code_row(code, RowRole::Memo)));
    let names = [
        labels::INCOME,
        labels::INCOME_REALISED,
        labels::EXPENDITURE,
        labels::EXPENDITURE_REALISED,
        labels::BALANCE_DIFFERENCE,
    ];
    table(TableId::BudgetAndActuals, columns(&names), rows)
}

struct Both<'a> {
    budget: Option<Figures<'a>>,
    realised: Figures<'a>,
    context: &'a Context<'a>,
}

impl Both<'_> {
    fn figures(&self) -> impl Iterator<Item = (bool, &Figures<'_>)> {
        let budget = self.budget.iter().map(|figures| (false, figures));
        budget.chain(std::iter::once((true, &self.realised)))
    }

    fn codes(&self, role: Role) -> Vec<Taakveld> {
        let entries = self.figures().flat_map(|(_, figures)| figures.of_year(self.context.year));
        let codes: BTreeSet<&Taakveld> = entries.map(|entry| &entry.key.taakveld).collect();
        let mut codes: Vec<Taakveld> =
            codes.into_iter().filter(|code| role_of(code) == role).cloned().collect();
        codes.sort_by_key(|code| place(self.realised.list, code));
        codes
    }

    fn pair(&self, wanted: impl Fn(&Taakveld) -> bool) -> Pair {
        let mut pair = Pair::default();
        for (realised, figures) in self.figures() {
            let [income, expenditure] = if realised { &mut pair.realised } else { &mut pair.budget };
            for entry in figures.of_year(self.context.year).filter(|entry| wanted(&entry.key.taakveld)) {
                let money = if entry.key.side == Side::Income { &mut *income } else { &mut *expenditure };
                money.add(entry.current, figures.origin.certainty(), &entry.sources);
            }
        }
        pair
    }

    fn code_row(&self, code: &Taakveld, role: RowRole) -> Row {
        let name = self.realised.list.and_then(|list| list.name_of(code)).unwrap_or(code.as_str());
        row(code.to_string(), name, role, self.pair(|other| other == code).cells())
    }
}
