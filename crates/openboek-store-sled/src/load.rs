//! Finding a log again, with a check that what stands at its end fits its head.

use std::collections::BTreeMap;

use openboek_store::{Head, LogName, StoreError, StreamCode, StreamHead};

use crate::block::{read_block, unpack};
use crate::codec::{self, HeadRecord, damaged};
use crate::db::Db;
use crate::keys::{self, LogNumber};
use crate::log::{Log, Streams};
use crate::long::{assemble, read_long};

/// Reads one log's state out of the database. Costs a few reads per stream, whatever the length of the log.
pub(crate) struct Loader<'a> {
    pub(crate) db: &'a Db,
    pub(crate) name: &'a LogName,
    pub(crate) number: LogNumber,
}

impl Loader<'_> {
    /// The log with its head alone, or what is wrong with that. Costs two reads.
    pub(crate) fn list(&self, description: Vec<u8>) -> Result<Log, StoreError> {
        let record = self.head()?;
        let checkpoint = read_long(self.db, &keys::checkpoint(self.number))?;
        if record.published_size > record.size || checkpoint.is_some() != record.has_checkpoint {
            return Err(self.damaged("its head and its checkpoint do not fit"));
        }
        let head = Head { size: record.size, published_size: record.published_size, checkpoint };
        Ok(Log::found(self.number, description, head))
    }

    /// The streams of a log of this size, or what is wrong with its end. Costs a few reads for each.
    pub(crate) fn streams(&self, size: u64) -> Result<Streams, StoreError> {
        self.check_end(size)?;
        Ok(Streams { revisions: self.revisions(size)?, heads: self.stream_heads()? })
    }

    fn damaged(&self, what: &str) -> StoreError {
        damaged(format_args!("log {}: {what}", self.name))
    }

    fn head(&self) -> Result<HeadRecord, StoreError> {
        let value = self.db.get(&keys::head(self.number))?;
        value.and_then(|v| codec::read_head(&v)).ok_or_else(|| self.damaged("its head is missing"))
    }

    /// The last entry is there, and none after it.
    fn check_end(&self, size: u64) -> Result<(), StoreError> {
        let all = keys::entry(self.number, 0)..keys::after_entries(self.number);
        let end = match self.db.last(all)? {
            Some((key, first)) => {
                let packed = assemble(self.db, &key, &first)?;
                let block = unpack(&packed);
                let records = block.as_deref().zip(keys::entry_index(&key));
                let records = records.and_then(|(block, index)| read_block(index, block));
                records.and_then(|r| r.last().and_then(|last| last.index.checked_add(1)))
            }
            None => Some(0),
        };
        if end == Some(size) {
            Ok(())
        } else {
            Err(self.damaged("its entries do not end where its head says"))
        }
    }

    /// Each stream's next revision: the end of its last run. Goes from stream to stream, last one first.
    /// (Before the first run of a stream lie the runs of the stream before it.)
    fn revisions(&self, size: u64) -> Result<BTreeMap<StreamCode, u64>, StoreError> {
        let mut revisions = BTreeMap::new();
        let mut end = keys::after_runs(self.number);
        while let Some((key, value)) = self.db.last(keys::first_run(self.number)..end)? {
            let place = keys::run_place(&key).zip(codec::read_run(&value));
            let ((stream, first), positions) = place.ok_or_else(|| self.damaged("a stream is not whole"))?;
            if positions.last().is_none_or(|last| *last >= size) {
                return Err(self.damaged("a stream goes beyond its head"));
            }
            let count = u64::try_from(positions.len()).unwrap_or(u64::MAX);
            revisions.insert(stream, first.saturating_add(count));
            end = keys::run(self.number, stream, 0);
        }
        Ok(revisions)
    }

    fn stream_heads(&self) -> Result<BTreeMap<StreamCode, StreamHead>, StoreError> {
        let mut heads = BTreeMap::new();
        self.db.scan_prefix(&keys::stream_heads_prefix(self.number), |key, value| {
            let stream = keys::stream_head_place(key);
            let head = stream.and_then(|stream| codec::read_stream_head(stream, value));
            let head = head.ok_or_else(|| self.damaged("the head of a stream is not whole"))?;
            heads.insert(head.stream, head);
            Ok(())
        })?;
        Ok(heads)
    }
}
