//! The budget calendar of an arrangement before and since 1 July 2022: the vectors D1 to D7 of the domain paper (5.2).
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::civil::Date;
use openboek_rules::law::wgr;
use openboek_rules::{BudgetYear, UncertainDate};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn date(text: &str) -> UncertainDate {
    UncertainDate::parse(text).unwrap()
}

fn year(year: i64) -> BudgetYear {
    BudgetYear::new(year).unwrap()
}

#[test]
fn d1_to_d3_the_draft_goes_to_the_councils_so_many_weeks_before_the_meeting() {
    // meeting of the general board, last day for the draft, weeks
    let table = [
        ("2019-07-02", "2019-05-07", "- 8 weeks"),
        ("2021-07-06", "2021-05-11", "- 8 weeks"),
        ("2024-07-04", "2024-04-11", "- 12 weeks"),
        ("2024-09-05", "2024-06-13", "- 12 weeks"),
        ("2013-07-03", "2013-05-22", "- 6 weeks"),
    ];
    for (meeting, last, weeks) in table {
        let (rule, sum) = wgr::draft(&date(meeting), None).unwrap();
        assert_eq!(
            (sum.due.to_string().as_str(), rule.term.to_string().as_str()),
            (last, weeks),
            "{meeting}"
        );
        // D7: a term that is counted back is never moved by a weekend or a holiday.
        assert!(!sum.extended);
    }
    let (_, sunday) = wgr::draft(&date("2024-06-23"), None).unwrap();
    assert_eq!((sunday.due.to_string().as_str(), sunday.extended), ("2024-03-31", false)); // Easter Sunday
}

#[test]
fn d3_and_d4_the_budget_goes_to_the_supervisor_in_two_weeks_or_before_the_day() {
    // budget year, adopted, last day at the supervisor, the rule that decides
    let table = [
        (2025, "2024-07-04", "2024-07-18", "wgr-34-budget-weeks"),
        (2025, "2024-09-05", "2024-09-14", "wgr-34-budget-day"),
        (2020, "2019-07-02", "2019-07-16", "wgr-34-budget-weeks"),
        (2020, "2019-07-25", "2019-07-31", "wgr-34-budget-day"),
        (2020, "2019-11-05", "2019-07-31", "wgr-34-budget-day"),
    ];
    for (of, adopted, last, code) in table {
        let (rule, sum) = wgr::to_supervisor(year(of), false, &date(adopted), day(adopted)).unwrap();
        assert_eq!((sum.due.to_string().as_str(), rule.code), (last, code), "{adopted}");
    }
    // The accounts of 2023: two weeks, and before 15 July 2024.
    for (adopted, last) in [("2024-06-20", "2024-07-04"), ("2024-07-04", "2024-07-14")] {
        let (_, sum) = wgr::to_supervisor(year(2023), true, &date(adopted), day(adopted)).unwrap();
        assert_eq!(sum.due.to_string(), last, "{adopted}");
    }
    // When the board decided is not known: only the day of the calendar is left.
    let (rule, sum) = wgr::to_supervisor(year(2025), false, &date("XXXX"), day("2024-08-01")).unwrap();
    assert_eq!((rule.code, sum.due.to_string().as_str()), ("wgr-34-budget-day", "2024-09-14"));
}

#[test]
fn d5_the_first_day_a_board_may_decide() {
    assert_eq!(wgr::earliest_meeting(day("2023-04-13")), Some(day("2023-07-06")));
    assert_eq!(wgr::earliest_meeting(day("2019-05-07")), Some(day("2019-07-02")));
}

#[test]
fn d6_before_a_day_is_the_day_before_it() {
    // budget year, sent, last day allowed: before 15 April, since 1 July 2022 before 30 April
    let table = [
        (2020, Some("2019-04-10"), "2019-04-14"),
        (2023, Some("2022-04-13"), "2022-04-14"),
        (2024, Some("2023-04-20"), "2023-04-29"),
        (2023, None, "2022-04-14"),
        (2024, None, "2023-04-29"),
    ];
    for (of, sent, last) in table {
        let (_, sum) = wgr::framework(year(of), sent.map(day)).unwrap();
        assert_eq!(sum.due.to_string(), last, "{of} {sent:?}");
    }
    // Before 1 August and before 15 September, before 15 July: seen from the first day of the year.
    for (code, act, last) in [
        (wgr::BUDGET_DAY, "2019-07-02", "2019-07-31"),
        (wgr::BUDGET_DAY, "2022-07-01", "2019-09-14"),
        (wgr::ACCOUNTS_DAY, "2019-07-02", "2021-07-14"),
    ] {
        let rule = wgr::on(code, day(act)).unwrap();
        assert_eq!(rule.sum(&wgr::first_day(year(2020))).unwrap().due.to_string(), last);
    }
}

/// The version is chosen by the day of the act: a budget of 2023 that was prepared in spring 2022 has the old terms.
#[test]
fn the_version_is_chosen_by_the_day_of_the_act() {
    for (act, weeks) in [("2014-12-31", 6), ("2015-01-01", 8), ("2022-06-30", 8), ("2022-07-01", 12)] {
        let rule = wgr::on(wgr::DRAFT, day(act)).unwrap();
        assert_eq!(rule.term.to_string(), format!("- {weeks} weeks"), "{act}");
    }
    let adopted = date("2022-07-06");
    let (_, by_the_draft) = wgr::to_supervisor(year(2023), false, &adopted, day("2022-04-20")).unwrap();
    assert_eq!(by_the_draft.due.to_string(), "2022-07-20");
    assert!(wgr::on(wgr::ANSWER, day("2022-06-30")).is_none());
    assert!(wgr::on(wgr::ANSWER, day("2022-07-01")).is_some());
    // For a meeting just after the change the old term still decides, until the new one can be met. Nothing holds before the first.
    assert_eq!(wgr::draft(&date("2022-09-01"), None).unwrap().0.term.to_string(), "- 8 weeks");
    assert_eq!(wgr::draft(&date("2022-09-23"), None).unwrap().0.term.to_string(), "- 12 weeks");
    assert!(wgr::framework(year(2010), Some(day("2009-04-01"))).is_none());
}
