//! Telling one receiver of the events of one ledger, in order.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use openboek_proof::entry::Entry;
use openboek_proof::hash::event_hash;
use openboek_store::LogName;
use tokio::time::Instant;

use super::client::{Line, Post};
use super::patience::Patience;
use super::progress::{DeadLetter, Progress};
use super::receiver::Receiver;
use super::signature::sign;
use super::state::State;
use crate::context::{Context, Shared, within};
use crate::errors::{Problem, Reason};
use crate::limits::{SUBSCRIPTION_PAGE, WEBHOOK_KEEP, WEBHOOK_TROUBLE};
use crate::pages::Pages;
use crate::rest;

/// What a receiver is told of a ledger.
pub(super) struct Delivery {
    pub(super) context: Context,
    pub(super) receiver: Receiver,
    pub(super) arrangement: LogName,
    pub(super) progress: Progress,
    pub(super) patience: Patience,
    pub(super) line: Line,
    /// Whether the receiver said that it is gone, on this or another ledger.
    pub(super) gone: Arc<AtomicBool>,
}

/// An event to tell of.
struct Told {
    position: u64,
    id: String,
    body: Bytes,
}

/// Some entries, and where the next begin.
struct Page {
    events: Vec<Told>,
    next: u64,
}

/// Why a delivery does not go on.
enum End {
    /// The server stops.
    Stopped,
    /// The receiver is gone.
    Gone,
    /// Something on this side failed, in English: it is tried again.
    Trouble(String),
}

impl From<Problem> for End {
    fn from(problem: Problem) -> Self {
        Self::Trouble(problem.english())
    }
}

/// How far it is: what was received, and what of that is kept.
struct At {
    next: u64,
    kept: Option<u64>,
    since: Instant,
}

impl Delivery {
    /// Delivers until the server stops or the receiver is gone. One that is new begins behind what is published now when `begins_now`.
    pub(super) async fn run(mut self, begins_now: bool) {
        let mut at = loop {
            match self.begin(begins_now).await {
                Ok(at) => break at,
                Err(end) if self.goes_on(&end).await => {}
                Err(_) => return,
            }
        };
        loop {
            let Err(end) = self.follow(&mut at).await;
            if !self.goes_on(&end).await {
                break;
            }
        }
        if self.keep(&mut at).await.is_err() {
            let (receiver, arrangement) = (&self.receiver.name, &self.arrangement);
            tracing::error!(%receiver, %arrangement, next = at.next, "the receiver will be told of some events again");
        }
    }

    /// Whether to go on after this, and when.
    async fn goes_on(&self, end: &End) -> bool {
        match end {
            End::Stopped => false,
            End::Gone => {
                tracing::error!(receiver = %self.receiver.name, arrangement = %self.arrangement, "the receiver is gone (410); it is told of nothing more until the server is started anew");
                false
            }
            End::Trouble(error) => {
                tracing::error!(receiver = %self.receiver.name, arrangement = %self.arrangement, error, "webhooks wait");
                self.pause(WEBHOOK_TROUBLE).await.is_ok()
            }
        }
    }

    async fn begin(&self, begins_now: bool) -> Result<At, End> {
        let (progress, name) = (self.progress.clone(), self.arrangement.clone());
        let begun = self.context.blocking(move |shared| {
            let kept = progress.position().map_err(|error| not_kept(&error))?;
            let published =
                if begins_now { shared.engine.heads_now(name.as_str())?.published_size } else { 0 };
            Ok((kept, kept.unwrap_or(published)))
        });
        let (kept, next) = begun.await?;
        self.note(|state| state.next = next);
        let mut at = At { next, kept, since: Instant::now() };
        // Where a new receiver begins stays so, also when nothing is published before the next start.
        self.keep(&mut at).await?;
        Ok(at)
    }

    /// Delivers what is published, and then each publication.
    async fn follow(&mut self, at: &mut At) -> Result<Infallible, End> {
        let name = self.arrangement.clone();
        let heads = self.context.blocking(move |shared| {
            shared.engine.heads_now(name.as_str())?;
            Ok(shared.engine.heads(name.as_str())?)
        });
        let mut heads = heads.await?;
        loop {
            let size = heads.borrow_and_update().published_size;
            if at.next > size {
                tracing::warn!(receiver = %self.receiver.name, arrangement = %self.arrangement, next = at.next, size, "the receiver is ahead of the ledger: are the data an old copy?");
            }
            while at.next < size {
                let page = self.read(at.next, size).await?;
                for told in page.events {
                    self.deliver(&told).await?;
                    at.next = told.position + 1;
                    self.note(|state| (state.next, state.failures) = (told.position + 1, 0));
                    if at.since.elapsed() >= WEBHOOK_KEEP {
                        self.keep(at).await?;
                    }
                }
                at.next = page.next;
                self.note(|state| state.next = page.next);
            }
            self.keep(at).await?;
            tokio::select! {
                () = self.context.stopped() => return Err(End::Stopped),
                changed = heads.changed() => if changed.is_err() { return Err(End::Stopped) },
            }
        }
    }

    async fn read(&self, from: u64, below: u64) -> Result<Page, Problem> {
        let (log, receiver) = (self.arrangement.clone(), self.receiver.clone());
        self.context.blocking(move |shared| read(shared, &log, &receiver, from, below)).await
    }

    /// Durable on return. Done by a thread that may block.
    async fn keep(&self, at: &mut At) -> Result<(), End> {
        if at.kept == Some(at.next) {
            return Ok(());
        }
        let (progress, next) = (self.progress.clone(), at.next);
        self.context.blocking(move |_| progress.keep(next).map_err(|error| not_kept(&error))).await?;
        (at.kept, at.since) = (Some(next), Instant::now());
        Ok(())
    }

    /// Tells of one event, until it is received or given up.
    async fn deliver(&mut self, told: &Told) -> Result<(), End> {
        let (begun, mut failures) = (Instant::now(), 0);
        loop {
            if self.gone.load(Ordering::Relaxed) {
                return Err(End::Gone);
            }
            let (error, asked) = match self.attempt(told).await? {
                Ok(()) => return Ok(()),
                Err(failed) => failed,
            };
            failures += 1;
            self.note(|state| state.failures = failures);
            tracing::warn!(receiver = %self.receiver.name, arrangement = %self.arrangement, position = told.position, failures, error, "an event was not received");
            if self.patience.is_over(failures, begun.elapsed()) {
                return self.bury(told, failures, &error).await;
            }
            // Without chance pauses are whole: nothing depends on it.
            let chance = getrandom::u64().unwrap_or(u64::MAX);
            self.pause(self.patience.pause(failures, chance, asked)).await?;
        }
    }

    /// One attempt: received, or why not and how long to wait at least.
    async fn attempt(&mut self, told: &Told) -> Result<Result<(), (String, Option<Duration>)>, End> {
        let now_ms = self.context.clock.now_ms();
        let seconds = now_ms.div_euclid(1_000);
        let signature = sign(&self.receiver.secrets, &told.id, seconds, &told.body);
        let post = Post { id: told.id.clone(), seconds, signature, body: told.body.clone() };
        let context = self.context.clone();
        let answer = tokio::select! {
            () = context.stopped() => return Err(End::Stopped),
            answer = within(self.patience.attempt, self.line.post(&post, now_ms)) => answer,
        };
        Ok(match answer {
            Some(Ok(answer)) if answer.status.is_success() => Ok(()),
            Some(Ok(answer)) if answer.status == http::StatusCode::GONE => {
                self.gone.store(true, Ordering::Relaxed);
                self.note(|state| state.gone = true);
                return Err(End::Gone);
            }
            Some(Ok(answer)) => Err((format!("it answered {}", answer.status), answer.retry_after)),
            Some(Err(error)) => Err((error, None)),
            None => Err(("it did not answer in time".to_owned(), None)),
        })
    }

    async fn bury(&self, told: &Told, attempts: u32, error: &str) -> Result<(), End> {
        tracing::error!(receiver = %self.receiver.name, arrangement = %self.arrangement, position = told.position, attempts, error, "an event was given up; it stands in the list of dead letters");
        let now =
            jiff::Timestamp::from_millisecond(self.context.clock.now_ms()).unwrap_or(jiff::Timestamp::MAX);
        let (progress, position, id) = (self.progress.clone(), told.position, told.id.clone());
        let (at, error) = (now.to_string(), error.to_owned());
        let buried = self.context.blocking(move |_| {
            let letter = DeadLetter { position, id: &id, attempts, at, error: &error };
            progress.bury(&letter).map_err(|error| not_kept(&error))
        });
        buried.await?;
        self.note(|state| state.dead += 1);
        Ok(())
    }

    fn note(&self, change: impl FnOnce(&mut State)) {
        self.context.receivers.change(&self.receiver.name, &self.arrangement, change);
    }

    async fn pause(&self, time: Duration) -> Result<(), End> {
        tokio::select! {
            () = self.context.stopped() => Err(End::Stopped),
            () = tokio::time::sleep(time) => Ok(()),
        }
    }
}

/// The reason goes to the log; nobody else is answered.
fn not_kept(error: &std::io::Error) -> Problem {
    tracing::error!(%error, "how far a receiver is cannot be read or kept");
    Problem::new(Reason::Internal)
}

fn read(shared: &Shared, log: &LogName, receiver: &Receiver, from: u64, below: u64) -> Result<Page, Problem> {
    let pages = Pages { store: &*shared.store, log, stream: None };
    let page = pages.read(from, below, SUBSCRIPTION_PAGE)?;
    let mut events = Vec::new();
    for stored in page.entries {
        let (position, hash) = (stored.index, event_hash(&stored.entry));
        let decoded = openboek_engine::DecodedEntry::new(stored)?;
        if !matches!(&decoded.entry, Entry::Event(event) if receiver.wants(event)) {
            continue;
        }
        let Some(event) = rest::cloud_event(shared, log.as_str(), &decoded) else { continue };
        let body = serde_json::to_vec(&event).map_err(|error| {
            tracing::error!(%error, "an event cannot be written");
            Problem::new(Reason::Internal)
        })?;
        events.push(Told { position, id: hash.to_string(), body: body.into() });
    }
    Ok(Page { events, next: page.next.unwrap_or(below) })
}
