//! The budget of the year split another way: structural and incidental, per programme, gross and own contributions.

use std::collections::BTreeMap;

use openboek_rules::Text;
use openboek_rules::category::is_own_contribution;
use openboek_rules::statement::{Nature, Side};

use super::budget::{FAMILIES, Money, Role, family_of, role_of};
use super::cells::{columns, labelled, row, table};
use super::context::Context;
use super::lines::{Entry, Figures};
use super::rounding::rounded_row;
use crate::labels;
use crate::model::{Cell, Row, RowRole, Table, TableId};

/// The budget of the year.
pub(super) struct Split<'a> {
    figures: Figures<'a>,
    entries: Vec<Entry<'a>>,
}

impl<'a> Split<'a> {
    /// `None` when neither a budget of the year nor a draft of it is recorded.
    pub(super) fn of(context: &Context<'a>) -> Option<Self> {
        let figures = Figures::budget(context, context.year)?;
        let entries = figures.of_year(context.year).cloned().collect();
        Some(Self { figures, entries })
    }

    fn sum(&self, wanted: impl Fn(&Entry<'_>) -> bool) -> Money {
        let mut money = Money::default();
        for entry in self.entries.iter().filter(|entry| wanted(entry)) {
            let certainty = self.figures.origin.certainty();
            money.add_rounded(entry.current, entry.rounded_to, certainty, &entry.sources);
        }
        money
    }

    /// Structural and incidental per family; `None` when nothing is incidental.
    pub(super) fn by_nature(&self) -> Option<Table> {
        if self.entries.iter().all(|entry| entry.key.nature == Nature::Structural) {
            return None;
        }
        let parts = |wanted: &dyn Fn(&Entry<'_>) -> bool| -> Vec<Money> {
            let kinds = [
                (Nature::Structural, Side::Income),
                (Nature::Structural, Side::Expenditure),
                (Nature::Incidental, Side::Income),
                (Nature::Incidental, Side::Expenditure),
            ];
            let of = |(nature, side)| {
                self.sum(|entry| entry.key.nature == nature && entry.key.side == side && wanted(entry))
            };
            kinds.into_iter().map(of).collect()
        };
        let cells = |parts: &[Money]| parts.iter().map(Money::cell).collect::<Vec<Cell>>();
        let any = |parts: &[Money]| parts.iter().any(|money| !money.is_empty());
        let mut rows = Vec::new();
        for (family, label, key) in FAMILIES {
            let parts = parts(&|entry| {
                role_of(&entry.key.taakveld) == Role::Ordinary
                    && family_of(self.figures.list, &entry.key.taakveld) == family
            });
            if any(&parts) {
                rows.push(labelled(key, label, RowRole::Item, cells(&parts)));
            }
        }
        let total = parts(&|entry| role_of(&entry.key.taakveld) == Role::Ordinary);
        rows.push(labelled("total", labels::TOTAL, RowRole::Total, cells(&total)));
        let reserves = parts(&|entry| role_of(&entry.key.taakveld) == Role::Reserve);
        if any(&reserves) {
            rows.push(labelled("reserves", labels::RESERVES, RowRole::Item, cells(&reserves)));
        }
        let names = [
            labels::STRUCTURAL_INCOME,
            labels::STRUCTURAL_EXPENDITURE,
            labels::INCIDENTAL_INCOME,
            labels::INCIDENTAL_EXPENDITURE,
        ];
        rows.extend(rounded_row("rounded-to", &[], &[self.figures.rounded; 4]));
        table(TableId::BudgetByNature, columns(&names), rows)
    }

    /// Per programme: income, expenditure, balance, reserves, result (BBV art. 17); `None` when no programme was recorded.
    pub(super) fn by_programme(&self) -> Option<Table> {
        let mut programmes: BTreeMap<Option<&Text>, ()> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| role_of(&entry.key.taakveld) != Role::Result) {
            programmes.insert(entry.key.programme.as_ref(), ());
        }
        if programmes.keys().all(Option::is_none) {
            return None;
        }
        let mut rows: Vec<Row> = Vec::new();
        for programme in programmes.keys().flatten() {
            let cells = self.programme(|entry| entry.key.programme.as_ref() == Some(*programme));
            rows.push(row(programme.as_str(), programme.as_str(), RowRole::Item, cells));
        }
        if programmes.contains_key(&None) {
            let cells = self.programme(|entry| entry.key.programme.is_none());
            rows.push(labelled(":none", labels::NO_PROGRAMME, RowRole::Item, cells));
        }
        rows.push(labelled(":total", labels::TOTAL, RowRole::Total, self.programme(|_| true)));
        let names = [
            labels::INCOME,
            labels::EXPENDITURE,
            labels::BALANCE,
            labels::RESERVES_WITHDRAWN,
            labels::RESERVES_ADDED,
            labels::RESULT,
        ];
        rows.extend(rounded_row(":rounded-to", &[], &[self.figures.rounded; 6]));
        table(TableId::BudgetByProgramme, columns(&names), rows)
    }

    fn programme(&self, wanted: impl Fn(&Entry<'_>) -> bool) -> Vec<Cell> {
        let of = |side, role| {
            self.sum(|entry| entry.key.side == side && role_of(&entry.key.taakveld) == role && wanted(entry))
        };
        let (income, expenditure) = (of(Side::Income, Role::Ordinary), of(Side::Expenditure, Role::Ordinary));
        let (withdrawn, added) = (of(Side::Income, Role::Reserve), of(Side::Expenditure, Role::Reserve));
        let balance = income.less(&expenditure);
        let mut result = balance.clone();
        result.merge(&withdrawn);
        let result = result.less(&added);
        [income, expenditure, balance, withdrawn, added, result].iter().map(Money::cell).collect()
    }

    /// Gross expenditure and own contributions of the families that have them; `None` when none has.
    pub(super) fn own_contributions(&self) -> Option<Table> {
        let own = |entry: &Entry<'_>| {
            let key = &entry.key;
            is_own_contribution(&key.taakveld, key.side, key.category.as_ref())
        };
        let mut rows = Vec::new();
        let mut totals = [Money::default(), Money::default()];
        for (family, label, key) in FAMILIES {
            let of_family = |entry: &Entry<'_>| {
                role_of(&entry.key.taakveld) == Role::Ordinary
                    && family_of(self.figures.list, &entry.key.taakveld) == family
            };
            let contributed = self.sum(|entry| own(entry) && of_family(entry));
            if contributed.is_empty() {
                continue;
            }
            let gross = self.sum(|entry| entry.key.side == Side::Expenditure && of_family(entry));
            rows.push(labelled(key, label, RowRole::Item, net(&gross, &contributed)));
            totals[0].merge(&gross);
            totals[1].merge(&contributed);
        }
        if rows.is_empty() {
            return None;
        }
        rows.push(labelled("total", labels::TOTAL, RowRole::Total, net(&totals[0], &totals[1])));
        let names = [labels::EXPENDITURE_GROSS, labels::OWN_CONTRIBUTIONS, labels::EXPENDITURE_NET];
        rows.extend(rounded_row("rounded-to", &[], &[self.figures.rounded; 3]));
        table(TableId::OwnContributions, columns(&names), rows)
    }
}

fn net(gross: &Money, contributed: &Money) -> Vec<Cell> {
    [gross.cell(), contributed.cell(), gross.less(contributed).cell()].into()
}
