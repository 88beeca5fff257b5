//! The paragraph's model as messages: keys and values from the model, Dutch words from the sheet that all documents are made of.

use openboek_documents::sheet::{SheetCell, SheetRow, SheetSection, SheetTable};
use openboek_documents::{Lang, Provenance, Sheet};
use openboek_rules::Amount;
use openboek_rules::law::{Length, Term};
use openboek_views::model::{self, Paragraph, Value};
use openboek_wire::v1;
use openboek_wire::v1::value::Kind;

/// What prints where nothing belongs.
const NOTHING: &str = "–";

/// A whole paragraph.
pub(super) fn paragraph(paragraph: &Paragraph, provenance: &Provenance) -> v1::Paragraph {
    let sheet = Sheet::new(paragraph, provenance, Lang::Nl);
    let sections = paragraph.sections.iter().zip(&sheet.sections).map(|(model, words)| section(model, words));
    v1::Paragraph { head: Some(head(&paragraph.head)), sections: sections.collect() }
}

/// One cell, by the address of its figure.
pub(super) fn cell_at(paragraph: &Paragraph, provenance: &Provenance, at: &v1::Anchor) -> Option<v1::Cell> {
    let sheet = Sheet::new(paragraph, provenance, Lang::Nl);
    for (section, section_words) in paragraph.sections.iter().zip(&sheet.sections) {
        for (table, table_words) in section.tables.iter().zip(&section_words.tables) {
            if table.id.key() != at.table {
                continue;
            }
            let Some(column) = table.columns.iter().position(|column| column.key() == at.column) else {
                continue;
            };
            for (row, row_words) in table.rows.iter().zip(&table_words.rows) {
                if row.id == at.row {
                    return Some(cell(row.cells.get(column)?, row_words.cells.get(column)?, at.clone()));
                }
            }
        }
    }
    None
}

/// A head.
pub(super) fn head(head: &model::Head) -> v1::Head {
    v1::Head {
        origin: head.origin.clone(),
        arrangement: head.arrangement.clone(),
        municipality: head.holder.to_string(),
        municipality_name: head.holder_name.clone(),
        budget_year: head.year.get().into(),
        size: head.moment.size,
        as_decided_on: head.moment.as_decided_on.map(|day| day.to_string()).unwrap_or_default(),
        reference_day: head.moment.reference_day.to_string(),
        projector: model::PROJECTOR.to_owned(),
    }
}

fn section(model: &model::Section, words: &SheetSection) -> v1::Section {
    v1::Section {
        id: model.id.key().to_owned(),
        title: words.heading.clone(),
        tables: model.tables.iter().zip(&words.tables).map(|(model, words)| table(model, words)).collect(),
    }
}

fn table(model: &model::Table, words: &SheetTable) -> v1::Table {
    let columns = model.columns.iter().zip(&words.columns);
    v1::Table {
        id: model.id.key().to_owned(),
        title: words.caption.clone(),
        columns: columns.map(|(id, words)| v1::Column { id: id.key(), title: words.name.clone() }).collect(),
        rows: model
            .rows
            .iter()
            .zip(&words.rows)
            .map(|(row_model, words)| row(row_model, words, model))
            .collect(),
    }
}

fn row(model: &model::Row, words: &SheetRow, table: &model::Table) -> v1::Row {
    let role = match model.role {
        model::RowRole::Item => v1::RowRole::Item,
        model::RowRole::Total => v1::RowRole::Total,
        model::RowRole::Memo => v1::RowRole::Memo,
    };
    let cells = model.cells.iter().zip(&words.cells).zip(&table.columns);
    let cells = cells.map(|((model_cell, words), column)| {
        let anchor =
            v1::Anchor { table: table.id.key().to_owned(), row: model.id.clone(), column: column.key() };
        cell(model_cell, words, anchor)
    });
    v1::Row { id: model.id.clone(), name: words.name.clone(), role: role.into(), cells: cells.collect() }
}

/// One cell with its words.
pub(super) fn cell(model: &model::Cell, words: &SheetCell, anchor: v1::Anchor) -> v1::Cell {
    let (value, text) = (Some(value(&model.value)), text(words));
    v1::Cell { anchor: Some(anchor), value, sources: model.sources.clone(), text }
}

/// A cell as people read it.
pub(super) fn text(words: &SheetCell) -> String {
    let lines: Vec<String> = words.lines().iter().map(openboek_documents::sheet::Part::full).collect();
    if lines.is_empty() { NOTHING.to_owned() } else { lines.join("\n") }
}

fn value(value: &Value) -> v1::Value {
    let kind = match value {
        Value::None => Kind::Nothing(v1::Marker {}),
        Value::Amount(of, certainty) => Kind::Amount(v1::AmountValue {
            amount: amount(of),
            certainty: certainty.map(|c| v1::Certainty::from(c).into()).unwrap_or_default(),
        }),
        Value::Suspended { amount: of, extent } => Kind::Suspended(v1::SuspendedValue {
            amount: amount(of),
            extent: extent.as_ref().and_then(amount),
        }),
        Value::Sum(sum) => Kind::Sum(sum.into()),
        Value::Percent(points) => Kind::PercentBasisPoints(points.get()),
        Value::Ratio { part, whole } => {
            Kind::Ratio(v1::RatioValue { part_cents: part.get(), whole_cents: whole.get() })
        }
        Value::Count(count) => Kind::Count(*count),
        Value::Of { done, total } => Kind::Of(v1::OfValue { done: *done, total: *total }),
        Value::Days(days) => Kind::Days(*days),
        Value::Date(date) => Kind::Date(date.to_string()),
        Value::Term(stated) => Kind::Term(term(*stated)),
        Value::Years { span, inferred } => {
            Kind::Years(v1::YearsValue { years: Some((*span).into()), inferred: *inferred })
        }
        Value::Text(text) => Kind::Text(text.clone()),
        Value::Label(label) => Kind::Label(label.key().to_owned()),
        Value::Phrase(values) => Kind::Phrase(list(values)),
        Value::List(values) => Kind::List(list(values)),
    };
    v1::Value { kind: Some(kind) }
}

fn term(term: Term) -> v1::TermValue {
    let length = |direction: &str, length: Length| v1::TermValue {
        direction: direction.to_owned(),
        unit: match length {
            Length::Days(_) => "days",
            Length::Weeks(_) => "weeks",
            Length::Months(_) => "months",
            Length::Years(_) => "years",
        }
        .to_owned(),
        length: length.count().into(),
        ..v1::TermValue::default()
    };
    match term {
        Term::After(after) | Term::Chosen(after) => length("after", after),
        Term::Before(before) => length("before", before),
        Term::Fixed { years, month, day } => v1::TermValue {
            direction: "on".to_owned(),
            years: years.into(),
            month: month.into(),
            day: day.into(),
            ..v1::TermValue::default()
        },
        Term::Decided | Term::None => v1::TermValue::default(),
    }
}

fn list(values: &[Value]) -> v1::ValueList {
    v1::ValueList { values: values.iter().map(value).collect() }
}

fn amount(amount: &Amount) -> Option<v1::Amount> {
    Some(amount.into())
}
