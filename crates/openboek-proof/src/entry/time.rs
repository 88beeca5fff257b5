//! Moments and dates as entries write them: the Gregorian calendar, UTC, no leap second.

use std::fmt;
use std::fmt::Write as _;

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;

/// The server's time of recording: UTC, to the millisecond, in the years 0000 to 9999. Written `2020-11-23T09:15:00.123Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordedAt {
    unix_ms: i64,
}

impl RecordedAt {
    /// The moment so many milliseconds after 1970-01-01T00:00:00Z; `None` outside the years 0000 to 9999.
    #[must_use]
    pub fn from_unix_ms(unix_ms: i64) -> Option<Self> {
        let first = days_before(0, 1, 1) * DAY_MS;
        let end = days_before(10_000, 1, 1) * DAY_MS;
        (first..end).contains(&unix_ms).then_some(Self { unix_ms })
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_ms(self) -> i64 {
        self.unix_ms
    }

    /// Parses the one text form; the date and time must exist.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 24 || !text.is_ascii() {
            return None;
        }
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')];
        if marks.iter().any(|(place, mark)| bytes.get(*place) != Some(mark)) {
            return None;
        }
        let part = |from: usize, to: usize| text.get(from..to).and_then(digits);
        let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
        let (hour, minute) = (part(11, 13)?, part(14, 16)?);
        let (second, ms) = (part(17, 19)?, part(20, 23)?);
        if !date_exists(year, month, day) || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let of_day = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
        Some(Self { unix_ms: days_before(year, month, day) * DAY_MS + of_day })
    }

    /// Appends the 24 characters of the text form.
    pub(crate) fn write(self, out: &mut String) {
        let (year, month, day) = civil_date(self.unix_ms.div_euclid(DAY_MS));
        let ms = self.unix_ms.rem_euclid(DAY_MS);
        let (hour, minute) = (ms / 3_600_000, ms / 60_000 % 60);
        let (second, ms) = (ms / 1000 % 60, ms % 1000);
        // Writing to a string cannot fail.
        let _ = write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z");
    }
}

impl fmt::Display for RecordedAt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(24);
        self.write(&mut text);
        out.write_str(&text)
    }
}

impl fmt::Debug for RecordedAt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// The date of a decision as far as it is known: a day, a month or a year that exists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decided {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Decided {
    /// Makes a date of a year, perhaps a month of it, perhaps a day of that; `None` when there is no such date.
    #[must_use]
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let complete = month.is_some() || day.is_none();
        let exists = date_exists(year.into(), month.unwrap_or(1).into(), day.unwrap_or(1).into());
        (complete && exists).then_some(Self { year, month, day })
    }

    /// Parses `2020-11-11`, `2020-11` or `2020`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parse_year(parts.next()?)?;
        let two = |part: &str| (part.len() == 2).then(|| digits(part)).flatten()?.try_into().ok();
        let month = parts.next().map(two);
        let day = parts.next().map(two);
        if parts.next().is_some() || month == Some(None) || day == Some(None) {
            return None;
        }
        Self::new(year, month.flatten(), day.flatten())
    }

    /// The year, 0 to 9999.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12, if known.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, if known.
    #[must_use]
    pub fn day(self) -> Option<u8> {
        self.day
    }
}

impl fmt::Display for Decided {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(out, "-{part:02}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Decided {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// Parses a year of exactly four digits.
#[must_use]
pub fn parse_year(text: &str) -> Option<u16> {
    (text.len() == 4).then(|| digits(text)).flatten()?.try_into().ok()
}

/// The value of a short run of digits; `None` when anything else is among them.
fn digits(text: &str) -> Option<i64> {
    let only = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    only.then(|| text.parse().ok()).flatten()
}

/// Whether the Gregorian calendar, extended to year 0, has this day.
fn date_exists(year: i64, month: i64, day: i64) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (0..=9999).contains(&year) && (1..=length).contains(&day)
}

/// Days from 1970-01-01 to a date. The year is counted from March, so that the leap day is its last.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 306 days from March to the end of December; 719,468 days from 0000-03-01 to 1970-01-01.
    365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// The date so many days after 1970-01-01: the inverse of [`days_before`].
fn civil_date(days: i64) -> (i64, i64, i64) {
    const ERA: i64 = 146_097; // days in 400 years
    let days = days + 719_468;
    let of_era = days.rem_euclid(ERA);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / (ERA - 1)) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let year = year + 400 * days.div_euclid(ERA);
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_calendar_is_written_and_read_back() {
        let mut expected = days_before(0, 1, 1);
        assert_eq!(days_before(1970, 1, 1), 0);
        for year in 0..=9999 {
            for month in 1..=12 {
                for day in 1..=31 {
                    if date_exists(year, month, day) {
                        assert_eq!(days_before(year, month, day), expected);
                        assert_eq!(civil_date(expected), (year, month, day));
                        expected += 1;
                    }
                }
            }
        }
    }

    #[test]
    fn recorded_has_one_form() {
        let text = "2020-11-23T09:15:00.123Z";
        let moment = RecordedAt::parse(text).unwrap();
        assert_eq!(moment.unix_ms(), 1_606_122_900_123);
        assert_eq!(moment.to_string(), text);
        for edge in ["0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"] {
            let moment = RecordedAt::parse(edge).unwrap();
            assert_eq!(moment.to_string(), edge);
            assert_eq!(RecordedAt::from_unix_ms(moment.unix_ms()), Some(moment));
        }
        let end = RecordedAt::parse("9999-12-31T23:59:59.999Z").unwrap().unix_ms();
        assert_eq!(RecordedAt::from_unix_ms(end + 1), None);
    }

    #[test]
    fn recorded_must_exist() {
        for wrong in [
            "2021-02-29T00:00:00.000Z",
            "2020-13-01T00:00:00.000Z",
            "2020-00-01T00:00:00.000Z",
            "2020-01-00T00:00:00.000Z",
            "2020-11-23T24:00:00.000Z",
            "2020-11-23T23:60:00.000Z",
            "2016-12-31T23:59:60.000Z",
            "2020-11-23T09:15:00.123z",
            "2020-11-23T09:15:00Z",
            "2020-11-23 09:15:00.123Z",
            "2020-11-23T09:15:00.1234Z",
            "+020-11-23T09:15:00.123Z",
        ] {
            assert_eq!(RecordedAt::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_decision_has_a_day_a_month_or_a_year() {
        for right in ["2020-11-11", "2020-11", "2020", "2020-02-29"] {
            assert_eq!(Decided::parse(right).unwrap().to_string(), right);
        }
        for wrong in ["", "-", "20", "2020-", "2020-1", "2020-13", "2021-02-29", "2020-11-1", "2020-11-11-11"]
        {
            assert_eq!(Decided::parse(wrong), None, "{wrong}");
        }
    }
}
