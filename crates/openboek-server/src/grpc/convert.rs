//! Between the messages of the services and the words of the engine.

use jiff::civil::Date;
use openboek_engine::{Command, Expected, Recorded, RecordedEntry, Wait};
use openboek_proof::entry::{Actor, RequestId};
use openboek_rules::{Body, BudgetYear, Malformed, MalformedCode, Stream};
use openboek_wire::v1;

use crate::errors::Problem;
use crate::limits::ANSWERED_ENTRIES;

/// A command as the engine takes it.
pub(super) fn command(command: openboek_wire::Command) -> Result<Command, Problem> {
    let bad = |field: &str, value: &str| {
        Problem::from(Malformed::new(MalformedCode::BadIdentifier, value).at(field))
    };
    let request =
        RequestId::parse(&command.request_id).ok_or_else(|| bad("request_id", &command.request_id))?;
    let actor = Actor::parse(&command.actor).ok_or_else(|| bad("actor", &command.actor))?;
    let expected =
        command.expected_revisions.into_iter().map(|(stream, revision)| Expected { stream, revision });
    let wait = match command.wait_for {
        openboek_wire::WaitFor::Recorded => Wait::Recorded,
        openboek_wire::WaitFor::Published => Wait::Published,
    };
    Ok(Command { request, actor, statements: command.statements, expected: expected.collect(), wait })
}

/// The answer to a command: of a very long one the first entries, where they begin, how many there are and the hash of the last.
pub(super) fn recorded(recorded: Recorded) -> v1::RecordResponse {
    let entries = recorded.entries;
    v1::RecordResponse {
        request_id: recorded.request.to_string(),
        first_index: entries.first().map_or(0, |entry| entry.index),
        entry_count: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        last_event_hash: entries.last().map_or_else(String::new, |entry| entry.hash.to_string()),
        entries: entries.into_iter().take(ANSWERED_ENTRIES).map(recorded_entry).collect(),
        recorded_at_ms: recorded.recorded_at_ms,
        published_size: recorded.published_size,
        repeated_request: recorded.repeated,
    }
}

fn recorded_entry(entry: RecordedEntry) -> v1::RecordedEntry {
    let revisions = entry
        .streams
        .into_iter()
        .map(|(stream, revision)| v1::StreamRevision { stream: stream.to_string(), revision });
    v1::RecordedEntry {
        index: entry.index,
        event_hash: entry.hash.to_string(),
        kind: entry.kind,
        version: Body::VERSION,
        revisions: revisions.collect(),
    }
}

/// A stream by its code.
pub(super) fn stream(code: &str, field: &str) -> Result<Stream, Malformed> {
    Stream::new(code).map_err(|fault| fault.at(field))
}

/// When to answer.
pub(super) fn wait(number: i32) -> Result<Wait, Malformed> {
    match v1::WaitFor::try_from(number) {
        Ok(v1::WaitFor::Unspecified | v1::WaitFor::Recorded) => Ok(Wait::Recorded),
        Ok(v1::WaitFor::Published) => Ok(Wait::Published),
        Err(_) => Err(Malformed::new(MalformedCode::UnknownEnumValue, &number.to_string()).at("wait_for")),
    }
}

/// A budget year.
pub(super) fn year(year: i32, field: &str) -> Result<BudgetYear, Malformed> {
    BudgetYear::new(i64::from(year)).map_err(|fault| fault.at(field))
}

/// A day, `yyyy-mm-dd` and nothing else.
pub(crate) fn day(text: &str, field: &str) -> Result<Date, Malformed> {
    let bad = || Malformed::new(MalformedCode::BadDate, text).at(field);
    let date: Date = text.parse().map_err(|_| bad())?;
    if date.to_string() == text && (1900..=2200).contains(&date.year()) { Ok(date) } else { Err(bad()) }
}

/// How many of something to give on a page.
pub(crate) fn page_size(asked: i32, (most, usual): (usize, usize), field: &str) -> Result<usize, Malformed> {
    match usize::try_from(asked) {
        Ok(0) => Ok(usual),
        Ok(size) if size <= most => Ok(size),
        _ => Err(Malformed::new(MalformedCode::OutOfRange, &asked.to_string()).at(field)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_form() {
        assert_eq!(day("2020-11-11", "d").unwrap().to_string(), "2020-11-11");
        for wrong in
            ["", "2020-11", "20201111", "2020-11-31", "2020-11-11T00:00:00", "1899-12-31", "11-11-2020"]
        {
            assert_eq!(day(wrong, "d").unwrap_err().code, MalformedCode::BadDate, "{wrong}");
        }
    }

    #[test]
    fn a_page_has_a_size_within_its_limit() {
        assert_eq!(page_size(0, (10, 5), "limit"), Ok(5));
        assert_eq!(page_size(10, (10, 5), "limit"), Ok(10));
        for wrong in [-1, 11, i32::MIN] {
            assert_eq!(page_size(wrong, (10, 5), "limit").unwrap_err().field, "limit");
        }
    }
}
