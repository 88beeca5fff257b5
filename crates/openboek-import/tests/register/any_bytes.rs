//! Any bytes, and registers with any piece changed: an answer, every row once, and nothing that the rules refuse.

use openboek_import::{Outcome, Plan};
use proptest::prelude::*;

use crate::fixture::*;

const ROWS: &str = "
    S-1 | De Brug | regeling | buurt | 10.00 | 10.00 | NULL
    S-2 | (Particulier) | regeling | feest | 5.00 | .00 | .00
    S-3 | De Kring | regeling | veld | NULL | NULL | NULL
    S-4 | De Brug | regeling | tuin | 12.34 | 12.34 | 15.00";

fn keeps_its_promises(ledger: &mut Ledger, plan: Plan) {
    let rows: Vec<u64> = plan.rows.iter().map(|row| row.row).collect();
    assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "{rows:?}");
    assert_eq!(plan.tally().values().sum::<usize>(), plan.rows.len());
    for row in &plan.rows {
        let proposed = plan.proposals.iter().any(|proposal| proposal.rows.contains(&row.row));
        assert_eq!(proposed, row.outcome == Outcome::Recorded, "row {}", row.row);
        let named = plan.findings.iter().any(|finding| finding.place.row == Some(row.row));
        assert!(
            row.outcome != Outcome::LeftOut || named || plan.is_unusable(),
            "row {} without a word",
            row.row
        );
    }
    ledger.record(plan);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut ledger = Ledger::founded();
        let plan = ledger.plan_bytes("register.csv", &bytes, &stand("2019-06-11"));
        keeps_its_promises(&mut ledger, plan);
    }

    #[test]
    fn a_register_with_pieces_changed_keeps_every_promise(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..4, "[\",\n\r;|.0-9NULa-z\u{92}é'=-]{0,3}"), 0..8),
    ) {
        let mut ledger = Ledger::founded();
        ledger.import(&register(ROWS), &stand("2019-06-11"));
        let mut bytes = register(ROWS).into_bytes();
        for (at, gone, new) in changes {
            let at = at.index(bytes.len());
            let end = (at + gone).min(bytes.len());
            bytes.splice(at..end, new.bytes());
        }
        let plan = ledger.plan_bytes("register.csv", &bytes, &stand("2019-07-29"));
        keeps_its_promises(&mut ledger, plan);
        let again = ledger.plan_bytes("register.csv", &bytes, &stand("2019-07-29"));
        prop_assert!(again.proposals.is_empty(), "{:?}", said(&again));
    }
}
