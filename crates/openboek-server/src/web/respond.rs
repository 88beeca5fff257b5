//! Answers: pages and files with their headers, and problems as pages.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use openboek_documents::{ErrorPage, Lang};

use crate::errors::Problem;

/// How long an answer may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Not at all.
    Never,
    /// Until asked again whether it changed: what shows the newest moment.
    Revalidate,
    /// For ever: bytes that can never change.
    Forever,
}

/// An answer.
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) media_type: &'static str,
    pub(super) keep: Keep,
    /// Name of a file to save it as.
    pub(super) file_name: Option<String>,
    /// What a web page may load and run.
    pub(super) policy: &'static str,
    pub(super) body: Body,
}

/// An answer or a problem with the language to tell it in.
pub(super) type Answer = Result<Page, (Problem, Lang)>;

impl Page {
    fn new(media_type: &'static str, keep: Keep, body: Body) -> Self {
        let policy = openboek_documents::content_security_policy();
        Self { status: StatusCode::OK, media_type, keep, file_name: None, policy, body }
    }

    pub(super) fn html(html: String) -> Self {
        Self::new("text/html; charset=utf-8", Keep::Revalidate, html.into())
    }

    pub(super) fn text(text: String) -> Self {
        Self::new("text/plain; charset=utf-8", Keep::Revalidate, text.into())
    }

    pub(super) fn file(media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self::new(media_type, Keep::Revalidate, bytes.into())
    }

    pub(super) fn forever(self) -> Self {
        Self { keep: Keep::Forever, ..self }
    }

    pub(super) fn named(self, file_name: String) -> Self {
        Self { file_name: Some(file_name), ..self }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        let keep = match self.keep {
            Keep::Never => "no-store",
            Keep::Revalidate => "no-cache",
            Keep::Forever => "public, max-age=31536000, immutable",
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        if self.media_type.starts_with("text/html") {
            headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(self.policy));
        }
        let disposition = self.file_name.map(|name| format!("attachment; filename=\"{name}\""));
        if let Some(value) = disposition.and_then(|text| HeaderValue::try_from(text).ok()) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        response
    }
}

/// A problem as a page in Dutch or English.
pub(super) fn fail(problem: &Problem, lang: Lang) -> Response {
    let mut answer = problem_page(problem, problem.http_status(), lang).into_response();
    if let Some(delay) = problem.retry_after {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(delay.as_secs().max(1)));
    }
    answer
}

pub(super) fn problem_page(problem: &Problem, status: u16, lang: Lang) -> Page {
    let detail = match lang {
        Lang::Nl => problem.whole_dutch(usize::MAX),
        Lang::En => problem.whole_english(usize::MAX),
    };
    let page =
        ErrorPage { lang, status, detail: Some(detail.replace('\n', " ")), home: super::address::home(lang) };
    Page {
        status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        keep: Keep::Never,
        ..Page::html(openboek_documents::error_page(&page))
    }
}

/// An answer, or the page of the problem.
pub(super) fn answer(answer: Answer) -> Response {
    match answer {
        Ok(page) => page.into_response(),
        Err((problem, lang)) => fail(&problem, lang),
    }
}

/// Leads to another address of this server.
pub(super) fn redirect(status: StatusCode, to: &str) -> Response {
    let mut response = Response::new(Body::empty());
    match HeaderValue::try_from(to) {
        Ok(to) => {
            *response.status_mut() = status;
            response.headers_mut().insert(header::LOCATION, to);
        }
        Err(_) => *response.status_mut() = StatusCode::NOT_FOUND,
    }
    response
}

/// Headers of every answer.
const SECURITY: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::CACHE_CONTROL, "no-store"),
];

/// Gives an answer the security headers that it does not have yet.
pub(super) fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in SECURITY {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
