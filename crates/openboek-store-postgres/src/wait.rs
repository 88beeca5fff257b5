//! Waiting for the database on the caller's own thread.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use tokio::runtime::Runtime;

/// Wakes a thread that sleeps until there is something to do.
struct Sleeper(Thread);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for work whose connections and clocks are of a runtime. Unlike `Runtime::block_on` it also works on a thread of another runtime,
/// which it then keeps busy: slow, where a panic would be the end of a caller's work.
pub(crate) fn wait_for<F: Future>(runtime: &Runtime, work: F) -> F::Output {
    let _inside = runtime.enter();
    // Polled within a task of another runtime, the work must not be held to what is left of that task's turn.
    let mut work = pin!(tokio::task::unconstrained(work));
    let waker = Waker::from(Arc::new(Sleeper(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match work.as_mut().poll(&mut context) {
            Poll::Ready(done) => return done,
            Poll::Pending => std::thread::park(),
        }
    }
}
