//! The layer around all services: bounds the calls in flight, and gives the errors that tonic itself makes (a message too large or
//! undecodable, an unknown method) the same details as our own.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{Request, Response};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Sleep;
use tonic::body::Body;
use tonic::{Code, Status};
use tower_layer::Layer;
use tower_service::Service;

use super::problem::Problem;
use super::reason::Reason;
use crate::limits::RETRY_AFTER;
use crate::metrics::Answers;

/// Makes [`ErrorService`]s that share one bound.
#[derive(Clone)]
pub(crate) struct ErrorLayer {
    places: Arc<Semaphore>,
    answers: Answers,
    request_time: Duration,
}

impl ErrorLayer {
    /// At most as many calls at once as there are places; the message of each must come within `request_time`.
    pub(crate) const fn new(places: Arc<Semaphore>, answers: Answers, request_time: Duration) -> Self {
        Self { places, answers, request_time }
    }
}

impl<S> Layer<S> for ErrorLayer {
    type Service = ErrorService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        let (places, answers) = (self.places.clone(), self.answers.clone());
        ErrorService { inner, places, answers, request_time: self.request_time }
    }
}

/// See the module.
#[derive(Clone)]
pub(crate) struct ErrorService<S> {
    inner: S,
    places: Arc<Semaphore>,
    answers: Answers,
    request_time: Duration,
}

impl<S, B> Service<Request<B>> for ErrorService<S>
where
    S: Service<Request<Prompt<B>>, Response = Response<Body>, Error = Infallible>,
    S::Future: Unpin,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let place = Arc::new(Mutex::new(None));
        let request = request.map(|body| Prompt {
            body,
            places: Some((self.places.clone(), place.clone())),
            limit: self.request_time,
            waiting: None,
        });
        Answer { inner: self.inner.call(request), place, answers: self.answers.clone() }
    }
}

/// Where a call keeps its place among those that are worked on.
type Place = Arc<Mutex<Option<OwnedSemaphorePermit>>>;

/// A request whose message must come soon. The call takes its place when the message comes and not before: calls that are opened and then
/// left alone keep nobody out.
pub(crate) struct Prompt<B> {
    body: B,
    /// `None` once the message came: what follows on a stream is the service's own to wait for.
    places: Option<(Arc<Semaphore>, Place)>,
    limit: Duration,
    /// Made when there is something to wait for, which is seldom.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<B> Prompt<B> {
    /// Takes the call's place, or says what is wrong.
    fn begin(&mut self) -> Result<(), Status> {
        let Some((places, place)) = self.places.take() else { return Ok(()) };
        let permit = places
            .try_acquire_owned()
            .map_err(|_| Problem::new(Reason::TooManyCalls).retry_after(RETRY_AFTER).to_status())?;
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(permit);
        Ok(())
    }

    fn poll_late(&mut self, context: &mut Context<'_>) -> Poll<Status> {
        if self.places.is_none() {
            return Poll::Pending;
        }
        let limit = self.limit;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        waiting.as_mut().poll(context).map(|()| Problem::new(Reason::MessageLate).to_status())
    }
}

impl<B> HttpBody for Prompt<B>
where
    B: HttpBody + Unpin,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Data = B::Data;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, Self::Error>>> {
        let this = self.get_mut();
        match Pin::new(&mut this.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                Poll::Ready(Some(this.begin().map(|()| frame).map_err(Into::into)))
            }
            Poll::Ready(other) => Poll::Ready(other.map(|frame| frame.map_err(Into::into))),
            Poll::Pending => {
                let late = ready!(this.poll_late(context));
                Poll::Ready(Some(Err(late.into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The answer, once it is there. The place is held until the answer begins.
pub(crate) struct Answer<F> {
    inner: F,
    place: Place,
    answers: Answers,
}

impl<F: Future<Output = Result<Response<Body>, Infallible>> + Unpin> Future for Answer<F> {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(Pin::new(&mut self.inner).poll(context));
        drop(self.place.lock().unwrap_or_else(PoisonError::into_inner).take());
        let answer = answer.map(with_details);
        if let Ok(answer) = &answer {
            self.answers.count(code_of(answer));
        }
        Poll::Ready(answer)
    }
}

/// How an answer begins: a status before everything else means that nothing follows.
fn code_of(response: &Response<Body>) -> Code {
    response.headers().get(Status::GRPC_STATUS).map_or(Code::Ok, |code| Code::from_bytes(code.as_bytes()))
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
