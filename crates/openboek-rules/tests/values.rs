//! What may be a value at all, and what the code lists hold.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use openboek_rules::taakveld::Family;
use openboek_rules::{
    BasisPoints, BudgetYear, Cents, CodeList, CutId, Malformed, MalformedCode, MunicipalityCode,
    OrganisationId, Stream, Taakveld, Text, YearSpan,
};

fn code<T>(read: Result<T, Malformed>) -> Option<MalformedCode> {
    read.err().map(|malformed| malformed.code)
}

fn year(year: i64) -> BudgetYear {
    BudgetYear::new(year).unwrap()
}

#[test]
fn identifiers_and_streams() {
    use MalformedCode::{BadIdentifier, BadStream};
    let long = "x".repeat(65);
    for (id, wrong) in [
        ("SV-20", None),
        ("a", None),
        (&long[1..], None),
        (&long, Some(BadIdentifier)),
        ("", Some(BadIdentifier)),
        ("-20", Some(BadIdentifier)),
        ("SV 20", Some(BadIdentifier)),
        ("besluité", Some(BadIdentifier)),
    ] {
        assert_eq!(code(CutId::new(id)), wrong, "{id}");
    }
    for (stream, wrong) in [
        ("region", None),
        ("GM0505", None),
        ("GM0000", Some(BadStream)),
        ("GM505", Some(BadStream)),
        ("gm0505", Some(BadStream)),
        ("GM+505", Some(BadStream)),
        ("Region", Some(BadStream)),
    ] {
        assert_eq!(code(Stream::new(stream)), wrong, "{stream}");
    }
    let dordrecht = MunicipalityCode::new("GM0505").unwrap();
    assert_eq!(OrganisationId::from(dordrecht).municipality(), Some(dordrecht));
    assert_eq!(OrganisationId::new("region").unwrap().municipality(), None);
    assert!(Stream::Municipality(dordrecht) < Stream::Region, "as the log sorts them");
}

#[test]
fn texts_hide_nothing() {
    use MalformedCode::{ControlCharacter, Empty, TooLong};
    let long = "x".repeat(4_001);
    for (text, wrong) in [
        ("preventiebeleid (totaal)", None),
        (&long[1..], None),
        (&long, Some(TooLong)),
        ("", Some(Empty)),
        ("   ", Some(Empty)),
        (" brief", Some(ControlCharacter)),
        ("twee\nregels", Some(ControlCharacter)),
        ("\u{202e}gedraaid", Some(ControlCharacter)),
        ("on\u{200b}zichtbaar", Some(ControlCharacter)),
    ] {
        assert_eq!(code(Text::new(text)), wrong, "{text}");
    }
}

#[test]
fn numbers_have_their_limits() {
    assert!(Cents::new(Cents::MAX_SIZE).is_some() && Cents::new(Cents::MAX_SIZE + 1).is_none());
    assert!(Cents::new(-Cents::MAX_SIZE).is_some() && Cents::new(i64::MIN).is_none());
    assert!(BasisPoints::new(100_000).is_some() && BasisPoints::new(-100_001).is_none());
    assert_eq!(code(BudgetYear::new(1989)), Some(MalformedCode::BadYear));
    assert_eq!(code(BudgetYear::new(2101)), Some(MalformedCode::BadYear));
    assert_eq!(code(YearSpan::new(year(2022), year(2021))), Some(MalformedCode::BadYearSpan));
    assert_eq!(year(2100).plus(1), None);
}

/// Domain 3.1: which list holds for which budget year.
#[test]
fn the_list_depends_on_the_year() {
    for (of, list) in [
        (2014, None),
        (2015, Some("2015-2016")),
        (2016, Some("2015-2016")),
        (2017, Some("2017-2022")),
        (2022, Some("2017-2022")),
        (2023, Some("2023-2024")),
        (2024, Some("2023-2024")),
        (2025, Some("2025-2026")),
        (2030, Some("2025-2026")),
    ] {
        assert_eq!(CodeList::of(year(of)).map(|list| list.name), list, "{of}");
    }
}

/// Domain 3.7: codes are text, no prefixes and no numbers.
#[test]
fn codes_are_text() {
    let table = [
        (2022, "6.6", Some(Family::Wmo)),
        (2022, "6.60", None),
        (2025, "6.6", None),
        (2025, "6.60", Some(Family::Wmo)),
        (2022, "6.71", Some(Family::Wmo)),
        (2023, "6.71", Some(Family::Wmo)),
        (2025, "6.71", None),
        (2023, "6.71a", Some(Family::Wmo)),
        (2025, "6.711", Some(Family::Wmo)),
        (2023, "6.82b", Some(Family::Youth)),
        (2023, "6.82c", None),
        (2025, "6.2", None),
        (2025, "6.21", Some(Family::Access)),
        (2024, "0.1", Some(Family::Other)),
        (2024, "0.10", Some(Family::Other)),
        (2016, "661", Some(Family::Wmo)),
        (2017, "661", None),
    ];
    for (of, code, family) in table {
        let list = CodeList::of(year(of)).unwrap();
        assert_eq!(list.family_of(&Taakveld::new(code).unwrap()), family, "{code} in {of}");
    }
    for list in CodeList::all() {
        let codes: BTreeSet<&str> = list.codes().map(|(code, _, _)| code).collect();
        assert_eq!(codes.len(), list.codes().count(), "a code twice in {}", list.name);
        for (code, name, _) in list.codes() {
            assert_eq!(list.name_of(&Taakveld::new(code).unwrap()), Some(name));
        }
    }
}

/// All codes that the municipalities' own figures of 2023 and 2024 use are in the list, but for the four bare parents that
/// are not allowed any more (domain 3.4).
#[test]
fn the_list_of_2023_is_complete() {
    let codes = "0.1 0.10 0.11 0.2 0.3 0.4 0.5 0.61 0.62 0.63 0.64 0.7 0.8 0.9 1.1 1.2 2.1 2.2 2.3 2.4 2.5 3.1 3.2 3.3 3.4 \
                 4.1 4.2 4.3 5.1 5.2 5.3 5.4 5.5 5.6 5.7 6.1 6.2 6.3 6.4 6.5 6.6 6.71a 6.71b 6.71c 6.71d 6.72a 6.72b 6.72c \
                 6.72d 6.73a 6.73b 6.73c 6.74a 6.74b 6.74c 6.81a 6.81b 6.82a 6.82b 7.1 7.2 7.3 7.4 7.5 8.1 8.2 8.3";
    let used: BTreeSet<&str> = codes.split_whitespace().collect();
    let list: BTreeSet<&str> = CodeList::of(year(2023)).unwrap().codes().map(|(code, _, _)| code).collect();
    assert_eq!(list, used);
}
