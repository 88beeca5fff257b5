//! Subsidy registers: one, or a series of stands whose differences are events.
//!
//! A register shows what stands on a day: who asked, what was awarded, what was fixed. It does not say when or why. So what is new in it
//! becomes a decision without a ground, dated between the stand before and this one; the ground that the law asks for becomes a signal.
//! A dossier that is gone is not withdrawn: domain 11 and 12 say why.
//!
//! A natural person that the register masks stays masked: a pseudonym made of the dossier's number, and no text of the applicant's own.

mod columns;
mod compare;
mod findings;
mod held;
mod read;
mod text;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use openboek_rules::{Organ, OrganisationId, Stream, SubsidyId, Text};

pub use columns::{Columns, Field};
pub use findings::KINDS;
pub use write::write;

use crate::finding::{Finding, Kind, Place};
use crate::history::Held;
use crate::plan::{Outcome, Plan, RowOutcome};
use crate::source::Source;
use compare::Compare;
use findings::*;
use held::Ledger;

/// In what form a register writes amounts as text. Numbers of a workbook have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// `1234.56`, `.00`.
    English,
    /// `1.234,56`.
    Dutch,
}

impl Numbers {
    /// What an amount looks like.
    const fn example(self) -> &'static str {
        match self {
            Self::English => "1234.56",
            Self::Dutch => "1.234,56",
        }
    }
}

/// Whether the file ends with the number of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footer {
    /// It should: `(14402 rows affected)`. Without it nobody knows whether the file is whole.
    Expected,
    /// It need not; when it is there it is checked.
    Optional,
}

/// How a register is read, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Who keeps the register and gives the subsidies: `GM0363`.
    pub giver: OrganisationId,
    /// Which organ decides on them.
    pub organ: Organ,
    /// The stream the statements are in.
    pub stream: Stream,
    /// The name of the register. Stands of one register have one name.
    pub register: Text,
    /// The day whose stand the file shows.
    pub stand: Date,
    /// The headings.
    pub columns: Columns,
    /// Between cells of text; `None` takes what the first line has most of `,`, tab and `;`.
    pub separator: Option<u8>,
    /// The form of amounts in text.
    pub numbers: Numbers,
    /// Whether the file ends with a count.
    pub footer: Footer,
    /// What stands in the place of a natural person's name; case does not count.
    pub masked: Vec<String>,
    /// The policy areas that are asked for, as the register words them; `None` for all.
    pub policy_areas: Option<BTreeSet<String>>,
    /// What stands before each dossier number in the ledger, where two registers use the same numbers.
    pub prefix: String,
}

impl Settings {
    /// For a register as Amsterdam publishes it.
    #[must_use]
    pub fn new(giver: OrganisationId, stream: Stream, register: Text, stand: Date) -> Self {
        Self {
            giver,
            organ: Organ::Executive,
            stream,
            register,
            stand,
            columns: Columns::default(),
            separator: None,
            numbers: Numbers::English,
            footer: Footer::Expected,
            masked: MASKED.map(str::to_owned).to_vec(),
            policy_areas: None,
            prefix: String::new(),
        }
    }

    fn is_masked(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.masked.iter().any(|masked| masked.to_lowercase() == name)
    }

    /// What tells one register from another.
    fn key(&self) -> (Text, OrganisationId) {
        (self.register.clone(), self.giver.clone())
    }
}

/// What registers write in the place of a person's name; an export writes the first.
const MASKED: [&str; 4] = ["(Particulier)", "Particulier", "Natuurlijk persoon", "(Natuurlijk persoon)"];

/// The day in the name of a file, when there is exactly one: `subsidies-2019-06-11-6a97e96.csv`.
#[must_use]
pub fn stand_of(name: &str) -> Option<Date> {
    let days: BTreeSet<Date> = (0..name.len())
        .filter(|at| !name.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit())))
        .filter_map(|at| name.get(at..at.checked_add(10)?)?.parse().ok())
        .collect();
    days.first().copied().filter(|_| days.len() == 1)
}

/// What a register gives rise to beside what the ledger holds.
///
/// The order of the proposals is that of the file; dossiers that are gone come last. A file of the same register that is older than what
/// is held is unusable, and one that is not whole makes no dossier disappear.
#[must_use]
pub fn plan(source: Source<'_>, settings: &Settings, held: &[Held]) -> Plan {
    let mut read = match read::read(source, settings) {
        Ok(read) => read,
        Err(findings) => return Plan { findings, ..Plan::default() },
    };
    let ledger = Ledger::of(held);
    if let Some(last) = ledger.stands.get(&settings.key()).filter(|last| **last > settings.stand) {
        let place = Place { file: source.name.to_owned(), ..Place::default() };
        let older = Finding::new(OLDER, place, &settings.stand.to_string(), &last.to_string());
        let rows = read.rows.into_iter().map(|row| RowOutcome { outcome: Outcome::LeftOut, ..row }).collect();
        return Plan { rows, findings: vec![older], ..Plan::default() };
    }
    let mut compare = Compare::new(settings, source, ledger);
    let mut outcomes: BTreeMap<u64, Outcome> = BTreeMap::new();
    for dossier in &read.dossiers {
        let outcome = compare.dossier(dossier).unwrap_or_else(|(kind, found, expected)| {
            let place = Place::row(source.name, read.sheet.as_deref(), dossier.row);
            read.findings.push(Finding::new(kind, place, &found, &expected));
            Outcome::LeftOut
        });
        outcomes.insert(dossier.row, outcome);
    }
    for row in &mut read.rows {
        row.outcome = outcomes.remove(&row.row).unwrap_or(row.outcome);
    }
    let said_gone = read.dossiers.iter().filter(|dossier| dossier.listed == Some(false));
    let said_gone: BTreeSet<SubsidyId> = said_gone.map(|dossier| dossier.subsidy.clone()).collect();
    let gone = gone(&compare, &read.seen, &said_gone, settings);
    if read.whole {
        for subsidy in &gone {
            compare.gone(subsidy);
        }
    } else if !gone.is_empty() {
        let first: Vec<&str> = gone.iter().take(5).map(SubsidyId::as_str).collect();
        let place = Place { file: source.name.to_owned(), ..Place::default() };
        let found = format!("{}: {}", gone.len(), first.join(", "));
        read.findings.push(Finding::new(VANISH_WITHHELD, place, &found, ""));
    }
    for (kind, rows) in [(UNMASKED, &compare.unmasked), (PERSON_PROJECTS, &compare.projects)] {
        read.findings.extend(together(source.name, read.sheet.as_deref(), kind, rows));
    }
    // In the order of the file; what is about all of it comes first.
    read.findings.sort_by_key(|finding| finding.place.row);
    Plan { rows: read.rows, proposals: compare.proposals, findings: read.findings }
}

/// What a series of stands gives rise to, in the order in which they are given: each beside what the ones before it leave.
///
/// One plan, so that the series is recorded as a whole or not at all; when one stand is unusable nothing of the series is proposed. With
/// several stands each row names its file, where a row of a workbook names its sheet.
#[must_use]
pub fn series(stands: &[(Source<'_>, Settings)], held: &[Held]) -> Plan {
    let (mut held, mut all) = (held.to_vec(), Plan::default());
    for (source, settings) in stands {
        let next = plan(*source, settings, &held);
        let usable = !next.is_unusable();
        // Their positions are not known yet; nothing here reads them.
        let proposed = next.proposals.iter().map(|proposal| proposal.statement.clone());
        held.extend(proposed.map(|statement| Held { index: u64::MAX, statement }));
        let several = stands.len() > 1;
        all.rows
            .extend(next.rows.into_iter().map(|row| if several { of_file(source.name, row) } else { row }));
        all.proposals.extend(next.proposals);
        all.findings.extend(next.findings);
        if !usable {
            return all.without_proposals();
        }
    }
    all
}

/// A row with the name of its file.
fn of_file(file: &str, row: RowOutcome) -> RowOutcome {
    let named = match &row.sheet {
        Some(sheet) => format!("{file}, blad {sheet}"),
        None => file.to_owned(),
    };
    RowOutcome { sheet: Some(named), ..row }
}

/// The dossiers of this register that the ledger holds as listed and the file does not, or says that are gone.
fn gone(
    compare: &Compare<'_>,
    seen: &BTreeSet<SubsidyId>,
    said_gone: &BTreeSet<SubsidyId>,
    settings: &Settings,
) -> Vec<SubsidyId> {
    let key = settings.key();
    let listed = compare.ledger.subsidies.iter().filter(|(_, known)| known.listed == Some(true));
    let ours = listed.filter(|(_, known)| known.register.as_ref() == Some(&key));
    ours.map(|(id, _)| id).filter(|id| !seen.contains(*id) || said_gone.contains(*id)).cloned().collect()
}

/// One finding for many rows: the first, and how many.
fn together(file: &str, sheet: Option<&str>, kind: &'static Kind, rows: &[u64]) -> Option<Finding> {
    let first = rows.first()?;
    Some(Finding::new(kind, Place::row(file, sheet, *first), &format!("{} rijen", rows.len()), ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_stand_is_in_the_name_of_its_file() {
        for (name, expected) in [
            ("subsidies-2019-06-11-6a97e96.csv", Some("2019-06-11")),
            ("register 2020-03-09.xlsx", Some("2020-03-09")),
            ("register-2020.csv", None),
            ("2019-06-11 tot 2019-07-29.csv", None),
            ("register-2019-13-11.csv", None),
            ("nr-12019-06-11.csv", None),
            ("é2019-06-1", None),
        ] {
            assert_eq!(stand_of(name).map(|day| day.to_string()).as_deref(), expected, "{name}");
        }
    }
}
