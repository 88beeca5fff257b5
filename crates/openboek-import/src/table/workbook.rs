//! A workbook of either form, by what is in it rather than by its name.

use super::findings::{Fault, Findings, HIDDEN_COLUMNS, HIDDEN_ROWS, HIDDEN_SHEET, LOCKED, NO_WORKBOOK};
use super::limits::Budget;
use super::merge::{Merge, merge};
use super::package::Package;
use super::{Row, Table, letters, ods, xlsx};
use crate::finding::Finding;
use crate::source::Source;

/// A sheet as either form holds it.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// First and last of each run of hidden columns, from 0.
    pub(super) hidden_columns: Vec<(usize, usize)>,
    pub(super) rows: Vec<Row>,
    pub(super) merges: Vec<Merge>,
}

impl Sheet {
    /// Keeps a row when something stands in it; the cells of an empty one are forgotten.
    pub(super) fn keep(&mut self, mut row: Row, budget: &mut Budget) -> Result<(), Fault> {
        while row.cells.last().is_some_and(super::Cell::is_empty) {
            row.cells.pop();
        }
        if row.cells.is_empty() {
            return Ok(());
        }
        budget.rows(1).map_err(|fault| fault.in_row(row.number))?;
        budget.cells(row.cells.len()).map_err(|fault| fault.in_row(row.number))?;
        self.rows.push(row);
        Ok(())
    }
}

/// Reads a workbook: XLSX or ODS, by its content. Hidden sheets, rows and columns are read like others and reported; the value of
/// merged cells stands in the first of them only.
///
/// # Errors
///
/// One finding when the file is no such workbook, is damaged or locked, or exceeds a limit.
pub fn workbook(source: Source<'_>) -> Result<(Vec<Table>, Vec<Finding>), Finding> {
    let mut findings = Findings::new(source.name);
    let tables = read(source.bytes, &mut findings).map_err(|fault| fault.into_finding(source.name))?;
    Ok((tables, findings.finish()))
}

fn read(bytes: &[u8], findings: &mut Findings<'_>) -> Result<Vec<Table>, Fault> {
    let mut package = Package::open(bytes)?;
    let mut budget = Budget::default();
    let sheets = if package.has("content.xml") {
        let manifest = package.part("META-INF/manifest.xml", &mut budget)?.unwrap_or_default();
        if manifest.contains("encryption-data") {
            return Err(Fault::new(LOCKED, "META-INF/manifest.xml: encryption-data", ""));
        }
        ods::read(&mut package, &mut budget)?
    } else if package.has("_rels/.rels") {
        xlsx::read(&mut package, &mut budget)?
    } else {
        return Err(Fault::new(NO_WORKBOOK, "een zip met iets anders", "XLSX of ODS"));
    };
    let mut tables = Vec::with_capacity(sheets.len());
    for mut sheet in sheets {
        report_hidden(&sheet, findings);
        merge(&mut sheet, findings, &mut budget).map_err(|fault| fault.in_sheet(&sheet.name))?;
        tables.push(Table { sheet: Some(sheet.name), rows: sheet.rows });
    }
    Ok(tables)
}

fn report_hidden(sheet: &Sheet, findings: &mut Findings<'_>) {
    if sheet.hidden {
        findings.at(HIDDEN_SHEET, &sheet.name, None, None, &sheet.name);
    }
    for (first, last) in &sheet.hidden_columns {
        let found = format!("{} tot en met {}", letters(*first), letters(*last));
        findings.at(HIDDEN_COLUMNS, &sheet.name, None, Some(letters(*first)), &found);
    }
    for run in sheet.rows.chunk_by(|a, b| a.hidden && b.hidden).filter(|run| run[0].hidden) {
        let (first, last) = (run[0].number, run[run.len() - 1].number);
        findings.at(HIDDEN_ROWS, &sheet.name, Some(first), None, &format!("rijen {first} tot en met {last}"));
    }
}
