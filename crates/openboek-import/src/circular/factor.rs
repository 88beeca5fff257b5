//! The factor (*uitkeringsfactor*) of a circular and year, from the file that lists them.

use bigdecimal::{BigDecimal, Signed};
use openboek_rules::BudgetYear;

use super::cells::{heading, text};
use super::files::read;
use super::kinds;
use super::log::Log;
use super::name::Circular;
use crate::decimal;
use crate::finding::Finding;
use crate::source::Source;

/// Reads a factor as people type it: `1,414` or `1.414`. `None` when it is not a positive number.
#[must_use]
pub fn typed(factor: &str) -> Option<BigDecimal> {
    let factor = factor.trim();
    // A factor is about 1, so a point in it never stands between thousands.
    (factor.len() <= 20)
        .then(|| decimal::dutch(&factor.replace('.', ",")))
        .flatten()
        .filter(BigDecimal::is_positive)
}

/// Finds the factor in a file with the columns `Circulaire,Jaar,Uitkeringsfactor`.
///
/// # Errors
/// What is wrong with the file, or that it does not have the factor.
pub fn listed(source: Source<'_>, circular: Circular, year: BudgetYear) -> Result<BigDecimal, Vec<Finding>> {
    let mut log = Log::default();
    let expected = format!("{circular}, {year}");
    if let Some((file, rows)) = read(source, b',', &mut log) {
        let expects = ["circulaire", "jaar", "uitkeringsfactor"];
        let headed = rows.first().is_some_and(|row| (0..3).all(|at| heading(text(row, at)) == expects[at]));
        let mut found = rows
            .iter()
            .filter(|row| text(row, 0) == circular.to_string() && text(row, 1) == year.to_string());
        match (headed, found.next(), found.next()) {
            (false, ..) => {
                let first = rows.first().map(|row| text(row, 0)).unwrap_or_default();
                log.say(kinds::HEADING, file, Some(1), None, first, "Circulaire,Jaar,Uitkeringsfactor");
            }
            (true, None, _) => log.say(kinds::FACTOR, file, None, None, "", expected),
            (true, Some(_), Some(row)) => log.say(kinds::TWICE, file, Some(row.number), None, expected, ""),
            (true, Some(row), None) => match typed(text(row, 2)) {
                Some(factor) => return Ok(factor),
                None => log.say(
                    kinds::FACTOR,
                    file,
                    Some(row.number),
                    Some("Uitkeringsfactor"),
                    text(row, 2),
                    expected,
                ),
            },
        }
    }
    Err(log.findings)
}
