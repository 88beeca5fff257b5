//! The country that is made up: from a seed, the same each time. Sizes and courses are like those of real registers; names are not.

use fastrand::Rng;
use openboek_rules::statement::{
    AdvancePaid, Body, DeterminationGround, ExpenseRule, OrganisationKind, OrganisationRegistered, Statement,
    SubsidyApplied, SubsidyAwarded, SubsidyBasis, SubsidyDetermined, SubsidyRecipient, SubsidyTerms,
};
use openboek_rules::{
    Act, Amount, BudgetYear, Cents, Organ, OrganisationId, Stream, SubsidyId, Text, UncertainDate, YearSpan,
};
use openboek_tests::say;

use crate::Failure;

/// As many municipalities as there were on 1 January 2024.
pub(crate) const MUNICIPALITIES: usize = 342;
/// Members of an arrangement, at most, and of the smallest one: about sixty arrangements.
const MEMBERS: usize = 6;
const SMALLEST: usize = 3;
const YEARS: std::ops::Range<i32> = 2025..2035;
/// The year whose paragraph is read.
pub(crate) const YEAR_READ: i64 = 2030;
/// Who receives subsidies in an arrangement.
const RECIPIENTS: usize = 40;
/// Applied for, awarded, two advances, determined.
const STATEMENTS_PER_SUBSIDY: u64 = 5;

/// An arrangement that is to be recorded.
pub(crate) struct Region {
    pub(crate) name: String,
    /// Members with the statements each makes in a year.
    pub(crate) members: Vec<(String, u64)>,
}

impl Region {
    /// How many statements its history has, without the founding.
    pub(crate) fn statements(&self) -> u64 {
        let years = u64::try_from(YEARS.len()).unwrap_or_default();
        self.members.iter().map(|(_, a_year)| a_year * years).sum::<u64>() + RECIPIENTS as u64
    }
}

/// The arrangements from small to large, until they hold so many statements. A country of ten million is whole; a smaller one is its
/// beginning, so that the small arrangements are the very same in each. The smallest has the three smallest municipalities; of the
/// others each has one that is larger than the one before it had, and small ones.
pub(crate) fn regions(statements: u64) -> Vec<Region> {
    let others = MUNICIPALITIES - SMALLEST;
    let ranks = |number: usize| (number..others).step_by(others.div_ceil(MEMBERS));
    let smallest = (others..MUNICIPALITIES).collect::<Vec<_>>();
    let large_last = (0..others.div_ceil(MEMBERS)).rev().map(|number| ranks(number).collect());
    let mut regions = Vec::new();
    let mut so_far = 0;
    for (number, ranks) in std::iter::once(smallest).chain(large_last).enumerate() {
        let member = |rank: usize| (format!("GM{:04}", rank + 1), statements_a_year(rank));
        let region =
            Region { name: format!("regio-{number}"), members: ranks.into_iter().map(member).collect() };
        so_far += region.statements();
        regions.push(region);
        if so_far >= statements {
            break;
        }
    }
    regions
}

/// The municipality of this rank, the largest being 0: a few large ones and a long tail, one million a year for all together.
fn statements_a_year(rank: usize) -> u64 {
    // Ranks fall off with the power of three halves: 2,385,000 / (rank + 15)^1.5, without a fraction anywhere.
    let place = u64::try_from(rank).unwrap_or(u64::MAX) + 15;
    2_385_000 / (place * place * place).isqrt()
}

/// The statements of an arrangement after its founding, in the order in which they come: year by year, and each member's in turn.
pub(crate) fn history(
    region: &Region,
    seed: u64,
    mut take: impl FnMut(Vec<Statement>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut rng = Rng::with_seed(seed);
    take((0..RECIPIENTS).map(registered).collect::<Result<_, _>>()?)?;
    for year in YEARS {
        for (code, count) in &region.members {
            take(year_of(code, year, *count, &mut rng)?)?;
        }
    }
    Ok(())
}

fn registered(number: usize) -> Result<Statement, Failure> {
    let body = OrganisationRegistered {
        act: act("region", Organ::Executive, "2024-12-01")?,
        organisation: recipient(number)?,
        name: text(&format!("Stichting Voorbeeld {number}"))?,
        kind: OrganisationKind::Provider,
        works_in: Vec::new(),
        partners: Vec::new(),
    };
    Ok(Statement { concerns: vec![Stream::Region], body: Body::OrganisationRegistered(body) })
}

fn year_of(code: &str, year: i32, count: u64, rng: &mut Rng) -> Result<Vec<Statement>, Failure> {
    let mut statements = budget_of(code, year, (count / 50).clamp(1, 12), rng)?;
    let mut number = 0;
    while statements.len() as u64 + STATEMENTS_PER_SUBSIDY <= count {
        statements.extend(subsidy(code, year, number, rng)?);
        number += 1;
        if number % 10 == 0 {
            let id = format!("T-{code}-{year}-{number}");
            let asked = "Het college laat elk kwartaal zien wat er met het geld is gebeurd.";
            statements.push(from_wire(&say::commitment(code, &id, asked))?);
        }
    }
    Ok(statements)
}

/// A budget of thirty lines, and its amendments.
fn budget_of(code: &str, year: i32, amendments: u64, rng: &mut Rng) -> Result<Vec<Statement>, Failure> {
    let fields = ["6.1", "6.21", "6.3", "6.4", "6.5", "6.60", "6.711", "6.712", "6.713", "6.714"];
    let lines = fields.iter().flat_map(|field| (0..3).map(|ahead| (*field, year + ahead)));
    let lines = lines.map(|(field, year)| say::line(field, year, rng.i64(10_000_000..900_000_000)));
    let lines: Vec<_> = lines.collect();
    let mut old = lines[0].amount_cents.ok_or("no amount")?;
    let mut statements = vec![from_wire(&say::budget(code, year, lines))?];
    for number in 1..=u32::try_from(amendments)? {
        let mutation = rng.i64(-90_000..200_000);
        let amendment = say::amendment(code, year, number, "6.1", old, mutation, old + mutation);
        statements.push(from_wire(&amendment)?);
        old += mutation;
    }
    Ok(statements)
}

fn subsidy(code: &str, year: i32, number: u64, rng: &mut Rng) -> Result<[Statement; 5], Failure> {
    let id = SubsidyId::new(&format!("S-{code}-{year}-{number}")).map_err(malformed)?;
    let receives = SubsidyRecipient::Organisation(recipient(rng.usize(0..RECIPIENTS))?);
    let years = YearSpan::one(BudgetYear::new(year.into()).map_err(malformed)?);
    let half = rng.i64(50_000..5_000_000);
    let amount = |cents: i64| Cents::new(cents).map(Amount::Exact).ok_or_else(|| malformed("an amount"));
    let terms = |cents| -> Result<_, Failure> {
        let (per_year, partners, borne_by) = (Vec::new(), Vec::new(), Vec::new());
        Ok(SubsidyTerms { amount: amount(cents)?, per_year, partners, borne_by })
    };
    let on = |date: String| act(code, Organ::Executive, &date);
    let activities = text(&format!("Inloop en ontmoeting in de wijk, plan {number} van het jaar"))?;
    let (regulation, unknown) = (Some(text("Algemene subsidieverordening")?), UncertainDate::Unknown);
    let applied = SubsidyApplied {
        act: on(format!("{}-09-{:02}", year - 1, rng.u8(1..=30)))?,
        subsidy: id.clone(),
        recipient: receives.clone(),
        activities: activities.clone(),
        years,
        amount: amount(half * 2 + 12_345)?,
        received: unknown.clone(),
        decide_by: unknown.clone(),
        per_financial_year: true,
        regulation: regulation.clone(),
    };
    let awarded = SubsidyAwarded {
        act: on(format!("{}-12-{:02}", year - 1, rng.u8(1..=28)))?,
        subsidy: id.clone(),
        recipient: receives,
        activities,
        years,
        terms: terms(half * 2)?,
        ceiling: None,
        exception: None,
        basis: SubsidyBasis::Regulation,
        regulation,
        expense: ExpenseRule::Performed,
        budget_reservation: false,
        per_financial_year: true,
        notified: unknown.clone(),
    };
    let advance = |month: u8| -> Result<_, Failure> {
        Ok(AdvancePaid {
            act: on(format!("{year}-{month:02}-15"))?,
            subsidy: id.clone(),
            amount: amount(half)?,
        })
    };
    let determined = SubsidyDetermined {
        act: on(format!("{}-05-{:02}", year + 1, rng.u8(1..=28)))?,
        subsidy: id.clone(),
        terms: Some(terms(half * 2 - rng.i64(0..50_000))?),
        ground: Some(DeterminationGround::ActivitiesNotDone),
        reason: None,
        notified: unknown,
    };
    let bodies = [
        Body::SubsidyApplied(applied),
        Body::SubsidyAwarded(awarded),
        Body::AdvancePaid(advance(2)?),
        Body::AdvancePaid(advance(8)?),
        Body::SubsidyDetermined(determined),
    ];
    let concerns = vec![Stream::new(code).map_err(malformed)?];
    Ok(bodies.map(|body| Statement { concerns: concerns.clone(), body }))
}

fn act(organisation: &str, organ: Organ, date: &str) -> Result<Act, Failure> {
    Ok(Act {
        organisation: OrganisationId::new(organisation).map_err(malformed)?,
        organ,
        date: UncertainDate::parse(date).map_err(malformed)?,
        documents: Vec::new(),
        legal_basis: Vec::new(),
        note: None,
    })
}

fn recipient(number: usize) -> Result<OrganisationId, Failure> {
    OrganisationId::new(&format!("stichting-{number}")).map_err(malformed)
}

fn text(text: &str) -> Result<Text, Failure> {
    Text::new(text).map_err(malformed)
}

fn from_wire(message: &openboek_wire::v1::Statement) -> Result<Statement, Failure> {
    openboek_wire::to_statement(message, "statement").map_err(malformed)
}

fn malformed(error: impl std::fmt::Debug) -> Failure {
    format!("{error:?}").into()
}
