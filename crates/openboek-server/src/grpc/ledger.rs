//! Recording: one command a call, or many over one stream.

use openboek_engine::{RecordError, Recorded};
use openboek_wire::v1;
use tonic::{Request, Response, Status, Streaming};

use super::{convert, preview, record_stream};
use crate::context::{Context, within};
use crate::errors::{Asked, Problem, Reason};
use crate::limits::{PARTS_TIME, RETRY_AFTER};

/// See [`v1::ledger_service_server::LedgerService`].
pub(super) struct Ledger(pub(super) Context);

#[tonic::async_trait]
impl v1::ledger_service_server::LedgerService for Ledger {
    async fn record(
        &self,
        request: Request<v1::RecordRequest>,
    ) -> Result<Response<v1::RecordResponse>, Status> {
        Ok(Response::new(record(&self.0, request.get_ref()).await?))
    }

    type RecordStreamStream = record_stream::Answers;

    async fn record_stream(
        &self,
        request: Request<Streaming<v1::RecordStreamRequest>>,
    ) -> Result<Response<Self::RecordStreamStream>, Status> {
        Ok(Response::new(record_stream::answers(self.0.clone(), request.into_inner())))
    }

    async fn preview(
        &self,
        request: Request<v1::PreviewRequest>,
    ) -> Result<Response<v1::PreviewResponse>, Status> {
        Ok(Response::new(preview::preview(&self.0, request.into_inner()).await?))
    }
}

/// Records one command. A caller that goes away drops this future, and the engine goes on alone: there is never half a command.
pub(super) async fn record(
    context: &Context,
    request: &v1::RecordRequest,
) -> Result<v1::RecordResponse, Problem> {
    let command = openboek_wire::to_command(request)?;
    let (kinds, command) = (kinds(&command), convert::command(command)?);
    let _recording = context.turns.record();
    let recording = context.engine.record(&request.arrangement, command);
    answered(request, &kinds, within(context.limits.call_time, recording).await)
}

/// Records a command that came in parts. Reading and encoding it takes long, so this belongs on a thread that may be kept busy.
pub(super) async fn record_parts(
    context: &Context,
    request: &v1::RecordRequest,
) -> Result<v1::RecordResponse, Problem> {
    let command = openboek_wire::to_command_of_parts(request)?;
    let (kinds, command) = (kinds(&command), convert::command(command)?);
    let _recording = context.turns.record();
    let recording = context.engine.record_parts(&request.arrangement, command);
    answered(request, &kinds, within(PARTS_TIME, recording).await)
}

fn kinds(command: &openboek_wire::Command) -> Vec<&'static str> {
    command.statements.iter().map(|statement| statement.body.kind()).collect()
}

fn answered(
    request: &v1::RecordRequest,
    kinds: &[&'static str],
    outcome: Option<Result<Recorded, RecordError>>,
) -> Result<v1::RecordResponse, Problem> {
    let asked =
        Asked { arrangement: &request.arrangement, request_id: &request.request_id, kinds, founding: false };
    match outcome {
        Some(Ok(recorded)) => Ok(convert::recorded(recorded)),
        Some(Err(error)) => Err(Problem::of_command(error, &asked)),
        None => Err(unknown(&request.request_id)),
    }
}

/// The engine did not answer in time: it may yet record the command.
pub(super) fn unknown(request_id: &str) -> Problem {
    Problem::new(Reason::OutcomeUnknown).retry_after(RETRY_AFTER).with("request_id", request_id)
}
