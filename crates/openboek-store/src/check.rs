//! Whether a batch fits what a log holds: decided before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::{
    Append, AppendError, ENTRY_BYTES_MAX, FRONTIER_HASHES_MAX, NewEntry, PAYLOAD_BYTES_MAX, Publication,
    RequestRecord, StoreError, StreamCode, TILE_HASHES_MAX,
};

/// Judges a batch against a log of `size` entries and returns, for each stream the batch grows, its next revision after
/// the batch.
///
/// `next_revision` gives a stream's number of entries so far; `is_recorded` says whether a request is there already.
///
/// # Errors
///
/// [`AppendError::Refused`] for the first contradiction, in this order: position, emptiness, entries (limits, then
/// revisions) in their order, requests in their order, publication. [`AppendError::NotRecorded`] when `is_recorded` could
/// not be answered.
pub fn check_append(
    batch: &Append,
    size: u64,
    next_revision: impl Fn(StreamCode) -> u64,
    mut is_recorded: impl FnMut(&[u8; 16]) -> Result<bool, StoreError>,
) -> Result<BTreeMap<StreamCode, u64>, AppendError> {
    let end = check_position(batch, size)?;
    let mut revisions = BTreeMap::new();
    for (offset, entry) in batch.entries.iter().enumerate() {
        check_limits(entry, offset)?;
        check_revisions(entry, offset, &mut revisions, &next_revision)?;
    }
    let mut seen = BTreeSet::new();
    for record in &batch.requests {
        check_range(record, batch.expected_size, end)?;
        let there = is_recorded(&record.request).map_err(|e| AppendError::NotRecorded(e.to_string()))?;
        if there || !seen.insert(record.request) {
            return refuse(format!("request {} is there already", hex(&record.request)));
        }
    }
    batch.publication.as_ref().map_or(Ok(()), check_publication)?;
    Ok(revisions)
}

fn refuse<T>(reason: String) -> Result<T, AppendError> {
    Err(AppendError::Refused(reason))
}

/// The log's size after the batch.
fn check_position(batch: &Append, size: u64) -> Result<u64, AppendError> {
    if batch.expected_size != size {
        return refuse(format!("expected size {}, the log has {size}", batch.expected_size));
    }
    if batch.entries.is_empty() {
        return refuse("the batch holds no entry".to_owned());
    }
    let count = u64::try_from(batch.entries.len()).ok();
    match count.and_then(|count| size.checked_add(count)) {
        Some(end) => Ok(end),
        None => refuse("the log cannot hold more entries".to_owned()),
    }
}

fn check_limits(entry: &NewEntry, offset: usize) -> Result<(), AppendError> {
    if entry.entry.len() > ENTRY_BYTES_MAX {
        return refuse(format!("entry {offset} of the batch is longer than {ENTRY_BYTES_MAX} bytes"));
    }
    if entry.payload.as_ref().is_some_and(|p| p.bytes.len() > PAYLOAD_BYTES_MAX) {
        return refuse(format!("payload {offset} of the batch is longer than {PAYLOAD_BYTES_MAX} bytes"));
    }
    Ok(())
}

fn check_revisions(
    entry: &NewEntry,
    offset: usize,
    revisions: &mut BTreeMap<StreamCode, u64>,
    next_revision: &impl Fn(StreamCode) -> u64,
) -> Result<(), AppendError> {
    for (nth, &(stream, revision)) in entry.streams.iter().enumerate() {
        if entry.streams[..nth].iter().any(|(earlier, _)| *earlier == stream) {
            return refuse(format!("entry {offset} of the batch is in {stream} twice"));
        }
        let next = revisions.entry(stream).or_insert_with(|| next_revision(stream));
        if revision != *next {
            return refuse(format!(
                "entry {offset} of the batch has revision {revision} in {stream}, expected {next}"
            ));
        }
        // A revision counts entries, of which there are fewer than 2^64.
        *next = next.saturating_add(1);
    }
    Ok(())
}

fn check_range(record: &RequestRecord, start: u64, end: u64) -> Result<(), AppendError> {
    let last = record.first_index.checked_add(u64::from(record.count));
    if record.count == 0 || record.first_index < start || last.is_none_or(|last| last > end) {
        return refuse(format!("request {} has a range outside the batch", hex(&record.request)));
    }
    Ok(())
}

fn check_publication(publication: &Publication) -> Result<(), AppendError> {
    let mut tiles = BTreeSet::new();
    for tile in &publication.tiles {
        let hashes = tile.hashes.len() / 32;
        if tile.hashes.len() % 32 != 0 || hashes == 0 || hashes > TILE_HASHES_MAX {
            return refuse(format!(
                "tile {}/{} does not hold 1 to {TILE_HASHES_MAX} whole hashes",
                tile.level, tile.number
            ));
        }
        if !tiles.insert((tile.level, tile.number)) {
            return refuse(format!("tile {}/{} stands twice in the publication", tile.level, tile.number));
        }
    }
    let mut streams = BTreeSet::new();
    for head in &publication.stream_heads {
        if head.frontier.len() > FRONTIER_HASHES_MAX {
            return refuse(format!("the head of {} has more than {FRONTIER_HASHES_MAX} hashes", head.stream));
        }
        if !streams.insert(head.stream) {
            return refuse(format!("the head of {} stands twice in the publication", head.stream));
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
