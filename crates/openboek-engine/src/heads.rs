//! Where a log stands, for readers and subscribers.

/// Sizes of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// Number of entries recorded.
    pub size: u64,
    /// Size of the tree under the newest checkpoint; 0 when nothing is published.
    pub published_size: u64,
}
