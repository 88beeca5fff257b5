//! What a command would change, before it is recorded. The writer decides on it as it would on the command itself; the would-be
//! entries are then folded on copies of the views. Nothing is written, and no request is remembered.

use openboek_proof::entry::StreamCode;
use openboek_rules::{Statement, Stream};
use openboek_views::{Moment, RecordedEvent, View};

use crate::changes::{ParagraphChange, changes_of};
use crate::command::{Command, RecordError, Recorded};
use crate::convert::code_of;
use crate::engine::{Engine, Log};
use crate::ledger::Ledger;
use crate::paragraph::{MomentError, amsterdam_day};
use crate::writer::Job;

/// An entry as it would be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeseenEntry {
    /// The position it would get: the next one, when nothing comes between (also no seal).
    pub index: u64,
    /// What it would say.
    pub statement: Statement,
    /// Its streams with the revision it would have in each.
    pub streams: Vec<(Stream, u64)>,
}

/// What recording a command now would give.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreseen {
    /// Number of entries of the log it was decided on.
    pub size: u64,
    /// When it would be recorded, UTC milliseconds.
    pub recorded_at_ms: i64,
    /// The entries it would make; none for a command that was recorded before.
    pub entries: Vec<ForeseenEntry>,
    /// The answer that a command recorded before would get again.
    pub recorded_before: Option<Recorded>,
}

impl Engine {
    /// Decides on a command without recording it: in the writer's queue, by the real rules, on the state that all commands before it
    /// left. Refusals are those that [`Engine::record`] would give.
    ///
    /// # Errors
    /// [`RecordError`], as for the command itself.
    pub async fn foresee(&self, arrangement: &str, command: Command) -> Result<Foreseen, RecordError> {
        let log =
            self.log(arrangement).ok_or_else(|| RecordError::NoSuchArrangement(arrangement.to_owned()))?;
        let prepared = self.prepared(command)?;
        self.ask(&log, |reply| Job::Foresee(prepared, reply)).await
    }

    /// What the entries foreseen would change in every paragraph of the arrangement: of each member and of the region, each budget
    /// year. Paragraphs in which nothing changes are left out. By member (the region last) and year. Blocks.
    ///
    /// # Errors
    /// [`MomentError`].
    pub fn foreseen_changes(
        &self,
        arrangement: &str,
        foreseen: &Foreseen,
    ) -> Result<Vec<ParagraphChange>, MomentError> {
        let log = self.readable(arrangement)?;
        let events = foreseen.entries.iter().map(|entry| RecordedEvent {
            index: entry.index,
            recorded_at_ms: foreseen.recorded_at_ms,
            statement: entry.statement.clone(),
        });
        let events: Vec<RecordedEvent> = events.collect();
        let (Some(last), Some(before)) = (events.last(), foreseen.size.checked_sub(1)) else {
            return Ok(Vec::new());
        };
        let moment = |size, ms| Moment { size, as_decided_on: None, reference_day: amsterdam_day(ms) };
        let recorded_ms = self.decoded(&log, before)?.entry.recorded().unix_ms();
        let moments = [moment(foreseen.size, recorded_ms), moment(last.index + 1, foreseen.recorded_at_ms)];
        let (_, region) = self.views_around(&log, Stream::Region, foreseen.size, &events)?;
        let mut changes = Vec::new();
        for (holder, name) in region.holders() {
            let (before, after) = self.views_around(&log, holder, foreseen.size, &events)?;
            changes.extend(changes_of(log.origin.as_str(), &name, (&before, &after), &moments, None));
        }
        Ok(changes)
    }

    /// A holder's view at a size, and the same with events behind it.
    fn views_around(
        &self,
        log: &Log,
        holder: Stream,
        size: u64,
        events: &[RecordedEvent],
    ) -> Result<(View, View), MomentError> {
        let before = self.view_at(log, holder, size)?;
        let mut after = before.clone();
        for event in events {
            let concerns = &event.statement.concerns;
            if concerns.contains(&holder) || concerns.contains(&Stream::Region) {
                after.apply(event);
            }
        }
        Ok((before, after))
    }
}

/// The entries that statements would make behind the ledger's end.
pub(crate) fn foreseen<'a>(
    ledger: &Ledger,
    statements: impl Iterator<Item = &'a Statement>,
    now_ms: i64,
) -> Option<Foreseen> {
    let recorded_at_ms = ledger.moment(now_ms)?.unix_ms();
    let mut next = std::collections::BTreeMap::<StreamCode, u64>::new();
    let entries = (ledger.size..).zip(statements).map(|(index, statement)| {
        let mut place = |stream: Stream| {
            let code = code_of(stream);
            let revision = next.entry(code).or_insert_with(|| ledger.next_revision(code));
            *revision += 1;
            (stream, *revision - 1)
        };
        let streams = statement.concerns.iter().map(|stream| place(*stream)).collect();
        ForeseenEntry { index, statement: statement.clone(), streams }
    });
    Some(Foreseen { size: ledger.size, recorded_at_ms, entries: entries.collect(), recorded_before: None })
}
