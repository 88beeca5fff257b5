//! Two stands of a register: each difference is a statement of its own, and blanks are no difference.

use openboek_rules::Body;
use openboek_rules::statement::SubsidyRecipient;
use openboek_views::model::TableId;

use crate::fixture::*;

const JUNE: &str = "2019-06-11";
const JULY: &str = "2019-07-29";

/// The first row, the same dossier in the next stand (or `-`), and what that gives rise to.
#[rustfmt::skip]
const STEPS: &[(&str, &str, &[&str])] = &[
    // Nothing, and blanks.
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", "A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", &[]),
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", "A | De Brug  |  regeling  |  de buurt | 10.0 | 10 | NULL", &["subsidy-listed: A: andere gegevens"]),
    ("A | De Brug | regeling een | buurt | 10.00 | 10.00 | NULL", "A |  De  Brug  | regeling\u{a0}een  | buurt  | 10.00 | 10.00 | NULL", &[]),
    // Awards.
    ("A | De Brug | regeling | buurt | 10.00 | NULL | NULL", "A | De Brug | regeling | buurt | 10.00 | 9.50 | NULL", &["subsidy-awarded: A: verleend € 9,50"]),
    ("A | De Brug | regeling | buurt | 10.00 | .00 | NULL", "A | De Brug | regeling | buurt | 10.00 | 5000 | NULL", &["subsidy-amended: A: verlening verhoogd van € 0,00 naar € 5.000,00"]),
    ("A | De Brug | regeling | buurt | 10.00 | 1234567.89 | NULL", "A | De Brug | regeling | buurt | 10.00 | .00 | NULL", &["subsidy-amended: A: verlening verlaagd van € 1.234.567,89 naar € 0,00"]),
    // Determinations.
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", "A | De Brug | regeling | buurt | 10.00 | 10.00 | 10.00", &["subsidy-determined: A: vastgesteld op € 10,00"]),
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", "A | De Brug | regeling | buurt | 10.00 | 10.00 | .00", &["subsidy-determined: A: vastgesteld op € 0,00"]),
    ("A | De Brug | regeling | buurt | 10.00 | .00 | NULL", "A | De Brug | regeling | buurt | 10.00 | .00 | 10.00", &["subsidy-determined: A: vastgesteld op € 10,00"]),
    ("A | De Brug | regeling | buurt | 10.00 | NULL | NULL", "A | De Brug | regeling | buurt | 10.00 | NULL | 10.00", &["subsidy-determined: A: vastgesteld op € 10,00"]),
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | 9.00", "A | De Brug | regeling | buurt | 10.00 | 10.00 | 9.50", &["subsidy-determined: A: opnieuw vastgesteld, van € 9,00 naar € 9,50"]),
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | 9.00", "A | De Brug | regeling | buurt | 10.00 | 10.00 | 8.00", &["subsidy-determined: A: opnieuw vastgesteld, van € 9,00 naar € 8,00"]),
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | 9.00", "A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", &["subsidy-determined: A: weer niet vastgesteld"]),
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | 10.00", "A | De Brug | regeling | buurt | 10.00 | 12.00 | 12.00", &["subsidy-amended: A: verlening verhoogd van € 10,00 naar € 12,00", "subsidy-determined: A: opnieuw vastgesteld, van € 10,00 naar € 12,00"]),
    // Particulars.
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", "A | De Brug Oost | regeling | buurt | 10.00 | 10.00 | NULL", &["subsidy-listed: A: andere gegevens"]),
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", "A | De Brug | andere regeling | buurt | 11.00 | 10.00 | NULL", &["subsidy-listed: A: andere gegevens"]),
    ("A | De Brug | regeling | buurt | 10.00 | NULL | NULL", "A | De Brug Oost | regeling | buurt | 10.00 | 10.00 | NULL", &["subsidy-listed: A: andere gegevens", "subsidy-awarded: A: verleend € 10,00"]),
    ("A |  | regeling | buurt | 10.00 | NULL | NULL", "A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", &["subsidy-listed: A: andere gegevens", "subsidy-awarded: A: verleend € 10,00"]),
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", "A |  | regeling | buurt | 10.00 | 10.00 | NULL", &[]),
    // Persons: their projects are not taken over, and a name that turns up is not either.
    ("A | (Particulier) | regeling | feest van Piet | 10.00 | 10.00 | NULL", "A | (particulier)  | regeling | feest | 10.00 | 10.00 | NULL", &[]),
    ("A | (Particulier) | regeling | buurt | 10.00 | 10.00 | NULL", "A | Een Naam | regeling | buurt | 10.00 | 10.00 | NULL", &[]),
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", "A | (Particulier) | regeling | buurt | 10.00 | 10.00 | NULL", &["subsidy-listed: A: andere gegevens"]),
    // Gone.
    ("A | De Brug | regeling | buurt | 10.00 | 10.00 | NULL", "-", &["subsidy-unlisted: A: niet meer in het register, reden onbekend"]),
];

#[test]
fn each_difference_is_a_statement_that_the_rules_accept() {
    for (first, next, expected) in STEPS {
        let mut ledger = Ledger::founded();
        let begun = ledger.import(&register(first), &stand(JUNE));
        assert!(!begun.proposals.is_empty(), "{first}");
        let next = register(if *next == "-" { "" } else { next });
        let plan = ledger.import(&next, &stand(JULY));
        assert_eq!(said(&plan), *expected, "{first}\n{next}");
        let changed = plan.rows.iter().any(|row| row.outcome == openboek_import::Outcome::Recorded);
        assert_eq!(changed, plan.proposals.iter().any(|proposal| !proposal.rows.is_empty()), "{next}");
        for day in [JULY, "2020-01-01"] {
            assert_eq!(said(&ledger.plan(&next, &stand(day))), [""; 0], "the same again on {day}: {next}");
        }
    }
}

#[test]
fn a_new_dossier_is_applied_for_listed_awarded_and_determined_and_says_which_file_shows_it() {
    let mut ledger = Ledger::founded();
    let file = register(
        "S-1 | De Brug | regeling | buurt | 12.50 | 10.00 | 9.00
         S-2 | De Brug | regeling | buurt | NULL | NULL | NULL
         S-3 | (Particulier) | regeling | feest van Piet | 5.00 | 5.00 | NULL",
    );
    let plan = ledger.import(&file, &stand(JUNE));
    assert_eq!(
        said(&plan),
        [
            "subsidy-applied: S-1: aangevraagd",
            "subsidy-listed: S-1: in het register",
            "subsidy-awarded: S-1: verleend € 10,00",
            "subsidy-determined: S-1: vastgesteld op € 9,00",
            "subsidy-applied: S-2: aangevraagd",
            "subsidy-listed: S-2: in het register",
            "subsidy-applied: S-3: aangevraagd",
            "subsidy-listed: S-3: in het register",
            "subsidy-awarded: S-3: verleend € 5,00",
        ]
    );
    assert_eq!(outcomes(&plan), ["3 Recorded", "4 Recorded", "5 Recorded"]);
    assert_eq!(found(&plan), ["register-person-projects 5"]);
    let organisations =
        plan.proposals.iter().filter(|p| p.statement.body.kind() == "organisation-registered");
    assert_eq!(organisations.count(), 1, "one name, one organisation");
    for proposal in &plan.proposals {
        let act = proposal.statement.body.act();
        assert_eq!(act.documents[0].digest, Some(*blake3::hash(file.as_bytes()).as_bytes()));
        let place = act.documents[0].place.as_ref().unwrap().to_string();
        assert_eq!(place, format!("register.csv, regel {}", proposal.rows[0]));
        let words = format!("{:?}", proposal.statement);
        assert!(!words.contains("Piet") && !words.contains("articulier"), "{words}");
    }
}

#[test]
fn persons_have_a_pseudonym_for_each_dossier_and_it_is_the_same_in_every_ledger() {
    let persons = |file: &str| -> Vec<String> {
        let plan = Ledger::founded().plan(&register(file), &stand(JUNE));
        let person = |body: &Body| match body {
            Body::SubsidyApplied(body) => match &body.recipient {
                SubsidyRecipient::Person(pseudonym) => Some(pseudonym.to_string()),
                other => panic!("{other:?}"),
            },
            _ => None,
        };
        plan.proposals.iter().filter_map(|proposal| person(&proposal.statement.body)).collect()
    };
    let both =
        persons("S-1 | (Particulier) | r | p | 1 | 1 | NULL\nS-2 | (Particulier) | r | p | 1 | 1 | NULL");
    assert_eq!(both.len(), 2);
    assert_ne!(both[0], both[1]);
    assert_eq!(persons("S-2 | Particulier | andere regeling | q | 9 | 8 | 7"), both[1..]);
}

#[test]
fn what_is_gone_counts_until_a_decision_says_otherwise_and_may_come_back() {
    let mut ledger = Ledger::founded();
    let whole = "S-1 | De Brug | r | p | 10 | 10 | NULL\nS-2 | De Brug | r | p | 20 | 20 | 20";
    ledger.import(&register(whole), &stand(JUNE));
    let plan = ledger.import(&register("S-2 | De Brug | r | p | 20 | 20 | 20"), &stand(JULY));
    assert_eq!(said(&plan), ["subsidy-unlisted: S-1: niet meer in het register, reden onbekend"]);
    let shown = ledger.paragraph(2019);
    assert_eq!((total(&shown, "awarded"), total(&shown, "determined")), (3_000, 2_000));
    let status = shown.table(TableId::Subsidies).unwrap().cell("S-1", "status").unwrap();
    assert!(format!("{:?}", status.value).contains("subsidy-unlisted"), "{status:?}");
    let plan = ledger.import(&register(whole), &stand("2019-11-04"));
    assert_eq!(said(&plan), ["subsidy-listed: S-1: weer in het register"]);
    let shown = ledger.paragraph(2019);
    let status = shown.table(TableId::Subsidies).unwrap().cell("S-1", "status").unwrap();
    assert!(!format!("{:?}", status.value).contains("subsidy-unlisted"), "{status:?}");
}

#[test]
fn another_register_an_older_stand_and_a_decision_of_the_council_are_told_apart() {
    let mut ledger = Ledger::founded();
    ledger.import(&register("S-1 | De Brug | r | p | 10 | 10 | NULL"), &stand(JULY));
    assert_eq!(found(&ledger.plan(&register(""), &stand(JUNE))), ["register-older -"]);
    let mut other = stand(JUNE);
    other.register = text("Register sport");
    other.prefix = "sport-".to_owned();
    let plan = ledger.import(&register("S-1 | De Brug | r | p | 10 | 10 | NULL"), &other);
    assert_eq!(said(&plan)[0], "subsidy-applied: sport-S-1: aangevraagd");
    assert_eq!(said(&plan).len(), 3, "and nothing of the first register is gone: {:?}", said(&plan));
    // The award is gone in the register: only a person can say what that means.
    let plan = ledger.plan(&register("S-1 | De Brug | r | p | 10 | NULL | NULL"), &stand("2019-11-04"));
    assert_eq!((said(&plan), found(&plan)), (vec![], vec!["register-award-gone 3".to_owned()]));
    assert_eq!(outcomes(&plan), ["3 LeftOut"]);
}

/// A subsidy may be determined without an award (Awb 4:43). An award that the register names later is no second decision.
#[test]
fn an_award_that_comes_after_the_determination_is_no_news_or_for_a_person() {
    // awarded and determined at first, then; what is recorded of the second, and what is found
    let table: [(&str, &str, &[&str], &[&str]); 4] = [
        ("NULL | 10", "10 | 10", &[], &[]),
        (
            "NULL | 10",
            "12 | 12",
            &["subsidy-determined: S-1: opnieuw vastgesteld, van € 10,00 naar € 12,00"],
            &[],
        ),
        ("NULL | 10", "12 | 10", &[], &["register-award-late 3"]),
        ("NULL | 10", "NULL | 10", &[], &[]),
    ];
    for (first, second, recorded, problems) in table {
        let mut ledger = Ledger::founded();
        let row = |amounts: &str| register(&format!("S-1 | De Brug | r | p | 10 | {amounts}"));
        ledger.import(&row(first), &stand(JUNE));
        let plan = ledger.plan(&row(second), &stand(JULY));
        assert_eq!(
            (said(&plan), found(&plan)),
            (
                recorded.iter().map(|s| (*s).to_owned()).collect(),
                problems.iter().map(|s| (*s).to_owned()).collect()
            ),
            "{first} then {second}"
        );
        ledger.import(&row(second), &stand(JULY));
    }
}

/// A stand that gave rise to decisions only is as much held as one with new particulars: the one before it would undo them.
#[test]
fn an_older_stand_does_not_undo_what_a_newer_one_decided() {
    let row = |determined: &str| register(&format!("S-1 | De Brug | r | p | 10 | 10 | {determined}"));
    let mut ledger = Ledger::founded();
    ledger.import(&row("NULL"), &stand(JUNE));
    assert_eq!(
        said(&ledger.import(&row("9"), &stand(JULY))),
        ["subsidy-determined: S-1: vastgesteld op € 9,00"]
    );
    let plan = ledger.plan(&row("NULL"), &stand(JUNE));
    assert_eq!((said(&plan), found(&plan)), (vec![], vec!["register-older -".to_owned()]));
}

/// Rows of a series name their file, and one stand that is no good leaves out the rows of the others.
#[test]
fn every_row_of_a_series_is_there_once_also_when_a_stand_is_no_good() {
    let good = register("S-1 | De Brug | r | p | 10 | 10 | NULL");
    for (second, outcome) in [(good.as_str(), "Recorded"), ("geen register\n", "LeftOut")] {
        let source = |name, text: &'static str| openboek_import::Source { name, bytes: text.as_bytes() };
        let (first, second) =
            (source("juni.csv", good.clone().leak()), source("juli.csv", second.to_owned().leak()));
        let plan = openboek_import::register::series(
            &[(first, stand(JUNE)), (second, stand(JULY))],
            &Ledger::founded().held(),
        );
        let rows: Vec<_> = plan.rows.iter().map(|row| (row.sheet.as_deref(), row.row)).collect();
        assert_eq!(&rows[..5], [1, 2, 3, 4, 5].map(|row| (Some("juni.csv"), row)), "{rows:?}");
        assert!(rows[5..].iter().all(|(file, _)| *file == Some("juli.csv")), "{rows:?}");
        assert_eq!(format!("{:?}", plan.rows[2].outcome), outcome);
        assert_eq!(
            (plan.is_unusable(), plan.proposals.is_empty()),
            (outcome == "LeftOut", outcome == "LeftOut")
        );
    }
}

#[test]
fn a_series_is_one_plan_and_the_same_as_one_after_another() {
    let files = [
        (JUNE, "S-1 | De Brug | r | p | 10 | 10 | NULL\nS-2 | De Brug | r | p | 5 | NULL | NULL"),
        (JULY, "S-1 | De Brug | r | p | 10 | 10 | 8"),
        ("2019-11-04", "S-1 | De Brug | r | p | 10 | 10 | 9\nS-2 | De Kring | r | p | 5 | 4 | NULL"),
    ];
    let files: Vec<(&str, String)> = files.iter().map(|(day, rows)| (*day, register(rows))).collect();
    let mut ledger = Ledger::founded();
    let one_by_one: Vec<String> =
        files.iter().flat_map(|(day, file)| said(&ledger.import(file, &stand(day)))).collect();
    let stands: Vec<_> = files
        .iter()
        .map(|(day, file)| {
            (openboek_import::Source { name: "register.csv", bytes: file.as_bytes() }, stand(day))
        })
        .collect();
    let mut fresh = Ledger::founded();
    let series = openboek_import::register::series(&stands, &fresh.held());
    assert_eq!(said(&series), one_by_one);
    assert_eq!(series.rows.len(), files.iter().map(|(_, file)| file.lines().count()).sum::<usize>());
    fresh.record(series);
    assert_eq!(fresh.held(), ledger.held());
}
