//! Finds what belongs in a budget year without looking at everything that was ever recorded.

use std::collections::{BTreeMap, BTreeSet};

/// The years something is shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Shown {
    /// First year.
    pub(crate) from: u16,
    /// Last year; `None` as long as it is not settled.
    pub(crate) until: Option<u16>,
}

/// Keys by the years they are shown in. What is settled is looked up by year; what is open is in every year from its first.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Shelf<K: Ord> {
    settled: BTreeMap<u16, BTreeSet<K>>,
    open: BTreeMap<u16, BTreeSet<K>>,
    places: BTreeMap<K, Shown>,
}

impl<K: Ord> Default for Shelf<K> {
    fn default() -> Self {
        Self { settled: BTreeMap::new(), open: BTreeMap::new(), places: BTreeMap::new() }
    }
}

/// Longest run of years one thing is settled over; budget years go from 1990 to 2100.
const LONGEST: u16 = 200;

impl<K: Ord + Clone> Shelf<K> {
    /// Puts `key` at its years, away from where it was.
    pub(crate) fn put(&mut self, key: &K, shown: Shown) {
        if let Some(before) = self.places.insert(key.clone(), shown) {
            self.take(key, before);
        }
        match shown.until {
            None => {
                self.open.entry(shown.from).or_default().insert(key.clone());
            }
            Some(until) => {
                for year in Self::run(shown.from, until) {
                    self.settled.entry(year).or_default().insert(key.clone());
                }
            }
        }
    }

    /// The keys shown in `year`, each once, in the order of the keys.
    pub(crate) fn in_year(&self, year: u16) -> BTreeSet<&K> {
        let open = self.open.range(..=year).flat_map(|(_, keys)| keys);
        self.settled.get(&year).into_iter().flatten().chain(open).collect()
    }

    fn run(from: u16, until: u16) -> std::ops::RangeInclusive<u16> {
        from.max(until.saturating_sub(LONGEST))..=until
    }

    fn take(&mut self, key: &K, shown: Shown) {
        let (shelf, years) = match shown.until {
            None => (&mut self.open, shown.from..=shown.from),
            Some(until) => (&mut self.settled, Self::run(shown.from, until)),
        };
        for year in years {
            if let Some(keys) = shelf.get_mut(&year) {
                keys.remove(key);
                if keys.is_empty() {
                    shelf.remove(&year);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_stays_and_what_is_settled_goes() {
        let mut shelf = Shelf::default();
        shelf.put(&"view", Shown { from: 2020, until: None });
        assert!(shelf.in_year(2019).is_empty());
        assert_eq!(shelf.in_year(2035).len(), 1);
        shelf.put(&"view", Shown { from: 2020, until: Some(2022) });
        let years: Vec<u16> = (2015..2040).filter(|y| !shelf.in_year(*y).is_empty()).collect();
        assert_eq!(years, [2020, 2021, 2022]);
        shelf.put(&"view", Shown { from: 2021, until: Some(2021) });
        assert!(shelf.in_year(2020).is_empty() && shelf.in_year(2022).is_empty());
    }

    #[test]
    fn an_unknown_first_year_is_bounded() {
        let mut shelf = Shelf::default();
        shelf.put(&1, Shown { from: 0, until: Some(2021) });
        assert_eq!(shelf.in_year(1990).len(), 1);
        assert!(shelf.settled.len() <= 201);
    }
}
