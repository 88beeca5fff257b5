//! What every service and page works with.

use std::sync::Arc;
use std::time::Duration;

use openboek_engine::{Clock, Engine};
use openboek_store::{LogName, Store};
use tokio::sync::{Semaphore, watch};

use crate::config::Contact;
use crate::errors::{Problem, Reason};
use crate::limits::Limits;
use crate::metrics::Answers;
use crate::published::PublishedFigures;
use crate::readers::Readers;
use crate::search::Searches;
use crate::turns::Turns;
use crate::web::KeptPages;
use crate::webhooks::States;

/// The engine, the store behind it, and the limits. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Context(Arc<Shared>);

/// See [`Context`].
pub(crate) struct Shared {
    pub(crate) engine: Arc<Engine>,
    /// For bytes that are given as they are stored: entries, payloads, tiles.
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: Limits,
    /// Where readers find the reading room, for files that are opened elsewhere.
    pub(crate) public_url: Option<String>,
    /// Who answers questions about the interface.
    pub(crate) contact: Option<Contact>,
    /// Number of the organisation that runs the server, for the source of events.
    pub(crate) oin: Option<String>,
    /// The program that makes PDF, where there is one.
    pub(crate) pdf_program: Option<std::path::PathBuf>,
    /// As many permits as PDF may be made at once.
    pub(crate) pdfs: Arc<Semaphore>,
    /// Becomes `true` when the server was told to stop.
    pub(crate) stopping: watch::Receiver<bool>,
    /// For what blocks while it reads.
    pub(crate) readers: Readers,
    /// Who records, and whose turn it is to make a page.
    pub(crate) turns: Turns,
    /// What can be found in the ledgers.
    pub(crate) searches: Searches,
    /// How the receivers of webhooks are doing.
    pub(crate) receivers: States,
    /// Pages that were made before.
    pub(crate) kept: KeptPages,
    /// Figures that were published.
    pub(crate) figures: PublishedFigures,
    /// As many permits as calls are worked on at once.
    pub(crate) calls: Arc<Semaphore>,
    /// How many calls were answered, and how.
    pub(crate) answers: Answers,
    /// As many permits as there may be bytes of commands that come in parts.
    pub(crate) parts: Arc<Semaphore>,
    /// As many permits as there may be subscribers.
    pub(crate) subscriptions: Arc<Semaphore>,
    /// As many permits as there may be readers who watch paragraphs.
    pub(crate) watches: Arc<Semaphore>,
}

impl std::ops::Deref for Context {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Context {
    pub(crate) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// Runs what reads the store where blocking is allowed.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Shared) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let context = self.clone();
        let task = self.readers.read(self.turns.is_recording(), move || read(&context));
        let task = task.ok_or_else(|| Problem::new(Reason::Internal))?;
        match within(self.limits.call_time, task).await {
            Some(Ok(answer)) => answer,
            Some(Err(error)) => {
                tracing::error!(%error, "a read stopped by a panic");
                Err(Problem::new(Reason::Internal))
            }
            None => Err(Problem::new(Reason::TookTooLong)),
        }
    }

    /// Waits until the server was told to stop.
    pub(crate) async fn stopped(&self) {
        let mut stopping = self.stopping.clone();
        // An error means that the server is gone, which is a stop too.
        let _ = stopping.wait_for(|stop| *stop).await;
    }
}

impl Shared {
    /// The log of an arrangement that has entries.
    pub(crate) fn log(&self, arrangement: &str) -> Result<LogName, Problem> {
        let missing = || Problem::no_such_arrangement(arrangement);
        self.engine.heads(arrangement).map_err(Problem::from)?;
        LogName::new(arrangement).ok_or_else(missing)
    }
}

/// The output of a future, or `None` when it took longer.
pub(crate) async fn within<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    tokio::time::timeout(limit, future).await.ok()
}
