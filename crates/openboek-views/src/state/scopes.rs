//! What belongs to the holder's social domain, as it was decided.

use openboek_rules::statement::{ScopeDefined, ScopeShare};
use openboek_rules::{BudgetYear, YearSpan};

use super::Said;

/// A decision about the scope.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Scope {
    pub(crate) said: Said,
    pub(crate) years: YearSpan,
    pub(crate) taakvelden: Vec<ScopeShare>,
}

/// All decisions, in log order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Scopes(Vec<Scope>);

impl Scopes {
    pub(crate) fn defined(&mut self, said: Said, body: &ScopeDefined) {
        self.0.push(Scope { said, years: body.years, taakvelden: body.taakvelden.clone() });
    }

    /// The scope of a year: of the latest decision that names it, whatever the order of recording.
    pub(crate) fn of(&self, year: BudgetYear) -> Option<&Scope> {
        let found = self.0.iter().filter(|scope| scope.years.contains(year));
        found.max_by_key(|scope| (scope.said.date.latest(), scope.said.at))
    }
}
