//! Policies: what they say and what is none.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test says what is wrong by panicking, and its numbers are small"
)]

use openboek_proof::checkpoint::{LogKey, WitnessKey};
use openboek_proof::entry::Origin;
use openboek_proof::policy::{Policy, PolicyError};

fn witness(seed: u8) -> String {
    let name = format!("witness.example/{seed}");
    WitnessKey::from_seed(&[seed; 32], &name).unwrap().verifier_key().to_string()
}

fn log(seed: u8) -> String {
    let origin = Origin::parse("log.example/a").unwrap();
    LogKey::from_seed(&[seed; 32], &origin).unwrap().verifier_key().to_string()
}

fn parse(text: &str) -> Result<Policy, PolicyError> {
    Policy::parse(text.as_bytes())
}

/// Whether the policy is met when the witnesses with these seeds cosigned.
fn met(policy: &Policy, seeds: &[u8]) -> bool {
    let keys: Vec<String> = seeds.iter().map(|seed| witness(*seed)).collect();
    policy.is_quorum(|key| keys.contains(&key.to_string()))
}

#[test]
fn a_quorum_of_two_levels() {
    let mut text = format!("# an example\n\nlog {} https://log.example/\n", log(1));
    for (name, seed) in [("X1", 11), ("X2", 12), ("X3", 13), ("Y1", 21), ("Y2", 22)] {
        text += &format!("\twitness {name}\t{}  https://example/{name} \n", witness(seed));
    }
    text += "group X 2 X1 X2 X3\ngroup Y any Y1 Y2\n  # all of them\ngroup both all X Y\nquorum both\n";
    let policy = parse(&text).unwrap();
    assert_eq!((policy.logs.len(), policy.witnesses().count()), (1, 5));
    assert!(!policy.asks_no_witness());
    for (seeds, expected) in [
        (&[11, 12, 21][..], true),
        (&[11, 13, 22], true),
        (&[11, 12, 13, 21, 22], true),
        (&[11, 12, 13], false),
        (&[11, 21, 22], false),
        (&[], false),
    ] {
        assert_eq!(met(&policy, seeds), expected, "{seeds:?}");
    }
}

#[test]
fn one_witness_or_none() {
    let one = parse(&format!("witness w {}\nquorum w\n", witness(1))).unwrap();
    assert!(met(&one, &[1]) && !met(&one, &[2]));
    let none = parse(&format!("witness w {}\nquorum none\n", witness(1))).unwrap();
    assert!(met(&none, &[]) && none.asks_no_witness());
    assert!(parse("quorum none\n").unwrap().asks_no_witness());
}

#[test]
fn a_witness_of_a_later_signature_type_is_read() {
    use openboek_proof::note::{KeyKind, VerifierKey};
    let key = VerifierKey::new("witness.example/later", KeyKind::Other(6), &[7; 1312]).unwrap();
    assert_eq!(parse(&format!("witness w {key}\nquorum w\n")).unwrap().witnesses().count(), 1);
}

#[test]
fn what_is_no_policy() {
    let (w, v) = (witness(1), witness(2));
    for wrong in [
        String::new(),
        "quorum\n".to_owned(),
        "quorum none".to_owned(),
        "quorum none\nquorum none\n".to_owned(),
        "quorum w\n".to_owned(),
        format!("quorum w\nwitness w {w}\n"),
        format!("witness none {w}\nquorum none\n"),
        format!("witness w {w}\nwitness w {v}\nquorum w\n"),
        format!("witness w {w}\nwitness v {w}\nquorum w\n"),
        format!("witness w {w} url more\nquorum w\n"),
        format!("witness w {}\nquorum w\n", log(1)),
        format!("log {0}\nlog {0}\nquorum none\n", log(1)),
        format!("log {}\nwitness w {w}\nquorum w\n", log(1)),
        "log\nquorum none\n".to_owned(),
        format!("witness w {w}\ngroup g 0 w\nquorum g\n"),
        format!("witness w {w}\ngroup g 2 w\nquorum g\n"),
        format!("witness w {w}\ngroup g 01 w\nquorum g\n"),
        format!("witness w {w}\ngroup g most w\nquorum g\n"),
        format!("witness w {w}\ngroup g any\nquorum g\n"),
        format!("witness w {w}\ngroup g any w w\nquorum g\n"),
        format!("witness w {w}\ngroup g any w\ngroup h any w\nquorum h\n"),
        format!("witness w {w}\ngroup g any g\nquorum g\n"),
        format!("witness w {w}\ngroup g any none\nquorum g\n"),
        format!("witness w {w}\ngroup w any w\nquorum w\n"),
        format!("Witness w {w}\nquorum w\n"),
        format!("witness w {w}\r\nquorum w\n"),
        format!("witness w\u{b}x {w}\nquorum none\n"),
    ] {
        assert!(parse(&wrong).is_err(), "{wrong}");
    }
}
