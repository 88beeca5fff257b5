//! Statements about subsidies for the random histories.

use openboek_rules::law::Length;
use openboek_rules::statement::*;
use openboek_rules::{Act, Amount, CeilingId, NoticeId, ObjectionId, Pseudonym, Stream, SubsidyId};

use super::{Draw, HOLDER};
use crate::support::build::*;

/// The kinds of [`Draw`] that are made here.
pub const KINDS: std::ops::RangeInclusive<u8> = 30..=41;

/// An amount of one of the kinds there are; never below zero.
fn money(draw: &Draw) -> Amount {
    match draw.flags % 8 {
        0 => about(draw.amount, 1000),
        1 => Amount::AtMost(cents(draw.amount)),
        2 => unknown("n.n.b."),
        3 => exact(0),
        _ => exact(draw.amount % 1_000_000),
    }
}

fn subsidy_terms(draw: &Draw) -> SubsidyTerms {
    let whole = |organisation: &str| SubsidyShare { organisation: org(organisation), amount: money(draw) };
    SubsidyTerms {
        amount: money(draw),
        per_year: if draw.flags & 16 == 0 {
            Vec::new()
        } else {
            vec![SubsidyYear { year: year(draw.year), amount: money(draw) }]
        },
        partners: if draw.flags & 32 == 0 { Vec::new() } else { vec![whole("region")] },
        borne_by: if draw.flags & 64 == 0 { Vec::new() } else { vec![whole(HOLDER)] },
    }
}

fn on(draw: &Draw) -> openboek_rules::UncertainDate {
    date(["2024-05-01", "2024-11", "XXXX", "2023-02-28"][usize::from(draw.other)])
}

pub fn body(act: Act, holder: &str, draw: &Draw) -> Body {
    // In different years, and now and then in one that nobody knows: the commitment and the money fall in the year of the act.
    let on_day =
        if draw.amount % 11 == 0 { "XXXX".to_owned() } else { format!("{}-{:02}", draw.year, draw.month) };
    let act = Act { date: date(&on_day), ..act };
    let subsidy = SubsidyId::new(&format!("S-{}", draw.id)).unwrap();
    let ceiling = CeilingId::new(&format!("P-{}", draw.id)).unwrap();
    let (years, notified, yearly) =
        (years(draw.year, draw.year + i64::from(draw.other)), on(draw), draw.flags & 4 != 0);
    let recipient = if draw.id == 0 {
        SubsidyRecipient::Person(Pseudonym::new("p-0123456789abcdef").unwrap())
    } else {
        SubsidyRecipient::Organisation(org("region"))
    };
    let activities = text("welzijnswerk");
    match draw.kind {
        30 => Body::CeilingSet(CeilingSet {
            act,
            ceiling,
            holder: Stream::new(holder).unwrap(),
            name: text("sociale basis"),
            years,
            amount: money(draw),
            regulation: None,
            distribution: None,
            published: notified,
        }),
        31 => Body::SubsidyApplied(SubsidyApplied {
            act,
            subsidy,
            recipient,
            activities,
            years,
            amount: money(draw),
            received: notified.clone(),
            decide_by: date("XXXX"),
            per_financial_year: yearly,
            regulation: None,
        }),
        32..=34 => Body::SubsidyAwarded(SubsidyAwarded {
            act,
            subsidy,
            recipient,
            activities,
            years,
            terms: subsidy_terms(draw),
            ceiling: (draw.flags & 1 == 0).then_some(ceiling),
            exception: (draw.flags & 2 == 0).then_some(CeilingException::CourtOrder),
            basis: [SubsidyBasis::Regulation, SubsidyBasis::Incidental][usize::from(draw.flags & 1)],
            regulation: None,
            expense: [ExpenseRule::Awarded, ExpenseRule::Performed, ExpenseRule::Investment]
                [usize::from(draw.month % 3)],
            budget_reservation: draw.flags & 8 != 0,
            per_financial_year: yearly,
            notified,
        }),
        _ => later(act, draw, subsidy),
    }
}

fn later(act: Act, draw: &Draw, subsidy: SubsidyId) -> Body {
    let (notified, reason) = (on(draw), None);
    let objection = ObjectionId::new(&format!("B-{}", draw.id)).unwrap();
    match draw.kind {
        35 => Body::SubsidyAmended(SubsidyAmended {
            act,
            subsidy,
            terms: subsidy_terms(draw),
            ground: AmendmentGround::BudgetReservation,
            retroactive: false,
            reason,
            notified,
        }),
        36 => Body::AdvancePaid(AdvancePaid { act, subsidy, amount: money(draw) }),
        37 => Body::SubsidyPaid(SubsidyPaid {
            act,
            subsidy,
            amount: money(draw),
            direction: [PaymentDirection::ToRecipient, PaymentDirection::FromRecipient]
                [usize::from(draw.month % 2)],
        }),
        38 => {
            let resumed = draw.flags & 1 == 0;
            Body::PaymentSuspended(PaymentSuspended { act, subsidy, resumed, reason, notified })
        }
        39 => Body::SubsidyDetermined(SubsidyDetermined {
            act,
            subsidy,
            terms: (draw.flags & 7 != 7).then(|| subsidy_terms(draw)),
            ground: draw.month.is_multiple_of(2).then_some(DeterminationGround::Objection),
            reason,
            notified,
        }),
        40 => match draw.month % 5 {
            3 => Body::SubsidyListed(SubsidyListed {
                act,
                subsidy,
                register: text("register"),
                recipient: (draw.flags & 1 == 0).then_some(SubsidyRecipient::Unsaid),
                activities: None,
                regulation: None,
                years: None,
                asked: (draw.flags & 2 == 0).then(|| money(draw)),
                policy_area: None,
                unit: None,
                periodicity: Some(Periodicity::Once),
            }),
            4 => Body::SubsidyUnlisted(SubsidyUnlisted { act, subsidy, register: text("register"), reason }),
            0 => {
                Body::RecoveryDecided(RecoveryDecided { act, subsidy, amount: money(draw), reason, notified })
            }
            1 => Body::SubsidyWithdrawn(SubsidyWithdrawn {
                act,
                subsidy,
                part: WithdrawnPart::Award,
                retroactive: draw.flags & 1 == 0,
                reason: text("op verzoek"),
                notified,
            }),
            _ => Body::SubsidyRefused(SubsidyRefused {
                act,
                subsidy,
                reason: text("vol"),
                ceiling: None,
                notified,
            }),
        },
        _ => match draw.month % 3 {
            0 => Body::NoticeGiven(NoticeGiven {
                act,
                notice: NoticeId::new(&format!("N-{}", draw.id)).unwrap(),
                subsidy,
                from: year(draw.year + 1),
                yearly: money(draw),
                lowered: exact(0),
                term: Length::Months(u16::from(draw.month)),
                notified,
                reason: text("bezuiniging"),
            }),
            1 => Body::ObjectionFiled(ObjectionFiled {
                act,
                objection,
                subsidy,
                against: ObjectedDecision::Award,
                reason,
            }),
            _ => Body::ObjectionDecided(ObjectionDecided {
                act,
                objection,
                outcome: ObjectionOutcome::Upheld,
                reasons: text("daarom"),
            }),
        },
    }
}
