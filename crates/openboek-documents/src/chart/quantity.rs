//! What of a cell can be drawn. Only what has an amount becomes a bar; all else that belongs there is drawn as unknown.

use crate::sheet::{Datum, Fields, Kind, Part, SheetCell, SheetRow, SheetTable};

/// An amount in a drawing, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    /// Nothing belongs here.
    Nothing,
    /// Something belongs here, and it is not known how much.
    Unknown,
    /// So much.
    Known(Known),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) cents: i128,
    /// Whether it may still become another amount: an estimate, or not decided.
    pub(super) loose: bool,
    /// Whether parts of it are unknown: it is so much and more.
    pub(super) and_more: bool,
    /// How much of it is suspended.
    pub(super) suspended: i128,
}

/// How sure an amount must be to be drawn solid.
const FIRM: [&str; 5] = ["decided", "granted", "realised", "adopted-accounts", "supervised"];

impl Quantity {
    pub(super) fn of(part: &Part) -> Self {
        match part.kind {
            Kind::None => Self::Nothing,
            Kind::Amount | Kind::Sum => amount(&part.fields),
            Kind::Suspended => suspended(&part.fields),
            _ => Self::Unknown,
        }
    }

    pub(super) const fn known(self) -> Option<Known> {
        match self {
            Self::Known(known) => Some(known),
            Self::Nothing | Self::Unknown => None,
        }
    }

    pub(super) fn cents(self) -> Option<i128> {
        self.known().map(|known| known.cents)
    }
}

fn amount(fields: &Fields) -> Quantity {
    let qualifier = fields.text("qualifier").unwrap_or_default();
    let about = qualifier == "about";
    // A bound is no amount: "at most so much" may be nothing.
    if qualifier == "empty" {
        return Quantity::Nothing;
    }
    if !matches!(qualifier, "exact" | "about" | "with-unknown") {
        return Quantity::Unknown;
    }
    let sure = fields.text("certainty").is_none_or(|certainty| FIRM.contains(&certainty));
    fields.text("cents").and_then(|cents| cents.parse().ok()).map_or(Quantity::Unknown, |cents| {
        Quantity::Known(Known {
            cents,
            loose: about || !sure,
            and_more: qualifier == "with-unknown",
            suspended: 0,
        })
    })
}

/// What stands of a cut of which a part does not count for now; where it is not known how much, the rest is not known either.
fn suspended(fields: &Fields) -> Quantity {
    let inner = |name: &str| fields.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
    let Some(Datum::Map(whole)) = inner("amount") else { return Quantity::Unknown };
    let Quantity::Known(whole) = amount(whole) else { return Quantity::Unknown };
    match inner("extent") {
        Some(Datum::Null) => Quantity::Known(Known { suspended: whole.cents, ..whole }),
        Some(Datum::Map(extent)) => amount(extent).cents().map_or(Quantity::Unknown, |extent| {
            // A suspended part has the sign of what it is a part of, and is no larger.
            let part = extent.abs().min(whole.cents.abs()) * whole.cents.signum();
            Quantity::Known(Known { suspended: part, ..whole })
        }),
        _ => Quantity::Unknown,
    }
}

/// The sum of what is known, as far as all of it is: `None` when an amount is missing.
pub(super) fn summed(quantities: impl IntoIterator<Item = Quantity>) -> Option<Known> {
    let none = Known { cents: 0, loose: false, and_more: false, suspended: 0 };
    quantities.into_iter().try_fold(none, |sum, quantity| match quantity {
        Quantity::Nothing => Some(sum),
        Quantity::Known(known) if !known.and_more => Some(Known {
            cents: sum.cents.checked_add(known.cents)?,
            loose: sum.loose || known.loose,
            and_more: false,
            suspended: sum.suspended.checked_add(known.suspended)?,
        }),
        _ => None,
    })
}

/// The cell of a row in a column, by the column's key.
pub(super) fn cell<'a>(table: &SheetTable, row: &'a SheetRow, column: &str) -> Option<&'a SheetCell> {
    let place = table.columns.iter().position(|found| found.key == column)?;
    row.cells.get(place)
}

/// The permanent key of a state or kind in a column.
pub(super) fn state<'a>(table: &SheetTable, row: &'a SheetRow, column: &str) -> Option<&'a str> {
    let part = &cell(table, row, column)?.part;
    part.items.first().unwrap_or(part).fields.text("label")
}

/// What the identifiers in the drawing of a row begin with: the address of the row in the page.
pub(super) fn row_id(row: &SheetRow) -> String {
    let anchor = row.cells.first().map_or(row.id.as_str(), |cell| cell.anchor.as_str());
    format!("c-{}", anchor.rsplit_once('.').map_or(anchor, |(row, _)| row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Form;
    use crate::lang::Lang;
    use openboek_rules::{Amount, Base, BasisPoints, Bound, Cents, Certainty, Sum, Text};
    use openboek_views::model::Value;

    fn cents(number: i64) -> Cents {
        Cents::new(number).unwrap()
    }

    const fn known(cents: i128, loose: bool, and_more: bool, suspended: i128) -> Quantity {
        Quantity::Known(Known { cents, loose, and_more, suspended })
    }

    #[test]
    fn only_an_amount_is_a_bar_and_an_unknown_is_never_zero() {
        let exact = |number| Amount::Exact(cents(number));
        let about = Amount::About { cents: cents(500), granularity: cents(100) };
        let words = Amount::Qualitative(Text::new("grotendeels").unwrap());
        let share = Amount::PercentOf {
            share: BasisPoints::new(-2000).unwrap(),
            base: Base::Unknown(None),
            bound: Bound::Exactly,
        };
        let sum = |known, known_parts, about_parts, unknown_parts| {
            Value::Sum(Sum { known: cents(known), known_parts, about_parts, unknown_parts })
        };
        let held =
            |amount: &Amount, extent: Option<Amount>| Value::Suspended { amount: amount.clone(), extent };
        let table = [
            (Value::None, Quantity::Nothing),
            (Value::Amount(exact(0), None), known(0, false, false, 0)),
            (Value::Amount(exact(-5), Some(Certainty::Decided)), known(-5, false, false, 0)),
            (Value::Amount(exact(-5), Some(Certainty::Announced)), known(-5, true, false, 0)),
            (Value::Amount(about, None), known(500, true, false, 0)),
            (Value::Amount(Amount::AtMost(cents(5)), None), Quantity::Unknown),
            (Value::Amount(Amount::Range { low: cents(1), high: cents(2) }, None), Quantity::Unknown),
            (Value::Amount(share, None), Quantity::Unknown),
            (Value::Amount(words.clone(), None), Quantity::Unknown),
            (sum(0, 0, 0, 0), Quantity::Nothing),
            (sum(0, 0, 0, 2), Quantity::Unknown),
            (sum(7, 1, 0, 0), known(7, false, false, 0)),
            (sum(7, 2, 1, 0), known(7, true, false, 0)),
            (sum(7, 1, 0, 1), known(7, false, true, 0)),
            (held(&exact(-9), None), known(-9, false, false, -9)),
            (held(&exact(-9), Some(exact(4))), known(-9, false, false, -4)),
            (held(&exact(-9), Some(exact(-40))), known(-9, false, false, -9)),
            (held(&exact(-9), Some(words)), Quantity::Unknown),
        ];
        for (value, quantity) in table {
            assert_eq!(Quantity::of(&Part::of(&value, Form::new(Lang::Nl))), quantity, "{value:?}");
        }
    }

    #[test]
    fn a_sum_with_an_unknown_is_unknown() {
        let five = known(5, false, false, 0);
        let sum = |all: &[Quantity]| summed(all.iter().copied()).map(|sum| sum.cents);
        assert_eq!(sum(&[five, Quantity::Nothing, five]), Some(10));
        assert_eq!(sum(&[five, Quantity::Unknown]), None);
        assert_eq!(sum(&[known(5, false, true, 0)]), None);
        assert_eq!(sum(&[known(i128::MAX, false, false, 0), five]), None);
        assert_eq!(sum(&[]), Some(0));
    }
}
