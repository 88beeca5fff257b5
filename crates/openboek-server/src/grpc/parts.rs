//! Commands that come in parts: put together under limits, before anything is decided.

use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use openboek_rules::{Malformed, MalformedCode};
use openboek_wire::v1;
use prost::Message as _;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Sleep;

use crate::context::Context;
use crate::errors::{Problem, Reason};
use crate::limits::{PARTS_BYTES, PARTS_STATEMENTS, RETRY_AFTER};

/// What has come of a stream of messages.
#[derive(Debug)]
pub(super) enum Came {
    /// A command in one message.
    Whole(v1::RecordRequest),
    /// All parts of a command, and the room that they take until it is answered.
    Parts(v1::RecordRequest, OwnedSemaphorePermit),
    /// A command in parts that will not be recorded.
    Rejected(String, Problem),
}

/// The command that is being put together, if there is one.
#[derive(Default)]
pub(super) enum Assembly {
    /// None.
    #[default]
    Idle,
    /// Some of its parts are here.
    Gathering(Box<Gathering>),
    /// It was rejected; its other parts are passed over.
    PassingOver(String),
}

/// The parts of a command so far.
pub(super) struct Gathering {
    command: v1::RecordRequest,
    bytes: usize,
    room: OwnedSemaphorePermit,
    due: Pin<Box<Sleep>>,
}

impl Assembly {
    /// Takes a message. Two things may have come: a command whose parts stopped, and the one that stands in their place.
    pub(super) fn take(&mut self, message: v1::RecordStreamRequest, context: &Context) -> Vec<Came> {
        // A message without a command is a command without fields: every fault of it is told.
        let (command, more) = (message.command.unwrap_or_default(), message.more);
        match std::mem::take(self) {
            Self::Gathering(gathering) if gathering.command.request_id == command.request_id => {
                self.next(*gathering, command, more, context).into_iter().collect()
            }
            Self::Gathering(gathering) => {
                let mut came = vec![unfinished(gathering.command.request_id)];
                came.extend(self.first(command, more, context));
                came
            }
            Self::PassingOver(request_id) if request_id == command.request_id => {
                if more {
                    *self = Self::PassingOver(request_id);
                }
                Vec::new()
            }
            Self::Idle | Self::PassingOver(_) => self.first(command, more, context).into_iter().collect(),
        }
    }

    /// No more messages come.
    pub(super) fn end(&mut self) -> Option<Came> {
        match std::mem::take(self) {
            Self::Gathering(gathering) => Some(unfinished(gathering.command.request_id)),
            Self::Idle | Self::PassingOver(_) => None,
        }
    }

    /// Whether the next part is overdue.
    pub(super) fn overdue(&mut self, task: &mut TaskContext<'_>) -> Option<Came> {
        let Self::Gathering(gathering) = self else { return None };
        let Poll::Ready(()) = gathering.due.as_mut().poll(task) else { return None };
        let request_id = gathering.command.request_id.clone();
        *self = Self::PassingOver(request_id.clone());
        Some(unfinished(request_id))
    }

    fn first(&mut self, command: v1::RecordRequest, more: bool, context: &Context) -> Option<Came> {
        if !more {
            return Some(Came::Whole(command));
        }
        let bytes = command.encoded_len();
        match room(context, bytes) {
            Ok(room) => {
                let due = Box::pin(tokio::time::sleep(context.limits.next_part));
                *self = Self::Gathering(Box::new(Gathering { command, bytes, room, due }));
                None
            }
            Err(problem) => Some(self.reject(command.request_id, problem, more)),
        }
    }

    fn next(
        &mut self,
        mut so_far: Gathering,
        part: v1::RecordRequest,
        more: bool,
        context: &Context,
    ) -> Option<Came> {
        let bytes = part.encoded_len();
        so_far.bytes = so_far.bytes.saturating_add(bytes);
        let statements = so_far.command.statements.len().saturating_add(part.statements.len());
        let fits = continues(&so_far.command, &part)
            .and_then(|()| small_enough(so_far.bytes, statements))
            .and_then(|()| room(context, bytes));
        match fits {
            Ok(room) => {
                so_far.room.merge(room);
                so_far.command.statements.extend(part.statements);
                if !more {
                    return Some(Came::Parts(so_far.command, so_far.room));
                }
                so_far.due = Box::pin(tokio::time::sleep(context.limits.next_part));
                *self = Self::Gathering(Box::new(so_far));
                None
            }
            Err(problem) => Some(self.reject(so_far.command.request_id, problem, more)),
        }
    }

    fn reject(&mut self, request_id: String, problem: Problem, more: bool) -> Came {
        if more {
            *self = Self::PassingOver(request_id.clone());
        }
        Came::Rejected(request_id, problem)
    }
}

/// What a part says beside its statements is what the first part said, or nothing.
fn continues(first: &v1::RecordRequest, part: &v1::RecordRequest) -> Result<(), Problem> {
    let differs =
        |field: &str, found: &str| Err(Malformed::new(MalformedCode::Duplicate, found).at(field).into());
    if !part.arrangement.is_empty() && part.arrangement != first.arrangement {
        return differs("arrangement", &part.arrangement);
    }
    if !part.actor.is_empty() && part.actor != first.actor {
        return differs("actor", &part.actor);
    }
    if let Some(expected) = part.expected_revisions.first() {
        return differs("expected_revisions", &expected.stream);
    }
    if part.wait_for != 0 && part.wait_for != first.wait_for {
        return differs("wait_for", &part.wait_for.to_string());
    }
    Ok(())
}

fn small_enough(bytes: usize, statements: usize) -> Result<(), Problem> {
    if bytes > PARTS_BYTES {
        return Err(Problem::new(Reason::TooLarge).with("found", format!("{bytes} bytes")));
    }
    if statements > PARTS_STATEMENTS {
        return Err(Problem::new(Reason::TooLarge).with("found", format!("{statements} statements")));
    }
    Ok(())
}

/// Room for a part. Nobody waits for it: two commands that each hold half of it would wait for ever.
fn room(context: &Context, bytes: usize) -> Result<OwnedSemaphorePermit, Problem> {
    let overloaded = || Problem::new(Reason::Overloaded).retry_after(RETRY_AFTER);
    let bytes = u32::try_from(bytes).map_err(|_| overloaded())?;
    context.parts.clone().try_acquire_many_owned(bytes).map_err(|_| overloaded())
}

fn unfinished(request_id: String) -> Came {
    Came::Rejected(request_id, Problem::new(Reason::CommandUnfinished))
}
