//! Corrections: what was published beside what it was restated as.
//!
//! A correction takes the place of what it corrects, so the fold begins again with it: see [`View::restart`](crate::View::restart).

use std::collections::BTreeMap;

use openboek_rules::statement::{
    Bearer, Body, CutAnnounced, CutPart, EntryCorrected, Extent, LineKey, Mistake, Statement,
};
use openboek_rules::{Amount, Text};

use super::Said;
use super::figures::AHEAD;
use super::shelf::{Shelf, Shown};
use crate::model::Position;
use crate::view::RecordedEvent;

/// The corrections that a fold knows before it meets the entries they correct, and those it met without having known them.
///
/// It is about how a view is being made, not about what it holds: a view that was folded to its end is the same with or without.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pending {
    given: BTreeMap<Position, RecordedEvent>,
    by_entry: BTreeMap<Position, Vec<Position>>,
    missed: BTreeMap<Position, RecordedEvent>,
}

impl PartialEq for Pending {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Pending {}

impl Pending {
    /// The corrections of an entry that the fold knows, in log order.
    pub(crate) fn of(&self, entry: Position) -> impl Iterator<Item = (&RecordedEvent, &EntryCorrected)> {
        let positions = self.by_entry.get(&entry).into_iter().flatten();
        positions.filter_map(|at| self.given.get(at)).filter_map(|event| match &event.statement.body {
            Body::EntryCorrected(body) => Some((event, body)),
            _ => None,
        })
    }

    /// A correction is met in the log.
    pub(crate) fn met(&mut self, event: &RecordedEvent) {
        if !self.given.contains_key(&event.index) {
            self.missed.insert(event.index, event.clone());
        }
    }

    /// What a new fold must know, when this one met a correction too late.
    pub(crate) fn again(&self) -> Option<Self> {
        if self.missed.is_empty() {
            return None;
        }
        let mut again = Self::default();
        for (at, event) in self.given.iter().chain(&self.missed) {
            if let Body::EntryCorrected(body) = &event.statement.body {
                again.by_entry.entry(body.entry).or_default().push(*at);
            }
            again.given.insert(*at, event.clone());
        }
        again.by_entry.values_mut().for_each(|positions| positions.sort_unstable());
        Some(again)
    }
}

/// What a figure of a statement is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Name {
    /// A line of a budget.
    Line(LineKey),
    /// A part of a divided cut.
    Bearer(Bearer),
    /// An identifier.
    Id(String),
}

/// A figure that a correction changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Change {
    pub(crate) name: Name,
    /// As it was before this correction; `None` when it was not there.
    pub(crate) published: Option<Amount>,
    /// As it is after it; `None` when it is not there any more.
    pub(crate) restated: Option<Amount>,
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Correction {
    pub(crate) said: Said,
    /// The entry it corrects.
    pub(crate) entry: Position,
    /// What that entry is about, by its identifiers.
    pub(crate) subject: String,
    pub(crate) mistake: Mistake,
    pub(crate) reason: Text,
    /// The figures it changed; empty when it changed words, years or dates only.
    pub(crate) changes: Vec<Change>,
}

/// All corrections whose entry is in the view, by their own position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Corrections {
    all: BTreeMap<Position, Correction>,
    of_entry: BTreeMap<Position, Vec<Position>>,
    years: Shelf<Position>,
}

impl Corrections {
    /// Notes what a correction changes of what stood before it.
    pub(crate) fn note(&mut self, event: &RecordedEvent, body: &EntryCorrected, before: &Statement) {
        let said = Said::new(event.index, &body.act);
        let shown = shown(&said, &before.body, &body.corrected.body);
        self.years.put(&event.index, shown);
        self.of_entry.entry(body.entry).or_default().push(event.index);
        let correction = Correction {
            said,
            entry: body.entry,
            subject: body.corrected.body.subject().unwrap_or_default(),
            mistake: body.mistake,
            reason: body.reason.clone(),
            changes: changes(&before.body, &body.corrected.body),
        };
        self.all.insert(event.index, correction);
    }

    /// The corrections of an entry.
    pub(crate) fn of(&self, entry: Position) -> &[Position] {
        self.of_entry.get(&entry).map_or(&[], Vec::as_slice)
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The corrections of a paragraph year, in log order.
    pub(crate) fn in_year(&self, year: u16) -> impl Iterator<Item = &Correction> {
        self.years.in_year(year).into_iter().filter_map(|at| self.all.get(at))
    }
}

/// Shown where the figures are: in the paragraphs of the years they touch, and of the three before, which look ahead. A correction
/// of something without years is shown in its own year and the next.
fn shown(said: &Said, before: &Body, after: &Body) -> Shown {
    let spans = [before.years(), after.years()].into_iter().flatten();
    let goes_on = |body: &Body| match body {
        Body::CutAnnounced(CutAnnounced { terms, .. }) => terms.structural,
        Body::CutAdopted(body) => body.terms.structural,
        _ => false,
    };
    match spans.reduce(openboek_rules::YearSpan::union) {
        Some(span) => Shown {
            from: span.first().get() - AHEAD,
            until: (!goes_on(before) && !goes_on(after)).then(|| span.last().get()),
        },
        None => Shown { from: said.first_year(), until: said.last_year().map(|year| year + 1) },
    }
}

/// The figures that differ.
fn changes(before: &Body, after: &Body) -> Vec<Change> {
    let mut both: BTreeMap<Name, (Option<Amount>, Option<Amount>)> = BTreeMap::new();
    for (name, amount) in figures(before) {
        both.entry(name).or_default().0 = Some(amount);
    }
    for (name, amount) in figures(after) {
        both.entry(name).or_default().1 = Some(amount);
    }
    let changed = both.into_iter().filter(|(_, (before, after))| before != after);
    changed.map(|(name, (published, restated))| Change { name, published, restated }).collect()
}

/// The amounts of a statement, by name.
fn figures(body: &Body) -> Vec<(Name, Amount)> {
    let one = |name: &dyn ToString, amount: &Amount| vec![(Name::Id(name.to_string()), amount.clone())];
    let part = |name: &dyn ToString, extent: &Extent| match extent {
        Extent::Full => Vec::new(),
        Extent::Partial(amount) => one(name, amount),
    };
    match body {
        Body::FundingIndicated(b) => one(&b.figure.figure, &b.figure.amount),
        Body::FundingSuperseded(b) => one(&b.figure.figure, &b.figure.amount),
        Body::BudgetLineIndicated(b) => one(&b.figure.figure, &b.figure.amount),
        Body::BudgetAdopted(b) => {
            b.lines.iter().map(|l| (Name::Line(l.key.clone()), Amount::Exact(l.amount))).collect()
        }
        Body::BudgetAmended(b) => {
            b.lines.iter().map(|l| (Name::Line(l.key.clone()), Amount::Exact(l.new))).collect()
        }
        Body::CutAnnounced(b) => one(&b.terms.cut, &b.terms.amount),
        Body::CutAdopted(b) => one(&b.terms.cut, &b.terms.amount),
        Body::CutAmended(b) => one(&b.cut, &b.amount),
        Body::CutRealised(b) => one(&b.cut, &b.amount),
        Body::CutShifted(b) => one(&b.cut, &b.amount),
        Body::CutSuspended(b) => part(&b.cut, &b.extent),
        Body::CutResumed(b) => part(&b.cut, &b.extent),
        Body::CutWithdrawn(b) => part(&b.cut, &b.extent),
        Body::CutAllocated(b) => b.parts.iter().map(of_part).collect(),
        Body::ExperimentStarted(b) => one(&b.experiment, &b.amount),
        _ => Vec::new(),
    }
}

fn of_part(part: &CutPart) -> (Name, Amount) {
    (Name::Bearer(part.bearer.clone()), part.amount.clone())
}
