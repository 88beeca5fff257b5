//! How numbers, amounts and dates are written. Dutch follows CLDR for `nl-NL`; nothing here computes with money.

mod amount;
mod date;
mod number;
mod term;

pub use amount::{amount, bare, certainty, percent_of, sum, suspended};
pub use date::{civil_day, date, day, days, instant, years};
pub(crate) use number::sum_of_money;
pub use number::{count, money, percent, ratio};
pub use term::term;

use crate::lang::Lang;

/// How the amounts of one table are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The language.
    pub lang: Lang,
    /// Whether every amount of the table is in whole euros, so that `,00` may be left out. One table has one form: figures that
    /// stand under each other can be compared digit by digit.
    pub whole_euros: bool,
    /// Whether a percentage leaves out what it is taken of and an unknown its reason: in a column of years, beside columns and
    /// tables that say them.
    pub short: bool,
}

impl Form {
    /// With cents, the form outside a table.
    #[must_use]
    pub const fn new(lang: Lang) -> Self {
        Self { lang, whole_euros: false, short: false }
    }
}

/// No-break space: keeps a sign, a number and its unit on one line.
pub(crate) const NBSP: char = '\u{a0}';

/// What stands where nothing belongs.
pub const NOTHING: &str = "–";
