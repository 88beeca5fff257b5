//! What the ledger holds of members, counts, keys, and what was divided by them.

use std::collections::{BTreeMap, BTreeSet};

use openboek_rules::statement::{AllocationKeySet, Body, InhabitantsCounted, KeyComponent};
use openboek_rules::{AllocationKeyId, BudgetYear, DecisionStatus, MunicipalityCode, UncertainDate};

use crate::history::Held;

/// A fold of what is held, as far as numbers per municipality need it.
#[derive(Clone, Debug, Default)]
pub(super) struct Known<'a> {
    pub(super) members: BTreeMap<MunicipalityCode, &'a str>,
    /// Per day and municipality: the entry that counts it.
    counts: BTreeMap<(&'a UncertainDate, MunicipalityCode), (&'a Held, &'a InhabitantsCounted)>,
    keys: BTreeMap<&'a AllocationKeyId, BTreeMap<u32, &'a AllocationKeySet>>,
    /// The keys and years for which a contribution was adopted.
    decided: BTreeSet<(&'a AllocationKeyId, BudgetYear)>,
}

impl<'a> Known<'a> {
    pub(super) fn of(held: &'a [Held]) -> Self {
        let mut known = Self::default();
        for held in held {
            match &held.statement.body {
                Body::ArrangementFounded(body) => {
                    known
                        .members
                        .extend(body.members.iter().map(|member| (member.code, member.name.as_str())));
                }
                Body::MemberJoined(body) => {
                    known.members.insert(body.member.code, body.member.name.as_str());
                }
                Body::MemberLeft(body) => {
                    known.members.remove(&body.municipality);
                }
                Body::InhabitantsCounted(body) => {
                    for count in &body.counts {
                        known.counts.insert((&body.reference_date, count.municipality), (held, body));
                    }
                }
                Body::AllocationKeySet(body) => {
                    known.keys.entry(&body.key).or_default().insert(body.version, body);
                }
                Body::ContributionAllocated(body) if body.status == DecisionStatus::Adopted => {
                    known.decided.extend(body.key.iter().map(|key| (&key.key, body.year)));
                }
                _ => {}
            }
        }
        known
    }

    /// The entry that counts a municipality on a day, with all it counts.
    pub(super) fn count(
        &self,
        on: &'a UncertainDate,
        municipality: MunicipalityCode,
    ) -> Option<(&'a Held, &'a InhabitantsCounted)> {
        self.counts.get(&(on, municipality)).copied()
    }

    /// Number of the last version of a key; 0 before the first.
    pub(super) fn last_version(&self, key: &AllocationKeyId) -> u32 {
        self.keys.get(key).and_then(|versions| versions.last_key_value()).map_or(0, |(version, _)| *version)
    }

    /// The components of the last version that is for a year.
    pub(super) fn components(&self, key: &AllocationKeyId, year: BudgetYear) -> Option<&'a [KeyComponent]> {
        let mut versions = self.keys.get(key)?.values().rev();
        versions.find(|version| version.years.contains(year)).map(|version| version.components.as_slice())
    }

    /// Whether a contribution of a year was adopted by this key.
    pub(super) fn is_decided(&self, key: &AllocationKeyId, year: BudgetYear) -> bool {
        self.decided.contains(&(key, year))
    }
}
