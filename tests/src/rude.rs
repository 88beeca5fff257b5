//! Peers that keep to the letter of HTTP/2 and to nothing else.

use std::net::SocketAddr;

use h2::client::{Builder, ResponseFuture, SendRequest};
use http::Request;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tonic::codegen::Bytes;

use crate::program::Failure;

/// What a connection of HTTP/2 begins with.
const GREETING: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const RECORD: &str = "/openboek.v1.LedgerService/Record";
const LIST: &str = "/openboek.v1.AuditService/ListEntries";

/// A connection, and the end of it.
pub struct Raw {
    address: SocketAddr,
    requests: SendRequest<Bytes>,
    connection: JoinHandle<Result<(), h2::Error>>,
}

/// Calls that nobody waits for.
pub struct Abandoned {
    _connection: Raw,
    /// Their answers.
    pub answers: Vec<ResponseFuture>,
}

impl Raw {
    /// # Errors
    /// When there is no connection to be had.
    pub async fn connect(address: SocketAddr, window: u32) -> Result<Self, Failure> {
        let socket = TcpStream::connect(address).await?;
        let (requests, connection) = Builder::new().initial_window_size(window).handshake(socket).await?;
        Ok(Self { address, requests, connection: tokio::spawn(connection) })
    }

    fn call(&self, path: &str) -> Result<Request<()>, Failure> {
        let uri = format!("http://{}{path}", self.address);
        let request = Request::post(uri).header("content-type", "application/grpc").header("te", "trailers");
        Ok(request.body(())?)
    }

    async fn ready(&mut self) -> Result<(), Failure> {
        Ok(std::future::poll_fn(|task| self.requests.poll_ready(task)).await?)
    }
}

/// Opens calls and never says what they are about.
///
/// # Errors
/// When the connection broke.
pub async fn idle_calls(address: SocketAddr, count: usize) -> Result<Abandoned, Failure> {
    let mut raw = Raw::connect(address, 65_535).await?;
    let mut answers = Vec::new();
    for _ in 0..count {
        raw.ready().await?;
        let request = raw.call(RECORD)?;
        answers.push(raw.requests.send_request(request, false)?.0);
    }
    Ok(Abandoned { _connection: raw, answers })
}

/// Asks for entries and reads none of the answers.
///
/// # Errors
/// When the connection broke.
pub async fn unread_answers(
    address: SocketAddr,
    arrangement: &str,
    count: usize,
) -> Result<Abandoned, Failure> {
    let mut raw = Raw::connect(address, 1).await?;
    let length = u8::try_from(arrangement.len())?;
    // A message of gRPC: not packed, its length, and a field 1 with the name.
    let message = [&[0, 0, 0, 0, length + 2, 0x0a, length][..], arrangement.as_bytes()].concat();
    let mut answers = Vec::new();
    for _ in 0..count {
        raw.ready().await?;
        let request = raw.call(LIST)?;
        let (answer, mut body) = raw.requests.send_request(request, false)?;
        body.send_data(Bytes::from(message.clone()), true)?;
        answers.push(answer);
    }
    Ok(Abandoned { _connection: raw, answers })
}

/// Opens calls and resets each at once ("rapid reset"). Whether the server ended the connection.
///
/// # Errors
/// When there is no connection to be had.
pub async fn rapid_resets(address: SocketAddr, count: usize) -> Result<bool, Failure> {
    let mut raw = Raw::connect(address, 65_535).await?;
    for _ in 0..count {
        if raw.ready().await.is_err() {
            break;
        }
        let request = raw.call(LIST)?;
        let Ok((_answer, mut body)) = raw.requests.send_request(request, false) else { break };
        body.send_reset(h2::Reason::CANCEL);
    }
    drop(raw.requests);
    Ok(raw.connection.await?.is_err())
}

/// Sends one call with a header of this length. Whether it was refused.
///
/// # Errors
/// When there is no connection to be had.
pub async fn large_header(address: SocketAddr, length: usize) -> Result<bool, Failure> {
    let mut raw = Raw::connect(address, 65_535).await?;
    raw.ready().await?;
    let mut request = raw.call(LIST)?;
    request.headers_mut().insert("x-large", "a".repeat(length).parse()?);
    let Ok((answer, _)) = raw.requests.send_request(request, true) else { return Ok(true) };
    Ok(answer.await.map_or(true, |answer| answer.status().as_u16() == 431))
}

/// Sends the headers of one call without end (CONTINUATION frames, of which none says that it is the last). How many bytes the server
/// took before it ended the connection, at most about `limit`.
///
/// # Errors
/// When there is no connection to be had.
pub async fn endless_headers(address: SocketAddr, limit: usize) -> Result<usize, Failure> {
    let mut socket = TcpStream::connect(address).await?;
    socket.write_all(GREETING).await?;
    // SETTINGS (type 4), then HEADERS (1) of stream 1 without END_HEADERS.
    socket.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]).await?;
    // CONTINUATION (9) of 16,000 bytes: one header again and again, a literal with a name of one letter.
    let frame = [&[0, 0x3e, 0x80, 9, 0, 0, 0, 0, 1][..], &b"\x00\x01a\x01b".repeat(3_200)].concat();
    let mut sent = 0;
    while sent < limit && socket.write_all(&frame).await.is_ok() {
        sent += frame.len();
    }
    Ok(sent)
}

/// A connection on which these bytes were sent, and no more.
///
/// # Errors
/// When there is no connection to be had.
pub async fn silent(address: SocketAddr, bytes: &[u8]) -> Result<TcpStream, Failure> {
    let mut socket = TcpStream::connect(address).await?;
    socket.write_all(bytes).await?;
    Ok(socket)
}
