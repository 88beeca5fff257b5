//! A paragraph computed from what a bundle holds, with nothing of the server: the verified payloads, the fold and the projection.

use openboek_proof::bundle::{BundlePath, BundleSource};
use openboek_proof::checkpoint::CheckpointNote;
use openboek_proof::entry::{Entry, Event, StreamCode};
use openboek_rules::statement::Statement;
use openboek_rules::{BudgetYear, Stream};
use openboek_views::model::{Moment, Paragraph};
use openboek_views::{RecordedEvent, View, is_known_by};

use crate::source::{Form, Source};
use crate::time;

/// Bytes of the random salt before a payload (log format, 2.1).
const SALT_LEN: usize = 32;

/// Which paragraph, at which moment.
pub(crate) struct Asked {
    /// Whose.
    pub(crate) holder: Stream,
    /// Which budget year.
    pub(crate) year: BudgetYear,
    /// Only the first so many entries of the log.
    pub(crate) stand: Option<u64>,
    /// Only acts that may have been taken by this day.
    pub(crate) as_decided_on: Option<jiff::civil::Date>,
}

/// A paragraph, and which payloads it could not take in.
pub(crate) struct Computed {
    /// The paragraph.
    pub(crate) paragraph: Paragraph,
    /// Entries of the holder's streams whose payload is erased, withheld, or of a kind this program does not know.
    pub(crate) left_out: Vec<u64>,
}

/// Why no paragraph can be computed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum FoldError {
    /// A static log: it holds the entries of everybody in tiles; a bundle is what this program folds.
    NotABundle,
    /// The bundle is not about that municipality.
    NotInBundle,
    /// The stand lies beyond the checkpoint.
    BeyondCheckpoint {
        /// Size of the checkpoint.
        size: u64,
    },
    /// Nothing was recorded by then.
    Nothing,
    /// A verified file cannot be read again; should not happen.
    Unreadable(String),
}

/// Computes a paragraph from a bundle that was verified.
///
/// # Errors
/// See [`FoldError`].
pub(crate) fn compute(source: &Source, asked: &Asked) -> Result<Computed, FoldError> {
    if source.form() != Form::Bundle {
        return Err(FoldError::NotABundle);
    }
    let (origin, checkpoint_size) = head(source)?;
    let size = asked.stand.unwrap_or(checkpoint_size);
    if size > checkpoint_size {
        return Err(FoldError::BeyondCheckpoint { size: checkpoint_size });
    }
    let mut entries = entries(source)?;
    entries.retain(|entry| entry.index() < size);
    if !streams(source)?.contains(&code_of(asked.holder)) {
        return Err(FoldError::NotInBundle);
    }
    let Some(last) = entries.last() else { return Err(FoldError::Nothing) };
    let last_day = time::amsterdam_day(last.recorded().unix_ms());
    let mut left_out = Vec::new();
    let folded = View::fold(asked.holder, |view| {
        left_out.clear();
        for entry in &entries {
            let Entry::Event(event) = entry else { continue };
            match statement(source, event) {
                Some(said) if asked.as_decided_on.is_none_or(|day| is_known_by(&said, day)) => {
                    let recorded_at_ms = event.recorded.unix_ms();
                    view.apply(&RecordedEvent { index: event.index, recorded_at_ms, statement: said });
                }
                Some(_) => {}
                None => left_out.push(event.index),
            }
        }
        Ok::<(), std::convert::Infallible>(())
    });
    let view = folded.unwrap_or_else(|never| match never {});
    let reference_day = asked.as_decided_on.unwrap_or(last_day);
    let moment = Moment { size, as_decided_on: asked.as_decided_on, reference_day };
    Ok(Computed { paragraph: view.paragraph(&origin, asked.year, moment), left_out })
}

fn head(source: &Source) -> Result<(String, u64), FoldError> {
    let path = BundlePath::Checkpoint.to_string();
    let bytes = read(source, &path)?;
    let note = CheckpointNote::parse(&bytes).map_err(|_| FoldError::Unreadable(path))?;
    Ok((note.checkpoint.origin.to_string(), note.checkpoint.size))
}

fn streams(source: &Source) -> Result<Vec<StreamCode>, FoldError> {
    let path = BundlePath::Streams.to_string();
    let bytes = read(source, &path)?;
    let text = String::from_utf8(bytes).map_err(|_| FoldError::Unreadable(path))?;
    Ok(text.lines().filter_map(StreamCode::parse).collect())
}

fn entries(source: &Source) -> Result<Vec<Entry>, FoldError> {
    let paths = source.paths().map_err(|error| FoldError::Unreadable(error.to_string()))?;
    let mut entries = Vec::new();
    for path in paths.iter().filter(|path| matches!(BundlePath::parse(path), Some(BundlePath::Entry(_)))) {
        let bytes = read(source, path)?;
        entries.push(Entry::parse(&bytes).map_err(|_| FoldError::Unreadable(path.clone()))?);
    }
    entries.sort_by_key(Entry::index);
    Ok(entries)
}

fn statement(source: &Source, event: &Event) -> Option<Statement> {
    let path = BundlePath::Payload(event.index);
    let file = source.read(&path.to_string(), path.limit()).ok()?;
    decoded(event, file.get(SALT_LEN..)?)
}

/// What an event says, from its payload; `None` for a kind or version that this program does not know.
pub(crate) fn decoded(event: &Event, payload: &[u8]) -> Option<Statement> {
    let kind = &event.statement.kind;
    let body =
        openboek_wire::decode_payload(kind.name(), u32::try_from(kind.version()).ok()?, payload).ok()?;
    let concerns = event.streams.iter().filter_map(|place| stream_of(place.code)).collect();
    Some(Statement { concerns, body })
}

fn read(source: &Source, path: &str) -> Result<Vec<u8>, FoldError> {
    let limit = BundlePath::parse(path).map_or(0, |path| path.limit());
    source.read(path, limit).map_err(|error| FoldError::Unreadable(error.to_string()))
}

fn stream_of(code: StreamCode) -> Option<Stream> {
    Stream::new(&code.to_string()).ok()
}

fn code_of(stream: Stream) -> StreamCode {
    stream
        .municipality()
        .and_then(|code| StreamCode::municipality(code.number()))
        .unwrap_or(StreamCode::Region)
}
