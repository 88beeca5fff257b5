//! Subsidies, notices and objections in words.

use openboek_rules::law::{Length, Term};
use openboek_rules::statement::{
    AdvancePaid, AmendmentGround, CeilingException, CeilingSet, DeterminationGround, ExpenseRule,
    NoticeGiven, ObjectedDecision, ObjectionDecided, ObjectionFiled, ObjectionOutcome, PaymentDirection,
    PaymentSuspended, Periodicity, RecoveryDecided, SubsidyAmended, SubsidyApplied, SubsidyAwarded,
    SubsidyBasis, SubsidyDetermined, SubsidyListed, SubsidyPaid, SubsidyRecipient, SubsidyRefused,
    SubsidyShare, SubsidyTerms, SubsidyUnlisted, SubsidyWithdrawn, WithdrawnPart,
};
use openboek_rules::{Amount, CeilingId, SubsidyId};

use super::Facts;
use crate::clean::clean;
use crate::form;
use crate::words::by_key;

pub(super) fn ceiling(facts: &mut Facts<'_>, said: &CeilingSet) {
    facts.add("field-ceiling", said.ceiling.as_str());
    facts.text("field-name", Some(&said.name));
    facts.add("field-ceiling-holder", facts.stream(said.holder));
    facts.years("field-years", said.years, false);
    facts.amount("field-amount", &said.amount);
    facts.text("field-regulation", said.regulation.as_ref());
    facts.text("field-distribution", said.distribution.as_ref());
    facts.date("field-published", &said.published);
}

pub(super) fn applied(facts: &mut Facts<'_>, said: &SubsidyApplied) {
    subsidy(facts, &said.subsidy);
    recipient(facts, &said.recipient);
    facts.text("field-activities", Some(&said.activities));
    facts.years("field-years", said.years, false);
    facts.amount("field-amount-asked", &said.amount);
    facts.date("field-received", &said.received);
    facts.date("field-decide-by", &said.decide_by);
    facts.flag("field-per-financial-year", said.per_financial_year);
    facts.text("field-regulation", said.regulation.as_ref());
}

pub(super) fn awarded(facts: &mut Facts<'_>, said: &SubsidyAwarded) {
    subsidy(facts, &said.subsidy);
    recipient(facts, &said.recipient);
    facts.text("field-activities", Some(&said.activities));
    facts.years("field-years", said.years, false);
    terms(facts, &said.terms);
    facts.id("field-ceiling", said.ceiling.as_ref().map(CeilingId::as_str));
    if let Some(exception) = said.exception {
        facts.word("field-exception", exception_key(exception));
    }
    facts.word("field-basis", basis_key(said.basis));
    facts.text("field-regulation", said.regulation.as_ref());
    facts.word("field-expense", expense_key(said.expense));
    facts.flag("field-budget-reservation", said.budget_reservation);
    facts.flag("field-per-financial-year", said.per_financial_year);
    facts.date("field-notified", &said.notified);
}

pub(super) fn refused(facts: &mut Facts<'_>, said: &SubsidyRefused) {
    subsidy(facts, &said.subsidy);
    facts.text("field-reasons", Some(&said.reason));
    facts.id("field-ceiling", said.ceiling.as_ref().map(CeilingId::as_str));
    facts.date("field-notified", &said.notified);
}

pub(super) fn amended(facts: &mut Facts<'_>, said: &SubsidyAmended) {
    subsidy(facts, &said.subsidy);
    terms(facts, &said.terms);
    facts.word("field-ground", amendment_key(said.ground));
    facts.flag("field-retroactive", said.retroactive);
    facts.text("field-reasons", said.reason.as_ref());
    facts.date("field-notified", &said.notified);
}

pub(super) fn advance(facts: &mut Facts<'_>, said: &AdvancePaid) {
    subsidy(facts, &said.subsidy);
    facts.amount("field-amount", &said.amount);
}

pub(super) fn paid(facts: &mut Facts<'_>, said: &SubsidyPaid) {
    subsidy(facts, &said.subsidy);
    facts.amount("field-amount", &said.amount);
    facts.word(
        "field-direction",
        match said.direction {
            PaymentDirection::ToRecipient => "paid-to-recipient",
            PaymentDirection::FromRecipient => "paid-from-recipient",
        },
    );
}

pub(super) fn suspended(facts: &mut Facts<'_>, said: &PaymentSuspended) {
    subsidy(facts, &said.subsidy);
    facts.word("field-payment", if said.resumed { "payment-resumed" } else { "payment-suspended" });
    facts.text("field-reasons", said.reason.as_ref());
    facts.date("field-notified", &said.notified);
}

pub(super) fn determined(facts: &mut Facts<'_>, said: &SubsidyDetermined) {
    subsidy(facts, &said.subsidy);
    match &said.terms {
        Some(fixed) => terms(facts, fixed),
        None => facts.word("field-determination", "determination-undone"),
    }
    if let Some(ground) = said.ground {
        facts.word("field-ground", determination_key(ground));
    }
    facts.text("field-reasons", said.reason.as_ref());
    facts.date("field-notified", &said.notified);
}

pub(super) fn withdrawn(facts: &mut Facts<'_>, said: &SubsidyWithdrawn) {
    subsidy(facts, &said.subsidy);
    facts.word(
        "field-withdrawn",
        match said.part {
            WithdrawnPart::Application => "withdrawn-application",
            WithdrawnPart::Award => "withdrawn-award",
            WithdrawnPart::Determination => "withdrawn-determination",
        },
    );
    facts.flag("field-retroactive", said.retroactive);
    facts.text("field-reasons", Some(&said.reason));
    facts.date("field-notified", &said.notified);
}

pub(super) fn recovery(facts: &mut Facts<'_>, said: &RecoveryDecided) {
    subsidy(facts, &said.subsidy);
    facts.amount("field-amount", &said.amount);
    facts.text("field-reasons", said.reason.as_ref());
    facts.date("field-notified", &said.notified);
}

pub(super) fn listed(facts: &mut Facts<'_>, said: &SubsidyListed) {
    subsidy(facts, &said.subsidy);
    facts.text("field-register", Some(&said.register));
    if let Some(of) = &said.recipient {
        recipient(facts, of);
    }
    facts.text("field-activities", said.activities.as_ref());
    facts.text("field-regulation", said.regulation.as_ref());
    if let Some(years) = said.years {
        facts.years("field-years", years, false);
    }
    if let Some(asked) = &said.asked {
        facts.amount("field-amount-asked", asked);
    }
    facts.text("field-policy-area", said.policy_area.as_ref());
    facts.text("field-unit", said.unit.as_ref());
    if let Some(periodicity) = said.periodicity {
        let key = match periodicity {
            Periodicity::Once => "periodicity-once",
            Periodicity::Periodic => "periodicity-periodic",
        };
        facts.word("field-periodicity", key);
    }
}

pub(super) fn unlisted(facts: &mut Facts<'_>, said: &SubsidyUnlisted) {
    subsidy(facts, &said.subsidy);
    facts.text("field-register", Some(&said.register));
    match &said.reason {
        Some(reason) => facts.text("field-reasons", Some(reason)),
        None => facts.word("field-reasons", "reason-unknown"),
    }
}

pub(super) fn notice(facts: &mut Facts<'_>, said: &NoticeGiven) {
    facts.add("field-notice", said.notice.as_str());
    subsidy(facts, &said.subsidy);
    facts.add("field-lower-from", said.from.to_string());
    facts.amount("field-yearly", &said.yearly);
    facts.amount("field-lowered", &said.lowered);
    facts.add("field-reasonable-term", length(facts, said.term));
    facts.date("field-notified", &said.notified);
    facts.text("field-reasons", Some(&said.reason));
}

pub(super) fn objection(facts: &mut Facts<'_>, said: &ObjectionFiled) {
    facts.add("field-objection", said.objection.as_str());
    subsidy(facts, &said.subsidy);
    facts.word(
        "field-against",
        match said.against {
            ObjectedDecision::Award => "against-award",
            ObjectedDecision::Refusal => "against-refusal",
            ObjectedDecision::Amendment => "against-amendment",
            ObjectedDecision::Determination => "against-determination",
            ObjectedDecision::Withdrawal => "against-withdrawal",
            ObjectedDecision::Recovery => "against-recovery",
        },
    );
    facts.text("field-reasons", said.reason.as_ref());
}

pub(super) fn objection_decided(facts: &mut Facts<'_>, said: &ObjectionDecided) {
    facts.add("field-objection", said.objection.as_str());
    facts.word(
        "field-outcome",
        match said.outcome {
            ObjectionOutcome::Upheld => "objection-upheld",
            ObjectionOutcome::PartlyUpheld => "objection-partly-upheld",
            ObjectionOutcome::Dismissed => "objection-dismissed",
            ObjectionOutcome::Inadmissible => "objection-inadmissible",
            ObjectionOutcome::Withdrawn => "objection-withdrawn",
        },
    );
    facts.text("field-reasons", Some(&said.reasons));
}

fn subsidy(facts: &mut Facts<'_>, id: &SubsidyId) {
    facts.add("field-subsidy", id.as_str());
}

/// A natural person is shown by the pseudonym only.
fn recipient(facts: &mut Facts<'_>, recipient: &SubsidyRecipient) {
    let words = match recipient {
        SubsidyRecipient::Organisation(id) => facts.organisation(id.as_str()),
        SubsidyRecipient::Person(pseudonym) => {
            format!("{} ({pseudonym})", by_key("natural-person", facts.lang))
        }
        SubsidyRecipient::Unsaid => by_key("recipient-unsaid", facts.lang).into_owned(),
    };
    facts.add("field-recipient", words);
}

fn terms(facts: &mut Facts<'_>, terms: &SubsidyTerms) {
    facts.amount("field-amount", &terms.amount);
    let years = terms.per_year.iter().map(|part| line(facts, &part.year.to_string(), &part.amount)).collect();
    facts.add_all("field-per-year", years);
    let partners = shares(facts, &terms.partners);
    facts.add_all("field-partner-shares", partners);
    let municipalities = shares(facts, &terms.borne_by);
    facts.add_all("field-borne-by", municipalities);
}

fn shares(facts: &Facts<'_>, shares: &[SubsidyShare]) -> Vec<String> {
    let of =
        |share: &SubsidyShare| line(facts, &facts.organisation(share.organisation.as_str()), &share.amount);
    shares.iter().map(of).collect()
}

fn line(facts: &Facts<'_>, name: &str, amount: &Amount) -> String {
    format!("{name}: {}", clean(&form::amount(amount, facts.form())))
}

fn length(facts: &Facts<'_>, length: Length) -> String {
    form::term(Term::Chosen(length), facts.lang)
}

const fn exception_key(exception: CeilingException) -> &'static str {
    match exception {
        CeilingException::ReasonableTerm => "exception-reasonable-term",
        CeilingException::CourtOrder => "exception-court-order",
    }
}

const fn basis_key(basis: SubsidyBasis) -> &'static str {
    match basis {
        SubsidyBasis::Regulation => "basis-regulation",
        SubsidyBasis::AwaitingRegulation => "basis-awaiting-regulation",
        SubsidyBasis::EuropeanProgramme => "basis-european-programme",
        SubsidyBasis::BudgetItem => "basis-budget-item",
        SubsidyBasis::Incidental => "basis-incidental",
        SubsidyBasis::Unsaid => "basis-unsaid",
    }
}

const fn expense_key(expense: ExpenseRule) -> &'static str {
    match expense {
        ExpenseRule::Awarded => "expense-awarded",
        ExpenseRule::Performed => "expense-performed",
        ExpenseRule::Investment => "expense-investment",
    }
}

const fn amendment_key(ground: AmendmentGround) -> &'static str {
    match ground {
        AmendmentGround::BudgetReservation => "ground-budget-reservation",
        AmendmentGround::Fault => "ground-fault",
        AmendmentGround::Circumstances => "ground-circumstances",
        AmendmentGround::Request => "ground-request",
        AmendmentGround::Objection => "ground-objection",
        AmendmentGround::Court => "ground-court",
        AmendmentGround::Correction => "ground-correction",
        AmendmentGround::Unsaid => "ground-unsaid",
    }
}

const fn determination_key(ground: DeterminationGround) -> &'static str {
    match ground {
        DeterminationGround::ActivitiesNotDone => "ground-activities-not-done",
        DeterminationGround::ObligationsNotMet => "ground-obligations-not-met",
        DeterminationGround::IncorrectInformation => "ground-incorrect-information",
        DeterminationGround::AwardIncorrect => "ground-award-incorrect",
        DeterminationGround::ChangedAfterwards => "ground-changed-afterwards",
        DeterminationGround::Objection => "ground-objection",
        DeterminationGround::Court => "ground-court",
        DeterminationGround::Correction => "ground-correction",
        DeterminationGround::Unsaid => "ground-unsaid",
    }
}
