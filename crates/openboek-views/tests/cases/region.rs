//! The share in the region: regional amount, key with its inputs, every cent given, own part, advances, settlement, mirror check.
//! The figures are those of the worked examples (domain 1.4 and 5.3): real populations of 2025, a hypothetical key.

use openboek_rules::statement::{
    AllocationKeySet, Body, BudgetLineIndicated, ContributionAdvanced, ContributionAllocated,
    ContributionSettled, KeyBasis, KeyComponent, KeyValue, KeyVersion, LeadingLevel, LegalForm, MemberShare,
    RegionalPart, Rounding, SettlementReason,
};
use openboek_rules::{
    AllocationKeyId, Amount, BasisPoints, Certainty, ContributionId, Counting, DecisionStatus, DocumentRef,
    Figure, Flow, Gross, Horizon, Organ, Pillar, Reference, RefusalCode,
};
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell, same, table};

pub const DORDRECHT: &str = "GM0505";

/// Drechtsteden with inhabitants of 2025.
pub const DRECHTSTEDEN: [(&str, &str, u64); 7] = [
    ("GM0482", "Alblasserdam", 20_247),
    ("GM0505", "Dordrecht", 122_847),
    ("GM0523", "Hardinxveld-Giessendam", 19_126),
    ("GM0531", "Hendrik-Ido-Ambacht", 32_852),
    ("GM0590", "Papendrecht", 32_300),
    ("GM0610", "Sliedrecht", 26_601),
    ("GM0642", "Zwijndrecht", 44_680),
];

type Members = [(&'static str, &'static str, u64)];

pub fn region_of(members: &Members) -> Ledger {
    let mut ledger = Ledger::default();
    let named: Vec<(&str, &str)> = members.iter().map(|(code, name, _)| (*code, *name)).collect();
    ledger.say(&["region"], founded("De regio", LegalForm::PublicBody, &named));
    ledger
}

fn component(basis: KeyBasis, weight: i32, values: &[(&str, u64)]) -> KeyComponent {
    KeyComponent {
        basis,
        description: None,
        weight: BasisPoints::new(weight).unwrap(),
        reference_date: date("2025-01-01"),
        source: DocumentRef {
            organisation: None,
            title: text("Bevolking per gemeente 2025"),
            reference: Reference::None,
            date: date("2025"),
            place: None,
            digest: None,
        },
        values: values
            .iter()
            .map(|(code, value)| KeyValue { municipality: gm(code), value: *value })
            .collect(),
    }
}

fn key(version: u32, leading: LeadingLevel, components: Vec<KeyComponent>) -> Body {
    Body::AllocationKeySet(AllocationKeySet {
        act: act("region", Organ::GeneralBoard, "2019-07-02"),
        key: AllocationKeyId::new("inwoners").unwrap(),
        version,
        description: text("Naar inwoners"),
        years: years(2020, 2020),
        components,
        rounding: Rounding::LargestRemainderByCode,
        leading,
    })
}

fn by_inhabitants(version: u32, leading: LeadingLevel, members: &Members) -> Body {
    let values: Vec<(&str, u64)> = members.iter().map(|(code, _, value)| (*code, *value)).collect();
    key(version, leading, vec![component(KeyBasis::Inhabitants, 10_000, &values)])
}

fn contribution() -> ContributionId {
    ContributionId::new("B20").unwrap()
}

fn version(version: u32) -> Option<KeyVersion> {
    Some(KeyVersion { key: AllocationKeyId::new("inwoners").unwrap(), version })
}

fn shares(shares: &[(&str, i64)]) -> Vec<MemberShare> {
    shares
        .iter()
        .map(|(code, amount)| MemberShare { municipality: gm(code), amount: cents(*amount) })
        .collect()
}

fn allocated(status: DecisionStatus, total: i64, parts: &[i64], divided: &[(&str, i64)]) -> Body {
    let part = |amount: &i64| RegionalPart { description: text("Onderdeel"), amount: cents(*amount) };
    Body::ContributionAllocated(ContributionAllocated {
        act: act("region", Organ::GeneralBoard, "2019-07-02"),
        contribution: contribution(),
        description: text("Sociale dienst"),
        year: year(2020),
        status,
        total: cents(total),
        parts: parts.iter().map(part).collect(),
        key: version(1),
        shares: shares(divided),
    })
}

const WHOLE: [(&str, i64); 7] = [
    ("GM0482", 33_897_198),
    ("GM0505", 205_668_451),
    ("GM0523", 32_020_439),
    ("GM0531", 55_000_285),
    ("GM0590", 54_076_135),
    ("GM0610", 44_534_962),
    ("GM0642", 74_802_530),
];

/// Five million over the Drechtsteden, divided as a whole.
fn drechtsteden() -> Ledger {
    let mut ledger = region_of(&DRECHTSTEDEN);
    ledger.say(&["region"], by_inhabitants(1, LeadingLevel::Whole, &DRECHTSTEDEN));
    ledger.say(&["region"], allocated(DecisionStatus::Adopted, 500_000_000, &[], &WHOLE));
    ledger
}

/// The whole what-if table of domain 1.4, column for column: by the key, to the cent, and what rounding each share alone would lose.
#[test]
fn five_million_over_the_drechtsteden_to_the_cent() {
    let ledger = drechtsteden();
    let shown = ledger.paragraph(DORDRECHT, 2020, ledger.now("2020-02-01"));
    same(
        &table(&shown, TableId::ContributionShares, &["by-key", "allocated-part", "difference", "half-up"])
            .replace(" (decided)", ""),
        "B20:GM0482 | 33897198  | 33897198  | 0 | 33897198
         B20:GM0505 | 205668451 | 205668451 | 0 | 205668451
         B20:GM0523 | 32020439  | 32020439  | 0 | 32020438
         B20:GM0531 | 55000285  | 55000285  | 0 | 55000285
         B20:GM0590 | 54076135  | 54076135  | 0 | 54076135
         B20:GM0610 | 44534962  | 44534962  | 0 | 44534962
         B20:GM0642 | 74802530  | 74802530  | 0 | 74802530
         B20:total  | 500000000 | 500000000 | 0 | 499999999",
    );
    assert_eq!(at(&shown, TableId::Contributions, "B20", "own-part"), "205668451 (decided)");
    assert_eq!(at(&shown, TableId::Contributions, "B20", "regional-amount"), "500000000 (decided)");
    assert_eq!(at(&shown, TableId::Contributions, "B20", "allocation-key"), "inwoners; key-version; 1");
    // A figure by the key comes from the key and from the amount that is divided.
    assert_eq!(cell(&shown, TableId::ContributionShares, "B20:GM0505", "by-key").sources, [1, 2]);
    let regional = ledger.paragraph("region", 2020, ledger.now("2020-02-01"));
    assert_eq!(at(&regional, TableId::Contributions, "B20", "own-part"), "–");
    assert_eq!(at(&regional, TableId::Contributions, "B20", "still-to-pay"), "500000000");
}

/// The other columns of that table: each part divided by itself, and their sum beside the whole: two a cent more, two a cent less.
#[test]
fn dividing_the_parts_is_another_decision_than_dividing_the_whole() {
    // member, of 200 million cents, of 210, of 90, the sum less the share of the whole
    let table_of_1_4 = [
        ("GM0482", 13_558_879, 14_236_823, 6_101_496, 0),
        ("GM0505", 82_267_381, 86_380_750, 37_020_321, 1),
        ("GM0523", 12_808_175, 13_448_584, 5_763_679, -1),
        ("GM0531", 22_000_114, 23_100_119, 9_900_051, -1),
        ("GM0590", 21_630_454, 22_711_977, 9_733_704, 0),
        ("GM0610", 17_813_985, 18_704_684, 8_016_293, 0),
        ("GM0642", 29_921_012, 31_417_063, 13_464_456, 1),
    ];
    for (total, column) in [(200_000_000, 0), (210_000_000, 1), (90_000_000, 2)] {
        let divided = table_of_1_4.map(|(code, a, b, c, _)| (code, [a, b, c][column]));
        let mut ledger = region_of(&DRECHTSTEDEN);
        ledger.say(&["region"], by_inhabitants(1, LeadingLevel::Whole, &DRECHTSTEDEN));
        ledger.say(&["region"], allocated(DecisionStatus::Adopted, total, &[], &divided));
        let shown = ledger.paragraph("region", 2020, ledger.now("2020-02-01"));
        for (code, _) in divided {
            let row = format!("B20:{code}");
            assert_eq!(at(&shown, TableId::ContributionShares, &row, "difference"), "0", "{code} of {total}");
        }
        assert_eq!(at(&shown, TableId::ContributionShares, "B20:total", "by-key"), total.to_string());
    }
    let parts = [200_000_000, 210_000_000, 90_000_000];
    let of = |leading, divided: &[(&str, i64)]| {
        let mut ledger = region_of(&DRECHTSTEDEN);
        ledger.say(&["region"], by_inhabitants(1, leading, &DRECHTSTEDEN));
        ledger.say(&["region"], allocated(DecisionStatus::Adopted, 500_000_000, &parts, divided));
        let shown = ledger.paragraph("region", 2020, ledger.now("2020-02-01"));
        let difference =
            |code: &str| at(&shown, TableId::ContributionShares, &format!("B20:{code}"), "difference");
        WHOLE.map(|(code, _)| difference(code))
    };
    let summed: Vec<(&str, i64)> = table_of_1_4.iter().map(|(code, a, b, c, _)| (*code, a + b + c)).collect();
    assert_eq!(summed.iter().map(|(_, sum)| sum).sum::<i64>(), 500_000_000);
    // Where the parts lead the sums are right; measured by the whole they differ by the cents of the table.
    assert_eq!(of(LeadingLevel::Parts, &summed), ["0"; 7]);
    assert_eq!(of(LeadingLevel::Whole, &summed), table_of_1_4.map(|(.., difference)| difference.to_string()));
}

#[test]
fn every_vector_of_ijsselland_lochem_zutphen_and_equal_parts() {
    type Row = (&'static str, &'static str, u64, i64);
    let ijsselland: [Row; 11] = [
        ("GM0148", "Dalfsen", 30_051, 6_718_568),
        ("GM0150", "Deventer", 104_301, 23_318_803),
        ("GM0160", "Hardenberg", 63_423, 14_179_619),
        ("GM0166", "Kampen", 56_541, 12_640_996),
        ("GM0175", "Ommen", 19_249, 4_303_541),
        ("GM0177", "Raalte", 38_616, 8_633_464),
        ("GM0180", "Staphorst", 17_973, 4_018_263),
        ("GM0193", "Zwolle", 133_830, 29_920_667),
        ("GM1708", "Steenwijkerland", 45_706, 10_218_591),
        ("GM1773", "Olst-Wijhe", 19_001, 4_248_095),
        ("GM1896", "Zwartewaterland", 23_510, 5_256_182),
    ];
    let lochem_zutphen: [Row; 2] =
        [("GM0262", "Lochem", 34_314, 4_116_758), ("GM0301", "Zutphen", 49_038, 5_883_243)];
    let equal: [Row; 7] = [
        ("GM0482", "Alblasserdam", 1, 1_429),
        ("GM0505", "Dordrecht", 1, 1_429),
        ("GM0523", "Hardinxveld-Giessendam", 1, 1_429),
        ("GM0531", "Hendrik-Ido-Ambacht", 1, 1_429),
        ("GM0590", "Papendrecht", 1, 1_428),
        ("GM0610", "Sliedrecht", 1, 1_428),
        ("GM0642", "Zwijndrecht", 1, 1_428),
    ];
    // total, rows, what rounding each share by itself would give
    let cases: [(i64, &[Row], i64); 3] = [
        (123_456_789, &ijsselland, 123_456_788),
        (10_000_001, &lochem_zutphen, 10_000_001),
        (10_000, &equal, 10_003),
    ];
    for (total, rows, half_up) in cases {
        // A cut is the exact mirror of a raise.
        for sign in [1, -1] {
            let members: Vec<(&str, &str, u64)> = rows.iter().map(|row| (row.0, row.1, row.2)).collect();
            let mut ledger = Ledger::default();
            let named: Vec<(&str, &str)> = rows.iter().map(|row| (row.0, row.1)).collect();
            ledger.say(&["region"], founded("De regio", LegalForm::PublicBody, &named));
            ledger.say(&["region"], by_inhabitants(1, LeadingLevel::Whole, &members));
            let divided: Vec<(&str, i64)> = rows.iter().map(|row| (row.0, sign * row.3)).collect();
            ledger.say(&["region"], allocated(DecisionStatus::Adopted, sign * total, &[], &divided));
            let shown = ledger.paragraph("region", 2020, ledger.now("2020-02-01"));
            let by_key = |row: &str| at(&shown, TableId::ContributionShares, row, "by-key");
            for (code, amount) in divided {
                assert_eq!(by_key(&format!("B20:{code}")), amount.to_string(), "{code} of {total}");
            }
            assert_eq!(by_key("B20:total"), (sign * total).to_string());
            let alone = at(&shown, TableId::ContributionShares, "B20:total", "half-up");
            assert_eq!(alone, (sign * half_up).to_string());
        }
    }
}

/// One cent too few is refused, with both sums printed.
#[test]
fn shares_that_are_not_the_whole_are_refused() {
    let mut ledger = region_of(&DRECHTSTEDEN);
    ledger.say(&["region"], by_inhabitants(1, LeadingLevel::Whole, &DRECHTSTEDEN));
    let mut divided = WHOLE;
    divided[5].1 -= 1;
    let refused = ledger
        .offer(&["region"], allocated(DecisionStatus::Adopted, 500_000_000, &[], &divided))
        .unwrap_err();
    assert_eq!(refused[0].code, RefusalCode::SharesDoNotAddUp);
    assert!(refused[0].dutch().starts_with(
        "De delen zijn samen € 4.999.999,99, maar het regionale bedrag is € 5.000.000,00. Het verschil is € -0,01."
    ));
}

#[test]
fn a_key_shows_its_inputs_with_their_source() {
    let ledger = drechtsteden();
    let shown = ledger.paragraph(DORDRECHT, 2020, ledger.now("2020-02-01"));
    same(
        &table(
            &shown,
            TableId::AllocationKeys,
            &[
                "years",
                "key-basis",
                "weight",
                "reference-date",
                "source-document",
                "rounding-rule",
                "leading-level",
            ],
        ),
        "inwoners:1:1 | 2020 | basis-inhabitants | 100,00 % | 2025-01-01 | Bevolking per gemeente 2025 \
         | rounding-largest-remainder-by-code | leading-whole",
    );
    same(
        &table(&shown, TableId::KeyValues, &["key-value", "key-share"]),
        "inwoners:1:1:GM0482 | 20247  | 6,779440 %
         inwoners:1:1:GM0505 | 122847 | 41,133690 %
         inwoners:1:1:GM0523 | 19126  | 6,404088 %
         inwoners:1:1:GM0531 | 32852  | 11,000057 %
         inwoners:1:1:GM0590 | 32300  | 10,815227 %
         inwoners:1:1:GM0610 | 26601  | 8,906992 %
         inwoners:1:1:GM0642 | 44680  | 14,960506 %
         inwoners:1:1:total  | 298653 | –",
    );
}

/// Half by inhabitants, half by use; what was decided was rounded to whole euros, and the difference with the key is printed.
#[test]
fn a_mix_and_shares_that_were_rounded_by_hand() {
    let members = [("GM0262", "Lochem", 34_314), ("GM0301", "Zutphen", 49_038)];
    let mut ledger = region_of(&members);
    let mix = vec![
        component(KeyBasis::Inhabitants, 5_000, &[("GM0262", 34_314), ("GM0301", 49_038)]),
        component(KeyBasis::ActualUse, 5_000, &[("GM0262", 0), ("GM0301", 12)]),
    ];
    ledger.say(&["region"], key(1, LeadingLevel::Whole, mix));
    let divided = [("GM0262", 2_058_400), ("GM0301", 7_941_600)];
    ledger.say(&["region"], allocated(DecisionStatus::Adopted, 10_000_000, &[], &divided));
    let shown = ledger.paragraph("GM0262", 2020, ledger.now("2020-02-01"));
    same(
        &table(&shown, TableId::ContributionShares, &["by-key", "allocated-part", "difference", "half-up"])
            .replace(" (decided)", ""),
        "B20:GM0262 | 2058379  | 2058400  | 21  | –
         B20:GM0301 | 7941621  | 7941600  | -21 | –
         B20:total  | 10000000 | 10000000 | 0   | –",
    );
}

fn advanced(term: u32, on: &str, paid: &[(&str, i64)]) -> Body {
    Body::ContributionAdvanced(ContributionAdvanced {
        act: act("region", Organ::ExecutiveBoard, on),
        contribution: contribution(),
        term,
        shares: shares(paid),
    })
}

/// A corrected number of inhabitants leads to a settlement; the allocation that was decided stays as it was.
#[test]
fn a_corrected_input_is_settled_and_never_changes_the_allocation() {
    let members = [("GM0262", "Lochem", 34_314), ("GM0301", "Zutphen", 49_038)];
    let mut ledger = region_of(&members);
    ledger.say(&["region"], by_inhabitants(1, LeadingLevel::Whole, &members));
    let divided = [("GM0262", 4_116_758), ("GM0301", 5_883_243)];
    ledger.say(&["region"], allocated(DecisionStatus::Proposed, 10_000_001, &[], &divided));
    let proposed = ledger.paragraph("GM0262", 2020, ledger.now("2019-06-01"));
    assert_eq!(at(&proposed, TableId::Contributions, "B20", "own-part"), "4116758 (proposed)");
    assert_eq!(at(&proposed, TableId::Contributions, "B20", "still-to-pay"), "–");
    ledger.say(&["region"], allocated(DecisionStatus::Adopted, 10_000_001, &[], &divided));
    ledger.say(&["region"], advanced(1, "2020-01-15", &[("GM0262", 2_000_000), ("GM0301", 2_900_000)]));
    ledger.say(&["region"], advanced(2, "2020-07-15", &[("GM0262", 2_000_000), ("GM0301", 2_900_000)]));
    let before = ledger.size();
    let corrected = [("GM0262", "Lochem", 34_000), ("GM0301", "Zutphen", 49_038)];
    ledger.say(&["region"], by_inhabitants(2, LeadingLevel::Whole, &corrected));
    ledger.say(
        &["region"],
        Body::ContributionSettled(ContributionSettled {
            act: act("region", Organ::GeneralBoard, "2021-07-01"),
            contribution: contribution(),
            reason: SettlementReason::CorrectedInput,
            explanation: Some(text("Verbeterd aantal inwoners")),
            total: cents(10_000_001),
            key: version(2),
            shares: shares(&[("GM0262", 4_094_511), ("GM0301", 5_905_490)]),
        }),
    );
    let refused =
        ledger.offer(&["region"], allocated(DecisionStatus::Adopted, 10_000_001, &[], &divided)).unwrap_err();
    assert_eq!(refused[0].code, RefusalCode::ContributionExists);

    let columns = ["own-part", "advanced", "final-part", "settlement", "still-to-pay", "reason"];
    let own = |at| table(&ledger.paragraph("GM0262", 2020, at), TableId::Contributions, &columns);
    same(
        &own(ledger.stand(before, "2020-12-01")).replace(" (decided)", ""),
        "B20 | 4116758 | 4000000 | – | – | 116758 | –",
    );
    same(
        &own(ledger.now("2021-12-01")).replace(" (decided)", ""),
        "B20 | 4116758 | 4000000 | 4094511 | -22247 | 94511 | settled-corrected-input / Verbeterd aantal inwoners",
    );
    let shown = ledger.paragraph("GM0262", 2020, ledger.now("2021-12-01"));
    same(
        &table(
            &shown,
            TableId::ContributionShares,
            &["allocated-part", "final-part", "settlement", "still-to-pay"],
        )
        .replace(" (decided)", ""),
        "B20:GM0262 | 4116758  | 4094511  | -22247 | 94511
         B20:GM0301 | 5883243  | 5905490  | 22247  | 105490
         B20:total  | 10000001 | 10000001 | 0      | 200001",
    );
    // Both versions of the key stay readable, each with its own number of inhabitants.
    assert_eq!(at(&shown, TableId::KeyValues, "inwoners:1:1:GM0262", "key-value"), "34314");
    assert_eq!(at(&shown, TableId::KeyValues, "inwoners:2:1:GM0262", "key-value"), "34000");
}

/// A second decision of the same year raises what is paid; a proposal is not in the sum.
#[test]
fn what_was_adopted_for_a_year_is_added() {
    let mut ledger = drechtsteden();
    let another = |id: &str, status, total: i64, of_dordrecht: i64| {
        let divided = [(DORDRECHT, of_dordrecht), ("GM0610", total - of_dordrecht)];
        let Body::ContributionAllocated(body) = allocated(status, total, &[], &divided) else {
            unreachable!()
        };
        let contribution = ContributionId::new(id).unwrap();
        Body::ContributionAllocated(ContributionAllocated { contribution, key: None, ..body })
    };
    ledger.say(&["region"], another("B20-wijziging-1", DecisionStatus::Adopted, 1_000, 700));
    ledger.say(&["region"], another("B20-wijziging-2", DecisionStatus::Proposed, -50, -40));
    ledger.say(&["region"], advanced(1, "2020-01-15", &[(DORDRECHT, 100_000_000), ("GM0642", 5)]));
    let shown = |holder: &str| {
        let shown = ledger.paragraph(holder, 2020, ledger.now("2020-02-01"));
        let columns = ["status", "regional-amount", "own-part", "advanced", "still-to-pay"];
        table(&shown, TableId::Contributions, &columns).replace(" (decided)", "").replace(" (proposed)", "")
    };
    same(
        &shown(DORDRECHT),
        "B20             | status-adopted  | 500000000 | 205668451 | 100000000 | 105668451
         B20-wijziging-1 | status-adopted  | 1000      | 700       | –         | 700
         B20-wijziging-2 | status-proposed | -50       | -40       | –         | –
         total           | –               | 500001000 | 205669151 | 100000000 | 105669151",
    );
    same(
        &shown("region"),
        "B20             | status-adopted  | 500000000 | – | 100000005 | 399999995
         B20-wijziging-1 | status-adopted  | 1000      | – | –         | 1000
         B20-wijziging-2 | status-proposed | -50       | – | –         | –
         total           | –               | 500001000 | – | 100000005 | 400000995",
    );
}

/// A line in a municipality's own paper about the contribution.
fn own_line(code: &str, id: &str, amount: Amount, counting: Counting) -> Body {
    Body::BudgetLineIndicated(BudgetLineIndicated {
        act: act(code, Organ::Council, "2019-11-05"),
        figure: Figure {
            figure: figure(id),
            description: text("Bijdrage aan de regio"),
            pillar: Pillar::General,
            flow: Flow::Expenditure,
            gross: Gross::Unsaid,
            horizon: Horizon::Present,
            amount,
            certainty: Certainty::Decided,
            years: Some(years(2020, 2020)),
            counting,
            taakveld: None,
            source: None,
        },
        contribution: Some(contribution()),
    })
}

#[test]
fn the_mirror_shows_what_the_municipality_itself_recorded() {
    let columns = ["according-to-region", "according-to-member", "difference", "verdict"];
    let mirror = |lines: &[(&str, Amount, Counting)]| {
        let mut ledger = drechtsteden();
        for (id, amount, counting) in lines {
            ledger.say(&[DORDRECHT], own_line(DORDRECHT, id, amount.clone(), counting.clone()));
        }
        let shown = ledger.paragraph(DORDRECHT, 2020, ledger.now("2020-02-01"));
        table(&shown, TableId::ContributionMirror, &columns)
    };
    let counted = Counting::Counted;
    let row = |rest: &str| format!("B20:GM0505 | 205668451 | {rest}");
    same(&mirror(&[]), &row("n.n.b. (1) | – | mirror-missing"));
    same(&mirror(&[("D1", exact(205_668_451), counted.clone())]), &row("205668451 | 0 | agrees"));
    same(&mirror(&[("D1", exact(205_668_450), counted.clone())]), &row("205668450 | -1 | differs"));
    // A budget that prints thousands agrees within its last digit, and the difference is still printed.
    same(
        &mirror(&[("D1", about(205_700_000, 100_000), counted.clone())]),
        &row("ca. 205700000 | 31549 | agrees"),
    );
    same(&mirror(&[("D1", unknown("PM"), counted.clone())]), &row("n.n.b. | – | nothing-stated"));
    // The contribution stands on two lines of the budget; what is only for information is not compared.
    let two = [
        ("D1", exact(200_000_000), counted.clone()),
        ("D2", exact(5_668_451), counted),
        ("D3", exact(1), Counting::Memo),
    ];
    same(&mirror(&two), &row("205668451 | 0 | agrees"));
}

/// What a member recorded for itself is in its own paragraph; the region sees it when the member says it there.
#[test]
fn a_mirror_is_seen_by_those_it_was_said_to() {
    let mut ledger = drechtsteden();
    ledger.say(&["GM0610"], own_line("GM0610", "S1", exact(44_000_000), Counting::Counted));
    ledger.say(&[DORDRECHT, "region"], own_line(DORDRECHT, "D1", exact(1), Counting::Counted));
    let rows = |holder: &str| {
        let shown = ledger.paragraph(holder, 2020, ledger.now("2020-02-01"));
        table(&shown, TableId::ContributionMirror, &["difference", "verdict"])
    };
    same(&rows("GM0610"), "B20:GM0610 | -534962 | differs");
    same(&rows("region"), "B20:GM0505 | -205668450 | differs");
    same(&rows("GM0482"), "B20:GM0482 | – | mirror-missing");
}
