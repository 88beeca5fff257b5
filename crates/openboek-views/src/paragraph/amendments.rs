//! Budget amendments of the year: old, mutation, new, as the council decided them.

use openboek_rules::CodeList;
use openboek_rules::statement::{LineKey, Nature, Side};

use super::cells::{cell, columns, date, decided, row, table, text, text_or_none};
use super::context::Context;
use crate::labels;
use crate::model::{Label, Row, RowRole, Table, TableId, Value};
use crate::state::budgets::{Amendment, Mutation};

pub(super) fn table_of(context: &Context<'_>) -> Option<Table> {
    let budget = context.view.budgets.of(context.year)?;
    let rows = budget.amendments.iter().flat_map(|amendment| {
        amendment.lines.iter().map(move |change| change_row(context, amendment, change))
    });
    let names = [
        labels::NUMBER,
        labels::DATE,
        labels::TAAKVELD,
        labels::YEAR,
        labels::SIDE,
        labels::NATURE,
        labels::OLD,
        labels::MUTATION,
        labels::NEW,
        labels::EXPLANATION,
        labels::BY,
        labels::REFERENCE,
    ];
    table(TableId::AmendmentLines, columns(&names), rows.collect())
}

fn change_row(context: &Context<'_>, amendment: &Amendment, change: &Mutation) -> Row {
    let at = amendment.said.at;
    let key = &change.key;
    let cells = vec![
        cell(Value::Count(u64::from(amendment.number)), [at]),
        cell(date(&amendment.said.date), [at]),
        cell(text(&key.taakveld), [at]),
        cell(super::cells::years(openboek_rules::YearSpan::one(key.year), false), [at]),
        cell(Value::Label(side_label(key.side)), [at]),
        cell(Value::Label(nature_label(key.nature)), [at]),
        cell(decided(change.old), [at]),
        cell(decided(change.mutation), [at]),
        cell(decided(change.new), [at]),
        cell(text_or_none(change.explanation.as_ref()), [at]),
        context.by(&amendment.said),
        context.references(at),
    ];
    let name = CodeList::of(context.year).and_then(|list| list.name_of(&key.taakveld));
    row(change_id(amendment.number, key), name.unwrap_or(key.taakveld.as_str()), RowRole::Item, cells)
}

fn change_id(number: u32, key: &LineKey) -> String {
    let side = if key.side == Side::Income { "income" } else { "expenditure" };
    format!("{number}:{}:{}:{side}:{}", key.taakveld, key.year, nature_label(key.nature).key())
}

const fn side_label(side: Side) -> Label {
    match side {
        Side::Income => labels::FLOW_INCOME,
        Side::Expenditure => labels::FLOW_EXPENDITURE,
    }
}

const fn nature_label(nature: Nature) -> Label {
    match nature {
        Nature::Structural => labels::STRUCTURAL,
        Nature::Incidental => labels::INCIDENTAL,
    }
}
