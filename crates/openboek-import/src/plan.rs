//! What an import would record, before anybody agrees to it.

use std::collections::BTreeMap;

use openboek_rules::Statement;

use crate::finding::{Finding, Severity};

/// What becomes of one row of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A heading, separator, blank row or footer.
    Structure,
    /// It gives rise to a statement, alone or with other rows.
    Recorded,
    /// The ledger holds it already.
    Unchanged,
    /// It is not asked for: another municipality, another year, a total that is computed anyway.
    NotAsked,
    /// It is not recorded; a finding at its place says why.
    LeftOut,
}

/// A row with what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowOutcome {
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// The row, from 1.
    pub row: u64,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// A statement that would be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The statement.
    pub statement: Statement,
    /// The rows it comes from, ascending.
    pub rows: Vec<u64>,
    /// What it says, in one Dutch line: "Begroting 2023 van Dalfsen: 142 regels".
    pub summary: String,
}

/// What an import would record, and what it has to say. Recorded as one command: all of it or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Every row of the input, in order, each once.
    pub rows: Vec<RowOutcome>,
    /// The statements, in the order in which they are recorded.
    pub proposals: Vec<Proposal>,
    /// What there is to say, in the order of the file.
    pub findings: Vec<Finding>,
}

impl Plan {
    /// How many rows have each outcome. The numbers add up to the number of rows.
    #[must_use]
    pub fn tally(&self) -> BTreeMap<Outcome, usize> {
        let mut tally = BTreeMap::new();
        for row in &self.rows {
            *tally.entry(row.outcome).or_default() += 1;
        }
        tally
    }

    /// Whether nothing of the file can be recorded.
    #[must_use]
    pub fn is_unusable(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind.severity == Severity::Unusable)
    }

    /// The same with nothing to record: rows that would have been recorded are left out.
    #[must_use]
    pub fn without_proposals(mut self) -> Self {
        self.proposals.clear();
        for row in self.rows.iter_mut().filter(|row| row.outcome == Outcome::Recorded) {
            row.outcome = Outcome::LeftOut;
        }
        self
    }

    /// Whether rows are left out: recording the rest needs a person who says so.
    #[must_use]
    pub fn leaves_out(&self) -> bool {
        self.rows.iter().any(|row| row.outcome == Outcome::LeftOut)
    }
}
