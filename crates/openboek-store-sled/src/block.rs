//! Blocks: entries that follow each other, under one key.
//!
//! What a key costs, the entry's own bytes aside, is the larger part of what sled does for a small entry, and it writes each byte about
//! five times. So the entries that come together are put together and compressed: neighbours say much the same. A block holds about as
//! many as give a value that need not be parted, judged by the block before it; an entry longer than that has a block of its own.
//!
//! A block is a row of records: length of the entry (4 bytes), length of the payload (4 bytes; 2^32 - 1 for none), the entry,
//! and with a payload the salt (32 bytes) and the payload. It is kept packed: its length (4 bytes) and the LZ4 block (the format
//! without a frame) that gives it; or, where that would be longer, 0 (4 bytes) and the records themselves.

use std::borrow::Cow;

use openboek_store::{NewEntry, StoredEntry, StoredPayload};

use crate::codec::Reader;

const NO_PAYLOAD: u32 = u32::MAX;

/// How many bytes of records the first block has room for; most come to a third of it.
const ROOM_AT_FIRST: usize = 8 * 1024;
/// The most room: who reads one entry unpacks its block.
const ROOM_MAX: usize = 32 * 1024;
/// LZ4 makes no more than this of a byte: a length that is larger is not believed.
const UNPACKED_MAX: usize = 256;

/// Makes packed blocks, most of them of at most `bytes_max`, and gives each to `put` with its first index.
/// `None` when a length does not fit its four bytes.
pub(crate) fn write_blocks<E>(
    first_index: u64,
    entries: &[&NewEntry],
    bytes_max: usize,
    mut put: impl FnMut(u64, &[u8]) -> Result<(), E>,
) -> Result<Option<()>, E> {
    let (mut block, mut room) = (Vec::new(), ROOM_AT_FIRST);
    let mut begin = first_index;
    for (index, new) in (first_index..).zip(entries.iter().copied()) {
        if !block.is_empty() && block.len() + record_len(new) > room {
            let Some(packed) = pack(&block) else { return Ok(None) };
            put(begin, &packed)?;
            // A tenth less than what would just have fitted.
            room = (block.len() * bytes_max / packed.len() * 9 / 10).clamp(bytes_max / 2, ROOM_MAX);
            block.clear();
            begin = index;
        }
        if push_record(&mut block, new).is_none() {
            return Ok(None);
        }
    }
    if !block.is_empty() {
        let Some(packed) = pack(&block) else { return Ok(None) };
        put(begin, &packed)?;
    }
    Ok(Some(()))
}

fn pack(records: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(records.len()).ok()?;
    let compressed = lz4_flex::block::compress(records);
    Some(if compressed.len() < records.len() {
        [&length.to_be_bytes(), &compressed[..]].concat()
    } else {
        [&[0; 4], records].concat()
    })
}

/// The records of a packed block; `None` when it is not whole.
pub(crate) fn unpack(packed: &[u8]) -> Option<Cow<'_, [u8]>> {
    let mut reader = Reader(packed);
    let length = reader.length()?;
    if length == 0 {
        return Some(Cow::Borrowed(reader.0));
    }
    if length / UNPACKED_MAX > reader.0.len() {
        return None;
    }
    let records = lz4_flex::block::decompress(reader.0, length).ok()?;
    (records.len() == length).then_some(Cow::Owned(records))
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

    fn read(blocks: &[(u64, Vec<u8>)]) -> Vec<StoredEntry> {
        let each = blocks.iter().flat_map(|(first, block)| {
            let records = unpack(block).unwrap();
            read_block(*first, &records).unwrap().iter().map(Record::to_stored).collect::<Vec<_>>()
        });
        each.collect()
    }

    fn stored(first_index: u64, entries: &[NewEntry]) -> Vec<StoredEntry> {
        let each = (first_index..).zip(entries);
        each.map(|(index, n)| StoredEntry { index, entry: n.entry.clone(), payload: n.payload.clone() })
            .collect()
    }

    /// The bytes of format 4, for ever: what was packed must be unpacked. How well a later version packs is its own affair.
    #[test]
    fn blocks_of_format_4_are_read_for_ever() {
        let records = [&b"\0\0\0\x02\xff\xff\xff\xffab\0\0\0\x01\0\0\0\x03c"[..], &[9; 32], b"pay"].concat();
        let entries = [new(b"ab", None), new(b"c", Some(b"pay"))];
        let plain = [&[0; 4], &records[..]].concat();
        // Twenty literals (15 + 5), the last of them once more 29 times (15 + 10 + 4) from 1 back, and five literals.
        let lz4 = [&[0xff, 5][..], &records[..20], &[1, 0, 10, 0x50, 9, 9], b"pay"].concat();
        let packed = [&54_u32.to_be_bytes(), &lz4[..]].concat();
        for block in [plain, packed] {
            assert_eq!(read(&[(5, block)]), stored(5, &entries));
        }
    }

    #[test]
    fn entries_are_put_together_up_to_the_limit_and_read_back() {
        let text = |number: u64| {
            let digest = blake3::hash(&number.to_be_bytes()).to_hex();
            new(
                format!("entry of an origin that is the same each time, and {digest}").as_bytes(),
                Some(&[7; 40]),
            )
        };
        let long: Vec<u8> =
            (0..9_000_u32).flat_map(|n| blake3::hash(&n.to_be_bytes()).as_bytes()[..4].to_vec()).collect();
        let mut entries: Vec<_> = (0..2_000).map(text).collect();
        entries.push(new(&long, None));
        entries.push(new(b"", Some(&[6; 1])));
        let found = blocks(7, &entries, 4_000);
        assert_eq!(read(&found), stored(7, &entries));
        // All but the long one, which cannot be packed, and stands alone.
        let fitting = found.iter().filter(|(_, block)| block.len() <= 4_000).count();
        assert_eq!(fitting, found.len() - 1);
        assert!(found.len() < 60, "two thousand entries of 180 bytes make {} blocks", found.len());
    }

    #[test]
    fn a_torn_block_is_not_read() {
        for payload in [&b"payload"[..], &[3; 400]] {
            let (_, packed) = blocks(0, &[new(b"entry", Some(payload))], 4_000).remove(0);
            let whole = unpack(&packed).unwrap();
            assert!(read_block(0, &whole).is_some());
            assert!(read_block(u64::MAX, &whole).is_none(), "no index after the last");
            for len in 0..packed.len() {
                let records = unpack(&packed[..len]);
                assert!(records.is_none_or(|records| read_block(0, &records).is_none()), "{len} bytes");
            }
        }
    }

    #[test]
    fn a_length_that_cannot_be_is_not_believed() {
        for length in [u32::MAX, 1_000_000, 1] {
            assert!(unpack(&[&length.to_be_bytes()[..], &[0x10, b'a']].concat()).is_none() || length == 1);
        }
    }
}
