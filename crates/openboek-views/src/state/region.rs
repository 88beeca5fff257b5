//! The region: keys with their inputs, contributions with what was paid and settled, the papers of the budget cycle, and changes of
//! the arrangement itself.

use std::collections::BTreeMap;

use jiff::civil::Date;
use openboek_rules::statement::{
    AllocationKeySet, ArrangementSucceeded, BudgetSentForViews, BudgetSentToSupervisor, ContributionAdvanced,
    ContributionAllocated, ContributionSettled, FrameworkSent, KeyVersion, MemberLeft, MemberShare,
    SupervisedPaper,
};
use openboek_rules::{
    Amount, BudgetYear, Cents, ContributionId, Counting, DecisionStatus, Figure, FigureId, MunicipalityCode,
    OrganisationId, Sum, UncertainDate,
};

use super::shelf::{Shelf, Shown};
use super::{Said, year_of};
use crate::model::Position;

/// What a member's own paper says of a contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Mirror {
    pub(crate) at: Position,
    /// The organisation whose paper it is.
    pub(crate) by: OrganisationId,
    pub(crate) figure: FigureId,
    pub(crate) amount: Amount,
}

/// A contribution of the members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Contribution {
    /// Proposals and the adoption, in log order; never empty.
    pub(crate) allocated: Vec<(Said, ContributionAllocated)>,
    pub(crate) advanced: Vec<(Said, ContributionAdvanced)>,
    /// In log order; the last one counts.
    pub(crate) settled: Vec<(Said, ContributionSettled)>,
    pub(crate) mirrors: Vec<Mirror>,
}

/// The amount of one member among shares.
pub(crate) fn share_of(shares: &[MemberShare], code: MunicipalityCode) -> Option<Cents> {
    shares.iter().find(|share| share.municipality == code).map(|share| share.amount)
}

impl Contribution {
    /// The allocation that stands: the adopted one, else the last proposal.
    pub(crate) fn stands(&self) -> Option<&(Said, ContributionAllocated)> {
        let adopted = self.allocated.iter().find(|(_, body)| body.status == DecisionStatus::Adopted);
        adopted.or_else(|| self.allocated.last())
    }

    /// What a member paid in advance; `None` when nothing is recorded.
    pub(crate) fn advanced_by(&self, code: MunicipalityCode) -> Option<(Cents, Vec<Position>)> {
        let paid =
            self.advanced.iter().filter_map(|(said, body)| Some((said.at, share_of(&body.shares, code)?)));
        paid.fold(None, |sum, (at, amount)| {
            let (total, mut sources): (Cents, Vec<Position>) = sum.unwrap_or_default();
            sources.push(at);
            Some((total.checked_add(amount).unwrap_or(total), sources))
        })
    }

    /// What a member owes in the end, when it is settled: nothing, when the settlement does not name it.
    pub(crate) fn settled_for(&self, code: MunicipalityCode) -> Option<(Cents, Position)> {
        let (said, body) = self.settled.last()?;
        Some((share_of(&body.shares, code).unwrap_or_default(), said.at))
    }

    /// What the papers of a member say together, with the entries; an empty sum when they say nothing.
    pub(crate) fn mirrored_by(&self, code: MunicipalityCode) -> (Vec<&Mirror>, Sum) {
        let own = self.mirrors.iter().filter(|mirror| mirror.by.municipality() == Some(code));
        let own: Vec<&Mirror> = own.collect();
        let unknown = Sum { unknown_parts: 1, ..Sum::default() };
        let sum = Sum::of(own.iter().map(|mirror| &mirror.amount)).unwrap_or(unknown);
        (own, sum)
    }
}

/// A paper of the budget cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum CyclePaper {
    /// The framework, to so many councils.
    Framework { provisional_accounts: bool, to: Vec<MunicipalityCode> },
    /// A paper for the supervisor.
    ToSupervisor { paper: SupervisedPaper, adopted_on: UncertainDate, supervisor: OrganisationId },
}

/// A draft budget of the region that went to councils.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct DraftSent {
    pub(crate) said: Said,
    pub(crate) to: Vec<MunicipalityCode>,
    /// The last day for a view, when the letter names one.
    pub(crate) until: UncertainDate,
}

/// A change of the arrangement itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Change {
    Left(Box<MemberLeft>),
    Succeeded(Box<ArrangementSucceeded>),
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Region {
    keys: BTreeMap<KeyVersion, (Said, AllocationKeySet)>,
    key_shelf: Shelf<KeyVersion>,
    contributions: BTreeMap<ContributionId, Contribution>,
    shelf: Shelf<ContributionId>,
    cycle: BTreeMap<BudgetYear, Vec<(Said, CyclePaper)>>,
    /// When the general board adopted the budget of a year.
    adopted: BTreeMap<BudgetYear, Said>,
    /// When the region sent its draft budget of a year to councils, in log order.
    drafts: BTreeMap<BudgetYear, Vec<DraftSent>>,
    changes: BTreeMap<Position, (Said, Change)>,
    change_shelf: Shelf<Position>,
}

impl Region {
    pub(crate) fn key_set(&mut self, said: Said, body: &AllocationKeySet) {
        let version = KeyVersion { key: body.key.clone(), version: body.version };
        let (first, last) = (body.years.first().get(), body.years.last().get());
        self.key_shelf.put(&version, Shown { from: first, until: Some(last) });
        self.keys.insert(version, (said, body.clone()));
    }

    pub(crate) fn allocated(&mut self, said: Said, body: &ContributionAllocated) {
        let year = body.year.get();
        self.shelf.put(&body.contribution, Shown { from: year, until: Some(year) });
        let contribution = self.contributions.entry(body.contribution.clone()).or_default();
        contribution.allocated.push((said, body.clone()));
    }

    /// What refers to a contribution that is not in the moment changes nothing.
    pub(crate) fn advanced(&mut self, said: Said, body: &ContributionAdvanced) {
        if let Some(contribution) = self.contributions.get_mut(&body.contribution) {
            contribution.advanced.push((said, body.clone()));
        }
    }

    pub(crate) fn settled(&mut self, said: Said, body: &ContributionSettled) {
        if let Some(contribution) = self.contributions.get_mut(&body.contribution) {
            contribution.settled.push((said, body.clone()));
        }
    }

    /// A member's own line about a contribution; only one that counts is compared.
    pub(crate) fn mirrored(&mut self, said: &Said, of: &ContributionId, figure: &Figure) {
        if figure.counting != Counting::Counted {
            return;
        }
        if let Some(contribution) = self.contributions.get_mut(of) {
            contribution.mirrors.push(Mirror {
                at: said.at,
                by: said.organisation.clone(),
                figure: figure.figure.clone(),
                amount: figure.amount.clone(),
            });
        }
    }

    pub(crate) fn framework(&mut self, said: Said, body: &FrameworkSent) {
        let paper =
            CyclePaper::Framework { provisional_accounts: body.provisional_accounts, to: body.to.clone() };
        self.cycle.entry(body.year).or_default().push((said, paper));
    }

    pub(crate) fn supervised(&mut self, said: Said, body: &BudgetSentToSupervisor) {
        let paper = CyclePaper::ToSupervisor {
            paper: body.paper,
            adopted_on: body.adopted_on.clone(),
            supervisor: body.supervisor.clone(),
        };
        self.cycle.entry(body.year).or_default().push((said, paper));
    }

    /// The general board adopted its own budget; the first time counts.
    pub(crate) fn budget_adopted(&mut self, said: &Said, year: BudgetYear) {
        self.adopted.entry(year).or_insert_with(|| said.clone());
    }

    /// The region's own draft budget went to councils for their views.
    pub(crate) fn draft_sent(&mut self, said: &Said, body: &BudgetSentForViews) {
        let (to, until) = (body.to.clone(), body.until.clone());
        self.drafts.entry(body.year).or_default().push(DraftSent { said: said.clone(), to, until });
    }

    pub(crate) fn left(&mut self, said: Said, body: &MemberLeft) {
        self.changed(said, &body.until, Change::Left(Box::new(body.clone())));
    }

    pub(crate) fn succeeded(&mut self, said: Said, body: &ArrangementSucceeded) {
        self.changed(said, &body.from, Change::Succeeded(Box::new(body.clone())));
    }

    /// A change is shown from the year it was said or took effect until the year after.
    fn changed(&mut self, said: Said, effect: &UncertainDate, change: Change) {
        let first = effect.earliest().map_or(said.first_year(), |day| year_of(day).min(said.first_year()));
        let last = effect.latest().map(year_of).max(said.last_year());
        self.change_shelf.put(&said.at, Shown { from: first, until: last.map(|year| year + 1) });
        self.changes.insert(said.at, (said, change));
    }

    pub(crate) fn key(&self, version: &KeyVersion) -> Option<&(Said, AllocationKeySet)> {
        self.keys.get(version)
    }

    /// The versions of keys that are for a year.
    pub(crate) fn keys_in(&self, year: u16) -> Vec<(&KeyVersion, &(Said, AllocationKeySet))> {
        self.key_shelf.in_year(year).into_iter().filter_map(|key| self.keys.get_key_value(key)).collect()
    }

    /// The contributions of a budget year.
    pub(crate) fn contributions_in(&self, year: u16) -> Vec<(&ContributionId, &Contribution)> {
        let ids = self.shelf.in_year(year).into_iter();
        ids.filter_map(|id| self.contributions.get_key_value(id)).collect()
    }

    /// The papers of the cycle of a budget year, in log order.
    pub(crate) fn cycle_of(&self, year: BudgetYear) -> &[(Said, CyclePaper)] {
        self.cycle.get(&year).map_or(&[], Vec::as_slice)
    }

    /// When the general board adopted its budget of a year.
    pub(crate) fn adopted(&self, year: BudgetYear) -> Option<&Said> {
        self.adopted.get(&year)
    }

    /// When the region sent its draft budget of a year, in log order.
    pub(crate) fn drafts(&self, year: BudgetYear) -> &[DraftSent] {
        self.drafts.get(&year).map_or(&[], Vec::as_slice)
    }

    /// The last draft, of whatever year, that had certainly been sent to a council by a day; with its year.
    pub(crate) fn last_draft_to(&self, code: MunicipalityCode, by: Date) -> Option<(BudgetYear, &DraftSent)> {
        let all = self.drafts.iter().flat_map(|(year, drafts)| drafts.iter().map(|draft| (*year, draft)));
        let sent = all.filter(|(_, draft)| draft.to.contains(&code));
        let known = sent.filter_map(|(year, draft)| Some((draft.said.date.latest()?, year, draft)));
        let last = known.filter(|(day, ..)| *day <= by).max_by_key(|(day, _, draft)| (*day, draft.said.at));
        last.map(|(_, year, draft)| (year, draft))
    }

    /// The changes shown in a year, in log order.
    pub(crate) fn changes_in(&self, year: u16) -> Vec<&(Said, Change)> {
        self.change_shelf.in_year(year).into_iter().filter_map(|at| self.changes.get(at)).collect()
    }
}
