//! Every body is the same after it was stored and read, and after it went over the wire.
#![allow(clippy::unwrap_used, clippy::panic, dead_code)]

mod support;

use openboek_rules::id::Stream;
use openboek_rules::statement::{Body, CutAdopted, Nature, Statement};
use openboek_rules::{Amount, MunicipalityCode};
use openboek_wire::{decode_payload, encode_payload, from_statement, to_statement, v1};
use proptest::prelude::*;
use prost::Message as _;
use support::source::Source;

fn assert_round_trip(body: Body) {
    let payload = encode_payload(&body);
    assert_eq!(decode_payload(body.kind(), Body::VERSION, &payload).as_ref(), Ok(&body));

    let statement = Statement { concerns: vec![Stream::Region], body };
    let sent = from_statement(&statement).encode_to_vec();
    let received = v1::Statement::decode(sent.as_slice()).unwrap();
    assert_eq!(to_statement(&received, "statements[0]").as_ref(), Ok(&statement));
    assert_eq!(encode_payload(&statement.body), payload, "the same body has the same bytes");
}

#[test]
fn the_examples_are_one_of_every_kind() {
    let mut kinds: Vec<&str> = support::bodies(&mut Source::fixed()).iter().map(Body::kind).collect();
    let mut all = Body::KINDS.to_vec();
    kinds.sort_unstable();
    all.sort_unstable();
    assert_eq!(kinds, all);
}

#[test]
fn examples_with_everything_round_trip() {
    support::bodies(&mut Source::fixed()).into_iter().for_each(assert_round_trip);
}

#[test]
fn examples_with_nothing_optional_round_trip() {
    support::bodies(&mut Source::rolled(Vec::new())).into_iter().for_each(assert_round_trip);
}

#[test]
fn every_amount_round_trips() {
    let terms = support::bodies(&mut Source::fixed()).into_iter().find_map(|body| match body {
        Body::CutAdopted(CutAdopted { act, terms }) => Some((act, terms)),
        _ => None,
    });
    let (act, terms) = terms.unwrap();
    for amount in support::cut::amounts() {
        let terms = openboek_rules::statement::CutTerms { amount, ..terms.clone() };
        assert_round_trip(Body::CutAdopted(CutAdopted { act: act.clone(), terms }));
    }
}

#[test]
fn a_zero_that_was_said_is_not_the_same_bytes_as_nothing() {
    let said = v1::Amount::from(&Amount::Exact(openboek_rules::Cents::ZERO));
    assert_eq!(said.encode_to_vec(), [0x08, 0x00]);
}

#[test]
fn streams_come_in_any_order_and_are_kept_sorted() {
    let body = support::bodies(&mut Source::fixed()).remove(9);
    let mut message = from_statement(&Statement { concerns: vec![Stream::Region], body });
    message.concerns = ["region", "GM0642", "GM0505"].map(str::to_owned).to_vec();
    let code = |code| Stream::Municipality(MunicipalityCode::new(code).unwrap());
    let statement = to_statement(&message, "").unwrap();
    assert_eq!(statement.concerns, [code("GM0505"), code("GM0642"), Stream::Region]);
}

/// A line that does not say so is structural, a change of a reserve that does not say so is incidental (domain 2.3); a number that no
/// version knows is neither.
#[test]
fn what_is_not_said_of_a_line_is_the_rule() {
    let key = v1::LineKey {
        taakveld: "6.1".to_owned(),
        year: 2025,
        side: v1::Side::Expenditure.into(),
        ..v1::LineKey::default()
    };
    let read = |key: v1::LineKey| {
        let lines = vec![v1::BudgetLine { key: Some(key), amount_cents: Some(1), explanation: None }];
        let act = v1::Act {
            organisation: "GM0505".to_owned(),
            organ: v1::Organ::Council.into(),
            date: "2024-11-12".to_owned(),
            ..v1::Act::default()
        };
        let body = v1::BudgetAdopted {
            act: Some(act),
            holder: "GM0505".to_owned(),
            year: 2025,
            lines,
            rounded_to_cents: None,
        };
        let body = Some(v1::statement::Body::BudgetAdopted(body));
        to_statement(&v1::Statement { concerns: vec!["GM0505".to_owned()], body }, "")
    };
    let Body::BudgetAdopted(said) = read(key.clone()).unwrap().body else { panic!("another kind") };
    let line = &said.lines[0].key;
    assert_eq!((line.nature, &line.category, &line.programme), (Nature::Structural, &None, &None));
    let unknown = read(v1::LineKey { nature: 9, ..key.clone() }).unwrap_err();
    assert_eq!(unknown[0].field, "budget_adopted.lines[0].key.nature");
    let odd = read(v1::LineKey { category: Some("3.4a".to_owned()), ..key }).unwrap_err();
    assert_eq!(odd[0].field, "budget_adopted.lines[0].key.category");

    let all = support::bodies(&mut Source::fixed());
    let change = all.into_iter().find(|body| body.kind() == "reserve-changed").unwrap();
    let Some(v1::statement::Body::ReserveChanged(mut message)) =
        from_statement(&Statement { concerns: vec![Stream::Region], body: change }).body
    else {
        panic!("another kind")
    };
    message.nature = 0;
    let body = Some(v1::statement::Body::ReserveChanged(message));
    let statement = to_statement(&v1::Statement { concerns: vec!["region".to_owned()], body }, "").unwrap();
    let Body::ReserveChanged(said) = statement.body else { panic!("another kind") };
    assert_eq!(said.nature, Nature::Incidental);
}

#[test]
fn a_field_of_a_later_version_is_not_stored() {
    let body = support::bodies(&mut Source::fixed()).remove(9);
    let stored = encode_payload(&body);
    let mut sent = stored.clone();
    sent.extend([0xf8, 0x01, 0x07]); // field 31, a varint: no field of this version
    let read = decode_payload(body.kind(), Body::VERSION, &sent).unwrap();
    assert_eq!(encode_payload(&read), stored);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_body_of_every_kind_round_trips(dice in proptest::collection::vec(any::<u32>(), 0..3_000)) {
        for body in support::bodies(&mut Source::rolled(dice)) {
            assert_round_trip(body);
        }
    }

    #[test]
    fn stored_bytes_that_are_cut_off_or_changed_never_panic(
        kind in 0..Body::KINDS.len(), place in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
    ) {
        let body = support::bodies(&mut Source::fixed()).remove(kind);
        let mut bytes = encode_payload(&body);
        let place = place.index(bytes.len());
        if cut { bytes.truncate(place) } else { bytes[place] = byte }
        if let Ok(read) = decode_payload(body.kind(), Body::VERSION, &bytes) {
            // What is read is a body: it has bytes of its own that read the same.
            prop_assert_eq!(decode_payload(read.kind(), Body::VERSION, &encode_payload(&read)), Ok(read));
        }
    }
}
