//! Paragraphs as they change: from one published head to the next, with the differences.
//!
//! Bounded as a subscription to entries is: a few events wait for the reader, and a reader that leaves them lying is told where to go on
//! and cut off. A watch keeps the views it compares, so there are fewer of them at once.

use openboek_engine::{ParagraphChange, ParagraphWatch};
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

/// The paragraphs of one reader who watches.
struct Changes {
    arrangement: String,
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
    let (name, from) = (request.arrangement.clone(), (request.from_size > 0).then_some(request.from_size));
    let watch = context
        .blocking(move |shared| Ok(shared.engine.watch_paragraphs(&name, holder, year, from)?))
        .await?;
    let resume = watch.size();
    let changes = Changes { arrangement: request.arrangement, watch: Some(watch), resume };
    start(context, heads, place, changes)
}

const fn message(event: Event) -> v1::WatchParagraphsResponse {
    v1::WatchParagraphsResponse { event: Some(event) }
}

impl Source for Changes {
    type Message = v1::WatchParagraphsResponse;

    /// Sends what changed up to a size, and then that it was all.
    async fn catch_up(&mut self, out: &Out<Self::Message>, size: u64) -> Result<u64, End> {
        let Some(mut watch) = self.watch.take() else {
            return Err(End::Told(Problem::new(Reason::Internal)));
        };
        let arrangement = self.arrangement.clone();
        let (watch, changes) = out
            .context
            .blocking(move |shared| {
                let changes = shared.engine.paragraph_changes(&mut watch, size)?;
                let changes = told(shared, &arrangement, &changes)?;
                Ok((watch, changes))
            })
            .await?;
        for change in changes {
            out.send(message(Event::Changed(change))).await?;
        }
        let size = watch.size();
        out.send(message(Event::CaughtUp(v1::CaughtUp { size }))).await?;
        self.resume = size;
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
