//! Fixed days of a budget year: the last days that hold whatever is recorded, for a calendar. They make no signal by themselves; where a fact
//! of the ledger meets one of them, the signal of [`wgr`] knows more.
//!
//! A term "before 15 November" ends on 14 November (domain 5.2, D6).

use jiff::civil::{Date, date};

use super::{DateSum, InForce, Rule, Term, wgr};
use crate::year::BudgetYear;

/// First day of the *Gemeentewet* of 1992.
const MUNICIPALITIES_ACT: Date = date(1994, 1, 1);

const fn fixed(code: &'static str, article: &'static str, years: i8, month: i8, day: i8) -> Rule {
    let term = Term::Fixed { years, month, day };
    Rule { code, article, in_force: InForce::since(MUNICIPALITIES_ACT), term }
}

/// The adopted budget goes to *gedeputeerde staten* before 15 November; the same day for Iv3 (BBV art. 71 to 74).
const BUDGET: Rule = fixed("gw-191", "Gemeentewet art. 191", -1, 11, 14);
/// The accounts go there before 15 July; the same day for Iv3.
const ACCOUNTS: Rule = fixed("gw-200", "Gemeentewet art. 200", 1, 7, 14);

/// A last day with its rule.
pub type FixedDay = (&'static Rule, DateSum);

/// Days of a municipality's own budget and accounts.
#[must_use]
pub fn of_municipality(year: BudgetYear) -> Vec<FixedDay> {
    let start = wgr::first_day(year);
    [&BUDGET, &ACCOUNTS].into_iter().filter_map(|rule| Some((rule, rule.sum(&start)?))).collect()
}

/// Days of the budget and the accounts of an arrangement that has such duties, by the version of the law on the day itself.
#[must_use]
pub fn of_region(year: BudgetYear) -> Vec<FixedDay> {
    let start = wgr::first_day(year);
    let codes = [wgr::FRAMEWORK, wgr::BUDGET_DAY, wgr::ACCOUNTS_DAY];
    let rules = codes.into_iter().filter_map(|code| wgr::when_due(code, &start));
    rules.filter_map(|rule| Some((rule, rule.sum(&start)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_the_one_before_the_day_of_the_law() {
        // year, of the municipality, of the region
        let table = [
            (2014, ["2013-11-14", "2015-07-14"], vec!["2015-07-14"]),
            (2022, ["2021-11-14", "2023-07-14"], vec!["2021-04-14", "2021-07-31", "2023-07-14"]),
            (2024, ["2023-11-14", "2025-07-14"], vec!["2023-04-29", "2023-09-14", "2025-07-14"]),
        ];
        for (year, municipality, region) in table {
            let year = BudgetYear::new(year).unwrap();
            let days =
                |all: Vec<FixedDay>| all.iter().map(|(_, sum)| sum.due.to_string()).collect::<Vec<_>>();
            assert_eq!(days(of_municipality(year)), municipality);
            assert_eq!(days(of_region(year)), region);
        }
    }
}
