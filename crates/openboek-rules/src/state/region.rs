//! What the state remembers of the region: which versions of keys there are, and which contributions.

use std::collections::BTreeMap;

use super::{Index, State};
use crate::act::DecisionStatus;
use crate::figure::Figure;
use crate::id::{FigureId, MunicipalityCode, Stream};
use crate::statement::{AllocationKeySet, ContributionAdvanced, ContributionAllocated};
use crate::year::{BudgetYear, YearSpan};

/// An allocation key.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Key {
    /// The years of each version.
    versions: BTreeMap<u32, YearSpan>,
}

impl Key {
    /// Number of the last version; 0 before the first.
    pub(crate) fn versions(&self) -> u64 {
        self.versions.last_key_value().map_or(0, |(version, _)| u64::from(*version))
    }

    /// The years of a version.
    pub(crate) fn years(&self, version: u32) -> Option<YearSpan> {
        self.versions.get(&version).copied()
    }
}

/// A contribution of the members.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Contribution {
    /// The budget year.
    pub(crate) year: BudgetYear,
    /// The entry that adopted it; `None` while it is proposed.
    pub(crate) adopted: Option<Index>,
    /// The terms that were paid in advance, by member.
    pub(crate) advances: BTreeMap<(u32, MunicipalityCode), Index>,
}

impl State {
    pub(super) fn key_set(&mut self, body: &AllocationKeySet) {
        self.keys.entry(body.key.clone(), Key::default).versions.insert(body.version, body.years);
    }

    pub(super) fn contribution_allocated(&mut self, index: Index, body: &ContributionAllocated) {
        let first = || Contribution { year: body.year, adopted: None, advances: BTreeMap::new() };
        let contribution = self.contributions.entry(body.contribution.clone(), first);
        if body.status == DecisionStatus::Adopted && contribution.adopted.is_none() {
            contribution.year = body.year;
            contribution.adopted = Some(index);
        }
    }

    pub(super) fn contribution_advanced(&mut self, index: Index, body: &ContributionAdvanced) {
        let Some(contribution) = self.contributions.get_mut(&body.contribution) else { return };
        for share in &body.shares {
            contribution.advances.entry((body.term, share.municipality)).or_insert(index);
        }
    }

    /// A figure takes the place of another.
    pub(super) fn figure_supersedes(
        &mut self,
        index: Index,
        concerns: &[Stream],
        figure: &Figure,
        earlier: Option<&FigureId>,
    ) {
        self.figure_indicated(index, concerns, figure);
        let Some(earlier) = earlier else { return };
        for stream in concerns {
            self.superseded.entry((earlier.clone(), *stream), || index);
        }
    }
}
