//! Every paragraph of the five cases, as files that the real program writes and another library reads: the sums of every column of every
//! table are the same to the cent in XLSX, ODS, CSV and JSON.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _, open_workbook_auto};
use openboek_tests::program::Failure;
use serde_json::Value as Json;

use crate::cases::{self, ARRANGEMENTS};

/// Sums in cents by table and column, with the number of amounts in each.
type Sums = BTreeMap<(String, String), (i128, usize)>;

fn add(sums: &mut Sums, table: &str, column: &str, cents: i128) {
    let sum = sums.entry((table.to_owned(), column.to_owned())).or_default();
    *sum = (sum.0 + cents, sum.1 + 1);
}

fn of_json(file: &Path) -> Result<Sums, Failure> {
    let root: Json = serde_json::from_slice(&std::fs::read(file)?)?;
    let list = |value: &Json, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let mut sums = Sums::new();
    for table in list(&root, "sections").iter().flat_map(|section| list(section, "tables")) {
        for cell in list(&table, "rows").iter().flat_map(|row| list(row, "cells")) {
            let lines = if cell["kind"] == "list" { list(&cell, "items") } else { vec![cell.clone()] };
            for line in lines.iter().filter(|line| line["kind"] == "amount" || line["kind"] == "sum") {
                if let Some(cents) = line["cents"].as_str() {
                    add(&mut sums, text(&table["id"]), text(&cell["column"]), cents.parse()?);
                }
            }
        }
    }
    Ok(sums)
}

fn text(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

fn of_csv(file: &Path) -> Result<Sums, Failure> {
    let mut sums = Sums::new();
    for record in csv::ReaderBuilder::new().delimiter(b';').from_path(file)?.deserialize() {
        let record: BTreeMap<String, String> = record?;
        if ["amount", "sum"].contains(&record["kind"].as_str()) && !record["cents"].is_empty() {
            add(&mut sums, &record["table"], &record["column"], record["cents"].parse()?);
        }
    }
    Ok(sums)
}

/// The sheet with all figures; an amount is a number whose words have a euro sign.
fn of_workbook(file: &Path) -> Result<Sums, Failure> {
    let sheet = open_workbook_auto(file)?.worksheet_range("Alle cijfers")?;
    let mut sums = Sums::new();
    for row in sheet.rows().skip(1) {
        let (value, words, address) = (&row[5], row[6].to_string(), row[9].to_string());
        let (_, anchor) = address.rsplit_once("cijfer=").ok_or("a figure without an address")?;
        let ((table, _), (_, column)) =
            (anchor.split_once('.').ok_or("no table")?, anchor.rsplit_once('.').ok_or("no column")?);
        match cents(value) {
            Some(cents) if words.contains('€') => add(&mut sums, table, column, cents?),
            None if words.contains("n.n.b.") => assert_eq!(value.to_string(), words, "an unknown is words"),
            _ => {}
        }
    }
    Ok(sums)
}

fn cents(value: &Data) -> Option<Result<i128, std::num::ParseIntError>> {
    match value {
        Data::Float(euros) => Some(format!("{euros:.2}").replace('.', "").parse()),
        Data::Int(euros) => Some(Ok(i128::from(*euros) * 100)),
        _ => None,
    }
}

/// The files that were written, without their endings.
fn names(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let mut names = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let file = file?.path();
        assert_eq!(file.extension().and_then(|ending| ending.to_str()), Some(ending), "{}", file.display());
        names.push(file.with_extension("").file_name().ok_or("no name")?.into());
    }
    names.sort();
    Ok(names)
}

#[test]
fn sums_are_the_same_in_every_form_of_every_paragraph() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let server = cases::served(&folder.path().join("data"), &[])?;
    let forms = [("json", "json"), ("csv", "csv"), ("xlsx", "xlsx"), ("ods", "ods"), ("datapackage", "zip")];
    let mut paragraphs = 0;
    for arrangement in ARRANGEMENTS {
        let at = |form: &str| folder.path().join(arrangement).join(form);
        for (form, _) in forms {
            cases::paragraphs(&server, arrangement, form, &at(form))?;
        }
        let written = names(&at("json"), "json")?;
        for (form, ending) in forms {
            assert_eq!(names(&at(form), ending)?, written, "{arrangement} {form}");
        }
        for name in written {
            let file = |ending: &str| at(ending).join(&name).with_extension(ending);
            let wanted = of_json(&file("json"))?;
            assert_eq!(of_csv(&file("csv"))?, wanted, "{}", name.display());
            assert_eq!(of_workbook(&file("xlsx"))?, wanted, "{}", name.display());
            assert_eq!(of_workbook(&file("ods"))?, wanted, "{}", name.display());
            paragraphs += usize::from(!wanted.is_empty());
        }
    }
    assert!(paragraphs >= 10, "only {paragraphs} paragraphs with amounts");
    Ok(())
}
