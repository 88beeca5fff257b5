//! Small statements for tests, said in one line each.

use openboek_wire::v1;

/// The actor of all test commands.
pub const ACTOR: &str = "griffie.test";

/// An act of an organisation on a date.
#[must_use]
pub fn act(organisation: &str, organ: v1::Organ, date: &str) -> Option<v1::Act> {
    Some(v1::Act {
        organisation: organisation.into(),
        organ: organ.into(),
        date: date.into(),
        ..Default::default()
    })
}

/// A statement about some streams.
#[must_use]
pub fn statement(concerns: &[&str], body: v1::statement::Body) -> v1::Statement {
    v1::Statement { concerns: concerns.iter().map(|c| (*c).to_owned()).collect(), body: Some(body) }
}

/// A fresh request identifier; like most clients' ordered by time (UUID version 7).
#[must_use]
pub fn request_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A command of one or more statements.
#[must_use]
pub fn command(arrangement: &str, statements: Vec<v1::Statement>) -> v1::RecordRequest {
    v1::RecordRequest {
        arrangement: arrangement.into(),
        request_id: request_id(),
        actor: ACTOR.into(),
        statements,
        expected_revisions: Vec::new(),
        wait_for: v1::WaitFor::Recorded.into(),
    }
}

/// The founding of an arrangement with members named after their codes.
#[must_use]
pub fn founding(arrangement: &str, members: &[&str]) -> v1::CreateArrangementRequest {
    v1::CreateArrangementRequest {
        arrangement: arrangement.into(),
        request_id: request_id(),
        actor: ACTOR.into(),
        founded: Some(v1::ArrangementFounded {
            act: act("region", v1::Organ::GeneralBoard, "2020-01-01"),
            name: format!("Regio {arrangement}"),
            form: v1::LegalForm::PublicBody.into(),
            members: members
                .iter()
                .map(|code| v1::Member { code: (*code).into(), name: format!("Gemeente {code}") })
                .collect(),
        }),
    }
}

/// A council's promise: small, and unique by its identifier.
#[must_use]
pub fn commitment(municipality: &str, id: &str, text: &str) -> v1::Statement {
    statement(
        &[municipality],
        v1::statement::Body::CommitmentMade(v1::CommitmentMade {
            act: act(municipality, v1::Organ::Council, "2020-11-11"),
            commitment: id.into(),
            text: text.into(),
            with: Vec::new(),
            due: "2021-04".into(),
            recurrence: 0,
        }),
    )
}

/// One line of a budget: taakveld, year, expenditure, structural, cents.
#[must_use]
pub fn line(taakveld: &str, year: i32, cents: i64) -> v1::BudgetLine {
    v1::BudgetLine { key: key(taakveld, year), amount_cents: Some(cents), explanation: None }
}

/// The key of a structural expenditure line.
#[must_use]
pub fn key(taakveld: &str, year: i32) -> Option<v1::LineKey> {
    Some(v1::LineKey {
        taakveld: taakveld.into(),
        year,
        side: v1::Side::Expenditure.into(),
        nature: v1::Nature::Structural.into(),
        category: None,
        programme: None,
    })
}

/// A municipality's adopted budget.
#[must_use]
pub fn budget(municipality: &str, year: i32, lines: Vec<v1::BudgetLine>) -> v1::Statement {
    statement(
        &[municipality],
        v1::statement::Body::BudgetAdopted(v1::BudgetAdopted {
            act: act(municipality, v1::Organ::Council, &format!("{}-11-11", year - 1)),
            holder: municipality.into(),
            year,
            lines,
            rounded_to_cents: None,
        }),
    )
}

/// A budget amendment of one line.
#[must_use]
pub fn amendment(
    municipality: &str,
    year: i32,
    number: u32,
    taakveld: &str,
    old: i64,
    mutation: i64,
    new: i64,
) -> v1::Statement {
    statement(
        &[municipality],
        v1::statement::Body::BudgetAmended(v1::BudgetAmended {
            act: act(municipality, v1::Organ::Council, &format!("{year}-06-01")),
            holder: municipality.into(),
            year,
            number,
            lines: vec![v1::AmendedLine {
                key: key(taakveld, year),
                old_cents: Some(old),
                mutation_cents: Some(mutation),
                new_cents: Some(new),
                explanation: None,
            }],
        }),
    )
}

/// A cut of the social infrastructure that a council or board adopts: for each of the years, in cents, negative.
#[must_use]
pub fn cut(by: &str, concerns: &[&str], id: &str, years: (i32, i32), cents: i64) -> v1::Statement {
    let amount = v1::Amount { kind: Some(v1::amount::Kind::ExactCents(cents)) };
    let terms = v1::CutTerms {
        cut: id.into(),
        scope: "Sociale basis".into(),
        pillar: v1::Pillar::SocialInfrastructure.into(),
        amount: Some(amount),
        years: Some(v1::YearSpan { first: years.0, last: years.1 }),
        years_inferred: false,
        structural: false,
        certainty: v1::Certainty::Decided.into(),
        concretises: None,
    };
    let act = act(by, v1::Organ::Council, "2020-07-07");
    statement(concerns, v1::statement::Body::CutAdopted(v1::CutAdopted { act, terms: Some(terms) }))
}

/// A cut is suspended for some of its years, wholly.
#[must_use]
pub fn suspension(by: &str, concerns: &[&str], id: &str, years: (i32, i32)) -> v1::Statement {
    let suspended = v1::CutSuspended {
        act: act(by, v1::Organ::Council, "2020-11-11"),
        cut: id.into(),
        years: Some(v1::YearSpan { first: years.0, last: years.1 }),
        extent: Some(v1::cut_suspended::Extent::Full(v1::Marker {})),
    };
    statement(concerns, v1::statement::Body::CutSuspended(suspended))
}
