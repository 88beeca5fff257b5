//! May this be said now? Pure: the same state and statement always give the same answer, with all violations at once.

mod accounts;
mod arrangement;
mod budget;
mod check;
mod correction;
mod cut;
mod cut_course;
mod dispute;
mod figure;
mod follow_up;
mod funding;
mod inhabitants;
mod joint;
mod learning;
mod records;
mod region;
mod register;
mod scope;
mod subsidy;
mod voice;

use crate::refusal::Refusal;
use crate::state::{State, UNRECORDED};
use crate::statement::{Body, Statement};
use check::Check;

/// Decides whether a statement may be recorded in this state.
///
/// Hard rules only: identifiers, references, states, streams, code lists and arithmetic. That a term of the law was missed is
/// a fact to show, never a reason to refuse a decision that was really taken.
///
/// # Errors
/// Every violation, in the order of precedence of [`RefusalCode`](crate::RefusalCode) and within a code in the order of the fields.
pub fn decide(state: &State, statement: &Statement) -> Result<(), Vec<Refusal>> {
    let mut check = Check::new(state, statement);
    if check.ledger() {
        check.streams();
        check.act();
        body(&mut check);
    }
    check.finish()
}

/// Decides an atomic command: each statement in the state that the ones before it leave.
///
/// A refused statement is taken as said for those after it, so that one mistake is not reported again by every statement that
/// depends on it, and all violations are reported at once.
///
/// # Errors
/// Every violation with the number of its statement, in the order of the statements.
pub fn decide_all(state: &State, statements: &[Statement]) -> Result<(), Vec<(usize, Refusal)>> {
    if let [only] = statements {
        return decide(state, only).map_err(|refusals| number(0, refusals).collect());
    }
    let mut state = state.clone();
    let mut refused = Vec::new();
    for (place, statement) in statements.iter().enumerate() {
        if let Err(refusals) = decide(&state, statement) {
            refused.extend(number(place, refusals));
        }
        state.evolve(UNRECORDED, statement);
    }
    if refused.is_empty() { Ok(()) } else { Err(refused) }
}

fn number(place: usize, refusals: Vec<Refusal>) -> impl Iterator<Item = (usize, Refusal)> {
    refusals.into_iter().map(move |refusal| (place, refusal))
}

fn body(check: &mut Check<'_>) {
    match &check.statement.body {
        Body::ArrangementFounded(body) => arrangement::founded(check, body),
        Body::MemberJoined(body) => arrangement::joined(check, body),
        Body::OrganisationRegistered(body) => arrangement::registered(check, body),
        Body::DocumentRegistered(body) => records::document_registered(check, body),
        Body::FundingIndicated(body) => figure::funding_indicated(check, body),
        Body::BudgetLineIndicated(body) => figure::budget_line_indicated(check, body),
        Body::BudgetAdopted(body) => budget::adopted(check, body),
        Body::BudgetAmended(body) => budget::amended(check, body),
        Body::CutAnnounced(body) => cut::announced(check, body),
        Body::CutAdopted(body) => cut::adopted(check, body),
        Body::CutSuspended(body) => cut::suspended(check, body),
        Body::CutAmended(body) => cut::amended(check, body),
        Body::CutConditioned(body) => cut::conditioned(check, body),
        Body::CutAllocated(body) => cut::allocated(check, body),
        Body::DecisionHeldOver(body) => cut::held_over(check, body),
        Body::ReactionReceived(body) => voice::reaction_received(check, body),
        Body::ViewSubmitted(body) => voice::view_submitted(check, body),
        Body::ViewAnswered(body) => voice::view_answered(check, body),
        Body::RequestMade(body) => voice::request_made(check, body),
        Body::RequestAnswered(body) => voice::request_answered(check, body),
        Body::CommitmentMade(body) => voice::commitment_made(check, body),
        Body::ProposalMandated(body) => joint::mandated(check, body),
        Body::ProposalMade(body) => joint::made(check, body),
        Body::HearingScheduled(body) => joint::hearing_scheduled(check, body),
        Body::DecisionScheduled(body) => joint::decision_scheduled(check, body),
        Body::CouncilDecided(body) => joint::council_decided(check, body),
        Body::VisionShared(body) => learning::vision_shared(check, body),
        Body::PolicyAdopted(body) => learning::policy_adopted(check, body),
        Body::ProgressReported(body) => learning::progress_reported(check, body),
        Body::ExperimentStarted(body) => learning::experiment_started(check, body),
        Body::ExperimentConcluded(body) => learning::experiment_concluded(check, body),
        Body::IndicatorSet(body) => learning::indicator_set(check, body),
        Body::BudgetDrafted(body) => accounts::drafted(check, body),
        Body::BudgetSentForViews(body) => accounts::sent_for_views(check, body),
        Body::ReserveChanged(body) => accounts::reserve_changed(check, body),
        Body::ActualsReported(body) => accounts::actuals_reported(check, body),
        Body::AccountsAdopted(body) => accounts::adopted(check, body),
        Body::CeilingSet(body) => subsidy::ceiling_set(check, body),
        Body::SubsidyApplied(body) => subsidy::applied(check, body),
        Body::SubsidyAwarded(body) => subsidy::awarded(check, body),
        Body::SubsidyRefused(body) => subsidy::refused(check, body),
        Body::SubsidyAmended(body) => subsidy::amended(check, body),
        Body::AdvancePaid(body) => subsidy::advance_paid(check, body),
        Body::SubsidyPaid(body) => subsidy::paid(check, body),
        Body::PaymentSuspended(body) => subsidy::payment_suspended(check, body),
        Body::SubsidyDetermined(body) => subsidy::determined(check, body),
        Body::SubsidyWithdrawn(body) => subsidy::withdrawn(check, body),
        Body::RecoveryDecided(body) => subsidy::recovery_decided(check, body),
        Body::SubsidyListed(body) => register::listed(check, body),
        Body::SubsidyUnlisted(body) => register::unlisted(check, body),
        Body::NoticeGiven(body) => dispute::notice_given(check, body),
        Body::ObjectionFiled(body) => dispute::objection_filed(check, body),
        Body::ObjectionDecided(body) => dispute::objection_decided(check, body),
        Body::AllocationKeySet(body) => region::key_set(check, body),
        Body::ContributionAllocated(body) => region::allocated(check, body),
        Body::ContributionAdvanced(body) => region::advanced(check, body),
        Body::InhabitantsCounted(body) => inhabitants::counted(check, body),
        Body::ContributionSettled(body) => region::settled(check, body),
        Body::FrameworkSent(body) => region::framework_sent(check, body),
        Body::BudgetSentToSupervisor(body) => region::sent_to_supervisor(check, body),
        Body::MemberLeft(body) => arrangement::left(check, body),
        Body::ArrangementSucceeded(body) => arrangement::succeeded(check, body),
        Body::FundingSuperseded(body) => funding::superseded(check, body),
        Body::FundingGranted(body) => funding::granted(check, body),
        Body::ScopeDefined(body) => scope::defined(check, body),
        Body::CutResumed(body) => cut_course::resumed(check, body),
        Body::CutWithdrawn(body) => cut_course::withdrawn(check, body),
        Body::CutRealised(body) => cut_course::realised(check, body),
        Body::CutShifted(body) => cut_course::shifted(check, body),
        Body::ViewDeclined(body) => follow_up::view_declined(check, body),
        Body::CommitmentFulfilled(body) => follow_up::commitment_fulfilled(check, body),
        Body::ProposalConverged(body) => follow_up::proposal_converged(check, body),
        Body::IndicatorMeasured(body) => follow_up::indicator_measured(check, body),
        Body::EntryCorrected(body) => correction::entry_corrected(check, body),
    }
}
