//! Subsidies: ceilings, each subsidy, who receives, and the shares of partners and municipalities.

use std::collections::BTreeMap;

use openboek_rules::amount::Sum;
use openboek_rules::statement::{CeilingException, SubsidyRecipient, SubsidyShare};
use openboek_rules::{Amount, Cents, Certainty, OrganisationId, Stream};

use super::cells::{
    add, cell, columns, counted, date_or_none, labelled, list, merge, phrase, row, sum_or_none,
    table as rows_or_none, text, text_or_none, years,
};
use super::context::Context;
use crate::labels;
use crate::model::{Cell, Label, Position, Row, RowRole, Table, TableId, Value};
use crate::state::subsidies::{Ceiling, Move, Standing, Step, Subsidy};

/// What an award comes to now: nothing once it is refused or withdrawn; `None` before there is one.
pub(super) fn award_now(subsidy: &Subsidy) -> Option<Amount> {
    let award = subsidy.award()?;
    Some(if subsidy.has_ended() { Amount::Exact(Cents::ZERO) } else { award.amount.clone() })
}

/// The entries behind [`award_now`].
pub(super) fn award_sources(subsidy: &Subsidy) -> Vec<Position> {
    subsidy
        .at(|what| matches!(what, Move::Awarded(_) | Move::Amended(..) | Move::Refused | Move::Withdrawn(..)))
}

/// Whether its money is the holder's: the holder gave it, or nobody did yet.
pub(super) fn is_own(context: &Context<'_>, subsidy: &Subsidy) -> bool {
    match (&subsidy.giver, context.view.holder) {
        (None, _) => true,
        (Some(giver), Stream::Region) => giver.municipality().is_none(),
        (Some(giver), Stream::Municipality(code)) => giver.municipality() == Some(code),
    }
}

pub(super) fn role(context: &Context<'_>, subsidy: &Subsidy) -> RowRole {
    if is_own(context, subsidy) { RowRole::Item } else { RowRole::Memo }
}

/// What was paid, less what came back.
pub(super) fn paid(subsidy: &Subsidy) -> (Sum, Vec<Position>) {
    let sum = subsidy.payments().fold(Sum::default(), |sum, (_, amount)| add(sum, &amount));
    (sum, subsidy.payments().map(|(step, _)| step.said.at).collect())
}

/// What is still due once it is fixed: the determination less what was paid.
pub(super) fn balance(subsidy: &Subsidy) -> Option<(Sum, Vec<Position>)> {
    let (step, terms) = subsidy.determination()?;
    let (paid, mut sources) = paid(subsidy);
    sources.push(step.said.at);
    Some((merge(&add(Sum::default(), &terms.amount), &paid.negated()), sources))
}

/// One row per ceiling of the year: what may be awarded, what was, and what is left.
pub(super) fn ceilings(context: &Context<'_>) -> Option<Table> {
    let all = context.view.subsidies.ceilings_in(context.year.get());
    let rows = all.into_iter().map(|(id, ceiling)| {
        let set: Vec<Position> = ceiling.amounts.iter().map(|(said, _)| said.at).collect();
        let under = Under::of(context, ceiling);
        let amount = ceiling.amounts.last().map(|(_, amount)| amount.clone());
        let whole = amount.iter().fold(Sum::default(), add);
        let left = merge(&whole, &under.within.negated());
        let behind = || set.iter().chain(&under.sources).copied();
        let cells = vec![
            cell(years(ceiling.years, false), set.iter().copied()),
            cell(
                amount.map_or(Value::None, |amount| Value::Amount(amount, Some(Certainty::Decided))),
                set.iter().copied(),
            ),
            cell(counted(under.within.clone()), under.sources.iter().copied()),
            cell(Value::Sum(left), behind()),
            cell(sum_or_none(under.above.clone()), under.sources.iter().copied()),
            cell(date_or_none(&ceiling.published), set.iter().copied()),
            cell(text_or_none(ceiling.regulation.as_ref()), set.iter().copied()),
        ];
        let role = if ceiling.holder == context.view.holder { RowRole::Item } else { RowRole::Memo };
        row(id.to_string(), &ceiling.name, role, cells)
    });
    let names = [
        labels::YEARS,
        labels::AMOUNT,
        labels::AWARDED,
        labels::LEFT,
        labels::AWARDED_ABOVE,
        labels::PUBLISHED,
        labels::REGULATION,
    ];
    rows_or_none(TableId::Ceilings, columns(&names), rows.collect())
}

/// What was awarded under a ceiling.
pub(super) struct Under {
    /// Awards that the ceiling limits.
    pub(super) within: Sum,
    /// Awards that may go above it, for a reason of the law.
    pub(super) above: Sum,
    pub(super) sources: Vec<Position>,
}

impl Under {
    pub(super) fn of(context: &Context<'_>, ceiling: &Ceiling) -> Self {
        let mut under = Self { within: Sum::default(), above: Sum::default(), sources: Vec::new() };
        for subsidy in ceiling.subsidies.iter().filter_map(|id| context.view.subsidies.subsidy(id)) {
            let Some(amount) = award_now(subsidy) else { continue };
            let sum = match subsidy.exception {
                None => &mut under.within,
                Some(CeilingException::ReasonableTerm | CeilingException::CourtOrder) => &mut under.above,
            };
            *sum = add(std::mem::take(sum), &amount);
            under.sources.extend(award_sources(subsidy));
        }
        under
    }
}

/// One row per subsidy, and what they come to together.
pub(super) fn subsidies(context: &Context<'_>) -> Option<Table> {
    let all = context.view.subsidies.subsidies_in(context.year.get());
    let mut rows: Vec<Row> =
        all.iter().map(|(id, subsidy)| subsidy_row(context, &id.to_string(), subsidy)).collect();
    let own: Vec<&Subsidy> =
        all.iter().map(|(_, subsidy)| *subsidy).filter(|subsidy| is_own(context, subsidy)).collect();
    if !own.is_empty() {
        rows.push(total_row(&own));
    }
    let names = [
        labels::RECIPIENT,
        labels::YEARS,
        labels::ASKED,
        labels::AWARDED,
        labels::DETERMINED,
        labels::PAID,
        labels::SUBSIDY_BALANCE,
        labels::STATUS,
        labels::OWN_SHARE,
        labels::GIVEN_BY,
    ];
    rows_or_none(TableId::Subsidies, columns(&names), rows)
}

fn subsidy_row(context: &Context<'_>, id: &str, subsidy: &Subsidy) -> Row {
    let granted = |amount| Value::Amount(amount, Some(Certainty::Granted));
    let first: Vec<Position> =
        subsidy.at(|what| matches!(what, Move::Applied(..) | Move::Awarded(_) | Move::Listed(_)));
    let asked = subsidy.steps.iter().rev().find_map(|step| match &step.what {
        Move::Applied(amount, _) | Move::Listed(Some(amount)) => {
            Some(cell(Value::Amount(amount.clone(), None), [step.said.at]))
        }
        _ => None,
    });
    let (paid, paid_by) = paid(subsidy);
    let balance = balance(subsidy);
    let cells = vec![
        cell(recipient(context, &subsidy.recipient), first.iter().copied()),
        cell(years(subsidy.years, false), first.iter().copied()),
        asked.unwrap_or_else(nothing),
        award_now(subsidy).map_or_else(nothing, |amount| cell(granted(amount), award_sources(subsidy))),
        determined(subsidy),
        cell(sum_or_none(paid), paid_by),
        balance.map_or_else(nothing, |(sum, sources)| cell(Value::Sum(sum), sources)),
        status(subsidy),
        own_share(context, subsidy),
        subsidy.giver.as_ref().map_or_else(nothing, |giver| {
            cell(text(context.name(giver)), subsidy.at(|what| matches!(what, Move::Awarded(_))))
        }),
    ];
    row(id, &subsidy.activities, role(context, subsidy), cells)
}

fn nothing() -> Cell {
    cell(Value::None, [])
}

/// A natural person is a pseudonym.
pub(super) fn recipient(context: &Context<'_>, recipient: &SubsidyRecipient) -> Value {
    match recipient {
        SubsidyRecipient::Organisation(id) => text(context.name(id)),
        SubsidyRecipient::Person(pseudonym) => {
            phrase(vec![Value::Label(labels::NATURAL_PERSON), text(pseudonym)])
        }
        SubsidyRecipient::Unsaid => Value::Label(labels::RECIPIENT_UNSAID),
    }
}

/// What it is fixed at, or that it is not yet.
fn determined(subsidy: &Subsidy) -> Cell {
    let steps = subsidy.at(|what| matches!(what, Move::Determined(..)));
    match subsidy.determination() {
        Some((_, terms)) => cell(Value::Amount(terms.amount.clone(), Some(Certainty::Granted)), steps),
        None if subsidy.has_ended() || subsidy.award().is_none() => nothing(),
        None if steps.is_empty() => cell(Value::Label(labels::NOT_YET), award_sources(subsidy)),
        None => cell(Value::Label(labels::NOT_YET), steps),
    }
}

fn status(subsidy: &Subsidy) -> Cell {
    let Some((step, standing)) = subsidy.standing() else { return nothing() };
    let mut values = vec![Value::Label(standing_label(subsidy, standing))];
    let mut sources = vec![step.said.at];
    let is_pause = |step: &&Step| matches!(step.what, Move::Suspended | Move::Resumed);
    let pause = subsidy.steps.iter().rev().find(is_pause);
    if let Some(pause) = pause.filter(|pause| pause.what == Move::Suspended && pause.said.at > step.said.at) {
        values.push(Value::Label(labels::PAYMENT_SUSPENDED));
        sources.push(pause.said.at);
    }
    let claims = subsidy.at(|what| matches!(what, Move::Recovery(_)));
    if !claims.is_empty() {
        values.push(Value::Label(labels::SUBSIDY_RECOVERY));
        sources.extend(claims);
    }
    // Gone from the register is no withdrawal: the standing and the amounts stay what they were.
    if let Some(Step { said, what: Move::Unlisted(reason), .. }) = subsidy.listing() {
        let why = reason.as_ref().map_or(Value::Label(labels::REASON_UNKNOWN), text);
        values.push(phrase(vec![Value::Label(labels::SUBSIDY_UNLISTED), date_or_none(&said.date)]));
        values.push(why);
        sources.push(said.at);
    }
    cell(list(values), sources)
}

const fn standing_label(subsidy: &Subsidy, standing: Standing) -> Label {
    match standing {
        Standing::Applied => labels::SUBSIDY_APPLIED,
        Standing::Awarded if subsidy.reserved => labels::SUBSIDY_AWARDED_RESERVED,
        Standing::Awarded => labels::SUBSIDY_AWARDED,
        Standing::Refused => labels::SUBSIDY_REFUSED,
        Standing::Withdrawn => labels::SUBSIDY_WITHDRAWN,
        Standing::Determined => labels::SUBSIDY_DETERMINED,
        Standing::UndecidedAgain => labels::SUBSIDY_UNDECIDED_AGAIN,
    }
}

/// The part of the award that this municipality bears, where it is divided.
fn own_share(context: &Context<'_>, subsidy: &Subsidy) -> Cell {
    let Stream::Municipality(code) = context.view.holder else { return nothing() };
    let own = OrganisationId::from(code);
    let shares = subsidy.award().map(|terms| terms.borne_by.as_slice()).unwrap_or_default();
    let share = shares.iter().find(|share| share.organisation == own).filter(|_| !subsidy.has_ended());
    share.map_or_else(nothing, |share| {
        cell(Value::Amount(share.amount.clone(), Some(Certainty::Granted)), award_sources(subsidy))
    })
}

fn total_row(own: &[&Subsidy]) -> Row {
    let sum = |parts: Vec<(Sum, Vec<Position>)>| {
        let total = parts.iter().fold(Sum::default(), |total, (part, _)| merge(&total, part));
        cell(sum_or_none(total), parts.into_iter().flat_map(|(_, sources)| sources))
    };
    let awarded = own.iter().filter_map(|s| Some((add(Sum::default(), &award_now(s)?), award_sources(s))));
    let fixed = own.iter().filter_map(|s| s.determination());
    let fixed = fixed.map(|(step, terms)| (add(Sum::default(), &terms.amount), vec![step.said.at]));
    let cells = vec![
        nothing(),
        nothing(),
        nothing(),
        sum(awarded.collect()),
        sum(fixed.collect()),
        sum(own.iter().map(|s| paid(s)).collect()),
        sum(own.iter().filter_map(|s| balance(s)).collect()),
        nothing(),
        nothing(),
        nothing(),
    ];
    labelled("total", labels::TOTAL, RowRole::Total, cells)
}

/// One row per recipient of the holder's own subsidies: it may serve several municipalities.
pub(super) fn recipients(context: &Context<'_>) -> Option<Table> {
    let mut all: BTreeMap<&SubsidyRecipient, Vec<&Subsidy>> = BTreeMap::new();
    for (_, subsidy) in context.view.subsidies.subsidies_in(context.year.get()) {
        if is_own(context, subsidy) && subsidy.award().is_some() {
            all.entry(&subsidy.recipient).or_default().push(subsidy);
        }
    }
    let rows = all.into_iter().map(|(of, subsidies)| {
        let (id, works_in) = match of {
            SubsidyRecipient::Organisation(id) => (id.to_string(), context.view.names.works_in(id)),
            SubsidyRecipient::Person(pseudonym) => (pseudonym.to_string(), &[][..]),
            SubsidyRecipient::Unsaid => ("unsaid".to_owned(), &[][..]),
        };
        let places = works_in.iter().map(|code| text(context.view.names.municipality(*code))).collect();
        let total = total_row(&subsidies);
        let behind: Vec<Position> = subsidies.iter().flat_map(|s| award_sources(s)).collect();
        let count = u64::try_from(subsidies.len()).unwrap_or(u64::MAX);
        let mut cells = vec![
            cell(list(places), behind.iter().copied()),
            cell(Value::Count(count), behind.iter().copied()),
        ];
        cells.extend(total.cells.into_iter().skip(3).take(4));
        match of {
            SubsidyRecipient::Organisation(organisation) => {
                row(id, context.name(organisation), RowRole::Memo, cells)
            }
            SubsidyRecipient::Person(_) => labelled(id, labels::NATURAL_PERSON, RowRole::Memo, cells),
            SubsidyRecipient::Unsaid => labelled(id, labels::RECIPIENT_UNSAID, RowRole::Memo, cells),
        }
    });
    let names = [
        labels::WORKS_IN,
        labels::SUBSIDIES,
        labels::AWARDED,
        labels::DETERMINED,
        labels::PAID,
        labels::SUBSIDY_BALANCE,
    ];
    rows_or_none(TableId::SubsidyRecipients, columns(&names), rows.collect())
}

/// One row per share: the partners of a coalition, and the municipalities that bear a part.
pub(super) fn shares(context: &Context<'_>) -> Option<Table> {
    let mut rows = Vec::new();
    for (id, subsidy) in context.view.subsidies.subsidies_in(context.year.get()) {
        let Some(award) = subsidy.award() else { continue };
        let fixed = subsidy.determination();
        let mut push = |kind: Label, key: &str, shares: &[SubsidyShare], fixed: Option<&[SubsidyShare]>| {
            for share in shares {
                let part =
                    fixed.and_then(|parts| parts.iter().find(|part| part.organisation == share.organisation));
                let steps = subsidy.at(|what| matches!(what, Move::Determined(..)));
                let granted = |amount: &Amount| Value::Amount(amount.clone(), Some(Certainty::Granted));
                let cells = vec![
                    cell(text(id), award_sources(subsidy)),
                    cell(Value::Label(kind), award_sources(subsidy)),
                    cell(granted(&share.amount), award_sources(subsidy)),
                    cell(part.map_or(Value::None, |part| granted(&part.amount)), steps),
                ];
                let name = context.name(&share.organisation);
                rows.push(row(format!("{id}:{key}:{}", share.organisation), name, RowRole::Memo, cells));
            }
        };
        let partners = fixed.map(|(_, terms)| terms.partners.as_slice());
        push(labels::SHARE_PARTNER, "partner", &award.partners, partners);
        let bearers = fixed.map(|(_, terms)| terms.borne_by.as_slice());
        push(labels::SHARE_MUNICIPALITY, "municipality", &award.borne_by, bearers);
    }
    let names = [labels::ABOUT, labels::KIND, labels::AWARDED, labels::DETERMINED];
    rows_or_none(TableId::SubsidyShares, columns(&names), rows)
}
