//! The days that the *Algemene termijnenwet* knows: Saturdays, Sundays and public holidays.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Easter Sunday of a year of the Gregorian calendar (the "anonymous" computus).
#[must_use]
pub fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (golden, century, in_century) = (year_number % 19, year_number / 100, year_number % 100);
    let correction = (century + 8) / 25;
    let epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let day_of_march = epact + weekday - 7 * late + 22;
    // 22 March to 25 April.
    let (month, day) = if day_of_march > 31 { (4, day_of_march - 31) } else { (3, day_of_march) };
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

/// The day the King's or Queen's birthday is kept (*Koningsdag*, *Koninginnedag*): 27 April since 2014, 30 April before, never on
/// a Sunday. From 1980 the day before is taken, earlier the day after.
#[must_use]
pub fn royal_birthday(year: i16) -> Option<Date> {
    let day = Date::new(year, 4, if year >= 2014 { 27 } else { 30 }).ok()?;
    if day.weekday() != Weekday::Sunday {
        return Some(day);
    }
    if year >= 1980 { day.yesterday().ok() } else { day.tomorrow().ok() }
}

/// Whether a day is a public holiday (*Algemene termijnenwet* art. 3 lid 1): New Year's Day, Easter Monday, Ascension Day, Whit
/// Monday, the two Christmas days, the royal birthday and 5 May; and Good Friday, which art. 3 lid 2 makes equal to them.
///
/// Days that a royal decree makes equal for one year (art. 3 lid 3) are not known here.
#[must_use]
pub fn is_public_holiday(day: Date) -> bool {
    let fixed = [(1, 1), (5, 5), (12, 25), (12, 26)];
    fixed.contains(&(day.month(), day.day()))
        || royal_birthday(day.year()) == Some(day)
        || easter(day.year()).is_some_and(|sunday| is_moveable_feast(sunday, day))
}

/// Good Friday, Easter Monday, Ascension Day and Whit Monday, by their days from Easter Sunday.
fn is_moveable_feast(easter: Date, day: Date) -> bool {
    [-2, 1, 39, 50].into_iter().any(|days: i64| easter.checked_add(days.days()).ok() == Some(day))
}

/// Whether a term may end on a day: it is not a Saturday, Sunday or public holiday.
#[must_use]
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_public_holiday(day)
}

/// The day itself if it is a working day, else the next one; `None` past the end of the calendar.
#[must_use]
pub fn working_day_from(day: Date) -> Option<Date> {
    let mut day = day;
    while !is_working_day(day) {
        day = day.tomorrow().ok()?;
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn easter_is_where_the_almanac_has_it() {
        for sunday in [
            "1954-04-18",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2013-03-31",
            "2019-04-21",
            "2020-04-12",
            "2021-04-04",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2038-04-25",
            "2049-04-18",
        ] {
            assert_eq!(easter(day(sunday).year()), Some(day(sunday)));
        }
    }

    #[test]
    fn the_holidays_of_a_year_are_the_ones_of_the_act() {
        let of = |year: i16| {
            let mut at = Date::new(year, 1, 1).unwrap();
            let mut found = Vec::new();
            while at.year() == year {
                if is_public_holiday(at) {
                    found.push(at.to_string());
                }
                at = at.tomorrow().unwrap();
            }
            found
        };
        let expected = [
            "2020-01-01",
            "2020-04-10",
            "2020-04-13",
            "2020-04-27",
            "2020-05-05",
            "2020-05-21",
            "2020-06-01",
            "2020-12-25",
            "2020-12-26",
        ];
        assert_eq!(of(2020), expected);
    }

    #[test]
    fn the_royal_birthday_is_never_kept_on_a_sunday() {
        // 27 April 2014 and 2025 and 30 April 1995 and 2006 are Sundays, and so is 30 April 1972.
        for (year, kept) in [
            (1972, "1972-05-01"),
            (1995, "1995-04-29"),
            (2006, "2006-04-29"),
            (2013, "2013-04-30"),
            (2014, "2014-04-26"),
            (2020, "2020-04-27"),
            (2025, "2025-04-26"),
        ] {
            assert_eq!(royal_birthday(year), Some(day(kept)));
        }
    }

    #[test]
    fn a_working_day_comes_after_the_longest_row_of_feasts() {
        // Good Friday to Easter Monday; Christmas on Friday with a weekend after it; New Year's Day on a Friday.
        for (from, to) in [
            ("2020-04-10", "2020-04-14"),
            ("2020-12-25", "2020-12-28"),
            ("2021-01-01", "2021-01-04"),
            ("2020-05-04", "2020-05-04"),
        ] {
            assert_eq!(working_day_from(day(from)), Some(day(to)));
        }
    }
}
