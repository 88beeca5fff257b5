//! The law as data: the date sums of the domain paper, and how a term stands on a day.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::civil::Date;
use openboek_rules::UncertainDate;
use openboek_rules::law::{About, AboutKind, DateSum, Length, Rule, Signal, SignalState, Term, rule_on};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn date(text: &str) -> UncertainDate {
    UncertainDate::parse(text).unwrap()
}

/// The version of a rule that holds on the first day a start can be.
fn rule(code: &str, start: &str) -> &'static Rule {
    rule_on(code, date(start).earliest().unwrap()).unwrap()
}

#[test]
fn every_term_ends_on_the_day_of_the_domain_paper() {
    // rule, start, last day allowed (domain 6.2, date vectors)
    let table = [
        ("awb-4-13", "2020-10-01", "2020-11-26"),
        ("awb-4-34", "2020-11-11", "2020-12-09"),
        ("awb-4-56", "2020-03-02", "2020-06-01"), // Whit Monday; longer than 12 weeks, so it stays
        ("awb-4-87", "2020-12-15", "2021-01-26"),
        ("awb-4-60", "2021-01-01", "2020-10-02"),
        ("awb-4-74", "2020-12-31", "2021-06-30"),
        ("awb-4-49", "2020-06-10", "2025-06-10"),
        ("awb-4-57", "2020-06-10", "2025-06-10"),
    ];
    for (code, start, due) in table {
        let sum = rule(code, start).sum(&date(start)).unwrap();
        assert_eq!((sum.due.to_string().as_str(), sum.extended), (due, false), "{code}");
    }
}

#[test]
fn short_terms_go_on_to_the_next_working_day() {
    // term, start, last day allowed, moved?
    let table = [
        // Saturday 28 November; Sunday 29 November.
        (Term::After(Length::Weeks(8)), "2020-10-03", "2020-11-30", true),
        (Term::After(Length::Weeks(8)), "2020-10-04", "2020-11-30", true),
        // Good Friday 10 April, over Easter.
        (Term::After(Length::Weeks(4)), "2020-03-13", "2020-04-14", true),
        // Christmas Day is a Friday, then a weekend.
        (Term::After(Length::Weeks(6)), "2020-11-13", "2020-12-28", true),
        // King's Day 2020, Liberation Day 2020, Ascension Day 2020.
        (Term::After(Length::Weeks(2)), "2020-04-13", "2020-04-28", true),
        (Term::After(Length::Days(1)), "2020-05-04", "2020-05-06", true),
        (Term::After(Length::Months(1)), "2020-04-21", "2020-05-22", true),
        // 12 weeks and 3 months may be moved, what is longer not.
        (Term::After(Length::Weeks(12)), "2020-03-09", "2020-06-02", true),
        (Term::After(Length::Weeks(13)), "2020-03-02", "2020-06-01", false),
        (Term::After(Length::Months(3)), "2020-03-01", "2020-06-02", true),
        (Term::After(Length::Months(4)), "2020-02-01", "2020-06-01", false),
        (Term::After(Length::Days(91)), "2020-03-02", "2020-06-01", false),
        (Term::After(Length::Years(1)), "2019-06-01", "2020-06-01", false),
        // Months end on the last day of a shorter month; a leap day comes back only in a leap year.
        (Term::After(Length::Months(1)), "2019-01-31", "2019-02-28", false),
        (Term::After(Length::Years(5)), "2020-02-29", "2025-02-28", false),
        // Terms counted backwards, days of the calendar and terms a body chose are never moved.
        (Term::Before(Length::Weeks(8)), "2020-07-27", "2020-06-01", false),
        (Term::Fixed { years: -1, month: 4, day: 14 }, "2020-01-01", "2019-04-14", false),
        (Term::Chosen(Length::Months(6)), "2020-10-25", "2021-04-25", false),
    ];
    for (term, start, due, moved) in table {
        let sum = DateSum::of(&date(start), term).unwrap();
        assert_eq!((sum.due.to_string().as_str(), sum.extended), (due, moved), "{start} {term:?}");
    }
}

#[test]
fn a_start_that_is_not_one_day_gives_a_due_date_that_is_not_one_day() {
    let term = Term::After(Length::Weeks(4));
    for (start, due) in [
        ("2020-10", "2020-10-29/2020-11-30"), // 31 October + 4 weeks is a Saturday
        ("2020-11-11/..", "2020-12-09/.."),
        ("XXXX", "XXXX"),
    ] {
        assert_eq!(DateSum::of(&date(start), term).unwrap().due.to_string(), due);
    }
    assert!(DateSum::of(&date("2020-11-11"), Term::Decided).is_none());
    assert!(DateSum::of(&date("2020-11-11"), Term::None).is_none());
}

#[test]
fn nothing_is_late_that_may_have_been_in_time() {
    use SignalState::{Met, MetLate, Open, Passed, Unclear};
    // start of an 8-week term, met on, today, state, days over
    let table = [
        ("2020-10-01", None, "2020-11-26", Open, None),
        ("2020-10-01", None, "2020-11-27", Passed, Some(1)),
        ("2020-10-01", Some("2020-11-26"), "2021-01-01", Met, None),
        ("2020-10-01", Some("2020-11-30"), "2021-01-01", MetLate, Some(4)),
        ("2020-10-01", Some("2020-11"), "2021-01-01", Unclear, None),
        ("2020-10-01", Some("2020-10"), "2021-01-01", Met, None),
        ("2020-10-01", Some("2020-12"), "2021-01-01", MetLate, Some(5)),
        ("2020-10", None, "2020-11-26", Open, None),
        ("2020-10", None, "2020-12-01", Unclear, None),
        ("2020-10", None, "2020-12-29", Passed, Some(1)),
        ("XXXX", None, "2020-12-29", Unclear, None),
    ];
    for (start, met, today, state, over) in table {
        let decide = rule("awb-4-13", "2020-10-01");
        let about = About::new(AboutKind::Subsidy, "S-1");
        let sum = decide.sum(&date(start)).unwrap();
        let signal = Signal::of_term(decide, about, sum, met.map(date), day(today), vec![1]);
        assert_eq!((signal.state, signal.days_over(day(today))), (state, over), "{start} {met:?} {today}");
    }
}

#[test]
fn a_rule_without_a_term_is_noted() {
    let ceiling = rule("awb-4-25", "2020-10-01");
    let signal = Signal::noted(ceiling, About::new(AboutKind::Ceiling, "P-1"), vec![3, 4]);
    assert_eq!(
        (signal.state, signal.due(), signal.days_over(day("2030-01-01"))),
        (SignalState::Noted, None, None)
    );
}
