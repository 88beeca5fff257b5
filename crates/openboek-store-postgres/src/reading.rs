//! The reading half: each read is one statement and so sees one moment; each row is compared with its digest.

use openboek_store::{
    Extent, Head, LogName, RequestRecord, StoredEntry, StoredPayload, StreamCode, StreamHead,
};
use tokio_postgres::Row;

use crate::append::{
    checkpoint_digest, description_digest, entry_digest, position_digest, request_digest, stream_head_digest,
    tile_digest,
};
use crate::connection::Connection;
use crate::digest::Digest;
use crate::failure::Failure;

/// How many entries are asked for at once.
const PAGE_ROWS: usize = 512;

/// A position, revision or size of a log.
pub(crate) fn number_of(column: i64) -> Result<u64, Failure> {
    u64::try_from(column).map_err(|_| Failure::Damaged(format!("{column} is no position")))
}

/// No log reaches this far, so nothing is there.
fn column_of(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn limit_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn compare(row: &Row, column: usize, expected: &[u8], what: impl FnOnce() -> String) -> Result<(), Failure> {
    if row.try_get::<_, &[u8]>(column)? == expected {
        return Ok(());
    }
    Err(Failure::Damaged(what()))
}

pub(crate) fn head_digest(log: &LogName, size: u64) -> Vec<u8> {
    Digest::of("head", log).number(size).finish()
}

/// All logs, by name, with their descriptions.
pub(crate) async fn logs(connection: &Connection) -> Result<Vec<(LogName, Vec<u8>)>, Failure> {
    let rows = connection.client.query(&connection.statements.logs, &[]).await?;
    rows.iter()
        .map(|row| {
            let (name, description): (&str, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?);
            let log =
                LogName::new(name).ok_or_else(|| Failure::Damaged(format!("a log is named {name:?}")))?;
            compare(row, 2, &description_digest(&log, &description), || format!("the description of {log}"))?;
            Ok((log, description))
        })
        .collect()
}

/// How far every log is, by name.
pub(crate) async fn extents(connection: &Connection) -> Result<Vec<Extent>, Failure> {
    let rows = connection.client.query(&connection.statements.extents, &[]).await?;
    rows.iter()
        .map(|row| {
            let (name, size) = (row.try_get::<_, &str>(0)?, number_of(row.try_get(1)?)?);
            let log =
                LogName::new(name).ok_or_else(|| Failure::Damaged(format!("a log is named {name:?}")))?;
            compare(row, 2, &head_digest(&log, size), || format!("the head of {log}"))?;
            Ok(Extent { log, size, published_size: number_of(row.try_get(3)?)? })
        })
        .collect()
}

pub(crate) async fn head(connection: &Connection, log: &LogName) -> Result<Head, Failure> {
    let row = connection.client.query_opt(&connection.statements.head, &[&log.as_str()]).await?;
    let row = row.ok_or_else(|| Failure::NoSuchLog(log.clone()))?;
    let size = number_of(row.try_get(0)?)?;
    compare(&row, 1, &head_digest(log, size), || format!("the head of {log}"))?;
    let Some(published_size) = row.try_get::<_, Option<i64>>(2)? else {
        return Ok(Head { size, ..Head::default() });
    };
    let published_size = number_of(published_size)?;
    let checkpoint: Vec<u8> = row.try_get(3)?;
    compare(&row, 4, &checkpoint_digest(log, published_size, &checkpoint), || {
        format!("the checkpoint of {log}")
    })?;
    Ok(Head { size, published_size, checkpoint: Some(checkpoint) })
}

/// Entries from a position on. What lies between two pages cannot change, so several pages are one answer.
pub(crate) async fn entries(
    connection: &Connection,
    log: &LogName,
    from: u64,
    limit: usize,
    max_bytes: usize,
) -> Result<Vec<StoredEntry>, Failure> {
    let mut found: Vec<StoredEntry> = Vec::new();
    let mut bytes = 0_usize;
    let mut next = from;
    loop {
        let rows = (limit - found.len()).min(PAGE_ROWS);
        let page = page(connection, log, next, rows, max_bytes.saturating_sub(bytes)).await?;
        let at_end = page.at_end;
        for entry in page.entries {
            bytes = bytes.saturating_add(entry.byte_count());
            if bytes > max_bytes && !found.is_empty() {
                return Ok(found);
            }
            next = next.saturating_add(1);
            found.push(entry);
        }
        if at_end || found.len() >= limit || bytes >= max_bytes {
            return Ok(found);
        }
    }
}

struct Page {
    entries: Vec<StoredEntry>,
    /// Nothing was recorded behind these.
    at_end: bool,
}

async fn page(
    connection: &Connection,
    log: &LogName,
    from: u64,
    rows: usize,
    max_bytes: usize,
) -> Result<Page, Failure> {
    let begin = column_of(from);
    let end = begin.saturating_add(limit_of(rows));
    let found = connection
        .client
        .query(&connection.statements.entries, &[&log.as_str(), &begin, &end, &limit_of(max_bytes)])
        .await?;
    let first = found.first().ok_or_else(|| Failure::NoSuchLog(log.clone()))?;
    let size = number_of(first.try_get(0)?)?;
    let mut entries = Vec::with_capacity(found.len());
    let mut bytes = 0_usize;
    let mut next = from;
    for row in &found {
        if row.try_get::<_, Option<i64>>(1)?.is_none() {
            break;
        }
        let entry = entry_of(log, row)?;
        if entry.index != next {
            return Err(Failure::Damaged(format!("entry {next} of {log} is missing")));
        }
        bytes = bytes.saturating_add(entry.byte_count());
        next = next.saturating_add(1);
        entries.push(entry);
    }
    // Fewer than asked for, though neither the log nor the bytes ended.
    let expected_end = number_of(end)?.min(size);
    if next < expected_end && bytes <= max_bytes {
        return Err(Failure::Damaged(format!("entry {next} of {log} is missing")));
    }
    Ok(Page { entries, at_end: next >= size })
}

fn entry_of(log: &LogName, row: &Row) -> Result<StoredEntry, Failure> {
    let index = number_of(row.try_get(1)?)?;
    let entry: Vec<u8> = row.try_get(2)?;
    let (salt, bytes): (Option<&[u8]>, Option<&[u8]>) = (row.try_get(3)?, row.try_get(4)?);
    let digest = entry_digest(log, index, &entry, salt.zip(bytes));
    let damaged = || format!("entry {index} of {log}");
    compare(row, 5, &digest, damaged)?;
    let payload = match salt.zip(bytes) {
        None => None,
        Some((salt, bytes)) => {
            let salt = salt.try_into().map_err(|_| Failure::Damaged(damaged()))?;
            Some(StoredPayload { salt, bytes: bytes.to_owned() })
        }
    };
    Ok(StoredEntry { index, entry, payload })
}

pub(crate) async fn stream(
    connection: &Connection,
    log: &LogName,
    stream: StreamCode,
    from: u64,
    limit: usize,
) -> Result<Vec<u64>, Failure> {
    let ask = &connection.statements.stream;
    let rows = connection
        .client
        .query(ask, &[&log.as_str(), &stream.as_str(), &column_of(from), &limit_of(limit)])
        .await?;
    let first = rows.first().ok_or_else(|| Failure::NoSuchLog(log.clone()))?;
    if first.try_get::<_, Option<i64>>(0)?.is_none() {
        return Ok(Vec::new());
    }
    (from..)
        .zip(&rows)
        .map(|(expected, row)| {
            let (revision, position) = (number_of(row.try_get(0)?)?, number_of(row.try_get(1)?)?);
            if revision != expected {
                return Err(Failure::Damaged(format!("revision {expected} of {stream} in {log} is missing")));
            }
            compare(row, 2, &position_digest(log, stream, revision, position), || {
                format!("revision {revision} of {stream} in {log}")
            })?;
            Ok(position)
        })
        .collect()
}

pub(crate) async fn request(
    connection: &Connection,
    log: &LogName,
    request: &[u8; 16],
) -> Result<Option<RequestRecord>, Failure> {
    let ask = &connection.statements.request;
    let row = connection.client.query_opt(ask, &[&log.as_str(), &&request[..]]).await?;
    let row = row.ok_or_else(|| Failure::NoSuchLog(log.clone()))?;
    let Some(first) = row.try_get::<_, Option<i64>>(0)? else { return Ok(None) };
    let damaged = || format!("a request of {log}");
    let record = RequestRecord {
        request: *request,
        first_index: number_of(first)?,
        count: u32::try_from(row.try_get::<_, i64>(1)?).map_err(|_| Failure::Damaged(damaged()))?,
        body_digest: row.try_get::<_, &[u8]>(2)?.try_into().map_err(|_| Failure::Damaged(damaged()))?,
    };
    compare(&row, 3, &request_digest(log, &record), damaged)?;
    Ok(Some(record))
}

pub(crate) async fn tile(
    connection: &Connection,
    log: &LogName,
    level: u8,
    number: u64,
) -> Result<Option<Vec<u8>>, Failure> {
    let ask = &connection.statements.tile;
    let key = (i16::from(level), number.cast_signed());
    let row = connection.client.query_opt(ask, &[&log.as_str(), &key.0, &key.1]).await?;
    let row = row.ok_or_else(|| Failure::NoSuchLog(log.clone()))?;
    let Some(hashes) = row.try_get::<_, Option<Vec<u8>>>(0)? else { return Ok(None) };
    compare(&row, 1, &tile_digest(log, level, number, &hashes), || {
        format!("tile {level}/{number} of {log}")
    })?;
    Ok(Some(hashes))
}

pub(crate) async fn stream_heads(connection: &Connection, log: &LogName) -> Result<Vec<StreamHead>, Failure> {
    let rows = connection.client.query(&connection.statements.stream_heads, &[&log.as_str()]).await?;
    let first = rows.first().ok_or_else(|| Failure::NoSuchLog(log.clone()))?;
    if first.try_get::<_, Option<&str>>(0)?.is_none() {
        return Ok(Vec::new());
    }
    rows.iter().map(|row| stream_head_of(log, row)).collect()
}

fn stream_head_of(log: &LogName, row: &Row) -> Result<StreamHead, Failure> {
    let (code, size): (&str, i64) = (row.try_get(0)?, row.try_get(1)?);
    let (stream, size) = (StreamCode::new(code), size.cast_unsigned());
    let stream = stream.ok_or_else(|| Failure::Damaged(format!("{log} has a stream {code:?}")))?;
    let bytes: &[u8] = row.try_get(2)?;
    compare(row, 3, &stream_head_digest(log, stream, size, bytes), || {
        format!("the head of {stream} in {log}")
    })?;
    let frontier = bytes.chunks(32).map(<[u8; 32]>::try_from).collect::<Result<_, _>>();
    let frontier = frontier.map_err(|_| Failure::Damaged(format!("the head of {stream} in {log}")))?;
    Ok(StreamHead { stream, size, frontier })
}

/// A snapshot is a cache: one that is not whole counts as gone.
pub(crate) async fn snapshot(
    connection: &Connection,
    log: &LogName,
    name: &str,
) -> Result<Option<Vec<u8>>, Failure> {
    let ask = &connection.statements.snapshot;
    let row = connection.client.query_opt(ask, &[&log.as_str(), &name.as_bytes()]).await?;
    let row = row.ok_or_else(|| Failure::NoSuchLog(log.clone()))?;
    let Some(bytes) = row.try_get::<_, Option<Vec<u8>>>(0)? else { return Ok(None) };
    let whole = row.try_get::<_, &[u8]>(1)? == snapshot_digest(log, name, &bytes);
    Ok(whole.then_some(bytes))
}

/// Keeps a snapshot. One statement is one transaction.
pub(crate) async fn put_snapshot(
    connection: &Connection,
    log: &LogName,
    name: &str,
    bytes: &[u8],
) -> Result<(), Failure> {
    let put = &connection.statements.put_snapshot;
    let digest = snapshot_digest(log, name, bytes);
    let row = connection.client.execute(put, &[&log.as_str(), &name.as_bytes(), &bytes, &digest]).await?;
    if row == 0 { Err(Failure::NoSuchLog(log.clone())) } else { Ok(()) }
}

fn snapshot_digest(log: &LogName, name: &str, bytes: &[u8]) -> Vec<u8> {
    Digest::of("snapshot", log).bytes(name.as_bytes()).bytes(bytes).finish()
}
