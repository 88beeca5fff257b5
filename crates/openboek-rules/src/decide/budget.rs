//! Rules of budgets and their amendments: what stands, what changes, and that it adds up (BBV art. 18).

use super::check::{Check, at};
use crate::id::Stream;
use crate::money::Cents;
use crate::refusal::{Refusal, RefusalCode, Value};
use crate::state::Budget;
use crate::statement::{AmendedLine, BudgetAdopted, BudgetAmended, BudgetLine, LineKey, Nature, Side};
use crate::taakveld::{CodeList, Taakveld};
use crate::year::BudgetYear;

pub(super) fn adopted(check: &mut Check<'_>, body: &BudgetAdopted) {
    holder(check, body.holder);
    not_adopted_yet(check, body.holder, body.year);
    lines(check, body.year, body.lines.iter().map(|line| &line.key));
    sums(check, &body.lines);
    rounded(check, body.rounded_to);
}

/// What amounts are rounded to is an amount of its own.
pub(super) fn rounded(check: &mut Check<'_>, to: Option<Cents>) {
    if let Some(granularity) = to.filter(|to| *to <= Cents::ZERO) {
        let refusal = Refusal::new(RefusalCode::GranularityNotPositive, "body.rounded_to_cents");
        check.refuse(refusal.with("granularity", granularity));
    }
}

/// No budget of this holder and year stands.
pub(super) fn not_adopted_yet(check: &mut Check<'_>, of: Stream, year: BudgetYear) {
    if let Some(budget) = check.state.budgets.get(&(of, year)) {
        let entry = budget.entry;
        let refusal = Refusal::new(RefusalCode::BudgetExists, "body.year").with("year", year);
        check.refuse(refusal.with("holder", of).with("entry", at(entry)));
    }
}

/// No sum over the lines can be too large.
pub(super) fn sums(check: &mut Check<'_>, lines: &[BudgetLine]) {
    let size: i128 = lines.iter().map(|line| i128::from(line.amount.size().get())).sum();
    fits(check, size, "body.lines");
}

pub(super) fn amended(check: &mut Check<'_>, body: &BudgetAmended) {
    holder(check, body.holder);
    lines(check, body.year, body.lines.iter().map(|line| &line.key));
    let budget = check.state.budgets.get(&(body.holder, body.year));
    match budget {
        Some(budget) => {
            follows(check, body, budget);
            stands(check, body, budget);
        }
        None => check.refuse(
            Refusal::new(RefusalCode::BudgetNotAdopted, "body.year")
                .with("year", body.year)
                .with("holder", body.holder),
        ),
    }
    for (place, line) in body.lines.iter().enumerate() {
        adds_up(check, line, place);
    }
}

/// The holder is a member or the region, and its stream is concerned.
pub(super) fn holder(check: &mut Check<'_>, holder: Stream) {
    let known = holder.municipality().is_none_or(|code| check.member(code, "body.holder"));
    if known {
        check.concerns(holder);
    }
}

/// Every line once, its year in the budget, its taakveld in the list of the budget's year.
pub(super) fn lines<'k>(
    check: &mut Check<'_>,
    year: BudgetYear,
    keys: impl Iterator<Item = &'k LineKey> + Clone,
) {
    codes(check, year, keys.clone());
    // A multi-year estimate is the budget year and the three after it (BBV art. 22).
    let last = year.plus(3).or_else(|| BudgetYear::new(2100).ok()).unwrap_or(year);
    for (place, key) in keys.enumerate() {
        if key.year < year || key.year > last {
            let refusal =
                Refusal::new(RefusalCode::YearOutsideBudget, format!("body.lines[{place}].key.year"));
            let refusal = refusal.with("named", key.year).with("year", year);
            check.refuse(refusal.with("first", year).with("last", last));
        }
    }
}

/// Every line once, its taakveld in the list of the year that the lines belong to. A code that the list forbids and that is used
/// all the same is a fact: it is recorded as published, and becomes a signal.
pub(super) fn codes<'k>(
    check: &mut Check<'_>,
    year: BudgetYear,
    keys: impl Iterator<Item = &'k LineKey> + Clone,
) {
    check.once(RefusalCode::LineTwice, "line", "body.lines", "", keys.clone().map(name_of));
    let list = CodeList::of(year);
    if list.is_none() {
        check.refuse(Refusal::new(RefusalCode::NoCodeList, "body.year").with("year", year));
    }
    for (place, key) in keys.enumerate() {
        if let Some(list) = list.filter(|list| list.name_of(&key.taakveld).is_none()) {
            check.refuse(not_in_list(&key.taakveld, list, year, format!("body.lines[{place}].key.taakveld")));
        }
    }
}

/// The refusal of a code that the list of its year does not know.
pub(super) fn not_in_list(code: &Taakveld, list: &CodeList, year: BudgetYear, field: String) -> Refusal {
    let elsewhere = CodeList::all().filter(|other| other.allows(code)).map(|other| other.name).collect();
    Refusal::new(RefusalCode::TaakveldNotInList, field)
        .with("taakveld", code.as_str())
        .with("list", list.name)
        .with("year", year)
        .with("elsewhere", Value::OtherLists(elsewhere))
}

/// Amendments are numbered without gaps.
fn follows(check: &mut Check<'_>, body: &BudgetAmended, budget: &Budget) {
    let expected = u64::from(budget.amendments) + 1;
    if u64::from(body.number) != expected {
        check.refuse(
            Refusal::new(RefusalCode::AmendmentNumberGap, "body.number")
                .with("year", body.year)
                .with("holder", body.holder)
                .with("expected", expected)
                .with("number", u64::from(body.number)),
        );
    }
}

/// Old amounts are the amounts that stand, and the budget as amended stays small enough to be summed.
fn stands(check: &mut Check<'_>, body: &BudgetAmended, budget: &Budget) {
    let mut size = budget.size;
    for (place, line) in body.lines.iter().enumerate() {
        let stands = budget.stands(&line.key);
        size += i128::from(line.new.size().get()) - i128::from(stands.size().get());
        if line.old != stands {
            check.refuse(
                Refusal::new(RefusalCode::AmendmentOldDiffers, format!("body.lines[{place}].old_cents"))
                    .with("line", name_of(&line.key))
                    .with("stands", stands)
                    .with("old", line.old),
            );
        }
    }
    fits(check, size, "body.lines");
}

/// old + mutation = new.
fn adds_up(check: &mut Check<'_>, line: &AmendedLine, place: usize) {
    let field = format!("body.lines[{place}].new_cents");
    match line.old.checked_add(line.mutation) {
        None => check.refuse(too_large(&field)),
        Some(computed) if computed != line.new => check.refuse(
            Refusal::new(RefusalCode::AmendmentDoesNotAddUp, field)
                .with("line", name_of(&line.key))
                .with("old", line.old)
                .with("mutation", line.mutation)
                .with("computed", computed)
                .with("new", line.new),
        ),
        Some(_) => {}
    }
}

pub(super) fn fits(check: &mut Check<'_>, size: i128, field: &str) {
    if size > i128::from(Cents::MAX_SIZE) {
        check.refuse(too_large(field));
    }
}

/// The refusal of a sum that does not fit.
pub(super) fn too_large(field: &str) -> Refusal {
    let limit = Cents::new(Cents::MAX_SIZE).unwrap_or_default();
    Refusal::new(RefusalCode::AmountTooLarge, field).with("limit", limit)
}

/// How a line is called in a text: `6.1 2021 lasten structureel`, with its category and programme where it has them; its own words
/// are Dutch in every language, as in the budget.
pub(super) fn name_of(key: &LineKey) -> String {
    let side = match key.side {
        Side::Income => "baten",
        Side::Expenditure => "lasten",
    };
    let nature = match key.nature {
        Nature::Structural => "structureel",
        Nature::Incidental => "incidenteel",
    };
    let mut name = format!("{} {} {side} {nature}", key.taakveld, key.year);
    if let Some(category) = &key.category {
        name = format!("{name} {category}");
    }
    match &key.programme {
        Some(programme) => format!("{name} ({})", programme.as_str()),
        None => name,
    }
}
