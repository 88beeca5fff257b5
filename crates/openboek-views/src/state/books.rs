//! What surrounds the holder's budgets: drafts, sending for views, changes of reserves, actuals and accounts.

use std::collections::BTreeMap;

use openboek_rules::statement::{
    AccountsAdopted, ActualsReported, BudgetDrafted, BudgetLine, BudgetSentForViews, LineKey, Nature,
    ReserveChanged,
};
use openboek_rules::{BudgetYear, Cents, MunicipalityCode, ReserveId, Stream, Text, UncertainDate};

use super::Said;
use super::budgets::Line;

/// Figures as one statement gave them: a draft, a report of actuals, or accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Figures {
    pub(crate) said: Said,
    /// Up to when actuals were booked; unknown for drafts and accounts.
    pub(crate) through: UncertainDate,
    /// What the amounts are rounded to in the source.
    pub(crate) rounded_to: Option<Cents>,
    pub(crate) lines: BTreeMap<LineKey, Line>,
}

impl Figures {
    fn new(said: Said, through: UncertainDate, lines: &[BudgetLine], rounded_to: Option<Cents>) -> Self {
        let at = said.at;
        let line = |amount| Line { adopted: None, current: amount, sources: vec![at] };
        let lines = lines.iter().map(|l| (l.key.clone(), line(l.amount))).collect();
        Self { said, through, rounded_to, lines }
    }
}

/// A budget document that went out for views.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Sent {
    pub(crate) said: Said,
    pub(crate) to: Vec<MunicipalityCode>,
    pub(crate) until: UncertainDate,
}

/// A change of a reserve.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Change {
    pub(crate) said: Said,
    pub(crate) name: Text,
    pub(crate) added: Cents,
    pub(crate) withdrawn: Cents,
    pub(crate) nature: Nature,
    pub(crate) in_lines: bool,
    pub(crate) opening: Option<Cents>,
    pub(crate) closing: Option<Cents>,
    pub(crate) explanation: Option<Text>,
}

/// All of one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Book {
    /// Every draft, in log order.
    pub(crate) drafted: Vec<Said>,
    /// The draft that holds.
    pub(crate) draft: Option<Figures>,
    pub(crate) sent: Vec<Sent>,
    pub(crate) reserves: BTreeMap<ReserveId, Vec<Change>>,
    /// Every report of actuals, in log order.
    pub(crate) reported: Vec<(Said, UncertainDate)>,
    /// The report that holds.
    pub(crate) actuals: Option<Figures>,
    pub(crate) accounts: Option<Figures>,
}

/// The books of the holder, by year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Books {
    years: BTreeMap<BudgetYear, Book>,
}

impl Books {
    fn book(&mut self, year: BudgetYear) -> &mut Book {
        self.years.entry(year).or_default()
    }

    /// The draft of the latest day holds, whatever the order of recording.
    pub(crate) fn drafted(&mut self, said: Said, body: &BudgetDrafted) {
        let book = self.book(body.year);
        book.drafted.push(said.clone());
        if book.draft.as_ref().is_none_or(|held| held.said.date.latest() <= said.date.latest()) {
            book.draft = Some(Figures::new(said, UncertainDate::Unknown, &body.lines, body.rounded_to));
        }
    }

    pub(crate) fn sent(&mut self, said: Said, body: &BudgetSentForViews) {
        let (to, until) = (body.to.clone(), body.until.clone());
        self.book(body.year).sent.push(Sent { said, to, until });
    }

    pub(crate) fn reserve_changed(&mut self, said: Said, body: &ReserveChanged) {
        let change = Change {
            said,
            name: body.name.clone(),
            added: body.added,
            withdrawn: body.withdrawn,
            nature: body.nature,
            in_lines: body.in_lines,
            opening: body.opening,
            closing: body.closing,
            explanation: body.explanation.clone(),
        };
        self.book(body.year).reserves.entry(body.reserve.clone()).or_default().push(change);
    }

    /// The report that goes furthest holds, whatever the order of recording.
    pub(crate) fn reported(&mut self, said: Said, body: &ActualsReported) {
        let book = self.book(body.year);
        book.reported.push((said.clone(), body.through.clone()));
        if book.actuals.as_ref().is_none_or(|held| held.through.latest() <= body.through.latest()) {
            book.actuals = Some(Figures::new(said, body.through.clone(), &body.lines, body.rounded_to));
        }
    }

    pub(crate) fn closed(&mut self, said: Said, body: &AccountsAdopted) {
        self.book(body.year).accounts =
            Some(Figures::new(said, UncertainDate::Unknown, &body.lines, body.rounded_to));
    }

    pub(crate) fn of(&self, year: BudgetYear) -> Option<&Book> {
        self.years.get(&year)
    }
}

/// Whether a document that went out concerns a view: the holder's own, or one it was asked about.
pub(crate) fn concerns(body: &BudgetSentForViews, holder: Stream) -> bool {
    body.holder == holder || holder.municipality().is_some_and(|code| body.to.contains(&code))
}
