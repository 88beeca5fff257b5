//! Arrangements, documents, joint proposals and what was learned, in words.

use openboek_rules::statement::{
    ArrangementFounded, CouncilDecided, DecisionScheduled, DocumentRegistered, ExperimentConcluded,
    ExperimentStarted, HearingScheduled, IndicatorSet, Member, MemberJoined, OrganisationRegistered,
    PolicyAdopted, ProgressReported, ProposalMade, ProposalMandated, VisionShared,
};
use openboek_rules::{MunicipalityCode, VisionId};

use super::Facts;
use crate::clean::clean;
use crate::codes;

fn member(member: &Member) -> String {
    format!("{} ({})", clean(member.name.as_str()), member.code)
}

fn municipalities(facts: &Facts<'_>, codes: &[MunicipalityCode]) -> Vec<String> {
    codes.iter().map(|code| facts.organisation(&code.to_string())).collect()
}

pub(super) fn arrangement_founded(facts: &mut Facts<'_>, said: &ArrangementFounded) {
    facts.text("field-name", Some(&said.name));
    facts.word("field-legal-form", &format!("legal-{}", codes::legal_form(said.form)));
    facts.add_all("field-members", said.members.iter().map(member).collect());
}

pub(super) fn member_joined(facts: &mut Facts<'_>, said: &MemberJoined) {
    facts.add("field-member", member(&said.member));
    facts.date("field-from", &said.from);
}

pub(super) fn organisation_registered(facts: &mut Facts<'_>, said: &OrganisationRegistered) {
    facts.text("field-name", Some(&said.name));
    facts.add("field-identifier", said.organisation.as_str());
    facts.word("field-organisation-kind", &format!("organisation-{}", codes::organisation_kind(said.kind)));
    facts.add_all("field-works-in", municipalities(facts, &said.works_in));
    facts.organisations("field-partners", &said.partners);
}

pub(super) fn document_registered(facts: &mut Facts<'_>, said: &DocumentRegistered) {
    facts.add("field-identifier", said.document.as_str());
    facts.add("field-document", facts.document(&said.reference));
    if let Some((organisation, organ)) = &said.addressee {
        let to = match organ {
            Some(organ) => facts.of_organ(organisation, *organ),
            None => facts.organisation(organisation.as_str()),
        };
        facts.add("field-to", to);
    }
}

pub(super) fn proposal_mandated(facts: &mut Facts<'_>, said: &ProposalMandated) {
    facts.add("field-proposal", said.proposal.as_str());
    facts.text("field-subject", Some(&said.subject));
    facts.organisations("field-parties", &said.parties);
    facts.date("field-due", &said.due);
    facts.text("field-treated-with", said.treated_with.as_ref());
    facts.text("field-fallback", said.fallback.as_ref());
}

pub(super) fn proposal_made(facts: &mut Facts<'_>, said: &ProposalMade) {
    facts.add("field-proposal", said.proposal.as_str());
    facts.text("field-title", Some(&said.title));
    facts.add_all("field-councils", municipalities(facts, &said.councils));
    facts.text("field-version", said.version.as_ref());
}

pub(super) fn hearing(facts: &mut Facts<'_>, said: &HearingScheduled) {
    facts.add("field-proposal", said.proposal.as_str());
    facts.add_all("field-council", municipalities(facts, &[said.council]));
    facts.text("field-meeting", Some(&said.meeting));
    facts.date("field-on", &said.on);
}

pub(super) fn decision(facts: &mut Facts<'_>, said: &DecisionScheduled) {
    facts.add("field-proposal", said.proposal.as_str());
    facts.add_all("field-council", municipalities(facts, &[said.council]));
    facts.date("field-on", &said.on);
}

pub(super) fn council_decided(facts: &mut Facts<'_>, said: &CouncilDecided) {
    facts.add("field-proposal", said.proposal.as_str());
    facts.add_all("field-council", municipalities(facts, &[said.council]));
    facts.word("field-outcome", &format!("council-{}", codes::council_outcome(said.outcome)));
    facts.text("field-version", said.version.as_ref());
}

pub(super) fn vision(facts: &mut Facts<'_>, said: &VisionShared) {
    facts.add("field-vision", said.vision.as_str());
    facts.text("field-title", Some(&said.title));
    facts.organisations("field-shared-with", &said.with);
}

pub(super) fn policy(facts: &mut Facts<'_>, said: &PolicyAdopted) {
    facts.add("field-policy", said.policy.as_str());
    facts.text("field-title", Some(&said.title));
    facts.word("field-state", if said.decided { "policy-adopted" } else { "policy-discussed" });
}

pub(super) fn progress(facts: &mut Facts<'_>, said: &ProgressReported) {
    facts.id("field-vision", said.vision.as_ref().map(VisionId::as_str));
    facts.text("field-reported", Some(&said.text));
}

pub(super) fn experiment(facts: &mut Facts<'_>, said: &ExperimentStarted) {
    facts.add("field-experiment", said.experiment.as_str());
    facts.text("field-title", Some(&said.title));
    facts.word("field-state", if said.started { "experiment-started" } else { "experiment-planned" });
    facts.amount("field-costs", &said.amount);
}

pub(super) fn experiment_concluded(facts: &mut Facts<'_>, said: &ExperimentConcluded) {
    facts.add("field-experiment", said.experiment.as_str());
    facts.word("field-outcome", &format!("experiment-{}", codes::experiment_result(said.result)));
    facts.text("field-lesson", Some(&said.lesson));
}

pub(super) fn indicator(facts: &mut Facts<'_>, said: &IndicatorSet) {
    facts.add("field-indicator", said.indicator.as_str());
    facts.text("field-description", Some(&said.description));
    facts.percent("field-required", said.required);
    facts.percent("field-target", said.target);
    facts.text("field-in-words", said.words.as_ref());
    if let Some(year) = said.year {
        facts.add("field-year", year.to_string());
    }
}
