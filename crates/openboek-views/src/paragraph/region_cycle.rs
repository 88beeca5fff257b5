//! The region's budget cycle, members that leave, arrangements that follow each other; and what the Wgr says about it.

use std::collections::BTreeMap;

use openboek_rules::law::{About, AboutKind, DateSum, Signal, SignalState, Term, wgr};
use openboek_rules::statement::{ArrangementSucceeded, MemberLeft, Succession, SupervisedPaper};
use openboek_rules::{UncertainDate, ViewId};

use super::cells::{
    cell, columns, date, date_or_none, labelled, list, phrase, row, table, text, text_or_none,
};
use super::context::Context;
use crate::labels;
use crate::model::{Label, Position, Row, RowRole, Table, TableId, Value};
use crate::state::region::{Change, CyclePaper};
use crate::state::voices::{Answer, Submitted};
use crate::state::{Said, year_of};

/// The papers of the cycle of the budget year, in the order they were recorded.
pub(super) fn papers(context: &Context<'_>) -> Option<Table> {
    let papers = context.view.region.cycle_of(context.year).iter();
    let rows = papers.map(|(said, paper)| paper_row(context, said, paper)).collect();
    let names = [labels::DATE, labels::TO, labels::DECIDED_ON, labels::PROVISIONAL_ACCOUNTS, labels::BY];
    table(TableId::RegionCycle, columns(&names), rows)
}

fn paper_row(context: &Context<'_>, said: &Said, paper: &CyclePaper) -> Row {
    let (kind, to, adopted, accounts) = match paper {
        CyclePaper::Framework { provisional_accounts, to } => {
            let names = to.iter().map(|code| text(context.view.names.municipality(*code)));
            let answer = if *provisional_accounts { labels::YES } else { labels::NO };
            (labels::FRAMEWORK_SENT, list(names.collect()), Value::None, Value::Label(answer))
        }
        CyclePaper::ToSupervisor { paper, adopted_on, supervisor } => {
            (paper_label(*paper), text(context.name(supervisor)), date_or_none(adopted_on), Value::None)
        }
    };
    let values = [date(&said.date), to, adopted, accounts];
    let mut cells: Vec<_> = values.into_iter().map(|value| cell(value, [said.at])).collect();
    cells.push(context.by(said));
    labelled(said.at.to_string(), kind, RowRole::Item, cells)
}

/// Members that left and arrangements that follow each other, around the budget year.
pub(super) fn changes(context: &Context<'_>) -> Option<Table> {
    let changes = context.view.region.changes_in(context.year.get()).into_iter();
    let rows = changes.map(|(said, change)| match change {
        Change::Left(body) => left_row(context, said, body),
        Change::Succeeded(body) => succeeded_row(context, said, body),
    });
    let names = [labels::EVENT, labels::EFFECTIVE, labels::EXPLANATION, labels::DATE, labels::BY];
    table(TableId::RegionChanges, columns(&names), rows.collect())
}

fn left_row(context: &Context<'_>, said: &Said, body: &MemberLeft) -> Row {
    let merged = body.merged_into.iter().map(|code| text(context.view.names.municipality(*code)));
    let mut words: Vec<Value> = merged.collect();
    if !words.is_empty() {
        words.insert(0, Value::Label(labels::MERGED_INTO));
    }
    let explanation = [phrase(words), text_or_none(body.terms.as_ref())];
    let explanation = list(explanation.into_iter().filter(|value| *value != Value::None).collect());
    let name = context.view.names.municipality(body.municipality);
    let id = format!("left:{}", body.municipality);
    change_row(context, said, id, name, labels::MEMBER_LEFT, &body.until, explanation)
}

fn succeeded_row(context: &Context<'_>, said: &Said, body: &ArrangementSucceeded) -> Row {
    let (event, key) = match body.succession {
        Succession::SucceededBy => (labels::SUCCEEDED_BY, "succeeded-by"),
        Succession::Succeeds => (labels::SUCCEEDS, "succeeds"),
    };
    let id = format!("succession:{key}");
    let log = text_or_none(body.other_log.as_ref());
    change_row(context, said, id, body.other.to_string(), event, &body.from, log)
}

fn change_row(
    context: &Context<'_>,
    said: &Said,
    id: String,
    name: String,
    event: Label,
    effect: &UncertainDate,
    explanation: Value,
) -> Row {
    let values = [Value::Label(event), date_or_none(effect), explanation, date(&said.date)];
    let mut cells: Vec<_> = values.into_iter().map(|value| cell(value, [said.at])).collect();
    cells.push(context.by(said));
    row(id, name, RowRole::Item, cells)
}

/// What the Wgr says about the papers that were sent, and about a budget that was adopted and not sent on. A framework that is not
/// recorded says nothing: this ledger may begin after it.
///
/// The version of the law is that of the first recorded act of the cycle, since a cycle that began under the old terms ends
/// under them.
pub(super) fn signals(context: &Context<'_>) -> Vec<Signal> {
    let papers = context.view.region.cycle_of(context.year);
    let mut signals: Vec<Signal> = Vec::new();
    for signal in papers.iter().filter_map(|(said, paper)| signal(context, said, paper)) {
        // What was sent again later was in time, or not, when it was sent first.
        let sent_before = |other: &Signal| other.rule.code == signal.rule.code && other.sum == signal.sum;
        if !signals.iter().any(sent_before) {
            signals.push(signal);
        }
    }
    signals.extend(not_sent(context));
    signals.extend(draft(context));
    signals.extend(unanswered(context));
    signals.extend(late_views(context));
    signals
}

/// The draft budget that the board decided on: when it was first sent to the councils, and when the board decided. What was sent
/// after that is a draft of an amendment.
fn draft_and_decision<'a>(context: &'a Context<'_>) -> Option<(&'a Said, &'a Said)> {
    let decided = context.view.region.adopted(context.year)?;
    if !context.view.names.has_budget_duties() {
        return None;
    }
    let last = decided.date.latest()?;
    let in_time = context.view.region.drafts(context.year).iter().filter_map(|sent| {
        let first = sent.said.date.earliest().filter(|day| *day <= last)?;
        Some((first, &sent.said))
    });
    in_time.min_by_key(|(first, _)| *first).map(|(_, sent)| (sent, decided))
}

/// Whether the councils had the draft budget so many weeks before the board decided on it (Wgr art. 35 lid 1). The version of the law
/// is that of the day it was sent. As long as the board has not decided there is no day to count back from.
fn draft(context: &Context<'_>) -> Option<Signal> {
    let (sent, decided) = draft_and_decision(context)?;
    let (rule, sum) = wgr::draft(&decided.date, sent.date.earliest())?;
    let (met, sources) = (Some(sent.date.clone()), vec![sent.at, decided.at]);
    Some(Signal::of_term(rule, about(context), sum, met, context.reference_day(), sources))
}

/// The views on the draft budget of which some item certainly had no answer when the board decided (Wgr art. 35 lid 3, since 2022).
/// A view is on the draft when its council gave it as a view of the Wgr, to the region, between the sending and the decision.
fn unanswered(context: &Context<'_>) -> Option<Signal> {
    let (sent, decided) = draft_and_decision(context)?;
    let (begin, end) = (sent.date.earliest()?, decided.date.latest()?);
    let rule = wgr::on(wgr::ANSWER, begin)?;
    let is_on_draft = |view: &Submitted| {
        let within =
            view.said.date.earliest() >= Some(begin) && view.said.date.latest().is_some_and(|day| day <= end);
        view.statutory && view.addressee.organisation.is_region() && within
    };
    let is_before = |answer: &Answer| answer.said.date.earliest().is_none_or(|day| day <= end);
    let lacks_answer = |view: &Submitted| {
        view.asking().any(|item| !view.answers.get(&item.item).is_some_and(|all| all.iter().any(is_before)))
    };
    let views = context.view.voices.views_in(year_of(end)).into_iter().map(|(_, view)| view);
    let views = views.filter(|view| is_on_draft(view) && lacks_answer(view)).map(|view| view.said.at);
    let mut sources: Vec<Position> = views.collect();
    if sources.is_empty() {
        return None;
    }
    sources.extend([sent.at, decided.at]);
    Some(Signal::noted(rule, about(context), sources))
}

/// The views on a draft budget of this year that certainly came after the last day the region named (Wgr art. 35 lid 3). A view is on
/// the last draft that its council had been sent by then, also a draft of an amendment (lid 5). Who came in time, or gave no view,
/// is no signal: a council may, and need not.
fn late_views(context: &Context<'_>) -> Vec<Signal> {
    let year = context.year.get();
    let mut views = BTreeMap::new();
    // A draft goes out in the year before, an amendment in the year itself.
    for of in year.saturating_sub(2)..=year.saturating_add(1) {
        views.extend(context.view.voices.views_in(of));
    }
    views.into_iter().filter_map(|(id, view)| late_view(context, id, view)).collect()
}

fn late_view(context: &Context<'_>, id: &ViewId, view: &Submitted) -> Option<Signal> {
    if view.declined || !view.statutory || !view.addressee.organisation.is_region() {
        return None;
    }
    let came = view.said.date.earliest()?;
    let council = view.said.organisation.municipality()?;
    let (year, draft) = context.view.region.last_draft_to(council, came)?;
    let rule = wgr::on(wgr::VIEW, draft.said.date.earliest()?).filter(|_| year == context.year)?;
    let sum = DateSum {
        start: draft.said.date.clone(),
        term: Term::Decided,
        due: draft.until.clone(),
        extended: false,
    };
    let (met, sources) = (Some(view.said.date.clone()), vec![draft.said.at, view.said.at]);
    let about = About::new(AboutKind::View, id);
    let signal = Signal::of_term(rule, about, sum, met, context.reference_day(), sources);
    (signal.state == SignalState::MetLate).then_some(signal)
}

fn signal(context: &Context<'_>, said: &Said, paper: &CyclePaper) -> Option<Signal> {
    let sent = said.date.earliest()?;
    let mut sources = vec![said.at];
    let (rule, sum) = match paper {
        CyclePaper::Framework { .. } => wgr::framework(context.year, Some(sent))?,
        CyclePaper::ToSupervisor { paper: SupervisedPaper::Amendment, .. } => return None,
        CyclePaper::ToSupervisor { paper, adopted_on, .. } => {
            let is_accounts = *paper == SupervisedPaper::Accounts;
            // Where the paper itself does not say when the board decided, the recorded decision does.
            let decision = context.view.region.adopted(context.year).filter(|_| !is_accounts);
            let decision = decision.filter(|_| *adopted_on == UncertainDate::Unknown);
            sources.extend(decision.map(|said| said.at));
            let adopted = decision.map_or(adopted_on, |said| &said.date);
            let begun = began(context).filter(|_| !is_accounts);
            let cycle = begun.or_else(|| adopted.earliest()).unwrap_or(sent);
            wgr::to_supervisor(context.year, is_accounts, adopted, cycle)?
        }
    };
    let met = Some(said.date.clone());
    Some(Signal::of_term(rule, about(context), sum, met, context.reference_day(), sources))
}

/// A budget that the board of a body with a budget of its own adopted, and that is not recorded as sent to the supervisor.
fn not_sent(context: &Context<'_>) -> Option<Signal> {
    let is_budget =
        |paper: &CyclePaper| matches!(paper, CyclePaper::ToSupervisor { paper: SupervisedPaper::Budget, .. });
    let sent = context.view.region.cycle_of(context.year).iter().any(|(_, paper)| is_budget(paper));
    let said = context.view.region.adopted(context.year).filter(|_| !sent)?;
    if !context.view.names.has_budget_duties() {
        return None;
    }
    let cycle = began(context).or_else(|| said.date.earliest())?;
    let (rule, sum) = wgr::to_supervisor(context.year, false, &said.date, cycle)?;
    Some(Signal::of_term(rule, about(context), sum, None, context.reference_day(), vec![said.at]))
}

/// The first recorded act of the cycle of the budget year: the sending of its framework or of its draft.
fn began(context: &Context<'_>) -> Option<jiff::civil::Date> {
    let papers = context.view.region.cycle_of(context.year).iter();
    let frameworks = papers.filter(|(_, paper)| matches!(paper, CyclePaper::Framework { .. }));
    let drafts = context.view.region.drafts(context.year).iter();
    frameworks
        .map(|(said, _)| said)
        .chain(drafts.map(|draft| &draft.said))
        .filter_map(|said| said.date.earliest())
        .min()
}

fn about(context: &Context<'_>) -> About {
    About::new(AboutKind::Budget, context.year.to_string())
}

const fn paper_label(paper: SupervisedPaper) -> Label {
    match paper {
        SupervisedPaper::Budget => labels::SUPERVISED_BUDGET,
        SupervisedPaper::Amendment => labels::SUPERVISED_AMENDMENT,
        SupervisedPaper::Accounts => labels::SUPERVISED_ACCOUNTS,
    }
}
