//! Paragraphs as they change: from one published head to the next, with the differences.
//!
//! Bounded as a subscription to entries is: a few events wait for the reader, and a reader that leaves them lying is told where to go on
//! and cut off. A watch keeps the views it compares, so there are fewer of them at once.

use std::time::Duration;

use openboek_engine::{Heads, ParagraphChange, ParagraphWatch};
use openboek_wire::v1;
use openboek_wire::v1::watch_paragraphs_response::Event;
use tokio::sync::mpsc::{self, OwnedPermit};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use super::convert;
use super::difference::{Statements, difference, read_statements};
use super::paragraph::sized;
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};
use crate::limits::{RETRY_AFTER, SUBSCRIPTION_EVENTS};

type Message = Result<v1::WatchParagraphsResponse, Status>;

/// One reader who watches.
struct Watcher {
    context: Context,
    arrangement: String,
    heads: watch::Receiver<Heads>,
    /// The views at the size its reader knows; taken out while they grow.
    watch: Option<ParagraphWatch>,
    /// The size up to which everything was handed over: where a reader goes on.
    resume: u64,
    events: mpsc::Sender<Message>,
    _place: OwnedSemaphorePermit,
}

/// Why a watch ends.
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

/// Begins to watch.
pub(super) async fn events(
    context: Context,
    request: v1::WatchParagraphsRequest,
) -> Result<ReceiverStream<Message>, Problem> {
    let holder = match request.municipality.as_str() {
        "" => None,
        code => Some(convert::stream(code, "municipality")?),
    };
    let year = match request.budget_year {
        0 => None,
        year => Some(convert::year(year, "budget_year")?),
    };
    let heads = context.engine.heads(&request.arrangement)?;
    let place = context
        .watches
        .clone()
        .try_acquire_owned()
        .map_err(|_| Problem::new(Reason::TooManySubscriptions).retry_after(RETRY_AFTER))?;
    let (name, from) = (request.arrangement.clone(), (request.from_size > 0).then_some(request.from_size));
    let watch = context
        .blocking(move |shared| Ok(shared.engine.watch_paragraphs(&name, holder, year, from)?))
        .await?;
    let (events, receiver) = mpsc::channel(SUBSCRIPTION_EVENTS + 1);
    // One place is kept for the last word, so that also a full channel ends with a reason.
    let last_word = events.clone().try_reserve_owned().map_err(|_| Problem::new(Reason::Internal))?;
    let resume = watch.size();
    let arrangement = request.arrangement;
    let watcher = Watcher { context, arrangement, heads, watch: Some(watch), resume, events, _place: place };
    tokio::spawn(watcher.run(last_word));
    Ok(ReceiverStream::new(receiver))
}

impl Watcher {
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

    /// Compares, sends, waits for more; until it ends.
    async fn go_on(&mut self) -> End {
        let every = self.context.limits.heartbeat;
        let mut heartbeat = interval_at(Instant::now() + every, every);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let size = self.heads.borrow_and_update().published_size;
            if let Err(end) = self.catch_up(size).await {
                return end;
            }
            if let Err(end) = self.wait(&mut heartbeat).await {
                return end;
            }
        }
    }

    /// Waits until more is published than the reader knows, with signs of life meanwhile.
    async fn wait(&mut self, heartbeat: &mut tokio::time::Interval) -> Result<(), End> {
        let size = self.resume;
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

    /// Sends what changed up to a size, and then that it was all.
    async fn catch_up(&mut self, size: u64) -> Result<(), End> {
        let Some(mut watch) = self.watch.take() else {
            return Err(End::Told(Problem::new(Reason::Internal)));
        };
        let arrangement = self.arrangement.clone();
        let (watch, changes) = self
            .context
            .blocking(move |shared| {
                let changes = shared.engine.paragraph_changes(&mut watch, size)?;
                let changes = told(shared, &arrangement, &changes)?;
                Ok((watch, changes))
            })
            .await?;
        for change in changes {
            self.send(Event::Changed(change)).await?;
        }
        let size = watch.size();
        self.send(Event::CaughtUp(v1::CaughtUp { size })).await?;
        self.resume = size;
        self.watch = Some(watch);
        Ok(())
    }

    async fn send(&self, event: Event) -> Result<(), End> {
        let message = Ok(v1::WatchParagraphsResponse { event: Some(event) });
        let patience: Duration = self.context.limits.slow_reader;
        match timeout(patience, self.events.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => Err(End::Told(Problem::new(Reason::ReaderTooSlow))),
        }
    }
}

fn told(
    shared: &Shared,
    arrangement: &str,
    changes: &[ParagraphChange],
) -> Result<Vec<v1::ParagraphDifference>, Problem> {
    let mut statements = Statements::new();
    let mut told = Vec::with_capacity(changes.len());
    for change in changes {
        read_statements(shared, arrangement, &change.comparison, &mut statements)?;
        told.push(sized(difference(&change.before, &change.after, &change.comparison, &statements))?);
    }
    Ok(told)
}
