//! A server on free ports and clients to it.
//!
//! It is over a new store in memory, unless `OPENBOEK_TEST_STORE` says otherwise: `sled`, or `postgres`. What is told here of a server must be so
//! over each of them. Tests of a folder, of a database, or of several stores side by side choose theirs themselves: `static_log`, `database`,
//! `stores`.

use std::sync::Arc;

use openboek_engine::{Clock, KeyRing, ManualClock, Options, Outside, Randomness};
use openboek_server::{Config, Running, Server};
use openboek_store::{MemoryStore, Store};
use openboek_store_postgres::{PostgresOptions, PostgresStore};
use openboek_store_sled::{SledOptions, SledStore};
use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::audit_service_client::AuditServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use openboek_wire::v1::paragraph_service_client::ParagraphServiceClient;
use tempfile::TempDir;
use tonic::transport::{Channel, Endpoint};

use crate::database::CLUSTER;
use crate::keep::Kept;

/// The members of the arrangement that [`Fixture::with_region`] founds.
pub(crate) const MEMBERS: [&str; 3] = ["GM0482", "GM0505", "GM0523"];
pub(crate) const REGION: &str = "drechtsteden";

pub(crate) struct Fixture {
    pub(crate) server: Running,
    channel: Channel,
    _kept: Kept,
    // Outlives the server.
    _folder: Option<TempDir>,
}

/// What a server is started over, with the folder that holds it, if any.
pub(crate) struct Ground {
    outside: Outside,
    folder: Option<TempDir>,
}

impl From<Outside> for Ground {
    fn from(outside: Outside) -> Self {
        Self { outside, folder: None }
    }
}

/// A new store, of the kind that the surroundings name.
fn new_store() -> (Arc<dyn Store>, Option<TempDir>) {
    match std::env::var("OPENBOEK_TEST_STORE").as_deref() {
        Ok("sled") => {
            let folder = tempfile::tempdir().unwrap();
            let store = SledStore::open(folder.path(), &SledOptions::default()).unwrap();
            (Arc::new(store), Some(folder))
        }
        Ok("postgres") => {
            let store = PostgresStore::open(&CLUSTER.database(), &PostgresOptions::default());
            (Arc::new(store.unwrap()), None)
        }
        Ok("memory") | Err(_) => (Arc::new(MemoryStore::new()), None),
        Ok(other) => panic!("no store is called {other}"),
    }
}

/// A new store, with the real clock.
pub(crate) fn ground() -> Ground {
    let (store, folder) = new_store();
    Ground { outside: Outside::new(store, KeyRing::in_memory()), folder }
}

/// The same with a clock that stands still and salts that count.
pub(crate) fn reproducible_ground() -> Ground {
    let (store, folder) = new_store();
    Ground { outside: reproducible(store), folder }
}

/// Salts that are no secret: the same commands give the same bytes.
#[derive(Default)]
struct CountingSalts(std::sync::atomic::AtomicU64);

impl Randomness for CountingSalts {
    fn salt(&self) -> Result<[u8; 32], String> {
        let number = self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let mut salt = [7; 32];
        salt[..8].copy_from_slice(&number.to_be_bytes());
        Ok(salt)
    }
}

/// A store with a clock that stands still and salts that count.
pub(crate) fn reproducible(store: Arc<dyn Store>) -> Outside {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(1_606_122_900_123));
    Outside { store, clock, randomness: Arc::new(CountingSalts::default()), keys: KeyRing::in_memory() }
}

impl Fixture {
    pub(crate) async fn over(ground: impl Into<Ground>) -> Self {
        let engine = Options { seal_interval: std::time::Duration::from_millis(20), ..Options::default() };
        Self::with(Config { engine, ..Config::default() }, ground).await
    }

    /// A server with settings of its own, on free ports.
    pub(crate) async fn with(config: Config, ground: impl Into<Ground>) -> Self {
        let Ground { outside, folder } = ground.into();
        let kept = Kept::new(outside.store.clone());
        let free = "127.0.0.1:0".parse().unwrap();
        let config = Config { grpc: free, http: free, ..config };
        let server = Server::start_over(config, outside).await.unwrap();
        let channel =
            Endpoint::from_shared(format!("http://{}", server.grpc_addr())).unwrap().connect().await.unwrap();
        Self { server, channel, _kept: kept, _folder: folder }
    }

    /// A server that holds nothing yet.
    pub(crate) async fn empty() -> Self {
        Self::over(ground()).await
    }

    /// A server with one arrangement of three members.
    pub(crate) async fn with_region() -> Self {
        let fixture = Self::empty().await;
        fixture.arrangements().create_arrangement(say::founding(REGION, &MEMBERS)).await.unwrap();
        fixture
    }

    pub(crate) fn ledger(&self) -> LedgerServiceClient<Channel> {
        LedgerServiceClient::new(self.channel.clone())
    }

    pub(crate) fn arrangements(&self) -> ArrangementServiceClient<Channel> {
        ArrangementServiceClient::new(self.channel.clone())
    }

    pub(crate) fn paragraphs(&self) -> ParagraphServiceClient<Channel> {
        ParagraphServiceClient::new(self.channel.clone())
    }

    /// The connection itself.
    pub(crate) fn channel(&self) -> Channel {
        self.channel.clone()
    }

    pub(crate) fn audit(&self) -> AuditServiceClient<Channel> {
        AuditServiceClient::new(self.channel.clone())
    }

    /// Waits until a checkpoint covers everything recorded so far: entries are listed from then on.
    pub(crate) async fn all_published(&self) {
        loop {
            let request = v1::GetArrangementRequest { arrangement: REGION.into() };
            let answer = self.arrangements().get_arrangement(request).await.unwrap().into_inner();
            let arrangement = answer.arrangement.unwrap();
            if arrangement.size == arrangement.published_size {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Every entry's bytes, seals aside: what must not change when something is refused.
    pub(crate) async fn events(&self) -> Vec<Vec<u8>> {
        self.all_published().await;
        let mut events = Vec::new();
        let mut from = Some(0);
        while let Some(next) = from {
            let request = v1::ListEntriesRequest {
                arrangement: REGION.into(),
                from: next,
                limit: 500,
                ..Default::default()
            };
            let page = self.audit().list_entries(request).await.unwrap().into_inner();
            events.extend(
                page.entries.into_iter().map(|e| e.entry).filter(|e| e.starts_with(b"openboek/entry/")),
            );
            from = page.next_from;
        }
        events
    }
}
