//! What the ledger holds of subsidies, as far as a register can say it too.

use std::collections::BTreeMap;

use jiff::civil::Date;
use openboek_rules::statement::{Periodicity, SubsidyListed, SubsidyRecipient, WithdrawnPart};
use openboek_rules::{Act, Amount, Body, OrganisationId, SubsidyId, Text, UncertainDate, YearSpan};

use super::text::bare;
use crate::history::Held;

/// A subsidy as the ledger holds it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) recipient: SubsidyRecipient,
    pub(super) activities: Text,
    pub(super) regulation: Option<Text>,
    pub(super) policy_area: Option<Text>,
    pub(super) unit: Option<Text>,
    pub(super) periodicity: Option<Periodicity>,
    pub(super) years: YearSpan,
    pub(super) asked: Option<Amount>,
    pub(super) awarded: Option<Amount>,
    pub(super) determined: Option<Amount>,
    /// Refused or withdrawn.
    pub(super) closed: bool,
    /// Whether a register lists it; `None` when none ever did.
    pub(super) listed: Option<bool>,
    /// Who gives it, once that is known.
    pub(super) giver: Option<OrganisationId>,
    /// The registers that listed it, by name and keeper; the last one.
    pub(super) register: Option<(Text, OrganisationId)>,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    pub(super) subsidies: BTreeMap<SubsidyId, Known>,
    /// Names of organisations by identifier.
    pub(super) names: BTreeMap<OrganisationId, String>,
    /// The first identifier of each name.
    pub(super) by_name: BTreeMap<String, OrganisationId>,
    /// The newest stand of each register, by name and keeper.
    pub(super) stands: BTreeMap<(Text, OrganisationId), Date>,
}

impl Ledger {
    pub(super) fn of(held: &[Held]) -> Self {
        let mut ledger = Self::default();
        for held in held {
            ledger.take_in(&held.statement.body);
            ledger.shown_by(held.statement.body.act());
        }
        ledger
    }

    /// The name of an organisation, as far as the ledger has one.
    pub(super) fn name<'a>(&'a self, id: &'a OrganisationId) -> &'a str {
        self.names.get(id).map_or(id.as_str(), String::as_str)
    }

    pub(super) fn named(&mut self, id: &OrganisationId, name: &str) {
        let name = bare(name);
        self.by_name.entry(name.clone()).or_insert_with(|| id.clone());
        self.names.insert(id.clone(), name);
    }

    fn take_in(&mut self, body: &Body) {
        match body {
            Body::ArrangementFounded(b) => {
                for member in &b.members {
                    self.named(&member.code.into(), member.name.as_str());
                }
            }
            Body::MemberJoined(b) => self.named(&b.member.code.into(), b.member.name.as_str()),
            Body::OrganisationRegistered(b) => self.named(&b.organisation, b.name.as_str()),
            Body::SubsidyApplied(b) => {
                let known = Known {
                    asked: Some(b.amount.clone()),
                    ..Known::new(&b.recipient, &b.activities, b.regulation.as_ref(), b.years)
                };
                self.subsidies.entry(b.subsidy.clone()).or_insert(known);
            }
            Body::SubsidyAwarded(b) => {
                let new = Known::new(&b.recipient, &b.activities, b.regulation.as_ref(), b.years);
                let known = self.subsidies.entry(b.subsidy.clone()).or_insert(new);
                known.recipient = b.recipient.clone();
                known.activities = b.activities.clone();
                known.regulation = b.regulation.clone().or_else(|| known.regulation.take());
                known.years = b.years;
                known.awarded = Some(b.terms.amount.clone());
                known.closed = false;
                known.giver = Some(b.act.organisation.clone());
            }
            other => self.step(other),
        }
    }

    fn step(&mut self, body: &Body) {
        let id = match body {
            Body::SubsidyRefused(b) => &b.subsidy,
            Body::SubsidyAmended(b) => &b.subsidy,
            Body::SubsidyDetermined(b) => &b.subsidy,
            Body::SubsidyWithdrawn(b) => &b.subsidy,
            Body::SubsidyListed(b) => &b.subsidy,
            Body::SubsidyUnlisted(b) => &b.subsidy,
            _ => return,
        };
        let Some(known) = self.subsidies.get_mut(id) else { return };
        match body {
            Body::SubsidyRefused(_) => known.closed = true,
            Body::SubsidyWithdrawn(b) => {
                known.closed = true;
                if b.part == WithdrawnPart::Determination {
                    known.determined = None;
                }
            }
            Body::SubsidyAmended(b) => {
                known.awarded = Some(b.terms.amount.clone());
                known.closed = false;
            }
            Body::SubsidyDetermined(b) => {
                known.determined = b.terms.as_ref().map(|terms| terms.amount.clone());
                known.closed = false;
            }
            Body::SubsidyListed(b) => {
                known.list(b);
                self.stand(&b.register, &b.act.date, &b.act.organisation);
            }
            Body::SubsidyUnlisted(b) => {
                known.listed = Some(false);
                self.stand(&b.register, &b.act.date, &b.act.organisation);
            }
            _ => {}
        }
    }

    /// A stand that gave rise to decisions only is in their papers: nothing else says that it was imported.
    fn shown_by(&mut self, act: &Act) {
        for paper in &act.documents {
            let keeper = paper.organisation.as_ref().filter(|_| paper.digest.is_some());
            if let Some(keeper) = keeper {
                self.stand(&paper.title, &paper.date, keeper);
            }
        }
    }

    /// The newest stand of a register.
    fn stand(&mut self, register: &Text, date: &UncertainDate, keeper: &OrganisationId) {
        let UncertainDate::Day(day) = *date else { return };
        let key = (register.clone(), keeper.clone());
        self.stands.entry(key).and_modify(|last| *last = day.max(*last)).or_insert(day);
    }
}

impl Known {
    fn new(
        recipient: &SubsidyRecipient,
        activities: &Text,
        regulation: Option<&Text>,
        years: YearSpan,
    ) -> Self {
        Self {
            recipient: recipient.clone(),
            activities: activities.clone(),
            regulation: regulation.cloned(),
            policy_area: None,
            unit: None,
            periodicity: None,
            years,
            asked: None,
            awarded: None,
            determined: None,
            closed: false,
            listed: None,
            giver: None,
            register: None,
        }
    }

    fn list(&mut self, body: &SubsidyListed) {
        fn put<T: Clone>(known: &mut Option<T>, said: Option<&T>) {
            if let Some(said) = said {
                *known = Some(said.clone());
            }
        }
        self.listed = Some(true);
        self.register = Some((body.register.clone(), body.act.organisation.clone()));
        if let Some(recipient) = &body.recipient {
            self.recipient = recipient.clone();
        }
        if let Some(activities) = &body.activities {
            self.activities = activities.clone();
        }
        self.years = body.years.unwrap_or(self.years);
        put(&mut self.regulation, body.regulation.as_ref());
        put(&mut self.policy_area, body.policy_area.as_ref());
        put(&mut self.unit, body.unit.as_ref());
        put(&mut self.periodicity, body.periodicity.as_ref());
        put(&mut self.asked, body.asked.as_ref());
    }
}
