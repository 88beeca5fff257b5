//! Rules of corrections: the same kind, identifiers and streams; the corrected statement keeps every rule it would have kept where
//! the original stands; and what was built on the original still holds.

use super::budget::name_of;
use super::check::{Check, at};
use super::subsidy::cents;
use crate::money::Cents;
use crate::refusal::{Refusal, RefusalCode, Value};
use crate::state::{Budget, Correctable, Fault, Line, State, subsidy_of, what, years_of};
use crate::statement::{Body, BudgetAmended, EntryCorrected, LineKey, Statement};

/// Refusals that only say that the original exists, or that a later one does.
const OF_THE_ORIGINAL: &[RefusalCode] = &[
    RefusalCode::FigureExists,
    RefusalCode::BudgetExists,
    RefusalCode::CutExists,
    RefusalCode::CutAlreadyAdopted,
    RefusalCode::ReactionExists,
    RefusalCode::ViewExists,
    RefusalCode::InhabitantsExist,
    RefusalCode::RequestExists,
    RefusalCode::CommitmentExists,
    RefusalCode::ProposalExists,
    RefusalCode::VisionExists,
    RefusalCode::PolicyExists,
    RefusalCode::ExperimentExists,
    RefusalCode::IndicatorExists,
    RefusalCode::CouncilAlreadyDecided,
    RefusalCode::ItemAlreadyAnswered,
    RefusalCode::RequestAlreadyAnswered,
    RefusalCode::ExperimentAlreadyConcluded,
    RefusalCode::CommitmentAlreadyFulfilled,
    RefusalCode::CutNotSuspended,
    RefusalCode::CutWithdrawn,
    RefusalCode::AccountsExist,
    RefusalCode::FigureSuperseded,
    RefusalCode::ContributionExists,
    RefusalCode::AdvanceExists,
    RefusalCode::SubsidyExists,
    RefusalCode::SubsidyAlreadyAwarded,
    RefusalCode::SubsidyAlreadyDetermined,
    RefusalCode::SubsidyNotDetermined,
    RefusalCode::SubsidyClosed,
    RefusalCode::PaymentNotSuspended,
    RefusalCode::NoticeExists,
    RefusalCode::ObjectionExists,
    RefusalCode::ObjectionAlreadyDecided,
    // Judged against the amounts that stood then.
    RefusalCode::DeterminedAboveAward,
    RefusalCode::RepaidAbovePaid,
    RefusalCode::AmendmentNumberGap,
    RefusalCode::AmendmentOldDiffers,
];

pub(super) fn entry_corrected(check: &mut Check<'_>, body: &EntryCorrected) {
    let state: &State = check.state;
    if let Some(original) = state.corrections.get(&body.entry) {
        let refusal = Refusal::new(RefusalCode::CorrectionOfCorrection, "body.entry");
        check.refuse(refusal.with("entry", at(body.entry)).with("original", at(*original)));
        return;
    }
    let Some(known) = state.correctable.get(&body.entry) else {
        let refusal = Refusal::new(RefusalCode::EntryNotCorrectable, "body.entry");
        check.refuse(refusal.with("entry", at(body.entry)));
        return;
    };
    if is_the_same(check, body, known) {
        keeps_the_rules(check, &body.corrected);
        match &body.corrected.body {
            Body::BudgetAdopted(corrected) => {
                let budget = state.budgets.get(&(corrected.holder, corrected.year));
                let lines = corrected.lines.iter().map(|line| (&line.key, line.amount)).collect::<Vec<_>>();
                fits_in(check, body.entry, budget, &lines, |_, _| Cents::ZERO);
            }
            Body::BudgetAmended(corrected) => {
                let budget = state.budgets.get(&(corrected.holder, corrected.year));
                follows(check, body.entry, budget, corrected);
                let lines = corrected.lines.iter().map(|line| (&line.key, line.new)).collect::<Vec<_>>();
                fits_in(check, body.entry, budget, &lines, Line::before);
            }
            other => subsidy_still_follows(check, body.entry, other),
        }
    }
}

/// What was decided, fixed or paid after the corrected step still follows from it.
fn subsidy_still_follows(check: &mut Check<'_>, entry: u64, corrected: &Body) {
    let state: &State = check.state;
    let Some(id) = subsidy_of(corrected) else { return };
    let Some(subsidy) = state.subsidies.get(id) else { return };
    let refuse = |code, field: &str| {
        Refusal::new(code, format!("body.corrected.body.{field}")).with("subsidy", id.as_str())
    };
    if let Body::SubsidyApplied(body) = corrected
        && body.recipient != subsidy.recipient
    {
        let refusal = refuse(RefusalCode::RecipientDiffers, "recipient");
        check.refuse(refusal.with("entry", at(subsidy.entry)));
    }
    if let Some(years) = years_of(corrected).filter(|_| subsidy.years_since == entry)
        && let Some(year) = subsidy.money.named_outside(entry, years)
    {
        let refusal = refuse(RefusalCode::YearOutsideSubsidy, "years");
        check.refuse(refusal.with("years", years).with("named", year));
    }
    match subsidy.money.fault_with(entry, corrected) {
        Some(Fault::FixedAboveAward { awarded, fixed }) => {
            let refusal = refuse(RefusalCode::DeterminedAboveAward, "terms.amount");
            check.refuse(refusal.with("awarded", cents(awarded)).with("determined", cents(fixed)));
        }
        Some(Fault::RepaidAbovePaid { paid, repaid }) => {
            let refusal = refuse(RefusalCode::RepaidAbovePaid, "amount");
            check.refuse(refusal.with("paid", cents(paid)).with("repaid", cents(repaid)));
        }
        None => {}
    }
}

/// Kind, identifiers and streams are those of the original, so that its readers read of the correction.
fn is_the_same(check: &mut Check<'_>, body: &EntryCorrected, known: &Correctable) -> bool {
    let corrected = &body.corrected;
    let said = what(&corrected.body).unwrap_or_else(|| corrected.body.kind().to_owned());
    let streams = |concerns: &[crate::id::Stream]| {
        concerns.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    let recorded = streams(&known.concerns);
    let pairs = [
        ("body.corrected.body", known.what.clone(), said),
        ("body.corrected.concerns", recorded.clone(), streams(&corrected.concerns)),
        ("concerns", recorded, streams(&check.statement.concerns)),
    ];
    let mut same = true;
    for (field, recorded, said) in pairs {
        if recorded != said {
            same = false;
            let refusal = Refusal::new(RefusalCode::CorrectionDiffers, field).with("entry", at(body.entry));
            check.refuse(refusal.with("recorded", recorded).with("said", said));
        }
    }
    same
}

fn keeps_the_rules(check: &mut Check<'_>, corrected: &Statement) {
    let mut within = Check::new(check.state, corrected);
    within.streams();
    within.act();
    super::body(&mut within);
    for mut refusal in within.found() {
        if !OF_THE_ORIGINAL.contains(&refusal.code) {
            refusal.field = format!("body.corrected.{}", refusal.field);
            check.refuse(refusal);
        }
    }
}

/// A corrected amendment's old amounts are the amounts that stood before it.
fn follows(check: &mut Check<'_>, entry: u64, budget: Option<&Budget>, corrected: &BudgetAmended) {
    for (place, line) in corrected.lines.iter().enumerate() {
        let known = budget.and_then(|budget| budget.line(&line.key));
        let stood = known.map_or(Cents::ZERO, |known| known.before(entry));
        if line.old != stood {
            let field = format!("body.corrected.body.lines[{place}].old_cents");
            let refusal = Refusal::new(RefusalCode::AmendmentOldDiffers, field);
            let refusal = refusal.with("line", name_of(&line.key)).with("stands", stood);
            check.refuse(refusal.with("old", line.old));
        }
    }
}

/// A line that was amended since keeps its amount, since the amendment began from it.
fn fits_in(
    check: &mut Check<'_>,
    entry: u64,
    budget: Option<&Budget>,
    lines: &[(&LineKey, Cents)],
    unnamed: impl Fn(&Line, u64) -> Cents,
) {
    let said: std::collections::BTreeMap<&LineKey, Cents> = lines.iter().copied().collect();
    for (key, line) in budget.into_iter().flat_map(Budget::lines) {
        let Some(since) = line.changed_since(entry) else { continue };
        let recorded = line.after(entry);
        let corrected = said.get(key).copied().unwrap_or_else(|| unnamed(line, entry));
        if corrected != recorded {
            let refusal = Refusal::new(RefusalCode::LineChangedSince, "body.corrected.body.lines");
            let refusal = refusal.with("line", name_of(key)).with("recorded", recorded);
            check.refuse(refusal.with("corrected", corrected).with("entry", Value::Entry(Some(since))));
        }
    }
}
