//! Subsidies once more, from the plain list: what is due is read back from the last decision, and each of the three amounts per year
//! (domain 6.3) from the differences that the decisions of that year make.

use openboek_rules::amount::{Amount, Sum};
use openboek_rules::statement::{Body, ExpenseRule, PaymentDirection, SubsidyTerms};
use openboek_rules::{Cents, UncertainDate, YearSpan};
use openboek_views::RecordedEvent;

use super::model::List;

/// What a subsidy came to.
#[derive(Clone, Copy)]
enum Due<'a> {
    /// Only applied for.
    Asked,
    /// Refused or withdrawn; whether that works back to before the decision.
    Nothing { from_the_start: bool },
    /// Awarded, and not fixed.
    Award(&'a SubsidyTerms),
    /// Fixed.
    Fixed(&'a SubsidyTerms),
}

impl<'a> Due<'a> {
    /// After these steps: the last decision says it, or leaves it to the one before.
    fn after(steps: &[&'a RecordedEvent]) -> Self {
        let Some((last, before)) = steps.split_last() else { return Self::Asked };
        match &last.statement.body {
            Body::SubsidyAwarded(b) => Self::Award(&b.terms),
            Body::SubsidyAmended(b) => match Self::after(before) {
                fixed @ Self::Fixed(_) => fixed,
                _ => Self::Award(&b.terms),
            },
            Body::SubsidyDetermined(b) => match &b.terms {
                Some(terms) => Self::Fixed(terms),
                None => award(before).map_or(Self::Asked, Self::Award),
            },
            Body::SubsidyRefused(_) => Self::Nothing { from_the_start: true },
            Body::SubsidyWithdrawn(b) => Self::Nothing { from_the_start: b.retroactive },
            _ => Self::after(before),
        }
    }

    fn amount(self) -> Option<Amount> {
        match self {
            Self::Award(terms) | Self::Fixed(terms) => Some(terms.amount.clone()),
            Self::Asked | Self::Nothing { .. } => None,
        }
    }
}

/// The last award or change of it.
fn award<'a>(steps: &[&'a RecordedEvent]) -> Option<&'a SubsidyTerms> {
    steps.iter().rev().find_map(|step| match &step.statement.body {
        Body::SubsidyAwarded(b) => Some(&b.terms),
        Body::SubsidyAmended(b) => Some(&b.terms),
        _ => None,
    })
}

fn about(body: &Body) -> Option<&str> {
    Some(match body {
        Body::SubsidyApplied(b) => b.subsidy.as_str(),
        Body::SubsidyAwarded(b) => b.subsidy.as_str(),
        Body::SubsidyRefused(b) => b.subsidy.as_str(),
        Body::SubsidyAmended(b) => b.subsidy.as_str(),
        Body::AdvancePaid(b) => b.subsidy.as_str(),
        Body::SubsidyPaid(b) => b.subsidy.as_str(),
        Body::SubsidyDetermined(b) => b.subsidy.as_str(),
        Body::SubsidyWithdrawn(b) => b.subsidy.as_str(),
        _ => return None,
    })
}

/// The calendar year of a date, when it leaves only one.
fn year_of(date: &UncertainDate) -> Option<i64> {
    let (first, last) = (date.earliest()?.year(), date.latest()?.year());
    (first == last).then_some(i64::from(first))
}

/// Amounts with the year they fall in; `None` where a date leaves that open.
pub type ByYear = Vec<(Option<i64>, Amount)>;

/// What falls in the years that are chosen.
pub fn in_years(amounts: &ByYear, chosen: impl Fn(Option<i64>) -> bool) -> Sum {
    let found: Vec<Amount> =
        amounts.iter().filter(|(year, _)| chosen(*year)).map(|(_, amount)| amount.clone()).collect();
    Sum::of(&found).expect("small amounts")
}

/// What was awarded under a ceiling.
pub struct Ceiling {
    pub amount: Amount,
    pub within: Sum,
    pub above: Sum,
    pub left: Sum,
}

impl<'a> List<'a> {
    /// The steps of a subsidy since it is known here.
    fn steps(&self, subsidy: &str) -> Vec<&'a RecordedEvent> {
        let begins = |event: &&RecordedEvent| {
            let body = &event.statement.body;
            matches!(body, Body::SubsidyApplied(_) | Body::SubsidyAwarded(_)) && about(body) == Some(subsidy)
        };
        let since = self.own().find(begins).map_or(u64::MAX, |event| event.index);
        let ours =
            |event: &&RecordedEvent| event.index >= since && about(&event.statement.body) == Some(subsidy);
        self.seen.iter().copied().filter(ours).collect()
    }

    /// The subsidies that are known here.
    pub fn subsidies(&self) -> Vec<String> {
        let named = self.own().filter_map(|event| match &event.statement.body {
            Body::SubsidyApplied(b) => Some(b.subsidy.to_string()),
            Body::SubsidyAwarded(b) => Some(b.subsidy.to_string()),
            _ => None,
        });
        named.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    /// The years that the last application or award is for.
    pub fn years_of(&self, subsidy: &str) -> YearSpan {
        let said = self.steps(subsidy).into_iter().rev().find_map(|step| match &step.statement.body {
            Body::SubsidyApplied(b) => Some(b.years),
            Body::SubsidyAwarded(b) => Some(b.years),
            _ => None,
        });
        said.expect("a subsidy begins with one of them")
    }

    /// Whether it was ever awarded or fixed, so that money is due or was.
    pub fn has_ledgers(&self, subsidy: &str) -> bool {
        let steps = self.steps(subsidy);
        award(&steps).is_some() || matches!(Due::after(&steps), Due::Fixed(_))
    }

    /// What the award comes to now: nothing once it is refused or withdrawn, `None` before there is one.
    pub fn awarded(&self, subsidy: &str) -> Option<Amount> {
        let steps = self.steps(subsidy);
        let award = award(&steps)?;
        let ended = matches!(Due::after(&steps), Due::Nothing { .. });
        Some(if ended { Amount::Exact(Cents::ZERO) } else { award.amount.clone() })
    }

    /// What it is fixed at.
    pub fn fixed(&self, subsidy: &str) -> Option<Amount> {
        match Due::after(&self.steps(subsidy)) {
            Due::Fixed(terms) => Some(terms.amount.clone()),
            _ => None,
        }
    }

    /// What every decision made of what is due: the difference with what was due before it, in the year it was taken.
    pub fn commitment(&self, subsidy: &str) -> ByYear {
        let steps = self.steps(subsidy);
        let mut amounts = ByYear::new();
        for (place, step) in steps.iter().enumerate() {
            let (before, after) = (Due::after(&steps[..place]), Due::after(&steps[..=place]));
            let decides = match &step.statement.body {
                Body::SubsidyAmended(_) => !matches!(before, Due::Fixed(_)),
                Body::SubsidyApplied(_) | Body::AdvancePaid(_) | Body::SubsidyPaid(_) => false,
                _ => true,
            };
            if decides {
                let year = year_of(&step.statement.body.act().date);
                amounts.extend(before.amount().map(|amount| (year, amount.negated())));
                amounts.extend(after.amount().map(|amount| (year, amount)));
            }
        }
        amounts
    }

    /// The years the money is spent in, as far as the decisions say: unknown in every year where they do not.
    pub fn expense(&self, subsidy: &str) -> ByYear {
        let steps = self.steps(subsidy);
        let years: Vec<i64> = self.years_of(subsidy).years().map(|year| i64::from(year.get())).collect();
        let rule = steps.iter().rev().find_map(|step| match &step.statement.body {
            Body::SubsidyAwarded(b) => Some(b.expense),
            _ => None,
        });
        let known = match (Due::after(&steps), rule.unwrap_or(ExpenseRule::Performed)) {
            (Due::Nothing { from_the_start: true }, _) => return ByYear::new(),
            (Due::Fixed(terms), ExpenseRule::Awarded | ExpenseRule::Performed)
            | (Due::Award(terms), ExpenseRule::Awarded) => Some(terms),
            _ => None,
        };
        let parts = known.and_then(|terms| match (terms.per_year.as_slice(), years.as_slice()) {
            ([], [only]) => Some(vec![(Some(*only), terms.amount.clone())]),
            ([], [first, ..]) if terms.amount == Amount::Exact(Cents::ZERO) => {
                Some(vec![(Some(*first), terms.amount.clone())])
            }
            ([], _) => None,
            (parts, _) => Some(
                parts.iter().map(|part| (Some(i64::from(part.year.get())), part.amount.clone())).collect(),
            ),
        });
        let open = || Amount::Unknown { reason: crate::support::build::text("open"), promised: None };
        parts.unwrap_or_else(|| years.into_iter().map(|year| (Some(year), open())).collect())
    }

    /// Money that moved, in the year it moved.
    pub fn cash(&self, subsidy: &str) -> ByYear {
        let moved = self.steps(subsidy).into_iter().filter_map(|step| {
            let amount = match &step.statement.body {
                Body::AdvancePaid(b) => b.amount.clone(),
                Body::SubsidyPaid(b) if b.direction == PaymentDirection::FromRecipient => b.amount.negated(),
                Body::SubsidyPaid(b) => b.amount.clone(),
                _ => return None,
            };
            Some((year_of(&step.statement.body.act().date), amount))
        });
        moved.collect()
    }

    /// The ceilings of a year, by name, with what their last amount leaves.
    pub fn ceilings(&self, year: i64) -> Vec<(String, Ceiling)> {
        let mut found: Vec<(String, Ceiling)> = Vec::new();
        for event in self.own() {
            let Body::CeilingSet(first) = &event.statement.body else { continue };
            let name = first.ceiling.to_string();
            let years = (i64::from(first.years.first().get()), i64::from(first.years.last().get()));
            if found.iter().any(|(known, _)| *known == name) || year < years.0 || years.1 < year {
                continue;
            }
            let later = self.seen.iter().rev().find_map(|later| match &later.statement.body {
                Body::CeilingSet(b) if b.ceiling == first.ceiling => Some(b.amount.clone()),
                _ => None,
            });
            let ceiling = self.under(&name, event.index, later.expect("it was set"));
            found.push((name, ceiling));
        }
        found
    }

    /// Each subsidy whose last award names the ceiling counts once; with an exception it does not use the ceiling up.
    fn under(&self, name: &str, since: u64, amount: Amount) -> Ceiling {
        let (mut within, mut above) = (Vec::new(), Vec::new());
        for subsidy in self.subsidies() {
            let last = self.steps(&subsidy).into_iter().rev().find_map(|step| match &step.statement.body {
                Body::SubsidyAwarded(b) => Some((step.index, b)),
                _ => None,
            });
            let Some((_, last)) = last.filter(|(index, b)| {
                *index > since && b.ceiling.as_ref().is_some_and(|ceiling| ceiling.as_str() == name)
            }) else {
                continue;
            };
            let side = if last.exception.is_some() { &mut above } else { &mut within };
            side.extend(self.awarded(&subsidy));
        }
        let sum = |amounts: &[Amount]| Sum::of(amounts).expect("small amounts");
        let parts: Vec<Amount> =
            std::iter::once(amount.clone()).chain(within.iter().map(Amount::negated)).collect();
        Ceiling { amount, within: sum(&within), above: sum(&above), left: sum(&parts) }
    }
}
