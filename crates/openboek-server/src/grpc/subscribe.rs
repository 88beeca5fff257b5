//! Subscriptions: published entries from a position on, and every later one as soon as it is published.

use openboek_rules::Stream;
use openboek_store::LogName;
use openboek_wire::v1;
use openboek_wire::v1::subscribe_entries_response::Event;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use super::audit::{entry, optional_stream};
use super::feed::{End, Out, Source, place, start};
use crate::context::Context;
use crate::errors::Problem;
use crate::limits::SUBSCRIPTION_PAGE;
use crate::pages::Pages;

/// The entries of one subscription, a page at a time.
struct Entries {
    log: LogName,
    stream: Option<Stream>,
    include_payloads: bool,
    /// Position of the next entry to look at.
    next: u64,
    /// Position after the last entry that was handed over: where a reader goes on.
    resume: u64,
    /// Whether the reader was told that it has everything.
    caught_up: bool,
}

/// Begins a subscription.
pub(super) async fn events(
    context: Context,
    request: v1::SubscribeEntriesRequest,
) -> Result<ReceiverStream<Result<v1::SubscribeEntriesResponse, Status>>, Problem> {
    let entries = Entries {
        stream: optional_stream(&request.stream)?,
        log: context.log(&request.arrangement)?,
        include_payloads: request.include_payloads,
        next: request.from,
        resume: request.from,
        caught_up: false,
    };
    let place = place(&context.subscriptions)?;
    let heads = context.blocking(move |shared| {
        // Seen now, so that a reader is not told that it has everything when it has what was there a moment ago.
        shared.engine.heads_now(&request.arrangement)?;
        Ok(shared.engine.heads(&request.arrangement)?)
    });
    let heads = heads.await?;
    start(context, heads, place, entries)
}

const fn message(event: Event) -> v1::SubscribeEntriesResponse {
    v1::SubscribeEntriesResponse { event: Some(event) }
}

impl Source for Entries {
    type Message = v1::SubscribeEntriesResponse;

    async fn catch_up(&mut self, out: &Out<Self::Message>, size: u64) -> Result<u64, End> {
        let sent = self.send_below(out, size).await?;
        // Told once, and again each time after something was sent.
        if sent || !self.caught_up {
            out.send(message(Event::CaughtUp(v1::CaughtUp { size }))).await?;
        }
        self.caught_up = true;
        Ok(size)
    }

    fn resume(&self) -> u64 {
        self.resume
    }

    fn heartbeat(at_ms: i64, size: u64) -> Self::Message {
        message(Event::Heartbeat(v1::Heartbeat { at_ms, size }))
    }
}

impl Entries {
    /// Sends everything below a size; whether there was anything.
    async fn send_below(&mut self, out: &Out<v1::SubscribeEntriesResponse>, size: u64) -> Result<bool, End> {
        let mut sent = false;
        while self.next < size {
            let (log, stream, from) = (self.log.clone(), self.stream, self.next);
            let page = out
                .context
                .blocking(move |shared| {
                    let pages = Pages { store: &*shared.store, log: &log, stream };
                    Ok(pages.read(from, size, SUBSCRIPTION_PAGE)?)
                })
                .await?;
            for stored in page.entries {
                let after = stored.index + 1;
                out.send(message(Event::Entry(entry(stored, self.include_payloads)))).await?;
                self.resume = after;
                sent = true;
            }
            self.next = page.next.unwrap_or(size);
        }
        Ok(sent)
    }
}
