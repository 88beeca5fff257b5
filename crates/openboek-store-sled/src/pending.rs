//! What was recorded and is not in the database yet: the newest end of a log, held in memory for readers.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use openboek_store::{Append, NewEntry, StoredEntry, StreamCode};

/// Batches in the order of the log. The database goes on where they begin, or behind that.
#[derive(Default)]
pub(crate) struct Pending {
    batches: VecDeque<Arc<Append>>,
    /// Positions of a stream's entries, from the revision in front on.
    runs: BTreeMap<StreamCode, Run>,
    /// The newest of each tile, with the log's size after its batch.
    tiles: BTreeMap<(u8, u64), (u64, Vec<u8>)>,
}

#[derive(Default)]
struct Run {
    first: u64,
    positions: VecDeque<u64>,
}

/// The log's size after a checked batch.
pub(crate) fn size_after(batch: &Append) -> u64 {
    let count = u64::try_from(batch.entries.len()).unwrap_or(u64::MAX);
    batch.expected_size.saturating_add(count)
}

impl Pending {
    /// Where it begins, if there is anything.
    pub(crate) fn begin(&self) -> Option<u64> {
        self.batches.front().map(|batch| batch.expected_size)
    }

    /// Adds a batch behind the others.
    pub(crate) fn push(&mut self, batch: Arc<Append>) {
        for (index, entry) in (batch.expected_size..).zip(&batch.entries) {
            for (stream, revision) in &entry.streams {
                let run = self.runs.entry(*stream).or_default();
                if run.positions.is_empty() {
                    run.first = *revision;
                }
                run.positions.push_back(index);
            }
        }
        if let Some(publication) = &batch.publication {
            let size = size_after(&batch);
            let tiles = publication.tiles.iter();
            self.tiles.extend(tiles.map(|t| ((t.level, t.number), (size, t.hashes.clone()))));
        }
        self.batches.push_back(batch);
    }

    /// Forgets what the database holds now: the log up to a size.
    pub(crate) fn forget(&mut self, size: u64) {
        while self.batches.front().is_some_and(|batch| size_after(batch) <= size) {
            self.batches.pop_front();
        }
        self.runs.retain(|_, run| {
            while run.positions.front().is_some_and(|index| *index < size) {
                run.positions.pop_front();
                run.first += 1;
            }
            !run.positions.is_empty()
        });
        self.tiles.retain(|_, (until, _)| *until > size);
    }

    /// The batches with entries from an index on, while there are any. What is in them is copied later: who looks here keeps whoever records
    /// waiting, and readers may be stopped at any moment.
    pub(crate) fn batches(&self, from: u64) -> impl Iterator<Item = &Arc<Append>> {
        let first = self.batches.partition_point(|batch| size_after(batch) <= from);
        self.batches.range(first..)
    }

    /// The first revision of a stream that is here, and the positions from a revision on.
    pub(crate) fn stream(&self, stream: StreamCode, from: u64) -> Option<(u64, impl Iterator<Item = u64>)> {
        let run = self.runs.get(&stream)?;
        let skip = usize::try_from(from.saturating_sub(run.first)).unwrap_or(usize::MAX);
        Some((run.first, run.positions.iter().skip(skip).copied()))
    }

    pub(crate) fn tile(&self, level: u8, number: u64) -> Option<&[u8]> {
        self.tiles.get(&(level, number)).map(|(_, hashes)| hashes.as_slice())
    }
}

/// The entries of a batch from an index on.
pub(crate) fn entries(batch: &Append, from: u64) -> impl Iterator<Item = StoredEntry> {
    let entries = (batch.expected_size..).zip(&batch.entries);
    entries.filter(move |(index, _)| *index >= from).map(|(index, new)| stored(index, new))
}

fn stored(index: u64, new: &NewEntry) -> StoredEntry {
    StoredEntry { index, entry: new.entry.clone(), payload: new.payload.clone() }
}

#[cfg(test)]
mod tests {
    use openboek_store::{Publication, Tile};

    use super::*;

    /// A batch of two entries, both in `region`, the second also in a stream of its own.
    fn batch(size: u64, tile: u8) -> Arc<Append> {
        let municipality = StreamCode::new("GM0505").unwrap();
        let entry =
            |index: u64, streams| NewEntry { entry: vec![index.to_le_bytes()[0]], payload: None, streams };
        Arc::new(Append {
            expected_size: size,
            entries: vec![
                entry(size, vec![(StreamCode::REGION, size)]),
                entry(size + 1, vec![(municipality, size / 2), (StreamCode::REGION, size + 1)]),
            ],
            requests: vec![],
            publication: Some(Publication {
                checkpoint: vec![],
                tiles: vec![Tile { level: 0, number: 0, hashes: vec![tile; 32] }],
                stream_heads: vec![],
            }),
        })
    }

    #[test]
    fn the_end_of_a_log_is_read_and_forgotten_piece_by_piece() {
        let municipality = StreamCode::new("GM0505").unwrap();
        let mut pending = Pending::default();
        for size in [10, 12, 14] {
            pending.push(batch(size, size.to_le_bytes()[0]));
        }
        let indexes = |pending: &Pending, from| {
            pending.batches(from).flat_map(|batch| entries(batch, from)).map(|e| e.index).collect::<Vec<_>>()
        };
        let positions = |pending: &Pending, stream, from| {
            pending.stream(stream, from).map(|(first, positions)| (first, positions.collect::<Vec<_>>()))
        };
        assert_eq!(pending.begin(), Some(10));
        assert_eq!(indexes(&pending, 0), [10, 11, 12, 13, 14, 15]);
        assert_eq!(indexes(&pending, 13), [13, 14, 15]);
        assert_eq!(indexes(&pending, 16), [0_u64; 0]);
        assert_eq!(positions(&pending, municipality, 6), Some((5, vec![13, 15])));
        assert_eq!(positions(&pending, StreamCode::REGION, 14), Some((10, vec![14, 15])));
        assert_eq!(pending.tile(0, 0), Some(&[14; 32][..]));
        // Half of a batch is not forgotten.
        pending.forget(13);
        assert_eq!(pending.begin(), Some(12));
        pending.forget(14);
        assert_eq!(positions(&pending, municipality, 0), Some((7, vec![15])));
        assert_eq!(pending.tile(0, 0), Some(&[14; 32][..]));
        pending.forget(16);
        assert_eq!(pending.begin(), None);
        assert_eq!(positions(&pending, StreamCode::REGION, 0), None);
        assert_eq!(pending.tile(0, 0), None);
    }
}
