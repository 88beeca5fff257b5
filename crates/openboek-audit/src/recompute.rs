//! Published paragraphs computed again from verified entries, with nothing of the server: what the receipt has the digest of must come out.

use openboek_documents::PublishedState;
use openboek_proof::entry::{Entry, Receipt};
use openboek_proof::hash::event_hash;
use openboek_proof::verify::VerifiedEntry;
use openboek_rules::{BudgetYear, Stream};
use openboek_views::{PROJECTOR, RecordedEvent, View};

use crate::fold::decoded;

/// Kind of the document that a paragraph is.
const PARAGRAPH: &str = "paragraph";

/// The `application/json` output of a receipt, from the entries of its stream and of `region` up to its basis, each with its payload; `None`
/// when this program does not have that projector, or does not know a kind of statement among them.
pub(crate) fn paragraph(receipt: &Receipt, entries: &[&VerifiedEntry]) -> Option<Vec<u8>> {
    if receipt.projector.to_string() != PROJECTOR || receipt.document.kind() != PARAGRAPH {
        return None;
    }
    let holder = Stream::new(&receipt.stream.code.to_string()).ok()?;
    let year = BudgetYear::new(i64::from(receipt.document.year())).ok()?;
    let events: Vec<(&VerifiedEntry, RecordedEvent)> =
        entries.iter().filter_map(|entry| event(entry)).collect::<Option<_>>()?;
    let folded = View::fold(holder, |view| {
        events.iter().for_each(|(_, event)| view.apply(event));
        Ok::<(), std::convert::Infallible>(())
    });
    let view = folded.unwrap_or_else(|never| match never {});
    let (last, event) = events.last()?;
    let state = PublishedState {
        origin: receipt.origin.to_string(),
        size: receipt.basis.size,
        root: receipt.basis.root.to_string(),
        last_recorded_at_ms: event.recorded_at_ms,
        last_event_hash: event_hash(&last.bytes).to_string(),
    };
    Some(state.json(&view, year))
}

/// An event as it is folded; `None` for other entries, and `Some(None)` when its statement cannot be read.
fn event(entry: &VerifiedEntry) -> Option<Option<(&VerifiedEntry, RecordedEvent)>> {
    let Entry::Event(event) = &entry.entry else { return None };
    let statement = entry.payload.as_deref().and_then(|payload| decoded(event, payload));
    let recorded_at_ms = event.recorded.unix_ms();
    let folded = |statement| (entry, RecordedEvent { index: entry.index, recorded_at_ms, statement });
    Some(statement.map(folded))
}
