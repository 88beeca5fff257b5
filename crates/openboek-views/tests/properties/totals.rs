//! Adds up the rows of tables again, from what is printed, and holds every cell to what the model promises.

use std::collections::BTreeSet;

use crate::accounts;
use openboek_rules::amount::Amount;
use openboek_rules::{Bound, Cents};
use openboek_views::Paragraph;
use openboek_views::labels;
use openboek_views::model::{ColumnId, Row, RowRole, Table, TableId, Value};

/// What a value adds to a sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub known: i128,
    pub unknown: u32,
}

impl Parts {
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Amount(amount, _) => Self::amount(amount),
            Value::Sum(sum) => Self { known: i128::from(sum.known.get()), unknown: sum.unknown_parts },
            Value::Suspended { amount, extent: None } => {
                let _ = amount;
                Self::default()
            }
            Value::Suspended { amount, extent: Some(extent) } => Self::left(amount, extent),
            // A sum of parts, suspended: nothing is left of it, or nobody knows how much.
            Value::Phrase(values) if values.get(1) == Some(&Value::Label(labels::SUSPENDED)) => {
                let fully = values.get(2) == Some(&Value::Label(labels::SUSPENDED_FULLY));
                Self { known: 0, unknown: u32::from(!fully) }
            }
            _ => Self::default(),
        }
    }

    fn amount(amount: &Amount) -> Self {
        match amount {
            Amount::Exact(cents) | Amount::About { cents, .. } => {
                Self { known: i128::from(cents.get()), unknown: 0 }
            }
            _ => Self { known: 0, unknown: 1 },
        }
    }

    /// Of an exact cut with an exactly suspended part; anything else is unknown.
    fn left(amount: &Amount, extent: &Amount) -> Self {
        let unknown = Self { known: 0, unknown: 1 };
        let Amount::Exact(whole) = amount else { return unknown };
        let suspended = match extent {
            Amount::Exact(part) => Some(*part),
            Amount::PercentOf { share, bound: Bound::Exactly, .. } => whole.share(*share),
            _ => None,
        };
        let size = |cents: Cents| i128::from(cents.get()).abs();
        match suspended {
            Some(part) if size(part) <= size(*whole) => {
                let left = size(*whole) - size(part);
                Self { known: if whole.get() < 0 { -left } else { left }, unknown: 0 }
            }
            _ => unknown,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self { known: self.known + other.known, unknown: self.unknown + other.unknown }
    }
}

fn items<'a>(rows: impl Iterator<Item = &'a Row>, column: usize) -> Parts {
    let items = rows.filter(|row| row.role == RowRole::Item);
    items.map(|row| Parts::of(&row.cells[column].value)).fold(Parts::default(), Parts::plus)
}

/// Every promise of the model that a paragraph alone can show.
pub fn check(paragraph: &Paragraph) {
    let mut addresses = BTreeSet::new();
    for (anchor, cell) in paragraph.figures() {
        assert!(cell.sources.windows(2).all(|pair| pair[0] < pair[1]), "{anchor:?}");
        assert!(cell.sources.last().is_none_or(|last| *last < paragraph.head.moment.size), "{anchor:?}");
        assert!(cell.value != Value::None || cell.sources.is_empty(), "{anchor:?}");
        assert!(addresses.insert(anchor.clone()), "twice: {anchor:?}");
    }
    for table in paragraph.tables() {
        assert!(!table.rows.is_empty());
        assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()), "{}", table.id.key());
        match table.id {
            TableId::BudgetByTaakveld | TableId::BudgetByFamily => above(table),
            TableId::CutLanes => lanes(table),
            TableId::MultiYear => sides(table),
            TableId::CutParts => divisions(table),
            TableId::CutBalance => balances(table),
            TableId::MeansInAndOut => means(table),
            TableId::ResultChain
            | TableId::BudgetAndActuals
            | TableId::BudgetAndActualsByFamily
            | TableId::BudgetByNature
            | TableId::BudgetByProgramme
            | TableId::OwnContributions
            | TableId::Scope => accounts::check(table),
            TableId::Subsidies => subsidies(table),
            TableId::SubsidyLedgers => ledgers(table),
            TableId::Contributions => contributions(table),
            TableId::ContributionShares => shares(table),
            TableId::KeyValues => values(table),
            TableId::FundingSources => sources(table),
            _ => assert!(table.rows.iter().all(|row| row.role != RowRole::Total), "{}", table.id.key()),
        }
    }
    families(paragraph);
    accounts::agree(paragraph);
}

/// A total is the sum of the items above it, column by column.
fn above(table: &Table) {
    for (place, total) in table.rows.iter().enumerate().filter(|(_, row)| row.role == RowRole::Total) {
        for column in 0..table.columns.len() {
            assert_eq!(
                Parts::of(&total.cells[column].value),
                items(table.rows[..place].iter(), column),
                "{}",
                total.id
            );
        }
    }
    // How coarsely the source rounds is no amount.
    for row in table.rows.iter().filter(|row| !row.id.ends_with("rounded-to")) {
        for side in table.columns.chunks(3).enumerate().map(|(n, _)| n * 3) {
            let [income, expenditure, balance] =
                [0, 1, 2].map(|n| Parts::of(&row.cells[side + n].value).known);
            assert_eq!(income - expenditure, balance, "{}", row.id);
        }
    }
}

fn lanes(table: &Table) {
    let total = table.rows.last().unwrap();
    assert_eq!(total.role, RowRole::Total);
    for (column, id) in table.columns.iter().enumerate().filter(|(_, id)| matches!(id, ColumnId::Year(_))) {
        let sum = items(table.rows.iter(), column);
        assert_eq!(Parts::of(&total.cells[column].value), sum, "{}", id.key());
    }
}

fn sides(table: &Table) {
    let total = |id: &str, column: usize| {
        let row = table.rows.iter().find(|row| row.id == id).unwrap();
        Parts::of(&row.cells[column].value).known
    };
    for column in 1..table.columns.len() {
        let of = |side: &str| items(table.rows.iter().filter(|row| row.id.ends_with(side)), column).known;
        assert_eq!(total("total:income", column), of(":income"));
        assert_eq!(total("total:expenditure", column), of(":expenditure"));
        assert_eq!(total("balance", column), of(":income") - of(":expenditure"));
    }
}

fn divisions(table: &Table) {
    let column = table.columns.iter().position(|id| id.key() == "amount").unwrap();
    for total in table.rows.iter().filter(|row| row.role == RowRole::Total) {
        let division = total.id.strip_suffix("total").unwrap();
        let parts = table.rows.iter().filter(|row| row.id.starts_with(division));
        assert_eq!(Parts::of(&total.cells[column].value), items(parts, column), "{division}");
    }
}

/// Per cut and year: imposed, amended and shifted are the total, and realised, withdrawn, suspended and open are too.
fn balances(table: &Table) {
    let years = table.columns.iter().enumerate().filter(|(_, id)| matches!(id, ColumnId::Year(_)));
    for (column, year) in years {
        for total in table.rows.iter().filter(|row| row.role == RowRole::Total) {
            let cut = total.id.strip_suffix("total").unwrap();
            let whole = Parts::of(&total.cells[column].value);
            for role in [RowRole::Memo, RowRole::Item] {
                let rows = table.rows.iter().filter(|row| row.id.starts_with(cut) && row.role == role);
                let parts =
                    rows.map(|row| Parts::of(&row.cells[column].value)).fold(Parts::default(), Parts::plus);
                if parts.unknown == 0 && whole.unknown == 0 {
                    assert_eq!(parts.known, whole.known, "{} {role:?} {}", total.id, year.key());
                }
            }
        }
    }
}

fn means(table: &Table) {
    let of = |id: &str| Parts::of(&table.cell(id, "value").unwrap().value).known;
    assert_eq!(of("means-in"), of("means-out") + of("reserve-mutation") + of("returned-to-general-means"));
}

/// What the holder's own subsidies come to.
fn subsidies(table: &Table) {
    let money = ["awarded", "determined", "paid", "subsidy-balance"];
    for total in table.rows.iter().filter(|row| row.role == RowRole::Total) {
        for (column, id) in
            table.columns.iter().enumerate().filter(|(_, id)| money.contains(&id.key().as_str()))
        {
            assert_eq!(
                Parts::of(&total.cells[column].value),
                items(table.rows.iter(), column),
                "{}",
                id.key()
            );
        }
    }
}

/// Each kind has its own total, and the years make the whole of a row.
fn ledgers(table: &Table) {
    for total in table.rows.iter().filter(|row| row.role == RowRole::Total) {
        let kind = total.id.strip_prefix("total").unwrap();
        for column in 1..table.columns.len() {
            let rows = table.rows.iter().filter(|row| row.id.ends_with(kind));
            assert_eq!(Parts::of(&total.cells[column].value), items(rows, column), "{}", total.id);
        }
    }
    for row in &table.rows {
        let (whole, years) = row.cells[1..].split_last().unwrap();
        let sum = years.iter().map(|cell| Parts::of(&cell.value)).fold(Parts::default(), Parts::plus);
        assert_eq!(Parts::of(&whole.value), sum, "{}", row.id);
    }
}

/// The adopted contributions of a year together.
fn contributions(table: &Table) {
    for total in table.rows.iter().filter(|row| row.role == RowRole::Total) {
        for (column, id) in table.columns.iter().enumerate() {
            let sum = items(table.rows.iter(), column);
            assert_eq!(Parts::of(&total.cells[column].value), sum, "{} {}", total.id, id.key());
        }
    }
}

/// What the members of a contribution have is the total, in every column.
fn shares(table: &Table) {
    for total in table.rows.iter().filter(|row| row.role == RowRole::Total) {
        let contribution = total.id.strip_suffix("total").unwrap();
        for (column, id) in table.columns.iter().enumerate() {
            let parts = table.rows.iter().filter(|row| row.id.starts_with(contribution));
            assert_eq!(
                Parts::of(&total.cells[column].value),
                items(parts, column),
                "{} {}",
                total.id,
                id.key()
            );
        }
    }
}

/// The values of a key make its sum.
fn values(table: &Table) {
    let count = |row: &Row| match row.cells[0].value {
        Value::Count(count) => count,
        _ => panic!("{} has no count", row.id),
    };
    for total in table.rows.iter().filter(|row| row.role == RowRole::Total) {
        let component = total.id.strip_suffix("total").unwrap();
        let parts =
            table.rows.iter().filter(|row| row.role == RowRole::Item && row.id.starts_with(component));
        assert_eq!(parts.map(count).sum::<u64>(), count(total), "{}", total.id);
    }
}

/// What counts, per earmark and in all.
fn sources(table: &Table) {
    let earmark = table.columns.iter().position(|id| id.key() == "earmark").unwrap();
    for total in table.rows.iter().filter(|row| row.role == RowRole::Total) {
        let of = total.id.strip_prefix("total:");
        let belongs = |row: &&Row| match (&row.cells[earmark].value, of) {
            (_, None) => true,
            (Value::Label(label), Some(of)) => label.key() == of,
            _ => false,
        };
        assert_eq!(
            Parts::of(&total.cells[0].value),
            items(table.rows.iter().filter(belongs), 0),
            "{}",
            total.id
        );
    }
}

/// Families and taakvelden are the same money.
fn families(paragraph: &Paragraph) {
    let Some(taakvelden) = paragraph.table(TableId::BudgetByTaakveld) else { return };
    let families = paragraph.table(TableId::BudgetByFamily).unwrap();
    for id in ["total", "result"] {
        let of = |table: &Table| table.rows.iter().find(|row| row.id == id).map(|row| row.cells.clone());
        assert_eq!(of(taakvelden), of(families));
    }
}
