//! Progress of the vision and experiments, failed ones too, and indicators.

use openboek_rules::BasisPoints;
use openboek_rules::statement::ExperimentResult;

use super::cells::{cell, columns, date, phrase, row, table, text, text_or_none, years};
use super::context::Context;
use crate::labels;
use crate::model::{Cell, Label, RowRole, Table, TableId, Value};
use crate::state::learning::{CourseKind, Experiment, Indicator};

/// Visions and policies.
pub(super) fn courses(context: &Context<'_>) -> Option<Table> {
    let rows = context.view.learning.courses_in(context.year.get()).into_iter().map(|(id, course)| {
        let at = course.said.at;
        let kind = match course.kind {
            CourseKind::Vision => labels::VISION,
            CourseKind::PolicyAdopted => labels::POLICY_ADOPTED,
            CourseKind::PolicyDiscussed => labels::POLICY_DISCUSSED,
        };
        let cells = vec![
            cell(Value::Label(kind), [at]),
            cell(date(&course.said.date), [at]),
            context.by(&course.said),
            cell(context.names(&course.with), [at]),
        ];
        row(id, &course.title, RowRole::Item, cells)
    });
    table(TableId::Visions, columns(&[labels::KIND, labels::DATE, labels::BY, labels::WITH]), rows.collect())
}

/// Progress reports.
pub(super) fn progress(context: &Context<'_>) -> Option<Table> {
    let rows = context.view.learning.progress_in(context.year.get()).into_iter().map(|(at, report)| {
        let vision = report.vision.as_ref().and_then(|id| context.view.learning.vision(id));
        let about = vision.map(|vision| &vision.title);
        let cells = vec![
            cell(date(&report.said.date), [*at]),
            context.by(&report.said),
            cell(text_or_none(about), vision.map(|vision| vision.said.at).into_iter().chain([*at])),
        ];
        row(at.to_string(), &report.text, RowRole::Item, cells)
    });
    table(TableId::Progress, columns(&[labels::DATE, labels::BY, labels::ABOUT]), rows.collect())
}

/// Experiments with their cost, how they ended and what was learned.
pub(super) fn experiments(context: &Context<'_>) -> Option<Table> {
    let rows =
        context.view.learning.experiments_in(context.year.get()).into_iter().map(|(id, experiment)| {
            let all = || experiment.positions();
            let lesson = experiment.end.as_ref().map(|(_, _, lesson)| lesson);
            let end = experiment.end.as_ref().map(|(said, ..)| said.at);
            let last = experiment.last();
            let start = experiment.said.last().map(|said| said.at);
            let cells = vec![
                cell(Value::Label(stage(experiment)), all()),
                cell(last.map_or(Value::None, |said| date(&said.date)), last.map(|said| said.at)),
                cell(Value::Amount(experiment.amount.clone(), None), start),
                cell(text_or_none(lesson), end),
            ];
            row(id.to_string(), &experiment.title, RowRole::Item, cells)
        });
    let names = [labels::STATUS, labels::DATE, labels::AMOUNT, labels::LESSON];
    table(TableId::Experiments, columns(&names), rows.collect())
}

fn stage(experiment: &Experiment) -> Label {
    match (experiment.end.as_ref().map(|(_, result, _)| *result), experiment.started) {
        (Some(ExperimentResult::Succeeded), _) => labels::EXPERIMENT_SUCCEEDED,
        (Some(ExperimentResult::Failed), _) => labels::EXPERIMENT_FAILED,
        (Some(ExperimentResult::Mixed), _) => labels::EXPERIMENT_MIXED,
        (None, true) => labels::EXPERIMENT_STARTED,
        (None, false) => labels::EXPERIMENT_PLANNED,
    }
}

/// Indicators with their targets.
pub(super) fn indicators(context: &Context<'_>) -> Option<Table> {
    let percent = |points: Option<BasisPoints>| points.map_or(Value::None, Value::Percent);
    let rows = context.view.learning.indicators_in(context.year.get()).into_iter().map(|(id, indicator)| {
        let at = indicator.said.at;
        let year = indicator.year.map(openboek_rules::YearSpan::one);
        let cells = vec![
            cell(percent(indicator.required), [at]),
            cell(percent(indicator.target), [at]),
            cell(year.map_or(Value::None, |span| years(span, false)), [at]),
            cell(indicator.words.as_ref().map_or(Value::None, text), [at]),
            context.by(&indicator.said),
        ];
        let cells = cells.into_iter().chain(measured(indicator)).collect();
        row(id.to_string(), &indicator.description, RowRole::Item, cells)
    });
    let names = [
        labels::REQUIRED,
        labels::TARGET,
        labels::YEARS,
        labels::IN_WORDS,
        labels::BY,
        labels::MEASURED,
        labels::MEASURED_FOR,
    ];
    table(TableId::Indicators, columns(&names), rows.collect())
}

/// The value of the last year it was measured for, beside the target.
fn measured(indicator: &Indicator) -> [Cell; 2] {
    let Some((year, measured)) = indicator.measured.last_key_value() else {
        return [cell(Value::None, []), cell(Value::None, [])];
    };
    let at = measured.said.at;
    let value = measured.value.map(Value::Percent).into_iter().chain(measured.words.as_ref().map(text));
    [cell(phrase(value.collect()), [at]), cell(years(openboek_rules::YearSpan::one(*year), false), [at])]
}
