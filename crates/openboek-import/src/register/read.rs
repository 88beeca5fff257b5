//! From the bytes of a register to its rows, each with what it says or why it cannot be read.

use std::collections::BTreeSet;

use openboek_rules::statement::Periodicity;
use openboek_rules::{BudgetYear, Cents, SubsidyId, Text, YearSpan};

use super::columns::{Field, Layout};
use super::findings::*;
use super::text::{dossier, fitting, is_misread, words};
use super::{Footer, Numbers, Settings, together};
use crate::decimal;
use crate::finding::{Finding, Kind, Place, Severity};
use crate::plan::{Outcome, RowOutcome};
use crate::source::Source;
use crate::table::{Cell, Delimited, Quoting, Row, Table, delimited, workbook};

/// Who a row says receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// An organisation, by name.
    Named(Text),
    /// A masked natural person.
    Masked,
    /// The cell is empty.
    Unsaid,
}

/// What a cell says of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Money {
    /// There is no such column: nothing to compare with.
    Unsaid,
    /// There is an amount, but it is not known.
    Unknown,
    /// Not decided yet.
    Undecided,
    /// An amount, zero too.
    Exact(Cents),
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dossier {
    pub(super) subsidy: SubsidyId,
    pub(super) row: u64,
    pub(super) who: Who,
    pub(super) regulation: Option<Text>,
    pub(super) policy_area: Option<Text>,
    pub(super) unit: Option<Text>,
    pub(super) activities: Option<Text>,
    pub(super) periodicity: Option<Periodicity>,
    pub(super) asked: Money,
    pub(super) awarded: Money,
    pub(super) determined: Money,
    pub(super) years: YearSpan,
    /// Whether the register lists it; `None` when the file says that it is in no register.
    pub(super) listed: Option<bool>,
}

/// A register as read.
pub(super) struct Register {
    pub(super) sheet: Option<String>,
    /// Every row in order; those of dossiers stand as [`Outcome::Unchanged`] until they are compared.
    pub(super) rows: Vec<RowOutcome>,
    pub(super) dossiers: Vec<Dossier>,
    /// Every dossier number that could be read, also in rows that could not.
    pub(super) seen: BTreeSet<SubsidyId>,
    /// Whether nothing is missing as far as the file shows.
    pub(super) whole: bool,
    pub(super) findings: Vec<Finding>,
}

/// Reads a register.
///
/// # Errors
/// What there is to say when nothing of it can be used.
pub(super) fn read(source: Source<'_>, settings: &Settings) -> Result<Register, Vec<Finding>> {
    let (tables, findings) = tables(source, settings).map_err(|finding| vec![finding])?;
    let found = Layout::find(source.name, &tables, &settings.columns);
    let (number, layout) = match found {
        Ok(found) => found,
        Err(finding) => return Err(findings.into_iter().chain([finding]).collect()),
    };
    let Some(table) = tables.into_iter().nth(number) else { return Err(findings) };
    let reported = findings.iter().filter(|finding| finding.kind.severity == Severity::LeftOut);
    let mut reader = Reader {
        file: source.name,
        settings,
        layout: &layout,
        unreadable: reported.filter_map(|finding| finding.place.row).collect(),
        counted: 0,
        footer: None,
        misread: Vec::new(),
        other_words: Vec::new(),
        register: Register {
            sheet: table.sheet.clone(),
            rows: Vec::with_capacity(table.rows.len()),
            dossiers: Vec::new(),
            seen: BTreeSet::new(),
            whole: true,
            findings,
        },
    };
    for (at, row) in table.rows.iter().enumerate() {
        let outcome = if at <= layout.at { Outcome::Structure } else { reader.row(row) };
        reader.register.rows.push(RowOutcome { sheet: table.sheet.clone(), row: row.number, outcome });
    }
    Ok(reader.finish())
}

fn tables(source: Source<'_>, settings: &Settings) -> Result<(Vec<Table>, Vec<Finding>), Finding> {
    if source.bytes.starts_with(b"PK") {
        return workbook(source);
    }
    let separator = settings.separator.unwrap_or_else(|| separator(source.bytes));
    let (rows, findings) = delimited(source, Delimited { separator, quoting: Quoting::Double })?;
    Ok((vec![Table { sheet: None, rows }], findings))
}

/// The separator that the first line that is not blank holds most.
fn separator(bytes: &[u8]) -> u8 {
    let line = bytes.split(|b| *b == b'\n').find(|line| line.iter().any(|b| !b.is_ascii_whitespace()));
    let count = |mark: u8| line.unwrap_or_default().iter().filter(|b| **b == mark).count();
    [b';', b'\t', b','].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

struct Reader<'a> {
    file: &'a str,
    settings: &'a Settings,
    layout: &'a Layout,
    /// Rows that a finding leaves out already.
    unreadable: BTreeSet<u64>,
    /// How many rows are no structure.
    counted: u64,
    /// The row of the footer, and the number it names.
    footer: Option<(u64, u64)>,
    /// Rows with misread characters.
    misread: Vec<u64>,
    /// Rows that say neither once nor periodic.
    other_words: Vec<u64>,
    register: Register,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row) -> Outcome {
        if is_structure(row) {
            return Outcome::Structure;
        }
        if let Some(count) = footer(row) {
            self.footer = Some((row.number, count));
            return Outcome::Structure;
        }
        self.counted += 1;
        if self.unreadable.contains(&row.number) {
            self.register.whole = false;
            return Outcome::LeftOut;
        }
        match self.dossier(row) {
            Some(dossier) if self.is_asked(&dossier) => {
                self.register.dossiers.push(dossier);
                Outcome::Unchanged
            }
            Some(_) => Outcome::NotAsked,
            None => Outcome::LeftOut,
        }
    }

    fn is_asked(&self, dossier: &Dossier) -> bool {
        let Some(areas) = &self.settings.policy_areas else { return true };
        dossier.policy_area.as_ref().is_some_and(|area| areas.contains(area.as_str()))
    }

    fn dossier(&mut self, row: &Row) -> Option<Dossier> {
        let extra = row.cells.iter().skip(self.layout.width).any(|cell| !cell.is_empty());
        // A workbook leaves out empty cells at the end of a row; in text a missing cell is a missing separator.
        if extra || (self.register.sheet.is_none() && row.cells.len() < self.layout.width) {
            self.register.whole = false;
            let expected = format!("{} cellen", self.layout.width);
            return self.left_out(CELLS, row, None, &format!("{} cellen", row.cells.len()), &expected);
        }
        if row.cells.iter().any(|cell| is_misread(&cell.shown())) {
            self.misread.push(row.number);
        }
        let number = self.words(row, Field::Dossier);
        let Some(subsidy) =
            dossier(&self.settings.prefix, &number).filter(|_| number.chars().any(char::is_alphanumeric))
        else {
            self.register.whole = false;
            return self.left_out(NO_DOSSIER, row, Some(Field::Dossier), "", "een nummer");
        };
        if !self.register.seen.insert(subsidy.clone()) {
            return self.left_out(DOSSIER_TWICE, row, Some(Field::Dossier), &number, "");
        }
        let years = self.years(row)?;
        Some(Dossier {
            subsidy,
            row: row.number,
            who: self.who(row),
            regulation: self.text(row, Field::Regulation),
            policy_area: self.text(row, Field::PolicyArea),
            unit: self.text(row, Field::Unit),
            activities: self.text(row, Field::Activities),
            periodicity: self.periodicity(row),
            asked: self.money(row, Field::Asked)?,
            awarded: self.money(row, Field::Awarded)?,
            determined: self.money(row, Field::Determined)?,
            years,
            listed: self.listed(row),
        })
    }

    fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.layout.place(field).and_then(|place| row.cells.get(place)).unwrap_or(EMPTY)
    }

    fn words(&self, row: &Row, field: Field) -> String {
        words(&self.cell(row, field).shown())
    }

    fn text(&mut self, row: &Row, field: Field) -> Option<Text> {
        let words = self.words(row, field);
        if words.is_empty() {
            return None;
        }
        let (text, shortened) = fitting(&words);
        if shortened {
            self.note(TEXT_LONG, row, Some(field), &words, &format!("{} bytes", Text::MAX_BYTES));
        }
        text
    }

    fn who(&mut self, row: &Row) -> Who {
        match self.text(row, Field::Recipient) {
            None => {
                self.note(NO_RECIPIENT, row, Some(Field::Recipient), "", "een naam");
                Who::Unsaid
            }
            Some(name) if self.settings.is_masked(name.as_str()) => Who::Masked,
            Some(name) => Who::Named(name),
        }
    }

    fn periodicity(&mut self, row: &Row) -> Option<Periodicity> {
        match self.words(row, Field::Periodicity).to_lowercase().as_str() {
            "" => None,
            "eenmalig" | "incidenteel" => Some(Periodicity::Once),
            "periodiek" | "jaarlijks" | "structureel" => Some(Periodicity::Periodic),
            _ => {
                self.other_words.push(row.number);
                None
            }
        }
    }

    fn listed(&self, row: &Row) -> Option<bool> {
        if self.layout.place(Field::Listed).is_none() {
            return Some(true);
        }
        match self.words(row, Field::Listed).to_lowercase().as_str() {
            "" => None,
            "nee" => Some(false),
            _ => Some(true),
        }
    }

    fn years(&mut self, row: &Row) -> Option<YearSpan> {
        let words = self.words(row, Field::Years);
        let year = |text: &str| BudgetYear::new(text.trim().parse().ok()?).ok();
        let span = match words.split_once(['-', '–', '/']) {
            Some((first, last)) => {
                year(first).zip(year(last)).and_then(|(first, last)| YearSpan::new(first, last).ok())
            }
            None => year(&words).map(YearSpan::one),
        };
        span.or_else(|| self.left_out(YEAR, row, Some(Field::Years), &words, "2020"))
    }

    fn money(&mut self, row: &Row, field: Field) -> Option<Money> {
        if self.layout.place(field).is_none() {
            return Some(Money::Unsaid);
        }
        let words = self.words(row, field);
        let said = words.to_lowercase();
        if said.is_empty() || said == "null" {
            return Some(Money::Undecided);
        }
        if UNKNOWN.contains(&said.as_str()) {
            return Some(Money::Unknown);
        }
        let amount = match (self.cell(row, field), self.settings.numbers) {
            (Cell::Number(stored), _) => decimal::english(stored).and_then(|a| decimal::cents_near(&a)),
            (Cell::Text(_), Numbers::Dutch) => decimal::dutch(&words).and_then(|a| decimal::cents(&a)),
            (Cell::Text(_), Numbers::English) => decimal::english(&words).and_then(|a| decimal::cents(&a)),
            _ => None,
        };
        match amount {
            None => self.left_out(AMOUNT, row, Some(field), &words, self.settings.numbers.example()),
            Some(cents) if cents < Cents::ZERO => {
                self.left_out(AMOUNT_NEGATIVE, row, Some(field), &words, "0 of meer")
            }
            Some(cents) => Some(Money::Exact(cents)),
        }
    }

    fn place(&self, row: &Row, field: Option<Field>) -> Place {
        let mut place = Place::row(self.file, self.register.sheet.as_deref(), row.number);
        place.column = field.and_then(|field| self.layout.heading(field));
        place
    }

    fn note(&mut self, kind: &'static Kind, row: &Row, field: Option<Field>, found: &str, expected: &str) {
        let place = self.place(row, field);
        self.register.findings.push(Finding::new(kind, place, found, expected));
    }

    /// Notes why a row is left out.
    fn left_out<T>(
        &mut self,
        kind: &'static Kind,
        row: &Row,
        field: Option<Field>,
        found: &str,
        expected: &str,
    ) -> Option<T> {
        self.note(kind, row, field, found, expected);
        None
    }

    fn finish(mut self) -> Register {
        let counted = self.counted;
        match self.footer {
            Some((row, named)) if named != counted => {
                self.register.whole = false;
                let place = Place::row(self.file, self.register.sheet.as_deref(), row);
                let (found, expected) = (named.to_string(), counted.to_string());
                self.register.findings.push(Finding::new(FOOTER_DIFFERS, place, &found, &expected));
            }
            None if self.settings.footer == Footer::Expected => {
                self.register.whole = false;
                let place = Place { file: self.file.to_owned(), ..Place::default() };
                let expected = format!("({counted} rows affected)");
                self.register.findings.push(Finding::new(FOOTER_MISSING, place, "", &expected));
            }
            _ => {}
        }
        for (kind, rows) in [(CHARACTERS, &self.misread), (PERIODICITY, &self.other_words)] {
            let sheet = self.register.sheet.as_deref();
            self.register.findings.extend(together(self.file, sheet, kind, rows));
        }
        self.register
    }
}

/// How a register says that an amount exists but is not known.
const UNKNOWN: [&str; 4] = ["n.n.b.", "nnb", "pm", "onbekend"];

/// A blank row, or the dashes under the headings.
fn is_structure(row: &Row) -> bool {
    row.cells.iter().all(|cell| cell.shown().chars().all(|c| c == '-' || c.is_whitespace()))
        && !row.cells.iter().any(|cell| cell.shown().trim() == "-")
}

/// The number of `(14402 rows affected)`, which stands alone in its row.
fn footer(row: &Row) -> Option<u64> {
    let mut cells = row.cells.iter().filter(|cell| !cell.is_empty());
    let (first, others) = (cells.next()?, cells.next());
    let shown = first.shown();
    let inner = shown.trim().strip_prefix('(')?.strip_suffix(')')?;
    let (count, words) = inner.split_once(' ')?;
    let known = matches!(words, "rows affected" | "row affected" | "rows" | "rijen" | "rij");
    count.parse().ok().filter(|_| known && others.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        Row { number: 1, hidden: false, cells: cells.iter().map(|cell| Cell::of_text(cell)).collect() }
    }

    #[test]
    fn what_is_no_dossier_is_known_by_its_form() {
        for (cells, structure, count) in [
            (&["", "", ""][..], true, None),
            (&["-----", "---", "--"], true, None),
            (&["-", "", ""], false, None),
            (&["(14402 rows affected)", "", ""], false, Some(14_402)),
            (&["(1 rij)"], false, Some(1)),
            (&["(14402 rows affected)", "x"], false, None),
            (&["(Particulier)", "", ""], false, None),
        ] {
            assert_eq!((is_structure(&row(cells)), footer(&row(cells))), (structure, count), "{cells:?}");
        }
        assert_eq!(
            [separator(b"a;b,c;d"), separator(b"\n a,b\n;;;;"), separator(b"a\tb")],
            [b';', b',', b'\t']
        );
    }
}
