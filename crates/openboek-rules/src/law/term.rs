//! Terms: how long something may take, or the day of the calendar it must be done by.

use std::fmt;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::calendar;

/// A length of time as the law writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Length {
    /// Days.
    Days(u16),
    /// Weeks of seven days.
    Weeks(u16),
    /// Months of the calendar: to the same day of the month, or its last day.
    Months(u16),
    /// Years of the calendar: to the same day of the year.
    Years(u16),
}

impl Length {
    /// The number of days, weeks, months or years.
    #[must_use]
    pub const fn count(self) -> u16 {
        match self {
            Self::Days(n) | Self::Weeks(n) | Self::Months(n) | Self::Years(n) => n,
        }
    }

    /// Whether the *Algemene termijnenwet* extends it when it ends on a Saturday, Sunday or public holiday: terms of more than
    /// 90 days, 12 weeks or 3 months, and terms in years, are never extended (art. 4).
    #[must_use]
    pub const fn may_be_extended(self) -> bool {
        match self {
            Self::Days(n) => n <= 90,
            Self::Weeks(n) => n <= 12,
            Self::Months(n) => n <= 3,
            Self::Years(_) => false,
        }
    }

    fn span(self) -> Span {
        let count = i64::from(self.count());
        match self {
            Self::Days(_) => count.days(),
            Self::Weeks(_) => count.weeks(),
            Self::Months(_) => count.months(),
            Self::Years(_) => count.years(),
        }
    }

    /// The day this long after a day; `None` past the end of the calendar.
    #[must_use]
    pub fn after(self, day: Date) -> Option<Date> {
        day.checked_add(self.span()).ok()
    }

    /// The day this long before a day; `None` before the beginning of the calendar.
    #[must_use]
    pub fn before(self, day: Date) -> Option<Date> {
        day.checked_sub(self.span()).ok()
    }
}

/// When something must have been done, seen from the day that starts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Term {
    /// At the latest so long after the start, which is the day of the event and is not counted. A short one that ends on a
    /// Saturday, Sunday or public holiday goes on to the next working day (*Algemene termijnenwet* art. 1 lid 1).
    After(Length),
    /// At the latest so long after the start, in a term that no law sets: one that a body chose. Never extended.
    Chosen(Length),
    /// At least so long before the start. Counted backwards, so never extended (*Algemene termijnenwet* art. 1 lid 2).
    Before(Length),
    /// At the latest on this day of the calendar, in the year of the start plus `years`. A day that the law names as "before
    /// 15 April" is written as 14 April, the last day allowed.
    Fixed {
        /// Years after the year of the start; −1 is the year before.
        years: i8,
        /// Month, 1 to 12.
        month: i8,
        /// Day of the month.
        day: i8,
    },
    /// The length is a decision of the body each time: the facts give it.
    Decided,
    /// The rule has no term: it says what must be, not when.
    None,
}

impl Term {
    /// The last day allowed when the term starts on `start`; `None` for a term that says none, or outside the calendar.
    #[must_use]
    pub fn due(self, start: Date) -> Option<Date> {
        match self {
            Self::After(length) => {
                let end = length.after(start)?;
                if length.may_be_extended() { calendar::working_day_from(end) } else { Some(end) }
            }
            Self::Chosen(length) => length.after(start),
            Self::Before(length) => length.before(start),
            Self::Fixed { years, month, day } => {
                Date::new(start.year().checked_add(i16::from(years))?, month, day).ok()
            }
            Self::Decided | Self::None => None,
        }
    }

    /// Whether the *Algemene termijnenwet* moved the last day of the term that starts on `start`.
    #[must_use]
    pub fn is_extended(self, start: Date) -> bool {
        match self {
            Self::After(length) => length.after(start) != self.due(start),
            _ => false,
        }
    }
}

impl fmt::Display for Term {
    /// The sum in code's words, for logs and tests: `+ 8 weeks`, `- 13 weeks`, `06-30, year +1`. People read the documents crate's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::After(length) | Self::Chosen(length) => write!(f, "+ {length}"),
            Self::Before(length) => write!(f, "- {length}"),
            Self::Fixed { years, month, day } => write!(f, "{month:02}-{day:02}, year {years:+}"),
            Self::Decided => f.write_str("decided"),
            Self::None => f.write_str("none"),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self {
            Self::Days(_) => "days",
            Self::Weeks(_) => "weeks",
            Self::Months(_) => "months",
            Self::Years(_) => "years",
        };
        write!(f, "{} {unit}", self.count())
    }
}
