//! Rules of what follows: no view, promises kept, texts that came together, values measured.

use std::collections::BTreeSet;

use super::check::Check;
use super::voice::{actor_sees, addressee};
use crate::id::Stream;
use crate::refusal::RefusalCode;
use crate::state::State;
use crate::statement::{CommitmentFulfilled, IndicatorMeasured, ProposalConverged, ViewDeclined};

pub(super) fn view_declined(check: &mut Check<'_>, body: &ViewDeclined) {
    actor_sees(check);
    if let Some(view) = check.state.views.get(&body.view) {
        check.exists(RefusalCode::ViewExists, "body.view", "view", body.view.as_str(), view.entry);
    }
    addressee(check, &body.addressee);
}

pub(super) fn commitment_fulfilled(check: &mut Check<'_>, body: &CommitmentFulfilled) {
    let state: &State = check.state;
    let id = body.commitment.as_str();
    let Some(commitment) = state.commitments.get(&body.commitment) else {
        check.unknown(RefusalCode::UnknownCommitment, "body.commitment", "commitment", id);
        return;
    };
    check.reaches(&commitment.streams);
    if let Some(entry) = commitment.fulfilled.filter(|_| !commitment.recurring) {
        check.exists(RefusalCode::CommitmentAlreadyFulfilled, "body.commitment", "commitment", id, entry);
    }
}

/// Only texts that differ come together. All councils that must decide read of it.
pub(super) fn proposal_converged(check: &mut Check<'_>, body: &ProposalConverged) {
    let Some(proposal) = super::joint::known(check, &body.proposal, "body.proposal") else { return };
    let councils: BTreeSet<Stream> = proposal.councils.iter().copied().map(Stream::Municipality).collect();
    check.reaches(&councils);
    let id = body.proposal.as_str();
    if proposal.made.is_none() {
        check.unknown(RefusalCode::ProposalNotMade, "body.proposal", "proposal", id);
    } else if !proposal.texts_differ() {
        check.unknown(RefusalCode::TextsDoNotDiffer, "body.proposal", "proposal", id);
    }
}

pub(super) fn indicator_measured(check: &mut Check<'_>, body: &IndicatorMeasured) {
    if !check.state.indicators.contains(&body.indicator) {
        let id = body.indicator.as_str();
        check.unknown(RefusalCode::UnknownIndicator, "body.indicator", "indicator", id);
    }
}
