//! What of a statement can be found, and under what it is told.

use std::collections::BTreeSet;

use openboek_rules::Reference;
use openboek_rules::statement::{Body, Statement, Thing, ThingKind};

use super::words::{name, pieces};
use crate::describe::{Names, kind, statement_facts};
use crate::lang::Lang;

/// Letters of a value that may be looked for as a whole: names, identifiers and reference numbers are shorter, texts are longer.
const NAME_LETTERS: usize = 60;
/// Digits from which on a plain number is an amount too: a year and a day are not.
const AMOUNT_DIGITS: usize = 5;

/// Kinds of what is found, in the order they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Cuts.
    Cuts,
    /// Subsidies, ceilings and objections.
    Subsidies,
    /// Formal views.
    Views,
    /// Reactions of recipients and others.
    Reactions,
    /// Requests.
    Requests,
    /// Promises.
    Commitments,
    /// Joint proposals.
    Proposals,
    /// Contributions to the region.
    Contributions,
    /// Budgets and accounts.
    Budgets,
    /// Money that was indicated or granted.
    Figures,
    /// Visions, policies, experiments and indicators.
    Learning,
    /// The arrangement, its members and other organisations.
    Organisations,
    /// Documents.
    Documents,
}

impl Group {
    /// Permanent key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cuts => "cuts",
            Self::Subsidies => "subsidies",
            Self::Views => "views",
            Self::Reactions => "reactions",
            Self::Requests => "requests",
            Self::Commitments => "commitments",
            Self::Proposals => "proposals",
            Self::Contributions => "contributions",
            Self::Budgets => "budgets",
            Self::Figures => "figures",
            Self::Learning => "learning",
            Self::Organisations => "organisations",
            Self::Documents => "documents",
        }
    }

    /// The group of a kind of thing.
    #[must_use]
    pub(super) const fn of_thing(kind: ThingKind) -> Self {
        match kind {
            ThingKind::Cut => Self::Cuts,
            ThingKind::View => Self::Views,
            ThingKind::Reaction => Self::Reactions,
            ThingKind::Request => Self::Requests,
            ThingKind::Commitment => Self::Commitments,
            ThingKind::Proposal => Self::Proposals,
            ThingKind::Subsidy => Self::Subsidies,
            ThingKind::Contribution => Self::Contributions,
            ThingKind::Vision | ThingKind::Policy | ThingKind::Experiment | ThingKind::Indicator => {
                Self::Learning
            }
        }
    }

    /// The group of a statement that is about no thing with a name.
    pub(super) fn of_body(body: &Body) -> Self {
        match body {
            Body::EntryCorrected(b) => Self::of_body(&b.corrected.body),
            Body::CeilingSet(_) | Body::ObjectionDecided(_) => Self::Subsidies,
            Body::FundingIndicated(_)
            | Body::FundingSuperseded(_)
            | Body::FundingGranted(_)
            | Body::BudgetLineIndicated(_) => Self::Figures,
            Body::ProgressReported(_) => Self::Learning,
            Body::DocumentRegistered(_) => Self::Documents,
            Body::AllocationKeySet(_) => Self::Contributions,
            Body::BudgetAdopted(_)
            | Body::BudgetAmended(_)
            | Body::BudgetDrafted(_)
            | Body::BudgetSentForViews(_)
            | Body::BudgetSentToSupervisor(_)
            | Body::FrameworkSent(_)
            | Body::ReserveChanged(_)
            | Body::ActualsReported(_)
            | Body::AccountsAdopted(_)
            | Body::ScopeDefined(_) => Self::Budgets,
            _ => Self::Organisations,
        }
    }
}

/// The thing a statement is about in the first place.
#[must_use]
pub fn subject(statement: &Statement) -> Option<Thing> {
    statement.body.things().into_iter().next()
}

/// Takes in the names that a statement gives. They are given before they are used.
pub(super) fn learn(names: &mut Names, body: &Body) {
    match body {
        Body::ArrangementFounded(b) => {
            names.insert("region".to_owned(), b.name.to_string());
            names.extend(b.members.iter().map(|member| (member.code.to_string(), member.name.to_string())));
        }
        Body::MemberJoined(b) => {
            names.insert(b.member.code.to_string(), b.member.name.to_string());
        }
        Body::OrganisationRegistered(b) => {
            names.insert(b.organisation.to_string(), b.name.to_string());
        }
        Body::EntryCorrected(b) => learn(names, &b.corrected.body),
        _ => {}
    }
}

/// The keys a statement is found by: its words, its amounts and what in it may be looked for as a whole.
pub(super) fn keys(statement: &Statement, names: &Names) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let facts = statement_facts(statement, names, Lang::Nl);
    for value in facts.iter().flat_map(|fact| &fact.values) {
        add_words(&mut keys, value);
        // Amounts have keys of their own, and a list or a sentence is no name.
        if !value.contains(['€', ',']) {
            add_name(&mut keys, value);
        }
        // "De Kern (de-kern)" is found as "De Kern" too.
        if let Some((before, id)) = value.strip_suffix(')').and_then(|value| value.rsplit_once(" ("))
            && names.contains_key(id)
        {
            add_name(&mut keys, before);
            add_name(&mut keys, id);
        }
    }
    add_words(&mut keys, &kind(statement.body.kind(), Lang::En));
    let mut things = statement.body.things().into_iter().map(|(_, id)| id);
    let own = things.next();
    // What it is about in the first place is called so; what it only touches has a statement of its own.
    for touched in things {
        keys.remove(&name_key(&name(&touched)));
    }
    if let Some(own) = own {
        add_name(&mut keys, &own);
    }
    add_papers(&mut keys, &statement.body);
    keys
}

fn add_papers(keys: &mut BTreeSet<String>, body: &Body) {
    let registered = match body {
        Body::DocumentRegistered(b) => Some(&b.reference),
        Body::EntryCorrected(b) => return add_papers(keys, &b.corrected.body),
        _ => None,
    };
    for document in body.act().documents.iter().chain(registered) {
        add_name(keys, document.title.as_str());
        if let Reference::Assigned(number) = &document.reference {
            add_name(keys, number.as_str());
        }
    }
}

fn add_words(keys: &mut BTreeSet<String>, text: &str) {
    for piece in pieces(text) {
        if let Some(cents) = piece.cents
            && (piece.takes_next || !piece.is_plain() || piece.whole.len() >= AMOUNT_DIGITS)
        {
            keys.insert(amount_key(cents));
        }
        // An amount with marks has no parts, and is found by what it means alone.
        if !piece.parts.is_empty() {
            keys.extend(piece.ends().map(str::to_owned));
        }
        keys.extend(piece.parts);
    }
}

fn add_name(keys: &mut BTreeSet<String>, text: &str) {
    let name = name(text);
    if !name.is_empty() && name.chars().count() <= NAME_LETTERS {
        keys.insert(name_key(&name));
    }
}

/// Key of an amount. No word begins so.
pub(super) fn amount_key(cents: u128) -> String {
    format!("#{cents}")
}

/// Key of what is looked for as a whole.
pub(super) fn name_key(name: &str) -> String {
    format!("={name}")
}
