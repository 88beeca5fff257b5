//! From accepted statements to entries: positions, revisions, bytes and hashes. Encoded once; what is hashed is what is stored.

use openboek_proof::entry::{
    Event, InStream, RecordedAt, Statement as StatementLines, StreamCode, write_event,
};
use openboek_proof::hash::{Hash, event_hash, leaf_hash};
use openboek_store::{NewEntry, RequestRecord, StoredPayload};

use crate::command::{Prepared, Recorded, RecordedEntry};
use crate::convert::{key_of, stream_of};
use crate::ledger::Ledger;

/// An entry's place in the trees, until it is sealed.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) index: u64,
    pub(crate) hash: Hash,
    pub(crate) streams: Vec<StreamCode>,
}

/// Entries of one accepted command.
pub(crate) struct Drafted {
    pub(crate) entries: Vec<NewEntry>,
    pub(crate) request: RequestRecord,
    pub(crate) answer: Recorded,
}

/// Writes a command's entries behind the ledger's end and moves the ledger on: state, revisions, leaves. If the append then fails the
/// ledger is opened anew from the store.
pub(crate) fn draft(ledger: &mut Ledger, command: Prepared, recorded: RecordedAt) -> Drafted {
    let first_index = ledger.size;
    let mut entries = Vec::with_capacity(command.parts.len());
    let mut answers = Vec::with_capacity(command.parts.len());
    for part in command.parts {
        let index = ledger.size;
        let streams: Vec<InStream> = part
            .streams
            .iter()
            .map(|code| InStream { code: *code, revision: ledger.next_revision(*code) })
            .collect();
        let event = Event {
            origin: ledger.origin.clone(),
            index,
            recorded,
            streams,
            statement: StatementLines {
                actor: command.actor.clone(),
                kind: part.kind,
                opens: part.opens,
                erases: None,
                concerns: part.streams,
                decided: part.decided,
                years: part.years,
                request: command.request,
                payload: part.reference,
            },
            signature: None,
        };
        let bytes = write_event(&event);
        let leaf = Leaf { index, hash: leaf_hash(&bytes), streams: event.statement.concerns };
        answers.push(RecordedEntry {
            index,
            hash: event_hash(&bytes),
            kind: event.statement.kind.name().to_owned(),
            streams: event.streams.iter().map(|s| (stream_of(s.code), s.revision)).collect(),
        });
        entries.push(NewEntry {
            entry: bytes,
            payload: Some(StoredPayload { salt: part.salt, bytes: part.payload }),
            streams: event.streams.iter().map(|s| (key_of(s.code), s.revision)).collect(),
        });
        ledger.advance(leaf, &event.statement.opens, recorded);
        ledger.state.evolve(index, &part.statement);
    }
    let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    Drafted {
        entries,
        request: RequestRecord {
            request: command.request.0,
            first_index,
            count,
            body_digest: command.digest,
        },
        answer: Recorded {
            request: command.request,
            entries: answers,
            recorded_at_ms: recorded.unix_ms(),
            published_size: None,
            repeated: false,
        },
    }
}
