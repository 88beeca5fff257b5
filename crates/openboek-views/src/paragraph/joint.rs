//! Joint proposals: the state of each council, and what they come to together.

use openboek_rules::statement::CouncilOutcome;
use openboek_rules::{MunicipalityCode, Text, UncertainDate};

use super::cells::{cell, columns, date, date_or_none, list, phrase, row, table, text, text_or_none};
use super::context::Context;
use crate::labels;
use crate::model::{Cell, Label, Position, Row, RowRole, Table, TableId, Value};
use crate::state::joint::{Council, Decision, Proposal};

/// What the councils come to together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum JointState {
    Mandated,
    Pending,
    Adopted,
    VersionsDiffer,
    Rejected,
}

type Deciding<'a> = Vec<(MunicipalityCode, Option<&'a Council>)>;

fn last(council: Option<&Council>) -> Option<&Decision> {
    council.and_then(|council| council.decisions.last())
}

fn state(proposal: &Proposal) -> JointState {
    let Some(made) = &proposal.made else { return JointState::Mandated };
    let councils = proposal.deciding();
    let decisions: Vec<&Decision> = councils.iter().filter_map(|(_, council)| last(*council)).collect();
    if decisions.iter().any(|decision| decision.outcome == CouncilOutcome::Rejected) {
        return JointState::Rejected;
    }
    if decisions.len() < councils.len() {
        return JointState::Pending;
    }
    let texts: Vec<Adopted<'_>> =
        decisions.iter().map(|decision| adopted(proposal, decision, made.version.as_ref())).collect();
    let same = texts.windows(2).all(|pair| pair[0] == pair[1]) && texts.first() != Some(&Adopted::Unnamed);
    if same { JointState::Adopted } else { JointState::VersionsDiffer }
}

/// Which text a council adopted. A changed text without a name cannot be shown to be the same as another's.
#[derive(PartialEq, Eq)]
enum Adopted<'a> {
    AsProposed,
    Version(&'a Text),
    Unnamed,
}

fn adopted<'a>(proposal: &'a Proposal, decision: &'a Decision, proposed: Option<&'a Text>) -> Adopted<'a> {
    // A joint statement gives its text to the decisions before it; a later decision has a text of its own again.
    if let Some((_, version)) = proposal.converged.as_ref().filter(|(said, _)| decision.said.at < said.at) {
        return Adopted::Version(version);
    }
    match (decision.outcome, decision.version.as_ref().or(proposed)) {
        (CouncilOutcome::AdoptedAmended, _) => {
            decision.version.as_ref().map_or(Adopted::Unnamed, Adopted::Version)
        }
        (_, Some(version)) => Adopted::Version(version),
        (_, None) => Adopted::AsProposed,
    }
}

/// The first entries of proposals without a final state.
pub(super) fn open(context: &Context<'_>) -> Vec<Position> {
    let all = context.view.joint.in_year(context.year.get()).into_iter();
    let open = all.filter(|(_, proposal)| {
        matches!(state(proposal), JointState::Mandated | JointState::Pending | JointState::VersionsDiffer)
    });
    open.filter_map(|(_, proposal)| proposal.first().map(|said| said.at)).collect()
}

/// One row per proposal.
pub(super) fn proposals(context: &Context<'_>) -> Option<Table> {
    let all = context.view.joint.in_year(context.year.get());
    let rows =
        all.into_iter().map(|(id, proposal)| proposal_row(context, &id.to_string(), proposal)).collect();
    let names = [
        labels::JOINT_STATE,
        labels::DECIDED_OF,
        labels::VERSION,
        labels::BY,
        labels::MANDATED_BY,
        labels::PARTIES,
        labels::DUE,
        labels::TREATED_WITH,
        labels::FALLBACK,
    ];
    table(TableId::Proposals, columns(&names), rows)
}

fn proposal_row(context: &Context<'_>, id: &str, proposal: &Proposal) -> Row {
    let councils = proposal.deciding();
    let done = councils.iter().filter(|(_, council)| last(*council).is_some()).count();
    let of = |done: usize| u64::try_from(done).unwrap_or(u64::MAX);
    let decided = Value::Of { done: of(done), total: of(councils.len()) };
    let blank = || cell(Value::None, []);
    let entries = entries(proposal, &councils);
    let made = proposal.made.as_ref();
    let mandate = proposal.mandate.as_ref();
    let by_mandate = |value: Value| mandate.map_or_else(blank, |mandate| cell(value, [mandate.said.at]));
    let cells = vec![
        cell(state_words(context, proposal, &councils), entries.iter().copied()),
        if made.is_some() { cell(decided, entries.iter().copied()) } else { blank() },
        version(proposal),
        made.map_or_else(blank, |made| context.by(&made.said)),
        mandate.map_or_else(blank, |mandate| context.by(&mandate.said)),
        by_mandate(mandate.map_or(Value::None, |mandate| context.names(&mandate.parties))),
        by_mandate(mandate.map_or(Value::None, |mandate| date_or_none(&mandate.due))),
        by_mandate(text_or_none(mandate.and_then(|mandate| mandate.treated_with.as_ref()))),
        by_mandate(text_or_none(mandate.and_then(|mandate| mandate.fallback.as_ref()))),
    ];
    let title = made.map(|made| &made.title).or_else(|| mandate.map(|mandate| &mandate.subject));
    row(id, title.map(ToString::to_string).unwrap_or_default(), RowRole::Item, cells)
}

/// The version that was proposed, or that a joint statement made the one text.
fn version(proposal: &Proposal) -> Cell {
    let Some(made) = &proposal.made else { return cell(Value::None, []) };
    match &proposal.converged {
        None => cell(text_or_none(made.version.as_ref()), [made.said.at]),
        Some((said, version)) => {
            let words = vec![text(version), Value::Label(labels::TEXTS_CONVERGED), date(&said.date)];
            cell(phrase(words), [made.said.at, said.at])
        }
    }
}

fn state_words(context: &Context<'_>, proposal: &Proposal, councils: &Deciding<'_>) -> Value {
    let state = state(proposal);
    let mut words = vec![Value::Label(match state {
        JointState::Mandated => labels::MANDATED,
        JointState::Pending => labels::PENDING,
        JointState::Adopted => labels::ADOPTED_JOINTLY,
        JointState::VersionsDiffer => labels::ADOPTED_VERSIONS_DIFFER,
        JointState::Rejected => labels::REJECTED_JOINTLY,
    })];
    let waits = state == JointState::Mandated;
    let late = waits && proposal.mandate.as_ref().is_some_and(|mandate| context.is_late(&mandate.due));
    words.extend(late.then_some(Value::Label(labels::OVERDUE)));
    if state == JointState::Pending {
        let done = councils.iter().filter(|(_, council)| last(*council).is_some()).count();
        let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        words.push(Value::Of { done: number(done), total: number(councils.len()) });
        let silent = councils
            .iter()
            .any(|(_, council)| council_state(context, *council) == labels::OUTCOME_NOT_RECORDED);
        words.extend(silent.then_some(Value::Label(labels::OUTCOME_NOT_RECORDED)));
    }
    if let Some((_, until)) = &proposal.held {
        words.extend([Value::Label(labels::HELD_OVER_UNTIL), date(until)]);
    }
    phrase(words)
}

/// The entries behind the joint state: mandate, proposal, last plans and last decisions.
fn entries(proposal: &Proposal, councils: &Deciding<'_>) -> Vec<Position> {
    let mandate = proposal.mandate.iter().map(|mandate| mandate.said.at);
    let made = proposal.made.iter().map(|made| made.said.at);
    let held = proposal.held.iter().map(|(said, _)| said.at);
    let acts = councils.iter().flat_map(|(_, council)| {
        let plan = council.and_then(|council| council.planned.last()).map(|(said, _)| said.at);
        plan.into_iter().chain(last(*council).map(|decision| decision.said.at))
    });
    let converged = proposal.converged.iter().map(|(said, _)| said.at);
    mandate.chain(made).chain(held).chain(acts).chain(converged).collect()
}

/// One row per proposal and council.
pub(super) fn councils(context: &Context<'_>) -> Option<Table> {
    let all = context.view.joint.in_year(context.year.get());
    let rows = all.into_iter().flat_map(|(id, proposal)| {
        let councils = proposal.deciding();
        let row = move |(code, council)| council_row(context, &id.to_string(), proposal, code, council);
        councils.into_iter().map(row)
    });
    let names = [
        labels::STATUS,
        labels::HEARINGS,
        labels::PLANNED,
        labels::ALTERNATIVE_EXPIRED,
        labels::DECIDED_ON,
        labels::VERSION,
    ];
    table(TableId::ProposalCouncils, columns(&names), rows.collect())
}

fn council_row(
    context: &Context<'_>,
    id: &str,
    proposal: &Proposal,
    code: MunicipalityCode,
    council: Option<&Council>,
) -> Row {
    let made = proposal.made.as_ref().map(|made| made.said.at);
    let plan = council.and_then(|council| council.planned.last());
    let decision = last(council);
    let acts = || plan.map(|(said, _)| said.at).into_iter().chain(decision.map(|decision| decision.said.at));
    let (still, expired) = planned_days(context, plan.map(|(_, on)| on), decision.is_some());
    let planned_at = || plan.map(|(said, _)| said.at);
    let cells = vec![
        cell(Value::Label(council_state(context, council)), acts().chain(made)),
        hearings(council),
        cell(still, planned_at()),
        cell(expired, planned_at()),
        decision.map_or_else(|| cell(Value::None, []), |d| cell(date(&d.said.date), [d.said.at])),
        decision
            .map_or_else(|| cell(Value::None, []), |d| cell(text_or_none(d.version.as_ref()), [d.said.at])),
    ];
    row(format!("{id}:{code}"), context.view.names.municipality(code), RowRole::Item, cells)
}

fn hearings(council: Option<&Council>) -> Cell {
    let all = council.map(|council| council.hearings.as_slice()).unwrap_or_default();
    let values = all.iter().map(|(_, meeting, on)| phrase(vec![text(meeting), date(on)])).collect();
    cell(list(values), all.iter().map(|(said, ..)| said.at))
}

fn council_state(context: &Context<'_>, council: Option<&Council>) -> Label {
    let plan = council.and_then(|council| council.planned.last()).map(|(_, on)| on);
    match (last(council).map(|decision| decision.outcome), plan) {
        (Some(CouncilOutcome::Adopted), _) => labels::COUNCIL_ADOPTED,
        (Some(CouncilOutcome::AdoptedAmended), _) => labels::COUNCIL_ADOPTED_AMENDED,
        (Some(CouncilOutcome::Rejected), _) => labels::COUNCIL_REJECTED,
        (None, None) => labels::NOT_SCHEDULED,
        (None, Some(on)) if on.latest().is_some_and(|day| context.has_gone_by(day)) => {
            labels::OUTCOME_NOT_RECORDED
        }
        (None, Some(_)) => labels::SCHEDULED,
    }
}

/// The planned days that are still to come and those of several that went by without a decision.
fn planned_days(context: &Context<'_>, plan: Option<&UncertainDate>, decided: bool) -> (Value, Value) {
    match plan {
        None => (Value::None, Value::None),
        Some(UncertainDate::OneOf(days)) if !decided => {
            let last = days.last().copied();
            let (gone, still): (Vec<_>, Vec<_>) =
                days.iter().copied().partition(|day| Some(*day) != last && context.has_gone_by(*day));
            let day = |day| Value::Date(UncertainDate::Day(day));
            let still = match still.as_slice() {
                [only] => day(*only),
                several => Value::Date(UncertainDate::OneOf(several.to_vec())),
            };
            (still, list(gone.into_iter().map(day).collect()))
        }
        Some(on) => (date(on), Value::None),
    }
}
