//! The draft budget of the region: so many weeks before the board decides it must be with the councils, and since 2022 their views
//! are answered before the decision (domain 5.2, vectors D1 to D5).

use openboek_rules::statement::{
    AnswerOutcome, Body, BudgetSentForViews, ItemAnswer, ItemKind, LegalForm, Recurrence, ViewAnswered,
    ViewDeclined, ViewItem, ViewSubmitted,
};
use openboek_rules::{ItemId, Organ, Stream, ViewId};
use openboek_views::model::TableId;

use super::region::DORDRECHT;
use super::region_cycle::{adopted, ledger};
use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{cell, same, table};

fn sent(of: i64, on: &str) -> Body {
    Body::BudgetSentForViews(BudgetSentForViews {
        act: act("region", Organ::ExecutiveBoard, on),
        holder: Stream::Region,
        year: year(of),
        to: vec![gm(DORDRECHT)],
        until: date("XXXX"),
    })
}

/// The signals about the draft and the answers, as seen in a paragraph; empty when there is none.
fn shown(ledger: &Ledger, holder: &str, of: i64) -> String {
    let shown = ledger.paragraph(holder, of, ledger.now("2025-01-01"));
    if shown.table(TableId::Signals).is_none() {
        return String::new();
    }
    let printed = table(&shown, TableId::Signals, &["met-on", "last-day", "status", "days-over"]);
    printed.lines().filter(|line| line.starts_with("wgr-35")).map(|line| format!("{line}\n")).collect()
}

/// Budget year, draft sent, board decided; last day for the draft, how it stands, days too late.
#[test]
fn the_councils_have_the_draft_in_time_or_too_late() {
    let cases = [
        // D1: 8 weeks before 2 July 2019.
        (2020, "2019-05-07", "2019-07-02", "2019-05-07 | signal-met | –"),
        (2020, "2019-05-08", "2019-07-02", "2019-05-07 | signal-met-late | 1 dagen"),
        // D2.
        (2022, "2021-05-11", "2021-07-06", "2021-05-11 | signal-met | –"),
        (2022, "2021-05-18", "2021-07-06", "2021-05-11 | signal-met-late | 7 dagen"),
        // D3 and D4: 12 weeks.
        (2025, "2024-04-11", "2024-07-04", "2024-04-11 | signal-met | –"),
        (2025, "2024-05-09", "2024-07-04", "2024-04-11 | signal-met-late | 28 dagen"),
        (2025, "2024-06-13", "2024-09-05", "2024-06-13 | signal-met | –"),
        (2025, "2024-06-14", "2024-09-05", "2024-06-13 | signal-met-late | 1 dagen"),
        // D5: sent on 13 April 2023, the board may decide from 6 July.
        (2024, "2023-04-13", "2023-07-06", "2023-04-13 | signal-met | –"),
        (2024, "2023-04-13", "2023-07-05", "2023-04-12 | signal-met-late | 1 dagen"),
        // The day of sending chooses the law: in spring 2022 it was 8 weeks, whatever the budget year.
        (2023, "2022-05-12", "2022-07-07", "2022-05-12 | signal-met | –"),
        // Only the month is known: nobody can say.
        (2025, "2024-04", "2024-07-04", "2024-04-11 | signal-unclear | –"),
    ];
    for (of, on, decided, expected) in cases {
        let mut ledger = ledger();
        ledger.say(&["region"], sent(of, on));
        assert_eq!(shown(&ledger, DORDRECHT, of), "", "no day to count back from");
        ledger.say(&["region"], adopted(of, decided));
        for holder in [DORDRECHT, "GM0610", "region"] {
            same(&shown(&ledger, holder, of), &format!("wgr-35:budget:{of}:{decided} | {on} | {expected}"));
        }
        let shown = ledger.paragraph(DORDRECHT, of, ledger.now("2025-01-01"));
        let row = format!("wgr-35:budget:{of}:{decided}");
        assert_eq!(cell(&shown, TableId::Signals, &row, "last-day").sources, [2, 3]);
    }
}

#[test]
fn the_first_sending_counts_and_a_draft_of_an_amendment_is_another_paper() {
    let mut both = ledger();
    both.say(&["region"], sent(2025, "2024-06-01"));
    both.say(&["region"], sent(2025, "2024-04-11"));
    both.say(&["region"], adopted(2025, "2024-07-04"));
    both.say(&["region"], sent(2025, "2025-02-01"));
    same(
        &shown(&both, DORDRECHT, 2025),
        "wgr-35:budget:2025:2024-07-04 | 2024-04-11 | 2024-04-11 | signal-met | –",
    );
    let mut amendment = ledger();
    amendment.say(&["region"], adopted(2025, "2024-07-04"));
    amendment.say(&["region"], sent(2025, "2024-10-01"));
    assert_eq!(shown(&amendment, DORDRECHT, 2025), "");
    // An informal co-operation has no budget under the Wgr.
    let mut informal = Ledger::default();
    informal.say(&["region"], founded("Samen", LegalForm::Informal, &[(DORDRECHT, "Dordrecht")]));
    informal.say(&["region"], sent(2025, "2024-06-01"));
    informal.say(&["region"], adopted(2025, "2024-07-04"));
    assert_eq!(shown(&informal, DORDRECHT, 2025), "");
}

fn view(id: &str, on: &str, statutory: bool) -> Body {
    Body::ViewSubmitted(ViewSubmitted {
        act: act(DORDRECHT, Organ::Council, on),
        view: ViewId::new(id).unwrap(),
        addressee: to("region", Organ::ExecutiveBoard),
        subject: text("Ontwerpbegroting"),
        statutory,
        items: vec![ViewItem {
            item: ItemId::new("R1").unwrap(),
            kind: ItemKind::Request,
            text: text("Leg uit waarom de bijdrage stijgt"),
            recurrence: Recurrence::Once,
        }],
    })
}

fn answer(id: &str, on: &str) -> Body {
    let reasons = Some(text("De lonen zijn gestegen"));
    Body::ViewAnswered(ViewAnswered {
        act: act("region", Organ::ExecutiveBoard, on),
        view: ViewId::new(id).unwrap(),
        answers: vec![ItemAnswer {
            item: ItemId::new("R1").unwrap(),
            outcome: AnswerOutcome::Declined,
            reasons,
        }],
    })
}

/// Since 2022 each view is answered, with reasons, before the board decides.
#[test]
fn a_view_without_an_answer_when_the_board_decides_is_a_signal() {
    const NOTED: &str = "wgr-35-answer:budget:2025 | – | – | signal-noted | –";
    let after = |said: Vec<Body>| {
        let mut ledger = ledger();
        ledger.say(&["region"], sent(2025, "2024-04-11"));
        for body in said {
            ledger.say(&["region", DORDRECHT], body);
        }
        ledger.say(&["region"], adopted(2025, "2024-07-04"));
        let printed = shown(&ledger, DORDRECHT, 2025);
        printed.lines().find(|line| line.contains("answer")).map(str::to_owned).unwrap_or_default()
    };
    same(&after(vec![view("Z1", "2024-06-11", true)]), NOTED);
    same(&after(vec![view("Z1", "2024-06-11", true), answer("Z1", "2024-07-05")]), NOTED);
    same(&after(vec![view("Z1", "2024-06-11", true), answer("Z1", "2024-07-01")]), "");
    // Not a view on this draft: of another kind, or from before it was sent.
    same(&after(vec![view("Z1", "2024-06-11", false)]), "");
    same(&after(vec![view("Z1", "2024-03-11", true)]), "");
    // Two views, one row; the entries of both are behind it.
    let mut ledger = ledger();
    ledger.say(&["region"], sent(2025, "2024-04-11"));
    for id in ["Z1", "Z2"] {
        ledger.say(&["region", DORDRECHT], view(id, "2024-06-11", true));
    }
    ledger.say(&["region"], adopted(2025, "2024-07-04"));
    let shown = ledger.paragraph("region", 2025, ledger.now("2025-01-01"));
    let status = cell(&shown, TableId::Signals, "wgr-35-answer:budget:2025", "status");
    assert_eq!(status.sources, [2, 3, 4, 5]);
    // Under the old law there was no such duty.
    let mut old = self::ledger();
    old.say(&["region"], sent(2020, "2019-04-11"));
    old.say(&["region", DORDRECHT], view("Z1", "2019-06-11", true));
    old.say(&["region"], adopted(2020, "2019-07-02"));
    let printed = self::shown(&old, DORDRECHT, 2020);
    assert!(printed.starts_with("wgr-35:") && !printed.contains("answer"), "{printed}");
}

/// A view is given in the time the letter names; one that certainly came after the last day is a signal, and changes nothing else.
#[test]
fn a_view_after_the_last_day_of_the_letter_is_a_signal() {
    let after = |until: &str, body: Body| {
        let mut ledger = ledger();
        let Body::BudgetSentForViews(letter) = sent(2025, "2024-04-11") else { unreachable!("a letter") };
        ledger
            .say(&["region"], Body::BudgetSentForViews(BudgetSentForViews { until: date(until), ..letter }));
        ledger.say(&["region", DORDRECHT], body);
        ledger
    };
    let late = |ledger: &Ledger, of: i64| {
        let printed = shown(ledger, DORDRECHT, of);
        printed.lines().find(|line| line.starts_with("wgr-35-view")).map(str::to_owned).unwrap_or_default()
    };
    const LATE: &str = "wgr-35-view:view:Z1:2024-04-11 | 2024-06-26 | 2024-06-20 | signal-met-late | 6 dagen";
    // last day in the letter, the council's view, the signal
    let cases = [
        ("2024-06-20", view("Z1", "2024-06-26", true), LATE),
        ("2024-06-20", view("Z1", "2024-06-20", true), ""),
        // Nothing is called late that may have been in time.
        ("2024-06-20", view("Z1", "2024-06", true), ""),
        ("2024-06", view("Z1", "2024-06-26", true), ""),
        ("XXXX", view("Z1", "2024-06-26", true), ""),
        // No view of the Wgr.
        ("2024-06-20", view("Z1", "2024-06-26", false), ""),
    ];
    for (until, body, expected) in cases {
        same(&late(&after(until, body), 2025), expected);
    }
    // In the paragraphs of the region and the council, of the year of the draft only; the letter and the view are behind it.
    let ledger = after("2024-06-20", view("Z1", "2024-06-26", true));
    for holder in [DORDRECHT, "region"] {
        let shown = ledger.paragraph(holder, 2025, ledger.now("2025-01-01"));
        let status = cell(&shown, TableId::Signals, "wgr-35-view:view:Z1:2024-04-11", "status");
        assert_eq!(status.sources, [2, 3]);
    }
    assert_eq!(late(&ledger, 2024), "");
    // A next draft is another letter: what comes after it is on that one.
    let mut again = after("2024-06-20", view("Z1", "2024-06-12", true));
    again.say(&["region"], sent(2026, "2025-04-10"));
    again.say(&["region", DORDRECHT], view("Z2", "2025-06-26", true));
    assert_eq!((late(&again, 2025), late(&again, 2026)), (String::new(), String::new()));
    // Who gives no view is not late with it.
    let declined = Body::ViewDeclined(ViewDeclined {
        act: act(DORDRECHT, Organ::Council, "2024-06-26"),
        view: ViewId::new("Z1").unwrap(),
        addressee: to("region", Organ::ExecutiveBoard),
        subject: text("Ontwerpbegroting"),
    });
    assert_eq!(late(&after("2024-06-20", declined), 2025), "");
}
