//! Signals: what the law says about the facts of this paragraph. Nothing here changes a figure.

use std::collections::BTreeMap;

use openboek_rules::law::{AboutKind, Signal, SignalState};

use super::cells::{cell, columns, date, labelled, list, phrase, table as rows_or_none, text};
use super::context::Context;
use crate::labels;
use crate::model::{Cell, Label, Row, RowRole, Table, TableId, Value};

/// The signals of every section, section by section.
pub(super) fn collect(context: &Context<'_>) -> Vec<Signal> {
    let mut signals = Vec::new();
    signals.extend(super::subsidy_signals::collect(context));
    signals.extend(super::region_cycle::signals(context));
    signals
}

/// One row per signal: the rule in words, then start + term = last day. What is too late comes first, then what still runs.
pub(super) fn table(context: &Context<'_>, signals: Vec<Signal>) -> Option<Table> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut named: Vec<(String, Signal)> =
        signals.into_iter().map(|signal| (address(&mut seen, &signal), signal)).collect();
    // A stable sort: within a state the order of the sections and their things stays.
    named.sort_by_key(|(_, signal)| urgency(signal.state));
    let rows = named.iter().map(|(id, signal)| signal_row(context, id, signal)).collect();
    let names = [
        labels::ARTICLE,
        labels::ABOUT,
        labels::TERM_START,
        labels::TERM,
        labels::LAST_DAY,
        labels::MET_ON,
        labels::STATUS,
        labels::DAYS_OVER,
    ];
    rows_or_none(TableId::Signals, columns(&names), rows)
}

fn signal_row(context: &Context<'_>, id: &str, signal: &Signal) -> Row {
    let sum = signal.sum.as_ref();
    let due = sum.map_or(Value::None, |sum| {
        let extended = sum.extended.then_some(Value::Label(labels::TERM_EXTENDED));
        phrase([date(&sum.due)].into_iter().chain(extended).collect())
    });
    let about = vec![Value::Label(about_label(signal.about.kind)), text(&signal.about.id)];
    let values = [
        text(signal.rule.article),
        phrase(about),
        sum.map_or(Value::None, |sum| date(&sum.start)),
        sum.map_or(Value::None, |sum| Value::Term(sum.term)),
        due,
        list(signal.met_on.iter().map(date).collect()),
        Value::Label(state_label(signal.state)),
        signal.days_over(context.reference_day()).map_or(Value::None, Value::Days),
    ];
    let cells: Vec<Cell> =
        values.into_iter().map(|value| cell(value, signal.sources.iter().copied())).collect();
    labelled(id, Label(signal.rule.code), RowRole::Item, cells)
}

/// The rule, the thing and the start: one thing can meet a rule more than once. What then still has one address is numbered in the
/// order it was recorded, so that an address stays when something is added.
fn address(seen: &mut BTreeMap<String, u32>, signal: &Signal) -> String {
    let start = signal.sum.as_ref().map_or_else(String::new, |sum| format!(":{}", sum.start));
    let id = format!("{}:{}:{}{start}", signal.rule.code, signal.about.kind.key(), signal.about.id);
    let times = seen.entry(id.clone()).and_modify(|times| *times = times.saturating_add(1)).or_insert(1);
    if *times == 1 { id } else { format!("{id}:{times}") }
}

const fn urgency(state: SignalState) -> u8 {
    match state {
        SignalState::Passed => 0,
        SignalState::MetLate => 1,
        SignalState::Noted => 2,
        SignalState::Unclear => 3,
        SignalState::Open => 4,
        SignalState::Met => 5,
    }
}

const fn state_label(state: SignalState) -> Label {
    match state {
        SignalState::Open => labels::SIGNAL_OPEN,
        SignalState::Met => labels::SIGNAL_MET,
        SignalState::MetLate => labels::SIGNAL_MET_LATE,
        SignalState::Passed => labels::SIGNAL_PASSED,
        SignalState::Unclear => labels::SIGNAL_UNCLEAR,
        SignalState::Noted => labels::SIGNAL_NOTED,
    }
}

const fn about_label(kind: AboutKind) -> Label {
    match kind {
        AboutKind::Subsidy => labels::ABOUT_SUBSIDY,
        AboutKind::Ceiling => labels::ABOUT_CEILING,
        AboutKind::Notice => labels::ABOUT_NOTICE,
        AboutKind::Objection => labels::ABOUT_OBJECTION,
        AboutKind::Budget => labels::ABOUT_BUDGET,
        AboutKind::View => labels::ABOUT_VIEW,
    }
}
