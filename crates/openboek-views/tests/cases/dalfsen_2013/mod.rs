//! Dalfsen, spring 2013: a paper on three decentralisations, with amounts that are "about", "below", a percentage of something or
//! not known yet. Nothing in it is decided and nothing unknown becomes zero.

mod figures;

use openboek_rules::statement::{Body, CommitmentMade, LegalForm, PolicyAdopted};
use openboek_rules::{CommitmentId, PolicyId};
use openboek_views::model::{RowRole, TableId, Value};

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell, same, table, value};

const DALFSEN: &str = "GM0148";

/// The paper with all its figures.
pub fn recorded() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(
        &["region"],
        founded("Regio IJsselland", LegalForm::Informal, &[(DALFSEN, "Dalfsen"), ("GM0166", "Kampen")]),
    );
    ledger.say(
        &[DALFSEN],
        Body::PolicyAdopted(PolicyAdopted {
            act: figures::note(),
            policy: PolicyId::new("nota-decentralisaties").unwrap(),
            title: text("Nota over de drie decentralisaties"),
            decided: false,
        }),
    );
    for (id, words, due) in [
        ("beleidsnotas-najaar-2013", "Specifieke beleidsnota's in het najaar aan de raad", "2013-23"),
        (
            "voorjaarsnota-2013",
            "De effecten van de kortingen op het Gemeentefonds in de Voorjaarsnota",
            "2013",
        ),
    ] {
        ledger.say(
            &[DALFSEN],
            Body::CommitmentMade(CommitmentMade {
                act: figures::note(),
                commitment: CommitmentId::new(id).unwrap(),
                text: text(words),
                with: Vec::new(),
                due: date(due),
                recurrence: openboek_rules::statement::Recurrence::Once,
            }),
        );
    }
    for body in figures::all() {
        ledger.say(&[DALFSEN], body);
    }
    ledger
}

fn spring() -> openboek_views::Paragraph {
    let ledger = recorded();
    ledger.paragraph(DALFSEN, 2013, ledger.now("2013-05-15"))
}

#[test]
fn the_table_of_means_per_pillar() {
    let shown = spring();
    same(
        &table(
            &shown,
            TableId::IndicationsByPillar,
            &["income", "income-variant", "expenditure", "future-means"],
        ),
        "participation | ca. 520000000 | < 470000000 | ca. 30000000 + n.n.b. (1) | –
         wmo           | ca. 35000000  | –           | ca. 420000000            | ca. 340000000 + n.n.b. (1)
         youth         | –             | –           | –                        | n.n.b. (1)
         memo          | ca. 215000000 (estimate) | – | ca. 50000000 (estimate) | –",
    );
    same(
        &table(&shown, TableId::IndicationsByPillar, &["macro", "unknown-count", "unknown"]),
        "participation | – | 1 | Lasten WSW en bijstand; De nota noemt geen bedrag
         wmo  | ca. 300000000000 (announced) / 75000000000 (announced) | 1 | Verzorging; Nog geen indicatie beschikbaar
         youth | ca. 300000000000 (estimate) | 1 | Jeugdzorg, bedrag voor Dalfsen; Moet duidelijk worden met de meicirculaire
         memo | – | 0 | –",
    );
}

#[test]
fn the_sixteen_known_amounts_with_their_certainty() {
    let known = "A01 | ca. 350000000 (estimate) | 2014 | counted
                 A02 | < 300000000 (roughestimate) | – | counting-alternative; A01
                 A03 | ca. 170000000 (estimate) | 2013 | counted
                 A04 | ca. 30000000 (estimate) | 2013 | counted
                 A07 | ca. 50000000 (estimate) | 2013 | counting-overlap; A18
                 A08 | ca. 250000000 (estimate) | 2013 | counted
                 A09 | ca. 35000000 (estimate) | 2013 | counted
                 A10 | ca. 215000000 (estimate) | 2013 | counting-derived; A08 / A09
                 A11 | ca. 215000000 (estimate) | 2013 | counting-memo
                 A12 | -75,00 %, van A10 of A08 (announced) | 2014 | counting-reduction
                 A13 | ca. 50000000 (announced) | – | counted
                 A14 | ca. 90000000 (estimate) | 2013 | counted
                 A17 | ca. 220000000 (roughestimate) | 2015 | counted
                 A18 | ca. 80000000 (estimate) | 2013 | counted
                 A21 | ca. 70000000 (roughestimate) | – | counted
                 A29 | 150000 (decided) | – | counting-memo";
    let printed = table(&spring(), TableId::IndicatedFigures, &["amount", "years", "counting"]);
    let wanted: Vec<&str> = known.lines().map(|line| &line.trim()[..3]).collect();
    assert_eq!(wanted.len(), 16);
    let found: String =
        printed.lines().filter(|line| wanted.contains(&&line[..3])).map(|line| format!("{line}\n")).collect();
    same(&found, known);
}

#[test]
fn every_row_of_the_paper_is_shown() {
    let shown = spring();
    let figures = shown.table(TableId::IndicatedFigures).unwrap();
    let indicators = shown.table(TableId::Indicators).unwrap();
    for n in 1..=35 {
        let id = format!("A{n:02}");
        let found = [figures, indicators].iter().any(|table| table.rows.iter().any(|row| row.id == id));
        assert!(found, "{id}");
    }
    same(
        &table(&shown, TableId::Indicators, &["required", "target", "years", "in-words"]),
        "A32 | 50,00 % | 70,00 % | 2015 | –
         A33 | –       | –       | –    | bijna 100 %",
    );
}

/// Cheques C1 to C16, each as far as the recorded figures allow.
#[test]
fn the_sums_that_were_worked_out_by_hand() {
    let shown = spring();
    let checks = "
        A10:derived              | A08 / A09 | 215000000 | ca. 215000000 (estimate) | agrees
        A12:A10:remainder        | A10 | 53750000 | ca. 50000000 (announced) | agrees-base-meant
        A12:A08:remainder        | A08 | 62500000 | ca. 50000000 (announced) | differs-other-base
        A12:A10:size             | A10 | -161250000 | – | nothing-stated
        A12:A10:size-stated      | A10 | -165000000 | – | nothing-stated
        A16:A15:after            | A15 | 225000000000 | – | source-open
        A16:A15:before           | A15 | 400000000000 | – | source-open
        A17:share                | A15 | 0,073333 % | – | source-open
        A17:share-after          | A15 | 0,097778 % | – | source-open-nearest
        A21:share                | A20 | 0,093333 % | – | nothing-stated
        A23:A22:after            | A22 | <= 255000000000 | – | source-open
        A23:A22:before           | A22 | >= 352941176471 | – | source-open
        wmo:net                  | –   | ca. 385000000 | – | nothing-stated
        wmo:without:A18          | A18 | ca. 340000000 | – | not-added
        wmo:net-without:A18      | A18 | ca. 305000000 | – | nothing-stated";
    same(&table(&shown, TableId::IndicationChecks, &["base", "computed", "stated", "verdict"]), checks);
    let check = |row: &str| at(&shown, TableId::IndicationChecks, row, "computed");
    let pillar = |row: &str, column: &str| at(&shown, TableId::IndicationsByPillar, row, column);
    for (number, what, found, by_hand) in [
        ("C1", "net domestic help", check("A10:derived"), "215000000"),
        ("C2", "left after 75 % of net", check("A12:A10:remainder"), "53750000"),
        ("C3", "left after 75 % of gross", check("A12:A08:remainder"), "62500000"),
        ("C4", "size of the cut", check("A12:A10:size"), "-161250000"),
        ("C4", "with the stated remainder", check("A12:A10:size-stated"), "-165000000"),
        ("C5", "macro Begeleiding after 25 %", check("A16:A15:after"), "225000000000"),
        ("C6", "share of Dalfsen, after", check("A17:share-after"), "0,097778 %"),
        ("C6", "share of Dalfsen, before", check("A17:share"), "0,073333 %"),
        ("C7", "share of the income measures", check("A21:share"), "0,093333 %"),
        ("C8", "macro youth if stated before", check("A23:A22:after"), "<= 255000000000"),
        ("C9", "macro youth if stated after", check("A23:A22:before"), ">= 352941176471"),
        ("C10", "participation income", pillar("participation", "income"), "ca. 520000000"),
        ("C12", "participation, low variant", pillar("participation", "income-variant"), "< 470000000"),
        ("C13", "Wmo now, narrow, gross", check("wmo:without:A18"), "ca. 340000000"),
        ("C13", "Wmo now, narrow, net", check("wmo:net-without:A18"), "ca. 305000000"),
        ("C14", "Wmo now with welfare, gross", pillar("wmo", "expenditure"), "ca. 420000000"),
        ("C14", "Wmo now with welfare, net", check("wmo:net"), "ca. 385000000"),
        ("C15", "Wmo after the plans", pillar("wmo", "future-means"), "ca. 340000000 + n.n.b. (1)"),
    ] {
        assert_eq!(found, by_hand, "{number} {what}");
    }
}

/// C11 mixes income and expenditure, C16 would count the same money twice: neither may stand anywhere.
#[test]
fn sums_that_must_not_be_made_are_not_made() {
    let shown = spring();
    for (_, cell) in shown.figures() {
        let text = format!(" {} ", value(&cell.value));
        // C11: baten and lasten of participation. C16: A07 with A18, and the pillar with A07.
        for forbidden in [" 550000000 ", " 130000000 ", " ca. 470000000 "] {
            assert!(!text.contains(forbidden), "{text}");
        }
    }
    // Derived, alternative, overlapping and reducing figures are in no sum.
    let counted =
        shown.table(TableId::IndicatedFigures).unwrap().rows.iter().filter(|row| row.role == RowRole::Item);
    let counted: Vec<&str> = counted.map(|row| row.id.as_str()).collect();
    assert_eq!(
        counted,
        ["A01", "A03", "A04", "A08", "A09", "A13", "A14", "A17", "A18", "A19", "A21", "A24", "WSW-bijstand"]
    );
}

#[test]
fn the_reductions_list() {
    same(
        &table(&spring(), TableId::Reductions, &["reduction", "reduction-of"]),
        "A05 | n.n.b. (decided) | –
         A06 | n.n.b. (announced) | –
         A12 | -75,00 %, van A10 of A08 (announced) | A10; Hulp bij het huishouden, netto / A08; Hulp bij het huishouden, bruto
         A16 | -25,00 %, van A15 (announced) | A15; Landelijk macrobudget Begeleiding, aanvankelijk
         A23 | ten minste -15,00 %, grondslag n.n.b. (estimate) | A22; Landelijk macrobudget Jeugdzorg
         A31 | n.n.b. (announced) | –",
    );
}

#[test]
fn promised_documents_are_open_and_then_late() {
    let ledger = recorded();
    let columns = ["reason", "promised-document", "expected", "status"];
    let unknown = |day: &str| {
        table(&ledger.paragraph(DALFSEN, 2013, ledger.now(day)), TableId::UnknownAmounts, &columns)
    };
    same(
        &unknown("2013-05-31"),
        "figure:A05 | De nota noemt geen bedrag | – | – | open
         figure:A06 | De nota noemt geen bedrag | – | – | open
         figure:A19 | Nog geen indicatie beschikbaar | – | – | open
         figure:A24 | Moet duidelijk worden met de meicirculaire | Meicirculaire 2013 | 2013-05 | open
         figure:A31 | De Voorjaarsnota maakt de precieze effecten duidelijk | Voorjaarsnota 2013 | 2013 | open
         figure:A34 | De nota noemt geen bedrag | – | – | open
         figure:WSW-bijstand | De nota noemt geen bedrag | – | – | open",
    );
    let later = unknown("2013-06-01");
    assert!(later.contains("Meicirculaire 2013 | 2013-05 | overdue"), "{later}");
    assert!(later.contains("Voorjaarsnota 2013 | 2013 | open"), "{later}");
    same(
        &table(
            &ledger.paragraph(DALFSEN, 2013, ledger.now("2013-12-01")),
            TableId::Commitments,
            &["due", "status"],
        ),
        "beleidsnotas-najaar-2013 | 2013-23 | overdue
         voorjaarsnota-2013       | 2013    | open",
    );
}

#[test]
fn nothing_is_decided_so_no_budget_changes() {
    let shown = spring();
    same(
        &table(&shown, TableId::KeyFigures, &["value"]),
        "expenditure       | n.n.b. (1); reason-no-budget
         income            | n.n.b. (1); reason-no-budget
         balance           | n.n.b. (1); reason-no-budget
         cuts-effect       | –
         cuts-announced    | –
         cuts-unquantified | 0
         unknown-amounts   | 7
         open-requests     | 0
         open-proposals    | 0",
    );
    assert_eq!(at(&shown, TableId::Visions, "policy:nota-decentralisaties", "kind"), "policy-discussed");
}

/// A figure's place in the years: the paragraph of T shows T to T+3, and figures without a year for three years after the paper.
#[test]
fn figures_are_in_the_paragraphs_of_their_years() {
    let ledger = recorded();
    let rows = |year| {
        let shown = ledger.paragraph(DALFSEN, year, ledger.now("2013-05-15"));
        let table = shown.table(TableId::IndicatedFigures).cloned();
        table.map(|table| table.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()).unwrap_or_default()
    };
    assert!(rows(2013).contains(&"A03".to_owned()) && !rows(2014).contains(&"A03".to_owned()));
    assert!(rows(2011).contains(&"A01".to_owned()) && !rows(2010).contains(&"A01".to_owned()));
    assert!(rows(2015).contains(&"A17".to_owned()) && !rows(2016).contains(&"A17".to_owned()));
    assert!(rows(2016).contains(&"A21".to_owned()) && !rows(2017).contains(&"A21".to_owned()));
    assert!(rows(2017).is_empty());
}

/// What became known later is a new fact; the paragraph of spring 2013 stays as it was.
#[test]
fn the_paragraph_of_spring_2013_does_not_change() {
    let mut ledger = recorded();
    let (size, before) = (ledger.size(), spring());
    let mut later = figures::all();
    later.truncate(1);
    for body in later {
        let Body::FundingIndicated(mut funding) = body else { unreachable!() };
        funding.act.date = date("2014-06-01");
        funding.figure.figure = figure("A01-2014");
        funding.figure.amount = exact(333_000_000);
        ledger.say(&[DALFSEN], Body::FundingIndicated(funding));
    }
    assert_eq!(ledger.paragraph(DALFSEN, 2013, ledger.stand(size, "2013-05-15")), before);
    let then = ledger.paragraph(DALFSEN, 2013, ledger.decided("2013-05-15"));
    assert_eq!(then.sections, before.sections);
    let now = ledger.paragraph(DALFSEN, 2013, ledger.now("2014-07-01"));
    assert_eq!(at(&now, TableId::IndicationsByPillar, "participation", "income"), "ca. 853000000");
}

#[test]
fn every_figure_carries_the_entries_it_comes_from() {
    let shown = spring();
    let wmo = cell(&shown, TableId::IndicationsByPillar, "wmo", "expenditure");
    let of = |id: &str| cell(&shown, TableId::IndicatedFigures, id, "amount").sources[0];
    let mut expected = [of("A08"), of("A14"), of("A18")];
    expected.sort_unstable();
    assert_eq!(wmo.sources, expected);
    for (anchor, cell) in shown.figures() {
        let absent = matches!(cell.value, Value::None | Value::Count(0));
        let no_budget = value(&cell.value) == "n.n.b. (1); reason-no-budget";
        assert!(!cell.sources.is_empty() || absent || no_budget, "{anchor:?}");
    }
}
