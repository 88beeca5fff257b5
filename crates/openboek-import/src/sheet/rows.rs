//! From a row to its lines.

use bigdecimal::BigDecimal;
use openboek_rules::statement::{BudgetLine, LineKey, Nature, Side};
use openboek_rules::{BudgetYear, Category, Cents, CodeList, Taakveld, Text};

use super::findings::{
    ACCOUNTS_YEAR, BAD_WORD, CODE_IS_DATE, CODE_IS_NUMBER, DATE_AS_TEXT, FORMULA_ERROR, NO_AMOUNT, NO_CODE,
    PARTS_OF_A_CENT, UNKNOWN_AMOUNT, UNKNOWN_CODE,
};
use super::mapping::{Numbers, Report, Settings, Unit};
use crate::decimal;
use crate::finding::Kind;
use crate::table::{Cell, Row, letters};

/// What a row is.
pub(super) enum Read {
    /// Nothing, or a heading between lines.
    Structure,
    /// A row of totals, with the word that says so.
    Total(String),
    /// Lines: one for each column of amounts that has one.
    Lines(Vec<BudgetLine>),
    /// Lines that cannot be recorded.
    Faults(Vec<Fault>),
}

/// Something wrong in a cell.
pub(super) struct Fault {
    pub(super) kind: &'static Kind,
    pub(super) column: String,
    pub(super) found: String,
    pub(super) expected: String,
}

/// Words for a side, a nature, and an amount that is not known.
const SIDES: &[(&str, Side)] = &[
    ("lasten", Side::Expenditure),
    ("last", Side::Expenditure),
    ("uitgaven", Side::Expenditure),
    ("l", Side::Expenditure),
    ("expenditure", Side::Expenditure),
    ("baten", Side::Income),
    ("baat", Side::Income),
    ("inkomsten", Side::Income),
    ("b", Side::Income),
    ("income", Side::Income),
];
const NATURES: &[(&str, Nature)] = &[
    ("structureel", Nature::Structural),
    ("s", Nature::Structural),
    ("structural", Nature::Structural),
    ("incidenteel", Nature::Incidental),
    ("i", Nature::Incidental),
    ("incidental", Nature::Incidental),
];
const UNKNOWN: &[&str] = &["pm", "p.m.", "n.n.b.", "nnb", "n.v.t.", "nvt", "?", "onbekend"];

/// A column: where it is, and what people call it.
#[derive(Clone)]
struct Column {
    at: usize,
    name: String,
}

/// Reads rows of one layout.
pub(super) struct Reader<'a> {
    settings: &'a Settings,
    list: Option<&'static CodeList>,
    taakveld: Column,
    year: Option<Column>,
    side: Option<Column>,
    nature: Option<Column>,
    category: Option<Column>,
    programme: Option<Column>,
    explanation: Option<Column>,
    amounts: Vec<Column>,
}

impl<'a> Reader<'a> {
    /// Finds the columns in the row of headings; what was looked for and what there is when one is not there.
    pub(super) fn new(settings: &'a Settings, heading: Option<&Row>) -> Result<Self, (String, String)> {
        let cells = heading.map_or(&[][..], |row| &row.cells);
        let mapping = &settings.mapping;
        let columns = &mapping.columns;
        let find = |name: &str| find(cells, name);
        let maybe = |name: &Option<String>| name.as_deref().map(find).transpose();
        Ok(Self {
            settings,
            list: CodeList::of(settings.year),
            taakveld: find(&columns.taakveld)?,
            year: maybe(&columns.year)?,
            side: maybe(&columns.side)?,
            nature: maybe(&columns.nature)?,
            category: maybe(&columns.category)?,
            programme: maybe(&columns.programme)?,
            explanation: maybe(&columns.explanation)?,
            amounts: mapping.amounts.iter().map(|amount| find(&amount.column)).collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn read(&self, row: &Row) -> Read {
        let first = row.cells.iter().find(|cell| !cell.is_empty() && !cell.shown().trim().is_empty());
        if let Some(word) =
            first.map(|cell| cell.shown().trim().to_lowercase()).filter(|word| self.is_total(word))
        {
            return Read::Total(word);
        }
        let filled: Vec<usize> =
            (0..self.amounts.len()).filter(|at| !blank(cell(row, &self.amounts[*at]))).collect();
        if filled.is_empty() {
            // A heading such as "Programma 6" has no amounts; a line of which every amount is blank says nothing either.
            return Read::Structure;
        }
        let mut faults = Vec::new();
        let code = self.code(row, &mut faults);
        let (mut lines, programme) = (Vec::new(), self.words(row, self.programme.as_ref(), &mut faults));
        let (explanation, category) =
            (self.words(row, self.explanation.as_ref(), &mut faults), self.category(row, &mut faults));
        let nature = self.nature(row, &mut faults);
        for at in filled {
            let (side, year) = (self.side(row, at, &mut faults), self.year(row, at, &mut faults));
            let amount = self.amount(row, &self.amounts[at], &mut faults);
            if let (Some(taakveld), Some(nature), Some(side), Some(year), Some(amount)) =
                (&code, nature, side, year, amount)
            {
                let (taakveld, category, programme) = (taakveld.clone(), category.clone(), programme.clone());
                let key = LineKey { taakveld, year, side, nature, category, programme };
                lines.push(BudgetLine { key, amount, explanation: explanation.clone() });
            }
        }
        // The same cell may have been looked at for every amount.
        faults.dedup_by(|a, b| a.column == b.column && a.kind == b.kind);
        if faults.is_empty() { Read::Lines(lines) } else { Read::Faults(faults) }
    }

    fn is_total(&self, word: &str) -> bool {
        let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        self.settings.mapping.totals.iter().any(|total| word.strip_prefix(total.as_str()).is_some_and(ends))
    }

    /// The taakveld: text, or a number when that can only mean one code.
    fn code(&self, row: &Row, faults: &mut Vec<Fault>) -> Option<Taakveld> {
        let column = &self.taakveld;
        let text = match cell(row, column) {
            Cell::Date(date) => {
                return fault(faults, CODE_IS_DATE, column, &date.to_string(), "een code als 6.1, als tekst");
            }
            Cell::Number(number) => {
                let longer = Taakveld::new(&format!("{number}0")).ok();
                if self.list.zip(longer).is_some_and(|(list, code)| list.name_of(&code).is_some()) {
                    return fault(
                        faults,
                        CODE_IS_NUMBER,
                        column,
                        number,
                        &format!("{number} of {number}0, als tekst"),
                    );
                }
                number.clone()
            }
            cell => self.plain(cell, column, faults)?,
        };
        let code = text.split_whitespace().next().unwrap_or_default();
        if code.is_empty() {
            return fault(faults, NO_CODE, column, "", "een taakveld");
        }
        let known = |code: &Taakveld| self.list.is_some_and(|list| list.name_of(code).is_some());
        match Taakveld::new(code).ok().filter(known) {
            Some(code) => Some(code),
            None => {
                let list = self.list.map_or("een codelijst", |list| list.name);
                fault(faults, UNKNOWN_CODE, column, code, &format!("een code van {list}"))
            }
        }
    }

    fn amount(&self, row: &Row, column: &Column, faults: &mut Vec<Fault>) -> Option<Cents> {
        let mapping = &self.settings.mapping;
        let cell = cell(row, column);
        let (number, formula) = match cell {
            Cell::Number(number) => (number.parse::<BigDecimal>().ok(), true),
            Cell::Date(date) => return fault(faults, DATE_AS_TEXT, column, &date.to_string(), "een bedrag"),
            cell => (self.written(&self.plain(cell, column, faults)?), false),
        };
        let Some(number) = number else {
            let found = cell.shown();
            let (kind, expected) = if UNKNOWN.contains(&found.trim().to_lowercase().as_str()) {
                (UNKNOWN_AMOUNT, "een bedrag")
            } else if is_date(&found) {
                (DATE_AS_TEXT, "een bedrag")
            } else {
                (NO_AMOUNT, if mapping.numbers == Numbers::Dutch { "1.234,56" } else { "1,234.56" })
            };
            return fault(faults, kind, column, &found, expected);
        };
        let euros = if mapping.unit == Unit::Thousands { number * BigDecimal::from(1_000) } else { number };
        let cents = if formula { decimal::cents_near(&euros) } else { decimal::cents(&euros) };
        cents.or_else(|| fault(faults, PARTS_OF_A_CENT, column, &cell.shown(), "hele centen"))
    }

    /// A number in text. A dash alone is how budgets print zero.
    fn written(&self, text: &str) -> Option<BigDecimal> {
        if matches!(text.trim(), "-" | "–") {
            return Some(BigDecimal::from(0));
        }
        match self.settings.mapping.numbers {
            Numbers::Dutch => decimal::dutch(text),
            Numbers::English => decimal::english(text),
        }
    }

    fn year(&self, row: &Row, amount: usize, faults: &mut Vec<Fault>) -> Option<BudgetYear> {
        let (year, column) = match &self.year {
            Some(column) => {
                let text = match cell(row, column) {
                    Cell::Date(date) => {
                        return fault(
                            faults,
                            DATE_AS_TEXT,
                            column,
                            &date.to_string(),
                            "een jaar, zoals 2025",
                        );
                    }
                    Cell::Number(number) => match number.split_once('.') {
                        Some((whole, fraction)) if fraction.bytes().all(|b| b == b'0') => whole.to_owned(),
                        _ => number.clone(),
                    },
                    cell => self.plain(cell, column, faults)?,
                };
                match text.trim().parse().ok().and_then(|year| BudgetYear::new(year).ok()) {
                    Some(year) => (year, column),
                    None if is_date(&text) => {
                        return fault(faults, DATE_AS_TEXT, column, &text, "een jaar, zoals 2025");
                    }
                    None => return fault(faults, BAD_WORD, column, &text, "een jaar, zoals 2025"),
                }
            }
            None => (
                self.settings.mapping.amounts[amount].year.unwrap_or(self.settings.year),
                &self.amounts[amount],
            ),
        };
        let first = self.settings.year;
        let last = match self.settings.report {
            Report::Budget | Report::Amendment => first.plus(3).unwrap_or(first),
            Report::Actuals(_) | Report::Accounts => first,
        };
        if (first..=last).contains(&year) {
            return Some(year);
        }
        fault(
            faults,
            ACCOUNTS_YEAR,
            column,
            &year.get().to_string(),
            &format!("{} tot en met {}", first.get(), last.get()),
        )
    }

    fn side(&self, row: &Row, amount: usize, faults: &mut Vec<Fault>) -> Option<Side> {
        match (&self.side, self.settings.mapping.amounts[amount].side) {
            (_, Some(side)) => Some(side),
            (Some(column), None) => self.word(row, column, SIDES, "lasten of baten", faults),
            (None, None) => fault(
                faults,
                BAD_WORD,
                &self.amounts[amount],
                "",
                "een kolom of indeling die lasten of baten zegt",
            ),
        }
    }

    fn nature(&self, row: &Row, faults: &mut Vec<Fault>) -> Option<Nature> {
        let column = self.nature.as_ref().filter(|column| !blank(cell(row, column)));
        match (column, self.settings.mapping.nature) {
            (Some(column), _) => self.word(row, column, NATURES, "structureel of incidenteel", faults),
            (None, Some(nature)) => Some(nature),
            (None, None) => {
                let column = self.nature.clone().unwrap_or_else(|| self.taakveld.clone());
                fault(faults, BAD_WORD, &column, "", "structureel of incidenteel")
            }
        }
    }

    fn word<T: Copy>(
        &self,
        row: &Row,
        column: &Column,
        words: &[(&str, T)],
        expected: &str,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        let text = self.plain(cell(row, column), column, faults)?;
        let wanted = text.trim().to_lowercase();
        let found = words.iter().find(|(word, _)| *word == wanted);
        found.map(|(_, value)| *value).or_else(|| fault(faults, BAD_WORD, column, &text, expected))
    }

    fn category(&self, row: &Row, faults: &mut Vec<Fault>) -> Option<Category> {
        let column = self.category.as_ref().filter(|column| !blank(cell(row, column)))?;
        let text = self.plain(cell(row, column), column, faults)?;
        let code = text.split_whitespace().next().unwrap_or_default();
        Category::new(code)
            .ok()
            .or_else(|| fault(faults, BAD_WORD, column, &text, "een categorie, zoals 3.4.2"))
    }

    fn words(&self, row: &Row, column: Option<&Column>, faults: &mut Vec<Fault>) -> Option<Text> {
        let column = column.filter(|column| !blank(cell(row, column)))?;
        let text = self.plain(cell(row, column), column, faults)?;
        // Words go over lines in a cell; a text of the ledger is one line of at most 4,000 bytes.
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Text::new(&line)
            .ok()
            .or_else(|| fault(faults, BAD_WORD, column, &text, "hoogstens 4.000 bytes tekst"))
    }

    /// What a person reads in a cell; an error of a formula is none.
    fn plain(&self, cell: &Cell, column: &Column, faults: &mut Vec<Fault>) -> Option<String> {
        match cell {
            Cell::Error(error) => fault(faults, FORMULA_ERROR, column, error, "een waarde"),
            cell => Some(cell.shown().into_owned()),
        }
    }
}

fn fault<T>(
    faults: &mut Vec<Fault>,
    kind: &'static Kind,
    column: &Column,
    found: &str,
    expected: &str,
) -> Option<T> {
    let (found, expected) = (found.to_owned(), expected.to_owned());
    faults.push(Fault { kind, column: column.name.clone(), found, expected });
    None
}

fn cell<'r>(row: &'r Row, column: &Column) -> &'r Cell {
    row.cells.get(column.at).unwrap_or(&Cell::Empty)
}

fn blank(cell: &Cell) -> bool {
    cell.shown().trim().is_empty()
}

/// `31-12-2024`, `31/12/2024` and `2024-12-31`, written as text.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    let digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    digits
        && matches!(parts[..], [a, b, c] if b.len() <= 2 && (a.len() <= 2 && c.len() == 4 || a.len() == 4 && c.len() <= 2))
}

/// A column by its heading, or by its letter when no heading is that. The heading must be there once.
fn find(cells: &[Cell], name: &str) -> Result<Column, (String, String)> {
    let wanted = name.trim().to_lowercase();
    let same = |cell: &Cell| {
        let heading = cell.shown().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        !heading.is_empty() && heading == wanted
    };
    let places: Vec<usize> = (0..cells.len()).filter(|at| same(&cells[*at])).collect();
    let column = |at: usize| Column { at, name: name.to_owned() };
    let by_letter = (0..cells.len().max(26)).find(|at| letters(*at).to_lowercase() == wanted);
    match (&places[..], by_letter) {
        ([at], _) => Ok(column(*at)),
        ([], Some(at)) => Ok(column(at)),
        _ => {
            let headings: Vec<String> = cells.iter().map(|cell| cell.shown().trim().to_owned()).collect();
            Err((name.to_owned(), headings.join(" | ")))
        }
    }
}
