//! Figures that documents indicate: not decisions, never netted, never added without saying so.

use std::collections::BTreeMap;

use openboek_rules::statement::{FundingRole, FundingSource};
use openboek_rules::{Act, Amount, Base, Bound, Cents, Figure, FigureId, Flow, Text};

use super::Said;
use super::shelf::{Shelf, Shown};
use crate::model::Position;

/// A figure with who indicated it and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Indicated {
    pub(crate) said: Said,
    pub(crate) figure: Figure,
    /// What the money is; `None` for a line of the own budget.
    pub(crate) role: Option<FundingRole>,
    /// Page or lines in the first document, when given.
    pub(crate) place: Option<Text>,
    /// Where the money comes from and what binds it, when that is said.
    pub(crate) money: Option<FundingSource>,
    /// The figure that this one took the place of.
    pub(crate) supersedes: Option<FigureId>,
    /// The figure that took the place of this one, with its entry.
    pub(crate) superseded: Option<(FigureId, Position)>,
}

impl Indicated {
    /// The figures this one reduces, if it is a reduction.
    pub(crate) fn reduces(&self) -> Option<&[FigureId]> {
        match &self.role {
            Some(FundingRole::ReductionOf(of)) => Some(of),
            _ => None,
        }
    }

    /// Whether it is a national total or background rather than money of the holder.
    pub(crate) fn is_national(&self) -> bool {
        matches!(self.role, Some(FundingRole::MacroBudget | FundingRole::Context))
            || matches!(self.figure.flow, Flow::Macro | Flow::Context)
    }
}

/// All indicated figures.
///
/// A figure is shown in the paragraphs of budget year T when its years touch T to T+3. A figure without years is shown from the
/// year of its document until three years after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Figures {
    all: BTreeMap<FigureId, Indicated>,
    shelf: Shelf<FigureId>,
}

/// Years after T that a paragraph of T looks ahead (BBV art. 22: the three years after the budget year).
pub(crate) const AHEAD: u16 = 3;

impl Figures {
    pub(crate) fn indicated(&mut self, said: Said, act: &Act, figure: &Figure, role: Option<FundingRole>) {
        let shown = match figure.years {
            Some(span) => Shown { from: span.first().get() - AHEAD, until: Some(span.last().get()) },
            None => Shown { from: said.first_year(), until: said.last_year().map(|year| year + AHEAD) },
        };
        self.shelf.put(&figure.figure, shown);
        let place = act.documents.iter().find_map(|document| document.place.clone());
        let indicated = Indicated {
            said,
            figure: figure.clone(),
            role,
            place,
            money: None,
            supersedes: None,
            superseded: None,
        };
        self.all.insert(figure.figure.clone(), indicated);
    }

    /// What money a figure is, and which figure it took the place of: that one stays, and counts no more.
    pub(crate) fn of_money(
        &mut self,
        id: &FigureId,
        money: Option<&FundingSource>,
        supersedes: Option<&FigureId>,
    ) {
        let Some(found) = self.all.get_mut(id) else { return };
        found.money = money.cloned();
        found.supersedes = supersedes.cloned();
        let by = (id.clone(), found.said.at);
        if let Some(earlier) = supersedes.and_then(|earlier| self.all.get_mut(earlier)) {
            earlier.superseded = Some(by);
        }
    }

    pub(crate) fn get(&self, id: &FigureId) -> Option<&Indicated> {
        self.all.get(id)
    }

    /// The figures of a paragraph year, by identifier.
    pub(crate) fn in_year(&self, year: u16) -> Vec<&Indicated> {
        self.shelf.in_year(year).into_iter().filter_map(|id| self.all.get(id)).collect()
    }

    /// The amount a percentage comes to, with the base it was taken of: only for "exactly so much of this one figure", and only
    /// when that figure has an amount of its own.
    pub(crate) fn computed(&self, amount: &Amount) -> Option<(Cents, &Indicated)> {
        let Amount::PercentOf { base: Base::Figures(of), bound: Bound::Exactly, .. } = amount else {
            return None;
        };
        let [only] = of.as_slice() else { return None };
        let base = self.get(only)?;
        let cents = amount.of_base(base.figure.amount.countable()?)?;
        Some((cents, base))
    }
}
