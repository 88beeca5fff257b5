//! The sum behind a last day: start + term = due.

use jiff::civil::Date;

use super::Term;
use crate::date::UncertainDate;

/// A date sum as data, so that a page can print "2020-10-01 + 8 weken = 2020-11-26".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateSum {
    /// The day that starts the term, as far as it is known.
    pub start: UncertainDate,
    /// The term.
    pub term: Term,
    /// The last day allowed, as far as the start allows to say; unknown when the start is.
    pub due: UncertainDate,
    /// Whether the *Algemene termijnenwet* moved the last day to a working day. False when the start is not one day.
    pub extended: bool,
}

impl DateSum {
    /// Adds the term to the start; `None` when the term says no day ([`Term::Decided`], [`Term::None`]).
    #[must_use]
    pub fn of(start: &UncertainDate, term: Term) -> Option<Self> {
        if matches!(term, Term::Decided | Term::None) {
            return None;
        }
        // A later start never gives an earlier last day, so the ends of the start give the ends of the answer.
        let due = |day: Option<Date>| day.and_then(|day| term.due(day));
        let due = between(due(start.earliest()), due(start.latest()));
        let extended = start.day().is_some_and(|day| term.is_extended(day));
        Some(Self { start: start.clone(), term, due, extended })
    }
}

/// Some day from the first to the last.
fn between(first: Option<Date>, last: Option<Date>) -> UncertainDate {
    match (first, last) {
        (Some(first), Some(last)) if first == last => UncertainDate::Day(first),
        (Some(first), Some(last)) => {
            UncertainDate::Between(Box::new(UncertainDate::Day(first)), Box::new(UncertainDate::Day(last)))
        }
        (Some(first), None) => UncertainDate::From(Box::new(UncertainDate::Day(first))),
        (None, _) => UncertainDate::Unknown,
    }
}
