//! The fixture in three forms, what the ledger holds, and corrected files. What is proposed passes the real rules.

use openboek_rules::statement::{Nature, Side};
use openboek_rules::{
    Act, Body, BudgetYear, Organ, OrganisationId, State, Statement, Stream, UncertainDate, decide_all,
};
use proptest::prelude::*;

use super::*;
use crate::history::held;

const ODS: &[u8] = include_bytes!("../../tests/fixtures/sheet/begroting.ods");
const XLSX: &[u8] = include_bytes!("../../tests/fixtures/sheet/begroting.xlsx");
const CSV: &[u8] = include_bytes!("../../tests/fixtures/sheet/begroting.csv");

fn settings(report: Report) -> Settings {
    let column =
        |column: &str, side| AmountColumn { column: column.to_owned(), side: Some(side), year: None };
    Settings {
        mapping: Mapping {
            separator: b';',
            sheet: Some("Begroting".to_owned()),
            header: 3,
            columns: Columns {
                taakveld: "taakveld".to_owned(),
                programme: Some("Programma".to_owned()),
                nature: Some("C".to_owned()),
                explanation: Some("Toelichting".to_owned()),
                ..Columns::default()
            },
            amounts: vec![column("Lasten", Side::Expenditure), column("Baten", Side::Income)],
            nature: Some(Nature::Structural),
            unit: Unit::Euro,
            numbers: Numbers::Dutch,
            totals: vec!["totaal".to_owned()],
        },
        report,
        holder: Stream::new("GM0505").unwrap(),
        year: BudgetYear::new(2025).unwrap(),
        act: Act {
            organisation: OrganisationId::new("GM0505").unwrap(),
            organ: Organ::Council,
            date: UncertainDate::parse("2024-11-12").unwrap(),
            documents: Vec::new(),
            legal_basis: Vec::new(),
            note: None,
        },
    }
}

fn planned(bytes: &[u8], report: Report, held: &[Held]) -> Plan {
    let plan = plan(Source { name: "begroting", bytes }, &settings(report), held);
    let unique: std::collections::BTreeSet<_> =
        plan.rows.iter().map(|row| (row.sheet.clone(), row.row)).collect();
    assert_eq!(unique.len(), plan.rows.len(), "each row has one outcome");
    for row in plan.rows.iter().filter(|row| row.outcome == Outcome::LeftOut) {
        let told = |f: &Finding| f.kind.severity == crate::Severity::Unusable || f.place.row == Some(row.row);
        assert!(plan.findings.iter().any(told), "row {} is left out without a word", row.row);
    }
    plan
}

/// A CSV of one taakveld a line: code, nature, expenditure.
fn csv(lines: &[(&str, &str)]) -> Vec<u8> {
    let mut text = "\n\nTaakveld;Programma;Aard;Lasten;Baten;Toelichting\n".to_owned();
    for (code, amount) in lines {
        text.push_str(&format!("{code};;;{amount};;\n"));
    }
    text.into_bytes()
}

/// The ledger after these statements, by the real rules; an arrangement of one municipality is founded first.
fn ledger(recorded: &[Statement]) -> (State, Vec<Held>) {
    use openboek_rules::statement::{ArrangementFounded, LegalForm, Member};
    let founded = ArrangementFounded {
        act: Act { organisation: OrganisationId::new("region").unwrap(), ..settings(Report::Budget).act },
        name: Text::new("Dordrecht").unwrap(),
        form: LegalForm::SingleMunicipality,
        members: vec![Member {
            code: openboek_rules::MunicipalityCode::new("GM0505").unwrap(),
            name: Text::new("Dordrecht").unwrap(),
        }],
    };
    let founding = Statement { concerns: vec![Stream::Region], body: Body::ArrangementFounded(founded) };
    let all: Vec<Statement> = std::iter::once(founding).chain(recorded.iter().cloned()).collect();
    let mut state = State::default();
    for (index, statement) in (0..).zip(&all) {
        openboek_rules::decide(&state, statement).unwrap();
        state.evolve(index, statement);
    }
    (state, held((0..).zip(all)))
}

/// What a file proposes on a ledger; the rules must take it. Returns the ledger after it.
fn record(recorded: &mut Vec<Statement>, bytes: &[u8], report: Report) -> Plan {
    let (state, held) = ledger(recorded);
    let plan = planned(bytes, report.clone(), &held);
    let statements: Vec<Statement> =
        plan.proposals.iter().map(|proposal| proposal.statement.clone()).collect();
    if !statements.is_empty() {
        decide_all(&state, &statements).unwrap();
        recorded.extend(statements);
        let (_, held) = ledger(recorded);
        let again = planned(bytes, report, &held);
        assert!(again.proposals.is_empty(), "the same file again records nothing: {:?}", again.proposals);
    }
    plan
}

fn tally(plan: &Plan) -> [usize; 5] {
    let tally = plan.tally();
    [Outcome::Recorded, Outcome::Unchanged, Outcome::NotAsked, Outcome::Structure, Outcome::LeftOut]
        .map(|outcome| tally.get(&outcome).copied().unwrap_or_default())
}

fn said(plan: &Plan) -> Vec<String> {
    plan.findings
        .iter()
        .map(|f| {
            let (row, column) = (f.place.row.unwrap_or(0), f.place.column.as_deref().unwrap_or("-"));
            format!("{} {row} {column}: {}", f.kind.code, f.found)
        })
        .collect()
}

#[test]
fn the_fixture_as_a_workbook() {
    for (form, bytes) in [("ods", ODS), ("xlsx", XLSX)] {
        let plan = planned(bytes, Report::Budget, &[]);
        // Recorded 5, 6, 8, 10, 12, 16; the total and the other sheet are not asked; three rows of layout.
        assert_eq!(tally(&plan), [6, 0, 2, 3, 6], "{form}: {:#?}", plan.rows);
        assert_eq!(
            said(&plan),
            [
                "table-hidden-rows 16 -: rijen 16 tot en met 16",
                "table-merged 6 A: A6:A7",
                "sheet-no-code 7 taakveld: ",
                "sheet-formula-error 9 Lasten: #DIV/0!",
                "sheet-unknown-amount 11 Lasten: n.n.b.",
                "sheet-code-is-date 13 taakveld: 2025-06-01",
                "sheet-date 14 Lasten: 31-12-2025",
                "sheet-code-is-number 15 taakveld: 6.6",
                "sheet-total 17 -: totaal",
            ],
            "{form}"
        );
        let Body::BudgetAdopted(budget) = &plan.proposals[0].statement.body else { panic!() };
        let lines: Vec<(String, i64)> =
            budget.lines.iter().map(|line| (held::name_of(&line.key), line.amount.get())).collect();
        let expected = [
            ("6.1 2025 lasten structureel \"Meedoen\"", 125_000_000),
            ("6.1 2025 baten structureel \"Meedoen\"", 5_000_050),
            ("6.21 2025 lasten structureel \"Meedoen\"", 83_000_000),
            ("6.3 2025 lasten structureel \"Inkomen\"", 410_000_000),
            ("6.3 2025 baten structureel \"Inkomen\"", 390_000_000),
            ("6.5 2025 lasten incidenteel \"Inkomen\"", 30),
            ("6.60 2025 lasten incidenteel \"Wmo\"", 7_500_000),
            ("6.60 2025 baten incidenteel \"Wmo\"", 0),
            ("6.92 2025 lasten structureel \"Jeugd\"", 225_000_000),
        ];
        assert_eq!(lines, expected.map(|(name, cents)| (name.to_owned(), cents)), "{form}");
        assert_eq!(budget.act.documents[0].digest, Some(Source { name: "", bytes }.digest()));
        assert_eq!(budget.act.documents[0].place.as_ref().map(Text::as_str), Some("blad Begroting"));
        assert_eq!(plan.proposals[0].rows, [5, 6, 8, 10, 12, 16]);
    }
}

#[test]
fn the_fixture_as_text() {
    let plan = planned(CSV, Report::Budget, &[]);
    assert_eq!(
        said(&plan),
        [
            "table-encoding 17 -: 1 regels, de eerste is 17",
            "table-many-lines 5 -: regels 5 tot en met 6",
            "table-quoting 15 -: 6.712;\"Jeugd;s;500;;",
            "sheet-no-code 8 taakveld: ",
            "sheet-formula-error 10 Lasten: #DEEL/0!",
            "sheet-unknown-amount 12 Lasten: n.n.b.",
            "sheet-date 14 Lasten: 31-12-2025",
            "sheet-no-amount 16 Lasten: 1,234.56",
            "sheet-parts-of-a-cent 18 Lasten: 10,005",
            "sheet-total 19 -: totaal",
        ]
    );
    assert_eq!(tally(&plan), [6, 0, 1, 4, 7]);
}

#[test]
fn a_corrected_file_records_only_what_differs() {
    let mut recorded = Vec::new();
    let first = csv(&[("6.1", "1.000"), ("6.21", "2.000"), ("6.3", "3.000")]);
    let plan = record(&mut recorded, &first, Report::Budget);
    assert_eq!(
        (tally(&plan)[0], plan.proposals[0].summary.as_str()),
        (3, "Begroting 2025 van GM0505: 3 regels")
    );

    let corrected = csv(&[("6.1", "1.000"), ("6.21", "2.500"), ("6.3", "3.000")]);
    let plan = record(&mut recorded, &corrected, Report::Budget);
    assert_eq!((tally(&plan)[0], tally(&plan)[1]), (1, 2));
    assert_eq!(
        (plan.proposals[0].summary.as_str(), plan.proposals[0].rows.as_slice()),
        ("Correctie van boeking 1 (2025, GM0505): 1 regels", &[5][..])
    );
    let Body::EntryCorrected(correction) = &plan.proposals[0].statement.body else { panic!() };
    assert_eq!((correction.entry, correction.mistake), (1, openboek_rules::statement::Mistake::WrongAmount));
    assert!(correction.reason.as_str().contains("begroting"), "the reason names the file");

    let broken = csv(&[("6.1", "1.000"), ("6.21", "veel"), ("6.3", "3.000")]);
    let plan = record(&mut recorded, &broken, Report::Budget);
    assert!(
        plan.is_unusable() && plan.proposals.is_empty(),
        "a row that cannot be read would take a figure away"
    );
    assert_eq!(plan.findings.last().unwrap().kind.code, "sheet-correction-incomplete");
}

#[test]
fn an_amendment_holds_the_lines_that_differ_from_what_stands() {
    let mut recorded = Vec::new();
    let plan = record(&mut recorded, &csv(&[("6.1", "5")]), Report::Amendment);
    assert_eq!(plan.findings[0].kind.code, "sheet-budget-not-adopted");
    record(&mut recorded, &csv(&[("6.1", "1.000"), ("6.21", "2.000")]), Report::Budget);
    for (number, amount) in [(1, "1.250,50"), (2, "900")] {
        let plan = record(&mut recorded, &csv(&[("6.1", amount), ("6.3", "0")]), Report::Amendment);
        let Body::BudgetAmended(amended) = &plan.proposals[0].statement.body else { panic!() };
        assert_eq!((amended.number, amended.lines.len()), (number, 1));
        assert_eq!(said(&plan), ["sheet-line-absent 0 -: 6.21 2025 lasten structureel"]);
        assert_eq!((tally(&plan)[0], tally(&plan)[1]), (1, 1), "a line of zero that never was is unchanged");
    }
    let Body::BudgetAmended(last) = &recorded[2].body else { panic!() };
    assert_eq!(
        (last.lines[0].old.get(), last.lines[0].mutation.get(), last.lines[0].new.get()),
        (125_050, -35_050, 90_000)
    );
}

#[test]
fn actuals_and_accounts() {
    let mut recorded = Vec::new();
    let day = |text| Report::Actuals(UncertainDate::parse(text).unwrap());
    record(&mut recorded, &csv(&[("6.1", "10"), ("6.21", "20")]), day("2025-06-30"));
    let plan = record(&mut recorded, &csv(&[("6.1", "10"), ("6.21", "25")]), day("2025-06-30"));
    assert!(
        matches!(plan.proposals[0].statement.body, Body::ActualsReported(_)),
        "a later report takes its place"
    );
    assert_eq!((tally(&plan)[0], tally(&plan)[1]), (1, 1));
    let plan = record(&mut recorded, &csv(&[("6.1", "12")]), day("2025-09-30"));
    assert_eq!(tally(&plan)[0], 1);
    let plan = record(&mut recorded, &csv(&[("6.1", "40"), ("6.21", "60")]), Report::Accounts);
    assert!(matches!(plan.proposals[0].statement.body, Body::AccountsAdopted(_)));
}

#[test]
fn rows_that_cannot_be_one_thing_are_named() {
    let cases = [
        (
            csv(&[("6.1", "1"), ("6.1", "2"), ("6.21", "3")]),
            Report::Budget,
            "sheet-line-twice 4 -: 6.1 2025 lasten structureel (rijen 4, 5)",
            2,
        ),
        (csv(&[("6.99", "1"), ("6.21", "3")]), Report::Budget, "sheet-unknown-code 4 taakveld: 6.99", 1),
        (csv(&[("6.1", "1.23"), ("6.21", "3")]), Report::Budget, "sheet-no-amount 4 Lasten: 1.23", 1),
        (
            csv(&[("6.1", "90071992547409,92"), ("6.21", "3")]),
            Report::Budget,
            "sheet-parts-of-a-cent 4 Lasten: 90071992547409,92",
            1,
        ),
        (
            b"\n\nTaakveld;Programma;Aard;Lasten;Baten;Toelichting\n6.1;;soms;1;;\n6.21;;;1;;\n".to_vec(),
            Report::Budget,
            "sheet-word 4 C: soms",
            1,
        ),
    ];
    for (bytes, report, expected, left_out) in cases {
        let plan = planned(&bytes, report, &[]);
        assert!(said(&plan).contains(&expected.to_owned()), "{expected}: {:?}", said(&plan));
        assert_eq!((tally(&plan)[0], tally(&plan)[4]), (1, left_out), "{expected}");
    }
    for (bytes, code) in [
        (b"a;b\n".to_vec(), "sheet-column-not-found"),
        (b"\n\nTaakveld;Lasten;Lasten;Baten;Programma;Toelichting\n".to_vec(), "sheet-column-not-found"),
        (csv(&[]), "sheet-no-lines"),
        (b"\0".to_vec(), "table-no-text"),
    ] {
        assert_eq!(planned(&bytes, Report::Budget, &[]).findings.last().unwrap().kind.code, code);
    }
    let mut other = settings(Report::Budget);
    other.mapping.sheet = Some("Lasten".to_owned());
    let plan = plan(Source { name: "b", bytes: ODS }, &other, &[]);
    assert_eq!(plan.findings.last().unwrap().kind.code, "sheet-not-found");
}

#[test]
fn thousands_years_and_sides_by_row() {
    let mut settings = settings(Report::Budget);
    settings.mapping.unit = Unit::Thousands;
    settings.mapping.numbers = Numbers::English;
    settings.mapping.header = 1;
    settings.mapping.columns =
        Columns { taakveld: "code".to_owned(), side: Some("soort".to_owned()), ..Columns::default() };
    let year = |year| BudgetYear::new(year).ok();
    settings.mapping.amounts = [2025, 2026, 2029]
        .map(|of| AmountColumn { column: of.to_string(), side: None, year: year(of) })
        .to_vec();
    let bytes = b"code;soort;2025;2026;2029\n6.1;Lasten;1,234.5;1,300;\n6.21;baten;;0.000004;\n6.3;lasten;;;5\n6.4;baat?;1;;\n";
    let plan = plan(Source { name: "b", bytes }, &settings, &[]);
    assert_eq!(
        said(&plan),
        [
            "sheet-parts-of-a-cent 3 2026: 0.000004",
            "sheet-other-year 4 2029: 2029",
            "sheet-word 5 soort: baat?",
            "sheet-thousands 1 -: x € 1.000",
        ]
    );
    let Body::BudgetAdopted(budget) = &plan.proposals[0].statement.body else { panic!() };
    let amounts: Vec<_> = budget.lines.iter().map(|line| (line.key.year.get(), line.amount.get())).collect();
    assert_eq!(amounts, [(2025, 123_450_000), (2026, 130_000_000)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever two versions of a file say, after both the ledger holds the second, and the second again records nothing.
    #[test]
    fn the_last_file_is_what_stands(
        first in prop::collection::btree_map(prop::sample::select(vec!["6.1", "6.21", "6.3", "6.4", "6.5"]), 0_i64..5_000, 1..5),
        second in prop::collection::btree_map(prop::sample::select(vec!["6.1", "6.21", "6.3", "6.4", "6.5"]), 0_i64..5_000, 1..5),
    ) {
        let file = |lines: &std::collections::BTreeMap<&str, i64>| {
            let lines: Vec<(&str, String)> = lines.iter().map(|(code, cents)| (*code, format!("{},{:02}", cents / 100, cents % 100))).collect();
            csv(&lines.iter().map(|(code, amount)| (*code, amount.as_str())).collect::<Vec<_>>())
        };
        let mut recorded = Vec::new();
        record(&mut recorded, &file(&first), Report::Budget);
        record(&mut recorded, &file(&second), Report::Budget);
        let (_, held) = ledger(&recorded);
        let Body::BudgetAdopted(budget) = &held[1].statement.body else { panic!() };
        let stands: std::collections::BTreeMap<_, _> = budget.lines.iter().map(|line| (line.key.taakveld.as_str(), line.amount.get())).collect();
        prop_assert_eq!(stands, second);
    }
}
