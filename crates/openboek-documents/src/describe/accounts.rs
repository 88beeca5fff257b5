//! A budget from draft to accounts, in words.

use openboek_rules::statement::{
    AccountsAdopted, ActualsReported, BudgetDrafted, BudgetLine, BudgetSentForViews, ReserveChanged,
    ScopeDefined,
};
use openboek_rules::{BudgetYear, Cents, CodeList, Stream};

use super::Facts;
use super::budget::{explained, line_name, named_taakveld};
use crate::codes;
use crate::form;

fn of(facts: &mut Facts<'_>, holder: Stream, year: BudgetYear) {
    let holder = facts.stream(holder);
    facts.add("field-holder", holder);
    facts.add("field-year", year.to_string());
}

/// Every line with its amount; the budget's year gives the code list.
pub(super) fn lines(facts: &mut Facts<'_>, lines: &[BudgetLine], year: BudgetYear) {
    let lines = lines.iter().map(|line| {
        let text =
            format!("{}: {}", line_name(facts, &line.key, year), form::money(line.amount, facts.form()));
        explained(text, line.explanation.as_ref())
    });
    let lines = lines.collect();
    facts.add_all("field-lines", lines);
}

fn money(facts: &mut Facts<'_>, key: &str, cents: Option<Cents>) {
    if let Some(cents) = cents {
        let value = form::money(cents, facts.form());
        facts.add(key, value);
    }
}

/// What the amounts are rounded to in the source.
pub(super) fn rounded(facts: &mut Facts<'_>, to: Option<Cents>) {
    money(facts, "field-rounded-to", to);
}

pub(super) fn drafted(facts: &mut Facts<'_>, said: &BudgetDrafted) {
    of(facts, said.holder, said.year);
    rounded(facts, said.rounded_to);
    lines(facts, &said.lines, said.year);
}

pub(super) fn sent_for_views(facts: &mut Facts<'_>, said: &BudgetSentForViews) {
    of(facts, said.holder, said.year);
    let councils = said.to.iter().map(|code| facts.organisation(&code.to_string())).collect();
    facts.add_all("field-sent-to", councils);
    facts.date("field-until", &said.until);
}

pub(super) fn reserve_changed(facts: &mut Facts<'_>, said: &ReserveChanged) {
    of(facts, said.holder, said.year);
    facts.add("field-reserve", said.reserve.as_str());
    facts.text("field-name", Some(&said.name));
    money(facts, "field-added", Some(said.added));
    money(facts, "field-withdrawn", Some(said.withdrawn));
    facts.word("field-nature", codes::nature(said.nature));
    facts.flag("field-in-lines", said.in_lines);
    money(facts, "field-opening", said.opening);
    money(facts, "field-closing", said.closing);
    facts.text("field-explanation", said.explanation.as_ref());
}

pub(super) fn actuals_reported(facts: &mut Facts<'_>, said: &ActualsReported) {
    of(facts, said.holder, said.year);
    facts.date("field-through", &said.through);
    rounded(facts, said.rounded_to);
    lines(facts, &said.lines, said.year);
}

pub(super) fn adopted(facts: &mut Facts<'_>, said: &AccountsAdopted) {
    of(facts, said.holder, said.year);
    rounded(facts, said.rounded_to);
    lines(facts, &said.lines, said.year);
}

pub(super) fn scope_defined(facts: &mut Facts<'_>, said: &ScopeDefined) {
    let municipality = facts.organisation(&said.municipality.to_string());
    facts.add("field-municipality", municipality);
    facts.years("field-years", said.years, false);
    let parts = said.taakvelden.iter().map(|part| {
        // Later years may have another list; the name is that of the first year whose list has the code.
        let year = said
            .years
            .years()
            .find(|year| CodeList::of(*year).is_some_and(|list| list.name_of(&part.taakveld).is_some()));
        format!("{}: {}", named_taakveld(&part.taakveld, year), form::percent(part.share, facts.lang))
    });
    let parts = parts.collect();
    facts.add_all("field-scope-parts", parts);
}
