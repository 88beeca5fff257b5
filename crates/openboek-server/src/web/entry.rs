//! The page of an entry, its bytes as they are hashed, and its proof.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use openboek_documents::{EntryContent, EntryPage, Lang, Link};
use openboek_engine::DecodedEntry;
use openboek_proof::entry::Entry;
use openboek_proof::hash::event_hash;
use openboek_proof::tree::write_proof;

use super::address;
use super::figure::names;
use super::moment::lang_of;
use super::respond::{Page, answer};
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};

/// `…/boeking/{index}`, with `.txt` behind it the bytes, with `.bewijs` the proof.
pub(super) async fn show(
    State(context): State<Context>,
    Path((arrangement, entry)): Path<(String, String)>,
    uri: Uri,
) -> Response {
    let lang = lang_of(uri.query());
    let page = context.blocking(move |shared| {
        let (number, ending) = entry.split_once('.').unwrap_or((&entry, ""));
        let index = position(number).ok_or_else(|| Problem::new(Reason::NoSuchPage))?;
        shared.log(&arrangement)?;
        match ending {
            "" => html(shared, &arrangement, index, lang),
            "txt" => bytes(shared, &arrangement, index),
            "bewijs" => proof(shared, &arrangement, index),
            _ => Err(Problem::new(Reason::NoSuchPage)),
        }
    });
    answer(page.await.map_err(|problem| (problem, lang)))
}

/// A position in its one form.
pub(super) fn position(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

fn find(shared: &Shared, arrangement: &str, index: u64) -> Result<DecodedEntry, Problem> {
    let size = shared.engine.heads_now(arrangement)?.size;
    let missing = || Problem::new(Reason::NoSuchEntry).with("entry", index).with("size", size);
    shared.engine.entry(arrangement, index)?.ok_or_else(missing)
}

fn html(shared: &Shared, arrangement: &str, index: u64, lang: Lang) -> Result<Page, Problem> {
    let decoded = find(shared, arrangement, index)?;
    let published = index < shared.engine.heads_now(arrangement)?.published_size;
    let has_payload = decoded.stored.payload.is_some();
    let follow = super::feed::follow_things(arrangement, decoded.statement.as_ref(), lang);
    let page = EntryPage {
        lang,
        origin: decoded.entry.origin().to_string(),
        position: index,
        bytes: String::from_utf8_lossy(&decoded.stored.entry).into_owned(),
        event_hash: event_hash(&decoded.stored.entry).to_string(),
        recorded_at_ms: decoded.entry.recorded().unix_ms(),
        published,
        content: match (&decoded.entry, decoded.statement) {
            (Entry::Seal(_), _) => EntryContent::Seal,
            (Entry::Receipt(_), _) => EntryContent::Receipt,
            (Entry::Event(_), Some(statement)) => EntryContent::Statement(Box::new(statement)),
            (Entry::Event(_), None) => EntryContent::Erased,
        },
        names: names(shared, arrangement),
        follow,
        home: address::home(lang),
        back: None,
        downloads: downloads(arrangement, index, published, has_payload, lang),
    };
    Ok(Page::html(openboek_documents::entry_page(&page)))
}

fn downloads(arrangement: &str, index: u64, published: bool, has_payload: bool, lang: Lang) -> Vec<Link> {
    let (raw, proof, payload) = match lang {
        Lang::Nl => ("De boeking zelf", "Bewijs (tlog-proof)", "Inhoud met zout, zoals vastgelegd"),
        Lang::En => ("The entry itself", "Proof (tlog-proof)", "Payload with its salt, as recorded"),
    };
    let mut links = vec![Link::new(raw, format!("/{arrangement}/boeking/{index}.txt"))];
    if published {
        links.push(Link::new(proof, format!("/{arrangement}/boeking/{index}.bewijs")));
    }
    if has_payload {
        links.push(Link::new(payload, format!("/{arrangement}/log/payload/{index}")));
    }
    links
}

fn bytes(shared: &Shared, arrangement: &str, index: u64) -> Result<Page, Problem> {
    let decoded = find(shared, arrangement, index)?;
    Ok(Page::file("text/plain; charset=utf-8", decoded.stored.entry).forever())
}

/// A C2SP tlog-proof: the index, the hashes, an empty line, the checkpoint.
fn proof(shared: &Shared, arrangement: &str, index: u64) -> Result<Page, Problem> {
    find(shared, arrangement, index)?;
    let (checkpoint, size) = shared.engine.checkpoint(arrangement)?;
    let hashes = shared.engine.inclusion(arrangement, index, size)?;
    let mut text = format!("c2sp.org/tlog-proof@v1\nindex {index}\n").into_bytes();
    text.extend(write_proof(&hashes));
    text.push(b'\n');
    text.extend(checkpoint);
    Ok(Page::file("text/plain; charset=utf-8", text))
}
