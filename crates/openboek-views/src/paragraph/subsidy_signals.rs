//! What title 4.2 of the Awb says about the subsidies of this paragraph (domain 6.1 and 6.2).

use jiff::civil::Date;
use openboek_rules::amount::Sum;
use openboek_rules::law::{About, AboutKind, DateSum, Rule, Signal, SignalState, Term, rule_on};
use openboek_rules::statement::{AmendmentGround, DeterminationGround, ObjectedDecision, SubsidyBasis};
use openboek_rules::{BudgetYear, CeilingId, Cents, NoticeId, SubsidyId, UncertainDate};

use super::cells::{add, merge};
use super::context::Context;
use super::notices::term_end;
use super::subsidies::{Under, is_own};
use crate::model::Position;
use crate::state::Said;
use crate::state::subsidies::{Ceiling, Move, Notice, Standing, Step, Subsidy};

/// All signals of subsidies, ceilings, notices and objections.
pub(super) fn collect(context: &Context<'_>) -> Vec<Signal> {
    let year = context.year.get();
    let mut signals = Vec::new();
    for (id, ceiling) in context.view.subsidies.ceilings_in(year) {
        signals.extend(exceeded(context, id, ceiling));
    }
    for (id, subsidy) in context.view.subsidies.subsidies_in(year) {
        let one = One { context, id, subsidy };
        signals.extend(one.decide());
        signals.extend(one.apply());
        signals.extend(one.legal_basis());
        signals.extend(one.reservation());
        signals.extend(one.suspensions());
        signals.extend(one.otherwise());
        signals.extend(one.pay());
        signals.extend(one.account());
        signals.extend(one.change());
        signals.extend(one.recover());
    }
    for (id, notice) in context.view.subsidies.notices_in(year) {
        signals.extend(notice_signal(id, notice));
    }
    signals.extend(objections(context));
    signals
}

/// One subsidy.
struct One<'a> {
    context: &'a Context<'a>,
    id: &'a SubsidyId,
    subsidy: &'a Subsidy,
}

impl One<'_> {
    fn about(&self) -> About {
        About::new(AboutKind::Subsidy, self.id)
    }

    /// A term of the rule that is in force at its start, met by a later step or not.
    fn term(&self, code: &str, start: &UncertainDate, began: Position, met: Option<&Said>) -> Option<Signal> {
        let rule = rule_of(code, start)?;
        let sources = std::iter::once(began).chain(met.map(|said| said.at)).collect();
        let met = met.map(|said| said.date.clone());
        let today = self.context.reference_day();
        Some(Signal::of_term(rule, self.about(), rule.sum(start)?, met, today, sources))
    }

    fn after(&self, step: &Step, choose: impl Fn(&Move) -> bool) -> Option<&Said> {
        let later = self.subsidy.steps.iter().filter(|other| other.said.at > step.said.at);
        later
            .map(|other| (other, choose(&other.what)))
            .find(|(_, found)| *found)
            .map(|(other, _)| &other.said)
    }

    fn application(&self) -> Option<(&Step, &UncertainDate)> {
        self.subsidy.steps.iter().find_map(|step| match &step.what {
            Move::Applied(_, decide_by) => Some((step, decide_by)),
            _ => None,
        })
    }

    /// 4:13: by the term of the regulation, or within 8 weeks.
    fn decide(&self) -> Option<Signal> {
        let (step, decide_by) = self.application()?;
        let decides = |what: &Move| {
            matches!(
                what,
                Move::Awarded(_) | Move::Refused | Move::Determined(Some(_), _) | Move::Withdrawn(..)
            )
        };
        let signal = self.term("awb-4-13", &step.from, step.said.at, self.after(step, decides))?;
        if *decide_by == UncertainDate::Unknown {
            return Some(signal);
        }
        let (rule, about) = (signal.rule, signal.about);
        let sum = DateSum {
            start: step.from.clone(),
            term: Term::Decided,
            due: decide_by.clone(),
            extended: false,
        };
        let today = self.context.reference_day();
        Some(Signal::of_term(rule, about, sum, signal.met_on, today, signal.sources))
    }

    /// 4:60: 13 weeks before the financial year.
    fn apply(&self) -> Option<Signal> {
        let (step, _) = self.application().filter(|_| self.subsidy.per_financial_year)?;
        let start = UncertainDate::Day(day_of(self.subsidy.years.first(), 1, 1)?);
        let rule = rule_of("awb-4-60", &start)?;
        let (met, today) = (Some(step.from.clone()), self.context.reference_day());
        Some(Signal::of_term(rule, self.about(), rule.sum(&start)?, met, today, vec![step.said.at]))
    }

    /// 4:23: an exception of lid 3 for longer than it allows.
    fn legal_basis(&self) -> Option<Signal> {
        let step = self.subsidy.steps.iter().find(|step| matches!(step.what, Move::Awarded(_)))?;
        let years = self.subsidy.years.years().count();
        let too_long = match self.subsidy.basis {
            SubsidyBasis::AwaitingRegulation => years > 1,
            SubsidyBasis::Incidental => years > 4,
            _ => false,
        };
        let rule = rule_of("awb-4-23", &step.said.date).filter(|_| too_long)?;
        Some(Signal::noted(rule, self.about(), vec![step.said.at]))
    }

    /// 4:34: within 4 weeks after the budget of the first year is adopted; else the condition lapses.
    fn reservation(&self) -> Option<Signal> {
        let reserved = self.subsidy.reserved && is_own(self.context, self.subsidy);
        let award = self.subsidy.steps.iter().find(|step| matches!(step.what, Move::Awarded(_)))?;
        let budget = self.context.view.budgets.of(self.subsidy.years.first()).filter(|_| reserved)?;
        let invoked = self
            .subsidy
            .steps
            .iter()
            .find(|step| matches!(step.what, Move::Amended(_, AmendmentGround::BudgetReservation)));
        let invoked = invoked.map(|step| &step.said);
        let mut signal = self.term("awb-4-34", &budget.said.date, budget.said.at, invoked)?;
        signal.sources.push(award.said.at);
        Some(signal)
    }

    /// 4:56: from the notice until payment is resumed or decided on, or until 13 weeks have passed.
    fn suspensions(&self) -> Vec<Signal> {
        let pauses = self.subsidy.steps.iter().filter(|step| step.what == Move::Suspended);
        let ends = |what: &Move| {
            matches!(what, Move::Resumed | Move::Determined(..) | Move::Withdrawn(..) | Move::Amended(..))
        };
        pauses
            .filter_map(|step| self.term("awb-4-56", &step.from, step.said.at, self.after(step, ends)))
            .collect()
    }

    /// 4:46: fixed below the award, or by a register above it, without a ground.
    fn otherwise(&self) -> Option<Signal> {
        let (step, fixed) = self.subsidy.determination()?;
        let Move::Determined(_, None | Some(DeterminationGround::Unsaid)) = step.what else { return None };
        let (fixed, award) = (fixed.amount.between(), self.subsidy.award()?.amount.between());
        let below =
            |low: Option<i128>, high: Option<i128>| low.zip(high).is_some_and(|(low, high)| low < high);
        let differs = below(fixed.1, award.0) || below(award.1, fixed.0);
        // Without a date of the act (a register has none) the first year of the subsidy says which law held.
        let on = step.said.date.earliest().or_else(|| day_of(self.subsidy.years.first(), 1, 1))?;
        let rule = rule_on("awb-4-46", on).filter(|_| differs)?;
        let mut sources = self.subsidy.at(|what| matches!(what, Move::Awarded(_) | Move::Amended(..)));
        sources.push(step.said.at);
        Some(Signal::noted(rule, self.about(), sources))
    }

    /// What was paid before a step, less what came back.
    fn paid_before(&self, step: &Step) -> Sum {
        let payments = self.subsidy.payments().filter(|(paid, _)| paid.said.at < step.said.at);
        payments.fold(Sum::default(), |sum, (_, amount)| add(sum, &amount))
    }

    /// 4:87: what the determination adds to what was paid, within 6 weeks after its notification.
    fn pay(&self) -> Option<Signal> {
        let (step, fixed) = self.subsidy.determination()?;
        let due = merge(&add(Sum::default(), &fixed.amount), &self.paid_before(step).negated());
        if due.known <= Cents::ZERO {
            return None;
        }
        self.term(
            "awb-4-87",
            &step.from,
            step.said.at,
            self.after(step, |what| matches!(what, Move::Paid(_))),
        )
    }

    /// 4:74: before 1 July after the financial year. The ledger records no request for the determination, only the determination:
    /// one that came later may still have been asked for in time.
    fn account(&self) -> Option<Signal> {
        if !self.subsidy.per_financial_year || self.subsidy.award().is_none() || self.subsidy.has_ended() {
            return None;
        }
        let award = self.subsidy.steps.iter().find(|step| matches!(step.what, Move::Awarded(_)))?;
        let start = UncertainDate::Day(day_of(self.subsidy.years.last(), 12, 31)?);
        let fixed = self.subsidy.standings().find(|(_, standing)| *standing == Standing::Determined);
        let mut signal = self.term("awb-4-74", &start, award.said.at, fixed.map(|(step, _)| &step.said))?;
        if matches!(signal.state, SignalState::MetLate | SignalState::Passed) {
            signal.state = SignalState::Unclear;
        }
        Some(signal)
    }

    /// 4:49: for five years after the notification of the first determination. Shown while it runs, and when it was used.
    fn change(&self) -> Option<Signal> {
        let first =
            self.subsidy.steps.iter().find(|step| matches!(step.what, Move::Determined(Some(_), _)))?;
        let changes = |what: &Move| {
            matches!(
                what,
                Move::Determined(_, Some(DeterminationGround::ChangedAfterwards)) | Move::Withdrawn(..)
            )
        };
        let signal = self.term("awb-4-49", &first.from, first.said.at, self.after(first, changes))?;
        (signal.state != SignalState::Passed).then_some(signal)
    }

    /// 4:57: what was paid above the determination, within five years after its notification.
    fn recover(&self) -> Option<Signal> {
        let (step, fixed) = self.subsidy.determination()?;
        let over = merge(&self.paid_before(step), &add(Sum::default(), &fixed.amount).negated());
        if over.known <= Cents::ZERO || over.unknown_parts > 0 {
            return None;
        }
        let claims = |what: &Move| matches!(what, Move::Recovery(_) | Move::Back(_));
        self.term("awb-4-57", &step.from, step.said.at, self.after(step, claims))
    }
}

fn rule_of(code: &str, start: &UncertainDate) -> Option<&'static Rule> {
    rule_on(code, start.earliest()?)
}

fn day_of(year: BudgetYear, month: i8, day: i8) -> Option<Date> {
    Date::new(i16::try_from(year.get()).ok()?, month, day).ok()
}

/// 4:25: more was awarded under a ceiling than it is, apart from what the law allows above it.
fn exceeded(context: &Context<'_>, id: &CeilingId, ceiling: &Ceiling) -> Option<Signal> {
    let (said, amount) = ceiling.amounts.last()?;
    let under = Under::of(context, ceiling);
    let most = amount.between().1?;
    let rule = rule_of("awb-4-25", &said.date).filter(|_| i128::from(under.within.known.get()) > most)?;
    let sources = std::iter::once(said.at).chain(under.sources).collect();
    Some(Signal::noted(rule, About::new(AboutKind::Ceiling, id), sources))
}

/// 4:51: in time when the term is over before the first year with less; else the old amount holds until its end.
fn notice_signal(id: &NoticeId, notice: &Notice) -> Option<Signal> {
    let rule = rule_of("awb-4-51", &notice.start)?;
    let sum = term_end(notice)?;
    let lower = day_of(notice.from, 1, 1)?;
    let (first, last) = (sum.due.earliest()?, sum.due.latest());
    let (state, met_on) = if last.is_some_and(|last| last < lower) {
        (SignalState::Met, Some(notice.start.clone()))
    } else if first >= lower {
        (SignalState::Noted, None)
    } else {
        (SignalState::Unclear, None)
    };
    let about = About::new(AboutKind::Notice, id);
    Some(Signal { rule, about, sum: Some(sum), met_on, state, sources: vec![notice.said.at] })
}

/// 6:7: within 6 weeks after the notification of the decision.
fn objections(context: &Context<'_>) -> Vec<Signal> {
    let all = context.view.subsidies.objections_in(context.year.get()).into_iter();
    let signal = |(id, objection): (_, &crate::state::subsidies::Objection)| {
        let subsidy = context.view.subsidies.subsidy(&objection.subsidy)?;
        let before = subsidy.steps.iter().rev().filter(|step| step.said.at < objection.said.at);
        let decision = before.into_iter().find(|step| is_against(&step.what, objection.against))?;
        let rule = rule_of("awb-6-7", &decision.from)?;
        let about = About::new(AboutKind::Objection, id);
        let met = Some(objection.said.date.clone());
        let sources = vec![decision.said.at, objection.said.at];
        Some(Signal::of_term(rule, about, rule.sum(&decision.from)?, met, context.reference_day(), sources))
    };
    all.filter_map(signal).collect()
}

const fn is_against(what: &Move, against: ObjectedDecision) -> bool {
    match against {
        ObjectedDecision::Award => matches!(what, Move::Awarded(_)),
        ObjectedDecision::Refusal => matches!(what, Move::Refused),
        ObjectedDecision::Amendment => matches!(what, Move::Amended(..)),
        ObjectedDecision::Determination => matches!(what, Move::Determined(..)),
        ObjectedDecision::Withdrawal => matches!(what, Move::Withdrawn(..)),
        ObjectedDecision::Recovery => matches!(what, Move::Recovery(_)),
    }
}
