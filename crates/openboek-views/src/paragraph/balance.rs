//! What became of each cut, as a sum that adds up to the cent: imposed, with what was amended and shifted, is realised, withdrawn,
//! suspended and open together. What is not known to the cent stays unknown.

use openboek_rules::statement::Extent;
use openboek_rules::{Amount, Bound, BudgetYear, Cents};

use super::cells::{cell, labelled, row, table, text, unknown};
use super::context::Context;
use super::lanes::{self, Stated};
use crate::labels;
use crate::model::{Cell, ColumnId, Label, Position, Row, RowRole, Table, TableId, Value};
use crate::state::cuts::{Cut, Saying, What};

/// An amount to the cent; `None` is unknown, never zero.
type Quantity = Option<Cents>;

const ZERO: Quantity = Some(Cents::ZERO);

fn plus(a: Quantity, b: Quantity) -> Quantity {
    a?.checked_add(b?)
}

fn minus(a: Quantity, b: Quantity) -> Quantity {
    a?.checked_sub(b?)
}

/// How much of what is left is suspended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Suspended {
    Nothing,
    All,
    Part(Quantity),
}

/// What became of a cut in one year. All amounts have the cut's sign: negative.
pub(super) struct Balance {
    /// As it was adopted; `None` when the adoption does not name the year.
    imposed: Option<Stated>,
    amended: Quantity,
    shifted: Quantity,
    realised: Quantity,
    withdrawn: Quantity,
    /// What is neither realised nor withdrawn.
    left: Quantity,
    suspended: Suspended,
    /// Imposed, amended and shifted together.
    total: Quantity,
    /// The entries behind it.
    sources: Vec<Position>,
}

impl Balance {
    /// What still stands of it, suspended or not: without what was withdrawn.
    pub(super) fn stands(&self) -> Quantity {
        minus(self.total, self.withdrawn)
    }

    /// What is suspended; `None` inside when it is not known how much.
    pub(super) fn suspended(&self) -> Quantity {
        match self.suspended {
            Suspended::Nothing => ZERO,
            // Where more was realised than there was, nothing is left to suspend.
            Suspended::All => self.left.map(|left| left.min(Cents::ZERO)),
            Suspended::Part(part) => part,
        }
    }

    /// What is to be realised still.
    fn open(&self) -> Quantity {
        match self.suspended {
            Suspended::Nothing => self.left,
            Suspended::All => self.left.map_or(ZERO, |left| Some(left.max(Cents::ZERO))),
            Suspended::Part(part) => minus(self.left, part),
        }
    }

    /// What counts in the year: what was realised and what is open.
    pub(super) fn effect(&self) -> Quantity {
        plus(self.realised, self.open())
    }

    pub(super) fn sources(&self) -> &[Position] {
        &self.sources
    }

    fn take(&mut self, what: &What, year: u16, whole: Quantity) {
        match what {
            What::Suspended(_, Extent::Full) => self.suspended = Suspended::All,
            What::Suspended(_, Extent::Partial(part)) => {
                // More than there is cannot be suspended: then nobody knows what was meant.
                let part = part_of(part, whole).filter(|part| fits(Some(*part), self.left));
                self.suspended = Suspended::Part(part);
            }
            What::Resumed(_, Extent::Full) => self.suspended = Suspended::Nothing,
            What::Resumed(_, Extent::Partial(part)) => {
                let part = minus(self.suspended(), part_of(part, whole));
                self.suspended = Suspended::Part(part.filter(|part| *part <= Cents::ZERO));
            }
            What::Withdrawn(_, Extent::Full, _) => {
                // What was realised beyond the cut is no cut that could be withdrawn.
                let part = self.left.map(|left| left.min(Cents::ZERO));
                self.withdrawn = plus(self.withdrawn, part);
                (self.left, self.suspended) = (minus(self.left, part).or(ZERO), Suspended::Nothing);
            }
            What::Withdrawn(_, Extent::Partial(part), _) => {
                let part = part_of(part, whole);
                self.withdrawn = plus(self.withdrawn, part);
                self.leaves(part);
            }
            What::Realised(_, amount, _) => {
                let part = exact(Some(amount));
                self.realised = plus(self.realised, part);
                self.leaves(part);
            }
            What::Shifted(from, _, amount, _) => {
                let part = exact(Some(amount));
                let part = if from.get() == year { part.map(Cents::negated) } else { part };
                self.shifted = plus(self.shifted, part);
                self.left = plus(self.left, part);
                self.total = plus(self.total, part);
                self.clip();
            }
            _ => {}
        }
    }

    fn leaves(&mut self, part: Quantity) {
        self.left = minus(self.left, part);
        self.clip();
    }

    /// No more is suspended than there is left.
    fn clip(&mut self) {
        let Suspended::Part(part) = self.suspended else { return };
        self.suspended = match (part, self.left) {
            (Some(part), Some(left)) if part < left => Suspended::Part(Some(left.min(Cents::ZERO))),
            (Some(Cents::ZERO), _) => Suspended::Part(ZERO),
            (part, left) => Suspended::Part(left.and(part)),
        };
    }
}

fn fits(part: Quantity, left: Quantity) -> bool {
    part.zip(left).is_none_or(|(part, left)| part.size() <= left.size())
}

/// Only an exact amount is known to the cent.
fn exact(amount: Option<&Amount>) -> Quantity {
    match amount {
        Some(Amount::Exact(cents)) => Some(*cents),
        _ => None,
    }
}

/// A part of a cut, with the cut's sign: an exact amount, or an exact percentage of the whole.
fn part_of(part: &Amount, whole: Quantity) -> Quantity {
    let part = match part {
        Amount::Exact(part) => *part,
        Amount::PercentOf { share, bound: Bound::Exactly, .. } => whole?.share(*share)?,
        _ => return None,
    };
    Some(part.size().negated())
}

/// What became of a cut in a year; `None` when it says nothing about it.
pub(super) fn of(context: &Context<'_>, cut: &Cut, year: BudgetYear) -> Option<Balance> {
    let due = lanes::stated(context, cut, year);
    let course: Vec<_> = cut.course(year.get()).collect();
    if due.is_none() && !course.iter().any(|step| matches!(step.what, What::Shifted(..))) {
        return None;
    }
    let imposed = cut.imposed(year.get());
    let whole = due.as_ref().map_or(ZERO, |due| exact(due.amount.as_ref()));
    let as_adopted = match (cut.saying(year.get()), &imposed) {
        (Some(Saying::Amount(_, said)), Some((_, adopted))) => said == *adopted,
        _ => false,
    };
    let imposed = imposed.map(|(amount, at)| lanes::single(context, amount, Some(cut.terms.certainty), at));
    let of_adoption = imposed.as_ref().map_or(ZERO, |imposed| exact(imposed.amount.as_ref()));
    let mut balance = Balance {
        amended: if as_adopted { ZERO } else { minus(whole, of_adoption) },
        imposed,
        shifted: ZERO,
        realised: ZERO,
        withdrawn: ZERO,
        left: whole,
        suspended: Suspended::Nothing,
        total: whole,
        sources: due.map(|due| due.sources).unwrap_or_default(),
    };
    // What a suspension or withdrawal is a part of includes what was shifted, whenever that was decided.
    let (shifts, others): (Vec<_>, Vec<_>) =
        course.into_iter().partition(|step| matches!(step.what, What::Shifted(..)));
    for step in shifts.into_iter().chain(others) {
        balance.sources.push(step.said.at);
        balance.take(&step.what, year.get(), whole);
    }
    Some(balance)
}

/// The sum of every adopted cut, row by row, for the years of the paragraph.
pub(super) fn sums(context: &Context<'_>) -> Option<Table> {
    let ahead = context.ahead();
    let cuts = context.view.cuts.in_year(context.year.get()).into_iter().filter(|(_, cut)| cut.adopted);
    let rows = cuts.flat_map(|(id, cut)| {
        let years: Vec<Option<Balance>> = ahead.iter().map(|year| of(context, cut, *year)).collect();
        rows(&id.to_string(), cut, &years)
    });
    let columns = [ColumnId::Named(labels::CUT)].into_iter();
    let columns = columns.chain(ahead.iter().copied().map(ColumnId::Year)).collect();
    table(TableId::CutBalance, columns, rows.collect())
}

/// A row of the sum: its key, name and role, and what it says of a year.
type Line = (&'static str, Label, RowRole, fn(&Balance) -> Value);

const LINES: [Line; 8] = [
    ("imposed", labels::BALANCE_IMPOSED, RowRole::Memo, |b| {
        b.imposed.as_ref().map_or(Value::None, Stated::value)
    }),
    ("amended", labels::BALANCE_AMENDED, RowRole::Memo, |b| known(b.amended)),
    ("shifted", labels::BALANCE_SHIFTED, RowRole::Memo, |b| known(b.shifted)),
    ("realised", labels::BALANCE_REALISED, RowRole::Item, |b| known(b.realised)),
    ("withdrawn", labels::BALANCE_WITHDRAWN, RowRole::Item, |b| known(b.withdrawn)),
    ("suspended", labels::BALANCE_SUSPENDED, RowRole::Item, |b| known(b.suspended())),
    ("open", labels::BALANCE_OPEN, RowRole::Item, |b| known(b.open())),
    ("total", labels::BALANCE_TOTAL, RowRole::Total, |b| known(b.total)),
];

fn rows(id: &str, cut: &Cut, years: &[Option<Balance>]) -> Vec<Row> {
    if years.iter().all(Option::is_none) {
        return Vec::new();
    }
    let mut rows = vec![head(id, cut, years.len())];
    rows.extend(LINES.iter().map(|(key, name, role, value)| {
        let mut cells = vec![cell(text(id), cut.terms_entry())];
        cells.extend(years.iter().map(|year| {
            year.as_ref().map_or_else(
                || cell(Value::None, []),
                |balance| cell(value(balance), balance.sources.iter().copied()),
            )
        }));
        labelled(format!("{id}:{key}"), *name, *role, cells)
    }));
    rows
}

/// The name of the cut above its sum.
fn head(id: &str, cut: &Cut, years: usize) -> Row {
    let blank: Vec<Cell> = (0..years).map(|_| cell(Value::None, [])).collect();
    let cells = std::iter::once(cell(text(id), cut.terms_entry())).chain(blank).collect();
    row(id, &cut.terms.scope, RowRole::Memo, cells)
}

fn known(quantity: Quantity) -> Value {
    quantity.map_or_else(unknown, |cents| Value::Amount(Amount::Exact(cents), None))
}
