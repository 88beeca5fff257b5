//! The paths of tiles and entry bundles (C2SP `tlog-tiles`): `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]`.
//!
//! Written here and not taken from `tlog_tiles`: its paths carry the height, and its parser panics on a width of 0 or a
//! level above 63, which anybody can ask a server for.

use super::TILE_WIDTH;
use std::fmt;

/// What a file under `tile/` holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TileKind {
    /// Hashes of a level, 0 to 63.
    Hashes(u8),
    /// Entries, each after its length in two bytes, big-endian.
    Entries,
}

/// The path of a tile or an entry bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TilePath {
    /// What the file holds.
    pub kind: TileKind,
    /// The number within the level.
    pub number: u64,
    /// How many hashes or entries it holds: 1 to 256; 256 is a full one.
    pub width: u16,
}

impl TilePath {
    /// The path of a tile of hashes.
    #[must_use]
    pub fn hashes(level: u8, number: u64, width: u16) -> Self {
        let kind = TileKind::Hashes(level);
        Self { kind, number, width }
    }

    /// The path of an entry bundle.
    #[must_use]
    pub fn entries(number: u64, width: u16) -> Self {
        let kind = TileKind::Entries;
        Self { kind, number, width }
    }

    /// Parses a path; only the form that [`fmt::Display`] writes is accepted.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("tile/")?;
        let (kind, rest) = rest.split_once('/')?;
        let kind = match kind {
            "entries" => TileKind::Entries,
            level => TileKind::Hashes(level.parse().ok().filter(|level| *level < 64)?),
        };
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, width.parse().ok()?),
            None => (rest, 256),
        };
        let parsed = Self { kind, number: parse_tile_number(number)?, width };
        // One form only: no signs, no leading zeros, no `.p/256`, no superfluous groups.
        let full = u64::from(width) == TILE_WIDTH;
        let width_fits = full || (1..=255).contains(&width);
        (width_fits && parsed.to_string() == path).then_some(parsed)
    }
}

/// Parses groups of three digits, all but the last after an `x`.
fn parse_tile_number(text: &str) -> Option<u64> {
    let mut number = 0_u64;
    for group in text.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        let value: u64 = digits.parse().ok().filter(|value| *value < 1000)?;
        number = number.checked_mul(1000)?.checked_add(value)?;
    }
    Some(number)
}

impl fmt::Display for TilePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(out, "tile/{level}/")?,
            TileKind::Entries => out.write_str("tile/entries/")?,
        }
        let mut groups = vec![self.number % 1000];
        let mut rest = self.number / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for (place, group) in groups.iter().enumerate().rev() {
            if place == 0 {
                write!(out, "{group:03}")?;
            } else {
                write!(out, "x{group:03}/")?;
            }
        }
        if u64::from(self.width) < TILE_WIDTH {
            write!(out, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_and_read_back() {
        for (path, tile) in [
            ("tile/0/x001/067.p/12", TilePath::hashes(0, 1067, 12)),
            ("tile/63/000", TilePath::hashes(63, 0, 256)),
            ("tile/1/x001/x234/067", TilePath::hashes(1, 1_234_067, 256)),
            ("tile/entries/999.p/255", TilePath::entries(999, 255)),
            ("tile/entries/x018/x446/x744/x073/x709/x551/615", TilePath::entries(u64::MAX, 256)),
        ] {
            assert_eq!(tile.to_string(), path);
            assert_eq!(TilePath::parse(path), Some(tile), "{path}");
        }
    }

    #[test]
    fn a_path_has_one_form() {
        for wrong in [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/0000",
            "tile/00/000",
            "tile/64/000",
            "tile/200/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/",
            "tile/0/x000/000",
            "tile/0/001/000",
            "tile/0/x001",
            "tile/0/+01",
            "tile/8/0/000",
            "tile/data/000",
            "/tile/0/000",
            "tile/0/000/",
            "tile/0/000.p/1/2",
            "tile/-1/000",
            "tile/entries/x018/x446/x744/x073/x709/x551/616",
        ] {
            assert_eq!(TilePath::parse(wrong), None, "{wrong}");
        }
    }
}
