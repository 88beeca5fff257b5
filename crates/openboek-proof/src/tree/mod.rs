//! The tree over the entries: RFC 6962 with SHA-256, stored as the tiles of C2SP `tlog-tiles`.

mod entries;
mod frontier;
mod path;
mod proof;
mod tiles;

pub use entries::{push_entry, split_entries};
pub use frontier::Frontier;
pub use path::{TileKind, TilePath};
pub use proof::{
    consistency_proof, frontier_before, inclusion_proof, parse_proof, verify_consistency, verify_inclusion,
    write_proof,
};
pub use tiles::{TILE_WIDTH, TileSource, TreeError, extend_tiles, frontier_from_tiles};
