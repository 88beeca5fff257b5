//! Funding and budgets in words.

use openboek_rules::ContributionId;
use openboek_rules::figure::{Counting, Figure};
use openboek_rules::statement::{
    BudgetAdopted, BudgetAmended, BudgetLineIndicated, FundingIndicated, FundingRole, LineKey,
};
use openboek_rules::{BudgetYear, CodeList, FigureId, Gross, Taakveld, Text};

use super::Facts;
use crate::clean::clean;
use crate::codes;
use crate::form;
use crate::words::{by_key, filled};

pub(super) fn funding_indicated(facts: &mut Facts<'_>, said: &FundingIndicated) {
    figure(facts, &said.figure);
    role(facts, &said.role);
    if let Some(money) = &said.money {
        super::funding::money(facts, money);
    }
}

pub(super) fn line_indicated(facts: &mut Facts<'_>, said: &BudgetLineIndicated) {
    figure(facts, &said.figure);
    facts.id("field-of-contribution", said.contribution.as_ref().map(ContributionId::as_str));
}

pub(super) fn role(facts: &mut Facts<'_>, role: &FundingRole) {
    let role = match role {
        FundingRole::Own => by_key("funding-own", facts.lang).into_owned(),
        FundingRole::MacroBudget => by_key("funding-macro", facts.lang).into_owned(),
        FundingRole::ShareOf(of) => filled("funding-share", facts.lang, &[of.as_str()]),
        FundingRole::ReductionOf(of) if of.is_empty() => by_key("funding-reduction", facts.lang).into_owned(),
        FundingRole::ReductionOf(of) => filled("funding-reduction-of", facts.lang, &[&either(facts, of)]),
        FundingRole::Context => by_key("funding-context", facts.lang).into_owned(),
    };
    facts.add("field-role", role);
}

fn either(facts: &Facts<'_>, figures: &[FigureId]) -> String {
    let or = format!(" {} ", by_key("form-or", facts.lang));
    figures.iter().map(FigureId::as_str).collect::<Vec<_>>().join(&or)
}

pub(super) fn figure(facts: &mut Facts<'_>, figure: &Figure) {
    facts.add("field-figure", figure.figure.as_str());
    facts.text("field-description", Some(&figure.description));
    facts.amount("field-amount", &figure.amount);
    facts.word("field-certainty", &format!("certainty-{}", codes::certainty(figure.certainty)));
    if let Some(years) = figure.years {
        facts.years("field-years", years, false);
    }
    facts.word("field-pillar", &format!("pillar-{}", codes::pillar(figure.pillar)));
    facts.word("field-flow", &format!("flow-{}", codes::flow(figure.flow)));
    if figure.gross != Gross::Unsaid {
        facts.word("field-gross", codes::gross(figure.gross));
    }
    facts.word("field-horizon", &format!("horizon-{}", codes::horizon(figure.horizon)));
    let counting = counting(facts, &figure.counting);
    facts.add("field-counting", counting);
    if let Some(taakveld) = &figure.taakveld {
        let value = named_taakveld(taakveld, figure.years.map(openboek_rules::YearSpan::first));
        facts.add("field-taakveld", value);
    }
    facts.text("field-money-source", figure.source.as_ref());
}

fn counting(facts: &Facts<'_>, counting: &Counting) -> String {
    let lang = facts.lang;
    let with = |key, what: &str| format!("{} {what}", by_key(key, lang));
    match counting {
        Counting::Counted => by_key("counted", lang).into_owned(),
        Counting::AlternativeTo(of) => with("counting-alternative", of.as_str()),
        Counting::DerivedFrom(of) => {
            let list: Vec<&str> = of.iter().map(FigureId::as_str).collect();
            with("counting-derived", &list.join(", "))
        }
        Counting::OnlyIf(condition) => with("counting-only-if", &clean(condition.as_str())),
        Counting::MayOverlap(of) => with("counting-overlap", of.as_str()),
        Counting::Memo => by_key("counting-memo", lang).into_owned(),
    }
}

/// The code with its name in the list of the year, where the list has it.
pub(super) fn named_taakveld(code: &Taakveld, year: Option<BudgetYear>) -> String {
    let name = year.and_then(CodeList::of).and_then(|list| list.name_of(code));
    name.map_or_else(|| code.to_string(), |name| format!("{code} {name}"))
}

/// "6.1 Samenkracht en burgerparticipatie, 2021, lasten, structureel", then category and programme where the line has them.
pub(super) fn line_name(facts: &Facts<'_>, key: &LineKey, budget: BudgetYear) -> String {
    let side = by_key(&format!("flow-{}", codes::side(key.side)), facts.lang);
    let nature = by_key(codes::nature(key.nature), facts.lang);
    let line = format!("{}, {}, {side}, {nature}", named_taakveld(&key.taakveld, Some(budget)), key.year);
    let category = key.category.as_ref().map(|category| match category.name() {
        Some(name) => format!("{category} {name}"),
        None => category.to_string(),
    });
    let programme = key.programme.as_ref().map(|programme| clean(programme.as_str()));
    [Some(line), category, programme].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub(super) fn explained(line: String, explanation: Option<&Text>) -> String {
    match explanation {
        Some(text) => format!("{line} ({})", clean(text.as_str())),
        None => line,
    }
}

pub(super) fn adopted(facts: &mut Facts<'_>, said: &BudgetAdopted) {
    let holder = facts.stream(said.holder);
    facts.add("field-holder", holder);
    facts.add("field-year", said.year.to_string());
    super::accounts::rounded(facts, said.rounded_to);
    super::accounts::lines(facts, &said.lines, said.year);
}

pub(super) fn amended(facts: &mut Facts<'_>, said: &BudgetAmended) {
    let holder = facts.stream(said.holder);
    facts.add("field-holder", holder);
    facts.add("field-year", said.year.to_string());
    facts.add("field-number", said.number.to_string());
    let lines = said.lines.iter().map(|line| {
        let money = |cents| form::money(cents, facts.form());
        let change = filled(
            "field-amended-line",
            facts.lang,
            &[&money(line.old), &money(line.mutation), &money(line.new)],
        );
        explained(format!("{}: {change}", line_name(facts, &line.key, said.year)), line.explanation.as_ref())
    });
    let lines = lines.collect();
    facts.add_all("field-lines", lines);
}
