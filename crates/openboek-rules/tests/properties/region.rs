//! Any statement of the region, and of funding that is followed in time.

use openboek_rules::act::DecisionStatus;
use openboek_rules::statement::*;
use openboek_rules::{AllocationKeyId, BasisPoints, ContributionId, Stream, UncertainDate};

use crate::any::{Any, text};

/// The kinds that this file makes.
pub(crate) const REGION_KINDS: &[&str] = &[
    "allocation-key-set",
    "contribution-allocated",
    "contribution-advanced",
    "contribution-settled",
    "inhabitants-counted",
    "framework-sent",
    "budget-sent-to-supervisor",
    "member-left",
    "arrangement-succeeded",
    "funding-superseded",
    "funding-granted",
];

impl Any<'_> {
    pub(crate) fn contribution(&mut self) -> ContributionId {
        self.id(ContributionId::new, "B")
    }

    pub(crate) fn funding_source(&mut self) -> FundingSource {
        FundingSource {
            kind: self.of(&[MoneyKind::GeneralGrant, MoneyKind::SpecificGrant]),
            earmark: self.of(&[Earmark::Free, Earmark::Statutory]),
            sisa: None,
            circular: None,
        }
    }

    fn key_version(&mut self) -> KeyVersion {
        KeyVersion { key: self.id(AllocationKeyId::new, "K"), version: self.of(&[1, 2, u32::MAX]) }
    }

    /// Shares that often make the total.
    fn shares(&mut self) -> (openboek_rules::Cents, Vec<MemberShare>) {
        let shares =
            self.many(3, |any| MemberShare { municipality: any.municipality(), amount: any.cents() });
        let sum = openboek_rules::Cents::sum(shares.iter().map(|share| share.amount)).unwrap_or_default();
        let total = if self.below(4) == 0 { self.cents() } else { sum };
        (total, shares)
    }

    fn component(&mut self) -> KeyComponent {
        KeyComponent {
            basis: KeyBasis::Inhabitants,
            description: None,
            weight: BasisPoints::new(self.of(&[10_000, 5_000, 0, -1])).unwrap(),
            reference_date: UncertainDate::Unknown,
            source: self.document(),
            values: self.many(3, |any| KeyValue {
                municipality: any.municipality(),
                value: any.of(&[0, 1, 34_314, u64::MAX]),
            }),
        }
    }

    fn contribution_body(&mut self, kind: &str) -> Body {
        let (act, contribution, (total, shares)) = (self.act(), self.contribution(), self.shares());
        let key = self.maybe(Self::key_version);
        match kind {
            "contribution-allocated" => Body::ContributionAllocated(ContributionAllocated {
                act,
                contribution,
                description: text("bijdrage"),
                year: self.year(),
                status: self.of(&[DecisionStatus::Adopted, DecisionStatus::Proposed]),
                total,
                parts: self.many(2, |any| RegionalPart { description: text("deel"), amount: any.cents() }),
                key,
                shares,
            }),
            "contribution-advanced" => Body::ContributionAdvanced(ContributionAdvanced {
                act,
                contribution,
                term: self.of(&[1, 2]),
                shares,
            }),
            _ => Body::ContributionSettled(ContributionSettled {
                act,
                contribution,
                reason: SettlementReason::CorrectedInput,
                explanation: None,
                total,
                key,
                shares,
            }),
        }
    }

    pub(crate) fn region_body(&mut self, kind: &str) -> Body {
        if kind.starts_with("contribution-") {
            return self.contribution_body(kind);
        }
        let act = self.act();
        match kind {
            "inhabitants-counted" => Body::InhabitantsCounted(InhabitantsCounted {
                act,
                reference_date: self.of(&[UncertainDate::Unknown, UncertainDate::Year(2025)]),
                counts: self.many(3, |any| InhabitantCount {
                    municipality: any.municipality(),
                    inhabitants: any.of(&[0, 34_314, u64::MAX]),
                }),
            }),
            "allocation-key-set" => Body::AllocationKeySet(AllocationKeySet {
                act,
                key: self.id(AllocationKeyId::new, "K"),
                version: self.of(&[1, 1, 2, 3]),
                description: text("naar inwoners"),
                years: self.years(),
                components: self.many(2, Self::component),
                rounding: Rounding::LargestRemainderByCode,
                leading: self.of(&[LeadingLevel::Whole, LeadingLevel::Parts]),
            }),
            "framework-sent" => Body::FrameworkSent(FrameworkSent {
                act,
                year: self.year(),
                provisional_accounts: true,
                to: self.many(2, Self::municipality),
            }),
            "budget-sent-to-supervisor" => Body::BudgetSentToSupervisor(BudgetSentToSupervisor {
                act,
                year: self.year(),
                paper: SupervisedPaper::Budget,
                adopted_on: UncertainDate::Unknown,
                supervisor: self.organisation(),
            }),
            "member-left" => Body::MemberLeft(MemberLeft {
                act,
                municipality: self.municipality(),
                until: UncertainDate::Unknown,
                merged_into: self.many(2, Self::municipality),
                terms: None,
            }),
            "arrangement-succeeded" => Body::ArrangementSucceeded(ArrangementSucceeded {
                act,
                succession: self.of(&[Succession::SucceededBy, Succession::Succeeds]),
                other: text("een andere regeling"),
                other_log: None,
                from: UncertainDate::Unknown,
            }),
            "funding-superseded" => Body::FundingSuperseded(FundingSuperseded {
                act,
                figure: self.figure(),
                role: FundingRole::Own,
                source: self.funding_source(),
                supersedes: self.figure_id(),
            }),
            _ => Body::FundingGranted(FundingGranted {
                act,
                figure: self.figure(),
                source: self.funding_source(),
                supersedes: self.maybe(Self::figure_id),
            }),
        }
    }
}

/// The streams a history of the region is in.
#[test]
fn every_kind_of_the_region_can_be_made() {
    for kind in REGION_KINDS {
        let body = Any::new(&[]).region_body(kind);
        assert_eq!(body.kind(), *kind);
        assert!(Statement { concerns: vec![Stream::Region], body }.opens().is_empty());
    }
}

proptest::proptest! {
    /// Whatever the key and the parts, every cent is given and none twice, and a cut is the exact mirror of a raise.
    #[test]
    fn a_key_gives_every_cent(
        parts in proptest::collection::vec(-1_000_000_000_000i64..1_000_000_000_000, 0..4),
        weight in 1i32..10_000,
        values in proptest::collection::vec((1u64..1_000_000, 0u64..1_000_000), 1..12),
        whole_leads in proptest::bool::ANY,
    ) {
        use openboek_rules::{Cents, allocation, Text, UncertainDate, MunicipalityCode};
        let component = |weight: i32, of: fn(&(u64, u64)) -> u64| KeyComponent {
            basis: KeyBasis::Inhabitants,
            description: None,
            weight: BasisPoints::new(weight).unwrap(),
            reference_date: UncertainDate::Unknown,
            source: openboek_rules::DocumentRef {
                organisation: None,
                title: Text::new("Bevolking").unwrap(),
                reference: openboek_rules::Reference::None,
                date: UncertainDate::Unknown,
                place: None,
                digest: None,
            },
            values: (1..).zip(&values).map(|(number, pair): (u16, _)| KeyValue {
                municipality: MunicipalityCode::new(&format!("GM{number:04}")).unwrap(),
                value: of(pair),
            }).collect(),
        };
        let mut key = vec![component(weight, |pair| pair.0)];
        if values.iter().any(|pair| pair.1 > 0) {
            key.push(component(10_000 - weight, |pair| pair.1));
        }
        let leading = if whole_leads { LeadingLevel::Whole } else { LeadingLevel::Parts };
        let cents = |sign: i64| parts.iter().map(|part| Cents::new(sign * part).unwrap()).collect::<Vec<_>>();
        let divided = |sign: i64| {
            let total = Cents::sum(cents(sign)).unwrap();
            let amounts = allocation::by_key(total, &cents(sign), leading, &key).unwrap();
            proptest::prop_assert_eq!(Cents::sum(amounts.values().copied()), Some(total));
            Ok(amounts)
        };
        let (raise, cut) = (divided(1)?, divided(-1)?);
        proptest::prop_assert_eq!(raise.len(), values.len());
        for (code, amount) in &raise {
            proptest::prop_assert_eq!(cut[code], amount.negated());
        }
    }
}
