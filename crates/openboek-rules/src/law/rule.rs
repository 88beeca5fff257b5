//! A rule of the law.

use jiff::civil::Date;

use super::{DateSum, Term};
use crate::date::UncertainDate;

/// The days on which a rule is in force, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce {
    /// First day.
    pub from: Date,
    /// Last day; `None` as long as it is in force.
    pub until: Option<Date>,
}

impl InForce {
    /// From a day on.
    #[must_use]
    pub const fn since(from: Date) -> Self {
        Self { from, until: None }
    }

    /// Whether a day is in it.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// One version of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Permanent code, in kebab-case: `awb-4-13`. The versions of a rule share it; it is the key of its words too.
    pub code: &'static str,
    /// Where it stands in the law, as it is cited: `Awb art. 4:13 lid 2`.
    pub article: &'static str,
    /// When it is in force. The day that counts is the day of the act that starts the term.
    pub in_force: InForce,
    /// The term it sets.
    pub term: Term,
}

impl Rule {
    /// The date sum of this rule's own term from a start; `None` when the rule sets no term of its own.
    #[must_use]
    pub fn sum(&self, start: &UncertainDate) -> Option<DateSum> {
        DateSum::of(start, self.term)
    }
}
