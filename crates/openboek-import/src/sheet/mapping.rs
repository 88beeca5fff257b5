//! How somebody's spreadsheet is laid out.

use openboek_rules::statement::{Nature, Side};
use openboek_rules::{Act, BudgetYear, Stream, UncertainDate};

/// Where in a file the lines of a budget stand. Belongs to a layout, not to a year: one mapping serves every file of that form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// How the file is divided when it is text; a workbook shows by its content that it is one.
    pub separator: u8,
    /// The sheet of a workbook; `None` when it has one that is not hidden.
    pub sheet: Option<String>,
    /// The row with the headings, from 1 (in text: its line).
    pub header: u64,
    /// Where the parts of a line's key stand.
    pub columns: Columns,
    /// Where the amounts stand: one column, or one for each side or year.
    pub amounts: Vec<AmountColumn>,
    /// Structural or incidental, when no column says it.
    pub nature: Option<Nature>,
    /// What the amounts are in.
    pub unit: Unit,
    /// How numbers in text are written.
    pub numbers: Numbers,
    /// With which words a row of totals begins, in lower case.
    pub totals: Vec<String>,
}

/// Columns by their heading, or by their letter when no heading is that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The taakveld: its code, perhaps with its name after a blank.
    pub taakveld: String,
    /// The year of the line.
    pub year: Option<String>,
    /// Income or expenditure: *baten* or *lasten*.
    pub side: Option<String>,
    /// Structural or incidental.
    pub nature: Option<String>,
    /// The economic category.
    pub category: Option<String>,
    /// The programme.
    pub programme: Option<String>,
    /// The explanation.
    pub explanation: Option<String>,
}

/// A column of amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountColumn {
    /// Its heading or letter.
    pub column: String,
    /// The side of all its amounts, when no column of the row says it.
    pub side: Option<Side>,
    /// The year of all its amounts, when no column of the row says it.
    pub year: Option<BudgetYear>,
}

/// What amounts are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Euros.
    #[default]
    Euro,
    /// Thousands of euros.
    Thousands,
}

/// How numbers in text are written. A number cell of a workbook needs no form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// `1.234,56`.
    #[default]
    Dutch,
    /// `1,234.56`.
    English,
}

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// An adopted budget.
    Budget,
    /// A budget as an amendment leaves it: what differs from what stands is the amendment.
    Amendment,
    /// Actuals up to a day.
    Actuals(UncertainDate),
    /// Adopted accounts.
    Accounts,
}

/// What is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How the file is laid out.
    pub mapping: Mapping,
    /// What it is.
    pub report: Report,
    /// Whose.
    pub holder: Stream,
    /// The budget year.
    pub year: BudgetYear,
    /// Who decided it, when. The file is added to its documents.
    pub act: Act,
}
