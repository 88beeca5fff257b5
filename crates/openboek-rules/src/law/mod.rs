//! The law as data: rules with their dates of force and their terms, and what a ledger's facts say about them.
//!
//! The law never refuses a statement. What was really decided is recorded, and a missed term or a touched rule becomes a
//! [`Signal`] with its rule, its date sum and the entries behind it.
//!
//! To add rules: write a table of [`Rule`]s in a file of its own beside [`awb`] (one file per act of law), name it in [`TABLES`],
//! add what the rule is about to [`AboutKind`], and make [`Signal`]s of it where the facts are folded. The words that readers see
//! are labels with the rule's code as key, and the page that explains it is in [`page`].
//!
//! Reading order: [`Term`] → [`Rule`] → [`DateSum`] → [`Signal`].

pub mod awb;
pub mod calendar;
pub mod days;
pub mod iv3;
mod pages;
mod rule;
mod signal;
mod sum;
mod term;
pub mod wgr;

pub use pages::{codes, page};
pub use rule::{InForce, Rule};
pub use signal::{About, AboutKind, Signal, SignalState};
pub use sum::DateSum;
pub use term::{Length, Term};

use jiff::civil::Date;

/// All tables of rules there are.
pub const TABLES: &[&[Rule]] = &[awb::RULES, wgr::RULES, iv3::RULES];

/// Every version of every rule.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// The version of a rule that is in force on a day, which is the day of the act that starts the term (domain 5.2); `None` when no
/// version is.
#[must_use]
pub fn rule_on(code: &str, day: Date) -> Option<&'static Rule> {
    rules().find(|rule| rule.code == code && rule.in_force.contains(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_kebab_case_and_versions_do_not_overlap() {
        for rule in rules() {
            let good = rule.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            assert!(good, "{}", rule.code);
            let others = rules().filter(|other| other.code == rule.code && other.in_force != rule.in_force);
            for other in others {
                assert!(!other.in_force.contains(rule.in_force.from), "{} twice", rule.code);
            }
            let same = rules().filter(|other| other.code == rule.code && other.in_force == rule.in_force);
            assert_eq!(same.count(), 1, "{} twice", rule.code);
        }
    }

    #[test]
    fn a_rule_is_found_on_the_days_it_is_in_force() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert!(rule_on("awb-4-87", day("2009-06-30")).is_none());
        assert_eq!(rule_on("awb-4-87", day("2009-07-01")).unwrap().article, "Awb art. 4:87 lid 1");
        assert!(rule_on("no-such-rule", day("2020-01-01")).is_none());
    }
}
