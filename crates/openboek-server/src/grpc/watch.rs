//! Paragraphs as they change: from one published head to the next, with the differences.
//!
//! Bounded as a subscription to entries is: a few events wait for the reader, and a reader that leaves them lying is told where to go on
//! and cut off. A watch keeps the views it compares, so there are fewer of them at once.

use openboek_engine::{ParagraphChange, ParagraphWatch};
use openboek_rules::{BudgetYear, Stream};
use openboek_wire::v1;
use openboek_wire::v1::watch_paragraphs_response::Event;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use super::convert;
use super::difference::{Statements, difference, read_statements};
use super::feed::{End, Out, Source, place, start};
use super::paragraph::sized;
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};

/// Whose paragraphs of which year a reader watches; of all when it does not say.
#[derive(Clone)]
struct Asked {
    arrangement: String,
    holder: Option<Stream>,
    year: Option<BudgetYear>,
}

impl Asked {
    fn watch(&self, shared: &Shared, from: Option<u64>) -> Result<ParagraphWatch, Problem> {
        Ok(shared.engine.watch_paragraphs(&self.arrangement, self.holder, self.year, from)?)
    }
}

/// The paragraphs of one reader who watches.
struct Changes {
    asked: Asked,
    /// The views at the size its reader knows; taken out while they grow.
    watch: Option<ParagraphWatch>,
    /// The size up to which everything was handed over: where a reader goes on.
    resume: u64,
}

/// Begins to watch.
pub(super) async fn events(
    context: Context,
    request: v1::WatchParagraphsRequest,
) -> Result<ReceiverStream<Result<v1::WatchParagraphsResponse, Status>>, Problem> {
    let holder = match request.municipality.as_str() {
        "" => None,
        code => Some(convert::stream(code, "municipality")?),
    };
    let year = match request.budget_year {
        0 => None,
        year => Some(convert::year(year, "budget_year")?),
    };
    let heads = context.engine.heads(&request.arrangement)?;
    let place = place(&context.watches)?;
    let asked = Asked { arrangement: request.arrangement, holder, year };
    let (whose, from) = (asked.clone(), (request.from_size > 0).then_some(request.from_size));
    let watch = context.blocking(move |shared| whose.watch(shared, from)).await?;
    let resume = watch.size();
    let changes = Changes { asked, watch: Some(watch), resume };
    start(context, heads, place, changes)
}

const fn message(event: Event) -> v1::WatchParagraphsResponse {
    v1::WatchParagraphsResponse { event: Some(event) }
}

impl Source for Changes {
    type Message = v1::WatchParagraphsResponse;

    /// Sends what changed up to a size, in as many steps as messages have room for, and then that it was all.
    async fn catch_up(&mut self, out: &Out<Self::Message>, size: u64) -> Result<u64, End> {
        let Some(mut watch) = self.watch.take() else {
            return Err(End::Told(Problem::new(Reason::Internal)));
        };
        let mut span = size;
        while watch.size() < size {
            let (from, to) = (watch.size(), size.min(watch.size().saturating_add(span)));
            let asked = self.asked.clone();
            match out.context.blocking(move |shared| step(shared, &asked, watch, to)).await? {
                Step::Told(grown, changes) => {
                    watch = grown;
                    for change in changes {
                        out.send(message(Event::Changed(change))).await?;
                    }
                    self.resume = to;
                    span = span.saturating_mul(2);
                }
                Step::TooLarge(again) => {
                    watch = again;
                    span = to.saturating_sub(from) / 2;
                }
            }
        }
        let size = watch.size();
        out.send(message(Event::CaughtUp(v1::CaughtUp { size }))).await?;
        self.watch = Some(watch);
        Ok(size)
    }

    fn resume(&self) -> u64 {
        self.resume
    }

    fn heartbeat(at_ms: i64, size: u64) -> Self::Message {
        message(Event::Heartbeat(v1::Heartbeat { at_ms, size }))
    }
}

/// How an attempt to tell what changed up to a size ended.
enum Step {
    /// With the watch at that size.
    Told(ParagraphWatch, Vec<v1::ParagraphDifference>),
    /// A paragraph changed by more than a message may hold; with the watch where it was.
    TooLarge(ParagraphWatch),
}

/// What changed up to a size, between two stands that the log had. What a single entry changes is not cut in two: then the reader is told
/// that it is too large.
fn step(shared: &Shared, asked: &Asked, mut watch: ParagraphWatch, to: u64) -> Result<Step, Problem> {
    let from = watch.size();
    let changes = shared.engine.paragraph_changes(&mut watch, to)?;
    match told(shared, &asked.arrangement, &changes) {
        Err(problem) if problem.reason == Reason::AnswerTooLarge && to > from.saturating_add(1) => {
            Ok(Step::TooLarge(asked.watch(shared, Some(from))?))
        }
        told => Ok(Step::Told(watch, told?)),
    }
}

fn told(
    shared: &Shared,
    arrangement: &str,
    changes: &[ParagraphChange],
) -> Result<Vec<v1::ParagraphDifference>, Problem> {
    let mut statements = Statements::new();
    let mut told = Vec::with_capacity(changes.len());
    for change in changes {
        read_statements(shared, arrangement, &change.comparison, &mut statements)?;
        told.push(sized(difference(&change.before, &change.after, &change.comparison, &statements))?);
    }
    Ok(told)
}
