//! What a file says, in whatever form, before it is compared with the ledger.

use std::collections::{BTreeMap, BTreeSet};

use openboek_rules::statement::{BudgetLine, LineKey, Nature, Side};
use openboek_rules::{BudgetYear, Category, Cents, MunicipalityCode, Taakveld};

use super::findings::TWICE;
use crate::finding::{Finding, Kind, Place};
use crate::municipality;
use crate::plan::{Outcome, RowOutcome};
use crate::source::Source;

/// What tells one amount of a delivery from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) taakveld: Taakveld,
    pub(super) side: Side,
    pub(super) category: Option<Category>,
}

impl Key {
    /// For people: `6.72a lasten`, with the category where there is one.
    pub(super) fn name(&self) -> String {
        let side = side_word(self.side);
        match &self.category {
            Some(category) => format!("{} {side} {category}", self.taakveld),
            None => format!("{} {side}", self.taakveld),
        }
    }

    /// The line of a budget that it is.
    pub(super) fn line(&self, year: BudgetYear, amount: Cents) -> BudgetLine {
        let reserve = matches!(self.taakveld.as_str(), "0.10" | "980");
        let key = LineKey {
            taakveld: self.taakveld.clone(),
            year,
            side: self.side,
            nature: if reserve { Nature::Incidental } else { Nature::Structural },
            category: self.category.clone(),
            programme: None,
        };
        BudgetLine { key, amount, explanation: None }
    }
}

/// An amount with the row it stands in, by its place in [`File::rows`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) amount: Cents,
    pub(super) at: usize,
}

/// What one municipality delivered.
#[derive(Clone, Debug, Default)]
pub(super) struct Delivery {
    /// Amounts as they are read.
    pub(super) found: Vec<(Key, Said)>,
    /// Amounts that are there once.
    pub(super) lines: BTreeMap<Key, Said>,
    /// Its rows, by their places in [`File::rows`].
    pub(super) rows: Vec<usize>,
    /// Codes of which something could not be read: what the ledger holds of them stays.
    pub(super) unread: BTreeSet<Taakveld>,
    /// Whether a code is left out that no list has: then the sides say nothing about each other.
    pub(super) lacks: bool,
    /// Where it delivered nothing: words for people.
    pub(super) nothing: Vec<String>,
}

/// A file as it was read.
pub(super) struct File<'a> {
    pub(super) source: Source<'a>,
    pub(super) rows: Vec<RowOutcome>,
    /// Of the municipalities that are asked for.
    pub(super) deliveries: BTreeMap<MunicipalityCode, Delivery>,
    /// Municipalities of the file that are no members.
    pub(super) strangers: BTreeSet<MunicipalityCode>,
    pub(super) rounded_to: Cents,
    /// Whether a line that is not there is a zero.
    pub(super) absent_is_zero: bool,
    pub(super) findings: Vec<Finding>,
}

impl<'a> File<'a> {
    pub(super) fn new(source: Source<'a>, rounded_to: Cents, absent_is_zero: bool) -> Self {
        Self {
            source,
            rows: Vec::new(),
            deliveries: BTreeMap::new(),
            strangers: BTreeSet::new(),
            rounded_to,
            absent_is_zero,
            findings: Vec::new(),
        }
    }

    /// Adds a row and gives its place.
    pub(super) fn row(&mut self, sheet: Option<&str>, row: u64, outcome: Outcome) -> usize {
        self.rows.push(RowOutcome { sheet: sheet.map(str::to_owned), row, outcome });
        self.rows.len() - 1
    }

    /// Says something about a row.
    pub(super) fn note(
        &mut self,
        kind: &'static Kind,
        at: usize,
        column: Option<&str>,
        found: &str,
        expected: &str,
    ) {
        let row = self.rows.get(at);
        let place = Place {
            file: self.source.name.to_owned(),
            sheet: row.and_then(|row| row.sheet.clone()),
            row: row.map(|row| row.row),
            column: column.map(str::to_owned),
        };
        self.findings.push(Finding::new(kind, place, found, expected));
    }

    /// Makes lines of what was read. A line that is there twice is recorded neither time: which of them holds is not ours to say. A row
    /// that gives no line is left out.
    pub(super) fn settle(&mut self) {
        let mut deliveries = std::mem::take(&mut self.deliveries);
        for (municipality, delivery) in &mut deliveries {
            let mut times: BTreeMap<Key, Vec<Said>> = BTreeMap::new();
            for (key, said) in std::mem::take(&mut delivery.found) {
                times.entry(key).or_default().push(said);
            }
            for (key, said) in times {
                if let [only] = said[..] {
                    delivery.lines.insert(key, only);
                } else {
                    let second = said.get(1).map_or(0, |said| said.at);
                    self.note(
                        TWICE,
                        second,
                        None,
                        &format!("{} {}", name(*municipality), key.name()),
                        "één keer",
                    );
                    delivery.unread.insert(key.taakveld);
                }
            }
            let giving: BTreeSet<usize> = delivery.lines.values().map(|said| said.at).collect();
            for at in &delivery.rows {
                self.set(*at, if giving.contains(at) { Outcome::Recorded } else { Outcome::LeftOut });
            }
        }
        self.deliveries = deliveries;
    }

    pub(super) fn set(&mut self, at: usize, outcome: Outcome) {
        if let Some(row) = self.rows.get_mut(at) {
            row.outcome = outcome;
        }
    }
}

/// The name of a municipality, or its code where the data has no name.
pub(super) fn name(code: MunicipalityCode) -> String {
    municipality::name_of(code).map_or_else(|| code.to_string(), str::to_owned)
}

pub(super) const fn side_word(side: Side) -> &'static str {
    match side {
        Side::Income => "baten",
        Side::Expenditure => "lasten",
    }
}

/// Cents as euros for people: `€ -1.234` or `€ 0,50`.
pub(super) fn euros(cents: i128) -> String {
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    let sign = if cents < 0 { "-" } else { "" };
    if rest == 0 { format!("€ {sign}{grouped}") } else { format!("€ {sign}{grouped},{rest:02}") }
}
