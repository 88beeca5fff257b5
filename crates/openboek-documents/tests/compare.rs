//! Differences in sentences: what a council member reads when a paragraph changed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::sample::{cell, cents, exact, named, row, sum, unknown, year};
use openboek_documents::Lang;
use openboek_documents::compare::{Causes, Compared, nothing_changed};
use openboek_rules::{Amount, Stream};
use openboek_views::compare::compare;
use openboek_views::labels;
use openboek_views::model::{
    ColumnId, Head, Moment, Paragraph, Row, RowRole, Section, SectionId, Table, TableId, Value,
};

/// A paragraph with one table.
fn paragraph(holder: &str, of: i64, id: TableId, columns: Vec<ColumnId>, rows: Vec<Row>) -> Paragraph {
    let moment = Moment { size: 20, as_decided_on: None, reference_day: "2021-06-01".parse().unwrap() };
    let head = Head {
        origin: "ledger.example.nl/x".into(),
        arrangement: "Regio".into(),
        holder: Stream::new(holder).unwrap(),
        holder_name: if holder == "GM0505" { "Dordrecht" } else { "Alblasserdam" }.into(),
        year: year(of),
        moment,
    };
    let section = Section { id: SectionId::IncomeAndExpenditure, tables: vec![Table { id, columns, rows }] };
    Paragraph { head, sections: vec![section] }
}

fn budget(holder: &str, of: i64, value: Value, sources: &[u64]) -> Paragraph {
    let columns = vec![ColumnId::Named(labels::INCOME), ColumnId::Named(labels::EXPENDITURE)];
    let youth = row("6.72", "Maatwerkdienstverlening 18-", vec![(exact(5_000), &[3]), (value, sources)]);
    paragraph(holder, of, TableId::BudgetByTaakveld, columns, vec![youth])
}

fn cut(of: i64, value: Value, sources: &[u64]) -> Paragraph {
    let columns = vec![ColumnId::Year(year(of)), ColumnId::Named(labels::STATUS)];
    let lane =
        row("SV-20", "Sociale basis", vec![(value, sources), (Value::Label(labels::CUTS_EFFECT), &[4])]);
    paragraph("GM0505", of, TableId::CutLanes, columns, vec![lane])
}

/// The sentences, with plain blanks.
fn said(before: &Paragraph, after: &Paragraph, lang: Lang) -> Vec<String> {
    let causes: Causes = [
        (3, "„Begroting vastgesteld”".to_owned()),
        (17, "begrotingswijziging 2".to_owned()),
        (18, "„Bezuiniging opgeschort”".to_owned()),
    ]
    .into();
    let comparison = compare(before, after);
    let compared = Compared::new(before, after, &comparison, lang);
    let sentence = |difference| compared.sentence(difference, &causes).replace('\u{a0}', " ");
    comparison.differences.iter().map(sentence).collect()
}

#[test]
fn each_difference_is_one_plain_sentence() {
    let million = || budget("GM0505", 2021, exact(100_000_000), &[3]);
    let subject = "Lasten maatwerkdienstverlening 18- (6.72)";
    // before, after, the sentence after its subject
    let table: Vec<(Paragraph, Paragraph, &str)> = vec![
        (
            million(),
            budget("GM0505", 2021, exact(90_000_000), &[3, 17]),
            ": van € 1.000.000 naar € 900.000 (€ 100.000 minder), door begrotingswijziging 2 (boeking 17).",
        ),
        (
            million(),
            budget("GM0505", 2021, exact(100_000_050), &[3, 17, 18]),
            ": van € 1.000.000 naar € 1.000.000,50 (€ 0,50 meer), door begrotingswijziging 2 (boeking 17) en „Bezuiniging \
             opgeschort” (boeking 18).",
        ),
        (
            million(),
            budget("GM0505", 2021, sum(90_000_000, 1, 0, 1), &[3, 17]),
            ": van € 1.000.000 naar € 900.000 + n.n.b. (1 post), door begrotingswijziging 2 (boeking 17).",
        ),
        (
            million(),
            budget("GM0505", 2021, unknown("meicirculaire"), &[3, 99]),
            ": van € 1.000.000 naar n.n.b. (meicirculaire), door boeking 99.",
        ),
        (
            million(),
            budget("GM0505", 2021, exact(100_000_000), &[3, 17]),
            ": blijft € 1.000.000, maar komt nu uit andere boekingen, door begrotingswijziging 2 (boeking 17).",
        ),
        (
            budget("GM0505", 2021, Value::None, &[]),
            million(),
            ": nu € 1.000.000; hier stond nog niets, door „Begroting vastgesteld” (boeking 3).",
        ),
        (
            million(),
            budget("GM0505", 2021, Value::None, &[]),
            ": vervallen; hier stond € 1.000.000; dit telt niet meer mee: „Begroting vastgesteld” (boeking 3).",
        ),
        (
            million(),
            budget("GM0505", 2021, exact(0), &[3, 11, 12, 13, 17]),
            ": van € 1.000.000 naar € 0 (€ 1.000.000 minder), door 4 boekingen (11, 12, 13, 17).",
        ),
        (
            million(),
            budget("GM0505", 2021, exact(-100), &[3, 17]),
            ": van € 1.000.000 naar € -1 (verschil € -1.000.001), door begrotingswijziging 2 (boeking 17).",
        ),
    ];
    for (before, after, expected) in table {
        let said = said(&before, &after, Lang::Nl);
        assert!(said.contains(&format!("{subject}{expected}")), "{expected}\n{said:#?}");
        assert_eq!(said.len(), 1, "{said:#?}");
    }
}

#[test]
fn years_and_municipalities_are_named_where_they_are_compared() {
    let (before, after) =
        (budget("GM0505", 2021, exact(100_000_000), &[3]), budget("GM0482", 2021, exact(40_000_000), &[8]));
    assert_eq!(
        said(&before, &after, Lang::Nl),
        [
            "Lasten maatwerkdienstverlening 18- (6.72): bij Dordrecht € 1.000.000, bij Alblasserdam € 400.000 (€ 600.000 minder), door \
          boeking 8."
        ]
    );
    // Each year beside the other, not 2021 of the one budget beside 2021 of the other.
    let (before, after) = (
        cut(2020, exact(-5_000_000), &[4]),
        cut(2021, Value::Suspended { amount: Amount::Exact(cents(-5_000_000)), extent: None }, &[4, 18]),
    );
    assert_eq!(
        said(&before, &after, Lang::Nl),
        [
            "Sociale basis (SV-20) in 2021: van € -50.000 naar geheel opgeschort (was € -50.000), door „Bezuiniging opgeschort” (boeking 18)."
        ]
    );
}

#[test]
fn english_is_there_too_and_nothing_is_said_of_what_is_the_same() {
    let (before, after) = (
        budget("GM0505", 2021, exact(100_000_000), &[3]),
        budget("GM0505", 2021, exact(90_000_000), &[3, 99]),
    );
    assert_eq!(
        said(&before, &after, Lang::En),
        [
            "Expenditure maatwerkdienstverlening 18- (6.72): from €1,000,000 to €900,000 (€100,000 less), by entry 99."
        ]
    );
    assert!(said(&before, &before, Lang::Nl).is_empty());
    assert_eq!(nothing_changed(Lang::Nl), "Er is niets veranderd.");
}

/// Recorded text stays text: nothing in it can act on a terminal or a page.
#[test]
fn recorded_text_is_made_safe_and_a_row_with_a_name_of_ours_is_named_by_it() {
    let columns = || vec![ColumnId::Named(labels::VALUE)];
    let of = |value| {
        let total = named("total", labels::TOTAL, RowRole::Total, vec![(value, &[3][..])]);
        let hostile = Row {
            cells: vec![cell(Value::Text("a\u{1b}[31m".into()), &[7])],
            ..row("x", "kwaad\u{202e}", vec![])
        };
        paragraph("GM0505", 2021, TableId::KeyFigures, columns(), vec![total, hostile])
    };
    let empty = paragraph("GM0505", 2021, TableId::KeyFigures, columns(), Vec::new());
    let said = said(&empty, &of(exact(100)), Lang::Nl);
    assert_eq!(
        said,
        [
            "Totaal: nu € 1; hier stond nog niets, door „Begroting vastgesteld” (boeking 3).",
            "kwaad\u{fffd}: nu a\u{fffd}[31m; hier stond nog niets, door boeking 7."
        ]
    );
}
