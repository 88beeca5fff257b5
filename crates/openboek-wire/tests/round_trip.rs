//! Every body is the same after it was stored and read, and after it went over the wire.
#![allow(clippy::unwrap_used, clippy::panic, dead_code)]

mod support;

use openboek_rules::id::Stream;
use openboek_rules::statement::{Body, CutAdopted, Statement};
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
    let kinds: Vec<&str> = support::bodies(&mut Source::fixed()).iter().map(Body::kind).collect();
    assert_eq!(kinds, Body::KINDS);
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
