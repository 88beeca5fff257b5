//! Pages and documents of a ledger are made once for each place that it stands at: who asks for the same again gets the same bytes, and who
//! has them already is told so.

use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use openboek_engine::Heads;
use openboek_proof::hash::leaf_hash;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::context::Context;
use crate::limits::{KEPT_PAGE_BYTES, KEPT_PAGES_BYTES};

/// What an answer is made of: nothing else may change it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    /// With what stands behind the question mark.
    address: String,
    heads: Heads,
    /// Days since 1970 by universal time: links lead to days that are over.
    day: i64,
}

struct KeptPage {
    headers: HeaderMap,
    body: Bytes,
    /// Names the bytes.
    tag: HeaderValue,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Key, Arc<KeptPage>> for Bytewise {
    fn weight(&self, key: &Key, page: &Arc<KeptPage>) -> u64 {
        /// Headers and places in tables, about.
        const AROUND: usize = 1_024;
        u64::try_from(key.address.len() + page.body.len() + AROUND).unwrap_or(u64::MAX)
    }
}

/// Pages that were made, at most [`KEPT_PAGES_BYTES`] of them. What nobody asks for makes room.
pub(crate) struct KeptPages(Cache<Key, Arc<KeptPage>, Bytewise>);

impl Default for KeptPages {
    fn default() -> Self {
        /// Bytes of a page, about: only for how large the tables begin.
        const PAGE: u64 = 32 * 1_024;
        let pages = usize::try_from(KEPT_PAGES_BYTES / PAGE).unwrap_or(1);
        Self(Cache::with_weighter(pages, KEPT_PAGES_BYTES, Bytewise))
    }
}

/// Answers from what is kept, or keeps what is made. Of all who ask for a page at once, one has it made.
pub(super) async fn kept(State(context): State<Context>, request: Request, next: Next) -> Response {
    let (is_get, address) = (request.method() == Method::GET, request.uri().clone());
    let key = if is_get { key(&context, &address).await } else { None };
    let Some(key) = key else { return next.run(request).await };
    let has = request.headers().get(header::IF_NONE_MATCH).cloned();
    let make = async { keep(next.run(request).await).await };
    match context.kept.0.get_or_insert_async(&key, make).await {
        Ok(page) => page.answer(has.as_ref()),
        Err(answer) => answer,
    }
}

/// `None` for what is not of a ledger that is there, and when nobody knows where it stands: then the page itself says what is wrong.
async fn key(context: &Context, address: &Uri) -> Option<Key> {
    const DAY_MS: i64 = 86_400_000;
    let name = address.path().split('/').nth(1)?.to_owned();
    let heads = match context.engine.heads_here(&name) {
        Some(heads) => heads,
        None => context.blocking(move |shared| Ok(shared.engine.heads_now(&name)?)).await.ok()?,
    };
    let address = address.path_and_query()?.to_string();
    Some(Key { address, heads, day: context.clock.now_ms().div_euclid(DAY_MS) })
}

/// Keeps a good answer whose length is known and not too large; gives any other back.
async fn keep(answer: Response) -> Result<Arc<KeptPage>, Response> {
    let size = answer.body().size_hint().exact().and_then(|size| usize::try_from(size).ok());
    if answer.status() != StatusCode::OK || size.is_none_or(|size| size > KEPT_PAGE_BYTES) {
        return Err(answer);
    }
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, KEPT_PAGE_BYTES).await.unwrap_or_default();
    let tag = format!("\"{}\"", leaf_hash(&body));
    let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""));
    Ok(Arc::new(KeptPage { headers: parts.headers, body, tag }))
}

impl KeptPage {
    /// The page, or that the caller has it: RFC 9110, section 13.1.2.
    fn answer(&self, has: Option<&HeaderValue>) -> Response {
        let is_same = |one: &str| one == "*" || Some(one.trim_start_matches("W/")) == self.tag.to_str().ok();
        let has = has.and_then(|has| has.to_str().ok());
        let is_known = has.is_some_and(|has| has.split(',').any(|one| is_same(one.trim())));
        let mut answer = Response::new(Body::empty());
        answer.headers_mut().clone_from(&self.headers);
        answer.headers_mut().insert(header::ETAG, self.tag.clone());
        if is_known {
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            answer.headers_mut().remove(header::CONTENT_TYPE);
        } else {
            *answer.body_mut() = self.body.clone().into();
        }
        answer
    }
}
