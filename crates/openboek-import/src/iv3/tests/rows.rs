//! A small file with the defects of the real ones, row by row.

use super::{Ledger, findings, gm, same, settings};
use crate::iv3::Report;
use crate::plan::Outcome;
use openboek_rules::statement::{AmendedLine, BudgetAmended};
use openboek_rules::{Body, Cents, Statement, UncertainDate};

const HEAD: &str = "Gemeenten;Taakveld;L1.1 Salarissen en sociale lasten;Baten;Lasten;Inwonertal\n";

/// Codes that are forbidden, cut off, padded, unknown; amounts below zero, on both sides of the result, not delivered, not there.
const ODD: &str = "\
Dalfsen;0.11 Resultaat van de rekening van bat..;;0.0;5.0;29612
Dalfsen;0.7 Algemene uitkering;;49083.0;0.0;29612
Dalfsen;6.1 Samenkracht en burgerparticipatie;390.0;1033.0;50094.0;29612
Dalfsen;6.72 Maatwerkdienstverlening 18-;;0.0;17.0;29612
Staphorst;0.11 Resultaat van de rekening van bat..;;-130.0;0.0;17504
Staphorst;6.82a Jeugdbescherming ;;130.0;0.0;17504
Staphorst;9.9 Nergens;;1.0;0.0;17504
Sliedrecht;0.7 Algemene uitkering;;83193.0;0.0;26040
Sliedrecht;6.1 Samenkracht en burgerparticipatie;-99998;0.0;69019.0;26040
Hardenberg;0.11 Resultaat van de rekening van bat..;;6136.0;10780.0;62544
Hardenberg;6.1 Samenkracht;;4644.0;-99998.0;62544
Hardenberg;6.3 Inkomensregelingen;;-99997.0;-99997.0;62544
Ommen;6.1 Samenkracht;;x;1.0;18736
Ommen;6.2 Wijkteams;;2.0;1.0;18736
Ommen;6.2 Wijkteams;;2.0;1.0;18736
Almelo;6.1 Samenkracht;;2.0;1.0;74000
Atlantis;6.1 Samenkracht;;2.0;1.0;1
Atlantis;6.2 Wijkteams;;2.0;1.0;1

Ommen;6.3
Nederland;6.1 Samenkracht;;1.0;1.0;17811291
";

fn region() -> Ledger {
    let members = [
        ("GM0148", "Dalfsen"),
        ("GM0180", "Staphorst"),
        ("GM0610", "Sliedrecht"),
        ("GM0160", "Hardenberg"),
        ("GM0175", "Ommen"),
        ("GM0193", "Zwolle"),
    ];
    Ledger::founded(members.map(|(code, name)| (gm(code), name)))
}

#[test]
fn every_oddity_is_said_once_and_by_name() {
    let mut ledger = region();
    let text = format!("{HEAD}{ODD}");
    let plan = ledger.import("odd.csv", text.as_bytes(), &settings(2023, Report::Budget));
    same(
        &findings(&plan),
        "iv3-member-absent        | - | Zwolle | 
         iv3-no-members           | - | 1 gemeenten |
         iv3-category-column      | 1 | L1.1 Salarissen en sociale lasten |
         iv3-all-structural       | 1 | |
         iv3-label-cut            | 2 | 0.11 Resultaat van de rekening van bat.. |
         iv3-forbidden-code       | 5 | Dalfsen: 6.72 lasten € 17.000 | 2023-2024
         iv3-negative             | 6 | Staphorst: 0.11 baten € -130.000 |
         iv3-padded               | 7 | \"6.82a Jeugdbescherming \" | 6.82a Jeugdbescherming
         iv3-unknown-code         | 8 | 9.9 | 2023-2024
         iv3-no-delivery          | 9 | Sliedrecht: 6.1 L1.1 Salarissen en sociale lasten |
         iv3-unbalanced           | 9 | Sliedrecht: baten € 83.193.000, lasten € 69.019.000 | baten gelijk aan lasten
         iv3-both-results         | 11 | Hardenberg: 0.11 baten € 6.136.000; lasten € 10.780.000 |
         iv3-no-delivery          | 11 | Hardenberg: 6.1 lasten |
         iv3-negative             | 13 | Hardenberg: 6.3 baten € -99.997.000; 6.3 lasten € -99.997.000 |
         iv3-no-amount            | 14 | x | een bedrag in duizenden euro's, zoals 9869.0
         iv3-twice                | 16 | Ommen 6.2 baten | één keer
         iv3-twice                | 16 | Ommen 6.2 lasten | één keer
         iv3-unknown-municipality | 18 | Atlantis |
         iv3-broken-row           | 21 | Ommen;6.3 |
         iv3-partial              | 22 | 7 gemeenten, 228437 inwoners | 17811291 inwoners",
    );
    let outcomes: String = plan
        .rows
        .iter()
        .map(|row| match row.outcome {
            Outcome::Structure => '.',
            Outcome::Recorded => '+',
            Outcome::Unchanged => '=',
            Outcome::NotAsked => '-',
            Outcome::LeftOut => 'x',
        })
        .collect();
    assert_eq!(outcomes, ".++++++x++++++xx-xx.x-", "each row once, in order");
    // The same file again: nothing.
    let again = ledger.plan("odd.csv", text.as_bytes(), &settings(2023, Report::Budget));
    assert!(again.proposals.is_empty());
    assert!(again.rows.iter().all(|row| row.outcome != Outcome::Recorded));
}

#[test]
fn a_file_that_was_published_again_gives_only_its_differences() {
    let mut ledger = region();
    let settings = settings(2023, Report::Accounts);
    let first = format!(
        "{HEAD}Dalfsen;6.1 A;;1033.0;6575.0;1\nDalfsen;6.2 B;;0.0;1869.0;1\nOmmen;6.1 A;;1.0;2.0;1\n"
    );
    let plan = ledger.import("juli.csv", first.as_bytes(), &settings);
    assert_eq!(plan.proposals.len(), 2);
    assert_eq!(plan.proposals[0].summary, "Jaarrekening 2023 van Dalfsen: 4 regels");
    let second = first.replace("6575.0", "6580.0");
    let plan = ledger.import("september.csv", second.as_bytes(), &settings);
    let [only] = &plan.proposals[..] else { panic!("{:?}", plan.proposals) };
    assert_eq!(only.summary, "Correctie van boeking 1: Jaarrekening 2023 van Dalfsen: 1 regels");
    assert_eq!(only.rows, [2]);
    let Body::EntryCorrected(correction) = &only.statement.body else { panic!("no correction") };
    assert_eq!(
        correction.reason.as_str(),
        "De cijfers zijn opnieuw gepubliceerd: september.csv geeft 1 andere bedragen."
    );
    let outcomes: Vec<Outcome> = plan.rows.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes[1..], [Outcome::Recorded, Outcome::Unchanged, Outcome::Unchanged]);
    assert!(ledger.plan("september.csv", second.as_bytes(), &settings).proposals.is_empty());
    // The first file again would be a correction back.
    assert_eq!(ledger.plan("juli.csv", first.as_bytes(), &settings).proposals.len(), 1);
}

#[test]
fn what_the_council_amended_since_stays() {
    let mut ledger = region();
    let settings = settings(2023, Report::Budget);
    let first = format!("{HEAD}Dalfsen;6.1 A;;0.0;2452.0;1\nDalfsen;6.2 B;;0.0;2007.0;1\n");
    ledger.import("begroting.csv", first.as_bytes(), &settings);
    let held = ledger.held();
    let Body::BudgetAdopted(adopted) = &held[1].statement.body else { panic!("no budget") };
    assert_eq!(adopted.rounded_to, Cents::new(100_000), "thousands stay thousands");
    let line = adopted.lines.iter().find(|line| line.amount.get() == 245_200_000).unwrap();
    let (old, mutation) = (line.amount, Cents::new(10_000_000).unwrap());
    let (key, new) = (line.key.clone(), old.checked_add(mutation).unwrap());
    let lines = vec![AmendedLine { key, old, mutation, new, explanation: None }];
    let amended = BudgetAmended {
        act: adopted.act.clone(),
        holder: adopted.holder,
        year: adopted.year,
        number: 1,
        lines,
    };
    let concerns = held[1].statement.concerns.clone();
    ledger.record(vec![Statement { concerns, body: Body::BudgetAmended(amended) }]);
    let second = first.replace("2452.0", "2460.0").replace("2007.0", "2010.0");
    let plan = ledger.import("opnieuw.csv", second.as_bytes(), &settings);
    assert_eq!(plan.proposals.len(), 1);
    assert!(findings(&plan).contains("iv3-amended-since | 2 | Dalfsen: 6.1 lasten |"), "{}", findings(&plan));
}

#[test]
fn a_delivery_in_json() {
    let mut ledger = region();
    let settings = settings(2023, Report::Actuals(UncertainDate::parse("2023-06-30").unwrap()));
    let text = r#"{
      "metadata": {"overheidslaag": "Gemeente", "overheidsnummer": "0148", "overheidsnaam": "Dalfsen", "boekjaar": 2023,
                   "periode": 2, "status": "Realisatie", "datum": "2023-07-30T10:00:00", "details_openbaar": false,
                   "financieel_pakket": "x", "export_software": "y"},
      "contact": {"naam": "x", "email": "x@y.nl", "telefoon": "1"},
      "data": {
        "lasten": [
          {"taakveld": "6.1", "categorie": "1.1", "bedrag": 390123},
          {"taakveld": "5.3   ", "categorie": "4.2", "bedrag": 12},
          {"taakveld": "6.72", "categorie": "3.4.1", "bedrag": 17000},
          {"taakveld": "6.1", "categorie": "salaris", "bedrag": 1},
          {"taakveld": "6.9", "categorie": "1.1", "bedrag": 1},
          {"taakveld": "6.3", "categorie": "4.1.1", "bedrag": -99998}],
        "baten": [{"taakveld": "6.6", "categorie": "3.4.2", "bedrag": 407135}],
        "balans_lasten": [], "balans_baten": [], "balans_standen": [{"balanscode": "A111", "standper": "begin", "bedrag": 1}]
      }}"#;
    let plan = ledger.import("levering.json", text.as_bytes(), &settings);
    same(
        &findings(&plan),
        "iv3-member-absent  | - | Hardenberg |
         iv3-member-absent  | - | Ommen |
         iv3-member-absent  | - | Staphorst |
         iv3-member-absent  | - | Zwolle |
         iv3-member-absent  | - | Sliedrecht |
         iv3-all-structural | 1 | |
         iv3-no-delivery    | 1 | Dalfsen: 6.3 lasten 4.1.1 |
         iv3-padded         | 2 | \"5.3   \" | 5.3
         iv3-forbidden-code | 3 | Dalfsen: 6.72 lasten 3.4.1 € 17.000 | 2023-2024
         iv3-unknown-code   | 4 | salaris | een categorie zoals 3.4.1
         iv3-unknown-code   | 5 | 6.9 | 2023-2024",
    );
    let Body::ActualsReported(reported) = &plan.proposals[0].statement.body else { panic!("no report") };
    assert_eq!((reported.lines.len(), reported.rounded_to), (4, Cents::new(100)));
    assert!(ledger.plan("levering.json", text.as_bytes(), &settings).proposals.is_empty());
    let wrong = [
        (text.replace("\"periode\": 2", "\"periode\": 3"), "iv3-other-year"),
        (text.replace("\"boekjaar\": 2023", "\"boekjaar\": 2022"), "iv3-other-year"),
        (text.replace("Gemeente", "Provincie"), "iv3-not-json"),
        (text.replace("\"lasten\"", "\"kosten\""), "iv3-not-json"),
        (text[..100].to_owned(), "iv3-not-json"),
        ("Gemeenten;Taakveld;Baten\n".to_owned(), "iv3-no-column"),
        (String::new(), "iv3-no-column"),
    ];
    for (text, code) in wrong {
        let plan = ledger.plan("levering.json", text.as_bytes(), &settings);
        assert!(plan.is_unusable() && plan.proposals.is_empty());
        assert!(findings(&plan).contains(code), "{}", findings(&plan));
    }
}
