//! The share in the region: regional amount, key, own part to the cent, advances, settlement, and the mirror check.

use std::collections::{BTreeMap, BTreeSet};

use openboek_rules::statement::{ContributionAllocated, KeyComponent, LeadingLevel};
use openboek_rules::{
    Amount, Cents, Certainty, ContributionId, DecisionStatus, MunicipalityCode, allocation,
};

use super::cells::{cell, columns, date, labelled, list, row, table, text, unknown};
use super::context::Context;
use super::region_keys::key_name;
use crate::labels;
use crate::model::{Cell, Label, Position, Row, RowRole, Table, TableId, Value};
use crate::state::region::{Contribution, share_of};

/// One contribution as its tables need it: what stands, and what the key says.
struct Standing<'a> {
    id: &'a ContributionId,
    contribution: &'a Contribution,
    at: Position,
    body: &'a ContributionAllocated,
    /// What each member pays by the key, with the entry of the key.
    by_key: Option<(BTreeMap<MunicipalityCode, Cents>, Position)>,
    /// What each share would be, rounded by itself; only for a whole divided by one component.
    half_up: BTreeMap<MunicipalityCode, Cents>,
}

impl<'a> Standing<'a> {
    fn of(context: &Context<'a>, id: &'a ContributionId, contribution: &'a Contribution) -> Option<Self> {
        let (said, body) = contribution.stands()?;
        let key = body.key.as_ref().and_then(|key| context.view.region.key(key));
        let parts: Vec<Cents> = body.parts.iter().map(|part| part.amount).collect();
        let by_key = key.and_then(|(set, key)| {
            let amounts = allocation::by_key(body.total, &parts, key.leading, &key.components)?;
            Some((amounts, set.at))
        });
        let half_up = match key.map(|(_, key)| (key.leading, key.components.as_slice())) {
            Some((leading, [only])) if leading == LeadingLevel::Whole || parts.is_empty() => {
                rounded_alone(body.total, only)
            }
            _ => BTreeMap::new(),
        };
        Some(Self { id, contribution, at: said.at, body, by_key, half_up })
    }

    /// The members that are named, by code: in the division, in the key, by a payment or in the settlement.
    fn members(&self) -> BTreeSet<MunicipalityCode> {
        let settled = self.contribution.settled.last().map(|(_, body)| body.shares.as_slice());
        let advanced = self.contribution.advanced.iter().flat_map(|(_, body)| &body.shares);
        let named = self.body.shares.iter().chain(settled.unwrap_or_default()).chain(advanced);
        let by_key = self.by_key.iter().flat_map(|(amounts, _)| amounts.keys().copied());
        named.map(|share| share.municipality).chain(by_key).collect()
    }

    fn is_adopted(&self) -> bool {
        self.body.status == DecisionStatus::Adopted
    }

    /// An amount of this contribution, as sure as the contribution is.
    const fn amount(&self, cents: Cents) -> Value {
        let certainty = match self.body.status {
            DecisionStatus::Adopted => Certainty::Decided,
            _ => Certainty::Proposed,
        };
        Value::Amount(Amount::Exact(cents), Some(certainty))
    }

    /// What is owed now: what was settled, else what was allocated; with the entry.
    fn owed(&self, code: MunicipalityCode) -> Option<(Cents, Position)> {
        let allocated = share_of(&self.body.shares, code).map(|amount| (amount, self.at));
        self.contribution.settled_for(code).or(allocated)
    }
}

fn rounded_alone(total: Cents, component: &KeyComponent) -> BTreeMap<MunicipalityCode, Cents> {
    let sum: u128 = component.values.iter().map(|value| u128::from(value.value)).sum();
    let share = |value: &openboek_rules::statement::KeyValue| {
        Some((value.municipality, allocation::half_up(total, value.value, sum)?))
    };
    component.values.iter().filter_map(share).collect()
}

fn standing<'a>(context: &Context<'a>) -> Vec<Standing<'a>> {
    let found = context.view.region.contributions_in(context.year.get()).into_iter();
    found.filter_map(|(id, contribution)| Standing::of(context, id, contribution)).collect()
}

/// An amount with the entries it comes from.
type Money = (Cents, Vec<Position>);

/// An exact amount, or nothing.
fn exact(found: Option<Money>) -> Cell {
    found.map_or_else(
        || cell(Value::None, []),
        |(cents, sources)| cell(Value::Amount(Amount::Exact(cents), None), sources),
    )
}

fn sum_of(parts: impl Iterator<Item = Money>) -> Option<Money> {
    parts.fold(None, |sum, (amount, at)| {
        let (total, mut sources): Money = sum.unwrap_or_default();
        sources.extend(at);
        Some((total.checked_add(amount).unwrap_or(total), sources))
    })
}

/// `left − right`, when both are there.
fn less(left: Option<Money>, right: Option<Money>) -> Option<Money> {
    let ((a, mut sources), (b, more)) = (left?, right?);
    sources.extend(more);
    Some((a.checked_sub(b)?, sources))
}

/// One row per contribution of the year: the regional amount, and the holder's own part of it; then the adopted ones together.
pub(super) fn contributions(context: &Context<'_>) -> Option<Table> {
    let standing = standing(context);
    let mut rows: Vec<Row> = standing.iter().map(|standing| contribution_row(context, standing)).collect();
    let adopted: Vec<&Standing<'_>> = standing.iter().filter(|standing| standing.is_adopted()).collect();
    if adopted.len() > 1 {
        rows.push(labelled("total", labels::TOTAL, RowRole::Total, total_cells(context, &adopted)));
    }
    let names = [
        labels::ALLOCATION_KEY,
        labels::STATUS,
        labels::REGIONAL_AMOUNT,
        labels::OWN_PART,
        labels::ADVANCED,
        labels::FINAL_PART,
        labels::SETTLEMENT,
        labels::STILL_TO_PAY,
        labels::REASON,
        labels::DATE,
        labels::BY,
    ];
    table(TableId::Contributions, columns(&names), rows)
}

fn contribution_row(context: &Context<'_>, standing: &Standing<'_>) -> Row {
    let body = standing.body;
    let key = match &body.key {
        Some(key) => key_name(&key.key, key.version),
        None => Value::Label(labels::NO_KEY),
    };
    let own = context.view.holder.municipality().and_then(|code| share_of(&body.shares, code));
    let mut cells = vec![
        cell(key, [standing.at]),
        cell(Value::Label(status_label(body.status)), [standing.at]),
        cell(standing.amount(body.total), [standing.at]),
        cell(own.map_or(Value::None, |share| standing.amount(share)), [standing.at]),
    ];
    cells.extend(money(standing, &holders(context, standing)).map(exact));
    let settled = standing.contribution.settled.last();
    let reason = settled.map_or(Value::None, |(_, body)| {
        let words = body.explanation.iter().map(text);
        list(std::iter::once(Value::Label(reason_label(body.reason))).chain(words).collect())
    });
    cells.push(cell(reason, settled.map(|(said, _)| said.at)));
    let said = standing.contribution.stands().map(|(said, _)| said);
    cells.push(said.map_or_else(|| cell(Value::None, []), |said| cell(date(&said.date), [said.at])));
    cells.push(said.map_or_else(|| cell(Value::None, []), |said| context.by(said)));
    let role = if standing.is_adopted() { RowRole::Item } else { RowRole::Memo };
    row(standing.id.to_string(), &body.description, role, cells)
}

/// Whose money the row of a contribution is about: the municipality's, or for the region that of all members.
fn holders(context: &Context<'_>, standing: &Standing<'_>) -> BTreeSet<MunicipalityCode> {
    context.view.holder.municipality().map_or_else(|| standing.members(), |code| BTreeSet::from([code]))
}

/// All adopted contributions of the year together.
fn total_cells(context: &Context<'_>, adopted: &[&Standing<'_>]) -> Vec<Cell> {
    let none = || cell(Value::None, []);
    let regional = sum_of(adopted.iter().map(|one| (one.body.total, vec![one.at])));
    let own = context.view.holder.municipality();
    let shares = adopted.iter().filter_map(|one| Some((share_of(&one.body.shares, own?)?, vec![one.at])));
    let mut cells = vec![none(), none(), exact(regional), exact(sum_of(shares))];
    let moneys: Vec<_> = adopted.iter().map(|one| money(one, &holders(context, one))).collect();
    cells.extend((0..4).map(|column| exact(sum_of(moneys.iter().filter_map(|money| money[column].clone())))));
    cells.extend((0..3).map(|_| none()));
    cells
}

/// Advance, final amount, settlement and what is still to pay, of these members together.
fn money(standing: &Standing<'_>, codes: &BTreeSet<MunicipalityCode>) -> [Option<Money>; 4] {
    let contribution = standing.contribution;
    let advanced = sum_of(codes.iter().filter_map(|code| contribution.advanced_by(*code)));
    let settled = codes.iter().filter_map(|code| contribution.settled_for(*code));
    let settled = sum_of(settled.map(|(amount, at)| (amount, vec![at])));
    let allocated = codes.iter().filter_map(|code| share_of(&standing.body.shares, *code));
    let allocated = sum_of(allocated.map(|amount| (amount, vec![standing.at])));
    // Who has no share, or paid nothing, has a share or a payment of nothing.
    let nothing = || Some((Cents::ZERO, vec![standing.at]));
    let before = allocated.or_else(nothing);
    let owed = codes.iter().filter_map(|code| standing.owed(*code)).map(|(amount, at)| (amount, vec![at]));
    let paid = advanced.clone().or_else(nothing);
    let to_pay = if standing.is_adopted() { less(sum_of(owed).or_else(nothing), paid) } else { None };
    [advanced, settled.clone(), less(settled, before), to_pay]
}

/// Per contribution each member and the total: by the key, as allocated, the difference, and what rounding alone would give.
pub(super) fn shares(context: &Context<'_>) -> Option<Table> {
    let rows = standing(context).iter().flat_map(|standing| share_rows(context, standing)).collect();
    let names = [
        labels::BY_KEY,
        labels::ALLOCATED_PART,
        labels::DIFFERENCE,
        labels::HALF_UP,
        labels::ADVANCED,
        labels::FINAL_PART,
        labels::SETTLEMENT,
        labels::STILL_TO_PAY,
    ];
    table(TableId::ContributionShares, columns(&names), rows)
}

fn share_rows(context: &Context<'_>, standing: &Standing<'_>) -> Vec<Row> {
    let members = standing.members();
    let mut rows: Vec<Row> = members
        .iter()
        .map(|code| {
            let name = context.view.names.municipality(*code);
            let cells = share_cells(standing, &BTreeSet::from([*code]));
            row(format!("{}:{code}", standing.id), name, RowRole::Item, cells)
        })
        .collect();
    let cells = share_cells(standing, &members);
    rows.push(labelled(format!("{}:total", standing.id), labels::TOTAL, RowRole::Total, cells));
    rows
}

fn share_cells(standing: &Standing<'_>, codes: &BTreeSet<MunicipalityCode>) -> Vec<Cell> {
    let of = |amounts: &BTreeMap<MunicipalityCode, Cents>, at: Position| {
        let amounts =
            codes.iter().filter_map(|code| amounts.get(code)).map(|amount| (*amount, vec![at, standing.at]));
        sum_of(amounts)
    };
    let by_key = standing.by_key.as_ref().and_then(|(amounts, at)| of(amounts, *at));
    let half_up = standing.by_key.as_ref().and_then(|(_, at)| of(&standing.half_up, *at));
    let allocated = codes.iter().filter_map(|code| share_of(&standing.body.shares, *code));
    let allocated = sum_of(allocated.map(|amount| (amount, vec![standing.at])));
    // A member that only the key has, or only the decision, has nothing in the other one.
    let nothing = || Some((Cents::ZERO, vec![standing.at]));
    let by_the_key = by_key.clone().or_else(nothing).filter(|_| standing.by_key.is_some());
    let difference = less(allocated.clone().or_else(nothing), by_the_key);
    let shown = allocated.as_ref().map_or(Value::None, |(amount, _)| standing.amount(*amount));
    let mut cells = vec![exact(by_key), cell(shown, [standing.at]), exact(difference), exact(half_up)];
    cells.extend(money(standing, codes).map(exact));
    cells
}

/// What the region says a member owes beside what the member's own papers say; a difference is printed, never hidden.
pub(super) fn mirror(context: &Context<'_>) -> Option<Table> {
    let rows = standing(context).iter().flat_map(|standing| mirror_rows(context, standing)).collect();
    let names =
        [labels::ACCORDING_TO_REGION, labels::ACCORDING_TO_MEMBER, labels::DIFFERENCE, labels::VERDICT];
    table(TableId::ContributionMirror, columns(&names), rows)
}

/// A municipality's own row; for the region those whose papers it can see.
fn mirror_rows(context: &Context<'_>, standing: &Standing<'_>) -> Vec<Row> {
    let own = context.view.holder.municipality();
    let seen = standing.contribution.mirrors.iter().filter_map(|mirror| mirror.by.municipality());
    let codes: BTreeSet<MunicipalityCode> = own.map_or_else(|| seen.collect(), |code| BTreeSet::from([code]));
    codes.into_iter().filter_map(|code| mirror_row(context, standing, code)).collect()
}

fn mirror_row(context: &Context<'_>, standing: &Standing<'_>, code: MunicipalityCode) -> Option<Row> {
    let (lines, stated) = standing.contribution.mirrored_by(code);
    let (owed, at) = match standing.owed(code) {
        Some(owed) => owed,
        // The municipality names a contribution that the region did not divide to it.
        None if !lines.is_empty() => (Cents::ZERO, standing.at),
        None => return None,
    };
    let entries: Vec<Position> = lines.iter().map(|line| line.at).collect();
    let both = || entries.iter().copied().chain([at]);
    let difference = Some(stated.known.checked_sub(owed)).flatten().filter(|_| stated.unknown_parts == 0);
    let agrees = match lines.as_slice() {
        [] => None,
        [only] => only.amount.agrees_with(owed),
        _ => difference.map(|difference| difference == Cents::ZERO),
    };
    let verdict = match (lines.is_empty(), agrees) {
        (true, _) => labels::MIRROR_MISSING,
        (false, Some(true)) => labels::AGREES,
        (false, Some(false)) => labels::DIFFERS,
        (false, None) => labels::NOTHING_STATED,
    };
    let member = match lines.as_slice() {
        [] => unknown(),
        [only] => Value::Amount(only.amount.clone(), None),
        _ => Value::Sum(stated),
    };
    let difference = difference.filter(|_| !lines.is_empty());
    let cells = vec![
        cell(Value::Amount(Amount::Exact(owed), None), [at]),
        cell(member, entries.iter().copied()),
        exact(difference.map(|difference| (difference, both().collect()))),
        cell(Value::Label(verdict), both()),
    ];
    let name = format!("{}: {}", context.view.names.municipality(code), standing.body.description);
    Some(row(format!("{}:{code}", standing.id), name, RowRole::Item, cells))
}

const fn status_label(status: DecisionStatus) -> Label {
    match status {
        DecisionStatus::Intention => labels::STATUS_INTENTION,
        DecisionStatus::Proposed => labels::STATUS_PROPOSED,
        DecisionStatus::Adopted => labels::STATUS_ADOPTED,
        DecisionStatus::Rejected => labels::STATUS_REJECTED,
        DecisionStatus::HeldOver => labels::STATUS_HELD_OVER,
    }
}

const fn reason_label(reason: openboek_rules::statement::SettlementReason) -> Label {
    use openboek_rules::statement::SettlementReason;
    match reason {
        SettlementReason::Accounts => labels::SETTLED_ACCOUNTS,
        SettlementReason::CorrectedInput => labels::SETTLED_CORRECTED_INPUT,
        SettlementReason::Other => labels::SETTLED_OTHER,
    }
}
