//! What the state remembers of subsidies, and how it learns it.

use std::collections::BTreeSet;

use super::{Index, State};
use crate::amount::Amount;
use crate::id::{Stream, SubsidyId};
use crate::statement::{
    Body, PaymentDirection, Statement, SubsidyAwarded, SubsidyDetermined, SubsidyRecipient,
};
use crate::year::YearSpan;

/// A ceiling.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Ceiling {
    /// The entry that set it first.
    pub(crate) entry: Index,
    /// The streams it is in.
    pub(crate) streams: BTreeSet<Stream>,
    /// Whose it is.
    pub(crate) holder: Stream,
    /// Its period.
    pub(crate) years: YearSpan,
}

/// How far a subsidy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Stage {
    /// Applied for.
    Applied,
    /// Awarded, or undecided again after a determination.
    Awarded,
    /// Refused, or withdrawn: nothing follows unless an objection is upheld.
    Closed,
    /// Fixed.
    Determined,
}

/// A subsidy.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Subsidy {
    /// The entry that recorded it first.
    pub(crate) entry: Index,
    /// The streams it is in.
    pub(crate) streams: BTreeSet<Stream>,
    /// Who receives it.
    pub(crate) recipient: SubsidyRecipient,
    /// Its budget years.
    pub(crate) years: YearSpan,
    /// How far it is.
    pub(crate) stage: Stage,
    /// The entry that brought it there.
    pub(crate) since: Index,
    /// The most that the award may come to, in cents; `None` without an award or where its words set no bound.
    pub(crate) awarded_at_most: Option<i128>,
    /// Whether there ever was an award.
    pub(crate) was_awarded: bool,
    /// Whether there ever was a determination.
    pub(crate) was_determined: bool,
    /// Whether an objection was upheld since the last decision.
    pub(crate) reopened: bool,
    /// Whether payment is suspended.
    pub(crate) suspended: bool,
    /// Whether a register lists it.
    pub(crate) listed: bool,
    /// The most that can have been paid, less the least that came back, in cents; `None` where words set no bound.
    pub(crate) paid_at_most: Option<i128>,
}

/// An objection.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Objection {
    /// The entry that recorded it.
    pub(crate) entry: Index,
    /// The subsidy it is about.
    pub(crate) subsidy: SubsidyId,
    /// The entry that decided it.
    pub(crate) decided: Option<Index>,
}

impl Subsidy {
    fn new(entry: Index, streams: BTreeSet<Stream>, recipient: SubsidyRecipient, years: YearSpan) -> Self {
        Self {
            entry,
            streams,
            recipient,
            years,
            stage: Stage::Applied,
            since: entry,
            awarded_at_most: None,
            was_awarded: false,
            was_determined: false,
            reopened: false,
            suspended: false,
            listed: false,
            paid_at_most: Some(0),
        }
    }

    fn reach(&mut self, stage: Stage, entry: Index) {
        self.stage = stage;
        self.since = entry;
        self.reopened = false;
    }

    fn pay(&mut self, amount: &Amount, direction: PaymentDirection) {
        let (low, high) = amount.between();
        self.paid_at_most = match direction {
            PaymentDirection::ToRecipient => {
                self.paid_at_most.zip(high).map(|(paid, more)| paid.saturating_add(more))
            }
            PaymentDirection::FromRecipient => {
                self.paid_at_most.map(|paid| paid.saturating_sub(low.unwrap_or(0)))
            }
        };
    }
}

impl State {
    /// Learns a statement about subsidies; any other teaches nothing here.
    pub(super) fn learn_subsidy(&mut self, index: Index, statement: &Statement) {
        let streams = || statement.concerns.iter().copied().collect::<BTreeSet<Stream>>();
        match &statement.body {
            Body::CeilingSet(body) => {
                let first =
                    || Ceiling { entry: index, streams: streams(), holder: body.holder, years: body.years };
                self.ceilings.entry(body.ceiling.clone(), first).streams.extend(streams());
            }
            Body::SubsidyApplied(body) => {
                let first = || Subsidy::new(index, streams(), body.recipient.clone(), body.years);
                self.subsidies.entry(body.subsidy.clone(), first);
            }
            Body::SubsidyAwarded(body) => self.subsidy_awarded(index, streams(), body),
            Body::SubsidyDetermined(body) => self.subsidy_determined(index, body),
            Body::NoticeGiven(body) => {
                self.notices.entry(body.notice.clone(), || index);
            }
            Body::ObjectionFiled(body) => {
                let first = || Objection { entry: index, subsidy: body.subsidy.clone(), decided: None };
                self.objections.entry(body.objection.clone(), first);
            }
            Body::ObjectionDecided(body) => {
                let Some(objection) = self.objections.get_mut(&body.objection) else { return };
                objection.decided.get_or_insert(index);
                let subsidy = objection.subsidy.clone();
                if let Some(subsidy) = self.subsidies.get_mut(&subsidy) {
                    subsidy.reopened |= body.outcome.reopens();
                }
            }
            other => self.subsidy_changed(index, other),
        }
    }

    /// What changes a subsidy that is recorded.
    fn subsidy_changed(&mut self, index: Index, body: &Body) {
        let (id, change): (&SubsidyId, &dyn Fn(&mut Subsidy)) = match body {
            Body::SubsidyRefused(body) => (&body.subsidy, &|subsidy| subsidy.reach(Stage::Closed, index)),
            Body::SubsidyWithdrawn(body) => (&body.subsidy, &|subsidy| subsidy.reach(Stage::Closed, index)),
            Body::SubsidyAmended(body) => (&body.subsidy, &|subsidy| {
                subsidy.awarded_at_most = body.terms.amount.between().1;
                subsidy.was_awarded = true;
                if subsidy.stage != Stage::Determined {
                    subsidy.reach(Stage::Awarded, index);
                }
            }),
            Body::AdvancePaid(body) => {
                (&body.subsidy, &|subsidy| subsidy.pay(&body.amount, PaymentDirection::ToRecipient))
            }
            Body::SubsidyPaid(body) => (&body.subsidy, &|subsidy| subsidy.pay(&body.amount, body.direction)),
            Body::PaymentSuspended(body) => (&body.subsidy, &|subsidy| subsidy.suspended = !body.resumed),
            Body::SubsidyListed(body) => (&body.subsidy, &|subsidy| {
                subsidy.listed = true;
                subsidy.years = body.years.unwrap_or(subsidy.years);
                if let Some(recipient) = &body.recipient {
                    subsidy.recipient = recipient.clone();
                }
            }),
            Body::SubsidyUnlisted(body) => (&body.subsidy, &|subsidy| subsidy.listed = false),
            _ => return,
        };
        if let Some(subsidy) = self.subsidies.get_mut(id) {
            change(subsidy);
        }
    }

    fn subsidy_awarded(&mut self, index: Index, streams: BTreeSet<Stream>, body: &SubsidyAwarded) {
        let first = || Subsidy::new(index, BTreeSet::new(), body.recipient.clone(), body.years);
        let subsidy = self.subsidies.entry(body.subsidy.clone(), first);
        subsidy.streams.extend(streams);
        subsidy.recipient = body.recipient.clone();
        subsidy.years = body.years;
        subsidy.was_awarded = true;
        subsidy.awarded_at_most = body.terms.amount.between().1;
        subsidy.reach(Stage::Awarded, index);
    }

    fn subsidy_determined(&mut self, index: Index, body: &SubsidyDetermined) {
        let Some(subsidy) = self.subsidies.get_mut(&body.subsidy) else { return };
        match (&body.terms, subsidy.was_awarded) {
            (Some(_), _) => {
                subsidy.was_determined = true;
                subsidy.reach(Stage::Determined, index);
            }
            (None, true) => subsidy.reach(Stage::Awarded, index),
            (None, false) => subsidy.reach(Stage::Applied, index),
        }
    }
}
