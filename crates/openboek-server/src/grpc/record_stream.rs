//! Many commands over one stream: pipelined, taken in the order in which they come, answered in that order.

use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use futures_util::stream::FuturesOrdered;
use futures_util::{FutureExt as _, Stream, StreamExt as _};
use openboek_wire::v1;
use tonic::{Status, Streaming};

use super::ledger::record;
use crate::context::Context;
use crate::errors::{Problem, of_tonic};

/// The answers of a stream, in the order of its commands.
pub(super) type Answers = Pin<Box<dyn Stream<Item = Result<v1::RecordStreamResponse, Status>> + Send>>;

type Answer = Pin<Box<dyn Future<Output = Result<v1::RecordStreamResponse, Status>> + Send>>;

/// The commands under way of one stream.
struct Pipeline<S> {
    context: Context,
    commands: S,
    /// Whether more commands may come.
    open: bool,
    under_way: FuturesOrdered<Answer>,
}

/// Answers each command; a rejected one does not stop the others. The stream ends with an error only when its messages cannot be read.
pub(super) fn answers(context: Context, commands: Streaming<v1::RecordStreamRequest>) -> Answers {
    Box::pin(Pipeline { context, commands, open: true, under_way: FuturesOrdered::new() })
}

impl<S: Stream<Item = Result<v1::RecordStreamRequest, Status>> + Unpin> Pipeline<S> {
    /// Takes what commands there are, up to the limit. Each is begun (which puts it in the writer's queue) before the next is taken:
    /// a command may build on the one before it.
    fn take(&mut self, task: &mut TaskContext<'_>) {
        while self.open && self.under_way.len() < self.context.limits.commands_in_flight {
            let mut answer: Answer = match self.commands.poll_next_unpin(task) {
                Poll::Pending => return,
                Poll::Ready(Some(Ok(message))) => Box::pin(answer(self.context.clone(), message)),
                Poll::Ready(Some(Err(status))) => {
                    self.open = false;
                    Box::pin(std::future::ready(Err(unreadable(status))))
                }
                Poll::Ready(None) => {
                    self.open = false;
                    return;
                }
            };
            // Outside the runtime's budget for this task, which would otherwise end somewhere among the commands.
            match tokio::task::unconstrained(&mut answer).poll_unpin(task) {
                Poll::Ready(done) => self.under_way.push_back(Box::pin(std::future::ready(done))),
                Poll::Pending => self.under_way.push_back(answer),
            }
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

async fn answer(
    context: Context,
    message: v1::RecordStreamRequest,
) -> Result<v1::RecordStreamResponse, Status> {
    use v1::record_stream_response::Outcome;
    // A message without a command is a command without fields: every fault of it is told.
    let command = message.command.unwrap_or_default();
    let outcome = match record(&context, &command).await {
        Ok(recorded) => Outcome::Recorded(recorded),
        Err(problem) => Outcome::Rejection(problem.into()),
    };
    Ok(v1::RecordStreamResponse { request_id: command.request_id, outcome: Some(outcome) })
}

/// A status that tonic made of bytes that are no message; it ends the stream after the answers to the commands before it.
fn unreadable(status: Status) -> Status {
    of_tonic(&status).map_or(status, Problem::into)
}
