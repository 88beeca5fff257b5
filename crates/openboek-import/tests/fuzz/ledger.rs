//! What was recorded before an import, under the real rules.

use openboek_import::{Held, Plan, Source, history};
use openboek_rules::statement::{ArrangementFounded, LegalForm, Member};
use openboek_rules::{
    Act, Body, MunicipalityCode, Organ, OrganisationId, State, Statement, Stream, Text, UncertainDate,
    decide_all,
};

use crate::importers::Importer;

/// The members: those in the fixtures, and those whose real figures have the known defects.
const MEMBERS: [(&str, &str); 13] = [
    ("GM0148", "Dalfsen"),
    ("GM0160", "Hardenberg"),
    ("GM0175", "Ommen"),
    ("GM0180", "Staphorst"),
    ("GM0363", "Amsterdam"),
    ("GM0482", "Alblasserdam"),
    ("GM0505", "Dordrecht"),
    ("GM0523", "Hardinxveld-Giessendam"),
    ("GM0531", "Hendrik-Ido-Ambacht"),
    ("GM0590", "Papendrecht"),
    ("GM0610", "Sliedrecht"),
    ("GM0642", "Zwijndrecht"),
    ("GM1896", "Zwartewaterland"),
];

/// A log.
#[derive(Clone)]
pub(crate) struct Ledger {
    state: State,
    recorded: Vec<Statement>,
}

impl Ledger {
    /// An arrangement in which nothing was recorded yet.
    pub(crate) fn founded() -> Self {
        let act = Act {
            organisation: OrganisationId::new("region").unwrap(),
            organ: Organ::GeneralBoard,
            date: UncertainDate::Unknown,
            documents: Vec::new(),
            legal_basis: Vec::new(),
            note: None,
        };
        let member = |(code, name)| Member {
            code: MunicipalityCode::new(code).unwrap(),
            name: Text::new(name).unwrap(),
        };
        let (name, form) = (Text::new("De samenwerking").unwrap(), LegalForm::Informal);
        let members = MEMBERS.map(member).into();
        let body = Body::ArrangementFounded(ArrangementFounded { act, name, form, members });
        let mut ledger = Self { state: State::default(), recorded: Vec::new() };
        ledger.record(&[Statement { concerns: vec![Stream::Region], body }]).unwrap();
        ledger
    }

    /// The same with files imported.
    pub(crate) fn with(mut self, importer: &Importer, files: &[Source<'_>]) -> Self {
        let plan = (importer.plan)(files, &self.held());
        self.take(&plan).unwrap();
        self
    }

    pub(crate) fn held(&self) -> Vec<Held> {
        history::held((0..).zip(self.recorded.iter().cloned()))
    }

    /// Records all of a plan as one command, or says what the rules refuse.
    pub(crate) fn take(&mut self, plan: &Plan) -> Result<(), String> {
        let statements: Vec<Statement> =
            plan.proposals.iter().map(|proposal| proposal.statement.clone()).collect();
        if statements.is_empty() { Ok(()) } else { self.record(&statements) }
    }

    fn record(&mut self, statements: &[Statement]) -> Result<(), String> {
        decide_all(&self.state, statements).map_err(|refused| {
            let words =
                refused.iter().map(|(at, refusal)| format!("{}: {refusal}", statements[*at].body.kind()));
            words.collect::<Vec<_>>().join("\n")
        })?;
        for statement in statements {
            self.state.evolve(u64::try_from(self.recorded.len()).unwrap(), statement);
            self.recorded.push(statement.clone());
        }
        Ok(())
    }
}
