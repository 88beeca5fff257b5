//! Dates with precision and alternatives, written in a part of EDTF (ISO 8601-2): sources say "april 2021", "najaar 2019" or
//! "22 april of 8 mei".

use std::fmt;

use jiff::civil::Date;

use crate::malformed::{Malformed, MalformedCode};

/// A season as EDTF numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Season {
    /// 21, *voorjaar*: March to May.
    Spring,
    /// 22, *zomer*: June to August.
    Summer,
    /// 23, *najaar*: September to November.
    Autumn,
    /// 24, *winter*: December to February of the year after.
    Winter,
}

/// A date as far as it is known.
///
/// | text | meaning |
/// |---|---|
/// | `2020-11-11` | that day |
/// | `2021-04` | some day of that month |
/// | `2019-23` | some day of that season (21 to 24) |
/// | `2020` | some day of that year |
/// | `[2013-04-22,2013-05-08]` | one of those days |
/// | `2013-02/2013-05` | some day from the first to the last |
/// | `2020-11-11/..` | that day or later |
/// | `XXXX` | not known |
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum UncertainDate {
    /// One day.
    Day(Date),
    /// A month: year and month 1 to 12.
    Month(i16, i8),
    /// A season of a year.
    Season(i16, Season),
    /// A year.
    Year(i16),
    /// One of two to eight days, ascending.
    OneOf(Vec<Date>),
    /// Between two dates (each a day, month, season or year), both included.
    Between(Box<UncertainDate>, Box<UncertainDate>),
    /// A date (day, month, season or year) or later.
    From(Box<UncertainDate>),
    /// Not known.
    Unknown,
}

impl UncertainDate {
    /// Reads the forms of the table above; years 1900 to 2200.
    ///
    /// # Errors
    /// [`MalformedCode::BadDate`].
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        Self::read(text).ok_or_else(|| Malformed::new(MalformedCode::BadDate, text))
    }

    fn read(text: &str) -> Option<Self> {
        if text == "XXXX" {
            return Some(Self::Unknown);
        }
        if let Some(days) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
            let days: Vec<Date> = days.split(',').map(read_day).collect::<Option<_>>()?;
            let ascending = days.windows(2).all(|w| w[0] < w[1]);
            return ((2..=8).contains(&days.len()) && ascending).then_some(Self::OneOf(days));
        }
        if let Some((first, last)) = text.split_once('/') {
            let first = Self::read_plain(first)?;
            if last == ".." {
                return Some(Self::From(Box::new(first)));
            }
            let last = Self::read_plain(last)?;
            let ordered = first.earliest()? <= last.latest()?;
            return ordered.then(|| Self::Between(Box::new(first), Box::new(last)));
        }
        Self::read_plain(text)
    }

    fn read_plain(text: &str) -> Option<Self> {
        match text.len() {
            4 => read_year(text).map(Self::Year),
            7 => {
                let (year, month) = text.split_once('-')?;
                let year = read_year(year)?;
                let number = read_two(month)?;
                match number {
                    1..=12 => Some(Self::Month(year, number)),
                    21 => Some(Self::Season(year, Season::Spring)),
                    22 => Some(Self::Season(year, Season::Summer)),
                    23 => Some(Self::Season(year, Season::Autumn)),
                    24 => Some(Self::Season(year, Season::Winter)),
                    _ => None,
                }
            }
            10 => read_day(text).map(Self::Day),
            _ => None,
        }
    }

    /// The earliest day it can be; `None` when unknown.
    #[must_use]
    pub fn earliest(&self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Month(year, month) => Date::new(*year, *month, 1).ok(),
            Self::Season(year, season) => Date::new(*year, season.first_month(), 1).ok(),
            Self::Year(year) => Date::new(*year, 1, 1).ok(),
            Self::OneOf(days) => days.first().copied(),
            Self::Between(first, _) | Self::From(first) => first.earliest(),
            Self::Unknown => None,
        }
    }

    /// The latest day it can be; `None` when unknown or open.
    #[must_use]
    pub fn latest(&self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Month(year, month) => Date::new(*year, *month, 1).ok().map(Date::last_of_month),
            Self::Season(year, season) => {
                let last_month = season.first_month() % 12 + 2;
                let year = if *season == Season::Winter { year + 1 } else { *year };
                Date::new(year, last_month, 1).ok().map(Date::last_of_month)
            }
            Self::Year(year) => Date::new(*year, 12, 31).ok(),
            Self::OneOf(days) => days.last().copied(),
            Self::Between(_, last) => last.latest(),
            Self::From(_) | Self::Unknown => None,
        }
    }

    /// The day, when it is exactly one.
    #[must_use]
    pub const fn day(&self) -> Option<Date> {
        if let Self::Day(day) = self { Some(*day) } else { None }
    }

    /// Whether it may already have come on `day`: its earliest day is not later. An unknown date may always have.
    #[must_use]
    pub fn may_be_by(&self, day: Date) -> bool {
        self.earliest().is_none_or(|earliest| earliest <= day)
    }

    /// Whether it certainly has passed before `day`.
    #[must_use]
    pub fn is_past_on(&self, day: Date) -> bool {
        self.latest().is_some_and(|latest| latest < day)
    }

    /// How the log's `decided` line writes it: a day, a month, a year, or `-` (log-format 2.1): as much as is certain.
    #[must_use]
    pub fn log_form(&self) -> String {
        let (Some(first), Some(last)) = (self.earliest(), self.latest()) else { return "-".to_owned() };
        if first == last {
            first.to_string()
        } else if first.year() == last.year() && first.month() == last.month() {
            format!("{:04}-{:02}", first.year(), first.month())
        } else if first.year() == last.year() {
            format!("{:04}", first.year())
        } else {
            "-".to_owned()
        }
    }
}

impl Season {
    const fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }

    const fn edtf(self) -> u8 {
        match self {
            Self::Spring => 21,
            Self::Summer => 22,
            Self::Autumn => 23,
            Self::Winter => 24,
        }
    }
}

impl fmt::Display for UncertainDate {
    /// EDTF, the form that [`UncertainDate::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Season(year, season) => write!(f, "{year:04}-{}", season.edtf()),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::OneOf(days) => {
                let days: Vec<String> = days.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", days.join(","))
            }
            Self::Between(first, last) => write!(f, "{first}/{last}"),
            Self::From(first) => write!(f, "{first}/.."),
            Self::Unknown => f.write_str("XXXX"),
        }
    }
}

fn read_year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let year: i16 = digits.then(|| text.parse().ok()).flatten()?;
    (1900..=2200).contains(&year).then_some(year)
}

fn read_two(text: &str) -> Option<i8> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn read_day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (read_year(parts.next()?)?, read_two(parts.next()?)?, read_two(parts.next()?)?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_reads_back_and_knows_its_ends() {
        // text, earliest, latest, log form
        let table = [
            ("2020-11-11", "2020-11-11", "2020-11-11", "2020-11-11"),
            ("2021-04", "2021-04-01", "2021-04-30", "2021-04"),
            ("2019-23", "2019-09-01", "2019-11-30", "2019"),
            ("2019-24", "2019-12-01", "2020-02-29", "-"),
            ("2020", "2020-01-01", "2020-12-31", "2020"),
            ("[2013-04-22,2013-05-08]", "2013-04-22", "2013-05-08", "2013"),
            ("2013-02/2013-05", "2013-02-01", "2013-05-31", "2013"),
            ("2020-11-11/..", "2020-11-11", "", "-"),
            ("XXXX", "", "", "-"),
        ];
        for (text, earliest, latest, log) in table {
            let date = UncertainDate::parse(text).unwrap();
            let show = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
            assert_eq!(
                (date.to_string(), show(date.earliest()), show(date.latest()), date.log_form()),
                (text.into(), earliest.into(), latest.into(), log.into())
            );
        }
    }

    #[test]
    fn other_forms_are_malformed() {
        for text in [
            "",
            "20",
            "2020-13",
            "2020-02-30",
            "2020-1-1",
            "20200101",
            "2020-11-11 ",
            "[2020-01-01]",
            "2021/2020",
            "[2020-01-02,2020-01-01]",
            "../2020",
            "99999",
            "2020-25",
            "xxxx",
            "+020",
            "2020-11-+1",
        ] {
            assert!(UncertainDate::parse(text).is_err(), "{text}");
        }
    }
}
