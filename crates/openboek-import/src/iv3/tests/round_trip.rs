//! What is written and read back says nothing new, whatever the ledger holds.

use openboek_rules::statement::{AccountsAdopted, BudgetAdopted, BudgetLine, LineKey, Nature, Side};
use openboek_rules::{
    Act, Body, Category, Cents, Organ, OrganisationId, Statement, Stream, Taakveld, UncertainDate,
};
use proptest::prelude::*;

use super::{Ledger, gm, settings};
use crate::iv3::{Report, Sender, csv, json};

const CODES: [&str; 6] = ["0.7", "0.10", "6.1", "6.72", "6.72a", "6.82b"];

/// Code, side, nature, category, cents.
type Drawn = (usize, bool, bool, u8, i64);

fn lines(drawn: &[Drawn], year: i64) -> Vec<BudgetLine> {
    let mut lines: Vec<BudgetLine> = Vec::new();
    for (code, income, incidental, category, cents) in drawn {
        let key = LineKey {
            taakveld: Taakveld::new(CODES[code % CODES.len()]).unwrap(),
            year: settings(year, Report::Budget).year,
            side: if *income { Side::Income } else { Side::Expenditure },
            nature: if *incidental { Nature::Incidental } else { Nature::Structural },
            category: [None, Category::new("1.1").ok(), Category::new("3.4.1").ok()]
                [usize::from(category % 3)]
            .clone(),
            programme: None,
        };
        if lines.iter().all(|line| line.key != key) {
            lines.push(BudgetLine { key, amount: Cents::new(*cents).unwrap(), explanation: None });
        }
    }
    lines
}

fn ledger(drawn: &[Drawn], rounded_to: Option<i64>, is_budget: bool) -> Ledger {
    let town = gm("GM0148");
    let mut ledger = Ledger::founded([(town, "Dalfsen")]);
    let act = Act {
        organisation: OrganisationId::from(town),
        organ: Organ::Council,
        date: UncertainDate::Unknown,
        documents: Vec::new(),
        legal_basis: Vec::new(),
        note: None,
    };
    let (holder, year, lines) =
        (Stream::Municipality(town), settings(2023, Report::Budget).year, lines(drawn, 2023));
    let rounded_to = rounded_to.and_then(Cents::new);
    let body = if is_budget {
        Body::BudgetAdopted(BudgetAdopted { act, holder, year, lines, rounded_to })
    } else {
        Body::AccountsAdopted(AccountsAdopted { act, holder, year, lines, rounded_to })
    };
    ledger.record(vec![Statement { concerns: vec![holder], body }]);
    ledger
}

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![
        3 => (-1_000_000_i64..1_000_000).prop_map(|thousands| thousands * 100_000),
        3 => -10_000_000_000_i64..10_000_000_000,
        1 => Just(0),
        1 => -200_i64..200,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn reading_back_what_was_written_records_nothing(
        drawn in prop::collection::vec((0_usize..6, any::<bool>(), any::<bool>(), any::<u8>(), amount()), 1..40),
        rounded_to in prop::option::of(prop_oneof![Just(100_000_i64), Just(100), Just(1)]),
        is_budget in any::<bool>(),
    ) {
        let ledger = ledger(&drawn, rounded_to, is_budget);
        let settings = settings(2023, if is_budget { Report::Budget } else { Report::Accounts });
        let held = ledger.held();
        let written = csv(&held, gm("GM0148"), &settings).unwrap();
        let plan = ledger.plan("uit.csv", written.text.as_bytes(), &settings);
        prop_assert!(!plan.is_unusable() && plan.proposals.is_empty(), "{:?}\n{}", plan.proposals, written.text);
        let written = json(&held, gm("GM0148"), &settings, &Sender::default()).unwrap();
        let plan = ledger.plan("uit.json", written.text.as_bytes(), &settings);
        prop_assert!(!plan.is_unusable() && plan.proposals.is_empty(), "{:?}\n{}", plan.proposals, written.text);
    }
}

#[test]
fn a_file_says_where_rounding_changed_a_line() {
    let drawn = [
        (2, false, false, 0, 245_250_000),
        (4, false, false, 0, 325_450_000),
        (0, true, false, 0, 4_908_300_000),
    ];
    let ledger = ledger(&drawn, None, true);
    let settings = settings(2023, Report::Budget);
    let written = csv(&ledger.held(), gm("GM0148"), &settings).unwrap();
    assert_eq!(
        written.text,
        "Gemeenten;Taakveld;Baten;Lasten\n\
         Dalfsen;0.7 Algemene uitkering en overige uitkeringen gemeentefonds;49083.0;\n\
         Dalfsen;6.1 Samenkracht en burgerparticipatie;;2453.0\n\
         Dalfsen;6.72a Jeugdhulp begeleiding;;3254.0\n"
    );
    let told: Vec<String> = written
        .differences
        .iter()
        .map(|d| format!("{} {} {}", d.line, d.held.get(), d.written.get()))
        .collect();
    assert_eq!(told, ["6.1 lasten 245250000 245300000", "6.72a lasten 325450000 325400000"]);
    assert_eq!(csv(&ledger.held(), gm("GM0193"), &settings), None);
}
