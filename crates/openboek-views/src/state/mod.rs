//! What the fold remembers, one module per subject. Sorted maps only: folding the same entries gives the same bytes.

pub(crate) mod books;
pub(crate) mod budgets;
pub(crate) mod corrections;
pub(crate) mod cuts;
pub(crate) mod figures;
pub(crate) mod inhabitants;
pub(crate) mod joint;
pub(crate) mod learning;
pub(crate) mod names;
pub(crate) mod papers;
pub(crate) mod region;
pub(crate) mod said_figures;
pub(crate) mod scopes;
pub(crate) mod shelf;
pub(crate) mod subsidies;
pub(crate) mod voices;

use openboek_rules::{Act, Organ, OrganisationId, UncertainDate};

use crate::model::Position;

/// Who said something, when, and in which entry.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Said {
    /// Position of the entry.
    pub(crate) at: Position,
    /// Organisation that acted.
    pub(crate) organisation: OrganisationId,
    /// Its organ.
    pub(crate) organ: Organ,
    /// When it acted.
    pub(crate) date: UncertainDate,
}

impl Said {
    pub(crate) fn new(at: Position, act: &Act) -> Self {
        Self { at, organisation: act.organisation.clone(), organ: act.organ, date: act.date.clone() }
    }

    /// The first year it may have been said in; 0 when the date is unknown, so that it is never left out.
    pub(crate) fn first_year(&self) -> u16 {
        self.date.earliest().map_or(0, year_of)
    }

    /// The last year it may have been said in, if that is certain.
    pub(crate) fn last_year(&self) -> Option<u16> {
        self.date.latest().map(year_of)
    }
}

/// The calendar year of a day; days before year 0 do not occur in [`UncertainDate`].
pub(crate) fn year_of(day: jiff::civil::Date) -> u16 {
    u16::try_from(day.year()).unwrap_or(0)
}
