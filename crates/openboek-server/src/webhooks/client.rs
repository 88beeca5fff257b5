//! Sending one request over one connection, which is kept for the next.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use http::{Request, StatusCode, header};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::receiver::Target;
use super::signature::{ID, SIGNATURE, TIMESTAMP};
use crate::limits::WEBHOOK_ANSWER_BYTES;

/// Media type of one event in structured form.
const CLOUD_EVENT: &str = "application/cloudevents+json; charset=utf-8";
const AGENT: &str = concat!("openboek/", env!("CARGO_PKG_VERSION"));

/// What all connections share.
pub(super) struct Client {
    tls: Option<TlsConnector>,
}

/// A way to one receiver.
pub(super) struct Line {
    target: Target,
    tls: Option<TlsConnector>,
    open: Option<SendRequest<Body>>,
}

/// A delivery.
pub(super) struct Post {
    pub(super) id: String,
    pub(super) seconds: i64,
    pub(super) signature: String,
    pub(super) body: Bytes,
}

/// What a receiver answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// How long it asks to be left alone.
    pub(super) retry_after: Option<Duration>,
}

impl Client {
    /// With the certificates that this machine trusts, when any receiver needs them.
    pub(super) fn new(is_secure: bool) -> Result<Self, String> {
        if !is_secure {
            return Ok(Self { tls: None });
        }
        let found = rustls_native_certs::load_native_certs();
        let mut roots = RootCertStore::empty();
        if roots.add_parsable_certificates(found.certs).0 == 0 {
            return Err(format!(
                "this machine trusts no certificates, so nothing can be sent over https: {:?}",
                found.errors
            ));
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: Some(TlsConnector::from(Arc::new(config))) })
    }

    pub(super) fn line(&self, target: Target) -> Line {
        let tls = self.tls.clone().filter(|_| target.is_secure());
        Line { target, tls, open: None }
    }
}

impl Line {
    /// Sends. What a connection that was kept does not take goes over a new one: the receiver may have closed it meanwhile.
    pub(super) async fn post(&mut self, post: &Post, now_ms: i64) -> Result<Answer, String> {
        if let Some(kept) = self.open.take().filter(|kept| !kept.is_closed())
            && let Ok(answer) = self.send(kept, post, now_ms).await
        {
            return Ok(answer);
        }
        let opened = self.connect().await?;
        self.send(opened, post, now_ms).await
    }

    async fn send(
        &mut self,
        mut line: SendRequest<Body>,
        post: &Post,
        now_ms: i64,
    ) -> Result<Answer, String> {
        let request = Request::post(self.target.path())
            .header(header::HOST, self.target.authority())
            .header(header::CONTENT_TYPE, CLOUD_EVENT)
            .header(header::USER_AGENT, AGENT)
            .header(ID, &post.id)
            .header(TIMESTAMP, post.seconds)
            .header(SIGNATURE, &post.signature)
            .body(Body::from(post.body.clone()))
            .map_err(|error| error.to_string())?;
        line.ready().await.map_err(|error| error.to_string())?;
        let answer = line.send_request(request).await.map_err(|error| error.to_string())?;
        let (head, body) = answer.into_parts();
        // An answer that is too long is not read to its end, and its connection is not used again.
        if to_bytes(Body::new(body), WEBHOOK_ANSWER_BYTES).await.is_ok() {
            self.open = Some(line);
        }
        let asked = head.headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
        Ok(Answer { status: head.status, retry_after: asked.and_then(|asked| retry_after(asked, now_ms)) })
    }

    async fn connect(&self) -> Result<SendRequest<Body>, String> {
        let (host, port) = self.target.place();
        let tcp =
            TcpStream::connect((host, port)).await.map_err(|error| format!("{host}:{port}: {error}"))?;
        // An event is one small message; a failure only costs time.
        let _ = tcp.set_nodelay(true);
        match &self.tls {
            None => begin(tcp).await,
            Some(tls) => {
                let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
                begin(tls.connect(name, tcp).await.map_err(|error| format!("{host}:{port}: {error}"))?).await
            }
        }
    }
}

async fn begin(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
) -> Result<SendRequest<Body>, String> {
    let (line, connection) = handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    // It ends when the line is let go of, or the receiver closes it.
    tokio::spawn(connection);
    Ok(line)
}

/// How long a receiver asks to be left alone: seconds, or a moment (RFC 9110, section 10.2.3).
fn retry_after(text: &str, now_ms: i64) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = jiff::fmt::rfc2822::parse(text.trim()).ok()?.timestamp().as_millisecond();
    u64::try_from(moment - now_ms).ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_asks_for_seconds_or_names_a_moment() {
        let now = 784_111_717_000;
        for (text, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(60)),
            ("Sun, 06 Nov 1994 08:40:00 GMT", None),
            ("-5", None),
            ("soon", None),
        ] {
            assert_eq!(retry_after(text, now), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
