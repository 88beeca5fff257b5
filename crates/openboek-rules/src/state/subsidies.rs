//! What the state remembers of subsidies, and how it learns it.

use std::collections::BTreeSet;

use super::money::Money;
use super::{Index, State};
use crate::id::{Stream, SubsidyId};
use crate::statement::{Body, Statement, SubsidyAwarded, SubsidyDetermined, SubsidyRecipient};
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
    /// The entry that said them.
    pub(crate) years_since: Index,
    /// How far it is.
    pub(crate) stage: Stage,
    /// The entry that brought it there.
    pub(crate) since: Index,
    /// What was awarded, fixed and paid.
    pub(crate) money: Money,
    /// Whether an objection was upheld since the last decision.
    pub(crate) reopened: bool,
    /// Whether payment is suspended.
    pub(crate) suspended: bool,
    /// Who a register said received it before; statements about that time name them still.
    pub(crate) recipients_before: Vec<SubsidyRecipient>,
    /// Whether a register lists it.
    pub(crate) listed: bool,
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
            years_since: entry,
            stage: Stage::Applied,
            since: entry,
            money: Money::default(),
            reopened: false,
            suspended: false,
            recipients_before: Vec::new(),
            listed: false,
        }
    }

    fn is_received_by(&mut self, recipient: &SubsidyRecipient) {
        if self.recipient != *recipient {
            let before = std::mem::replace(&mut self.recipient, recipient.clone());
            if !self.recipients_before.contains(&before) {
                self.recipients_before.push(before);
            }
        }
    }

    fn reach(&mut self, stage: Stage, entry: Index) {
        self.stage = stage;
        self.since = entry;
        self.reopened = false;
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
                if subsidy.stage != Stage::Determined {
                    subsidy.reach(Stage::Awarded, index);
                }
            }),
            Body::AdvancePaid(body) => (&body.subsidy, &|_| {}),
            Body::SubsidyPaid(body) => (&body.subsidy, &|_| {}),
            Body::PaymentSuspended(body) => (&body.subsidy, &|subsidy| subsidy.suspended = !body.resumed),
            Body::SubsidyListed(body) => (&body.subsidy, &|subsidy| {
                subsidy.listed = true;
                if let Some(years) = body.years {
                    (subsidy.years, subsidy.years_since) = (years, index);
                }
                if let Some(recipient) = &body.recipient {
                    subsidy.is_received_by(recipient);
                }
            }),
            Body::SubsidyUnlisted(body) => (&body.subsidy, &|subsidy| subsidy.listed = false),
            _ => return,
        };
        if let Some(subsidy) = self.subsidies.get_mut(id) {
            subsidy.money.learn(index, body);
            change(subsidy);
        }
    }

    fn subsidy_awarded(&mut self, index: Index, streams: BTreeSet<Stream>, body: &SubsidyAwarded) {
        let first = || Subsidy::new(index, BTreeSet::new(), body.recipient.clone(), body.years);
        let subsidy = self.subsidies.entry(body.subsidy.clone(), first);
        subsidy.streams.extend(streams);
        subsidy.is_received_by(&body.recipient);
        (subsidy.years, subsidy.years_since) = (body.years, index);
        subsidy.money.awarded(index, &body.terms);
        subsidy.reach(Stage::Awarded, index);
    }

    fn subsidy_determined(&mut self, index: Index, body: &SubsidyDetermined) {
        let Some(subsidy) = self.subsidies.get_mut(&body.subsidy) else { return };
        match (&body.terms, subsidy.money.was_awarded()) {
            (Some(terms), _) => {
                subsidy.money.fixed(index, terms, body.ground);
                subsidy.reach(Stage::Determined, index);
            }
            (None, true) => subsidy.reach(Stage::Awarded, index),
            (None, false) => subsidy.reach(Stage::Applied, index),
        }
    }
}

impl State {
    /// A correction of a step of a subsidy: other amounts or years count in its place.
    pub(super) fn subsidy_restated(&mut self, entry: Index, body: &Body) {
        let Some(subsidy) = subsidy_of(body).and_then(|id| self.subsidies.get_mut(id)) else { return };
        if let Some(years) = years_of(body).filter(|_| subsidy.years_since == entry) {
            subsidy.years = years;
        }
        subsidy.money.restate(entry, body);
    }
}

/// The subsidy that a statement is a step of, as far as a later statement is held against it.
pub(crate) const fn subsidy_of(body: &Body) -> Option<&SubsidyId> {
    match body {
        Body::SubsidyApplied(body) => Some(&body.subsidy),
        Body::SubsidyAwarded(body) => Some(&body.subsidy),
        Body::SubsidyAmended(body) => Some(&body.subsidy),
        Body::AdvancePaid(body) => Some(&body.subsidy),
        Body::SubsidyPaid(body) => Some(&body.subsidy),
        Body::SubsidyDetermined(body) => Some(&body.subsidy),
        _ => None,
    }
}

/// The budget years that a statement gives a subsidy.
pub(crate) const fn years_of(body: &Body) -> Option<YearSpan> {
    match body {
        Body::SubsidyApplied(body) => Some(body.years),
        Body::SubsidyAwarded(body) => Some(body.years),
        _ => None,
    }
}
