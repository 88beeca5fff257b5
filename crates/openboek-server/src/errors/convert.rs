//! From what the engine and the codec say to problems. Causes that speak of the machine (paths, operating system errors) go to the log of
//! the operator, never to the caller.

use std::time::Duration;

use openboek_engine::{
    MomentError, OpenError, ProveError, ReadError, ReceiptError, RecordError, RevisionConflict,
};
use openboek_proof::bundle::BundleError;
use openboek_rules::{Malformed, Refusal};
use openboek_store::StoreError;

use super::problem::{Problem, Violation};
use super::reason::Reason;
use crate::limits::RETRY_AFTER;

/// What a command was, for the words about it.
pub(crate) struct Asked<'a> {
    pub(crate) arrangement: &'a str,
    pub(crate) request_id: &'a str,
    /// Kind of each statement, which gives the name of its field in the request.
    pub(crate) kinds: &'a [&'static str],
    /// Whether it founds an arrangement: its statement then stands elsewhere in the request.
    pub(crate) founding: bool,
}

impl From<Vec<Malformed>> for Problem {
    fn from(faults: Vec<Malformed>) -> Self {
        let violations = faults.into_iter().map(Violation::from).collect();
        Self::new(Reason::Malformed).with_violations(violations)
    }
}

impl From<Malformed> for Problem {
    fn from(fault: Malformed) -> Self {
        vec![fault].into()
    }
}

impl From<Malformed> for Violation {
    fn from(fault: Malformed) -> Self {
        let (english, dutch) = (fault.english(), fault.dutch());
        Self { field: fault.field, code: fault.code.as_str(), found: fault.found, english, dutch }
    }
}

impl Problem {
    /// Why a command was not recorded, or why that is not known.
    pub(crate) fn of_command(error: RecordError, asked: &Asked<'_>) -> Self {
        match error {
            RecordError::NoSuchArrangement(name) => Self::no_such_arrangement(&name),
            RecordError::ArrangementExists(name) => {
                Self::new(Reason::ArrangementExists).with("arrangement", name)
            }
            RecordError::Refused(refusals) => refused(&refusals, asked),
            RecordError::Revisions(conflicts) => {
                Self::new(Reason::RevisionConflict).with_violations(conflicts.iter().map(conflict).collect())
            }
            RecordError::RequestReused { first_index } => Self::new(Reason::RequestReused)
                .with("request_id", asked.request_id)
                .with("entry", first_index),
            RecordError::TooLarge(why) => Self::new(Reason::TooLarge).with("found", why),
            RecordError::Overloaded { retry_after_ms } => {
                Self::new(Reason::Overloaded).retry_after(Duration::from_millis(retry_after_ms))
            }
            RecordError::WrittenElsewhere { retry_after_ms } => {
                Self::new(Reason::WrittenElsewhere).retry_after(Duration::from_millis(retry_after_ms))
            }
            RecordError::NotRecorded(why) => retry(logged(Reason::NotRecorded, asked.arrangement, &why)),
            RecordError::Unknown(why) => retry(logged(Reason::OutcomeUnknown, asked.arrangement, &why))
                .with("request_id", asked.request_id),
            RecordError::ReadOnly(why) => logged(Reason::ReadOnly, asked.arrangement, &why),
            RecordError::Read(error) => error.into(),
            RecordError::Key(why) => logged(Reason::KeyMissing, asked.arrangement, &why),
        }
    }

    /// Why a document was not published, or why that is not known.
    pub(crate) fn of_receipt(error: ReceiptError, arrangement: &str) -> Self {
        let asked = Asked { arrangement, request_id: "", kinds: &[], founding: false };
        match error {
            ReceiptError::Record(error) => Self::of_command(error, &asked),
            ReceiptError::NoSuchStream(code) => Self::new(Reason::NoSuchMember).with("municipality", code),
            // Somebody published a later state in between: from the newest state it will do.
            ReceiptError::Outdated { .. } => {
                retry(logged(Reason::NotRecorded, arrangement, &error.to_string()))
            }
            // What the server computes itself is on a published state, and in the form of the log.
            ReceiptError::NoBasis(_) | ReceiptError::Outputs => {
                logged(Reason::Internal, arrangement, &error.to_string())
            }
        }
    }

    pub(crate) fn no_such_arrangement(name: &str) -> Self {
        let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
        Self::new(Reason::NoSuchArrangement).with("arrangement", shown)
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NoSuchArrangement(name) => Self::no_such_arrangement(&name),
            ReadError::Store(error) => error.into(),
            ReadError::OtherKey(_) => logged(Reason::KeyMissing, "", &error.to_string()),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoSuchLog(name) => Self::no_such_arrangement(name.as_str()),
            StoreError::Damaged(why) => logged(Reason::Damaged, "", &why),
            StoreError::Io(why) | StoreError::Busy(why) => retry(logged(Reason::StoreFailed, "", &why)),
        }
    }
}

impl From<MomentError> for Problem {
    fn from(error: MomentError) -> Self {
        match error {
            MomentError::Read(error) => error.into(),
            MomentError::NoSuchMember(holder) => Self::new(Reason::NoSuchMember).with("municipality", holder),
            MomentError::Beyond { asked, recorded } => {
                Self::new(Reason::BeyondTheLog).with("asked", asked).with("size", recorded)
            }
            MomentError::Ambiguous => {
                let code = openboek_rules::MalformedCode::Duplicate;
                Malformed::new(code, "size, as_known_on").at("moment").into()
            }
            MomentError::Nothing => Self::new(Reason::NothingRecorded),
        }
    }
}

impl From<ProveError> for Problem {
    fn from(error: ProveError) -> Self {
        match error {
            ProveError::Read(error) => error.into(),
            ProveError::Key(OpenError::Store(error)) => error.into(),
            ProveError::Key(OpenError::Read(error)) => error.into(),
            ProveError::Key(error) => logged(Reason::KeyMissing, "", &error.to_string()),
            ProveError::NotPublished(why) => Self::new(Reason::NotPublished).with("found", why),
            ProveError::NoSuchStream(stream) => Self::new(Reason::NoSuchMember).with("municipality", stream),
            ProveError::BadCheckpoint(why) => {
                let code = openboek_rules::MalformedCode::OutOfRange;
                Malformed::new(code, &why).at("previous_checkpoint").into()
            }
            ProveError::Bundle(BundleError::TooLarge(file)) => {
                Self::new(Reason::BundleTooLarge).with("found", file)
            }
            ProveError::Bundle(error) => logged(Reason::Internal, "", &error.to_string()),
            ProveError::TooLarge { found, limit } => {
                Self::new(Reason::BundleTooLarge).with("found", found).with("limit", limit)
            }
        }
    }
}

fn refused(refusals: &[(usize, Refusal)], asked: &Asked<'_>) -> Problem {
    let many = asked.kinds.len() > 1;
    let violations = refusals.iter().map(|(place, refusal)| {
        let (mut english, mut dutch) = (refusal.english(), refusal.dutch());
        if many {
            english = format!("Statement {}: {english}", place + 1);
            dutch = format!("Vastlegging {}: {dutch}", place + 1);
        }
        let field = field_of(&refusal.field, *place, asked);
        Violation { field, code: refusal.code.as_str(), found: String::new(), english, dutch }
    });
    let mut problem = Problem::new(Reason::Refused).with_violations(violations.collect());
    // The values behind the first sentence, for programs that want the numbers and not the words.
    for detail in refusals.first().iter().flat_map(|(_, refusal)| &refusal.details) {
        problem = problem.with(detail.name, &detail.value);
    }
    problem
}

/// Rules name fields from the statement down, with `body` for what is said; callers know their request.
fn field_of(field: &str, place: usize, asked: &Asked<'_>) -> String {
    let body = field.strip_prefix("body");
    if asked.founding {
        return body.map_or_else(|| "founded".to_owned(), |rest| format!("founded{rest}"));
    }
    match (body, asked.kinds.get(place)) {
        (Some(rest), Some(kind)) => format!("statements[{place}].{}{rest}", kind.replace('-', "_")),
        _ => format!("statements[{place}].{field}"),
    }
}

fn conflict(conflict: &RevisionConflict) -> Violation {
    let RevisionConflict { stream, expected, actual } = conflict;
    Violation {
        field: format!("expected_revisions[{stream}]"),
        code: Reason::RevisionConflict.as_str(),
        found: actual.to_string(),
        english: format!("You expected {expected} entries in {stream}; there are {actual}."),
        dutch: format!("U verwachtte {expected} boekingen bij {stream}. Het zijn er {actual}."),
    }
}

fn retry(problem: Problem) -> Problem {
    problem.retry_after(RETRY_AFTER)
}

/// The cause is for the operator.
fn logged(reason: Reason, arrangement: &str, cause: &str) -> Problem {
    tracing::warn!(reason = reason.as_str(), arrangement, cause, "a call failed");
    Problem::new(reason)
}
