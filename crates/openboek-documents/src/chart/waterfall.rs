//! The changes of a budget as a waterfall, in the rows of their own table: each row begins where the one before it ended.

use std::collections::BTreeMap;

use super::InRows;
use super::draw::{Drawing, Fill, Mark};
use super::quantity::{Quantity, cell, row_id, state};
use super::scale::Scale;
use crate::lang::Lang;
use crate::sheet::{SheetRow, SheetTable};
use crate::words::filled;

/// Width and height of a picture: that of a cell on a phone.
const SIZE: (i32, i32) = (160, 16);

/// One change: the year it is for, and from where to where it takes the balance.
struct Step {
    year: String,
    from: i128,
    to: i128,
}

/// What each change does with the balance of its year, counted from the budget as it was adopted; `None` when a change is no amount.
pub(super) fn in_rows(table: &SheetTable, lang: Lang) -> Option<InRows> {
    let mut balances: BTreeMap<String, i128> = BTreeMap::new();
    let steps: Vec<Step> =
        table.rows.iter().map(|row| step(table, row, &mut balances)).collect::<Option<_>>()?;
    let ends = steps.iter().flat_map(|step| [step.from, step.to]);
    let scale = Scale::over(ends, 1, SIZE.0 - 1);
    let drawn = |(row, step): (&SheetRow, &Step)| (row.id.clone(), drawing(row, step, scale, lang));
    let drawings = table.rows.iter().zip(&steps).map(drawn);
    let note = note(&balances, lang);
    Some(InRows { note, column: Some("mutation"), drawings: drawings.collect() })
}

/// More income is a better balance, more expenditure a worse one.
fn step(table: &SheetTable, row: &SheetRow, balances: &mut BTreeMap<String, i128>) -> Option<Step> {
    let cents = Quantity::of(&cell(table, row, "mutation")?.part).cents()?;
    let effect = match state(table, row, "side")? {
        "flow-income" => cents,
        "flow-expenditure" => cents.checked_neg()?,
        _ => return None,
    };
    let year = cell(table, row, "year")?.part.text.clone();
    let balance = balances.entry(year.clone()).or_default();
    let from = *balance;
    *balance = from.checked_add(effect)?;
    Some(Step { year, from, to: *balance })
}

fn drawing(row: &SheetRow, step: &Step, scale: Scale, lang: Lang) -> Drawing {
    let (width, height) = SIZE;
    let fill = if step.to < step.from { Fill::Down } else { Fill::Up };
    let mut marks = vec![Mark::Zero { x: scale.zero(), y: 0, height }];
    if step.from != step.to {
        marks.push(Mark::Arrow { fill, span: scale.span(step.from, step.to), y: 2, height: height - 4 });
    }
    let money = |cents| super::money(cents, false, lang);
    let title = filled("chart-waterfall-step", lang, &[&step.year, &money(step.from), &money(step.to)]);
    Drawing { id: row_id(row), title, description: String::new(), width, height, marks }
}

fn note(balances: &BTreeMap<String, i128>, lang: Lang) -> String {
    let money = |cents| super::money(cents, false, lang);
    let ends = balances.iter().map(|(year, end)| filled("chart-waterfall-end", lang, &[year, &money(*end)]));
    format!("{} {}", filled("chart-waterfall-note", lang, &[]), ends.collect::<Vec<_>>().join(" "))
}
