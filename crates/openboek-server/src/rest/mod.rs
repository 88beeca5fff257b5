//! REST beside gRPC, to read only: the same calls and the same messages as JSON (the JSON mapping of protobuf), under [`BASE`].
//!
//! One table ([`OPERATIONS`]) says which address is which call. The routes, the checking of parameters and the OpenAPI document are made
//! from it and from the .proto files, so none of them can say something else than gRPC does. Rules of form: the Dutch API Design Rules
//! (NLGov REST API Design Rules 2.1).

mod answer;
mod calls;
mod cloud_events;
mod openapi;
mod operation;
mod parameter;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::Uri;
use axum::response::Response;
use axum::routing::get;
use openboek_wire::Comments;
use prost_reflect::MessageDescriptor;

pub(crate) use answer::{fail, is_rest};
pub(crate) use cloud_events::event as cloud_event;
use operation::{OPERATIONS, Operation};
use parameter::Given;

use crate::context::Context;
use crate::errors::{Problem, Reason};

/// Where it begins; the major version is in it (API design rule `/core/uri-version`).
pub(crate) const BASE: &str = "/api/v1";
/// The version of the interface, in every answer (`/core/version-header`).
const VERSION: &str = "1.0.0";

/// What every request needs.
#[derive(Clone)]
struct Api {
    context: Context,
    document: Arc<Vec<u8>>,
}

/// The routes.
///
/// # Errors
/// When the descriptors of the messages cannot be read, or an operation names something that is not in them.
pub(crate) fn router(context: Context) -> Result<Router, String> {
    let descriptors = openboek_wire::descriptors().map_err(|error| error.to_string())?;
    let comments = Comments::of(&descriptors);
    let document =
        openapi::document(&descriptors, &comments, context.public_url.as_deref(), context.contact.as_ref())?;
    let mut router = Router::new().route("/openapi.json", get(openapi_json));
    for operation in OPERATIONS {
        let messages = operation
            .messages(&descriptors)
            .ok_or_else(|| format!("{} is not in the .proto files", operation.id))?;
        // None for a path without parameters.
        let handler = move |State(api): State<Api>, path: Option<Path<Given>>, RawQuery(query): RawQuery| {
            let path = path.map(|Path(path)| path).unwrap_or_default();
            run(api, operation, messages, path, query)
        };
        router = router.route(operation.path, get(handler));
    }
    let api = Api { context, document: Arc::new(document) };
    Ok(router
        .method_not_allowed_fallback(|| async { answer::not_allowed() })
        .fallback(|_: Uri| async { fail(&Problem::new(Reason::NoSuchPage)) })
        .with_state(api))
}

async fn openapi_json(State(api): State<Api>) -> Response {
    answer::json(api.document.as_ref().clone())
}

/// One call: parameters in, message out.
async fn run(
    api: Api,
    operation: &'static Operation,
    messages: (MessageDescriptor, Option<MessageDescriptor>),
    path: Given,
    query: Option<String>,
) -> Response {
    match call(api, operation, messages, path, query).await {
        Ok(body) => answer::of_type(operation.media_type(), body),
        Err(problem) => fail(&operation.in_its_words(problem)),
    }
}

async fn call(
    api: Api,
    operation: &'static Operation,
    (request, response): (MessageDescriptor, Option<MessageDescriptor>),
    path: Given,
    query: Option<String>,
) -> Result<Vec<u8>, Problem> {
    let query = parameter::pairs(query.as_deref());
    let request = parameter::message(operation, request, &path, &query)?;
    let answered = api.context.blocking(move |shared| (operation.call)(shared, &request)).await?;
    match response {
        Some(response) => as_json(response, &answered),
        None => Ok(answered),
    }
}

/// A message as JSON: 64-bit numbers as text, so that no reader rounds cents; fields that are zero or empty too.
fn as_json(descriptor: MessageDescriptor, bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let internal = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "an answer cannot be written as JSON");
        Problem::new(Reason::Internal)
    };
    let message = prost_reflect::DynamicMessage::decode(descriptor, bytes).map_err(|e| internal(&e))?;
    let mut body = Vec::new();
    let options = prost_reflect::SerializeOptions::new().skip_default_fields(false);
    let mut json = serde_json::Serializer::new(&mut body);
    message.serialize_with_options(&mut json, &options).map_err(|e| internal(&e))?;
    body.push(b'\n');
    Ok(body)
}
