//! Example bodies of every kind.

mod accounts;
mod budget;
pub(crate) mod cut;
mod follow_up;
mod other;
mod region;
pub(crate) mod source;
mod subsidy;
mod voice;

use openboek_rules::act::{Act, Certainty, DocumentRef, Organ, Reference};
use openboek_rules::id::OrganisationId;
use openboek_rules::statement::Body;
use openboek_rules::{Amount, Cents};
use source::Source;

/// One body of every kind, with every optional field in the fixed examples.
pub(crate) fn bodies(s: &mut Source) -> Vec<Body> {
    let mut bodies = other::arrangement(s);
    bodies.extend(budget::bodies(s));
    bodies.extend(cut::bodies(s));
    bodies.extend(voice::bodies(s));
    bodies.extend(other::learning(s));
    bodies.extend(accounts::bodies(s));
    bodies.extend(subsidy::bodies(s));
    bodies.extend(region::bodies(s));
    bodies.extend(follow_up::bodies(s));
    bodies
}

pub(crate) const ORGANS: &[Organ] = &[
    Organ::Council,
    Organ::Executive,
    Organ::Mayor,
    Organ::Alderman,
    Organ::Clerk,
    Organ::GeneralBoard,
    Organ::ExecutiveBoard,
    Organ::Service,
    Organ::ProvincialExecutive,
    Organ::Province,
    Organ::Minister,
    Organ::Recipient,
    Organ::RecipientCoalition,
];

pub(crate) const CERTAINTIES: &[Certainty] = &[
    Certainty::Decided,
    Certainty::RoughEstimate,
    Certainty::Estimate,
    Certainty::Announced,
    Certainty::Circular,
    Certainty::Proposed,
    Certainty::Granted,
    Certainty::Realised,
    Certainty::AdoptedAccounts,
    Certainty::Supervised,
];

pub(crate) fn act(s: &mut Source) -> Act {
    Act {
        organisation: s.id("GM1904", OrganisationId::new),
        organ: s.one_of(ORGANS),
        date: s.date("2020-11-11"),
        documents: s.list(0, &["Besluitenlijst raad"], document),
        legal_basis: s.list(0, &["art. 189 Gemeentewet"], Source::text),
        note: s.opt(|s| s.text("Behandeling van de begroting 2021.")),
    }
}

pub(crate) fn document(s: &mut Source, title: &str) -> DocumentRef {
    let references = [
        Reference::Assigned(s.text("DOC/20/406214")),
        Reference::NotAssigned(s.text("xxxx")),
        Reference::None,
    ];
    DocumentRef {
        organisation: s.opt(|s| s.id("GM1904", OrganisationId::new)),
        title: s.text(title),
        reference: s.one_of(&references),
        date: s.date("2020-11"),
        place: s.opt(|s| s.text("blz. 12")),
        digest: s.opt(|s| [u8::try_from(s.number(0xb3) % 256).unwrap(); 32]),
    }
}

pub(crate) fn exact(cents: i64) -> Amount {
    Amount::Exact(Cents::new(cents).unwrap())
}
