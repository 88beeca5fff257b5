//! The amounts of a municipality: `factor × Σ(weight × volume) + Σ(weight × SIUDU)`, exact, rounded once (domain 4.3).

use bigdecimal::{BigDecimal, Zero};

use super::cells::{Number, number, text};
use super::files::{Column, Line, Matrix};
use super::kinds;
use super::log::Log;
use super::name::GRANTS;
use openboek_rules::MunicipalityCode;

/// What follows from the files for one municipality, in euros, nothing rounded.
#[derive(Clone, Debug, Default)]
pub(super) struct Exact {
    /// Per cluster: what the volumes give.
    pub(super) volumes: [BigDecimal; 4],
    /// Per cluster: what the SIUDU file adds, without the integration grants.
    pub(super) siudu: [BigDecimal; 4],
    /// Per cluster: the integration grants, which are paid beside it.
    pub(super) beside: [BigDecimal; 4],
    /// The integration grants.
    pub(super) grants: [BigDecimal; 3],
}

impl Exact {
    /// The clusters as they are paid: without the integration grants.
    pub(super) fn clusters(&self) -> [BigDecimal; 4] {
        std::array::from_fn(|cluster| &self.volumes[cluster] + &self.siudu[cluster])
    }
}

/// *OZB* counts as it is: the income from property tax is taken off without the factor.
fn is_property_tax(column: &Column) -> bool {
    column.heading.to_lowercase().starts_with("woz")
}

/// Computes it. `None`, with findings, when a number is missing.
pub(super) fn exact(
    municipality: MunicipalityCode,
    factor: &BigDecimal,
    volumes: &Matrix<'_>,
    siudu: &Matrix<'_>,
    log: &mut Log,
) -> Option<Exact> {
    let mut sums = Exact::default();
    let mut whole = true;
    for (matrix, is_siudu) in [(volumes, false), (siudu, true)] {
        let Some(line) = matrix.lines.get(&municipality) else {
            log.say(kinds::MISSING, matrix.file, None, Some("CBS"), "", municipality.to_string());
            whole = false;
            continue;
        };
        for column in &matrix.columns {
            let Some(value) = value(line, column, log) else {
                whole = false;
                continue;
            };
            if is_siudu {
                sums.add_siudu(column, &value);
            } else {
                sums.add_volume(column, &value, factor);
            }
        }
    }
    whole.then_some(sums)
}

/// The number of a municipality in a column. A dash is a nought; nothing is not.
fn value(line: &Line<'_>, column: &Column, log: &mut Log) -> Option<BigDecimal> {
    let found = text(line.row, column.place);
    match number(found) {
        Number::Is(value) => Some(value),
        Number::Dash => {
            log.dash(line.at, &column.heading);
            Some(BigDecimal::zero())
        }
        Number::Not => {
            let found = format!("{}: {found}", line.name);
            log.say(kinds::CELL, line.at.file, Some(line.at.row), Some(&column.heading), found, "");
            None
        }
    }
}

impl Exact {
    fn add_volume(&mut self, column: &Column, volume: &BigDecimal, factor: &BigDecimal) {
        let volume = if is_property_tax(column) { volume.clone() } else { volume * factor };
        for (sum, weight) in self.volumes.iter_mut().zip(&column.weight) {
            *sum += weight * &volume;
        }
    }

    fn add_siudu(&mut self, column: &Column, amount: &BigDecimal) {
        let heading = super::cells::heading(&column.heading);
        let grant = GRANTS.iter().position(|grant| grant.heading() == heading);
        let sums = if grant.is_some() { &mut self.beside } else { &mut self.siudu };
        for (sum, weight) in sums.iter_mut().zip(&column.weight) {
            *sum += weight * amount;
        }
        if let Some(grant) = grant.and_then(|grant| self.grants.get_mut(grant)) {
            for weight in &column.weight {
                *grant += weight * amount;
            }
        }
    }
}
