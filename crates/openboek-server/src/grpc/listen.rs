//! The connections of gRPC callers: their protocol and its limits, and their good end when the server stops.

use std::convert::Infallible;
use std::time::Duration;

use http::{HeaderMap, Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tonic::Status;
use tonic::body::Body;
use tonic::service::Routes;
use tower_layer::Layer as _;
use tower_service::Service;

use super::connection::{Calls, Connection};
use crate::accept;
use crate::context::{Context, within};
use crate::errors::{ErrorLayer, ErrorService};
use crate::limits;

/// How long to wait for the rest of a connection's first bytes; nearly all come at once.
const GREETING_PAUSE: Duration = Duration::from_millis(20);
/// The first bytes of every HTTP/2 connection (RFC 9113, section 3.4).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Accepts until the server is told to stop, and then waits until the calls under way are done.
pub(super) async fn listen(context: Context, routes: Routes, listener: TcpListener) {
    let limits = &context.limits;
    let service =
        ErrorLayer::new(context.calls.clone(), context.answers.clone(), limits.request_time).layer(routes);
    let serve = |socket| serve(context.clone(), service.clone(), socket);
    accept::connections(&context, listener, limits::CONNECTIONS, serve).await;
}

async fn serve(context: Context, service: ErrorService<Routes>, socket: TcpStream) {
    if !matches!(within(context.limits.request_time, greeted(&socket)).await, Some(Ok(true))) {
        tracing::debug!("a connection did not begin as HTTP/2 does");
        return;
    }
    let calls = Calls::default();
    let service = TowerToHyperService::new(Timed(service));
    let wire = protocol(calls.clone()).serve_connection(TokioIo::new(socket), service);
    let mut connection = Connection::new(wire, calls);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = context.stopped() => {
            // The peer is told to open no more calls; those under way are finished.
            connection.wire().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}

/// Whether a connection begins as HTTP/2 does. The protocol below would wait for that without end, and it knows no other way to tell.
async fn greeted(socket: &TcpStream) -> std::io::Result<bool> {
    let mut found = [0; PREFACE.len()];
    loop {
        let count = socket.peek(&mut found).await?;
        if count == 0 || found[..count] != PREFACE[..count] {
            return Ok(false);
        }
        if count == PREFACE.len() {
            return Ok(true);
        }
        // What is there stays there, so the socket is ready to be read all the time.
        tokio::time::sleep(GREETING_PAUSE).await;
    }
}

fn protocol(calls: Calls) -> http2::Builder<Calls> {
    let (keepalive, keepalive_answer) = limits::KEEPALIVE;
    let mut builder = http2::Builder::new(calls);
    builder
        .timer(TokioTimer::new())
        .initial_stream_window_size(limits::STREAM_WINDOW_BYTES)
        .initial_connection_window_size(limits::CONNECTION_WINDOW_BYTES)
        .max_concurrent_streams(limits::STREAMS_PER_CONNECTION)
        .max_header_list_size(limits::HEADER_BYTES)
        .max_pending_accept_reset_streams(limits::PENDING_RESETS)
        .keep_alive_interval(keepalive)
        .keep_alive_timeout(keepalive_answer);
    builder
}

/// Keeps to the caller's own time limit, the header `grpc-timeout`.
#[derive(Clone)]
struct Timed(ErrorService<Routes>);

type Answer = std::pin::Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

impl Service<Request<Incoming>> for Timed {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, task: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Infallible>> {
        Service::<Request<Incoming>>::poll_ready(&mut self.0, task)
    }

    fn call(&mut self, request: Request<Incoming>) -> Answer {
        let limit = time_limit(request.headers());
        let answer = self.0.call(request);
        match limit {
            None => Box::pin(answer),
            Some(limit) => Box::pin(async move {
                tokio::time::timeout(limit, answer).await.unwrap_or_else(|_| {
                    Ok(Status::deadline_exceeded("the caller's own time limit passed").into_http())
                })
            }),
        }
    }
}

/// The limit a caller gave: at most eight digits and a unit (gRPC over HTTP/2, "Timeout"). One that cannot be read is no limit.
fn time_limit(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get("grpc-timeout")?.to_str().ok()?;
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if number.len() > 8 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u64 = number.parse().ok()?;
    Some(match unit {
        "H" => Duration::from_secs(number * 3_600),
        "M" => Duration::from_secs(number * 60),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_limit_of_a_caller() {
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("grpc-timeout", text.parse().unwrap());
            time_limit(&headers)
        };
        let table = [
            ("1H", Some(Duration::from_secs(3_600))),
            ("99999999H", Some(Duration::from_secs(99_999_999 * 3_600))),
            ("2M", Some(Duration::from_secs(120))),
            ("42S", Some(Duration::from_secs(42))),
            ("250m", Some(Duration::from_millis(250))),
            ("7u", Some(Duration::from_micros(7))),
            ("82n", Some(Duration::from_nanos(82))),
            ("", None),
            ("S", None),
            ("123456789S", None),
            ("+1S", None),
            ("1s", None),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(time_limit(&HeaderMap::new()), None);
    }
}
