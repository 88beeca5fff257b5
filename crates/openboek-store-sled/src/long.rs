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

/// What is too much for one batch of sled is written in stages of at most this size.
const STAGE_BYTES_MAX: usize = 128 * 1024;

/// What one commit writes.
#[derive(Default)]
pub(crate) struct Writes {
    /// What takes the place of something that readers see, or makes new values seen.
    changes: Vec<(Key, Option<Vec<u8>>)>,
    /// What nobody can see before the changes are there.
    fresh: Vec<(Key, Vec<u8>)>,
}

/// A value too long for its kind of key.
pub(crate) struct TooLong;

impl From<TooLong> for StoreError {
    /// What is written was in the journal, which holds nothing that long.
    fn from(_: TooLong) -> Self {
        damaged("a value of the journal is too long")
    }
}

impl Writes {
    pub(crate) fn put(&mut self, key: Key, value: Vec<u8>) {
        self.changes.push((key, Some(value)));
    }

    pub(crate) fn remove(&mut self, key: Key) {
        self.changes.push((key, None));
    }

    /// Puts a value under a key that holds none yet, or the very same.
    pub(crate) fn put_fresh(&mut self, key: Key, value: Vec<u8>) {
        self.fresh.push((key, value));
    }

    /// Puts a long value under a key that holds none yet, or the very same.
    pub(crate) fn put_long(&mut self, key: Key, value: &[u8]) -> Result<(), TooLong> {
        let (first, parts) = split(value)?;
        for (number, part) in parts {
            self.put_fresh(keys::part(&key, number), part.to_owned());
        }
        self.put_fresh(key, first);
        Ok(())
    }

    /// Puts a long value in the place of one that readers see until the batch is there; of none, or of the very same, costs no more than
    /// [`Self::put_long`].
    pub(crate) fn replace_long(&mut self, key: Key, value: &[u8], old: Option<&[u8]>) -> Result<(), TooLong> {
        let Some(old) = old else { return self.put_long(key, value) };
        if old == value {
            return Ok(());
        }
        for number in part_count(value.len())?.saturating_add(1)..=part_count(old.len())? {
            self.remove(keys::part(&key, number));
        }
        self.put_long_with_batch(key, value)
    }

    /// Removes a long value of this length that readers see until the batch is there.
    pub(crate) fn remove_long(&mut self, key: Key, len: usize) -> Result<(), TooLong> {
        for number in 1..=part_count(len)? {
            self.remove(keys::part(&key, number));
        }
        self.remove(key);
        Ok(())
    }

    /// Puts a long value that makes others seen: it comes with the batch, never before it.
    pub(crate) fn put_long_with_batch(&mut self, key: Key, value: &[u8]) -> Result<(), TooLong> {
        let (first, parts) = split(value)?;
        for (number, part) in parts {
            self.put(keys::part(&key, number), part.to_owned());
        }
        self.put(key, first);
        Ok(())
    }

    /// New values by key, `None` to remove one: everything as one batch.
    pub(crate) fn into_batch(self) -> Vec<(Key, Option<Vec<u8>>)> {
        let fresh = self.fresh.into_iter().map(|(key, value)| (key, Some(value)));
        fresh.chain(self.changes).collect()
    }

    pub(crate) fn byte_count(&self) -> usize {
        let changes = self.changes.iter().map(|(key, value)| key.len() + value.as_ref().map_or(0, Vec::len));
        let fresh = self.fresh.iter().map(|(key, value)| key.len() + value.len());
        changes.chain(fresh).sum()
    }

    /// Takes out what can go before the batch, in stages that are small enough.
    pub(crate) fn take_stages(&mut self) -> Vec<Self> {
        let mut stages: Vec<Self> = Vec::new();
        let mut bytes = 0;
        for (key, value) in std::mem::take(&mut self.fresh) {
            let more = key.len() + value.len();
            if stages.is_empty() || bytes + more > STAGE_BYTES_MAX {
                stages.push(Self::default());
                bytes = 0;
            }
            bytes += more;
            if let Some(stage) = stages.last_mut() {
                stage.put_fresh(key, value);
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
///
/// Its parts are read one by one, and meanwhile another may take its place: then its first part, which has its length, is another, and it is read
/// again. What is not whole and stays so is damaged.
pub(crate) fn read_long(db: &Db, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
    let mut first = db.get(key)?;
    loop {
        let Some(read) = first else { return Ok(None) };
        let value = assemble(db, key, &read);
        first = db.get(key)?;
        if first.as_ref() == Some(&read) {
            return value.map(Some);
        }
    }
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
    fn what_is_fresh_can_be_written_in_stages() {
        let mut writes = Writes::default();
        writes.put(b"h".to_vec(), vec![1; 8]);
        writes.put_long(b"e1".to_vec(), &[1; 1_000_000]).ok().unwrap();
        writes.put_fresh(b"r1".to_vec(), vec![2; 44]);
        let stages = writes.take_stages();
        let bytes = |stage: &Writes| stage.fresh.iter().map(|(k, v)| k.len() + v.len()).sum::<usize>();
        assert!(
            stages.len() >= 8 && stages.iter().all(|s| bytes(s) <= STAGE_BYTES_MAX && s.changes.is_empty())
        );
        assert_eq!(writes.into_batch(), [(b"h".to_vec(), Some(vec![1; 8]))]);
    }

    /// What is the same is not written again: a batch that is applied a second time stays as small as it was.
    #[test]
    fn only_what_differs_takes_the_place_of_what_is_there() {
        let table: [(Option<&[u8]>, usize, usize); 3] =
            [(None, 3, 0), (Some(&[7; 9_000]), 0, 0), (Some(&[7; 15_000]), 0, 4)];
        for (old, fresh, changes) in table {
            let mut writes = Writes::default();
            writes.replace_long(b"t".to_vec(), &[7; 9_000], old).ok().unwrap();
            assert_eq!(
                (writes.fresh.len(), writes.changes.len()),
                (fresh, changes),
                "{:?}",
                old.map(<[u8]>::len)
            );
        }
    }

    /// A tile grows while others read it: each of them reads one of the tiles there were, and never that it is damaged.
    #[test]
    fn what_is_replaced_while_it_is_read_is_read_whole() {
        let dir = tempfile::TempDir::new().unwrap();
        let layout = crate::files::Layout::create(&dir.path().join("store")).unwrap();
        let db = Db::open(&layout, 1 << 20, crate::gate::SyncGate::default()).unwrap();
        let key = keys::tile(crate::keys::LogNumber(1), 0, 0);
        let value = |round: u8| vec![round; 9_000 + 100 * usize::from(round)];
        let put = |round: u8, old: Option<&[u8]>| {
            let mut writes = Writes::default();
            writes.replace_long(key.clone(), &value(round), old).ok().unwrap();
            db.write(writes).unwrap();
        };
        put(0, None);
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while !done.load(std::sync::atomic::Ordering::Relaxed) {
                        let read = read_long(&db, &key).unwrap().unwrap();
                        assert_eq!(read, value(read[0]));
                    }
                });
            }
            for round in 1..200 {
                put(round, Some(&value(round - 1)));
            }
            done.store(true, std::sync::atomic::Ordering::Relaxed);
        });
    }
}
