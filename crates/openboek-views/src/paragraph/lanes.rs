//! What each cut comes to in each year, whether it is counted, and why its amount is unknown.
//!
//! A suspension is no cancellation, an announcement is no decision, and of a cut and the one that makes it concrete exactly one
//! is counted.

use openboek_rules::amount::{Amount, Base, Sum};
use openboek_rules::statement::{Bearer, CutPart, Extent};
use openboek_rules::{Bound, BudgetYear, Cents, Certainty, CutId, MunicipalityCode};

use super::balance;
use super::cells::{add, merge, phrase, text};
use super::context::Context;
use crate::labels;
use crate::model::{Label, Position, Value};
use crate::state::cuts::{Cut, Saying, What};

/// Whose amounts a lane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// The holder's own cut.
    Own,
    /// The region's cut, seen from a member: not in its sums.
    Regional,
    /// The member's share in a cut of the region.
    Share,
}

/// One year of a lane.
pub(super) struct LaneYear {
    pub(super) year: BudgetYear,
    pub(super) value: Value,
    /// What it adds to a sum, as far as it is counted; of a suspended cut what is left of it.
    pub(super) effect: Sum,
    /// Whether the sum takes it in.
    pub(super) counted: bool,
    /// Why the amount is unknown.
    pub(super) unknown: Option<Label>,
    pub(super) sources: Vec<Position>,
}

/// A cut over the years of the paragraph.
pub(super) struct Lane<'a> {
    /// Identifier of its row.
    pub(super) row: String,
    pub(super) id: &'a CutId,
    pub(super) cut: &'a Cut,
    pub(super) level: Level,
    /// The years in which it says something.
    pub(super) years: Vec<LaneYear>,
}

impl Lane<'_> {
    pub(super) fn year(&self, year: BudgetYear) -> Option<&LaneYear> {
        self.years.iter().find(|found| found.year == year)
    }

    /// Whether some year of it is in a sum.
    pub(super) fn is_counted(&self) -> bool {
        self.years.iter().any(|year| year.counted)
    }
}

/// The lanes of a paragraph, in the order in which the cuts were first recorded.
pub(super) fn of<'a>(context: &Context<'a>) -> Vec<Lane<'a>> {
    let mut lanes = Vec::new();
    for (id, cut) in context.view.cuts.in_year(context.year.get()) {
        let level = if cut.regional { Level::Regional } else { Level::Own };
        lanes.push(lane(context, id, cut, level, id.to_string()));
        if let (true, Some(member)) = (cut.regional, context.view.holder.municipality()) {
            lanes.push(lane(context, id, cut, Level::Share, format!("{id}:{member}")));
        }
    }
    lanes
}

fn lane<'a>(context: &Context<'a>, id: &'a CutId, cut: &'a Cut, level: Level, row: String) -> Lane<'a> {
    let years = context.ahead().into_iter().filter_map(|year| lane_year(context, id, cut, level, year));
    Lane { row, id, cut, level, years: years.collect() }
}

fn lane_year(
    context: &Context<'_>,
    id: &CutId,
    cut: &Cut,
    level: Level,
    year: BudgetYear,
) -> Option<LaneYear> {
    let stated = match (level, context.view.holder.municipality()) {
        (Level::Share, Some(member)) if cut.covers(year.get()) => share(context, cut, member, year),
        _ => stated(context, cut, year).or_else(|| shifted_only(cut, year))?,
    };
    let mut lane = LaneYear {
        year,
        value: stated.value(),
        effect: stated.sum.clone(),
        counted: cut.adopted && level != Level::Regional,
        unknown: stated.unknown,
        sources: stated.sources.clone(),
    };
    if cut.turned(year.get()) {
        settle(&mut lane, context, cut, level, &stated);
    } else {
        suspend(&mut lane, cut, &stated);
    }
    let instead = context.view.cuts.counted_instead(id, year.get());
    if let Some((other, _)) = instead.first().filter(|_| lane.counted) {
        lane.counted = false;
        lane.value = phrase(vec![lane.value, Value::Label(labels::COUNTED_IN), text(other)]);
        lane.sources.extend(instead.iter().map(|(_, cut)| cut.first()));
    }
    Some(lane)
}

/// What is stated for a year, before any suspension.
pub(super) struct Stated {
    /// The one amount, when it is one.
    pub(super) amount: Option<Amount>,
    sum: Sum,
    certainty: Option<Certainty>,
    unknown: Option<Label>,
    pub(super) sources: Vec<Position>,
}

impl Stated {
    pub(super) fn value(&self) -> Value {
        match &self.amount {
            Some(amount) => Value::Amount(amount.clone(), self.certainty),
            None => Value::Sum(self.sum.clone()),
        }
    }
}

pub(super) fn stated(context: &Context<'_>, cut: &Cut, year: BudgetYear) -> Option<Stated> {
    let mut stated = match cut.saying(year.get())? {
        Saying::Amount(amount, at) => single(context, amount, Some(cut.terms.certainty), at),
        Saying::Parts(parts, at) => divided(context, parts, at),
    };
    stated.sources.extend(cut.terms_entry());
    Some(stated)
}

/// One amount; a percentage of a known base becomes the amount it comes to.
pub(super) fn single(
    context: &Context<'_>,
    amount: &Amount,
    certainty: Option<Certainty>,
    at: Position,
) -> Stated {
    let mut sources = vec![at];
    let amount = match context.view.figures.computed(amount) {
        Some((cents, base)) => {
            sources.push(base.said.at);
            Amount::Exact(cents)
        }
        None => amount.clone(),
    };
    let sum = add(Sum::default(), &amount);
    Stated { unknown: why_unknown(&amount), sum, amount: Some(amount), certainty, sources }
}

/// The parts of an adopted division, which come to the cut.
fn divided(context: &Context<'_>, parts: &[CutPart], at: Position) -> Stated {
    let mut sources = vec![at];
    let mut sum = Sum::default();
    for part in parts {
        let part = single(context, &part.amount, None, at);
        sources.extend(part.sources);
        sum = merge(&sum, &part.sum);
    }
    let exact = sum.unknown_parts == 0 && sum.about_parts == 0;
    let unknown = (sum.unknown_parts > 0).then_some(labels::REASON_PART_UNKNOWN);
    let amount = exact.then_some(Amount::Exact(sum.known));
    // One amount counts as one part of the sum over all cuts.
    let sum = amount.as_ref().map_or(sum, |amount| add(Sum::default(), amount));
    Stated { amount, sum, certainty: Some(Certainty::Decided), unknown, sources }
}

/// The member's share: of the last adopted division over municipalities; unknown until there is one that names it.
fn share(context: &Context<'_>, cut: &Cut, member: MunicipalityCode, year: BudgetYear) -> Stated {
    let found = cut.divided_over_municipalities(year.get()).and_then(|(at, parts)| {
        let part = parts.iter().find(|part| part.bearer == Bearer::Municipality(member))?;
        Some(single(context, &part.amount, Some(Certainty::Decided), at))
    });
    let mut share = found.unwrap_or_else(|| Stated {
        amount: None,
        sum: Sum { unknown_parts: 1, ..Sum::default() },
        certainty: None,
        unknown: Some(labels::REASON_NOT_ALLOCATED),
        sources: Vec::new(),
    });
    share.sources.extend(cut.terms_entry());
    share
}

/// A year that the cut has only because something was shifted to it.
fn shifted_only(cut: &Cut, year: BudgetYear) -> Option<Stated> {
    let shifted = cut.course(year.get()).any(|step| matches!(step.what, What::Shifted(..)));
    shifted.then(|| Stated {
        amount: Some(Amount::Exact(Cents::ZERO)),
        sum: Sum::default(),
        certainty: Some(cut.terms.certainty),
        unknown: None,
        sources: cut.terms_entry().into_iter().collect(),
    })
}

/// Takes into account what was resumed, withdrawn or shifted: what still stands is shown, what is not suspended is counted. How
/// that falls on the members is not known before it is divided anew.
fn settle(lane: &mut LaneYear, context: &Context<'_>, cut: &Cut, level: Level, stated: &Stated) {
    let Some(balance) = balance::of(context, cut, lane.year) else { return };
    lane.sources.extend_from_slice(balance.sources());
    let gone = cut.withdrawn() && balance.stands() == Some(Cents::ZERO);
    let (stands, suspended, effect) = match level {
        Level::Share if gone => (Some(Cents::ZERO), Some(Cents::ZERO), Some(Cents::ZERO)),
        Level::Share => (None, None, None),
        Level::Own | Level::Regional => (balance.stands(), balance.suspended(), balance.effect()),
    };
    lane.effect = effect.map_or(Sum { unknown_parts: 1, ..Sum::default() }, |effect| {
        add(Sum::default(), &Amount::Exact(effect))
    });
    lane.unknown = match (effect, level) {
        (Some(_), _) => None,
        (None, Level::Share) => Some(labels::REASON_NOT_ALLOCATED),
        (None, _) => Some(stated.unknown.unwrap_or(labels::REASON_COURSE_UNKNOWN)),
    };
    lane.value = match (stands, suspended, effect) {
        (Some(stands), Some(Cents::ZERO), Some(_)) => Value::Amount(Amount::Exact(stands), stated.certainty),
        (Some(stands), Some(part), Some(_)) if is_part(part, stands) => Value::Suspended {
            amount: Amount::Exact(stands),
            extent: (part != stands).then_some(Amount::Exact(part)),
        },
        (_, _, Some(effect)) => Value::Amount(Amount::Exact(effect), stated.certainty),
        (_, _, None) => Value::Sum(lane.effect.clone()),
    };
}

/// Whether one amount can be a part of another: of the same sign, and not larger. Where more was shifted away than there was, it cannot,
/// and what counts is printed alone.
fn is_part(part: Cents, whole: Cents) -> bool {
    (part.get() < 0) == (whole.get() < 0) && part.size() <= whole.size()
}

/// Takes a suspension into account: what is suspended is shown, what is left is counted.
fn suspend(lane: &mut LaneYear, cut: &Cut, stated: &Stated) {
    let Some((suspended, at)) = cut.suspension(lane.year.get()) else { return };
    lane.sources.push(at);
    let (left, extent) = match suspended {
        Extent::Full => (Some(Cents::ZERO), None),
        Extent::Partial(part) => {
            (stated.amount.as_ref().and_then(|amount| left_of(amount, part)), Some(part.clone()))
        }
    };
    lane.value = match &stated.amount {
        Some(amount) => Value::Suspended { amount: amount.clone(), extent },
        None => phrase(vec![lane.value.clone(), Value::Label(labels::SUSPENDED), extent_value(suspended)]),
    };
    let unknown_sum = Sum { unknown_parts: 1, ..Sum::default() };
    lane.effect = left.map_or(unknown_sum, |left| add(Sum::default(), &Amount::Exact(left)));
    if left.is_some() {
        lane.unknown = None;
    } else {
        lane.unknown = Some(lane.unknown.unwrap_or(labels::REASON_SUSPENDED_PARTLY));
    }
}

/// How a suspension's extent reads.
pub(super) fn extent_value(extent: &Extent) -> Value {
    match extent {
        Extent::Full => Value::Label(labels::SUSPENDED_FULLY),
        Extent::Partial(amount) => Value::Amount(amount.clone(), None),
    }
}

/// What is left of an exact amount when an exact part of it is suspended; unknown in every other case.
fn left_of(amount: &Amount, suspended: &Amount) -> Option<Cents> {
    let Amount::Exact(whole) = amount else { return None };
    let part = match suspended {
        Amount::Exact(part) => *part,
        Amount::PercentOf { share, bound: Bound::Exactly, .. } => whole.share(*share)?,
        _ => return None,
    };
    let size = whole.size().checked_sub(part.size())?;
    let left = if whole.get() < 0 { size.negated() } else { size };
    (size.get() >= 0).then_some(left)
}

/// Why an amount cannot be counted; `None` when it can.
pub(super) const fn why_unknown(amount: &Amount) -> Option<Label> {
    match amount {
        Amount::Exact(_) | Amount::About { .. } => None,
        Amount::AtMost(_) | Amount::LessThan(_) | Amount::AtLeast(_) | Amount::Range { .. } => {
            Some(labels::REASON_BOUND_ONLY)
        }
        Amount::PercentOf { base: Base::Unknown(_), .. } => Some(labels::REASON_BASE_UNKNOWN),
        Amount::PercentOf { .. } => Some(labels::REASON_BASE_OPEN),
        Amount::Qualitative(_) => Some(labels::REASON_WORDS_ONLY),
        Amount::Unknown { .. } => Some(labels::REASON_NOT_KNOWN),
    }
}

/// The sum of what is counted in a year, with its entries.
pub(super) fn effect(lanes: &[Lane<'_>], year: BudgetYear) -> (Sum, Vec<Position>) {
    summed(lanes.iter().filter_map(|lane| lane.year(year)).filter(|found| found.counted))
}

/// The sum of what is announced and not decided, with its entries; of a cut and the one that makes it concrete only the first.
pub(super) fn announced(context: &Context<'_>, lanes: &[Lane<'_>], year: BudgetYear) -> (Sum, Vec<Position>) {
    let lanes = lanes.iter().filter(|lane| !lane.cut.adopted && lane.level != Level::Regional);
    let lanes = lanes.filter(|lane| {
        let other = lane.cut.terms.concretises.as_ref();
        let shown = other.is_some_and(|other| context.view.cuts.get(other).is_some());
        !shown && context.view.cuts.counted_instead(lane.id, year.get()).is_empty()
    });
    summed(lanes.filter_map(|lane| lane.year(year)))
}

fn summed<'a>(years: impl Iterator<Item = &'a LaneYear>) -> (Sum, Vec<Position>) {
    years.fold((Sum::default(), Vec::new()), |(sum, mut sources), year| {
        sources.extend_from_slice(&year.sources);
        (merge(&sum, &year.effect), sources)
    })
}
