//! A published file with results (`GF_*.csv`), held against what was computed. Nothing of it is recorded.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;

use super::cells::{heading, text};
use super::files::{Line, read};
use super::kinds;
use super::log::{At, Log};
use super::name::CLUSTERS;
use super::sums::Exact;
use crate::decimal;
use crate::plan::Outcome;
use crate::source::Source;
use crate::table::Row;
use openboek_rules::MunicipalityCode;

/// Reports each amount that differs, for the municipalities that were computed.
///
/// The published files keep doubles, so what lies within half a cent is the same.
pub(super) fn compare(
    source: Source<'_>,
    computed: &BTreeMap<MunicipalityCode, Exact>,
    lines: &BTreeMap<MunicipalityCode, Line<'_>>,
    log: &mut Log,
) {
    let Some((file, rows)) = read(source, b';', log) else { return };
    let Some((names, columns)) = rows.first().and_then(head) else {
        let first = rows.first().map(|row| text(row, 1)).unwrap_or_default();
        log.say(kinds::HEADING, file, Some(1), None, first, "Gemeenten");
        return;
    };
    let by_name: BTreeMap<String, &Exact> =
        computed.iter().filter_map(|(code, exact)| Some((heading(lines.get(code)?.name), exact))).collect();
    for row in rows.iter().skip(1) {
        let name = text(row, names);
        if !name.is_empty() {
            log.row(At { file, row: row.number }, Outcome::NotAsked);
        }
        let Some(exact) = by_name.get(&heading(name)) else { continue };
        for (cluster, column) in columns.into_iter().enumerate() {
            let whole = &exact.volumes[cluster] + &exact.siudu[cluster] + &exact.beside[cluster];
            let found = text(row, column);
            let kind = match decimal::english(found) {
                Some(published) if same(&published, &whole) => continue,
                Some(published) if same(&published, &exact.volumes[cluster]) => kinds::WITHOUT_SIUDU,
                _ => kinds::PUBLISHED,
            };
            let expected = decimal::cents_rounded(&whole).map(super::say::euros).unwrap_or_default();
            let title = CLUSTERS[cluster].heading();
            log.say(kind, file, Some(row.number), Some(title), format!("{name}: {found}"), expected);
        }
    }
}

fn head(row: &Row) -> Option<(usize, [usize; 4])> {
    let headings: Vec<String> = (0..row.cells.len()).map(|column| heading(text(row, column))).collect();
    let place = |name: &str| headings.iter().position(|found| found == name);
    let mut columns = [0; 4];
    for (column, line) in columns.iter_mut().zip(CLUSTERS) {
        *column = place(line.heading())?;
    }
    Some((place("gemeenten")?, columns))
}

fn same(published: &BigDecimal, exact: &BigDecimal) -> bool {
    (published - exact).abs() < BigDecimal::new(5.into(), 3)
}
