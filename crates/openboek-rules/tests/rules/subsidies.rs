//! Reads statements about subsidies, notices and objections.

use openboek_rules::law::Length;
use openboek_rules::statement::*;
use openboek_rules::{
    Act, CeilingId, NoticeId, ObjectionId, OrganisationId, Pseudonym, Stream, SubsidyId, UncertainDate,
};

use crate::words::*;

/// The kinds that are read here.
pub(crate) fn reads(kind: &str) -> bool {
    let known = ["ceiling", "subsidy", "advance", "payment", "recovery", "notice", "objection"];
    kind.split('-').next().is_some_and(|group| known.contains(&group))
}

pub(crate) fn body(kind: &str, act: Act, f: &Fields<'_>) -> Read<Body> {
    match kind {
        "notice-given" | "objection-filed" | "objection-decided" => dispute(kind, act, f),
        "subsidy-awarded" | "subsidy-applied" | "ceiling-set" => start(kind, act, f),
        _ => change(kind, act, f),
    }
}

fn start(kind: &str, act: Act, f: &Fields<'_>) -> Read<Body> {
    Ok(match kind {
        "ceiling-set" => Body::CeilingSet(CeilingSet {
            act,
            ceiling: id(CeilingId::new, f.or("ceiling", "P-1"))?,
            holder: id(Stream::new, f.or("holder", "GM0505"))?,
            name: text(f.or("name", "sociale basis"))?,
            years: years(f.or("years", "2021"))?,
            amount: amount(f.or("amount", "100.000,00"))?,
            regulation: optional_text(f.get("regulation"))?,
            distribution: optional_text(f.get("distribution"))?,
            published: on(f.or("published", "XXXX"))?,
        }),
        "subsidy-applied" => Body::SubsidyApplied(SubsidyApplied {
            act,
            subsidy: subsidy(f)?,
            recipient: recipient(f.or("recipient", "de-kern"))?,
            activities: text(f.or("activities", "welzijnswerk"))?,
            years: years(f.or("years", "2021"))?,
            amount: amount(f.or("amount", "100.000,00"))?,
            received: on(f.or("received", "XXXX"))?,
            decide_by: on(f.or("decide-by", "XXXX"))?,
            per_financial_year: f.has("yearly"),
            regulation: optional_text(f.get("regulation"))?,
        }),
        _ => Body::SubsidyAwarded(SubsidyAwarded {
            act,
            subsidy: subsidy(f)?,
            recipient: recipient(f.or("recipient", "de-kern"))?,
            activities: text(f.or("activities", "welzijnswerk"))?,
            years: years(f.or("years", "2021"))?,
            terms: terms(f)?,
            ceiling: f.get("ceiling").map(|ceiling| id(CeilingId::new, ceiling)).transpose()?,
            exception: f.get("exception").map(exception).transpose()?,
            basis: SubsidyBasis::Regulation,
            regulation: optional_text(f.get("regulation"))?,
            expense: ExpenseRule::Performed,
            budget_reservation: f.has("reservation"),
            per_financial_year: f.has("yearly"),
            notified: on(f.or("notified", "XXXX"))?,
        }),
    })
}

fn change(kind: &str, act: Act, f: &Fields<'_>) -> Read<Body> {
    let (subsidy, notified) = (subsidy(f)?, on(f.or("notified", "XXXX"))?);
    let how_much = || amount(f.or("amount", "22.500,00"));
    let reason = || optional_text(f.get("reason"));
    Ok(match kind {
        "subsidy-refused" => Body::SubsidyRefused(SubsidyRefused {
            act,
            subsidy,
            reason: text(f.or("reason", "het plafond is bereikt"))?,
            ceiling: f.get("ceiling").map(|ceiling| id(CeilingId::new, ceiling)).transpose()?,
            notified,
        }),
        "subsidy-amended" => Body::SubsidyAmended(SubsidyAmended {
            act,
            subsidy,
            terms: terms(f)?,
            ground: choose(
                f.or("ground", "circumstances"),
                &[
                    ("reservation", AmendmentGround::BudgetReservation),
                    ("circumstances", AmendmentGround::Circumstances),
                    ("objection", AmendmentGround::Objection),
                    ("correction", AmendmentGround::Correction),
                    ("unsaid", AmendmentGround::Unsaid),
                ],
            )?,
            retroactive: f.has("retroactive"),
            reason: reason()?,
            notified,
        }),
        "advance-paid" => Body::AdvancePaid(AdvancePaid { act, subsidy, amount: how_much()? }),
        "subsidy-paid" => Body::SubsidyPaid(SubsidyPaid {
            act,
            subsidy,
            amount: how_much()?,
            direction: if f.has("back") {
                PaymentDirection::FromRecipient
            } else {
                PaymentDirection::ToRecipient
            },
        }),
        "payment-suspended" => Body::PaymentSuspended(PaymentSuspended {
            act,
            subsidy,
            resumed: f.has("resumed"),
            reason: reason()?,
            notified,
        }),
        "subsidy-determined" => Body::SubsidyDetermined(SubsidyDetermined {
            act,
            subsidy,
            terms: if f.has("undone") { None } else { Some(terms(f)?) },
            ground: f.get("ground").map(ground).transpose()?,
            reason: reason()?,
            notified,
        }),
        "subsidy-withdrawn" => Body::SubsidyWithdrawn(SubsidyWithdrawn {
            act,
            subsidy,
            part: choose(
                f.or("part", "award"),
                &[
                    ("application", WithdrawnPart::Application),
                    ("award", WithdrawnPart::Award),
                    ("determination", WithdrawnPart::Determination),
                ],
            )?,
            retroactive: f.has("retroactive"),
            reason: text(f.or("reason", "op verzoek"))?,
            notified,
        }),
        "recovery-decided" => Body::RecoveryDecided(RecoveryDecided {
            act,
            subsidy,
            amount: how_much()?,
            reason: reason()?,
            notified,
        }),
        "subsidy-listed" => Body::SubsidyListed(SubsidyListed {
            act,
            subsidy,
            register: text(f.or("register", "subsidieregister"))?,
            recipient: f.get("recipient").map(recipient).transpose()?,
            activities: optional_text(f.get("activities"))?,
            regulation: optional_text(f.get("regulation"))?,
            years: f.get("years").map(years).transpose()?,
            asked: f.get("asked").map(amount).transpose()?,
            policy_area: optional_text(f.get("area"))?,
            unit: optional_text(f.get("unit"))?,
            periodicity: f.has("periodic").then_some(Periodicity::Periodic),
        }),
        "subsidy-unlisted" => Body::SubsidyUnlisted(SubsidyUnlisted {
            act,
            subsidy,
            register: text(f.or("register", "subsidieregister"))?,
            reason: reason()?,
        }),
        other => return Err(format!("{other} is no kind of statement")),
    })
}

fn dispute(kind: &str, act: Act, f: &Fields<'_>) -> Read<Body> {
    let objection = || id(ObjectionId::new, f.or("objection", "B-1"));
    Ok(match kind {
        "notice-given" => Body::NoticeGiven(NoticeGiven {
            act,
            notice: id(NoticeId::new, f.or("notice", "N-1"))?,
            subsidy: subsidy(f)?,
            from: year(f.or("from", "2022"))?,
            yearly: amount(f.or("yearly", "120.000,00"))?,
            lowered: amount(f.or("lowered", "96.000,00"))?,
            term: Length::Months(6),
            notified: on(f.or("notified", "XXXX"))?,
            reason: text(f.or("reason", "bezuiniging"))?,
        }),
        "objection-filed" => Body::ObjectionFiled(ObjectionFiled {
            act,
            objection: objection()?,
            subsidy: subsidy(f)?,
            against: ObjectedDecision::Refusal,
            reason: optional_text(f.get("reason"))?,
        }),
        _ => Body::ObjectionDecided(ObjectionDecided {
            act,
            objection: objection()?,
            outcome: choose(
                f.or("outcome", "upheld"),
                &[("upheld", ObjectionOutcome::Upheld), ("dismissed", ObjectionOutcome::Dismissed)],
            )?,
            reasons: text(f.or("reasons", "de motivering was te mager"))?,
        }),
    })
}

fn on(value: &str) -> Read<UncertainDate> {
    id(UncertainDate::parse, value)
}

fn subsidy(f: &Fields<'_>) -> Read<SubsidyId> {
    id(SubsidyId::new, f.or("subsidy", "S-1"))
}

/// An organisation, or the pseudonym of a person.
fn recipient(value: &str) -> Read<SubsidyRecipient> {
    if value == "unsaid" {
        Ok(SubsidyRecipient::Unsaid)
    } else if value.starts_with("p-") {
        id(Pseudonym::new, value).map(SubsidyRecipient::Person)
    } else {
        id(OrganisationId::new, value).map(SubsidyRecipient::Organisation)
    }
}

/// `amount`, with `in 2021 = …`, `partner de-kern = …` and `borne-by GM0505 = …`.
fn terms(f: &Fields<'_>) -> Read<SubsidyTerms> {
    let per_year = f.all("in").into_iter().map(|part| {
        let (of, part) = part.split_once(" = ").ok_or("a year without an amount")?;
        Ok(SubsidyYear { year: year(of)?, amount: amount(part)? })
    });
    Ok(SubsidyTerms {
        amount: amount(f.or("amount", "100.000,00"))?,
        per_year: per_year.collect::<Read<_>>()?,
        partners: f.all("partner").into_iter().map(share).collect::<Read<_>>()?,
        borne_by: f.all("borne-by").into_iter().map(share).collect::<Read<_>>()?,
    })
}

/// `de-kern = 1,00`.
fn share(value: &str) -> Read<SubsidyShare> {
    let (organisation, part) = value.split_once(" = ").ok_or("a share without an amount")?;
    Ok(SubsidyShare { organisation: id(OrganisationId::new, organisation)?, amount: amount(part)? })
}

fn exception(value: &str) -> Read<CeilingException> {
    choose(value, &[("term", CeilingException::ReasonableTerm), ("court", CeilingException::CourtOrder)])
}

fn ground(value: &str) -> Read<DeterminationGround> {
    choose(
        value,
        &[
            ("not-done", DeterminationGround::ActivitiesNotDone),
            ("obligations", DeterminationGround::ObligationsNotMet),
            ("afterwards", DeterminationGround::ChangedAfterwards),
            ("objection", DeterminationGround::Objection),
            ("correction", DeterminationGround::Correction),
            ("unsaid", DeterminationGround::Unsaid),
        ],
    )
}
