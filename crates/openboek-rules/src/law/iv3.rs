//! Rules of the *Regeling informatie voor derden* (Iv3): how municipalities write their figures for everybody to compare (domain 3).

use jiff::civil::date;

use super::{InForce, Rule, Term};

/// Code of the rule: figures stand on the codes that the list of their budget year allows.
pub const CODE: &str = "iv3-code";

/// All rules of this file. The list with the years of each code is [`CodeList`](crate::CodeList).
pub const RULES: &[Rule] = &[FORBIDDEN_CODE];

/// A figure stands on a code that the list does not allow any more.
pub const FORBIDDEN_CODE: Rule = Rule {
    code: CODE,
    article: "Regeling informatie voor derden, bijlage taakvelden",
    in_force: InForce::since(date(2017, 1, 1)),
    term: Term::None,
};
