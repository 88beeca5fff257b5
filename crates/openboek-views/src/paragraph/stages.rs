//! The budget of the year from draft to accounts: what was done when, by whom, on what paper.

use openboek_rules::UncertainDate;

use super::cells::{cell, columns, date, date_or_none, labelled, list, table, text};
use super::context::Context;
use crate::labels;
use crate::model::{Label, Row, RowRole, Table, TableId, Value};
use crate::state::Said;

/// The table; `None` when nothing of the year's budget is recorded.
pub(super) fn table_of(context: &Context<'_>) -> Option<Table> {
    let mut rows = Vec::new();
    let book = context.view.books.of(context.year);
    for said in book.iter().flat_map(|book| &book.drafted) {
        rows.push(stage(context, "drafted", labels::STAGE_DRAFTED, said, &Stage::default()));
    }
    for sent in book.iter().flat_map(|book| &book.sent) {
        let councils = sent.to.iter().map(|code| text(context.name(&(*code).into())));
        let of = Stage { to: list(councils.collect()), until: sent.until.clone(), ..Stage::default() };
        rows.push(stage(context, "sent", labels::STAGE_SENT, &sent.said, &of));
    }
    if let Some(budget) = context.view.budgets.of(context.year) {
        rows.push(stage(context, "adopted", labels::STAGE_ADOPTED, &budget.said, &Stage::default()));
        for amendment in &budget.amendments {
            rows.push(stage(context, "amended", labels::STAGE_AMENDED, &amendment.said, &Stage::default()));
        }
    }
    for (said, through) in book.iter().flat_map(|book| &book.reported) {
        let of = Stage { through: through.clone(), ..Stage::default() };
        rows.push(stage(context, "reported", labels::STAGE_REPORTED, said, &of));
    }
    if let Some(accounts) = book.and_then(|book| book.accounts.as_ref()) {
        rows.push(stage(context, "closed", labels::STAGE_CLOSED, &accounts.said, &Stage::default()));
    }
    let names = [labels::DATE, labels::BY, labels::TO, labels::DUE, labels::THROUGH, labels::REFERENCE];
    table(TableId::BudgetStages, columns(&names), rows)
}

/// What only some stages have.
struct Stage {
    to: Value,
    until: UncertainDate,
    through: UncertainDate,
}

impl Default for Stage {
    fn default() -> Self {
        Self { to: Value::None, until: UncertainDate::Unknown, through: UncertainDate::Unknown }
    }
}

fn stage(context: &Context<'_>, id: &str, name: Label, said: &Said, of: &Stage) -> Row {
    let at = said.at;
    let cells = vec![
        cell(date(&said.date), [at]),
        context.by(said),
        cell(of.to.clone(), [at]),
        cell(date_or_none(&of.until), [at]),
        cell(date_or_none(&of.through), [at]),
        context.references(at),
    ];
    labelled(format!("{id}:{at}"), name, RowRole::Item, cells)
}
