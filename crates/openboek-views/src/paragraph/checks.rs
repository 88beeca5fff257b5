//! Arithmetic between indicated figures: what can be computed beside what the source states, and which base it must have meant.
//! A check is never a new figure: nothing here is in a sum.

use openboek_rules::amount::{Amount, Base, Bound, Sum};
use openboek_rules::statement::FundingRole;
use openboek_rules::{BasisPoints, Cents, Counting, FigureId, Flow, Pillar};

use super::cells::{add, cell, columns, labelled, table, text};
use super::context::Context;
use super::figures::{ids, is_counted};
use super::pillars::{EXPENDITURE, INCOME, pillar_id, sum};
use crate::labels;
use crate::model::{Label, Position, Row, RowRole, Table, TableId, Value};
use crate::state::figures::{Figures, Indicated};

/// One check.
struct Check {
    id: String,
    name: Label,
    base: Value,
    computed: Value,
    stated: Value,
    verdict: Label,
    sources: Vec<Position>,
}

impl Check {
    fn row(self) -> Row {
        let sources = self.sources;
        let values = [self.base, self.computed, self.stated, Value::Label(self.verdict)];
        let cells = values.into_iter().map(|value| cell(value, sources.iter().copied())).collect();
        labelled(self.id, self.name, RowRole::Memo, cells)
    }
}

/// All checks that the figures of the paragraph allow.
pub(super) fn table_of(context: &Context<'_>) -> Option<Table> {
    let figures = context.view.figures.in_year(context.year.get());
    let all = &context.view.figures;
    let mut checks = Vec::new();
    for found in &figures {
        checks.extend(derived(all, found));
        checks.extend(reduction(all, &figures, found));
        checks.extend(shares(all, &figures, found));
    }
    checks.extend(net(&figures));
    let names = [labels::BASE, labels::COMPUTED, labels::STATED, labels::VERDICT];
    table(TableId::IndicationChecks, columns(&names), checks.into_iter().map(Check::row).collect())
}

fn stated(found: &Indicated) -> Value {
    Value::Amount(found.figure.amount.clone(), Some(found.figure.certainty))
}

fn exact(cents: Cents) -> Value {
    Value::Amount(Amount::Exact(cents), None)
}

fn verdict(found: &Indicated, computed: Cents) -> Label {
    match found.figure.amount.agrees_with(computed) {
        Some(true) => labels::AGREES,
        Some(false) => labels::DIFFERS,
        None => labels::NOTHING_STATED,
    }
}

/// A figure that the source computed from others: those on the side of the first are added, those on the other side taken off.
fn derived(all: &Figures, found: &Indicated) -> Option<Check> {
    let Counting::DerivedFrom(of) = &found.figure.counting else { return None };
    let parts: Vec<&Indicated> = of.iter().map(|id| all.get(id)).collect::<Option<_>>()?;
    let side = parts.first()?.figure.flow;
    let mut computed = Cents::ZERO;
    for part in &parts {
        let cents = part.figure.amount.countable()?;
        let cents = if part.figure.flow == side { cents } else { cents.negated() };
        computed = computed.checked_add(cents)?;
    }
    Some(Check {
        id: format!("{}:derived", found.figure.figure),
        name: labels::CHECK_DERIVED,
        base: ids(of),
        computed: exact(computed),
        stated: stated(found),
        verdict: verdict(found, computed),
        sources: parts.iter().map(|part| part.said.at).chain([found.said.at]).collect(),
    })
}

/// What a reduction comes to for each base it may have been taken of.
fn reduction(all: &Figures, figures: &[&Indicated], found: &Indicated) -> Vec<Check> {
    let Some((share, bound, bases)) = percentage(all, found) else { return Vec::new() };
    if bases.iter().any(|base| base.figure.flow == Flow::Macro) {
        return bases.iter().flat_map(|base| national(found, base, share, bound)).collect();
    }
    // The amount that the source says is left of this reduction.
    let id = &found.figure.figure;
    let remainder = figures.iter().copied().find(|f| f.role == Some(FundingRole::ShareOf(id.clone())));
    let agreeing: Vec<bool> = bases.iter().map(|base| agrees(remainder, base, share) == Some(true)).collect();
    let decisive = bases.len() > 1 && agreeing.iter().filter(|agrees| **agrees).count() == 1;
    let mut checks = Vec::new();
    for base in &bases {
        checks.extend(remaining(found, base, remainder, share, decisive));
    }
    // Where the source leaves the base open, the size of the reduction is computed of the one it must have meant.
    for (base, agrees) in bases.iter().zip(&agreeing) {
        if !decisive || *agrees {
            checks.extend(sizes(found, base, remainder, share));
        }
    }
    checks
}

/// Share, bound and bases of a reduction that is a percentage: the figures it is a share of, else those it is said to reduce.
fn percentage<'a>(all: &'a Figures, found: &Indicated) -> Option<(BasisPoints, Bound, Vec<&'a Indicated>)> {
    let reduces = found.reduces()?;
    let Amount::PercentOf { share, base, bound } = &found.figure.amount else { return None };
    let of = if let Base::Figures(of) = base { of } else { reduces };
    Some((*share, *bound, of.iter().filter_map(|id| all.get(id)).collect()))
}

fn left(base: &Indicated, share: BasisPoints) -> Option<Cents> {
    let whole = base.figure.amount.countable()?;
    whole.checked_add(whole.share(share)?)
}

fn agrees(remainder: Option<&Indicated>, base: &Indicated, share: BasisPoints) -> Option<bool> {
    remainder?.figure.amount.agrees_with(left(base, share)?)
}

fn remaining(
    found: &Indicated,
    base: &Indicated,
    remainder: Option<&Indicated>,
    share: BasisPoints,
    decisive: bool,
) -> Option<Check> {
    let computed = left(base, share)?;
    let verdict = match agrees(remainder, base, share) {
        Some(true) if decisive => labels::AGREES_BASE_MEANT,
        Some(true) => labels::AGREES,
        Some(false) if decisive => labels::DIFFERS_OTHER_BASE,
        Some(false) => labels::DIFFERS,
        None => labels::NOTHING_STATED,
    };
    Some(Check {
        id: format!("{}:{}:remainder", found.figure.figure, base.figure.figure),
        name: labels::CHECK_REMAINDER,
        base: text(&base.figure.figure),
        computed: exact(computed),
        stated: remainder.map_or(Value::None, stated),
        verdict,
        sources: [found.said.at, base.said.at].into_iter().chain(remainder.map(|r| r.said.at)).collect(),
    })
}

fn sizes(
    found: &Indicated,
    base: &Indicated,
    remainder: Option<&Indicated>,
    share: BasisPoints,
) -> Vec<Check> {
    let Some(whole) = base.figure.amount.countable() else { return Vec::new() };
    let check = |suffix: &str, name, cents: Cents, more: Option<Position>| Check {
        id: format!("{}:{}:{suffix}", found.figure.figure, base.figure.figure),
        name,
        base: text(&base.figure.figure),
        computed: exact(cents),
        stated: Value::None,
        verdict: labels::NOTHING_STATED,
        sources: [found.said.at, base.said.at].into_iter().chain(more).collect(),
    };
    let size = whole.share(share).map(|cents| check("size", labels::CHECK_REDUCTION, cents, None));
    let by_remainder = remainder.and_then(|remainder| {
        let cents = remainder.figure.amount.countable()?.checked_sub(whole)?;
        Some(check("size-stated", labels::CHECK_REDUCTION_STATED, cents, Some(remainder.said.at)))
    });
    size.into_iter().chain(by_remainder).collect()
}

/// A national total: is it the one before the reduction or the one after it? Both are computed, none is taken as a fact.
fn national(found: &Indicated, base: &Indicated, share: BasisPoints, bound: Bound) -> Vec<Check> {
    let Some(whole) = base.figure.amount.countable() else { return Vec::new() };
    let rest = 10_000 + i64::from(share.get());
    let check = |suffix: &str, name, computed| Check {
        id: format!("{}:{}:{suffix}", found.figure.figure, base.figure.figure),
        name,
        base: text(&base.figure.figure),
        computed: Value::Amount(computed, None),
        stated: Value::None,
        verdict: labels::SOURCE_OPEN,
        sources: vec![found.said.at, base.said.at],
    };
    let after =
        left(base, share).map(|cents| check("after", labels::CHECK_MACRO_AFTER, bounded(cents, bound, true)));
    let before = before(whole, rest)
        .map(|cents| check("before", labels::CHECK_MACRO_BEFORE, bounded(cents, bound, false)));
    after.into_iter().chain(before).collect()
}

/// A cut of at least so much leaves at most, and was taken of at least.
const fn bounded(cents: Cents, bound: Bound, after: bool) -> Amount {
    match (bound, after) {
        (Bound::Exactly, _) => Amount::Exact(cents),
        (Bound::AtLeast, true) | (Bound::AtMost, false) => Amount::AtMost(cents),
        (Bound::AtLeast, false) | (Bound::AtMost, true) => Amount::AtLeast(cents),
    }
}

/// The whole of which `rest` ten-thousandths are `part`, rounded half away from zero.
fn before(part: Cents, rest: i64) -> Option<Cents> {
    if rest <= 0 {
        return None;
    }
    let rest = i128::from(rest);
    let size = i128::from(part.size().get()) * 10_000;
    let rounded = (2 * size + rest) / (2 * rest) * i128::from(part.get().signum());
    i64::try_from(rounded).ok().and_then(Cents::new)
}

/// The municipality's share of a national total, and of what is left of it after an announced reduction.
fn shares(all: &Figures, figures: &[&Indicated], found: &Indicated) -> Vec<Check> {
    let Some((part, whole, reduced)) = share_of(all, figures, found) else { return Vec::new() };
    let sources: Vec<Position> = [found.said.at, whole.said.at].into_iter().collect();
    let Some(total) = whole.figure.amount.countable().filter(|total| total.get() > 0) else {
        return Vec::new();
    };
    let check = |suffix: &str, name, whole_cents: Cents, verdict, sources: Vec<Position>| Check {
        id: format!("{}:{suffix}", found.figure.figure),
        name,
        base: text(&whole.figure.figure),
        computed: Value::Ratio { part, whole: whole_cents },
        stated: Value::None,
        verdict,
        sources,
    };
    let Some((after, at)) = reduced else {
        return vec![check("share", labels::CHECK_SHARE, total, labels::NOTHING_STATED, sources)];
    };
    let nearest = nearest_is_after(all, figures, found, (part, total), (part, after));
    let words =
        |this: bool| if nearest == Some(this) { labels::SOURCE_OPEN_NEAREST } else { labels::SOURCE_OPEN };
    let with: Vec<Position> = sources.iter().copied().chain([at]).collect();
    vec![
        check("share", labels::CHECK_SHARE, total, words(false), sources),
        check("share-after", labels::CHECK_SHARE_AFTER, after, words(true), with),
    ]
}

type Share<'a> = (Cents, &'a Indicated, Option<(Cents, Position)>);

/// Part, whole, and what is left of the whole after a reduction with the entry that announced it.
fn share_of<'a>(all: &'a Figures, figures: &[&Indicated], found: &Indicated) -> Option<Share<'a>> {
    let Some(FundingRole::ShareOf(id)) = &found.role else { return None };
    let whole = all.get(id).filter(|whole| whole.figure.flow == Flow::Macro && whole.reduces().is_none())?;
    let part = found.figure.amount.countable()?;
    let reduced = figures.iter().find_map(|f| {
        let (share, bound, bases) = percentage(all, f)?;
        let this = bases.iter().any(|base| base.figure.figure == *id) && bound == Bound::Exactly;
        let after = left(whole, share).filter(|after| this && after.get() > 0)?;
        Some((after, f.said.at))
    });
    Some((part, whole, reduced))
}

/// Which of two possible shares lies nearest to the certain share of another figure: `true` for the one after the reduction.
fn nearest_is_after(
    all: &Figures,
    figures: &[&Indicated],
    found: &Indicated,
    before: (Cents, Cents),
    after: (Cents, Cents),
) -> Option<bool> {
    let mut others = figures.iter().filter(|f| f.figure.figure != found.figure.figure).filter_map(|other| {
        let (part, whole, reduced) = share_of(all, figures, other)?;
        let whole = whole.figure.amount.countable().filter(|whole| whole.get() > 0)?;
        reduced.is_none().then_some((part, whole))
    });
    let certain = others.next()?;
    Some(distance(after, certain) < distance(before, certain))
}

/// How far two shares lie apart, in units of 10^-12: sizes below 2^53 times 10^12 fit in 128 bits. Wholes are positive.
fn distance(a: (Cents, Cents), b: (Cents, Cents)) -> i128 {
    const SCALE: i128 = 1_000_000_000_000;
    let ratio = |(part, whole): (Cents, Cents)| i128::from(part.get()) * SCALE / i128::from(whole.get());
    (ratio(a) - ratio(b)).abs()
}

/// Expenditure after own contributions, and without what may be counted elsewhere already. For reading only: the budget is gross.
fn net(figures: &[&Indicated]) -> Vec<Check> {
    let mut checks = Vec::new();
    for pillar in [Pillar::Participation, Pillar::Wmo, Pillar::Youth, Pillar::SocialInfrastructure] {
        let own: Vec<&Indicated> = figures.iter().copied().filter(|f| f.figure.pillar == pillar).collect();
        // Only where the source itself took income off expenditure is a net amount its way of counting.
        if own.iter().any(|f| is_net_of(&own, f)) {
            checks.extend(net_check(&own, pillar, None));
        }
        for other in own.iter().filter(|f| is_counted(f) && (EXPENDITURE.holds)(f)) {
            checks.extend(without(&own, pillar, &other.figure.figure));
        }
    }
    checks
}

fn is_net_of(own: &[&Indicated], found: &Indicated) -> bool {
    let Counting::DerivedFrom(of) = &found.figure.counting else { return false };
    let flows = |flow| own.iter().any(|f| f.figure.flow == flow && of.contains(&f.figure.figure));
    flows(Flow::Income) && flows(Flow::Expenditure)
}

fn net_check(own: &[&Indicated], pillar: Pillar, leave_out: Option<&FigureId>) -> Option<Check> {
    let kept: Vec<&Indicated> = own.iter().copied().filter(|f| Some(&f.figure.figure) != leave_out).collect();
    let value = less(&sum(&kept, &EXPENDITURE), &sum(&kept, &INCOME))?;
    let counted = kept.iter().filter(|f| is_counted(f));
    let counted = counted.filter(|f| (EXPENDITURE.holds)(f) || (INCOME.holds)(f));
    let (suffix, name) = match leave_out {
        None => ("net".to_owned(), labels::CHECK_NET),
        Some(id) => (format!("net-without:{id}"), labels::CHECK_NET_WITHOUT),
    };
    Some(Check {
        id: format!("{}:{suffix}", pillar_id(pillar)),
        name,
        base: leave_out.map_or(Value::None, text),
        computed: Value::Sum(value),
        stated: Value::None,
        verdict: labels::NOTHING_STATED,
        sources: counted.map(|f| f.said.at).collect(),
    })
}

fn less(a: &Sum, b: &Sum) -> Option<Sum> {
    a.merge(&b.negated())
}

/// The pillar without a figure that others may overlap with, gross and net; nothing when no figure does.
fn without(own: &[&Indicated], pillar: Pillar, other: &FigureId) -> Vec<Check> {
    let overlaps = |f: &&&Indicated| f.figure.counting == Counting::MayOverlap(other.clone());
    let overlapping: Vec<Position> = own.iter().filter(overlaps).map(|f| f.said.at).collect();
    if overlapping.is_empty() {
        return Vec::new();
    }
    let counted = own.iter().filter(|f| is_counted(f) && (EXPENDITURE.holds)(f) && f.figure.figure != *other);
    let computed = counted.clone().fold(Sum::default(), |sum, f| add(sum, &f.figure.amount));
    let gross = Check {
        id: format!("{}:without:{other}", pillar_id(pillar)),
        name: labels::CHECK_WITHOUT,
        base: text(other),
        computed: Value::Sum(computed),
        stated: Value::None,
        verdict: labels::NOT_ADDED,
        sources: counted.map(|f| f.said.at).chain(overlapping).collect(),
    };
    let net = own.iter().any(|f| is_net_of(own, f)).then(|| net_check(own, pillar, Some(other))).flatten();
    std::iter::once(gross).chain(net).collect()
}
