//! Reads the statements of the region and of funding that is followed in time.

use openboek_rules::act::{Act, DecisionStatus};
use openboek_rules::statement::*;
use openboek_rules::{
    AllocationKeyId, BasisPoints, ContributionId, FigureId, MunicipalityCode, OrganisationId,
};

use crate::statements::{date, document, figure, role};
use crate::words::*;

pub(crate) fn body(kind: &str, act: Act, f: &Fields<'_>) -> Read<Body> {
    Ok(match kind {
        "allocation-key-set" => Body::AllocationKeySet(AllocationKeySet {
            act,
            key: id(AllocationKeyId::new, f.or("key", "inwoners"))?,
            version: number(f.or("version", "1"))?,
            description: text(f.or("text", "naar inwoners"))?,
            years: years(f.or("years", "2020-2025"))?,
            components: f.all("component").into_iter().map(component).collect::<Read<_>>()?,
            rounding: Rounding::LargestRemainderByCode,
            leading: choose(
                f.or("leading", "whole"),
                &[("whole", LeadingLevel::Whole), ("parts", LeadingLevel::Parts)],
            )?,
        }),
        "contribution-allocated" => Body::ContributionAllocated(ContributionAllocated {
            act,
            contribution: contribution(f)?,
            description: text(f.or("text", "sociale dienst"))?,
            year: year(f.or("year", "2020"))?,
            status: choose(
                f.or("status", "adopted"),
                &[("proposed", DecisionStatus::Proposed), ("adopted", DecisionStatus::Adopted)],
            )?,
            total: cents(f.or("total", "0,00"))?,
            parts: f.all("part").into_iter().map(part).collect::<Read<_>>()?,
            key: key_opt(f)?,
            shares: shares(f)?,
        }),
        "contribution-advanced" => Body::ContributionAdvanced(ContributionAdvanced {
            act,
            contribution: contribution(f)?,
            term: number(f.or("term", "1"))?,
            shares: shares(f)?,
        }),
        "contribution-settled" => Body::ContributionSettled(ContributionSettled {
            act,
            contribution: contribution(f)?,
            reason: choose(
                f.or("reason", "accounts"),
                &[
                    ("accounts", SettlementReason::Accounts),
                    ("corrected-input", SettlementReason::CorrectedInput),
                ],
            )?,
            explanation: optional_text(f.get("text"))?,
            total: cents(f.or("total", "0,00"))?,
            key: key_opt(f)?,
            shares: shares(f)?,
        }),
        "inhabitants-counted" => Body::InhabitantsCounted(InhabitantsCounted {
            act,
            reference_date: date(f.or("on", "2025-01-01"))?,
            counts: f.all("count").into_iter().map(count).collect::<Read<_>>()?,
        }),
        "framework-sent" => Body::FrameworkSent(FrameworkSent {
            act,
            year: year(f.or("year", "2020"))?,
            provisional_accounts: !f.has("without-accounts"),
            to: ids(MunicipalityCode::new, &f.list("to"))?,
        }),
        "budget-sent-to-supervisor" => Body::BudgetSentToSupervisor(BudgetSentToSupervisor {
            act,
            year: year(f.or("year", "2020"))?,
            paper: choose(
                f.or("paper", "budget"),
                &[("budget", SupervisedPaper::Budget), ("accounts", SupervisedPaper::Accounts)],
            )?,
            adopted_on: date(f.or("adopted", "XXXX"))?,
            supervisor: id(OrganisationId::new, f.or("supervisor", "provincie"))?,
        }),
        "member-left" => Body::MemberLeft(MemberLeft {
            act,
            municipality: id(MunicipalityCode::new, f.or("member", ""))?,
            until: date(f.or("until", "XXXX"))?,
            merged_into: ids(MunicipalityCode::new, &f.list("merged-into"))?,
            terms: optional_text(f.get("terms"))?,
        }),
        "arrangement-succeeded" => Body::ArrangementSucceeded(ArrangementSucceeded {
            act,
            succession: choose(
                f.or("as", "succeeded-by"),
                &[("succeeded-by", Succession::SucceededBy), ("succeeds", Succession::Succeeds)],
            )?,
            other: text(f.or("other", "GR Sociaal"))?,
            other_log: optional_text(f.get("log"))?,
            from: date(f.or("from", "XXXX"))?,
        }),
        "funding-superseded" => {
            let role = role(f)?;
            Body::FundingSuperseded(FundingSuperseded {
                act,
                figure: figure(f)?,
                role,
                source: money(f.or("money", "general-grant free"))?,
                supersedes: id(FigureId::new, f.or("supersedes", "A01"))?,
            })
        }
        "funding-granted" => Body::FundingGranted(FundingGranted {
            act,
            figure: figure(f)?,
            source: money(f.or("money", "specific-grant statutory"))?,
            supersedes: f.get("supersedes").map(|earlier| id(FigureId::new, earlier)).transpose()?,
        }),
        other => return Err(format!("{other} is no kind of statement")),
    })
}

fn number(value: &str) -> Read<u32> {
    value.parse().map_err(|_| format!("{value} is no number"))
}

fn contribution(f: &Fields<'_>) -> Read<ContributionId> {
    id(ContributionId::new, f.or("contribution", "B20"))
}

/// The contribution that a budget line is about.
pub(crate) fn contribution_opt(f: &Fields<'_>) -> Read<Option<ContributionId>> {
    f.get("contribution").map(|contribution| id(ContributionId::new, contribution)).transpose()
}

/// `GM0505 = 122.847`.
fn count(value: &str) -> Read<InhabitantCount> {
    let (code, inhabitants) = value.split_once(" = ").ok_or_else(|| format!("{value} is no count"))?;
    let inhabitants = inhabitants.replace('.', "").parse().map_err(|_| format!("{value} is no count"))?;
    Ok(InhabitantCount { municipality: id(MunicipalityCode::new, code)?, inhabitants })
}

/// `inhabitants 100 %: GM0482 20247, GM0505 122847`.
fn component(value: &str) -> Read<KeyComponent> {
    let bad = || format!("{value} is no component of a key");
    let (head, values) = value.split_once(" %: ").ok_or_else(bad)?;
    let (basis, weight) = head.split_once(' ').ok_or_else(bad)?;
    let weight: i32 = weight.parse().map_err(|_| bad())?;
    let value = |value: &str| -> Read<KeyValue> {
        let (code, value) = value.split_once(' ').ok_or_else(bad)?;
        let value = value.replace('.', "").parse().map_err(|_| bad())?;
        Ok(KeyValue { municipality: id(MunicipalityCode::new, code)?, value })
    };
    Ok(KeyComponent {
        basis: choose(
            basis,
            &[
                ("inhabitants", KeyBasis::Inhabitants),
                ("use", KeyBasis::ActualUse),
                ("equal", KeyBasis::EqualParts),
            ],
        )?,
        description: None,
        weight: BasisPoints::new(weight * 100).ok_or_else(bad)?,
        reference_date: date("2019-01-01")?,
        source: document("bevolking op 1 januari", None)?,
        values: values.split(", ").map(value).collect::<Read<_>>()?,
    })
}

/// `inwoners 1`: a key and its version.
fn key_opt(f: &Fields<'_>) -> Read<Option<KeyVersion>> {
    let Some(value) = f.get("key") else { return Ok(None) };
    let (key, version) = value.split_once(' ').ok_or("a key without a version")?;
    Ok(Some(KeyVersion { key: id(AllocationKeyId::new, key)?, version: number(version)? }))
}

/// `sociaal domein = 2.000.000,00`.
fn part(value: &str) -> Read<RegionalPart> {
    let (words, amount) = value.split_once(" = ").ok_or("a part without an amount")?;
    Ok(RegionalPart { description: text(words)?, amount: cents(amount)? })
}

/// `GM0505 = 1,00`.
fn shares(f: &Fields<'_>) -> Read<Vec<MemberShare>> {
    let share = |value: &str| -> Read<MemberShare> {
        let (code, amount) = value.split_once(" = ").ok_or("a share without an amount")?;
        Ok(MemberShare { municipality: id(MunicipalityCode::new, code)?, amount: cents(amount)? })
    };
    f.all("share").into_iter().map(share).collect()
}

/// `general-grant free`, with the circular after it.
pub(crate) fn money(value: &str) -> Read<FundingSource> {
    let mut words = value.splitn(3, ' ');
    let (Some(kind), Some(earmark), circular) = (words.next(), words.next(), words.next()) else {
        return Err(format!("{value} is no kind of money"));
    };
    Ok(FundingSource {
        kind: choose(
            kind,
            &[("general-grant", MoneyKind::GeneralGrant), ("specific-grant", MoneyKind::SpecificGrant)],
        )?,
        earmark: choose(
            earmark,
            &[
                ("free", Earmark::Free),
                ("cluster", Earmark::IndicativeCluster),
                ("statutory", Earmark::Statutory),
            ],
        )?,
        sisa: None,
        circular: circular.map(text).transpose()?,
    })
}
