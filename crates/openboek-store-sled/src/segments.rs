//! The headers of the segments that sled's file is made of, looked at before sled opens it.
//!
//! sled takes a segment whose header is damaged for one that was never written: it opens an older state, goes on writing beside it, and may not
//! find at the next opening what was written since. So such a file is not opened at all.
//!
//! A header: CRC-32 of the rest, inverted (4 bytes, little-endian), and two positions (8 each). A segment that is free, or not written yet,
//! begins with zeros. sled writes a header at once, within what a disk never tears.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use openboek_store::StoreError;

use crate::codec::damaged;
use crate::files::io_error;

const HEADER_BYTES: usize = 20;

/// Checks the header of every segment of sled's file, if there is one yet.
///
/// # Errors
/// [`StoreError::Damaged`] with the segment's number.
pub(crate) fn check(path: &Path, segment_bytes: u64) -> Result<(), StoreError> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file.map_err(|error| io_error("cannot open", path, &error))?,
    };
    match first_damaged(&file, segment_bytes) {
        Ok(None) => Ok(()),
        Ok(Some(number)) => Err(damaged(format_args!(
            "segment {number} of {} has a header that is not whole",
            path.display()
        ))),
        Err(error) => Err(io_error("cannot read", path, &error)),
    }
}

fn first_damaged(file: &File, segment_bytes: u64) -> io::Result<Option<u64>> {
    let (length, mut number, mut place) = (file.metadata()?.len(), 0, 0);
    let header_bytes = u64::try_from(HEADER_BYTES).unwrap_or(u64::MAX);
    while length.saturating_sub(place) >= header_bytes {
        let mut header = [0; HEADER_BYTES];
        file.read_exact_at(&mut header, place)?;
        if !is_whole(&header) {
            return Ok(Some(number));
        }
        number += 1;
        place += segment_bytes;
    }
    Ok(None)
}

fn is_whole(header: &[u8; HEADER_BYTES]) -> bool {
    let Some((crc, rest)) = header.split_first_chunk::<4>() else { return false };
    *header == [0; HEADER_BYTES] || u32::from_le_bytes(*crc) == !crc32fast::hash(rest)
}

#[cfg(test)]
mod tests {
    use openboek_store::{LogName, Store as _};

    use crate::{SledOptions, SledStore};

    /// Without the check sled opens most of these, without what the segment holds.
    #[test]
    fn a_changed_byte_of_a_segments_header_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let open = || SledStore::open(dir.path(), &SledOptions::default());
        let store = open().unwrap();
        store.create_log(&LogName::new("log").unwrap(), b"ledger.example.nl/log").unwrap();
        store.close().unwrap();
        let path = dir.path().join("sled/db");
        let whole = std::fs::read(&path).unwrap();
        assert!(whole.len() > super::HEADER_BYTES);
        for place in 0..super::HEADER_BYTES {
            let mut changed = whole.clone();
            changed[place] ^= 1 << (place % 8);
            std::fs::write(&path, changed).unwrap();
            let told = open().err().map(|error| error.to_string()).unwrap_or_default();
            assert!(told.contains("segment 0") && told.contains("openboek restore"), "byte {place}: {told}");
        }
        std::fs::write(&path, &whole).unwrap();
        assert_eq!(open().unwrap().logs().unwrap().len(), 1);
    }
}
