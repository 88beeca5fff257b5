//! Pages and documents of a ledger are made once for each place that it stands at: who asks for the same again gets the same bytes, and who
//! has them already is told so. Text is given packed to whoever takes that: most of a page is the same words again.

use std::io::Write as _;
use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::civil::Date;
use openboek_engine::Heads;
use openboek_proof::hash::leaf_hash;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::DEFAULT_LANG;
use super::paragraph::today;
use super::respond::fail;
use crate::context::{Context, Shared};
use crate::limits::{KEPT_PAGE_BYTES, KEPT_PAGES_BYTES};

/// What an answer is made of: nothing else may change it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    /// With what stands behind the question mark.
    address: String,
    heads: Heads,
    /// Links lead to days that are over.
    today: Date,
}

struct KeptPage {
    headers: HeaderMap,
    body: Bytes,
    /// The same as gzip, where that is shorter.
    packed: Option<Bytes>,
    /// Names of the bytes: packed they are others.
    tag: HeaderValue,
    tag_packed: HeaderValue,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Key, Arc<KeptPage>> for Bytewise {
    fn weight(&self, key: &Key, page: &Arc<KeptPage>) -> u64 {
        /// Headers and places in tables, about.
        const AROUND: usize = 1_024;
        let packed = page.packed.as_ref().map_or(0, Bytes::len);
        u64::try_from(key.address.len() + page.body.len() + packed + AROUND).unwrap_or(u64::MAX)
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
    let asked = request.headers().clone();
    // A PDF is made by a process of its own, which takes long and waits for its own turn.
    let in_turn = !address.path().ends_with(".pdf");
    let make = async {
        let _turn = if in_turn { context.turns.take().await } else { None };
        keep(&context, next.run(request).await).await
    };
    match context.kept.0.get_or_insert_async(&key, make).await {
        Ok(page) => page.answer(&asked),
        Err(answer) => answer,
    }
}

/// `None` for what is not of a ledger that is there, and when nobody knows where it stands: then the page itself says what is wrong.
async fn key(context: &Context, address: &Uri) -> Option<Key> {
    let name = address.path().split('/').nth(1)?.to_owned();
    let heads = match context.engine.heads_here(&name) {
        Some(heads) => heads,
        None => context.blocking(move |shared| Ok(shared.engine.heads_now(&name)?)).await.ok()?,
    };
    let address = address.path_and_query()?.to_string();
    Some(Key { address, heads, today: today(context) })
}

/// Keeps a good answer whose length is known and not too large; gives any other back.
async fn keep(context: &Context, answer: Response) -> Result<Arc<KeptPage>, Response> {
    let size = answer.body().size_hint().exact().and_then(|size| usize::try_from(size).ok());
    if answer.status() != StatusCode::OK || size.is_none_or(|size| size > KEPT_PAGE_BYTES) {
        return Err(answer);
    }
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, KEPT_PAGE_BYTES).await.unwrap_or_default();
    let is_text = is_text(&parts.headers);
    let read = {
        let body = body.clone();
        // Where readers step back: of a large page this takes as long as it took to make it.
        move |_: &Shared| Ok((is_text.then(|| packed(&body)).flatten(), leaf_hash(&body)))
    };
    let (packed, hash) = context.blocking(read).await.map_err(|problem| fail(&problem, DEFAULT_LANG))?;
    let (tag, tag_packed) = (tag(&format!("\"{hash}\"")), tag(&format!("\"{hash}-gzip\"")));
    Ok(Arc::new(KeptPage { headers: parts.headers, body, packed, tag, tag_packed }))
}

fn tag(text: &str) -> HeaderValue {
    // A hash has only letters that a header may have.
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Workbooks, archives and PDF are packed already.
fn is_text(headers: &HeaderMap) -> bool {
    let media_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default();
    media_type.starts_with("text/") || media_type.ends_with("json") || media_type.ends_with("xml")
}

fn packed(body: &[u8]) -> Option<Bytes> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(body).ok()?;
    let packed = packer.finish().ok()?;
    (packed.len() < body.len()).then(|| packed.into())
}

/// Whether a caller takes gzip (RFC 9110, section 12.5.3).
fn takes_gzip(asked: &HeaderMap) -> bool {
    listed(asked, header::ACCEPT_ENCODING).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let never =
            weight.trim().strip_prefix("q=").is_some_and(|q| q.bytes().all(|b| matches!(b, b'0' | b'.')));
        name.trim().eq_ignore_ascii_case("gzip") && !never
    })
}

/// The parts of a header that is a list.
fn listed(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

impl KeptPage {
    /// The page, or that the caller has it (RFC 9110, section 13.1.2). Packed bytes are other bytes, with a name of their own.
    fn answer(&self, asked: &HeaderMap) -> Response {
        let packed = self.packed.as_ref().filter(|_| takes_gzip(asked));
        let is_same = |one: &str| {
            let one = one.trim_start_matches("W/");
            one == "*" || self.tag == one || self.tag_packed == one
        };
        let is_known = listed(asked, header::IF_NONE_MATCH).any(is_same);
        let mut answer = Response::new(Body::empty());
        let headers = answer.headers_mut();
        headers.clone_from(&self.headers);
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let tag = if packed.is_some() { &self.tag_packed } else { &self.tag };
        headers.insert(header::ETAG, tag.clone());
        if is_known {
            headers.remove(header::CONTENT_TYPE);
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            return answer;
        }
        if packed.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        *answer.body_mut() = packed.unwrap_or(&self.body).clone().into();
        answer
    }
}
