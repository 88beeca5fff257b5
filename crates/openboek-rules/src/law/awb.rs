//! Rules of the *Algemene wet bestuursrecht* about subsidies and decisions (domain 6.1).

use jiff::civil::{Date, date};

use super::{InForce, Length, Rule, Term};

/// First day of the Awb.
const AWB: Date = date(1994, 1, 1);
/// First day of title 4.2 (subsidies), the third part of the Awb.
const SUBSIDIES: Date = date(1998, 1, 1);
/// First day of title 4.4 (money debts), the fourth part of the Awb.
const DEBTS: Date = date(2009, 7, 1);

const fn since(code: &'static str, article: &'static str, from: Date, term: Term) -> Rule {
    Rule { code, article, in_force: InForce::since(from), term }
}

/// Decide on an application: without a term in a regulation at the latest 8 weeks after it came in. Starts at its receipt.
pub const DECIDE: Rule = since("awb-4-13", "Awb art. 4:13 lid 2", AWB, Term::After(Length::Weeks(8)));
/// A subsidy needs a legal basis; without a regulation only for some cases (lid 3).
pub const LEGAL_BASIS: Rule = since("awb-4-23", "Awb art. 4:23", SUBSIDIES, Term::None);
/// A ceiling must not be exceeded.
pub const CEILING: Rule = since("awb-4-25", "Awb art. 4:25 lid 2", SUBSIDIES, Term::None);
/// Invoke the budget reservation within 4 weeks. Starts at the adoption of the budget.
pub const RESERVATION: Rule =
    since("awb-4-34", "Awb art. 4:34 lid 3", SUBSIDIES, Term::After(Length::Weeks(4)));
/// Fix at the award (lid 1), lower only on one of the grounds a to d (lid 2).
pub const AS_AWARDED: Rule = since("awb-4-46", "Awb art. 4:46", SUBSIDIES, Term::None);
/// Change or withdraw a final determination within 5 years. Starts at its notification.
pub const CHANGE_FIXING: Rule =
    since("awb-4-49", "Awb art. 4:49 lid 3", SUBSIDIES, Term::After(Length::Years(5)));
/// End or lower a subsidy of three years or more only with a reasonable term, which the body chooses. Starts at the notice.
pub const NOTICE: Rule = since("awb-4-51", "Awb art. 4:51", SUBSIDIES, Term::Decided);
/// Payment is suspended for 13 weeks at most. Starts at the written notice of the suspicion.
pub const SUSPENSION: Rule = since("awb-4-56", "Awb art. 4:56", SUBSIDIES, Term::After(Length::Weeks(13)));
/// Recover what was paid too much within 5 years. Starts at the notification of the final determination.
pub const RECOVERY: Rule = since("awb-4-57", "Awb art. 4:57 lid 4", SUBSIDIES, Term::After(Length::Years(5)));
/// Apply for a yearly subsidy 13 weeks before the financial year. Starts at the first day of that year, and counts back.
pub const APPLY: Rule = since("awb-4-60", "Awb art. 4:60", SUBSIDIES, Term::Before(Length::Weeks(13)));
/// Apply for the final determination within 6 months after the financial year: 30 June. Starts at the last day of that year.
pub const ACCOUNT: Rule =
    since("awb-4-74", "Awb art. 4:74", SUBSIDIES, Term::Fixed { years: 1, month: 6, day: 30 });
/// Pay within 6 weeks. Starts at the notification of the decision that gives the claim.
pub const PAY: Rule = since("awb-4-87", "Awb art. 4:87 lid 1", DEBTS, Term::After(Length::Weeks(6)));
/// Object within 6 weeks. Starts at the notification.
pub const OBJECT: Rule = since("awb-6-7", "Awb art. 6:7", AWB, Term::After(Length::Weeks(6)));

/// All rules of this file.
pub const RULES: &[Rule] = &[
    DECIDE,
    LEGAL_BASIS,
    CEILING,
    RESERVATION,
    AS_AWARDED,
    CHANGE_FIXING,
    NOTICE,
    SUSPENSION,
    RECOVERY,
    APPLY,
    ACCOUNT,
    PAY,
    OBJECT,
];
