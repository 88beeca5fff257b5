//! What an entry says that the server lists, for a client.

use openboek_proof::entry::{Entry, Event};
use openboek_rules::{Statement, Stream};
use openboek_wire::v1;

/// The event of an entry; `None` for entries that are no events or cannot be read.
pub(crate) fn event(listed: &v1::Entry) -> Option<Event> {
    match Entry::parse(&listed.entry) {
        Ok(Entry::Event(event)) => Some(event),
        _ => None,
    }
}

/// The statement of an event: `Some(None)` when it is erased or withheld, `None` when it cannot be read.
#[expect(clippy::option_option, reason = "nothing to read is no failure to read")]
pub(crate) fn statement(listed: &v1::Entry, event: &Event) -> Option<Option<Statement>> {
    if listed.payload_state() != v1::PayloadState::Included {
        return Some(None);
    }
    let kind = &event.statement.kind;
    let version = u32::try_from(kind.version()).ok()?;
    let body = openboek_wire::decode_payload(kind.name(), version, &listed.payload).ok()?;
    let concerns = event.statement.concerns.iter().map(|code| Stream::new(&code.to_string()).ok());
    Some(Some(Statement { concerns: concerns.collect::<Option<_>>()?, body }))
}
