//! Sets of entries, as bits: joining two costs the same whatever is in them.

/// Places of one key, in order. Most keys have one.
#[derive(Clone, Debug, Default)]
pub(super) enum Marks {
    /// None yet.
    #[default]
    None,
    /// One.
    One(u32),
    /// More.
    Many(Vec<u32>),
}

impl Marks {
    /// Adds a place after all others.
    pub(super) fn add(&mut self, place: u32) {
        match self {
            Self::None => *self = Self::One(place),
            Self::One(first) => *self = Self::Many(vec![*first, place]),
            Self::Many(places) => places.push(place),
        }
    }

    fn places(&self) -> &[u32] {
        match self {
            Self::None => &[],
            Self::One(place) => std::slice::from_ref(place),
            Self::Many(places) => places,
        }
    }

    /// Takes a place away; whether any is left.
    pub(super) fn take_away(&mut self, place: u32) -> bool {
        match self {
            Self::One(known) if *known == place => *self = Self::None,
            Self::Many(places) => places.retain(|known| *known != place),
            _ => {}
        }
        !self.places().is_empty()
    }
}

const BITS: usize = 64;

/// Some of so many entries.
#[derive(Clone, Debug)]
pub(super) struct Set(Vec<u64>);

impl Set {
    /// None of them.
    pub(super) fn empty(size: usize) -> Self {
        Self(vec![0; size.div_ceil(BITS)])
    }

    /// All of them.
    pub(super) fn full(size: usize) -> Self {
        Self(vec![u64::MAX; size.div_ceil(BITS)])
    }

    pub(super) fn has(&self, place: usize) -> bool {
        self.0.get(place / BITS).is_some_and(|bits| bits >> (place % BITS) & 1 == 1)
    }

    pub(super) fn add_all(&mut self, marks: &Marks) {
        for place in marks.places() {
            let Ok(place) = usize::try_from(*place) else { continue };
            if let Some(bits) = self.0.get_mut(place / BITS) {
                *bits |= 1 << (place % BITS);
            }
        }
    }

    /// Adds what the other has.
    pub(super) fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Keeps what the other has too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(places: &[u32]) -> Set {
        let (mut marks, mut set) = (Marks::default(), Set::empty(130));
        places.iter().for_each(|place| marks.add(*place));
        set.add_all(&marks);
        set
    }

    fn members(set: &Set) -> Vec<usize> {
        (0..130).filter(|place| set.has(*place)).collect()
    }

    #[test]
    fn sets_join_and_meet_across_words() {
        let mut joined = set(&[0, 63, 64]);
        joined.join(&set(&[64, 129]));
        assert_eq!(members(&joined), [0, 63, 64, 129]);
        joined.keep(&set(&[63, 129]));
        assert_eq!(members(&joined), [63, 129]);
        let mut full = Set::full(130);
        full.keep(&set(&[5]));
        assert_eq!(members(&full), [5]);
        assert!(!joined.has(1_000));
    }

    #[test]
    fn a_place_that_is_taken_away_is_gone() {
        let mut marks = Marks::default();
        marks.add(1);
        assert!(marks.take_away(2) && !marks.take_away(1));
        marks.add(1);
        marks.add(2);
        marks.add(3);
        assert!(marks.take_away(2));
        assert_eq!(marks.places(), [1, 3]);
        assert!(marks.take_away(1) && !marks.take_away(3));
    }
}
