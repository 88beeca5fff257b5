//! A map that is cheap to clone and cheap to change afterwards: an atomic command decides on a clone of the state.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A sorted map whose clones share what was in it. A change to a clone goes into its own `recent` layer, key by key; a map that
/// shares nothing any more changes in place. So a clone costs as much as was changed since the sharing began, and a change
/// costs O(log n). Nothing is ever removed: the state only learns.
pub(crate) struct SharedMap<K, V> {
    base: Arc<BTreeMap<K, V>>,
    /// Overrides `base`, key by key.
    recent: BTreeMap<K, V>,
}

impl<K: Ord + Clone, V: Clone> SharedMap<K, V> {
    pub(crate) fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.recent.get(key).or_else(|| self.base.get(key))
    }

    pub(crate) fn contains<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.get(key).is_some()
    }

    /// The value at `key` for changing; put there by `first` when it is new.
    pub(crate) fn entry(&mut self, key: K, first: impl FnOnce() -> V) -> &mut V {
        if self.is_shared() {
            let base = &self.base;
            let copied = |key: &K| base.get(key).cloned();
            return self.recent.entry(key).or_insert_with_key(|key| copied(key).unwrap_or_else(first));
        }
        self.own().entry(key).or_insert_with(first)
    }

    /// The value at `key` for changing, if there is one.
    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        if !self.is_shared() {
            return self.own().get_mut(key);
        }
        if !self.recent.contains_key(key) {
            let copy = self.base.get(key)?.clone();
            self.recent.insert(key.clone(), copy);
        }
        self.recent.get_mut(key)
    }

    fn is_shared(&mut self) -> bool {
        Arc::get_mut(&mut self.base).is_none()
    }

    /// The one map of an unshared state: the layers become one.
    fn own(&mut self) -> &mut BTreeMap<K, V> {
        let base = Arc::make_mut(&mut self.base);
        base.extend(std::mem::take(&mut self.recent));
        base
    }

    /// The entries in the order of their keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let old = self.base.iter().filter(|(key, _)| !self.recent.contains_key(key));
        let mut entries: Vec<(&K, &V)> = old.chain(self.recent.iter()).collect();
        entries.sort_by(|a, b| a.0.cmp(b.0));
        entries.into_iter()
    }
}

impl<K, V> Default for SharedMap<K, V> {
    fn default() -> Self {
        Self { base: Arc::default(), recent: BTreeMap::new() }
    }
}

impl<K: Clone, V: Clone> Clone for SharedMap<K, V> {
    fn clone(&self) -> Self {
        Self { base: Arc::clone(&self.base), recent: self.recent.clone() }
    }
}

/// Equal when they hold the same, however it is layered.
impl<K: Ord + Clone, V: Clone + PartialEq> PartialEq for SharedMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<K: Ord + Clone + fmt::Debug, V: Clone + fmt::Debug> fmt::Debug for SharedMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Written as a list of pairs, so that any key works in any format.
#[cfg(feature = "snapshot")]
impl<K: Ord + Clone + serde::Serialize, V: Clone + serde::Serialize> serde::Serialize for SharedMap<K, V> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries: Vec<(&K, &V)> = self.iter().collect();
        entries.serialize(serializer)
    }
}

#[cfg(feature = "snapshot")]
impl<'de, K, V> serde::Deserialize<'de> for SharedMap<K, V>
where
    K: Ord + Clone + serde::Deserialize<'de>,
    V: Clone + serde::Deserialize<'de>,
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Vec::<(K, V)>::deserialize(deserializer)?;
        Ok(Self { base: Arc::new(entries.into_iter().collect()), recent: BTreeMap::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_changes_alone() {
        let mut map: SharedMap<u32, u32> = SharedMap::default();
        map.entry(1, || 10);
        map.entry(2, || 20);
        let mut clone = map.clone();
        *clone.entry(1, || 0) += 1;
        clone.entry(3, || 30);
        assert_eq!((map.get(&1), map.get(&3)), (Some(&10), None));
        assert_eq!((clone.get(&1), clone.get(&2), clone.get(&3)), (Some(&11), Some(&20), Some(&30)));
        assert_ne!(map, clone);
    }

    #[test]
    fn layers_become_one_when_nothing_is_shared() {
        let mut map: SharedMap<u32, u32> = SharedMap::default();
        map.entry(1, || 10);
        let clone = map.clone();
        map.entry(2, || 20);
        assert_eq!((map.base.len(), map.recent.len()), (1, 1));
        drop(clone);
        *map.entry(1, || 0) = 11;
        assert_eq!((map.base.len(), map.recent.len()), (2, 0));
        assert_eq!(map.iter().map(|(k, v)| (*k, *v)).collect::<Vec<_>>(), [(1, 11), (2, 20)]);
    }
}
