//! Merged cells: one value, which is not copied into the cells that people do not see.

use super::findings::{Fault, Findings, MERGED, MERGED_VALUE};
use super::letters;
use super::limits::Budget;
use super::workbook::Sheet;

/// A rectangle of merged cells: rows from 1, columns from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) rows: (u64, u64),
    pub(super) columns: (usize, usize),
}

impl Merge {
    /// From `B2:D5`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once(':')?;
        let ((left, top), (right, bottom)) = (reference(from)?, reference(to)?);
        (left <= right && top <= bottom).then_some(Self { rows: (top, bottom), columns: (left, right) })
    }

    fn shown(&self) -> String {
        format!("{}{}:{}{}", letters(self.columns.0), self.rows.0, letters(self.columns.1), self.rows.1)
    }
}

/// Column (from 0) and row (from 1) of a reference such as `BC12` or `$BC$12`.
pub(super) fn reference(text: &str) -> Option<(usize, u64)> {
    let text = text.replace('$', "");
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0_usize;
    for letter in letters.bytes() {
        let value = letter.to_ascii_uppercase().checked_sub(b'A').filter(|value| *value < 26)?;
        column = column * 26 + usize::from(value) + 1;
    }
    Some((column - 1, row.parse().ok().filter(|row| *row > 0)?))
}

/// Empties the cells under each merge and reports it. Merges over nothing are layout.
pub(super) fn merge(
    sheet: &mut Sheet,
    findings: &mut Findings<'_>,
    budget: &mut Budget,
) -> Result<(), Fault> {
    for area in std::mem::take(&mut sheet.merges) {
        let (top, bottom) = area.rows;
        let from = sheet.rows.partition_point(|row| row.number < top);
        let (mut seen, mut covered) = (false, Vec::new());
        for row in sheet.rows[from..].iter_mut().take_while(|row| row.number <= bottom) {
            // Counted: a hostile file merges everything with everything.
            budget.cells(1)?;
            let end = row.cells.len().min(area.columns.1 + 1);
            let cells = row.cells.get_mut(area.columns.0..end).unwrap_or_default();
            budget.cells(cells.len())?;
            for (column, cell) in cells.iter_mut().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                seen = true;
                if row.number != top || column > 0 {
                    covered.push((row.number, area.columns.0 + column, cell.shown().into_owned()));
                    *cell = super::Cell::Empty;
                }
            }
        }
        if seen {
            findings.at(MERGED, &sheet.name, Some(top), Some(letters(area.columns.0)), &area.shown());
        }
        for (row, column, value) in covered {
            findings.at(MERGED_VALUE, &sheet.name, Some(row), Some(letters(column)), &value);
        }
    }
    Ok(())
}
