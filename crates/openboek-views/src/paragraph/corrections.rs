//! Corrected entries: published as, restated as, and why; and the corrections behind every figure they touched.

use openboek_rules::Amount;
use openboek_rules::statement::{Bearer, Mistake, Nature, Side};

use super::cells::{cell, columns, date, phrase, row, table, text};
use super::context::Context;
use crate::labels;
use crate::model::{Label, Row, RowRole, Section, Table, TableId, Value};
use crate::state::corrections::{Change, Correction};
use crate::state::said_figures::{Name, Which};

/// One row per figure that a correction changed; one for a correction that changed no figure.
pub(super) fn table_of(context: &Context<'_>) -> Option<Table> {
    let rows = context.view.corrections.in_year(context.year.get()).flat_map(|correction| {
        let none = correction.changes.is_empty().then_some(None);
        let changes = correction.changes.iter().map(Some).chain(none).enumerate();
        changes.map(|(n, change)| correction_row(context, correction, n, change))
    });
    let names = [
        labels::CORRECTED_ENTRY,
        labels::CORRECTED_FIGURE,
        labels::PUBLISHED_AS,
        labels::RESTATED_AS,
        labels::MISTAKE,
        labels::REASONS,
        labels::DATE,
        labels::BY,
        labels::REFERENCE,
    ];
    table(TableId::Corrections, columns(&names), rows.collect())
}

fn correction_row(context: &Context<'_>, correction: &Correction, n: usize, change: Option<&Change>) -> Row {
    let at = correction.said.at;
    let both = [correction.entry, at];
    let amount =
        |amount: Option<&Amount>| amount.map_or(Value::None, |amount| Value::Amount(amount.clone(), None));
    let cells = vec![
        cell(text(correction.entry), both),
        cell(change.map_or(Value::Label(labels::NO_FIGURE), |change| name(context, &change.name)), both),
        cell(amount(change.and_then(|change| change.published.as_ref())), [correction.entry]),
        cell(amount(change.and_then(|change| change.restated.as_ref())), [at]),
        cell(Value::Label(mistake_label(correction.mistake)), [at]),
        cell(text(&correction.reason), [at]),
        cell(date(&correction.said.date), [at]),
        context.by(&correction.said),
        context.references(at),
    ];
    row(format!("{at}:{}", n + 1), &correction.subject, RowRole::Item, cells)
}

fn name(context: &Context<'_>, name: &Name) -> Value {
    match name {
        Name::Id(id) => text(id),
        Name::Year(id, year) => phrase(vec![text(id), text(year)]),
        Name::Organisation(id, organisation) => phrase(vec![text(id), text(context.name(organisation))]),
        Name::Part(id, part) => phrase(vec![text(id), text(part)]),
        Name::Of(id, which) => phrase(vec![text(id), Value::Label(which_label(*which))]),
        Name::Bearer(Bearer::Organisation(id)) => text(context.name(id)),
        Name::Bearer(Bearer::Municipality(code)) => text(context.view.names.municipality(*code)),
        Name::Bearer(Bearer::Theme(words)) => text(words),
        Name::Line(key) => {
            let side = match key.side {
                Side::Income => labels::FLOW_INCOME,
                Side::Expenditure => labels::FLOW_EXPENDITURE,
            };
            let nature = match key.nature {
                Nature::Structural => labels::STRUCTURAL,
                Nature::Incidental => labels::INCIDENTAL,
            };
            phrase(vec![text(&key.taakveld), text(key.year), Value::Label(side), Value::Label(nature)])
        }
    }
}

const fn which_label(which: Which) -> Label {
    match which {
        Which::YearlyOld => labels::YEARLY_OLD,
        Which::YearlyNew => labels::YEARLY_NEW,
        Which::Added => labels::RESERVES_ADDED,
        Which::Withdrawn => labels::RESERVES_WITHDRAWN,
        Which::Opening => labels::RESERVE_OPENING,
        Which::Closing => labels::RESERVE_CLOSING_PRINTED,
    }
}

const fn mistake_label(mistake: Mistake) -> Label {
    match mistake {
        Mistake::TypingError => labels::MISTAKE_TYPING_ERROR,
        Mistake::WrongAmount => labels::MISTAKE_WRONG_AMOUNT,
        Mistake::WrongDate => labels::MISTAKE_WRONG_DATE,
        Mistake::WrongClassification => labels::MISTAKE_WRONG_CLASSIFICATION,
        Mistake::Omission => labels::MISTAKE_OMISSION,
        Mistake::Other => labels::MISTAKE_OTHER,
    }
}

/// Whoever looks behind a figure finds the entry it was first recorded in and every correction of that entry. What was published
/// is the entry's alone.
pub(super) fn behind(context: &Context<'_>, sections: &mut [Section]) {
    let corrections = &context.view.corrections;
    if corrections.is_empty() {
        return;
    }
    let tables = sections.iter_mut().flat_map(|section| &mut section.tables);
    for table in tables.filter(|table| table.id != TableId::Corrections) {
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            let more: Vec<_> = cell.sources.iter().flat_map(|at| corrections.of(*at)).copied().collect();
            cell.sources.extend(more);
            cell.sources.sort_unstable();
            cell.sources.dedup();
        }
    }
}
