//! Adopted budgets of the holder and their amendments.

use std::collections::BTreeMap;

use openboek_rules::statement::{BudgetAdopted, BudgetAmended, LineKey};
use openboek_rules::{BudgetYear, Cents, Text};

use super::Said;
use crate::model::Position;

/// A budget line with every entry that made it: its adoption and all its amendments, 8 bytes each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Line {
    /// The amount before amendments; `None` for a line that an amendment brought.
    pub(crate) adopted: Option<Cents>,
    /// The amount after all amendments of the moment.
    pub(crate) current: Cents,
    /// Positions, ascending, each once.
    pub(crate) sources: Vec<Position>,
}

/// One changed line of an amendment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Mutation {
    pub(crate) key: LineKey,
    pub(crate) old: Cents,
    pub(crate) mutation: Cents,
    pub(crate) new: Cents,
    pub(crate) explanation: Option<Text>,
}

/// A numbered amendment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Amendment {
    pub(crate) said: Said,
    pub(crate) number: u32,
    pub(crate) lines: Vec<Mutation>,
}

/// The budget of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Budget {
    pub(crate) said: Said,
    /// What the adopted amounts are rounded to in the source. An amendment of such a line leaves it as rounded as it was.
    pub(crate) rounded_to: Option<Cents>,
    pub(crate) lines: BTreeMap<LineKey, Line>,
    pub(crate) amendments: Vec<Amendment>,
}

/// All budgets of the holder, by budget year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Budgets {
    years: BTreeMap<BudgetYear, Budget>,
}

impl Budgets {
    pub(crate) fn adopted(&mut self, said: Said, body: &BudgetAdopted) {
        let line = |amount| Line { adopted: Some(amount), current: amount, sources: vec![said.at] };
        let lines = body.lines.iter().map(|l| (l.key.clone(), line(l.amount))).collect();
        self.years
            .insert(body.year, Budget { said, rounded_to: body.rounded_to, lines, amendments: Vec::new() });
    }

    /// Applies mutations. An amendment of a budget that is not in the moment changes nothing.
    ///
    /// The mutation is added, not the new amount copied: at a moment by decision day an earlier numbered amendment may not be
    /// there yet. In log order both come to the same, since the rules refuse an amendment whose arithmetic is wrong.
    pub(crate) fn amended(&mut self, said: Said, body: &BudgetAmended) {
        let Some(budget) = self.years.get_mut(&body.year) else { return };
        for change in &body.lines {
            let line = budget.lines.entry(change.key.clone()).or_default();
            // A sum too large to be money is refused by the rules before it is recorded.
            line.current = line.current.checked_add(change.mutation).unwrap_or(line.current);
            if line.sources.last() != Some(&said.at) {
                line.sources.push(said.at);
            }
        }
        let lines = body.lines.iter().map(|l| Mutation {
            key: l.key.clone(),
            old: l.old,
            mutation: l.mutation,
            new: l.new,
            explanation: l.explanation.clone(),
        });
        budget.amendments.push(Amendment { said, number: body.number, lines: lines.collect() });
    }

    pub(crate) fn of(&self, year: BudgetYear) -> Option<&Budget> {
        self.years.get(&year)
    }
}
