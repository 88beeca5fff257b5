//! Writes of one batch, and values longer than a page should hold.
//!
//! sled keeps up to some twenty neighbouring values in one page and writes a page of over 128 KiB to a file of its own (a
//! *blob*), which it neither syncs nor misses after a crash. So no value here is longer than [`PART_BYTES`]: a longer one is
//! kept in parts, the further ones under keys of their own.
//!
//! The first byte of a long value tells its form: 0, the value follows; 1, its length (4 bytes) and the first part.

use openboek_store::StoreError;

use crate::codec::damaged;
use crate::db::Db;
use crate::keys::{self, Key};

/// The most bytes under one key: twenty of them with their keys are well below 128 KiB.
pub(crate) const PART_BYTES: usize = 4096;

/// The most bytes of a long value that is not parted.
pub(crate) const BLOCK_BYTES_MAX: usize = PART_BYTES - 1;

/// The form byte and the length before the first part.
const PARTED_HEADER: usize = 5;

/// Parts of long values that together exceed this are written ahead, in stages of at most this size.
const STAGE_BYTES_MAX: usize = 128 * 1024;

/// What one commit writes.
#[derive(Default)]
pub(crate) struct Writes {
    changes: Vec<(Key, Option<Vec<u8>>)>,
    /// Keys and values together.
    pub(crate) bytes: usize,
    /// A key near each place that will change: read first, so that an unreadable page is found before any change.
    pub(crate) touch: Vec<Key>,
    /// Further parts of values nobody can see before the batch is there.
    ahead: Vec<(Key, Vec<u8>)>,
    ahead_bytes: usize,
}

/// A value too long for its kind of key.
pub(crate) struct TooLong;

impl Writes {
    pub(crate) fn put(&mut self, key: Key, value: Vec<u8>) {
        self.bytes += key.len() + value.len();
        self.changes.push((key, Some(value)));
    }

    pub(crate) fn remove(&mut self, key: Key) {
        self.bytes += key.len();
        self.changes.push((key, None));
    }

    /// New values by key, `None` to remove one.
    pub(crate) fn into_changes(self) -> Vec<(Key, Option<Vec<u8>>)> {
        self.changes
    }

    pub(crate) fn touch(&mut self, key: Key) {
        self.touch.push(key);
    }

    /// Puts a long value under a key that holds none yet.
    pub(crate) fn put_long(&mut self, key: Key, value: &[u8]) -> Result<(), TooLong> {
        let (first, parts) = split(value)?;
        for (number, part) in parts {
            let part_key = keys::part(&key, number);
            self.ahead_bytes += part_key.len() + part.len();
            self.ahead.push((part_key, part.to_owned()));
        }
        self.put(key, first);
        Ok(())
    }

    /// Puts a long value in the place of one of `old_len` bytes, which readers see until the batch is there.
    pub(crate) fn replace_long(
        &mut self,
        key: Key,
        value: &[u8],
        old_len: Option<usize>,
    ) -> Result<(), TooLong> {
        let (first, parts) = split(value)?;
        let mut next = 1;
        for (number, part) in parts {
            self.put(keys::part(&key, number), part.to_owned());
            next = number.saturating_add(1);
        }
        for number in next..=part_count(old_len.unwrap_or(0))? {
            self.remove(keys::part(&key, number));
        }
        self.put(key, first);
        Ok(())
    }

    /// Takes out what is to be written ahead; the rest is then the batch itself.
    pub(crate) fn take_stages(&mut self) -> Vec<Self> {
        let ahead = std::mem::take(&mut self.ahead);
        if self.ahead_bytes <= STAGE_BYTES_MAX {
            for (key, part) in ahead {
                self.put(key, part);
            }
            return Vec::new();
        }
        let mut stages: Vec<Self> = Vec::new();
        for (key, part) in ahead {
            let fits = |stage: &Self| stage.bytes + key.len() + part.len() <= STAGE_BYTES_MAX;
            if !stages.last().is_some_and(fits) {
                stages.push(Self::default());
            }
            if let Some(stage) = stages.last_mut() {
                if stage.touch.is_empty() {
                    stage.touch(key.clone());
                }
                stage.put(key, part);
            }
        }
        stages
    }
}

/// How many parts follow the value under the key itself.
fn part_count(len: usize) -> Result<u16, TooLong> {
    if len <= BLOCK_BYTES_MAX {
        return Ok(0);
    }
    let rest = len - (PART_BYTES - PARTED_HEADER);
    u16::try_from(rest.div_ceil(PART_BYTES)).map_err(|_| TooLong)
}

/// The further parts of a long value, with their numbers.
type Parts<'a> = std::iter::Zip<std::ops::RangeFrom<u16>, std::slice::Chunks<'a, u8>>;

/// The bytes under the key itself, and the further parts.
fn split(value: &[u8]) -> Result<(Vec<u8>, Parts<'_>), TooLong> {
    let (first, rest) = if value.len() <= BLOCK_BYTES_MAX {
        ([&[0], value].concat(), &[][..])
    } else {
        part_count(value.len())?;
        let len = u32::try_from(value.len()).map_err(|_| TooLong)?;
        let (first, rest) = value.split_at(PART_BYTES - PARTED_HEADER);
        ([&[1], &len.to_be_bytes()[..], first].concat(), rest)
    };
    Ok((first, (1..).zip(rest.chunks(PART_BYTES))))
}

/// The long value whose first bytes stand under `key`.
pub(crate) fn assemble(db: &Db, key: &[u8], first: &[u8]) -> Result<Vec<u8>, StoreError> {
    let torn = || damaged(format_args!("the value under {key:02x?} is not whole"));
    match first.split_first() {
        Some((0, value)) => Ok(value.to_owned()),
        Some((1, rest)) => {
            let (len, part) = rest.split_first_chunk::<4>().ok_or_else(torn)?;
            let len = usize::try_from(u32::from_be_bytes(*len)).map_err(|_| torn())?;
            // The length is not believed before the parts are there.
            let mut value = part.to_owned();
            let count = part_count(len).map_err(|TooLong| torn())?;
            let mut numbers = 1_u16..;
            let range = keys::part(key, 1)..keys::part(key, count.saturating_add(1));
            db.scan(range, |part_key, part| {
                value.extend_from_slice(part);
                let expected = numbers.next().map(|number| keys::part(key, number));
                if expected.as_deref() == Some(part_key) { Ok(true) } else { Err(torn()) }
            })?;
            if value.len() == len { Ok(value) } else { Err(torn()) }
        }
        _ => Err(torn()),
    }
}

/// The long value under `key`, if there is one.
pub(crate) fn read_long(db: &Db, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
    db.get(key)?.map(|first| assemble(db, key, &first)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_split_at_the_limit() {
        for (len, expected) in [(0, 0), (4095, 0), (4096, 1), (4091 + 4096, 1), (4091 + 4097, 2)] {
            let value = vec![7; len];
            let (first, parts) = split(&value).ok().unwrap();
            let parts: Vec<_> = parts.collect();
            assert_eq!(parts.len(), expected, "{len} bytes");
            assert_eq!(usize::from(part_count(len).ok().unwrap()), expected, "{len} bytes");
            assert!(first.len() <= PART_BYTES && parts.iter().all(|(_, p)| p.len() <= PART_BYTES));
            let header = if expected == 0 { 1 } else { PARTED_HEADER };
            let whole = [&first[header..], &parts.iter().flat_map(|(_, p)| *p).copied().collect::<Vec<_>>()];
            assert_eq!(whole.concat(), value);
        }
        assert!(part_count(PART_BYTES * 70_000).is_err());
    }

    #[test]
    fn many_parts_are_written_ahead_in_stages() {
        let mut small = Writes::default();
        small.put_long(b"e1".to_vec(), &[1; 100_000]).ok().unwrap();
        assert!(small.take_stages().is_empty(), "little enough for the batch itself");
        assert!(small.bytes > 100_000);
        let mut large = Writes::default();
        large.put_long(b"e1".to_vec(), &[1; 1_000_000]).ok().unwrap();
        let stages = large.take_stages();
        assert!(
            stages.len() >= 8 && stages.iter().all(|s| s.bytes <= STAGE_BYTES_MAX && !s.touch.is_empty())
        );
        assert!(large.bytes < 5_000, "the batch itself holds the first part only");
    }
}
