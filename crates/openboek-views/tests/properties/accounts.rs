//! Budgets from draft to accounts: the tables added up again, and a second way of counting drafts and reserves.

use std::collections::BTreeMap;

use openboek_rules::statement::*;
use openboek_rules::{BudgetYear, Stream};
use openboek_views::Paragraph;
use openboek_views::model::{RowRole, Table, TableId};

use crate::support::Ledger;
use crate::totals::Parts;

/// The draft that holds, from the plain list of statements: the one of the latest day, the last of that day.
pub fn draft(ledger: &Ledger, holder: Stream, year: BudgetYear) -> Option<BTreeMap<LineKey, i64>> {
    let drafts = ledger.events.iter().filter_map(|event| match &event.statement.body {
        Body::BudgetDrafted(body) if body.holder == holder && body.year == year => Some(body),
        _ => None,
    });
    let last = drafts.max_by_key(|body| body.act.date.latest())?;
    Some(last.lines.iter().map(|line| (line.key.clone(), line.amount.get())).collect())
}

/// What changes of reserves add to 0.10, from the plain list of statements.
pub fn reserves(ledger: &Ledger, holder: Stream, year: BudgetYear) -> BTreeMap<(String, bool), i64> {
    let mut sums = BTreeMap::new();
    for event in &ledger.events {
        if let Body::ReserveChanged(body) = &event.statement.body
            && (body.holder, body.year, body.in_lines) == (holder, year, false)
        {
            for (income, amount) in [(true, body.withdrawn.get()), (false, body.added.get())] {
                if amount != 0 {
                    *sums.entry(("0.10".to_owned(), income)).or_default() += amount;
                }
            }
        }
    }
    sums
}

fn known(table: &Table, row: &str, column: usize) -> i128 {
    let row = table.rows.iter().find(|found| found.id == row).unwrap_or_else(|| panic!("no row {row}"));
    Parts::of(&row.cells[column].value).known
}

/// The tables whose rows, or columns, add up in a way of their own.
pub fn check(table: &Table) {
    match table.id {
        TableId::ResultChain => {
            for column in 0..table.columns.len() {
                let of = |row: &str| known(table, row, column);
                assert_eq!(of("balance"), of("income") - of("expenditure"));
                let result = of("balance") + of("reserves-withdrawn") - of("reserves-added");
                assert_eq!(of("result"), result);
                assert_eq!(of("structural-balance"), result + of("incidental-correction"));
            }
        }
        _ => {
            totals(table);
            table.rows.iter().for_each(|row| {
                let of = |column: usize| Parts::of(&row.cells[column].value).known;
                match table.id {
                    // What a column is rounded to is in no sum.
                    _ if row.id.trim_start_matches(':') == "rounded-to" => {}
                    TableId::BudgetAndActuals => assert_eq!(of(4), (of(1) - of(3)) - (of(0) - of(2))),
                    TableId::BudgetAndActualsByFamily => {
                        assert_eq!(of(4), of(0) - of(2));
                        assert_eq!(of(5), of(1) - of(3));
                        assert_eq!(of(6), of(5) - of(4));
                    }
                    TableId::BudgetByProgramme => {
                        assert_eq!(of(2), of(0) - of(1));
                        assert_eq!(of(5), of(2) + of(3) - of(4));
                    }
                    TableId::OwnContributions => assert_eq!(of(2), of(0) - of(1)),
                    _ => {}
                }
            });
        }
    }
}

fn totals(table: &Table) {
    for (place, total) in table.rows.iter().enumerate().filter(|(_, row)| row.role == RowRole::Total) {
        for column in 0..table.columns.len() {
            let items = table.rows[..place].iter().filter(|row| row.role == RowRole::Item);
            let sum: i128 = items.map(|row| Parts::of(&row.cells[column].value).known).sum();
            assert_eq!(Parts::of(&total.cells[column].value).known, sum, "{} {}", table.id.key(), total.id);
        }
    }
}

/// The tables of the budget year are the same money.
pub fn agree(paragraph: &Paragraph) {
    let Some(chain) = paragraph.table(TableId::ResultChain) else { return };
    let budget = paragraph.table(TableId::BudgetByTaakveld).unwrap();
    let now = chain.columns.iter().position(|id| id.key() == paragraph.head.year.to_string()).unwrap();
    let total = |column: &str| {
        let cell = budget.cell("total", column).unwrap();
        Parts::of(&cell.value).known
    };
    assert_eq!(known(chain, "income", now), total("income"));
    assert_eq!(known(chain, "expenditure", now), total("expenditure"));
    if let Some(programmes) = paragraph.table(TableId::BudgetByProgramme) {
        assert_eq!(known(programmes, ":total", 5), known(chain, "result", now));
    }
    if let (Some(codes), Some(families)) =
        (paragraph.table(TableId::BudgetAndActuals), paragraph.table(TableId::BudgetAndActualsByFamily))
    {
        for column in ["income", "income-realised", "expenditure", "expenditure-realised"] {
            let of = |table: &Table| Parts::of(&table.cell("total", column).unwrap().value).known;
            assert_eq!(of(codes), of(families));
        }
    }
    if let Some(nature) = paragraph.table(TableId::BudgetByNature) {
        let of = |column| known(nature, "total", column);
        assert_eq!(of(0) + of(2), total("income"));
        assert_eq!(of(1) + of(3), total("expenditure"));
    }
    // Every euro of every year is in the table per taakveld, but for a year of another list where it may stand on more than one code.
    if let (Some(years), Some(codes)) =
        (paragraph.table(TableId::MultiYear), paragraph.table(TableId::MultiYearByTaakveld))
    {
        for column in 1..years.columns.len() {
            let of = |side: &str| {
                let rows = codes.rows.iter().filter(|row| row.id.ends_with(side));
                rows.map(|row| Parts::of(&row.cells[column].value).known).sum::<i128>()
            };
            let chained = |row: &str| known(chain, row, column - 1);
            assert_eq!(of(":income"), chained("income") + chained("reserves-withdrawn"));
            assert_eq!(of(":expenditure"), chained("expenditure") + chained("reserves-added"));
        }
    }
}
