//! Iv3 (*informatie voor derden*): the budgets and accounts that every municipality gives to CBS, per taakveld.
//!
//! Two forms: the CSV of all municipalities in thousands of euros, a row for each municipality and taakveld; and the JSON that one
//! municipality delivers, in whole euros and per category (domain 3.9). What they say is recorded as it was published: an amount on a
//! code that is forbidden, sides that do not balance and amounts below zero are facts, and each is said once, by name.
//!
//! Choices, for figures that say less than a budget does:
//!
//! - The amounts are rounded, and stay so: `rounded_to` is € 1.000 for the CSV, € 1 for the JSON.
//! - Iv3 does not say what is incidental. Lines are structural; changes of reserves are incidental, as they nearly always are
//!   (domain 2.3).
//! - The category column of the CSV (`L1.1`) is a part of its *Lasten*: it is not recorded, since it would count twice.
//! - A zero is recorded as a zero. A row that the JSON leaves out is a zero too, and a row that the CSV lacks says nothing.
//! - Figures that were published again are a correction of what was recorded, not an amendment of the council. A report of actuals
//!   takes the place of an earlier one by itself.

mod checks;
mod compare;
mod delivery;
mod findings;
mod read_csv;
mod read_json;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeSet;

use openboek_rules::{Body, BudgetYear, MunicipalityCode, UncertainDate};

use crate::finding::{Finding, Place};
use crate::history::Held;
use crate::plan::Plan;
use crate::source::Source;
use delivery::File;

pub use findings::KINDS;
pub use write::{Difference, Export, Sender, csv, json};

/// What the figures are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// *Begroting*.
    Budget,
    /// *Jaarrekening*.
    Accounts,
    /// *Kwartaallevering*: what was realised from 1 January up to this day.
    Actuals(UncertainDate),
}

impl Report {
    /// Its Dutch word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Budget => "begroting",
            Self::Accounts => "jaarrekening",
            Self::Actuals(_) => "realisatie",
        }
    }
}

/// What is asked of a file, which does not say it all itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The year of the figures; it decides which code list holds.
    pub year: BudgetYear,
    /// What they are.
    pub report: Report,
    /// The municipalities that are asked for; `None` asks for all that are members.
    pub municipalities: Option<BTreeSet<MunicipalityCode>>,
    /// When the councils decided; a file of many municipalities seldom knows.
    pub decided: UncertainDate,
}

impl Settings {
    /// All members, without a date of the decision.
    #[must_use]
    pub const fn new(year: BudgetYear, report: Report) -> Self {
        Self { year, report, municipalities: None, decided: UncertainDate::Unknown }
    }
}

/// What an Iv3 file would record: a budget, accounts or actuals for each municipality; a correction where the ledger holds other figures.
#[must_use]
pub fn plan(source: Source<'_>, settings: &Settings, held: &[Held]) -> Plan {
    let members = members(held);
    let asked = |code: MunicipalityCode| {
        members.contains(&code) && settings.municipalities.as_ref().is_none_or(|only| only.contains(&code))
    };
    let json = source.bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    let read = if json { read_json::read } else { read_csv::read };
    let mut file = match read(source, settings, &asked) {
        Ok(file) => file,
        Err(finding) => return Plan { findings: vec![finding], ..Plan::default() },
    };
    absent(&mut file, settings, &members);
    checks::of_municipalities(&mut file, settings);
    let proposals = compare::with(&mut file, settings, held);
    file.findings.sort_by_key(|finding| finding.place.row);
    Plan { rows: file.rows, proposals, findings: file.findings }
}

/// The municipalities whose streams are open.
fn members(held: &[Held]) -> BTreeSet<MunicipalityCode> {
    let mut members = BTreeSet::new();
    for held in held {
        match &held.statement.body {
            Body::ArrangementFounded(body) => members.extend(body.members.iter().map(|member| member.code)),
            Body::MemberJoined(body) => drop(members.insert(body.member.code)),
            _ => {}
        }
    }
    members
}

/// Members that are asked for and not in the file, and municipalities of the file that are no members.
fn absent(file: &mut File<'_>, settings: &Settings, members: &BTreeSet<MunicipalityCode>) {
    let wanted = settings.municipalities.as_ref().unwrap_or(members);
    let lacking: Vec<MunicipalityCode> =
        wanted.iter().filter(|code| !file.deliveries.contains_key(*code)).copied().collect();
    for code in lacking.into_iter().filter(|code| members.contains(code)) {
        let place = Place { file: file.source.name.to_owned(), ..Place::default() };
        file.findings.push(Finding::new(findings::MEMBER_ABSENT, place, &delivery::name(code), ""));
    }
    if !file.strangers.is_empty() {
        let place = Place { file: file.source.name.to_owned(), ..Place::default() };
        let found = format!("{} gemeenten", file.strangers.len());
        file.findings.push(Finding::new(findings::NO_MEMBERS, place, &found, ""));
    }
}
