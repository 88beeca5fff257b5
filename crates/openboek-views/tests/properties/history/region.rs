//! Statements about the region and about circulars, out of the same numbers.

use openboek_rules::statement::*;
use openboek_rules::{
    Act, AllocationKeyId, ContributionId, DecisionStatus, DocumentRef, Reference, allocation,
};

use super::{Draw, HOLDER, OTHER, any_amount, figure_body};
use crate::support::build::*;

pub(super) fn body(act: Act, draw: &Draw) -> Body {
    match draw.kind {
        25 if draw.flags % 8 == 7 => counted(act, draw),
        25 => key_set(act, draw),
        26 => allocated(act, draw),
        27 if draw.flags % 8 < 4 => advanced(act, draw),
        27 => settled(act, draw),
        28 => funding(act, draw),
        _ if draw.flags & 1 == 0 => Body::BudgetSentToSupervisor(BudgetSentToSupervisor {
            act,
            year: year(draw.year),
            paper: SupervisedPaper::Budget,
            adopted_on: date("XXXX"),
            supervisor: org("region"),
        }),
        _ => Body::FrameworkSent(FrameworkSent {
            act,
            year: year(draw.year),
            provisional_accounts: true,
            to: vec![gm(HOLDER)],
        }),
    }
}

fn components(draw: &Draw) -> Vec<KeyComponent> {
    let number = |place: usize| draw.lines.get(place).map_or(7, |line| line.4.unsigned_abs());
    let value = |code: &str, value| KeyValue { municipality: gm(code), value };
    vec![KeyComponent {
        basis: KeyBasis::Inhabitants,
        description: None,
        weight: openboek_rules::BasisPoints::new(10_000).unwrap(),
        reference_date: date("2024"),
        source: DocumentRef {
            organisation: None,
            title: text("Bevolking"),
            reference: Reference::None,
            date: date("2024"),
            place: None,
            digest: None,
        },
        values: vec![value(HOLDER, number(0)), value(OTHER, number(1))],
    }]
}

fn counted(act: Act, draw: &Draw) -> Body {
    let count = |code: &str, inhabitants| InhabitantCount { municipality: gm(code), inhabitants };
    Body::InhabitantsCounted(InhabitantsCounted {
        act,
        reference_date: date(&format!("{}-01-01", draw.year)),
        counts: vec![count(HOLDER, 30_051), count(OTHER, u64::from(draw.id))],
    })
}

fn key_set(act: Act, draw: &Draw) -> Body {
    Body::AllocationKeySet(AllocationKeySet {
        act,
        key: AllocationKeyId::new(&format!("key-{}", draw.id)).unwrap(),
        version: u32::from(draw.other % 2) + 1,
        description: text("Naar inwoners"),
        years: years(2023, 2026),
        components: components(draw),
        rounding: Rounding::LargestRemainderByCode,
        leading: LeadingLevel::Whole,
    })
}

fn contribution(draw: &Draw) -> ContributionId {
    ContributionId::new(&format!("contribution-{}", draw.id)).unwrap()
}

/// Shares that make the amount, divided by numbers of their own: not always those of the key.
fn divided(draw: &Draw) -> Vec<MemberShare> {
    let amounts = allocation::by_key(cents(draw.amount), &[], LeadingLevel::Whole, &components(draw));
    let share = |(municipality, amount)| MemberShare { municipality, amount };
    amounts.unwrap_or_default().into_iter().map(share).collect()
}

fn key(draw: &Draw) -> Option<KeyVersion> {
    (draw.flags & 12 == 12).then(|| KeyVersion {
        key: AllocationKeyId::new(&format!("key-{}", draw.other % 3)).unwrap(),
        version: 1,
    })
}

fn allocated(act: Act, draw: &Draw) -> Body {
    let status = if draw.flags & 3 != 0 { DecisionStatus::Adopted } else { DecisionStatus::Proposed };
    Body::ContributionAllocated(ContributionAllocated {
        act,
        contribution: contribution(draw),
        description: text("Bijdrage"),
        // Two in the one year, one in the other.
        year: year(2023 + i64::from(draw.id % 2)),
        status,
        total: cents(draw.amount),
        parts: Vec::new(),
        key: key(draw),
        shares: divided(draw),
    })
}

fn advanced(act: Act, draw: &Draw) -> Body {
    Body::ContributionAdvanced(ContributionAdvanced {
        act,
        contribution: contribution(draw),
        term: u32::from(draw.other) + 1,
        shares: divided(draw),
    })
}

fn settled(act: Act, draw: &Draw) -> Body {
    Body::ContributionSettled(ContributionSettled {
        act,
        contribution: contribution(draw),
        reason: SettlementReason::Accounts,
        explanation: None,
        total: cents(draw.amount),
        key: None,
        shares: divided(draw),
    })
}

/// Money of a kind: indicated, or granted or said by a next circular in the place of another figure.
fn funding(act: Act, draw: &Draw) -> Body {
    let Body::BudgetLineIndicated(BudgetLineIndicated { act, mut figure, .. }) = figure_body(act, draw)
    else {
        unreachable!("a figure body is a budget line");
    };
    let id = |name: String| crate::support::build::figure(&name);
    figure.figure = id(format!("S{}-{}", draw.id, draw.month));
    figure.amount = any_amount(draw).negated();
    let place = |n: i64, of: usize| usize::try_from(n).unwrap() % of;
    let source = FundingSource {
        kind: KINDS_OF_MONEY[usize::from(draw.month) % KINDS_OF_MONEY.len()],
        earmark: EARMARKS[place(draw.amount, EARMARKS.len())],
        sisa: None,
        circular: None,
    };
    let earlier = match draw.lines.len() {
        1 => id(format!("S{}-{}", draw.other % 3, draw.month / 2 + 1)),
        _ => id(format!("F{}", draw.other % 4)),
    };
    let role = if draw.amount % 5 == 0 { FundingRole::MacroBudget } else { FundingRole::Own };
    match place(draw.amount / 7, 4) {
        0 => Body::FundingIndicated(FundingIndicated { act, figure, role, money: Some(source) }),
        1 => {
            let supersedes = (draw.lines.len() > 2).then_some(earlier);
            Body::FundingGranted(FundingGranted { act, figure, source, supersedes })
        }
        _ => Body::FundingSuperseded(FundingSuperseded { act, figure, role, source, supersedes: earlier }),
    }
}

const KINDS_OF_MONEY: [MoneyKind; 9] = [
    MoneyKind::GeneralGrant,
    MoneyKind::IntegrationGrant,
    MoneyKind::DecentralisationGrant,
    MoneyKind::SpecificGrant,
    MoneyKind::SocialAssistanceBudget,
    MoneyKind::OwnContributions,
    MoneyKind::ProvincialSubsidy,
    MoneyKind::OtherMunicipality,
    MoneyKind::Reserve,
];
const EARMARKS: [Earmark; 4] =
    [Earmark::Free, Earmark::IndicativeCluster, Earmark::CouncilRingFenced, Earmark::Statutory];
