//! The difference between two paragraphs as a message, with its sentences.

use std::collections::{BTreeMap, BTreeSet};

use openboek_documents::Lang;
use openboek_documents::compare::{Causes, Compared, cause};
use openboek_documents::sheet::SheetCell;
use openboek_rules::Statement;
use openboek_views::compare::{Comparison, Difference, FrameChange, RowHead};
use openboek_views::model::{ColumnId, Paragraph};
use openboek_wire::v1;

use super::model;
use crate::context::Shared;
use crate::errors::Problem;

/// The statements behind differences, by position.
pub(super) type Statements = BTreeMap<u64, Statement>;

/// The statements of all entries that a comparison names and that `known` does not have yet.
pub(super) fn read_statements(
    shared: &Shared,
    arrangement: &str,
    comparison: &Comparison,
    known: &mut Statements,
) -> Result<(), Problem> {
    for position in positions(comparison) {
        if !known.contains_key(&position)
            && let Some(statement) =
                shared.engine.entry(arrangement, position)?.and_then(|entry| entry.statement)
        {
            known.insert(position, statement);
        }
    }
    Ok(())
}

fn positions(comparison: &Comparison) -> BTreeSet<u64> {
    let of = |difference: &Difference| {
        difference.added.iter().chain(&difference.dropped).copied().collect::<Vec<_>>()
    };
    comparison.differences.iter().flat_map(of).collect()
}

/// The message.
pub(super) fn difference(
    before: &Paragraph,
    after: &Paragraph,
    comparison: &Comparison,
    statements: &Statements,
) -> v1::ParagraphDifference {
    let words = [Lang::Nl, Lang::En].map(|lang| Compared::new(before, after, comparison, lang));
    let titles = [Lang::Nl, Lang::En].map(|lang| titles(comparison, statements, lang));
    v1::ParagraphDifference {
        before: Some(model::head(&comparison.before)),
        after: Some(model::head(&comparison.after)),
        tables: comparison.frames.iter().map(|change| table(change, &words)).collect(),
        figures: comparison.differences.iter().map(|of| figure(of, &words, &titles, comparison)).collect(),
        causes: causes(comparison, statements, &titles),
    }
}

fn titles(comparison: &Comparison, statements: &Statements, lang: Lang) -> Causes {
    let named = |position| Some((position, cause(statements.get(&position)?, lang)));
    positions(comparison).into_iter().filter_map(named).collect()
}

fn causes(
    comparison: &Comparison,
    statements: &Statements,
    [dutch, english]: &[Causes; 2],
) -> Vec<v1::DifferenceCause> {
    let title = |titles: &Causes, position| titles.get(&position).cloned().unwrap_or_default();
    let cause = |position| {
        let kind = statements.get(&position)?.body.kind().to_owned();
        let (title, title_en) = (title(dutch, position), title(english, position));
        Some(v1::DifferenceCause { index: position, kind, title, title_en })
    };
    positions(comparison).into_iter().filter_map(cause).collect()
}

fn table(change: &FrameChange, [dutch, english]: &[Compared<'_>; 2]) -> v1::TableDifference {
    let kind = match (&change.before, &change.after) {
        (None, _) => v1::TableChange::Added,
        (_, None) => v1::TableChange::Gone,
        _ => v1::TableChange::Changed,
    };
    let named = |row: &RowHead| v1::NamedRow { id: row.id.clone(), name: dutch.name(&row.name) };
    let renamed = |(old, new): (&RowHead, &RowHead)| v1::RenamedRow {
        id: new.id.clone(),
        name_before: dutch.name(&old.name),
        name_after: dutch.name(&new.name),
    };
    let columns = |frame: &Option<openboek_views::compare::Frame>| -> Vec<String> {
        frame.iter().flat_map(|frame| &frame.columns).map(|column| column.key()).collect()
    };
    v1::TableDifference {
        section: change.section.key().to_owned(),
        table: change.table.key().to_owned(),
        title: dutch.caption(change.table),
        title_en: english.caption(change.table),
        change: kind.into(),
        rows_added: change.rows_added().map(named).collect(),
        rows_gone: change.rows_gone().map(named).collect(),
        rows_renamed: change.rows_renamed().map(renamed).collect(),
        columns_before: columns(&change.before),
        columns_after: columns(&change.after),
    }
}

fn figure(
    difference: &Difference,
    [dutch, english]: &[Compared<'_>; 2],
    [titles, titles_en]: &[Causes; 2],
    comparison: &Comparison,
) -> v1::FigureDifference {
    let anchor = |column: ColumnId| v1::Anchor {
        table: difference.table.key().to_owned(),
        row: difference.row.clone(),
        column: column.key(),
    };
    let old = difference.before.as_ref().zip(dutch.cell_before(difference));
    let new = difference.after.as_ref().zip(dutch.cell_after(difference));
    let text_en = |cell: Option<&SheetCell>| cell.map(model::text).unwrap_or_default();
    let column_before = comparison.column_before(difference.column);
    v1::FigureDifference {
        anchor: Some(anchor(difference.column)),
        section: difference.section.key().to_owned(),
        table_title: dutch.caption(difference.table),
        before: old.map(|(cell, words)| model::cell(cell, words, anchor(column_before))),
        after: new.map(|(cell, words)| model::cell(cell, words, anchor(difference.column))),
        change_cents: difference.change.map(openboek_rules::Cents::get),
        added_sources: difference.added.clone(),
        dropped_sources: difference.dropped.clone(),
        row_name: dutch.row_name(difference),
        column_name: dutch.column_name(difference),
        table_title_en: english.caption(difference.table),
        row_name_en: english.row_name(difference),
        column_name_en: english.column_name(difference),
        before_text_en: text_en(english.cell_before(difference).filter(|_| difference.before.is_some())),
        after_text_en: text_en(english.cell_after(difference).filter(|_| difference.after.is_some())),
        sentence: dutch.sentence(difference, titles),
        sentence_en: english.sentence(difference, titles_en),
    }
}
