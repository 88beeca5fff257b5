//! Inhabitants as a fact: from the file to the figures per inhabitant.

use openboek_import::population::{self, Settings};
use openboek_import::{Outcome, Plan, Source};
use openboek_rules::statement::{Body, BudgetAdopted, BudgetLine, LineKey, Nature, Side};
use openboek_rules::{Organ, Stream, Taakveld};
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::{act, cents, date, gm, org, text, year};
use crate::support::print::{at, cell, same, table};
use crate::{DRECHTSTEDEN, counted, findings, held, is_sound, of, real, record};

/// In the form of the size classes per municipality; the numbers of 2025 (domain 1.4).
pub(crate) fn classes() -> Vec<u8> {
    include_bytes!("../fixtures/population/inwoners.csv").to_vec()
}

/// Settings that count inhabitants on a day.
pub(crate) fn counting(on: &str) -> Settings {
    Settings {
        organisation: org("region"),
        organ: Organ::ExecutiveBoard,
        date: date("2025-02"),
        title: text("Inwonertal per gemeente"),
        counted_on: Some(date(on)),
        column: String::new(),
        key: None,
    }
}

pub(crate) fn plan(bytes: &[u8], settings: &Settings, ledger: &Ledger) -> Plan {
    let plan = population::plan(Source { name: "inwoners.csv", bytes }, settings, &held(ledger));
    is_sound(&plan, crate::lines(bytes));
    plan
}

fn budget(holder: &str, of: i64, expenditure: i64, income: i64) -> Body {
    let line = |side, amount| BudgetLine {
        key: LineKey {
            taakveld: Taakveld::new("6.1").unwrap(),
            year: year(of),
            side,
            nature: Nature::Structural,
            category: None,
            programme: None,
        },
        amount: cents(amount),
        explanation: None,
    };
    let (organisation, organ) =
        if holder == "region" { ("region", Organ::GeneralBoard) } else { (holder, Organ::Council) };
    Body::BudgetAdopted(BudgetAdopted {
        act: act(organisation, organ, &format!("{}-11-10", of - 1)),
        holder: Stream::new(holder).unwrap(),
        year: year(of),
        lines: vec![line(Side::Expenditure, expenditure), line(Side::Income, income)],
        rounded_to: None,
    })
}

/// Dordrecht, 122.847 inhabitants: € 3.685.410 is € 30 each; € 614.236,23 is € 5,00 and a cent in all: 5,0000001 rounds to 5,00;
/// the balance of −€ 3.071.173,77 is −24,9999…, which rounds to −25,00.
#[test]
fn the_figures_that_matter_are_shown_per_inhabitant() {
    let mut ledger = of(&DRECHTSTEDEN);
    for of in [2024, 2025, 2026] {
        ledger.say(&["GM0505"], budget("GM0505", of, 368_541_000, 61_423_623));
        ledger.say(&["region"], budget("region", of, 2_986_530_000, 0));
    }
    let before = ledger.paragraph("GM0505", 2025, ledger.now("2025-01-20"));
    let plan = plan(&classes(), &counting("2025-01-01"), &ledger);
    assert_eq!(record(&mut ledger, &plan), 1, "{}", findings(&plan));
    let shown = ledger.paragraph("GM0505", 2025, ledger.now("2025-02-20"));
    let columns = ["value", "previous-year", "per-inhabitant"];
    let printed = table(&shown, TableId::KeyFigures, &columns);
    let rows = ["expenditure", "income", "balance", "inhabitants", "inhabitants-on"];
    let lines: Vec<&str> =
        printed.lines().filter(|line| rows.iter().any(|row| line.starts_with(&format!("{row} ")))).collect();
    same(
        &lines.join("\n"),
        "expenditure    | 368541000 (decided)  | 368541000 (decided)  | 3000 (decided)
         income         | 61423623 (decided)   | 61423623 (decided)   | 500 (decided)
         balance        | -307117377 (decided) | -307117377 (decided) | -2500 (decided)
         inhabitants    | 122847     | –          | –
         inhabitants-on | 2025-01-01 | –          | –",
    );
    // From the figure per inhabitant to the budget and the count.
    assert_eq!(cell(&shown, TableId::KeyFigures, "income", "per-inhabitant").sources, [5 - 2, 7]);
    assert_eq!(cell(&shown, TableId::KeyFigures, "inhabitants", "value").sources, [7]);
    // The region as a whole: all its members, 298.653 of them.
    let region = ledger.paragraph("region", 2025, ledger.now("2025-02-20"));
    assert_eq!(at(&region, TableId::KeyFigures, "inhabitants", "value"), "298653");
    assert_eq!(at(&region, TableId::KeyFigures, "expenditure", "per-inhabitant"), "10000 (decided)");
    // A year later the same count is the last one known, beside itself; a year earlier nobody was counted.
    let later = ledger.paragraph("GM0505", 2026, ledger.now("2025-02-20"));
    assert_eq!(at(&later, TableId::KeyFigures, "inhabitants-on", "previous-year"), "2025-01-01");
    for shown in [before, ledger.paragraph("GM0505", 2024, ledger.now("2025-02-20"))] {
        let key_figures = shown.table(TableId::KeyFigures).unwrap();
        assert!(key_figures.cell("expenditure", "per-inhabitant").is_none());
        assert!(key_figures.rows.iter().all(|row| !row.id.starts_with("inhabitants")));
    }
}

/// The same file: nothing. A corrected one: the entry as it should have been, with the file in the reason; an earlier stand stays.
/// A new member: only its own count.
#[test]
fn a_corrected_count_is_a_correction() {
    let mut ledger = of(&DRECHTSTEDEN[..2]);
    ledger.say(&["GM0505"], budget("GM0505", 2025, 368_541_000, 0));
    let first = plan(&classes(), &counting("2025-01-01"), &ledger);
    record(&mut ledger, &first);
    let again = plan(&classes(), &counting("2025-01-01"), &ledger);
    assert!(again.proposals.is_empty() && again.rows.iter().all(|row| row.outcome != Outcome::Recorded));
    let stand = ledger.size();
    let better = String::from_utf8(classes()).unwrap().replace("122847", "122.848").into_bytes();
    let corrected = plan(&better, &counting("2025-01-01"), &ledger);
    let [proposal] = corrected.proposals.as_slice() else { panic!("{}", findings(&corrected)) };
    let Body::EntryCorrected(body) = &proposal.statement.body else { panic!("{proposal:?}") };
    assert_eq!(
        body.reason.as_str(),
        "Het bestand inwoners.csv geeft een ander aantal inwoners voor Dordrecht"
    );
    assert_eq!(proposal.rows, [4]);
    record(&mut ledger, &corrected);
    assert!(plan(&better, &counting("2025-01-01"), &ledger).proposals.is_empty());
    let inhabitants =
        |moment| at(&ledger.paragraph("GM0505", 2025, moment), TableId::KeyFigures, "inhabitants", "value");
    assert_eq!(inhabitants(ledger.now("2025-03-01")), "122848");
    assert_eq!(inhabitants(ledger.stand(stand, "2025-03-01")), "122847");
    ledger.say(
        &["region"],
        Body::MemberJoined(openboek_rules::statement::MemberJoined {
            act: act("region", Organ::GeneralBoard, "2025-03-01"),
            member: openboek_rules::statement::Member { code: gm("GM0610"), name: text("Sliedrecht") },
            from: date("2025-03-01"),
        }),
    );
    let joined = plan(&better, &counting("2025-01-01"), &ledger);
    let [proposal] = joined.proposals.as_slice() else { panic!("{}", findings(&joined)) };
    let Body::InhabitantsCounted(body) = &proposal.statement.body else { panic!("{proposal:?}") };
    assert_eq!(body.counts.iter().map(|count| count.inhabitants).collect::<Vec<_>>(), [26_601]);
    record(&mut ledger, &joined);
}

/// What stands in the file, what comes in its place, what is said, how many are counted (0: nothing is recorded).
#[test]
fn what_is_wrong_is_said_and_not_guessed() {
    let table = [
        ("Inwonertal", "Aantal", "key-input-heading", 0),
        ("Gemeenten", "Plaats", "key-input-heading", 0),
        ("Aa en Hunze", "Dordrecht", "key-input-twice", 0),
        ("122847", "", "key-input-not-whole", 6),
        ("122847", "122.847,5", "key-input-not-whole", 6),
        ("122847", "-122847", "key-input-not-whole", 6),
        ("122847", "onbekend", "key-input-not-whole", 6),
        ("Dordrecht", "Dordt", "key-input-member-missing", 6),
        ("Dordrecht", "Dordrecht (gemeente)", "key-input-member-missing", 6),
        ("Dordrecht", " dordrecht", "", 7),
        ("122847", "122.847", "", 7),
        ("122847", "122847.0", "", 7),
    ];
    for (was, is, code, count) in table {
        let bytes = String::from_utf8(classes()).unwrap().replacen(was, is, 1).into_bytes();
        let ledger = of(&DRECHTSTEDEN);
        let plan = plan(&bytes, &counting("2025-01-01"), &ledger);
        let said: Vec<&str> = counted(&plan).into_keys().collect();
        assert_eq!(
            said,
            [code].into_iter().filter(|code| !code.is_empty()).collect::<Vec<_>>(),
            "{was} {is}: {}",
            findings(&plan)
        );
        let found = plan.proposals.iter().map(|proposal| match &proposal.statement.body {
            Body::InhabitantsCounted(body) => body.counts.len(),
            other => panic!("{other:?}"),
        });
        assert_eq!(found.sum::<usize>(), count, "{was} {is}");
    }
    assert_eq!(
        counted(&plan(&classes(), &counting("2025-01-01"), &Ledger::default())).get("key-input-nobody"),
        Some(&1)
    );
}

/// Codes in whatever form, other separators, quotes.
#[test]
fn a_file_may_have_codes() {
    let files = [
        "Gemeentecode;Inwoners\nGM0505;122.847\nGM0482;20.247\n",
        "code,naam,\"aantal inwoners\"\n505,\"Dordrecht, stad\",\"122847\"\n0482,Alblasserdam,20247\n",
        "CBS\tNaam\tInwonertal\n505\tDordt\t122847\n482\tX\t20247\n9999\tElders\t\n",
    ];
    for file in files {
        let ledger = of(&DRECHTSTEDEN[..2]);
        let plan = plan(file.as_bytes(), &counting("2025-01-01"), &ledger);
        assert!(plan.findings.is_empty(), "{file}: {}", findings(&plan));
        let Body::InhabitantsCounted(body) = &plan.proposals[0].statement.body else { panic!("{plan:?}") };
        let counts: Vec<(String, u64)> =
            body.counts.iter().map(|count| (count.municipality.to_string(), count.inhabitants)).collect();
        assert_eq!(counts, [("GM0482".to_owned(), 20_247), ("GM0505".to_owned(), 122_847)], "{file}");
    }
}

/// A name that two municipalities share is told apart by what CBS adds to it; a name that the ledger alone has is found as it is.
#[test]
fn municipalities_of_one_name_are_not_mixed_up() {
    let file =
        "Gemeenten\tInwonertal\nBergen (L.)\t13000\nBergen (NH.)\t30000\nHengelo (O.)\t82000\nOud-Dorp\t5\n";
    let table = [
        ("GM0373", "Bergen", Some(30_000)),
        ("GM0893", "Bergen", Some(13_000)),
        ("GM0164", "Hengelo", Some(82_000)),
        ("GM9001", "Oud-dorp", Some(5)),
        ("GM9002", "Bergen", None),
    ];
    for (code, name, expected) in table {
        let plan = plan(file.as_bytes(), &counting("2025-01-01"), &of(&[(code, name)]));
        let found = plan.proposals.first().map(|proposal| match &proposal.statement.body {
            Body::InhabitantsCounted(body) => body.counts[0].inhabitants,
            other => panic!("{other:?}"),
        });
        assert_eq!(found, expected, "{code} {name}: {}", findings(&plan));
    }
}

/// The real files: every member of the two regions by name, at three reference dates; Dalfsen grew (domain 8.1).
#[test]
fn the_real_files_have_every_member() {
    let mut members = DRECHTSTEDEN.to_vec();
    members.extend(crate::keys::IJSSELLAND.map(|(code, name, _)| (code, name)));
    let mut ledger = of(&members);
    ledger.say(&["GM0148"], budget("GM0148", 2025, 3_005_100, 0));
    for (file, on, dalfsen) in
        [("2023", "2023-01-01", 29_612), ("2024", "2024-01-01", 29_683), ("2025", "2025-01-01", 30_051)]
    {
        let Some(bytes) = real(&format!("gemeenteklassen/{file}.csv")) else { return };
        let plan = plan(&bytes, &counting(on), &ledger);
        assert!(plan.findings.is_empty(), "{}", findings(&plan));
        record(&mut ledger, &plan);
        let Body::InhabitantsCounted(body) = &plan.proposals[0].statement.body else { panic!("{plan:?}") };
        let count = body.counts.iter().find(|count| count.municipality == gm("GM0148")).unwrap();
        assert_eq!((body.counts.len(), count.inhabitants), (18, dalfsen), "{file}");
    }
    let shown = ledger.paragraph("GM0148", 2025, ledger.now("2025-03-01"));
    assert_eq!(at(&shown, TableId::KeyFigures, "expenditure", "per-inhabitant"), "100 (decided)");
}
