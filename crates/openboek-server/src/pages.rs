//! Published entries as they are stored, page by page, of the whole log or of one stream.

use openboek_rules::Stream;
use openboek_store::{LogName, Store, StoreError, StoredEntry, StreamCode};

use crate::limits::PAGE_BYTES;

/// Which entries are asked for, in what order they lie.
pub(crate) struct Pages<'a> {
    pub(crate) store: &'a dyn Store,
    pub(crate) log: &'a LogName,
    /// Only this stream's entries; `None` for all.
    pub(crate) stream: Option<Stream>,
}

/// A page.
pub(crate) struct Page {
    pub(crate) entries: Vec<StoredEntry>,
    /// Where the next page begins; `None` when there is nothing more below the size asked for.
    pub(crate) next: Option<u64>,
}

impl Pages<'_> {
    /// Entries from a position on, below a size: at most `limit`, and about [`PAGE_BYTES`] (at least one).
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) fn read(&self, from: u64, below: u64, limit: usize) -> Result<Page, StoreError> {
        if from >= below {
            return Ok(Page { entries: Vec::new(), next: None });
        }
        match self.stream {
            None => self.read_log(from, below, limit),
            Some(stream) => self.read_stream(key(stream), from, below, limit),
        }
    }

    fn read_log(&self, from: u64, below: u64, limit: usize) -> Result<Page, StoreError> {
        let mut entries = self.store.entries(self.log, from, limit, PAGE_BYTES)?;
        entries.retain(|entry| entry.index < below);
        let next = entries.last().map(|last| last.index + 1).filter(|next| *next < below);
        Ok(Page { entries, next })
    }

    fn read_stream(&self, code: StreamCode, from: u64, below: u64, limit: usize) -> Result<Page, StoreError> {
        let revision = self.first_revision(code, from)?;
        // One more than asked for tells whether there is a next page.
        let mut positions = self.store.stream(self.log, code, revision, limit.saturating_add(1))?;
        positions.retain(|position| *position < below);
        let (mut entries, mut bytes) = (Vec::new(), 0);
        for position in &positions {
            if entries.len() == limit || (bytes >= PAGE_BYTES && !entries.is_empty()) {
                return Ok(Page { entries, next: Some(*position) });
            }
            let entry = self.store.entry(self.log, *position)?;
            let entry =
                entry.ok_or_else(|| StoreError::Damaged(format!("entry {position}: it is missing")))?;
            bytes += entry.byte_count();
            entries.push(entry);
        }
        Ok(Page { entries, next: None })
    }

    /// Positions of this stream's entries below a position, the last first: at most `limit`. Of no stream, of the whole log.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) fn back(&self, below: u64, limit: usize) -> Result<Vec<u64>, StoreError> {
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        let Some(stream) = self.stream else {
            return Ok((below.saturating_sub(most)..below).rev().collect());
        };
        let code = key(stream);
        let end = self.first_revision(code, below)?;
        let mut positions = self.store.stream(self.log, code, end.saturating_sub(most), limit)?;
        positions.retain(|position| *position < below);
        positions.reverse();
        Ok(positions)
    }

    /// The revision of the stream's first entry at or after a position: by doubling, then by halves.
    fn first_revision(&self, code: StreamCode, position: u64) -> Result<u64, StoreError> {
        let at_or_after = |revision: u64| -> Result<bool, StoreError> {
            let found = self.store.stream(self.log, code, revision, 1)?;
            Ok(found.first().is_none_or(|at| *at >= position))
        };
        if position == 0 {
            return Ok(0);
        }
        let (mut low, mut high) = (0, 1);
        while !at_or_after(high)? {
            low = high;
            high *= 2;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if at_or_after(middle)? { high = middle } else { low = middle + 1 }
        }
        Ok(low)
    }
}

/// A stream as the store's key.
pub(crate) fn key(stream: Stream) -> StreamCode {
    StreamCode::new(&stream.to_string()).unwrap_or(StreamCode::REGION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use openboek_store::{Append, MemoryStore, NewEntry};

    /// A log of 40 entries; every third is in the stream of GM0505.
    fn store() -> (MemoryStore, LogName) {
        let (store, log) = (MemoryStore::new(), LogName::new("a").unwrap());
        store.create_log(&log, b"x/a").unwrap();
        let code = StreamCode::new("GM0505").unwrap();
        let entry = |index: u64| {
            let streams = if index.is_multiple_of(3) { vec![(code, index / 3)] } else { Vec::new() };
            NewEntry { entry: index.to_string().into_bytes(), payload: None, streams }
        };
        store.append(&log, &Append { entries: (0..40).map(entry).collect(), ..Append::default() }).unwrap();
        (store, log)
    }

    #[test]
    fn going_back_meets_every_entry_once_the_last_first() {
        let (store, log) = store();
        for (stream, step) in [(None, 1), (Some(Stream::new("GM0505").unwrap()), 3)] {
            let pages = Pages { store: &store, log: &log, stream };
            for below in 0..=40 {
                for limit in [1, 2, 7, 100] {
                    let (mut found, mut at) = (Vec::new(), below);
                    loop {
                        let page = pages.back(at, limit).unwrap();
                        assert!(page.len() <= limit && page.is_sorted_by(|a, b| a > b));
                        let Some(last) = page.last() else { break };
                        at = *last;
                        found.extend(page);
                    }
                    let expected: Vec<u64> = (0..below).filter(|i| i % step == 0).rev().collect();
                    assert_eq!(found, expected, "{stream:?} below {below} limit {limit}");
                }
            }
        }
    }

    #[test]
    fn pages_follow_each_other_without_gap_or_overlap() {
        let (store, log) = store();
        for (stream, step) in [(None, 1), (Some(Stream::new("GM0505").unwrap()), 3)] {
            let pages = Pages { store: &store, log: &log, stream };
            for below in [0, 1, 2, 30, 31, 40] {
                for limit in [1, 2, 7, 100] {
                    for from in 0..41 {
                        let (mut found, mut next) = (Vec::new(), Some(from));
                        while let Some(at) = next {
                            let page = pages.read(at, below, limit).unwrap();
                            assert!(page.entries.len() <= limit);
                            assert!(page.next.is_none_or(|n| n > at && n < below));
                            found.extend(page.entries.iter().map(|e| e.index));
                            next = page.next;
                        }
                        let expected: Vec<u64> = (from..below).filter(|i| i % step == 0).collect();
                        assert_eq!(found, expected, "{stream:?} from {from} below {below} limit {limit}");
                    }
                }
            }
        }
    }
}
