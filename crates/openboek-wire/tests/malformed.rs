//! Everything that is malformed is found at once, each with its code and its full path.
#![allow(clippy::unwrap_used, clippy::panic, dead_code)]

mod support;

use std::collections::BTreeSet;

use openboek_rules::id::Stream;
use openboek_rules::statement::Statement;
use openboek_rules::{Malformed, MalformedCode};
use openboek_wire::v1::statement::Body;
use openboek_wire::{
    MAX_FAULTS, PayloadError, WaitFor, decode_payload, from_statement, to_command, to_founding, to_statement,
    v1,
};
use support::source::Source;

/// A command with the example of one kind.
fn request(kind: &str) -> v1::RecordRequest {
    let body = support::bodies(&mut Source::fixed()).into_iter().find(|body| body.kind() == kind).unwrap();
    v1::RecordRequest {
        arrangement: "stichtse-vecht".to_owned(),
        request_id: "0190b4e2-7a3c-7def-8123-456789abcdef".to_owned(),
        actor: "griffie.stichtsevecht".to_owned(),
        statements: vec![from_statement(&Statement { concerns: vec![Stream::Region], body })],
        expected_revisions: vec![v1::ExpectedRevision { stream: "region".to_owned(), revision: 12 }],
        wait_for: 0,
    }
}

fn spell(faults: &[Malformed]) -> Vec<String> {
    faults.iter().map(|fault| format!("{} {}", fault.field, fault.code.as_str())).collect()
}

fn faults_of(kind: &str, change: impl FnOnce(&mut v1::RecordRequest)) -> Vec<Malformed> {
    let mut request = request(kind);
    change(&mut request);
    to_command(&request).unwrap_err()
}

fn body(request: &mut v1::RecordRequest) -> &mut Body {
    request.statements[0].body.as_mut().unwrap()
}

/// Changes the message of one kind.
macro_rules! change {
    ($kind:ident, $message:ident => $change:expr) => {
        |request: &mut v1::RecordRequest| match body(request) {
            Body::$kind($message) => $change,
            other => panic!("{other:?}"),
        }
    };
}

macro_rules! table {
    ($($kind:literal, $change:expr => [$($expected:literal),*];)*) => {
        vec![$(($kind, faults_of($kind, $change), vec![$($expected),*]),)*]
    };
}

#[test]
fn each_mistake_is_found_where_it_is() {
    let table = table! {
        "cut-adopted", |r| r.statements.clear() => ["statements no-statement"];
        "cut-adopted", |r| r.statements[0].body = None => ["statements[0].body missing"];
        "cut-adopted", |r| r.statements[0].concerns.clear() => ["statements[0].concerns too-few"];
        "cut-adopted", |r| r.statements[0].concerns.push("region".into()) => ["statements[0].concerns duplicate"];
        "cut-adopted", |r| r.statements[0].concerns.push("GM0000".into()) => ["statements[0].concerns[1] bad-stream"];
        "cut-adopted", |r| r.statements[0].concerns.push("gm0505".into()) => ["statements[0].concerns[1] bad-stream"];
        "cut-adopted", |r| r.statements = vec![r.statements[0].clone(); 501] => ["statements too-many"];
        "cut-adopted", |r| r.arrangement.clear() => ["arrangement missing"];
        "cut-adopted", |r| r.arrangement = "Drechtsteden".into() => ["arrangement bad-identifier"];
        "cut-adopted", |r| r.actor = "jan jansen".into() => ["actor bad-identifier"];
        "cut-adopted", |r| r.request_id = r.request_id.to_uppercase() => ["request_id bad-uuid"];
        "cut-adopted", |r| r.request_id.push('0') => ["request_id bad-uuid"];
        "cut-adopted", |r| r.wait_for = 3 => ["wait_for unknown-enum-value"];
        "cut-adopted", |r| r.expected_revisions.push(r.expected_revisions[0].clone()) => ["expected_revisions duplicate"];
        "cut-adopted", |r| r.expected_revisions[0].stream.clear() => ["expected_revisions[0].stream missing"];
        "cut-adopted", change!(CutAdopted, m => m.act = None) => ["statements[0].cut_adopted.act missing"];
        "cut-adopted", change!(CutAdopted, m => m.act.as_mut().unwrap().organ = 99)
            => ["statements[0].cut_adopted.act.organ unknown-enum-value"];
        "cut-adopted", change!(CutAdopted, m => m.act.as_mut().unwrap().organ = 0)
            => ["statements[0].cut_adopted.act.organ missing"];
        "cut-adopted", change!(CutAdopted, m => m.act.as_mut().unwrap().date = "11-11-2020".into())
            => ["statements[0].cut_adopted.act.date bad-date"];
        "cut-adopted", change!(CutAdopted, m => m.act.as_mut().unwrap().note = Some(String::new()))
            => ["statements[0].cut_adopted.act.note empty"];
        "cut-adopted", change!(CutAdopted, m => m.act.as_mut().unwrap().note = Some("  ".into()))
            => ["statements[0].cut_adopted.act.note empty"];
        "cut-adopted", change!(CutAdopted, m => m.act.as_mut().unwrap().legal_basis.push("a\u{202e}b".into()))
            => ["statements[0].cut_adopted.act.legal_basis[1] control-character"];
        "cut-adopted", change!(CutAdopted, m => m.act.as_mut().unwrap().legal_basis.push("a\nb".into()))
            => ["statements[0].cut_adopted.act.legal_basis[1] control-character"];
        "cut-adopted", change!(CutAdopted, m => m.act.as_mut().unwrap().documents[0].blake3_digest = Some(vec![0; 31]))
            => ["statements[0].cut_adopted.act.documents[0].blake3_digest out-of-range"];
        "cut-adopted", change!(CutAdopted, m => {
            let documents = &mut m.act.as_mut().unwrap().documents;
            *documents = vec![documents[0].clone(); 51];
        }) => ["statements[0].cut_adopted.act.documents too-many"];
        "cut-adopted", change!(CutAdopted, m => m.terms.as_mut().unwrap().scope = "€".repeat(1_334))
            => ["statements[0].cut_adopted.terms.scope too-long"];
        "cut-adopted", change!(CutAdopted, m => m.terms.as_mut().unwrap().cut = "SV 20".into())
            => ["statements[0].cut_adopted.terms.cut bad-identifier"];
        "cut-adopted", change!(CutAdopted, m => m.terms.as_mut().unwrap().years = Some(v1::YearSpan { first: 2024, last: 2021 }))
            => ["statements[0].cut_adopted.terms.years bad-year-span"];
        "cut-adopted", change!(CutAdopted, m => m.terms.as_mut().unwrap().years = Some(v1::YearSpan { first: 1989, last: 0 }))
            => ["statements[0].cut_adopted.terms.years.first bad-year", "statements[0].cut_adopted.terms.years.last missing"];
        "cut-adopted", change!(CutAdopted, m => m.terms.as_mut().unwrap().amount = Some(v1::Amount { kind: None }))
            => ["statements[0].cut_adopted.terms.amount.kind missing"];
        "cut-adopted", change!(CutAdopted, m => match &mut m.terms.as_mut().unwrap().amount {
            Some(v1::Amount { kind: Some(v1::amount::Kind::PercentOf(percent)) }) => {
                *percent = v1::PercentOf { share_basis_points: Some(100_001), base: None, bound: 7 };
            }
            other => panic!("{other:?}"),
        }) => [
            "statements[0].cut_adopted.terms.amount.percent_of.share_basis_points out-of-range",
            "statements[0].cut_adopted.terms.amount.percent_of.base missing",
            "statements[0].cut_adopted.terms.amount.percent_of.bound unknown-enum-value"
        ];
        "cut-suspended", change!(CutSuspended, m => m.extent = None) => ["statements[0].cut_suspended.extent missing"];
        "cut-suspended", change!(CutSuspended, m => {
            m.extent = Some(v1::cut_suspended::Extent::Partial(v1::Amount {
                kind: Some(v1::amount::Kind::ExactCents(1 << 53)),
            }));
        }) => ["statements[0].cut_suspended.partial.exact_cents out-of-range"];
        "cut-allocated", change!(CutAllocated, m => m.parts[1].bearer = None)
            => ["statements[0].cut_allocated.parts[1].bearer missing"];
        "budget-adopted", change!(BudgetAdopted, m => m.lines[1].amount_cents = None)
            => ["statements[0].budget_adopted.lines[1].amount_cents missing"];
        "budget-adopted", change!(BudgetAdopted, m => m.lines.clear()) => ["statements[0].budget_adopted.lines too-few"];
        "budget-adopted", change!(BudgetAdopted, m => {
            m.lines[0].explanation = Some("a".repeat(4_000));
            m.lines = vec![m.lines[0].clone(); 300];
        }) => ["statements[0].budget_adopted too-large"];
        "arrangement-founded", change!(ArrangementFounded, m => m.members[1].code = "0642".into())
            => ["statements[0].arrangement_founded.members[1].code bad-stream"];
        "indicator-set", change!(IndicatorSet, m => m.year = Some(0)) => ["statements[0].indicator_set.year bad-year"];
        "allocation-key-set", change!(AllocationKeySet, m => {
            m.components[1].values[0].value = None;
            m.components[1].weight_basis_points = None;
            m.rounding = 0;
        }) => [
            "statements[0].allocation_key_set.components[1].weight_basis_points missing",
            "statements[0].allocation_key_set.components[1].values[0].value missing",
            "statements[0].allocation_key_set.rounding missing"
        ];
        "contribution-allocated", change!(ContributionAllocated, m => {
            m.total_cents = None;
            m.shares[1].amount_cents = None;
            m.key = Some(v1::KeyVersion { key: "inwoners".into(), version: 0 });
        }) => [
            "statements[0].contribution_allocated.total_cents missing",
            "statements[0].contribution_allocated.key.version missing",
            "statements[0].contribution_allocated.shares[1].amount_cents missing"
        ];
        "contribution-settled", change!(ContributionSettled, m => m.shares.clear())
            => ["statements[0].contribution_settled.shares too-few"];
        "framework-sent", change!(FrameworkSent, m => m.to[0] = "Dordrecht".into())
            => ["statements[0].framework_sent.to[0] bad-stream"];
        "funding-superseded", change!(FundingSuperseded, m => m.source.as_mut().unwrap().earmark = 9)
            => ["statements[0].funding_superseded.source.earmark unknown-enum-value"];
        "funding-indicated", change!(FundingIndicated, m => m.money = Some(v1::FundingSource::default()))
            => ["statements[0].funding_indicated.money.kind missing", "statements[0].funding_indicated.money.earmark missing"];
        "cut-resumed", change!(CutResumed, m => m.extent = None) => ["statements[0].cut_resumed.extent missing"];
        "cut-withdrawn", change!(CutWithdrawn, m => m.reason = Some(String::new()))
            => ["statements[0].cut_withdrawn.reason empty"];
        "cut-realised", change!(CutRealised, m => m.year = 2101) => ["statements[0].cut_realised.year bad-year"];
        "cut-shifted", change!(CutShifted, m => (m.from_year, m.amount) = (0, None))
            => ["statements[0].cut_shifted.from_year missing", "statements[0].cut_shifted.amount missing"];
        "commitment-made", change!(CommitmentMade, m => m.recurrence = 9)
            => ["statements[0].commitment_made.recurrence unknown-enum-value"];
        "indicator-measured", change!(IndicatorMeasured, m => m.value_basis_points = Some(100_001))
            => ["statements[0].indicator_measured.value_basis_points out-of-range"];
        "entry-corrected", change!(EntryCorrected, m => (m.entry, m.mistake, m.corrected) = (0, 0, None)) => [
            "statements[0].entry_corrected.entry missing",
            "statements[0].entry_corrected.mistake missing",
            "statements[0].entry_corrected.corrected missing"
        ];
        "entry-corrected", change!(EntryCorrected, m => m.corrected.as_mut().unwrap().body = None)
            => ["statements[0].entry_corrected.corrected.body missing"];
        "entry-corrected", change!(EntryCorrected, m => match m.corrected.as_mut().unwrap().body.as_mut().unwrap() {
            Body::CutShifted(inner) => inner.to_year = 1989,
            other => panic!("{other:?}"),
        }) => ["statements[0].entry_corrected.corrected.cut_shifted.to_year bad-year"];
    };
    for (kind, faults, expected) in &table {
        assert_eq!(&spell(faults), expected, "{kind}");
    }
    let seen: BTreeSet<MalformedCode> =
        table.iter().flat_map(|(_, faults, _)| faults).map(|fault| fault.code).collect();
    let all = [
        MalformedCode::Missing,
        MalformedCode::Empty,
        MalformedCode::TooLong,
        MalformedCode::ControlCharacter,
        MalformedCode::BadIdentifier,
        MalformedCode::BadStream,
        MalformedCode::BadDate,
        MalformedCode::BadYear,
        MalformedCode::BadYearSpan,
        MalformedCode::UnknownEnumValue,
        MalformedCode::OutOfRange,
        MalformedCode::BadUuid,
        MalformedCode::TooMany,
        MalformedCode::TooFew,
        MalformedCode::Duplicate,
        MalformedCode::NoStatement,
        MalformedCode::TooLarge,
    ];
    assert_eq!(seen, all.into_iter().collect(), "every code can be reached");
}

#[test]
fn all_mistakes_of_a_command_are_found_at_once() {
    let faults = faults_of("cut-adopted", |r| {
        r.actor = "Griffie".into();
        r.statements.push(v1::Statement { concerns: vec!["x".into()], body: None });
        let Body::CutAdopted(cut) = body(r) else { panic!() };
        cut.act.as_mut().unwrap().date = "gisteren".into();
        cut.terms.as_mut().unwrap().pillar = -1;
    });
    assert_eq!(
        spell(&faults),
        [
            "actor bad-identifier",
            "statements[0].cut_adopted.act.date bad-date",
            "statements[0].cut_adopted.terms.pillar unknown-enum-value",
            "statements[1].concerns[0] bad-stream",
            "statements[1].body missing",
        ]
    );
    assert_eq!(faults[1].found, "gisteren");
}

#[test]
fn an_empty_message_of_every_kind_says_what_is_missing() {
    for kind in openboek_rules::statement::Body::KINDS {
        match decode_payload(kind, 1, &[]) {
            Err(PayloadError::Malformed { faults, .. }) => {
                assert_eq!(spell(&faults)[0], "act missing", "{kind}");
            }
            other => panic!("{kind}: {other:?}"),
        }
    }
}

#[test]
fn a_flood_of_mistakes_is_bounded() {
    let faults = faults_of(
        "budget-adopted",
        change!(BudgetAdopted, m => {
            m.lines = vec![v1::BudgetLine::default(); 2_000];
        }),
    );
    assert_eq!(faults.len(), MAX_FAULTS);
    assert_eq!(spell(&faults)[1], "statements[0].budget_adopted.lines[0].amount_cents missing");
}

#[test]
fn stored_bytes_that_cannot_be_read_say_why() {
    let unknown = PayloadError::UnknownKind { kind: "cut-updated".to_owned() };
    assert_eq!(decode_payload("cut-updated", 1, &[]), Err(unknown));
    let version = PayloadError::UnknownVersion { kind: "cut-adopted".to_owned(), version: 2 };
    assert_eq!(decode_payload("cut-adopted", 2, &[]), Err(version));
    assert!(matches!(decode_payload("cut-adopted", 1, &[0x0a, 0xff]), Err(PayloadError::Undecodable { .. })));
    let large = vec![0; 1_048_577];
    assert!(matches!(
        decode_payload("cut-adopted", 1, &large),
        Err(PayloadError::TooLarge { bytes: 1_048_577, .. })
    ));
}

#[test]
fn a_statement_alone_has_paths_from_where_it_stands() {
    let faults = to_statement(&v1::Statement::default(), "statement").unwrap_err();
    assert_eq!(spell(&faults), ["statement.concerns too-few", "statement.body missing"]);
}

#[test]
fn a_command_is_read_as_it_was_sent() {
    let mut request = request("cut-adopted");
    request.wait_for = v1::WaitFor::Published as i32;
    let command = to_command(&request).unwrap();
    assert_eq!(
        (
            command.arrangement,
            command.request_id,
            command.actor,
            command.wait_for,
            command.expected_revisions
        ),
        (
            request.arrangement,
            request.request_id,
            request.actor,
            WaitFor::Published,
            vec![(Stream::Region, 12)]
        )
    );
    assert_eq!(from_statement(&command.statements[0]), request.statements[0]);
}

#[test]
fn a_founding_is_recorded_in_the_region() {
    let mut recorded = request("arrangement-founded");
    let Some(Body::ArrangementFounded(founded)) = recorded.statements.remove(0).body else { panic!() };
    let mut request = v1::CreateArrangementRequest {
        arrangement: recorded.arrangement,
        request_id: recorded.request_id,
        actor: recorded.actor,
        founded: Some(founded),
    };
    let command = to_founding(&request).unwrap();
    assert_eq!(command.statements[0].concerns, [Stream::Region]);
    assert_eq!(command.statements[0].body.kind(), "arrangement-founded");

    request.founded.as_mut().unwrap().members[0].code.clear();
    request.request_id.clear();
    let faults = to_founding(&request).unwrap_err();
    assert_eq!(spell(&faults), ["request_id missing", "founded.members[0].code missing"]);
}
