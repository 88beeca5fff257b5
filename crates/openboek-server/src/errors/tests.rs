//! Every error the engine or the codec can give, and what callers are told.

use std::collections::BTreeSet;
use std::time::Duration;

use openboek_engine::{MomentError, OpenError, ProveError, ReadError, RecordError, RevisionConflict};
use openboek_rules::decide::decide;
use openboek_rules::{Malformed, MalformedCode, Refusal, State, Stream};
use openboek_store::{LogName, StoreError};
use openboek_wire::v1;
use tonic::{Code, Status};
use tonic_types::{ErrorDetail, StatusExt as _};

use super::convert::Asked;
use super::problem::Problem;
use super::reason::Reason;
use super::{ERROR_DOMAIN, of_tonic};
use crate::limits::ERROR_DETAILS_BYTES;

const ASKED: Asked<'static> = Asked {
    arrangement: "delta",
    request_id: "0190b4e2-7a3c-7def-8123-456789abcdef",
    kinds: &["commitment-made"],
    founding: false,
};

fn of(error: RecordError) -> Problem {
    Problem::of_command(error, &ASKED)
}

fn municipality(code: &str) -> Stream {
    Stream::new(code).unwrap()
}

/// A refusal that the rules really give: nothing was founded yet.
fn refusals() -> Vec<Refusal> {
    let statement = v1::Statement {
        concerns: vec!["GM0505".into()],
        body: Some(v1::statement::Body::CommitmentMade(v1::CommitmentMade {
            act: Some(v1::Act {
                organisation: "GM0505".into(),
                organ: v1::Organ::Council.into(),
                date: "2020-11-11".into(),
                ..Default::default()
            }),
            commitment: "T1".into(),
            text: "Wij zorgen voor een plan.".into(),
            with: Vec::new(),
            due: "2021-04".into(),
            recurrence: 0,
        })),
    };
    let statement = openboek_wire::to_statement(&statement, "statements[0]").unwrap();
    decide(&State::default(), &statement).unwrap_err()
}

/// Every error, with the code, the reason and the kinds of details that belong to it besides ErrorInfo and two texts.
fn table() -> Vec<(Problem, Code, &'static str, &'static [&'static str])> {
    let damaged = || StoreError::Damaged("entry 7".to_owned());
    let io = || StoreError::Io("/var/lib/x: no space".to_owned());
    let log = LogName::new("delta").unwrap();
    let refused = of(RecordError::Refused(refusals().into_iter().map(|refusal| (0, refusal)).collect()));
    let conflict = RevisionConflict { stream: municipality("GM0505"), expected: 3, actual: 5 };
    vec![
        (
            of(RecordError::NoSuchArrangement("delta".into())),
            Code::NotFound,
            "no-such-arrangement",
            &["resource"],
        ),
        (
            of(RecordError::ArrangementExists("delta".into())),
            Code::AlreadyExists,
            "arrangement-exists",
            &["resource"],
        ),
        (refused, Code::FailedPrecondition, "not-founded", &["precondition"]),
        (
            of(RecordError::Revisions(vec![conflict])),
            Code::FailedPrecondition,
            "revision-conflict",
            &["precondition"],
        ),
        (
            of(RecordError::RequestReused { first_index: 7 }),
            Code::AlreadyExists,
            "request-reused",
            &["resource"],
        ),
        (of(RecordError::TooLarge("2 MiB".into())), Code::InvalidArgument, "too-large", &[]),
        (
            of(RecordError::Overloaded { retry_after_ms: 700 }),
            Code::ResourceExhausted,
            "overloaded",
            &["retry"],
        ),
        (
            of(RecordError::WrittenElsewhere { retry_after_ms: 4_000 }),
            Code::Unavailable,
            "written-elsewhere",
            &["retry"],
        ),
        (of(RecordError::NotRecorded("no space".into())), Code::Unavailable, "not-recorded", &["retry"]),
        (of(RecordError::Unknown("sync".into())), Code::Unavailable, "outcome-unknown", &["retry"]),
        (of(RecordError::ReadOnly("sync".into())), Code::Unavailable, "read-only", &[]),
        (of(RecordError::Read(StoreError::Damaged("block".into()).into())), Code::DataLoss, "damaged", &[]),
        (of(RecordError::Key("file".into())), Code::Unavailable, "key-missing", &[]),
        (
            ReadError::NoSuchArrangement("delta".into()).into(),
            Code::NotFound,
            "no-such-arrangement",
            &["resource"],
        ),
        (ReadError::OtherKey(log.clone()).into(), Code::Unavailable, "key-missing", &[]),
        (ReadError::Store(damaged()).into(), Code::DataLoss, "damaged", &[]),
        (StoreError::NoSuchLog(log.clone()).into(), Code::NotFound, "no-such-arrangement", &["resource"]),
        (io().into(), Code::Unavailable, "store-failed", &["retry"]),
        (StoreError::Busy("x".into()).into(), Code::Unavailable, "store-failed", &["retry"]),
        (MomentError::Read(ReadError::Store(damaged())).into(), Code::DataLoss, "damaged", &[]),
        (
            MomentError::NoSuchMember(municipality("GM0505")).into(),
            Code::NotFound,
            "no-such-member",
            &["resource"],
        ),
        (MomentError::Beyond { asked: 9, recorded: 7 }.into(), Code::OutOfRange, "beyond-the-log", &[]),
        (MomentError::Ambiguous.into(), Code::InvalidArgument, "duplicate", &["bad-request"]),
        (MomentError::Nothing.into(), Code::NotFound, "nothing-recorded", &[]),
        (ProveError::Read(ReadError::Store(io())).into(), Code::Unavailable, "store-failed", &["retry"]),
        (ProveError::Key(OpenError::KeyMissing(log.clone())).into(), Code::Unavailable, "key-missing", &[]),
        (ProveError::Key(OpenError::Store(damaged())).into(), Code::DataLoss, "damaged", &[]),
        (ProveError::Key(OpenError::BadOrigin(log)).into(), Code::Unavailable, "key-missing", &[]),
        (ProveError::NotPublished("size 9".into()).into(), Code::FailedPrecondition, "not-published", &[]),
        (
            ProveError::NoSuchStream(municipality("GM0505")).into(),
            Code::NotFound,
            "no-such-member",
            &["resource"],
        ),
        (
            ProveError::BadCheckpoint("x".into()).into(),
            Code::InvalidArgument,
            "out-of-range",
            &["bad-request"],
        ),
        (
            ProveError::TooLarge { found: 9, limit: 5 }.into(),
            Code::FailedPrecondition,
            "bundle-too-large",
            &[],
        ),
        (
            vec![Malformed::new(MalformedCode::BadDate, "gisteren").at("statements[0].x.act.date")].into(),
            Code::InvalidArgument,
            "bad-date",
            &["bad-request"],
        ),
        (
            Problem::new(Reason::NoSuchEntry).with("entry", 9).with("size", 7),
            Code::NotFound,
            "no-such-entry",
            &["resource"],
        ),
    ]
}

/// What a caller gets.
#[derive(Default)]
struct Told {
    reason: String,
    kinds: Vec<&'static str>,
    texts: Vec<(String, String)>,
    violations: usize,
    /// Pages about it in the reading room.
    pages: Vec<String>,
    metadata: Vec<String>,
}

fn told(status: &Status) -> Told {
    let mut told = Told::default();
    for detail in status.check_error_details_vec().unwrap() {
        match detail {
            ErrorDetail::ErrorInfo(info) => {
                assert_eq!(info.domain, ERROR_DOMAIN);
                told.reason = info.reason;
                told.metadata = info.metadata.into_keys().collect();
            }
            ErrorDetail::LocalizedMessage(text) => told.texts.push((text.locale, text.message)),
            ErrorDetail::BadRequest(bad) => {
                told.violations = bad.field_violations.len();
                told.kinds.push("bad-request");
            }
            ErrorDetail::PreconditionFailure(failure) => {
                told.violations = failure.violations.len();
                told.kinds.push("precondition");
            }
            ErrorDetail::Help(help) => told.pages.extend(help.links.into_iter().map(|link| link.url)),
            ErrorDetail::ResourceInfo(_) => told.kinds.push("resource"),
            ErrorDetail::RetryInfo(retry) => {
                assert!(retry.retry_delay.is_some_and(|delay| delay > Duration::ZERO));
                told.kinds.push("retry");
            }
            other => panic!("{other:?}"),
        }
    }
    told
}

#[test]
fn every_error_has_its_code_its_reason_and_words_in_two_languages() {
    for (problem, code, reason, kinds) in table() {
        let status = problem.to_status();
        let told = told(&status);
        assert_eq!(status.code(), code, "{reason}");
        assert_eq!((told.reason.as_str(), told.kinds.as_slice()), (reason, kinds));
        assert_eq!(told.pages, [format!("/uitleg/{reason}")]);
        assert!(crate::code_page(reason).is_some(), "{reason} has no page");
        let locales: Vec<&str> = told.texts.iter().map(|(locale, _)| locale.as_str()).collect();
        assert_eq!(locales, ["nl-NL", "en"], "{reason}");
        for (locale, text) in &told.texts {
            assert!(!text.contains(['{', '}']), "{reason} {locale}: a gap is not filled: {text}");
            assert!(!text.contains("/var/lib"), "{reason}: speaks of the machine: {text}");
            assert!(text.ends_with('.'), "{reason} {locale}: {text}");
        }
        assert!(status.message().starts_with(reason), "{}", status.message());
        let rejection = v1::Rejection::from(problem);
        assert_eq!((rejection.code, rejection.reason.as_str()), (code as i32, reason));
        assert_eq!(rejection.violations.len(), told.violations);
        assert_eq!(rejection.retry_after_ms.is_some(), kinds.contains(&"retry"));
        assert!(!rejection.message_nl.is_empty() && rejection.message_nl != rejection.message);
    }
}

#[test]
fn every_reason_has_a_name_of_its_own_and_whole_sentences() {
    let names: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
    assert_eq!(names.len(), Reason::ALL.len());
    for reason in Reason::ALL {
        let texts = reason.texts();
        for text in [texts.english, texts.dutch, texts.next_english, texts.next_dutch] {
            assert!(text.ends_with('.') && !text.contains("  "), "{reason:?}: {text}");
        }
        assert_ne!(texts.english, texts.dutch);
        assert_ne!(reason.code(), Code::Ok);
        assert_ne!(reason.code(), Code::Unknown, "{reason:?}: tells a caller nothing");
    }
}

#[test]
fn a_refusal_names_the_field_as_the_caller_wrote_it() {
    let refusals: Vec<(usize, Refusal)> = refusals().into_iter().map(|refusal| (1, refusal)).collect();
    let table = [
        (
            &["cut-adopted", "commitment-made"][..],
            false,
            "body.act.organisation",
            "statements[1].commitment_made.act.organisation",
        ),
        (&["cut-adopted", "commitment-made"][..], false, "concerns[0]", "statements[1].concerns[0]"),
        (&["arrangement-founded"][..], true, "body.members[3]", "founded.members[3]"),
    ];
    for (kinds, founding, field, expected) in table {
        let mut refusals = refusals.clone();
        refusals[0].1.field = field.to_owned();
        let asked = Asked { kinds, founding, ..ASKED };
        let problem = Problem::of_command(RecordError::Refused(refusals), &asked);
        assert_eq!(problem.violations[0].field, expected);
        let numbered = problem.violations[0].dutch.starts_with("Vastlegging 2: ");
        assert_eq!(numbered, kinds.len() > 1);
    }
}

/// What a status weighs as headers (RFC 9113, 6.5.2: name, value and 32 bytes each).
fn header_bytes(status: Status) -> usize {
    let answer = status.into_http::<()>();
    answer.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 32).sum::<usize>()
        + ":status200".len()
        + 32
}

#[test]
fn however_much_is_wrong_every_client_can_read_the_answer() {
    let fault = |place: usize| {
        Malformed::new(MalformedCode::BadIdentifier, "é€漢\"<>#")
            .at(&format!("statements[{place}].budget_adopted.lines[7].key"))
    };
    for count in [1, 2, 5, 9, 10, 11, 20, 50, 100, 1_000] {
        let problem = Problem::from((0..count).map(fault).collect::<Vec<_>>());
        let status = problem.to_status();
        let told = told(&status);
        assert!(status.details().len() <= ERROR_DETAILS_BYTES, "{count}");
        let whole = told.violations == count;
        assert!(told.violations >= count.min(9), "{count}: only {} are shown", told.violations);
        assert_eq!(told.metadata.iter().any(|name| name == "violations_shown"), !whole);
        let dutch = &told.texts[0].1;
        assert_eq!(dutch.contains(&format!("nog {} meer", count - told.violations)), !whole, "{dutch}");
        let bytes = header_bytes(status);
        assert!(bytes <= 8 * 1024, "{count}: {bytes} bytes of headers");
        assert_eq!(v1::Rejection::from(problem).violations.len(), count, "a message has room for all");
    }
}

#[test]
fn errors_that_tonic_makes_get_a_reason_too() {
    // code, message, reason; none for what is left as it is
    let table = [
        (
            Code::OutOfRange,
            "Error, decoded message length too large: found 9 bytes, the limit is: 5 bytes",
            Some("message-too-large"),
        ),
        (Code::Internal, "failed to decode Protobuf message: invalid wire type", Some("undecodable")),
        (Code::Internal, "Unexpected EOF decoding stream.", Some("undecodable")),
        (Code::Internal, "Missing request message.", Some("undecodable")),
        (Code::Unimplemented, "Content is compressed with `gzip` which isn't supported", Some("undecodable")),
        (Code::Unimplemented, "", Some("unknown-method")),
        (Code::NotFound, "service not registered", Some("unknown-service")),
        (Code::Internal, "boom", Some("internal")),
        (Code::Cancelled, "Timeout expired", None),
        (Code::DeadlineExceeded, "", None),
    ];
    for (code, message, reason) in table {
        let problem = of_tonic(&Status::new(code, message));
        assert_eq!(problem.as_ref().map(Problem::name), reason, "{message}");
    }
}
