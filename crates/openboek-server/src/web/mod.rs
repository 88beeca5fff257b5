//! The reading room: pages, documents and the static log, to read only.

mod address;
mod agenda;
mod checker;
mod code;
mod compare;
mod entry;
mod feed;
mod figure;
mod index;
mod kept;
mod log;
mod moment;
mod open;
mod paragraph;
mod pdf;
mod respond;
mod search;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use openboek_documents::Lang;
use openboek_store::Health;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

pub(crate) use address::{Address, explanation};
pub(crate) use figure::names;
pub(crate) use kept::KeptPages;
pub(crate) use moment::decoded;
use respond::{Page, fail, problem_page};
pub(crate) use search::{FoundKind, found};

use crate::accept;
use crate::context::{Context, within};
use crate::errors::{Problem, Reason};
use crate::limits::{self, RETRY_AFTER, WEB_ADDRESS_BYTES, WEB_REQUESTS};
use crate::rest;

/// Serves until the server is told to stop, and then until the requests under way are done.
///
/// # Errors
/// See [`rest::router`].
pub(crate) fn serve(context: Context, listener: TcpListener) -> Result<impl Future<Output = ()>, String> {
    let router = router(context.clone())?;
    Ok(serve_router(context, listener, router, limits::WEB_CONNECTIONS))
}

/// The same for any router, over so many connections at most.
pub(crate) async fn serve_router(
    context: Context,
    listener: TcpListener,
    router: Router,
    connections: usize,
) {
    let service = TowerToHyperService::new(router);
    let mut protocol = auto::Builder::new(TokioExecutor::new());
    protocol.http1().timer(TokioTimer::new()).header_read_timeout(limits::WEB_HEAD_TIME);
    let (keepalive, keepalive_answer) = limits::KEEPALIVE;
    protocol
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(keepalive)
        .keep_alive_timeout(keepalive_answer)
        .max_concurrent_streams(limits::STREAMS_PER_CONNECTION)
        .max_header_list_size(limits::HEADER_BYTES)
        .max_pending_accept_reset_streams(limits::PENDING_RESETS);
    let serve = |socket| {
        let (context, service, protocol) = (context.clone(), service.clone(), protocol.clone());
        async move {
            let mut connection = pin!(protocol.serve_connection(TokioIo::new(socket), service));
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = context.stopped() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a web connection broke");
            }
        }
    };
    accept::connections(&context, listener, connections, serve).await;
}

pub(crate) fn router(context: Context) -> Result<Router, String> {
    let guard = Guard { places: Arc::new(Semaphore::new(WEB_REQUESTS)), time: context.limits.call_time };
    let rest = Router::new().nest_service(rest::BASE, rest::router(context.clone())?);
    let kept = middleware::from_fn_with_state(context.clone(), kept::kept);
    let pages = routes().into_iter().fold(rest, |pages, (route, page)| {
        pages.route(route, if is_kept(route) { page.layer(kept.clone()) } else { page })
    });
    Ok(pages
        .fallback(missing)
        .method_not_allowed_fallback(reading_only)
        .with_state(context)
        .layer(middleware::from_fn_with_state(guard, guarded)))
}

/// Every kind of address, and what answers there: the router has no others.
fn routes() -> [(&'static str, MethodRouter<Context>); 21] {
    [
        ("/", get(index::all)),
        ("/controleer", get(checker::show)),
        ("/gezondheid", get(health)),
        ("/uitleg", get(code::list)),
        ("/uitleg/{code}", get(code::show)),
        ("/zoek", get(search::all)),
        ("/{arrangement}", get(index::one)),
        ("/{arrangement}/checkpoint", get(log::checkpoint)),
        ("/{arrangement}/log/{*path}", get(log::file)),
        ("/{arrangement}/boeking/{entry}", get(entry::show)),
        ("/{arrangement}/agenda/{file}", get(agenda::show)),
        ("/{arrangement}/bundel/{file}", get(log::bundle)),
        ("/{arrangement}/openstaand", get(open::show)),
        ("/{arrangement}/nieuws/{file}", get(feed::of_holder)),
        ("/{arrangement}/nieuws/{kind}/{file}", get(feed::of_thing)),
        ("/{arrangement}/zoek", get(search::one)),
        ("/{arrangement}/{holder}", get(paragraph::newest)),
        ("/{arrangement}/{holder}/{year}", get(paragraph::show)),
        ("/{arrangement}/{holder}/{year}/verschil", get(compare::show)),
        ("/{arrangement}/{holder}/{year}/cijfer", get(figure::by_query)),
        ("/{arrangement}/{holder}/{year}/cijfer/{anchor}", get(figure::by_path)),
    ]
}

/// Whether an answer is kept: what is made of one ledger, but for files that only have to be read, and for answers to questions, of which
/// hardly one is asked twice.
fn is_kept(route: &str) -> bool {
    let mut parts = route.split('/').skip(1);
    parts.next() == Some("{arrangement}")
        && !matches!(parts.next(), Some("checkpoint" | "log" | "bundel" | "zoek"))
}

/// The templates of all addresses of the reading room: `/{arrangement}/{holder}/{year}`. A test visits one of each.
#[must_use]
pub fn addresses() -> Vec<&'static str> {
    routes().into_iter().map(|(template, _)| template).collect()
}

/// Whether an arrangement of this name would be hidden by what stands at its address.
pub(crate) fn is_page(name: &str) -> bool {
    addresses().into_iter().chain([rest::BASE]).any(|address| address.split('/').nth(1) == Some(name))
}

/// What bounds all requests.
#[derive(Clone)]
struct Guard {
    places: Arc<Semaphore>,
    time: Duration,
}

/// Bounds the requests at once, their addresses and their time, and gives every answer its security headers.
async fn guarded(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let (lang, is_rest) = (moment::lang_of(request.uri().query()), rest::is_rest(request.uri().path()));
    let fail = |problem: &Problem| if is_rest { rest::fail(problem) } else { fail(problem, lang) };
    let too_long =
        request.uri().path_and_query().is_some_and(|address| address.as_str().len() > WEB_ADDRESS_BYTES);
    let answer = match guard.places.try_acquire() {
        _ if too_long => fail(&Problem::new(Reason::NoSuchPage)),
        Err(_) => fail(&Problem::new(Reason::TooManyCalls).retry_after(RETRY_AFTER)),
        Ok(_place) => match within(guard.time, next.run(request)).await {
            Some(answer) => answer,
            None => fail(&Problem::new(Reason::TookTooLong)),
        },
    };
    respond::secured(answer)
}

/// No such page. An address with a slash too many leads to the one without.
async fn missing(method: Method, uri: Uri) -> Response {
    let (path, lang) = (uri.path(), moment::lang_of(uri.query()));
    let plain = path.trim_end_matches('/');
    // Not for `//host/`: that would lead to another host.
    if plain.len() < path.len()
        && plain.starts_with('/')
        && !plain.starts_with("//")
        && method != Method::POST
    {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return respond::redirect(StatusCode::PERMANENT_REDIRECT, &format!("{plain}{query}"));
    }
    fail(&Problem::new(Reason::NoSuchPage), lang)
}

async fn reading_only(uri: Uri) -> Response {
    let page = problem_page(&Problem::new(Reason::ReadingOnly), 405, moment::lang_of(uri.query()));
    let mut answer = page.into_response();
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    answer
}

/// Whether the server takes statements, for whoever watches it.
async fn health(State(context): State<Context>) -> Page {
    let (status, mut words) = match context.engine.health() {
        Health::Ready => (StatusCode::OK, "gezond\n".to_owned()),
        Health::ReadOnly(_) => (StatusCode::SERVICE_UNAVAILABLE, "alleen lezen\n".to_owned()),
    };
    // Statements are taken all the same: the archive catches up when it can be written.
    if context.engine.static_log_trouble().is_some() {
        words.push_str("statisch log loopt achter\n");
    }
    Page { status, ..Page::text(words) }
}

/// Path of the page of an entry, in Dutch.
pub(crate) fn entry_page(arrangement: &str, position: u64) -> String {
    address::entry(arrangement, position, Lang::Nl)
}

/// The language of the answer to a problem that came before the language was read.
const DEFAULT_LANG: Lang = Lang::Nl;
