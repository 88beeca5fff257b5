//! What the state remembers of a budget: every amount its lines had, with the entry that gave it.

use std::collections::BTreeSet;

use super::{Index, SharedMap};
use crate::money::Cents;
use crate::statement::LineKey;

/// An adopted budget as its amendments left it.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Budget {
    /// The entry that adopted it.
    pub(crate) entry: Index,
    /// Number of the last amendment; 0 before the first.
    pub(crate) amendments: u32,
    /// The lines that were ever named.
    lines: SharedMap<LineKey, Line>,
    /// The sum of the sizes of the lines, so that no sum over the budget can be too large.
    pub(crate) size: i128,
}

/// The amounts a line had, in log order.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Line {
    amounts: Vec<(Index, Cents)>,
}

impl Line {
    /// The amount that stands. A line that was never named has none, which an amendment writes as an old amount of 0.
    pub(crate) fn stands(&self) -> Cents {
        self.amounts.last().map_or(Cents::ZERO, |(_, amount)| *amount)
    }

    /// The amount that stood just before an entry.
    pub(crate) fn before(&self, entry: Index) -> Cents {
        self.amounts.iter().rev().find(|(at, _)| *at < entry).map_or(Cents::ZERO, |(_, amount)| *amount)
    }

    /// The amount that an entry left.
    pub(crate) fn after(&self, entry: Index) -> Cents {
        self.amounts.iter().rev().find(|(at, _)| *at <= entry).map_or(Cents::ZERO, |(_, amount)| *amount)
    }

    /// The first entry after this one that changed the line.
    pub(crate) fn changed_since(&self, entry: Index) -> Option<Index> {
        self.amounts.iter().map(|(at, _)| *at).find(|at| *at > entry)
    }

    fn set(&mut self, entry: Index, amount: Option<Cents>) {
        self.amounts.retain(|(at, _)| *at != entry);
        let place = self.amounts.partition_point(|(at, _)| *at < entry);
        self.amounts.splice(place..place, amount.map(|amount| (entry, amount)));
    }
}

impl Budget {
    /// A budget without lines.
    pub(crate) fn new(entry: Index) -> Self {
        Self { entry, amendments: 0, lines: SharedMap::default(), size: 0 }
    }

    /// A line, if it was ever named.
    pub(crate) fn line(&self, key: &LineKey) -> Option<&Line> {
        self.lines.get(key)
    }

    /// The amount of a line that stands.
    pub(crate) fn stands(&self, key: &LineKey) -> Cents {
        self.line(key).map_or(Cents::ZERO, Line::stands)
    }

    /// All lines that were ever named.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&LineKey, &Line)> {
        self.lines.iter()
    }

    /// An entry gives a line an amount.
    pub(crate) fn set(&mut self, entry: Index, key: &LineKey, amount: Cents) {
        self.change(entry, key, Some(amount));
    }

    /// What a corrected entry says counts where that entry stands: its lines and no others.
    pub(crate) fn restate(&mut self, entry: Index, lines: &[(&LineKey, Cents)]) {
        let named: BTreeSet<&LineKey> = lines.iter().map(|(key, _)| *key).collect();
        let left_out = self
            .lines
            .iter()
            .filter(|(key, line)| !named.contains(key) && line.amounts.iter().any(|(at, _)| *at == entry));
        for key in left_out.map(|(key, _)| key.clone()).collect::<Vec<_>>() {
            self.change(entry, &key, None);
        }
        for (key, amount) in lines {
            self.change(entry, key, Some(*amount));
        }
    }

    fn change(&mut self, entry: Index, key: &LineKey, amount: Option<Cents>) {
        let line = self.lines.entry(key.clone(), Line::default);
        let before = line.stands();
        line.set(entry, amount);
        self.size += i128::from(line.stands().size().get()) - i128::from(before.size().get());
    }
}
