//! Many commands over one stream: pipelined, taken in the order in which they come, answered in that order.

use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use futures_util::stream::FuturesOrdered;
use futures_util::{FutureExt as _, Stream, StreamExt as _};
use openboek_wire::v1;
use tonic::{Status, Streaming};

use super::ledger::{record, record_parts};
use super::parts::{Assembly, Came};
use crate::context::Context;
use crate::errors::{Problem, Reason, of_tonic};

/// The answers of a stream, in the order of its commands.
pub(super) type Answers = Pin<Box<dyn Stream<Item = Result<v1::RecordStreamResponse, Status>> + Send>>;

type Answer = Pin<Box<dyn Future<Output = Result<v1::RecordStreamResponse, Status>> + Send>>;

/// The commands under way of one stream.
struct Pipeline<S> {
    context: Context,
    commands: S,
    /// Whether more commands may come.
    open: bool,
    /// The command whose parts are coming.
    assembly: Assembly,
    /// Whether the last command under way came in parts. Nothing is begun after it until it is answered: it reaches the writer's queue
    /// some time after it was begun, and a command may build on the one before it.
    after_parts: bool,
    under_way: FuturesOrdered<Answer>,
}

/// Answers each command; a rejected one does not stop the others. The stream ends with an error only when its messages cannot be read.
pub(super) fn answers(context: Context, commands: Streaming<v1::RecordStreamRequest>) -> Answers {
    Box::pin(Pipeline {
        context,
        commands,
        open: true,
        assembly: Assembly::default(),
        after_parts: false,
        under_way: FuturesOrdered::new(),
    })
}

impl<S: Stream<Item = Result<v1::RecordStreamRequest, Status>> + Unpin> Pipeline<S> {
    /// Takes what commands there are, up to the limit. Each is begun (which puts it in the writer's queue) before the next is taken:
    /// a command may build on the one before it.
    fn take(&mut self, task: &mut TaskContext<'_>) {
        while self.open && self.under_way.len() < self.context.limits.commands_in_flight {
            if self.after_parts && !self.under_way.is_empty() {
                return;
            }
            self.after_parts = false;
            match self.commands.poll_next_unpin(task) {
                Poll::Pending => {
                    let overdue = self.assembly.overdue(task);
                    return overdue.into_iter().for_each(|came| self.begin(came, task));
                }
                Poll::Ready(Some(Ok(message))) => {
                    let came = self.assembly.take(message, &self.context);
                    came.into_iter().for_each(|came| self.begin(came, task));
                }
                Poll::Ready(Some(Err(status))) => {
                    self.open = false;
                    self.under_way.push_back(Box::pin(std::future::ready(Err(unreadable(status)))));
                }
                Poll::Ready(None) => {
                    self.open = false;
                    let came = self.assembly.end();
                    return came.into_iter().for_each(|came| self.begin(came, task));
                }
            }
        }
    }

    /// Begins a command.
    fn begin(&mut self, came: Came, task: &mut TaskContext<'_>) {
        let context = self.context.clone();
        let mut answer: Answer = match came {
            Came::Whole(command) => Box::pin(answer(context, command)),
            Came::Rejected(request_id, problem) => {
                Box::pin(std::future::ready(Ok(response(request_id, Err(problem)))))
            }
            Came::Parts(command, room) => {
                self.after_parts = true;
                Box::pin(async move {
                    let answered = answer_parts(context, command).await;
                    drop(room);
                    answered
                })
            }
        };
        // Outside the runtime's budget for this task, which would otherwise end somewhere among the commands.
        match tokio::task::unconstrained(&mut answer).poll_unpin(task) {
            Poll::Ready(done) => self.under_way.push_back(Box::pin(std::future::ready(done))),
            Poll::Pending => self.under_way.push_back(answer),
        }
    }
}

impl<S: Stream<Item = Result<v1::RecordStreamRequest, Status>> + Unpin> Stream for Pipeline<S> {
    type Item = Result<v1::RecordStreamResponse, Status>;

    fn poll_next(self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        this.take(task);
        match this.under_way.poll_next_unpin(task) {
            // Nothing under way: over, unless more may come.
            Poll::Ready(None) if this.open => Poll::Pending,
            next => next,
        }
    }
}

async fn answer(context: Context, command: v1::RecordRequest) -> Result<v1::RecordStreamResponse, Status> {
    let outcome = record(&context, &command).await;
    Ok(response(command.request_id, outcome))
}

/// A long command is read and encoded on a thread of its own; it is recorded whether or not the caller stays.
async fn answer_parts(
    context: Context,
    command: v1::RecordRequest,
) -> Result<v1::RecordStreamResponse, Status> {
    let request_id = command.request_id.clone();
    let runtime = tokio::runtime::Handle::current();
    let work = move || runtime.block_on(record_parts(&context, &command));
    let outcome = tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "recording a command in parts stopped by a panic");
        Err(Problem::new(Reason::Internal))
    });
    Ok(response(request_id, outcome))
}

fn response(request_id: String, outcome: Result<v1::RecordResponse, Problem>) -> v1::RecordStreamResponse {
    use v1::record_stream_response::Outcome;
    let outcome = match outcome {
        Ok(recorded) => Outcome::Recorded(recorded),
        Err(problem) => Outcome::Rejection(problem.into()),
    };
    v1::RecordStreamResponse { request_id, outcome: Some(outcome) }
}

/// A status that tonic made of bytes that are no message; it ends the stream after the answers to the commands before it.
fn unreadable(status: Status) -> Status {
    of_tonic(&status).map_or(status, Problem::into)
}
