//! Tiles: the tree in files of 256 hashes (C2SP `tlog-tiles`).

use super::Frontier;
use crate::hash::Hash;
use crate::text::MAX_NUMBER;
use std::cell::Cell;
use tlog_tiles::{HASH_SIZE, HashReader, Tile};

/// How many hashes a full tile holds, and how many entries a full entry bundle.
pub const TILE_WIDTH: u64 = 256;

/// The height of a tile in levels of the tree: 2^8 = [`TILE_WIDTH`].
const TILE_HEIGHT: u8 = 8;

/// Bytes in a full tile.
const TILE_BYTES: usize = 256 * HASH_SIZE;

/// Where tiles are read from.
pub trait TileSource {
    /// The hashes of a tile as far as they are there: up to 256 of 32 bytes each. At level 0 they are leaf hashes, above it
    /// each is the root of a full tile below. More hashes than were asked for do no harm. `None` when there is no such tile.
    fn tile(&self, level: u8, number: u64) -> Option<Vec<u8>>;
}

/// Why a proof or a tree could not be built from tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// A tile is not there, or holds too few hashes.
    #[error("tile {number} of level {level} is missing or too short")]
    MissingTile {
        /// The level, from 0.
        level: u8,
        /// The number within the level.
        number: u64,
    },
    /// The index or the old size lies beyond the size.
    #[error("the index or the old size lies beyond the size of the tree")]
    OutOfRange,
}

/// Reads hashes of the tree out of tiles.
pub(super) struct Reader<'a, S> {
    source: &'a S,
    /// The tile that was not there: the library's error has no room for it.
    missing: Cell<Option<TreeError>>,
}

impl<'a, S: TileSource> Reader<'a, S> {
    pub(super) fn new(source: &'a S) -> Self {
        let missing = Cell::new(None);
        Self { source, missing }
    }

    /// Runs work of the library that reads hashes, and says which tile it missed if it fails.
    pub(super) fn run<T>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, tlog_tiles::Error>,
    ) -> Result<T, TreeError> {
        work(self).map_err(|_| self.missing.get().unwrap_or(TreeError::OutOfRange))
    }
}

impl<S: TileSource> HashReader for Reader<'_, S> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let read = |index: &u64| {
            let tile = Tile::from_index(TILE_HEIGHT, *index);
            let (level, number) = (tile.level(), tile.level_index());
            let hashes = self.source.tile(level, number).unwrap_or_default();
            let missing = Some(TreeError::MissingTile { level, number });
            tile.hash_at_index(&hashes, *index).inspect_err(|_| self.missing.set(missing))
        };
        indexes.iter().map(read).collect()
    }
}

/// The right edge of the tree of `size` leaves.
///
/// # Errors
///
/// [`TreeError::MissingTile`] when a tile it needs is not there.
pub fn frontier_from_tiles(size: u64, source: &impl TileSource) -> Result<Frontier, TreeError> {
    if size > MAX_NUMBER {
        return Err(TreeError::OutOfRange);
    }
    let needed = tlog_tiles::sub_tree_index(0, size, Vec::new());
    let roots = Reader::new(source).run(|reader| reader.read_hashes(&needed))?;
    let roots = roots.into_iter().map(Hash::from).collect();
    Frontier::from_roots(size, roots).ok_or(TreeError::OutOfRange)
}

/// The tiles that are new or grew when `leaves` are appended to a tree of `old_size`: level, number and all hashes of each.
///
/// # Errors
///
/// [`TreeError::MissingTile`] when a tile that grows is not in `source`.
pub fn extend_tiles(
    old_size: u64,
    leaves: &[Hash],
    source: &impl TileSource,
) -> Result<Vec<(u8, u64, Vec<u8>)>, TreeError> {
    let mut grown = Vec::new();
    let mut start = old_size;
    let mut hashes = leaves.to_vec();
    for level in 0.. {
        if hashes.is_empty() {
            break;
        }
        hashes = extend_level(level, start, &hashes, source, &mut grown)?;
        start /= TILE_WIDTH;
    }
    Ok(grown)
}

/// Appends hashes to one level, whose next position is `start`; gives the roots of the tiles that became full.
fn extend_level(
    level: u8,
    start: u64,
    hashes: &[Hash],
    source: &impl TileSource,
    grown: &mut Vec<(u8, u64, Vec<u8>)>,
) -> Result<Vec<Hash>, TreeError> {
    let mut number = start / TILE_WIDTH;
    let mut tile = old_part(level, number, start % TILE_WIDTH, source)?;
    let mut full = Vec::new();
    for hash in hashes {
        tile.extend(hash.0);
        if tile.len() == TILE_BYTES {
            full.push(Tile::subtree_hash(&tile).into());
            grown.push((level, number, std::mem::take(&mut tile)));
            number += 1;
        }
    }
    if !tile.is_empty() && !hashes.is_empty() {
        grown.push((level, number, tile));
    }
    Ok(full)
}

/// The first `width` hashes of a tile that is about to grow.
fn old_part(level: u8, number: u64, width: u64, source: &impl TileSource) -> Result<Vec<u8>, TreeError> {
    if width == 0 {
        return Ok(Vec::with_capacity(TILE_BYTES));
    }
    let missing = TreeError::MissingTile { level, number };
    let mut tile = source.tile(level, number).ok_or(missing)?;
    let length = usize::try_from(width).map_err(|_| missing)? * HASH_SIZE;
    if tile.len() < length {
        return Err(missing);
    }
    tile.truncate(length);
    Ok(tile)
}
