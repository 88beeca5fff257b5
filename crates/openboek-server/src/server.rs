//! Starting and stopping: one engine, one port for gRPC, one for the reading room.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use openboek_engine::{Engine, KeyRing, OpenError, Outside};
use openboek_store::{MemoryStore, Store, StoreError};
use openboek_store_postgres::DatabaseTrouble;
use openboek_store_sled::{SledOptions, SledStore};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

use crate::config::{Config, Refused, StoreChoice};
use crate::context::{Context, Shared};
use crate::database::{self, explain};
use crate::readers::Readers;
use crate::search::Searches;
use crate::{grpc, metrics, web, webhooks};

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration is refused.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The store could not be opened.
    #[error("store-failed: the store cannot be opened: {0}")]
    Store(#[from] StoreError),
    /// The database could not be opened.
    #[error(transparent)]
    Database(Refused),
    /// The ledgers in the store could not be opened.
    #[error("ledger-failed: the ledgers cannot be opened: {0}")]
    Open(#[from] OpenError),
    /// An address could not be had.
    #[error("address-in-use: the server cannot listen on {address}: {source}")]
    Bind {
        /// Which.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// How far the receivers of webhooks are cannot be read, or nothing can be sent.
    #[error("webhooks-failed: webhooks cannot be sent: {0}")]
    Webhooks(String),
    /// The server's own parts could not be put together.
    #[error("internal: {0}")]
    Internal(String),
}

impl StartError {
    /// Stable code, in kebab-case.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(refused) | Self::Database(refused) => refused.code,
            Self::Store(_) => "store-failed",
            Self::Open(OpenError::StaticLog(error)) => error.code(),
            Self::Open(_) => "ledger-failed",
            Self::Bind { .. } => "address-in-use",
            Self::Webhooks(_) => "webhooks-failed",
            Self::Internal(_) => "internal",
        }
    }

    /// What is wrong and what to do, in Dutch.
    #[must_use]
    pub fn dutch(&self) -> String {
        match self {
            Self::Refused(refused) | Self::Database(refused) => refused.dutch.clone(),
            Self::Store(StoreError::Busy(_)) => {
                "De gegevensmap is al in gebruik. Stop eerst het andere programma dat hem gebruikt."
                    .to_owned()
            }
            Self::Store(StoreError::Damaged(why)) => {
                format!(
                    "De opgeslagen gegevens zijn beschadigd: {why}. Zet een kopie terug. Verander zelf niets in de map."
                )
            }
            Self::Store(error) => {
                format!("De opslag kan niet worden geopend: {error}. Controleer de map en de rechten.")
            }
            Self::Open(OpenError::StaticLog(error)) => error.dutch(),
            Self::Open(error) => format!("De grootboeken kunnen niet worden geopend: {error}."),
            Self::Bind { address, source } => {
                format!(
                    "De server kan niet luisteren op {address}: {source}. Kies een andere poort, of stop wat daar luistert."
                )
            }
            Self::Webhooks(why) => {
                format!(
                    "De webhooks kunnen niet worden verstuurd: {why}. Kijk naar de map met de standen van de ontvangers."
                )
            }
            Self::Internal(why) => format!("Er ging iets mis in de server: {why}."),
        }
    }
}

/// Why the server did not stop as it should.
#[derive(Debug, thiserror::Error)]
pub enum StopError {
    /// The store could not make everything durable.
    #[error("the store could not be closed: {0}")]
    Store(#[from] StoreError),
    /// Closing stopped half-way.
    #[error("closing stopped half-way: {0}")]
    Internal(String),
}

/// The server.
pub struct Server;

/// A running server. Dropping it stops the listeners without waiting; [`Running::shutdown`] is the way to stop.
pub struct Running {
    grpc_addr: SocketAddr,
    http_addr: SocketAddr,
    metrics_addr: Option<SocketAddr>,
    engine: Arc<Engine>,
    stop: watch::Sender<bool>,
    listeners: Vec<JoinHandle<()>>,
    grace: std::time::Duration,
}

impl Server {
    /// Opens the store and the engine and begins to listen. Runs inside a Tokio runtime.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start(config: Config) -> Result<Running, StartError> {
        let choice = (config.store.clone(), config.keys.clone());
        begin(config, move || open_outside(&choice.0, choice.1.as_deref())).await
    }

    /// The same over a store, keys, a clock and randomness of one's own; `config.store` and `config.keys` are not looked at.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start_over(config: Config, outside: Outside) -> Result<Running, StartError> {
        begin(config, move || Ok(outside)).await
    }
}

impl Running {
    /// Where gRPC listens.
    #[must_use]
    pub const fn grpc_addr(&self) -> SocketAddr {
        self.grpc_addr
    }

    /// Where the reading room listens.
    #[must_use]
    pub const fn http_addr(&self) -> SocketAddr {
        self.http_addr
    }

    /// Where the metrics are, when they are served.
    #[must_use]
    pub const fn metrics_addr(&self) -> Option<SocketAddr> {
        self.metrics_addr
    }

    /// The engine, for programs that hold the server themselves.
    #[must_use]
    pub const fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Waits until a listener stops by itself, which it should not.
    pub async fn stopped(&mut self) {
        if self.listeners.is_empty() {
            return;
        }
        let (_, place, _) = futures_util::future::select_all(&mut self.listeners).await;
        // One that ended must not be waited for again.
        self.listeners.swap_remove(place);
    }

    /// Stops: takes no new calls, lets those under way finish for a while, then seals and makes durable what was recorded.
    ///
    /// # Errors
    /// [`StopError`].
    pub async fn shutdown(mut self) -> Result<(), StopError> {
        self.stop.send_replace(true);
        let until = tokio::time::Instant::now() + self.grace;
        for listener in std::mem::take(&mut self.listeners) {
            let abort = listener.abort_handle();
            if tokio::time::timeout_at(until, listener).await.is_err() {
                tracing::warn!("calls were still under way; they were cut off");
                abort.abort();
            }
        }
        let engine = self.engine.clone();
        tokio::task::spawn_blocking(move || engine.close())
            .await
            .map_err(|e| StopError::Internal(e.to_string()))??;
        tracing::info!("stopped");
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for listener in &self.listeners {
            listener.abort();
        }
    }
}

/// Checks, listens, opens, serves.
async fn begin(
    config: Config,
    open: impl FnOnce() -> Result<Outside, StartError> + Send + 'static,
) -> Result<Running, StartError> {
    config.check()?;
    // All addresses first: a server that cannot listen must not touch the data.
    let (grpc_listener, grpc_addr) = bind(config.grpc).await?;
    let (http_listener, http_addr) = bind(config.http).await?;
    let metrics_listener = match config.metrics {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let webhooks =
        config.webhooks.clone().map(webhooks::Running::new).transpose().map_err(StartError::Webhooks)?;
    let mut options = config.engine.clone();
    options.host.clone_from(&config.host);
    options.static_logs.clone_from(&config.static_logs);
    let opened = tokio::task::spawn_blocking(move || {
        let outside = open()?;
        let (store, clock) = (outside.store.clone(), outside.clock.clone());
        Ok::<_, StartError>((Arc::new(Engine::open(outside, options)?), store, clock))
    });
    let (engine, store, clock) = opened.await.map_err(|e| StartError::Internal(e.to_string()))??;
    engine.follow().map_err(|e| StartError::Internal(format!("no thread to follow the store: {e}")))?;
    let (stop, stopping) = watch::channel(false);
    let context = Context::new(Shared {
        engine: engine.clone(),
        store,
        clock,
        limits: config.limits.clone(),
        public_url: config.public_url.clone(),
        contact: config.contact.clone(),
        oin: config.oin.clone(),
        pdf_program: config.pdf_program.clone(),
        pdfs: Arc::new(Semaphore::new(crate::limits::PDFS_AT_ONCE)),
        stopping,
        readers: Readers::start()
            .map_err(|e| StartError::Internal(format!("no threads for readers: {e}")))?,
        turns: crate::turns::Turns::default(),
        searches: Searches::default(),
        receivers: webhooks::States::default(),
        kept: web::KeptPages::default(),
        figures: crate::published::PublishedFigures::default(),
        calls: Arc::new(Semaphore::new(config.limits.calls_in_flight)),
        answers: metrics::Answers::default(),
        parts: Arc::new(Semaphore::new(config.limits.parts_waiting_bytes)),
        subscriptions: Arc::new(Semaphore::new(config.limits.subscriptions)),
        watches: Arc::new(Semaphore::new(crate::limits::WATCHES)),
    });
    let metrics_addr = metrics_listener.as_ref().map(|(_, address)| *address);
    let mut listeners = vec![
        tokio::spawn(grpc::serve(context.clone(), grpc_listener).map_err(StartError::Internal)?),
        tokio::spawn(web::serve(context.clone(), http_listener).map_err(StartError::Internal)?),
    ];
    // On the threads that step back for recording: making, signing and sealing messages takes time too.
    let told = webhooks.and_then(|webhooks| context.readers.spawn(webhooks.serve(context.clone())));
    listeners.extend(told);
    listeners.extend(metrics_listener.map(|(listener, _)| tokio::spawn(metrics::serve(context, listener))));
    tracing::info!(grpc = %grpc_addr, http = %http_addr, "started");
    let grace = config.limits.shutdown_grace;
    Ok(Running { grpc_addr, http_addr, metrics_addr, engine, stop, listeners, grace })
}

fn open_outside(choice: &StoreChoice, keys: Option<&Path>) -> Result<Outside, StartError> {
    let store: Arc<dyn Store> = match choice {
        StoreChoice::Memory => Arc::new(MemoryStore::new()),
        StoreChoice::Sled(data) => Arc::new(SledStore::open(&data.join("store"), &SledOptions::default())?),
        StoreChoice::Postgres(url) => Arc::new(database::open(url).map_err(|trouble| match trouble {
            DatabaseTrouble::Address(_) => StartError::Refused(explain(&trouble, url)),
            _ => StartError::Database(explain(&trouble, url)),
        })?),
    };
    let keys = match (keys, choice) {
        (Some(folder), _) => KeyRing::Folder(folder.to_owned()),
        (None, StoreChoice::Sled(data)) => KeyRing::Folder(data.join("keys")),
        // A configuration without is refused before.
        (None, StoreChoice::Memory | StoreChoice::Postgres(_)) => KeyRing::in_memory(),
    };
    Ok(Outside::new(store, keys))
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let fail = |source| StartError::Bind { address, source };
    let listener = TcpListener::bind(address).await.map_err(fail)?;
    let actual = listener.local_addr().map_err(fail)?;
    Ok((listener, actual))
}
