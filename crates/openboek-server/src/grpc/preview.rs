//! What a command would change, before it is recorded.

use openboek_engine::{Foreseen, ForeseenEntry};
use openboek_rules::{Body, Malformed, MalformedCode};
use openboek_wire::v1;

use super::difference::{Statements, difference, read_statements};
use super::paragraph::sized;
use super::{convert, ledger};
use crate::context::{Context, Shared, within};
use crate::errors::{Asked, Problem};

/// Decides on a command as it would be decided on when recorded, and tells every paragraph that would change.
pub(super) async fn preview(
    context: &Context,
    request: v1::PreviewRequest,
) -> Result<v1::PreviewResponse, Problem> {
    let Some(request) = request.command else {
        return Err(Malformed::new(MalformedCode::Missing, "").at("command").into());
    };
    let command = openboek_wire::to_command(&request)?;
    let kinds: Vec<&'static str> = command.statements.iter().map(|statement| statement.body.kind()).collect();
    let command = convert::command(command)?;
    let foreseen =
        within(context.limits.call_time, context.engine.foresee(&request.arrangement, command)).await;
    let asked = Asked {
        arrangement: &request.arrangement,
        request_id: &request.request_id,
        kinds: &kinds,
        founding: false,
    };
    let foreseen = foreseen
        .ok_or_else(|| ledger::unknown(&request.request_id))?
        .map_err(|error| Problem::of_command(error, &asked))?;
    let arrangement = request.arrangement;
    context.blocking(move |shared| told(shared, &arrangement, foreseen)).await
}

fn told(shared: &Shared, arrangement: &str, foreseen: Foreseen) -> Result<v1::PreviewResponse, Problem> {
    let mut statements: Statements =
        foreseen.entries.iter().map(|entry| (entry.index, entry.statement.clone())).collect();
    let mut paragraphs = Vec::new();
    for change in shared.engine.foreseen_changes(arrangement, &foreseen)? {
        read_statements(shared, arrangement, &change.comparison, &mut statements)?;
        paragraphs.push(difference(&change.before, &change.after, &change.comparison, &statements));
    }
    sized(v1::PreviewResponse {
        size: foreseen.size,
        recorded_at_ms: foreseen.recorded_at_ms,
        entries: foreseen.entries.iter().map(entry).collect(),
        paragraphs,
        recorded_before: foreseen.recorded_before.map(convert::recorded),
    })
}

fn entry(entry: &ForeseenEntry) -> v1::PreviewedEntry {
    let place = |(stream, revision): &(openboek_rules::Stream, u64)| v1::StreamRevision {
        stream: stream.to_string(),
        revision: *revision,
    };
    v1::PreviewedEntry {
        index: entry.index,
        kind: entry.statement.body.kind().to_owned(),
        version: Body::VERSION,
        revisions: entry.streams.iter().map(place).collect(),
    }
}
