//! Answers: JSON with the headers that the API design rules ask for, and problems as RFC 9457 has them.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use super::{BASE, VERSION};
use crate::errors::{Problem, Reason};

/// Headers of every answer (`/core/transport/security-headers`); the rest are those of pages. HSTS means something only behind TLS, and
/// does no harm without.
const HEADERS: [(HeaderName, &str); 5] = [
    (HeaderName::from_static("api-version"), VERSION),
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
];

/// Whether a path is one of REST: its problems are JSON too.
pub(crate) fn is_rest(path: &str) -> bool {
    path.strip_prefix(BASE).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(super) fn of_type(media_type: &'static str, body: Vec<u8>) -> Response {
    with_headers(StatusCode::OK, media_type, body)
}

pub(super) fn json(body: Vec<u8>) -> Response {
    with_headers(StatusCode::OK, "application/json", body)
}

/// A problem: `detail` in English, `detailNl` the same in Dutch, each with what to do next.
pub(crate) fn fail(problem: &Problem) -> Response {
    problem_json(problem, problem.http_status())
}

pub(super) fn not_allowed() -> Response {
    let mut answer = problem_json(&Problem::new(Reason::ReadingOnly), 405);
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    answer
}

fn problem_json(problem: &Problem, status: u16) -> Response {
    let violations: Vec<_> = problem
        .violations
        .iter()
        .map(|one| {
            json!({
                "parameter": one.field, "code": one.code, "found": one.found,
                "detail": one.english, "detailNl": one.dutch,
            })
        })
        .collect();
    let body = json!({
        "type": crate::web::explanation(problem.name(), openboek_documents::Lang::Nl),
        "title": problem.name(),
        "status": status,
        "detail": format!("{} {}", problem.english(), problem.next_english()),
        "detailNl": format!("{} {}", problem.dutch(), problem.next_dutch()),
        "violations": violations,
    });
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = with_headers(status, "application/problem+json", format!("{body}\n").into_bytes());
    if let Some(delay) = problem.retry_after {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(delay.as_secs().max(1)));
    }
    answer
}

fn with_headers(status: StatusCode, media_type: &'static str, body: Vec<u8>) -> Response {
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}
