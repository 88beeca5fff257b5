//! What comes every year or every quarter: when it is due next, and how many times it did not come.

use jiff::civil::Date;
use openboek_rules::UncertainDate;
use openboek_rules::statement::Recurrence;

use super::cells::cell;
use super::context::Context;
use crate::model::{Cell, Position, Value};

/// Most instalments that are counted: a quarter over more than a century.
const MOST: u16 = 500;

/// Months from one instalment to the next; `None` for what has no dates of its own.
const fn months(recurrence: Recurrence) -> Option<u16> {
    match recurrence {
        Recurrence::Yearly => Some(12),
        Recurrence::Quarterly => Some(3),
        Recurrence::Once | Recurrence::EachBudget => None,
    }
}

/// When the next instalment is due after a date: so long after its last possible day. Unknown for what has no dates of its own.
pub(super) fn next(after: &UncertainDate, recurrence: Recurrence) -> UncertainDate {
    let due = after.latest().zip(months(recurrence)).and_then(|(day, months)| later(day, months));
    due.map_or(UncertainDate::Unknown, UncertainDate::Day)
}

/// Two cells: how many instalments were missed since the first that is due, and when the next one is.
pub(super) fn instalments(
    context: &Context<'_>,
    recurrence: Recurrence,
    due: &UncertainDate,
    sources: &[Position],
) -> [Cell; 2] {
    let Some((first, months)) = due.latest().zip(months(recurrence)) else {
        return [cell(Value::None, []), cell(Value::None, [])];
    };
    let days = (0..MOST).map_while(|n| later(first, n.checked_mul(months)?));
    let missed = days.clone().take_while(|day| *day < context.reference_day()).count();
    let coming = days.into_iter().nth(missed).map_or(Value::None, |day| Value::Date(UncertainDate::Day(day)));
    [
        cell(Value::Count(u64::try_from(missed).unwrap_or(u64::MAX)), sources.iter().copied()),
        cell(coming, sources.iter().copied()),
    ]
}

/// The same day so many months later; the last day of a month that is shorter.
fn later(day: Date, months: u16) -> Option<Date> {
    let month = i32::from(day.month()) - 1 + i32::from(months);
    let year = i16::try_from(i32::from(day.year()) + month / 12).ok()?;
    let month = i8::try_from(month % 12 + 1).ok()?;
    let last = Date::new(year, month, 1).ok()?.last_of_month();
    Date::new(year, month, day.day().min(last.day())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_added_to_the_day_and_end_with_a_shorter_month() {
        // day, months, later
        let table = [
            ("2020-01-16", 12, "2021-01-16"),
            ("2020-02-29", 12, "2021-02-28"),
            ("2020-11-30", 3, "2021-02-28"),
            ("2020-10-31", 3, "2021-01-31"),
            ("2020-12-31", 24, "2022-12-31"),
        ];
        for (day, months, expected) in table {
            assert_eq!(later(day.parse().unwrap(), months), Some(expected.parse().unwrap()), "{day}");
        }
    }
}
