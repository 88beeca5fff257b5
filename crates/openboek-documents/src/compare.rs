//! Differences between two paragraphs in plain sentences, one a figure: what it was, what it is, and what caused it.

use std::collections::BTreeMap;

use openboek_rules::Cents;
use openboek_rules::statement::{Body, Statement};
use openboek_views::compare::{Comparison, Difference};
use openboek_views::model::{ColumnId, Paragraph, TableId, Words as Name};

use crate::describe::kind;
use crate::form::{self, Form};
use crate::lang::Lang;
use crate::sheet::{Part, Provenance, Sheet, SheetCell, SheetRow, SheetTable};
use crate::words::{by_key, filled};

/// What an entry is called where it is the cause of something: by its position.
pub type Causes = BTreeMap<u64, String>;

/// So many entries are named one by one; of more than these the numbers are given.
const NAMED: usize = 3;

/// What an entry is called where it is the cause of something: "begrotingswijziging 2", "„Bezuiniging opgeschort”".
#[must_use]
pub fn cause(statement: &Statement, lang: Lang) -> String {
    match &statement.body {
        Body::BudgetAmended(body) => filled("compare-amendment", lang, &[&body.number.to_string()]),
        other => filled("form-quoted", lang, &[&kind(other.kind(), lang)]),
    }
}

/// Two paragraphs in words, beside each other.
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    comparison: &'a Comparison,
    lang: Lang,
    before: Indexed,
    after: Indexed,
}

/// A sheet whose rows are found by their identifier: a paragraph may have thousands, and every difference looks for its own.
#[derive(Clone, Debug)]
struct Indexed {
    sheet: Sheet,
    /// Of each table by its key: its section, its place there, and the places of its rows.
    tables: BTreeMap<String, Places>,
}

#[derive(Clone, Debug)]
struct Places {
    section: usize,
    table: usize,
    rows: BTreeMap<String, usize>,
}

impl Indexed {
    fn new(sheet: Sheet) -> Self {
        let mut tables = BTreeMap::new();
        for (section, of) in sheet.sections.iter().enumerate() {
            for (table, shown) in of.tables.iter().enumerate() {
                // The first row of an identifier is the one that is meant.
                let rows = shown.rows.iter().enumerate().rev().map(|(row, shown)| (shown.id.clone(), row));
                let places = Places { section, table, rows: rows.collect() };
                tables.entry(shown.key.to_owned()).or_insert(places);
            }
        }
        Self { sheet, tables }
    }

    fn table(&self, id: TableId) -> Option<(&SheetTable, &Places)> {
        let places = self.tables.get(id.key())?;
        Some((self.sheet.sections.get(places.section)?.tables.get(places.table)?, places))
    }

    fn place(&self, difference: &Difference) -> Option<(&SheetTable, &SheetRow)> {
        let (table, places) = self.table(difference.table)?;
        let row = places.rows.get(crate::clean::clean(&difference.row).as_str())?;
        Some((table, table.rows.get(*row)?))
    }

    fn cell(&self, difference: &Difference, column: ColumnId) -> Option<&SheetCell> {
        let (table, row) = self.place(difference)?;
        let column = column.key();
        row.cells.get(table.columns.iter().position(|known| known.key == column)?)
    }
}

impl<'a> Compared<'a> {
    /// Puts two paragraphs into words; `comparison` must be theirs.
    #[must_use]
    pub fn new(before: &Paragraph, after: &Paragraph, comparison: &'a Comparison, lang: Lang) -> Self {
        let sheet = |paragraph: &Paragraph| {
            Indexed::new(Sheet::new(paragraph, &Provenance::unproved(paragraph), lang))
        };
        Self { comparison, lang, before: sheet(before), after: sheet(after) }
    }

    /// Caption of a table; its key when neither paragraph has it.
    #[must_use]
    pub fn caption(&self, id: TableId) -> String {
        let table = self.after.table(id).or_else(|| self.before.table(id));
        table.map_or_else(|| id.key().to_owned(), |(table, _)| table.caption.clone())
    }

    /// What stood there before, in words.
    #[must_use]
    pub fn cell_before(&self, difference: &Difference) -> Option<&SheetCell> {
        let column = self.comparison.column_before(difference.column);
        self.before.cell(difference, column)
    }

    /// What stands there after, in words.
    #[must_use]
    pub fn cell_after(&self, difference: &Difference) -> Option<&SheetCell> {
        self.after.cell(difference, difference.column)
    }

    /// The name of a row for readers.
    #[must_use]
    pub fn name(&self, name: &Name) -> String {
        match name {
            Name::Label(label) => crate::words::heading(*label, self.lang),
            Name::Text(text) => crate::clean::clean(text),
        }
    }

    /// The name of its row, with the identifier that readers use too.
    #[must_use]
    pub fn row_name(&self, difference: &Difference) -> String {
        let found = self.after.place(difference).or_else(|| self.before.place(difference));
        found.map_or_else(|| difference.row.clone(), |(_, row)| named(row))
    }

    /// The name of its column.
    #[must_use]
    pub fn column_name(&self, difference: &Difference) -> String {
        crate::words::column(difference.column, self.lang)
    }

    /// One sentence on a difference: "Lasten jeugdhulp: van € 1.000.000 naar € 900.000 (€ 100.000 minder), door begrotingswijziging 2
    /// (boeking 17)."
    #[must_use]
    pub fn sentence(&self, difference: &Difference, causes: &Causes) -> String {
        let lang = self.lang;
        let subject = self.subject(difference);
        let old = difference.before.as_ref().and_then(|_| self.cell_before(difference));
        let new = difference.after.as_ref().and_then(|_| self.cell_after(difference));
        let said = if self.comparison.before.holder != self.comparison.after.holder {
            self.of_two_holders(&subject, old, new)
        } else {
            match (old.map(SheetCell::lines), new.map(SheetCell::lines)) {
                (Some(old), Some(new)) if plain(old) != plain(new) => {
                    filled("compare-from-to", lang, &[&subject, &plain(old), &plain(new)])
                }
                (Some(old), Some(new)) if full(old) != full(new) => {
                    filled("compare-from-to", lang, &[&subject, &full(old), &full(new)])
                }
                (Some(_), Some(new)) => filled("compare-same", lang, &[&subject, &plain(new)]),
                (None, Some(new)) => filled("compare-new", lang, &[&subject, &plain(new)]),
                (Some(old), None) => filled("compare-gone", lang, &[&subject, &plain(old)]),
                (None, None) => subject,
            }
        };
        format!("{said}{}{}.", self.change(difference), self.by(difference, causes))
    }

    fn of_two_holders(&self, subject: &str, old: Option<&SheetCell>, new: Option<&SheetCell>) -> String {
        let words = |cell: Option<&SheetCell>| {
            cell.map_or_else(|| form::NOTHING.to_owned(), |cell| plain(cell.lines()))
        };
        let name = |head: &openboek_views::model::Head| match head.holder_name.as_str() {
            "" => head.holder.to_string(),
            name => crate::clean::clean(name),
        };
        let Comparison { before, after, .. } = self.comparison;
        let arguments = [subject, &name(before), &words(old), &name(after), &words(new)];
        filled("compare-holders", self.lang, &arguments)
    }

    /// "Lasten jeugdhulp (6.72)", "Sociale basis (SV-20) in 2021", "Lasten".
    fn subject(&self, difference: &Difference) -> String {
        let found = self.after.place(difference).or_else(|| self.before.place(difference));
        let Some((table, row)) = found else { return difference.row.clone() };
        let column = self.column_name(difference);
        let alone = table.columns.len() == 1;
        match difference.column {
            ColumnId::Year(_) => filled("compare-in-year", self.lang, &[&named(row), &column]),
            ColumnId::Named(label) if alone || label == openboek_views::labels::VALUE => named(row),
            ColumnId::Named(_) if is_budget(difference.table) => format!("{column} {}", lowered(&named(row))),
            ColumnId::Named(_) => format!("{}, {}", named(row), lowered(&column)),
        }
    }

    fn change(&self, difference: &Difference) -> String {
        let Some(change) = difference.change.filter(|change| *change != Cents::ZERO) else {
            return String::new();
        };
        let money = |cents: Cents| form::money(cents, Form { whole_euros: true, ..Form::new(self.lang) });
        // Of a negative amount "more" could mean both.
        let negative = [&difference.before, &difference.after].into_iter().flatten().any(|cell| {
            matches!(&cell.value, openboek_views::model::Value::Amount(openboek_rules::Amount::Exact(cents), _) if cents.get() < 0)
                || matches!(&cell.value, openboek_views::model::Value::Sum(sum) if sum.known.get() < 0)
        });
        let key = match change.get() {
            _ if negative => return filled("compare-difference", self.lang, &[&money(change)]),
            1.. => "compare-more",
            _ => "compare-less",
        };
        filled(key, self.lang, &[&money(change.size())])
    }

    /// What caused it; where nothing was added, what no longer counts.
    fn by(&self, difference: &Difference, causes: &Causes) -> String {
        let lang = self.lang;
        match (difference.added.as_slice(), difference.dropped.as_slice()) {
            ([], []) => String::new(),
            ([], dropped) => filled("compare-without", lang, &[&listed(dropped, causes, lang)]),
            (added, _) => filled("compare-by", lang, &[&listed(added, causes, lang)]),
        }
    }
}

fn listed(positions: &[u64], causes: &Causes, lang: Lang) -> String {
    let numbers = |positions: &[u64]| positions.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    if positions.len() > NAMED {
        let count = form::count(u64::try_from(positions.len()).unwrap_or(u64::MAX), lang);
        return filled("compare-entries", lang, &[&count, &numbers(positions)]);
    }
    let name = |position: &u64| match causes.get(position) {
        Some(name) => filled("compare-entry", lang, &[name, &position.to_string()]),
        None => filled("compare-entry-only", lang, &[&position.to_string()]),
    };
    let names: Vec<String> = positions.iter().map(name).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => filled("compare-and", lang, &[&rest.join(", "), last]),
        _ => names.concat(),
    }
}

const fn is_budget(table: TableId) -> bool {
    matches!(table, TableId::BudgetByTaakveld | TableId::BudgetByFamily)
}

/// "Sociale basis (SV-20)".
fn named(row: &SheetRow) -> String {
    row.code.as_ref().map_or_else(|| row.name.clone(), |code| format!("{} ({code})", row.name))
}

fn plain(lines: &[Part]) -> String {
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("; ")
}

fn full(lines: &[Part]) -> String {
    lines.iter().map(Part::full).collect::<Vec<_>>().join("; ")
}

/// With a small first letter, unless the word begins with more capitals ("Wmo" becomes "wmo", "AWBZ" stays).
fn lowered(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

/// What is said where two paragraphs show the same.
#[must_use]
pub fn nothing_changed(lang: Lang) -> String {
    by_key("compare-nothing", lang).into_owned()
}
