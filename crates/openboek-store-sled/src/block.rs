//! Blocks: entries that follow each other, under one key.
//!
//! What a key costs, the entry's own bytes aside, is the larger part of what sled does for a small entry. So a batch's
//! entries are put together until a block is as long as a value may be; an entry longer than that has a block of its own.
//!
//! A block is a row of records: length of the entry (4 bytes), length of the payload (4 bytes; 2^32 - 1 for none), the entry,
//! and with a payload the salt (32 bytes) and the payload.

use openboek_store::{NewEntry, StoredEntry, StoredPayload};

use crate::codec::Reader;

const NO_PAYLOAD: u32 = u32::MAX;

/// Makes blocks of at most `bytes_max`, but for a single longer entry, and gives each to `put` with its first index.
/// `None` when a length does not fit its four bytes.
pub(crate) fn write_blocks<E>(
    first_index: u64,
    entries: &[&NewEntry],
    bytes_max: usize,
    mut put: impl FnMut(u64, &[u8]) -> Result<(), E>,
) -> Result<Option<()>, E> {
    let mut block = Vec::with_capacity(bytes_max);
    let mut begin = first_index;
    for (index, new) in (first_index..).zip(entries.iter().copied()) {
        if !block.is_empty() && block.len() + record_len(new) > bytes_max {
            put(begin, &block)?;
            block.clear();
            begin = index;
        }
        if push_record(&mut block, new).is_none() {
            return Ok(None);
        }
    }
    if !block.is_empty() {
        put(begin, &block)?;
    }
    Ok(Some(()))
}

fn record_len(new: &NewEntry) -> usize {
    8 + new.entry.len() + new.payload.as_ref().map_or(0, |p| 32 + p.bytes.len())
}

/// Adds the record of an entry. `None` when a length does not fit its four bytes.
pub(crate) fn push_record(block: &mut Vec<u8>, new: &NewEntry) -> Option<()> {
    let payload_len = match &new.payload {
        Some(payload) => u32::try_from(payload.bytes.len()).ok().filter(|len| *len != NO_PAYLOAD)?,
        None => NO_PAYLOAD,
    };
    block.extend_from_slice(&u32::try_from(new.entry.len()).ok()?.to_be_bytes());
    block.extend_from_slice(&payload_len.to_be_bytes());
    block.extend_from_slice(&new.entry);
    if let Some(payload) = &new.payload {
        block.extend_from_slice(&payload.salt);
        block.extend_from_slice(&payload.bytes);
    }
    Some(())
}

/// One entry inside a block.
pub(crate) struct Record<'a> {
    pub(crate) index: u64,
    entry: &'a [u8],
    payload: Option<([u8; 32], &'a [u8])>,
}

impl Record<'_> {
    pub(crate) fn to_stored(&self) -> StoredEntry {
        let payload = self.payload.map(|(salt, bytes)| StoredPayload { salt, bytes: bytes.to_owned() });
        StoredEntry { index: self.index, entry: self.entry.to_owned(), payload }
    }
}

/// The records of a block whose first entry has this index; `None` when it is not whole.
pub(crate) fn read_block(first_index: u64, block: &[u8]) -> Option<Vec<Record<'_>>> {
    let mut reader = Reader(block);
    let mut records = Vec::new();
    let mut index = first_index;
    while !reader.0.is_empty() {
        records.push(read_record(index, &mut reader)?);
        index = index.checked_add(1)?;
    }
    // A block is never empty.
    (!records.is_empty()).then_some(records)
}

/// The next record; `None` when it is not whole.
pub(crate) fn read_record<'a>(index: u64, reader: &mut Reader<'a>) -> Option<Record<'a>> {
    let entry_len = reader.length()?;
    let payload_len = reader.u32()?;
    let entry = reader.bytes(entry_len)?;
    let payload = if payload_len == NO_PAYLOAD {
        None
    } else {
        Some((reader.array()?, reader.bytes(usize::try_from(payload_len).ok()?)?))
    };
    Some(Record { index, entry, payload })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(entry: &[u8], payload: Option<&[u8]>) -> NewEntry {
        let payload = payload.map(|p| StoredPayload { salt: [9; 32], bytes: p.to_vec() });
        NewEntry { entry: entry.to_vec(), payload, streams: vec![] }
    }

    fn blocks(first_index: u64, entries: &[NewEntry], bytes_max: usize) -> Vec<(u64, Vec<u8>)> {
        let mut blocks = Vec::new();
        let put = |index, block: &[u8]| {
            blocks.push((index, block.to_vec()));
            Ok::<_, ()>(())
        };
        write_blocks(first_index, &entries.iter().collect::<Vec<_>>(), bytes_max, put).unwrap().unwrap();
        blocks
    }

    /// The bytes of format 2, for ever.
    #[test]
    fn blocks_of_format_2_never_change() {
        let found = blocks(5, &[new(b"ab", None), new(b"c", Some(b"pay"))], 100);
        let bytes = [&b"\0\0\0\x02\xff\xff\xff\xffab\0\0\0\x01\0\0\0\x03c"[..], &[9; 32], b"pay"].concat();
        assert_eq!(found, [(5, bytes)]);
    }

    #[test]
    fn entries_are_put_together_up_to_the_limit_and_read_back() {
        let entries = [
            new(&[1; 40], None),
            new(&[2; 40], None),
            new(&[3; 40], Some(b"")),
            new(&[4; 300], Some(&[5; 9])),
            new(b"", Some(&[6; 1])),
        ];
        // The first two are 96 bytes together.
        let found = blocks(7, &entries, 96);
        assert_eq!(found.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [7, 9, 10, 11]);
        let read = found.iter().flat_map(|(first, block)| {
            read_block(*first, block).unwrap().iter().map(Record::to_stored).collect::<Vec<_>>()
        });
        let expected = (7..).zip(&entries).map(|(index, n)| StoredEntry {
            index,
            entry: n.entry.clone(),
            payload: n.payload.clone(),
        });
        assert_eq!(read.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }

    #[test]
    fn a_torn_block_is_not_read() {
        let (_, block) = blocks(0, &[new(b"entry", Some(b"payload"))], 100).remove(0);
        assert!(read_block(0, &block).is_some());
        for len in 0..block.len() {
            assert!(read_block(0, &block[..len]).is_none(), "{len} bytes");
        }
        assert!(read_block(u64::MAX, &block).is_none(), "no index after the last");
    }
}
