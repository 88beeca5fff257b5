//! The layer around all services: bounds the calls in flight, and gives the errors that tonic itself makes (a message too large or
//! undecodable, an unknown method) the same details as our own.

use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tonic::body::Body;
use tonic::{Code, Status};
use tower_layer::Layer;
use tower_service::Service;

use super::problem::Problem;
use super::reason::Reason;
use crate::limits::RETRY_AFTER;

/// Makes [`ErrorService`]s that share one bound.
#[derive(Clone)]
pub(crate) struct ErrorLayer {
    places: Arc<Semaphore>,
}

impl ErrorLayer {
    pub(crate) fn new(calls_in_flight: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(calls_in_flight)) }
    }
}

impl<S> Layer<S> for ErrorLayer {
    type Service = ErrorService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        ErrorService { inner, places: self.places.clone() }
    }
}

/// See the module.
#[derive(Clone)]
pub(crate) struct ErrorService<S> {
    inner: S,
    places: Arc<Semaphore>,
}

impl<S, B> Service<Request<B>> for ErrorService<S>
where
    S: Service<Request<B>, Response = Response<Body>, Error = Infallible>,
    S::Future: Unpin,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        match self.places.clone().try_acquire_owned() {
            Ok(place) => Answer::Awaited { inner: self.inner.call(request), _place: place },
            Err(_) => {
                let problem = Problem::new(Reason::TooManyCalls).retry_after(RETRY_AFTER);
                Answer::Ready(ready(Ok(problem.to_status().into_http())))
            }
        }
    }
}

/// The answer, once it is there. The place is held until the answer begins.
pub(crate) enum Answer<F> {
    Awaited { inner: F, _place: OwnedSemaphorePermit },
    Ready(Ready<Result<Response<Body>, Infallible>>),
}

impl<F: Future<Output = Result<Response<Body>, Infallible>> + Unpin> Future for Answer<F> {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::Ready(answer) => Pin::new(answer).poll(context),
            Self::Awaited { inner, .. } => {
                Pin::new(inner).poll(context).map(|answer| answer.map(with_details))
            }
        }
    }
}

/// A status without details was made by tonic: ours always have them.
fn with_details(response: Response<Body>) -> Response<Body> {
    let headers = response.headers();
    let failed = headers.get(Status::GRPC_STATUS).is_some_and(|code| code.as_bytes() != b"0");
    if !failed || headers.contains_key(Status::GRPC_STATUS_DETAILS) {
        return response;
    }
    match Status::from_header_map(headers).and_then(|status| of_tonic(&status)) {
        Some(problem) => problem.to_status().into_http(),
        None => response,
    }
}

/// What a status that tonic made means; `None` for one that is right as it is (the caller's own
/// cancellation or deadline).
pub(crate) fn of_tonic(status: &Status) -> Option<Problem> {
    let text = status.message();
    let reason = match status.code() {
        Code::OutOfRange if text.contains("message length too large") => Reason::MessageTooLarge,
        Code::Internal
            if ["decod", "protocol error", "Missing request"].iter().any(|word| text.contains(word)) =>
        {
            Reason::Undecodable
        }
        Code::Unimplemented if text.contains("compress") => Reason::Undecodable,
        Code::Unimplemented => Reason::UnknownMethod,
        Code::NotFound => Reason::UnknownService,
        Code::Internal | Code::Unknown => Reason::Internal,
        _ => return None,
    };
    Some(Problem::new(reason))
}
