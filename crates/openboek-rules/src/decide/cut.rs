//! Rules of cuts: an announcement is no decision, a suspension stays within the years, parts make their total.

use super::budget::too_large;
use super::check::Check;
use crate::amount::Amount;
use crate::id::CutId;
use crate::money::Cents;
use crate::refusal::{Refusal, RefusalCode, Value};
use crate::state::{Cut, State};
use crate::statement::{
    Bearer, Condition, CutAdopted, CutAllocated, CutAmended, CutAnnounced, CutConditioned, CutPart,
    CutSuspended, CutTerms, DecisionHeldOver, Extent, Subject,
};
use crate::year::YearSpan;

pub(super) fn announced(check: &mut Check<'_>, body: &CutAnnounced) {
    if let Some(cut) = check.state.cuts.get(&body.terms.cut) {
        check.exists(RefusalCode::CutExists, "body.terms.cut", "cut", body.terms.cut.as_str(), cut.entry);
    }
    terms(check, &body.terms);
    if let Some(condition) = &body.condition {
        waits_for(check, condition);
    }
}

pub(super) fn adopted(check: &mut Check<'_>, body: &CutAdopted) {
    if let Some(cut) = check.state.cuts.get(&body.terms.cut) {
        check.reaches(&cut.streams);
        if let Some(entry) = cut.adopted {
            let id = body.terms.cut.as_str();
            check.exists(RefusalCode::CutAlreadyAdopted, "body.terms.cut", "cut", id, entry);
        }
    }
    terms(check, &body.terms);
}

pub(super) fn suspended(check: &mut Check<'_>, body: &CutSuspended) {
    if let Some(cut) = known(check, &body.cut, "body.cut") {
        is_adopted(check, &body.cut, cut);
        not_withdrawn(check, &body.cut, cut);
        within_years(check, &body.cut, cut, body.years, "body.years");
    }
    if let Extent::Partial(amount) = &body.extent {
        check.amount(amount, "body.partial");
    }
}

pub(super) fn amended(check: &mut Check<'_>, body: &CutAmended) {
    known(check, &body.cut, "body.cut");
    check.amount(&body.amount, "body.amount");
    is_a_cut(check, &body.cut, &body.amount, "body.amount");
}

pub(super) fn conditioned(check: &mut Check<'_>, body: &CutConditioned) {
    known(check, &body.cut, "body.cut");
    waits_for(check, &body.condition);
}

pub(super) fn allocated(check: &mut Check<'_>, body: &CutAllocated) {
    if let Some(cut) = known(check, &body.cut, "body.cut") {
        within_years(check, &body.cut, cut, body.years, "body.years");
    }
    check.once(RefusalCode::BearerTwice, "bearer", "body.parts", "", body.parts.iter().map(bearer_name));
    let mut sound = true;
    for (place, part) in body.parts.iter().enumerate() {
        match &part.bearer {
            Bearer::Organisation(id) => check.organisation(id, format!("body.parts[{place}].organisation")),
            Bearer::Municipality(code) => {
                check.member(*code, format!("body.parts[{place}].municipality"));
            }
            Bearer::Theme(_) => {}
        }
        sound &= check.amount(&part.amount, &format!("body.parts[{place}].amount"));
    }
    if let Some(total) = &body.total {
        sound &= check.amount(total, "body.total");
    }
    if sound {
        adds_up(check, body);
    }
}

pub(super) fn held_over(check: &mut Check<'_>, body: &DecisionHeldOver) {
    match &body.subject {
        Subject::Cut(cut) => {
            known(check, cut, "body.cut");
        }
        Subject::Proposal(proposal) => {
            super::joint::known(check, proposal, "body.proposal");
        }
    }
}

/// The cut, if it is recorded; the statement then reaches all who could read of it.
pub(super) fn known<'a>(check: &mut Check<'a>, id: &CutId, field: &str) -> Option<&'a Cut> {
    let state: &'a State = check.state;
    match state.cuts.get(id) {
        Some(cut) => {
            check.reaches(&cut.streams);
            Some(cut)
        }
        None => {
            check.unknown(RefusalCode::UnknownCut, field, "cut", id.as_str());
            None
        }
    }
}

pub(super) fn is_adopted(check: &mut Check<'_>, id: &CutId, cut: &Cut) {
    if cut.adopted.is_none() {
        check.unknown(RefusalCode::CutNotAdopted, "body.cut", "cut", id.as_str());
    }
}

/// Nothing becomes of a cut that was withdrawn wholly.
pub(super) fn not_withdrawn(check: &mut Check<'_>, id: &CutId, cut: &Cut) {
    if let Some(entry) = cut.withdrawn() {
        check.exists(RefusalCode::CutWithdrawn, "body.cut", "cut", id.as_str(), entry);
    }
}

fn terms(check: &mut Check<'_>, terms: &CutTerms) {
    check.amount(&terms.amount, "body.terms.amount");
    is_a_cut(check, &terms.cut, &terms.amount, "body.terms.amount");
    let Some(wider) = &terms.concretises else { return };
    if *wider == terms.cut || leads_to(check.state, wider, &terms.cut) {
        check.unknown(RefusalCode::CutCircle, "body.terms.concretises", "cut", terms.cut.as_str());
    } else if !check.state.cuts.contains(wider) {
        check.unknown(RefusalCode::UnknownCut, "body.terms.concretises", "cut", wider.as_str());
    }
}

/// Whether `from` makes `to` concrete, directly or through others. Recorded circles, which evolving tolerates, end the walk.
fn leads_to(state: &State, from: &CutId, to: &CutId) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    let mut next = Some(from);
    while let Some(id) = next {
        if id == to {
            return true;
        }
        if !seen.insert(id) {
            return false;
        }
        next = state.cuts.get(id).and_then(|cut| cut.concretises());
    }
    false
}

fn waits_for(check: &mut Check<'_>, condition: &Condition) {
    if let Some(proposal) = &condition.proposal {
        super::joint::known(check, proposal, "body.condition.proposal");
    }
}

pub(super) fn within_years(check: &mut Check<'_>, id: &CutId, cut: &Cut, years: YearSpan, field: &str) {
    if !cut.covers(years) {
        let refusal = Refusal::new(RefusalCode::YearsOutsideCut, field).with("cut", id.as_str());
        let Some(own) = cut.years() else { return };
        let of_cut = if cut.is_structural() { Value::YearsFrom(own.first()) } else { Value::Years(own) };
        check.refuse(refusal.with("of_cut", of_cut).with("named", years));
    }
}

/// A cut is negative where it is a number; zero says that nothing is left of it.
pub(super) fn is_a_cut(check: &mut Check<'_>, id: &CutId, amount: &Amount, field: &str) {
    let positive = match amount {
        Amount::Exact(cents)
        | Amount::About { cents, .. }
        | Amount::AtMost(cents)
        | Amount::LessThan(cents)
        | Amount::AtLeast(cents)
        | Amount::Range { low: cents, .. } => *cents > Cents::ZERO,
        Amount::PercentOf { share, .. } => share.get() > 0,
        Amount::Qualitative(_) | Amount::Unknown { .. } => false,
    };
    if positive {
        check.unknown(RefusalCode::CutAmountPositive, field, "cut", id.as_str());
    }
}

fn bearer_name(part: &CutPart) -> String {
    match &part.bearer {
        Bearer::Organisation(id) => id.to_string(),
        Bearer::Municipality(code) => code.to_string(),
        // In quotation marks, so that a theme is never taken for an organisation.
        Bearer::Theme(text) => format!("\"{text}\""),
    }
}

/// The parts make the stated total, to the cent where everything is exact. Where something is not, only a certain
/// contradiction is refused: no amounts that the words allow make the total.
fn adds_up(check: &mut Check<'_>, body: &CutAllocated) {
    let parts: Vec<&Amount> = body.parts.iter().map(|part| &part.amount).collect();
    make_the_whole(check, &parts, body.total.as_ref(), "body.parts", "body.total");
}

/// The same for any list of parts with its whole.
pub(super) fn make_the_whole(
    check: &mut Check<'_>,
    parts: &[&Amount],
    total: Option<&Amount>,
    field: &str,
    total_field: &str,
) {
    let sum = parts.iter().map(|part| Possible::of(part)).fold(Possible::ZERO, Possible::plus);
    if Cents::sum(parts.iter().filter_map(|part| part.countable())).is_none() {
        check.refuse(too_large(field));
        return;
    }
    let Some(total) = total else { return };
    let stated = Possible::of(total);
    if let Some((sum, stated)) = sum.contradicts(stated) {
        let cents = |value: i128| i64::try_from(value).ok().and_then(Cents::new);
        let (Some(sum), Some(total), Some(difference)) = (cents(sum), cents(stated), cents(sum - stated))
        else {
            check.refuse(too_large(field));
            return;
        };
        let refusal = Refusal::new(RefusalCode::PartsDoNotAddUp, total_field).with("sum", sum);
        check.refuse(refusal.with("total", total).with("difference", difference));
    }
}

/// The amounts in cents that the words of an amount allow; an open end is `None`.
#[derive(Clone, Copy)]
struct Possible {
    low: Option<i128>,
    high: Option<i128>,
}

impl Possible {
    const ZERO: Self = Self { low: Some(0), high: Some(0) };

    fn of(amount: &Amount) -> Self {
        let (low, high) = amount.between();
        Self { low, high }
    }

    fn plus(self, other: Self) -> Self {
        let add = |a: Option<i128>, b: Option<i128>| Some(a? + b?);
        Self { low: add(self.low, other.low), high: add(self.high, other.high) }
    }

    /// The two ends that are nearest to each other, when no amount is possible for both.
    fn contradicts(self, stated: Self) -> Option<(i128, i128)> {
        match (self, stated) {
            (Self { high: Some(sum), .. }, Self { low: Some(total), .. }) if sum < total => {
                Some((sum, total))
            }
            (Self { low: Some(sum), .. }, Self { high: Some(total), .. }) if sum > total => {
                Some((sum, total))
            }
            _ => None,
        }
    }
}
