//! What was awarded, fixed and paid of a subsidy: just enough to hold a later decision, or a correction, against it.

use super::Index;
use crate::statement::{Body, DeterminationGround, PaymentDirection, SubsidyTerms};
use crate::year::{BudgetYear, YearSpan};

/// A step, in cents that the words of its amount allow; `None` where they set no bound.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
enum Step {
    /// Awarded, or an award changed.
    Awarded { at_most: Option<i128>, years: Option<(BudgetYear, BudgetYear)> },
    /// Fixed; `above` says whether it may be above the award on its own ground.
    Fixed { at_least: Option<i128>, above: bool, years: Option<(BudgetYear, BudgetYear)> },
    /// Paid to the recipient.
    Paid { at_most: Option<i128> },
    /// Came back.
    Back { at_least: Option<i128> },
}

/// A step that does not follow from those before it, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The first determination is above the award.
    FixedAboveAward { awarded: i128, fixed: i128 },
    /// More came back than can have been paid.
    RepaidAbovePaid { paid: i128, repaid: i128 },
}

/// The steps in the order of the log.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Money {
    steps: Vec<(Index, Step)>,
}

/// First and last year that terms name.
fn named(terms: &SubsidyTerms) -> Option<(BudgetYear, BudgetYear)> {
    let years = || terms.per_year.iter().map(|part| part.year);
    years().min().zip(years().max())
}

fn awarded(terms: &SubsidyTerms) -> Step {
    Step::Awarded { at_most: terms.amount.between().1, years: named(terms) }
}

fn fixed(terms: &SubsidyTerms, ground: Option<DeterminationGround>) -> Step {
    let above = ground.is_some_and(DeterminationGround::may_come_later);
    Step::Fixed { at_least: terms.amount.between().0, above, years: named(terms) }
}

fn step(body: &Body) -> Option<Step> {
    Some(match body {
        Body::SubsidyAwarded(body) => awarded(&body.terms),
        Body::SubsidyAmended(body) => awarded(&body.terms),
        Body::SubsidyDetermined(body) => fixed(body.terms.as_ref()?, body.ground),
        Body::AdvancePaid(body) => Step::Paid { at_most: body.amount.between().1 },
        Body::SubsidyPaid(body) => match (body.direction, body.amount.between()) {
            (PaymentDirection::ToRecipient, (_, at_most)) => Step::Paid { at_most },
            (PaymentDirection::FromRecipient, (at_least, _)) => Step::Back { at_least },
        },
        _ => return None,
    })
}

/// The most that can have been paid after one more step.
fn paid(before: Option<i128>, step: &Step) -> Option<i128> {
    match step {
        Step::Paid { at_most } => before.zip(*at_most).map(|(paid, more)| paid.saturating_add(more)),
        Step::Back { at_least } => before.map(|paid| paid.saturating_sub(at_least.unwrap_or(0))),
        Step::Awarded { .. } | Step::Fixed { .. } => before,
    }
}

impl Money {
    /// Learns the next step, if the statement is one.
    pub(crate) fn learn(&mut self, index: Index, body: &Body) {
        self.steps.extend(step(body).map(|step| (index, step)));
    }

    /// Learns an award.
    pub(crate) fn awarded(&mut self, index: Index, terms: &SubsidyTerms) {
        self.steps.push((index, awarded(terms)));
    }

    /// Learns a determination.
    pub(crate) fn fixed(&mut self, index: Index, terms: &SubsidyTerms, ground: Option<DeterminationGround>) {
        self.steps.push((index, fixed(terms, ground)));
    }

    /// What an entry says is put right.
    pub(crate) fn restate(&mut self, entry: Index, body: &Body) {
        let known = self.steps.iter_mut().find(|(at, _)| *at == entry);
        if let Some(((_, known), step)) = known.zip(step(body)) {
            *known = step;
        }
    }

    /// Whether there ever was an award.
    pub(crate) fn was_awarded(&self) -> bool {
        self.steps.iter().any(|(_, step)| matches!(step, Step::Awarded { .. }))
    }

    /// Whether there ever was a determination.
    pub(crate) fn was_determined(&self) -> bool {
        self.steps.iter().any(|(_, step)| matches!(step, Step::Fixed { .. }))
    }

    /// The most that the award may come to; `None` without an award or where its words set no bound.
    pub(crate) fn awarded_at_most(&self) -> Option<i128> {
        let last = self.steps.iter().rev().find_map(|(_, step)| match step {
            Step::Awarded { at_most, .. } => Some(*at_most),
            _ => None,
        });
        last.flatten()
    }

    /// The most that can have been paid, less the least that came back; `None` where words set no bound.
    pub(crate) fn paid_at_most(&self) -> Option<i128> {
        self.steps.iter().fold(Some(0), |before, (_, step)| paid(before, step))
    }

    /// A year that was named since an entry and is outside these years.
    pub(crate) fn named_outside(&self, entry: Index, years: YearSpan) -> Option<BudgetYear> {
        let later = self.steps.iter().filter(|(at, _)| *at > entry).filter_map(|(_, step)| match step {
            Step::Awarded { years, .. } | Step::Fixed { years, .. } => *years,
            Step::Paid { .. } | Step::Back { .. } => None,
        });
        later.flat_map(|(first, last)| [first, last]).find(|year| !years.contains(*year))
    }

    /// What would not follow any more when this entry said that.
    pub(crate) fn fault_with(&self, entry: Index, body: &Body) -> Option<Fault> {
        let mut then = self.clone();
        then.restate(entry, body);
        then.fault()
    }

    fn fault(&self) -> Option<Fault> {
        let (mut most, mut moved, mut determined) = (None, Some(0), false);
        for (_, step) in &self.steps {
            match step {
                Step::Awarded { at_most, .. } => most = *at_most,
                Step::Fixed { at_least, above, .. } => {
                    let higher = at_least.zip(most).filter(|(fixed, awarded)| fixed > awarded);
                    if let Some((fixed, awarded)) = higher.filter(|_| !determined && !above) {
                        return Some(Fault::FixedAboveAward { awarded, fixed });
                    }
                    determined = true;
                }
                Step::Back { at_least } => {
                    if let Some((repaid, paid)) = at_least.zip(moved).filter(|(repaid, paid)| repaid > paid) {
                        return Some(Fault::RepaidAbovePaid { paid, repaid });
                    }
                }
                Step::Paid { .. } => {}
            }
            moved = paid(moved, step);
        }
        None
    }
}
