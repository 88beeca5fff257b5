//! Cuts in words.

use openboek_rules::statement::{
    Bearer, Condition, CutAllocated, CutAmended, CutAnnounced, CutConditioned, CutSuspended, CutTerms,
    DecisionHeldOver, Extent, Subject,
};
use openboek_rules::{CutId, ProposalId};

use super::Facts;
use crate::clean::clean;
use crate::codes;
use crate::form;

pub(super) fn terms(facts: &mut Facts<'_>, terms: &CutTerms) {
    facts.add("field-cut", terms.cut.as_str());
    facts.text("field-scope", Some(&terms.scope));
    facts.amount("field-amount-per-year", &terms.amount);
    facts.years("field-years", terms.years, terms.years_inferred);
    facts.flag("field-goes-on", terms.structural);
    facts.word("field-certainty", &format!("certainty-{}", codes::certainty(terms.certainty)));
    facts.word("field-pillar", &format!("pillar-{}", codes::pillar(terms.pillar)));
    facts.id("field-concretises", terms.concretises.as_ref().map(CutId::as_str));
}

fn condition(facts: &mut Facts<'_>, condition: &Condition) {
    facts.text("field-condition", Some(&condition.text));
    facts.id("field-proposal", condition.proposal.as_ref().map(ProposalId::as_str));
    facts.date("field-due", &condition.due);
    facts.text("field-fallback", condition.fallback.as_ref());
}

pub(super) fn announced(facts: &mut Facts<'_>, said: &CutAnnounced) {
    terms(facts, &said.terms);
    if let Some(on) = &said.condition {
        condition(facts, on);
    }
}

pub(super) fn suspended(facts: &mut Facts<'_>, said: &CutSuspended) {
    facts.add("field-cut", said.cut.as_str());
    facts.years("field-years", said.years, false);
    match &said.extent {
        Extent::Full => facts.word("field-extent", "suspended-fully"),
        Extent::Partial(part) => facts.amount("field-extent", part),
    }
}

pub(super) fn amended(facts: &mut Facts<'_>, said: &CutAmended) {
    facts.add("field-cut", said.cut.as_str());
    facts.amount("field-amount-per-year", &said.amount);
    match said.years {
        Some(years) => facts.years("field-years", years, false),
        None => facts.word("field-years", "field-all-years"),
    }
    facts.text("field-reasons", said.reason.as_ref());
}

pub(super) fn conditioned(facts: &mut Facts<'_>, said: &CutConditioned) {
    facts.add("field-cut", said.cut.as_str());
    condition(facts, &said.condition);
}

pub(super) fn allocated(facts: &mut Facts<'_>, said: &CutAllocated) {
    facts.add("field-cut", said.cut.as_str());
    facts.years("field-years", said.years, false);
    facts.word("field-status", &format!("status-{}", codes::status(said.status)));
    let parts = said.parts.iter().map(|part| {
        let amount = clean(&form::amount(&part.amount, facts.form()));
        let line = format!("{}: {amount}", bearer(facts, &part.bearer));
        match &part.explanation {
            Some(text) => format!("{line} ({})", clean(text.as_str())),
            None => line,
        }
    });
    let parts = parts.collect();
    facts.add_all("field-parts", parts);
    if let Some(total) = &said.total {
        facts.amount("field-total", total);
    }
}

fn bearer(facts: &Facts<'_>, bearer: &Bearer) -> String {
    match bearer {
        Bearer::Organisation(id) => facts.organisation(id.as_str()),
        Bearer::Municipality(code) => facts.organisation(&code.to_string()),
        Bearer::Theme(text) => clean(text.as_str()),
    }
}

pub(super) fn held_over(facts: &mut Facts<'_>, said: &DecisionHeldOver) {
    match &said.subject {
        Subject::Cut(cut) => facts.add("field-cut", cut.as_str()),
        Subject::Proposal(proposal) => facts.add("field-proposal", proposal.as_str()),
    }
    facts.date("field-until", &said.until);
    facts.text("field-reasons", said.reason.as_ref());
}
