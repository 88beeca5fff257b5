//! Cuts, each as the list of what happened to it; what it comes to in a year is read from that list.

use std::collections::BTreeMap;

use openboek_rules::statement::{
    Bearer, Condition, CutAdopted, CutAllocated, CutAmended, CutAnnounced, CutConditioned, CutPart,
    CutRealised, CutResumed, CutShifted, CutSuspended, CutTerms, CutWithdrawn, DecisionHeldOver, Extent,
};
use openboek_rules::{Amount, BudgetYear, CutId, DecisionStatus, Text, UncertainDate, YearSpan};

use super::Said;
use super::figures::AHEAD;
use super::shelf::{Shelf, Shown};
use crate::model::Position;

/// A division of a cut.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Division {
    pub(crate) years: YearSpan,
    pub(crate) status: DecisionStatus,
    pub(crate) parts: Vec<CutPart>,
    pub(crate) total: Option<Amount>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum What {
    Announced(CutTerms, Option<Condition>),
    Adopted(CutTerms),
    Suspended(YearSpan, Extent),
    Amended(Amount, Option<YearSpan>, Option<Text>),
    Conditioned(Condition),
    Allocated(Division),
    HeldOver(UncertainDate, Option<Text>),
    Resumed(YearSpan, Extent),
    /// For all years when no years are named.
    Withdrawn(Option<YearSpan>, Extent, Option<Text>),
    /// With what it was realised.
    Realised(BudgetYear, Amount, Option<Text>),
    /// From one year to another.
    Shifted(BudgetYear, BudgetYear, Amount, Option<Text>),
}

/// One thing that happened to a cut.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Step {
    pub(crate) said: Said,
    pub(crate) what: What,
}

/// A cut.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Cut {
    /// The terms that hold: those of the last adoption, else of the last announcement.
    pub(crate) terms: CutTerms,
    /// The years of the terms and those that amendments added.
    pub(crate) years: YearSpan,
    /// Whether a council or board adopted it.
    pub(crate) adopted: bool,
    /// Whether it is the region's, seen from a member.
    pub(crate) regional: bool,
    /// What happened, in log order; never empty.
    pub(crate) steps: Vec<Step>,
}

/// What a cut was last said to come to in a year.
pub(crate) enum Saying<'a> {
    /// One amount.
    Amount(&'a Amount, Position),
    /// The parts of an adopted division.
    Parts(&'a [CutPart], Position),
}

impl Cut {
    /// The position of its first entry: its place among cuts.
    pub(crate) fn first(&self) -> Position {
        self.steps.first().map_or(0, |step| step.said.at)
    }

    /// All positions of what happened to it.
    pub(crate) fn positions(&self) -> Vec<Position> {
        self.steps.iter().map(|step| step.said.at).collect()
    }

    /// Whether it says something about `year`: one of its years, or a later one for a structural cut.
    pub(crate) fn covers(&self, year: u16) -> bool {
        let first = self.years.first().get();
        first <= year && (self.terms.structural || year <= self.years.last().get())
    }

    /// What it was last said to come to in `year`. A structural cut goes on after its last year as it was in that year.
    pub(crate) fn saying(&self, year: u16) -> Option<Saying<'_>> {
        if !self.covers(year) {
            return None;
        }
        let last =
            self.steps.iter().filter_map(|step| self.span_of(step)).map(|span| span.last().get()).max();
        let year = if self.terms.structural { last.map_or(year, |last| year.min(last)) } else { year };
        self.steps.iter().rev().find_map(|step| {
            let span = self.span_of(step)?;
            let terms = matches!(step.what, What::Adopted(_) | What::Announced(..));
            let holds =
                span.first().get() <= year && (year <= span.last().get() || (terms && self.terms.structural));
            holds.then(|| saying_of(step)).flatten()
        })
    }

    /// The amount with which it was adopted for `year`, with the entry; `None` when the adoption does not name the year.
    pub(crate) fn imposed(&self, year: u16) -> Option<(&Amount, Position)> {
        self.steps
            .iter()
            .rev()
            .find_map(|step| match &step.what {
                What::Adopted(terms) => Some((terms, step.said.at)),
                _ => None,
            })
            .filter(|(terms, _)| {
                let (first, last) = (terms.years.first().get(), terms.years.last().get());
                first <= year && (terms.structural || year <= last)
            })
            .map(|(terms, at)| (&terms.amount, at))
    }

    /// What became of it in `year` since it was adopted, in log order: suspended, resumed, withdrawn, realised, shifted.
    pub(crate) fn course(&self, year: u16) -> impl Iterator<Item = &Step> {
        let adopted = self.steps.iter().rposition(|step| matches!(step.what, What::Adopted(_)));
        self.steps.iter().skip(adopted.map_or(0, |place| place + 1)).filter(move |step| match &step.what {
            What::Suspended(years, _) | What::Resumed(years, _) => holds(*years, year),
            What::Withdrawn(years, ..) => years.is_none_or(|years| holds(years, year)),
            What::Realised(of, ..) => of.get() == year,
            What::Shifted(from, to, ..) => from.get() == year || to.get() == year,
            _ => false,
        })
    }

    /// Whether it was resumed, withdrawn or shifted in `year`, or realised while suspended, so that what stands must be reckoned.
    pub(crate) fn turned(&self, year: u16) -> bool {
        let any = |is: fn(&What) -> bool| self.course(year).any(|step| is(&step.what));
        any(|what| matches!(what, What::Resumed(..) | What::Withdrawn(..) | What::Shifted(..)))
            || (any(|what| matches!(what, What::Realised(..)))
                && any(|what| matches!(what, What::Suspended(..))))
    }

    /// Whether it was withdrawn wholly, for all its years.
    pub(crate) fn withdrawn(&self) -> bool {
        let adopted = self.steps.iter().rposition(|step| matches!(step.what, What::Adopted(_)));
        let since = self.steps.iter().skip(adopted.map_or(0, |place| place + 1));
        since.into_iter().any(|step| matches!(step.what, What::Withdrawn(None, Extent::Full, _)))
    }

    /// The last amount stated for the cut as a whole.
    pub(crate) fn measure(&self) -> Option<(&Amount, Position)> {
        self.steps.iter().rev().find_map(|step| match &step.what {
            What::Adopted(terms) => Some((&terms.amount, step.said.at)),
            What::Announced(terms, _) if !self.adopted => Some((&terms.amount, step.said.at)),
            What::Amended(amount, ..) => Some((amount, step.said.at)),
            _ => None,
        })
    }

    /// The entry that gave the terms that hold.
    pub(crate) fn terms_entry(&self) -> Option<Position> {
        let gives = |step: &&Step| match step.what {
            What::Adopted(_) => true,
            What::Announced(..) => !self.adopted,
            _ => false,
        };
        self.steps.iter().rev().find(gives).map(|step| step.said.at)
    }

    /// The parts of the last adopted division over municipalities for `year`; of a structural cut also for later years.
    pub(crate) fn divided_over_municipalities(&self, year: u16) -> Option<(Position, &[CutPart])> {
        let over = |division: &Division| {
            let adopted = division.status == DecisionStatus::Adopted;
            adopted && division.parts.iter().any(|part| matches!(part.bearer, Bearer::Municipality(_)))
        };
        let divisions: Vec<_> = self.divisions().filter(|(_, division)| over(division)).collect();
        let last = divisions.iter().map(|(_, division)| division.years.last().get()).max()?;
        let year = if self.terms.structural { year.min(last) } else { year };
        let found = divisions.into_iter().rev().find(|(_, division)| holds(division.years, year));
        found.map(|(step, division)| (step.said.at, division.parts.as_slice()))
    }

    /// The last suspension for `year`.
    pub(crate) fn suspension(&self, year: u16) -> Option<(&Extent, Position)> {
        self.steps.iter().rev().find_map(|step| match &step.what {
            What::Suspended(years, extent) if holds(*years, year) => Some((extent, step.said.at)),
            _ => None,
        })
    }

    /// Divisions with the entry that made them, in log order.
    pub(crate) fn divisions(&self) -> impl Iterator<Item = (&Step, &Division)> {
        self.steps.iter().filter_map(|step| match &step.what {
            What::Allocated(division) => Some((step, division)),
            _ => None,
        })
    }

    /// The last condition.
    pub(crate) fn condition(&self) -> Option<(&Step, &Condition)> {
        self.steps.iter().rev().find_map(|step| match &step.what {
            What::Announced(_, Some(condition)) | What::Conditioned(condition) => Some((step, condition)),
            _ => None,
        })
    }

    /// What is held over now, until when: a later decision ends it.
    pub(crate) fn held_over(&self) -> Option<(&Step, &UncertainDate)> {
        let decided = |what: &What| match what {
            What::Adopted(_) | What::Amended(..) => true,
            What::Allocated(division) => division.status == DecisionStatus::Adopted,
            _ => false,
        };
        self.steps.iter().rev().take_while(|step| !decided(&step.what)).find_map(|step| match &step.what {
            What::HeldOver(until, _) => Some((step, until)),
            _ => None,
        })
    }

    fn all_years(&self) -> YearSpan {
        let added = self.steps.iter().filter_map(|step| match &step.what {
            What::Amended(_, years, _) => *years,
            What::Shifted(_, to, ..) => Some(YearSpan::one(*to)),
            _ => None,
        });
        added.fold(self.terms.years, YearSpan::union)
    }

    /// The years a step speaks about the amount; `None` when it does not, or when it no longer counts: a plan for a cut that
    /// was adopted, a division that was not.
    fn span_of(&self, step: &Step) -> Option<YearSpan> {
        match &step.what {
            What::Announced(terms, _) => (!self.adopted).then_some(terms.years),
            What::Adopted(terms) => Some(terms.years),
            What::Amended(_, years, _) => Some(years.unwrap_or(self.years)),
            What::Allocated(division) if division.status == DecisionStatus::Adopted => Some(division.years),
            _ => None,
        }
    }
}

fn saying_of(step: &Step) -> Option<Saying<'_>> {
    let at = step.said.at;
    match &step.what {
        What::Announced(terms, _) | What::Adopted(terms) => Some(Saying::Amount(&terms.amount, at)),
        What::Amended(amount, ..) => Some(Saying::Amount(amount, at)),
        What::Allocated(division) => Some(Saying::Parts(&division.parts, at)),
        _ => None,
    }
}

/// Whether a span holds a year given as a number.
pub(crate) fn holds(span: YearSpan, year: u16) -> bool {
    span.first().get() <= year && year <= span.last().get()
}

/// All cuts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Cuts {
    all: BTreeMap<CutId, Cut>,
    /// Which cuts say that they make this one concrete.
    concretised_by: BTreeMap<CutId, Vec<CutId>>,
    shelf: Shelf<CutId>,
}

impl Cuts {
    /// An announcement; `ours` says whether it may begin a cut in this view.
    pub(crate) fn announced(&mut self, said: Said, body: &CutAnnounced, regional: bool, ours: bool) {
        let what = What::Announced(body.terms.clone(), body.condition.clone());
        self.opened(Step { said, what }, &body.terms, regional, ours);
    }

    /// An adoption; `ours` says whether it may begin a cut in this view.
    pub(crate) fn adopted(&mut self, said: Said, body: &CutAdopted, regional: bool, ours: bool) {
        self.opened(Step { said, what: What::Adopted(body.terms.clone()) }, &body.terms, regional, ours);
    }

    pub(crate) fn suspended(&mut self, said: Said, body: &CutSuspended) {
        self.step(&body.cut, Step { said, what: What::Suspended(body.years, body.extent.clone()) });
    }

    pub(crate) fn resumed(&mut self, said: Said, body: &CutResumed) {
        self.step(&body.cut, Step { said, what: What::Resumed(body.years, body.extent.clone()) });
    }

    pub(crate) fn withdrawn(&mut self, said: Said, body: &CutWithdrawn) {
        let what = What::Withdrawn(body.years, body.extent.clone(), body.reason.clone());
        self.step(&body.cut, Step { said, what });
    }

    pub(crate) fn realised(&mut self, said: Said, body: &CutRealised) {
        let what = What::Realised(body.year, body.amount.clone(), body.means.clone());
        self.step(&body.cut, Step { said, what });
    }

    pub(crate) fn shifted(&mut self, said: Said, body: &CutShifted) {
        let what = What::Shifted(body.from_year, body.to_year, body.amount.clone(), body.reason.clone());
        self.step(&body.cut, Step { said, what });
    }

    pub(crate) fn amended(&mut self, said: Said, body: &CutAmended) {
        let what = What::Amended(body.amount.clone(), body.years, body.reason.clone());
        self.step(&body.cut, Step { said, what });
    }

    pub(crate) fn conditioned(&mut self, said: Said, body: &CutConditioned) {
        self.step(&body.cut, Step { said, what: What::Conditioned(body.condition.clone()) });
    }

    pub(crate) fn allocated(&mut self, said: Said, body: &CutAllocated) {
        let division = Division {
            years: body.years,
            status: body.status,
            parts: body.parts.clone(),
            total: body.total.clone(),
        };
        self.step(&body.cut, Step { said, what: What::Allocated(division) });
    }

    pub(crate) fn held_over(&mut self, said: Said, cut: &CutId, body: &DecisionHeldOver) {
        self.step(cut, Step { said, what: What::HeldOver(body.until.clone(), body.reason.clone()) });
    }

    pub(crate) fn get(&self, id: &CutId) -> Option<&Cut> {
        self.all.get(id)
    }

    /// The cuts of a paragraph year, in the order they were first recorded.
    pub(crate) fn in_year(&self, year: u16) -> Vec<(&CutId, &Cut)> {
        let ids = self.shelf.in_year(year);
        let mut cuts: Vec<_> =
            ids.into_iter().filter_map(|id| self.all.get(id).map(|cut| (id, cut))).collect();
        cuts.sort_by_key(|(_, cut)| cut.first());
        cuts
    }

    /// The adopted cuts that make this one concrete in `year`.
    pub(crate) fn counted_instead(&self, id: &CutId, year: u16) -> Vec<(&CutId, &Cut)> {
        let others = self.concretised_by.get(id).into_iter().flatten();
        let others = others.filter_map(|other| self.all.get_key_value(other));
        others.filter(|(_, cut)| cut.adopted && cut.covers(year)).collect()
    }

    fn opened(&mut self, step: Step, terms: &CutTerms, regional: bool, ours: bool) {
        let adopts = matches!(step.what, What::Adopted(_));
        if let Some(cut) = self.all.get_mut(&terms.cut) {
            if adopts || !cut.adopted {
                cut.terms = terms.clone();
            }
            cut.adopted |= adopts;
            cut.steps.push(step);
            cut.years = cut.all_years();
        } else if ours {
            let years = terms.years;
            let cut = Cut { terms: terms.clone(), years, adopted: adopts, regional, steps: vec![step] };
            self.all.insert(terms.cut.clone(), cut);
        } else {
            return;
        }
        self.place(&terms.cut);
        if let Some(other) = &terms.concretises {
            let others = self.concretised_by.entry(other.clone()).or_default();
            if !others.contains(&terms.cut) {
                others.push(terms.cut.clone());
            }
        }
    }

    fn step(&mut self, id: &CutId, step: Step) {
        if let Some(cut) = self.all.get_mut(id) {
            cut.steps.push(step);
            cut.years = cut.all_years();
            self.place(id);
        }
    }

    fn place(&mut self, id: &CutId) {
        let Some(cut) = self.all.get(id) else { return };
        let span = cut.years;
        let until = (!cut.terms.structural).then(|| span.last().get());
        self.shelf.put(id, Shown { from: span.first().get() - AHEAD, until });
    }
}
