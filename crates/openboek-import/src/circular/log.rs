//! What becomes of each row of the files, and what there is to say about them.

use std::collections::BTreeMap;

use super::kinds;
use crate::finding::{Finding, Kind, Place};
use crate::plan::{Outcome, RowOutcome};

/// A row of one of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    /// Which file, in the order they were given.
    pub(super) file: usize,
    /// The row, from 1.
    pub(super) row: u64,
}

/// Rows and findings as they come.
#[derive(Debug, Default)]
pub(super) struct Log {
    files: Vec<String>,
    rows: BTreeMap<At, Outcome>,
    /// Per file: where the first dash stood, and how many there were.
    dashes: BTreeMap<usize, (u64, String, u64)>,
    pub(super) findings: Vec<Finding>,
}

impl Log {
    /// Begins a file; the number is how its rows are named.
    pub(super) fn file(&mut self, name: &str) -> usize {
        self.files.push(name.to_owned());
        self.files.len() - 1
    }

    /// What becomes of a row. Said again, it replaces what was said.
    pub(super) fn row(&mut self, at: At, outcome: Outcome) {
        self.rows.insert(at, outcome);
    }

    pub(super) fn say(
        &mut self,
        kind: &'static Kind,
        file: usize,
        row: Option<u64>,
        column: Option<&str>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) {
        let place = Place {
            file: self.files.get(file).cloned().unwrap_or_default(),
            sheet: None,
            row,
            column: column.map(str::to_owned),
        };
        self.findings.push(Finding::new(kind, place, &found.into(), &expected.into()));
    }

    /// A dash was read as a nought. Said once for each file, however many there are.
    pub(super) fn dash(&mut self, at: At, column: &str) {
        let (.., count) = self.dashes.entry(at.file).or_insert_with(|| (at.row, column.to_owned(), 0));
        *count += 1;
    }

    /// Says what is said once for each file.
    pub(super) fn finish(&mut self) {
        for (file, (row, column, count)) in std::mem::take(&mut self.dashes) {
            self.say(kinds::DASH, file, Some(row), Some(&column), format!("{count} keer"), "0");
        }
    }

    /// The rows in the order of the files. As there are several files, each row names its own where a workbook names a sheet.
    pub(super) fn rows(&self) -> Vec<RowOutcome> {
        let name = |at: &At| self.files.get(at.file).cloned();
        self.rows
            .iter()
            .map(|(at, outcome)| RowOutcome { sheet: name(at), row: at.row, outcome: *outcome })
            .collect()
    }
}
