//! What a file may be at most. Everything that grows with a file is counted while it is read.

use std::fmt::Display;

use super::findings::{Fault, TOO_LARGE};

/// Bytes of a file: twenty years of Iv3 of all municipalities in one.
pub const FILE: usize = 64 << 20;
/// Bytes that the parts of a workbook unpack to, together.
pub const UNPACKED: usize = 256 << 20;
/// Parts in a workbook.
pub const PARTS: usize = 4_096;
/// Rows with something in them, over all sheets.
pub const ROWS: usize = 500_000;
/// Cells, over all sheets; the empty ones before the last filled one of a row count too.
pub const CELLS: usize = 8_000_000;
/// Columns: what spreadsheets have.
pub const COLUMNS: usize = 16_384;
/// Rows of a sheet: what spreadsheets have.
pub const SHEET_ROWS: u64 = 1_048_576;
/// Bytes of text in one cell.
pub const CELL: usize = 65_536;
/// Bytes of text in all cells together: one long text can stand in a million cells.
pub const TEXT: usize = 256 << 20;
/// Lines that one quoted field of delimited text may go over.
pub const LINES: usize = 32;
/// Findings about the form of one file; more are counted.
pub const FINDINGS: usize = 1_000;

/// What has been read so far.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    rows: usize,
    cells: usize,
    text: usize,
    unpacked: usize,
}

impl Budget {
    /// Counts rows.
    pub(crate) fn rows(&mut self, more: usize) -> Result<(), Fault> {
        count(&mut self.rows, more, ROWS, "rijen")
    }

    /// Counts cells.
    pub(crate) fn cells(&mut self, more: usize) -> Result<(), Fault> {
        count(&mut self.cells, more, CELLS, "cellen")
    }

    /// Counts the text of a cell that stands in a number of cells.
    pub(crate) fn text(&mut self, bytes: usize, times: usize) -> Result<(), Fault> {
        if bytes > CELL {
            return Err(too_large(bytes, CELL, "bytes in één cel"));
        }
        count(&mut self.text, bytes.saturating_mul(times), TEXT, "bytes tekst")
    }

    /// Counts the text of a row that stands there once more.
    pub(crate) fn copied(&mut self, bytes: usize) -> Result<(), Fault> {
        count(&mut self.text, bytes, TEXT, "bytes tekst")
    }

    /// What may still be unpacked.
    pub(crate) fn unpackable(&self) -> usize {
        UNPACKED.saturating_sub(self.unpacked)
    }

    /// Counts unpacked bytes.
    pub(crate) fn unpacked(&mut self, more: usize) -> Result<(), Fault> {
        count(&mut self.unpacked, more, UNPACKED, "uitgepakte bytes")
    }
}

/// The fault of a file that is too large in some way. A size that goes on growing is "more than" its limit.
pub(crate) fn too_large(found: impl Display, most: impl Display, what: &str) -> Fault {
    Fault::new(TOO_LARGE, &format!("{found} {what}"), &format!("hoogstens {most} {what}"))
}

fn count(counter: &mut usize, more: usize, most: usize, what: &str) -> Result<(), Fault> {
    *counter = counter.saturating_add(more);
    if *counter > most { Err(too_large(*counter, most, what)) } else { Ok(()) }
}
