//! Whatever becomes of a cut, its sum holds to the cent in every year wherever it is known: reckoned here a second time, from the
//! plain list of statements and one euro at a time, and compared with what is printed.

use std::collections::BTreeMap;

use openboek_rules::statement::*;
use openboek_rules::{Amount, Certainty, Organ};
use openboek_views::Paragraph;
use openboek_views::model::{TableId, Value};
use proptest::prelude::*;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell};

const HOLDER: &str = "GM0148";
const FIRST: i64 = 2022;

/// One thing that happens to the cut: what, year, other year, amount (none for unknown).
type Turn = (u8, i64, i64, Option<i64>);

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let amount = prop_oneof![6 => (0i64..500).prop_map(Some), 1 => Just(None)];
    proptest::collection::vec((0u8..9, 0i64..4, 0i64..4, amount), 0..24)
}

fn amount(euros: Option<i64>) -> Amount {
    euros.map_or_else(|| unknown("n.n.b."), |euros| exact(-euros))
}

/// A cut of 1,000 cents in each of four years, and what became of it as far as the rules accept it.
fn recorded(turns: &[Turn]) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(&["region"], founded("Regio", LegalForm::Informal, &[(HOLDER, "Dalfsen")]));
    let by = || act(HOLDER, Organ::Council, "2021-11-11");
    let terms = terms("SV", "welzijn", exact(-1_000), years(FIRST, FIRST + 3), Certainty::Decided);
    ledger.say(&[HOLDER], Body::CutAdopted(CutAdopted { act: by(), terms }));
    for (kind, of, to, euros) in turns {
        let (act, cut) = (by(), cut("SV"));
        let (of, to) = (FIRST + of, FIRST + to);
        let span = years(of, of);
        let part = Extent::Partial(amount(*euros));
        let body = match kind {
            0 => Body::CutSuspended(CutSuspended { act, cut, years: span, extent: Extent::Full }),
            1 => Body::CutSuspended(CutSuspended { act, cut, years: span, extent: part }),
            2 => Body::CutResumed(CutResumed { act, cut, years: span, extent: Extent::Full }),
            3 => Body::CutWithdrawn(CutWithdrawn { act, cut, years: Some(span), extent: part, reason: None }),
            4 => Body::CutWithdrawn(CutWithdrawn {
                act,
                cut,
                years: Some(span),
                extent: Extent::Full,
                reason: None,
            }),
            5 | 6 => Body::CutRealised(CutRealised {
                act,
                cut,
                year: year(of),
                amount: amount(*euros),
                means: None,
            }),
            7 => Body::CutAmended(CutAmended {
                act,
                cut,
                amount: amount(*euros),
                years: Some(span),
                reason: None,
            }),
            _ => Body::CutShifted(CutShifted {
                act,
                cut,
                from_year: year(of),
                to_year: year(to),
                amount: amount(*euros),
                reason: None,
            }),
        };
        let _ = ledger.offer(&[HOLDER], body);
    }
    ledger
}

/// A year of the cut, reckoned plainly; an unknown amount makes unknown what it touches.
#[derive(Clone, Default)]
struct Year {
    amended: Option<Option<i64>>,
    shifted: Option<i64>,
    realised: Option<i64>,
}

fn reckoned(ledger: &Ledger) -> BTreeMap<i64, Year> {
    let start = Year { amended: None, shifted: Some(0), realised: Some(0) };
    let mut all: BTreeMap<i64, Year> = (0..4).map(|n| (FIRST + n, start.clone())).collect();
    let known = |amount: &Amount| match amount {
        Amount::Exact(cents) => Some(cents.get()),
        _ => None,
    };
    let add = |sum: &mut Option<i64>, more: Option<i64>| *sum = sum.zip(more).map(|(a, b)| a + b);
    for event in &ledger.events {
        match &event.statement.body {
            Body::CutAmended(b) => {
                all.get_mut(&i64::from(b.years.unwrap().first().get())).unwrap().amended =
                    Some(known(&b.amount));
            }
            Body::CutRealised(b) => {
                add(&mut all.get_mut(&i64::from(b.year.get())).unwrap().realised, known(&b.amount));
            }
            Body::CutShifted(b) => {
                let moved = known(&b.amount);
                add(&mut all.get_mut(&i64::from(b.from_year.get())).unwrap().shifted, moved.map(|m| -m));
                add(&mut all.get_mut(&i64::from(b.to_year.get())).unwrap().shifted, moved);
            }
            _ => {}
        }
    }
    all
}

/// What a row of the sum says of a year: cents, or nothing when it is not known.
fn says(shown: &Paragraph, row: &str, year: i64) -> Option<i64> {
    match &cell(shown, TableId::CutBalance, &format!("SV:{row}"), &year.to_string()).value {
        Value::Amount(Amount::Exact(cents), _) => Some(cents.get()),
        Value::Sum(sum) => {
            assert_eq!((sum.known_parts, sum.unknown_parts), (0, 1), "{row} {year}");
            None
        }
        other => panic!("{row} {year}: {other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_sum_of_a_cut_holds_to_the_cent(turns in turns()) {
        let ledger = recorded(&turns);
        let shown = ledger.paragraph(HOLDER, FIRST, ledger.now("2025-01-01"));
        let mut moved = Some(0);
        for (year, reckoned) in reckoned(&ledger) {
            let says = |row: &str| says(&shown, row, year);
            let due = reckoned.amended.unwrap_or(Some(-1_000));
            prop_assert_eq!(says("imposed"), Some(-1_000));
            prop_assert_eq!(says("amended"), due.map(|due| due + 1_000));
            prop_assert_eq!(says("shifted"), reckoned.shifted);
            prop_assert_eq!(says("realised"), reckoned.realised);
            let total = due.zip(reckoned.shifted).map(|(due, shifted)| due + shifted);
            prop_assert_eq!(says("total"), total);
            let parts = ["realised", "withdrawn", "suspended", "open"].map(says);
            if let [Some(realised), Some(withdrawn), Some(suspended), Some(open)] = parts {
                if let Some(total) = total {
                    prop_assert_eq!(realised + withdrawn + suspended + open, total, "{}", year);
                }
                prop_assert!(withdrawn <= 0 && suspended <= 0);
                // What counts for the budget is what is not withdrawn and not suspended.
                let lane = at(&shown, TableId::CutLanes, "total", &year.to_string());
                prop_assert_eq!(lane, (realised + open).to_string());
            }
            if reckoned.realised.is_none() {
                prop_assert_eq!(says("realised"), None);
            }
            moved = moved.zip(says("shifted")).map(|(a, b)| a + b);
        }
        // Nothing is lost or won by shifting.
        prop_assert!(moved.is_none_or(|moved| moved == 0));
    }
}
