//! The page behind a figure: what it is and which entries it comes from.

use std::collections::BTreeSet;

use askama::Template;
use openboek_rules::statement::Statement;
use openboek_views::model::Paragraph;

use super::{Words, render};
use crate::describe::{Fact, Names, kind, statement_facts};
use crate::form;
use crate::lang::Lang;
use crate::sheet::{Provenance, Sheet, SheetCell, SheetColumn, SheetRow, SheetSection, SheetTable};
use crate::words::{Term, by_key, terms_in};

/// What the page behind a figure shows.
#[derive(Clone, Debug)]
pub struct ExplainPage<'a> {
    /// Language.
    pub lang: Lang,
    /// The paragraph the figure stands in, at its moment.
    pub paragraph: &'a Paragraph,
    /// Where it comes from.
    pub provenance: &'a Provenance,
    /// Address of the figure ([`crate::anchor_id`]).
    pub anchor: String,
    /// Address of the paragraph's page at that moment.
    pub paragraph_url: String,
    /// The page that checks the bundle of the paragraph in the browser.
    pub check: Option<String>,
    /// The list of all paragraphs.
    pub home: String,
    /// The entries behind the figure: those at the cell's sources.
    pub entries: Vec<EntryLine>,
    /// Names of organisations.
    pub names: Names,
}

/// An entry behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryLine {
    /// Position.
    pub position: u64,
    /// Address of its page.
    pub url: String,
    /// Kind of statement, `cut-suspended`.
    pub kind: String,
    /// Time of recording in milliseconds since 1970 (UTC).
    pub recorded_at_ms: i64,
    /// Event hash, `b3:` and 64 hex digits.
    pub event_hash: String,
    /// The statement, when it can be read.
    pub statement: Option<Box<Statement>>,
}

struct Entry<'a> {
    position: u64,
    url: &'a str,
    title: String,
    facts: Vec<Fact>,
    event_hash: &'a str,
}

#[derive(Template)]
#[template(path = "explain.html")]
struct Page<'a> {
    w: Words,
    page: &'a ExplainPage<'a>,
    lines: Vec<String>,
    place: Vec<(String, String)>,
    entries: Vec<Entry<'a>>,
    stand: &'a str,
}

/// The page behind a figure; `None` when the paragraph has no such figure at its moment.
#[must_use]
pub fn explain_page(page: &ExplainPage<'_>) -> Option<String> {
    let sheet = Sheet::new(page.paragraph, page.provenance, page.lang);
    let (section, table, row, column, cell) = find(&sheet, &page.anchor)?;
    let named = |key, value: &str| (by_key(key, page.lang).into_owned(), value.to_owned());
    let mut place = vec![
        named("ui-explain-row", &row.name),
        named("ui-explain-column", &column.name),
        named("ui-explain-table", &table.caption),
        named("ui-explain-section", &section.heading),
    ];
    place.extend(sheet.head.iter().cloned());
    let lines = match cell.lines() {
        [] => vec![cell.part.text.clone()],
        lines => lines.iter().map(crate::sheet::Part::full).collect(),
    };
    let entries = page.entries.iter().map(|line| entry(line, page)).collect();
    Some(render(&Page { w: Words(page.lang), page, lines, place, entries, stand: &sheet.stand.line }))
}

/// Where a figure stands, in words, with the hard words in its value and place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Heading of the section.
    pub section: String,
    /// Caption of the table.
    pub table: String,
    /// Name of the row.
    pub row: String,
    /// Name of the column.
    pub column: String,
    /// The hard words.
    pub terms: Vec<&'static Term>,
}

/// A figure by its address ([`crate::anchor_id`]) in words; `None` when the paragraph has no such figure at its moment.
#[must_use]
pub fn explained_figure(
    paragraph: &Paragraph,
    provenance: &Provenance,
    anchor: &str,
    lang: Lang,
) -> Option<Explained> {
    let sheet = Sheet::new(paragraph, provenance, lang);
    let (section, table, row, column, cell) = find(&sheet, anchor)?;
    let place = [&section.heading, &table.caption, &row.name, &column.name];
    let texts =
        place.map(String::as_str).into_iter().chain(cell.lines().iter().map(|line| line.text.as_str()));
    let terms = terms_in(texts, &mut BTreeSet::new(), lang);
    let [section, table, row, column] = place.map(String::clone);
    Some(Explained { section, table, row, column, terms })
}

type Place<'a> = (&'a SheetSection, &'a SheetTable, &'a SheetRow, &'a SheetColumn, &'a SheetCell);

fn find<'a>(sheet: &'a Sheet, anchor: &str) -> Option<Place<'a>> {
    let tables =
        sheet.sections.iter().flat_map(|section| section.tables.iter().map(move |table| (section, table)));
    let mut cells = tables.flat_map(|(section, table)| {
        table.rows.iter().flat_map(move |row| {
            row.cells
                .iter()
                .zip(&table.columns)
                .map(move |(cell, column)| (section, table, row, column, cell))
        })
    });
    cells.find(|(.., cell)| cell.anchor == anchor)
}

fn entry<'a>(line: &'a EntryLine, page: &ExplainPage<'_>) -> Entry<'a> {
    let lang = page.lang;
    let w = Words(lang);
    let recorded = Fact {
        name: by_key("ui-entry-recorded", lang).into_owned(),
        values: vec![form::instant(line.recorded_at_ms, lang)],
    };
    let mut facts = match &line.statement {
        // The title says the kind.
        Some(statement) => statement_facts(statement, &page.names, lang).into_iter().skip(1).collect(),
        None => vec![Fact {
            name: by_key("ui-entry-says", lang).into_owned(),
            values: vec![by_key("ui-explain-hidden", lang).into_owned()],
        }],
    };
    facts.push(recorded);
    let title =
        format!("{}: {}", w.filled("ui-entry-title", &line.position.to_string()), kind(&line.kind, lang));
    Entry { position: line.position, url: &line.url, title, facts, event_hash: &line.event_hash }
}
