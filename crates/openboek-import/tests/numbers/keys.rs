//! Allocation keys from files, to what each member pays (domain 1.4, 5.3).

use openboek_import::Outcome;
use openboek_import::population::{Component, Key, Settings};
use openboek_rules::statement::{
    AllocationKeySet, Body, ContributionAllocated, KeyBasis, KeyVersion, LeadingLevel, MemberShare,
    RegionalPart,
};
use openboek_rules::{
    AllocationKeyId, BasisPoints, Cents, ContributionId, DecisionStatus, Organ, allocation,
};
use openboek_views::model::TableId;

use crate::inhabitants::{classes, counting, plan};
use crate::support::Ledger;
use crate::support::build::{act, cents, date, text, year, years};
use crate::support::print::at;
use crate::{DRECHTSTEDEN, counted, findings, of, real, record};

/// Code, name, and the share of € 1.234.567,89 by the inhabitants of 2025 (domain 5.3).
pub(crate) const IJSSELLAND: [(&str, &str, i64); 11] = [
    ("GM0148", "Dalfsen", 6_718_568),
    ("GM0150", "Deventer", 23_318_803),
    ("GM0160", "Hardenberg", 14_179_619),
    ("GM0166", "Kampen", 12_640_996),
    ("GM0175", "Ommen", 4_303_541),
    ("GM0177", "Raalte", 8_633_464),
    ("GM0180", "Staphorst", 4_018_263),
    ("GM0193", "Zwolle", 29_920_667),
    ("GM1708", "Steenwijkerland", 10_218_591),
    ("GM1773", "Olst-Wijhe", 4_248_095),
    ("GM1896", "Zwartewaterland", 5_256_182),
];

/// The shares of € 5.000.000 as a whole, and of its parts of 2,0, 2,1 and 0,9 million (domain 1.4).
const PARTS: [(&str, i64, [i64; 3]); 7] = [
    ("GM0482", 33_897_198, [13_558_879, 14_236_823, 6_101_496]),
    ("GM0505", 205_668_451, [82_267_381, 86_380_750, 37_020_321]),
    ("GM0523", 32_020_439, [12_808_175, 13_448_584, 5_763_679]),
    ("GM0531", 55_000_285, [22_000_114, 23_100_119, 9_900_051]),
    ("GM0590", 54_076_135, [21_630_454, 22_711_977, 9_733_704]),
    ("GM0610", 44_534_962, [17_813_985, 18_704_684, 8_016_293]),
    ("GM0642", 74_802_530, [29_921_012, 31_417_063, 13_464_456]),
];

fn component(column: &str, basis: KeyBasis, weight: i32) -> Component {
    Component {
        column: column.to_owned(),
        basis,
        description: None,
        weight: BasisPoints::new(weight).unwrap(),
        reference_date: date("2025-01-01"),
    }
}

fn key(first: i64, last: i64, leading: LeadingLevel, components: Vec<Component>) -> Settings {
    let key = Key {
        key: AllocationKeyId::new("inwoners").unwrap(),
        description: text("Naar het aantal inwoners"),
        years: years(first, last),
        leading,
        components,
    };
    Settings { counted_on: None, key: Some(key), ..counting("2025-01-01") }
}

pub(crate) fn by_inhabitants(first: i64, last: i64, leading: LeadingLevel) -> Settings {
    key(first, last, leading, vec![component("Inwonertal", KeyBasis::Inhabitants, 10_000)])
}

/// The last version of the key that is recorded.
fn last_key(ledger: &Ledger) -> &AllocationKeySet {
    let keys = ledger.events.iter().rev().find_map(|event| match &event.statement.body {
        Body::AllocationKeySet(body) => Some(body),
        _ => None,
    });
    keys.unwrap()
}

/// Divides an amount by the recorded key and records the contribution.
fn allocate(ledger: &mut Ledger, of: i64, total: i64, parts: &[i64]) -> Vec<(String, i64)> {
    let set = last_key(ledger).clone();
    let parts: Vec<Cents> = parts.iter().map(|part| cents(*part)).collect();
    let shares = allocation::by_key(cents(total), &parts, set.leading, &set.components).unwrap();
    let body = ContributionAllocated {
        act: act("region", Organ::GeneralBoard, &format!("{}-07-02", of - 1)),
        contribution: ContributionId::new(&format!("B{of}")).unwrap(),
        description: text("Sociaal domein"),
        year: year(of),
        status: DecisionStatus::Adopted,
        total: cents(total),
        parts: parts
            .iter()
            .map(|amount| RegionalPart { description: text("Deel"), amount: *amount })
            .collect(),
        key: Some(KeyVersion { key: set.key, version: set.version }),
        shares: shares
            .iter()
            .map(|(code, amount)| MemberShare { municipality: *code, amount: *amount })
            .collect(),
    };
    ledger.say(&["region"], Body::ContributionAllocated(body));
    shares.into_iter().map(|(code, amount)| (code.to_string(), amount.get())).collect()
}

/// From the file to what each member pays: the small file, and the real one when it is there.
#[test]
fn the_drechtsteden_pay_by_their_inhabitants_to_the_cent() {
    for bytes in [Some(classes()), real("gemeenteklassen/2025.csv")].into_iter().flatten() {
        for leading in [LeadingLevel::Whole, LeadingLevel::Parts] {
            let mut ledger = of(&DRECHTSTEDEN);
            let plan = plan(&bytes, &by_inhabitants(2026, 2026, leading), &ledger);
            assert_eq!(record(&mut ledger, &plan), 1, "{}", findings(&plan));
            let component = &last_key(&ledger).components[0];
            assert_eq!(component.source.digest, Some(*blake3::hash(&bytes).as_bytes()));
            let shares = allocate(&mut ledger, 2026, 500_000_000, &[200_000_000, 210_000_000, 90_000_000]);
            let expected = PARTS.map(|(code, whole, parts)| {
                (code.to_owned(), if leading == LeadingLevel::Whole { whole } else { parts.iter().sum() })
            });
            assert_eq!(shares, expected, "{leading:?}");
            let shown = ledger.paragraph("GM0505", 2026, ledger.now("2025-08-01"));
            assert_eq!(at(&shown, TableId::KeyValues, "inwoners:1:1:GM0505", "key-value"), "122847");
        }
    }
}

#[test]
fn ijsselland_pays_by_its_inhabitants_to_the_cent() {
    let Some(bytes) = real("gemeenteklassen/2025.csv") else { return };
    let mut ledger = of(&IJSSELLAND.map(|(code, name, _)| (code, name)));
    let plan = plan(&bytes, &by_inhabitants(2026, 2026, LeadingLevel::Whole), &ledger);
    record(&mut ledger, &plan);
    let values = &last_key(&ledger).components[0].values;
    assert_eq!(values.iter().map(|value| value.value).sum::<u64>(), 552_201);
    let shares = allocate(&mut ledger, 2026, 123_456_789, &[]);
    assert_eq!(shares, IJSSELLAND.map(|(code, _, share)| (code.to_owned(), share)));
}

/// A corrected file makes a new version for the years in which nothing is decided, and is reported for the others: what was divided
/// stays divided (domain 5.3).
#[test]
fn a_corrected_number_never_changes_what_was_divided() {
    let mut ledger = of(&DRECHTSTEDEN);
    let settings = by_inhabitants(2025, 2028, LeadingLevel::Whole);
    let first = plan(&classes(), &settings, &ledger);
    record(&mut ledger, &first);
    assert!(plan(&classes(), &settings, &ledger).proposals.is_empty(), "the same file again: nothing");
    allocate(&mut ledger, 2026, 500_000_000, &[]);
    let better = String::from_utf8(classes()).unwrap().replace("122847", "122848").into_bytes();
    let corrected = plan(&better, &settings, &ledger);
    let proposed = corrected.proposals.iter().map(|proposal| match &proposal.statement.body {
        Body::AllocationKeySet(body) => (body.version, body.years.to_string()),
        other => panic!("{other:?}"),
    });
    assert_eq!(proposed.collect::<Vec<_>>(), [(2, "2025".to_owned()), (3, "2027-2028".to_owned())]);
    assert_eq!(
        findings(&corrected),
        "key-input-decided | inwoners.csv 4 Inwonertal | inwoners, 2026, Dordrecht: 122848 | 122847\n"
    );
    record(&mut ledger, &corrected);
    let again = plan(&better, &settings, &ledger);
    assert!(again.proposals.is_empty());
    let left_out: Vec<u64> =
        again.rows.iter().filter(|row| row.outcome == Outcome::LeftOut).map(|row| row.row).collect();
    assert_eq!(left_out, [4], "the decided year is still reported");
    let shown = ledger.paragraph("GM0505", 2026, ledger.now("2025-08-01"));
    assert_eq!(at(&shown, TableId::KeyValues, "inwoners:1:1:GM0505", "key-value"), "122847");
}

/// Other inputs: half by people, half by money, in one file of an accountant's making; and a count of inhabitants from it as well.
#[test]
fn a_mixed_key_from_a_file_of_ones_own() {
    let file = "Gemeente;Inwoners;Cliënten;Uitkering\nAlblasserdam;20.247;10;€ 1.000,50\nDordrecht;122.847;30;€ 3.001,50\n";
    let components = vec![
        component("inwoners", KeyBasis::Inhabitants, 5_000),
        component("Cliënten", KeyBasis::Clients, 2_500),
        component("UITKERING", KeyBasis::FundingShare, 2_500),
    ];
    let settings =
        Settings { counted_on: Some(date("2025-01-01")), ..key(2026, 2026, LeadingLevel::Whole, components) };
    let mut ledger = of(&DRECHTSTEDEN[..2]);
    let mixed = plan(file.as_bytes(), &settings, &ledger);
    assert_eq!(record(&mut ledger, &mixed), 2, "{}", findings(&mixed));
    let values: Vec<Vec<u64>> = last_key(&ledger)
        .components
        .iter()
        .map(|component| component.values.iter().map(|value| value.value).collect())
        .collect();
    assert_eq!(values, [vec![20_247, 122_847], vec![10, 30], vec![100_050, 300_150]]);
    // Each component by itself: 50,00 by 20.247 : 122.847, 25,00 by 1 : 3, 25,00 by 1 : 3.
    assert_eq!(
        allocate(&mut ledger, 2026, 10_000, &[]),
        [("GM0482".to_owned(), 707 + 625 + 625), ("GM0505".to_owned(), 4_293 + 1_875 + 1_875)]
    );
}

/// A key with a member missing, of nothing, or of weights that are not the whole is not proposed.
#[test]
fn a_key_that_cannot_divide_is_not_proposed() {
    let zeros = String::from_utf8(classes()).unwrap().replace("20247", "0");
    let missing = String::from_utf8(classes()).unwrap().replace("Dordrecht", "Dordt");
    let whole = component("Inwonertal", KeyBasis::Inhabitants, 10_000);
    let half = component("Inwonertal", KeyBasis::Inhabitants, 5_000);
    let table = [
        (missing, vec![whole.clone()], 2, "key-input-incomplete"),
        (zeros, vec![whole], 1, "key-input-nothing-to-divide"),
        (String::from_utf8(classes()).unwrap(), vec![half], 2, "key-input-nothing-to-divide"),
    ];
    for (file, components, members, code) in table {
        let ledger = of(&DRECHTSTEDEN[..members]);
        let plan = plan(file.as_bytes(), &key(2026, 2026, LeadingLevel::Whole, components), &ledger);
        assert!(plan.proposals.is_empty());
        assert_eq!(counted(&plan).get(code), Some(&1), "{}", findings(&plan));
    }
}
