//! A feed: what a source has up to the newest checkpoint, then more each time more is published, with signs of life in between.
//!
//! Nothing is buffered beyond a few messages. A reader that leaves them lying too long is told where to go on and cut off.

use openboek_engine::Heads;
use tokio::sync::mpsc::{self, OwnedPermit};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use crate::context::Context;
use crate::errors::{Problem, Reason};
use crate::limits::{RETRY_AFTER, SUBSCRIPTION_EVENTS};

/// Why a feed ends.
pub(super) enum End {
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

/// Where a feed's messages come from.
pub(super) trait Source: Send + 'static {
    /// What the reader gets.
    type Message: Send;

    /// Sends everything up to a size of the log, and gives the size the reader knows then.
    fn catch_up(
        &mut self,
        out: &Out<Self::Message>,
        size: u64,
    ) -> impl Future<Output = Result<u64, End>> + Send;

    /// Where a reader who is cut off goes on.
    fn resume(&self) -> u64;

    /// A sign of life at a time (UTC milliseconds) and size.
    fn heartbeat(at_ms: i64, size: u64) -> Self::Message;
}

/// The way to the reader.
pub(super) struct Out<M> {
    pub(super) context: Context,
    messages: mpsc::Sender<Result<M, Status>>,
}

impl<M: Send> Out<M> {
    pub(super) async fn send(&self, message: M) -> Result<(), End> {
        match timeout(self.context.limits.slow_reader, self.messages.send(Ok(message))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => Err(End::Told(Problem::new(Reason::ReaderTooSlow))),
        }
    }
}

/// A place among those that may be fed at once.
pub(super) fn place(places: &std::sync::Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Problem> {
    let full = || Problem::new(Reason::TooManySubscriptions).retry_after(RETRY_AFTER);
    places.clone().try_acquire_owned().map_err(|_| full())
}

/// Begins to feed; the place is held until the feed ends.
pub(super) fn start<S: Source>(
    context: Context,
    heads: watch::Receiver<Heads>,
    place: OwnedSemaphorePermit,
    source: S,
) -> Result<ReceiverStream<Result<S::Message, Status>>, Problem> {
    let (messages, receiver) = mpsc::channel(SUBSCRIPTION_EVENTS + 1);
    // One place is kept for the last word, so that also a full channel ends with a reason.
    let last_word = messages.clone().try_reserve_owned().map_err(|_| Problem::new(Reason::Internal))?;
    tokio::spawn(run(Out { context, messages }, heads, source, last_word, place));
    Ok(ReceiverStream::new(receiver))
}

async fn run<S: Source>(
    out: Out<S::Message>,
    heads: watch::Receiver<Heads>,
    mut source: S,
    last_word: OwnedPermit<Result<S::Message, Status>>,
    _place: OwnedSemaphorePermit,
) {
    let stopping = out.context.clone();
    let end = tokio::select! {
        end = go_on(&out, heads, &mut source) => end,
        () = stopping.stopped() => End::Told(Problem::new(Reason::Stopping).retry_after(RETRY_AFTER)),
    };
    if let End::Told(problem) = end {
        last_word.send(Err(problem.with("next_from", source.resume()).into()));
    }
}

/// Sends, waits for more, sends; until it ends.
async fn go_on<S: Source>(out: &Out<S::Message>, mut heads: watch::Receiver<Heads>, source: &mut S) -> End {
    let every = out.context.limits.heartbeat;
    let mut heartbeat = interval_at(Instant::now() + every, every);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let size = heads.borrow_and_update().published_size;
        let known = match source.catch_up(out, size).await {
            Ok(known) => known,
            Err(end) => return end,
        };
        if let Err(end) = wait::<S>(out, &mut heads, known, &mut heartbeat).await {
            return end;
        }
    }
}

/// Waits until more is published than the reader knows.
async fn wait<S: Source>(
    out: &Out<S::Message>,
    heads: &mut watch::Receiver<Heads>,
    known: u64,
    heartbeat: &mut Interval,
) -> Result<(), End> {
    loop {
        let more = async { heads.wait_for(|heads| heads.published_size > known).await.map(|_| ()) };
        tokio::select! {
            more = more => return more.map_err(|_| End::Told(Problem::new(Reason::Stopping))),
            _ = heartbeat.tick() => out.send(S::heartbeat(out.context.clock.now_ms(), known)).await?,
            () = out.messages.closed() => return Err(End::Gone),
        }
    }
}
