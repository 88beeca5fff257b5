//! Rules of reactions, views, requests, commitments and their answers.

use super::check::{Check, at};
use crate::id::{OrganisationId, Stream};
use crate::refusal::{Refusal, RefusalCode};
use crate::state::State;
use crate::statement::{
    Addressee, CommitmentMade, ReactionReceived, RequestAnswered, RequestMade, ViewAnswered, ViewSubmitted,
};

pub(super) fn reaction_received(check: &mut Check<'_>, body: &ReactionReceived) {
    if let Some(entry) = check.state.reactions.get(&body.reaction) {
        check.exists(
            RefusalCode::ReactionExists,
            "body.reaction",
            "reaction",
            body.reaction.as_str(),
            *entry,
        );
    }
    addressee(check, &body.addressee);
    if let Some(letter) = &body.answers {
        check.document(letter, "body.answers");
    }
    if let Some(cut) = &body.cut
        && !check.state.cuts.contains(cut)
    {
        check.unknown(RefusalCode::UnknownCut, "body.cut", "cut", cut.as_str());
    }
}

pub(super) fn view_submitted(check: &mut Check<'_>, body: &ViewSubmitted) {
    actor_sees(check);
    if let Some(view) = check.state.views.get(&body.view) {
        check.exists(RefusalCode::ViewExists, "body.view", "view", body.view.as_str(), view.entry);
    }
    addressee(check, &body.addressee);
    let items = body.items.iter().map(|item| item.item.to_string());
    check.once(RefusalCode::ItemTwice, "item", "body.items", ".item", items);
}

pub(super) fn view_answered(check: &mut Check<'_>, body: &ViewAnswered) {
    let items = body.answers.iter().map(|answer| answer.item.to_string());
    check.once(RefusalCode::ItemTwice, "item", "body.answers", ".item", items);
    let state: &State = check.state;
    let Some(view) = state.views.get(&body.view) else {
        check.unknown(RefusalCode::UnknownView, "body.view", "view", body.view.as_str());
        return;
    };
    check.reaches(&view.streams);
    answers_for(check, &view.addressee);
    for (place, answer) in body.answers.iter().enumerate() {
        let field = format!("body.answers[{place}].item");
        let refusal = match view.items.get(&answer.item) {
            None => Refusal::new(RefusalCode::UnknownItem, field),
            Some(item) => match item.answered.filter(|_| !item.recurring) {
                None => continue,
                Some(entry) => Refusal::new(RefusalCode::ItemAlreadyAnswered, field).with("entry", at(entry)),
            },
        };
        check.refuse(refusal.with("view", body.view.as_str()).with("item", answer.item.as_str()));
    }
}

pub(super) fn request_made(check: &mut Check<'_>, body: &RequestMade) {
    if let Some(request) = check.state.requests.get(&body.request) {
        let id = body.request.as_str();
        check.exists(RefusalCode::RequestExists, "body.request", "request", id, request.entry);
    }
    addressee(check, &body.addressee);
    if let Some(reaction) = &body.reaction
        && !check.state.reactions.contains(reaction)
    {
        check.unknown(RefusalCode::UnknownReaction, "body.reaction", "reaction", reaction.as_str());
    }
}

pub(super) fn request_answered(check: &mut Check<'_>, body: &RequestAnswered) {
    let state: &State = check.state;
    let Some(request) = state.requests.get(&body.request) else {
        check.unknown(RefusalCode::UnknownRequest, "body.request", "request", body.request.as_str());
        return;
    };
    check.reaches(&request.streams);
    answers_for(check, &request.addressee);
    if let Some(entry) = request.answered.filter(|_| !request.recurring) {
        let id = body.request.as_str();
        check.exists(RefusalCode::RequestAlreadyAnswered, "body.request", "request", id, entry);
    }
}

pub(super) fn commitment_made(check: &mut Check<'_>, body: &CommitmentMade) {
    if let Some(known) = check.state.commitments.get(&body.commitment) {
        let id = body.commitment.as_str();
        check.exists(RefusalCode::CommitmentExists, "body.commitment", "commitment", id, known.entry);
    }
    check.listed_once("body.with", body.with.iter().map(ToString::to_string));
    for (place, organisation) in body.with.iter().enumerate() {
        check.organisation(organisation, format!("body.with[{place}]"));
    }
}

/// What a council says is in its own stream.
pub(super) fn actor_sees(check: &mut Check<'_>) {
    let actor = check.statement.body.act().organisation.municipality();
    if let Some(council) = actor.filter(|code| check.state.is_member(*code)) {
        check.concerns(Stream::Municipality(council));
    }
}

pub(super) fn addressee(check: &mut Check<'_>, addressee: &Addressee) {
    check.organisation(&addressee.organisation, "body.addressee.organisation");
}

fn answers_for(check: &mut Check<'_>, addressee: &OrganisationId) {
    let actor = &check.statement.body.act().organisation;
    if actor != addressee {
        let refusal = Refusal::new(RefusalCode::NotTheAddressee, "body.act.organisation");
        check.refuse(refusal.with("addressee", addressee).with("organisation", actor));
    }
}
