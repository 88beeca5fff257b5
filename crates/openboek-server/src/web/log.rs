//! The static log (C2SP tlog-tiles) as any web server could serve it, the checkpoint and the bundle.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use openboek_proof::text::decode_base64;
use openboek_proof::tree::{TILE_WIDTH, TileKind, TilePath, push_entry};
use openboek_rules::Stream;
use openboek_store::LogName;

use super::entry::position;
use super::moment::{lang_of, value_of};
use super::respond::{Page, answer};
use crate::bundle::make;
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};

const NOTE: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";
/// Bytes of one hash in a tile.
const HASH_BYTES: usize = 32;

/// `/{arrangement}/checkpoint`
pub(super) async fn checkpoint(
    State(context): State<Context>,
    Path(arrangement): Path<String>,
    uri: Uri,
) -> Response {
    let page = context.blocking(move |shared| newest_checkpoint(shared, &arrangement));
    answer(page.await.map_err(|problem| (problem, lang_of(uri.query()))))
}

/// `/{arrangement}/log/…`
pub(super) async fn file(
    State(context): State<Context>,
    Path((arrangement, path)): Path<(String, String)>,
    uri: Uri,
) -> Response {
    let page = context.blocking(move |shared| {
        let log = shared.log(&arrangement)?;
        match path.as_str() {
            "checkpoint" => newest_checkpoint(shared, &arrangement),
            "log.vkey" => {
                let key = shared.engine.verifier_key(&arrangement)?;
                Ok(Page::file(NOTE, format!("{key}\n").into_bytes()))
            }
            "policy" => Ok(Page::file(NOTE, shared.engine.policy(&arrangement)?)),
            path => match path.strip_prefix("payload/") {
                Some(index) => payload(shared, &log, index),
                None => tile(shared, &log, &arrangement, path),
            },
        }
    });
    answer(page.await.map_err(|problem| (problem, lang_of(uri.query()))))
}

/// `/{arrangement}/bundel/{holder}.zip`, with `?vorige=` the base64 of a checkpoint that the reader kept: then the proof that joins it
/// is in the bundle.
pub(super) async fn bundle(
    State(context): State<Context>,
    Path((arrangement, file)): Path<(String, String)>,
    uri: Uri,
) -> Response {
    let lang = lang_of(uri.query());
    let kept = value_of(uri.query(), "vorige");
    let page = context.blocking(move |shared| {
        let kept = kept.map(|text| decode_base64(&text).ok_or_else(missing)).transpose()?;
        let holder = file.strip_suffix(".zip").and_then(|code| Stream::new(code).ok());
        let holder = holder.ok_or_else(missing)?;
        shared.log(&arrangement)?;
        let bundle = make(&shared.engine, &arrangement, holder, kept)?;
        let name = format!("bundel-{arrangement}-{holder}-{}.zip", bundle.size);
        Ok(Page::file("application/zip", bundle.zip).named(name))
    });
    answer(page.await.map_err(|problem| (problem, lang)))
}

fn missing() -> Problem {
    Problem::new(Reason::NoSuchPage)
}

fn newest_checkpoint(shared: &Shared, arrangement: &str) -> Result<Page, Problem> {
    let (note, _) = shared.engine.checkpoint(arrangement)?;
    Ok(Page::file(NOTE, note))
}

/// Salt and payload of an entry. They can be erased, so they are not kept for ever.
fn payload(shared: &Shared, log: &LogName, index: &str) -> Result<Page, Problem> {
    let index = position(index).ok_or_else(missing)?;
    let stored = shared.store.entry(log, index)?.and_then(|entry| entry.payload).ok_or_else(missing)?;
    let mut bytes = stored.salt.to_vec();
    bytes.extend(stored.bytes);
    Ok(Page::file(BYTES, bytes))
}

fn tile(shared: &Shared, log: &LogName, arrangement: &str, path: &str) -> Result<Page, Problem> {
    let path = TilePath::parse(path).ok_or_else(missing)?;
    let bytes = match path.kind {
        TileKind::Hashes(level) => {
            let mut hashes = shared.store.tile(log, level, path.number)?.ok_or_else(missing)?;
            let length = usize::from(path.width) * HASH_BYTES;
            if hashes.len() < length {
                return Err(missing());
            }
            hashes.truncate(length);
            hashes
        }
        TileKind::Entries => {
            let published = shared.engine.heads_now(arrangement)?.published_size;
            entries(shared, log, path, published)?
        }
    };
    Ok(Page::file(BYTES, bytes).forever())
}

/// Entries of one tile, each after its length in two bytes.
fn entries(shared: &Shared, log: &LogName, path: TilePath, published: u64) -> Result<Vec<u8>, Problem> {
    let first = path.number.checked_mul(TILE_WIDTH).ok_or_else(missing)?;
    let end = first.checked_add(path.width.into()).filter(|end| *end <= published).ok_or_else(missing)?;
    let (mut bytes, mut next) = (Vec::new(), first);
    while next < end {
        let limit = usize::try_from(end - next).unwrap_or(usize::MAX);
        let page = shared.store.entries(log, next, limit, usize::MAX)?;
        if page.is_empty() {
            return Err(openboek_store::StoreError::Damaged(format!("entry {next}: it is missing")).into());
        }
        for stored in page {
            next = stored.index + 1;
            // The store takes no entry that is too long.
            push_entry(&mut bytes, &stored.entry).ok_or_else(|| Problem::new(Reason::Damaged))?;
        }
    }
    Ok(bytes)
}
