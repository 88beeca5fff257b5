//! The region, and funding that is followed in time.

use super::budget::figure;
use super::{act, document};
use crate::support::source::Source;
use openboek_rules::act::DecisionStatus;
use openboek_rules::id::{FigureId, OrganisationId};
use openboek_rules::statement::*;
use openboek_rules::{AllocationKeyId, ContributionId};

pub(super) fn bodies(s: &mut Source) -> Vec<Body> {
    let mut bodies = vec![Body::AllocationKeySet(AllocationKeySet {
        act: act(s),
        key: s.id("inwoners", AllocationKeyId::new),
        version: s.number(2),
        description: s.text("Naar het aantal inwoners"),
        years: s.span(2020, 2021),
        components: s.list(1, &[6_000, 4_000], component),
        rounding: Rounding::LargestRemainderByCode,
        leading: s.one_of(&[LeadingLevel::Whole, LeadingLevel::Parts]),
    })];
    bodies.extend(contributions(s));
    bodies.extend(cycle(s));
    bodies.extend(funding(s));
    bodies
}

fn component(s: &mut Source, weight: i32) -> KeyComponent {
    let bases = [
        KeyBasis::Inhabitants,
        KeyBasis::YoungPeopleInCare,
        KeyBasis::FundingShare,
        KeyBasis::Clients,
        KeyBasis::AverageClients,
        KeyBasis::ActualUse,
        KeyBasis::FixedAmount,
        KeyBasis::EqualParts,
        KeyBasis::Other,
    ];
    KeyComponent {
        basis: s.one_of(&bases),
        description: s.opt(|s| s.text("bevolking op 1 januari")),
        weight: s.points(weight),
        reference_date: s.date("2019-01-01"),
        source: document(s, "Bevolkingsontwikkeling, CBS"),
        values: s.list(1, &[("GM0482", 20_247), ("GM0505", 122_847)], |s, (code, value)| KeyValue {
            municipality: s.code(code),
            value: u64::from(s.number(value)) - 1,
        }),
    }
}

fn shares(s: &mut Source) -> Vec<MemberShare> {
    s.list(1, &[("GM0482", 33_897_198), ("GM0505", 205_668_451)], |s, (code, cents)| MemberShare {
        municipality: s.code(code),
        amount: s.cents(cents),
    })
}

fn key(s: &mut Source) -> Option<KeyVersion> {
    s.opt(|s| KeyVersion { key: s.id("inwoners", AllocationKeyId::new), version: s.number(2) })
}

fn contribution(s: &mut Source) -> ContributionId {
    s.id("bijdrage-2020", ContributionId::new)
}

fn contributions(s: &mut Source) -> Vec<Body> {
    let reasons = [SettlementReason::CorrectedInput, SettlementReason::Accounts, SettlementReason::Other];
    vec![
        Body::ContributionAllocated(ContributionAllocated {
            act: act(s),
            contribution: contribution(s),
            description: s.text("Sociale dienst"),
            year: s.year(2020),
            status: s.one_of(&[DecisionStatus::Adopted, DecisionStatus::Proposed]),
            total: s.cents(239_565_649),
            parts: s.list(0, &[("Sociaal domein", 239_565_649), ("Overig", 0)], |s, (words, cents)| {
                RegionalPart { description: s.text(words), amount: s.cents(cents) }
            }),
            key: key(s),
            shares: shares(s),
        }),
        Body::ContributionAdvanced(ContributionAdvanced {
            act: act(s),
            contribution: contribution(s),
            term: s.number(1),
            shares: shares(s),
        }),
        Body::InhabitantsCounted(InhabitantsCounted {
            act: act(s),
            reference_date: s.date("2025-01-01"),
            counts: s.list(1, &[("GM0482", 20_247), ("GM0505", 122_847)], |s, (code, inhabitants)| {
                InhabitantCount {
                    municipality: s.code(code),
                    inhabitants: u64::from(s.number(inhabitants)) - 1,
                }
            }),
        }),
        Body::ContributionSettled(ContributionSettled {
            act: act(s),
            contribution: contribution(s),
            reason: s.one_of(&reasons),
            explanation: s.opt(|s| s.text("Verbeterd aantal inwoners")),
            total: s.cents(239_565_649),
            key: key(s),
            shares: shares(s),
        }),
    ]
}

fn cycle(s: &mut Source) -> Vec<Body> {
    let papers = [SupervisedPaper::Budget, SupervisedPaper::Amendment, SupervisedPaper::Accounts];
    let mut to = s.list(1, &["GM0482", "GM0505"], Source::code);
    to.sort_unstable();
    vec![
        Body::FrameworkSent(FrameworkSent {
            act: act(s),
            year: s.year(2024),
            provisional_accounts: s.flag(true),
            to,
        }),
        Body::BudgetSentToSupervisor(BudgetSentToSupervisor {
            act: act(s),
            year: s.year(2024),
            paper: s.one_of(&papers),
            adopted_on: s.date("2023-07-06"),
            supervisor: s.id("provincie-zuid-holland", OrganisationId::new),
        }),
        Body::MemberLeft(MemberLeft {
            act: act(s),
            municipality: s.code("GM0610"),
            until: s.date("2021-12-31"),
            merged_into: s.list(0, &["GM0642"], Source::code),
            terms: s.opt(|s| s.text("Afbouw in drie jaar")),
        }),
        Body::ArrangementSucceeded(ArrangementSucceeded {
            act: act(s),
            succession: s.one_of(&[Succession::SucceededBy, Succession::Succeeds]),
            other: s.text("GR Sociaal"),
            other_log: s.opt(|s| s.text("ledger.example.nl/gr-sociaal")),
            from: s.date("2022-01-01"),
        }),
    ]
}

pub(super) fn money(s: &mut Source) -> FundingSource {
    let kinds = [
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
    let earmarks =
        [Earmark::IndicativeCluster, Earmark::Free, Earmark::CouncilRingFenced, Earmark::Statutory];
    FundingSource {
        kind: s.one_of(&kinds),
        earmark: s.one_of(&earmarks),
        sisa: s.opt(|s| s.text("G2")),
        circular: s.opt(|s| s.text("septembercirculaire 2024")),
    }
}

fn funding(s: &mut Source) -> Vec<Body> {
    vec![
        Body::FundingSuperseded(FundingSuperseded {
            act: act(s),
            figure: figure(s),
            role: FundingRole::Own,
            source: money(s),
            supersedes: s.id("M24", FigureId::new),
        }),
        Body::FundingGranted(FundingGranted {
            act: act(s),
            figure: figure(s),
            source: money(s),
            supersedes: s.opt(|s| s.id("M24", FigureId::new)),
        }),
    ]
}
