//! The result chain: balance of income and expenditure, then reserves, then the result, and what of it is structural (domain 2.2).
//!
//! ```text
//! balance            = income − expenditure                      (before reserves)
//! result             = balance + withdrawn from reserves − added to reserves
//! structural balance = result + correction for what is incidental
//! correction         = incidental expenditure − incidental income, changes of reserves among them
//! ```

use openboek_rules::statement::Side;

use super::budget::{Money, Role};
use super::cells::{labelled, table};
use super::multi_year::incidental;
use super::years::{Column, origin_row, rounding_row};
use crate::labels;
use crate::model::{ColumnId, Label, Row, RowRole, Table, TableId};

/// What a row takes from a year.
type Link = fn(&Column<'_>) -> Money;

/// The table; `None` without figures.
pub(super) fn table_of(columns: &[Column<'_>]) -> Option<Table> {
    let links: [(&str, Label, RowRole, Link); 8] = [
        ("income", labels::INCOME, RowRole::Item, |year| year.side(Side::Income, Role::Ordinary)),
        ("expenditure", labels::EXPENDITURE, RowRole::Item, |year| {
            year.side(Side::Expenditure, Role::Ordinary)
        }),
        ("balance", labels::BALANCE, RowRole::Total, balance),
        ("reserves-withdrawn", labels::RESERVES_WITHDRAWN, RowRole::Item, withdrawn),
        ("reserves-added", labels::RESERVES_ADDED, RowRole::Item, added),
        ("result", labels::RESULT, RowRole::Total, result),
        ("incidental-correction", labels::INCIDENTAL_CORRECTION, RowRole::Item, correction),
        ("structural-balance", labels::STRUCTURAL_BALANCE, RowRole::Total, structural),
    ];
    let row = |(id, label, role, link): (&str, Label, RowRole, Link)| {
        labelled(id, label, role, columns.iter().map(|year| link(year).cell()).collect())
    };
    let mut rows: Vec<Row> = links.into_iter().map(row).collect();
    // Only with the result on 0.11 a year is complete enough for Iv3 to be in balance.
    if columns.iter().any(|year| !booked(year).is_empty()) {
        rows.push(row(("accounts-result", labels::ACCOUNTS_RESULT, RowRole::Memo, booked)));
        rows.push(row(("sides-difference", labels::SIDES_DIFFERENCE, RowRole::Memo, difference)));
    }
    rows.push(origin_row(columns, &[]));
    rows.extend(rounding_row(columns, &[]));
    let any = columns.iter().any(|year| !year.entries.is_empty());
    let years = columns.iter().map(|column| ColumnId::Year(column.year)).collect();
    any.then(|| table(TableId::ResultChain, years, rows)).flatten()
}

fn balance(year: &Column<'_>) -> Money {
    year.side(Side::Income, Role::Ordinary).less(&year.side(Side::Expenditure, Role::Ordinary))
}

fn withdrawn(year: &Column<'_>) -> Money {
    year.side(Side::Income, Role::Reserve)
}

fn added(year: &Column<'_>) -> Money {
    year.side(Side::Expenditure, Role::Reserve)
}

fn result(year: &Column<'_>) -> Money {
    let mut result = balance(year);
    result.merge(&withdrawn(year));
    result.less(&added(year))
}

/// What must be added to the result to have its structural part.
fn correction(year: &Column<'_>) -> Money {
    let of = |side| {
        let mut money = incidental(year, side, Role::Ordinary);
        money.merge(&incidental(year, side, Role::Reserve));
        money
    };
    of(Side::Expenditure).less(&of(Side::Income))
}

fn structural(year: &Column<'_>) -> Money {
    let mut structural = result(year);
    structural.merge(&correction(year));
    structural
}

/// The result as it is booked on 0.11: a surplus is on the side of the expenditure, so that both sides are equal.
fn booked(year: &Column<'_>) -> Money {
    year.side(Side::Expenditure, Role::Result).less(&year.side(Side::Income, Role::Result))
}

fn difference(year: &Column<'_>) -> Money {
    if booked(year).is_empty() { Money::default() } else { result(year).less(&booked(year)) }
}
