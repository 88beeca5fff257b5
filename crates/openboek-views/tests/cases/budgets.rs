//! Budgets and their amendments: gross, to the cent, before and after, over four years.

use openboek_rules::statement::{
    AmendedLine, Body, BudgetAdopted, BudgetAmended, BudgetLine, LegalForm, LineKey, Nature, Side,
};
use openboek_rules::{Organ, Stream, Taakveld};
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell, same, table};

use Nature::{Incidental, Structural};
use Side::{Expenditure, Income};

const DALFSEN: &str = "GM0148";

type Line = (&'static str, i64, Side, Nature, i64);

fn key((code, of, side, nature, _): &Line) -> LineKey {
    LineKey {
        taakveld: Taakveld::new(code).unwrap(),
        year: year(*of),
        side: *side,
        nature: *nature,
        category: None,
        programme: None,
    }
}

fn adopted(of: i64, on: &str, lines: &[Line]) -> Body {
    Body::BudgetAdopted(BudgetAdopted {
        act: act(DALFSEN, Organ::Council, on),
        holder: Stream::new(DALFSEN).unwrap(),
        year: year(of),
        lines: lines
            .iter()
            .map(|l| BudgetLine { key: key(l), amount: cents(l.4), explanation: None })
            .collect(),
        rounded_to: None,
    })
}

fn amended(of: i64, number: u32, on: &str, lines: &[(Line, i64)]) -> Body {
    let line = |(line, mutation): &(Line, i64)| AmendedLine {
        key: key(line),
        old: cents(line.4),
        mutation: cents(*mutation),
        new: cents(line.4 + mutation),
        explanation: Some(text("Meicirculaire")),
    };
    Body::BudgetAmended(BudgetAmended {
        act: act(DALFSEN, Organ::Council, on),
        holder: Stream::new(DALFSEN).unwrap(),
        year: year(of),
        number,
        lines: lines.iter().map(line).collect(),
    })
}

const LINES: [Line; 9] = [
    ("6.711", 2025, Expenditure, Structural, 250_000_001),
    ("6.711", 2025, Income, Structural, 35_000_000),
    ("6.60", 2025, Expenditure, Structural, 90_000_000),
    ("6.1", 2025, Expenditure, Incidental, 80_000_000),
    ("0.7", 2025, Income, Structural, 300_000_000),
    ("0.10", 2025, Income, Incidental, 5_000_000),
    ("6.711", 2026, Expenditure, Structural, 255_000_000),
    ("0.7", 2026, Income, Structural, 310_000_000),
    ("6.711", 2028, Expenditure, Structural, 265_000_000),
];

fn founded_here() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(
        &["region"],
        founded("Regio IJsselland", LegalForm::Informal, &[(DALFSEN, "Dalfsen"), ("GM0166", "Kampen")]),
    );
    ledger
}

fn with_budget() -> Ledger {
    let mut ledger = founded_here();
    ledger.say(&[DALFSEN], adopted(2025, "2024-11-11", &LINES));
    ledger
}

fn with_amendments() -> Ledger {
    let mut ledger = with_budget();
    ledger.say(&[DALFSEN], amended(2025, 1, "2025-03-10", &[(LINES[0], 9_999_999), (LINES[4], -1)]));
    let changed = (LINES[0].0, LINES[0].1, LINES[0].2, LINES[0].3, 260_000_000);
    let youth = ("6.751", 2025, Expenditure, Structural, 0);
    ledger.say(&[DALFSEN], amended(2025, 2, "2025-06-10", &[(changed, 5_000_000), (youth, 40_000_000)]));
    ledger
}

#[test]
fn an_adopted_budget_per_taakveld_and_family() {
    let ledger = with_budget();
    let shown = ledger.paragraph(DALFSEN, 2025, ledger.now("2024-12-01"));
    same(
        &table(&shown, TableId::BudgetByTaakveld, &["income", "expenditure", "balance"])
            .replace(" (decided)", ""),
        "0.7    | 300000000 | –         | 300000000
         6.1    | –         | 80000000  | -80000000
         6.60   | –         | 90000000  | -90000000
         6.711  | 35000000  | 250000001 | -215000001
         total  | 335000000 | 420000001 | -85000001
         0.10   | 5000000   | –         | 5000000
         result | 340000000 | 420000001 | -80000001",
    );
    same(
        &table(&shown, TableId::BudgetByFamily, &["income", "expenditure", "balance"])
            .replace(" (decided)", ""),
        "social-infrastructure | –         | 80000000  | -80000000
         wmo                   | 35000000  | 340000001 | -305000001
         other                 | 300000000 | –         | 300000000
         total                 | 335000000 | 420000001 | -85000001
         reserves              | 5000000   | –         | 5000000
         result                | 340000000 | 420000001 | -80000001",
    );
    let name = &shown.table(TableId::BudgetByTaakveld).unwrap().rows[3].name;
    assert_eq!(crate::support::print::name(name), "Huishoudelijke hulp (Wmo)");
}

#[test]
fn the_multi_year_estimate_with_its_incidental_part() {
    let ledger = with_budget();
    let shown = ledger.paragraph(DALFSEN, 2025, ledger.now("2024-12-01"));
    same(
        &table(&shown, TableId::MultiYear, &["side", "2025", "2026", "2027", "2028"])
            .replace(" (decided)", ""),
        "social-infrastructure:expenditure | flow-expenditure | 80000000  | – | – | –
         wmo:income             | flow-income      | 35000000  | –         | – | –
         wmo:expenditure        | flow-expenditure | 340000001 | 255000000 | – | 265000000
         other:income           | flow-income      | 300000000 | 310000000 | – | –
         total:income           | flow-income      | 335000000 | 310000000 | – | –
         total:expenditure      | flow-expenditure | 420000001 | 255000000 | – | 265000000
         balance                | flow-balance     | -85000001 | 55000000  | – | -265000000
         reserves               | flow-balance     | 5000000   | –         | – | –
         result                 | flow-balance     | -80000001 | 55000000  | – | -265000000
         incidental:expenditure | flow-expenditure | 80000000  | –         | – | –
         figures-from           | –                | figures-adopted | figures-estimate | figures-estimate | figures-estimate",
    );
}

#[test]
fn amendments_change_the_figures_and_keep_what_was_adopted() {
    let ledger = with_amendments();
    let shown = ledger.paragraph(DALFSEN, 2025, ledger.now("2025-07-01"));
    same(
        &table(
            &shown,
            TableId::BudgetByTaakveld,
            &["income-adopted", "expenditure-adopted", "income", "expenditure", "balance"],
        )
        .replace(" (decided)", ""),
        "0.7    | 300000000 | –         | 299999999 | –         | 299999999
         6.1    | –         | 80000000  | –         | 80000000  | -80000000
         6.60   | –         | 90000000  | –         | 90000000  | -90000000
         6.711  | 35000000  | 250000001 | 35000000  | 265000000 | -230000000
         6.751  | –         | –         | –         | 40000000  | -40000000
         total  | 335000000 | 420000001 | 334999999 | 475000000 | -140000001
         0.10   | 5000000   | –         | 5000000   | –         | 5000000
         result | 340000000 | 420000001 | 339999999 | 475000000 | -135000001",
    );
    same(
        &table(&shown, TableId::AmendmentLines, &["number", "date", "old", "mutation", "new"])
            .replace(" (decided)", ""),
        "1:6.711:2025:expenditure:structural | 1 | 2025-03-10 | 250000001 | 9999999  | 260000000
         1:0.7:2025:income:structural        | 1 | 2025-03-10 | 300000000 | -1       | 299999999
         2:6.711:2025:expenditure:structural | 2 | 2025-06-10 | 260000000 | 5000000  | 265000000
         2:6.751:2025:expenditure:structural | 2 | 2025-06-10 | 0         | 40000000 | 40000000",
    );
    // A line carries its adoption and all its amendments; what was adopted carries the adoption only.
    assert_eq!(cell(&shown, TableId::BudgetByTaakveld, "6.711", "expenditure").sources, [1, 2, 3]);
    assert_eq!(cell(&shown, TableId::BudgetByTaakveld, "6.711", "expenditure-adopted").sources, [1]);
    assert_eq!(cell(&shown, TableId::BudgetByTaakveld, "6.60", "expenditure").sources, [1]);
    assert_eq!(cell(&shown, TableId::BudgetByTaakveld, "6.751", "expenditure").sources, [3]);
    assert_eq!(cell(&shown, TableId::BudgetByTaakveld, "total", "balance").sources, [1, 2, 3]);
}

#[test]
fn as_known_on_a_day_between_the_amendments() {
    let ledger = with_amendments();
    for (day, expenditure) in [
        ("2024-12-01", "420000001"),
        ("2025-03-10", "430000000"),
        ("2025-06-09", "430000000"),
        ("2025-06-10", "475000000"),
    ] {
        let shown = ledger.paragraph(DALFSEN, 2025, ledger.decided(day));
        assert_eq!(
            at(&shown, TableId::KeyFigures, "expenditure", "value"),
            format!("{expenditure} (decided)"),
            "{day}"
        );
    }
    let before = ledger.paragraph(DALFSEN, 2025, ledger.decided("2024-11-10"));
    assert_eq!(at(&before, TableId::KeyFigures, "expenditure", "value"), "n.n.b. (1); reason-no-budget");
}

/// An amendment dated before one that was recorded earlier: at a day between the two only its own change counts.
#[test]
fn decisions_recorded_out_of_order_are_added_by_their_own_day() {
    let mut ledger = with_budget();
    ledger.say(&[DALFSEN], amended(2025, 1, "2025-06-10", &[(LINES[2], 1_000)]));
    let changed = (LINES[2].0, LINES[2].1, LINES[2].2, LINES[2].3, LINES[2].4 + 1_000);
    ledger.say(&[DALFSEN], amended(2025, 2, "2025-03-10", &[(changed, 7)]));
    let aids = |day: &str| {
        at(
            &ledger.paragraph(DALFSEN, 2025, ledger.decided(day)),
            TableId::BudgetByTaakveld,
            "6.60",
            "expenditure",
        )
    };
    assert_eq!(aids("2025-03-01"), "90000000 (decided)");
    assert_eq!(aids("2025-04-01"), "90000007 (decided)");
    assert_eq!(aids("2025-07-01"), "90001007 (decided)");
}

#[test]
fn last_year_stands_beside_this_year() {
    let mut ledger = with_budget();
    ledger.say(
        &[DALFSEN],
        adopted(2024, "2023-11-11", &[("6.711", 2024, Expenditure, Structural, 0).into_2024()]),
    );
    let shown = ledger.paragraph(DALFSEN, 2025, ledger.now("2024-12-01"));
    same(
        &table(&shown, TableId::KeyFigures, &["value", "previous-year"])
            .replace(" (decided)", "")
            .lines()
            .take(3)
            .collect::<Vec<_>>()
            .join("\n"),
        "expenditure | 420000001 | 240000000
         income      | 335000000 | –
         balance     | -85000001 | -240000000",
    );
}

trait Into2024 {
    fn into_2024(self) -> Line;
}

impl Into2024 for Line {
    /// The code list of 2024 has 6.71a where that of 2025 has 6.711.
    fn into_2024(self) -> Line {
        ("6.71a", 2024, self.2, self.3, 240_000_000)
    }
}

#[test]
fn a_budget_is_in_its_own_holders_paragraph_only() {
    let mut ledger = with_budget();
    let Body::BudgetAdopted(mut regional) = adopted(2025, "2024-07-01", &LINES[..1]) else { unreachable!() };
    regional.holder = Stream::Region;
    regional.act.organisation = org("region");
    ledger.say(&["region"], Body::BudgetAdopted(regional));
    let expenditure = |holder: &str| {
        at(
            &ledger.paragraph(holder, 2025, ledger.now("2024-12-01")),
            TableId::KeyFigures,
            "expenditure",
            "value",
        )
    };
    assert_eq!(expenditure(DALFSEN), "420000001 (decided)");
    assert_eq!(expenditure("region"), "250000001 (decided)");
    assert_eq!(expenditure("GM0166"), "n.n.b. (1); reason-no-budget");
}

/// 0.11 is the result itself: shown, and in no sum.
#[test]
fn the_result_of_the_accounts_is_in_no_sum() {
    let mut ledger = founded_here();
    let lines = [("6.1", 2025, Expenditure, Structural, 100), ("0.11", 2025, Income, Structural, 100)];
    ledger.say(&[DALFSEN], adopted(2025, "2024-11-11", &lines));
    let shown = ledger.paragraph(DALFSEN, 2025, ledger.now("2024-12-01"));
    same(
        &table(&shown, TableId::BudgetByTaakveld, &["income", "expenditure"]).replace(" (decided)", ""),
        "6.1   | –   | 100
         total | –   | 100
         0.11  | 100 | –",
    );
}
