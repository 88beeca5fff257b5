//! Formal views, reactions, requests and commitments, with what was answered.

use std::collections::BTreeMap;

use openboek_rules::statement::{
    Addressee, AnswerOutcome, CommitmentFulfilled, CommitmentMade, ReactionReceived, Recurrence,
    RequestAnswered, RequestMade, ViewAnswered, ViewDeclined, ViewItem, ViewSubmitted,
};
use openboek_rules::{
    CommitmentId, CutId, DocumentRef, ItemId, OrganisationId, ReactionId, RequestItemId, Text, UncertainDate,
    ViewId,
};

use super::Said;
use super::shelf::{Shelf, Shown};

/// An answer to an item or a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Answer {
    pub(crate) said: Said,
    pub(crate) outcome: AnswerOutcome,
    /// `None` for an answer without reasons.
    pub(crate) reasons: Option<Text>,
}

/// A formal view.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Submitted {
    pub(crate) said: Said,
    pub(crate) addressee: Addressee,
    pub(crate) subject: Text,
    pub(crate) statutory: bool,
    /// Whether the council said that it gives no view.
    pub(crate) declined: bool,
    pub(crate) items: Vec<ViewItem>,
    /// Answers by item, in log order: a later answer adds to an earlier one.
    pub(crate) answers: BTreeMap<ItemId, Vec<Answer>>,
}

impl Submitted {
    /// The last answer to an item.
    pub(crate) fn answer(&self, item: &ItemId) -> Option<&Answer> {
        self.answers.get(item).and_then(|answers| answers.last())
    }

    /// The items that ask for an answer.
    pub(crate) fn asking(&self) -> impl Iterator<Item = &ViewItem> {
        self.items.iter().filter(|item| item.kind.asks())
    }

    /// Whether every item that asks has an answer.
    pub(crate) fn is_answered(&self) -> bool {
        self.asking().all(|item| self.answer(&item.item).is_some())
    }

    fn shown(&self) -> Shown {
        let answers = self.answers.values().flatten().map(|answer| &answer.said);
        shown(&self.said, answers, self.is_answered())
    }
}

/// A recipient's reaction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Reaction {
    pub(crate) said: Said,
    pub(crate) addressee: Addressee,
    pub(crate) answers: Option<DocumentRef>,
    pub(crate) cut: Option<CutId>,
    pub(crate) late: bool,
    pub(crate) deadline: UncertainDate,
    pub(crate) claims: Vec<Text>,
    /// The requests made in it.
    pub(crate) requests: Vec<RequestItemId>,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Request {
    pub(crate) said: Said,
    pub(crate) addressee: Addressee,
    pub(crate) text: Text,
    pub(crate) due: UncertainDate,
    pub(crate) recurrence: Recurrence,
    pub(crate) reaction: Option<ReactionId>,
    pub(crate) answers: Vec<Answer>,
}

/// A promise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Commitment {
    pub(crate) said: Said,
    pub(crate) text: Text,
    pub(crate) with: Vec<OrganisationId>,
    pub(crate) due: UncertainDate,
    pub(crate) recurrence: Recurrence,
    /// When and how it was kept, in log order.
    pub(crate) kept: Vec<(Said, Text)>,
}

impl Commitment {
    /// Whether nothing more is to come of it.
    pub(crate) fn is_settled(&self) -> bool {
        self.recurrence == Recurrence::Once && !self.kept.is_empty()
    }
}

/// All voices.
///
/// A voice is shown from the year it was heard. As long as an answer is asked and not given it stays in every later year;
/// after that it goes at the end of the year after its last answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Voices {
    views: BTreeMap<ViewId, Submitted>,
    reactions: BTreeMap<ReactionId, Reaction>,
    requests: BTreeMap<RequestItemId, Request>,
    commitments: BTreeMap<CommitmentId, Commitment>,
    view_years: Shelf<ViewId>,
    reaction_years: Shelf<ReactionId>,
    request_years: Shelf<RequestItemId>,
    commitment_years: Shelf<CommitmentId>,
}

/// From the year it was said; open as long as it is not settled; else until the year after the last act on it.
fn shown<'a>(said: &'a Said, later: impl Iterator<Item = &'a Said>, settled: bool) -> Shown {
    let mut years = later.chain([said]).map(Said::last_year);
    let last = years.try_fold(0, |last, year| year.map(|year| year.max(last)));
    Shown { from: said.first_year(), until: if settled { last.map(|year| year + 1) } else { None } }
}

impl Voices {
    pub(crate) fn submitted(&mut self, said: Said, body: &ViewSubmitted) {
        let view = Submitted {
            said,
            addressee: body.addressee.clone(),
            subject: body.subject.clone(),
            statutory: body.statutory,
            declined: false,
            items: body.items.clone(),
            answers: BTreeMap::new(),
        };
        self.view_years.put(&body.view, view.shown());
        self.views.insert(body.view.clone(), view);
    }

    pub(crate) fn declined(&mut self, said: Said, body: &ViewDeclined) {
        let view = Submitted {
            said,
            addressee: body.addressee.clone(),
            subject: body.subject.clone(),
            statutory: false,
            declined: true,
            items: Vec::new(),
            answers: BTreeMap::new(),
        };
        self.view_years.put(&body.view, view.shown());
        self.views.insert(body.view.clone(), view);
    }

    pub(crate) fn answered(&mut self, said: &Said, body: &ViewAnswered) {
        let Some(view) = self.views.get_mut(&body.view) else { return };
        for answer in &body.answers {
            if view.items.iter().any(|item| item.item == answer.item) {
                let given =
                    Answer { said: said.clone(), outcome: answer.outcome, reasons: answer.reasons.clone() };
                view.answers.entry(answer.item.clone()).or_default().push(given);
            }
        }
        self.view_years.put(&body.view, view.shown());
    }

    pub(crate) fn reacted(&mut self, said: Said, body: &ReactionReceived) {
        let reaction = Reaction {
            said,
            addressee: body.addressee.clone(),
            answers: body.answers.clone(),
            cut: body.cut.clone(),
            late: body.late,
            deadline: body.deadline.clone(),
            claims: body.claims.clone(),
            requests: Vec::new(),
        };
        self.reactions.insert(body.reaction.clone(), reaction);
        self.place_reaction(&body.reaction);
    }

    pub(crate) fn asked(&mut self, said: Said, body: &RequestMade) {
        let request = Request {
            said,
            addressee: body.addressee.clone(),
            text: body.text.clone(),
            due: body.due.clone(),
            recurrence: body.recurrence,
            reaction: body.reaction.clone(),
            answers: Vec::new(),
        };
        self.request_years.put(&body.request, request.shown());
        self.requests.insert(body.request.clone(), request);
        if let Some(id) = &body.reaction {
            let reaction = self.reactions.get_mut(id);
            if let Some(reaction) = reaction.filter(|reaction| !reaction.requests.contains(&body.request)) {
                reaction.requests.push(body.request.clone());
            }
            self.place_reaction(id);
        }
    }

    pub(crate) fn replied(&mut self, said: Said, body: &RequestAnswered) {
        let Some(request) = self.requests.get_mut(&body.request) else { return };
        request.answers.push(Answer { said, outcome: body.outcome, reasons: Some(body.reasons.clone()) });
        self.request_years.put(&body.request, request.shown());
        if let Some(id) = request.reaction.clone() {
            self.place_reaction(&id);
        }
    }

    pub(crate) fn promised(&mut self, said: Said, body: &CommitmentMade) {
        self.commitment_years.put(&body.commitment, shown(&said, std::iter::empty(), false));
        let promise = Commitment {
            said,
            text: body.text.clone(),
            with: body.with.clone(),
            due: body.due.clone(),
            recurrence: body.recurrence,
            kept: Vec::new(),
        };
        self.commitments.insert(body.commitment.clone(), promise);
    }

    pub(crate) fn fulfilled(&mut self, said: Said, body: &CommitmentFulfilled) {
        let Some(promise) = self.commitments.get_mut(&body.commitment) else { return };
        promise.kept.push((said, body.text.clone()));
        let kept = promise.kept.iter().map(|(said, _)| said);
        let shown = shown(&promise.said, kept, promise.is_settled());
        self.commitment_years.put(&body.commitment, shown);
    }

    pub(crate) fn request(&self, id: &RequestItemId) -> Option<&Request> {
        self.requests.get(id)
    }

    pub(crate) fn views_in(&self, year: u16) -> Vec<(&ViewId, &Submitted)> {
        in_order(&self.view_years, &self.views, year, |view| &view.said)
    }

    pub(crate) fn reactions_in(&self, year: u16) -> Vec<(&ReactionId, &Reaction)> {
        in_order(&self.reaction_years, &self.reactions, year, |reaction| &reaction.said)
    }

    pub(crate) fn requests_in(&self, year: u16) -> Vec<(&RequestItemId, &Request)> {
        in_order(&self.request_years, &self.requests, year, |request| &request.said)
    }

    pub(crate) fn commitments_in(&self, year: u16) -> Vec<(&CommitmentId, &Commitment)> {
        in_order(&self.commitment_years, &self.commitments, year, |promise| &promise.said)
    }

    fn place_reaction(&mut self, id: &ReactionId) {
        let Some(reaction) = self.reactions.get(id) else { return };
        let requests: Vec<&Request> = reaction.requests.iter().filter_map(|r| self.requests.get(r)).collect();
        let settled = requests.iter().all(|request| !request.answers.is_empty());
        let answers = requests.iter().flat_map(|request| &request.answers).map(|answer| &answer.said);
        let shown = shown(&reaction.said, answers, settled);
        self.reaction_years.put(id, shown);
    }
}

impl Request {
    fn shown(&self) -> Shown {
        shown(&self.said, self.answers.iter().map(|answer| &answer.said), !self.answers.is_empty())
    }
}

/// The things of a year in the order they were recorded.
pub(crate) fn in_order<'a, K: Ord + Clone, V>(
    shelf: &'a Shelf<K>,
    all: &'a BTreeMap<K, V>,
    year: u16,
    said: impl Fn(&V) -> &Said,
) -> Vec<(&'a K, &'a V)> {
    let mut found: Vec<(&K, &V)> =
        shelf.in_year(year).into_iter().filter_map(|id| all.get_key_value(id)).collect();
    found.sort_by_key(|(_, thing)| said(thing).at);
    found
}
