//! The paragraph in sentences: what a reader asks first, answered from the tables below, each sentence with the row it comes from.
//!
//! Nothing is computed here: a sentence is made of what stands in the cells of one row. What no table says, no sentence says.

use super::{Sheet, SheetCell, SheetRow, SheetTable};
use crate::lang::Lang;
use crate::words::{by_key, filled};

/// Sentences below one question, at most; the table has them all.
const LONGEST: usize = 12;

/// A question with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub question: String,
    /// The answers, in the order of the tables.
    pub answers: Vec<Answer>,
    /// How many more answers the tables hold.
    pub more: Option<String>,
}

/// One sentence or two, from one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it says.
    pub text: String,
    /// Permanent address, in the page, of the cell it leads to.
    pub anchor: String,
    /// Positions of the entries behind that cell.
    pub sources: Vec<u64>,
}

/// Makes an answer of a row; `None` when it answers nothing.
type Tell = fn(&Told<'_>) -> Option<String>;

/// A question, and the tables that answer it.
type Asked = (&'static str, &'static [(&'static str, Tell)]);

/// What readers of a paragraph ask first.
const QUESTIONS: [Asked; 4] = [
    ("brief-cuts", &[("cut-history", cut)]),
    ("brief-unknown", &[("unknown-amounts", unknown)]),
    ("brief-due", &[("proposals", proposal), ("commitments", commitment)]),
    ("brief-unanswered", &[("view-items", unanswered), ("requests", unanswered)]),
];

/// What is still open, the most pressing first.
const OPEN: [Asked; 4] = [
    ("open-late", &[("commitments", late_commitment), ("signals", late_signal)]),
    ("brief-unanswered", &[("view-items", unanswered), ("requests", unanswered)]),
    ("brief-due", &[("proposals", proposal), ("commitments", coming_commitment)]),
    ("brief-unknown", &[("unknown-amounts", unknown)]),
];

impl Sheet {
    /// All that is late, unanswered, due or unknown, by the question it answers.
    #[must_use]
    pub fn open(&self) -> Vec<Question> {
        OPEN.iter().filter_map(|(question, told)| self.answered(question, told, usize::MAX)).collect()
    }

    /// What readers ask first, in sentences: the questions that have an answer. Only pages and plain text hold them.
    #[must_use]
    pub fn brief(&self) -> Vec<Question> {
        QUESTIONS.iter().filter_map(|(question, told)| self.answered(question, told, LONGEST)).collect()
    }

    fn answered(&self, question: &str, told: &[(&str, Tell)], most: usize) -> Option<Question> {
        let lang = self.lang;
        let rows = told.iter().flat_map(|(key, tell)| {
            let rows = self
                .sections
                .iter()
                .flat_map(|section| &section.tables)
                .filter(move |table| table.key == *key);
            rows.flat_map(move |table| table.rows.iter().map(move |row| (tell, Told { row, table, lang })))
        });
        let mut answers: Vec<Answer> = rows
            .filter_map(|(tell, row)| {
                let (text, cell) = (tell(&row)?, row.behind()?);
                Some(Answer { text, anchor: cell.anchor.clone(), sources: cell.sources.clone() })
            })
            .collect();
        let more = answers.len().saturating_sub(most);
        answers.truncate(most);
        let more = (more > 0).then(|| filled("brief-more", lang, &[&more.to_string()]));
        (!answers.is_empty()).then(|| Question {
            question: by_key(question, lang).into_owned(),
            answers,
            more,
        })
    }
}

/// A row with the columns it stands under.
struct Told<'a> {
    row: &'a SheetRow,
    table: &'a SheetTable,
    lang: Lang,
}

impl Told<'_> {
    fn cell(&self, column: &str) -> Option<&SheetCell> {
        let place = self.table.columns.iter().position(|found| found.key == column)?;
        self.row.cells.get(place).filter(|cell| !cell.lines().is_empty())
    }

    /// The words of a cell; `None` where nothing belongs.
    fn says(&self, column: &str) -> Option<String> {
        let lines: Vec<String> = self.cell(column)?.lines().iter().map(super::Part::full).collect();
        Some(lines.join(", "))
    }

    /// The permanent key of a state.
    fn state(&self, column: &str) -> Option<&str> {
        let part = &self.cell(column)?.part;
        part.items.first().unwrap_or(part).fields.text("label")
    }

    /// The first cell with something in it.
    fn behind(&self) -> Option<&SheetCell> {
        self.row.cells.iter().find(|cell| !cell.sources.is_empty())
    }

    /// The row's own name, with the code that readers know it by.
    fn named(&self) -> String {
        match &self.row.code {
            Some(code) => format!("{code}, {}", self.row.name),
            None => self.row.name.clone(),
        }
    }

    fn sentence(&self, key: &str, words: &[&str]) -> String {
        filled(key, self.lang, words)
    }

    /// A second sentence, where the cell says something.
    fn also(&self, key: &str, column: &str) -> String {
        self.says(column).map(|words| format!(" {}", self.sentence(key, &[&words]))).unwrap_or_default()
    }
}

/// What was done with a cut, and by whom.
fn cut(told: &Told<'_>) -> Option<String> {
    let (code, by, date) = (told.says("cut")?, told.says("by")?, told.says("date")?);
    let key = match told.state("event")? {
        "cut-adopted" => "brief-cut-adopted",
        "cut-announced" => "brief-cut-announced",
        "cut-suspended" => "brief-cut-suspended",
        _ => {
            let event = told.says("event")?;
            return Some(told.sentence("brief-cut-other", &[&code, &told.row.name, &event, &by, &date]));
        }
    };
    let amount = told.says("amount").unwrap_or_default();
    let years = told.says("years").unwrap_or_default();
    Some(told.sentence(key, &[&code, &told.row.name, &amount, &years, &by, &date]))
}

/// An amount that is not known, and why.
fn unknown(told: &Told<'_>) -> Option<String> {
    let reason = told.says("reason")?;
    let first = told.sentence("brief-amount-unknown", &[&told.row.name, &reason]);
    Some(first + &told.also("brief-expected", "expected"))
}

/// A proposal that is asked for and not there yet.
fn proposal(told: &Told<'_>) -> Option<String> {
    let (due, by) = (told.says("due")?, told.says("mandated-by")?);
    let is_open = told.state("joint-state") == Some("mandated");
    let first = told.sentence("brief-proposal", &[&due, &told.named(), &by]);
    is_open.then(|| first + &told.also("brief-fallback", "fallback"))
}

/// A promise that is not kept yet, and has a day.
fn commitment(told: &Told<'_>) -> Option<String> {
    let (due, by) = (told.says("due")?, told.says("by")?);
    let is_open = matches!(told.state("status"), Some("open" | "overdue"));
    is_open.then(|| told.sentence("brief-commitment", &[&due, &told.row.name, &by]))
}

/// A promise whose day has gone by.
fn late_commitment(told: &Told<'_>) -> Option<String> {
    commitment(told).filter(|_| told.state("status") == Some("overdue"))
}

/// A promise whose day is still to come.
fn coming_commitment(told: &Told<'_>) -> Option<String> {
    commitment(told).filter(|_| told.state("status") == Some("open"))
}

/// A term of the law that has gone by without what it asks.
fn late_signal(told: &Told<'_>) -> Option<String> {
    let (about, due) = (told.says("about")?, told.says("last-day")?);
    let is_late = told.state("status") == Some("signal-passed");
    is_late.then(|| told.sentence("open-late-signal", &[&told.row.name, &about, &due]))
}

/// Something that was asked and not answered, and for how long.
fn unanswered(told: &Told<'_>) -> Option<String> {
    let days = told.says("days-open")?;
    Some(told.sentence("brief-no-answer", &[&told.named(), &days]))
}
