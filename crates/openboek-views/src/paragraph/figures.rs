//! All indicated figures, one a row with its certainty, and the reductions among them.

use openboek_rules::statement::FundingRole;
use openboek_rules::{Amount, Base, Counting, FigureId, Flow, Gross, Horizon, Pillar};

use super::cells::{cell, columns, list, phrase, row, table, text, text_or_none, years};
use super::context::Context;
use crate::labels;
use crate::model::{Cell, Label, RowRole, Table, TableId, Value};
use crate::state::figures::Indicated;

/// Every figure of the paragraph's years. Only those that are in a sum have the role of an item.
pub(super) fn all(context: &Context<'_>) -> Option<Table> {
    let rows = context.view.figures.in_year(context.year.get()).into_iter().map(|found| {
        let role = if is_counted(found) { RowRole::Item } else { RowRole::Memo };
        row(found.figure.figure.to_string(), &found.figure.description, role, figure_cells(context, found))
    });
    let names = [
        labels::AMOUNT,
        labels::PILLAR,
        labels::SIDE,
        labels::GROSS_OR_NET,
        labels::HORIZON,
        labels::YEARS,
        labels::COUNTING,
        labels::MONEY_SOURCE,
        labels::TAAKVELD,
        labels::PLACE,
        labels::BY,
    ];
    table(TableId::IndicatedFigures, columns(&names), rows.collect())
}

fn figure_cells(context: &Context<'_>, found: &Indicated) -> Vec<Cell> {
    let at = found.said.at;
    let figure = &found.figure;
    vec![
        cell(Value::Amount(figure.amount.clone(), Some(figure.certainty)), [at]),
        cell(Value::Label(pillar_label(figure.pillar)), [at]),
        cell(Value::Label(flow_label(figure.flow)), [at]),
        cell(gross_value(figure.gross), [at]),
        cell(Value::Label(horizon_label(figure.horizon)), [at]),
        cell(figure.years.map_or(Value::None, |span| years(span, false)), [at]),
        cell(counting(found), [at]),
        cell(text_or_none(figure.source.as_ref()), [at]),
        cell(text_or_none(figure.taakveld.as_ref()), [at]),
        cell(text_or_none(found.place.as_ref()), [at]),
        context.by(&found.said),
    ]
}

/// Whether a figure is in the sum of its pillar: money of the holder itself, and said to count.
pub(super) fn is_counted(found: &Indicated) -> bool {
    found.figure.counting == Counting::Counted && is_money(found) && found.superseded.is_none()
}

/// Whether it is money of the holder: not a reduction, a national total, a tariff or background.
pub(super) fn is_money(found: &Indicated) -> bool {
    let flow = matches!(found.figure.flow, Flow::Income | Flow::Expenditure | Flow::Means);
    flow && found.reduces().is_none() && !found.is_national()
}

fn counting(found: &Indicated) -> Value {
    if found.reduces().is_some() {
        return Value::Label(labels::COUNTING_REDUCTION);
    }
    if found.is_national() {
        return Value::Label(labels::COUNTING_NATIONAL);
    }
    let word = Value::Label;
    if let Some((by, _)) = &found.superseded {
        return phrase(vec![word(labels::COUNTING_SUPERSEDED), text(by)]);
    }
    match &found.figure.counting {
        Counting::Counted if is_money(found) => word(labels::COUNTED),
        Counting::Counted | Counting::Memo => word(labels::COUNTING_MEMO),
        Counting::AlternativeTo(other) => phrase(vec![word(labels::COUNTING_ALTERNATIVE), text(other)]),
        Counting::DerivedFrom(others) => phrase(vec![word(labels::COUNTING_DERIVED), ids(others)]),
        Counting::OnlyIf(words) => phrase(vec![word(labels::COUNTING_ONLY_IF), text(words)]),
        Counting::MayOverlap(other) => phrase(vec![word(labels::COUNTING_OVERLAP), text(other)]),
    }
}

/// Figure identifiers, one under the other.
pub(super) fn ids(figures: &[FigureId]) -> Value {
    list(figures.iter().map(text).collect())
}

/// Reductions on money from outside, each with what it is taken of.
pub(super) fn reductions(context: &Context<'_>) -> Option<Table> {
    let found = context.view.figures.in_year(context.year.get()).into_iter();
    let rows = found.filter_map(|found| {
        let Some(FundingRole::ReductionOf(of)) = &found.role else { return None };
        let figure = &found.figure;
        let at = found.said.at;
        let bases = of.iter().filter_map(|id| context.view.figures.get(id)).map(|base| base.said.at);
        let cells = vec![
            cell(Value::Amount(figure.amount.clone(), Some(figure.certainty)), [at]),
            cell(reduced(context, found, of), bases.chain([at])),
            cell(Value::Label(pillar_label(figure.pillar)), [at]),
            cell(figure.years.map_or(Value::None, |span| years(span, false)), [at]),
            cell(text_or_none(figure.source.as_ref()), [at]),
            context.by(&found.said),
        ];
        Some(row(figure.figure.to_string(), &figure.description, RowRole::Item, cells))
    });
    let names = [
        labels::REDUCTION,
        labels::REDUCTION_OF,
        labels::PILLAR,
        labels::YEARS,
        labels::MONEY_SOURCE,
        labels::BY,
    ];
    table(TableId::Reductions, columns(&names), rows.collect())
}

/// What a reduction is taken of: the figures with their words, or that the source does not say.
fn reduced(context: &Context<'_>, found: &Indicated, of: &[FigureId]) -> Value {
    let words = |id: &FigureId| match context.view.figures.get(id) {
        Some(base) => phrase(vec![text(id), text(&base.figure.description)]),
        None => text(id),
    };
    match (&found.figure.amount, of) {
        (Amount::PercentOf { base: Base::Unknown(Some(said)), .. }, []) => text(said),
        (Amount::PercentOf { base: Base::Unknown(None), .. }, []) => Value::Label(labels::BASE_UNKNOWN),
        _ => list(of.iter().map(words).collect()),
    }
}

pub(super) const fn pillar_label(pillar: Pillar) -> Label {
    match pillar {
        Pillar::Participation => labels::PILLAR_PARTICIPATION,
        Pillar::Wmo => labels::PILLAR_WMO,
        Pillar::Youth => labels::PILLAR_YOUTH,
        Pillar::SocialInfrastructure => labels::PILLAR_SOCIAL_INFRASTRUCTURE,
        Pillar::GeneralMeans => labels::PILLAR_GENERAL_MEANS,
        Pillar::General => labels::PILLAR_GENERAL,
    }
}

const fn flow_label(flow: Flow) -> Label {
    match flow {
        Flow::Income => labels::FLOW_INCOME,
        Flow::Expenditure => labels::FLOW_EXPENDITURE,
        Flow::Balance => labels::FLOW_BALANCE,
        Flow::Means => labels::FLOW_MEANS,
        Flow::Macro => labels::FLOW_MACRO,
        Flow::Tariff => labels::FLOW_TARIFF,
        Flow::Context => labels::FLOW_CONTEXT,
    }
}

const fn gross_value(gross: Gross) -> Value {
    match gross {
        Gross::Gross => Value::Label(labels::GROSS),
        Gross::Net => Value::Label(labels::NET),
        Gross::Unsaid => Value::None,
    }
}

const fn horizon_label(horizon: Horizon) -> Label {
    match horizon {
        Horizon::Present => labels::HORIZON_PRESENT,
        Horizon::Future => labels::HORIZON_FUTURE,
    }
}
