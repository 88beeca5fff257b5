//! The region in words: keys, inhabitants, contributions, the papers of the budget cycle, and changes of the arrangement.

use openboek_rules::statement::{
    AllocationKeySet, ArrangementSucceeded, BudgetSentToSupervisor, ContributionAdvanced,
    ContributionAllocated, ContributionSettled, FrameworkSent, InhabitantsCounted, KeyComponent, KeyVersion,
    MemberLeft, MemberShare,
};
use openboek_rules::{Cents, UncertainDate};

use super::Facts;
use crate::clean::clean;
use crate::codes;
use crate::form;
use crate::words::{by_key, filled};

pub(super) fn key_set(facts: &mut Facts<'_>, said: &AllocationKeySet) {
    facts.add("field-key", said.key.as_str());
    facts.add("field-key-version", said.version.to_string());
    facts.text("field-description", Some(&said.description));
    facts.years("field-years", said.years, false);
    for component in &said.components {
        let words = component_words(facts, component);
        facts.add_all("field-key-component", words);
    }
    facts.word("field-rounding", &format!("rounding-{}", codes::rounding(said.rounding)));
    facts.word("field-leading", &format!("leading-{}", codes::leading(said.leading)));
}

/// What a component counts, then the value of each member.
fn component_words(facts: &Facts<'_>, component: &KeyComponent) -> Vec<String> {
    let basis = by_key(&format!("basis-{}", codes::key_basis(component.basis)), facts.lang);
    let mut head = format!("{basis}, {}", form::percent(component.weight, facts.lang));
    if let Some(description) = &component.description {
        head = format!("{head} ({})", clean(description.as_str()));
    }
    let mut lines = vec![head];
    if component.reference_date != UncertainDate::Unknown {
        let day = form::date(&component.reference_date, facts.lang);
        lines.push(filled("field-reference-date", facts.lang, &[&day]));
    }
    lines.push(facts.document(&component.source));
    lines.extend(component.values.iter().map(|value| {
        let name = facts.organisation(&value.municipality.to_string());
        format!("{name}: {}", form::count(value.value, facts.lang))
    }));
    lines
}

fn key(facts: &mut Facts<'_>, key: Option<&KeyVersion>) {
    if let Some(key) = key {
        let words = filled("field-key-of-version", facts.lang, &[key.key.as_str(), &key.version.to_string()]);
        facts.add("field-key", words);
    }
}

fn shares(facts: &mut Facts<'_>, shares: &[MemberShare]) {
    let share = |share: &MemberShare| {
        let name = facts.organisation(&share.municipality.to_string());
        format!("{name}: {}", form::money(share.amount, facts.form()))
    };
    let shares = shares.iter().map(share).collect();
    facts.add_all("field-shares", shares);
}

fn cents(facts: &mut Facts<'_>, name: &str, amount: Cents) {
    let value = form::money(amount, facts.form());
    facts.add(name, value);
}

pub(super) fn allocated(facts: &mut Facts<'_>, said: &ContributionAllocated) {
    facts.add("field-contribution", said.contribution.as_str());
    facts.text("field-description", Some(&said.description));
    facts.add("field-year", said.year.to_string());
    facts.word("field-status", &format!("status-{}", codes::status(said.status)));
    cents(facts, "field-regional-amount", said.total);
    let parts = said.parts.iter().map(|part| {
        format!("{}: {}", clean(part.description.as_str()), form::money(part.amount, facts.form()))
    });
    let parts = parts.collect();
    facts.add_all("field-regional-parts", parts);
    key(facts, said.key.as_ref());
    shares(facts, &said.shares);
}

pub(super) fn advanced(facts: &mut Facts<'_>, said: &ContributionAdvanced) {
    facts.add("field-contribution", said.contribution.as_str());
    facts.add("field-advance-term", said.term.to_string());
    shares(facts, &said.shares);
}

pub(super) fn counted(facts: &mut Facts<'_>, said: &InhabitantsCounted) {
    facts.date("field-counted-on", &said.reference_date);
    let count = said.counts.iter().map(|count| {
        let name = facts.organisation(&count.municipality.to_string());
        format!("{name}: {}", form::count(count.inhabitants, facts.lang))
    });
    let counts = count.collect();
    facts.add_all("field-inhabitants", counts);
}

pub(super) fn settled(facts: &mut Facts<'_>, said: &ContributionSettled) {
    facts.add("field-contribution", said.contribution.as_str());
    facts.word("field-settled-because", &format!("settled-{}", codes::settlement(said.reason)));
    facts.text("field-reasons", said.explanation.as_ref());
    cents(facts, "field-regional-amount", said.total);
    key(facts, said.key.as_ref());
    shares(facts, &said.shares);
}

pub(super) fn framework(facts: &mut Facts<'_>, said: &FrameworkSent) {
    facts.add("field-year", said.year.to_string());
    facts.flag("field-provisional-accounts", said.provisional_accounts);
    let councils = said.to.iter().map(|code| facts.organisation(&code.to_string())).collect();
    facts.add_all("field-councils-sent", councils);
}

pub(super) fn supervised(facts: &mut Facts<'_>, said: &BudgetSentToSupervisor) {
    facts.add("field-year", said.year.to_string());
    facts.word("field-paper", &format!("supervised-{}", codes::supervised(said.paper)));
    facts.date("field-adopted-on", &said.adopted_on);
    let supervisor = facts.organisation(said.supervisor.as_str());
    facts.add("field-to", supervisor);
}

pub(super) fn left(facts: &mut Facts<'_>, said: &MemberLeft) {
    let member = facts.organisation(&said.municipality.to_string());
    facts.add("field-member", member);
    facts.date("field-last-day", &said.until);
    let into = said.merged_into.iter().map(|code| facts.organisation(&code.to_string())).collect();
    facts.add_all("field-merged-into", into);
    facts.text("field-leaving-terms", said.terms.as_ref());
}

pub(super) fn succeeded(facts: &mut Facts<'_>, said: &ArrangementSucceeded) {
    facts.word("field-succession", codes::succession(said.succession));
    facts.text("field-name", Some(&said.other));
    facts.text("field-other-log", said.other_log.as_ref());
    facts.date("field-from", &said.from);
}
