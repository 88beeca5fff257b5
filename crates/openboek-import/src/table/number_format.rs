//! Which of Excel's numbers are dates: only the format of the cell says so.

use jiff::Span;
use jiff::civil::{Date, date};

/// Whether a format shows a date. Formats in a file are in the English notation, whatever language the program speaks.
pub(super) fn is_date(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    let mut letters = String::new();
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' if !bracketed => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            // Only the format of positive numbers counts.
            ';' if !quoted => break,
            _ if quoted || bracketed => (),
            c => letters.push(c.to_ascii_lowercase()),
        }
    }
    let amount = letters.contains(['0', '#', '?', '@']) || letters == "general";
    let clock = letters.contains(['h', 's', ':']);
    letters.contains(['y', 'd']) && !amount || letters.contains('m') && !amount && !clock
}

/// Whether a built-in format shows a date: ECMA-376 part 1, 18.8.30.
pub(super) const fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 34..=36 | 50..=54 | 57..=58)
}

/// The day of a serial number, from 1 March 1900 on, or in the system of 1904. Times of day are no dates.
///
/// Excel counts a 29 February 1900 that never was; budgets are younger than that, so days before it stay numbers.
pub(super) fn day(serial: &str, from_1904: bool) -> Option<Date> {
    let days: i64 = serial.split('.').next()?.parse().ok()?;
    let (zero, first) = if from_1904 { (date(1904, 1, 1), 0) } else { (date(1899, 12, 30), 61) };
    zero.checked_add(Span::new().try_days(days).ok().filter(|_| days >= first)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_show_a_date() {
        for (code, shows) in [
            ("yyyy\\-mm\\-dd", true),
            ("d\\ mmmm\\ yyyy", true),
            ("[$-413]dd/mm/yy;@", true),
            ("mmm", true),
            ("General", false),
            ("#,##0.00", false),
            ("\"dagen\" 0", false),
            ("[Red]0.00", false),
            ("h:mm:ss", false),
            ("[h]:mm", false),
            ("\"€\" #,##0.00_-;[Red]\\-\"€\" #,##0.00", false),
            ("0.00E+00", false),
            ("@", false),
            ("0 \"dd\"", false),
        ] {
            assert_eq!(is_date(code), shows, "{code}");
        }
    }

    #[test]
    fn serial_numbers_are_days() {
        for (serial, old, expected) in [
            ("61", false, Some(date(1900, 3, 1))),
            ("45322", false, Some(date(2024, 1, 31))),
            ("45322.75", false, Some(date(2024, 1, 31))),
            ("43860", true, Some(date(2024, 1, 31))),
            ("60", false, None),
            ("0.5", false, None),
            ("-1", false, None),
            ("99999999999", false, None),
            ("x", false, None),
        ] {
            assert_eq!(day(serial, old), expected, "{serial}");
        }
    }
}
