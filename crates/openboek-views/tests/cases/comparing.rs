//! What is different between two paragraphs, as a clerk would list it: what it was, what it is, how much that is, and by which entry.

use openboek_rules::statement::{
    AmendedLine, Body, BudgetAdopted, BudgetAmended, BudgetLine, CutAdopted, CutAmended, CutSuspended,
    Extent, LegalForm, LineKey, Nature, Side,
};
use openboek_rules::{Certainty, Organ, Stream, Taakveld};
use openboek_views::compare::{Comparison, compare};
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{cell_text, same};

const A: &str = "GM0148";
const B: &str = "GM0166";

fn line(taakveld: &str, of: i64) -> LineKey {
    let taakveld = Taakveld::new(taakveld).unwrap();
    LineKey {
        taakveld,
        year: year(of),
        side: Side::Expenditure,
        nature: Nature::Structural,
        category: None,
        programme: None,
    }
}

fn budget(holder: &str, of: i64, amount: i64) -> Body {
    let lines = vec![BudgetLine { key: line("6.1", of), amount: cents(amount), explanation: None }];
    let act = act(holder, Organ::Council, "2020-11-11");
    Body::BudgetAdopted(BudgetAdopted {
        act,
        holder: Stream::new(holder).unwrap(),
        year: year(of),
        lines,
        rounded_to: None,
    })
}

fn amendment(number: u32, lines: &[(&str, i64, i64)]) -> Body {
    let lines = lines.iter().map(|(taakveld, old, mutation)| AmendedLine {
        key: line(taakveld, 2021),
        old: cents(*old),
        mutation: cents(*mutation),
        new: cents(old + mutation),
        explanation: None,
    });
    let act = act(A, Organ::Council, "2021-06-01");
    let lines = lines.collect();
    Body::BudgetAmended(BudgetAmended {
        act,
        holder: Stream::new(A).unwrap(),
        year: year(2021),
        number,
        lines,
    })
}

/// 0 founding, 1 and 2 budgets of A, 3 budget of B, 4 and 5 amendments of A's 2021 budget.
fn ledger() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(&["region"], founded("Regio", LegalForm::Informal, &[(A, "Dalfsen"), (B, "Kampen")]));
    ledger.say(&[A], budget(A, 2021, 100_000_000));
    ledger.say(&[A], budget(A, 2022, 120_000_000));
    ledger.say(&[B], budget(B, 2021, 40_000_000));
    ledger.say(&[A], amendment(1, &[("6.1", 100_000_000, -10_000_000)]));
    ledger.say(&[A], amendment(2, &[("6.1", 90_000_000, 2_500_001), ("6.72", 0, 30_000_000)]));
    ledger
}

/// The differences of a table, a line each: `row.column | before | after | change | added | dropped`.
fn listed(comparison: &Comparison, table: TableId) -> String {
    let positions = |of: &[u64]| of.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
    let lines = comparison.differences.iter().filter(|difference| difference.table == table).map(|of| {
        let cell = |cell: &Option<_>| cell.as_ref().map_or_else(|| "–".to_owned(), cell_text);
        let change = of.change.map_or_else(|| "?".to_owned(), |change| change.get().to_string());
        format!(
            "{}.{} | {} | {} | {change} | {} | {}\n",
            of.row,
            of.column.key(),
            cell(&of.before),
            cell(&of.after),
            positions(&of.added),
            positions(&of.dropped)
        )
        .replace(" (decided)", "")
    });
    lines.collect()
}

#[test]
fn an_amendment_changes_the_figures_of_its_lines_and_every_sum_above_them() {
    let ledger = ledger();
    let at = |size| ledger.paragraph(A, 2021, ledger.stand(size, "2021-07-01"));
    let second = compare(&at(5), &at(6));
    same(
        &listed(&second, TableId::BudgetByTaakveld),
        "6.1.expenditure   | 90000000  | 92500001   | 2500001   | 5 |
         6.1.balance       | -90000000 | -92500001  | -2500001  | 5 |
         6.72.expenditure  | –         | 30000000   | ?         | 5 |
         6.72.balance      | –         | -30000000  | ?         | 5 |
         total.expenditure | 90000000  | 122500001  | 32500001  | 5 |
         total.balance     | -90000000 | -122500001 | -32500001 | 5 |",
    );
    let table = second.frames.iter().find(|change| change.table == TableId::BudgetByTaakveld).unwrap();
    assert_eq!(table.rows_added().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["6.72"]);
    assert_eq!((table.rows_gone().count(), table.rows_renamed().count()), (0, 0));
    // Back in time: what caused it then is what no longer counts.
    same(
        &listed(&compare(&at(6), &at(5)), TableId::KeyFigures),
        "expenditure.value | 122500001  | 90000000  | -32500001 | | 5
         balance.value     | -122500001 | -90000000 | 32500001  | | 5",
    );
    assert!(compare(&at(6), &at(6)).is_empty());
    // What a neighbour records is no difference here.
    assert!(compare(&at(3), &at(4)).is_empty());
}

#[test]
fn of_two_budget_years_the_years_themselves_stand_beside_each_other() {
    let mut ledger = Ledger::default();
    ledger.say(&["region"], founded("Regio", LegalForm::Informal, &[(A, "Dalfsen")]));
    for (of, amount) in [(2021, 100_000_000), (2022, 120_000_000)] {
        let Body::BudgetAdopted(mut budget) = budget(A, of, amount) else { unreachable!() };
        let key = LineKey { year: year(of + 1), ..line("6.1", of) };
        budget.lines.push(BudgetLine { key, amount: cents(amount + 10_000_000), explanation: None });
        ledger.say(&[A], Body::BudgetAdopted(budget));
    }
    let of = |year| ledger.paragraph(A, year, ledger.now("2021-01-01"));
    // 2021 beside 2022, and the year after beside the year after: not 2022 of the one budget beside 2022 of the other. Before 2022 comes
    // 2021, of which a budget is recorded; before 2021 nothing.
    // A word that stays the same comes from another entry, which is a difference too.
    same(
        &listed(&compare(&of(2021), &of(2022)), TableId::MultiYear),
        "social-infrastructure:expenditure.side | flow-expenditure | flow-expenditure | ? | 2 |
         social-infrastructure:expenditure.2021 | –          | 100000000  | ?         | 1 |
         social-infrastructure:expenditure.2022 | 100000000  | 120000000  | 20000000  | 2 | 1
         social-infrastructure:expenditure.2023 | 110000000  | 130000000  | 20000000  | 2 | 1
         total:expenditure.side                 | flow-expenditure | flow-expenditure | ? | 2 |
         total:expenditure.2021                 | –          | 100000000  | ?         | 1 |
         total:expenditure.2022                 | 100000000  | 120000000  | 20000000  | 2 | 1
         total:expenditure.2023                 | 110000000  | 130000000  | 20000000  | 2 | 1
         balance.side                           | flow-balance | flow-balance | ? | 2 |
         balance.2021                           | –          | -100000000 | ?         | 1 |
         balance.2022                           | -100000000 | -120000000 | -20000000 | 2 | 1
         balance.2023                           | -110000000 | -130000000 | -20000000 | 2 | 1
         figures-from.2021                      | –          | figures-adopted | ?    | 1 |
         figures-from.2022                      | figures-adopted | figures-adopted | ? | 2 | 1
         figures-from.2023                      | figures-estimate | figures-estimate | ? | 2 | 1
         figures-from.2024                      | figures-estimate | figures-estimate | ? | 2 | 1
         figures-from.2025                      | figures-estimate | figures-estimate | ? | 2 | 1",
    );
}

#[test]
fn two_municipalities_are_compared_figure_by_figure() {
    let ledger = ledger();
    let of = |holder| ledger.paragraph(holder, 2021, ledger.stand(4, "2021-01-01"));
    same(
        &listed(&compare(&of(A), &of(B)), TableId::KeyFigures),
        "expenditure.value | 100000000  | 40000000  | -60000000 | 3 | 1
         balance.value     | -100000000 | -40000000 | 60000000  | 3 | 1",
    );
}

/// An unknown is not zero, so there is no amount by which it changed.
#[test]
fn an_unknown_gives_no_change_in_cents() {
    let mut ledger = Ledger::default();
    ledger.say(&["region"], founded("Regio", LegalForm::Informal, &[(A, "Dalfsen")]));
    let by = |on| act(A, Organ::Council, on);
    let terms = terms("C", "welzijn", percent(-2_000, "de subsidies"), years(2021, 2022), Certainty::Decided);
    ledger.say(&[A], Body::CutAdopted(CutAdopted { act: by("2020-07-07"), terms }));
    let amount = exact(-5_000);
    let amended = CutAmended { act: by("2020-10-01"), cut: cut("C"), amount, years: None, reason: None };
    ledger.say(&[A], Body::CutAmended(amended));
    let extent = Extent::Full;
    let suspended = CutSuspended { act: by("2020-11-11"), cut: cut("C"), years: years(2021, 2021), extent };
    ledger.say(&[A], Body::CutSuspended(suspended));
    let at = |size| ledger.paragraph(A, 2021, ledger.stand(size, "2020-12-01"));
    let effect = |comparison: &Comparison| {
        let lines = listed(comparison, TableId::KeyFigures);
        lines.lines().filter(|line| line.starts_with("cuts-effect")).collect::<Vec<_>>().join("\n")
    };
    same(&effect(&compare(&at(2), &at(3))), "cuts-effect.value | n.n.b. (1) | -5000 | ? | 2 |");
    same(&effect(&compare(&at(3), &at(4))), "cuts-effect.value | -5000 | 0 | 5000 | 3 |");
}
