//! Every unknown amount, with the reason and, where one was promised, the document and the date it is expected.

use openboek_rules::{Amount, Base, Flow, UncertainDate, YearSpan};

use super::cells::{cell, columns, date_or_none, row, table as rows_or_none, text, text_or_none, years};
use super::context::Context;
use super::lanes::{Lane, Level, why_unknown};
use super::subsidies::award_sources;
use crate::labels;
use crate::model::{Label, Position, Row, RowRole, Table, TableId, Value};
use crate::state::figures::Indicated;

struct Unknown {
    id: String,
    name: String,
    kind: Label,
    reason: Value,
    span: Option<YearSpan>,
    document: Value,
    expected: UncertainDate,
    sources: Vec<Position>,
}

/// Unknown figures, cuts and costs, in the order they were recorded within each kind.
pub(super) fn table(context: &Context<'_>, lanes: &[Lane<'_>]) -> Option<Table> {
    let figures = context.view.figures.in_year(context.year.get()).into_iter().filter_map(figure);
    let cuts = lanes.iter().filter_map(cut);
    let others = experiments(context).chain(subsidies(context));
    let rows = figures.chain(cuts).chain(others).map(|unknown| unknown_row(context, unknown));
    let names = [
        labels::KIND,
        labels::REASON,
        labels::YEARS,
        labels::PROMISED_DOCUMENT,
        labels::EXPECTED,
        labels::STATUS,
    ];
    rows_or_none(TableId::UnknownAmounts, columns(&names), rows.collect())
}

fn unknown_row(context: &Context<'_>, unknown: Unknown) -> Row {
    let status = if context.is_late(&unknown.expected) { labels::OVERDUE } else { labels::OPEN };
    let values = [
        Value::Label(unknown.kind),
        unknown.reason,
        unknown.span.map_or(Value::None, |span| years(span, false)),
        unknown.document,
        date_or_none(&unknown.expected),
        Value::Label(status),
    ];
    let cells = values.into_iter().map(|value| cell(value, unknown.sources.iter().copied())).collect();
    row(unknown.id, unknown.name, RowRole::Item, cells)
}

/// A figure without an amount. A percentage of figures in the ledger is a reduction, shown there; a bound is an amount of a kind. What another
/// figure took the place of is not unknown any more.
fn figure(found: &Indicated) -> Option<Unknown> {
    if found.superseded.is_some() {
        return None;
    }
    let figure = &found.figure;
    let reduces = found.reduces().is_some();
    let (reason, promise) = match &figure.amount {
        Amount::Unknown { reason, promised } => (text(reason), promised.as_ref()),
        Amount::Qualitative(words) if figure.flow != Flow::Context => (text(words), None),
        Amount::PercentOf { base: Base::Unknown(_), .. } if figure.flow != Flow::Context && !reduces => {
            (Value::Label(labels::REASON_BASE_UNKNOWN), None)
        }
        _ => return None,
    };
    Some(Unknown {
        id: format!("figure:{}", figure.figure),
        name: figure.description.to_string(),
        kind: labels::UNKNOWN_FIGURE,
        reason,
        span: figure.years,
        document: text_or_none(promise.map(|promise| &promise.document)),
        expected: promise.map_or(UncertainDate::Unknown, |promise| promise.expected.clone()),
        sources: vec![found.said.at],
    })
}

/// A cut, or a share in one, whose amount is unknown in one of the years shown.
fn cut(lane: &Lane<'_>) -> Option<Unknown> {
    let open: Vec<_> = lane.years.iter().filter(|year| year.unknown.is_some()).collect();
    let first = open.first()?;
    let span = open.iter().map(|year| YearSpan::one(year.year)).reduce(YearSpan::union);
    let promise = match lane.cut.measure().map(|(amount, _)| amount) {
        Some(Amount::Unknown { promised, .. }) => promised.as_ref(),
        _ => None,
    };
    let due = lane.cut.condition().map(|(_, condition)| condition.due.clone());
    let due = promise.map(|promise| promise.expected.clone()).or(due);
    let kind = if lane.level == Level::Share { labels::UNKNOWN_SHARE } else { labels::UNKNOWN_CUT };
    Some(Unknown {
        id: format!("cut:{}", lane.row),
        name: lane.cut.terms.scope.to_string(),
        kind,
        reason: reason(lane, first.unknown),
        span,
        document: text_or_none(promise.map(|promise| &promise.document)),
        expected: due.unwrap_or(UncertainDate::Unknown),
        sources: open.iter().flat_map(|year| year.sources.iter().copied()).collect(),
    })
}

/// The words of the source where it gives any, else our word for the reason.
fn reason(lane: &Lane<'_>, why: Option<Label>) -> Value {
    match (why, lane.cut.measure().map(|(amount, _)| amount)) {
        (Some(labels::REASON_NOT_KNOWN), Some(Amount::Unknown { reason, .. })) => text(reason),
        (Some(labels::REASON_WORDS_ONLY), Some(Amount::Qualitative(words))) => text(words),
        (Some(why), _) => Value::Label(why),
        (None, _) => Value::None,
    }
}

/// Awards and determinations without an amount that can be counted.
fn subsidies<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Unknown> + 'a {
    let all = context.view.subsidies.subsidies_in(context.year.get()).into_iter();
    all.filter(|(_, subsidy)| !subsidy.has_ended()).filter_map(|(id, subsidy)| {
        let fixed = subsidy.determination().map(|(step, terms)| (&terms.amount, vec![step.said.at]));
        let (amount, sources) = fixed.or_else(|| Some((&subsidy.award()?.amount, award_sources(subsidy))))?;
        let why = why_unknown(amount)?;
        let (reason, promise) = match amount {
            Amount::Unknown { reason, promised } => (text(reason), promised.as_ref()),
            Amount::Qualitative(words) => (text(words), None),
            _ => (Value::Label(why), None),
        };
        Some(Unknown {
            id: format!("subsidy:{id}"),
            name: subsidy.activities.to_string(),
            kind: labels::UNKNOWN_SUBSIDY,
            reason,
            span: Some(subsidy.years),
            document: text_or_none(promise.map(|promise| &promise.document)),
            expected: promise.map_or(UncertainDate::Unknown, |promise| promise.expected.clone()),
            sources,
        })
    })
}

fn experiments<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Unknown> + 'a {
    let all = context.view.learning.experiments_in(context.year.get()).into_iter();
    all.filter_map(|(id, experiment)| {
        let why = why_unknown(&experiment.amount)?;
        let (reason, promise) = match &experiment.amount {
            Amount::Unknown { reason, promised } => (text(reason), promised.as_ref()),
            Amount::Qualitative(words) => (text(words), None),
            _ => (Value::Label(why), None),
        };
        Some(Unknown {
            id: format!("experiment:{id}"),
            name: experiment.title.to_string(),
            kind: labels::UNKNOWN_EXPERIMENT,
            reason,
            span: None,
            document: text_or_none(promise.map(|promise| &promise.document)),
            expected: promise.map_or(UncertainDate::Unknown, |promise| promise.expected.clone()),
            sources: experiment.positions(),
        })
    })
}
