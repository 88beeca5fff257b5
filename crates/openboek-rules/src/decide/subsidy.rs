//! Rules of subsidies: what can follow on what, and parts that make the whole.
//!
//! That a term was missed, a ceiling exceeded or a ground left out is a signal of [`law`](crate::law), never a refusal: the decision
//! was really taken.

use super::check::{Check, at};
use super::cut::make_the_whole;
use super::voice::actor_sees;
use crate::amount::Amount;
use crate::id::{CeilingId, Stream, SubsidyId};
use crate::money::Cents;
use crate::refusal::{Refusal, RefusalCode};
use crate::state::{Stage, State, Subsidy};
use crate::statement::{
    AdvancePaid, CeilingSet, DeterminationGround, PaymentDirection, PaymentSuspended, RecoveryDecided,
    SubsidyAmended, SubsidyApplied, SubsidyAwarded, SubsidyDetermined, SubsidyPaid, SubsidyRecipient,
    SubsidyRefused, SubsidyShare, SubsidyTerms, SubsidyWithdrawn, WithdrawnPart,
};
use crate::year::YearSpan;

pub(super) fn ceiling_set(check: &mut Check<'_>, body: &CeilingSet) {
    if let Some(code) = body.holder.municipality() {
        check.member(code, "body.holder");
    }
    check.concerns(body.holder);
    amount(check, &body.amount, "body.amount");
    let state: &State = check.state;
    let Some(before) = state.ceilings.get(&body.ceiling) else { return };
    check.reaches(&before.streams);
    if (before.holder, before.years) != (body.holder, body.years) {
        let id = body.ceiling.as_str();
        check.exists(RefusalCode::CeilingDiffers, "body.ceiling", "ceiling", id, before.entry);
    }
}

pub(super) fn applied(check: &mut Check<'_>, body: &SubsidyApplied) {
    if let Some(subsidy) = check.state.subsidies.get(&body.subsidy) {
        exists(check, RefusalCode::SubsidyExists, &body.subsidy, subsidy.entry);
    }
    recipient(check, &body.recipient);
    amount(check, &body.amount, "body.amount");
}

pub(super) fn awarded(check: &mut Check<'_>, body: &SubsidyAwarded) {
    actor_sees(check);
    recipient(check, &body.recipient);
    ceiling(check, body.ceiling.as_ref());
    terms(check, &body.terms, &body.subsidy, body.years);
    let state: &State = check.state;
    let Some(subsidy) = state.subsidies.get(&body.subsidy) else { return };
    check.reaches(&subsidy.streams);
    match subsidy.stage {
        Stage::Awarded | Stage::Determined => {
            exists(check, RefusalCode::SubsidyAlreadyAwarded, &body.subsidy, subsidy.since);
        }
        Stage::Closed if !subsidy.reopened => closed(check, &body.subsidy, subsidy),
        Stage::Closed | Stage::Applied => {}
    }
    // Who receives may become known later, and a correction speaks of the time before a register named another.
    let is_known = subsidy.recipient == body.recipient || subsidy.recipients_before.contains(&body.recipient);
    if !is_known && subsidy.recipient != SubsidyRecipient::Unsaid {
        let refusal = Refusal::new(RefusalCode::RecipientDiffers, "body.recipient");
        check.refuse(refusal.with("subsidy", body.subsidy.as_str()).with("entry", at(subsidy.entry)));
    }
}

pub(super) fn refused(check: &mut Check<'_>, body: &SubsidyRefused) {
    actor_sees(check);
    ceiling(check, body.ceiling.as_ref());
    let Some(subsidy) = known(check, &body.subsidy) else { return };
    match subsidy.stage {
        Stage::Applied => {}
        Stage::Closed if subsidy.reopened => {}
        Stage::Closed => closed(check, &body.subsidy, subsidy),
        Stage::Awarded | Stage::Determined => {
            exists(check, RefusalCode::SubsidyAlreadyAwarded, &body.subsidy, subsidy.since);
        }
    }
}

pub(super) fn amended(check: &mut Check<'_>, body: &SubsidyAmended) {
    let Some(subsidy) = known(check, &body.subsidy) else { return };
    terms(check, &body.terms, &body.subsidy, subsidy.years);
    let reopens = body.ground.reopens();
    match subsidy.stage {
        Stage::Awarded => {}
        Stage::Applied => not_awarded(check, &body.subsidy, subsidy),
        Stage::Closed if subsidy.money.was_awarded() && (subsidy.reopened || reopens) => {}
        Stage::Closed => closed(check, &body.subsidy, subsidy),
        Stage::Determined if reopens => {}
        Stage::Determined => {
            exists(check, RefusalCode::SubsidyAlreadyDetermined, &body.subsidy, subsidy.since);
        }
    }
}

pub(super) fn advance_paid(check: &mut Check<'_>, body: &AdvancePaid) {
    amount(check, &body.amount, "body.amount");
    let Some(subsidy) = known(check, &body.subsidy) else { return };
    match subsidy.stage {
        Stage::Awarded => {}
        Stage::Applied => not_awarded(check, &body.subsidy, subsidy),
        Stage::Closed => closed(check, &body.subsidy, subsidy),
        Stage::Determined => {
            exists(check, RefusalCode::SubsidyAlreadyDetermined, &body.subsidy, subsidy.since);
        }
    }
}

pub(super) fn paid(check: &mut Check<'_>, body: &SubsidyPaid) {
    let sound = amount(check, &body.amount, "body.amount");
    let Some(subsidy) = known(check, &body.subsidy) else { return };
    was_decided(check, &body.subsidy, subsidy);
    let back = body.amount.between().0.filter(|_| sound && body.direction == PaymentDirection::FromRecipient);
    let Some((back, paid)) = back.zip(subsidy.money.paid_at_most()).filter(|(back, paid)| back > paid) else {
        return;
    };
    let refusal =
        Refusal::new(RefusalCode::RepaidAbovePaid, "body.amount").with("subsidy", body.subsidy.as_str());
    check.refuse(refusal.with("paid", cents(paid)).with("repaid", cents(back)));
}

pub(super) fn payment_suspended(check: &mut Check<'_>, body: &PaymentSuspended) {
    let Some(subsidy) = known(check, &body.subsidy) else { return };
    if body.resumed && !subsidy.suspended {
        check.unknown(RefusalCode::PaymentNotSuspended, "body.resumed", "subsidy", body.subsidy.as_str());
    } else if !body.resumed {
        was_decided(check, &body.subsidy, subsidy);
    }
}

pub(super) fn determined(check: &mut Check<'_>, body: &SubsidyDetermined) {
    let Some(subsidy) = known(check, &body.subsidy) else { return };
    let Some(fixed) = &body.terms else {
        if subsidy.stage != Stage::Determined {
            check.unknown(RefusalCode::SubsidyNotDetermined, "body.terms", "subsidy", body.subsidy.as_str());
        }
        return;
    };
    terms(check, fixed, &body.subsidy, subsidy.years);
    match subsidy.stage {
        // Without an award a subsidy is fixed at once (Awb 4:43).
        Stage::Applied | Stage::Awarded => {}
        Stage::Closed if subsidy.reopened => {}
        Stage::Closed => closed(check, &body.subsidy, subsidy),
        Stage::Determined if body.ground.is_some_and(DeterminationGround::may_come_later) => {}
        Stage::Determined => {
            exists(check, RefusalCode::SubsidyAlreadyDetermined, &body.subsidy, subsidy.since);
        }
    }
    not_above_award(check, body, fixed, subsidy);
}

/// Real registers show that a later determination may be higher than the award, after an objection or a correction; the first may not.
fn not_above_award(check: &mut Check<'_>, body: &SubsidyDetermined, fixed: &SubsidyTerms, subsidy: &Subsidy) {
    if subsidy.money.was_determined() || body.ground.is_some_and(DeterminationGround::may_come_later) {
        return;
    }
    let least = fixed.amount.between().0;
    let Some((fixed, most)) = least.zip(subsidy.money.awarded_at_most()).filter(|(fixed, most)| fixed > most)
    else {
        return;
    };
    let refusal = Refusal::new(RefusalCode::DeterminedAboveAward, "body.terms.amount")
        .with("subsidy", body.subsidy.as_str());
    check.refuse(refusal.with("awarded", cents(most)).with("determined", cents(fixed)));
}

pub(super) fn withdrawn(check: &mut Check<'_>, body: &SubsidyWithdrawn) {
    let Some(subsidy) = known(check, &body.subsidy) else { return };
    let id = &body.subsidy;
    match (body.part, subsidy.stage) {
        (WithdrawnPart::Application, Stage::Applied)
        | (WithdrawnPart::Award, Stage::Awarded)
        | (WithdrawnPart::Determination, Stage::Determined) => {}
        (_, Stage::Closed) => closed(check, id, subsidy),
        (WithdrawnPart::Application, _) => {
            exists(check, RefusalCode::SubsidyAlreadyAwarded, id, subsidy.since);
        }
        (WithdrawnPart::Award, Stage::Determined) => {
            exists(check, RefusalCode::SubsidyAlreadyDetermined, id, subsidy.since);
        }
        (WithdrawnPart::Award, _) => not_awarded(check, id, subsidy),
        (WithdrawnPart::Determination, _) => {
            check.unknown(RefusalCode::SubsidyNotDetermined, "body.part", "subsidy", id.as_str());
        }
    }
}

pub(super) fn recovery_decided(check: &mut Check<'_>, body: &RecoveryDecided) {
    amount(check, &body.amount, "body.amount");
    let Some(subsidy) = known(check, &body.subsidy) else { return };
    was_decided(check, &body.subsidy, subsidy);
}

/// The subsidy, if it is recorded; the statement then reaches all who could read of it.
pub(super) fn known<'a>(check: &mut Check<'a>, id: &SubsidyId) -> Option<&'a Subsidy> {
    let state: &'a State = check.state;
    let found = state.subsidies.get(id);
    match found {
        Some(subsidy) => check.reaches(&subsidy.streams),
        None => check.unknown(RefusalCode::UnknownSubsidy, "body.subsidy", "subsidy", id.as_str()),
    }
    found
}

/// An award or a determination was there once, so that money could be due.
pub(super) fn was_decided(check: &mut Check<'_>, id: &SubsidyId, subsidy: &Subsidy) {
    if subsidy.money.was_awarded() || subsidy.money.was_determined() {
        return;
    }
    match subsidy.stage {
        Stage::Closed => closed(check, id, subsidy),
        _ => not_awarded(check, id, subsidy),
    }
}

/// An amount that makes sense and is not below zero. Whether it is, is the answer.
pub(super) fn amount(check: &mut Check<'_>, amount: &Amount, field: &str) -> bool {
    let sound = check.amount(amount, field);
    let negative = match amount {
        Amount::Exact(cents)
        | Amount::About { cents, .. }
        | Amount::AtMost(cents)
        | Amount::LessThan(cents)
        | Amount::AtLeast(cents)
        | Amount::Range { low: cents, .. } => *cents < Cents::ZERO,
        Amount::PercentOf { share, .. } => share.get() < 0,
        Amount::Qualitative(_) | Amount::Unknown { .. } => false,
    };
    if negative {
        check.refuse(Refusal::new(RefusalCode::SubsidyAmountNegative, field));
    }
    sound && !negative
}

fn terms(check: &mut Check<'_>, terms: &SubsidyTerms, id: &SubsidyId, years: YearSpan) {
    let whole = amount(check, &terms.amount, "body.terms.amount");
    let of_years: Vec<&Amount> = terms.per_year.iter().map(|part| &part.amount).collect();
    parts(check, &of_years, &terms.amount, whole, "body.terms.per_year");
    check.listed_once("body.terms.per_year", terms.per_year.iter().map(|part| part.year.to_string()));
    for (place, part) in terms.per_year.iter().enumerate() {
        if !years.contains(part.year) {
            let field = format!("body.terms.per_year[{place}].year");
            let refusal = Refusal::new(RefusalCode::YearOutsideSubsidy, field).with("subsidy", id.as_str());
            check.refuse(refusal.with("years", years).with("named", part.year));
        }
    }
    shares(check, &terms.partners, &terms.amount, whole, "body.terms.partners");
    shares(check, &terms.borne_by, &terms.amount, whole, "body.terms.borne_by");
    for (place, share) in terms.partners.iter().enumerate() {
        check.organisation(&share.organisation, format!("body.terms.partners[{place}].organisation"));
    }
    for (place, share) in terms.borne_by.iter().enumerate() {
        borne_by(check, share, format!("body.terms.borne_by[{place}].organisation"));
    }
}

/// Only a member can bear a part, and it reads of it.
fn borne_by(check: &mut Check<'_>, share: &SubsidyShare, field: String) {
    match share.organisation.municipality() {
        None => {
            let refusal = Refusal::new(RefusalCode::UnknownMunicipality, field);
            check.refuse(refusal.with("municipality", share.organisation.as_str()));
        }
        Some(code) => {
            if check.member(code, field) && !check.statement.concerns.contains(&Stream::Region) {
                check.concerns(Stream::Municipality(code));
            }
        }
    }
}

fn shares(check: &mut Check<'_>, list: &[SubsidyShare], whole: &Amount, sound: bool, field: &str) {
    check.listed_once(field, list.iter().map(|share| share.organisation.to_string()));
    let amounts: Vec<&Amount> = list.iter().map(|share| &share.amount).collect();
    parts(check, &amounts, whole, sound, field);
}

/// Parts that are listed make the whole, to the cent where all is exact.
fn parts(check: &mut Check<'_>, parts: &[&Amount], whole: &Amount, mut sound: bool, field: &str) {
    for (place, part) in parts.iter().enumerate() {
        sound &= amount(check, part, &format!("{field}[{place}].amount"));
    }
    if sound && !parts.is_empty() {
        make_the_whole(check, parts, Some(whole), field, field);
    }
}

pub(super) fn recipient(check: &mut Check<'_>, recipient: &SubsidyRecipient) {
    if let SubsidyRecipient::Organisation(id) = recipient {
        check.organisation(id, "body.recipient.organisation");
    }
}

fn ceiling(check: &mut Check<'_>, ceiling: Option<&CeilingId>) {
    let state: &State = check.state;
    if let Some(id) = ceiling.filter(|id| !state.ceilings.contains(*id)) {
        check.unknown(RefusalCode::UnknownCeiling, "body.ceiling", "ceiling", id.as_str());
    }
}

fn exists(check: &mut Check<'_>, code: RefusalCode, id: &SubsidyId, entry: u64) {
    check.exists(code, "body.subsidy", "subsidy", id.as_str(), entry);
}

fn closed(check: &mut Check<'_>, id: &SubsidyId, subsidy: &Subsidy) {
    exists(check, RefusalCode::SubsidyClosed, id, subsidy.since);
}

fn not_awarded(check: &mut Check<'_>, id: &SubsidyId, subsidy: &Subsidy) {
    exists(check, RefusalCode::SubsidyNotAwarded, id, subsidy.since);
}

/// An amount for a text; sizes beyond what the ledger holds read as the largest it holds.
pub(super) fn cents(value: i128) -> Cents {
    let largest = i128::from(Cents::MAX_SIZE);
    i64::try_from(value.clamp(-largest, largest)).ok().and_then(Cents::new).unwrap_or_default()
}
