//! XLSX and ODS, read back by another library, hold the figures of the CSV.

use std::io::{Cursor, Read as _};

use calamine::{Data, Ods, Range, Reader, Xlsx};
use openboek_documents::{Lang, Links, Provenance, csv, ods, xlsx};
use openboek_views::model::Paragraph;

use crate::common;

/// A workbook as another library reads it.
#[derive(Debug, PartialEq)]
struct Read {
    sheets: Vec<(String, Range<Data>)>,
}

impl Read {
    fn of<R>(mut book: R) -> Self
    where
        R: Reader<Cursor<Vec<u8>>>,
        R::Error: std::fmt::Debug,
    {
        let names = book.sheet_names();
        let sheet = |name: String| (name.clone(), book.worksheet_range(&name).unwrap());
        Self { sheets: names.into_iter().map(sheet).collect() }
    }

    fn sheet(&self, place_from_end: usize) -> &Range<Data> {
        &self.sheets[self.sheets.len() - 1 - place_from_end].1
    }
}

fn in_xlsx(paragraph: &Paragraph, provenance: &Provenance, links: &Links, lang: Lang) -> Read {
    let bytes = xlsx(paragraph, provenance, links, lang).unwrap();
    assert_eq!(bytes, xlsx(paragraph, provenance, links, lang).unwrap(), "the same twice");
    Read::of(Xlsx::new(Cursor::new(bytes)).unwrap())
}

fn in_ods(paragraph: &Paragraph, provenance: &Provenance, links: &Links, lang: Lang) -> Read {
    let bytes = ods(paragraph, provenance, links, lang).unwrap();
    assert_eq!(bytes, ods(paragraph, provenance, links, lang).unwrap(), "the same twice");
    Read::of(Ods::new(Cursor::new(bytes)).unwrap())
}

/// What a cell says, alike for both: a day is its day, a number its shortest decimals.
fn said(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(day) => day.clone(),
        other => panic!("{other:?}"),
    }
}

/// The cents that a number in a cell stands for.
fn cents(cell: &Data) -> Option<i64> {
    match cell {
        Data::Float(euros) => format!("{euros:.2}").replace('.', "").parse().ok(),
        Data::Int(euros) => Some(euros * 100),
        _ => None,
    }
}

/// One record of the CSV, by name.
fn records(bytes: &[u8]) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = crate::csv_reader(bytes);
    reader.deserialize().map(|record| record.unwrap()).collect()
}

pub(crate) fn check(paragraph: &Paragraph, lang: Lang) {
    let (provenance, links) = (common::provenance(21), absolute());
    let one = in_xlsx(paragraph, &provenance, &links, lang);
    let other = in_ods(paragraph, &provenance, &links, lang);
    assert_eq!(one.sheets.len(), paragraph.sections.len() + 3);
    for ((name, left), (other_name, right)) in one.sheets.iter().zip(&other.sheets) {
        assert_eq!(name, other_name);
        alike(name, left, right);
    }
    let figures = records(&csv(paragraph, &provenance, lang));
    all_figures_are_those_of_the_csv(one.sheet(1), &figures);
    all_figures_are_those_of_the_csv(other.sheet(1), &figures);
    sections_hold_their_amounts(&one, &figures);
}

/// The two forms say the same in every cell.
fn alike(name: &str, left: &Range<Data>, right: &Range<Data>) {
    let end = |range: &Range<Data>| range.end().unwrap();
    let (rows, columns) = (end(left).0.max(end(right).0), end(left).1.max(end(right).1));
    let at = |range: &Range<Data>, row, column| range.get_value((row, column)).map(said).unwrap_or_default();
    for row in 0..=rows {
        for column in 0..=columns {
            assert_eq!(at(left, row, column), at(right, row, column), "{name} {row} {column}");
        }
    }
}

/// Row by row, in order: an amount or a sum with cents is a number of as many cents, and a figure without cents is never a number of euros.
fn all_figures_are_those_of_the_csv(
    sheet: &Range<Data>,
    figures: &[std::collections::BTreeMap<String, String>],
) {
    assert_eq!(sheet.rows().count(), figures.len() + 1);
    let (mut known, mut found) = (0, 0);
    for (row, figure) in sheet.rows().skip(1).zip(figures) {
        let (value, words, entries) = (&row[5], said(&row[6]), said(&row[8]));
        assert_eq!(entries, figure["entries"]);
        let is_money = matches!(figure["kind"].as_str(), "amount" | "sum");
        let of_csv: Option<i64> = figure["cents"].parse().ok().filter(|_| is_money);
        match (is_money, of_csv) {
            (true, Some(in_csv)) => {
                assert_eq!(cents(value), Some(in_csv), "{figure:?} {value:?}");
                known += in_csv;
                found += cents(value).unwrap();
            }
            (true, None) => assert_eq!(said(value), words, "an unknown is words: {figure:?}"),
            (false, _) => {}
        }
        assert!(crate::as_written(&figure["text"]).starts_with(&words), "{figure:?} {words}");
    }
    assert_eq!(known, found);
}

/// The sheets of the sections, which people read, hold the same numbers in the same order.
fn sections_hold_their_amounts(read: &Read, figures: &[std::collections::BTreeMap<String, String>]) {
    let sections = &read.sheets[1..read.sheets.len() - 2];
    let mut shown: Vec<i64> = sections
        .iter()
        .flat_map(|(_, sheet)| sheet.cells().filter_map(|(_, _, cell)| cents(cell)).collect::<Vec<_>>())
        .collect();
    let mut all: Vec<i64> = read.sheet(1).rows().skip(1).filter_map(|row| cents(&row[5])).collect();
    shown.sort_unstable();
    all.sort_unstable();
    assert_eq!(shown, all, "{} figures", figures.len());
}

/// Links as a server with a public address gives them.
fn absolute() -> Links {
    common::links().at("https://boek.example.nl")
}

#[test]
fn text_that_looks_like_a_formula_is_text() {
    use openboek_views::model::{
        Cell, ColumnId, Label, Row, RowRole, Section, SectionId, Table, TableId, Value, Words,
    };
    let dangerous = [
        "=1+1",
        "+31 6",
        "-1+1",
        "@SUM(A1:A9)",
        "=HYPERLINK(\"http://example.org\";\"x\")",
        "=cmd|'/c calc'!A0",
    ];
    let row = |(number, text): (usize, &&str)| Row {
        id: format!("={number}"),
        name: Words::Text((*text).to_owned()),
        role: RowRole::Item,
        cells: vec![Cell { value: Value::Text((*text).to_owned()), sources: vec![1] }],
    };
    let table = Table {
        id: TableId::Documents,
        columns: vec![ColumnId::Named(Label("status"))],
        rows: dangerous.iter().enumerate().map(row).collect(),
    };
    let mut paragraph = common::sample::paragraph();
    paragraph.sections = vec![Section { id: SectionId::Sources, tables: vec![table] }];
    let (provenance, links) = (common::provenance(21), absolute());
    for read in [
        in_xlsx(&paragraph, &provenance, &links, Lang::Nl),
        in_ods(&paragraph, &provenance, &links, Lang::Nl),
    ] {
        for (row, text) in read.sheet(1).rows().skip(1).zip(dangerous) {
            assert_eq!((&row[3], &row[5]), (&Data::String(text.into()), &Data::String(text.into())));
        }
    }
    let bytes = xlsx(&paragraph, &provenance, &links, Lang::Nl).unwrap();
    let sheet = unzipped(&bytes, "xl/worksheets/sheet2.xml");
    assert!(!sheet.contains("<f>"), "no formula in XLSX");
    assert!(unzipped(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
    let bytes = ods(&paragraph, &provenance, &links, Lang::Nl).unwrap();
    assert!(!unzipped(&bytes, "content.xml").contains("table:formula"), "no formula in ODS");
    let table = csv(&paragraph, &provenance, Lang::Nl);
    for (record, text) in records(&table).iter().zip(dangerous) {
        assert_eq!(record["text"], format!("'{text}"));
        assert!(record["row_id"].starts_with("'="));
    }
}

/// A part of a package.
fn unzipped(bytes: &[u8], path: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(path).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_workbook_knows_its_title_language_and_stand() {
    let (paragraph, provenance, links) = (common::sample::paragraph(), common::provenance(21), absolute());
    let bytes = xlsx(&paragraph, &provenance, &links, Lang::Nl).unwrap();
    let (core, custom) = (unzipped(&bytes, "docProps/core.xml"), unzipped(&bytes, "docProps/custom.xml"));
    assert!(core.contains("<dc:title>Paragraaf sociaal domein 2021: Stichtse Vecht</dc:title>"), "{core}");
    assert_eq!(core.matches("2020-11-23T09:15:00Z").count(), 2, "{core}");
    let hash = provenance.last_event_hash.clone().unwrap();
    for wanted in ["nl-NL", "ledger.example.nl/stichtse-vecht", ">21<", hash.as_str()] {
        assert!(custom.contains(wanted), "{wanted}: {custom}");
    }
    let sheet = unzipped(&bytes, "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("state=\"frozen\""), "{sheet}");
    let styles = unzipped(&bytes, "xl/styles.xml");
    assert!(styles.contains("[$€-413] #,##0.00"), "{styles}");

    let bytes = ods(&paragraph, &provenance, &links, Lang::Nl).unwrap();
    assert!(
        bytes[30..].starts_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
        "first, and not packed"
    );
    let meta = unzipped(&bytes, "meta.xml");
    for wanted in [
        "<dc:title>Paragraaf sociaal domein 2021: Stichtse Vecht</dc:title>",
        "<dc:language>nl-NL</dc:language>",
        "<meta:creation-date>2020-11-23T09:15:00Z</meta:creation-date>",
        hash.as_str(),
    ] {
        assert!(meta.contains(wanted), "{wanted}: {meta}");
    }
    let content = unzipped(&bytes, "content.xml");
    let amount = "office:value-type=\"currency\" office:currency=\"EUR\" office:value=\"-31636441.00\"";
    assert!(content.contains(amount), "{content}");
    assert!(content.contains("xlink:href=\"https://boek.example.nl/stichtse-vecht/boeking/2\""), "{content}");
}

#[test]
fn every_part_of_an_ods_is_well_formed_and_in_its_manifest() {
    let (paragraph, provenance) = (common::sample::paragraph(), common::provenance(21));
    let bytes = ods(&paragraph, &provenance, &common::links(), Lang::En).unwrap();
    let archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let manifest = unzipped(&bytes, "META-INF/manifest.xml");
    let names = archive.file_names().map(|name| name.unwrap().into_owned());
    let parts: Vec<String> = names.filter(|name| name.ends_with(".xml")).collect();
    assert_eq!(parts.len(), 5);
    for part in parts.iter().map(String::as_str) {
        let listed = manifest.contains(&format!("manifest:full-path=\"{part}\""));
        assert_eq!(listed, !part.starts_with("META-INF/"), "{part}");
        let text = unzipped(&bytes, part);
        let mut reader = quick_xml::Reader::from_str(&text);
        reader.config_mut().check_end_names = true;
        let mut next = || reader.read_event().unwrap_or_else(|error| panic!("{part}: {error}"));
        while next() != quick_xml::events::Event::Eof {}
    }
    let relative = unzipped(&bytes, "content.xml");
    assert!(!relative.contains("xlink:href"), "a path that leads nowhere from a file is no link");
    assert!(relative.contains("/stichtse-vecht/boeking/"), "but it is printed");
}
