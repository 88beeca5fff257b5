//! One history: the second model beside the paragraph.

use openboek_rules::statement::{LineKey, Side};
use openboek_rules::{BudgetYear, Flow, Pillar, Stream};
use openboek_views::View;
use openboek_views::model::{Paragraph, RowRole, TableId, Value};

use crate::compared;
use crate::history::{self, HOLDER};
use crate::model::{self, Budget, Lines, List, balance, is_incidental, is_reserve, sum};
use crate::support::Ledger;
use crate::support::print::{at, cell, counted_at};
use crate::totals;

const DAY: &str = "2025-01-01";
/// Of one history in so many every earlier stand is looked at; of the others one.
const EVERY_STAND_OF: u64 = 50;

/// Who and which year is looked at follows from the seed, so that all come by.
pub fn check(ledger: &Ledger, seed: u64) {
    let holder = if seed.is_multiple_of(3) { "region" } else { HOLDER };
    let year = 2023 + i64::try_from(seed / 3 % 4).unwrap();
    let earlier = if ledger.size() == 0 { 0 } else { seed % ledger.size() };
    grown(ledger, holder, year, earlier);
    if seed.is_multiple_of(EVERY_STAND_OF) {
        every_stand(ledger, holder, year);
    }
    for size in [earlier, ledger.size()] {
        let shown = ledger.paragraph(holder, year, ledger.stand(size, DAY));
        // As if every entry had said at once what its last correction says.
        let mut then = ledger.clone();
        then.events.truncate(usize::try_from(size).unwrap());
        let restated = history::course::restated(&then);
        let list = List::new(&restated.events, Stream::new(holder).unwrap(), size);
        budget(&shown, list.budget(BudgetYear::new(year).unwrap()), year);
        let open = if year < 2024 { 0 } else { list.open_requests() };
        assert_eq!(at(&shown, TableId::KeyFigures, "open-requests", "value"), open.to_string());
        indications(&shown, &list, year);
        subsidies(&shown, &list);
        compared::subsidies(&shown, &list, year);
        compared::ledgers(&shown, &list, year);
        compared::ceilings(&shown, &list, year);
        compared::contributions(&shown, &list, holder, year);
        compared::money(&shown, &list, year);
        totals::check(&shown);
    }
}

/// A view that grew entry by entry equals one that was folded anew, and an earlier stand is shown as it was then.
fn grown(ledger: &Ledger, holder: &str, year: i64, earlier: u64) {
    let (year, mut then) = (BudgetYear::new(year).unwrap(), None);
    let mut live = View::new(Stream::new(holder).unwrap());
    for event in ledger.of(holder, ledger.now(DAY)) {
        if event.index >= earlier && then.is_none() {
            then = Some(live.clone());
        }
        live.apply(event);
        if live.restart().is_some() {
            // A correction counts in the place of an entry before it: the fold begins again.
            live = ledger.view(holder, ledger.stand(event.index + 1, DAY));
        }
    }
    assert_eq!(live, ledger.view(holder, ledger.now(DAY)), "replayed");
    let then = then.unwrap_or(live);
    let at = ledger.stand(earlier, DAY);
    let moment = ledger.paragraph(holder, i64::from(year.get()), at).head.moment;
    let shown = then.paragraph("ledger.example.nl/test", year, moment);
    assert_eq!(shown, ledger.paragraph(holder, i64::from(year.get()), at), "the stand of {earlier}");
}

/// Each stand, shown from the whole ledger, is what a ledger that ends there shows.
fn every_stand(ledger: &Ledger, holder: &str, year: i64) {
    let mut shorter = ledger.clone();
    for size in (0..=ledger.size()).rev() {
        shorter.events.truncate(usize::try_from(size).unwrap());
        let then = shorter.paragraph(holder, year, shorter.now(DAY));
        assert_eq!(ledger.paragraph(holder, year, ledger.stand(size, DAY)), then, "the stand of {size}");
    }
}

fn budget(shown: &Paragraph, budget: Option<Budget>, year: i64) {
    let Some(Budget { lines, certainty }) = budget else {
        assert!(shown.table(TableId::BudgetByTaakveld).is_none());
        assert_eq!(at(shown, TableId::MeansInAndOut, "means-in", "value"), "n.n.b. (1); reason-no-budget");
        return;
    };
    let of_year: Lines = lines.iter().filter(|(key, _)| i64::from(key.year.get()) == year).cloned().collect();
    let ordinary = |key: &LineKey| !is_reserve(key);
    let side = |side: Side| sum(&of_year, |key| key.side == side && ordinary(key));
    for (row, expected) in [
        ("income", side(Side::Income)),
        ("expenditure", side(Side::Expenditure)),
        ("balance", balance(&of_year, ordinary)),
    ] {
        same(shown, TableId::KeyFigures, row, "value", expected, certainty);
    }
    for family in ["social-infrastructure", "income", "participation", "other"] {
        let in_family = |key: &LineKey| ordinary(key) && model::family(key) == family;
        if let Some(expected) = balance(&of_year, in_family) {
            same(shown, TableId::BudgetByFamily, family, "balance", Some(expected), certainty);
        }
    }
    means(shown, &of_year, certainty);
    ahead(shown, &lines, year, certainty);
}

/// In = out + added to the reserve + returned, and each term is what the list says.
fn means(shown: &Paragraph, lines: &Lines, certainty: &str) {
    let total = |side: Side, reserve: bool| {
        sum(lines, |key| key.side == side && is_reserve(key) == reserve).unwrap_or(0)
    };
    let (income, out) = (total(Side::Income, false), total(Side::Expenditure, false));
    let added = total(Side::Expenditure, true) - total(Side::Income, true);
    for (row, expected) in [
        ("means-in", income),
        ("means-out", out),
        ("reserve-mutation", added),
        ("returned-to-general-means", income - out - added),
    ] {
        same(shown, TableId::MeansInAndOut, row, "value", Some(expected), certainty);
    }
}

/// The three years after the budget year, as the budget of the year says.
fn ahead(shown: &Paragraph, lines: &Lines, year: i64, certainty: &str) {
    if shown.table(TableId::MultiYear).is_none() {
        assert!(lines.iter().all(|(key, _)| i64::from(key.year.get()) == year));
        return;
    }
    for of in year..=year + 3 {
        let that_year = |key: &LineKey| i64::from(key.year.get()) == of && !is_reserve(key);
        let column = of.to_string();
        same(shown, TableId::MultiYear, "balance", &column, balance(lines, that_year), certainty);
        let once = sum(lines, |key| that_year(key) && is_incidental(key) && key.side == Side::Income);
        if once.is_some() {
            same(shown, TableId::MultiYear, "incidental:income", &column, once, certainty);
        }
    }
}

fn indications(shown: &Paragraph, list: &List<'_>, year: i64) {
    for (flow, column) in [(Flow::Income, "income"), (Flow::Expenditure, "expenditure")] {
        let expected = list.indicated(year, Pillar::Wmo, flow);
        let there = shown.table(TableId::IndicationsByPillar).and_then(|table| table.cell("wmo", column));
        match there.map(|cell| &cell.value) {
            Some(Value::Sum(sum)) => assert_eq!(*sum, expected, "indicated {column}"),
            Some(Value::None) | None => assert!(expected.is_empty(), "indicated {column}: {expected:?}"),
            Some(other) => panic!("indicated {column} prints as {other:?}"),
        }
    }
}

/// Of each subsidy shown: what was paid.
fn subsidies(shown: &Paragraph, list: &List<'_>) {
    let Some(table) = shown.table(TableId::Subsidies) else { return };
    for row in table.rows.iter().filter(|row| row.role != RowRole::Total) {
        let expected = list.paid(&row.id);
        match &table.cell(&row.id, "paid").unwrap().value {
            Value::Sum(sum) => assert_eq!(*sum, expected, "paid of {}", row.id),
            Value::None => assert!(expected.is_empty(), "paid of {}: {expected:?}", row.id),
            other => panic!("paid of {} prints as {other:?}", row.id),
        }
    }
}

/// The cell says these cents, decided; nothing when there is no line.
#[track_caller]
fn same(shown: &Paragraph, table: TableId, row: &str, column: &str, expected: Option<i64>, certainty: &str) {
    let expected = expected.map_or_else(|| "–".to_owned(), |cents| format!("{cents} ({certainty})"));
    assert_eq!(counted_at(shown, table, row, column), expected, "{row} / {column}");
    let sources = &cell(shown, table, row, column).sources;
    assert_eq!(sources.is_empty(), expected == "–" || table == TableId::MeansInAndOut && sources.is_empty());
}
