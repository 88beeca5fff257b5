//! A server on free ports and clients to it.

use std::sync::Arc;

use openboek_engine::{Clock, KeyRing, ManualClock, Options, Outside, Randomness};
use openboek_server::{Config, Running, Server};
use openboek_store::{MemoryStore, Store};
use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::audit_service_client::AuditServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use openboek_wire::v1::paragraph_service_client::ParagraphServiceClient;
use tonic::transport::{Channel, Endpoint};

/// The members of the arrangement that [`Fixture::with_region`] founds.
pub(crate) const MEMBERS: [&str; 3] = ["GM0482", "GM0505", "GM0523"];
pub(crate) const REGION: &str = "drechtsteden";

pub(crate) struct Fixture {
    pub(crate) server: Running,
    channel: Channel,
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
    pub(crate) async fn over(outside: Outside) -> Self {
        let engine = Options { seal_interval: std::time::Duration::from_millis(20), ..Options::default() };
        Self::with(Config { engine, ..Config::default() }, outside).await
    }

    /// A server with settings of its own, on free ports.
    pub(crate) async fn with(config: Config, outside: Outside) -> Self {
        let free = "127.0.0.1:0".parse().unwrap();
        let config = Config { grpc: free, http: free, ..config };
        let server = Server::start_over(config, outside).await.unwrap();
        let channel =
            Endpoint::from_shared(format!("http://{}", server.grpc_addr())).unwrap().connect().await.unwrap();
        Self { server, channel }
    }

    pub(crate) async fn in_memory() -> Self {
        Self::over(Outside::new(Arc::new(MemoryStore::new()), KeyRing::in_memory())).await
    }

    /// A server with one arrangement of three members.
    pub(crate) async fn with_region() -> Self {
        let fixture = Self::in_memory().await;
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
    async fn all_published(&self) {
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
