//! What becomes of cuts, and corrections: random statements of both, and the history as it should have been.

use openboek_rules::statement::*;
use openboek_rules::{Act, Amount, Statement, Stream};
use openboek_views::RecordedEvent;

use super::Draw;
use crate::support::Ledger;
use crate::support::build::*;

/// One of the things that can become of a cut.
pub fn course(act: Act, id: &str, amount: Amount, draw: &Draw) -> Body {
    let cut = cut(id);
    let extent = if draw.flags & 1 == 0 { Extent::Full } else { Extent::Partial(amount.clone()) };
    let span = years(draw.year, draw.year);
    match draw.other {
        0 => Body::CutResumed(CutResumed { act, cut, years: span, extent }),
        1 => {
            let years = (draw.flags & 6 != 0).then_some(span);
            Body::CutWithdrawn(CutWithdrawn { act, cut, years, extent, reason: None })
        }
        2 => {
            let year = year(draw.year);
            Body::CutRealised(CutRealised { act, cut, year, amount, means: Some(text("minder inkoop")) })
        }
        _ => {
            let (from_year, to_year) = (year(draw.year), year(draw.year + 1));
            Body::CutShifted(CutShifted { act, cut, from_year, to_year, amount, reason: None })
        }
    }
}

/// A correction of one of the statements recorded so far, with the streams it must have.
pub fn correction(ledger: &Ledger, act: Act, draw: &Draw) -> Option<(Vec<String>, Body)> {
    let place = usize::try_from(draw.amount).unwrap() % ledger.events.len();
    let mut corrected = ledger.events[place].statement.clone();
    change(&mut corrected.body, draw);
    let concerns = corrected.concerns.iter().map(Stream::to_string).collect();
    let body = EntryCorrected {
        act,
        entry: ledger.events[place].index,
        mistake: Mistake::WrongAmount,
        reason: text("Verkeerd overgenomen"),
        corrected: Box::new(corrected),
    };
    Some((concerns, Body::EntryCorrected(body)))
}

fn change(body: &mut Body, draw: &Draw) {
    let cents = cents(draw.lines[0].4);
    let less = Amount::Exact(cents.negated());
    match body {
        Body::BudgetAdopted(b) => {
            if let Some(line) = b.lines.first_mut() {
                line.amount = cents;
            }
        }
        Body::BudgetAmended(b) => {
            if let Some(line) = b.lines.first_mut() {
                line.mutation = cents;
                line.new = line.old.checked_add(cents).unwrap();
            }
        }
        Body::CutAdopted(b) => b.terms.amount = less,
        Body::CutAnnounced(b) => b.terms.amount = less,
        Body::CutAmended(b) => b.amount = less,
        Body::CutSuspended(b) => b.extent = Extent::Partial(less),
        Body::CutShifted(b) => b.amount = less,
        Body::CutRealised(b) => b.amount = less,
        Body::BudgetLineIndicated(b) => b.figure.amount = Amount::Exact(cents),
        Body::ExperimentStarted(b) => b.amount = Amount::Exact(cents),
        Body::CouncilDecided(b) => b.outcome = CouncilOutcome::Rejected,
        Body::BudgetDrafted(BudgetDrafted { lines, .. })
        | Body::ActualsReported(ActualsReported { lines, .. })
        | Body::AccountsAdopted(AccountsAdopted { lines, .. }) => {
            if let Some(line) = lines.first_mut() {
                line.amount = cents;
            }
        }
        Body::ReserveChanged(b) => b.added = cents,
        Body::FundingIndicated(b) => b.figure.amount = Amount::Exact(cents),
        Body::FundingSuperseded(b) => b.figure.amount = Amount::Exact(cents),
        Body::FundingGranted(b) => b.figure.amount = Amount::Exact(cents),
        Body::ContributionAllocated(b) => more(&mut b.total, &mut b.shares, cents),
        Body::ContributionSettled(b) => more(&mut b.total, &mut b.shares, cents),
        Body::ContributionAdvanced(b) => b.shares[0].amount = cents,
        other => change_subsidy(other, exact(cents.get() % 1_000_000), draw),
    }
}

/// The first member pays so much more, and the regional amount is so much higher.
fn more(total: &mut openboek_rules::Cents, shares: &mut [MemberShare], cents: openboek_rules::Cents) {
    *total = total.checked_add(cents).unwrap();
    shares[0].amount = shares[0].amount.checked_add(cents).unwrap();
}

fn change_subsidy(body: &mut Body, amount: Amount, draw: &Draw) {
    let whole = |amount| SubsidyTerms { amount, per_year: vec![], partners: vec![], borne_by: vec![] };
    match body {
        Body::CeilingSet(b) => b.amount = amount,
        Body::SubsidyApplied(b) => b.amount = amount,
        Body::SubsidyAwarded(b) => {
            b.terms = whole(amount);
            b.years = years(draw.year, draw.year + 1);
        }
        Body::SubsidyAmended(b) => b.terms = whole(amount),
        Body::SubsidyDetermined(b) if b.terms.is_some() => b.terms = Some(whole(amount)),
        Body::AdvancePaid(b) => b.amount = amount,
        Body::SubsidyPaid(b) => b.amount = amount,
        Body::RecoveryDecided(b) => b.amount = amount,
        Body::NoticeGiven(b) => b.yearly = amount,
        _ => {}
    }
}

/// The same ledger as if every entry had said at once what its last correction says; the corrections themselves are not in it.
pub fn restated(ledger: &Ledger) -> Ledger {
    let mut restated = ledger.clone();
    for event in &ledger.events {
        if let Body::EntryCorrected(correction) = &event.statement.body {
            let place = usize::try_from(correction.entry).unwrap();
            restated.events[place].statement = Statement::clone(&correction.corrected);
        }
    }
    restated.events.retain(|event: &RecordedEvent| event.statement.body.kind() != "entry-corrected");
    restated
}
