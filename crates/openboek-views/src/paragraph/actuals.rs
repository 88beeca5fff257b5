//! The budget of the year beside what was realised in it, per taakveld. Sides are never netted (BBV art. 27).

use std::collections::BTreeSet;

use openboek_rules::Taakveld;
use openboek_rules::statement::Side;
use openboek_rules::taakveld::Family;

use super::budget::{FAMILIES, Money, Role, family_of, place, role_of};
use super::cells::{columns, labelled, row, table};
use super::context::Context;
use super::lines::Figures;
use super::rounding::{coarser, rounded_row};
use crate::labels;
use crate::model::{Cell, Row, RowRole, Table, TableId};

/// Both sides of the budget and of what was realised.
#[derive(Default)]
struct Pair {
    budget: [Money; 2],
    realised: [Money; 2],
}

impl Pair {
    fn is_empty(&self) -> bool {
        self.budget.iter().chain(&self.realised).all(Money::is_empty)
    }

    /// The balance of the budget, of what was realised, and the difference.
    fn balances(&self) -> [Money; 3] {
        let [income, expenditure] = &self.budget;
        let [got, spent] = &self.realised;
        let (planned, realised) = (income.less(expenditure), got.less(spent));
        let difference = realised.less(&planned);
        [planned, realised, difference]
    }

    fn cells(&self) -> Vec<Cell> {
        let [_, _, difference] = self.balances();
        self.sides().into_iter().chain([&difference]).map(Money::cell).collect()
    }

    fn cells_with_balances(&self) -> Vec<Cell> {
        self.sides().into_iter().chain(&self.balances()).map(Money::cell).collect()
    }

    fn sides(&self) -> [&Money; 4] {
        let [income, expenditure] = &self.budget;
        let [got, spent] = &self.realised;
        [income, got, expenditure, spent]
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
    rows.extend(both.rounding(false));
    table(TableId::BudgetAndActuals, columns(&names), rows)
}

/// The same per family, with the balance of both. The families of the social domain are added up before what is outside it.
pub(super) fn by_family(context: &Context<'_>) -> Option<Table> {
    let realised = Figures::realised(context, context.year)?;
    let budget = Figures::budget(context, context.year);
    let both = Both { budget, realised, context };
    let of = |wanted: &dyn Fn(Family) -> bool| {
        both.pair(|code| role_of(code) == Role::Ordinary && wanted(family_of(both.realised.list, code)))
    };
    let mut rows = Vec::new();
    for (family, label, key) in FAMILIES {
        let pair = of(&|found| found == family);
        if family == Family::Other && !rows.is_empty() {
            let social = of(&|found| found != Family::Other);
            let cells = social.cells_with_balances();
            rows.push(labelled("social-domain", labels::TOTAL_SOCIAL_DOMAIN, RowRole::Total, cells));
        }
        if !pair.is_empty() {
            rows.push(labelled(key, label, RowRole::Item, pair.cells_with_balances()));
        }
    }
    rows.push(labelled("total", labels::TOTAL, RowRole::Total, of(&|_| true).cells_with_balances()));
    rows.extend(both.rounding(true));
    let names = [
        labels::INCOME,
        labels::INCOME_REALISED,
        labels::EXPENDITURE,
        labels::EXPENDITURE_REALISED,
        labels::BALANCE,
        labels::ACTUAL_BALANCE,
        labels::BALANCE_DIFFERENCE,
    ];
    table(TableId::BudgetAndActualsByFamily, columns(&names), rows)
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
                let certainty = figures.origin.certainty();
                money.add_rounded(entry.current, entry.rounded_to, certainty, &entry.sources);
            }
        }
        pair
    }

    /// What the columns are rounded to; the difference is as coarse as the coarser of both.
    fn rounding(&self, balances: bool) -> Option<Row> {
        let planned = self.budget.as_ref().and_then(|figures| figures.rounded);
        let realised = self.realised.rounded;
        let sides = [planned, realised].repeat(if balances { 3 } else { 2 });
        let columns: Vec<_> = sides.into_iter().chain([coarser(planned, realised)]).collect();
        rounded_row("rounded-to", &[], &columns)
    }

    fn code_row(&self, code: &Taakveld, role: RowRole) -> Row {
        let name = self.realised.list.and_then(|list| list.name_of(code)).unwrap_or(code.as_str());
        row(code.to_string(), name, role, self.pair(|other| other == code).cells())
    }
}
