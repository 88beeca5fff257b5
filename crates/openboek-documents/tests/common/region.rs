//! The region and funding that is followed in time: what each kind of statement says in words.

use super::*;

const DORDRECHT: &str = "GM0505";

fn contribution() -> ContributionId {
    ContributionId::new("bijdrage-2020").unwrap()
}

fn key() -> KeyVersion {
    KeyVersion { key: AllocationKeyId::new("inwoners").unwrap(), version: 2 }
}

fn shares() -> Vec<MemberShare> {
    vec![
        MemberShare { municipality: code(DORDRECHT), amount: cents(205_668_451) },
        MemberShare { municipality: code("GM1904"), amount: cents(-150) },
    ]
}

const OF_THE_SHARES: &[&str] =
    &["bijdrage-2020", "GM0505: € 2.056.684,51", "Stichtse Vecht (GM1904): € -1,50", "inwoners, versie 2"];

pub(crate) fn money() -> FundingSource {
    FundingSource {
        kind: MoneyKind::SpecificGrant,
        earmark: Earmark::Statutory,
        sisa: Some(t("G2")),
        circular: Some(t("septembercirculaire 2024")),
    }
}

pub(crate) const OF_THE_MONEY: &[&str] =
    &["specifieke uitkering (SPUK)", "gebonden door de wet of het besluit", "G2", "septembercirculaire 2024"];

fn keys() -> Case {
    let component = KeyComponent {
        basis: KeyBasis::Inhabitants,
        description: Some(t("alle leeftijden")),
        weight: BasisPoints::new(10_000).unwrap(),
        reference_date: UncertainDate::parse("2019-01-01").unwrap(),
        source: DocumentRef { title: t("Bevolking per gemeente"), ..paper() },
        values: vec![KeyValue { municipality: code(DORDRECHT), value: 122_847 }],
    };
    (
        Body::AllocationKeySet(AllocationKeySet {
            act: act(),
            key: key().key,
            version: 2,
            description: t("Naar het aantal inwoners"),
            years: span(),
            components: vec![component],
            rounding: Rounding::LargestRemainderByCode,
            leading: LeadingLevel::Parts,
        }),
        vec![
            "inwoners",
            "Naar het aantal inwoners",
            "2021 t/m 2024",
            "inwoners, 100 % (alle leeftijden)",
            "peildatum 1 januari 2019",
            "Bevolking per gemeente",
            "GM0505: 122.847",
            "laagste gemeentecode",
            "elk deel apart",
        ],
    )
}

fn contributions() -> Vec<Case> {
    vec![
        (
            Body::ContributionAllocated(ContributionAllocated {
                act: act(),
                contribution: contribution(),
                description: t("Sociale dienst"),
                year: year(2021),
                status: DecisionStatus::Proposed,
                total: cents(205_668_301),
                parts: vec![RegionalPart { description: t("Inkomen"), amount: cents(205_668_301) }],
                key: Some(key()),
                shares: shares(),
            }),
            with(
                OF_THE_SHARES,
                &["Sociale dienst", "2021", "voorgesteld", "€ 2.056.683,01", "Inkomen: € 2.056.683,01"],
            ),
        ),
        (
            Body::ContributionAdvanced(ContributionAdvanced {
                act: act(),
                contribution: contribution(),
                term: 3,
                shares: shares(),
            }),
            vec!["bijdrage-2020", "3", "GM0505: € 2.056.684,51"],
        ),
        (
            Body::InhabitantsCounted(InhabitantsCounted {
                act: act(),
                reference_date: UncertainDate::parse("2025-01-01").unwrap(),
                counts: vec![InhabitantCount { municipality: code(DORDRECHT), inhabitants: 122_847 }],
            }),
            vec!["1 januari 2025", "GM0505: 122.847"],
        ),
        (
            Body::ContributionSettled(ContributionSettled {
                act: act(),
                contribution: contribution(),
                reason: SettlementReason::CorrectedInput,
                explanation: Some(t("Het CBS heeft het aantal verbeterd")),
                total: cents(205_668_301),
                key: Some(key()),
                shares: shares(),
            }),
            with(
                OF_THE_SHARES,
                &["verbeterd aantal in de sleutel", "Het CBS heeft het aantal verbeterd", "€ 2.056.683,01"],
            ),
        ),
    ]
}

fn cycle() -> Vec<Case> {
    vec![
        (
            Body::FrameworkSent(FrameworkSent {
                act: act(),
                year: year(2021),
                provisional_accounts: false,
                to: vec![code("GM1904")],
            }),
            vec!["2021", "nee", "Stichtse Vecht (GM1904)"],
        ),
        (
            Body::BudgetSentToSupervisor(BudgetSentToSupervisor {
                act: act(),
                year: year(2021),
                paper: SupervisedPaper::Accounts,
                adopted_on: UncertainDate::parse("2020-07-02").unwrap(),
                supervisor: org("provincie-utrecht"),
            }),
            vec!["2021", "jaarrekening naar de toezichthouder", "2 juli 2020", "provincie-utrecht"],
        ),
        (
            Body::MemberLeft(MemberLeft {
                act: act(),
                municipality: code("GM1904"),
                until: UncertainDate::parse("2021-12-31").unwrap(),
                merged_into: vec![code(DORDRECHT)],
                terms: Some(t("Afbouw in drie jaar")),
            }),
            vec!["Stichtse Vecht (GM1904)", "31 december 2021", "GM0505", "Afbouw in drie jaar"],
        ),
        (
            Body::ArrangementSucceeded(ArrangementSucceeded {
                act: act(),
                succession: Succession::SucceededBy,
                other: t("GR Sociaal"),
                other_log: Some(t("ledger.example.nl/gr-sociaal")),
                from: UncertainDate::parse("2022-01-01").unwrap(),
            }),
            vec![
                "opgevolgd door een andere regeling",
                "GR Sociaal",
                "ledger.example.nl/gr-sociaal",
                "1 januari 2022",
            ],
        ),
    ]
}

fn funding() -> Vec<Case> {
    let earlier = || FigureId::new("M24").unwrap();
    vec![
        (
            Body::FundingSuperseded(FundingSuperseded {
                act: act(),
                figure: figure(),
                role: FundingRole::ShareOf(FigureId::new("A15").unwrap()),
                source: money(),
                supersedes: earlier(),
            }),
            [OF_THE_FIGURE, OF_THE_MONEY, &["deel van A15", "M24"]].concat(),
        ),
        (
            Body::FundingGranted(FundingGranted {
                act: act(),
                figure: figure(),
                source: money(),
                supersedes: Some(earlier()),
            }),
            [OF_THE_FIGURE, OF_THE_MONEY, &["M24"]].concat(),
        ),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    [vec![keys()], contributions(), cycle(), funding()].concat()
}
