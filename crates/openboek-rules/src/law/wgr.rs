//! Rules of the *Wet gemeenschappelijke regelingen* about the budget of an arrangement (domain 5.2), before and since 1 July 2022.
//!
//! Which version of a rule holds is decided by the day of the act, not by the budget year and not by today: for the budget of 2023,
//! prepared in spring 2022, the old terms hold. Terms that are counted back from a meeting are never moved by a weekend.

use jiff::civil::{Date, date};

use super::{DateSum, InForce, Length, Rule, Term};
use crate::date::UncertainDate;
use crate::year::BudgetYear;

/// First day of the Wgr.
const WGR: Date = date(1985, 1, 1);
/// First day of the amended budget terms of 2015 (8 weeks instead of 6; the framework of art. 34b).
const OF_2015: Date = date(2015, 1, 1);
/// Last day before [`OF_2022`].
const LAST_OLD: Date = date(2022, 6, 30);
/// First day of the budget terms of 2022 (Stb. 2022, 18 and 128).
const OF_2022: Date = date(2022, 7, 1);

const fn rule(
    code: &'static str,
    article: &'static str,
    from: Date,
    until: Option<Date>,
    term: Term,
) -> Rule {
    Rule { code, article, in_force: InForce { from, until }, term }
}

const fn the_year_before(month: i8, day: i8) -> Term {
    Term::Fixed { years: -1, month, day }
}

/// Code of the rule: the framework goes to the councils before 15 April, since 2022 before 30 April, of the year before. Starts at
/// the first day of the budget year.
pub const FRAMEWORK: &str = "wgr-34b";
/// Code of the rule: the draft budget goes to the councils 6, since 2015 8, since 2022 12 weeks before the general board decides.
/// Starts at the meeting, and counts back.
pub const DRAFT: &str = "wgr-35";
/// Code of the rule: the adopted budget goes to the supervisor within two weeks. Starts at the adoption.
pub const BUDGET_WEEKS: &str = "wgr-34-budget-weeks";
/// Code of the rule: … and before 1 August, since 2022 before 15 September. Starts at the first day of the budget year.
pub const BUDGET_DAY: &str = "wgr-34-budget-day";
/// Code of the rule: the adopted accounts go to the supervisor within two weeks. Starts at the adoption.
pub const ACCOUNTS_WEEKS: &str = "wgr-34-accounts-weeks";
/// Code of the rule: … and before 15 July of the year after. Starts at the first day of the year of the accounts.
pub const ACCOUNTS_DAY: &str = "wgr-34-accounts-day";
/// Code of the rule: each view gets a reasoned written answer before the general board decides, since 2022.
pub const ANSWER: &str = "wgr-35-answer";

/// Code of the rule: the councils give their view within the time that the board sets. Starts at the sending of the draft; the letter
/// names the last day.
pub const VIEW: &str = "wgr-35-view";

/// All rules of this file. "Before 15 April" is written as 14 April, the last day allowed.
pub const RULES: &[Rule] = &[
    rule(FRAMEWORK, "Wgr art. 34b", OF_2015, Some(LAST_OLD), the_year_before(4, 14)),
    rule(FRAMEWORK, "Wgr art. 34b", OF_2022, None, the_year_before(4, 29)),
    rule(DRAFT, "Wgr art. 35 lid 1", WGR, Some(date(2014, 12, 31)), Term::Before(Length::Weeks(6))),
    rule(DRAFT, "Wgr art. 35 lid 1", OF_2015, Some(LAST_OLD), Term::Before(Length::Weeks(8))),
    rule(DRAFT, "Wgr art. 35 lid 1", OF_2022, None, Term::Before(Length::Weeks(12))),
    rule(BUDGET_WEEKS, "Wgr art. 34 lid 2", WGR, None, Term::After(Length::Weeks(2))),
    rule(BUDGET_DAY, "Wgr art. 34 lid 2", OF_2015, Some(LAST_OLD), the_year_before(7, 31)),
    rule(BUDGET_DAY, "Wgr art. 34 lid 2", OF_2022, None, the_year_before(9, 14)),
    rule(ACCOUNTS_WEEKS, "Wgr art. 34 lid 4", WGR, None, Term::After(Length::Weeks(2))),
    rule(ACCOUNTS_DAY, "Wgr art. 34 lid 4", WGR, None, Term::Fixed { years: 1, month: 7, day: 14 }),
    rule(ANSWER, "Wgr art. 35 lid 3", OF_2022, None, Term::None),
    rule(VIEW, "Wgr art. 35 lid 3", WGR, None, Term::Decided),
];

/// The version of a rule that is in force on the day of an act.
#[must_use]
pub fn on(code: &str, act: Date) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code && rule.in_force.contains(act))
}

/// The version that decides when the act is not known, because it has not been done or not been recorded: the newest one that is
/// in force on the last day it allows itself. Where just after a change no version is, the older one is not called missed too early.
#[must_use]
pub fn when_due(code: &str, start: &UncertainDate) -> Option<&'static Rule> {
    let begun = |rule: &&Rule| {
        let due = rule.sum(start).and_then(|sum| sum.due.latest());
        due.is_some_and(|day| rule.in_force.from <= day)
    };
    RULES.iter().rev().filter(|rule| rule.code == code).find(begun)
}

/// The first day of a budget year, from which the days of the calendar are counted.
#[must_use]
pub fn first_day(year: BudgetYear) -> UncertainDate {
    let first = i16::try_from(year.get()).ok().and_then(|year| Date::new(year, 1, 1).ok());
    first.map_or(UncertainDate::Unknown, UncertainDate::Day)
}

/// When the framework of a budget year must have been sent; `sent` is when it was, if it was.
#[must_use]
pub fn framework(year: BudgetYear, sent: Option<Date>) -> Option<(&'static Rule, DateSum)> {
    let start = first_day(year);
    let rule = match sent {
        Some(day) => on(FRAMEWORK, day)?,
        None => when_due(FRAMEWORK, &start)?,
    };
    Some((rule, rule.sum(&start)?))
}

/// The latest day a draft may go to the councils for a meeting of the general board.
#[must_use]
pub fn draft(meeting: &UncertainDate, sent: Option<Date>) -> Option<(&'static Rule, DateSum)> {
    let rule = match sent {
        Some(day) => on(DRAFT, day)?,
        None => when_due(DRAFT, meeting)?,
    };
    Some((rule, rule.sum(meeting)?))
}

/// The first day the general board may decide on a draft that was sent.
#[must_use]
pub fn earliest_meeting(sent: Date) -> Option<Date> {
    match on(DRAFT, sent)?.term {
        Term::Before(length) => length.after(sent),
        _ => None,
    }
}

/// When an adopted paper must be at the supervisor: two weeks after its adoption, or the day of the calendar when that is earlier.
///
/// `cycle` is a day of the act that chooses the version: the sending of the draft or, where that is not known, the adoption.
#[must_use]
pub fn to_supervisor(
    year: BudgetYear,
    is_accounts: bool,
    adopted: &UncertainDate,
    cycle: Date,
) -> Option<(&'static Rule, DateSum)> {
    let (weeks, day) = if is_accounts { (ACCOUNTS_WEEKS, ACCOUNTS_DAY) } else { (BUDGET_WEEKS, BUDGET_DAY) };
    let of = |code, start: &UncertainDate| {
        let rule = on(code, cycle)?;
        Some((rule, rule.sum(start)?))
    };
    let (weeks, day) = (of(weeks, adopted), of(day, &first_day(year)));
    let last = |sum: &DateSum| sum.due.latest().unwrap_or(Date::MAX);
    [weeks, day].into_iter().flatten().min_by_key(|(_, sum)| last(sum))
}
