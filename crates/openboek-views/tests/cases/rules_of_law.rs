//! Every rule of the law has a case that provokes its signal: the address of its row, as the cases beside this one expect it, begins
//! with the code of the rule and the kind of thing it is about.

use openboek_rules::law::{AboutKind, codes};

/// The cases about signals.
const CASES: [&str; 4] = [
    include_str!("subsidies.rs"),
    include_str!("region_cycle.rs"),
    include_str!("region_draft.rs"),
    include_str!("accounts.rs"),
];

/// A rule without a case fails here. That the case expects what the paragraph shows is proved by the case.
#[test]
fn every_rule_of_the_law_has_a_case_that_provokes_its_signal() {
    let provoked = |code: &str| {
        let rows = AboutKind::ALL.iter().map(|about| format!("{code}:{}:", about.key()));
        rows.into_iter().any(|row| CASES.iter().any(|cases| begins_a_row(cases, &row)))
    };
    for code in codes() {
        assert!(provoked(code), "no case provokes {code}");
    }
    assert!(!provoked("awb-4-1") && !provoked("no-such-rule"));
}

/// Whether it stands at the beginning of an expected row, or of the name of one.
fn begins_a_row(cases: &str, row: &str) -> bool {
    cases.match_indices(row).any(|(place, _)| cases[..place].ends_with(['"', ' ']))
}
