//! The importers, each with how it is called.

use openboek_import::circular::{self, Circular};
use openboek_import::population::{self, Component, Key};
use openboek_import::sheet::{AmountColumn, Columns, Mapping, Numbers, Report, Unit};
use openboek_import::{Finding, Held, Plan, Source, iv3, register, sheet};
use openboek_rules::statement::{KeyBasis, LeadingLevel, Nature, Side};
use openboek_rules::{
    Act, AllocationKeyId, BasisPoints, BudgetYear, Organ, OrganisationId, Stream, Text, UncertainDate,
    YearSpan,
};

use crate::seeds::{self, Given};

/// An importer with its settings filled in.
pub(crate) struct Importer {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it reads: one file, or several that are given together.
    pub(crate) fixtures: fn() -> Vec<Given>,
    /// The same out of `../shared/data`; empty when that is not there.
    pub(crate) shared: fn() -> Vec<Given>,
    /// The plan of files.
    pub(crate) plan: fn(&[Source<'_>], &[Held]) -> Plan,
    /// Codes of findings that speak for several rows: said once, however many rows are left out because of it.
    pub(crate) for_many: &'static [&'static str],
}

/// All of them.
pub(crate) const IMPORTERS: &[Importer] = &[
    Importer {
        name: "sheet",
        fixtures: || seeds::each("sheet"),
        shared: Vec::new,
        plan: sheet,
        for_many: &[],
    },
    Importer {
        name: "sheet-of-iv3",
        fixtures: || seeds::of(&[&["iv3/begroting.csv"]]),
        shared: seeds::shared_iv3,
        plan: sheet_of_iv3,
        for_many: &[],
    },
    Importer {
        name: "iv3",
        fixtures: || seeds::of(&[&["iv3/begroting.csv"]]),
        shared: seeds::shared_iv3,
        plan: iv3,
        for_many: IV3_FOR_MANY,
    },
    Importer {
        name: "iv3-delivery",
        fixtures: || seeds::of(&[&["iv3/levering.json"]]),
        shared: seeds::shared_iv3_as_deliveries,
        plan: iv3,
        for_many: IV3_FOR_MANY,
    },
    Importer {
        name: "register",
        fixtures: || seeds::each("register"),
        shared: seeds::shared_registers,
        plan: register,
        for_many: &[],
    },
    Importer {
        name: "register-series",
        fixtures: || seeds::of(&[&["register/register-2019-06-11.csv", "register/register-2019-07-29.csv"]]),
        shared: seeds::shared_register_pairs,
        plan: register_series,
        for_many: &[],
    },
    Importer {
        name: "circular",
        fixtures: || seeds::of(&[seeds::CIRCULAR]),
        shared: seeds::shared_circulars,
        plan: circular,
        // Both rows of a municipality are left out for what is wrong in one of them.
        for_many: &["circular-cell", "circular-municipality-missing", "circular-too-large"],
    },
    Importer {
        name: "population",
        fixtures: || seeds::each("population"),
        shared: seeds::shared_population,
        plan: population,
        for_many: &[],
    },
];

/// Unknown codes and names are said once; what is there twice is said where it is the second time; what was not delivered is said once
/// for each municipality.
const IV3_FOR_MANY: &[&str] =
    &["iv3-unknown-code", "iv3-unknown-municipality", "iv3-twice", "iv3-no-delivery", "iv3-too-many-lines"];

fn year(year: i64) -> BudgetYear {
    BudgetYear::new(year).unwrap()
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

fn settings(of: i64, mapping: Mapping) -> sheet::Settings {
    let (holder, year) = (Stream::new("GM0505").unwrap(), year(of));
    sheet::Settings { mapping, report: Report::Budget, holder, year, act: act() }
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

fn sheet(files: &[Source<'_>], held: &[Held]) -> Plan {
    let columns = Columns {
        taakveld: "Taakveld".to_owned(),
        programme: Some("Programma".to_owned()),
        nature: Some("Aard".to_owned()),
        explanation: Some("Toelichting".to_owned()),
        ..Columns::default()
    };
    sheet::plan(files[0], &settings(2025, mapping(3, columns)), held)
}

/// Another layout, with English numbers in thousands: one municipality of an Iv3 file.
fn sheet_of_iv3(files: &[Source<'_>], held: &[Held]) -> Plan {
    let programme = Some("Gemeenten".to_owned());
    let columns = Columns { taakveld: "Taakveld".to_owned(), programme, ..Columns::default() };
    let mapping = Mapping { unit: Unit::Thousands, numbers: Numbers::English, ..mapping(1, columns) };
    sheet::plan(files[0], &settings(2023, mapping), held)
}

fn iv3(files: &[Source<'_>], held: &[Held]) -> Plan {
    iv3::plan(files[0], &iv3::Settings::new(year(2023), iv3::Report::Budget), held)
}

/// The settings of a stand; the day is in the name of its file.
fn stand(file: &Source<'_>) -> register::Settings {
    let giver = OrganisationId::new("GM0363").unwrap();
    let (stream, name) = (Stream::new("GM0363").unwrap(), Text::new("Subsidieregister").unwrap());
    register::Settings::new(giver, stream, name, register::stand_of(file.name).unwrap())
}

fn register(files: &[Source<'_>], held: &[Held]) -> Plan {
    register::plan(files[0], &stand(&files[0]), held)
}

fn register_series(files: &[Source<'_>], held: &[Held]) -> Plan {
    let stands: Vec<_> = files.iter().map(|file| (*file, stand(file))).collect();
    register::series(&stands, held)
}

/// The last file lists factors; one that cannot be read is a plan with what there is to say.
fn circular(files: &[Source<'_>], held: &[Held]) -> Plan {
    let [weights, volumes, siudu, published, factors] = files else { panic!("{} files", files.len()) };
    let (circular, year) = (Circular::parse("M2023").unwrap(), year(2024));
    let factor = match circular::listed(*factors, circular, year) {
        Ok(factor) => factor,
        Err(findings) => return unread(findings),
    };
    let settings = circular::Settings {
        circular,
        year,
        factor,
        volumes: *volumes,
        siudu: *siudu,
        published: Some(*published),
        municipalities: Vec::new(),
        giver: OrganisationId::new("rijk").unwrap(),
    };
    circular::plan(*weights, &settings, held)
}

fn unread(findings: Vec<Finding>) -> Plan {
    assert!(!findings.is_empty(), "a factor that is not found needs a word");
    Plan { findings, ..Plan::default() }
}

/// Inhabitants as a fact, and a key that divides by them.
fn population(files: &[Source<'_>], held: &[Held]) -> Plan {
    let on = UncertainDate::parse("2025-01-01").unwrap();
    let component = Component {
        column: "Inwonertal".to_owned(),
        basis: KeyBasis::Inhabitants,
        description: None,
        weight: BasisPoints::new(10_000).unwrap(),
        reference_date: on.clone(),
    };
    let key = Key {
        key: AllocationKeyId::new("inwoners").unwrap(),
        description: Text::new("Naar het aantal inwoners").unwrap(),
        years: YearSpan::new(year(2026), year(2027)).unwrap(),
        leading: LeadingLevel::Whole,
        components: vec![component],
    };
    let settings = population::Settings {
        organisation: OrganisationId::new("region").unwrap(),
        organ: Organ::ExecutiveBoard,
        date: UncertainDate::Unknown,
        title: Text::new("Inwonertal per gemeente").unwrap(),
        counted_on: Some(on),
        column: String::new(),
        key: Some(key),
    };
    population::plan(files[0], &settings, held)
}
