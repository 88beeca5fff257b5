//! A group of commands: decided one after the other, drafted, and appended at once.

use std::collections::HashMap;

use openboek_rules::decide::decide_all;
use openboek_rules::{Refusal, Statement};
use openboek_store::{Append, Health, RequestRecord};

use super::{ReceiptReply, Reply, Waiting, Writer, answer, answer_receipt};
use crate::command::{Prepared, RecordError, Recorded, RevisionConflict, Wait};
use crate::convert::code_of;
use crate::draft::{Drafted, draft};
use crate::planted::{Bug, planted};
use crate::preview::{Foreseen, foreseen};
use crate::read::{DecodedEntry, ReadError};
use crate::receipt::RecordedReceipt;

/// Commands that are decided but not durable.
#[derive(Default)]
pub(super) struct Group {
    pub(super) append: Append,
    /// In the order of `append.requests`.
    pub(super) accepted: Vec<(Recorded, Wait, Reply)>,
    /// The same command, sent again while its first is here; with the place of that first.
    pub(super) again: Vec<(usize, Wait, Reply)>,
    /// Receipts of documents.
    pub(super) receipts: Vec<(RecordedReceipt, Wait, ReceiptReply)>,
    /// What the rules refuse, on the state that the commands before it leave.
    pub(super) rejected: Vec<(RecordError, Reply)>,
    /// Place in `accepted`, by request: the store does not know them yet.
    places: HashMap<[u8; 16], usize>,
    /// Bytes of payloads.
    pub(super) bytes: usize,
}

impl Group {
    /// Number of commands and receipts.
    pub(super) fn len(&self) -> usize {
        self.accepted.len() + self.again.len() + self.receipts.len() + self.rejected.len()
    }

    /// The answer to a repetition of an accepted command.
    pub(super) fn repeated(&self, place: usize) -> Recorded {
        Recorded { repeated: true, ..self.accepted[place].0.clone() }
    }

    /// Answers all but those who wait for the checkpoint.
    pub(super) fn answer(self) -> Vec<Waiting> {
        let repeats: Vec<Recorded> = self.again.iter().map(|(place, ..)| self.repeated(*place)).collect();
        let again =
            repeats.into_iter().zip(self.again).map(|(recorded, (_, wait, reply))| (recorded, wait, reply));
        let mut waiting = Vec::new();
        for (recorded, wait, reply) in self.accepted.into_iter().chain(again) {
            match wait {
                Wait::Recorded => answer(reply, Ok(recorded)),
                Wait::Published => waiting.push(Waiting::Command(recorded, reply)),
            }
        }
        for (recorded, wait, reply) in self.receipts {
            match wait {
                Wait::Recorded => answer_receipt(reply, Ok(recorded)),
                Wait::Published => waiting.push(Waiting::Receipt(Box::new(recorded), reply)),
            }
        }
        for (error, reply) in self.rejected {
            answer(reply, Err(error));
        }
        waiting
    }

    /// Answers everybody with one error.
    pub(super) fn answer_all(self, error: &RecordError) {
        let replies = self.accepted.into_iter().map(|(.., reply)| reply);
        let again = self.again.into_iter().map(|(.., reply)| reply);
        let rejected = self.rejected.into_iter().map(|(_, reply)| reply);
        replies.chain(again).chain(rejected).for_each(|reply| answer(reply, Err(error.clone())));
        let receipts = self.receipts.into_iter().map(|(.., reply)| reply);
        receipts.for_each(|reply| answer_receipt(reply, Err(error.clone().into())));
    }
}

impl Writer {
    /// Decides a command on the state the ones before it leave, and drafts it into the group.
    pub(super) fn take_in(&mut self, command: Box<Prepared>, reply: Reply) {
        let request = command.request.0;
        if let Some(&place) = self.group.places.get(&request) {
            match same_body(&self.group.append.requests[place], &command) {
                Ok(()) => self.group.again.push((place, command.wait, reply)),
                Err(error) => self.group.rejected.push((error, reply)),
            }
            return;
        }
        if self.under_way.contains(&request) {
            // Rare: a caller sent it again within the milliseconds of a sync. Then the store knows it.
            self.settle();
            if let Err(error) = self.sound() {
                return answer(reply, Err(RecordError::Read(error)));
            }
        }
        match self.consider(&command) {
            Ok(Considered::Recorded(earlier)) => self.answer_when(earlier, command.wait, reply),
            Ok(Considered::Accepted) => self.accept(*command, reply),
            Err(error) => self.group.rejected.push((error, reply)),
        }
    }

    fn accept(&mut self, command: Prepared, reply: Reply) {
        let Some(moment) = self.ledger.moment(self.clock.now_ms()) else {
            return self.group.rejected.push((no_date(), reply));
        };
        if self.group.append.entries.is_empty() {
            self.group.append.expected_size = self.ledger.size;
        }
        let (wait, bytes) = (command.wait, command.bytes());
        let Drafted { entries, request, answer } = draft(&mut self.ledger, command, moment);
        let group = &mut self.group;
        group.bytes += bytes;
        group.places.insert(request.request, group.append.requests.len());
        group.append.entries.extend(entries);
        group.append.requests.push(request);
        group.accepted.push((answer, wait, reply));
    }

    /// Whether a command was recorded before, fits the expected revisions, and passes the rules.
    fn consider(&self, command: &Prepared) -> Result<Considered, RecordError> {
        if let Some(earlier) = self.recorded_before(command)? {
            return Ok(Considered::Recorded(earlier));
        }
        if let Health::ReadOnly(why) = self.store.health() {
            return Err(RecordError::ReadOnly(why));
        }
        let conflicts: Vec<RevisionConflict> = command
            .expected
            .iter()
            .map(|e| RevisionConflict {
                stream: e.stream,
                expected: e.revision,
                actual: self.ledger.next_revision(code_of(e.stream)),
            })
            .filter(|c| c.expected != c.actual)
            .collect();
        if !conflicts.is_empty() && !planted(Bug::IgnoresRevisions) {
            return Err(RecordError::Revisions(conflicts));
        }
        decide_parts(&self.ledger.state, command).map_err(RecordError::Refused)?;
        Ok(Considered::Accepted)
    }

    /// What a command would give, by the very code that decides on it when it is recorded. Nothing may be drafted.
    pub(super) fn foresee(&self, command: &Prepared) -> Result<Foreseen, RecordError> {
        let statements = command.parts.iter().map(|part| &part.statement);
        let now_ms = self.clock.now_ms();
        let recorded_before = match self.consider(command)? {
            Considered::Accepted => None,
            Considered::Recorded(earlier) => Some(earlier),
        };
        let statements = statements.filter(|_| recorded_before.is_none());
        let foreseen = foreseen(&self.ledger, statements, now_ms).ok_or_else(no_date)?;
        Ok(Foreseen { recorded_before, ..foreseen })
    }

    /// The answer to a command, when it was recorded earlier.
    pub(super) fn recorded_before(&self, command: &Prepared) -> Result<Option<Recorded>, RecordError> {
        let earlier = self.store.request(&self.ledger.log, &command.request.0).map_err(ReadError::from)?;
        let Some(record) = earlier.filter(|_| !planted(Bug::ForgetsRequests)) else { return Ok(None) };
        same_body(&record, command)?;
        Ok(Some(self.recall(&record)?))
    }

    /// The answer to a command that was recorded earlier, from the store.
    fn recall(&self, record: &RequestRecord) -> Result<Recorded, ReadError> {
        let entries =
            self.store.entries(&self.ledger.log, record.first_index, record.count as usize, usize::MAX)?;
        let decoded = entries.into_iter().map(DecodedEntry::new).collect::<Result<Vec<_>, _>>()?;
        let recorded_at_ms = decoded.first().map(|d| d.entry.recorded().unix_ms()).unwrap_or_default();
        let entries: Vec<_> = decoded.iter().filter_map(DecodedEntry::summary).collect();
        let end = record.first_index + u64::from(record.count);
        // Another process may have sealed it since the ledger was read.
        let published = self.ledger.published_size.max(self.heads.borrow().published_size);
        Ok(Recorded {
            request: openboek_proof::entry::RequestId(record.request),
            entries,
            recorded_at_ms,
            published_size: (end <= published).then_some(published),
            repeated: true,
        })
    }

    fn answer_when(&mut self, recorded: Recorded, wait: Wait, reply: Reply) {
        if wait == Wait::Published && recorded.published_size.is_none() {
            self.unpublished.push(Waiting::Command(recorded, reply));
        } else {
            answer(reply, Ok(recorded));
        }
    }
}

enum Considered {
    Accepted,
    Recorded(Recorded),
}

pub(super) fn no_date() -> RecordError {
    RecordError::NotRecorded("the clock shows no date of this calendar".to_owned())
}

fn decide_parts(state: &openboek_rules::State, command: &Prepared) -> Result<(), Vec<(usize, Refusal)>> {
    if let [only] = command.parts.as_slice() {
        return openboek_rules::decide(state, &only.statement)
            .map_err(|refusals| refusals.into_iter().map(|r| (0, r)).collect());
    }
    let statements: Vec<Statement> = command.parts.iter().map(|part| part.statement.clone()).collect();
    decide_all(state, &statements)
}

fn same_body(record: &RequestRecord, command: &Prepared) -> Result<(), RecordError> {
    if record.body_digest == command.digest {
        Ok(())
    } else {
        Err(RecordError::RequestReused { first_index: record.first_index })
    }
}
