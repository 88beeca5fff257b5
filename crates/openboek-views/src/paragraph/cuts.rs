//! Cuts: a lane per cut, the parts of divided cuts, and what happened to them in order.

use openboek_rules::amount::Sum;
use openboek_rules::statement::{Bearer, Condition, CutPart};
use openboek_rules::{Amount, BudgetYear, Cents, CutId, DecisionStatus, YearSpan};

use super::cells::{
    add, cell, counted, date, date_or_none, labelled, list, phrase, row, sum_or_none, table, text,
    text_or_none, years,
};
use super::context::{Context, organ_label};
use super::lanes::{Lane, Level, effect, extent_value};
use crate::labels;
use crate::model::{Cell, ColumnId, Row, RowRole, Table, TableId, Value};
use crate::state::cuts::{Cut, Division, Step, What};

/// One row per cut, and one for the member's share of a regional cut; then the sum of what is counted.
pub(super) fn lanes(context: &Context<'_>, lanes: &[Lane<'_>]) -> Option<Table> {
    let ahead = context.ahead();
    let mut rows: Vec<Row> = lanes.iter().map(|lane| lane_row(context, lane, &ahead)).collect();
    if !rows.is_empty() {
        rows.push(total_row(lanes, &ahead));
    }
    let columns = [ColumnId::Named(labels::MEASURE), ColumnId::Named(labels::YEARS)].into_iter();
    let columns = columns.chain(ahead.into_iter().map(ColumnId::Year)).chain(
        [
            labels::STATUS,
            labels::COUNTING,
            labels::LEVEL,
            labels::CONCRETISES,
            labels::CONDITION,
            labels::BY,
            labels::REFERENCE,
        ]
        .map(ColumnId::Named),
    );
    table(TableId::CutLanes, columns.collect(), rows)
}

fn lane_row(context: &Context<'_>, lane: &Lane<'_>, ahead: &[BudgetYear]) -> Row {
    let cut = lane.cut;
    let share = lane.level == Level::Share;
    let terms = cut.terms_entry();
    let measured_at = cut.measure().map(|(_, at)| at).filter(|_| cut.years != cut.terms.years);
    let mut cells = vec![
        if share { cell(Value::None, []) } else { measure(cut) },
        cell(years(cut.years, cut.terms.years_inferred), terms.into_iter().chain(measured_at)),
    ];
    cells.extend(ahead.iter().map(|year| {
        lane.year(*year)
            .map_or_else(|| cell(Value::None, []), |y| cell(y.value.clone(), y.sources.iter().copied()))
    }));
    let deciding = terms.and_then(|at| cut.steps.iter().find(|step| step.said.at == at));
    cells.extend([
        if share { share_status(context, cut) } else { status(context, cut) },
        counting(context, lane),
        cell(Value::Label(level_label(lane.level)), terms),
        concretises(cut),
        condition(context, cut),
        deciding.map_or_else(|| cell(Value::None, []), |step| context.by(&step.said)),
        terms.map_or_else(|| cell(Value::None, []), |at| context.references(at)),
    ]);
    let role = if lane.is_counted() { RowRole::Item } else { RowRole::Memo };
    row(&lane.row, &cut.terms.scope, role, cells)
}

/// The last amount that was stated for the cut as a whole, in its own terms.
fn measure(cut: &Cut) -> Cell {
    cut.measure().map_or_else(
        || cell(Value::None, []),
        |(amount, at)| cell(Value::Amount(amount.clone(), Some(cut.terms.certainty)), [at]),
    )
}

fn status(context: &Context<'_>, cut: &Cut) -> Cell {
    let mut words = Vec::new();
    if cut.adopted {
        words.push(Value::Label(labels::DECIDED));
    } else {
        words.push(Value::Label(labels::INTENTION));
        words.extend(cut.steps.first().map(|step| Value::Label(organ_label(step.said.organ))));
    }
    if cut.terms.structural {
        words.push(Value::Label(labels::GOES_ON));
    }
    for step in &cut.steps {
        let (word, span, extent) = match &step.what {
            What::Suspended(span, extent) => (labels::SUSPENDED, Some(*span), extent),
            What::Resumed(span, extent) => (labels::CUT_RESUMED, Some(*span), extent),
            What::Withdrawn(span, extent, _) => (labels::CUT_WITHDRAWN, *span, extent),
            _ => continue,
        };
        let span = span.map_or(Value::None, |span| years(span, false));
        words.extend([Value::Label(word), span, extent_value(extent)]);
    }
    if let Some((_, condition)) = cut.condition() {
        words.extend([Value::Label(labels::CONDITIONAL), date_or_none(&condition.due)]);
    }
    words.extend(division_words(cut));
    if let Some((_, until)) = cut.held_over() {
        words.extend([Value::Label(labels::HELD_OVER_UNTIL), date(until)]);
    }
    words.retain(|word| *word != Value::None);
    words.extend(cut.condition().into_iter().flat_map(|(_, condition)| fallen_due(context, condition)));
    cell(phrase(words), cut.positions())
}

/// A condition whose date has passed: late, and what was said to happen then, unless the proposal it waited for was made.
fn fallen_due(context: &Context<'_>, condition: &Condition) -> Vec<Value> {
    let proposal = condition.proposal.as_ref().and_then(|id| context.view.joint.get(id));
    if proposal.is_some_and(|proposal| proposal.made.is_some()) {
        return vec![Value::Label(labels::CONDITION_PROPOSAL_MADE)];
    }
    if !context.is_late(&condition.due) {
        return Vec::new();
    }
    let fallback = condition.fallback.iter();
    let fallback = fallback.flat_map(|words| [Value::Label(labels::FALLBACK_DUE), text(words)]);
    std::iter::once(Value::Label(labels::OVERDUE)).chain(fallback).collect()
}

fn division_words(cut: &Cut) -> Option<Value> {
    let (_, last) = cut.divisions().last()?;
    match last.status {
        DecisionStatus::Adopted => Some(Value::Label(labels::ALLOCATED)),
        DecisionStatus::Proposed | DecisionStatus::Intention | DecisionStatus::HeldOver => {
            Some(Value::Label(labels::ALLOCATION_PROPOSED))
        }
        DecisionStatus::Rejected => None,
    }
}

/// How far the division over municipalities is.
fn share_status(context: &Context<'_>, cut: &Cut) -> Cell {
    let over = |division: &Division| {
        let holder = context.view.holder.municipality();
        division.parts.iter().any(|part| holder.is_some_and(|code| part.bearer == Bearer::Municipality(code)))
    };
    let of: Vec<_> = cut.divisions().filter(|(_, division)| over(division)).collect();
    let adopted = of.iter().rev().find(|(_, division)| division.status == DecisionStatus::Adopted);
    let (word, at) = match (adopted, of.last()) {
        (Some((step, _)), _) => (labels::ALLOCATED, Some(step.said.at)),
        (None, Some((step, _))) => (labels::SHARE_PROPOSED, Some(step.said.at)),
        (None, None) => (labels::NOT_YET_ALLOCATED, None),
    };
    cell(Value::Label(word), at.into_iter().chain(cut.terms_entry()))
}

fn counting(context: &Context<'_>, lane: &Lane<'_>) -> Cell {
    let cut = lane.cut;
    let sources = cut.terms_entry();
    let original = cut.terms.concretises.as_ref().filter(|other| context.view.cuts.get(other).is_some());
    let instead = lane.years.iter().find_map(|year| {
        context
            .view
            .cuts
            .counted_instead(lane.id, year.year.get())
            .first()
            .map(|(other, _)| other.to_string())
    });
    let value = match (lane.level, cut.adopted, original, instead) {
        (Level::Regional, ..) => Value::Label(labels::NOT_COUNTED_REGIONAL),
        (_, false, Some(other), _) => {
            phrase(vec![Value::Label(labels::NOT_COUNTED_CONCRETISES), text(other)])
        }
        (_, false, None, _) => Value::Label(labels::NOT_COUNTED_UNDECIDED),
        (_, true, _, Some(other)) if !lane.is_counted() => {
            phrase(vec![Value::Label(labels::COUNTED_IN), text(other)])
        }
        (_, true, ..) => Value::Label(labels::COUNTED),
    };
    cell(value, sources)
}

const fn level_label(level: Level) -> crate::model::Label {
    match level {
        Level::Own => labels::LEVEL_OWN,
        Level::Regional => labels::LEVEL_REGIONAL,
        Level::Share => labels::LEVEL_SHARE,
    }
}

fn concretises(cut: &Cut) -> Cell {
    cell(text_or_none(cut.terms.concretises.as_ref()), cut.terms_entry())
}

fn condition(context: &Context<'_>, cut: &Cut) -> Cell {
    let Some((step, condition)) = cut.condition() else { return cell(Value::None, []) };
    let mut words = vec![text(&condition.text)];
    let mut sources = vec![step.said.at];
    if let Some(id) = &condition.proposal {
        words.push(text(id));
        let proposal = context.view.joint.get(id).and_then(|proposal| proposal.first());
        sources.extend(proposal.map(|said| said.at));
    }
    words.push(date_or_none(&condition.due));
    if let Some(fallback) = &condition.fallback {
        words.extend([Value::Label(labels::FALLBACK), text(fallback)]);
    }
    words.retain(|word| *word != Value::None);
    cell(phrase(words), sources)
}

fn total_row(lanes: &[Lane<'_>], ahead: &[BudgetYear]) -> Row {
    let blank = || cell(Value::None, []);
    let mut cells = vec![blank(), blank()];
    cells.extend(ahead.iter().map(|year| {
        let (sum, sources) = effect(lanes, *year);
        cell(counted(sum), sources)
    }));
    cells.extend((0..7).map(|_| blank()));
    labelled("total", labels::CUTS_EFFECT, RowRole::Total, cells)
}

/// The parts of every division that touches the years of the paragraph, each division with its sum.
pub(super) fn parts(context: &Context<'_>) -> Option<Table> {
    let ahead = context.ahead();
    let mut rows = Vec::new();
    for (id, cut) in context.view.cuts.in_year(context.year.get()) {
        for (step, division) in cut.divisions() {
            let ends = if cut.terms.structural { None } else { Some(division.years.last()) };
            let touches =
                ahead.iter().any(|y| division.years.first() <= *y && ends.is_none_or(|end| *y <= end));
            if touches {
                rows.extend(division_rows(context, id, cut, step, division));
            }
        }
    }
    let columns = [labels::CUT, labels::AMOUNT, labels::YEARS, labels::STATUS, labels::EXPLANATION]
        .map(ColumnId::Named);
    table(TableId::CutParts, columns.to_vec(), rows)
}

fn division_rows(context: &Context<'_>, id: &CutId, cut: &Cut, step: &Step, division: &Division) -> Vec<Row> {
    let at = step.said.at;
    let status = division_status(cut, step, division);
    let mut rows = Vec::new();
    let mut sum = Sum::default();
    for (n, part) in division.parts.iter().enumerate() {
        let explicit_zero = part.amount == Amount::Exact(Cents::ZERO);
        let no_cut = explicit_zero.then_some(Value::Label(labels::NO_CUT));
        let part_status = phrase(status.iter().cloned().chain(no_cut).collect());
        let (bearer, name) = bearer(context, part, n);
        let cells = vec![
            cell(text(id), [at]),
            cell(Value::Amount(part.amount.clone(), None), [at]),
            cell(years(division.years, false), [at]),
            cell(part_status, held_entries(cut, at)),
            cell(text_or_none(part.explanation.as_ref()), [at]),
        ];
        rows.push(row(format!("{id}:{at}:{bearer}"), name, RowRole::Item, cells));
        sum = add(sum, &part.amount);
    }
    let cells = vec![
        cell(text(id), [at]),
        cell(sum_or_none(sum), [at]),
        cell(years(division.years, false), [at]),
        cell(phrase(status), held_entries(cut, at)),
        cell(Value::None, []),
    ];
    rows.push(labelled(format!("{id}:{at}:total"), labels::TOTAL, RowRole::Total, cells));
    rows
}

/// Identifier and name of a bearer; a theme is numbered, since its words are no identifier.
fn bearer(context: &Context<'_>, part: &CutPart, n: usize) -> (String, String) {
    match &part.bearer {
        Bearer::Organisation(id) => (id.to_string(), context.name(id)),
        Bearer::Municipality(code) => (code.to_string(), context.view.names.municipality(*code)),
        Bearer::Theme(words) => (format!("theme:{}", n + 1), words.to_string()),
    }
}

fn division_status(cut: &Cut, step: &Step, division: &Division) -> Vec<Value> {
    let later = cut.divisions().any(|(other, d)| {
        other.said.at > step.said.at
            && d.status == DecisionStatus::Adopted
            && overlap(d.years, division.years)
    });
    let word = match division.status {
        _ if later => labels::STATUS_SUPERSEDED,
        DecisionStatus::Intention => labels::STATUS_INTENTION,
        DecisionStatus::Proposed => labels::STATUS_PROPOSED,
        DecisionStatus::Adopted => labels::STATUS_ADOPTED,
        DecisionStatus::Rejected => labels::STATUS_REJECTED,
        DecisionStatus::HeldOver => labels::STATUS_HELD_OVER,
    };
    let mut words = vec![Value::Label(word)];
    let held = cut.held_over().filter(|(held, _)| held.said.at > step.said.at);
    if let Some((_, until)) = held.filter(|_| division.status == DecisionStatus::Proposed) {
        words.extend([Value::Label(labels::HELD_OVER_UNTIL), date(until)]);
    }
    words
}

fn held_entries(cut: &Cut, at: u64) -> Vec<u64> {
    let held = cut.held_over().map(|(step, _)| step.said.at).filter(|held| *held > at);
    held.into_iter().chain([at]).collect()
}

fn overlap(a: YearSpan, b: YearSpan) -> bool {
    a.first() <= b.last() && b.first() <= a.last()
}

/// What happened to the cuts of the paragraph, in the order it was recorded.
pub(super) fn history(context: &Context<'_>) -> Option<Table> {
    let cuts = context.view.cuts.in_year(context.year.get());
    let mut steps: Vec<(&CutId, &Cut, &Step)> =
        cuts.into_iter().flat_map(|(id, cut)| cut.steps.iter().map(move |step| (id, cut, step))).collect();
    steps.sort_by_key(|(_, _, step)| step.said.at);
    let rows = steps.into_iter().map(|(id, cut, step)| history_row(context, id, cut, step)).collect();
    let columns = [
        labels::DATE,
        labels::CUT,
        labels::EVENT,
        labels::AMOUNT,
        labels::YEARS,
        labels::EXPLANATION,
        labels::BY,
        labels::REFERENCE,
    ];
    table(TableId::CutHistory, columns.map(ColumnId::Named).to_vec(), rows)
}

fn history_row(context: &Context<'_>, id: &CutId, cut: &Cut, step: &Step) -> Row {
    let at = step.said.at;
    let certain = Some(cut.terms.certainty);
    let amount = |amount: &Amount| Value::Amount(amount.clone(), certain);
    let (event, amount, span, words) = match &step.what {
        What::Announced(terms, condition) => {
            let words = condition.as_ref().map(|condition| text(&condition.text));
            (labels::CUT_ANNOUNCED, amount(&terms.amount), Some(terms.years), words)
        }
        What::Adopted(terms) => (labels::CUT_ADOPTED, amount(&terms.amount), Some(terms.years), None),
        What::Suspended(span, extent) => (labels::CUT_SUSPENDED, extent_value(extent), Some(*span), None),
        What::Amended(new, span, reason) => {
            (labels::CUT_AMENDED, amount(new), *span, reason.as_ref().map(text))
        }
        What::Conditioned(condition) => {
            (labels::CUT_CONDITIONED, Value::None, None, Some(text(&condition.text)))
        }
        What::Allocated(division) => {
            let sum = division.parts.iter().fold(Sum::default(), |sum, part| add(sum, &part.amount));
            let status = division_status(cut, step, division).into_iter().take(1).collect();
            (labels::CUT_ALLOCATED, sum_or_none(sum), Some(division.years), Some(list(status)))
        }
        What::Resumed(span, extent) => (labels::CUT_RESUMED, extent_value(extent), Some(*span), None),
        What::Withdrawn(span, extent, reason) => {
            (labels::CUT_WITHDRAWN, extent_value(extent), *span, reason.as_ref().map(text))
        }
        What::Realised(year, realised, means) => {
            let span = YearSpan::one(*year);
            (labels::CUT_REALISED, amount(realised), Some(span), means.as_ref().map(text))
        }
        What::Shifted(from, to, shifted, reason) => {
            let to = [Value::Label(labels::CUT_SHIFTED_TO), years(YearSpan::one(*to), false)];
            let words = phrase(to.into_iter().chain(reason.as_ref().map(text)).collect());
            (labels::CUT_SHIFTED, amount(shifted), Some(YearSpan::one(*from)), Some(words))
        }
        What::HeldOver(until, reason) => {
            let words = phrase(std::iter::once(date(until)).chain(reason.as_ref().map(text)).collect());
            (labels::DECISION_HELD_OVER, Value::None, None, Some(words))
        }
    };
    let cells = vec![
        cell(date(&step.said.date), [at]),
        cell(text(id), [at]),
        cell(Value::Label(event), [at]),
        cell(amount, [at]),
        cell(span.map_or(Value::None, |span| years(span, false)), [at]),
        cell(words.unwrap_or(Value::None), [at]),
        context.by(&step.said),
        context.references(at),
    ];
    row(at.to_string(), &cut.terms.scope, RowRole::Item, cells)
}
