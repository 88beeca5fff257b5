//! What must hold after every run, however the threads met. The model knows nothing of groups, seals or failures: only what was asked,
//! what was answered and what is in the log.

use std::collections::{BTreeMap, BTreeSet};

use openboek_proof::checkpoint::{CheckpointNote, LogKey};
use openboek_proof::entry::{Entry, Event, Receipt};
use openboek_proof::hash::{event_hash, leaf_hash};
use openboek_proof::tree::{Frontier, verify_consistency};
use openboek_proof::verify::{ReaderConfig, Verdict, verify_bundle};
use openboek_rules::Stream;
use openboek_store::Store as _;
use openboek_views::model::Paragraph;
use openboek_views::{RecordedEvent, View, is_known_by};

use super::asked::{Asked, Attempt, MEMBERS, name_of};
use super::script::{Run, year};
use super::world::{NAME, SEED_OF_KEY, log_name};
use crate::command::{RecordError, Recorded};
use crate::convert::code_of;
use crate::engine::Engine;
use crate::prove::BundleRequest;
use crate::read::DecodedEntry;

/// The log as it is in the end, and where each request stands in it.
struct Log {
    entries: Vec<DecodedEntry>,
    requests: BTreeMap<[u8; 16], Vec<u64>>,
}

/// Everything.
///
/// # Errors
/// The first that does not hold.
pub(super) fn all(run: &Run, engine: &Engine) -> Result<(), String> {
    let log = read(run)?;
    one_after_the_other(&log)?;
    only_what_was_asked(run, &log)?;
    for asked in &run.asked {
        answers_are_true(asked, run, &log)?;
    }
    order_is_kept(&run.asked)?;
    subscribers_saw_all(run, &log)?;
    receipts_are_true(run, &log)?;
    published_prefixes(run, engine, &log)?;
    for (holder, shown) in &run.shown {
        paragraph_is_replay(*holder, shown, &log)?;
    }
    verifies(run, engine)
}

fn read(run: &Run) -> Result<Log, String> {
    let stored =
        run.world.truth.entries(&log_name(), 0, usize::MAX, usize::MAX).map_err(|e| e.to_string())?;
    let entries: Vec<DecodedEntry> =
        stored.into_iter().map(DecodedEntry::new).collect::<Result<_, _>>().map_err(|e| e.to_string())?;
    let mut requests: BTreeMap<[u8; 16], Vec<u64>> = BTreeMap::new();
    for entry in &entries {
        if let Entry::Event(event) = &entry.entry {
            requests.entry(event.statement.request.0).or_default().push(entry.stored.index);
        }
    }
    Ok(Log { entries, requests })
}

impl Log {
    fn event(&self, index: u64) -> Option<&Event> {
        match &self.entries.get(usize::try_from(index).ok()?)?.entry {
            Entry::Event(event) => Some(event),
            _ => None,
        }
    }

    /// The events before a position.
    fn before(&self, position: u64) -> impl Iterator<Item = &DecodedEntry> {
        self.entries.iter().filter(move |entry| entry.stored.index < position && entry.statement.is_some())
    }
}

/// Times never go back; revisions have no gaps; no promise has a name that another had before.
fn one_after_the_other(log: &Log) -> Result<(), String> {
    let mut revisions: BTreeMap<String, u64> = BTreeMap::new();
    let mut names = BTreeSet::new();
    let mut last = 0;
    for entry in &log.entries {
        let (index, time) = (entry.stored.index, entry.entry.recorded().unix_ms());
        if time < last {
            return Err(format!("entry {index}: the time goes back"));
        }
        last = time;
        for stream in entry.entry.streams() {
            let next = revisions.entry(stream.code.to_string()).or_default();
            if stream.revision != *next {
                return Err(format!("entry {index}: revision {} where {next} is next", stream.revision));
            }
            *next += 1;
        }
        if let Some(name) = entry.statement.as_ref().and_then(name_of)
            && !names.insert(name.clone())
        {
            return Err(format!("entry {index}: promise {name} was made before"));
        }
    }
    Ok(())
}

/// Every request in the log is one of the commands that were asked under it, whole, once, its entries next to each other.
fn only_what_was_asked(run: &Run, log: &Log) -> Result<(), String> {
    for (request, places) in &log.requests {
        let recorded: Vec<_> = places
            .iter()
            .filter_map(|place| log.entries[usize::try_from(*place).unwrap()].statement.clone())
            .collect();
        let adjacent = places.windows(2).all(|pair| pair[1] == pair[0] + 1);
        let asked = run.asked.iter().any(|asked| {
            asked.request == *request && asked.statements == recorded && !asked.attempts.is_empty()
        });
        if !asked || !adjacent {
            return Err(format!("entries {places:?} are no command that anybody asked for"));
        }
    }
    Ok(())
}

/// Where the command stands in the log: under its request, with its statements.
fn places<'a>(asked: &Asked, log: &'a Log) -> Option<&'a [u64]> {
    let places = log.requests.get(&asked.request)?;
    let statements =
        places.iter().map(|place| log.entries[usize::try_from(*place).unwrap()].statement.as_ref());
    statements.eq(asked.statements.iter().map(Some)).then_some(places)
}

fn answers_are_true(asked: &Asked, run: &Run, log: &Log) -> Result<(), String> {
    let places = places(asked, log);
    for attempt in &asked.attempts {
        let wrong = match &attempt.answer {
            Some(Ok(recorded)) => match places {
                Some(places) => {
                    is_as_answered(recorded, places, asked, log)?;
                    continue;
                }
                None => "acknowledged and lost",
            },
            Some(Err(error)) if !is_true(error, attempt, asked, log) => "the answer is not true",
            _ => continue,
        };
        return Err(format!("{wrong}: asked {asked:?}\nanswered {attempt:?}\nin the log at {places:?}"));
    }
    settled(asked, places.is_some(), run)
}

/// Whether an answer that is no acknowledgement says what the log says too, as far as it was durable when the answer came.
fn is_true(error: &RecordError, attempt: &Attempt, asked: &Asked, log: &Log) -> bool {
    match error {
        RecordError::Refused(_) => may_be_refused(asked, attempt.size_after, log),
        RecordError::RequestReused { first_index } => {
            let there =
                log.event(*first_index).is_some_and(|event| event.statement.request.0 == asked.request);
            there && *first_index < attempt.size_after && places(asked, log).is_none()
        }
        RecordError::Revisions(conflicts) => conflicts.iter().all(|conflict| {
            // Receipts count in the revisions of a stream as events do.
            let ours = |entry: &&DecodedEntry| {
                let mut streams = entry.entry.streams().iter();
                streams.any(|stream| stream.code == code_of(conflict.stream))
            };
            let count = |size: u64| {
                log.entries.iter().filter(|entry| entry.stored.index < size).filter(ours).count() as u64
            };
            (count(attempt.size_before)..=count(attempt.size_after)).contains(&conflict.actual)
        }),
        _ => true,
    }
}

/// The one rule of the model: a promise has a name that no other has. A refusal may rest on nothing but what is in the log.
fn may_be_refused(asked: &Asked, size: u64, log: &Log) -> bool {
    let names: Vec<String> = asked.statements.iter().filter_map(name_of).collect();
    let different: BTreeSet<&String> = names.iter().collect();
    let taken = log.before(size).any(|entry| {
        let another =
            log.event(entry.stored.index).is_some_and(|event| event.statement.request.0 != asked.request);
        another && entry.statement.as_ref().and_then(name_of).is_some_and(|name| names.contains(&name))
    });
    taken || different.len() < names.len()
}

/// In the end everything worked, so the last answer is about the command and not about the store; and it fits those before it.
fn settled(asked: &Asked, recorded: bool, run: &Run) -> Result<(), String> {
    let last = asked.attempts.last().and_then(|attempt| attempt.answer.as_ref());
    let about_the_command = matches!(
        last,
        Some(
            Ok(_)
                | Err(RecordError::Refused(_)
                    | RecordError::RequestReused { .. }
                    | RecordError::Revisions(_)
                    | RecordError::ArrangementExists(_))
        )
    );
    if !about_the_command {
        return Err(format!("no answer in the end: {last:?} for {asked:?}"));
    }
    // Under one request there may be two commands: then this says something of the one that was recorded only.
    let alone = run.asked.iter().filter(|other| other.request == asked.request).count() == 1;
    if alone && recorded && asked.certainly_not_recorded() {
        return Err(format!("certainly not recorded, and in the log: {asked:?}"));
    }
    if recorded && !matches!(last, Some(Ok(_))) {
        return Err(format!("in the log, but not answered so in the end: {last:?} for {asked:?}"));
    }
    Ok(())
}

/// Positions, hashes, revisions and time of an answer are those of the log; a revision that was relied on is the one it got.
fn is_as_answered(recorded: &Recorded, places: &[u64], asked: &Asked, log: &Log) -> Result<(), String> {
    let told: Vec<_> =
        recorded.entries.iter().map(|entry| (entry.index, entry.hash, entry.streams.clone())).collect();
    let entries = places.iter().map(|place| &log.entries[usize::try_from(*place).unwrap()]);
    let there: Vec<_> = entries
        .clone()
        .filter_map(|entry| {
            let summary = entry.summary()?;
            Some((entry.stored.index, event_hash(&entry.stored.entry), summary.streams))
        })
        .collect();
    let times = entries.map(|entry| entry.entry.recorded().unix_ms());
    if told != there || times.clone().any(|time| time != recorded.recorded_at_ms) {
        return Err(format!("answered {recorded:?}, in the log {there:?}"));
    }
    if recorded.published_size.is_some_and(|size| places.iter().any(|place| *place >= size)) {
        return Err(format!("said to be published: {recorded:?}"));
    }
    // A repetition is answered as it was recorded, whatever it relies on now.
    for expected in asked.expected.iter().filter(|_| !recorded.repeated) {
        let first =
            there.iter().flat_map(|(.., streams)| streams).find(|(stream, _)| *stream == expected.stream);
        if first.is_some_and(|(_, revision)| *revision != expected.revision) {
            return Err(format!("recorded on another revision than it relied on: {asked:?}"));
        }
    }
    Ok(())
}

/// What was acknowledged before another was sent stands before it; so do two of one client that were sent together.
fn order_is_kept(asked: &[Asked]) -> Result<(), String> {
    let first = |asked: &Asked| {
        let (attempt, recorded) = asked.recorded().next()?;
        Some((attempt.clone(), recorded.entries.first()?.index, recorded.repeated))
    };
    let known: Vec<_> = asked.iter().filter_map(|asked| Some((asked, first(asked)?))).collect();
    for (one, (answer, index, repeated)) in &known {
        for (other, (later, after, again)) in &known {
            let acknowledged = other.attempts.first().is_some_and(|attempt| attempt.sent >= answer.answered);
            let together = matches!((answer.place, later.place), (Some((burst, place)), Some((same, next))) if burst == same && place < next);
            let in_turn = together && one.client == other.client && !repeated && !again;
            if (acknowledged || in_turn) && one.request != other.request && index >= after {
                return Err(format!("order: {one:?}\nstands behind {other:?}"));
            }
        }
    }
    Ok(())
}

fn subscribers_saw_all(run: &Run, log: &Log) -> Result<(), String> {
    for subscriber in &run.subscribers {
        let there = log.entries.iter().map(|entry| event_hash(&entry.stored.entry));
        if !there.eq(subscriber.seen.iter().copied()) {
            return Err("a subscriber did not see every entry once, in order".to_owned());
        }
    }
    Ok(())
}

/// Every receipt that was answered is in the log as it was told; nobody else published anything; and what is the same document has one
/// receipt.
fn receipts_are_true(run: &Run, log: &Log) -> Result<(), String> {
    for answered in &run.published {
        let there = log.entries.get(usize::try_from(answered.receipt.index).unwrap());
        if !there.is_some_and(|there| {
            there.entry == Entry::Receipt(answered.receipt.clone())
                && event_hash(&there.stored.entry) == answered.hash
        }) {
            return Err(format!("said to be published, and not in the log: {answered:?}"));
        }
    }
    let mut before: BTreeMap<String, Receipt> = BTreeMap::new();
    for entry in &log.entries {
        let Entry::Receipt(receipt) = &entry.entry else { continue };
        let offered = run.offered.iter().any(|(name, output)| {
            *name == receipt.document && receipt.outputs == std::slice::from_ref(output)
        });
        let older = before.insert(receipt.document.to_string(), receipt.clone());
        if !offered || older.as_ref().is_some_and(|older| older.outputs == receipt.outputs) {
            return Err(format!("published twice, or by nobody: {receipt:?}"));
        }
        if receipt.supersedes != older.map(|older| older.index) {
            return Err(format!("supersedes another receipt than the one before: {receipt:?}"));
        }
    }
    Ok(())
}

/// Every checkpoint that anybody saw is signed, has the root of the entries under it, and each is the beginning of the next.
fn published_prefixes(run: &Run, engine: &Engine, log: &Log) -> Result<(), String> {
    let mut before: Option<CheckpointNote> = None;
    for note in &run.checkpoints {
        let note = CheckpointNote::parse(note).map_err(|e| e.to_string())?;
        let key = LogKey::from_seed(&SEED_OF_KEY, &note.checkpoint.origin).map_err(|e| format!("{e:?}"))?;
        let at = &note.checkpoint;
        let mut tree = Frontier::new();
        let under = log.entries.iter().take(usize::try_from(at.size).unwrap());
        under.for_each(|entry| tree.push(leaf_hash(&entry.stored.entry)));
        if note.is_signed_by(key.verifier_key()) != Ok(true)
            || (tree.size(), tree.root()) != (at.size, at.root)
        {
            return Err(format!("the checkpoint of {} is not of this log", at.size));
        }
        if let Some(older) = before.as_ref().map(|before| &before.checkpoint) {
            let proof = engine.consistency(NAME, older.size, at.size).map_err(|e| e.to_string())?;
            if !verify_consistency(older.size, older.root, at.size, at.root, &proof) {
                return Err(format!("the checkpoint of {} is not the beginning of {}", older.size, at.size));
            }
        }
        before = Some(note);
    }
    Ok(())
}

/// What was shown is what the log says at that moment, read from the beginning.
fn paragraph_is_replay(holder: Stream, shown: &Paragraph, log: &Log) -> Result<(), String> {
    let moment = &shown.head.moment;
    let event = |entry: &DecodedEntry| RecordedEvent {
        index: entry.stored.index,
        recorded_at_ms: entry.entry.recorded().unix_ms(),
        statement: entry.statement.clone().unwrap(),
    };
    let ours = |entry: &RecordedEvent| {
        let concerns = &entry.statement.concerns;
        let known = moment.as_decided_on.is_none_or(|day| is_known_by(&entry.statement, day));
        known && (concerns.contains(&holder) || concerns.contains(&Stream::Region))
    };
    let events: Vec<RecordedEvent> = log.before(moment.size).map(event).filter(ours).collect();
    let view = View::fold(holder, |view| {
        events.iter().for_each(|event| view.apply(event));
        Ok::<(), std::convert::Infallible>(())
    });
    let Ok(view) = view;
    if view.paragraph(&shown.head.origin, year(), moment.clone()) == *shown {
        Ok(())
    } else {
        Err(format!("the paragraph of {holder} at {} is not what the log says", moment.size))
    }
}

/// What the auditor of a council answers.
fn verifies(run: &Run, engine: &Engine) -> Result<(), String> {
    // One council of the two: it is the same code for both, and the costliest of the checks.
    let code = MEMBERS[run.asked.len() % MEMBERS.len()];
    let request = BundleRequest {
        previous: run.checkpoints.first().cloned(),
        ..BundleRequest::newest(Stream::new(code).unwrap(), b"-".to_vec())
    };
    let files = engine.bundle(NAME, &request).map_err(|e| e.to_string())?;
    let mut reader = ReaderConfig::at(i64::MAX);
    reader.previous = run.checkpoints.first().cloned();
    match verify_bundle(&files, &reader) {
        Verdict::Klopt(_) => Ok(()),
        other => Err(format!("{code}: {other:?}")),
    }
}
