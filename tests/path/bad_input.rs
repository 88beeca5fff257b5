//! Bad input over gRPC: the right status, details in Dutch and English, everything wrong at once, and the log unchanged.

use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::statement::Body;
use tonic::{Code, Status};
use tonic_types::{ErrorDetail, StatusExt as _};

use crate::fixture::{Fixture, REGION};

/// What a caller is told: the stable reason, and each violation as (field, code).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) reason: String,
    pub(crate) violations: Vec<(String, String)>,
    languages: Vec<String>,
}

pub(crate) fn told(status: &Status) -> Told {
    let mut told = Told { reason: String::new(), violations: Vec::new(), languages: Vec::new() };
    for detail in status.get_error_details_vec() {
        match detail {
            ErrorDetail::ErrorInfo(info) => told.reason = info.reason,
            ErrorDetail::BadRequest(bad) => {
                told.violations.extend(bad.field_violations.into_iter().map(|v| (v.field, v.description)));
            }
            ErrorDetail::PreconditionFailure(failure) => {
                told.violations.extend(failure.violations.into_iter().map(|v| (v.subject, v.r#type)));
            }
            ErrorDetail::LocalizedMessage(message) => {
                assert!(message.message.len() > 20, "a message must say something: {message:?}");
                told.languages.push(message.locale);
            }
            _ => {}
        }
    }
    told.languages.sort();
    told
}

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) request: v1::RecordRequest,
    code: Code,
    /// Part of each violation that must be named: (in the field, in the code or description).
    violations: &'static [(&'static str, &'static str)],
}

fn one(statement: v1::Statement) -> v1::RecordRequest {
    say::command(REGION, vec![statement])
}

fn budget_with_line(year: i32, taakveld: &str) -> v1::Statement {
    say::budget("GM0505", year, vec![say::line(taakveld, year, 100)])
}

/// Commands that are wrong, and what must be said about each.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case {
            name: "an unknown municipality",
            request: one(say::commitment("GM9999", "T1", "Wij zorgen voor een plan.")),
            code: Code::FailedPrecondition,
            violations: &[("", "unknown-municipality")],
        },
        Case {
            name: "the code list of another year",
            request: one(budget_with_line(2025, "6.71a")),
            code: Code::FailedPrecondition,
            violations: &[("lines[0]", "taakveld-not-in-list")],
        },
        Case {
            name: "an amendment whose new amount is not old plus mutation",
            request: one(say::amendment("GM0505", 2024, 1, "6.1", 1_000, 500, 1_600)),
            code: Code::FailedPrecondition,
            violations: &[("lines[0]", "amendment-does-not-add-up")],
        },
        Case {
            name: "a stream that stands elsewhere",
            request: v1::RecordRequest {
                expected_revisions: vec![v1::ExpectedRevision { stream: "GM0505".into(), revision: 41 }],
                ..one(say::commitment("GM0505", "T2", "Wij zorgen voor een plan."))
            },
            code: Code::FailedPrecondition,
            violations: &[("GM0505", "revision")],
        },
        Case {
            name: "the year 99999",
            request: one(budget_with_line(99_999, "6.1")),
            code: Code::InvalidArgument,
            violations: &[("budget_adopted.year", ""), ("budget_adopted.lines[0].key.year", "")],
        },
        Case {
            name: "text with control characters",
            request: one(say::commitment("GM0505", "T3", "Wij\u{7}zorgen\u{202e}voor een plan.")),
            code: Code::InvalidArgument,
            violations: &[("commitment_made.text", "")],
        },
        Case {
            name: "an unknown enum value",
            request: one(say::statement(
                &["GM0505"],
                Body::ExperimentConcluded(v1::ExperimentConcluded {
                    act: say::act("GM0505", v1::Organ::Council, "2020-11-11"),
                    experiment: "P1".into(),
                    result: 99,
                    lesson: "Dit werkte niet.".into(),
                }),
            )),
            code: Code::InvalidArgument,
            violations: &[("experiment_concluded.result", "")],
        },
        Case {
            name: "everything malformed at once, over two statements",
            request: say::command(
                REGION,
                vec![
                    say::commitment("gm505", "een twee", ""),
                    say::statement(
                        &["GM0505", "GM0505"],
                        Body::ProgressReported(v1::ProgressReported {
                            act: say::act("", v1::Organ::Unspecified, "11-11-2020"),
                            vision: None,
                            text: " ".into(),
                        }),
                    ),
                    v1::Statement { concerns: vec!["region".into()], body: None },
                ],
            ),
            code: Code::InvalidArgument,
            violations: &[
                ("statements[0].concerns", ""),
                ("statements[0].commitment_made.commitment", ""),
                ("statements[0].commitment_made.text", ""),
                ("statements[1].concerns", ""),
                ("statements[1].progress_reported.act.organisation", ""),
                ("statements[1].progress_reported.act.organ", ""),
                ("statements[1].progress_reported.act.date", ""),
                ("statements[1].progress_reported.text", ""),
                ("statements[2]", ""),
            ],
        },
        Case {
            name: "two statements that rules refuse, at once",
            request: say::command(
                REGION,
                vec![
                    say::commitment("GM9999", "T4", "Wij zorgen voor een plan."),
                    budget_with_line(2025, "6.82a"),
                    say::amendment("GM0505", 2023, 7, "6.1", 0, 5, 6),
                ],
            ),
            code: Code::FailedPrecondition,
            violations: &[
                ("statements[0]", "unknown-municipality"),
                ("statements[1]", "taakveld-not-in-list"),
                ("statements[2]", "amendment-does-not-add-up"),
            ],
        },
        Case {
            name: "no arrangement of that name",
            request: v1::RecordRequest {
                arrangement: "atlantis".into(),
                ..one(say::commitment("GM0505", "T5", "Wij zorgen voor een plan."))
            },
            code: Code::NotFound,
            violations: &[],
        },
        Case {
            name: "a request id that is no uuid, and an actor with a capital",
            request: v1::RecordRequest {
                request_id: "vandaag".into(),
                actor: "Griffie".into(),
                ..one(say::commitment("GM0505", "T6", "Wij zorgen voor een plan."))
            },
            code: Code::InvalidArgument,
            violations: &[("request_id", ""), ("actor", "")],
        },
        Case {
            name: "no statement at all",
            request: say::command(REGION, Vec::new()),
            code: Code::InvalidArgument,
            violations: &[("statements", "")],
        },
        Case {
            name: "a message of 10 MB",
            request: one(say::commitment("GM0505", "T7", &"x".repeat(10_000_000))),
            code: Code::OutOfRange,
            violations: &[],
        },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_named_in_two_languages_and_changes_nothing() {
    let fixture = Fixture::with_region().await;
    let budget = say::budget("GM0505", 2024, vec![say::line("6.1", 2024, 1_000)]);
    fixture.ledger().record(one(budget)).await.unwrap();
    let before = fixture.events().await;
    for case in cases() {
        let status = fixture.ledger().record(case.request).await.expect_err(case.name);
        let told = told(&status);
        assert_eq!(status.code(), case.code, "{}: {status:?}", case.name);
        assert!(!told.reason.is_empty(), "{}: no reason", case.name);
        assert_eq!(told.languages, ["en", "nl-NL"], "{}", case.name);
        for (field, code) in case.violations {
            let named = told.violations.iter().any(|(f, c)| f.contains(field) && c.contains(code));
            assert!(named, "{}: {field} {code} is not among {:?}", case.name, told.violations);
        }
        assert_eq!(fixture.events().await, before, "{}: the log changed", case.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_with_another_body_is_refused_for_ever() {
    let fixture = Fixture::with_region().await;
    let first = one(say::commitment("GM0505", "T1", "Wij zorgen voor een plan."));
    fixture.ledger().record(first.clone()).await.unwrap();
    let before = fixture.events().await;
    let other = v1::RecordRequest {
        statements: vec![say::commitment("GM0505", "T1", "Wij zorgen voor twee plannen.")],
        ..first.clone()
    };
    let status = fixture.ledger().record(other).await.unwrap_err();
    assert_eq!(status.code(), Code::AlreadyExists);
    let told = told(&status);
    assert_eq!(told.languages, ["en", "nl-NL"]);
    assert!(!told.reason.is_empty());
    // And the very same command again is answered with what was recorded.
    let again = fixture.ledger().record(first).await.unwrap().into_inner();
    assert!(again.repeated_request);
    assert_eq!(fixture.events().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_stream_one_bad_command_does_not_stop_the_others() {
    let fixture = Fixture::with_region().await;
    let good = |id: &str| one(say::commitment("GM0505", id, "Wij zorgen voor een plan."));
    let commands = vec![
        good("T1"),
        one(budget_with_line(99_999, "6.1")),
        one(budget_with_line(2025, "6.71a")),
        good("T2"),
    ];
    let messages =
        commands.into_iter().map(|command| v1::RecordStreamRequest { command: Some(command), more: false });
    let mut answers =
        fixture.ledger().record_stream(tokio_stream::iter(messages)).await.unwrap().into_inner();
    let mut outcomes = Vec::new();
    while let Some(answer) = answers.message().await.unwrap() {
        outcomes.push(match answer.outcome.unwrap() {
            v1::record_stream_response::Outcome::Recorded(_) => "recorded".to_owned(),
            v1::record_stream_response::Outcome::Rejection(rejection) => {
                assert!(!rejection.message_nl.is_empty() && !rejection.violations.is_empty());
                Code::from(rejection.code).to_string()
            }
        });
    }
    let expected: Vec<String> = vec![
        "recorded".into(),
        Code::InvalidArgument.to_string(),
        Code::FailedPrecondition.to_string(),
        "recorded".into(),
    ];
    assert_eq!(outcomes, expected);
}
