//! Subscriptions: published entries from a position on, and every later one as soon as it is published.
//!
//! A subscription reads a page at a time and waits while its reader is busy: nothing is buffered beyond a few events. A reader that leaves
//! events lying too long is told where to go on and cut off.

use std::time::Duration;

use openboek_engine::Heads;
use openboek_rules::Stream;
use openboek_store::LogName;
use openboek_wire::v1;
use openboek_wire::v1::subscribe_entries_response::Event;
use tokio::sync::mpsc::{self, OwnedPermit};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use super::audit::{entry, optional_stream};
use crate::context::Context;
use crate::errors::{Problem, Reason};
use crate::limits::{RETRY_AFTER, SUBSCRIPTION_EVENTS, SUBSCRIPTION_PAGE};
use crate::pages::Pages;

type Message = Result<v1::SubscribeEntriesResponse, Status>;

/// One subscription.
struct Subscription {
    context: Context,
    log: LogName,
    stream: Option<Stream>,
    include_payloads: bool,
    heads: watch::Receiver<Heads>,
    /// Position of the next entry to look at.
    next: u64,
    /// Position after the last entry that was handed over: where a reader goes on.
    resume: u64,
    events: mpsc::Sender<Message>,
    _place: OwnedSemaphorePermit,
}

/// Why a subscription ends.
enum End {
    /// The reader went away.
    Gone,
    /// The reader is told.
    Told(Problem),
}

impl From<Problem> for End {
    fn from(problem: Problem) -> Self {
        Self::Told(problem)
    }
}

/// Begins a subscription.
pub(super) fn events(
    context: Context,
    request: &v1::SubscribeEntriesRequest,
) -> Result<ReceiverStream<Message>, Problem> {
    let stream = optional_stream(&request.stream)?;
    let log = context.log(&request.arrangement)?;
    let heads = context.engine.heads(&request.arrangement)?;
    let place = context
        .subscriptions
        .clone()
        .try_acquire_owned()
        .map_err(|_| Problem::new(Reason::TooManySubscriptions).retry_after(RETRY_AFTER))?;
    let (events, receiver) = mpsc::channel(SUBSCRIPTION_EVENTS + 1);
    // One place is kept for the last word, so that also a full channel ends with a reason.
    let last_word = events.clone().try_reserve_owned().map_err(|_| Problem::new(Reason::Internal))?;
    let subscription = Subscription {
        context,
        log,
        stream,
        include_payloads: request.include_payloads,
        heads,
        next: request.from,
        resume: request.from,
        events,
        _place: place,
    };
    tokio::spawn(subscription.run(last_word));
    Ok(ReceiverStream::new(receiver))
}

impl Subscription {
    async fn run(mut self, last_word: OwnedPermit<Message>) {
        let stopping = self.context.clone();
        let end = tokio::select! {
            end = self.go_on() => end,
            () = stopping.stopped() => End::Told(Problem::new(Reason::Stopping).retry_after(RETRY_AFTER)),
        };
        if let End::Told(problem) = end {
            last_word.send(Err(problem.with("next_from", self.resume).into()));
        }
    }

    /// Sends, waits for more, sends; until it ends.
    async fn go_on(&mut self) -> End {
        let every = self.context.limits.heartbeat;
        let mut heartbeat = interval_at(Instant::now() + every, every);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut caught_up = false;
        loop {
            let size = self.heads.borrow_and_update().published_size;
            let sent = match self.catch_up(size).await {
                Ok(sent) => sent,
                Err(end) => return end,
            };
            // Told once, and again each time after something was sent.
            if (sent || !caught_up)
                && let Err(end) = self.send(Event::CaughtUp(v1::CaughtUp { size })).await
            {
                return end;
            }
            caught_up = true;
            if let Err(end) = self.wait(size, &mut heartbeat).await {
                return end;
            }
        }
    }

    /// Waits until more is published, with signs of life meanwhile.
    async fn wait(&mut self, size: u64, heartbeat: &mut tokio::time::Interval) -> Result<(), End> {
        loop {
            let heads = &mut self.heads;
            let more = async { heads.wait_for(|heads| heads.published_size > size).await.map(|_| ()) };
            tokio::select! {
                more = more => return more.map_err(|_| End::Told(Problem::new(Reason::Stopping))),
                _ = heartbeat.tick() => {
                    let at_ms = self.context.clock.now_ms();
                    self.send(Event::Heartbeat(v1::Heartbeat { at_ms, size })).await?;
                }
                () = self.events.closed() => return Err(End::Gone),
            }
        }
    }

    /// Sends everything below a size; whether there was anything.
    async fn catch_up(&mut self, size: u64) -> Result<bool, End> {
        let mut sent = false;
        while self.next < size {
            let (log, stream, from) = (self.log.clone(), self.stream, self.next);
            let page = self
                .context
                .blocking(move |shared| {
                    let pages = Pages { store: &*shared.store, log: &log, stream };
                    Ok(pages.read(from, size, SUBSCRIPTION_PAGE)?)
                })
                .await?;
            for stored in page.entries {
                let after = stored.index + 1;
                self.send(Event::Entry(entry(stored, self.include_payloads))).await?;
                self.resume = after;
                sent = true;
            }
            self.next = page.next.unwrap_or(size);
        }
        Ok(sent)
    }

    async fn send(&self, event: Event) -> Result<(), End> {
        let message = Ok(v1::SubscribeEntriesResponse { event: Some(event) });
        let patience: Duration = self.context.limits.slow_reader;
        match timeout(patience, self.events.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => Err(End::Told(Problem::new(Reason::ReaderTooSlow))),
        }
    }
}
