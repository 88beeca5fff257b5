//! The writing half: one transaction for each batch.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use openboek_store::{
    Append, AppendError, LogName, NewEntry, Publication, RequestRecord, StreamCode, check_append,
};
use tokio_postgres::Row;

use crate::connection::{Connection, check_settings, within};
use crate::digest::Digest;
use crate::failure::Failure;
use crate::pool::{Lent, Pool};
use crate::reading::{head_digest, number_of};

/// How many bytes of entries and payloads go in one INSERT: a message to the server holds at most 1 GiB.
const INSERT_BYTES: usize = 8 * 1024 * 1024;

const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/// Appends a batch; see [`Connection::commit`] for the point of commitment.
pub(crate) async fn append(pool: &Pool, log: &LogName, batch: &Append) -> Result<(), AppendError> {
    let (lent, size) = begin(pool, log, batch).await.map_err(Failure::before_commit)?;
    let written = within("append", pool.options.answer_time, async {
        check(&lent.connection, log, batch, size).await?;
        write(pool, &lent.connection, log, batch).await
    });
    let written = written.await;
    end(pool, lent, written).await?;
    pool.saw(log, end_of(batch));
    Ok(())
}

/// Commits what was written, or takes it back.
async fn end(pool: &Pool, lent: Lent<'_>, written: Result<(), Failure>) -> Result<(), AppendError> {
    match written {
        Ok(()) => {}
        Err(Failure::Refused(reason)) => {
            roll_back(pool, lent).await;
            return Err(AppendError::Refused(reason));
        }
        // The connection is closed; the server rolls back.
        Err(other) => return Err(other.before_commit()),
    }
    if let Err(error) = lent.connection.commit(pool.options.answer_time).await {
        let silent = !lent.connection.client.is_closed();
        drop(lent);
        if silent {
            pool.look_again().await;
        }
        return Err(error);
    }
    lent.give_back();
    Ok(())
}

/// Begins a transaction that holds the log, and tells the log's size. A connection that turns out to be lost is replaced once: nothing
/// was written on it.
async fn begin<'a>(pool: &'a Pool, log: &LogName, batch: &Append) -> Result<(Lent<'a>, u64), Failure> {
    // Refused without a look at the database: what no log could take.
    if i64::try_from(batch.expected_size).is_err() {
        return Err(Failure::Refused(format!("no log has a size of {}", batch.expected_size)));
    }
    let lent = pool.lend().await?;
    match within("waiting for the log", pool.options.answer_time, lock(pool, &lent.connection, log)).await {
        Ok(size) => return Ok((lent, size)),
        Err(failure) if failure.is_lost_connection() => pool.forget_idle(),
        Err(failure @ (Failure::NoSuchLog(_) | Failure::Held(_))) => {
            roll_back(pool, lent).await;
            return Err(failure);
        }
        Err(other) => return Err(other),
    }
    drop(lent);
    let lent = pool.lend().await?;
    let locked = lock(pool, &lent.connection, log);
    let size = within("waiting for the log", pool.options.answer_time, locked).await?;
    Ok((lent, size))
}

async fn roll_back(pool: &Pool, lent: Lent<'_>) {
    let rolled_back = within("rolling back", pool.options.answer_time, async {
        Ok(lent.connection.client.batch_execute("ROLLBACK").await?)
    });
    if rolled_back.await.is_ok() {
        lent.give_back();
    }
}

/// Promise 3: from here to the end of the transaction no other writer, of whatever process, can append to this log, nor claim it.
async fn lock(pool: &Pool, connection: &Connection, log: &LogName) -> Result<u64, Failure> {
    let (client, statements) = (&connection.client, &connection.statements);
    // Both are sent at once, in this order.
    let (begun, row) = tokio::join!(
        biased;
        client.batch_execute(BEGIN),
        async { client.query_opt(&statements.lock, &[&log.as_str(), &pool.writer]).await },
    );
    begun?;
    let row = row?.ok_or_else(|| Failure::NoSuchLog(log.clone()))?;
    not_held(&row, 2)?;
    check_settings(&row, 3)?;
    size_of(log, &row)
}

/// Promise 7: whether another process has the claim, from the column that tells for how long.
fn not_held(row: &Row, column: usize) -> Result<(), Failure> {
    match row.try_get(column)? {
        0_i64 => Ok(()),
        held => Err(Failure::Held(number_of(held)?)),
    }
}

/// The size of a log, from the first two columns.
pub(crate) fn size_of(log: &LogName, row: &Row) -> Result<u64, Failure> {
    let size = number_of(row.try_get(0)?)?;
    if row.try_get::<_, &[u8]>(1)? != head_digest(log, size) {
        return Err(Failure::Damaged(format!("the head of {log}")));
    }
    Ok(size)
}

/// Claims a log and tells its size. A claim of ours that lasts for a good while is only looked at.
pub(crate) async fn claim(pool: &Pool, connection: &Connection, log: &LogName) -> Result<u64, Failure> {
    let (client, statements, name) = (&connection.client, &connection.statements, log.as_str());
    let lease = millis(pool.options.lease_time);
    // Another may claim between the two statements; the third tells.
    for _ in 0..3 {
        let row = client.query_opt(&statements.claimed, &[&name, &pool.writer, &(lease / 2)]).await?;
        let row = row.ok_or_else(|| Failure::NoSuchLog(log.clone()))?;
        if row.try_get::<_, Option<bool>>(2)? == Some(true) {
            return size_of(log, &row);
        }
        not_held(&row, 3)?;
        let before = connection.warnings();
        client.execute(&statements.claim, &[&name, &pool.writer, &lease]).await?;
        // The server gave up waiting for a standby: what is here may not be there.
        if let Some(warning) = connection.warned_since(before) {
            return Err(Failure::Setting(warning));
        }
    }
    Err(Failure::Late("claiming a log"))
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// Judges the batch. What it is compared with cannot change: the log is locked.
async fn check(connection: &Connection, log: &LogName, batch: &Append, size: u64) -> Result<(), Failure> {
    let (client, statements) = (&connection.client, &connection.statements);
    let streams: BTreeSet<StreamCode> =
        batch.entries.iter().flat_map(|e| e.streams.iter().map(|(s, _)| *s)).collect();
    let streams: Vec<&str> = streams.iter().map(StreamCode::as_str).collect();
    let requests: Vec<&[u8]> = batch.requests.iter().map(|r| &r.request[..]).collect();
    let (revisions, known) = tokio::try_join!(
        async { client.query(&statements.last_revisions, &[&log.as_str(), &streams]).await },
        async { client.query(&statements.known_requests, &[&log.as_str(), &requests]).await },
    )?;
    let mut next = BTreeMap::new();
    for row in &revisions {
        let last: Option<i64> = row.try_get(1)?;
        let revision = last.map_or(Ok(0), |last| number_of(last).map(|last| last.saturating_add(1)))?;
        next.insert(row.try_get::<_, &str>(0)?, revision);
    }
    let known: BTreeSet<&[u8]> = known.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    check_append(
        batch,
        size,
        |stream| next.get(stream.as_str()).copied().unwrap_or(0),
        |request| Ok(known.contains(&request[..])),
    )
    .map_err(|refused| match refused {
        AppendError::Refused(reason) => Failure::Refused(reason),
        other => Failure::Refused(other.to_string()),
    })?;
    let end = end_of(batch);
    i64::try_from(end).map_err(|_| Failure::Refused("the log cannot hold more entries".to_owned()))?;
    Ok(())
}

fn end_of(batch: &Append) -> u64 {
    batch.expected_size.saturating_add(u64::try_from(batch.entries.len()).unwrap_or(u64::MAX))
}

/// Writes a batch that was checked.
async fn write(pool: &Pool, connection: &Connection, log: &LogName, batch: &Append) -> Result<(), Failure> {
    let mut position = batch.expected_size;
    let mut rest = &batch.entries[..];
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(chunk_len(rest));
        add_entries(connection, log, chunk, position).await?;
        position = position.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        rest = after;
    }
    tokio::try_join!(
        add_positions(connection, log, batch),
        add_requests(connection, log, &batch.requests),
        set_head(pool, connection, log, position),
        publish(connection, log, batch.publication.as_ref(), position),
    )?;
    Ok(())
}

/// How many entries go in one INSERT: at least one.
fn chunk_len(entries: &[NewEntry]) -> usize {
    let mut bytes = 0_usize;
    let fitting = entries.iter().take_while(|e| {
        bytes = bytes.saturating_add(e.entry.len() + e.payload.as_ref().map_or(0, |p| p.bytes.len()) + 100);
        bytes <= INSERT_BYTES
    });
    fitting.count().max(1)
}

/// The columns of a table are lists of one length; the server makes rows of them.
async fn add_entries(
    connection: &Connection,
    log: &LogName,
    entries: &[NewEntry],
    from: u64,
) -> Result<(), Failure> {
    let positions: Vec<u64> = (from..).take(entries.len()).collect();
    let signed: Vec<i64> = positions.iter().map(|p| p.cast_signed()).collect();
    let bytes: Vec<&[u8]> = entries.iter().map(|e| &e.entry[..]).collect();
    let salts: Vec<Option<&[u8]>> = entries.iter().map(|e| e.payload.as_ref().map(|p| &p.salt[..])).collect();
    let payloads: Vec<Option<&[u8]>> =
        entries.iter().map(|e| e.payload.as_ref().map(|p| &p.bytes[..])).collect();
    let digests: Vec<Vec<u8>> = positions
        .iter()
        .zip(entries)
        .map(|(position, e)| {
            let payload = e.payload.as_ref().map(|p| (&p.salt[..], &p.bytes[..]));
            entry_digest(log, *position, &e.entry, payload)
        })
        .collect();
    let add = &connection.statements.add_entries;
    let written = connection
        .client
        .execute(add, &[&log.as_str(), &signed, &bytes, &salts, &payloads, &digests])
        .await?;
    all_written("entry", written, entries.len())
}

pub(crate) fn entry_digest(
    log: &LogName,
    position: u64,
    entry: &[u8],
    payload: Option<(&[u8], &[u8])>,
) -> Vec<u8> {
    let digest = Digest::of("entry", log).number(position).bytes(entry);
    digest.optional(payload.map(|(salt, _)| salt)).optional(payload.map(|(_, bytes)| bytes)).finish()
}

async fn add_positions(connection: &Connection, log: &LogName, batch: &Append) -> Result<(), Failure> {
    let rows: Vec<(StreamCode, u64, u64)> = (batch.expected_size..)
        .zip(&batch.entries)
        .flat_map(|(position, e)| {
            e.streams.iter().map(move |(stream, revision)| (*stream, *revision, position))
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let streams: Vec<&str> = rows.iter().map(|(stream, ..)| stream.as_str()).collect();
    let revisions: Vec<i64> = rows.iter().map(|(_, revision, _)| revision.cast_signed()).collect();
    let positions: Vec<i64> = rows.iter().map(|(.., position)| position.cast_signed()).collect();
    let digests: Vec<Vec<u8>> = rows.iter().map(|(s, r, p)| position_digest(log, *s, *r, *p)).collect();
    let add = &connection.statements.add_positions;
    let written =
        connection.client.execute(add, &[&log.as_str(), &streams, &revisions, &positions, &digests]).await?;
    all_written("stream_position", written, rows.len())
}

pub(crate) fn position_digest(log: &LogName, stream: StreamCode, revision: u64, position: u64) -> Vec<u8> {
    Digest::of("stream_position", log).bytes(stream.as_bytes()).number(revision).number(position).finish()
}

async fn add_requests(
    connection: &Connection,
    log: &LogName,
    requests: &[RequestRecord],
) -> Result<(), Failure> {
    if requests.is_empty() {
        return Ok(());
    }
    let ids: Vec<&[u8]> = requests.iter().map(|r| &r.request[..]).collect();
    let firsts: Vec<i64> = requests.iter().map(|r| r.first_index.cast_signed()).collect();
    let counts: Vec<i64> = requests.iter().map(|r| i64::from(r.count)).collect();
    let bodies: Vec<&[u8]> = requests.iter().map(|r| &r.body_digest[..]).collect();
    let digests: Vec<Vec<u8>> = requests.iter().map(|r| request_digest(log, r)).collect();
    let add = &connection.statements.add_requests;
    let written =
        connection.client.execute(add, &[&log.as_str(), &ids, &firsts, &counts, &bodies, &digests]).await?;
    all_written("request", written, requests.len())
}

pub(crate) fn request_digest(log: &LogName, record: &RequestRecord) -> Vec<u8> {
    let digest = Digest::of("request", log).bytes(&record.request).number(record.first_index);
    digest.number(u64::from(record.count)).bytes(&record.body_digest).finish()
}

async fn set_head(pool: &Pool, connection: &Connection, log: &LogName, size: u64) -> Result<(), Failure> {
    let set = &connection.statements.set_head;
    let (row, lease) = (head_digest(log, size), millis(pool.options.lease_time));
    let written = connection
        .client
        .execute(set, &[&log.as_str(), &size.cast_signed(), &row, &pool.writer, &lease])
        .await?;
    all_written("head", written, 1)
}

async fn publish(
    connection: &Connection,
    log: &LogName,
    publication: Option<&Publication>,
    size: u64,
) -> Result<(), Failure> {
    let Some(publication) = publication else { return Ok(()) };
    let (client, statements) = (&connection.client, &connection.statements);
    let digest = checkpoint_digest(log, size, &publication.checkpoint);
    let name = log.as_str();
    client
        .execute(&statements.set_checkpoint, &[&name, &size.cast_signed(), &publication.checkpoint, &digest])
        .await?;
    let tiles = &publication.tiles;
    let levels: Vec<i16> = tiles.iter().map(|t| i16::from(t.level)).collect();
    let numbers: Vec<i64> = tiles.iter().map(|t| t.number.cast_signed()).collect();
    let hashes: Vec<&[u8]> = tiles.iter().map(|t| &t.hashes[..]).collect();
    let digests: Vec<Vec<u8>> =
        tiles.iter().map(|t| tile_digest(log, t.level, t.number, &t.hashes)).collect();
    let written =
        client.execute(&statements.set_tiles, &[&name, &levels, &numbers, &hashes, &digests]).await?;
    all_written("tile", written, tiles.len())?;
    let heads = &publication.stream_heads;
    let streams: Vec<&str> = heads.iter().map(|h| h.stream.as_str()).collect();
    let sizes: Vec<i64> = heads.iter().map(|h| h.size.cast_signed()).collect();
    let frontiers: Vec<Vec<u8>> = heads.iter().map(|h| h.frontier.concat()).collect();
    let digests: Vec<Vec<u8>> = heads
        .iter()
        .zip(&frontiers)
        .map(|(h, frontier)| stream_head_digest(log, h.stream, h.size, frontier))
        .collect();
    let written = client
        .execute(&statements.set_stream_heads, &[&name, &streams, &sizes, &frontiers, &digests])
        .await?;
    all_written("stream_head", written, heads.len())
}

pub(crate) fn checkpoint_digest(log: &LogName, size: u64, note: &[u8]) -> Vec<u8> {
    Digest::of("checkpoint", log).number(size).bytes(note).finish()
}

pub(crate) fn tile_digest(log: &LogName, level: u8, number: u64, hashes: &[u8]) -> Vec<u8> {
    Digest::of("tile", log).number(u64::from(level)).number(number).bytes(hashes).finish()
}

pub(crate) fn stream_head_digest(log: &LogName, stream: StreamCode, size: u64, frontier: &[u8]) -> Vec<u8> {
    Digest::of("stream_head", log).bytes(stream.as_bytes()).number(size).bytes(frontier).finish()
}

/// A trigger or a rule of the operator's own could take rows away unseen.
fn all_written(table: &str, written: u64, rows: usize) -> Result<(), Failure> {
    if u64::try_from(rows).is_ok_and(|rows| rows == written) {
        return Ok(());
    }
    Err(Failure::Setting(format!("PostgreSQL wrote {written} rows of {rows} to {table}")))
}

/// Creates a log, or finds it there.
pub(crate) async fn create_log(pool: &Pool, log: &LogName, description: &[u8]) -> Result<(), AppendError> {
    let lent = pool.lend().await.map_err(Failure::before_commit)?;
    let created = within("creating a log", pool.options.answer_time, async {
        let (client, statements, name) = (&lent.connection.client, &lent.connection.statements, log.as_str());
        client.batch_execute(BEGIN).await?;
        let digest = description_digest(log, description);
        client.execute(&statements.create_log, &[&name, &description, &digest]).await?;
        client.execute(&statements.create_head, &[&name, &head_digest(log, 0)]).await?;
        let row = client.query_one(&statements.description, &[&name]).await?;
        if row.try_get::<_, &[u8]>(0)? == description {
            return Ok(());
        }
        Err(Failure::Refused(format!("log {log} is there already with another description")))
    });
    let created = created.await;
    end(pool, lent, created).await
}

pub(crate) fn description_digest(log: &LogName, description: &[u8]) -> Vec<u8> {
    Digest::of("log", log).bytes(description).finish()
}
