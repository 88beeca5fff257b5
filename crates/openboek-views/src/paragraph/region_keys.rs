//! Allocation keys with their inputs: what is counted, for how much it weighs, on which day, by which document.

use std::collections::BTreeMap;

use openboek_rules::AllocationKeyId;
use openboek_rules::statement::{AllocationKeySet, KeyBasis, KeyVersion, LeadingLevel, Rounding};

use super::cells::{cell, columns, date_or_none, phrase, row, table, text, years};
use super::context::Context;
use crate::labels;
use crate::model::{Cell, Label, RowRole, Table, TableId, Value};
use crate::state::Said;
use openboek_rules::Cents;

/// A key with its version: `inwoners, versie 1`.
pub(super) fn key_name(key: &AllocationKeyId, version: u32) -> Value {
    phrase(vec![text(key), Value::Label(labels::KEY_VERSION), Value::Count(u64::from(version))])
}

/// The versions for the budget year, and those that a contribution of the year was divided or settled by.
fn keys<'a>(context: &Context<'a>) -> BTreeMap<&'a KeyVersion, &'a (Said, AllocationKeySet)> {
    let region = &context.view.region;
    let mut keys: BTreeMap<_, _> = region.keys_in(context.year.get()).into_iter().collect();
    for (_, contribution) in region.contributions_in(context.year.get()) {
        let divided = contribution.allocated.iter().filter_map(|(_, body)| body.key.as_ref());
        let settled = contribution.settled.iter().filter_map(|(_, body)| body.key.as_ref());
        for used in divided.chain(settled) {
            if let Some(found) = region.key(used) {
                keys.insert(used, found);
            }
        }
    }
    keys
}

/// One row per component of a version.
pub(super) fn components(context: &Context<'_>) -> Option<Table> {
    let mut rows = Vec::new();
    for (version, (said, key)) in keys(context) {
        for (number, component) in (1..).zip(&key.components) {
            let values = vec![
                key_name(&version.key, version.version),
                years(key.years, false),
                Value::Label(basis_label(component.basis)),
                Value::Percent(component.weight),
                date_or_none(&component.reference_date),
                text(&component.source.title),
                Value::Label(rounding_label(key.rounding)),
                Value::Label(leading_label(key.leading)),
            ];
            let mut cells: Vec<Cell> = values.into_iter().map(|value| cell(value, [said.at])).collect();
            cells.push(context.by(said));
            let name = component.description.as_ref().unwrap_or(&key.description);
            rows.push(row(row_id(version, number), name, RowRole::Item, cells));
        }
    }
    let names = [
        labels::ALLOCATION_KEY,
        labels::YEARS,
        labels::KEY_BASIS,
        labels::WEIGHT,
        labels::REFERENCE_DATE,
        labels::SOURCE_DOCUMENT,
        labels::ROUNDING_RULE,
        labels::LEADING_LEVEL,
        labels::BY,
    ];
    table(TableId::AllocationKeys, columns(&names), rows)
}

/// The value of each member in each component, with its share.
pub(super) fn values(context: &Context<'_>) -> Option<Table> {
    let mut rows = Vec::new();
    for (version, (said, key)) in keys(context) {
        for (number, component) in (1..).zip(&key.components) {
            let total: Option<u64> =
                component.values.iter().try_fold(0_u64, |sum, value| sum.checked_add(value.value));
            let by_code: BTreeMap<_, _> =
                component.values.iter().map(|v| (v.municipality, v.value)).collect();
            for (code, value) in by_code {
                let share = total.and_then(|total| ratio(value, total)).unwrap_or(Value::None);
                let cells = vec![cell(Value::Count(value), [said.at]), cell(share, [said.at])];
                let name = context.view.names.municipality(code);
                rows.push(row(format!("{}:{code}", row_id(version, number)), name, RowRole::Item, cells));
            }
            let sum = total.map_or(Value::None, Value::Count);
            let cells = vec![cell(sum, [said.at]), cell(Value::None, [])];
            let id = format!("{}:total", row_id(version, number));
            rows.push(super::cells::labelled(id, labels::TOTAL, RowRole::Total, cells));
        }
    }
    table(TableId::KeyValues, columns(&[labels::KEY_VALUE, labels::KEY_SHARE]), rows)
}

/// A share, not rounded; nothing where the numbers are too large to be shown as one.
fn ratio(part: u64, whole: u64) -> Option<Value> {
    let number = |value: u64| i64::try_from(value).ok().and_then(Cents::new);
    let (part, whole) = (number(part)?, number(whole)?);
    (whole != Cents::ZERO).then_some(Value::Ratio { part, whole })
}

fn row_id(version: &KeyVersion, component: u32) -> String {
    format!("{}:{}:{component}", version.key, version.version)
}

const fn basis_label(basis: KeyBasis) -> Label {
    match basis {
        KeyBasis::Inhabitants => labels::BASIS_INHABITANTS,
        KeyBasis::YoungPeopleInCare => labels::BASIS_YOUNG_PEOPLE_IN_CARE,
        KeyBasis::FundingShare => labels::BASIS_FUNDING_SHARE,
        KeyBasis::Clients => labels::BASIS_CLIENTS,
        KeyBasis::AverageClients => labels::BASIS_AVERAGE_CLIENTS,
        KeyBasis::ActualUse => labels::BASIS_ACTUAL_USE,
        KeyBasis::FixedAmount => labels::BASIS_FIXED_AMOUNT,
        KeyBasis::EqualParts => labels::BASIS_EQUAL_PARTS,
        KeyBasis::Other => labels::BASIS_OTHER,
    }
}

const fn rounding_label(rounding: Rounding) -> Label {
    match rounding {
        Rounding::LargestRemainderByCode => labels::ROUNDING_LARGEST_REMAINDER_BY_CODE,
    }
}

const fn leading_label(leading: LeadingLevel) -> Label {
    match leading {
        LeadingLevel::Whole => labels::LEADING_WHOLE,
        LeadingLevel::Parts => labels::LEADING_PARTS,
    }
}
