//! Funding and budgets.

use super::{CERTAINTIES, act};
use crate::support::source::Source;
use openboek_rules::figure::{Counting, Figure, Flow, Gross, Horizon, Pillar};
use openboek_rules::id::{FigureId, Stream};
use openboek_rules::statement::*;
use openboek_rules::{Amount, Cents};

pub(super) const PILLARS: &[Pillar] = &[
    Pillar::Wmo,
    Pillar::Participation,
    Pillar::Youth,
    Pillar::SocialInfrastructure,
    Pillar::GeneralMeans,
    Pillar::General,
];

pub(super) fn bodies(s: &mut Source) -> Vec<Body> {
    let roles = [
        FundingRole::ShareOf(s.id("A15", FigureId::new)),
        FundingRole::Own,
        FundingRole::MacroBudget,
        FundingRole::ReductionOf(s.list(0, &["A08", "A10"], |s, id| s.id(id, FigureId::new))),
        FundingRole::Context,
    ];
    vec![
        Body::FundingIndicated(FundingIndicated {
            act: act(s),
            figure: figure(s),
            role: s.one_of(&roles),
            money: s.added_later(super::region::money),
        }),
        Body::BudgetLineIndicated(BudgetLineIndicated {
            act: act(s),
            figure: figure(s),
            contribution: s.added_later(|s| s.id("bijdrage-2021", openboek_rules::ContributionId::new)),
        }),
        Body::BudgetAdopted(BudgetAdopted {
            act: act(s),
            holder: holder(s),
            year: s.year(2021),
            lines: s.list(1, &[("6.1", 123_456), ("6.71a", 0)], |s, (code, cents)| BudgetLine {
                key: key(s, code),
                amount: s.cents(cents),
                explanation: s.opt(|s| s.text("Inclusief inflatie")),
            }),
            rounded_to: s.added_later(|s| s.cents(100_000)),
        }),
        Body::BudgetAmended(BudgetAmended {
            act: act(s),
            holder: holder(s),
            year: s.year(2021),
            number: s.number(3),
            lines: s.list(1, &[("6.1", 100), ("6.2", 0)], |s, (code, cents)| AmendedLine {
                key: key(s, code),
                old: s.cents(cents),
                mutation: s.cents(-cents),
                new: s.cents(0),
                explanation: s.opt(|s| s.text("Voordeel uit de septembercirculaire")),
            }),
        }),
    ]
}

pub(super) fn holder(s: &mut Source) -> Stream {
    let holders = [Stream::Municipality(s.code("GM1904")), Stream::Region];
    s.one_of(&holders)
}

pub(super) fn key(s: &mut Source, code: &str) -> LineKey {
    LineKey {
        taakveld: s.taakveld(code),
        year: s.year(2021),
        side: s.one_of(&[Side::Expenditure, Side::Income]),
        nature: s.one_of(&[Nature::Structural, Nature::Incidental]),
        // Not in the examples of the first kinds: their bytes were stored before these fields were there.
        category: s.later(|s| s.category("3.4.2")),
        programme: s.later(|s| s.text("Zorg en ondersteuning")),
    }
}

pub(super) fn figure(s: &mut Source) -> Figure {
    let flows = [
        Flow::Expenditure,
        Flow::Income,
        Flow::Balance,
        Flow::Means,
        Flow::Macro,
        Flow::Tariff,
        Flow::Context,
    ];
    let countings = [
        Counting::DerivedFrom(s.list(0, &["A08", "A09"], |s, id| s.id(id, FigureId::new))),
        Counting::Counted,
        Counting::AlternativeTo(s.id("A01", FigureId::new)),
        Counting::OnlyIf(s.text("bij een brede definitie van de Wmo")),
        Counting::MayOverlap(s.id("A18", FigureId::new)),
        Counting::Memo,
    ];
    Figure {
        figure: s.id("A10", FigureId::new),
        description: s.text("Hulp bij het huishouden, netto"),
        pillar: s.one_of(PILLARS),
        flow: s.one_of(&flows),
        gross: s.one_of(&[Gross::Net, Gross::Gross, Gross::Unsaid]),
        horizon: s.one_of(&[Horizon::Present, Horizon::Future]),
        amount: s.amount(&Amount::About {
            cents: Cents::new(215_000_000).unwrap(),
            granularity: Cents::new(1_000_000).unwrap(),
        }),
        certainty: s.one_of(CERTAINTIES),
        years: s.opt(|s| s.span(2013, 2013)),
        counting: s.one_of(&countings),
        taakveld: s.opt(|s| s.taakveld("6.6")),
        source: s.opt(|s| s.text("Gemeentefonds")),
    }
}
