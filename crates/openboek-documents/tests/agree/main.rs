//! The renderings show the same figures, whatever the paragraph.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod books;
#[path = "../common/mod.rs"]
mod common;
mod package;

use std::collections::BTreeMap;

use openboek_documents::{Lang, csv, html_page, json, text};
use openboek_views::model::{ColumnId, Paragraph, Table, Value};
use proptest::prelude::*;
use serde_json::Value as Json;

/// One line of a cell as a rendering shows it.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    kind: String,
    cents: String,
    qualifier: String,
    certainty: String,
    text: String,
    entries: String,
}

type Figures = Vec<(String, Line)>;

fn from_csv(bytes: &[u8]) -> Figures {
    let mut reader = csv_reader(bytes);
    let names = reader.headers().unwrap().clone();
    let at = |name: &str| names.iter().position(|known| known == name).unwrap();
    let (kind, cents, qualifier) = (at("kind"), at("cents"), at("qualifier"));
    let (certainty, text, entries, anchor) = (at("certainty"), at("text"), at("entries"), at("anchor"));
    let records = reader.records().map(|record| record.unwrap());
    records
        .map(|record| {
            let line = Line {
                kind: record[kind].to_owned(),
                cents: record[cents].to_owned(),
                qualifier: record[qualifier].to_owned(),
                certainty: record[certainty].to_owned(),
                text: as_written(&record[text]).to_owned(),
                entries: record[entries].to_owned(),
            };
            (record[anchor].to_owned(), line)
        })
        .collect()
}

/// The text without the sign that keeps a spreadsheet from running it.
fn as_written(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text)
}

fn csv_reader(bytes: &[u8]) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new().delimiter(b';').from_reader(bytes)
}

/// Every value of this name in a JSON value or its items.
fn collect(value: &Json, name: &str, found: &mut Vec<String>) {
    found.extend(value.get(name).and_then(Json::as_str).map(str::to_owned));
    for item in value.get("items").and_then(Json::as_array).into_iter().flatten() {
        collect(item, name, found);
    }
}

fn single(value: &Json, name: &str) -> String {
    let mut found = Vec::new();
    collect(value, name, &mut found);
    if found.len() == 1 { found.remove(0) } else { String::new() }
}

/// The lines of the JSON, without their text, in order.
fn from_json(bytes: &[u8]) -> Vec<Line> {
    let root: Json = serde_json::from_slice(bytes).unwrap();
    let array = |value: &Json, name: &str| value[name].as_array().unwrap().clone();
    let mut lines = Vec::new();
    for table in array(&root, "sections").iter().flat_map(|section| array(section, "tables")) {
        for cell in array(&table, "rows").iter().flat_map(|row| array(row, "cells")) {
            let entries: Vec<String> = array(&cell, "sources").iter().map(Json::to_string).collect();
            let values = match cell["kind"].as_str().unwrap() {
                "none" => Vec::new(),
                "list" => array(&cell, "items"),
                _ => vec![cell.clone()],
            };
            lines.extend(values.iter().map(|value| Line {
                kind: value["kind"].as_str().unwrap().to_owned(),
                cents: single(value, "cents"),
                qualifier: single(value, "qualifier"),
                certainty: single(value, "certainty"),
                text: String::new(),
                entries: entries.join(" "),
            }));
        }
    }
    lines
}

/// Text of every figure cell of the page by its address.
fn from_html(page: &str) -> BTreeMap<String, Vec<String>> {
    let mut cells = BTreeMap::new();
    for piece in page.split("<td").skip(1) {
        let (_, rest) = piece.split_once("id=\"").unwrap();
        let (anchor, rest) = rest.split_once('"').unwrap();
        let (_, rest) = rest.split_once('>').unwrap();
        let (content, _) = rest.split_once("</div></td>").unwrap();
        let content = content.strip_prefix("<div>").unwrap();
        let lines = match content.strip_prefix("<ul>") {
            Some(list) => list.split("<li>").skip(1).map(readable).collect(),
            None => vec![readable(content)],
        };
        assert!(cells.insert(anchor.to_owned(), lines).is_none(), "{anchor} stands twice");
    }
    cells
}

/// What a reader reads of a piece of HTML, the note in brackets and the link to the source left out.
fn readable(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap();
        rest = after;
        if tag.starts_with("span class=\"note\"") {
            out.push('(');
        } else if tag == "/span" {
            out.push(')');
        } else if tag.starts_with("a class=\"origin\"") {
            rest = after.split_once("</a>").unwrap().1;
        }
    }
    out.push_str(rest);
    let plain = out.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'");
    plain.replace("&#38;", "&").trim_end().to_owned()
}

/// Blanks and line ends do not count; a no-break space does.
fn squeezed(text: &str) -> String {
    text.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn check(paragraph: &Paragraph, lang: Lang) {
    let provenance = common::provenance(21);
    let figures = from_csv(&csv(paragraph, &provenance, lang));
    let machine = from_json(&json(paragraph, &provenance));
    assert_eq!(figures.len(), machine.len());
    for ((anchor, line), json) in figures.iter().zip(&machine) {
        let without_text = Line { text: String::new(), ..clone(line) };
        assert_eq!(&without_text, json, "{anchor}");
        shows_its_cents(line);
    }
    let links = common::links();
    let page = html_page(paragraph, &provenance, &links, lang);
    let mut cells = from_html(&page);
    let plain = squeezed(&text(paragraph, &provenance, lang));
    let mut rest = plain.as_str();
    for (anchor, line) in &figures {
        let shown = cells.get_mut(anchor).unwrap_or_else(|| panic!("{anchor} is not on the page"));
        assert_eq!(shown.remove(0), line.text, "{anchor}");
        let wanted = squeezed(&line.text);
        let found =
            rest.find(&wanted).unwrap_or_else(|| panic!("{anchor}: {wanted} is not in the text, in order"));
        rest = &rest[found + wanted.len()..];
        let link = format!("href=\"{}{anchor}\"", links.figure_base);
        assert_eq!(page.contains(&link), !line.entries.is_empty(), "{anchor}");
    }
    let left: Vec<_> = cells.into_values().flatten().collect();
    assert!(left.iter().all(|text| text == "–"), "only on the page: {left:?}");
    assert_eq!(left.len(), paragraph.tables().map(blanks).sum::<usize>());
}

/// How many cells of a table say that nothing belongs there: those of a column of which no cell says anything are left out, unless
/// it is a year.
fn blanks(table: &Table) -> usize {
    let of_column =
        |place: usize| table.rows.iter().filter(|row| row.cells[place].value == Value::None).count();
    let columns = table.columns.iter().enumerate().map(|(place, column)| (of_column(place), column));
    let shown =
        columns.filter(|(blank, column)| matches!(column, ColumnId::Year(_)) || *blank < table.rows.len());
    shown.map(|(blank, _)| blank).sum()
}

fn clone(line: &Line) -> Line {
    Line {
        kind: line.kind.clone(),
        cents: line.cents.clone(),
        qualifier: line.qualifier.clone(),
        certainty: line.certainty.clone(),
        text: line.text.clone(),
        entries: line.entries.clone(),
    }
}

/// The digits of the cents are the digits people read; a figure without cents shows no zero amount.
fn shows_its_cents(line: &Line) {
    let Ok(cents) = line.cents.parse::<i64>() else {
        assert!(line.cents.is_empty());
        return;
    };
    let euros = (cents.unsigned_abs() / 100).to_string();
    let rest = format!("{:02}", cents.unsigned_abs() % 100);
    let digits: String = line.text.chars().filter(char::is_ascii_digit).collect();
    assert!(digits.contains(&euros), "{line:?}");
    assert!(rest == "00" || digits.contains(&format!("{euros}{rest}")), "{line:?}");
    assert!(cents >= 0 || line.text.contains('-'), "{line:?}");
}

#[test]
fn the_sample_agrees() {
    for lang in Lang::ALL {
        check(&common::sample::paragraph(), lang);
        books::check(&common::sample::paragraph(), lang);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_paragraph_agrees(paragraph in common::generate::paragraph()) {
        check(&paragraph, Lang::Nl);
        check(&paragraph, Lang::En);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    /// Fewer: a workbook is written four times and read twice for each.
    #[test]
    fn any_workbook_agrees(paragraph in common::generate::paragraph()) {
        books::check(&paragraph, Lang::Nl);
    }
}
