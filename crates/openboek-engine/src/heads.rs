//! Where a log stands, for readers and subscribers.

use tokio::sync::watch;

/// Sizes of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Heads {
    /// Number of entries recorded.
    pub size: u64,
    /// Size of the tree under the newest checkpoint; 0 when nothing is published.
    pub published_size: u64,
}

/// Tells readers where a log stands. Over a store that others append to as well, what was seen last may be told first: there it only grows.
pub(crate) fn tell(heads: &watch::Sender<Heads>, now: Heads, shared: bool) {
    if !shared {
        heads.send_replace(now);
        return;
    }
    heads.send_if_modified(|told| {
        let before = *told;
        told.size = told.size.max(now.size);
        told.published_size = told.published_size.max(now.published_size);
        *told != before
    });
}
