//! From the model to a sheet.

use std::collections::BTreeSet;

use openboek_rules::{Amount, Cents, Stream};
use openboek_views::labels;
use openboek_views::model::{
    ColumnId, Head, PROJECTOR, Paragraph, Row, RowRole, Section, Table, TableId, Value, Words,
};

use super::datum::{Datum, Fields};
use super::part::{Kind, Part};
use super::stand::{Provenance, Stand};
use super::{Sheet, SheetCell, SheetColumn, SheetRow, SheetSection, SheetTable};
use crate::clean::clean;
use crate::form::{self, Form};
use crate::keys;
use crate::lang::Lang;
use crate::words::{self, by_key, filled, terms_in};

impl Sheet {
    /// Puts a paragraph into words.
    #[must_use]
    pub fn new(paragraph: &Paragraph, provenance: &Provenance, lang: Lang) -> Self {
        let mut explained = BTreeSet::new();
        let sections =
            paragraph.sections.iter().map(|section| section_of(section, &mut explained, lang)).collect();
        Self {
            lang,
            title: title(&paragraph.head, lang),
            head: head(&paragraph.head, lang),
            head_fields: head_fields(&paragraph.head),
            stand: Stand::of(provenance, lang),
            sections,
        }
    }
}

/// Name of the holder; its code where it has no name.
fn holder_name(head: &Head, lang: Lang) -> String {
    match (head.holder_name.as_str(), head.holder) {
        ("", Stream::Region) => by_key("head-region", lang).into_owned(),
        ("", Stream::Municipality(code)) => code.to_string(),
        (name, _) => clean(name),
    }
}

fn title(head: &Head, lang: Lang) -> String {
    filled("head-title", lang, &[&head.year.to_string(), &holder_name(head, lang)])
}

fn head(head: &Head, lang: Lang) -> Vec<(String, String)> {
    let name = |key| by_key(key, lang).into_owned();
    let holder = match head.holder {
        Stream::Municipality(code) => format!("{} ({code})", holder_name(head, lang)),
        Stream::Region => holder_name(head, lang),
    };
    let mut facts = vec![
        (name("head-arrangement"), clean(&head.arrangement)),
        (name("head-holder"), holder),
        (name("head-year"), head.year.to_string()),
    ];
    if let Some(day) = head.moment.as_decided_on {
        facts.push((name("head-as-decided-on"), form::day(day, lang)));
    }
    facts.push((name("head-reference-day"), form::day(head.moment.reference_day, lang)));
    facts
}

/// Origin and size are not here but in the stand, beside the root they belong to.
fn head_fields(head: &Head) -> Fields {
    let decided = head.moment.as_decided_on.map_or(Datum::Null, |day| Datum::Text(day.to_string()));
    Fields::default()
        .with("projector", PROJECTOR)
        .with("arrangement", clean(&head.arrangement))
        .with("holder", head.holder.to_string())
        .with("holder_name", clean(&head.holder_name))
        .with("year", u64::from(head.year.get()))
        .with("as_decided_on", decided)
        .with("reference_day", head.moment.reference_day.to_string())
}

fn section_of(section: &Section, explained: &mut BTreeSet<&'static str>, lang: Lang) -> SheetSection {
    let key = section.id.key();
    let heading = words::section(section.id, lang).into_owned();
    let intro = words::find(&format!("intro-{key}"), lang).map(str::to_owned);
    let tables: Vec<SheetTable> = section.tables.iter().map(|table| table_of(table, lang)).collect();
    let terms = terms_in(printed(&heading, intro.as_deref(), &tables), explained, lang);
    SheetSection { key, heading, intro, terms, tables }
}

/// Everything a section prints, for finding the hard words in it.
fn printed<'a>(
    heading: &'a str,
    intro: Option<&'a str>,
    tables: &'a [SheetTable],
) -> impl Iterator<Item = &'a str> {
    let of_table = |table: &'a SheetTable| {
        let columns = table.columns.iter().map(|column| column.name.as_str());
        let rows = table.rows.iter().flat_map(|row| {
            std::iter::once(row.name.as_str()).chain(row.cells.iter().map(|cell| cell.part.text.as_str()))
        });
        std::iter::once(table.caption.as_str()).chain(columns).chain(rows)
    };
    std::iter::once(heading).chain(intro).chain(tables.iter().flat_map(of_table))
}

fn table_of(table: &Table, lang: Lang) -> SheetTable {
    let form = Form { whole_euros: is_whole_euros(table), ..Form::new(lang) };
    let mut rows: Vec<SheetRow> = table.rows.iter().map(|row| row_of(row, table, form)).collect();
    let certainty = take_common_note(&mut rows).map(|note| filled("ui-certainty", lang, &[&note]));
    let columns = table.columns.iter().enumerate().map(|(place, id)| SheetColumn {
        key: id.key(),
        name: words::column(*id, lang),
        numeric: is_numeric(&rows, place),
        is_year: matches!(id, ColumnId::Year(_)),
        blank: is_blank(&rows, place) && !matches!(id, ColumnId::Year(_)),
    });
    SheetTable {
        key: table.id.key(),
        caption: words::table(table.id, lang).into_owned(),
        certainty,
        row_heading: by_key(&format!("rows-{}", table.id.key()), lang).into_owned(),
        columns: columns.collect(),
        rows,
    }
}

fn is_blank(rows: &[SheetRow], place: usize) -> bool {
    rows.iter().filter_map(|row| row.cells.get(place)).all(|cell| cell.part.kind == Kind::None)
}

/// The note that all amounts of a table share, taken out of the cells; `None` when they differ or when it is said only once.
fn take_common_note(rows: &mut [SheetRow]) -> Option<String> {
    let parts = || rows.iter().flat_map(|row| &row.cells).flat_map(SheetCell::lines);
    let mut notes = parts().filter_map(|part| part.note.as_ref());
    let first = notes.next()?.clone();
    let in_all =
        parts().filter(|part| part.kind == Kind::Amount).all(|part| part.note.as_ref() == Some(&first));
    if notes.next().is_none() || !in_all {
        return None;
    }
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.part.note = None;
        if cell.part.kind == Kind::List {
            cell.part.items.iter_mut().for_each(|item| item.note = None);
        }
    }
    Some(first)
}

/// Longest text that still reads well against the right edge.
const LONGEST_NUMBER: usize = 60;

/// A column is one of numbers when each value in it is a number, and there is one, and none is a sentence.
fn is_numeric(rows: &[SheetRow], place: usize) -> bool {
    let parts = rows.iter().filter_map(|row| row.cells.get(place)).map(|cell| &cell.part);
    let mut parts = parts.filter(|part| part.kind != Kind::None).peekable();
    parts.peek().is_some()
        && parts.all(|part| part.is_numeric() && part.text.chars().count() <= LONGEST_NUMBER)
}

fn row_of(row: &Row, table: &Table, form: Form) -> SheetRow {
    let (name, name_fields) = match &row.name {
        Words::Label(label) => {
            (words::heading(*label, form.lang), Fields::default().with("label", label.key()))
        }
        Words::Text(text) => (clean(text), Fields::default().with("words", clean(text))),
    };
    let cells = row.cells.iter().zip(&table.columns).map(|(cell, column)| SheetCell {
        anchor: keys::anchor_id(table.id, &row.id, *column),
        part: Part::of(&cell.value, Form { short: matches!(column, ColumnId::Year(_)), ..form }),
        sources: cell.sources.clone(),
    });
    SheetRow {
        id: clean(&row.id),
        code: code(row, table.id, &name),
        name,
        name_fields,
        role: row.role,
        note: role_note(row, table, form.lang),
        cells: cells.collect(),
    }
}

/// Longest identifier that is printed before a name.
const LONGEST_CODE: usize = 12;

/// The identifier of a row where readers use it too, in letters and speech: taakvelden, figures of a paper, cuts, items of a view.
/// Of a composed one it is the part that names the thing itself: `SV-20` of `SV-20:share`, `R2` of `ZW-1:R2`. A long one is an
/// address and nothing to read.
fn code(row: &Row, table: TableId, name: &str) -> Option<String> {
    let id = row.id.as_str();
    let part = match table {
        TableId::BudgetByTaakveld | TableId::IndicatedFigures | TableId::Reductions => Some(id),
        TableId::BudgetAndActuals | TableId::Scope => Some(id),
        TableId::CutLanes | TableId::IndicationChecks => id.split(':').next(),
        TableId::MultiYearByTaakveld | TableId::LongIncidental => id.split(':').next(),
        TableId::ViewItems => id.rsplit(':').next(),
        TableId::Views | TableId::Requests | TableId::Commitments | TableId::Proposals => Some(id),
        _ => None,
    };
    let whole = matches!(row.name, Words::Label(_)) && table != TableId::IndicationChecks;
    part.filter(|part| !whole && part.len() <= LONGEST_CODE && !name.contains(part)).map(clean)
}

/// A row that is only for information says so, unless its name or its table does: all rows are, or a column says which count.
fn role_note(row: &Row, table: &Table, lang: Lang) -> Option<String> {
    let named_so = row.name == Words::Label(labels::MEMO);
    let told = table.columns.contains(&ColumnId::Named(labels::COUNTING))
        || table.rows.iter().all(|row| row.role == RowRole::Memo);
    (row.role == RowRole::Memo && !named_so && !told).then(|| by_key("role-memo", lang).into_owned())
}

fn is_whole_euros(table: &Table) -> bool {
    table.rows.iter().flat_map(|row| &row.cells).all(|cell| has_whole_euros(&cell.value))
}

fn has_whole_euros(value: &Value) -> bool {
    let whole = |cents: &Cents| cents.get() % 100 == 0;
    let amount = |amount: &Amount| !matches!(amount, Amount::Exact(cents) if !whole(cents));
    match value {
        Value::Amount(of, _) => amount(of),
        Value::Suspended { amount: of, extent } => amount(of) && extent.as_ref().is_none_or(amount),
        Value::Sum(sum) => whole(&sum.known),
        Value::Phrase(values) | Value::List(values) => values.iter().all(has_whole_euros),
        _ => true,
    }
}
