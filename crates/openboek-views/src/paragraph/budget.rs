//! Income and expenditure of the budget year, before and after amendments, per taakveld and per family. Never netted.

use openboek_rules::statement::Side;
use openboek_rules::taakveld::Family;
use openboek_rules::{Amount, BudgetYear, Cents, Certainty, CodeList, Taakveld};

use super::cells::{cell, columns, labelled, phrase, unknown};
use super::context::Context;
use super::lines::{Entry, Figures, Origin};
use super::rounding::{Rounded, rounded_row};
use crate::labels;
use crate::model::{Cell, ColumnId, Label, Position, Row, RowRole, Table, TableId, Value, Words};

/// Money with the entries behind it, wide enough for any sum; a sum that is no [`Cents`] any more prints as unknown.
#[derive(Clone, Debug, Default)]
pub(super) struct Money {
    cents: i128,
    parts: usize,
    /// How far it may be off: what each part is rounded to, added up; zero when all parts are exact.
    granularity: i128,
    /// How sure the least sure part is; `None` without parts.
    certainty: Option<Certainty>,
    sources: Vec<Position>,
}

impl Money {
    /// Adds an exact amount.
    pub(super) fn add(&mut self, cents: Cents, certainty: Certainty, sources: &[Position]) {
        self.add_rounded(cents, None, certainty, sources);
    }

    /// Adds an amount that may be rounded in its source.
    pub(super) fn add_rounded(
        &mut self,
        cents: Cents,
        rounded_to: Option<Cents>,
        certainty: Certainty,
        sources: &[Position],
    ) {
        self.cents += i128::from(cents.get());
        self.granularity += rounded_to.map_or(0, |to| i128::from(to.get()));
        self.parts += 1;
        self.certainty = weakest(self.certainty, Some(certainty));
        self.sources.extend_from_slice(sources);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.cents += other.cents;
        self.parts += other.parts;
        self.granularity += other.granularity;
        self.certainty = weakest(self.certainty, other.certainty);
        self.sources.extend_from_slice(&other.sources);
    }

    /// Whether nothing is in it.
    pub(super) const fn is_empty(&self) -> bool {
        self.parts == 0
    }

    /// The amount, as far as it is money.
    pub(super) fn cents(&self) -> Option<Cents> {
        fitting(self.cents)
    }

    /// What it is rounded to; `None` when it is exact.
    pub(super) fn rounded_to(&self) -> Option<Cents> {
        fitting(self.granularity).filter(|to| *to > Cents::ZERO)
    }

    /// The amount with how exact it is; `None` when that is no money any more.
    fn amount(&self) -> Option<Amount> {
        let (cents, granularity) = (self.cents()?, fitting(self.granularity)?);
        let exact = granularity == Cents::ZERO;
        Some(if exact { Amount::Exact(cents) } else { Amount::About { cents, granularity } })
    }

    pub(super) fn less(&self, other: &Self) -> Self {
        let mut sources = self.sources.clone();
        sources.extend_from_slice(&other.sources);
        let (cents, parts) = (self.cents - other.cents, self.parts + other.parts);
        let granularity = self.granularity + other.granularity;
        Self { cents, parts, granularity, certainty: weakest(self.certainty, other.certainty), sources }
    }

    /// The cell; "–" when no line is in it, since a side without lines was not said to be zero.
    pub(super) fn cell(&self) -> Cell {
        if self.parts == 0 {
            return cell(Value::None, []);
        }
        let certainty = self.certainty.unwrap_or(Certainty::Decided);
        let value = |amount| Value::Amount(amount, Some(certainty));
        cell(self.amount().map_or_else(unknown, value), self.sources.iter().copied())
    }
}

fn fitting(cents: i128) -> Option<Cents> {
    i64::try_from(cents).ok().and_then(Cents::new)
}

/// A sum is as sure as the least sure of its parts.
fn weakest(one: Option<Certainty>, other: Option<Certainty>) -> Option<Certainty> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Both sides, before and after amendments.
#[derive(Clone, Debug, Default)]
pub(super) struct Flows {
    income: Money,
    expenditure: Money,
    income_adopted: Money,
    expenditure_adopted: Money,
}

impl Flows {
    fn add(&mut self, line: &Entry<'_>, certainty: Certainty) {
        let (now, before) = match line.key.side {
            Side::Income => (&mut self.income, &mut self.income_adopted),
            Side::Expenditure => (&mut self.expenditure, &mut self.expenditure_adopted),
        };
        now.add_rounded(line.current, line.rounded_to, certainty, &line.sources);
        if let Some(adopted) = line.adopted {
            // The adoption is the first entry of a line that it made.
            let sources = line.sources.get(..1).unwrap_or_default();
            before.add_rounded(adopted, line.rounded_to, certainty, sources);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.income.merge(&other.income);
        self.expenditure.merge(&other.expenditure);
        self.income_adopted.merge(&other.income_adopted);
        self.expenditure_adopted.merge(&other.expenditure_adopted);
    }

    fn cells(&self, amended: bool) -> Vec<Cell> {
        let before = [
            self.income_adopted.cell(),
            self.expenditure_adopted.cell(),
            self.income_adopted.less(&self.expenditure_adopted).cell(),
        ];
        let now = [self.income.cell(), self.expenditure.cell(), self.income.less(&self.expenditure).cell()];
        before.into_iter().filter(|_| amended).chain(now).collect()
    }
}

/// What a taakveld is in the result chain (domain 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Income or expenditure before reserves.
    Ordinary,
    /// 0.10, or functie 980: changes of reserves, below the line.
    Reserve,
    /// 0.11, or functie 970: the result itself, in no sum.
    Result,
}

pub(super) fn role_of(code: &Taakveld) -> Role {
    match code.as_str() {
        "0.10" | "980" => Role::Reserve,
        "0.11" | "970" => Role::Result,
        _ => Role::Ordinary,
    }
}

/// A taakveld of the sheet.
struct Gathered {
    code: Taakveld,
    flows: Flows,
}

/// The budget of a year, its lines for that year gathered per taakveld.
pub(super) struct Sheet {
    list: Option<&'static CodeList>,
    amended: bool,
    /// How sure its figures are, also that a line is absent.
    certainty: Certainty,
    /// What its amounts are rounded to in the source.
    rounded: Rounded,
    entries: Vec<Gathered>,
}

impl Sheet {
    /// The sheet of a year; `None` when neither a budget of that year nor a draft of it is recorded.
    pub(super) fn of(context: &Context<'_>, year: BudgetYear) -> Option<Self> {
        let budget = Figures::budget(context, year)?;
        let amended = budget.origin == Origin::Amended;
        let certainty = budget.origin.certainty();
        let (list, rounded) = (budget.list, budget.rounded);
        let mut sheet = Self { list, amended, certainty, rounded, entries: Vec::new() };
        sheet.gather(&budget, year);
        sheet.entries.sort_by_key(|entry| place(budget.list, &entry.code));
        Some(sheet)
    }

    fn gather(&mut self, budget: &Figures<'_>, year: BudgetYear) {
        // Entries are sorted by taakveld first, so equal codes follow each other.
        for line in budget.of_year(year) {
            let code = &line.key.taakveld;
            if self.entries.last().is_none_or(|entry| entry.code != *code) {
                self.entries.push(Gathered { code: code.clone(), flows: Flows::default() });
            }
            if let Some(entry) = self.entries.last_mut() {
                entry.flows.add(line, budget.origin.certainty());
            }
        }
    }

    pub(super) const fn rounded(&self) -> Rounded {
        self.rounded
    }

    pub(super) fn income(&self) -> Cell {
        self.total(Role::Ordinary).income.cell()
    }

    pub(super) fn expenditure(&self) -> Cell {
        self.total(Role::Ordinary).expenditure.cell()
    }

    pub(super) fn balance(&self) -> Cell {
        let total = self.total(Role::Ordinary);
        total.income.less(&total.expenditure).cell()
    }

    fn total(&self, role: Role) -> Flows {
        let mut total = Flows::default();
        self.entries
            .iter()
            .filter(|entry| role_of(&entry.code) == role)
            .for_each(|entry| total.merge(&entry.flows));
        total
    }

    pub(super) fn by_taakveld(&self) -> Table {
        let row = |entry: &Gathered, role| {
            let name = self.list.and_then(|list| list.name_of(&entry.code)).unwrap_or(entry.code.as_str());
            let cells = entry.flows.cells(self.amended);
            Row { id: entry.code.to_string(), name: Words::Text(name.to_owned()), role, cells }
        };
        let of = |wanted: Role| self.entries.iter().filter(move |entry| role_of(&entry.code) == wanted);
        let items = of(Role::Ordinary).map(|entry| row(entry, RowRole::Item)).collect();
        let reserves = of(Role::Reserve).map(|entry| row(entry, RowRole::Item)).collect();
        let results = of(Role::Result).map(|entry| row(entry, RowRole::Memo)).collect();
        self.assembled(TableId::BudgetByTaakveld, items, reserves, results)
    }

    pub(super) fn by_family(&self) -> Table {
        let mut items = Vec::new();
        for (family, label, key) in FAMILIES {
            let mut flows = Flows::default();
            for entry in self.entries.iter().filter(|entry| role_of(&entry.code) == Role::Ordinary) {
                if family_of(self.list, &entry.code) == family {
                    flows.merge(&entry.flows);
                }
            }
            if flows.income.parts + flows.expenditure.parts > 0 {
                items.push(labelled(key, label, RowRole::Item, flows.cells(self.amended)));
            }
        }
        let special = |role, id: &str, label, row_role| {
            let flows = self.total(role);
            let any = flows.income.parts + flows.expenditure.parts > 0;
            any.then(|| labelled(id, label, row_role, flows.cells(self.amended))).into_iter().collect()
        };
        let reserves = special(Role::Reserve, "reserves", labels::RESERVES, RowRole::Item);
        let results = special(Role::Result, "accounts-result", labels::ACCOUNTS_RESULT, RowRole::Memo);
        self.assembled(TableId::BudgetByFamily, items, reserves, results)
    }

    /// Items, their total, reserves, the result after reserves, and what is in no sum.
    fn assembled(&self, id: TableId, items: Vec<Row>, reserves: Vec<Row>, results: Vec<Row>) -> Table {
        let mut total = self.total(Role::Ordinary);
        let mut rows = items;
        rows.push(labelled("total", labels::TOTAL, RowRole::Total, total.cells(self.amended)));
        if !reserves.is_empty() {
            rows.extend(reserves);
            total.merge(&self.total(Role::Reserve));
            rows.push(labelled("result", labels::RESULT, RowRole::Total, total.cells(self.amended)));
        }
        rows.extend(results);
        let columns = self.columns();
        rows.extend(rounded_row("rounded-to", &[], &vec![self.rounded; columns.len()]));
        Table { id, columns, rows }
    }

    fn columns(&self) -> Vec<ColumnId> {
        let before = [labels::INCOME_ADOPTED, labels::EXPENDITURE_ADOPTED, labels::BALANCE_ADOPTED];
        let now = [labels::INCOME, labels::EXPENDITURE, labels::BALANCE];
        let all: Vec<Label> = before.into_iter().filter(|_| self.amended).chain(now).collect();
        columns(&all)
    }
}

/// Families in the order they are shown, with their words and row identifiers.
pub(super) const FAMILIES: [(Family, Label, &str); 7] = [
    (Family::SocialInfrastructure, labels::FAMILY_SOCIAL_INFRASTRUCTURE, "social-infrastructure"),
    (Family::Access, labels::FAMILY_ACCESS, "access"),
    (Family::Income, labels::FAMILY_INCOME, "income"),
    (Family::Participation, labels::FAMILY_PARTICIPATION, "participation"),
    (Family::Wmo, labels::FAMILY_WMO, "wmo"),
    (Family::Youth, labels::FAMILY_YOUTH, "youth"),
    (Family::Other, labels::FAMILY_OTHER, "other"),
];

/// The family of a code by the list of the budget's year; a code outside the list is "other".
pub(super) fn family_of(list: Option<&CodeList>, code: &Taakveld) -> Family {
    list.and_then(|list| list.family_of(code)).unwrap_or(Family::Other)
}

/// Codes in the order of their list, unknown ones after them.
pub(super) fn place(list: Option<&'static CodeList>, code: &Taakveld) -> (usize, String) {
    let at = list.and_then(|list| list.place_of(code));
    (at.unwrap_or(usize::MAX), code.to_string())
}

/// "n.n.b.", with the reason that no budget is recorded.
pub(super) fn no_budget() -> Cell {
    cell(phrase(vec![unknown(), Value::Label(labels::REASON_NO_BUDGET)]), [])
}

/// Does money for the social domain stay there? In = out + change of the reserve + returned to general means.
pub(super) fn means_in_and_out(sheet: Option<&Sheet>) -> Table {
    let cells = sheet.map_or_else(
        || [no_budget(), no_budget(), no_budget(), no_budget()],
        |sheet| {
            let ordinary = sheet.total(Role::Ordinary);
            let reserve = sheet.total(Role::Reserve);
            // Adding to a reserve is expenditure on 0.10, withdrawing from it is income.
            let zeroed = |money| zeroed(money, sheet.certainty);
            let added = zeroed(reserve.expenditure.less(&reserve.income));
            let (income, out) = (zeroed(ordinary.income), zeroed(ordinary.expenditure));
            let returned = income.less(&out).less(&added);
            [income.cell(), out.cell(), added.cell(), returned.cell()]
        },
    );
    let rows = [
        ("means-in", labels::MEANS_IN, RowRole::Item),
        ("means-out", labels::MEANS_OUT, RowRole::Item),
        ("reserve-mutation", labels::RESERVE_MUTATION, RowRole::Item),
        ("returned-to-general-means", labels::RETURNED_TO_GENERAL_MEANS, RowRole::Memo),
    ];
    let rows =
        rows.into_iter().zip(cells).map(|((id, name, role), cell)| labelled(id, name, role, vec![cell]));
    let rounded = sheet.and_then(|sheet| sheet.rounded);
    let rows = rows.chain(rounded_row("rounded-to", &[], &[rounded])).collect();
    Table { id: TableId::MeansInAndOut, columns: columns(&[labels::VALUE]), rows }
}

/// In a budget the absence of a line is a zero in this sum, as sure as the budget is: the terms must add up, and each is printed.
fn zeroed(money: Money, certainty: Certainty) -> Money {
    Money { parts: money.parts.max(1), certainty: money.certainty.or(Some(certainty)), ..money }
}
