//! Whatever the bytes: an answer, each row once, and what is proposed is accepted by the rules as one command, or nothing is proposed.

use std::collections::BTreeSet;

use openboek_import::circular::{self, Circular, Settings};
use openboek_import::{Held, Plan, Source, population};
use openboek_rules::{State, Statement, decide_all};
use proptest::prelude::*;

use crate::support::build::{org, year};
use crate::{DRECHTSTEDEN, held, inhabitants, of};

/// Changes some bytes of a file, takes some away and repeats some: what goes wrong in hands and in transport.
fn spoiled(file: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let place = 0..file.len().max(1);
    let change =
        (place.clone(), place, prop::sample::select(b"\t;,\n\r\"- 0159.xX\xe9\x00".as_slice()), 0_u8..4);
    prop::collection::vec(change, 0..6).prop_map(move |changes| {
        let mut bytes = file.clone();
        for (from, to, byte, how) in changes {
            let (from, to) = (from.min(to).min(bytes.len()), from.max(to).min(bytes.len()));
            match how {
                0 => drop(bytes.drain(from..to)),
                1 => bytes.extend_from_within(from..to),
                _ if from < bytes.len() => bytes[from] = byte,
                _ => bytes.push(byte),
            }
        }
        bytes
    })
}

fn any(file: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![4 => spoiled(file), 1 => prop::collection::vec(proptest::arbitrary::any::<u8>(), 0..300)]
}

/// Each row once; the statements are a command that the rules accept.
fn is_whole(plan: &Plan, held: &[Held]) {
    let places: BTreeSet<_> = plan.rows.iter().map(|row| (row.sheet.clone(), row.row)).collect();
    assert_eq!(places.len(), plan.rows.len());
    assert!(!plan.is_unusable() || plan.proposals.is_empty());
    let mut state = State::default();
    for held in held {
        state.evolve(held.index, &held.statement);
    }
    let statements: Vec<Statement> =
        plan.proposals.iter().map(|proposal| proposal.statement.clone()).collect();
    if !statements.is_empty() {
        assert_eq!(decide_all(&state, &statements), Ok(()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn of_a_circular(
        weights in any(crate::circular::Files::small("M2023").weights),
        volumes in any(crate::circular::Files::small("M2023").volumes),
        siudu in any(crate::circular::Files::small("M2023").siudu),
        published in any(crate::circular::Files::small("M2023").published),
        factors in any(crate::circular::Files::small("M2023").factors),
    ) {
        let source = |name: &'static str, bytes| Source { name, bytes };
        let held = held(&of(&[("GM0148", "Dalfsen"), ("GM0505", "Dordrecht")]));
        let circular = Circular::parse("M2023").unwrap();
        let factor = circular::listed(source("factoren.csv", factors.as_slice()), circular, year(2024));
        let settings = Settings {
            circular,
            year: year(2024),
            factor: factor.unwrap_or_else(|_| circular::typed("1,395").unwrap()),
            volumes: source("volumina.csv", volumes.as_slice()),
            siudu: source("siudu.csv", siudu.as_slice()),
            published: Some(source("resultaat.csv", published.as_slice())),
            municipalities: Vec::new(),
            giver: org("rijk"),
        };
        is_whole(&circular::plan(source("gewichten.csv", &weights), &settings, &held), &held);
    }

    #[test]
    fn of_numbers_per_municipality(bytes in any(inhabitants::classes())) {
        let held = held(&of(&DRECHTSTEDEN));
        let settings = population::Settings {
            counted_on: Some(openboek_rules::UncertainDate::Unknown),
            ..crate::keys::by_inhabitants(2026, 2027, openboek_rules::statement::LeadingLevel::Whole)
        };
        is_whole(&population::plan(Source { name: "inwoners.csv", bytes: &bytes }, &settings, &held), &held);
    }
}
