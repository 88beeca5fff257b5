//! Funding that is followed in time, in words.

use openboek_rules::FigureId;
use openboek_rules::statement::{FundingGranted, FundingSource, FundingSuperseded};

use super::{Facts, budget};
use crate::codes;

/// Where the money comes from and what binds it.
pub(super) fn money(facts: &mut Facts<'_>, money: &FundingSource) {
    facts.word("field-money-kind", &format!("money-{}", codes::money_kind(money.kind)));
    facts.word("field-earmark", &format!("earmark-{}", codes::earmark(money.earmark)));
    facts.text("field-sisa", money.sisa.as_ref());
    facts.text("field-circular", money.circular.as_ref());
}

pub(super) fn superseded(facts: &mut Facts<'_>, said: &FundingSuperseded) {
    budget::figure(facts, &said.figure);
    budget::role(facts, &said.role);
    money(facts, &said.source);
    facts.id("field-supersedes", Some(said.supersedes.as_str()));
}

pub(super) fn granted(facts: &mut Facts<'_>, said: &FundingGranted) {
    budget::figure(facts, &said.figure);
    money(facts, &said.source);
    facts.id("field-supersedes", said.supersedes.as_ref().map(FigureId::as_str));
}
