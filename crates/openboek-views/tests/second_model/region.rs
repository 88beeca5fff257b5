//! Contributions and money by kind once more, from the plain list.

use std::collections::{BTreeMap, BTreeSet};

use openboek_rules::amount::{Amount, Sum};
use openboek_rules::statement::{
    Body, ContributionAllocated, ContributionSettled, FundingRole, FundingSource, KeyComponent, MemberShare,
};
use openboek_rules::{Counting, DecisionStatus, Figure, FigureId, Flow};

use super::model::{List, shown_in};

/// What a member, or all of them together, has to do with a contribution, in cents; `None` where nothing is recorded.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub by_key: Option<i64>,
    pub allocated: Option<i64>,
    pub difference: Option<i64>,
    pub advanced: Option<i64>,
    pub settled: Option<i64>,
    pub settlement: Option<i64>,
    pub to_pay: Option<i64>,
}

/// A contribution of a year.
pub struct Contribution {
    pub id: String,
    pub adopted: bool,
    pub total: i64,
    pub members: BTreeMap<String, Share>,
    /// All of them together.
    pub together: Share,
}

/// A figure of money with what was said of it.
pub struct Told<'a> {
    pub figure: &'a Figure,
    pub source: Option<&'a FundingSource>,
    pub counted: bool,
    pub superseded: bool,
}

fn of(shares: &[MemberShare], member: &str) -> Option<i64> {
    shares.iter().find(|share| share.municipality.to_string() == member).map(|share| share.amount.get())
}

/// The shares of a whole by one component, in cents: every member the cents that fit, then one more for those with the largest rest;
/// of equal rests the lowest code goes first.
fn divided(total: i64, component: &KeyComponent) -> BTreeMap<String, i64> {
    let values = || component.values.iter().map(|v| (v.municipality.to_string(), i128::from(v.value)));
    let sum: i128 = values().map(|(_, value)| value).sum();
    let mut parts: Vec<(String, i128, i128)> = values()
        .map(|(code, value)| {
            let times = i128::from(total) * value;
            (code, times.div_euclid(sum), times.rem_euclid(sum))
        })
        .collect();
    let mut left = i128::from(total) - parts.iter().map(|(_, part, _)| part).sum::<i128>();
    parts.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    for part in &mut parts {
        part.1 += left.min(1);
        left -= left.min(1);
    }
    parts.into_iter().map(|(code, part, _)| (code, i64::try_from(part).unwrap())).collect()
}

impl<'a> List<'a> {
    /// The contributions of a year: the adopted allocation, or the last that was proposed.
    pub fn contributions(&self, year: i64) -> Vec<Contribution> {
        let mut stands: BTreeMap<String, &ContributionAllocated> = BTreeMap::new();
        for event in &self.seen {
            if let Body::ContributionAllocated(b) = &event.statement.body {
                stands.insert(b.contribution.to_string(), b);
            }
        }
        let of_year = stands.into_iter().filter(|(_, b)| i64::from(b.year.get()) == year);
        of_year.map(|(id, body)| self.contribution(id, body)).collect()
    }

    fn contribution(&self, id: String, body: &ContributionAllocated) -> Contribution {
        let advances: Vec<&MemberShare> = self
            .seen
            .iter()
            .filter_map(|event| match &event.statement.body {
                Body::ContributionAdvanced(b) if b.contribution.as_str() == id => Some(&b.shares),
                _ => None,
            })
            .flatten()
            .collect();
        let settled = self.seen.iter().rev().find_map(|event| match &event.statement.body {
            Body::ContributionSettled(b) if b.contribution.as_str() == id => Some(b),
            _ => None,
        });
        let by_key = self.by_key(body);
        let in_the_end = settled.map_or(&[][..], |b| b.shares.as_slice());
        let named = body.shares.iter().chain(in_the_end).chain(advances.iter().copied());
        let codes: BTreeSet<String> = named
            .map(|share| share.municipality.to_string())
            .chain(by_key.iter().flatten().map(|(code, _)| code.clone()))
            .collect();
        let adopted = body.status == DecisionStatus::Adopted;
        let one = |code: &String| share(code, body, &advances, settled, by_key.as_ref(), adopted);
        let members: BTreeMap<String, Share> = codes.iter().map(|code| (code.clone(), one(code))).collect();
        let together = together(&members);
        Contribution { id, adopted, total: body.total.get(), members, together }
    }

    /// What each member pays by the key; all keys here have one component and divide the whole.
    fn by_key(&self, body: &ContributionAllocated) -> Option<BTreeMap<String, i64>> {
        let used = body.key.as_ref()?;
        let set = self.seen.iter().find_map(|event| match &event.statement.body {
            Body::AllocationKeySet(b) if b.key == used.key && b.version == used.version => Some(b),
            _ => None,
        })?;
        Some(divided(body.total.get(), &set.components[0]))
    }

    /// The figures of a year of which money or a successor is told.
    pub fn money(&self, year: i64) -> Vec<Told<'a>> {
        let told = self.own().filter_map(|event| match &event.statement.body {
            Body::BudgetLineIndicated(b) => Some((&b.figure, None, None)),
            Body::FundingIndicated(b) => Some((&b.figure, Some(&b.role), b.money.as_ref())),
            Body::FundingSuperseded(b) => Some((&b.figure, Some(&b.role), Some(&b.source))),
            Body::FundingGranted(b) => Some((&b.figure, None, Some(&b.source))),
            _ => None,
        });
        told.filter(|(figure, ..)| shown_in(figure, year))
            .map(|(figure, role, source)| {
                let superseded = self.is_superseded(&figure.figure);
                let ours = !matches!(
                    role,
                    Some(FundingRole::MacroBudget | FundingRole::Context | FundingRole::ReductionOf(_))
                );
                let flows = matches!(figure.flow, Flow::Income | Flow::Expenditure | Flow::Means);
                let counted = ours && flows && !superseded && figure.counting == Counting::Counted;
                Told { figure, source, counted, superseded }
            })
            .collect()
    }

    fn is_superseded(&self, figure: &FigureId) -> bool {
        self.own().any(|later| match &later.statement.body {
            Body::FundingSuperseded(b) => b.supersedes == *figure,
            Body::FundingGranted(b) => b.supersedes.as_ref() == Some(figure),
            _ => false,
        })
    }
}

/// The sum of what counts, of those that are chosen.
pub fn counted(told: &[Told<'_>], chosen: impl Fn(&FundingSource) -> bool) -> Sum {
    let found: Vec<Amount> = told
        .iter()
        .filter(|one| one.counted && one.source.is_some_and(&chosen))
        .map(|one| one.figure.amount.clone())
        .collect();
    Sum::of(&found).expect("small amounts")
}

fn share(
    code: &str,
    body: &ContributionAllocated,
    advances: &[&MemberShare],
    settled: Option<&ContributionSettled>,
    by_key: Option<&BTreeMap<String, i64>>,
    adopted: bool,
) -> Share {
    let allocated = of(&body.shares, code);
    let paid: Vec<i64> = advances
        .iter()
        .filter(|share| share.municipality.to_string() == code)
        .map(|share| share.amount.get())
        .collect();
    let advanced = (!paid.is_empty()).then(|| paid.iter().sum());
    // Whom the settlement does not name owes nothing in the end.
    let in_the_end = settled.map(|b| of(&b.shares, code).unwrap_or(0));
    let zero = |amount: Option<i64>| amount.unwrap_or(0);
    Share {
        by_key: by_key.and_then(|amounts| amounts.get(code).copied()),
        allocated,
        difference: by_key.map(|amounts| zero(allocated) - zero(amounts.get(code).copied())),
        advanced,
        settled: in_the_end,
        settlement: in_the_end.map(|end| end - zero(allocated)),
        to_pay: adopted.then(|| zero(in_the_end.or(allocated)) - zero(advanced)),
    }
}

/// The members added up, column by column.
fn together(members: &BTreeMap<String, Share>) -> Share {
    let sum = |of: fn(&Share) -> Option<i64>| {
        let found: Vec<i64> = members.values().filter_map(of).collect();
        (!found.is_empty()).then(|| found.iter().sum::<i64>())
    };
    Share {
        by_key: sum(|share| share.by_key),
        allocated: sum(|share| share.allocated),
        difference: sum(|share| share.difference),
        advanced: sum(|share| share.advanced),
        settled: sum(|share| share.settled),
        settlement: sum(|share| share.settlement),
        to_pay: sum(|share| share.to_pay),
    }
}
