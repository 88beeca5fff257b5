//! What the facts say about a rule: open, met, met late, passed.

use std::fmt;

use jiff::civil::Date;

use super::{DateSum, Rule};
use crate::date::UncertainDate;

/// The kind of thing a signal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AboutKind {
    /// A subsidy.
    Subsidy,
    /// A ceiling of subsidies (*subsidieplafond*).
    Ceiling,
    /// A notice that subsidy will stop or go down (Awb 4:51).
    Notice,
    /// An objection (*bezwaar*).
    Objection,
    /// A budget.
    Budget,
    /// A formal view (*zienswijze*).
    View,
}

impl AboutKind {
    /// All there are.
    pub const ALL: &'static [Self] =
        &[Self::Subsidy, Self::Ceiling, Self::Notice, Self::Objection, Self::Budget, Self::View];

    /// The permanent key, in kebab-case.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Subsidy => "subsidy",
            Self::Ceiling => "ceiling",
            Self::Notice => "notice",
            Self::Objection => "objection",
            Self::Budget => "budget",
            Self::View => "view",
        }
    }
}

/// The thing a signal is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    /// What kind of thing.
    pub kind: AboutKind,
    /// Its identifier in the ledger, or the holder and year of a budget (`GM0505-2021`).
    pub id: String,
}

impl About {
    /// A thing by its kind and identifier.
    #[must_use]
    pub fn new(kind: AboutKind, id: impl fmt::Display) -> Self {
        Self { kind, id: id.to_string() }
    }
}

/// How things stand with a rule on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignalState {
    /// The term runs and what it asks has not been done.
    Open,
    /// Done within the term.
    Met,
    /// Done after the term.
    MetLate,
    /// The term is over and it was not done.
    Passed,
    /// The dates are not known well enough to say.
    Unclear,
    /// Not a term: something that the rule asks attention for is so.
    Noted,
}

impl SignalState {
    /// All there are.
    pub const ALL: &'static [Self] =
        &[Self::Open, Self::Met, Self::MetLate, Self::Passed, Self::Unclear, Self::Noted];

    /// The permanent key, in kebab-case.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Met => "met",
            Self::MetLate => "met-late",
            Self::Passed => "passed",
            Self::Unclear => "unclear",
            Self::Noted => "noted",
        }
    }
}

/// What the facts say about a rule. A signal informs; it never refuses and never changes a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// The rule, in the version that holds for it.
    pub rule: &'static Rule,
    /// What it is about.
    pub about: About,
    /// Start, term and last day; `None` when the rule is not a term.
    pub sum: Option<DateSum>,
    /// The day on which what the rule asks was done, as far as known; `None` as long as it is not.
    pub met_on: Option<UncertainDate>,
    /// How it stands.
    pub state: SignalState,
    /// Positions of the entries behind it, in any order.
    pub sources: Vec<u64>,
}

impl Signal {
    /// The signal of a term as it stands on a day: met on a day, or not met yet.
    #[must_use]
    pub fn of_term(
        rule: &'static Rule,
        about: About,
        sum: DateSum,
        met_on: Option<UncertainDate>,
        today: Date,
        sources: Vec<u64>,
    ) -> Self {
        let state = state(&sum.due, met_on.as_ref(), today);
        Self { rule, about, sum: Some(sum), met_on, state, sources }
    }

    /// The signal of a rule that is not a term.
    #[must_use]
    pub const fn noted(rule: &'static Rule, about: About, sources: Vec<u64>) -> Self {
        Self { rule, about, sum: None, met_on: None, state: SignalState::Noted, sources }
    }

    /// The last day allowed, if the rule is a term.
    #[must_use]
    pub fn due(&self) -> Option<&UncertainDate> {
        self.sum.as_ref().map(|sum| &sum.due)
    }

    /// Days that certainly went by after the last day: until it was done, or until today when it was not. `None` when it is not
    /// certainly too late.
    #[must_use]
    pub fn days_over(&self, today: Date) -> Option<i64> {
        let done = match self.state {
            SignalState::MetLate => self.met_on.as_ref()?.earliest()?,
            SignalState::Passed => today,
            _ => return None,
        };
        let due = self.due()?.latest()?;
        due.until(done).ok().map(|span| i64::from(span.get_days()))
    }
}

/// Nothing is called late that may have been in time, and nothing in time that may have been late.
fn state(due: &UncertainDate, met_on: Option<&UncertainDate>, today: Date) -> SignalState {
    let (Some(first), last) = (due.earliest(), due.latest()) else { return SignalState::Unclear };
    let is_after_last = |day: Date| last.is_some_and(|last| last < day);
    match met_on {
        None if today <= first => SignalState::Open,
        None if is_after_last(today) => SignalState::Passed,
        Some(met) if met.latest().is_some_and(|day| day <= first) => SignalState::Met,
        Some(met) if met.earliest().is_some_and(is_after_last) => SignalState::MetLate,
        _ => SignalState::Unclear,
    }
}
