//! Own spreadsheets: budgets, amendments, actuals and accounts in whatever layout a municipality has them, read with a [`Mapping`].

mod findings;
mod held;
mod mapping;
mod rows;

use std::collections::BTreeMap;

use openboek_rules::statement::{BudgetLine, LineKey};
use openboek_rules::{Text, UncertainDate};

use crate::finding::{Finding, Place};
use crate::history::Held;
use crate::plan::{Outcome, Plan, RowOutcome};
use crate::source::Source;
use crate::table::{self, Delimited, Quoting, Row, Table};

pub use findings::KINDS;
pub use mapping::{AmountColumn, Columns, Mapping, Numbers, Report, Settings, Unit};

use findings::{NO_LINES, NO_SHEET, THOUSANDS, TOO_MANY_LINES, TWICE};
use rows::{Read, Reader};

/// Lines in one budget at most: what one statement holds.
const LINES: usize = 2_000;

/// A line with the row it stands in.
#[derive(Clone, Debug)]
struct Found {
    line: BudgetLine,
    row: u64,
}

/// What the file says, before it is compared with the ledger.
struct Sheet<'a> {
    source: Source<'a>,
    settings: &'a Settings,
    name: Option<String>,
    plan: Plan,
    lines: Vec<Found>,
}

/// What a spreadsheet would record.
///
/// A budget or accounts that the ledger does not hold is one statement with all lines. One that it holds becomes a correction when lines
/// differ; an amendment holds only the lines that differ from what stands; actuals of another day are a new report.
#[must_use]
pub fn plan(source: Source<'_>, settings: &Settings, held: &[Held]) -> Plan {
    let mut sheet = Sheet { source, settings, name: None, plan: Plan::default(), lines: Vec::new() };
    match sheet.read() {
        Ok(()) => {
            sheet.drop_twice();
            if let Err(finding) = sheet.compare(held) {
                sheet.refuse(finding);
            }
        }
        Err(finding) => sheet.refuse(finding),
    }
    sheet.plan
}

impl Sheet<'_> {
    /// Reads the lines; every row gets an outcome.
    fn read(&mut self) -> Result<(), Finding> {
        let (tables, mut findings) = tables(self.source, &self.settings.mapping)?;
        let chosen = self.choose(&tables)?;
        self.name.clone_from(&tables[chosen].sheet);
        // What is odd about the form of other sheets is nothing to whoever imports this one.
        findings.retain(|finding| finding.place.sheet.is_none() || finding.place.sheet == self.name);
        self.plan.findings = findings;
        for (place, table) in tables.iter().enumerate() {
            for row in &table.rows {
                let outcome = if place == chosen { Outcome::Structure } else { Outcome::NotAsked };
                self.plan.rows.push(RowOutcome { sheet: table.sheet.clone(), row: row.number, outcome });
            }
        }
        self.read_rows(&tables[chosen].rows)
    }

    fn read_rows(&mut self, rows: &[Row]) -> Result<(), Finding> {
        let mapping = &self.settings.mapping;
        let heading = rows.iter().find(|row| row.number == mapping.header);
        let reader = Reader::new(self.settings, heading).map_err(|(found, expected)| {
            let place = Place::row(self.source.name, self.name.as_deref(), mapping.header);
            Finding::new(findings::NO_COLUMN, place, &found, &expected)
        })?;
        let broken: Vec<u64> = self.left_out().collect();
        for row in rows.iter().filter(|row| row.number > mapping.header) {
            if broken.contains(&row.number) {
                self.set(row.number, Outcome::LeftOut);
                continue;
            }
            match reader.read(row) {
                Read::Structure => {}
                Read::Total(found) => {
                    self.set(row.number, Outcome::NotAsked);
                    self.note(findings::TOTAL, row.number, None, &found, "");
                }
                Read::Lines(lines) => {
                    self.set(row.number, Outcome::Recorded);
                    self.lines.extend(lines.into_iter().map(|line| Found { line, row: row.number }));
                }
                Read::Faults(faults) => {
                    self.set(row.number, Outcome::LeftOut);
                    for fault in faults {
                        self.note(fault.kind, row.number, Some(fault.column), &fault.found, &fault.expected);
                    }
                }
            }
        }
        if mapping.unit == Unit::Thousands {
            self.note(THOUSANDS, mapping.header, None, "x € 1.000", "");
        }
        Ok(())
    }

    /// The sheet that the mapping means.
    fn choose(&self, tables: &[Table]) -> Result<usize, Finding> {
        let mapping = &self.settings.mapping;
        let names: Vec<&str> = tables.iter().filter_map(|table| table.sheet.as_deref()).collect();
        let found = match &mapping.sheet {
            Some(name) => {
                tables.iter().position(|table| table.sheet.is_none() || table.sheet.as_ref() == Some(name))
            }
            None if tables.len() == 1 => Some(0),
            None => None,
        };
        found.ok_or_else(|| {
            let place = Place { file: self.source.name.to_owned(), ..Place::default() };
            Finding::new(
                NO_SHEET,
                place,
                mapping.sheet.as_deref().unwrap_or("geen blad genoemd"),
                &names.join(", "),
            )
        })
    }

    /// A line that is there twice is not recorded, nor is its other: which of them holds is not ours to say.
    fn drop_twice(&mut self) {
        let mut rows = BTreeMap::<LineKey, Vec<u64>>::new();
        for found in &self.lines {
            rows.entry(found.line.key.clone()).or_default().push(found.row);
        }
        let twice: Vec<(LineKey, Vec<u64>)> = rows.into_iter().filter(|(_, rows)| rows.len() > 1).collect();
        for (key, rows) in twice {
            let others = rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            for row in rows {
                // Lines of the same row fall with it: a row has one outcome.
                self.lines.retain(|found| found.row != row);
                self.set(row, Outcome::LeftOut);
                self.note(TWICE, row, None, &format!("{} (rijen {others})", held::name_of(&key)), "één keer");
            }
        }
    }

    fn compare(&mut self, held: &[Held]) -> Result<(), Finding> {
        if self.lines.len() > LINES {
            let (found, expected) = (self.lines.len().to_string(), format!("hoogstens {LINES}"));
            return Err(self.finding(TOO_MANY_LINES, &found, &expected));
        }
        if self.lines.is_empty() {
            return Err(self.finding(NO_LINES, "0", ""));
        }
        held::compare(self, held)
    }

    /// Nothing of the file is recorded.
    fn refuse(&mut self, finding: Finding) {
        self.plan.findings.push(finding);
        self.plan.proposals.clear();
        for row in self.plan.rows.iter_mut().filter(|row| row.outcome == Outcome::Recorded) {
            row.outcome = Outcome::LeftOut;
        }
    }

    fn set(&mut self, row: u64, outcome: Outcome) {
        let name = self.name.clone();
        let place = self.plan.rows.iter_mut().find(|known| known.row == row && known.sheet == name);
        if let Some(known) = place {
            known.outcome = outcome;
        }
    }

    fn note(
        &mut self,
        kind: &'static crate::finding::Kind,
        row: u64,
        column: Option<String>,
        found: &str,
        expected: &str,
    ) {
        let place = Place { column, ..Place::row(self.source.name, self.name.as_deref(), row) };
        self.plan.findings.push(Finding::new(kind, place, found, expected));
    }

    fn finding(&self, kind: &'static crate::finding::Kind, found: &str, expected: &str) -> Finding {
        let place = Place { file: self.source.name.to_owned(), sheet: self.name.clone(), ..Place::default() };
        Finding::new(kind, place, found, expected)
    }

    /// Rows that a finding about the form leaves out.
    fn left_out(&self) -> impl Iterator<Item = u64> + '_ {
        let left_out =
            self.plan.findings.iter().filter(|finding| finding.kind.severity == crate::Severity::LeftOut);
        left_out.filter_map(|finding| finding.place.row)
    }

    /// The file as the paper behind what is recorded.
    fn act(&self) -> openboek_rules::Act {
        let mut act = self.settings.act.clone();
        if let Ok(title) = Text::new(self.source.name) {
            let place = self.name.as_deref().and_then(|name| Text::new(&format!("blad {name}")).ok());
            let organisation = Some(act.organisation.clone());
            act.documents.push(self.source.document(title, organisation, UncertainDate::Unknown, place));
        }
        act
    }
}

/// The tables of a file: a workbook by its content, or one of text.
fn tables(source: Source<'_>, mapping: &Mapping) -> Result<(Vec<Table>, Vec<Finding>), Finding> {
    if source.bytes.starts_with(b"PK") || source.bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return table::workbook(source);
    }
    let form = Delimited { separator: mapping.separator, quoting: Quoting::Double };
    let (rows, findings) = table::delimited(source, form)?;
    Ok((vec![Table { sheet: None, rows }], findings))
}
