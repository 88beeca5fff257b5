//! Rules of joint proposals: one text, several councils.

use super::check::{Check, at};
use super::voice::actor_sees;
use crate::id::{MunicipalityCode, ProposalId, Stream};
use crate::refusal::{Refusal, RefusalCode};
use crate::state::{Proposal, State};
use crate::statement::{CouncilDecided, DecisionScheduled, HearingScheduled, ProposalMade, ProposalMandated};

pub(super) fn mandated(check: &mut Check<'_>, body: &ProposalMandated) {
    actor_sees(check);
    if let Some(proposal) = check.state.proposals.get(&body.proposal) {
        let id = body.proposal.as_str();
        check.exists(RefusalCode::ProposalExists, "body.proposal", "proposal", id, proposal.entry);
    }
    check.listed_once("body.parties", body.parties.iter().map(ToString::to_string));
    for (place, party) in body.parties.iter().enumerate() {
        check.organisation(party, format!("body.parties[{place}]"));
    }
}

/// A proposal may be made after it was mandated under the same identifier, but once.
pub(super) fn made(check: &mut Check<'_>, body: &ProposalMade) {
    if let Some(entry) = check.state.proposals.get(&body.proposal).and_then(|proposal| proposal.made) {
        let id = body.proposal.as_str();
        check.exists(RefusalCode::ProposalExists, "body.proposal", "proposal", id, entry);
    }
    check.listed_once("body.councils", body.councils.iter().map(ToString::to_string));
    for (place, council) in body.councils.iter().enumerate() {
        if check.member(*council, format!("body.councils[{place}]")) {
            check.reaches(&[Stream::Municipality(*council)].into());
        }
    }
}

pub(super) fn hearing_scheduled(check: &mut Check<'_>, body: &HearingScheduled) {
    council_of(check, &body.proposal, body.council);
}

pub(super) fn decision_scheduled(check: &mut Check<'_>, body: &DecisionScheduled) {
    council_of(check, &body.proposal, body.council);
}

/// A council decides once on a text. It may decide again while the texts that councils adopted differ: that is how they
/// come together.
pub(super) fn council_decided(check: &mut Check<'_>, body: &CouncilDecided) {
    let Some(proposal) = council_of(check, &body.proposal, body.council) else { return };
    if proposal.made.is_none() {
        check.unknown(RefusalCode::ProposalNotMade, "body.proposal", "proposal", body.proposal.as_str());
    }
    if let Some(decision) = proposal.decisions.get(&body.council).filter(|_| !proposal.texts_differ()) {
        let refusal = Refusal::new(RefusalCode::CouncilAlreadyDecided, "body.council");
        let refusal = refusal.with("council", body.council.to_string()).with("entry", at(decision.entry));
        check.refuse(refusal.with("proposal", body.proposal.as_str()));
    }
}

/// The proposal, if it is recorded.
pub(super) fn known<'a>(check: &mut Check<'a>, id: &ProposalId, field: &str) -> Option<&'a Proposal> {
    let state: &'a State = check.state;
    let proposal = state.proposals.get(id);
    if proposal.is_none() {
        check.unknown(RefusalCode::UnknownProposal, field, "proposal", id.as_str());
    }
    proposal
}

/// The proposal, if it is recorded; the council is a member, its stream is concerned, and the proposal is put before it. Before
/// the proposal is made it is not known which councils that will be.
fn council_of<'a>(check: &mut Check<'a>, id: &ProposalId, council: MunicipalityCode) -> Option<&'a Proposal> {
    let member = check.member(council, "body.council");
    if member {
        check.concerns(Stream::Municipality(council));
    }
    let proposal = known(check, id, "body.proposal")?;
    if member && proposal.made.is_some() && !proposal.councils.contains(&council) {
        let refusal = Refusal::new(RefusalCode::CouncilNotAsked, "body.council");
        check.refuse(refusal.with("proposal", id.as_str()).with("council", council.to_string()));
    }
    Some(proposal)
}
