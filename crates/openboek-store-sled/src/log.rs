//! One log: what is kept of it in memory, and what a batch writes.

use std::collections::BTreeMap;
use std::sync::{Mutex, RwLock};

use openboek_store::{
    Append, AppendError, Head, LogName, Publication, StoreError, StreamCode, StreamHead, Tile,
};

use crate::block::write_blocks;
use crate::codec::{self, HeadRecord};
use crate::db::Db;
use crate::keys::{self, LogNumber};
use crate::long::{BLOCK_BYTES_MAX, TooLong, Writes, read_long};

/// How many positions a run under one key holds: 4,000 bytes.
const RUN_POSITIONS_MAX: usize = 500;

/// A log that is open.
pub(crate) struct Log {
    pub(crate) number: LogNumber,
    pub(crate) description: Vec<u8>,
    /// Each stream's next revision. Held during a whole append: one at a time for a log.
    pub(crate) revisions: Mutex<BTreeMap<StreamCode, u64>>,
    pub(crate) visible: RwLock<Visible>,
}

/// What readers may see. It changes after a batch was synced, never before.
///
/// sled shows a batch as soon as it is applied. Entries, streams and requests are therefore cut off at `head.size`;
/// checkpoint and stream heads are read from here; and of the tiles a batch replaces, the old ones are kept here until the
/// batch is recorded. When its sync fails they stay, until the store is opened anew.
#[derive(Default)]
pub(crate) struct Visible {
    pub(crate) head: Head,
    pub(crate) stream_heads: BTreeMap<StreamCode, StreamHead>,
    pub(crate) old_tiles: OldTiles,
}

/// Tiles as they were before the batch that is being written.
pub(crate) type OldTiles = BTreeMap<(u8, u64), Option<Vec<u8>>>;

impl Log {
    /// A log nothing was appended to.
    pub(crate) fn empty(number: LogNumber, description: Vec<u8>) -> Self {
        Self { number, description, revisions: Mutex::default(), visible: RwLock::default() }
    }

    /// What creating the log writes.
    pub(crate) fn creation(&self, name: &LogName) -> Writes {
        let mut writes = Writes::default();
        writes.touch(keys::log(name));
        writes.put(keys::log(name), codec::log_value(self.number, &self.description));
        writes.put(keys::head(self.number), codec::head_value(&HeadRecord::default()));
        writes
    }

    /// The tiles a publication replaces, as they are now.
    pub(crate) fn old_tiles(&self, db: &Db, publication: &Publication) -> Result<OldTiles, StoreError> {
        let read = |tile: &Tile| {
            let value = read_long(db, &keys::tile(self.number, tile.level, tile.number))?;
            Ok(((tile.level, tile.number), value))
        };
        publication.tiles.iter().map(read).collect()
    }

    /// What a checked batch writes.
    pub(crate) fn writes(
        &self,
        batch: &Append,
        before: &Head,
        old_tiles: &OldTiles,
    ) -> Result<Writes, AppendError> {
        let mut writes = Writes::default();
        writes.touch(keys::head(self.number));
        writes.touch(keys::entry(self.number, batch.expected_size));
        let too_long = |TooLong| AppendError::Refused("a value of the batch is too long".to_owned());
        let blocks = write_blocks(batch.expected_size, &batch.entries, BLOCK_BYTES_MAX, |index, block| {
            writes.put_long(keys::entry(self.number, index), block)
        });
        blocks.and_then(|fit| fit.ok_or(TooLong)).map_err(too_long)?;
        // Their places were read when the batch was checked.
        for record in &batch.requests {
            writes.put(keys::request(self.number, &record.request), codec::request_value(record));
        }
        self.put_runs(&mut writes, batch);
        let mut head = HeadRecord {
            size: after(batch),
            published_size: before.published_size,
            has_checkpoint: before.checkpoint.is_some(),
        };
        if let Some(publication) = &batch.publication {
            head.published_size = head.size;
            head.has_checkpoint = true;
            self.put_publication(&mut writes, publication, before, old_tiles).map_err(too_long)?;
        }
        writes.put(keys::head(self.number), codec::head_value(&head));
        Ok(writes)
    }

    fn put_runs(&self, writes: &mut Writes, batch: &Append) {
        let mut grown: BTreeMap<StreamCode, (u64, Vec<u64>)> = BTreeMap::new();
        for (index, new) in (batch.expected_size..).zip(&batch.entries) {
            for &(stream, revision) in &new.streams {
                grown.entry(stream).or_insert_with(|| (revision, Vec::new())).1.push(index);
            }
        }
        for (stream, (first, positions)) in grown {
            writes.touch(keys::run(self.number, stream, first));
            for (revision, run) in
                (first..).step_by(RUN_POSITIONS_MAX).zip(positions.chunks(RUN_POSITIONS_MAX))
            {
                writes.put(keys::run(self.number, stream, revision), codec::run_value(run));
            }
        }
    }

    fn put_publication(
        &self,
        writes: &mut Writes,
        publication: &Publication,
        before: &Head,
        old_tiles: &OldTiles,
    ) -> Result<(), TooLong> {
        let key = keys::checkpoint(self.number);
        writes.touch(key.clone());
        writes.replace_long(key, &publication.checkpoint, before.checkpoint.as_ref().map(Vec::len))?;
        for tile in &publication.tiles {
            let old = old_tiles.get(&(tile.level, tile.number)).and_then(Option::as_ref);
            let key = keys::tile(self.number, tile.level, tile.number);
            writes.replace_long(key, &tile.hashes, old.map(Vec::len))?;
        }
        for head in &publication.stream_heads {
            let key = keys::stream_head(self.number, head.stream);
            writes.touch(key.clone());
            writes.put(key, codec::stream_head_value(head));
        }
        Ok(())
    }
}

impl Visible {
    /// Lets readers see a batch that was recorded.
    pub(crate) fn take(&mut self, batch: &Append) {
        self.head.size = after(batch);
        self.old_tiles.clear();
        if let Some(publication) = &batch.publication {
            self.head.published_size = self.head.size;
            self.head.checkpoint = Some(publication.checkpoint.clone());
            for head in &publication.stream_heads {
                self.stream_heads.insert(head.stream, head.clone());
            }
        }
    }
}

/// The log's size after a checked batch.
fn after(batch: &Append) -> u64 {
    let count = u64::try_from(batch.entries.len()).unwrap_or(u64::MAX);
    batch.expected_size.saturating_add(count)
}
