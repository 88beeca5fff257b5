//! Subsidies, notices and objections.

use super::{act, exact};
use crate::support::source::Source;
use openboek_rules::law::Length;
use openboek_rules::statement::*;
use openboek_rules::{
    Amount, CeilingId, Cents, NoticeId, ObjectionId, OrganisationId, Pseudonym, Stream, SubsidyId,
};

pub(super) fn bodies(s: &mut Source) -> Vec<Body> {
    let mut bodies = start(s);
    bodies.extend(later(s));
    bodies.extend(disputes(s));
    bodies
}

fn start(s: &mut Source) -> Vec<Body> {
    let holders = [Stream::Municipality(s.code("GM0505")), Stream::Region];
    let maximum = Amount::AtMost(Cents::new(10_000_000).unwrap());
    let exceptions = [CeilingException::ReasonableTerm, CeilingException::CourtOrder];
    let bases = [
        SubsidyBasis::Regulation,
        SubsidyBasis::AwaitingRegulation,
        SubsidyBasis::EuropeanProgramme,
        SubsidyBasis::BudgetItem,
        SubsidyBasis::Incidental,
        SubsidyBasis::Unsaid,
    ];
    let expenses = [ExpenseRule::Performed, ExpenseRule::Awarded, ExpenseRule::Investment];
    vec![
        Body::CeilingSet(CeilingSet {
            act: act(s),
            ceiling: s.id("SB-2021", CeilingId::new),
            holder: s.one_of(&holders),
            name: s.text("sociale basis 2021"),
            years: s.span(2021, 2021),
            amount: s.amount(&exact(50_000_000)),
            regulation: s.opt(|s| s.text("Algemene subsidieverordening")),
            distribution: s.opt(|s| s.text("op volgorde van binnenkomst")),
            published: s.date("2020-06-10"),
        }),
        Body::SubsidyApplied(SubsidyApplied {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            recipient: recipient(s),
            activities: s.text("welzijnswerk"),
            years: s.span(2021, 2022),
            amount: s.amount(&exact(11_000_000)),
            received: s.date("2020-10-01"),
            decide_by: s.date("2020-12-31"),
            per_financial_year: s.flag(true),
            regulation: s.opt(|s| s.text("Algemene subsidieverordening")),
        }),
        Body::SubsidyAwarded(SubsidyAwarded {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            recipient: recipient(s),
            activities: s.text("welzijnswerk"),
            years: s.span(2021, 2022),
            terms: terms(s, &maximum),
            ceiling: s.opt(|s| s.id("SB-2021", CeilingId::new)),
            exception: s.opt(|s| s.one_of(&exceptions)),
            basis: s.one_of(&bases),
            regulation: s.opt(|s| s.text("Algemene subsidieverordening")),
            expense: s.one_of(&expenses),
            budget_reservation: s.flag(true),
            per_financial_year: s.flag(true),
            notified: s.date("2020-12-15"),
        }),
    ]
}

fn later(s: &mut Source) -> Vec<Body> {
    let amended = [
        AmendmentGround::Circumstances,
        AmendmentGround::BudgetReservation,
        AmendmentGround::Fault,
        AmendmentGround::Request,
        AmendmentGround::Objection,
        AmendmentGround::Court,
        AmendmentGround::Correction,
        AmendmentGround::Unsaid,
    ];
    let determined = [
        DeterminationGround::ActivitiesNotDone,
        DeterminationGround::ObligationsNotMet,
        DeterminationGround::IncorrectInformation,
        DeterminationGround::AwardIncorrect,
        DeterminationGround::ChangedAfterwards,
        DeterminationGround::Objection,
        DeterminationGround::Court,
        DeterminationGround::Correction,
        DeterminationGround::Unsaid,
    ];
    let parts = [WithdrawnPart::Award, WithdrawnPart::Application, WithdrawnPart::Determination];
    let ways = [PaymentDirection::FromRecipient, PaymentDirection::ToRecipient];
    vec![
        Body::SubsidyRefused(SubsidyRefused {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            reason: s.text("het plafond is bereikt"),
            ceiling: s.opt(|s| s.id("SB-2021", CeilingId::new)),
            notified: s.date("2020-12-15"),
        }),
        Body::SubsidyAmended(SubsidyAmended {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            terms: terms(s, &exact(9_000_000)),
            ground: s.one_of(&amended),
            retroactive: s.flag(true),
            reason: s.opt(|s| s.text("gewijzigde inzichten")),
            notified: s.date("2021-06-15"),
        }),
        Body::AdvancePaid(AdvancePaid {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            amount: s.amount(&exact(2_250_000)),
        }),
        Body::SubsidyPaid(SubsidyPaid {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            amount: s.amount(&exact(500_000)),
            direction: s.one_of(&ways),
        }),
        Body::PaymentSuspended(PaymentSuspended {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            resumed: s.flag(true),
            reason: s.opt(|s| s.text("ernstig vermoeden")),
            notified: s.date("2020-03-02"),
        }),
        Body::SubsidyDetermined(SubsidyDetermined {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            terms: s.opt(|s| terms(s, &exact(8_500_000))),
            ground: s.opt(|s| s.one_of(&determined)),
            reason: s.opt(|s| s.text("een deel is niet uitgevoerd")),
            notified: s.date("2022-05-11"),
        }),
        Body::SubsidyWithdrawn(SubsidyWithdrawn {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            part: s.one_of(&parts),
            retroactive: s.flag(true),
            reason: s.text("op verzoek van de ontvanger"),
            notified: s.date("2021-06-15"),
        }),
        Body::RecoveryDecided(RecoveryDecided {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            amount: s.amount(&exact(500_000)),
            reason: s.opt(|s| s.text("lager vastgesteld")),
            notified: s.date("2022-05-13"),
        }),
        Body::SubsidyListed(SubsidyListed {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            register: s.text("subsidieregister"),
            recipient: s.opt(recipient),
            activities: s.opt(|s| s.text("ontmoeting in de wijk")),
            regulation: s.opt(|s| s.text("regeling ontmoeting")),
            years: s.opt(|s| s.span(2021, 2022)),
            asked: s.opt(|s| s.amount(&exact(1_250_000))),
            policy_area: s.opt(|s| s.text("Welzijn en Zorg")),
            unit: s.opt(|s| s.text("wijkteam noord")),
            periodicity: s.opt(|s| s.one_of(&[Periodicity::Periodic, Periodicity::Once])),
        }),
        Body::SubsidyUnlisted(SubsidyUnlisted {
            act: act(s),
            subsidy: s.id("S-1", SubsidyId::new),
            register: s.text("subsidieregister"),
            reason: s.opt(|s| s.text("gewist op verzoek")),
        }),
    ]
}

fn disputes(s: &mut Source) -> Vec<Body> {
    let days = u16::try_from(s.number(184) % 3_650 + 1).unwrap();
    let lengths = [Length::Months(6), Length::Days(days), Length::Weeks(26), Length::Years(1)];
    let against = [
        ObjectedDecision::Determination,
        ObjectedDecision::Award,
        ObjectedDecision::Refusal,
        ObjectedDecision::Amendment,
        ObjectedDecision::Withdrawal,
        ObjectedDecision::Recovery,
    ];
    let outcomes = [
        ObjectionOutcome::PartlyUpheld,
        ObjectionOutcome::Upheld,
        ObjectionOutcome::Dismissed,
        ObjectionOutcome::Inadmissible,
        ObjectionOutcome::Withdrawn,
    ];
    vec![
        Body::NoticeGiven(NoticeGiven {
            act: act(s),
            notice: s.id("N-1", NoticeId::new),
            subsidy: s.id("S-1", SubsidyId::new),
            from: s.year(2021),
            yearly: s.amount(&exact(12_000_000)),
            lowered: s.amount(&exact(9_600_000)),
            term: s.one_of(&lengths),
            notified: s.date("2020-10-20"),
            reason: s.text("bezuiniging op de sociale basis"),
        }),
        Body::ObjectionFiled(ObjectionFiled {
            act: act(s),
            objection: s.id("B-1", ObjectionId::new),
            subsidy: s.id("S-1", SubsidyId::new),
            against: s.one_of(&against),
            reason: s.opt(|s| s.text("de motivering is te mager")),
        }),
        Body::ObjectionDecided(ObjectionDecided {
            act: act(s),
            objection: s.id("B-1", ObjectionId::new),
            outcome: s.one_of(&outcomes),
            reasons: s.text("een deel van het bezwaar klopt"),
        }),
    ]
}

fn recipient(s: &mut Source) -> SubsidyRecipient {
    let recipients = [
        SubsidyRecipient::Organisation(s.id("de-kern", OrganisationId::new)),
        SubsidyRecipient::Person(Pseudonym::new("p-0123456789abcdef").unwrap()),
        SubsidyRecipient::Unsaid,
    ];
    s.one_of(&recipients)
}

fn terms(s: &mut Source, whole: &Amount) -> SubsidyTerms {
    SubsidyTerms {
        amount: s.amount(whole),
        per_year: s.list(0, &[(2021, 5_000_000), (2022, 5_000_000)], |s, (year, cents)| SubsidyYear {
            year: s.year(year),
            amount: s.amount(&exact(cents)),
        }),
        partners: s.list(0, &[("de-kern", 6_000_001), ("welzijn", 3_999_999)], share),
        borne_by: s.list(0, &[("GM0482", 3_333_333), ("GM0505", 6_666_667)], share),
    }
}

fn share(s: &mut Source, (organisation, cents): (&str, i64)) -> SubsidyShare {
    SubsidyShare { organisation: s.id(organisation, OrganisationId::new), amount: s.amount(&exact(cents)) }
}
