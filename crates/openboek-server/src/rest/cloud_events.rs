//! Published events as CloudEvents, for who follows the register by asking.

use openboek_documents::feed::{CloudEvent, EventSaid};
use openboek_engine::DecodedEntry;
use openboek_proof::entry::Entry;
use openboek_proof::hash::event_hash;
use openboek_wire::v1::ListEntriesRequest;
use prost::Message as _;

use super::BASE;
use crate::context::Shared;
use crate::errors::{Problem, Reason};
use crate::grpc;
use crate::limits::PAGE_ENTRIES;
use crate::pages::Pages;

/// A batch as JSON. Asked as entries are, but seals and receipts do not count: an empty batch has reached the newest event.
pub(super) fn list(shared: &Shared, request: &[u8]) -> Result<Vec<u8>, Problem> {
    let internal = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "events cannot be written");
        Problem::new(Reason::Internal)
    };
    let request = ListEntriesRequest::decode(request).map_err(|error| internal(&error))?;
    let limit = grpc::page_size(request.limit, PAGE_ENTRIES, "limit")?;
    let stream = grpc::optional_stream(&request.stream)?;
    let log = shared.log(&request.arrangement)?;
    let published = shared.engine.heads_now(&request.arrangement)?.published_size;
    let pages = Pages { store: &*shared.store, log: &log, stream };
    let (mut events, mut next) = (Vec::new(), Some(request.from));
    while let Some(from) = next.filter(|_| events.len() < limit) {
        let page = pages.read(from, published, limit - events.len())?;
        for stored in page.entries {
            events.extend(event(shared, &request.arrangement, &DecodedEntry::new(stored)?));
        }
        next = page.next;
    }
    let mut body = serde_json::to_vec(&events).map_err(|error| internal(&error))?;
    body.push(b'\n');
    Ok(body)
}

/// An entry as an event; `None` for seals and receipts.
pub(crate) fn event(shared: &Shared, arrangement: &str, decoded: &DecodedEntry) -> Option<CloudEvent> {
    let Entry::Event(event) = &decoded.entry else { return None };
    let position = decoded.stored.index;
    let home = shared.public_url.as_deref().unwrap_or_default();
    Some(CloudEvent::new(EventSaid {
        origin: decoded.entry.origin().as_str(),
        oin: shared.oin.as_deref(),
        position,
        event_hash: event_hash(&decoded.stored.entry).to_string(),
        recorded_at_ms: event.recorded.unix_ms(),
        kind: (event.statement.kind.name(), event.statement.kind.version()),
        body: decoded.statement.as_ref().map(|statement| &statement.body),
        address: format!("{home}{BASE}/arrangements/{arrangement}/entries/{position}"),
    }))
}
