//! One connection, one task: it runs its calls itself instead of spawning them.
//!
//! A group commit answers many calls at once. With a task per call each of those answers would be a wake-up of its own and, because
//! the runtime prefers the task that was woken last, a write to the socket of its own. Here the writer's answers wake the connection
//! once, the calls finish one after the other, and their answers leave in one write. Calls that read much do so on the runtime's
//! blocking threads, so one connection never keeps another waiting.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::stream::FuturesUnordered;
use futures_util::task::AtomicWaker;
use futures_util::{FutureExt as _, StreamExt as _};

type Call = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where a connection puts the calls that came in, until it runs them: hyper's executor.
#[derive(Clone, Default)]
pub(super) struct Calls(Arc<Mutex<Vec<Call>>>);

impl Calls {
    fn lock(&self) -> MutexGuard<'_, Vec<Call>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F: Future<Output = ()> + Send + 'static> hyper::rt::Executor<F> for Calls {
    fn execute(&self, call: F) {
        self.lock().push(Box::pin(call));
    }
}

/// Whether the wire has anything to do. To look costs as much as a small call, and most times that the task runs it is a call's turn.
struct Knock {
    knocked: AtomicBool,
    /// The task runs, and will look before it rests: no need to wake it.
    running: AtomicBool,
    task: AtomicWaker,
}

// Of `knocked` and `running` each side sets one and then looks at the other. In one order for all (SeqCst), at least one of the two
// sees what the other set: no knock is lost.
impl Wake for Knock {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.knocked.store(true, Ordering::SeqCst);
        if !self.running.load(Ordering::SeqCst) {
            self.task.wake();
        }
    }
}

/// A connection with the calls under way on it. Dropping it, or its end, ends them.
pub(super) struct Connection<C> {
    wire: Pin<Box<C>>,
    came: Calls,
    under_way: FuturesUnordered<Call>,
    knock: Arc<Knock>,
    /// Knocks.
    knocker: Waker,
}

impl<C: Future> Connection<C> {
    /// `wire` reads and writes, and puts the calls in `came`.
    pub(super) fn new(wire: C, came: Calls) -> Self {
        let knock = Arc::new(Knock {
            knocked: AtomicBool::new(true),
            running: AtomicBool::new(false),
            task: AtomicWaker::new(),
        });
        let knocker = Waker::from(knock.clone());
        Self { wire: Box::pin(wire), came, under_way: FuturesUnordered::new(), knock, knocker }
    }

    /// The protocol below, to tell it to end.
    pub(super) fn wire(&mut self) -> Pin<&mut C> {
        self.knock.knocked.store(true, Ordering::SeqCst);
        self.wire.as_mut()
    }

    /// Runs the calls as far as they get. First, so that what they answer is there when the wire is written.
    fn run_calls(&mut self, task: &mut Context<'_>) {
        self.under_way.extend(self.came.lock().drain(..).map(guarded));
        while let Poll::Ready(Some(())) = self.under_way.poll_next_unpin(task) {}
    }

    fn run(&mut self, task: &mut Context<'_>) -> Poll<C::Output> {
        loop {
            self.run_calls(task);
            if !self.knock.knocked.swap(false, Ordering::SeqCst) {
                return Poll::Pending;
            }
            let done = self.wire.as_mut().poll(&mut Context::from_waker(&self.knocker));
            if done.is_ready() || self.came.lock().is_empty() {
                return done;
            }
        }
    }
}

impl<C: Future> Future for Connection<C> {
    type Output = C::Output;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<C::Output> {
        self.knock.task.register(task.waker());
        self.knock.running.store(true, Ordering::SeqCst);
        let done = self.run(task);
        self.knock.running.store(false, Ordering::SeqCst);
        if done.is_pending() && self.knock.knocked.load(Ordering::SeqCst) {
            task.waker().wake_by_ref();
        }
        done
    }
}

/// A call that panics ends alone: its stream is reset, the others go on.
fn guarded(call: Call) -> Call {
    Box::pin(AssertUnwindSafe(call).catch_unwind().map(|outcome| {
        if outcome.is_err() {
            tracing::error!("a call stopped by a panic");
        }
    }))
}
