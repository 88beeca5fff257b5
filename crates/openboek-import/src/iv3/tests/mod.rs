//! Iv3 in and out, over the real rules.
#![allow(clippy::unwrap_used, clippy::panic)]

mod country;
mod round_trip;
mod rows;

use std::fmt::Write;

use openboek_rules::statement::{ArrangementFounded, LegalForm, Member};
use openboek_rules::{
    Act, Body, BudgetYear, MunicipalityCode, Organ, OrganisationId, State, Statement, Stream, Text,
    UncertainDate, decide_all,
};

use super::{Report, Settings, plan};
use crate::history::{Held, held};
use crate::plan::{Outcome, Plan};
use crate::source::Source;

pub(super) fn gm(code: &str) -> MunicipalityCode {
    MunicipalityCode::new(code).unwrap()
}

pub(super) fn settings(year: i64, report: Report) -> Settings {
    Settings::new(BudgetYear::new(year).unwrap(), report)
}

/// A ledger in memory that obeys the real rules.
pub(super) struct Ledger {
    state: State,
    recorded: Vec<(u64, Statement)>,
}

impl Ledger {
    pub(super) fn founded(members: impl IntoIterator<Item = (MunicipalityCode, &'static str)>) -> Self {
        let members = members.into_iter().map(|(code, name)| Member { code, name: Text::new(name).unwrap() });
        let act = Act {
            organisation: OrganisationId::new("region").unwrap(),
            organ: Organ::GeneralBoard,
            date: UncertainDate::parse("2020-01-01").unwrap(),
            documents: Vec::new(),
            legal_basis: Vec::new(),
            note: None,
        };
        let (name, form, members) = (Text::new("Regio").unwrap(), LegalForm::Informal, members.collect());
        let body = Body::ArrangementFounded(ArrangementFounded { act, name, form, members });
        let mut ledger = Self { state: State::default(), recorded: Vec::new() };
        ledger.record(vec![Statement { concerns: vec![Stream::Region], body }]);
        ledger
    }

    /// Records all of it or panics with what the rules refuse.
    pub(super) fn record(&mut self, statements: Vec<Statement>) {
        if let Err(refused) = decide_all(&self.state, &statements) {
            let words: Vec<String> = refused.iter().map(|(at, refusal)| format!("{at}: {refusal}")).collect();
            panic!("{}", words.join("\n"));
        }
        for statement in statements {
            let index = u64::try_from(self.recorded.len()).unwrap();
            self.state.evolve(index, &statement);
            self.recorded.push((index, statement));
        }
    }

    pub(super) fn held(&self) -> Vec<Held> {
        held(self.recorded.iter().cloned())
    }

    /// The plan of a file; every row has one outcome, and rows that are recorded are behind a statement.
    pub(super) fn plan(&self, name: &str, bytes: &[u8], settings: &Settings) -> Plan {
        let plan = plan(Source { name, bytes }, settings, &self.held());
        let recorded = plan.rows.iter().filter(|row| row.outcome == Outcome::Recorded).count();
        assert!(recorded == 0 || !plan.proposals.is_empty(), "rows are recorded by nothing");
        plan
    }

    /// Plans and records.
    pub(super) fn import(&mut self, name: &str, bytes: &[u8], settings: &Settings) -> Plan {
        let plan = self.plan(name, bytes, settings);
        self.record(plan.proposals.iter().map(|proposal| proposal.statement.clone()).collect());
        plan
    }
}

/// The findings of a plan: `code | row | found | expected`.
pub(super) fn findings(plan: &Plan) -> String {
    let mut lines = String::new();
    for finding in &plan.findings {
        let row = finding.place.row.map_or_else(|| "-".to_owned(), |row| row.to_string());
        writeln!(lines, "{} | {row} | {} | {}", finding.kind.code, finding.found, finding.expected).unwrap();
    }
    lines
}

/// Compares line by line without blanks at the ends.
#[track_caller]
pub(super) fn same(found: &str, expected: &str) {
    let clean = |text: &str| {
        let line = |line: &str| line.split('|').map(str::trim).collect::<Vec<_>>().join(" | ");
        text.lines().map(str::trim).filter(|text| !text.is_empty()).map(line).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(clean(found), clean(expected), "\n{found}");
}
