//! Refusals are values: a stable code, the field, the details, and a text for people in English and Dutch.

mod code;
mod format;
mod texts;

use std::fmt;

pub use code::RefusalCode;
pub use texts::Texts;

use crate::id::{OrganisationId, Stream};
use crate::money::Cents;
use crate::text::Text;
use crate::year::{BudgetYear, YearSpan};

/// One violation of one rule by one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which rule.
    pub code: RefusalCode,
    /// Path of the field inside the statement, in the names of the wire format: `body.lines[3].new_cents`, `concerns[0]`.
    pub field: String,
    /// What the texts name, by name: for programs that want the numbers and not the sentence.
    pub details: Vec<Detail>,
}

/// A named value in a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Its name, as between braces in the texts of `REFUSALS.md`.
    pub name: &'static str,
    /// Its value.
    pub value: Value,
}

/// A value in a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An identifier, code or name, as recorded.
    Word(String),
    /// An organisation or a stream by its identifier; texts call `region` the region.
    Party(String),
    /// A whole number.
    Number(u64),
    /// A position in the log; `None` for an earlier statement of the same command.
    Entry(Option<u64>),
    /// An amount.
    Money(Cents),
    /// A budget year.
    Year(BudgetYear),
    /// Budget years.
    Years(YearSpan),
    /// A budget year and all after it.
    YearsFrom(BudgetYear),
    /// The reference number of an organisation's document.
    Reference(OrganisationId, Text),
    /// Other code lists that do hold a code; may be empty.
    OtherLists(Vec<&'static str>),
}

impl Refusal {
    /// A refusal of a field, without details yet.
    #[must_use]
    pub(crate) fn new(code: RefusalCode, field: impl Into<String>) -> Self {
        Self { code, field: field.into(), details: Vec::new() }
    }

    /// The same with one more detail.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.details.push(Detail { name, value: value.into() });
        self
    }

    /// What happened, what it means and what to do next, in English.
    #[must_use]
    pub fn english(&self) -> String {
        let texts = self.code.texts();
        format!(
            "{} {}",
            self.fill(texts.english, format::english),
            self.fill(texts.next_english, format::english)
        )
    }

    /// What happened, what it means and what to do next, in plain Dutch.
    #[must_use]
    pub fn dutch(&self) -> String {
        let texts = self.code.texts();
        format!("{} {}", self.fill(texts.dutch, format::dutch), self.fill(texts.next_dutch, format::dutch))
    }

    /// One pass, so that a brace in a recorded text is never taken for a name.
    fn fill(&self, text: &str, print: fn(&Value) -> String) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(before);
            if let Some(detail) = self.details.iter().find(|detail| detail.name == name) {
                filled.push_str(&print(&detail.value));
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

impl fmt::Display for Refusal {
    /// Code, field and the English text, for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.code, self.field, self.english())
    }
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Value {
    /// The English form, also for programs: an amount as plain cents, an entry as its position.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(cents) => write!(f, "{}", cents.get()),
            Self::Entry(Some(index)) => write!(f, "{index}"),
            Self::Party(party) => f.write_str(party),
            other => f.write_str(&format::english(other)),
        }
    }
}

impl From<&OrganisationId> for Value {
    fn from(organisation: &OrganisationId) -> Self {
        Self::Party(organisation.to_string())
    }
}

impl From<Stream> for Value {
    fn from(stream: Stream) -> Self {
        Self::Party(stream.to_string())
    }
}

impl From<Cents> for Value {
    fn from(cents: Cents) -> Self {
        Self::Money(cents)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<BudgetYear> for Value {
    fn from(year: BudgetYear) -> Self {
        Self::Year(year)
    }
}

impl From<YearSpan> for Value {
    fn from(years: YearSpan) -> Self {
        Self::Years(years)
    }
}

impl From<&str> for Value {
    fn from(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}

impl From<String> for Value {
    fn from(word: String) -> Self {
        Self::Word(word)
    }
}
