//! The amounts that a statement says, each under a name: what a correction of it is compared by.

use openboek_rules::statement::{
    Bearer, Body, BudgetLine, ContributionAllocated, CutPart, Extent, LineKey, MemberShare, ReserveChanged,
    SubsidyTerms,
};
use openboek_rules::{Amount, BudgetYear, Cents, OrganisationId};

/// What a figure of a statement is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Name {
    /// A line of a budget.
    Line(LineKey),
    /// A part of a divided cut.
    Bearer(Bearer),
    /// An identifier.
    Id(String),
    /// The part of a year.
    Year(String, BudgetYear),
    /// The part of an organisation or of a member.
    Organisation(String, OrganisationId),
    /// A part with a name of its own.
    Part(String, String),
    /// One of several amounts of the same thing.
    Of(String, Which),
}

/// Which of several amounts of the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Which {
    /// A year's subsidy so far.
    YearlyOld,
    /// A year's subsidy as it will be.
    YearlyNew,
    /// Into a reserve.
    Added,
    /// Out of a reserve.
    Withdrawn,
    /// What was in it.
    Opening,
    /// What is left in it.
    Closing,
}

/// The amounts of a statement, by name.
pub(crate) fn figures(body: &Body) -> Vec<(Name, Amount)> {
    let part = |name: &dyn ToString, extent: &Extent| match extent {
        Extent::Full => Vec::new(),
        Extent::Partial(amount) => one(name, amount),
    };
    match body {
        Body::FundingIndicated(b) => one(&b.figure.figure, &b.figure.amount),
        Body::FundingSuperseded(b) => one(&b.figure.figure, &b.figure.amount),
        Body::FundingGranted(b) => one(&b.figure.figure, &b.figure.amount),
        Body::BudgetLineIndicated(b) => one(&b.figure.figure, &b.figure.amount),
        Body::BudgetAdopted(b) => lines(&b.lines),
        Body::BudgetDrafted(b) => lines(&b.lines),
        Body::ActualsReported(b) => lines(&b.lines),
        Body::AccountsAdopted(b) => lines(&b.lines),
        Body::BudgetAmended(b) => {
            b.lines.iter().map(|l| (Name::Line(l.key.clone()), Amount::Exact(l.new))).collect()
        }
        Body::ReserveChanged(b) => reserve(b),
        Body::CutAnnounced(b) => one(&b.terms.cut, &b.terms.amount),
        Body::CutAdopted(b) => one(&b.terms.cut, &b.terms.amount),
        Body::CutAmended(b) => one(&b.cut, &b.amount),
        Body::CutRealised(b) => one(&b.cut, &b.amount),
        Body::CutShifted(b) => one(&b.cut, &b.amount),
        Body::CutSuspended(b) => part(&b.cut, &b.extent),
        Body::CutResumed(b) => part(&b.cut, &b.extent),
        Body::CutWithdrawn(b) => part(&b.cut, &b.extent),
        Body::CutAllocated(b) => b.parts.iter().map(of_part).collect(),
        Body::ExperimentStarted(b) => one(&b.experiment, &b.amount),
        other => of_region_or_subsidy(other),
    }
}

fn of_region_or_subsidy(body: &Body) -> Vec<(Name, Amount)> {
    match body {
        Body::ContributionAllocated(b) => allocated(b),
        Body::ContributionAdvanced(b) => shares(&b.contribution, &b.shares),
        Body::ContributionSettled(b) => {
            let mut all = one(&b.contribution, &Amount::Exact(b.total));
            all.extend(shares(&b.contribution, &b.shares));
            all
        }
        Body::CeilingSet(b) => one(&b.ceiling, &b.amount),
        Body::SubsidyApplied(b) => one(&b.subsidy, &b.amount),
        Body::SubsidyAwarded(b) => terms(&b.subsidy, &b.terms),
        Body::SubsidyAmended(b) => terms(&b.subsidy, &b.terms),
        Body::SubsidyDetermined(b) => {
            b.terms.as_ref().map_or_else(Vec::new, |fixed| terms(&b.subsidy, fixed))
        }
        Body::AdvancePaid(b) => one(&b.subsidy, &b.amount),
        Body::SubsidyPaid(b) => one(&b.subsidy, &b.amount),
        Body::RecoveryDecided(b) => one(&b.subsidy, &b.amount),
        Body::NoticeGiven(b) => vec![
            (Name::Of(b.notice.to_string(), Which::YearlyOld), b.yearly.clone()),
            (Name::Of(b.notice.to_string(), Which::YearlyNew), b.lowered.clone()),
        ],
        _ => Vec::new(),
    }
}

fn one(name: &dyn ToString, amount: &Amount) -> Vec<(Name, Amount)> {
    vec![(Name::Id(name.to_string()), amount.clone())]
}

fn lines(lines: &[BudgetLine]) -> Vec<(Name, Amount)> {
    lines.iter().map(|line| (Name::Line(line.key.clone()), Amount::Exact(line.amount))).collect()
}

fn of_part(part: &CutPart) -> (Name, Amount) {
    (Name::Bearer(part.bearer.clone()), part.amount.clone())
}

fn reserve(body: &ReserveChanged) -> Vec<(Name, Amount)> {
    let of = |which, cents: Cents| (Name::Of(body.reserve.to_string(), which), Amount::Exact(cents));
    let stands = [(Which::Opening, body.opening), (Which::Closing, body.closing)];
    let moved = [of(Which::Added, body.added), of(Which::Withdrawn, body.withdrawn)];
    moved.into_iter().chain(stands.into_iter().filter_map(|(which, cents)| Some(of(which, cents?)))).collect()
}

fn shares(of: &dyn ToString, shares: &[MemberShare]) -> Vec<(Name, Amount)> {
    let name = |share: &MemberShare| Name::Organisation(of.to_string(), share.municipality.into());
    shares.iter().map(|share| (name(share), Amount::Exact(share.amount))).collect()
}

fn allocated(body: &ContributionAllocated) -> Vec<(Name, Amount)> {
    let mut all = one(&body.contribution, &Amount::Exact(body.total));
    let name = |part: &dyn ToString| Name::Part(body.contribution.to_string(), part.to_string());
    all.extend(body.parts.iter().map(|part| (name(&part.description), Amount::Exact(part.amount))));
    all.extend(shares(&body.contribution, &body.shares));
    all
}

/// The whole, and its parts by year, partner and municipality.
fn terms(of: &dyn ToString, terms: &SubsidyTerms) -> Vec<(Name, Amount)> {
    let mut all = one(of, &terms.amount);
    all.extend(
        terms.per_year.iter().map(|part| (Name::Year(of.to_string(), part.year), part.amount.clone())),
    );
    let shares = terms.partners.iter().chain(&terms.borne_by);
    all.extend(
        shares.map(|share| {
            (Name::Organisation(of.to_string(), share.organisation.clone()), share.amount.clone())
        }),
    );
    all
}
