//! Cuts.

use super::budget::PILLARS;
use super::{CERTAINTIES, act, exact};
use crate::support::source::Source;
use openboek_rules::act::DecisionStatus;
use openboek_rules::amount::Promise;
use openboek_rules::id::{CutId, FigureId, OrganisationId, ProposalId};
use openboek_rules::statement::*;
use openboek_rules::{Amount, Base, BasisPoints, Bound, Cents, Text, UncertainDate};

pub(super) fn bodies(s: &mut Source) -> Vec<Body> {
    let announced = unknown();
    let adopted = percent(Base::Unknown(Some(Text::new("subsidies preventie, welzijn en media").unwrap())));
    let words = Amount::Qualitative(Text::new("grotendeels").unwrap());
    let extents = [Extent::Partial(s.amount(&words)), Extent::Full];
    let subjects =
        [Subject::Proposal(s.id("JP-SB", ProposalId::new)), Subject::Cut(s.id("SV-20", CutId::new))];
    let statuses = [
        DecisionStatus::Adopted,
        DecisionStatus::Intention,
        DecisionStatus::Proposed,
        DecisionStatus::Rejected,
        DecisionStatus::HeldOver,
    ];
    vec![
        Body::CutAnnounced(CutAnnounced {
            act: act(s),
            terms: terms(s, "SV-22", &announced),
            condition: s.opt(condition),
        }),
        Body::CutAdopted(CutAdopted { act: act(s), terms: terms(s, "SV-20", &adopted) }),
        Body::CutSuspended(CutSuspended {
            act: act(s),
            cut: s.id("SV-20", CutId::new),
            years: s.span(2021, 2021),
            extent: s.one_of(&extents),
        }),
        Body::CutAmended(CutAmended {
            act: act(s),
            cut: s.id("SV-20", CutId::new),
            amount: s.amount(&range()),
            years: s.opt(|s| s.span(2022, 2024)),
            reason: s.opt(|s| s.text("Kadernota 2022")),
        }),
        Body::CutConditioned(CutConditioned {
            act: act(s),
            cut: s.id("SV-22", CutId::new),
            condition: condition(s),
        }),
        Body::CutAllocated(CutAllocated {
            act: act(s),
            cut: s.id("SV-20", CutId::new),
            years: s.span(2022, 2024),
            status: s.one_of(&statuses),
            parts: s.list(1, &[("jeugd-punt", -3_000_000), ("bibliotheek", 0)], part),
            total: s.opt(|s| s.amount(&exact(-3_000_000))),
        }),
        Body::DecisionHeldOver(DecisionHeldOver {
            act: act(s),
            subject: s.one_of(&subjects),
            until: s.date("[2013-04-22,2013-05-08]"),
            reason: s.opt(|s| s.text("Het voorstel is nog niet klaar.")),
        }),
    ]
}

fn unknown() -> Amount {
    let promise = Promise {
        document: Text::new("voorjaarsnota 2021").unwrap(),
        expected: UncertainDate::parse("2021-21").unwrap(),
    };
    Amount::Unknown { reason: Text::new("n.n.b.").unwrap(), promised: Some(promise) }
}

fn percent(base: Base) -> Amount {
    Amount::PercentOf { share: BasisPoints::new(-2_000).unwrap(), base, bound: Bound::Exactly }
}

fn range() -> Amount {
    Amount::Range { low: Cents::new(-16_500_000).unwrap(), high: Cents::new(0).unwrap() }
}

fn terms(s: &mut Source, cut: &str, amount: &Amount) -> CutTerms {
    CutTerms {
        cut: s.id(cut, CutId::new),
        scope: s.text("sociale basis"),
        pillar: s.one_of(PILLARS),
        amount: s.amount(amount),
        years: s.span(2021, 2024),
        years_inferred: s.flag(true),
        structural: s.flag(true),
        certainty: s.one_of(CERTAINTIES),
        concretises: s.opt(|s| s.id("SV-00", CutId::new)),
    }
}

fn condition(s: &mut Source) -> Condition {
    Condition {
        text: s.text("Als het gezamenlijke voorstel niet lukt"),
        proposal: s.opt(|s| s.id("JP-SB", ProposalId::new)),
        due: s.date("2021-04"),
        fallback: s.opt(|s| s.text("dan doen wij dat als gemeente zelf")),
    }
}

fn part(s: &mut Source, (bearer, cents): (&str, i64)) -> CutPart {
    let bearers = [
        Bearer::Organisation(s.id(bearer, OrganisationId::new)),
        Bearer::Municipality(s.code("GM1904")),
        Bearer::Theme(s.text("maatschappelijke stages")),
    ];
    CutPart {
        bearer: s.one_of(&bearers),
        amount: s.amount(&exact(cents)),
        explanation: s.opt(|s| s.text("geen bezuiniging")),
    }
}

/// Every alternative of an amount, with numbers at their ends.
pub(crate) fn amounts() -> Vec<Amount> {
    let largest = Cents::new(Cents::MAX_SIZE).unwrap();
    let smallest = largest.negated();
    vec![
        exact(0),
        Amount::Exact(largest),
        Amount::Exact(smallest),
        Amount::About { cents: Cents::ZERO, granularity: Cents::new(1).unwrap() },
        Amount::AtMost(Cents::ZERO),
        Amount::LessThan(largest),
        Amount::AtLeast(smallest),
        Amount::Range { low: smallest, high: largest },
        percent(Base::Unknown(None)),
        percent(Base::Figures(vec![FigureId::new("A08").unwrap(), FigureId::new("A10").unwrap()])),
        Amount::Qualitative(Text::new("forse bezuiniging").unwrap()),
        unknown(),
        Amount::Unknown { reason: Text::new("PM").unwrap(), promised: None },
    ]
}
