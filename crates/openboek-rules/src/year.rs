//! Budget years.

use std::fmt;

use crate::malformed::{Malformed, MalformedCode};

/// A budget year (*begrotingsjaar*), 1990 to 2100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct BudgetYear(u16);

impl BudgetYear {
    /// Accepts 1990 to 2100.
    ///
    /// # Errors
    /// [`MalformedCode::BadYear`].
    pub fn new(year: i64) -> Result<Self, Malformed> {
        match u16::try_from(year) {
            Ok(y) if (1990..=2100).contains(&y) => Ok(Self(y)),
            _ => Err(Malformed::new(MalformedCode::BadYear, &year.to_string())),
        }
    }

    /// The year as a number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The year `n` later, if it is one.
    #[must_use]
    pub fn plus(self, n: u16) -> Option<Self> {
        Self::new(i64::from(self.0) + i64::from(n)).ok()
    }
}

impl fmt::Display for BudgetYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// One or more consecutive budget years, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct YearSpan {
    first: BudgetYear,
    last: BudgetYear,
}

impl YearSpan {
    /// From `first` to `last`.
    ///
    /// # Errors
    /// [`MalformedCode::BadYearSpan`] when `last` lies before `first`.
    pub fn new(first: BudgetYear, last: BudgetYear) -> Result<Self, Malformed> {
        if first <= last {
            Ok(Self { first, last })
        } else {
            Err(Malformed::new(MalformedCode::BadYearSpan, &format!("{first}-{last}")))
        }
    }

    /// A single year.
    #[must_use]
    pub const fn one(year: BudgetYear) -> Self {
        Self { first: year, last: year }
    }

    /// The first year.
    #[must_use]
    pub const fn first(self) -> BudgetYear {
        self.first
    }

    /// The last year.
    #[must_use]
    pub const fn last(self) -> BudgetYear {
        self.last
    }

    /// Whether `year` is in it.
    #[must_use]
    pub fn contains(self, year: BudgetYear) -> bool {
        self.first <= year && year <= self.last
    }

    /// The years, in order.
    pub fn years(self) -> impl Iterator<Item = BudgetYear> {
        (self.first.0..=self.last.0).map(BudgetYear)
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

impl fmt::Display for YearSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{}-{}", self.first, self.last) }
    }
}
