//! The region's budget cycle with what the Wgr says about it, before and since 1 July 2022 (domain 5.2); members that leave and
//! arrangements that follow each other (domain 5.4, 8.3).

use openboek_rules::statement::{
    ArrangementSucceeded, Body, BudgetAdopted, BudgetLine, BudgetSentToSupervisor, FrameworkSent, LegalForm,
    LineKey, MemberLeft, Nature, OrganisationKind, Side, Succession, SupervisedPaper,
};
use openboek_rules::{Organ, Stream, Taakveld};
use openboek_views::model::TableId;

use super::region::{DORDRECHT, DRECHTSTEDEN, region_of};
use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, same, table};

fn framework(of: i64, on: &str) -> Body {
    Body::FrameworkSent(FrameworkSent {
        act: act("region", Organ::ExecutiveBoard, on),
        year: year(of),
        provisional_accounts: true,
        to: vec![gm("GM0482"), gm(DORDRECHT)],
    })
}

fn sent(of: i64, paper: SupervisedPaper, adopted: &str, on: &str) -> Body {
    Body::BudgetSentToSupervisor(BudgetSentToSupervisor {
        act: act("region", Organ::ExecutiveBoard, on),
        year: year(of),
        paper,
        adopted_on: date(adopted),
        supervisor: org("zuid-holland"),
    })
}

pub fn ledger() -> Ledger {
    let mut ledger = region_of(&DRECHTSTEDEN);
    let by = act("region", Organ::ExecutiveBoard, "2018");
    ledger.say(
        &["region"],
        registered(by, "zuid-holland", "Provincie Zuid-Holland", OrganisationKind::Province, &[]),
    );
    ledger
}

/// Budget year, what was said, then each signal: start, last day, done, state, days too late.
#[test]
fn papers_are_in_time_by_the_law_of_their_day() {
    use SupervisedPaper::{Accounts, Amendment, Budget};
    let cases: [(i64, Vec<Body>, &str); 10] = [
        (
            2020,
            vec![framework(2020, "2019-04-14")],
            "wgr-34b:budget:2020:2020-01-01 | 2019-04-14 | signal-met | –",
        ),
        (
            2020,
            vec![framework(2020, "2019-04-15")],
            "wgr-34b:budget:2020:2020-01-01 | 2019-04-14 | signal-met-late | 1 dagen",
        ),
        (
            2024,
            vec![framework(2024, "2023-04-29")],
            "wgr-34b:budget:2024:2024-01-01 | 2023-04-29 | signal-met | –",
        ),
        (
            2024,
            vec![framework(2024, "2023-05")],
            "wgr-34b:budget:2024:2024-01-01 | 2023-04-29 | signal-met-late | 2 dagen",
        ),
        // D3 and D4: two weeks, or the day before 15 September.
        (
            2025,
            vec![sent(2025, Budget, "2024-07-04", "2024-07-18")],
            "wgr-34-budget-weeks:budget:2025:2024-07-04 | 2024-07-18 | signal-met | –",
        ),
        (
            2025,
            vec![sent(2025, Budget, "2024-09-05", "2024-09-16")],
            "wgr-34-budget-day:budget:2025:2025-01-01 | 2024-09-14 | signal-met-late | 2 dagen",
        ),
        // A cycle that began in spring 2022 ends under the old terms: before 1 August.
        (
            2023,
            vec![framework(2023, "2022-04-12"), sent(2023, Budget, "2022-07-20", "2022-08-02")],
            "wgr-34-budget-day:budget:2023:2023-01-01 | 2022-07-31 | signal-met-late | 2 dagen
             wgr-34b:budget:2023:2023-01-01 | 2022-04-14 | signal-met | –",
        ),
        // The accounts have a day of their own; an amendment has none, and what is sent again later was sent before.
        (
            2023,
            vec![
                sent(2023, Accounts, "2024-07-04", "2024-07-14"),
                sent(2023, Accounts, "2024-07-04", "2024-09-01"),
                sent(2023, Amendment, "2023-11-01", "2024-03-01"),
            ],
            "wgr-34-accounts-day:budget:2023:2023-01-01 | 2024-07-14 | signal-met | –",
        ),
        // Accounts that are adopted early must be there two weeks later.
        (
            2023,
            vec![sent(2023, Accounts, "2024-06-13", "2024-06-28")],
            "wgr-34-accounts-weeks:budget:2023:2024-06-13 | 2024-06-27 | signal-met-late | 1 dagen",
        ),
        // Nobody knows when the board decided: only the day of the calendar is certain.
        (
            2025,
            vec![sent(2025, Budget, "XXXX", "2024-07-18")],
            "wgr-34-budget-day:budget:2025:2025-01-01 | 2024-09-14 | signal-met | –",
        ),
    ];
    for (of, said, expected) in cases {
        let mut ledger = ledger();
        for body in said {
            ledger.say(&["region"], body);
        }
        let shown = ledger.paragraph(DORDRECHT, of, ledger.now("2025-01-01"));
        same(&table(&shown, TableId::Signals, &["last-day", "status", "days-over"]), expected);
    }
}

#[test]
fn the_papers_of_the_cycle_stand_in_a_table() {
    let mut ledger = ledger();
    ledger.say(&["region"], framework(2024, "2023-04-20"));
    ledger.say(&["region"], sent(2024, SupervisedPaper::Budget, "2023-07-06", "2023-07-10"));
    let shown = ledger.paragraph("region", 2024, ledger.now("2024-01-01"));
    same(
        &table(&shown, TableId::RegionCycle, &["date", "to", "decided-on", "provisional-accounts", "by"]),
        "2 | 2023-04-20 | Alblasserdam / Dordrecht | –          | yes | De regio; organ-executive-board
         3 | 2023-07-10 | Provincie Zuid-Holland   | 2023-07-06 | –   | De regio; organ-executive-board",
    );
    let other_year = ledger.paragraph("region", 2023, ledger.now("2024-01-01"));
    assert!(other_year.table(TableId::RegionCycle).is_none() && other_year.table(TableId::Signals).is_none());
}

pub fn adopted(of: i64, on: &str) -> Body {
    let key = LineKey {
        taakveld: Taakveld::new("6.1").unwrap(),
        year: year(of),
        side: Side::Expenditure,
        nature: Nature::Structural,
        category: None,
        programme: None,
    };
    Body::BudgetAdopted(BudgetAdopted {
        act: act("region", Organ::GeneralBoard, on),
        holder: Stream::Region,
        year: year(of),
        lines: vec![BudgetLine { key, amount: cents(100), explanation: None }],
        rounded_to: None,
    })
}

/// What the board adopted must go to the supervisor: the term runs, is passed, and is over once the paper was sent.
#[test]
fn an_adopted_budget_that_is_not_sent_is_a_signal() {
    let signals = |ledger: &Ledger, day: &str| {
        let shown = ledger.paragraph(DORDRECHT, 2025, ledger.now(day));
        let found = shown.table(TableId::Signals).is_some();
        if found {
            table(&shown, TableId::Signals, &["last-day", "status", "days-over"])
        } else {
            String::new()
        }
    };
    let mut ledger = ledger();
    ledger.say(&["region"], adopted(2025, "2024-07-04"));
    let row = "wgr-34-budget-weeks:budget:2025:2024-07-04 | 2024-07-18";
    same(&signals(&ledger, "2024-07-18"), &format!("{row} | signal-open | –"));
    same(&signals(&ledger, "2024-07-20"), &format!("{row} | signal-passed | 2 dagen"));
    // The paper does not say when the board decided; the recorded decision does.
    ledger.say(&["region"], sent(2025, SupervisedPaper::Budget, "XXXX", "2024-07-19"));
    same(&signals(&ledger, "2024-08-20"), &format!("{row} | signal-met-late | 1 dagen"));

    // An informal co-operation has no budget that goes to a supervisor.
    let mut informal = Ledger::default();
    informal.say(&["region"], founded("Samen", LegalForm::Informal, &[(DORDRECHT, "Dordrecht")]));
    informal.say(&["region"], adopted(2025, "2024-07-04"));
    assert_eq!(signals(&informal, "2024-12-01"), "");
}

/// Since 2022 the Drechtsteden have another legal body; a member that leaves keeps its paragraph.
#[test]
fn one_region_two_bodies_and_a_member_that_leaves() {
    let mut ledger = ledger();
    let by_the_board = |on: &str| act("region", Organ::GeneralBoard, on);
    ledger.say(
        &["region"],
        Body::MemberLeft(MemberLeft {
            act: by_the_board("2021-06-01"),
            municipality: gm("GM0610"),
            until: date("2021-12-31"),
            merged_into: vec![gm("GM0642")],
            terms: Some(text("Afbouw in drie jaar")),
        }),
    );
    ledger.say(
        &["region"],
        Body::ArrangementSucceeded(ArrangementSucceeded {
            act: by_the_board("2021-12-02"),
            succession: Succession::SucceededBy,
            other: text("GR Sociaal"),
            other_log: Some(text("ledger.example.nl/gr-sociaal")),
            from: date("2022-01-01"),
        }),
    );
    let shown = ledger.paragraph("GM0610", 2021, ledger.now("2022-02-01"));
    same(
        &table(&shown, TableId::RegionChanges, &["event", "effective", "explanation", "date"]),
        "left:GM0610              | member-left  | 2021-12-31 | merged-into; Zwijndrecht / Afbouw in drie jaar | 2021-06-01
         succession:succeeded-by  | succeeded-by | 2022-01-01 | ledger.example.nl/gr-sociaal | 2021-12-02",
    );
    let names = |of: i64| {
        let shown = ledger.paragraph("GM0610", of, ledger.now("2030-01-01"));
        shown.table(TableId::RegionChanges).map_or(0, |table| table.rows.len())
    };
    assert_eq!([2020, 2021, 2022, 2023, 2024].map(names), [0, 2, 2, 1, 0]);
    assert!(ledger.view("GM0610", ledger.now("2022-02-01")).years().contains(&year(2021)));
    assert_eq!(at(&shown, TableId::RegionChanges, "left:GM0610", "by"), "De regio; organ-general-board");
}
