//! Circulars that overwrite each other: the four values of one budget year in sixteen months, with the real amounts of Dalfsen and
//! Dordrecht (domain 4.3), as given amounts.

use openboek_rules::statement::{
    Body, Earmark, FundingGranted, FundingIndicated, FundingRole, FundingSource, FundingSuperseded,
    LegalForm, MoneyKind,
};
use openboek_rules::{Amount, Certainty, Counting, Figure, Flow, Gross, Horizon, Organ, Pillar, RefusalCode};
use openboek_views::model::{RowRole, TableId};

use crate::support::build::*;
use crate::support::print::{at, cell, same, table};
use crate::support::{At, Ledger};

const CLUSTERS: [(&str, Pillar); 4] = [
    ("sociale-basis", Pillar::SocialInfrastructure),
    ("participatie", Pillar::Participation),
    ("wmo", Pillar::Wmo),
    ("jeugd", Pillar::Youth),
];

/// Circular, its day, the budget year, the four clusters, the sum of the rounded amounts.
type Circular = (&'static str, &'static str, i64, [i64; 4], i64);

const DALFSEN: [Circular; 6] = [
    ("M23", "2023-05-31", 2024, [640_980_666, 325_860_196, 703_665_322, 986_054_769], 2_656_560_953),
    ("S23", "2023-09-19", 2024, [650_417_457, 336_066_973, 712_682_559, 1_003_352_602], 2_702_519_591),
    ("M24", "2024-05-29", 2024, [646_255_546, 327_218_325, 697_362_614, 1_031_817_180], 2_702_653_665),
    ("S24", "2024-09-17", 2024, [652_119_401, 337_100_703, 723_816_816, 1_047_328_915], 2_760_365_835),
    ("M24", "2024-05-29", 2025, [672_671_505, 348_305_646, 749_918_367, 1_059_456_983], 2_830_352_501),
    ("S24", "2024-09-17", 2025, [671_855_329, 346_877_918, 763_068_726, 1_062_643_718], 2_844_445_691),
];

const DORDRECHT: [Circular; 6] = [
    ("M23", "2023-05-31", 2024, [3_738_557_215, 3_921_605_075, 4_608_874_077, 5_457_543_671], 17_726_580_038),
    ("S23", "2023-09-19", 2024, [3_804_476_858, 3_958_413_284, 4_729_277_966, 5_579_874_702], 18_072_042_810),
    ("M24", "2024-05-29", 2024, [3_793_478_855, 3_881_991_012, 4_723_813_435, 5_527_233_567], 17_926_516_869),
    ("S24", "2024-09-17", 2024, [3_836_502_821, 3_962_030_652, 4_829_476_080, 5_633_248_654], 18_261_258_207),
    ("M24", "2024-05-29", 2025, [3_959_485_438, 4_055_070_537, 4_961_388_678, 5_666_481_097], 18_642_425_750),
    ("S24", "2024-09-17", 2025, [3_954_907_524, 4_029_552_024, 5_018_444_085, 5_703_445_794], 18_706_349_427),
];

fn stated(id: &str, of: i64, pillar: Pillar, amount: Amount, certainty: Certainty) -> Figure {
    Figure {
        figure: figure(id),
        description: text("Gemeentefonds"),
        pillar,
        flow: Flow::Income,
        gross: Gross::Unsaid,
        horizon: Horizon::Present,
        amount,
        certainty,
        years: Some(years(of, of)),
        counting: Counting::Counted,
        taakveld: None,
        source: None,
    }
}

fn of_circular(kind: MoneyKind, earmark: Earmark, circular: &str) -> FundingSource {
    FundingSource { kind, earmark, sisa: None, circular: Some(text(circular)) }
}

/// Every cluster of every circular in the order the circulars came; each takes the place of the one before it for its year.
fn recorded(code: &str, circulars: &[Circular]) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(&["region"], founded("Het register", LegalForm::SingleMunicipality, &[(code, "De gemeente")]));
    let mut order: Vec<&Circular> = circulars.iter().collect();
    order.sort_by_key(|circular| circular.1);
    for (place, (name, day, of, amounts, _)) in order.iter().enumerate() {
        let before = order[..place].iter().rfind(|earlier| earlier.2 == *of);
        for ((cluster, pillar), amount) in CLUSTERS.into_iter().zip(amounts) {
            let figure_of = |circular: &str| format!("{circular}-{of}-{cluster}");
            let stated = stated(&figure_of(name), *of, pillar, exact(*amount), Certainty::Circular);
            let source = of_circular(MoneyKind::GeneralGrant, Earmark::IndicativeCluster, name);
            let act = act(code, Organ::Executive, day);
            let body = match before {
                None => Body::FundingIndicated(FundingIndicated {
                    act,
                    figure: stated,
                    role: FundingRole::Own,
                    money: Some(source),
                }),
                Some((earlier, ..)) => Body::FundingSuperseded(FundingSuperseded {
                    act,
                    figure: stated,
                    role: FundingRole::Own,
                    source,
                    supersedes: figure(&figure_of(earlier)),
                }),
            };
            ledger.say(&[code], body);
        }
    }
    ledger
}

fn total(ledger: &Ledger, code: &str, of: i64, at_moment: At) -> String {
    at(&ledger.paragraph(code, of, at_moment), TableId::FundingSources, "total", "amount")
}

/// "As known on" the day of each circular shows its value; the latest does not make the earlier ones disappear.
#[test]
fn each_circular_has_its_value_at_its_time() {
    for (code, circulars) in [("GM0148", DALFSEN), ("GM0505", DORDRECHT)] {
        let ledger = recorded(code, &circulars);
        for (name, day, of, amounts, sum) in circulars {
            assert_eq!(amounts.iter().sum::<i64>(), sum, "{name} for {of}");
            // The money of 2025 is not yet in the paragraph of 2024 by its own year, but it is ahead of it.
            let shown = ledger.paragraph(code, of, ledger.decided(day));
            let clusters = CLUSTERS.map(|(cluster, _)| {
                at(&shown, TableId::FundingSources, &format!("{name}-{of}-{cluster}"), "amount")
            });
            assert_eq!(clusters, amounts.map(|amount| format!("{amount} (circular)")), "{name} for {of}");
        }
        // Of 2025 only: no figure of 2024 reaches into it.
        assert_eq!(total(&ledger, code, 2025, ledger.decided("2024-05-29")), circulars[4].4.to_string());
        assert_eq!(total(&ledger, code, 2025, ledger.decided("2024-09-17")), circulars[5].4.to_string());
        // Of 2024, before anything for 2025 was known.
        assert_eq!(total(&ledger, code, 2024, ledger.decided("2023-05-31")), circulars[0].4.to_string());
        assert_eq!(total(&ledger, code, 2024, ledger.decided("2023-09-19")), circulars[1].4.to_string());
        assert!(
            ledger
                .paragraph(code, 2024, ledger.decided("2023-05-30"))
                .table(TableId::FundingSources)
                .is_none()
        );
    }
}

/// One cluster of Dalfsen for 2024: four amounts, three of them replaced, each with the difference it made.
#[test]
fn a_replaced_figure_stays_and_counts_no_more() {
    let ledger = recorded("GM0148", &DALFSEN[..4]);
    let shown = ledger.paragraph("GM0148", 2024, ledger.now("2024-12-01"));
    let columns = ["amount", "money-kind", "earmark", "circular", "counting", "change"];
    let printed = table(&shown, TableId::FundingSources, &columns).replace(" (circular)", "");
    let youth: Vec<&str> =
        printed.lines().filter(|line| line.contains("jeugd") || line.starts_with("total")).collect();
    same(
        &youth.join("\n"),
        "M23-2024-jeugd | 986054769  | money-general-grant | earmark-indicative-cluster | M23 | counting-superseded; S23-2024-jeugd | –
         M24-2024-jeugd | 1031817180 | money-general-grant | earmark-indicative-cluster | M24 | counting-superseded; S24-2024-jeugd | 28464578
         S23-2024-jeugd | 1003352602 | money-general-grant | earmark-indicative-cluster | S23 | counting-superseded; M24-2024-jeugd | 17297833
         S24-2024-jeugd | 1047328915 | money-general-grant | earmark-indicative-cluster | S24 | counted | 15511735
         total:earmark-indicative-cluster | 2760365835 | – | – | – | – | –
         total | 2760365835 | – | – | – | – | –",
    );
    let rows = &shown.table(TableId::FundingSources).unwrap().rows;
    let role = |id: &str| rows.iter().find(|row| row.id == id).unwrap().role;
    assert_eq!((role("M23-2024-jeugd"), role("S24-2024-jeugd")), (RowRole::Memo, RowRole::Item));
    // The sum per pillar counts the last circular only, and the replaced figure says by which entry.
    assert_eq!(at(&shown, TableId::IndicationsByPillar, "youth", "income"), "1047328915");
    assert_eq!(cell(&shown, TableId::FundingSources, "S23-2024-jeugd", "counting").sources, [8, 12]);
}

/// Where the rounded parts and the rounded sum differ by a cent, the sum of the parts is printed and the check says so (domain 4.3).
#[test]
fn the_sum_of_rounded_parts_is_not_the_rounded_sum() {
    // municipality, circulars, the rounded sum as the source has it, agrees?
    let cases = [
        ("GM0148", &DALFSEN[..1], 2_656_560_952, "differs"),
        ("GM0505", &DORDRECHT[..1], 17_726_580_038, "agrees"),
        ("GM0505", &DORDRECHT[1..2], 18_072_042_811, "differs"),
        ("GM0505", &DORDRECHT[5..6], 18_706_349_426, "differs"),
    ];
    for (code, circulars, rounded_sum, verdict) in cases {
        let mut ledger = recorded(code, circulars);
        let (name, day, of, _, sum) = circulars[0];
        let parts = CLUSTERS.map(|(cluster, _)| figure(&format!("{name}-{of}-{cluster}")));
        let mut whole = stated("som", of, Pillar::General, exact(rounded_sum), Certainty::Circular);
        whole.counting = Counting::DerivedFrom(parts.to_vec());
        let source = of_circular(MoneyKind::GeneralGrant, Earmark::IndicativeCluster, name);
        let act = act(code, Organ::Executive, day);
        let body = FundingIndicated { act, figure: whole, role: FundingRole::Own, money: Some(source) };
        ledger.say(&[code], Body::FundingIndicated(body));
        let shown = ledger.paragraph(code, of, ledger.now("2025-01-01"));
        assert_eq!(at(&shown, TableId::FundingSources, "total", "amount"), sum.to_string());
        let checks = table(&shown, TableId::IndicationChecks, &["computed", "stated", "verdict"]);
        let line = checks.lines().next().unwrap();
        assert!(line.contains(&sum.to_string()) && line.ends_with(verdict), "{line}");
    }
}

/// Kinds of money beside each other, each with what binds it; a negative correction and a grant with its SiSa code.
#[test]
fn income_by_source_with_its_earmark() {
    let code = "GM0148";
    let mut ledger = recorded(code, &DALFSEN[5..]);
    let wsw = |id: &str, of: i64, amount: i64| {
        stated(id, of, Pillar::Participation, exact(amount), Certainty::Circular)
    };
    let college = |on: &str| act(code, Organ::Executive, on);
    let integration = |circular: &str| of_circular(MoneyKind::IntegrationGrant, Earmark::Free, circular);
    ledger.say(
        &[code],
        Body::FundingIndicated(FundingIndicated {
            act: college("2024-05-29"),
            figure: wsw("wsw-M24", 2025, 310_595_900),
            role: FundingRole::Own,
            money: Some(integration("M24")),
        }),
    );
    ledger.say(
        &[code],
        Body::FundingSuperseded(FundingSuperseded {
            act: college("2024-09-17"),
            figure: wsw("wsw-S24", 2025, 313_354_200),
            role: FundingRole::Own,
            source: integration("S24"),
            supersedes: figure("wsw-M24"),
        }),
    );
    ledger.say(
        &[code],
        Body::FundingIndicated(FundingIndicated {
            act: college("2024-09-17"),
            figure: stated("suppletie", 2025, Pillar::General, exact(-12_768_300), Certainty::Circular),
            role: FundingRole::Own,
            money: Some(of_circular(MoneyKind::GeneralGrant, Earmark::Free, "S24")),
        }),
    );
    ledger.say(
        &[code],
        Body::FundingIndicated(FundingIndicated {
            act: college("2024-09-17"),
            figure: stated(
                "buig-raming",
                2025,
                Pillar::Participation,
                promised("n.n.b.", "beschikking", "2024-10"),
                Certainty::Announced,
            ),
            role: FundingRole::Own,
            money: None,
        }),
    );
    // The promised document is late once its month is over.
    let status = |day: &str| {
        at(
            &ledger.paragraph(code, 2025, ledger.now(day)),
            TableId::UnknownAmounts,
            "figure:buig-raming",
            "status",
        )
    };
    assert_eq!((status("2024-10-31"), status("2024-11-01")), ("open".to_owned(), "overdue".to_owned()));
    ledger.say(
        &[code],
        Body::FundingGranted(FundingGranted {
            act: college("2024-11-05"),
            figure: stated("buig", 2025, Pillar::Participation, exact(400_000_000), Certainty::Granted),
            source: FundingSource {
                kind: MoneyKind::SocialAssistanceBudget,
                earmark: Earmark::Statutory,
                sisa: Some(text("G2")),
                circular: None,
            },
            supersedes: Some(figure("buig-raming")),
        }),
    );
    let shown = ledger.paragraph(code, 2025, ledger.now("2024-12-01"));
    let columns = ["amount", "money-kind", "earmark", "circular", "sisa"];
    let printed = table(&shown, TableId::FundingSources, &columns);
    let others: Vec<&str> = printed.lines().filter(|line| !line.starts_with("S24-2025-")).collect();
    same(
        &others.join("\n"),
        "buig        | 400000000 (granted)  | money-social-assistance-budget | earmark-statutory | –   | G2
         buig-raming | n.n.b. (announced)   | – | – | – | –
         suppletie   | -12768300 (circular) | money-general-grant     | earmark-free | S24 | –
         wsw-M24     | 310595900 (circular) | money-integration-grant | earmark-free | M24 | –
         wsw-S24     | 313354200 (circular) | money-integration-grant | earmark-free | S24 | –
         total:earmark-free               | 300585900  | – | – | – | –
         total:earmark-indicative-cluster | 2844445691 | – | – | – | –
         total:earmark-statutory          | 400000000  | – | – | – | –
         total                            | 3545031591 | – | – | – | –",
    );
    // The promise was kept: nothing is unknown any more.
    assert!(shown.table(TableId::UnknownAmounts).is_none());
    let again = Body::FundingSuperseded(FundingSuperseded {
        act: college("2025-05-28"),
        figure: wsw("wsw-M25", 2025, 1),
        role: FundingRole::Own,
        source: integration("M25"),
        supersedes: figure("wsw-M24"),
    });
    assert_eq!(ledger.offer(&[code], again).unwrap_err()[0].code, RefusalCode::FigureSuperseded);
}
