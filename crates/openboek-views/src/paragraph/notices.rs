//! Notices that subsidy will stop or go down (Awb 4:51), with the year in between worked out by days; and objections.

use jiff::civil::{Date, date};
use openboek_rules::law::{DateSum, Term};
use openboek_rules::statement::{ObjectedDecision, ObjectionOutcome};
use openboek_rules::{Amount, BudgetYear, Cents, Certainty, UncertainDate};

use super::cells::{
    cell, columns, date as date_value, list, row, table as rows_or_none, text, unknown, years,
};
use super::context::Context;
use super::subsidies::recipient;
use crate::labels;
use crate::model::{Cell, Label, RowRole, Table, TableId, Value};
use crate::state::subsidies::Notice;

/// The last day of the reasonable term.
pub(super) fn term_end(notice: &Notice) -> Option<DateSum> {
    DateSum::of(&notice.start, Term::Chosen(notice.term))
}

/// The first year with less subsidy, divided: the rest of the reasonable term at the old amount, the other days at the new one.
/// Pro rata by days is a choice of this product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Between {
    /// Days of that year in the term, both ends included.
    pub(super) old_days: i64,
    /// What they come to, rounded half up to the cent.
    pub(super) old_part: Cents,
    /// What the other days come to, rounded likewise.
    pub(super) new_part: Cents,
    /// The two together.
    pub(super) total: Cents,
    /// A whole year at the old amount less the total.
    pub(super) saving: Cents,
}

impl Between {
    /// `None` when an amount or the last day is not exact, or a sum is too large.
    pub(super) fn of(notice: &Notice) -> Option<Self> {
        let (Amount::Exact(old), Amount::Exact(new)) = (&notice.yearly, &notice.lowered) else { return None };
        Self::divide(*old, *new, notice.from, term_end(notice)?.due.day()?)
    }

    fn divide(old: Cents, new: Cents, year: BudgetYear, due: Date) -> Option<Self> {
        let number = i16::try_from(year.get()).ok()?;
        let (first, last) = (date(number, 1, 1), date(number, 12, 31));
        let until =
            |day: Date| first.until(day).ok().map(|span| i64::from(span.get_days()).saturating_add(1));
        let all = until(last)?;
        let old_days = until(due)?.clamp(0, all);
        let old_part = part(old, old_days, all)?;
        let new_part = part(new, all.checked_sub(old_days)?, all)?;
        let total = old_part.checked_add(new_part)?;
        Some(Self { old_days, old_part, new_part, total, saving: old.checked_sub(total)? })
    }
}

/// `cents × days / all`, rounded half up; amounts of subsidies are not negative.
fn part(cents: Cents, days: i64, all: i64) -> Option<Cents> {
    let (days, all) = (i128::from(days), i128::from(all));
    let product = i128::from(cents.get()).checked_mul(days)?;
    let rounded = product.checked_mul(2)?.checked_add(all)?.checked_div(all.checked_mul(2)?)?;
    i64::try_from(rounded).ok().and_then(Cents::new)
}

/// One row per notice.
pub(super) fn table(context: &Context<'_>) -> Option<Table> {
    let rows = context.view.subsidies.notices_in(context.year.get()).into_iter().map(|(id, notice)| {
        let at = notice.said.at;
        let of = context.view.subsidies.subsidy(&notice.subsidy).map(|s| recipient(context, &s.recipient));
        let due = term_end(notice).map_or(UncertainDate::Unknown, |sum| sum.due);
        let between = Between::of(notice);
        let exact = |pick: fn(&Between) -> Cents| {
            between.as_ref().map_or_else(unknown, |b| Value::Amount(Amount::Exact(pick(b)), None))
        };
        let decided = |amount: &Amount| Value::Amount(amount.clone(), Some(Certainty::Decided));
        let values = [
            of.unwrap_or(Value::None),
            text(&notice.subsidy),
            date_value(&notice.start),
            Value::Term(Term::Chosen(notice.term)),
            date_value(&due),
            years(openboek_rules::YearSpan::one(notice.from), false),
            decided(&notice.yearly),
            decided(&notice.lowered),
            between.as_ref().map_or(Value::None, |b| Value::Days(b.old_days)),
            exact(|b| b.old_part),
            exact(|b| b.new_part),
            exact(|b| b.total),
            exact(|b| b.saving),
        ];
        let cells: Vec<Cell> = values.into_iter().map(|value| cell(value, [at])).collect();
        row(id.to_string(), &notice.reason, RowRole::Memo, cells)
    });
    let names = [
        labels::RECIPIENT,
        labels::ABOUT,
        labels::TERM_START,
        labels::TERM,
        labels::TERM_ENDS,
        labels::YEAR,
        labels::YEARLY_OLD,
        labels::YEARLY_NEW,
        labels::OLD_DAYS,
        labels::OLD_PART,
        labels::NEW_PART,
        labels::YEAR_TOTAL,
        labels::SAVING,
    ];
    rows_or_none(TableId::Notices, columns(&names), rows.collect())
}

/// One row per objection.
pub(super) fn objections(context: &Context<'_>) -> Option<Table> {
    let all = context.view.subsidies.objections_in(context.year.get());
    let rows = all.into_iter().map(|(id, objection)| {
        let at = objection.said.at;
        let end = objection.decided.as_ref();
        let subsidy = context.view.subsidies.subsidy(&objection.subsidy);
        let cells = vec![
            cell(text(&objection.subsidy), [at]),
            cell(Value::Label(against_label(objection.against)), [at]),
            cell(date_value(&objection.said.date), [at]),
            cell(
                Value::Label(end.map_or(labels::OPEN, |(_, outcome)| outcome_label(*outcome))),
                end.map(|(said, _)| said.at).into_iter().chain([at]),
            ),
            cell(
                list(end.map(|(said, _)| date_value(&said.date)).into_iter().collect()),
                end.map(|(said, _)| said.at),
            ),
            cell(if end.is_none() { context.days_since(&objection.said.date) } else { Value::None }, [at]),
        ];
        let name = subsidy.map_or_else(|| objection.subsidy.to_string(), |s| s.activities.to_string());
        row(id.to_string(), name, RowRole::Memo, cells)
    });
    let names =
        [labels::ABOUT, labels::AGAINST, labels::DATE, labels::OUTCOME, labels::MET_ON, labels::DAYS_OPEN];
    rows_or_none(TableId::Objections, columns(&names), rows.collect())
}

const fn against_label(against: ObjectedDecision) -> Label {
    match against {
        ObjectedDecision::Award => labels::AGAINST_AWARD,
        ObjectedDecision::Refusal => labels::AGAINST_REFUSAL,
        ObjectedDecision::Amendment => labels::AGAINST_AMENDMENT,
        ObjectedDecision::Determination => labels::AGAINST_DETERMINATION,
        ObjectedDecision::Withdrawal => labels::AGAINST_WITHDRAWAL,
        ObjectedDecision::Recovery => labels::AGAINST_RECOVERY,
    }
}

const fn outcome_label(outcome: ObjectionOutcome) -> Label {
    match outcome {
        ObjectionOutcome::Upheld => labels::OBJECTION_UPHELD,
        ObjectionOutcome::PartlyUpheld => labels::OBJECTION_PARTLY_UPHELD,
        ObjectionOutcome::Dismissed => labels::OBJECTION_DISMISSED,
        ObjectionOutcome::Inadmissible => labels::OBJECTION_INADMISSIBLE,
        ObjectionOutcome::Withdrawn => labels::OBJECTION_WITHDRAWN,
    }
}
