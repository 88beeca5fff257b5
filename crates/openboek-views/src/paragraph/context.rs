//! What every section of a paragraph needs: the view, the year, the moment, and words for who acted.

use jiff::civil::Date;
use openboek_rules::{BudgetYear, Organ, OrganisationId, Reference, UncertainDate};

use super::cells::{cell, list, phrase, text};
use crate::labels;
use crate::model::{Cell, Label, Moment, Position, Value};
use crate::state::Said;
use crate::state::figures::AHEAD;
use crate::view::View;

/// The view with the year and moment of one paragraph.
pub(super) struct Context<'a> {
    pub(super) view: &'a View,
    pub(super) year: BudgetYear,
    moment: &'a Moment,
}

impl<'a> Context<'a> {
    pub(super) const fn new(view: &'a View, year: BudgetYear, moment: &'a Moment) -> Self {
        Self { view, year, moment }
    }

    /// The budget year and the three after it.
    pub(super) fn ahead(&self) -> Vec<BudgetYear> {
        (0..=AHEAD).filter_map(|n| self.year.plus(n)).collect()
    }

    pub(super) const fn reference_day(&self) -> Date {
        self.moment.reference_day
    }

    /// Whether a term has certainly passed: something due on the reference day itself is not late.
    pub(super) fn is_late(&self, due: &UncertainDate) -> bool {
        due.is_past_on(self.reference_day())
    }

    /// Whether a planned day has gone by. "As known on" a day is at the end of that day; a live page may be read in the morning.
    pub(super) fn has_gone_by(&self, day: Date) -> bool {
        day < self.reference_day() || (self.moment.as_decided_on.is_some() && day == self.reference_day())
    }

    /// The days since something was said: at least so many when its date is not one day; nothing when it is unknown.
    pub(super) fn days_since(&self, date: &UncertainDate) -> Value {
        let Some(day) = date.latest() else { return Value::None };
        let days = day.until(self.reference_day()).map(|span| i64::from(span.get_days()));
        days.ok().filter(|days| *days >= 0).map_or(Value::None, Value::Days)
    }

    pub(super) fn name(&self, organisation: &OrganisationId) -> String {
        self.view.names.organisation(organisation)
    }

    /// An organisation with its organ.
    pub(super) fn party(&self, organisation: &OrganisationId, organ: Organ) -> Value {
        Value::Phrase(vec![text(self.name(organisation)), Value::Label(organ_label(organ))])
    }

    /// Who said it.
    pub(super) fn by(&self, said: &Said) -> Cell {
        cell(self.party(&said.organisation, said.organ), [said.at])
    }

    /// Organisations by name, one under the other.
    pub(super) fn names(&self, organisations: &[OrganisationId]) -> Value {
        list(organisations.iter().map(|id| text(self.name(id))).collect())
    }

    /// The reference numbers of the papers of an entry.
    pub(super) fn references(&self, at: Position) -> Cell {
        let papers = self.view.papers.of(at).map(|paper| reference(&paper.reference.reference));
        cell(list(papers.filter(|value| *value != Value::Label(labels::REFERENCE_NONE)).collect()), [at])
    }
}

/// A reference number; a placeholder is told apart from a number.
pub(super) fn reference(reference: &Reference) -> Value {
    match reference {
        Reference::Assigned(number) => text(number),
        Reference::NotAssigned(placeholder) => {
            phrase(vec![Value::Label(labels::REFERENCE_NOT_ASSIGNED), text(placeholder)])
        }
        Reference::None => Value::Label(labels::REFERENCE_NONE),
    }
}

/// The word for an organ.
pub(super) const fn organ_label(organ: Organ) -> Label {
    match organ {
        Organ::Council => labels::ORGAN_COUNCIL,
        Organ::Executive => labels::ORGAN_EXECUTIVE,
        Organ::Mayor => labels::ORGAN_MAYOR,
        Organ::Alderman => labels::ORGAN_ALDERMAN,
        Organ::Clerk => labels::ORGAN_CLERK,
        Organ::GeneralBoard => labels::ORGAN_GENERAL_BOARD,
        Organ::ExecutiveBoard => labels::ORGAN_EXECUTIVE_BOARD,
        Organ::Service => labels::ORGAN_SERVICE,
        Organ::ProvincialExecutive => labels::ORGAN_PROVINCIAL_EXECUTIVE,
        Organ::Province => labels::ORGAN_PROVINCE,
        Organ::Minister => labels::ORGAN_MINISTER,
        Organ::Recipient => labels::ORGAN_RECIPIENT,
        Organ::RecipientCoalition => labels::ORGAN_RECIPIENT_COALITION,
    }
}
