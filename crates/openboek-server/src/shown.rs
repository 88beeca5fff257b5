//! Where a paragraph comes from: the line that every rendering of it carries.

use openboek_documents::Provenance;
use openboek_engine::{Shown, Stand};
use openboek_proof::hash::leaf_hash;
use openboek_proof::tree::{TileSource, frontier_from_tiles};
use openboek_store::{LogName, Store, StoreError};

use crate::context::Shared;
use crate::errors::Problem;
use crate::limits::{PAGE_BYTES, PAGE_ENTRIES};
use crate::published::note;

/// The tiles of a log's published tree.
struct Tiles<'a> {
    store: &'a dyn Store,
    log: &'a LogName,
}

impl TileSource for Tiles<'_> {
    fn tile(&self, level: u8, number: u64) -> Option<Vec<u8>> {
        self.store.tile(self.log, level, number).ok().flatten()
    }
}

/// The provenance of a paragraph without the root of its tree and without receipts: for what prints its words and not how to prove it.
pub(crate) fn unproven(shown: &Shown) -> Provenance {
    Provenance {
        origin: shown.origin.clone(),
        size: shown.paragraph.head.moment.size,
        root: None,
        published_size: shown.heads.published_size,
        last_recorded_at_ms: shown.last_recorded_at_ms,
        last_event_hash: Some(shown.last_event_hash.clone()),
        receipt: None,
    }
}

/// Where a ledger stands, for a page that shows something else of it than a paragraph.
pub(crate) fn at(stand: &Stand) -> Provenance {
    Provenance {
        origin: stand.origin.clone(),
        size: stand.size,
        root: None,
        published_size: stand.heads.published_size,
        last_recorded_at_ms: stand.last_recorded_at_ms,
        last_event_hash: Some(stand.last_event_hash.clone()),
        receipt: None,
    }
}

/// The provenance of a paragraph, with the newest receipt of it.
pub(crate) fn provenance(shared: &Shared, log: &LogName, shown: &Shown) -> Result<Provenance, Problem> {
    let size = shown.paragraph.head.moment.size;
    let root = root(&*shared.store, log, size, shown.heads.published_size)?;
    let receipt = note(shared, log.as_str(), shown)?;
    Ok(Provenance { root: Some(root), receipt, ..unproven(shown) })
}

/// The root of the tree of a size, in base64. What is not published yet is hashed here, so that the root of a size is the same before and
/// after its publication, and so is a document that prints it.
fn root(store: &dyn Store, log: &LogName, size: u64, published_size: u64) -> Result<String, StoreError> {
    let known = size.min(published_size);
    let damaged = |e: &dyn std::fmt::Display| StoreError::Damaged(format!("tiles of size {known}: {e}"));
    let mut tree = frontier_from_tiles(known, &Tiles { store, log }).map_err(|e| damaged(&e))?;
    while tree.size() < size {
        let page = store.entries(log, tree.size(), PAGE_ENTRIES.0, PAGE_BYTES)?;
        if page.is_empty() {
            return Err(StoreError::Damaged(format!("entry {}: it is missing", tree.size())));
        }
        for stored in page.iter().filter(|stored| stored.index < size) {
            tree.push(leaf_hash(&stored.entry));
        }
    }
    Ok(tree.root().to_string())
}
