//! Moments and ages on the command line.

use jiff::tz::TimeZone;

/// Milliseconds since 1970 of a moment in RFC 3339.
///
/// # Errors
/// A sentence that says what is expected.
pub(crate) fn parse_moment(text: &str) -> Result<i64, String> {
    let moment: jiff::Timestamp =
        text.parse().map_err(|_| "expected a moment such as 2020-11-23T09:15:00Z".to_owned())?;
    Ok(moment.as_millisecond())
}

/// Milliseconds of an age: `90s`, `90m`, `36h`, `7d`.
///
/// # Errors
/// A sentence that says what is expected.
pub(crate) fn parse_age(text: &str) -> Result<i64, String> {
    let wrong = || "expected a number with s, m, h or d behind it, such as 36h or 7d".to_owned();
    let unit = match text.chars().last() {
        Some('s') => 1_000,
        Some('m') => 60_000,
        Some('h') => 3_600_000,
        Some('d') => 86_400_000,
        _ => return Err(wrong()),
    };
    let number: u32 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    i64::from(number).checked_mul(unit).ok_or_else(wrong)
}

/// The machine's clock, in milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// The day in the Netherlands at a moment.
pub(crate) fn amsterdam_day(ms: i64) -> jiff::civil::Date {
    let zone = TimeZone::get("Europe/Amsterdam").unwrap_or(TimeZone::UTC);
    let moment = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.to_zoned(zone).date()
}

/// A moment in seconds since 1970, as printed; the number itself when it is no moment.
pub(crate) fn utc(seconds: u64) -> String {
    i64::try_from(seconds)
        .ok()
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .map_or_else(|| seconds.to_string(), |moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_and_moments_are_read() {
        assert_eq!(parse_age("7d"), Ok(604_800_000));
        assert_eq!(parse_age("36h"), Ok(129_600_000));
        for wrong in ["", "d", "7", "-1d", "1w", "é"] {
            assert!(parse_age(wrong).is_err(), "{wrong}");
        }
        assert_eq!(parse_moment("1970-01-01T00:00:01Z"), Ok(1_000));
        assert!(parse_moment("vandaag").is_err());
        assert_eq!(amsterdam_day(parse_moment("2020-12-31T23:30:00Z").unwrap()).to_string(), "2021-01-01");
    }
}
