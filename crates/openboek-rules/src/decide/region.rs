//! Rules of the region: versions of keys, and shares that make the whole to the cent.

use super::budget::too_large;
use super::check::{Check, at};
use crate::id::{ContributionId, Stream};
use crate::money::Cents;
use crate::refusal::{Refusal, RefusalCode};
use crate::state::{Contribution, State};
use crate::statement::{
    AllocationKeySet, BudgetSentToSupervisor, ContributionAdvanced, ContributionAllocated,
    ContributionSettled, FrameworkSent, KeyComponent, KeyVersion, MemberShare,
};
use crate::year::BudgetYear;

/// The weights of the components of a key make this many basis points.
const WHOLE: i64 = 10_000;

pub(super) fn key_set(check: &mut Check<'_>, body: &AllocationKeySet) {
    check.concerns(Stream::Region);
    let last = check.state.keys.get(&body.key).map_or(0, |key| key.versions());
    if u64::from(body.version) != last + 1 {
        check.refuse(
            Refusal::new(RefusalCode::KeyVersionGap, "body.version")
                .with("key", body.key.as_str())
                .with("expected", last + 1)
                .with("number", u64::from(body.version)),
        );
    }
    for (place, component) in body.components.iter().enumerate() {
        values(check, component, place);
    }
    let weights: Vec<i64> = body.components.iter().map(|c| i64::from(c.weight.get())).collect();
    if weights.iter().sum::<i64>() != WHOLE || weights.iter().any(|weight| *weight <= 0) {
        let refusal = Refusal::new(RefusalCode::KeyWeightsWrong, "body.components");
        check.refuse(refusal.with("key", body.key.as_str()));
    }
}

/// Every member once, and something to divide by.
fn values(check: &mut Check<'_>, component: &KeyComponent, place: usize) {
    let field = format!("body.components[{place}].values");
    check.document(&component.source, &format!("body.components[{place}].source"));
    check.listed_once(&field, component.values.iter().map(|value| value.municipality.to_string()));
    for (at, value) in component.values.iter().enumerate() {
        check.member(value.municipality, format!("{field}[{at}].municipality"));
    }
    if component.values.iter().all(|value| value.value == 0) {
        let number = u64::try_from(place).unwrap_or(u64::MAX).saturating_add(1);
        check.refuse(Refusal::new(RefusalCode::KeyWithoutValues, field).with("number", number));
    }
}

pub(super) fn allocated(check: &mut Check<'_>, body: &ContributionAllocated) {
    check.concerns(Stream::Region);
    let id = body.contribution.as_str();
    if let Some(entry) = check.state.contributions.get(&body.contribution).and_then(|known| known.adopted) {
        check.exists(RefusalCode::ContributionExists, "body.contribution", "contribution", id, entry);
    }
    if let Some(key) = &body.key {
        key_for(check, key, body.year);
    }
    members(check, &body.shares);
    whole(check, body.shares.iter().map(|share| share.amount), body.total, "body.shares");
    if !body.parts.is_empty() {
        whole(check, body.parts.iter().map(|part| part.amount), body.total, "body.parts");
    }
}

pub(super) fn advanced(check: &mut Check<'_>, body: &ContributionAdvanced) {
    members(check, &body.shares);
    check.reaches(&body.shares.iter().map(|share| Stream::Municipality(share.municipality)).collect());
    let Some(known) = known(check, &body.contribution, "body.contribution") else { return };
    for (place, share) in body.shares.iter().enumerate() {
        if let Some(entry) = known.advances.get(&(body.term, share.municipality)) {
            let refusal = Refusal::new(RefusalCode::AdvanceExists, format!("body.shares[{place}]"));
            let refusal = refusal.with("municipality", share.municipality.to_string());
            let refusal = refusal.with("number", u64::from(body.term));
            check.refuse(refusal.with("contribution", body.contribution.as_str()).with("entry", at(*entry)));
        }
    }
}

pub(super) fn settled(check: &mut Check<'_>, body: &ContributionSettled) {
    check.concerns(Stream::Region);
    members(check, &body.shares);
    whole(check, body.shares.iter().map(|share| share.amount), body.total, "body.shares");
    let Some(known) = known(check, &body.contribution, "body.contribution") else { return };
    if known.adopted.is_none() {
        let refusal = Refusal::new(RefusalCode::ContributionNotAdopted, "body.contribution");
        check.refuse(refusal.with("contribution", body.contribution.as_str()));
    }
    if let Some(key) = &body.key {
        key_for(check, key, known.year);
    }
}

/// The papers of the budget cycle are in the region's stream; whether they are in time is for the reader.
pub(super) fn framework_sent(check: &mut Check<'_>, body: &FrameworkSent) {
    check.concerns(Stream::Region);
    check.listed_once("body.to", body.to.iter().map(ToString::to_string));
    for (place, municipality) in body.to.iter().enumerate() {
        check.member(*municipality, format!("body.to[{place}]"));
    }
}

pub(super) fn sent_to_supervisor(check: &mut Check<'_>, body: &BudgetSentToSupervisor) {
    check.concerns(Stream::Region);
    check.organisation(&body.supervisor, "body.supervisor");
}

/// The contribution, if it is recorded.
pub(super) fn known<'a>(check: &mut Check<'a>, id: &ContributionId, field: &str) -> Option<&'a Contribution> {
    let state: &'a State = check.state;
    let known = state.contributions.get(id);
    if known.is_none() {
        check.unknown(RefusalCode::UnknownContribution, field, "contribution", id.as_str());
    }
    known
}

/// The version of the key is set and is for the year.
fn key_for(check: &mut Check<'_>, used: &KeyVersion, year: BudgetYear) {
    let state: &State = check.state;
    let refusal = |code| {
        Refusal::new(code, "body.key").with("key", used.key.as_str()).with("number", u64::from(used.version))
    };
    match state.keys.get(&used.key).and_then(|key| key.years(used.version)) {
        None => check.refuse(refusal(RefusalCode::UnknownKey)),
        Some(years) if !years.contains(year) => {
            let refusal = refusal(RefusalCode::KeyNotForYear);
            check.refuse(refusal.with("of_key", years).with("year", year));
        }
        Some(_) => {}
    }
}

fn members(check: &mut Check<'_>, shares: &[MemberShare]) {
    check.listed_once("body.shares", shares.iter().map(|share| share.municipality.to_string()));
    for (place, share) in shares.iter().enumerate() {
        check.member(share.municipality, format!("body.shares[{place}].municipality"));
    }
}

/// The parts make the whole to the cent.
fn whole(check: &mut Check<'_>, parts: impl Iterator<Item = Cents>, total: Cents, field: &str) {
    let sum: i128 = parts.map(|part| i128::from(part.get())).sum();
    let cents = |number: i128| i64::try_from(number).ok().and_then(Cents::new);
    let difference = cents(sum - i128::from(total.get()));
    match (cents(sum), difference) {
        (Some(sum), Some(difference)) if difference != Cents::ZERO => check.refuse(
            Refusal::new(RefusalCode::SharesDoNotAddUp, field)
                .with("sum", sum)
                .with("total", total)
                .with("difference", difference),
        ),
        (Some(_), Some(_)) => {}
        _ => check.refuse(too_large(field)),
    }
}
