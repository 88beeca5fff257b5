//! What councils, recipients and others said and asked, what was answered, and how long it has been open.

use openboek_rules::statement::{AnswerOutcome, ItemKind, Recurrence, ViewItem};
use openboek_rules::{ItemId, UncertainDate, ViewId};

use super::cells::{cell, columns, date, date_or_none, list, phrase, row, table, text, text_or_none};
use super::context::{Context, reference};
use super::recurring::{instalments, next};
use crate::labels;
use crate::model::{Label, Position, Row, RowRole, Table, TableId, Value};
use crate::state::voices::{Answer, Commitment, Reaction, Request, Submitted};

/// The entries of every item and request that asks for an answer and has none, one position per item.
pub(super) fn open(context: &Context<'_>) -> Vec<Position> {
    let year = context.year.get();
    let items = context.view.voices.views_in(year).into_iter().flat_map(|(_, view)| {
        view.asking().filter(|item| view.answer(&item.item).is_none()).map(|_| view.said.at)
    });
    let requests = context.view.voices.requests_in(year).into_iter();
    let requests =
        requests.filter(|(_, request)| request.answers.is_empty()).map(|(_, request)| request.said.at);
    items.chain(requests).collect()
}

/// One row per formal view.
pub(super) fn views(context: &Context<'_>) -> Option<Table> {
    let all = context.view.voices.views_in(context.year.get());
    let rows = all.into_iter().map(|(id, view)| view_row(context, id, view)).collect();
    let names = [
        labels::FROM,
        labels::TO,
        labels::DATE,
        labels::ITEMS,
        labels::ANSWERED_OF,
        labels::STATUS,
        labels::DAYS_OPEN,
        labels::STATUTORY,
        labels::REFERENCE,
    ];
    table(TableId::Views, columns(&names), rows)
}

fn view_row(context: &Context<'_>, id: &ViewId, view: &Submitted) -> Row {
    let at = view.said.at;
    let total = view.asking().count();
    let done = view.asking().filter(|item| view.answer(&item.item).is_some()).count();
    let answers = || view.answers.values().flatten().map(|answer| answer.said.at).chain([at]);
    let status = match (done, total) {
        _ if view.declined => labels::NO_VIEW,
        (_, 0) => labels::NO_ANSWER_ASKED,
        (done, total) if done == total => labels::ANSWERED,
        (0, _) => labels::OPEN,
        _ => labels::PARTLY_ANSWERED,
    };
    let open = done < total;
    let of = Value::Of { done: number(done), total: number(total) };
    let cells = vec![
        context.by(&view.said),
        cell(context.party(&view.addressee.organisation, view.addressee.organ), [at]),
        cell(date(&view.said.date), [at]),
        cell(if view.declined { Value::None } else { Value::Count(number(view.items.len())) }, [at]),
        cell(if view.declined { Value::None } else { of }, answers()),
        cell(Value::Label(status), answers()),
        cell(if open { context.days_since(&view.said.date) } else { Value::None }, [at]),
        cell(statutory(view), [at]),
        context.references(at),
    ];
    row(id.to_string(), &view.subject, RowRole::Item, cells)
}

/// Whether the law asks for the view. Who gives none does not say on what ground: that is not "no".
fn statutory(view: &Submitted) -> Value {
    match (view.declined, view.statutory) {
        (true, _) => Value::None,
        (false, true) => Value::Label(labels::YES),
        (false, false) => Value::Label(labels::NO),
    }
}

fn number(things: usize) -> u64 {
    u64::try_from(things).unwrap_or(u64::MAX)
}

/// One row per item of a formal view.
pub(super) fn items(context: &Context<'_>) -> Option<Table> {
    let all = context.view.voices.views_in(context.year.get());
    let rows = all
        .into_iter()
        .flat_map(|(id, view)| view.items.iter().map(move |item| item_row(context, id, view, item)));
    let names = [
        labels::KIND,
        labels::STATUS,
        labels::DAYS_OPEN,
        labels::RECURRENCE,
        labels::DUE,
        labels::REASONS,
        labels::MISSED,
        labels::NEXT_DUE,
    ];
    table(TableId::ViewItems, columns(&names), rows.collect())
}

/// Identifier of an item's row: its own identifier is unique within its view only.
fn item_id(view: &ViewId, item: &ItemId) -> String {
    format!("{view}:{item}")
}

fn item_row(context: &Context<'_>, id: &ViewId, view: &Submitted, item: &ViewItem) -> Row {
    let at = view.said.at;
    let answer = view.answer(&item.item);
    let open = item.kind.asks() && answer.is_none();
    let due = due_again(&view.said.date, answer, item.recurrence, &UncertainDate::Unknown);
    let late = item.kind.asks() && context.is_late(&due);
    let sources = || answer.map(|answer| answer.said.at).into_iter().chain([at]);
    let cells = vec![
        cell(Value::Label(kind_label(item.kind)), [at]),
        cell(answer_status(item.kind.asks(), answer, late), sources()),
        cell(if open { context.days_since(&view.said.date) } else { Value::None }, [at]),
        cell(Value::Label(recurrence_label(item.recurrence)), [at]),
        cell(date_or_none(&due), sources()),
        cell(reasons(answer), sources()),
    ];
    let cells =
        cells.into_iter().chain(instalments(context, item.recurrence, &due, &sources().collect::<Vec<_>>()));
    let cells = cells.collect();
    row(item_id(id, &item.item), &item.text, RowRole::Item, cells)
}

fn answer_status(asks: bool, answer: Option<&Answer>, late: bool) -> Value {
    match (asks, answer) {
        (false, None) => Value::Label(labels::NO_ANSWER_ASKED),
        (true, None) if late => Value::Label(labels::OVERDUE),
        (true, None) => Value::Label(labels::OPEN),
        (_, Some(answer)) => {
            let words = [Value::Label(labels::ANSWERED), Value::Label(outcome_label(answer.outcome))];
            let words = words.into_iter().chain([date(&answer.said.date)]);
            phrase(words.chain(late.then_some(Value::Label(labels::OVERDUE))).collect())
        }
    }
}

/// When an answer is due: the agreed date; else for what is asked every year or quarter, so long after it was asked or last
/// answered (product rule, domain 1.4). What was declined or only noted is not due again.
fn due_again(
    asked: &UncertainDate,
    answer: Option<&Answer>,
    recurrence: Recurrence,
    agreed: &UncertainDate,
) -> UncertainDate {
    let ended = answer.is_some_and(|a| matches!(a.outcome, AnswerOutcome::Declined | AnswerOutcome::Noted));
    match (recurrence, answer) {
        (_, None) if *agreed != UncertainDate::Unknown => agreed.clone(),
        (Recurrence::Yearly | Recurrence::Quarterly, _) if !ended => {
            next(answer.map_or(asked, |answer| &answer.said.date), recurrence)
        }
        (_, None) => agreed.clone(),
        _ => UncertainDate::Unknown,
    }
}

/// The answer's reasons; that there are none is said.
fn reasons(answer: Option<&Answer>) -> Value {
    match answer {
        None => Value::None,
        Some(answer) => answer.reasons.as_ref().map_or(Value::Label(labels::WITHOUT_REASONS), text),
    }
}

/// One row per reaction of a recipient or another party.
pub(super) fn reactions(context: &Context<'_>) -> Option<Table> {
    let all = context.view.voices.reactions_in(context.year.get());
    let rows =
        all.into_iter().map(|(id, reaction)| reaction_row(context, &id.to_string(), reaction)).collect();
    let names = [
        labels::FROM,
        labels::TO,
        labels::DATE,
        labels::ABOUT,
        labels::ANSWERS,
        labels::TIMELINESS,
        labels::DEADLINE,
        labels::CLAIMS,
        labels::ANSWERED_OF,
        labels::STATUS,
        labels::WORKS_IN,
        labels::REFERENCE,
    ];
    table(TableId::Reactions, columns(&names), rows)
}

fn reaction_row(context: &Context<'_>, id: &str, reaction: &Reaction) -> Row {
    let at = reaction.said.at;
    let requests: Vec<&Request> =
        reaction.requests.iter().filter_map(|request| context.view.voices.request(request)).collect();
    let done = requests.iter().filter(|request| !request.answers.is_empty()).count();
    let (status, of) = match (done, requests.len()) {
        (_, 0) => (labels::RECEIVED, Value::None),
        (done, total) => {
            let all = Value::Of { done: number(done), total: number(total) };
            let status = if done == total { labels::ANSWERED } else { labels::OPEN };
            (if done > 0 && done < total { labels::PARTLY_ANSWERED } else { status }, all)
        }
    };
    let sources = || {
        let answers =
            requests.iter().flat_map(|r| r.answers.iter().map(|answer| answer.said.at).chain([r.said.at]));
        answers.chain([at]).collect::<Vec<_>>()
    };
    let works_in = context.view.names.works_in(&reaction.said.organisation);
    let works_in = works_in.iter().map(|code| text(context.view.names.municipality(*code))).collect();
    let timeliness = if reaction.late { labels::LATE } else { labels::ON_TIME };
    let cells = vec![
        context.by(&reaction.said),
        cell(context.party(&reaction.addressee.organisation, reaction.addressee.organ), [at]),
        cell(date(&reaction.said.date), [at]),
        cell(text_or_none(reaction.cut.as_ref()), [at]),
        cell(reaction.answers.as_ref().map_or(Value::None, |paper| reference(&paper.reference)), [at]),
        cell(Value::Label(timeliness), [at]),
        cell(date(&reaction.deadline), [at]),
        cell(list(reaction.claims.iter().map(text).collect()), [at]),
        cell(of, sources()),
        cell(Value::Label(status), sources()),
        cell(list(works_in), [at]),
        context.references(at),
    ];
    row(id, context.name(&reaction.said.organisation), RowRole::Item, cells)
}

/// One row per request.
pub(super) fn requests(context: &Context<'_>) -> Option<Table> {
    let all = context.view.voices.requests_in(context.year.get());
    let rows = all.into_iter().map(|(id, request)| request_row(context, &id.to_string(), request)).collect();
    let names = [
        labels::FROM,
        labels::TO,
        labels::DATE,
        labels::DUE,
        labels::STATUS,
        labels::DAYS_OPEN,
        labels::RECURRENCE,
        labels::REACTION,
        labels::REASONS,
        labels::MISSED,
        labels::NEXT_DUE,
    ];
    table(TableId::Requests, columns(&names), rows)
}

fn request_row(context: &Context<'_>, id: &str, request: &Request) -> Row {
    let at = request.said.at;
    let answer = request.answers.last();
    let due = due_again(&request.said.date, answer, request.recurrence, &request.due);
    let late = context.is_late(&due);
    let sources = || request.answers.iter().map(|answer| answer.said.at).chain([at]).collect::<Vec<_>>();
    let days = if answer.is_none() { context.days_since(&request.said.date) } else { Value::None };
    let cells = vec![
        context.by(&request.said),
        cell(context.party(&request.addressee.organisation, request.addressee.organ), [at]),
        cell(date(&request.said.date), [at]),
        cell(date_or_none(&due), sources()),
        cell(answer_status(true, answer, late), sources()),
        cell(days, [at]),
        cell(Value::Label(recurrence_label(request.recurrence)), [at]),
        cell(text_or_none(request.reaction.as_ref()), [at]),
        cell(reasons(answer), sources()),
    ];
    let cells = cells.into_iter().chain(instalments(context, request.recurrence, &due, &sources())).collect();
    row(id, &request.text, RowRole::Item, cells)
}

/// One row per promise.
pub(super) fn commitments(context: &Context<'_>) -> Option<Table> {
    let all = context.view.voices.commitments_in(context.year.get());
    let rows = all.into_iter().map(|(id, promise)| promise_row(context, &id.to_string(), promise)).collect();
    let names = [
        labels::BY,
        labels::WITH,
        labels::DATE,
        labels::DUE,
        labels::STATUS,
        labels::RECURRENCE,
        labels::KEPT_BY,
        labels::MISSED,
        labels::NEXT_DUE,
    ];
    table(TableId::Commitments, columns(&names), rows)
}

fn promise_row(context: &Context<'_>, id: &str, promise: &Commitment) -> Row {
    let at = promise.said.at;
    let last = promise.kept.last();
    let sources: Vec<Position> = promise.kept.iter().map(|(said, _)| said.at).chain([at]).collect();
    let due = promise_due(promise);
    let status = match last {
        Some((said, _)) if promise.is_settled() => {
            phrase(vec![Value::Label(labels::FULFILLED), date(&said.date)])
        }
        _ if context.is_late(&due) => Value::Label(labels::OVERDUE),
        _ => Value::Label(labels::OPEN),
    };
    let cells = vec![
        context.by(&promise.said),
        cell(context.names(&promise.with), [at]),
        cell(date(&promise.said.date), [at]),
        cell(date_or_none(&due), sources.iter().copied()),
        cell(status, sources.iter().copied()),
        cell(Value::Label(recurrence_label(promise.recurrence)), [at]),
        cell(text_or_none(last.map(|(_, words)| words)), last.map(|(said, _)| said.at)),
    ];
    let more = instalments(context, promise.recurrence, &due, &sources);
    row(id, &promise.text, RowRole::Item, cells.into_iter().chain(more).collect())
}

/// When a promise is due: first on the date that was agreed, else so long after it was made; then so long after it was last kept.
fn promise_due(promise: &Commitment) -> UncertainDate {
    let last = promise.kept.last().map(|(said, _)| &said.date);
    match (promise.recurrence, last) {
        (Recurrence::Yearly | Recurrence::Quarterly, Some(last)) => next(last, promise.recurrence),
        (Recurrence::Yearly | Recurrence::Quarterly, None) if promise.due == UncertainDate::Unknown => {
            next(&promise.said.date, promise.recurrence)
        }
        (Recurrence::EachBudget, Some(_)) => UncertainDate::Unknown,
        _ => promise.due.clone(),
    }
}

const fn kind_label(kind: ItemKind) -> Label {
    match kind {
        ItemKind::Request => labels::ITEM_REQUEST,
        ItemKind::Condition => labels::ITEM_CONDITION,
        ItemKind::Criterion => labels::ITEM_CRITERION,
        ItemKind::Priority => labels::ITEM_PRIORITY,
        ItemKind::Principle => labels::ITEM_PRINCIPLE,
        ItemKind::Concern => labels::ITEM_CONCERN,
        ItemKind::Remark => labels::ITEM_REMARK,
    }
}

const fn recurrence_label(recurrence: Recurrence) -> Label {
    match recurrence {
        Recurrence::Once => labels::ONCE,
        Recurrence::Yearly => labels::YEARLY,
        Recurrence::EachBudget => labels::EACH_BUDGET,
        Recurrence::Quarterly => labels::QUARTERLY,
    }
}

const fn outcome_label(outcome: AnswerOutcome) -> Label {
    match outcome {
        AnswerOutcome::Accepted => labels::ANSWER_ACCEPTED,
        AnswerOutcome::PartlyAccepted => labels::ANSWER_PARTLY_ACCEPTED,
        AnswerOutcome::Declined => labels::ANSWER_DECLINED,
        AnswerOutcome::Noted => labels::ANSWER_NOTED,
    }
}
