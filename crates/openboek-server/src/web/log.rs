//! The static log (C2SP tlog-tiles) as any web server could serve it, the checkpoint and the bundle.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use openboek_engine::{payload_file, tile_file};
use openboek_proof::text::decode_base64;
use openboek_proof::tree::{TILE_WIDTH, TileKind, TilePath};
use openboek_rules::Stream;
use openboek_store::LogName;

use super::entry::position;
use super::moment::{lang_of, value_of};
use super::respond::{Page, answer};
use crate::bundle::{Wanted, make};
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};

const NOTE: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";

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
            "log.vkey" => Ok(Page::file(NOTE, shared.engine.log_keys(&arrangement)?)),
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
        let bundle = make(shared, &Wanted::whole(&arrangement, holder, kept))?;
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
    Ok(Page::file(BYTES, payload_file(&stored)))
}

fn tile(shared: &Shared, log: &LogName, arrangement: &str, path: &str) -> Result<Page, Problem> {
    let path = TilePath::parse(path).ok_or_else(missing)?;
    if path.kind == TileKind::Entries {
        let end = path.number.checked_mul(TILE_WIDTH).and_then(|first| first.checked_add(path.width.into()));
        let published = shared.engine.heads_now(arrangement)?.published_size;
        end.filter(|end| *end <= published).ok_or_else(missing)?;
    }
    let bytes = tile_file(&*shared.store, log, path)?.ok_or_else(missing)?;
    Ok(Page::file(BYTES, bytes).forever())
}
