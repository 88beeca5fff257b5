//! From a file to the numbers of the members.

use std::collections::BTreeMap;

use bigdecimal::{BigDecimal, ToPrimitive};
use openboek_rules::MunicipalityCode;
use openboek_rules::statement::KeyBasis;

use super::kinds;
use crate::decimal;
use crate::finding::{Finding, Kind, Place, Severity};
use crate::municipality::code_of;
use crate::plan::{Outcome, RowOutcome};
use crate::source::Source;
use crate::table::{Cell, Delimited, Quoting, Row, delimited};

/// Headings of a column with the code of a municipality, then of one with its name.
const CODES: [&str; 5] = ["gemeentecode", "code", "gm-code", "gm", "cbs"];
const NAMES: [&str; 5] = ["gemeenten", "gemeente", "gemeentenaam", "naam", "regio"];

/// A column that is asked for, and what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Headings it may have, in lower case.
    pub(super) headings: Vec<String>,
    pub(super) basis: KeyBasis,
}

/// The numbers of one member, by column.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    pub(super) row: u64,
    pub(super) values: Vec<Option<u64>>,
}

/// What the file says, with what becomes of its rows so far.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) file: String,
    pub(super) rows: BTreeMap<u64, Outcome>,
    pub(super) findings: Vec<Finding>,
    pub(super) members: BTreeMap<MunicipalityCode, Numbers>,
}

impl Read {
    pub(super) fn say(
        &mut self,
        kind: &'static Kind,
        row: Option<u64>,
        column: Option<&str>,
        found: &str,
        expected: &str,
    ) {
        let place = Place { file: self.file.clone(), sheet: None, row, column: column.map(str::to_owned) };
        self.findings.push(Finding::new(kind, place, found, expected));
    }

    /// A row that could not be read is left out, whatever else it may seem to be.
    fn leave_out(&mut self) {
        let left_out = |finding: &&Finding| finding.kind.severity == Severity::LeftOut;
        let rows: Vec<u64> =
            self.findings.iter().filter(left_out).filter_map(|finding| finding.place.row).collect();
        self.rows.extend(rows.into_iter().map(|row| (row, Outcome::LeftOut)));
    }

    /// The rows in order.
    pub(super) fn outcomes(&self) -> Vec<RowOutcome> {
        self.rows
            .iter()
            .map(|(row, outcome)| RowOutcome { sheet: None, row: *row, outcome: *outcome })
            .collect()
    }

    /// Whether nothing can be done with it.
    pub(super) fn is_unusable(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind.severity == Severity::Unusable)
    }
}

/// Reads the wanted columns of the members.
pub(super) fn read(
    source: Source<'_>,
    wanted: &[Wanted],
    members: &BTreeMap<MunicipalityCode, &str>,
) -> Read {
    let mut read = Read { file: source.name.to_owned(), ..Read::default() };
    match delimited(source, form(source.bytes)) {
        Ok((rows, findings)) => {
            read.findings = findings;
            read.rows = rows.iter().map(|row| (row.number, Outcome::Structure)).collect();
            take_in(&mut read, &rows, wanted, members);
            read.leave_out();
        }
        Err(finding) => read.findings.push(finding),
    }
    read
}

/// Tabs, semicolons or commas: what the first line has. Between tabs nothing is quoted.
fn form(bytes: &[u8]) -> Delimited {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match b"\t;".iter().find(|separator| line.contains(separator)) {
        Some(b'\t') => Delimited { separator: b'\t', quoting: Quoting::None },
        Some(separator) => Delimited { separator: *separator, quoting: Quoting::Double },
        None => Delimited { separator: b',', quoting: Quoting::Double },
    }
}

fn take_in(read: &mut Read, rows: &[Row], wanted: &[Wanted], members: &BTreeMap<MunicipalityCode, &str>) {
    if members.is_empty() {
        return read.say(kinds::NOBODY, None, None, "", "");
    }
    let Some((head, others)) = rows.split_first() else {
        return read.say(kinds::HEADING, None, None, "", "");
    };
    let Some(columns) = Columns::find(head, wanted) else {
        let expected: Vec<&str> =
            wanted.iter().filter_map(|column| Some(column.headings.first()?.as_str())).collect();
        let found: Vec<&str> = (0..head.cells.len()).map(|column| text(head, column)).collect();
        return read.say(kinds::HEADING, Some(head.number), None, &found.join(", "), &expected.join(", "));
    };
    let names: BTreeMap<String, MunicipalityCode> =
        members.iter().map(|(code, name)| (name.to_lowercase(), *code)).collect();
    for row in others {
        columns.row(read, row, wanted, |code, name| known(code, name, members, &names));
    }
    for (code, name) in members {
        if !read.members.contains_key(code) {
            read.say(kinds::MISSING, None, None, "", &format!("{name} ({code})"));
        }
    }
}

/// A member by its code in whatever form the file has, or else by its name: in any spelling of the data, which tells Bergen in
/// Limburg from Bergen in Noord-Holland, or as the ledger has it.
fn known(
    code: &str,
    name: &str,
    members: &BTreeMap<MunicipalityCode, &str>,
    names: &BTreeMap<String, MunicipalityCode>,
) -> Option<MunicipalityCode> {
    let code = if code.is_empty() {
        code_of(name).or_else(|| names.get(&name.trim().to_lowercase()).copied())
    } else {
        code_of(&code.to_uppercase())
    };
    code.filter(|code| members.contains_key(code))
}

fn text(row: &Row, column: usize) -> &str {
    match row.cells.get(column) {
        Some(Cell::Text(text) | Cell::Number(text) | Cell::Error(text)) => text.trim(),
        _ => "",
    }
}

struct Columns {
    code: Option<usize>,
    name: Option<usize>,
    values: Vec<usize>,
}

impl Columns {
    fn find(head: &Row, wanted: &[Wanted]) -> Option<Self> {
        let headings: Vec<String> =
            (0..head.cells.len()).map(|column| text(head, column).to_lowercase()).collect();
        let place = |name: &str| headings.iter().position(|heading| heading == name);
        let code = CODES.iter().find_map(|name| place(name));
        let name = NAMES.iter().find_map(|name| place(name));
        let value = |column: &Wanted| column.headings.iter().find_map(|heading| place(heading));
        let values = wanted.iter().map(value).collect::<Option<_>>()?;
        (code.is_some() || name.is_some()).then_some(Self { code, name, values })
    }

    fn row(
        &self,
        read: &mut Read,
        row: &Row,
        wanted: &[Wanted],
        known: impl Fn(&str, &str) -> Option<MunicipalityCode>,
    ) {
        let cell = |column: Option<usize>| column.map(|column| text(row, column)).unwrap_or_default();
        let (code, name) = (cell(self.code), cell(self.name));
        if code.is_empty() && name.is_empty() {
            return;
        }
        read.rows.insert(row.number, Outcome::NotAsked);
        let Some(municipality) = known(code, name) else { return };
        read.rows.insert(row.number, Outcome::Unchanged);
        let who = if name.is_empty() { code } else { name };
        let mut values = Vec::new();
        for (column, wanted) in self.values.iter().zip(wanted) {
            let found = text(row, *column);
            let value = whole(found, wanted.basis);
            if value.is_none() {
                read.rows.insert(row.number, Outcome::LeftOut);
                let heading = wanted.headings.first().map(String::as_str);
                read.say(kinds::NOT_WHOLE, Some(row.number), heading, &format!("{who}: {found}"), "");
            }
            values.push(value);
        }
        if read.members.insert(municipality, Numbers { row: row.number, values }).is_some() {
            read.say(kinds::TWICE, Some(row.number), None, who, "");
        }
    }
}

/// A number of people, or cents where a key counts in cents.
fn whole(found: &str, basis: KeyBasis) -> Option<u64> {
    let number = decimal::dutch(found).or_else(|| decimal::english(found))?;
    let number = match basis {
        KeyBasis::FundingShare | KeyBasis::FixedAmount => number * BigDecimal::from(100),
        _ => number,
    };
    number.is_integer().then(|| number.to_u64()).flatten()
}
