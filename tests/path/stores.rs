//! The same statement files on the memory store, on sled and on PostgreSQL give the same paragraphs, to the byte; and the same entries, when
//! clock and salts are the same too.

use std::collections::BTreeMap;
use std::sync::Arc;

use openboek_store::{MemoryStore, Store};
use openboek_store_postgres::{PostgresOptions, PostgresStore};
use openboek_store_sled::{SledOptions, SledStore};
use openboek_tests::program;
use openboek_wire::v1;

use crate::database::CLUSTER;
use crate::fixture::{Fixture, reproducible};

const MEDIA_TYPES: [&str; 7] = [
    "application/json",
    "text/csv",
    "text/html",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/zip",
];

/// Paragraphs by name and form, and entries.
pub(crate) type Everything = (BTreeMap<String, Vec<u8>>, Vec<Vec<u8>>);

/// Records the cases, and reads it all.
async fn everything(store: Arc<dyn Store>) -> Everything {
    let fixture = Fixture::over(reproducible(store)).await;
    record_cases(&fixture).await;
    let all = read_all(&fixture).await;
    fixture.server.shutdown().await.unwrap();
    all
}

/// Records the five cases, or gives the answers again.
pub(crate) async fn record_cases(fixture: &Fixture) {
    let server = format!("http://{}", fixture.server.grpc_addr());
    tokio::task::spawn_blocking(move || program::record_cases(&server)).await.unwrap().unwrap();
}

/// Every paragraph of every arrangement in every form, and every entry.
pub(crate) async fn read_all(fixture: &Fixture) -> Everything {
    let (mut paragraphs, mut entries) = (BTreeMap::new(), Vec::new());
    let listed =
        fixture.arrangements().list_arrangements(v1::ListArrangementsRequest::default()).await.unwrap();
    for arrangement in listed.into_inner().arrangements {
        let request = v1::ListEntriesRequest {
            arrangement: arrangement.arrangement.clone(),
            limit: 1_000,
            ..Default::default()
        };
        let page = fixture.audit().list_entries(request).await.unwrap().into_inner();
        entries.extend(page.entries.into_iter().map(|e| e.entry));
        let request = v1::ListParagraphsRequest {
            arrangement: arrangement.arrangement,
            page_size: 500,
            ..Default::default()
        };
        let listed = fixture.paragraphs().list_paragraphs(request).await.unwrap().into_inner();
        for summary in listed.paragraphs {
            let key = summary.key.unwrap();
            let request = v1::GetParagraphRequest {
                key: Some(key.clone()),
                media_types: MEDIA_TYPES.map(str::to_owned).to_vec(),
                ..Default::default()
            };
            let answer = fixture.paragraphs().get_paragraph(request).await.unwrap().into_inner();
            assert_eq!(answer.renderings.len(), MEDIA_TYPES.len());
            for rendering in answer.renderings {
                let name = format!(
                    "{}/{}/{} {}",
                    key.arrangement, key.municipality, key.budget_year, rendering.media_type
                );
                paragraphs.insert(name, rendering.content);
            }
        }
    }
    (paragraphs, entries)
}

#[tokio::test(flavor = "multi_thread")]
async fn all_stores_give_the_same_paragraphs_and_entries_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let sled = SledStore::open(folder.path(), &SledOptions::default()).unwrap();
    let postgres = PostgresStore::open(&CLUSTER.database(), &PostgresOptions::default()).unwrap();
    let others: [(&str, Arc<dyn Store>); 2] = [("sled", Arc::new(sled)), ("PostgreSQL", Arc::new(postgres))];
    let (on_memory, entries_on_memory) = everything(Arc::new(MemoryStore::new())).await;
    assert!(on_memory.len() >= 40, "only {} documents: {:?}", on_memory.len(), on_memory.keys());
    for (name, store) in others {
        let (there, entries_there) = everything(store).await;
        assert_eq!(on_memory.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>(), "{name}");
        for (document, bytes) in &on_memory {
            assert!(bytes == &there[document], "{document} differs on {name}");
        }
        assert!(entries_on_memory == entries_there, "the entries differ on {name}");
    }
}
