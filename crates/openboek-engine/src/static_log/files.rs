//! The files of a static log as they are made from what a store holds: for the folder, the reading room and a check alike.

use openboek_proof::tree::{TILE_WIDTH, TileKind, TilePath, push_entry};
use openboek_store::{LogName, Store, StoredPayload};

use crate::read::{ReadError, for_each};

/// Bytes of one hash in a tile.
const HASH_BYTES: usize = 32;

/// The file of a tile; `None` when the store has no such tile, or one that is not as wide. Entries are given as far as they are recorded:
/// whether they are published is for the caller to know.
///
/// # Errors
/// [`ReadError`], also when an entry of an entry tile is missing.
pub fn tile_file(store: &dyn Store, log: &LogName, path: TilePath) -> Result<Option<Vec<u8>>, ReadError> {
    match path.kind {
        TileKind::Hashes(level) => {
            let length = usize::from(path.width) * HASH_BYTES;
            let hashes = store.tile(log, level, path.number)?;
            Ok(hashes.and_then(|hashes| hashes.get(..length).map(<[u8]>::to_vec)))
        }
        TileKind::Entries => entries(store, log, path).map(Some),
    }
}

fn entries(store: &dyn Store, log: &LogName, path: TilePath) -> Result<Vec<u8>, ReadError> {
    let first = path.number.saturating_mul(TILE_WIDTH);
    let mut bundle = Vec::new();
    for_each(store, log, first, first.saturating_add(path.width.into()), |stored| {
        push_entry(&mut bundle, &stored.entry)
            .ok_or_else(|| ReadError::damaged(stored.index, "it is too long"))
    })?;
    Ok(bundle)
}

/// The file of a payload: the salt, and the payload.
#[must_use]
pub fn payload_file(payload: &StoredPayload) -> Vec<u8> {
    [&payload.salt[..], &payload.bytes].concat()
}
