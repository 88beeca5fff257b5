//! The CSV form: a row for each municipality and taakveld, in thousands of euros, and a row set "Nederland" to check it with.

use std::collections::{BTreeMap, BTreeSet};

use bigdecimal::BigDecimal;
use openboek_rules::statement::Side;
use openboek_rules::{Cents, CodeList, MunicipalityCode, Taakveld};

use super::Settings;
use super::delivery::{Delivery, File, Key, Said, euros, side_word};
use super::findings::*;
use crate::decimal;
use crate::finding::{Finding, Place};
use crate::municipality;
use crate::plan::Outcome;
use crate::source::Source;
use crate::table::{self, Delimited, Quoting, Row};

/// What CBS writes where a municipality delivered nothing. Only exactly this: -99.997 thousand is an amount.
const NOTHING: i64 = -99_998;

/// Where the columns are.
struct Columns {
    municipality: usize,
    taakveld: usize,
    sides: [(Side, usize, &'static str); 2],
    population: Option<usize>,
    /// Columns of a category, with their headings.
    categories: Vec<(usize, String)>,
}

/// What a cell with an amount says.
enum Read {
    Amount(Cents),
    Nothing,
    Unreadable,
}

/// Sums per taakveld and side in cents, and the population, of the municipalities and of the country.
#[derive(Default)]
struct Country {
    sums: BTreeMap<(String, Side), [i128; 2]>,
    population: [i128; 2],
    /// Names whose population was counted.
    counted: BTreeSet<String>,
    /// The first row of the country.
    first: Option<usize>,
}

/// What was said already, so that it is said once.
#[derive(Default)]
struct Told {
    names: BTreeSet<String>,
    codes: BTreeSet<String>,
    labels: BTreeSet<String>,
}

/// Reads a file in the CSV form.
///
/// # Errors
/// The finding that makes all of it unusable.
pub(super) fn read<'a>(
    source: Source<'a>,
    settings: &Settings,
    asked: &dyn Fn(MunicipalityCode) -> bool,
) -> Result<File<'a>, Finding> {
    let place = || Place { file: source.name.to_owned(), ..Place::default() };
    let Some(list) = CodeList::of(settings.year) else {
        return Err(Finding::new(NO_LIST, place(), &settings.year.to_string(), "2015 of later"));
    };
    let (rows, form) =
        table::delimited(source, Delimited { separator: separator(source), quoting: Quoting::None })?;
    let mut file = File::new(source, Cents::new(100_000).unwrap_or_default(), false);
    file.findings = form;
    let Some((heading, rows)) = rows.split_first() else {
        return Err(Finding::new(NO_COLUMN, place(), "", "Gemeenten, Taakveld, Baten, Lasten"));
    };
    let columns = Columns::of(heading).map_err(|lacking| {
        Finding::new(NO_COLUMN, Place::row(source.name, None, heading.number), &shown(heading), lacking)
    })?;
    let at = file.row(None, heading.number, Outcome::Structure);
    for (_, heading) in &columns.categories {
        file.note(CATEGORY_COLUMN, at, Some(heading), heading, "");
    }
    file.note(ALL_STRUCTURAL, at, None, "", "");
    let mut reader = Reader { list, columns, file, told: Told::default(), country: Country::default() };
    rows.iter().for_each(|row| reader.row(row, asked));
    Ok(reader.finish())
}

/// The separator that the headings stand between.
fn separator(source: Source<'_>) -> u8 {
    let first = source.bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator: u8| first.iter().filter(|byte| **byte == separator).count();
    [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|separator| (count(*separator), *separator == b';'))
        .unwrap_or(b';')
}

fn shown(row: &Row) -> String {
    row.cells.iter().map(|cell| cell.shown().into_owned()).collect::<Vec<_>>().join(";")
}

impl Columns {
    /// The columns by their headings; the heading that is not there.
    fn of(heading: &Row) -> Result<Self, &'static str> {
        let names: Vec<String> = heading.cells.iter().map(|cell| cell.shown().trim().to_owned()).collect();
        let find = |name: &'static str| names.iter().position(|known| known == name).ok_or(name);
        let category = |name: &str| {
            let mut chars = name.chars();
            matches!(chars.next(), Some('L' | 'B')) && chars.next().is_some_and(|c| c.is_ascii_digit())
        };
        let categories = names.iter().enumerate().filter(|(_, name)| category(name));
        Ok(Self {
            municipality: find("Gemeenten").or_else(|_| find("Gemeente"))?,
            taakveld: find("Taakveld")?,
            sides: [(Side::Income, find("Baten")?, "Baten"), (Side::Expenditure, find("Lasten")?, "Lasten")],
            population: find("Inwonertal").ok(),
            categories: categories.map(|(place, name)| (place, name.clone())).collect(),
        })
    }
}

struct Reader<'a> {
    list: &'static CodeList,
    columns: Columns,
    file: File<'a>,
    told: Told,
    country: Country,
}

impl<'a> Reader<'a> {
    /// Reads a row; it gets exactly one outcome.
    fn row(&mut self, row: &Row, asked: &dyn Fn(MunicipalityCode) -> bool) {
        let cell = |place: usize| row.cells.get(place).map(|cell| cell.shown().into_owned());
        if row.cells.iter().all(|cell| cell.shown().trim().is_empty()) {
            self.file.row(None, row.number, Outcome::Structure);
            return;
        }
        let at = self.file.row(None, row.number, Outcome::NotAsked);
        let last = self.columns.sides.iter().map(|(_, place, _)| *place).max().unwrap_or_default();
        let (Some(of), Some(label), Some(_)) =
            (cell(self.columns.municipality), cell(self.columns.taakveld), cell(last))
        else {
            self.file.set(at, Outcome::LeftOut);
            return self.file.note(BROKEN_ROW, at, None, &shown(row), "");
        };
        let of = of.trim().to_owned();
        let code = self.code(at, &label);
        self.count(at, row, &of, &code);
        if of == "Nederland" {
            return;
        }
        let Some(municipality) = municipality::code_of(&of) else {
            self.file.set(at, Outcome::LeftOut);
            if self.told.names.insert(of.clone()) {
                self.file.note(UNKNOWN_MUNICIPALITY, at, Some("Gemeenten"), &of, "");
            }
            return;
        };
        if !asked(municipality) {
            self.file.strangers.insert(municipality);
            return;
        }
        self.delivered(at, row, municipality, &code);
    }

    /// The code of a label: what stands before the first blank. What is odd about the label is said once.
    fn code(&mut self, at: usize, label: &str) -> String {
        if label.ends_with("..") && self.told.labels.insert(format!("cut {label}")) {
            self.file.note(LABEL_CUT, at, Some("Taakveld"), label, "");
        }
        let padded = label.trim() != label || label.contains("  ");
        if padded && self.told.labels.insert(format!("padded {label}")) {
            self.file.note(PADDED, at, Some("Taakveld"), &format!("\"{label}\""), label.trim());
        }
        label.split_whitespace().next().unwrap_or_default().to_owned()
    }

    /// Counts a row for the check against the country.
    fn count(&mut self, at: usize, row: &Row, of: &str, code: &str) {
        let country = of == "Nederland";
        let place = usize::from(country);
        if country {
            self.country.first.get_or_insert(at);
        }
        if self.country.counted.insert(of.to_owned()) {
            let people = self.columns.population.and_then(|place| row.cells.get(place));
            let people = people.and_then(|cell| cell.shown().trim().parse::<u32>().ok());
            self.country.population[place] += people.map_or(0, i128::from);
        }
        for (side, column, _) in self.columns.sides {
            if let Some(Read::Amount(amount)) = row.cells.get(column).map(|cell| read_amount(&cell.shown())) {
                let sums = self.country.sums.entry((code.to_owned(), side)).or_default();
                sums[place] += i128::from(amount.get());
            }
        }
    }

    /// A row of a municipality that is asked for.
    fn delivered(&mut self, at: usize, row: &Row, municipality: MunicipalityCode, code: &str) {
        self.file.deliveries.entry(municipality).or_default().rows.push(at);
        let known = Taakveld::new(code).ok().filter(|code| self.list.name_of(code).is_some());
        let Some(taakveld) = known else {
            self.of(municipality).lacks = true;
            self.file.set(at, Outcome::LeftOut);
            if self.told.codes.insert(code.to_owned()) {
                self.file.note(UNKNOWN_CODE, at, Some("Taakveld"), code, self.list.name);
            }
            return;
        };
        for (side, place, heading) in self.columns.sides {
            let text = row.cells.get(place).map(|cell| cell.shown().into_owned()).unwrap_or_default();
            self.amount(
                at,
                municipality,
                Key { taakveld: taakveld.clone(), side, category: None },
                &text,
                heading,
            );
        }
        for (place, heading) in self.columns.categories.clone() {
            let text = row.cells.get(place).map(|cell| cell.shown().into_owned()).unwrap_or_default();
            if !text.trim().is_empty() && matches!(read_amount(&text), Read::Nothing) {
                self.of(municipality).nothing.push(format!("{taakveld} {heading}"));
            }
        }
    }

    /// One amount of a row.
    fn amount(&mut self, at: usize, municipality: MunicipalityCode, key: Key, text: &str, heading: &str) {
        match read_amount(text) {
            Read::Amount(amount) => self.of(municipality).found.push((key, Said { amount, at })),
            Read::Nothing => {
                self.of(municipality).nothing.push(key.name());
                self.of(municipality).unread.insert(key.taakveld);
            }
            Read::Unreadable => {
                self.of(municipality).unread.insert(key.taakveld);
                self.file.note(
                    NO_AMOUNT,
                    at,
                    Some(heading),
                    text,
                    "een bedrag in duizenden euro's, zoals 9869.0",
                );
            }
        }
    }

    fn of(&mut self, municipality: MunicipalityCode) -> &mut Delivery {
        self.file.deliveries.entry(municipality).or_default()
    }

    fn finish(mut self) -> File<'a> {
        self.file.settle();
        self.check_country();
        self.file
    }

    /// The municipalities of a file that holds them all are together exactly the row set "Nederland".
    fn check_country(&mut self) {
        let Some(at) = self.country.first else { return };
        let [people, all] = self.country.population;
        let municipalities = self.country.counted.len() - 1;
        if people != all || self.columns.population.is_none() {
            let found = format!("{municipalities} gemeenten, {people} inwoners");
            return self.file.note(PARTIAL, at, None, &found, &format!("{all} inwoners"));
        }
        let sums = std::mem::take(&mut self.country.sums);
        for ((code, side), [ours, theirs]) in sums.into_iter().filter(|(_, [ours, theirs])| ours != theirs) {
            let side = side_word(side);
            self.file.note(
                TOTAL_DIFFERS,
                at,
                None,
                &format!("{code} {side}: {}", euros(ours)),
                &euros(theirs),
            );
        }
    }
}

/// A cell in thousands of euros.
fn read_amount(text: &str) -> Read {
    let text = text.trim();
    if text.is_empty() {
        return Read::Nothing;
    }
    match decimal::english(text) {
        Some(number) if number == NOTHING => Read::Nothing,
        Some(number) => {
            decimal::cents(&(number * BigDecimal::from(1_000))).map_or(Read::Unreadable, Read::Amount)
        }
        None => Read::Unreadable,
    }
}
