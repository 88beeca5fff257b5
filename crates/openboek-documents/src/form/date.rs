//! Dates, moments, days and budget years.

use jiff::civil::Date;
use openboek_rules::date::Season;
use openboek_rules::{UncertainDate, YearSpan};

use super::{NBSP, count};
use crate::lang::Lang;
use crate::words::{by_key, filled};

fn month(number: i8, lang: Lang) -> String {
    by_key(&format!("month-{number:02}"), lang).into_owned()
}

/// `11 november 2020`.
#[must_use]
pub fn day(date: Date, lang: Lang) -> String {
    format!("{}{NBSP}{} {}", date.day(), month(date.month(), lang), date.year())
}

/// A date as far as known: "april 2021", "najaar 2019", "22 april of 8 mei 2013", "op of na 1 juli 2020", "datum niet bekend".
#[must_use]
pub fn date(date: &UncertainDate, lang: Lang) -> String {
    match date {
        UncertainDate::Day(date) => day(*date, lang),
        UncertainDate::Month(year, number) => format!("{} {year}", month(*number, lang)),
        UncertainDate::Season(year, season) => of_season(*year, *season, lang),
        UncertainDate::Year(year) => year.to_string(),
        UncertainDate::OneOf(days) => one_of(days, lang),
        UncertainDate::Between(first, last) => {
            filled("date-between", lang, &[&self::date(first, lang), &self::date(last, lang)])
        }
        UncertainDate::From(first) => {
            let key = if first.day().is_some() { "date-from-day" } else { "date-from" };
            filled(key, lang, &[&self::date(first, lang)])
        }
        UncertainDate::Unknown => by_key("date-unknown", lang).into_owned(),
    }
}

/// A winter lies in two years: "winter 2019-2020".
fn of_season(year: i16, season: Season, lang: Lang) -> String {
    match season {
        Season::Spring => filled("date-spring", lang, &[&year.to_string()]),
        Season::Summer => filled("date-summer", lang, &[&year.to_string()]),
        Season::Autumn => filled("date-autumn", lang, &[&year.to_string()]),
        Season::Winter => filled("date-winter", lang, &[&format!("{year}-{}", year.saturating_add(1))]),
    }
}

/// The year is printed once when all days are in it.
fn one_of(days: &[Date], lang: Lang) -> String {
    let last = days.last().copied();
    let texts: Vec<String> = days
        .iter()
        .map(|date| match last {
            Some(last) if last != *date && last.year() == date.year() => {
                format!("{}{NBSP}{}", date.day(), month(date.month(), lang))
            }
            _ => day(*date, lang),
        })
        .collect();
    let or = format!(" {} ", by_key("form-or", lang));
    match texts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{}{or}{last}", rest.join(", ")),
        None => by_key("date-unknown", lang).into_owned(),
    }
}

/// The day in the Netherlands at a moment in milliseconds since 1970 (UTC); the first day of 1970 where the moment is beyond the calendar.
#[must_use]
pub fn civil_day(ms: i64) -> Date {
    let moment = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.in_tz("Europe/Amsterdam").map_or(Date::constant(1970, 1, 1), |at| at.date())
}

/// A moment in milliseconds since 1970 (UTC), in Dutch civil time: `23 november 2020, 10.15 uur`. Where the moment is beyond the
/// calendar it is printed as a number.
#[must_use]
pub fn instant(ms: i64, lang: Lang) -> String {
    let zoned = jiff::Timestamp::from_millisecond(ms).and_then(|moment| moment.in_tz("Europe/Amsterdam"));
    match zoned {
        Ok(at) => {
            let (hour, minute) = (at.hour(), at.minute());
            let clock = match lang {
                Lang::Nl => format!("{hour}.{minute:02}"),
                Lang::En => format!("{hour:02}:{minute:02}"),
            };
            filled("date-instant", lang, &[&day(at.date(), lang), &clock])
        }
        Err(_) => format!("{ms} ms"),
    }
}

/// `173 dagen`, `1 dag`.
#[must_use]
pub fn days(number: i64, lang: Lang) -> String {
    let key = if number.unsigned_abs() == 1 { "form-day" } else { "form-days" };
    let sign = if number < 0 { "-" } else { "" };
    filled(key, lang, &[&format!("{sign}{}", count(number.unsigned_abs(), lang))])
}

/// `2021 t/m 2024 (afgeleid)`: the mark says that the source does not name the years in so many words.
#[must_use]
pub fn years(span: YearSpan, inferred: bool, lang: Lang) -> String {
    let (first, last) = (span.first().to_string(), span.last().to_string());
    let text = if first == last { first } else { filled("form-years", lang, &[&first, &last]) };
    if inferred { filled("form-inferred", lang, &[&text]) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use openboek_rules::BudgetYear;

    fn plain(text: &str) -> String {
        text.replace(NBSP, " ")
    }

    #[test]
    fn every_form_of_date_reads_in_both_languages() {
        let table = [
            ("2020-11-11", "11 november 2020", "11 November 2020"),
            ("2021-04", "april 2021", "April 2021"),
            ("2019-21", "voorjaar 2019", "spring 2019"),
            ("2019-22", "zomer 2019", "summer 2019"),
            ("2019-23", "najaar 2019", "autumn 2019"),
            ("2019-24", "winter 2019-2020", "winter 2019-2020"),
            ("2020", "2020", "2020"),
            ("[2013-04-22,2013-05-08]", "22 april of 8 mei 2013", "22 April or 8 May 2013"),
            (
                "[2013-12-22,2014-01-08]",
                "22 december 2013 of 8 januari 2014",
                "22 December 2013 or 8 January 2014",
            ),
            (
                "[2013-04-01,2013-04-02,2013-04-03]",
                "1 april, 2 april of 3 april 2013",
                "1 April, 2 April or 3 April 2013",
            ),
            ("2013-02/2013-05", "tussen februari 2013 en mei 2013", "between February 2013 and May 2013"),
            ("2020-11-11/..", "op of na 11 november 2020", "on or after 11 November 2020"),
            ("2020-11/..", "in of na november 2020", "in or after November 2020"),
            ("XXXX", "datum niet bekend", "date not known"),
        ];
        for (edtf, dutch, english) in table {
            let value = UncertainDate::parse(edtf).unwrap();
            assert_eq!(plain(&date(&value, Lang::Nl)), dutch);
            assert_eq!(plain(&date(&value, Lang::En)), english);
        }
    }

    #[test]
    fn moments_are_in_dutch_civil_time_winter_and_summer() {
        let table = [
            (1_606_122_900_123, "23 november 2020, 10.15 uur", "23 November 2020, 10:15"),
            (1_594_123_500_000, "7 juli 2020, 14.05 uur", "7 July 2020, 14:05"),
            // The hour that comes twice, and midnight.
            (1_603_587_600_000, "25 oktober 2020, 2.00 uur", "25 October 2020, 02:00"),
            (1_609_455_600_000, "1 januari 2021, 0.00 uur", "1 January 2021, 00:00"),
        ];
        for (ms, dutch, english) in table {
            assert_eq!(plain(&instant(ms, Lang::Nl)), dutch);
            assert_eq!(plain(&instant(ms, Lang::En)), english);
        }
        assert_eq!(instant(i64::MAX, Lang::Nl), format!("{} ms", i64::MAX));
    }

    #[test]
    fn days_and_years_read() {
        assert_eq!(plain(&days(173, Lang::Nl)), "173 dagen");
        assert_eq!(plain(&days(1, Lang::Nl)), "1 dag");
        assert_eq!(plain(&days(1, Lang::En)), "1 day");
        assert_eq!(plain(&days(-2, Lang::Nl)), "-2 dagen");
        let year = |y| BudgetYear::new(y).unwrap();
        let span = YearSpan::new(year(2021), year(2024)).unwrap();
        assert_eq!(years(span, true, Lang::Nl), "2021 t/m 2024 (afgeleid)");
        assert_eq!(years(YearSpan::one(year(2021)), false, Lang::Nl), "2021");
        assert_eq!(years(span, false, Lang::En), "2021 to 2024");
    }
}
