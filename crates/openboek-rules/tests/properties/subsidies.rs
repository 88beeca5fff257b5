//! Statements about subsidies, notices and objections out of random numbers.

use openboek_rules::law::Length;
use openboek_rules::statement::*;
use openboek_rules::{Amount, CeilingId, Cents, NoticeId, ObjectionId, Pseudonym, SubsidyId, UncertainDate};

use crate::any::{Any, text};

/// The kinds that are made here.
pub(crate) fn makes(kind: &str) -> bool {
    let known = ["ceiling", "subsidy", "advance", "payment", "recovery", "notice", "objection"];
    kind.split('-').next().is_some_and(|group| known.contains(&group))
}

impl Any<'_> {
    fn subsidy_id(&mut self) -> SubsidyId {
        self.id(SubsidyId::new, "S")
    }

    fn objection_id(&mut self) -> ObjectionId {
        self.id(ObjectionId::new, "B")
    }

    /// Mostly amounts a subsidy can have.
    fn money(&mut self) -> Amount {
        if self.below(4) == 0 {
            return self.amount();
        }
        Amount::Exact(Cents::new(self.of(&[0, 100, 5_000, 8_500_000, 10_000_000])).unwrap())
    }

    fn recipient(&mut self) -> SubsidyRecipient {
        if self.below(4) == 0 {
            SubsidyRecipient::Person(Pseudonym::new("p-0123456789abcdef").unwrap())
        } else {
            SubsidyRecipient::Organisation(self.organisation())
        }
    }

    fn share(&mut self) -> SubsidyShare {
        SubsidyShare { organisation: self.organisation(), amount: self.money() }
    }

    fn subsidy_terms(&mut self) -> SubsidyTerms {
        let whole = self.money();
        let own = |any: &mut Self| SubsidyShare { organisation: any.organisation(), amount: whole.clone() };
        let lists = self.below(8);
        SubsidyTerms {
            amount: whole.clone(),
            per_year: if lists == 0 {
                self.many(2, |any| SubsidyYear { year: any.year(), amount: any.money() })
            } else {
                Vec::new()
            },
            partners: match lists {
                1 => self.many(2, Self::share),
                2 => vec![own(self)],
                _ => Vec::new(),
            },
            borne_by: match lists {
                3 => self.many(2, Self::share),
                4 => vec![own(self)],
                _ => Vec::new(),
            },
        }
    }

    pub(crate) fn subsidy_body(&mut self, kind: &str) -> Body {
        let (act, on) = (self.act(), UncertainDate::Unknown);
        match kind {
            "ceiling-set" => Body::CeilingSet(CeilingSet {
                act,
                ceiling: self.id(CeilingId::new, "P"),
                holder: self.stream(),
                name: text("sociale basis"),
                years: self.years(),
                amount: self.money(),
                regulation: None,
                distribution: None,
                published: on,
            }),
            "subsidy-applied" => Body::SubsidyApplied(SubsidyApplied {
                act,
                subsidy: self.subsidy_id(),
                recipient: self.recipient(),
                activities: text("welzijn"),
                years: self.years(),
                amount: self.money(),
                received: on.clone(),
                decide_by: on,
                per_financial_year: self.yes(),
                regulation: None,
            }),
            "subsidy-awarded" => Body::SubsidyAwarded(SubsidyAwarded {
                act,
                subsidy: self.subsidy_id(),
                recipient: self.recipient(),
                activities: text("welzijn"),
                years: self.years(),
                terms: self.subsidy_terms(),
                ceiling: self.maybe(|any| any.id(CeilingId::new, "P")),
                exception: None,
                basis: SubsidyBasis::Unsaid,
                regulation: None,
                expense: ExpenseRule::Awarded,
                budget_reservation: self.yes(),
                per_financial_year: self.yes(),
                notified: on,
            }),
            _ => self.later_body(kind),
        }
    }

    fn later_body(&mut self, kind: &str) -> Body {
        let (act, subsidy, notified) = (self.act(), self.subsidy_id(), UncertainDate::Unknown);
        match kind {
            "subsidy-refused" => Body::SubsidyRefused(SubsidyRefused {
                act,
                subsidy,
                reason: text("vol"),
                ceiling: None,
                notified,
            }),
            "subsidy-amended" => Body::SubsidyAmended(SubsidyAmended {
                act,
                subsidy,
                terms: self.subsidy_terms(),
                ground: self.of(&[
                    AmendmentGround::Circumstances,
                    AmendmentGround::Objection,
                    AmendmentGround::Unsaid,
                ]),
                retroactive: self.yes(),
                reason: None,
                notified,
            }),
            "advance-paid" => Body::AdvancePaid(AdvancePaid { act, subsidy, amount: self.money() }),
            "subsidy-paid" => Body::SubsidyPaid(SubsidyPaid {
                act,
                subsidy,
                amount: self.money(),
                direction: self.of(&[PaymentDirection::ToRecipient, PaymentDirection::FromRecipient]),
            }),
            "payment-suspended" => Body::PaymentSuspended(PaymentSuspended {
                act,
                subsidy,
                resumed: self.yes(),
                reason: None,
                notified,
            }),
            "subsidy-determined" => Body::SubsidyDetermined(SubsidyDetermined {
                act,
                subsidy,
                terms: self.maybe(Self::subsidy_terms),
                ground: self.maybe(|any| {
                    any.of(&[DeterminationGround::ActivitiesNotDone, DeterminationGround::Objection])
                }),
                reason: None,
                notified,
            }),
            "subsidy-withdrawn" => Body::SubsidyWithdrawn(SubsidyWithdrawn {
                act,
                subsidy,
                part: self.of(&[
                    WithdrawnPart::Application,
                    WithdrawnPart::Award,
                    WithdrawnPart::Determination,
                ]),
                retroactive: self.yes(),
                reason: text("op verzoek"),
                notified,
            }),
            "recovery-decided" => Body::RecoveryDecided(RecoveryDecided {
                act,
                subsidy,
                amount: self.money(),
                reason: None,
                notified,
            }),
            "subsidy-listed" => Body::SubsidyListed(SubsidyListed {
                act,
                subsidy,
                register: text("register"),
                recipient: self.maybe(Self::recipient),
                activities: None,
                regulation: None,
                years: self.maybe(Self::years),
                asked: self.maybe(Self::money),
                policy_area: None,
                unit: None,
                periodicity: None,
            }),
            "subsidy-unlisted" => Body::SubsidyUnlisted(SubsidyUnlisted {
                act,
                subsidy,
                register: text("register"),
                reason: None,
            }),
            "notice-given" => Body::NoticeGiven(NoticeGiven {
                act,
                notice: self.id(NoticeId::new, "N"),
                subsidy,
                from: self.year(),
                yearly: self.money(),
                lowered: self.money(),
                term: Length::Months(6),
                notified,
                reason: text("bezuiniging"),
            }),
            "objection-filed" => Body::ObjectionFiled(ObjectionFiled {
                act,
                objection: self.objection_id(),
                subsidy,
                against: ObjectedDecision::Refusal,
                reason: None,
            }),
            _ => Body::ObjectionDecided(ObjectionDecided {
                act,
                objection: self.objection_id(),
                outcome: self.of(&[ObjectionOutcome::Upheld, ObjectionOutcome::Dismissed]),
                reasons: text("daarom"),
            }),
        }
    }
}
