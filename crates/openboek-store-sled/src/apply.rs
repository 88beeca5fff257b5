//! From recorded items to what the database then holds.
//!
//! Everything here is worked out from the items and the database alone, so that a record of the journal that is applied again after a
//! crash writes the same bytes under the same keys.

use std::collections::BTreeMap;

use openboek_store::{
    Append, NewEntry, Publication, RequestRecord, StoreError, StreamCode, StreamHead, Tile,
};

use crate::block::write_blocks;
use crate::codec::{self, HeadRecord};
use crate::db::Db;
use crate::item::{Item, What};
use crate::keys::{self, LogNumber};
use crate::long::{BLOCK_BYTES_MAX, TooLong, Writes, read_long};
use crate::pending::size_after;
use crate::requests::{self, NewRun};

/// How many positions a run under one key holds: 4,000 bytes.
const RUN_POSITIONS_MAX: usize = 500;

/// What several batches of one log come to.
#[derive(Default)]
struct Change<'a> {
    first_index: u64,
    entries: Vec<&'a NewEntry>,
    requests: Vec<&'a RequestRecord>,
    /// The newest publication, with the log's size then.
    published: Option<(u64, &'a Publication)>,
    tiles: BTreeMap<(u8, u64), &'a Tile>,
    stream_heads: BTreeMap<StreamCode, &'a StreamHead>,
}

/// What the items write, in this order, behind what the database holds; and the runs of requests that this makes.
pub(crate) fn writes<'a>(
    db: &Db,
    items: impl Iterator<Item = &'a Item>,
) -> Result<(Writes, Vec<NewRun>), StoreError> {
    let mut writes = Writes::default();
    let mut changes: BTreeMap<LogNumber, Change<'_>> = BTreeMap::new();
    for item in items {
        match &item.what {
            What::Made { name, description } => {
                writes.put(keys::log(name), codec::log_value(item.log, description));
                writes.put(keys::head(item.log), codec::head_value(&HeadRecord::default()));
            }
            What::Appended(batch) => changes.entry(item.log).or_default().add(batch),
        }
    }
    let mut runs = Vec::new();
    for (log, change) in &changes {
        runs.extend(change.write(db, *log, &mut writes)?);
    }
    Ok((writes, runs))
}

impl<'a> Change<'a> {
    fn add(&mut self, batch: &'a Append) {
        if self.entries.is_empty() {
            self.first_index = batch.expected_size;
        }
        self.entries.extend(&batch.entries);
        self.requests.extend(&batch.requests);
        if let Some(publication) = &batch.publication {
            self.published = Some((size_after(batch), publication));
            self.tiles.extend(publication.tiles.iter().map(|tile| ((tile.level, tile.number), tile)));
            self.stream_heads.extend(publication.stream_heads.iter().map(|head| (head.stream, head)));
        }
    }

    fn write(&self, db: &Db, log: LogNumber, writes: &mut Writes) -> Result<Vec<NewRun>, StoreError> {
        let blocks = write_blocks(self.first_index, &self.entries, BLOCK_BYTES_MAX, |index, block| {
            writes.put_long(keys::entry(log, index), block)
        });
        blocks.and_then(|fit| fit.ok_or(TooLong))?;
        let count = u64::try_from(self.entries.len()).unwrap_or(u64::MAX);
        let entries = self.first_index..self.first_index.saturating_add(count);
        let runs = requests::write(db, log, &entries, &self.requests, writes)?;
        self.write_runs(log, writes);
        self.write_head(db, log, entries.end, writes)?;
        Ok(runs)
    }

    fn write_runs(&self, log: LogNumber, writes: &mut Writes) {
        let mut grown: BTreeMap<StreamCode, (u64, Vec<u64>)> = BTreeMap::new();
        for (index, new) in (self.first_index..).zip(&self.entries) {
            for &(stream, revision) in &new.streams {
                grown.entry(stream).or_insert_with(|| (revision, Vec::new())).1.push(index);
            }
        }
        for (stream, (first, positions)) in grown {
            let runs = (first..).step_by(RUN_POSITIONS_MAX).zip(positions.chunks(RUN_POSITIONS_MAX));
            for (revision, run) in runs {
                writes.put_fresh(keys::run(log, stream, revision), codec::run_value(run));
            }
        }
    }

    /// What takes the place of something else.
    fn write_head(&self, db: &Db, log: LogNumber, size: u64, writes: &mut Writes) -> Result<(), StoreError> {
        let before = db.get(&keys::head(log))?.and_then(|value| codec::read_head(&value));
        let mut head = before.unwrap_or_default();
        head.size = size;
        if let Some((size, publication)) = self.published {
            head.published_size = size;
            head.has_checkpoint = true;
            let key = keys::checkpoint(log);
            let old = read_long(db, &key)?;
            writes.replace_long(key, &publication.checkpoint, old.as_deref())?;
        }
        for ((level, number), tile) in &self.tiles {
            let key = keys::tile(log, *level, *number);
            let old = read_long(db, &key)?;
            writes.replace_long(key, &tile.hashes, old.as_deref())?;
        }
        for (stream, head) in &self.stream_heads {
            writes.put(keys::stream_head(log, *stream), codec::stream_head_value(head));
        }
        writes.put(keys::head(log), codec::head_value(&head));
        Ok(())
    }
}
