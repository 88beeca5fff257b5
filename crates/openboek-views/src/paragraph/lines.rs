//! The figures of one year, whatever statement they come from: a draft, a budget with its amendments, actuals or accounts.

use std::borrow::Cow;

use openboek_rules::statement::{LineKey, Side};
use openboek_rules::{BudgetYear, Cents, Certainty, CodeList, Taakveld};

use super::context::Context;
use super::rounding::Rounded;
use crate::labels;
use crate::model::{Label, Position};
use crate::state::books;
use crate::state::budgets::{Budget, Line};
use crate::state::figures::AHEAD;

/// Where figures come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Adopted accounts.
    Accounts,
    /// A report of actuals.
    Actuals,
    /// A budget after amendments or separate changes of reserves.
    Amended,
    /// A budget as it was adopted.
    Adopted,
    /// A draft.
    Draft,
}

impl Origin {
    /// How sure its figures are.
    pub(super) const fn certainty(self) -> Certainty {
        match self {
            Self::Accounts => Certainty::AdoptedAccounts,
            Self::Actuals => Certainty::Realised,
            Self::Amended | Self::Adopted => Certainty::Decided,
            Self::Draft => Certainty::Proposed,
        }
    }

    /// Its word.
    pub(super) const fn label(self) -> Label {
        match self {
            Self::Accounts => labels::FIGURES_ACCOUNTS,
            Self::Actuals => labels::FIGURES_ACTUALS,
            Self::Amended => labels::FIGURES_AMENDED,
            Self::Adopted => labels::FIGURES_ADOPTED,
            Self::Draft => labels::FIGURES_DRAFT,
        }
    }
}

/// A line with its entries.
#[derive(Clone)]
pub(super) struct Entry<'a> {
    pub(super) key: Cow<'a, LineKey>,
    /// The amount before amendments; `None` for what was not in the adopted budget.
    pub(super) adopted: Option<Cents>,
    /// The amount that counts.
    pub(super) current: Cents,
    /// What both are rounded to in the source; `None` when they are exact.
    pub(super) rounded_to: Option<Cents>,
    pub(super) sources: Cow<'a, [Position]>,
}

impl<'a> Entry<'a> {
    fn of((key, line): (&'a LineKey, &'a Line), rounded_to: Option<Cents>) -> Self {
        let (adopted, current) = (line.adopted, line.current);
        Self { key: Cow::Borrowed(key), adopted, current, rounded_to, sources: Cow::Borrowed(&line.sources) }
    }
}

/// All figures of one document.
pub(super) struct Figures<'a> {
    pub(super) origin: Origin,
    /// The code list of the document's year, also for its later years.
    pub(super) list: Option<&'static CodeList>,
    /// The entries that made it what it is: adoption and amendments, report or accounts.
    pub(super) said: Vec<Position>,
    /// What the amounts are rounded to in the source, and the entry that says so.
    pub(super) rounded: Rounded,
    /// Sorted by key.
    pub(super) entries: Vec<Entry<'a>>,
}

impl<'a> Figures<'a> {
    /// The budget of a year as it stands, or its draft while there is none; with the changes of reserves that its lines do not hold.
    pub(super) fn budget(context: &Context<'a>, year: BudgetYear) -> Option<Self> {
        let budget = context.view.budgets.of(year).map(|budget| Self::adopted(budget, year));
        let draft = || {
            let draft = context.view.books.of(year)?.draft.as_ref()?;
            Some(Self::single(Origin::Draft, draft, year))
        };
        let mut figures = budget.or_else(draft)?;
        for ahead in (0..=AHEAD).filter_map(|n| year.plus(n)) {
            figures.change_reserves(context, ahead, ahead == year);
        }
        figures.entries.sort_by(|one, other| one.key.cmp(&other.key));
        Some(figures)
    }

    /// What was realised of a year: its accounts, else the report that goes furthest.
    pub(super) fn realised(context: &Context<'a>, year: BudgetYear) -> Option<Self> {
        let book = context.view.books.of(year)?;
        let accounts = book.accounts.as_ref().map(|accounts| Self::single(Origin::Accounts, accounts, year));
        accounts.or_else(|| Some(Self::single(Origin::Actuals, book.actuals.as_ref()?, year)))
    }

    fn adopted(budget: &'a Budget, year: BudgetYear) -> Self {
        let amended = budget.amendments.iter().map(|amendment| amendment.said.at);
        Self {
            origin: if budget.amendments.is_empty() { Origin::Adopted } else { Origin::Amended },
            list: CodeList::of(year),
            said: std::iter::once(budget.said.at).chain(amended).collect(),
            rounded: budget.rounded_to.map(|to| (to, budget.said.at)),
            // What an amendment brought is as exact as the amendment.
            entries: budget
                .lines
                .iter()
                .map(|line| Entry::of(line, budget.rounded_to.filter(|_| line.1.adopted.is_some())))
                .collect(),
        }
    }

    fn single(origin: Origin, figures: &'a books::Figures, year: BudgetYear) -> Self {
        let entries = figures.lines.iter().map(|line| Entry::of(line, figures.rounded_to)).collect();
        let rounded = figures.rounded_to.map(|to| (to, figures.said.at));
        Self { origin, list: CodeList::of(year), said: vec![figures.said.at], rounded, entries }
    }

    /// Changes of reserves stand on 0.10 (*functie* 980 in 2015-2016): what is withdrawn is income there, what is added expenditure.
    fn change_reserves(&mut self, context: &Context<'a>, year: BudgetYear, own: bool) {
        let code = if self.list.is_some_and(|list| list.last < 2017) { "980" } else { "0.10" };
        let Ok(taakveld) = Taakveld::new(code) else { return };
        let changes =
            context.view.books.of(year).into_iter().flat_map(|book| book.reserves.values().flatten());
        for change in changes.filter(|change| !change.in_lines) {
            for (side, amount) in [(Side::Income, change.withdrawn), (Side::Expenditure, change.added)] {
                if amount == Cents::ZERO {
                    continue;
                }
                let (taakveld, nature) = (taakveld.clone(), change.nature);
                let key = LineKey { taakveld, year, side, nature, category: None, programme: None };
                let sources = Cow::Owned(vec![change.said.at]);
                let key = Cow::Owned(key);
                self.entries.push(Entry { key, adopted: None, current: amount, rounded_to: None, sources });
            }
            if own {
                self.said.push(change.said.at);
            }
            if own && self.origin == Origin::Adopted {
                self.origin = Origin::Amended;
            }
        }
    }

    /// The lines for one year.
    pub(super) fn of_year(&self, year: BudgetYear) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.iter().filter(move |entry| entry.key.year == year)
    }
}
