//! The scope of the social domain is a decision; the paragraph prints it (domain 7.4).

use openboek_rules::statement::{Body, ScopeDefined, ScopeShare};
use openboek_rules::{BasisPoints, Organ, Taakveld};
use openboek_views::model::TableId;

use super::accounts::{adopt, town};
use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{cell, same, table};

const TOWN: &str = "GM0148";

fn define(ledger: &mut Ledger, on: &str, span: (i64, i64), parts: &[(&str, i32)]) {
    let share = |(code, points): &(&str, i32)| ScopeShare {
        taakveld: Taakveld::new(code).unwrap(),
        share: BasisPoints::new(*points).unwrap(),
    };
    let body = ScopeDefined {
        act: act(TOWN, Organ::Council, on),
        municipality: gm(TOWN),
        years: years(span.0, span.1),
        taakvelden: parts.iter().map(share).collect(),
    };
    ledger.say(&[TOWN], Body::ScopeDefined(body));
}

const BUDGET: &str = "6.1 2025 lasten structureel = 900
     6.1 2025 baten structureel = 100
     5.6 2025 lasten structureel = 333
     2.1 2025 lasten structureel = 4.000";

#[test]
fn the_scope_and_what_of_the_budget_is_in_it() {
    let mut ledger = town();
    adopt(&mut ledger, 2025, BUDGET);
    let columns = ["scope-share", "income", "expenditure"];
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2024-12-01"));
    same(&table(&shown, TableId::Scope, &columns), "undecided | – | – | –");
    define(&mut ledger, "2024-11-11", (2025, 2026), &[("6.1", 10_000), ("5.6", 3_333), ("7.1", 10_000)]);
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2024-12-01"));
    same(
        &table(&shown, TableId::Scope, &columns).replace(" (decided)", ""),
        // 33,33 % of € 333.000,00 is € 110.988,90.
        "6.1   | 100,00 % | 10000000 | 90000000
         5.6   | 33,33 %  | –        | 11098890
         7.1   | 100,00 % | –        | –
         total | –        | 10000000 | 101098890",
    );
    assert_eq!(cell(&shown, TableId::Scope, "5.6", "expenditure").sources, [1, 2]);
    same(
        &table(&shown, TableId::Scope, &["years", "date", "by"]).lines().take(1).collect::<String>(),
        "6.1 | 2025-2026 | 2024-11-11 | Dalfsen; organ-council",
    );
}

#[test]
fn the_latest_decision_counts_for_its_years_and_a_neighbour_keeps_its_own() {
    let mut ledger = town();
    define(&mut ledger, "2025-02-11", (2026, 2026), &[("6.1", 5_000)]);
    define(&mut ledger, "2024-11-11", (2025, 2026), &[("6.1", 10_000)]);
    let shares = |of: i64| {
        let shown = ledger.paragraph(TOWN, of, ledger.now("2025-12-01"));
        table(&shown, TableId::Scope, &["scope-share"])
    };
    same(&shares(2025), "6.1 | 100,00 %");
    same(&shares(2026), "6.1 | 50,00 %");
    for other in ["GM0166", "region"] {
        assert!(ledger.paragraph(other, 2025, ledger.now("2025-12-01")).table(TableId::Scope).is_none());
    }
}
