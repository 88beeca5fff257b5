//! The yardstick: the same transport, the same messages, an answer of the same size, and nothing behind it.

use std::net::SocketAddr;

use openboek_wire::v1;
use openboek_wire::v1::ledger_service_server::{LedgerService, LedgerServiceServer};
use tokio::net::TcpListener;
use tonic::{Request, Response, Status, Streaming};

struct Echo;

#[tonic::async_trait]
impl LedgerService for Echo {
    async fn record(
        &self,
        request: Request<v1::RecordRequest>,
    ) -> Result<Response<v1::RecordResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(v1::RecordResponse {
            request_id: request.request_id,
            entries: vec![v1::RecordedEntry {
                index: 123_456,
                event_hash: format!("b3:{}", "0123456789abcdef".repeat(4)),
                kind: "commitment-made".into(),
                version: 1,
                revisions: vec![v1::StreamRevision { stream: "GM0505".into(), revision: 12_345 }],
            }],
            recorded_at_ms: 1_600_000_000_000,
            published_size: None,
            repeated_request: false,
            ..Default::default()
        }))
    }

    type RecordStreamStream = tokio_stream::Empty<Result<v1::RecordStreamResponse, Status>>;

    async fn record_stream(
        &self,
        _request: Request<Streaming<v1::RecordStreamRequest>>,
    ) -> Result<Response<Self::RecordStreamStream>, Status> {
        Err(Status::unimplemented("the echo answers single commands only"))
    }

    async fn preview(
        &self,
        _request: Request<v1::PreviewRequest>,
    ) -> Result<Response<v1::PreviewResponse>, Status> {
        Err(Status::unimplemented("the echo answers single commands only"))
    }
}

/// Starts the echo on a free port, with the socket options the product uses.
pub(crate) async fn start() -> Result<SocketAddr, crate::Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let incoming = tonic::transport::server::TcpIncoming::from(listener).with_nodelay(Some(true));
    tokio::spawn(
        tonic::transport::Server::builder()
            .add_service(LedgerServiceServer::new(Echo))
            .serve_with_incoming(incoming),
    );
    Ok(address)
}
