//! The right edge of a growing tree: enough to append to it and to know its root.

use crate::hash::{Hash, node_hash};

/// The roots of the complete subtrees a tree is made of, largest first: one for each bit of the size.
///
/// Appending costs less than two hashes on average; nothing else of the tree is needed for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

impl Frontier {
    /// The empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The tree of `size` leaves whose complete subtrees have these roots, largest first; `None` when the number of roots
    /// does not fit the size.
    #[must_use]
    pub fn from_roots(size: u64, roots: Vec<Hash>) -> Option<Self> {
        let fits = usize::try_from(size.count_ones()) == Ok(roots.len());
        fits.then_some(Self { size, roots })
    }

    /// The roots of the complete subtrees, largest first.
    #[must_use]
    pub fn roots(&self) -> &[Hash] {
        &self.roots
    }

    /// How many leaves the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut whole = leaf;
        // Each trailing 1 of the size is a complete subtree as large as the one just completed.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.roots.pop() {
                whole = node_hash(left, whole);
            }
        }
        self.roots.push(whole);
        self.size += 1;
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        let smallest_first = self.roots.iter().rev().copied();
        smallest_first.reduce(|right, left| node_hash(left, right)).unwrap_or(Hash::EMPTY)
    }
}
