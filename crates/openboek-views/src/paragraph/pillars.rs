//! Indicated figures per pillar: what is known on each side, what is to come, and what is unknown. Sides are never mixed, other
//! scenarios stand apart, and what may overlap or counts only under a condition is printed and not added.

use openboek_rules::amount::{Amount, Sum};
use openboek_rules::{Cents, Counting, Flow, Horizon, Pillar};

use super::cells::{add, cell, labelled, list, phrase, sum_or_none, text};
use super::context::Context;
use super::figures::{is_counted, is_money, pillar_label};
use crate::labels;
use crate::model::{Cell, ColumnId, Label, Row, RowRole, Table, TableId, Value};
use crate::state::figures::Indicated;

/// A column of sums with the column of its other scenario.
pub(super) struct Kind {
    pub(super) column: Label,
    variant: Label,
    pub(super) holds: fn(&Indicated) -> bool,
}

pub(super) const INCOME: Kind = Kind {
    column: labels::INCOME,
    variant: labels::INCOME_VARIANT,
    holds: |found| found.figure.flow == Flow::Income,
};
pub(super) const EXPENDITURE: Kind = Kind {
    column: labels::EXPENDITURE,
    variant: labels::EXPENDITURE_VARIANT,
    holds: |found| found.figure.flow == Flow::Expenditure,
};
const PRESENT_MEANS: Kind = Kind {
    column: labels::PRESENT_MEANS,
    variant: labels::PRESENT_MEANS,
    holds: |found| found.figure.flow == Flow::Means && found.figure.horizon == Horizon::Present,
};
const FUTURE_MEANS: Kind = Kind {
    column: labels::FUTURE_MEANS,
    variant: labels::FUTURE_MEANS_VARIANT,
    holds: |found| found.figure.flow == Flow::Means && found.figure.horizon == Horizon::Future,
};

const PILLARS: [(Pillar, &str); 6] = [
    (Pillar::Participation, "participation"),
    (Pillar::Wmo, "wmo"),
    (Pillar::Youth, "youth"),
    (Pillar::SocialInfrastructure, "social-infrastructure"),
    (Pillar::GeneralMeans, "general-means"),
    (Pillar::General, "general"),
];

/// The identifier of a pillar's row.
pub(super) fn pillar_id(pillar: Pillar) -> &'static str {
    PILLARS.into_iter().find(|(known, _)| *known == pillar).map_or("general", |(_, id)| id)
}

/// The pillars that have a figure, then what is for information.
pub(super) fn table(context: &Context<'_>) -> Option<Table> {
    let figures = context.view.figures.in_year(context.year.get());
    let columns = shown_columns(&figures);
    let mut rows: Vec<Row> =
        PILLARS.into_iter().filter_map(|(pillar, id)| row(&figures, pillar, id, &columns)).collect();
    rows.extend(memo_row(&figures, &columns));
    let columns = columns.into_iter().map(|(label, _)| ColumnId::Named(label)).collect();
    super::cells::table(TableId::IndicationsByPillar, columns, rows)
}

type Fill = fn(&[&Indicated]) -> Cell;

/// Columns with how they are filled. A column of scenarios or of present means is there only when some figure is in it.
fn shown_columns(figures: &[&Indicated]) -> Vec<(Label, Fill)> {
    let has_variant = |kind: &Kind| {
        figures.iter().any(|f| matches!(f.figure.counting, Counting::AlternativeTo(_)) && (kind.holds)(f))
    };
    let present = figures.iter().any(|f| (PRESENT_MEANS.holds)(f) && is_counted(f));
    let all: [(Label, Fill, bool); 10] = [
        (INCOME.column, |f| known(f, &INCOME), true),
        (INCOME.variant, |f| variant(f, &INCOME), has_variant(&INCOME)),
        (EXPENDITURE.column, |f| known(f, &EXPENDITURE), true),
        (EXPENDITURE.variant, |f| variant(f, &EXPENDITURE), has_variant(&EXPENDITURE)),
        (PRESENT_MEANS.column, |f| known(f, &PRESENT_MEANS), present),
        (FUTURE_MEANS.column, |f| known(f, &FUTURE_MEANS), true),
        (FUTURE_MEANS.variant, |f| variant(f, &FUTURE_MEANS), has_variant(&FUTURE_MEANS)),
        (labels::MACRO, macros, true),
        (labels::UNKNOWN_COUNT, unknown_count, true),
        (labels::UNKNOWN, unknown_words, true),
    ];
    all.into_iter().filter(|(.., shown)| *shown).map(|(label, fill, _)| (label, fill)).collect()
}

fn row(figures: &[&Indicated], pillar: Pillar, id: &str, columns: &[(Label, Fill)]) -> Option<Row> {
    let own: Vec<&Indicated> = figures.iter().copied().filter(|f| f.figure.pillar == pillar).collect();
    let shown = own.iter().any(|f| is_counted(f) || f.figure.flow == Flow::Macro);
    let cells = columns.iter().map(|(_, fill)| fill(&own)).collect();
    shown.then(|| labelled(id, pillar_label(pillar), RowRole::Item, cells))
}

/// The figures that are in the sum of a kind.
fn counted_of<'a>(figures: &'a [&'a Indicated], kind: &'a Kind) -> impl Iterator<Item = &'a Indicated> {
    figures.iter().copied().filter(|f| is_counted(f) && (kind.holds)(f))
}

/// The sum of the known part with its unknowns.
pub(super) fn sum(figures: &[&Indicated], kind: &Kind) -> Sum {
    counted_of(figures, kind).fold(Sum::default(), |sum, f| add(sum, &f.figure.amount))
}

fn known(figures: &[&Indicated], kind: &Kind) -> Cell {
    cell(sum_or_none(sum(figures, kind)), counted_of(figures, kind).map(|f| f.said.at))
}

/// The sum of the known part when every figure that has another scenario takes that one.
fn variant(figures: &[&Indicated], kind: &Kind) -> Cell {
    let mut total = Some(Amount::Exact(Cents::ZERO));
    let mut sources = Vec::new();
    let mut unknown = Sum::default();
    let mut any = false;
    for found in counted_of(figures, kind) {
        let other = figures
            .iter()
            .find(|f| f.figure.counting == Counting::AlternativeTo(found.figure.figure.clone()));
        any |= other.is_some();
        let amount = other.map_or(&found.figure.amount, |other| &other.figure.amount);
        sources.extend([found.said.at].into_iter().chain(other.map(|other| other.said.at)));
        if other.is_none() && amount.countable().is_none() {
            unknown = add(unknown, amount);
        } else {
            total = total.and_then(|total| plus(&total, amount));
        }
    }
    let total = total.map_or_else(super::cells::unknown, |amount| Value::Amount(amount, None));
    let values = if unknown.is_empty() { vec![total] } else { vec![total, Value::Sum(unknown)] };
    cell(if any { phrase(values) } else { Value::None }, sources)
}

/// Adds two amounts that may be bounds: a bound of a part bounds the sum. `None` where the sum has no such meaning.
fn plus(a: &Amount, b: &Amount) -> Option<Amount> {
    use Amount::{About, AtLeast, AtMost, Exact, LessThan};
    let cents = size(a)?.checked_add(size(b)?)?;
    match (a, b) {
        (Exact(_), Exact(_)) => Some(Exact(cents)),
        (About { granularity: x, .. }, About { granularity: y, .. }) => {
            Some(About { cents, granularity: *x.max(y) })
        }
        (About { granularity, .. }, Exact(_)) | (Exact(_), About { granularity, .. }) => {
            Some(About { cents, granularity: *granularity })
        }
        (LessThan(_), other) | (other, LessThan(_)) => {
            (!matches!(other, AtLeast(_))).then_some(LessThan(cents))
        }
        (AtMost(_), other) | (other, AtMost(_)) => (!matches!(other, AtLeast(_))).then_some(AtMost(cents)),
        _ => Some(AtLeast(cents)),
    }
}

const fn size(amount: &Amount) -> Option<Cents> {
    match amount {
        Amount::Exact(cents)
        | Amount::About { cents, .. }
        | Amount::AtMost(cents)
        | Amount::LessThan(cents)
        | Amount::AtLeast(cents) => Some(*cents),
        _ => None,
    }
}

/// National totals: printed one by one, never added and never the municipality's.
fn macros(figures: &[&Indicated]) -> Cell {
    let of: Vec<&Indicated> =
        figures.iter().copied().filter(|f| f.figure.flow == Flow::Macro && f.reduces().is_none()).collect();
    let values =
        of.iter().map(|f| Value::Amount(f.figure.amount.clone(), Some(f.figure.certainty))).collect();
    cell(list(values), of.iter().map(|f| f.said.at))
}

/// The counted figures without an amount.
fn unknowns<'a>(figures: &'a [&'a Indicated]) -> impl Iterator<Item = &'a Indicated> {
    figures.iter().copied().filter(|f| is_counted(f) && f.figure.amount.countable().is_none())
}

fn unknown_count(figures: &[&Indicated]) -> Cell {
    let count = u64::try_from(unknowns(figures).count()).unwrap_or(u64::MAX);
    cell(Value::Count(count), unknowns(figures).map(|f| f.said.at))
}

fn unknown_words(figures: &[&Indicated]) -> Cell {
    let words = unknowns(figures).map(|f| {
        let reason = match &f.figure.amount {
            Amount::Unknown { reason, .. } => Some(text(reason)),
            _ => None,
        };
        phrase(std::iter::once(text(&f.figure.description)).chain(reason).collect())
    });
    cell(list(words.collect()), unknowns(figures).map(|f| f.said.at))
}

/// Money that is in no sum: memo, under a condition, or possibly counted already. Each amount by itself.
fn memo_row(figures: &[&Indicated], columns: &[(Label, Fill)]) -> Option<Row> {
    let memo: Vec<&Indicated> = figures
        .iter()
        .copied()
        .filter(|f| {
            let counting = &f.figure.counting;
            is_money(f) && matches!(counting, Counting::Memo | Counting::OnlyIf(_) | Counting::MayOverlap(_))
        })
        .collect();
    let each = |kind: &Kind| {
        let known: Vec<&&Indicated> =
            memo.iter().filter(|f| (kind.holds)(f) && f.figure.amount.countable().is_some()).collect();
        let values = known.iter().map(|f| Value::Amount(f.figure.amount.clone(), Some(f.figure.certainty)));
        cell(list(values.collect()), known.iter().map(|f| f.said.at))
    };
    let without: Vec<&&Indicated> = memo.iter().filter(|f| f.figure.amount.countable().is_none()).collect();
    let entries = || without.iter().map(|f| f.said.at);
    let cells = columns.iter().map(|(label, _)| {
        let kind =
            [&INCOME, &EXPENDITURE, &PRESENT_MEANS, &FUTURE_MEANS].into_iter().find(|k| k.column == *label);
        match kind {
            Some(kind) => each(kind),
            None if *label == labels::UNKNOWN_COUNT => {
                cell(Value::Count(u64::try_from(without.len()).unwrap_or(u64::MAX)), entries())
            }
            None if *label == labels::UNKNOWN => {
                cell(list(without.iter().map(|f| text(&f.figure.description)).collect()), entries())
            }
            None => cell(Value::None, []),
        }
    });
    let cells = cells.collect();
    (!memo.is_empty()).then(|| labelled("memo", labels::MEMO, RowRole::Memo, cells))
}
