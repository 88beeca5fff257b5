//! What the state remembers of a cut: no amounts, but its years and where it stands.

use std::collections::BTreeSet;

use super::Index;
use crate::id::{CutId, Stream};
use crate::statement::{CutTerms, Extent};
use crate::year::{BudgetYear, YearSpan};

/// A cut.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Cut {
    /// The entry that recorded it first.
    pub(crate) entry: Index,
    /// The streams it is in.
    pub(crate) streams: BTreeSet<Stream>,
    /// The entry that adopted it; `None` while it is only announced.
    pub(crate) adopted: Option<Index>,
    /// What happened to it, in log order, as far as later statements depend on it.
    steps: Vec<(Index, Step)>,
}

/// One thing that happened to a cut.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Step {
    /// Its terms: years, whether it goes on after the last one, and the cut it makes concrete.
    Terms(YearSpan, bool, Option<CutId>),
    /// Years that an amendment or a shift names; they are the cut's from then on.
    Years(YearSpan),
    /// Suspended for some years.
    Suspended(YearSpan),
    /// No longer suspended for some years.
    Resumed(YearSpan),
    /// Withdrawn wholly and for good.
    Withdrawn,
}

impl Step {
    /// The terms of a cut.
    pub(crate) fn terms(terms: &CutTerms) -> Self {
        Self::Terms(terms.years, terms.structural, terms.concretises.clone())
    }

    /// A resumption; of a part only it leaves the years suspended.
    pub(crate) fn resumed(years: YearSpan, extent: &Extent) -> Option<Self> {
        (*extent == Extent::Full).then_some(Self::Resumed(years))
    }

    /// A withdrawal; of a part or of some years it leaves a cut.
    pub(crate) fn withdrawn(years: Option<YearSpan>, extent: &Extent) -> Option<Self> {
        (*extent == Extent::Full && years.is_none()).then_some(Self::Withdrawn)
    }
}

impl Cut {
    /// A cut of which nothing was said yet.
    pub(crate) const fn new(entry: Index) -> Self {
        Self { entry, streams: BTreeSet::new(), adopted: None, steps: Vec::new() }
    }

    /// Remembers what happened.
    pub(crate) fn step(&mut self, entry: Index, step: Option<Step>) {
        self.steps.extend(step.map(|step| (entry, step)));
    }

    /// What a corrected entry says counts where that entry stands.
    pub(crate) fn restate(&mut self, entry: Index, step: Option<Step>) {
        self.steps.retain(|(at, _)| *at != entry);
        let place = self.steps.partition_point(|(at, _)| *at < entry);
        self.steps.splice(place..place, step.map(|step| (entry, step)));
    }

    /// The terms that hold, with the number of steps up to them.
    fn terms(&self) -> Option<(usize, YearSpan, bool, Option<&CutId>)> {
        self.steps.iter().enumerate().rev().find_map(|(place, (_, step))| match step {
            Step::Terms(years, structural, wider) => Some((place, *years, *structural, wider.as_ref())),
            _ => None,
        })
    }

    fn since_the_terms(&self) -> impl Iterator<Item = &(Index, Step)> {
        let from = self.terms().map_or(0, |(place, ..)| place);
        self.steps.iter().skip(from)
    }

    /// Its years, with those that amendments and shifts added; `None` when no terms are known.
    pub(crate) fn years(&self) -> Option<YearSpan> {
        let (_, years, ..) = self.terms()?;
        Some(self.since_the_terms().fold(years, |years, (_, step)| match step {
            Step::Years(more) => years.union(*more),
            _ => years,
        }))
    }

    /// Whether it goes on after the last year.
    pub(crate) fn is_structural(&self) -> bool {
        self.terms().is_some_and(|(_, _, structural, _)| structural)
    }

    /// The cut it makes concrete.
    pub(crate) fn concretises(&self) -> Option<&CutId> {
        self.terms().and_then(|(.., wider)| wider)
    }

    /// Whether the cut is about all these years.
    pub(crate) fn covers(&self, years: YearSpan) -> bool {
        self.years().is_some_and(|own| {
            own.first() <= years.first() && (self.is_structural() || years.last() <= own.last())
        })
    }

    /// Whether it is suspended in a year, wholly or in part.
    pub(crate) fn is_suspended(&self, year: BudgetYear) -> bool {
        self.since_the_terms().fold(false, |suspended, (_, step)| match step {
            Step::Suspended(years) if years.contains(year) => true,
            Step::Resumed(years) if years.contains(year) => false,
            _ => suspended,
        })
    }

    /// The entry that withdrew it wholly.
    pub(crate) fn withdrawn(&self) -> Option<Index> {
        self.since_the_terms().find(|(_, step)| *step == Step::Withdrawn).map(|(at, _)| *at)
    }
}
