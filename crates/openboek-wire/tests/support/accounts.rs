//! A budget from draft to accounts.

use super::act;
use super::budget::{holder, key};
use crate::support::source::Source;
use openboek_rules::ReserveId;
use openboek_rules::statement::*;

pub(super) fn bodies(s: &mut Source) -> Vec<Body> {
    vec![
        Body::BudgetDrafted(BudgetDrafted {
            act: act(s),
            holder: holder(s),
            year: s.year(2021),
            lines: lines(s),
            rounded_to: s.added_later(|s| s.cents(100_000)),
        }),
        Body::BudgetSentForViews(BudgetSentForViews {
            act: act(s),
            holder: holder(s),
            year: s.year(2021),
            to: s.list(1, &["GM0505", "GM0610"], Source::code),
            until: s.date("2020-07-03"),
        }),
        Body::ReserveChanged(ReserveChanged {
            act: act(s),
            holder: holder(s),
            year: s.year(2021),
            reserve: s.id("sociaal-domein", ReserveId::new),
            name: s.text("Reserve sociaal domein"),
            added: s.cents(69_900_000),
            withdrawn: s.cents(0),
            nature: s.one_of(&[Nature::Incidental, Nature::Structural]),
            in_lines: s.flag(true),
            opening: s.opt(|s| s.cents(290_400_000)),
            closing: s.opt(|s| s.cents(-3_800_000)),
            explanation: s.opt(|s| s.text("Tekort jeugdhulp")),
        }),
        Body::ActualsReported(ActualsReported {
            act: act(s),
            holder: holder(s),
            year: s.year(2021),
            through: s.date("2021-06-30"),
            lines: lines(s),
            rounded_to: s.added_later(|s| s.cents(100_000)),
        }),
        Body::AccountsAdopted(AccountsAdopted {
            act: act(s),
            holder: holder(s),
            year: s.year(2021),
            lines: lines(s),
            rounded_to: s.added_later(|s| s.cents(100_000)),
        }),
        Body::ScopeDefined(ScopeDefined {
            act: act(s),
            municipality: s.code("GM1904"),
            years: s.span(2021, 2024),
            taakvelden: s.list(1, &[("6.1", 10_000), ("0.4", 1_250)], |s, (code, points)| ScopeShare {
                taakveld: s.taakveld(code),
                share: s.points(points),
            }),
        }),
    ]
}

/// Lines with all fields in the examples.
fn lines(s: &mut Source) -> Vec<BudgetLine> {
    s.list(1, &[("6.1", 123_456), ("6.71a", 0)], |s, (code, cents)| BudgetLine {
        key: LineKey {
            category: s.opt(|s| s.category("3.4.2")),
            programme: s.opt(|s| s.text("Zorg en ondersteuning")),
            ..key(s, code)
        },
        amount: s.cents(cents),
        explanation: s.opt(|s| s.text("Inclusief inflatie")),
    })
}
