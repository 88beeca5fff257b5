//! Statements about subsidies, with what must be said of each.

use openboek_rules::law::Length;
use openboek_rules::statement::*;
use openboek_rules::*;

use super::{Case, act, cents, code, month, org, span, t, year};

fn subsidy() -> SubsidyId {
    SubsidyId::new("S-1").unwrap()
}

fn exact(amount: i64) -> Amount {
    Amount::Exact(cents(amount))
}

fn day(day: &str) -> UncertainDate {
    UncertainDate::parse(day).unwrap()
}

fn share(organisation: &str, amount: i64) -> SubsidyShare {
    SubsidyShare { organisation: org(organisation), amount: exact(amount) }
}

fn terms(amount: Amount) -> SubsidyTerms {
    SubsidyTerms {
        amount,
        per_year: vec![SubsidyYear { year: year(2022), amount: exact(4_000_001) }],
        partners: vec![share("de-kern", 6_000_002)],
        borne_by: vec![share("GM1904", 3_000_003)],
    }
}

const OF_THE_TERMS: [&str; 3] =
    ["2022: € 40.000,01", "De Kern (de-kern): € 60.000,02", "Stichtse Vecht (GM1904): € 30.000,03"];

fn start() -> Vec<Case> {
    vec![
        (
            Body::CeilingSet(CeilingSet {
                act: act(),
                ceiling: CeilingId::new("SB-2021").unwrap(),
                holder: Stream::Municipality(code("GM1904")),
                name: t("sociale basis"),
                years: span(),
                amount: exact(50_000_000),
                regulation: Some(t("Algemene subsidieverordening")),
                distribution: Some(t("op volgorde van binnenkomst")),
                published: month(),
            }),
            vec![
                "SB-2021",
                "sociale basis",
                "2021 t/m 2024",
                "€ 500.000,00",
                "Algemene subsidieverordening",
                "op volgorde van binnenkomst",
                "april 2021",
            ],
        ),
        (
            Body::SubsidyApplied(SubsidyApplied {
                act: act(),
                subsidy: subsidy(),
                recipient: SubsidyRecipient::Person(Pseudonym::new("p-0123456789abcdef").unwrap()),
                activities: t("een buurtmoestuin"),
                years: span(),
                amount: exact(1_100_000),
                received: day("2020-10-01"),
                decide_by: month(),
                per_financial_year: true,
                regulation: Some(t("Algemene subsidieverordening")),
            }),
            vec![
                "S-1",
                "natuurlijke persoon (p-0123456789abcdef)",
                "een buurtmoestuin",
                "2021 t/m 2024",
                "€ 11.000,00",
                "1 oktober 2020",
                "april 2021",
                "ja",
                "Algemene subsidieverordening",
            ],
        ),
        (
            Body::SubsidyAwarded(SubsidyAwarded {
                act: act(),
                subsidy: subsidy(),
                recipient: SubsidyRecipient::Organisation(org("de-kern")),
                activities: t("welzijnswerk"),
                years: span(),
                terms: terms(Amount::AtMost(cents(10_000_000))),
                ceiling: Some(CeilingId::new("SB-2021").unwrap()),
                exception: Some(CeilingException::ReasonableTerm),
                basis: SubsidyBasis::BudgetItem,
                regulation: Some(t("Algemene subsidieverordening")),
                expense: ExpenseRule::Performed,
                budget_reservation: true,
                per_financial_year: false,
                notified: day("2020-12-15"),
            }),
            [
                vec![
                    "S-1",
                    "De Kern (de-kern)",
                    "welzijnswerk",
                    "2021 t/m 2024",
                    "ten hoogste € 100.000",
                    "SB-2021",
                    "rest van een redelijke termijn",
                    "de begroting noemt ontvanger en maximum",
                    "Algemene subsidieverordening",
                    "in de jaren waarin de ontvanger presteert",
                    "ja",
                    "nee",
                    "15 december 2020",
                ],
                OF_THE_TERMS.to_vec(),
            ]
            .concat(),
        ),
    ]
}

fn later() -> Vec<Case> {
    let notified = || day("2022-05-11");
    let reason = || Some(t("een reden"));
    let told = ["S-1", "een reden", "11 mei 2022"];
    vec![
        (
            Body::SubsidyRefused(SubsidyRefused {
                act: act(),
                subsidy: subsidy(),
                reason: t("een reden"),
                ceiling: Some(CeilingId::new("SB-2021").unwrap()),
                notified: notified(),
            }),
            [told.to_vec(), vec!["SB-2021"]].concat(),
        ),
        (
            Body::SubsidyAmended(SubsidyAmended {
                act: act(),
                subsidy: subsidy(),
                terms: terms(exact(9_000_000)),
                ground: AmendmentGround::Circumstances,
                retroactive: true,
                reason: reason(),
                notified: notified(),
            }),
            [told.to_vec(), vec!["€ 90.000,00", "Awb 4:50", "ja"], OF_THE_TERMS.to_vec()].concat(),
        ),
        (
            Body::AdvancePaid(AdvancePaid { act: act(), subsidy: subsidy(), amount: exact(2_250_000) }),
            vec!["S-1", "€ 22.500,00"],
        ),
        (
            Body::SubsidyPaid(SubsidyPaid {
                act: act(),
                subsidy: subsidy(),
                amount: exact(500_000),
                direction: PaymentDirection::FromRecipient,
            }),
            vec!["S-1", "€ 5.000,00", "terug van de ontvanger"],
        ),
        (
            Body::PaymentSuspended(PaymentSuspended {
                act: act(),
                subsidy: subsidy(),
                resumed: false,
                reason: reason(),
                notified: notified(),
            }),
            [told.to_vec(), vec!["opgeschort"]].concat(),
        ),
        (
            Body::SubsidyDetermined(SubsidyDetermined {
                act: act(),
                subsidy: subsidy(),
                terms: Some(terms(exact(8_500_000))),
                ground: Some(DeterminationGround::ActivitiesNotDone),
                reason: reason(),
                notified: notified(),
            }),
            [told.to_vec(), vec!["€ 85.000,00", "Awb 4:46 lid 2 a"], OF_THE_TERMS.to_vec()].concat(),
        ),
        (
            Body::SubsidyDetermined(SubsidyDetermined {
                act: act(),
                subsidy: subsidy(),
                terms: None,
                ground: Some(DeterminationGround::Objection),
                reason: reason(),
                notified: notified(),
            }),
            [told.to_vec(), vec!["teruggedraaid", "beslissing op bezwaar"]].concat(),
        ),
        (
            Body::SubsidyWithdrawn(SubsidyWithdrawn {
                act: act(),
                subsidy: subsidy(),
                part: WithdrawnPart::Determination,
                retroactive: false,
                reason: t("een reden"),
                notified: notified(),
            }),
            [told.to_vec(), vec!["de vaststelling", "nee"]].concat(),
        ),
        (
            Body::RecoveryDecided(RecoveryDecided {
                act: act(),
                subsidy: subsidy(),
                amount: exact(500_000),
                reason: reason(),
                notified: notified(),
            }),
            [told.to_vec(), vec!["€ 5.000,00"]].concat(),
        ),
        (
            Body::SubsidyListed(SubsidyListed {
                act: act(),
                subsidy: subsidy(),
                register: t("subsidieregister"),
                recipient: Some(SubsidyRecipient::Unsaid),
                activities: Some(t("ontmoeting")),
                regulation: Some(t("regeling ontmoeting")),
                years: Some(YearSpan::one(year(2021))),
                asked: Some(exact(1_250_000)),
                policy_area: Some(t("Welzijn en Zorg")),
                unit: Some(t("wijkteam noord")),
                periodicity: Some(Periodicity::Periodic),
            }),
            vec![
                "S-1",
                "subsidieregister",
                "niet vermeld",
                "ontmoeting",
                "regeling ontmoeting",
                "2021",
                "€ 12.500,00",
                "Welzijn en Zorg",
                "wijkteam noord",
                "periodiek",
            ],
        ),
        (
            Body::SubsidyUnlisted(SubsidyUnlisted {
                act: act(),
                subsidy: subsidy(),
                register: t("subsidieregister"),
                reason: None,
            }),
            vec!["S-1", "subsidieregister", "reden onbekend"],
        ),
    ]
}

fn disputes() -> Vec<Case> {
    vec![
        (
            Body::NoticeGiven(NoticeGiven {
                act: act(),
                notice: NoticeId::new("N-1").unwrap(),
                subsidy: subsidy(),
                from: year(2021),
                yearly: exact(12_000_000),
                lowered: exact(9_600_000),
                term: Length::Months(6),
                notified: day("2020-10-20"),
                reason: t("bezuiniging"),
            }),
            vec![
                "N-1",
                "S-1",
                "2021",
                "€ 120.000,00",
                "€ 96.000,00",
                "+ 6 maanden",
                "20 oktober 2020",
                "bezuiniging",
            ],
        ),
        (
            Body::ObjectionFiled(ObjectionFiled {
                act: act(),
                objection: ObjectionId::new("B-1").unwrap(),
                subsidy: subsidy(),
                against: ObjectedDecision::Refusal,
                reason: Some(t("te mager gemotiveerd")),
            }),
            vec!["B-1", "S-1", "de weigering", "te mager gemotiveerd"],
        ),
        (
            Body::ObjectionDecided(ObjectionDecided {
                act: act(),
                objection: ObjectionId::new("B-1").unwrap(),
                outcome: ObjectionOutcome::PartlyUpheld,
                reasons: t("een deel klopt"),
            }),
            vec!["B-1", "deels gegrond", "een deel klopt"],
        ),
    ]
}

/// All of them.
pub(crate) fn cases() -> Vec<Case> {
    [start(), later(), disputes()].concat()
}
