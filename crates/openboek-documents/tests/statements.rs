//! Every kind of statement in words: nothing that was recorded is left out, and every fact has a name in both languages.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/subsidies.rs"]
mod subsidies;

#[path = "common/region.rs"]
mod region;

#[path = "statements/accounts.rs"]
mod accounts;

#[path = "common/course.rs"]
mod course;

use std::collections::BTreeSet;

use openboek_documents::{Lang, Names, statement_facts, statement_kind};
use openboek_rules::amount::Base;
use openboek_rules::date::Season;
use openboek_rules::figure::{Counting, Figure, Flow, Gross, Horizon, Pillar};
use openboek_rules::statement::*;
use openboek_rules::*;

fn t(text: &str) -> Text {
    Text::new(text).unwrap()
}

fn cents(number: i64) -> Cents {
    Cents::new(number).unwrap()
}

fn year(number: i64) -> BudgetYear {
    BudgetYear::new(number).unwrap()
}

fn code(code: &str) -> MunicipalityCode {
    MunicipalityCode::new(code).unwrap()
}

fn org(id: &str) -> OrganisationId {
    OrganisationId::new(id).unwrap()
}

fn month() -> UncertainDate {
    UncertainDate::Month(2021, 4)
}

fn span() -> YearSpan {
    YearSpan::new(year(2021), year(2024)).unwrap()
}

fn paper() -> DocumentRef {
    DocumentRef {
        organisation: Some(org("de-kern")),
        title: t("Titel van het stuk"),
        reference: Reference::Assigned(t("DOC/20/406214")),
        date: UncertainDate::Season(2019, Season::Autumn),
        place: Some(t("blz. 12")),
        digest: Some([0xab; 32]),
    }
}

fn act() -> Act {
    Act {
        organisation: org("GM1904"),
        organ: Organ::Council,
        date: UncertainDate::parse("2020-11-11").unwrap(),
        documents: vec![paper()],
        legal_basis: vec![t("art. 4:51 Awb")],
        note: Some(t("Opmerking van de griffier")),
    }
}

/// What every statement of this file shows because of its act and streams.
const OF_THE_ACT: &[&str] = &[
    "Stichtse Vecht (GM1904)",
    "11 november 2020",
    "Titel van het stuk, De Kern (de-kern), kenmerk DOC/20/406214, najaar 2019, blz. 12, BLAKE3 abababab",
    "art. 4:51 Awb",
    "Opmerking van de griffier",
];

fn terms() -> CutTerms {
    CutTerms {
        cut: CutId::new("SV-22").unwrap(),
        scope: t("preventiebeleid (totaal)"),
        pillar: Pillar::SocialInfrastructure,
        amount: Amount::PercentOf {
            share: BasisPoints::new(-500).unwrap(),
            base: Base::Unknown(None),
            bound: Bound::Exactly,
        },
        years: span(),
        years_inferred: true,
        structural: true,
        certainty: Certainty::Announced,
        concretises: Some(CutId::new("SV-20").unwrap()),
    }
}

const OF_THE_TERMS: &[&str] = &[
    "SV-22",
    "preventiebeleid (totaal)",
    "Sociale basis",
    "-5 % van een nog onbekende grondslag",
    "2021 t/m 2024 (afgeleid)",
    "aangekondigd",
    "SV-20",
];

fn condition() -> Condition {
    Condition {
        text: t("Uitkomst van het voorstel"),
        proposal: Some(ProposalId::new("VC-22").unwrap()),
        due: month(),
        fallback: Some(t("dan doet de gemeente het zelf")),
    }
}

const OF_THE_CONDITION: &[&str] =
    &["Uitkomst van het voorstel", "VC-22", "april 2021", "dan doet de gemeente het zelf"];

fn figure() -> Figure {
    Figure {
        figure: FigureId::new("A08").unwrap(),
        description: t("Hulp bij het huishouden"),
        pillar: Pillar::Wmo,
        flow: Flow::Expenditure,
        gross: Gross::Gross,
        horizon: Horizon::Future,
        amount: Amount::About { cents: cents(250_000_000), granularity: cents(10_000_000) },
        certainty: Certainty::Estimate,
        years: Some(YearSpan::one(year(2025))),
        counting: Counting::MayOverlap(FigureId::new("A18").unwrap()),
        taakveld: Some(Taakveld::new("6.711").unwrap()),
        source: Some(t("eigen middelen")),
    }
}

const OF_THE_FIGURE: &[&str] = &[
    "A08",
    "Hulp bij het huishouden",
    "Wmo",
    "lasten",
    "bruto",
    "na de plannen",
    "ca. € 2.500.000",
    "raming",
    "2025",
    "kan overlappen met A18",
    "6.711 Huishoudelijke hulp (Wmo)",
    "eigen middelen",
];

fn line_key() -> LineKey {
    LineKey {
        taakveld: Taakveld::new("6.1").unwrap(),
        year: year(2022),
        side: Side::Expenditure,
        nature: Nature::Incidental,
        category: None,
        programme: None,
    }
}

const LINE: &str = "6.1 Samenkracht en burgerparticipatie, 2022, lasten, incidenteel: ";

fn addressee() -> Addressee {
    Addressee { organisation: org("region"), organ: Organ::ExecutiveBoard }
}

const TO: &str = "dagelijks bestuur, de regio";

type Case = (Body, Vec<&'static str>);

fn with(common: &[&'static str], more: &[&'static str]) -> Vec<&'static str> {
    common.iter().chain(more).copied().collect()
}

fn arrangements() -> Vec<Case> {
    let member = Member { code: code("GM0148"), name: t("Dalfsen") };
    vec![
        (
            Body::ArrangementFounded(ArrangementFounded {
                act: act(),
                name: t("Samen in het oosten"),
                form: LegalForm::JointOrgan,
                members: vec![member.clone()],
            }),
            vec!["Samen in het oosten", "gemeenschappelijk orgaan", "Dalfsen (GM0148)"],
        ),
        (
            Body::MemberJoined(MemberJoined { act: act(), member, from: month() }),
            vec!["Dalfsen (GM0148)", "april 2021"],
        ),
        (
            Body::OrganisationRegistered(OrganisationRegistered {
                act: act(),
                organisation: org("vitale-coalitie"),
                name: t("Vitale Coalitie"),
                kind: OrganisationKind::Coalition,
                works_in: vec![code("GM0148")],
                partners: vec![org("de-kern")],
            }),
            vec!["vitale-coalitie", "Vitale Coalitie", "coalitie", "GM0148", "De Kern (de-kern)"],
        ),
        (
            Body::DocumentRegistered(DocumentRegistered {
                act: act(),
                document: DocumentId::new("brief-1").unwrap(),
                reference: paper(),
                addressee: Some((org("de-kern"), Some(Organ::Recipient))),
            }),
            vec!["brief-1", "ontvanger van subsidie, De Kern (de-kern)"],
        ),
    ]
}

fn budgets() -> Vec<Case> {
    let share = FundingRole::ShareOf(FigureId::new("A15").unwrap());
    let adopted = BudgetLine {
        key: line_key(),
        amount: cents(12_345),
        explanation: Some(t("Toelichting bij de regel")),
    };
    let amended = AmendedLine {
        key: line_key(),
        old: cents(10_000),
        mutation: cents(-2_500),
        new: cents(7_500),
        explanation: Some(t("Toelichting bij de regel")),
    };
    let holder = Stream::Municipality(code("GM1904"));
    vec![
        (
            Body::FundingIndicated(FundingIndicated {
                act: act(),
                figure: figure(),
                role: share,
                money: Some(region::money()),
            }),
            [OF_THE_FIGURE, region::OF_THE_MONEY, &["deel van A15"]].concat(),
        ),
        (
            Body::BudgetLineIndicated(BudgetLineIndicated {
                act: act(),
                figure: figure(),
                contribution: Some(ContributionId::new("bijdrage-2025").unwrap()),
            }),
            with(OF_THE_FIGURE, &["bijdrage-2025"]),
        ),
        (
            Body::BudgetAdopted(BudgetAdopted {
                act: act(),
                holder,
                year: year(2021),
                lines: vec![adopted],
                rounded_to: None,
            }),
            vec!["2021", LINE, "€ 123,45 (Toelichting bij de regel)"],
        ),
        (
            Body::BudgetAmended(BudgetAmended {
                act: act(),
                holder,
                year: year(2021),
                number: 3,
                lines: vec![amended],
            }),
            vec!["3", LINE, "was € 100,00, verandering € -25,00, wordt € 75,00 (Toelichting bij de regel)"],
        ),
    ]
}

fn cuts() -> Vec<Case> {
    let cut = || CutId::new("SV-20").unwrap();
    let part = |bearer, amount| CutPart {
        bearer,
        amount: Amount::Exact(cents(amount)),
        explanation: Some(t("Uitleg")),
    };
    vec![
        (
            Body::CutAnnounced(CutAnnounced { act: act(), terms: terms(), condition: Some(condition()) }),
            with(OF_THE_TERMS, OF_THE_CONDITION),
        ),
        (Body::CutAdopted(CutAdopted { act: act(), terms: terms() }), OF_THE_TERMS.to_vec()),
        (
            Body::CutSuspended(CutSuspended {
                act: act(),
                cut: cut(),
                years: YearSpan::one(year(2021)),
                extent: Extent::Partial(Amount::Qualitative(t("grotendeels"))),
            }),
            vec!["SV-20", "2021", "„grotendeels”"],
        ),
        (
            Body::CutAmended(CutAmended {
                act: act(),
                cut: cut(),
                amount: Amount::Exact(cents(-100)),
                years: None,
                reason: Some(t("Omdat het anders moet")),
            }),
            vec!["SV-20", "€ -1,00", "alle jaren van de bezuiniging", "Omdat het anders moet"],
        ),
        (
            Body::CutConditioned(CutConditioned { act: act(), cut: cut(), condition: condition() }),
            with(OF_THE_CONDITION, &["SV-20"]),
        ),
        (
            Body::CutAllocated(CutAllocated {
                act: act(),
                cut: cut(),
                years: span(),
                status: DecisionStatus::Proposed,
                parts: vec![
                    part(Bearer::Organisation(org("de-kern")), -100),
                    part(Bearer::Municipality(code("GM1904")), -200),
                    part(Bearer::Theme(t("lokaal maatwerk")), 0),
                ],
                total: Some(Amount::Exact(cents(-300))),
            }),
            vec![
                "2021 t/m 2024",
                "voorgesteld",
                "De Kern (de-kern): € -1,00 (Uitleg)",
                "Stichtse Vecht (GM1904): € -2,00 (Uitleg)",
                "lokaal maatwerk: € 0,00 (Uitleg)",
                "€ -3,00",
            ],
        ),
        (
            Body::DecisionHeldOver(DecisionHeldOver {
                act: act(),
                subject: Subject::Proposal(ProposalId::new("JP-LZ").unwrap()),
                until: month(),
                reason: Some(t("Eerst meer onderzoek")),
            }),
            vec!["JP-LZ", "april 2021", "Eerst meer onderzoek"],
        ),
    ]
}

fn voices() -> Vec<Case> {
    let view = || ViewId::new("ZW-1").unwrap();
    let item = ViewItem {
        item: ItemId::new("R3").unwrap(),
        kind: ItemKind::Criterion,
        text: t("Meld de voortgang"),
        recurrence: Recurrence::Yearly,
    };
    let answer = ItemAnswer {
        item: ItemId::new("R3").unwrap(),
        outcome: AnswerOutcome::PartlyAccepted,
        reasons: Some(t("Eens per twee jaar")),
    };
    let request = || RequestItemId::new("V-1").unwrap();
    vec![
        (
            Body::ReactionReceived(ReactionReceived {
                act: act(),
                reaction: ReactionId::new("RE-1").unwrap(),
                addressee: addressee(),
                answers: Some(paper()),
                cut: Some(CutId::new("SV-20").unwrap()),
                late: true,
                deadline: month(),
                claims: vec![t("Preventie voorkomt duurdere hulp")],
            }),
            vec!["RE-1", TO, "SV-20", "te laat ontvangen", "april 2021", "Preventie voorkomt duurdere hulp"],
        ),
        (
            Body::ViewSubmitted(ViewSubmitted {
                act: act(),
                view: view(),
                addressee: addressee(),
                subject: t("de visie"),
                statutory: true,
                items: vec![item],
            }),
            vec!["ZW-1", TO, "de visie", "ja", "R3 (toetspunt): Meld de voortgang (elk jaar)"],
        ),
        (
            Body::ViewAnswered(ViewAnswered { act: act(), view: view(), answers: vec![answer] }),
            vec!["ZW-1", "R3 (deels overgenomen): Eens per twee jaar"],
        ),
        (
            Body::RequestMade(RequestMade {
                act: act(),
                request: request(),
                addressee: addressee(),
                text: t("Graag een gesprek"),
                due: month(),
                recurrence: Recurrence::EachBudget,
                reaction: Some(ReactionId::new("RE-1").unwrap()),
            }),
            vec!["V-1", TO, "Graag een gesprek", "april 2021", "bij elke begroting", "RE-1"],
        ),
        (
            Body::RequestAnswered(RequestAnswered {
                act: act(),
                request: request(),
                outcome: AnswerOutcome::Declined,
                reasons: t("Geen ruimte"),
            }),
            vec!["V-1", "niet overgenomen", "Geen ruimte"],
        ),
        (
            Body::CommitmentMade(CommitmentMade {
                act: act(),
                commitment: CommitmentId::new("T-1").unwrap(),
                text: t("Elk jaar een gesprek"),
                with: vec![org("de-kern")],
                due: month(),
                recurrence: Recurrence::Once,
            }),
            vec!["T-1", "Elk jaar een gesprek", "De Kern (de-kern)", "april 2021"],
        ),
    ]
}

fn proposals() -> Vec<Case> {
    let proposal = || ProposalId::new("JP-LZ").unwrap();
    let council = code("GM1904");
    vec![
        (
            Body::ProposalMandated(ProposalMandated {
                act: act(),
                proposal: proposal(),
                subject: t("sociale basis"),
                parties: vec![org("de-kern")],
                due: month(),
                treated_with: Some(t("begroting 2022")),
                fallback: Some(t("dan kiest de raad")),
            }),
            vec![
                "JP-LZ",
                "sociale basis",
                "De Kern (de-kern)",
                "april 2021",
                "begroting 2022",
                "dan kiest de raad",
            ],
        ),
        (
            Body::ProposalMade(ProposalMade {
                act: act(),
                proposal: proposal(),
                title: t("Bouwen op de kracht"),
                councils: vec![council],
                version: Some(t("ontwerp maart")),
            }),
            vec!["JP-LZ", "Bouwen op de kracht", "ontwerp maart"],
        ),
        (
            Body::HearingScheduled(HearingScheduled {
                act: act(),
                proposal: proposal(),
                council,
                meeting: t("Ronde Tafel"),
                on: month(),
            }),
            vec!["JP-LZ", "Ronde Tafel", "april 2021"],
        ),
        (
            Body::DecisionScheduled(DecisionScheduled {
                act: act(),
                proposal: proposal(),
                council,
                on: month(),
            }),
            vec!["JP-LZ", "april 2021"],
        ),
        (
            Body::CouncilDecided(CouncilDecided {
                act: act(),
                proposal: proposal(),
                council,
                outcome: CouncilOutcome::AdoptedAmended,
                version: Some(t("versie twee")),
            }),
            vec!["JP-LZ", "gewijzigd aangenomen", "versie twee"],
        ),
    ]
}

fn learning() -> Vec<Case> {
    let vision = || VisionId::new("visie-1").unwrap();
    let experiment = || ExperimentId::new("proef-1").unwrap();
    vec![
        (
            Body::VisionShared(VisionShared {
                act: act(),
                vision: vision(),
                title: t("Een zelfstandig bestaan"),
                with: vec![org("de-kern")],
            }),
            vec!["visie-1", "Een zelfstandig bestaan", "De Kern (de-kern)"],
        ),
        (
            Body::PolicyAdopted(PolicyAdopted {
                act: act(),
                policy: PolicyId::new("nota-1").unwrap(),
                title: t("Nota over de drie taken"),
                decided: false,
            }),
            vec!["nota-1", "Nota over de drie taken", "nota, besproken zonder besluit"],
        ),
        (
            Body::ProgressReported(ProgressReported {
                act: act(),
                vision: Some(vision()),
                text: t("Het gaat langzaam"),
            }),
            vec!["visie-1", "Het gaat langzaam"],
        ),
        (
            Body::ExperimentStarted(ExperimentStarted {
                act: act(),
                experiment: experiment(),
                title: t("Samen koken"),
                started: false,
                amount: Amount::Unknown { reason: t("PM"), promised: None },
            }),
            vec!["proef-1", "Samen koken", "gepland", "n.n.b. (PM)"],
        ),
        (
            Body::ExperimentConcluded(ExperimentConcluded {
                act: act(),
                experiment: experiment(),
                result: ExperimentResult::Failed,
                lesson: t("Te weinig deelnemers"),
            }),
            vec!["proef-1", "mislukt", "Te weinig deelnemers"],
        ),
        (
            Body::IndicatorSet(IndicatorSet {
                act: act(),
                indicator: IndicatorId::new("wsg").unwrap(),
                description: t("Inwoners in een woonservicegebied"),
                required: BasisPoints::new(5000),
                target: BasisPoints::new(7000),
                words: Some(t("bijna iedereen")),
                year: Some(year(2015)),
            }),
            vec!["wsg", "Inwoners in een woonservicegebied", "50 %", "70 %", "bijna iedereen", "2015"],
        ),
    ]
}

fn cases() -> Vec<Case> {
    [
        arrangements(),
        budgets(),
        cuts(),
        voices(),
        proposals(),
        learning(),
        accounts::accounts(),
        subsidies::cases(),
        region::cases(),
        course::cases(),
    ]
    .concat()
}

fn names() -> Names {
    Names::from([("GM1904".into(), "Stichtse Vecht".into()), ("de-kern".into(), "De Kern".into())])
}

fn statement(body: Body) -> Statement {
    Statement { concerns: vec![Stream::Municipality(code("GM1904"))], body }
}

#[test]
fn every_kind_says_all_that_was_recorded() {
    let kinds: BTreeSet<&str> = cases().iter().map(|(body, _)| body.kind()).collect();
    assert_eq!(kinds, Body::KINDS.iter().copied().collect(), "a case for every kind");
    for (body, expected) in cases() {
        let kind = body.kind();
        let facts = statement_facts(&statement(body), &names(), Lang::Nl);
        let all = facts.iter().flat_map(|fact| &fact.values).cloned().collect::<Vec<_>>().join("\n");
        let all = all.replace('\u{a0}', " ");
        for words in OF_THE_ACT.iter().chain(&expected) {
            assert!(all.contains(words), "{kind} does not say {words}:\n{all}");
        }
    }
}

#[test]
fn every_fact_has_a_name_in_both_languages() {
    for lang in Lang::ALL {
        for (body, _) in cases() {
            let kind = body.kind();
            assert!(!statement_kind(kind, lang).starts_with("kind "), "{kind} {lang:?}");
            for fact in statement_facts(&statement(body), &names(), lang) {
                assert!(!fact.name.starts_with("field "), "{kind}: {}", fact.name);
                assert!(
                    !fact.values.is_empty() && fact.values.iter().all(|value| !value.is_empty()),
                    "{kind}: {}",
                    fact.name
                );
            }
        }
    }
}
