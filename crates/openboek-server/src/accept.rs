//! Accepts connections, up to a limit, and waits for them when the server stops.

use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::context::Context;
use crate::limits::UNREAD_TIME;

/// How long a listener waits after it could not accept (no file descriptors left, say) before it tries again.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves each connection in a task of its own until the server is told to stop, and then waits until those there are have ended.
pub(crate) async fn connections<F>(
    context: &Context,
    listener: TcpListener,
    limit: usize,
    serve: impl Fn(TcpStream) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(limit));
    loop {
        // A place before the connection: those above the limit wait in the kernel's queue, unseen and bounded.
        let place = tokio::select! {
            place = places.clone().acquire_owned() => place,
            () = context.stopped() => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = context.stopped() => break,
        };
        match (accepted, place) {
            (Ok((socket, _)), Ok(place)) => {
                if let Err(error) = prepare(&socket) {
                    tracing::debug!(%error, "a connection ended before it began");
                    continue;
                }
                let served = serve(socket);
                tokio::spawn(async move {
                    served.await;
                    drop(place);
                });
            }
            (Err(error), _) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
            (_, Err(_)) => break,
        }
    }
    drop(listener);
    // All places are free when all connections have ended.
    let all = u32::try_from(limit).unwrap_or(u32::MAX);
    let _ = places.acquire_many(all).await;
}

fn prepare(socket: &TcpStream) -> std::io::Result<()> {
    // What is written is written at once; waiting for more would only delay it.
    socket.set_nodelay(true)?;
    // A peer that takes nothing any more, alive or not, does not keep its place for ever.
    SockRef::from(socket).set_tcp_user_timeout(Some(UNREAD_TIME))
}
