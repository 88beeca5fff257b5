//! The years of a paragraph, one a column: t-2 realised, t-1 after amendments, t and the three after it (BBV art. 19 and 22).

use openboek_rules::statement::Side;
use openboek_rules::taakveld::{Comparison, Family};
use openboek_rules::{BudgetYear, Certainty, CodeList};

use super::budget::{Money, Role, family_of, role_of};
use super::cells::{cell, labelled, text};
use super::context::Context;
use super::lines::{Entry, Figures};
use super::rounding::{Rounded, rounded_row};
use crate::labels;
use crate::model::{Label, Position, Row, RowRole, Value};

/// One year with its figures.
pub(super) struct Column<'a> {
    pub(super) year: BudgetYear,
    /// Where its figures come from.
    pub(super) label: Label,
    /// The code list that its figures are in.
    pub(super) list: Option<&'static CodeList>,
    pub(super) certainty: Certainty,
    pub(super) said: Vec<Position>,
    pub(super) rounded: Rounded,
    pub(super) entries: Vec<Entry<'a>>,
}

impl<'a> Column<'a> {
    fn new(figures: &Figures<'a>, year: BudgetYear, label: Label) -> Self {
        Self {
            year,
            label,
            list: figures.list,
            certainty: figures.origin.certainty(),
            said: figures.said.clone(),
            rounded: figures.rounded,
            entries: figures.of_year(year).cloned().collect(),
        }
    }

    /// The sum of the entries that are wanted.
    pub(super) fn sum(&self, wanted: impl Fn(&Entry<'_>) -> bool) -> Money {
        let mut money = Money::default();
        for entry in self.entries.iter().filter(|entry| wanted(entry)) {
            money.add_rounded(entry.current, entry.rounded_to, self.certainty, &entry.sources);
        }
        money
    }

    /// A side of everything with a place in the result chain.
    pub(super) fn side(&self, side: Side, role: Role) -> Money {
        self.sum(|entry| entry.key.side == side && role_of(&entry.key.taakveld) == role)
    }

    /// A side of a family.
    pub(super) fn family(&self, side: Side, family: Family) -> Money {
        self.sum(|entry| {
            let code = &entry.key.taakveld;
            entry.key.side == side && role_of(code) == Role::Ordinary && family_of(self.list, code) == family
        })
    }

    /// How its codes compare with those of the paragraph's year; a list that is not known does not compare.
    pub(super) fn compares(&self, with: Option<&'static CodeList>) -> Comparison {
        match (self.list, with) {
            (Some(own), Some(other)) => other.compared_with(own),
            _ => Comparison::NotAtAll,
        }
    }
}

/// The columns: t-2 and t-1 where something of those years is recorded; `None` when there is no budget of the year and no draft.
pub(super) fn columns<'a>(context: &Context<'a>) -> Option<Vec<Column<'a>>> {
    let budget = Figures::budget(context, context.year)?;
    let before = |n: i64| BudgetYear::new(i64::from(context.year.get()) - n).ok();
    let realised = before(2).and_then(|year| {
        let figures = Figures::realised(context, year)?;
        Some(Column::new(&figures, year, figures.origin.label()))
    });
    let last = before(1).and_then(|year| {
        let figures = Figures::budget(context, year)?;
        Some(Column::new(&figures, year, figures.origin.label()))
    });
    let ahead = context.ahead().into_iter().map(|year| {
        let own = year == context.year;
        let label = if own { budget.origin.label() } else { labels::FIGURES_ESTIMATE };
        Column::new(&budget, year, label)
    });
    Some(realised.into_iter().chain(last).chain(ahead).collect())
}

/// The row that says where the figures of each year come from; `first` are the cells before those of the years.
pub(super) fn origin_row(columns: &[Column<'_>], first: &[Value]) -> Row {
    let cells = first.iter().map(|value| cell(value.clone(), []));
    let origins = columns.iter().map(|column| cell(Value::Label(column.label), column.said.iter().copied()));
    labelled("figures-from", labels::FIGURES_FROM, RowRole::Memo, cells.chain(origins).collect())
}

/// The row that says what the figures of each year are rounded to in their source; `None` when all are exact.
pub(super) fn rounding_row(columns: &[Column<'_>], first: &[Value]) -> Option<Row> {
    // A year ahead without figures of its own is not rounded to anything.
    let rounded = |column: &Column<'_>| column.rounded.filter(|_| !column.entries.is_empty());
    rounded_row("rounded-to", first, &columns.iter().map(rounded).collect::<Vec<_>>())
}

/// The row that names the code list of each year and says what compares; `None` when all years are in one list (domain 3.7).
pub(super) fn list_row(
    columns: &[Column<'_>],
    now: Option<&'static CodeList>,
    first: &[Value],
) -> Option<Row> {
    let other = columns.iter().any(|column| column.compares(now) != Comparison::ByCode);
    if !other {
        return None;
    }
    let cells = first.iter().map(|value| cell(value.clone(), []));
    let lists = columns.iter().map(|column| {
        let name = column.list.map_or(Value::None, |list| text(list.name));
        let value = match column.compares(now) {
            Comparison::ByCode => name,
            Comparison::ByFamily => Value::Phrase(vec![name, Value::Label(labels::COMPARE_BY_FAMILY)]),
            Comparison::NotAtAll => Value::Phrase(vec![name, Value::Label(labels::COMPARE_NOT)]),
        };
        cell(value, column.said.iter().copied())
    });
    Some(labelled("code-list", labels::CODE_LIST, RowRole::Memo, cells.chain(lists).collect()))
}
