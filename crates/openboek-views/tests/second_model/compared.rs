//! The tables of subsidies, contributions and money beside what the second model finds.

use openboek_rules::amount::{Amount, Sum};
use openboek_rules::statement::{Earmark, MoneyKind};
use openboek_rules::{Cents, Certainty};
use openboek_views::labels;
use openboek_views::model::{Label, Paragraph, RowRole, Table, TableId, Value};

use crate::model::List;
use crate::region::{Contribution, Share, counted};
use crate::subsidies::in_years;

fn value<'a>(table: &'a Table, row: &str, column: &str) -> &'a Value {
    let found = table.cell(row, column);
    &found.unwrap_or_else(|| panic!("{}: no {row} / {column}", table.id.key())).value
}

/// The rows of a table that are no totals.
fn rows(table: Option<&Table>) -> Vec<&str> {
    let rows = table.map_or(&[][..], |table| table.rows.as_slice()).iter();
    rows.filter(|row| row.role != RowRole::Total).map(|row| row.id.as_str()).collect()
}

/// The cents in a cell, if there are any.
fn cents(shown: &Value) -> Option<i64> {
    match shown {
        Value::Amount(Amount::Exact(cents), _) => Some(cents.get()),
        Value::None => None,
        other => panic!("no cents: {other:?}"),
    }
}

/// A sum of listed things: of no parts a true zero.
fn listed(sum: Sum) -> Value {
    if sum.is_empty() { Value::Amount(Amount::Exact(Cents::ZERO), None) } else { Value::Sum(sum) }
}

/// A sum, blank without parts.
fn blank(sum: Sum) -> Value {
    if sum.is_empty() { Value::None } else { Value::Sum(sum) }
}

/// Awarded, fixed and still due of each subsidy; every one of the year is there.
pub fn subsidies(shown: &Paragraph, list: &List<'_>, year: i64) {
    let table = shown.table(TableId::Subsidies);
    let there = rows(table);
    for subsidy in list.subsidies() {
        let years = list.years_of(&subsidy);
        let of_year = (i64::from(years.first().get())..=i64::from(years.last().get())).contains(&year);
        assert!(!of_year || there.contains(&subsidy.as_str()), "{subsidy} of {years} is not shown in {year}");
    }
    let Some(table) = table else { return };
    let granted = |amount: Option<Amount>| {
        amount.map_or(Value::None, |amount| Value::Amount(amount, Some(Certainty::Granted)))
    };
    for id in there {
        assert_eq!(*value(table, id, "awarded"), granted(list.awarded(id)), "awarded to {id}");
        let fixed = list.fixed(id);
        if fixed.is_some() {
            assert_eq!(*value(table, id, "determined"), granted(fixed.clone()), "{id} is fixed at");
        }
        let due = fixed.map(|fixed| {
            let paid = in_years(&list.cash(id), |_| true);
            Value::Sum(Sum::of([&fixed]).unwrap().merge(&paid.negated()).unwrap())
        });
        let balance = value(table, id, "subsidy-balance");
        assert_eq!(*balance, due.unwrap_or(Value::None), "balance of {id}");
    }
}

/// Commitment, expense and cash per subsidy and year; what a year adds, and all together.
pub fn ledgers(shown: &Paragraph, list: &List<'_>, year: i64) {
    let table = shown.table(TableId::SubsidyLedgers);
    let mut expected: Vec<String> = Vec::new();
    let known = rows(shown.table(TableId::Subsidies));
    for id in known.into_iter().filter(|id| list.has_ledgers(id)) {
        let table = table.expect("a subsidy with money has its years");
        let kinds =
            [("commitment", list.commitment(id)), ("expense", list.expense(id)), ("cash", list.cash(id))];
        for (kind, amounts) in kinds {
            let row = format!("{id}:{kind}");
            let shown_years = year - 1..=year + 3;
            for column in shown_years.clone() {
                let sum = in_years(&amounts, |of| of == Some(column));
                assert_eq!(*value(table, &row, &column.to_string()), listed(sum), "{row} in {column}");
            }
            let others = in_years(&amounts, |of| of.is_none_or(|of| !shown_years.contains(&of)));
            assert_eq!(*value(table, &row, "other-years"), listed(others), "{row} in other years");
            assert_eq!(*value(table, &row, "total"), listed(in_years(&amounts, |_| true)), "{row} in all");
            expected.push(row);
        }
    }
    assert_eq!(rows(table), expected);
}

/// What each ceiling allows, what was awarded under it, and the room that is left.
pub fn ceilings(shown: &Paragraph, list: &List<'_>, year: i64) {
    let table = shown.table(TableId::Ceilings);
    let expected = list.ceilings(year);
    assert_eq!(rows(table), expected.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>());
    for (id, ceiling) in expected {
        let cell = |column| value(table.unwrap(), &id, column);
        assert_eq!(*cell("amount"), Value::Amount(ceiling.amount, Some(Certainty::Decided)), "{id}");
        assert_eq!(*cell("awarded"), listed(ceiling.within), "awarded under {id}");
        assert_eq!(*cell("left"), Value::Sum(ceiling.left), "left of {id}");
        assert_eq!(*cell("awarded-above"), blank(ceiling.above), "awarded above {id}");
    }
}

/// The region's amount, every member's part of it, what was paid and settled; the parts make the whole.
pub fn contributions(shown: &Paragraph, list: &List<'_>, holder: &str, year: i64) {
    let expected = list.contributions(year);
    let table = shown.table(TableId::Contributions);
    assert_eq!(rows(table), expected.iter().map(|one| one.id.as_str()).collect::<Vec<_>>());
    for one in &expected {
        assert_eq!(one.together.allocated, Some(one.total), "the parts of {} make the whole", one.id);
        members(shown.table(TableId::ContributionShares).expect("a contribution has members"), one);
        let cell = |column| cents(value(table.unwrap(), &one.id, column));
        let nobody = Share { to_pay: one.adopted.then_some(0), ..Share::default() };
        let own = match holder {
            "region" => &one.together,
            code => one.members.get(code).unwrap_or(&nobody),
        };
        assert_eq!(cell("regional-amount"), Some(one.total), "{}", one.id);
        let part = own.allocated.filter(|_| holder != "region");
        assert_eq!(cell("own-part"), part, "own part of {}", one.id);
        assert_eq!(paid(table.unwrap(), &one.id), [own.advanced, own.settled, own.settlement, own.to_pay]);
    }
    if let Some(table) = table.filter(|table| table.rows.iter().any(|row| row.role == RowRole::Total)) {
        let adopted = expected.iter().filter(|one| one.adopted);
        let sum: i64 = adopted.map(|one| one.total).sum();
        assert_eq!(cents(value(table, "total", "regional-amount")), Some(sum));
    }
}

fn members(table: &Table, one: &Contribution) {
    let of_one = |row: &&str| row.starts_with(&format!("{}:", one.id));
    let ids: Vec<String> = one.members.keys().map(|code| format!("{}:{code}", one.id)).collect();
    assert_eq!(rows(Some(table)).into_iter().filter(of_one).collect::<Vec<_>>(), ids);
    let total = ("total".to_owned(), &one.together);
    for (code, share) in one.members.iter().map(|(code, share)| (code.clone(), share)).chain([total]) {
        let row = format!("{}:{code}", one.id);
        let cell = |column| cents(value(table, &row, column));
        assert_eq!(cell("by-key"), share.by_key, "{row} by the key");
        assert_eq!(cell("allocated-part"), share.allocated, "{row} allocated");
        assert_eq!(cell("difference"), share.difference, "{row} difference");
        assert_eq!(
            paid(table, &row),
            [share.advanced, share.settled, share.settlement, share.to_pay],
            "{row}"
        );
    }
}

fn paid(table: &Table, row: &str) -> [Option<i64>; 4] {
    ["advanced", "final-part", "settlement", "still-to-pay"].map(|column| cents(value(table, row, column)))
}

/// What counts per kind of money and per earmark; what another figure took the place of counts nowhere.
pub fn money(shown: &Paragraph, list: &List<'_>, year: i64) {
    let told: Vec<_> =
        list.money(year).into_iter().filter(|one| one.source.is_some() || one.superseded).collect();
    let table = shown.table(TableId::FundingSources);
    let mut ids: Vec<&str> = told.iter().map(|one| one.figure.figure.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(rows(table), ids);
    let Some(table) = table else { return };
    for (kind, label) in KINDS {
        let of_kind = table.rows.iter().filter(|row| {
            row.role == RowRole::Item && *value(table, &row.id, "money-kind") == Value::Label(label)
        });
        let amounts = of_kind.map(|row| match value(table, &row.id, "amount") {
            Value::Amount(amount, _) => amount.clone(),
            other => panic!("{} is {other:?}", row.id),
        });
        let amounts: Vec<Amount> = amounts.collect();
        let expected = counted(&told, |source| source.kind == kind);
        assert_eq!(Sum::of(&amounts).unwrap(), expected, "{}", label.key());
    }
    for (earmark, label) in EARMARKS {
        total(table, &format!("total:{}", label.key()), counted(&told, |source| source.earmark == earmark));
    }
    total(table, "total", counted(&told, |_| true));
    for one in told.iter().filter(|one| one.superseded) {
        let row = table.rows.iter().find(|row| row.id == one.figure.figure.as_str()).unwrap();
        assert_eq!(row.role, RowRole::Memo, "{} counts no more", row.id);
    }
}

fn total(table: &Table, row: &str, expected: Sum) {
    let there = table.cell(row, "amount").map(|cell| cell.value.clone());
    assert_eq!(there, (!expected.is_empty()).then_some(Value::Sum(expected)), "{row}");
}

const KINDS: [(MoneyKind, Label); 9] = [
    (MoneyKind::GeneralGrant, labels::MONEY_GENERAL_GRANT),
    (MoneyKind::IntegrationGrant, labels::MONEY_INTEGRATION_GRANT),
    (MoneyKind::DecentralisationGrant, labels::MONEY_DECENTRALISATION_GRANT),
    (MoneyKind::SpecificGrant, labels::MONEY_SPECIFIC_GRANT),
    (MoneyKind::SocialAssistanceBudget, labels::MONEY_SOCIAL_ASSISTANCE_BUDGET),
    (MoneyKind::OwnContributions, labels::MONEY_OWN_CONTRIBUTIONS),
    (MoneyKind::ProvincialSubsidy, labels::MONEY_PROVINCIAL_SUBSIDY),
    (MoneyKind::OtherMunicipality, labels::MONEY_OTHER_MUNICIPALITY),
    (MoneyKind::Reserve, labels::MONEY_RESERVE),
];
const EARMARKS: [(Earmark, Label); 4] = [
    (Earmark::Free, labels::EARMARK_FREE),
    (Earmark::IndicativeCluster, labels::EARMARK_INDICATIVE_CLUSTER),
    (Earmark::CouncilRingFenced, labels::EARMARK_COUNCIL_RING_FENCED),
    (Earmark::Statutory, labels::EARMARK_STATUTORY),
];
