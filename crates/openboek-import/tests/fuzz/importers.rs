//! The importers, each with files that it reads.

use std::path::{Path, PathBuf};

use openboek_import::sheet::{AmountColumn, Columns, Mapping, Numbers, Report, Settings, Unit};
use openboek_import::{Plan, Source, sheet};
use openboek_rules::statement::{Nature, Side};
use openboek_rules::{Act, BudgetYear, Organ, OrganisationId, Stream, UncertainDate};

/// An importer with its settings filled in.
pub(crate) struct Importer {
    /// Its name.
    pub(crate) name: &'static str,
    /// Files that it reads.
    pub(crate) fixtures: fn() -> Vec<(String, Vec<u8>)>,
    /// Folder of `../shared/data` with more of them.
    pub(crate) shared: Option<&'static str>,
    /// The plan of a file, on an empty ledger.
    pub(crate) plan: fn(&str, &[u8]) -> Plan,
}

/// All of them.
pub(crate) const IMPORTERS: &[Importer] = &[
    Importer { name: "sheet", fixtures: || fixtures("sheet"), shared: None, plan: sheet },
    Importer { name: "sheet-of-iv3", fixtures: iv3_as_sheet, shared: Some("iv3"), plan: sheet_of_iv3 },
];

/// The project's own files of an importer.
fn fixtures(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    files(&folder, &["csv", "ods", "xlsx", "json"])
}

/// Real files, when they are there. Only those that are small enough to be changed thousands of times.
pub(crate) fn shared(importer: &Importer) -> Vec<(String, Vec<u8>)> {
    let Some(folder) = importer.shared else { return Vec::new() };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(folder);
    if !folder.is_dir() {
        eprintln!("../shared/data is not there: {} runs on its own fixtures only", importer.name);
        return Vec::new();
    }
    let mut files = files(&folder, &["csv", "json"]);
    files.retain(|(_, bytes)| bytes.len() < 1 << 20);
    files
}

fn files(folder: &Path, forms: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|form| forms.iter().any(|known| form == *known)));
    paths.sort();
    paths.into_iter().map(|path| (path.display().to_string(), std::fs::read(&path).unwrap())).collect()
}

fn act() -> Act {
    Act {
        organisation: OrganisationId::new("GM0505").unwrap(),
        organ: Organ::Council,
        date: UncertainDate::Unknown,
        documents: Vec::new(),
        legal_basis: Vec::new(),
        note: None,
    }
}

fn settings(year: i64, mapping: Mapping) -> Settings {
    let (holder, year) = (Stream::new("GM0505").unwrap(), BudgetYear::new(year).unwrap());
    Settings { mapping, report: Report::Budget, holder, year, act: act() }
}

fn mapping(header: u64, columns: Columns) -> Mapping {
    let column =
        |column: &str, side| AmountColumn { column: column.to_owned(), side: Some(side), year: None };
    Mapping {
        separator: b';',
        sheet: Some("Begroting".to_owned()),
        header,
        columns,
        amounts: vec![column("Lasten", Side::Expenditure), column("Baten", Side::Income)],
        nature: Some(Nature::Structural),
        unit: Unit::Euro,
        numbers: Numbers::Dutch,
        totals: vec!["totaal".to_owned()],
    }
}

fn sheet(name: &str, bytes: &[u8]) -> Plan {
    let columns = Columns {
        taakveld: "Taakveld".to_owned(),
        programme: Some("Programma".to_owned()),
        nature: Some("Aard".to_owned()),
        explanation: Some("Toelichting".to_owned()),
        ..Columns::default()
    };
    sheet::plan(Source { name, bytes }, &settings(2025, mapping(3, columns)), &[])
}

/// Another layout, with English numbers in thousands: one municipality of an Iv3 file.
fn sheet_of_iv3(name: &str, bytes: &[u8]) -> Plan {
    let programme = Some("Gemeenten".to_owned());
    let columns = Columns { taakveld: "Taakveld".to_owned(), programme, ..Columns::default() };
    let mapping = Mapping { unit: Unit::Thousands, numbers: Numbers::English, ..mapping(1, columns) };
    sheet::plan(Source { name, bytes }, &settings(2023, mapping), &[])
}

fn iv3_as_sheet() -> Vec<(String, Vec<u8>)> {
    let text = "Gemeenten;Taakveld;Baten;Lasten\nVoorbeeld;6.1 Samenkracht en burgerparticip..  ;12.0;345.0\n\
                Voorbeeld;6.3 Inkomensregelingen;1000.0;1204.0\nVoorbeeld;0.11 Resultaat van de rekening van ..;;-5.0\n";
    vec![("iv3".to_owned(), text.as_bytes().to_vec())]
}
