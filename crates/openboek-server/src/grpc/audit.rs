//! What an auditor needs: checkpoints, proofs, entries as they are hashed, subscriptions, bundles.

use std::pin::Pin;

use futures_util::Stream;
use openboek_proof::entry::Entry;
use openboek_proof::hash::Hash;
use openboek_rules::Malformed;
use openboek_store::StoredEntry;
use openboek_wire::v1;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::{convert, subscribe};
use crate::bundle;
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};
use crate::limits::{BUNDLE_PIECE_BYTES, BUNDLE_PIECES_AHEAD, PAGE_ENTRIES};
use crate::pages::Pages;

/// See [`v1::audit_service_server::AuditService`].
pub(super) struct Audit(pub(super) Context);

type Pieces = ReceiverStream<Result<v1::ExportBundleResponse, Status>>;

#[tonic::async_trait]
impl v1::audit_service_server::AuditService for Audit {
    async fn get_checkpoint(
        &self,
        request: Request<v1::GetCheckpointRequest>,
    ) -> Result<Response<v1::GetCheckpointResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.0.blocking(move |shared| checkpoint(shared, &request)).await?))
    }

    async fn get_inclusion_proof(
        &self,
        request: Request<v1::GetInclusionProofRequest>,
    ) -> Result<Response<v1::GetInclusionProofResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.0.blocking(move |shared| inclusion(shared, &request)).await?))
    }

    async fn get_consistency_proof(
        &self,
        request: Request<v1::GetConsistencyProofRequest>,
    ) -> Result<Response<v1::GetConsistencyProofResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.0.blocking(move |shared| consistency(shared, &request)).await?))
    }

    async fn list_entries(
        &self,
        request: Request<v1::ListEntriesRequest>,
    ) -> Result<Response<v1::ListEntriesResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.0.blocking(move |shared| list(shared, &request)).await?))
    }

    type SubscribeEntriesStream =
        Pin<Box<dyn Stream<Item = Result<v1::SubscribeEntriesResponse, Status>> + Send>>;

    async fn subscribe_entries(
        &self,
        request: Request<v1::SubscribeEntriesRequest>,
    ) -> Result<Response<Self::SubscribeEntriesStream>, Status> {
        let events = subscribe::events(self.0.clone(), request.into_inner()).await?;
        Ok(Response::new(Box::pin(events)))
    }

    type ExportBundleStream = Pieces;

    async fn export_bundle(
        &self,
        request: Request<v1::ExportBundleRequest>,
    ) -> Result<Response<Pieces>, Status> {
        let request = request.into_inner();
        let bundle = self.0.blocking(move |shared| zip(shared, request)).await?;
        let (sender, pieces) = tokio::sync::mpsc::channel(BUNDLE_PIECES_AHEAD);
        tokio::spawn(async move {
            for chunk in bundle.zip.chunks(BUNDLE_PIECE_BYTES) {
                let piece = v1::ExportBundleResponse { chunk: chunk.to_vec(), size: bundle.size };
                if sender.send(Ok(piece)).await.is_err() {
                    return; // The reader went away.
                }
            }
        });
        Ok(Response::new(ReceiverStream::new(pieces)))
    }
}

/// See `GetCheckpoint`.
pub(crate) fn checkpoint(
    shared: &Shared,
    request: &v1::GetCheckpointRequest,
) -> Result<v1::GetCheckpointResponse, Problem> {
    let name = request.arrangement.as_str();
    let (note, size) = shared.engine.checkpoint(name)?;
    let (log_keys, policy) = (shared.engine.log_keys(name)?, shared.engine.policy(name)?);
    Ok(v1::GetCheckpointResponse { note, size, log_keys, policy })
}

fn published_size(shared: &Shared, arrangement: &str) -> Result<u64, Problem> {
    Ok(shared.engine.heads_now(arrangement)?.published_size)
}

fn bytes_of(proof: &[Hash]) -> Vec<Vec<u8>> {
    proof.iter().map(|hash| hash.0.to_vec()).collect()
}

/// See `GetInclusionProof`.
pub(crate) fn inclusion(
    shared: &Shared,
    request: &v1::GetInclusionProofRequest,
) -> Result<v1::GetInclusionProofResponse, Problem> {
    let size = match request.size {
        0 => published_size(shared, &request.arrangement)?,
        size => size,
    };
    let log = shared.log(&request.arrangement)?;
    let proof = shared.engine.inclusion(&request.arrangement, request.index, size)?;
    let entry = shared
        .store
        .entry(&log, request.index)?
        .ok_or_else(|| Problem::new(Reason::NoSuchEntry).with("entry", request.index).with("size", size))?;
    Ok(v1::GetInclusionProofResponse {
        index: request.index,
        size,
        hashes: bytes_of(&proof),
        entry: entry.entry,
    })
}

/// See `GetConsistencyProof`.
pub(crate) fn consistency(
    shared: &Shared,
    request: &v1::GetConsistencyProofRequest,
) -> Result<v1::GetConsistencyProofResponse, Problem> {
    let (old_size, new_size) = match (request.old_size, request.new_size) {
        (old, 0) => (old, published_size(shared, &request.arrangement)?),
        sizes => sizes,
    };
    if old_size == 0 {
        let code = openboek_rules::MalformedCode::OutOfRange;
        return Err(Malformed::new(code, "0").at("old_size").into());
    }
    let proof = shared.engine.consistency(&request.arrangement, old_size, new_size)?;
    Ok(v1::GetConsistencyProofResponse { old_size, new_size, hashes: bytes_of(&proof) })
}

/// See `ListEntries`.
pub(crate) fn list(
    shared: &Shared,
    request: &v1::ListEntriesRequest,
) -> Result<v1::ListEntriesResponse, Problem> {
    let limit = convert::page_size(request.limit, PAGE_ENTRIES, "limit")?;
    let stream = optional_stream(&request.stream)?;
    let log = shared.log(&request.arrangement)?;
    let published_size = published_size(shared, &request.arrangement)?;
    let pages = Pages { store: &*shared.store, log: &log, stream };
    let page = pages.read(request.from, published_size, limit)?;
    let entries = page.entries.into_iter().map(|stored| entry(stored, request.include_payloads));
    Ok(v1::ListEntriesResponse { entries: entries.collect(), next_from: page.next, published_size })
}

/// A stream, when one is named.
pub(crate) fn optional_stream(code: &str) -> Result<Option<openboek_rules::Stream>, Malformed> {
    if code.is_empty() { Ok(None) } else { convert::stream(code, "stream").map(Some) }
}

/// An entry with its payload, or the reason why it is without.
pub(super) fn entry(stored: StoredEntry, include_payload: bool) -> v1::Entry {
    let state = match (&stored.payload, include_payload) {
        (Some(_), true) => v1::PayloadState::Included,
        (Some(_), false) => v1::PayloadState::NotAsked,
        (None, _) if matches!(Entry::parse(&stored.entry), Ok(Entry::Event(_))) => v1::PayloadState::Erased,
        (None, _) => v1::PayloadState::None,
    };
    let payload = stored.payload.filter(|_| include_payload);
    let (salt, payload) = payload.map(|p| (p.salt.to_vec(), p.bytes)).unwrap_or_default();
    v1::Entry { index: stored.index, entry: stored.entry, payload_state: state.into(), salt, payload }
}

fn zip(shared: &Shared, request: v1::ExportBundleRequest) -> Result<bundle::Bundle, Problem> {
    let holder = convert::stream(&request.municipality, "municipality")?;
    let previous = (!request.previous_checkpoint.is_empty()).then_some(request.previous_checkpoint);
    bundle::make(shared, &bundle::Wanted::whole(&request.arrangement, holder, previous))
}
