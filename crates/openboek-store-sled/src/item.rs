//! What a record of the journal holds: appends, and logs that are made.
//!
//! A body is a row of items: length (4 bytes), kind (1), number of the log (4), then by kind
//!
//! - 1, a log is made: length of its name (1), name, description;
//! - 2, an append: expected size (8); entries: count (4), each a record as in a block and its streams: count (2), each code (6) and
//!   revision (8); requests: count (4), each UUID (16) and value as under `r`; 0, or 1 and a publication: checkpoint: length (4), bytes;
//!   tiles: count (4), each level (1), number (8), length (4), hashes; stream heads: count (4), each code (6), length (4), value as
//!   under `k`.

use std::sync::Arc;

use openboek_store::{Append, LogName, NewEntry, Publication, RequestRecord, StreamCode, StreamHead, Tile};

use crate::block::{push_record, read_record};
use crate::codec::{self, Reader};
use crate::keys::LogNumber;

const MADE: u8 = 1;
const APPENDED: u8 = 2;

/// One thing that is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) log: LogNumber,
    pub(crate) what: What,
}

/// What one record of the journal holds.
pub(crate) struct Record {
    pub(crate) number: u64,
    pub(crate) items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A log is made.
    Made { name: LogName, description: Vec<u8> },
    /// A batch that was checked.
    Appended(Arc<Append>),
}

/// Adds an item to a body. `None` when a length does not fit its bytes.
pub(crate) fn push(body: &mut Vec<u8>, item: &Item) -> Option<()> {
    let begin = body.len();
    body.extend_from_slice(&[0; 4]);
    match &item.what {
        What::Made { name, description } => {
            body.push(MADE);
            body.extend_from_slice(&item.log.0.to_be_bytes());
            body.push(u8::try_from(name.as_str().len()).ok()?);
            body.extend_from_slice(name.as_str().as_bytes());
            body.extend_from_slice(description);
        }
        What::Appended(batch) => {
            body.push(APPENDED);
            body.extend_from_slice(&item.log.0.to_be_bytes());
            push_append(body, batch)?;
        }
    }
    let length = u32::try_from(body.len() - begin - 4).ok()?;
    body[begin..begin + 4].copy_from_slice(&length.to_be_bytes());
    Some(())
}

/// The items of a body; `None` when it is not whole.
pub(crate) fn read_all(body: &[u8]) -> Option<Vec<Item>> {
    let mut reader = Reader(body);
    let mut items = Vec::new();
    while !reader.0.is_empty() {
        let length = reader.length()?;
        items.push(read_item(reader.bytes(length)?)?);
    }
    Some(items)
}

fn read_item(bytes: &[u8]) -> Option<Item> {
    let mut r = Reader(bytes);
    let kind = r.u8()?;
    let log = LogNumber(r.u32()?);
    let what = match kind {
        MADE => {
            let length = usize::from(r.u8()?);
            let name = LogName::new(std::str::from_utf8(r.bytes(length)?).ok()?)?;
            What::Made { name, description: r.0.to_owned() }
        }
        APPENDED => {
            let batch = read_append(&mut r)?;
            What::Appended(Arc::new(r.done(batch)?))
        }
        _ => return None,
    };
    Some(Item { log, what })
}

fn push_append(body: &mut Vec<u8>, batch: &Append) -> Option<()> {
    body.extend_from_slice(&batch.expected_size.to_be_bytes());
    push_count(body, batch.entries.len())?;
    for entry in &batch.entries {
        push_record(body, entry)?;
        body.extend_from_slice(&u16::try_from(entry.streams.len()).ok()?.to_be_bytes());
        for (stream, revision) in &entry.streams {
            body.extend_from_slice(stream.as_bytes());
            body.extend_from_slice(&revision.to_be_bytes());
        }
    }
    push_count(body, batch.requests.len())?;
    for record in &batch.requests {
        body.extend_from_slice(&record.request);
        body.extend_from_slice(&codec::request_value(record));
    }
    match &batch.publication {
        None => body.push(0),
        Some(publication) => {
            body.push(1);
            push_publication(body, publication)?;
        }
    }
    Some(())
}

fn push_publication(body: &mut Vec<u8>, publication: &Publication) -> Option<()> {
    push_count(body, publication.checkpoint.len())?;
    body.extend_from_slice(&publication.checkpoint);
    push_count(body, publication.tiles.len())?;
    for tile in &publication.tiles {
        body.push(tile.level);
        body.extend_from_slice(&tile.number.to_be_bytes());
        push_count(body, tile.hashes.len())?;
        body.extend_from_slice(&tile.hashes);
    }
    push_count(body, publication.stream_heads.len())?;
    for head in &publication.stream_heads {
        let value = codec::stream_head_value(head);
        body.extend_from_slice(head.stream.as_bytes());
        push_count(body, value.len())?;
        body.extend_from_slice(&value);
    }
    Some(())
}

fn push_count(body: &mut Vec<u8>, count: usize) -> Option<()> {
    body.extend_from_slice(&u32::try_from(count).ok()?.to_be_bytes());
    Some(())
}

fn read_append(r: &mut Reader<'_>) -> Option<Append> {
    Some(Append {
        expected_size: r.u64()?,
        entries: read_list(r, read_entry)?,
        requests: read_list(r, read_request)?,
        publication: match r.u8()? {
            0 => None,
            1 => Some(read_publication(r)?),
            _ => return None,
        },
    })
}

/// A count, and so many of something. The count is not believed before they are there.
fn read_list<T>(r: &mut Reader<'_>, read: impl Fn(&mut Reader<'_>) -> Option<T>) -> Option<Vec<T>> {
    let count = r.length()?;
    (0..count).map(|_| read(r)).collect()
}

fn read_entry(r: &mut Reader<'_>) -> Option<NewEntry> {
    let record = read_record(0, r)?.to_stored();
    let count = u16::from_be_bytes(r.array()?);
    let streams = (0..count).map(|_| Some((read_stream(r)?, r.u64()?))).collect::<Option<_>>()?;
    Some(NewEntry { entry: record.entry, payload: record.payload, streams })
}

fn read_stream(r: &mut Reader<'_>) -> Option<StreamCode> {
    std::str::from_utf8(r.bytes(6)?).ok().and_then(StreamCode::new)
}

fn read_request(r: &mut Reader<'_>) -> Option<RequestRecord> {
    let request = r.array()?;
    codec::read_request(&request, r.bytes(codec::REQUEST_BYTES)?)
}

fn read_publication(r: &mut Reader<'_>) -> Option<Publication> {
    let length = r.length()?;
    Some(Publication {
        checkpoint: r.bytes(length)?.to_owned(),
        tiles: read_list(r, read_tile)?,
        stream_heads: read_list(r, read_stream_head)?,
    })
}

fn read_tile(r: &mut Reader<'_>) -> Option<Tile> {
    let (level, number, length) = (r.u8()?, r.u64()?, r.length()?);
    Some(Tile { level, number, hashes: r.bytes(length)?.to_owned() })
}

fn read_stream_head(r: &mut Reader<'_>) -> Option<StreamHead> {
    let (stream, length) = (read_stream(r)?, r.length()?);
    codec::read_stream_head(stream, r.bytes(length)?)
}

#[cfg(test)]
mod tests {
    use openboek_store::StoredPayload;

    use super::*;

    fn samples() -> Vec<Item> {
        let entry = |payload: Option<&[u8]>, streams| NewEntry {
            entry: b"entry".to_vec(),
            payload: payload.map(|p| StoredPayload { salt: [9; 32], bytes: p.to_vec() }),
            streams,
        };
        let municipality = StreamCode::new("GM0505").unwrap();
        let publication = Publication {
            checkpoint: b"checkpoint".to_vec(),
            tiles: vec![Tile { level: 1, number: 3, hashes: vec![5; 64] }],
            stream_heads: vec![StreamHead {
                stream: municipality,
                size: 3,
                frontier: vec![[1; 32], [2; 32]],
            }],
        };
        let request = RequestRecord { request: [3; 16], first_index: 7, count: 2, body_digest: [4; 32] };
        let append = |publication| {
            What::Appended(Arc::new(Append {
                expected_size: 7,
                entries: vec![
                    entry(None, vec![]),
                    entry(Some(b"payload"), vec![(StreamCode::REGION, 4), (municipality, 0)]),
                ],
                requests: vec![request.clone()],
                publication,
            }))
        };
        let made = What::Made { name: LogName::new("log").unwrap(), description: b"what for".to_vec() };
        let items = [made, append(None), append(Some(publication))];
        items.into_iter().zip(1..).map(|(what, log)| Item { log: LogNumber(log), what }).collect()
    }

    fn body(items: &[Item]) -> Vec<u8> {
        let mut body = Vec::new();
        items.iter().for_each(|item| push(&mut body, item).unwrap());
        body
    }

    #[test]
    fn items_are_read_as_they_were_written() {
        assert_eq!(read_all(&body(&samples())), Some(samples()));
        assert_eq!(read_all(&[]), Some(vec![]));
    }

    #[test]
    fn a_body_that_is_not_whole_is_not_read() {
        let whole = body(&samples());
        let ends: Vec<usize> = (1..=3).map(|n| body(&samples()[..n]).len()).collect();
        for length in (1..whole.len()).filter(|length| !ends.contains(length)) {
            assert!(read_all(&whole[..length]).is_none(), "{length} bytes");
        }
    }

    /// The bytes of format 2, for ever.
    #[test]
    fn the_form_of_items_never_changes() {
        let digest = blake3::hash(&body(&samples())).to_hex();
        assert_eq!(digest.as_str(), "b1daf2d632bdacb6a804461fa7538e7f6f45798d3609b03fad14736d4ca41834");
    }
}
