//! The source files of a circular: weights, and per municipality the volumes and the SIUDU amounts.

use std::collections::{BTreeMap, BTreeSet};

use bigdecimal::{BigDecimal, Zero};
use openboek_rules::MunicipalityCode;

use super::cells::{Number, heading, number, text};
use super::kinds;
use super::log::{At, Log};
use super::name::CLUSTERS;
use crate::municipality::code_of;
use crate::plan::Outcome;
use crate::source::Source;
use crate::table::{Delimited, Quoting, Row, delimited};

/// The weight of a criterion in each of the social clusters, in their order.
pub(super) type Weight = [BigDecimal; 4];

/// One criterion (*verdeelmaatstaf*) or grant with its weights.
#[derive(Clone, Debug)]
pub(super) struct Criterion {
    pub(super) at: At,
    pub(super) name: String,
    pub(super) weight: Weight,
}

impl Criterion {
    /// Whether it counts in any of the social clusters.
    pub(super) fn is_social(&self) -> bool {
        self.weight.iter().any(|weight| !weight.is_zero())
    }
}

/// The weights: criteria of the volumes by their code, grants of the SIUDU file by their name.
#[derive(Debug, Default)]
pub(super) struct Weights {
    pub(super) by_code: BTreeMap<String, Criterion>,
    pub(super) by_name: BTreeMap<String, Criterion>,
}

/// The rows of a file of tab separated text. `None`, with a finding, when it cannot be read.
pub(super) fn read(source: Source<'_>, separator: u8, log: &mut Log) -> Option<(usize, Vec<Row>)> {
    let file = log.file(source.name);
    match delimited(source, Delimited { separator, quoting: Quoting::None }) {
        Ok((rows, findings)) => {
            log.findings.extend(findings);
            for row in &rows {
                log.row(At { file, row: row.number }, Outcome::Structure);
            }
            Some((file, rows))
        }
        Err(finding) => {
            log.findings.push(finding);
            None
        }
    }
}

/// Reads the weights. `None`, with a finding, when they cannot be used.
pub(super) fn weights(source: Source<'_>, log: &mut Log) -> Option<Weights> {
    let (file, rows) = read(source, b'\t', log)?;
    let expected = CLUSTERS.map(|line| line.heading()).join(", ");
    let found = rows.iter().enumerate().find_map(|(place, row)| Some((place, Columns::find(row)?)));
    let Some((place, columns)) = found else {
        let first = rows.first().map(|row| text(row, 0)).unwrap_or_default();
        log.say(kinds::HEADING, file, Some(1), None, first, expected);
        return None;
    };
    let mut weights = Weights::default();
    let mut usable = true;
    for row in rows.iter().skip(place + 1) {
        usable &= columns.take_in(row, At { file, row: row.number }, &mut weights, log);
    }
    usable.then_some(weights)
}

/// Where the weights of each cluster stand.
struct Columns {
    social: [usize; 4],
    /// Every cluster, the social ones too.
    all: Vec<usize>,
    total: Option<usize>,
}

impl Columns {
    fn find(row: &Row) -> Option<Self> {
        let headings: Vec<String> = (0..row.cells.len()).map(|column| heading(text(row, column))).collect();
        let mut social = [0; 4];
        for (place, line) in social.iter_mut().zip(CLUSTERS) {
            *place = headings.iter().position(|found| found == line.heading())?;
        }
        let total = headings.iter().position(|found| found == "totaal");
        let first = social.iter().min().copied().unwrap_or_default();
        let all = (first..headings.len()).filter(|column| Some(*column) != total).collect();
        // Code and name stand before the clusters.
        (first >= 2).then_some(Self { social, all, total })
    }

    /// Takes in one row; whether the weights can still be used.
    fn take_in(&self, row: &Row, at: At, weights: &mut Weights, log: &mut Log) -> bool {
        let (code, name) = (text(row, 0), text(row, 1));
        if code.is_empty() && name.is_empty() {
            return true;
        }
        let mut weight = Weight::default();
        for (place, column) in weight.iter_mut().zip(self.social) {
            match number(text(row, column)) {
                Number::Is(value) => *place = value,
                Number::Dash => log.dash(at, name),
                Number::Not => {
                    log.say(kinds::WEIGHT, at.file, Some(at.row), Some(name), text(row, column), "");
                    return false;
                }
            }
        }
        self.check_total(row, at, name, log);
        log.row(at, Outcome::NotAsked);
        let criterion = Criterion { at, name: name.to_owned(), weight };
        let before = if code.is_empty() {
            weights.by_name.insert(heading(name), criterion)
        } else {
            weights.by_code.insert(heading(code), criterion)
        };
        if before.is_some() {
            log.say(kinds::TWICE, at.file, Some(at.row), None, name, "");
        }
        before.is_none()
    }

    /// The file gives a total too. It is used for nothing; where it is another sum, that is said.
    fn check_total(&self, row: &Row, at: At, name: &str, log: &mut Log) {
        let Some(total) = self.total.map(|column| text(row, column)) else { return };
        let parts = self.all.iter().map(|column| match number(text(row, *column)) {
            Number::Is(value) => Some(value),
            Number::Dash => Some(BigDecimal::zero()),
            Number::Not => None,
        });
        let (Number::Is(stated), Some(parts)) = (number(total), parts.collect::<Option<Vec<_>>>()) else {
            return;
        };
        let sum: BigDecimal = parts.iter().sum();
        if sum != stated {
            let sum = sum.normalized().to_plain_string().replace('.', ",");
            log.say(
                kinds::WEIGHT_TOTAL,
                at.file,
                Some(at.row),
                Some("Totaal"),
                format!("{name}: {total}"),
                sum,
            );
        }
    }
}

/// One municipality in the volumes or in the SIUDU file.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) at: At,
    pub(super) name: &'a str,
    pub(super) row: &'a Row,
}

/// A column whose numbers count in a social cluster, with the weights of its heading.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) place: usize,
    pub(super) heading: String,
    pub(super) weight: Weight,
}

/// A file with a municipality a row.
#[derive(Debug)]
pub(super) struct Matrix<'a> {
    pub(super) file: usize,
    pub(super) columns: Vec<Column>,
    pub(super) lines: BTreeMap<MunicipalityCode, Line<'a>>,
}

/// Headings that say who, not how much.
const IDENTIFYING: [&str; 3] = ["cbs", "naam", "prov"];

/// Reads who is in a file, and which of its columns count. `other_name` gives the name in the weights of a heading that is written
/// otherwise there. `None`, with a finding, when it cannot be used.
pub(super) fn matrix<'a>(
    file: usize,
    rows: &'a [Row],
    criteria: &BTreeMap<String, Criterion>,
    other_name: impl Fn(&str) -> Option<&'static str>,
    log: &mut Log,
) -> Option<Matrix<'a>> {
    let is_head = |row: &Row| heading(text(row, 0)) == "cbs" && heading(text(row, 1)) == "naam";
    let Some(place) = rows.iter().position(is_head) else {
        let first = rows.first().map(|row| text(row, 0)).unwrap_or_default();
        log.say(kinds::HEADING, file, Some(1), None, first, "CBS, Naam, Prov");
        return None;
    };
    let head = &rows[place];
    let mut matrix = Matrix { file, columns: Vec::new(), lines: BTreeMap::new() };
    let mut met = BTreeSet::new();
    for column in IDENTIFYING.len()..head.cells.len() {
        let found = heading(text(head, column));
        let name = other_name(&found).map_or_else(|| found.clone(), str::to_owned);
        match criteria.get(&name) {
            Some(_) if !met.insert(name) => {
                log.say(kinds::TWICE, file, Some(head.number), Some(text(head, column)), found, "");
                return None;
            }
            Some(criterion) if criterion.is_social() => {
                let heading = text(head, column).to_owned();
                matrix.columns.push(Column { place: column, heading, weight: criterion.weight.clone() });
            }
            Some(_) => {}
            None => unused(file, rows, place, column, log),
        }
    }
    let lacking = criteria.iter().find(|(name, criterion)| criterion.is_social() && !met.contains(*name));
    if let Some((_, criterion)) = lacking {
        log.say(
            kinds::UNMATCHED,
            criterion.at.file,
            Some(criterion.at.row),
            None,
            criterion.name.clone(),
            "",
        );
        return None;
    }
    matrix.take_in(&rows[place + 1..], log).then_some(matrix)
}

/// A column without a weight, when there is money in it: the repeated code of some circulars is none.
fn unused(file: usize, rows: &[Row], head: usize, column: usize, log: &mut Log) {
    let title = text(&rows[head], column);
    let says_who = IDENTIFYING.contains(&heading(title).as_str());
    let holds = |row: &Row| matches!(number(text(row, column)), Number::Is(value) if !value.is_zero());
    if !says_who && !title.is_empty() && rows[head + 1..].iter().any(holds) {
        log.say(kinds::UNUSED, file, Some(rows[head].number), Some(title), title, "");
    }
}

impl<'a> Matrix<'a> {
    fn take_in(&mut self, rows: &'a [Row], log: &mut Log) -> bool {
        for row in rows {
            let at = At { file: self.file, row: row.number };
            let (code, name) = (text(row, 0), text(row, 1));
            if code.is_empty() && name.is_empty() {
                continue;
            }
            let Some(municipality) = municipality(code) else {
                log.row(at, Outcome::LeftOut);
                log.say(kinds::CODE, at.file, Some(at.row), Some("CBS"), format!("{code} {name}"), "");
                continue;
            };
            log.row(at, Outcome::NotAsked);
            if self.lines.insert(municipality, Line { at, name, row }).is_some() {
                log.say(kinds::TWICE, at.file, Some(at.row), Some("CBS"), format!("{code} {name}"), "");
                return false;
            }
        }
        true
    }
}

/// The source prints the number of a code without its prefix and leading zeros (148); a name does not stand in that column.
fn municipality(code: &str) -> Option<MunicipalityCode> {
    let digits = !code.is_empty() && code.bytes().all(|digit| digit.is_ascii_digit());
    digits.then(|| code_of(code)).flatten()
}
