//! Formal views, reactions, requests and commitments in words.

use openboek_rules::statement::{
    CommitmentMade, ReactionReceived, Recurrence, RequestAnswered, RequestMade, ViewAnswered, ViewSubmitted,
};
use openboek_rules::{CutId, ReactionId};

use super::Facts;
use crate::clean::clean;
use crate::codes;
use crate::words::by_key;

pub(super) fn reaction(facts: &mut Facts<'_>, said: &ReactionReceived) {
    facts.add("field-reaction", said.reaction.as_str());
    facts.add("field-to", facts.of_organ(&said.addressee.organisation, said.addressee.organ));
    if let Some(document) = &said.answers {
        facts.add("field-answers", facts.document(document));
    }
    facts.id("field-cut", said.cut.as_ref().map(CutId::as_str));
    facts.word("field-timeliness", if said.late { "late" } else { "on-time" });
    facts.date("field-deadline", &said.deadline);
    facts.add_all("field-claims", said.claims.iter().map(|claim| clean(claim.as_str())).collect());
}

pub(super) fn view(facts: &mut Facts<'_>, said: &ViewSubmitted) {
    facts.add("field-view", said.view.as_str());
    facts.add("field-to", facts.of_organ(&said.addressee.organisation, said.addressee.organ));
    facts.text("field-subject", Some(&said.subject));
    facts.flag("field-statutory", said.statutory);
    let lang = facts.lang;
    let items = said.items.iter().map(|item| {
        let kind = by_key(&format!("item-{}", codes::item_kind(item.kind)), lang);
        let line = format!("{} ({kind}): {}", item.item, clean(item.text.as_str()));
        match item.recurrence {
            Recurrence::Once => line,
            again => format!("{line} ({})", by_key(codes::recurrence(again), lang)),
        }
    });
    facts.add_all("field-items", items.collect());
}

pub(super) fn view_answered(facts: &mut Facts<'_>, said: &ViewAnswered) {
    facts.add("field-view", said.view.as_str());
    let lang = facts.lang;
    let answers = said.answers.iter().map(|answer| {
        let outcome = by_key(&format!("answer-{}", codes::answer(answer.outcome)), lang);
        let reasons = match &answer.reasons {
            Some(reasons) => clean(reasons.as_str()),
            None => by_key("without-reasons", lang).into_owned(),
        };
        format!("{} ({outcome}): {reasons}", answer.item)
    });
    facts.add_all("field-given-answers", answers.collect());
}

pub(super) fn request(facts: &mut Facts<'_>, said: &RequestMade) {
    facts.add("field-request", said.request.as_str());
    facts.add("field-to", facts.of_organ(&said.addressee.organisation, said.addressee.organ));
    facts.text("field-asked", Some(&said.text));
    facts.date("field-due", &said.due);
    facts.word("field-recurrence", codes::recurrence(said.recurrence));
    facts.id("field-reaction", said.reaction.as_ref().map(ReactionId::as_str));
}

pub(super) fn request_answered(facts: &mut Facts<'_>, said: &RequestAnswered) {
    facts.add("field-request", said.request.as_str());
    facts.word("field-outcome", &format!("answer-{}", codes::answer(said.outcome)));
    facts.text("field-reasons", Some(&said.reasons));
}

pub(super) fn commitment(facts: &mut Facts<'_>, said: &CommitmentMade) {
    facts.add("field-commitment", said.commitment.as_str());
    facts.text("field-promised", Some(&said.text));
    facts.organisations("field-with", &said.with);
    facts.date("field-due", &said.due);
    facts.word("field-recurrence", codes::recurrence(said.recurrence));
}
