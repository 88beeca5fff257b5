//! Who may use the desk: pages that it made itself, in a browser on this computer. Any page of the web can make a browser send a form here,
//! and can have its own name lead to this computer; neither knows the secret of a form, and the browser says where a request comes from.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use openboek_documents::desk::desk_policy;
use uuid::Uuid;

use super::{Desk, pages};

/// What a form of this process has in it.
pub(super) struct Guard {
    hosts: Vec<String>,
    secret: String,
}

impl Guard {
    pub(super) fn new(address: SocketAddr) -> Self {
        let port = address.port();
        let mut hosts = vec![address.to_string(), format!("localhost:{port}")];
        if port == 80 {
            // Browsers leave it out.
            let bare = address.to_string().trim_end_matches(":80").to_owned();
            hosts.extend([bare, "localhost".to_owned()]);
        }
        Self { hosts, secret: Uuid::new_v4().simple().to_string() }
    }

    /// What every form carries.
    pub(super) fn secret(&self) -> &str {
        &self.secret
    }

    /// Whether a request names this desk as its host; one that changes something must come from its own pages too.
    fn is_ours(&self, method: &Method, headers: &HeaderMap) -> bool {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let Some(host) = text(header::HOST).filter(|host| self.hosts.iter().any(|ours| ours == host)) else {
            return false;
        };
        let from = text(header::ORIGIN);
        matches!(*method, Method::GET | Method::HEAD)
            || from.is_some_and(|origin| origin.strip_prefix("http://") == Some(host))
    }
}

/// Refuses strangers, and gives every answer its security headers.
pub(super) async fn guarded(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let mut answer = if desk.guard.is_ours(request.method(), request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, pages::stranger(&desk)).into_response()
    };
    let headers = answer.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, desk_policy()),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_desk_may_send() {
        let guard = Guard::new("127.0.0.1:8090".parse().unwrap());
        let table = [
            (Method::GET, "127.0.0.1:8090", None, true),
            (Method::GET, "localhost:8090", None, true),
            (Method::GET, "kwaad.example:8090", None, false),
            (Method::GET, "127.0.0.1:80", None, false),
            (Method::POST, "127.0.0.1:8090", Some("http://127.0.0.1:8090"), true),
            (Method::POST, "127.0.0.1:8090", Some("http://kwaad.example"), false),
            (Method::POST, "127.0.0.1:8090", Some("http://localhost:8090"), false),
            (Method::POST, "127.0.0.1:8090", Some("null"), false),
            (Method::POST, "127.0.0.1:8090", None, false),
        ];
        for (method, host, origin, ours) in table {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(guard.is_ours(&method, &headers), ours, "{method} {host} {origin:?}");
        }
    }
}
