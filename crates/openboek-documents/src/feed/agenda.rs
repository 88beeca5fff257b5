//! The dates of a paragraph: what is due when, from its own rows, and the fixed days of the law. Nothing is decided here that the
//! paragraph does not say; a date that is known in part is its last possible day, and one that is not known is no date.

use std::collections::BTreeMap;

use jiff::civil::Date;
use openboek_rules::law::{DateSum, Rule};
use openboek_rules::{BudgetYear, UncertainDate};
use openboek_views::labels;
use openboek_views::model::{Cell, ColumnId, Label, Paragraph, TableId, Value};

use crate::form;
use crate::lang::Lang;
use crate::sheet::{Provenance, Sheet, SheetRow, SheetTable};
use crate::words::{by_key, filled};

/// One date of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaDay {
    /// Permanent address within the log: table, row and column.
    pub key: String,
    /// The day.
    pub day: Date,
    /// One of several days that were planned, of which one will be it.
    pub is_one_of_several: bool,
    /// What happens, in one line.
    pub title: String,
    /// What else is known, a line each.
    pub words: Vec<String>,
    /// What kind of date it is.
    pub category: String,
    /// Positions of the entries behind it; none for a day of the law that no entry touched.
    pub sources: Vec<u64>,
}

/// Tables with dates in them, and the columns of the dates.
const DATES: [(TableId, Label); 10] = [
    (TableId::BudgetStages, labels::DUE),
    (TableId::ViewItems, labels::DUE),
    (TableId::Reactions, labels::DEADLINE),
    (TableId::Requests, labels::DUE),
    (TableId::Commitments, labels::DUE),
    (TableId::Proposals, labels::DUE),
    (TableId::ProposalCouncils, labels::HEARINGS),
    (TableId::ProposalCouncils, labels::PLANNED),
    (TableId::UnknownAmounts, labels::EXPECTED),
    (TableId::Signals, labels::LAST_DAY),
];

/// The dates of paragraphs, each once: what two years say of one thing is said by the paragraph that has most entries behind it.
#[derive(Clone, Debug, Default)]
pub struct Agenda(BTreeMap<String, AgendaDay>);

impl Agenda {
    /// Adds the dates of a paragraph.
    pub fn add(&mut self, paragraph: &Paragraph, provenance: &Provenance, lang: Lang) {
        let sheet = Sheet::new(paragraph, provenance, lang);
        // A sheet has the sections, tables and rows of its paragraph, in the same order.
        let tables = paragraph.sections.iter().flat_map(|section| &section.tables);
        for (table, words) in tables.zip(sheet.sections.iter().flat_map(|section| &section.tables)) {
            for (_, column) in DATES.iter().filter(|(id, _)| *id == table.id) {
                let place = table.columns.iter().position(|found| *found == ColumnId::Named(*column));
                let Some(place) = place else { continue };
                for (row, said) in table.rows.iter().zip(&words.rows) {
                    let Some(cell) = row.cells.get(place) else { continue };
                    let of = Of { row: said, table: words, column: *column, lang };
                    of.days(cell).into_iter().for_each(|day| self.keep(day));
                }
            }
        }
    }

    /// Adds the fixed days of the law for a budget year.
    pub fn add_fixed(&mut self, year: BudgetYear, days: &[(&'static Rule, DateSum)], lang: Lang) {
        for (rule, sum) in days {
            let Some(day) = sum.due.latest() else { continue };
            let rule_words = by_key(rule.code, lang);
            self.keep(AgendaDay {
                // The address that a signal of this rule has.
                key: format!("signals.{}:budget:{year}:{}.{}", rule.code, sum.start, labels::LAST_DAY.key()),
                day,
                is_one_of_several: false,
                title: filled("agenda-fixed", lang, &[&rule_words, &year.to_string()]),
                words: vec![filled("agenda-law", lang, &[rule.article])],
                category: by_key("agenda-kind-law", lang).into_owned(),
                sources: Vec::new(),
            });
        }
    }

    fn keep(&mut self, day: AgendaDay) {
        let known = self.0.get(&day.key).map(|known| known.sources.len());
        if known.is_none_or(|known| known <= day.sources.len()) {
            self.0.insert(day.key.clone(), day);
        }
    }

    /// All dates, by day.
    #[must_use]
    pub fn days(&self) -> Vec<&AgendaDay> {
        let mut days: Vec<&AgendaDay> = self.0.values().collect();
        days.sort_by(|a, b| (a.day, &a.key).cmp(&(b.day, &b.key)));
        days
    }
}

/// A row with a date in one of its columns.
struct Of<'a> {
    row: &'a SheetRow,
    table: &'a SheetTable,
    column: Label,
    lang: Lang,
}

impl Of<'_> {
    /// The last possible day of a date; each day of several that were planned.
    fn days(&self, cell: &Cell) -> Vec<AgendaDay> {
        let all = dates(&cell.value).into_iter().flat_map(|date| match date {
            UncertainDate::OneOf(days) => days.iter().map(|day| (date, *day)).collect(),
            other => other.latest().map(|day| (date, day)).into_iter().collect::<Vec<_>>(),
        });
        let key = format!("{}.{}.{}", self.table.key, self.row.id, self.column.key());
        let one = |(number, (date, day)): (usize, (&UncertainDate, Date))| AgendaDay {
            // The first has the address of its cell.
            key: if number == 0 { key.clone() } else { format!("{key}.{}", number.saturating_add(1)) },
            day,
            is_one_of_several: matches!(date, UncertainDate::OneOf(_)),
            title: self.title(),
            words: self.words(date),
            category: by_key(&format!("agenda-kind-{}", self.table.key), self.lang).into_owned(),
            sources: cell.sources.clone(),
        };
        all.enumerate().map(one).collect()
    }

    fn title(&self) -> String {
        let key = format!("agenda-{}-{}", self.table.key, self.column.key());
        // A row of a council says which council; the proposal is the first part of its address.
        let of_council = || self.row.id.split_once(':').filter(|_| self.table.key == "proposal-councils");
        let code = self.row.code.clone().or_else(|| of_council().map(|(proposal, _)| proposal.to_owned()));
        let named = match code {
            Some(code) => format!("{code}, {}", self.row.name),
            None => self.row.name.clone(),
        };
        filled(&key, self.lang, &[&named])
    }

    /// That the day is the last of a date that is known in part; then the row, column by column.
    fn words(&self, date: &UncertainDate) -> Vec<String> {
        let in_part = date.day().is_none().then(|| {
            let key =
                if matches!(date, UncertainDate::OneOf(_)) { "agenda-several" } else { "agenda-last-day" };
            filled(key, self.lang, &[&form::date(date, self.lang)])
        });
        let cells =
            self.row.cells.iter().zip(&self.table.columns).filter(|(cell, _)| !cell.lines().is_empty());
        let cells = cells.map(|(cell, column)| {
            let lines: Vec<String> = cell.lines().iter().map(crate::sheet::Part::full).collect();
            format!("{}: {}", column.name, lines.join(", "))
        });
        in_part.into_iter().chain(cells).collect()
    }
}

/// The dates in a value.
fn dates(value: &Value) -> Vec<&UncertainDate> {
    match value {
        Value::Date(date) => vec![date],
        Value::Phrase(values) | Value::List(values) => values.iter().flat_map(dates).collect(),
        _ => Vec::new(),
    }
}
