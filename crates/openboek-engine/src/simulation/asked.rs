//! What clients ask, and what they are answered.

use openboek_proof::entry::{Actor, RequestId};
use openboek_rules::date::UncertainDate;
use openboek_rules::statement::{ArrangementFounded, CommitmentMade, LegalForm, Member, Recurrence};
use openboek_rules::{
    Act, Body, CommitmentId, MunicipalityCode, Organ, OrganisationId, Statement, Stream, Text,
};

use crate::command::{Command, Expected, RecordError, Recorded, Wait};

/// The members of the arrangement.
pub(super) const MEMBERS: [&str; 2] = ["GM0505", "GM0590"];

/// A command as a client made it; sent once or more.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) request: [u8; 16],
    pub(super) client: usize,
    pub(super) statements: Vec<Statement>,
    pub(super) expected: Vec<Expected>,
    pub(super) attempts: Vec<Attempt>,
}

/// One sending of a command.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    /// When it was sent and answered, in steps of the run.
    pub(super) sent: u64,
    pub(super) answered: u64,
    /// How many entries were durable when it was sent and when it was answered.
    pub(super) size_before: u64,
    pub(super) size_after: u64,
    /// The place among those that were sent together, or `None` when the order was not kept for sure.
    pub(super) place: Option<(u64, usize)>,
    /// `None` when the answer was lost on its way.
    pub(super) answer: Option<Result<Recorded, RecordError>>,
}

impl Asked {
    pub(super) fn command(&self, wait: Wait) -> Command {
        Command {
            request: RequestId(self.request),
            actor: Actor::parse("griffie").unwrap(),
            statements: self.statements.clone(),
            expected: self.expected.clone(),
            wait,
        }
    }

    /// The answers that say it was recorded, in the order they came.
    pub(super) fn recorded(&self) -> impl Iterator<Item = (&Attempt, &Recorded)> {
        self.attempts.iter().filter_map(|attempt| Some((attempt, attempt.answer.as_ref()?.as_ref().ok()?)))
    }

    /// Whether every sending of it was answered with certainty that it recorded nothing.
    pub(super) fn certainly_not_recorded(&self) -> bool {
        self.attempts.iter().all(|attempt| {
            matches!(&attempt.answer, Some(Err(error)) if !matches!(error, RecordError::Unknown(_)))
        })
    }
}

fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}

fn act(organisation: &str) -> Act {
    Act {
        organisation: OrganisationId::new(organisation).unwrap(),
        organ: Organ::Council,
        date: UncertainDate::parse("2020-11-11").unwrap(),
        documents: Vec::new(),
        legal_basis: Vec::new(),
        note: None,
    }
}

/// The founding of the arrangement.
pub(super) fn founding() -> Statement {
    let members = MEMBERS.map(|code| Member { code: MunicipalityCode::new(code).unwrap(), name: text(code) });
    let founded = ArrangementFounded {
        act: act("region"),
        name: text("Regio"),
        form: LegalForm::PublicBody,
        members: members.to_vec(),
    };
    Statement { concerns: vec![Stream::Region], body: Body::ArrangementFounded(founded) }
}

/// A promise of a member's council; its name is given once in the whole log.
pub(super) fn promise(member: usize, name: u64) -> Statement {
    let code = MEMBERS[member];
    let made = CommitmentMade {
        act: act(code),
        commitment: CommitmentId::new(&format!("T{}-{name}", &code[2..])).unwrap(),
        text: text("Wij zorgen voor een plan."),
        with: Vec::new(),
        due: UncertainDate::Unknown,
        recurrence: Recurrence::Once,
    };
    Statement { concerns: vec![Stream::new(code).unwrap()], body: Body::CommitmentMade(made) }
}

/// The name of a promise.
pub(super) fn name_of(statement: &Statement) -> Option<String> {
    match &statement.body {
        Body::CommitmentMade(made) => Some(made.commitment.to_string()),
        _ => None,
    }
}
