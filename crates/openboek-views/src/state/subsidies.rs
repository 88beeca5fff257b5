//! Subsidies of the holder, each as the steps that were recorded of it; ceilings, notices and objections.

use std::collections::BTreeMap;

use openboek_rules::law::Length;
use openboek_rules::statement::{
    AmendmentGround, Body, CeilingException, CeilingSet, DeterminationGround, ExpenseRule, NoticeGiven,
    ObjectedDecision, ObjectionFiled, ObjectionOutcome, PaymentDirection, SubsidyApplied, SubsidyAwarded,
    SubsidyBasis, SubsidyListed, SubsidyRecipient, SubsidyTerms, WithdrawnPart,
};
use openboek_rules::{
    Amount, BudgetYear, CeilingId, NoticeId, ObjectionId, OrganisationId, Stream, SubsidyId, Text,
    UncertainDate, YearSpan,
};

use super::shelf::{Shelf, Shown};
use super::voices::in_order;
use super::{Said, year_of};
use crate::model::Position;

/// What a step is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Move {
    /// Applied for, with the amount asked and the last day to decide by the regulation.
    Applied(Amount, UncertainDate),
    /// Awarded.
    Awarded(SubsidyTerms),
    /// Refused.
    Refused,
    /// Raised or lowered.
    Amended(SubsidyTerms, AmendmentGround),
    /// An advance.
    Advance(Amount),
    /// Paid, other than as an advance.
    Paid(Amount),
    /// Came back.
    Back(Amount),
    /// Payment suspended.
    Suspended,
    /// Payment resumed.
    Resumed,
    /// Fixed, or undecided again.
    Determined(Option<SubsidyTerms>, Option<DeterminationGround>),
    /// Withdrawn; whether with effect in the past.
    Withdrawn(WithdrawnPart, bool),
    /// Claimed back.
    Recovery(Amount),
    /// In a register, with the amount asked when it says another.
    Listed(Option<Amount>),
    /// No longer in a register, with the reason when it is known.
    Unlisted(Option<Text>),
}

/// One step of a subsidy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Step {
    pub(crate) said: Said,
    /// When the recipient was notified, or when an application came in; the date of the act where that is not recorded.
    pub(crate) from: UncertainDate,
    pub(crate) what: Move,
}

/// A subsidy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Subsidy {
    pub(crate) recipient: SubsidyRecipient,
    pub(crate) activities: Text,
    pub(crate) years: YearSpan,
    /// Who awarded it.
    pub(crate) giver: Option<OrganisationId>,
    pub(crate) ceiling: Option<CeilingId>,
    pub(crate) exception: Option<CeilingException>,
    pub(crate) basis: SubsidyBasis,
    pub(crate) expense: ExpenseRule,
    pub(crate) reserved: bool,
    pub(crate) per_financial_year: bool,
    /// In log order.
    pub(crate) steps: Vec<Step>,
}

/// What a subsidy has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Applied,
    Awarded,
    Refused,
    Withdrawn,
    Determined,
    UndecidedAgain,
}

impl Subsidy {
    /// The steps that move it from one standing to another, in order, with the standing after each. An award that is changed after the
    /// subsidy was closed (an objection, a court) stands again.
    pub(crate) fn standings(&self) -> impl Iterator<Item = (&Step, Standing)> {
        let mut before = None;
        self.steps.iter().filter_map(move |step| {
            let standing = match &step.what {
                Move::Applied(..) => Standing::Applied,
                Move::Awarded(_) => Standing::Awarded,
                Move::Amended(..) if matches!(before, Some(Standing::Refused | Standing::Withdrawn)) => {
                    Standing::Awarded
                }
                Move::Refused => Standing::Refused,
                Move::Determined(Some(_), _) => Standing::Determined,
                Move::Determined(None, _) => Standing::UndecidedAgain,
                Move::Withdrawn(..) => Standing::Withdrawn,
                _ => return None,
            };
            before = Some(standing);
            Some((step, standing))
        })
    }

    pub(crate) fn standing(&self) -> Option<(&Step, Standing)> {
        self.standings().last()
    }

    /// The last award or change of it, with the steps that made it.
    pub(crate) fn award(&self) -> Option<&SubsidyTerms> {
        self.steps.iter().rev().find_map(|step| match &step.what {
            Move::Awarded(terms) | Move::Amended(terms, _) => Some(terms),
            _ => None,
        })
    }

    /// The determination that stands, if one does.
    pub(crate) fn determination(&self) -> Option<(&Step, &SubsidyTerms)> {
        let (step, _) = self.standing()?;
        match &step.what {
            Move::Determined(Some(terms), _) => Some((step, terms)),
            _ => None,
        }
    }

    /// Whether nothing is due any more because it was refused or withdrawn.
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.standing(), Some((_, Standing::Refused | Standing::Withdrawn)))
    }

    /// Every payment: positive to the recipient, negative back.
    pub(crate) fn payments(&self) -> impl Iterator<Item = (&Step, Amount)> {
        self.steps.iter().filter_map(|step| match &step.what {
            Move::Advance(amount) | Move::Paid(amount) => Some((step, amount.clone())),
            Move::Back(amount) => Some((step, amount.negated())),
            _ => None,
        })
    }

    /// The positions of the steps that `choose` picks.
    pub(crate) fn at(&self, choose: impl Fn(&Move) -> bool) -> Vec<Position> {
        self.steps.iter().filter(|step| choose(&step.what)).map(|step| step.said.at).collect()
    }

    /// The last step in or out of a register.
    pub(crate) fn listing(&self) -> Option<&Step> {
        self.steps.iter().rev().find(|step| matches!(step.what, Move::Listed(_) | Move::Unlisted(_)))
    }

    /// Takes over the particulars that a register says otherwise.
    fn relisted(&mut self, listed: &SubsidyListed) {
        if let Some(recipient) = &listed.recipient {
            self.recipient = recipient.clone();
        }
        if let Some(activities) = &listed.activities {
            self.activities = activities.clone();
        }
        self.years = listed.years.unwrap_or(self.years);
    }

    /// From its first act or year; open until refused, withdrawn or fixed and paid, then until the year after.
    fn shown(&self) -> Shown {
        // Its years are always known: an act of unknown date does not put it into years before them.
        let first = self.steps.iter().filter_map(|step| step.said.date.earliest()).map(year_of).min();
        let from = first.unwrap_or(u16::MAX).min(self.years.first().get());
        let mut last = self.steps.iter().map(|step| step.said.last_year());
        let last = last.try_fold(self.years.last().get(), |last, year| year.map(|year| year.max(last)));
        Shown { from, until: last.filter(|_| self.is_settled()).map(|year| year.saturating_add(1)) }
    }

    fn is_settled(&self) -> bool {
        let paid: Option<i64> =
            self.payments().try_fold(0_i64, |sum, (_, amount)| sum.checked_add(amount.countable()?.get()));
        match (self.determination(), paid) {
            (Some((_, terms)), Some(paid)) => {
                matches!(terms.amount, Amount::Exact(fixed) if fixed.get() == paid)
            }
            (None, Some(0)) => self.has_ended(),
            _ => false,
        }
    }
}

/// A ceiling with every amount it had.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Ceiling {
    pub(crate) holder: Stream,
    pub(crate) name: Text,
    pub(crate) years: YearSpan,
    pub(crate) regulation: Option<Text>,
    pub(crate) published: UncertainDate,
    /// In log order; the last one stands.
    pub(crate) amounts: Vec<(Said, Amount)>,
    /// The subsidies awarded under it.
    pub(crate) subsidies: Vec<SubsidyId>,
}

/// A notice that subsidy will stop or go down.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Notice {
    pub(crate) said: Said,
    pub(crate) subsidy: SubsidyId,
    pub(crate) from: BudgetYear,
    pub(crate) yearly: Amount,
    pub(crate) lowered: Amount,
    pub(crate) term: Length,
    /// When the term began.
    pub(crate) start: UncertainDate,
    pub(crate) reason: Text,
}

/// An objection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Objection {
    pub(crate) said: Said,
    pub(crate) subsidy: SubsidyId,
    pub(crate) against: ObjectedDecision,
    pub(crate) decided: Option<(Said, ObjectionOutcome)>,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Subsidies {
    ceilings: BTreeMap<CeilingId, Ceiling>,
    subsidies: BTreeMap<SubsidyId, Subsidy>,
    notices: BTreeMap<NoticeId, Notice>,
    objections: BTreeMap<ObjectionId, Objection>,
    ceiling_years: Shelf<CeilingId>,
    subsidy_years: Shelf<SubsidyId>,
    notice_years: Shelf<NoticeId>,
    objection_years: Shelf<ObjectionId>,
}

impl Subsidies {
    /// Takes in a statement; `ours` says whether it may begin something. Other kinds change nothing.
    pub(crate) fn take_in(&mut self, said: Said, body: &Body, ours: bool) {
        match body {
            Body::CeilingSet(b) => self.ceiling_set(said, b, ours),
            Body::SubsidyApplied(b) if ours => self.applied(said, b),
            Body::SubsidyAwarded(b) => self.awarded(said, b, ours),
            Body::NoticeGiven(b) => self.notice_given(said, b),
            Body::ObjectionFiled(b) => self.objection_filed(said, b),
            Body::ObjectionDecided(b) => {
                let Some(objection) = self.objections.get_mut(&b.objection) else { return };
                let last = said.last_year();
                let shown = Shown {
                    from: objection.said.first_year(),
                    until: last.map(|year| year.saturating_add(1)),
                };
                objection.decided = Some((said, b.outcome));
                self.objection_years.put(&b.objection, shown);
            }
            other => self.step(said, other),
        }
    }

    /// The next step of a subsidy that is known.
    fn step(&mut self, said: Said, body: &Body) {
        let dated = said.date.clone();
        let (id, notified, what) = match body {
            Body::SubsidyRefused(b) => (&b.subsidy, &b.notified, Move::Refused),
            Body::SubsidyAmended(b) => (&b.subsidy, &b.notified, Move::Amended(b.terms.clone(), b.ground)),
            Body::AdvancePaid(b) => (&b.subsidy, &dated, Move::Advance(b.amount.clone())),
            Body::SubsidyPaid(b) => {
                let amount = b.amount.clone();
                let back = b.direction == PaymentDirection::FromRecipient;
                (&b.subsidy, &dated, if back { Move::Back(amount) } else { Move::Paid(amount) })
            }
            Body::PaymentSuspended(b) => {
                (&b.subsidy, &b.notified, if b.resumed { Move::Resumed } else { Move::Suspended })
            }
            Body::SubsidyDetermined(b) => {
                (&b.subsidy, &b.notified, Move::Determined(b.terms.clone(), b.ground))
            }
            Body::SubsidyWithdrawn(b) => (&b.subsidy, &b.notified, Move::Withdrawn(b.part, b.retroactive)),
            Body::RecoveryDecided(b) => (&b.subsidy, &b.notified, Move::Recovery(b.amount.clone())),
            Body::SubsidyListed(b) => (&b.subsidy, &dated, Move::Listed(b.asked.clone())),
            Body::SubsidyUnlisted(b) => (&b.subsidy, &dated, Move::Unlisted(b.reason.clone())),
            _ => return,
        };
        let Some(subsidy) = self.subsidies.get_mut(id) else { return };
        subsidy.steps.push(Step { from: known_or(notified, &said.date), said, what });
        if let Body::SubsidyListed(listed) = body {
            subsidy.relisted(listed);
        }
        self.subsidy_years.put(id, subsidy.shown());
    }

    fn ceiling_set(&mut self, said: Said, body: &CeilingSet, ours: bool) {
        let amount = (said, body.amount.clone());
        match self.ceilings.get_mut(&body.ceiling) {
            Some(ceiling) => ceiling.amounts.push(amount),
            None if ours => {
                let ceiling = Ceiling {
                    holder: body.holder,
                    name: body.name.clone(),
                    years: body.years,
                    regulation: body.regulation.clone(),
                    published: body.published.clone(),
                    amounts: vec![amount],
                    subsidies: Vec::new(),
                };
                self.ceilings.insert(body.ceiling.clone(), ceiling);
                let (first, last) = (body.years.first().get(), body.years.last().get());
                self.ceiling_years.put(&body.ceiling, Shown { from: first, until: Some(last) });
            }
            None => {}
        }
    }

    fn applied(&mut self, said: Said, body: &SubsidyApplied) {
        let what = Move::Applied(body.amount.clone(), body.decide_by.clone());
        let step = Step { from: known_or(&body.received, &said.date), said, what };
        let subsidy = Subsidy {
            recipient: body.recipient.clone(),
            activities: body.activities.clone(),
            years: body.years,
            giver: None,
            ceiling: None,
            exception: None,
            basis: SubsidyBasis::Unsaid,
            expense: ExpenseRule::Performed,
            reserved: false,
            per_financial_year: body.per_financial_year,
            steps: vec![step],
        };
        self.subsidy_years.put(&body.subsidy, subsidy.shown());
        self.subsidies.insert(body.subsidy.clone(), subsidy);
    }

    fn awarded(&mut self, said: Said, body: &SubsidyAwarded, ours: bool) {
        let (mut steps, before) = match self.subsidies.remove(&body.subsidy) {
            Some(known) => (known.steps, known.ceiling),
            None if ours => (Vec::new(), None),
            None => return,
        };
        let giver = said.organisation.clone();
        let from = known_or(&body.notified, &said.date);
        steps.push(Step { from, said, what: Move::Awarded(body.terms.clone()) });
        let subsidy = Subsidy {
            recipient: body.recipient.clone(),
            activities: body.activities.clone(),
            years: body.years,
            giver: Some(giver),
            ceiling: body.ceiling.clone(),
            exception: body.exception,
            basis: body.basis,
            expense: body.expense,
            reserved: body.budget_reservation,
            per_financial_year: body.per_financial_year,
            steps,
        };
        self.subsidy_years.put(&body.subsidy, subsidy.shown());
        self.subsidies.insert(body.subsidy.clone(), subsidy);
        self.under_ceiling(&body.subsidy, before.as_ref(), body.ceiling.as_ref());
    }

    /// An award counts under the ceiling that it names, and no longer under the one that an earlier award named.
    fn under_ceiling(&mut self, subsidy: &SubsidyId, before: Option<&CeilingId>, now: Option<&CeilingId>) {
        let left = before.filter(|before| Some(*before) != now);
        if let Some(ceiling) = left.and_then(|id| self.ceilings.get_mut(id)) {
            ceiling.subsidies.retain(|known| known != subsidy);
        }
        let under = now.and_then(|id| self.ceilings.get_mut(id));
        if let Some(ceiling) = under.filter(|ceiling| !ceiling.subsidies.contains(subsidy)) {
            ceiling.subsidies.push(subsidy.clone());
        }
    }

    fn notice_given(&mut self, said: Said, body: &NoticeGiven) {
        if !self.subsidies.contains_key(&body.subsidy) {
            return;
        }
        let from = said.first_year().min(body.from.get());
        let until = Some(body.from.get().saturating_add(1));
        self.notice_years.put(&body.notice, Shown { from, until });
        let notice = Notice {
            start: known_or(&body.notified, &said.date),
            said,
            subsidy: body.subsidy.clone(),
            from: body.from,
            yearly: body.yearly.clone(),
            lowered: body.lowered.clone(),
            term: body.term,
            reason: body.reason.clone(),
        };
        self.notices.insert(body.notice.clone(), notice);
    }

    fn objection_filed(&mut self, said: Said, body: &ObjectionFiled) {
        if !self.subsidies.contains_key(&body.subsidy) {
            return;
        }
        self.objection_years.put(&body.objection, Shown { from: said.first_year(), until: None });
        let objection =
            Objection { said, subsidy: body.subsidy.clone(), against: body.against, decided: None };
        self.objections.insert(body.objection.clone(), objection);
    }

    pub(crate) fn subsidy(&self, id: &SubsidyId) -> Option<&Subsidy> {
        self.subsidies.get(id)
    }

    pub(crate) fn subsidies_in(&self, year: u16) -> Vec<(&SubsidyId, &Subsidy)> {
        let found = self.subsidy_years.in_year(year).into_iter();
        let mut found: Vec<_> = found.filter_map(|id| self.subsidies.get_key_value(id)).collect();
        found.sort_by_key(|(_, subsidy)| subsidy.steps.first().map(|step| step.said.at));
        found
    }

    pub(crate) fn ceilings_in(&self, year: u16) -> Vec<(&CeilingId, &Ceiling)> {
        let found = self.ceiling_years.in_year(year).into_iter();
        let mut found: Vec<_> = found.filter_map(|id| self.ceilings.get_key_value(id)).collect();
        found.sort_by_key(|(_, ceiling)| ceiling.amounts.first().map(|(said, _)| said.at));
        found
    }

    pub(crate) fn notices_in(&self, year: u16) -> Vec<(&NoticeId, &Notice)> {
        in_order(&self.notice_years, &self.notices, year, |notice| &notice.said)
    }

    pub(crate) fn objections_in(&self, year: u16) -> Vec<(&ObjectionId, &Objection)> {
        in_order(&self.objection_years, &self.objections, year, |objection| &objection.said)
    }
}

fn known_or(date: &UncertainDate, otherwise: &UncertainDate) -> UncertainDate {
    if *date == UncertainDate::Unknown { otherwise.clone() } else { date.clone() }
}
