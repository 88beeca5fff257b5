//! Money, counts and percentages.

use openboek_rules::{BasisPoints, Cents};

use super::{Form, NBSP};
use crate::lang::Lang;

const fn marks(lang: Lang) -> (char, char) {
    match lang {
        Lang::Nl => ('.', ','),
        Lang::En => (',', '.'),
    }
}

fn grouped(number: impl std::fmt::Display, lang: Lang) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(marks(lang).0);
        }
        out.push(digit);
    }
    out
}

/// `€ -4.200.000,00`: the sign after the euro sign, as CLDR writes it for `nl`; `-€4,200,000.00` in English.
///
/// `,00` is left out only when [`Form::whole_euros`] says so and the amount is whole.
#[must_use]
pub fn money(cents: Cents, form: Form) -> String {
    sum_of_money(i128::from(cents.get()), form)
}

/// The same for a sum, which may be larger than any amount that can be recorded.
pub(crate) fn sum_of_money(cents: i128, form: Form) -> String {
    let size = cents.unsigned_abs();
    let (whole, rest) = (size / 100, size % 100);
    let sign = if cents < 0 { "-" } else { "" };
    let digits = grouped(whole, form.lang);
    let mark = marks(form.lang).1;
    let tail = if form.whole_euros && rest == 0 { String::new() } else { format!("{mark}{rest:02}") };
    match form.lang {
        Lang::Nl => format!("€{NBSP}{sign}{digits}{tail}"),
        Lang::En => format!("{sign}€{digits}{tail}"),
    }
}

/// `1.234`: a number of things.
#[must_use]
pub fn count(number: u64, lang: Lang) -> String {
    grouped(number, lang)
}

/// `-12,5 %`: at most two decimals, no zeros at the end.
#[must_use]
pub fn percent(points: BasisPoints, lang: Lang) -> String {
    let size = points.get().unsigned_abs();
    let sign = if points.get() < 0 { "-" } else { "" };
    let (whole, rest) = (grouped(u64::from(size / 100), lang), size % 100);
    let mark = marks(lang).1;
    let tail = match rest {
        0 => String::new(),
        tenths if tenths.is_multiple_of(10) => format!("{mark}{}", tenths / 10),
        hundredths => format!("{mark}{hundredths:02}"),
    };
    match lang {
        Lang::Nl => format!("{sign}{whole}{tail}{NBSP}%"),
        Lang::En => format!("{sign}{whole}{tail}%"),
    }
}

/// `0,097778 %`: a share of two amounts, in millionths of a percent, rounded half away from zero. A share of nothing is none: "–".
#[must_use]
pub fn ratio(part: Cents, whole: Cents, lang: Lang) -> String {
    const MILLIONTHS: i128 = 1_000_000;
    let (part, whole) = (i128::from(part.get()), i128::from(whole.get()));
    if whole == 0 {
        return super::NOTHING.to_owned();
    }
    let sign = if part.signum() * whole.signum() < 0 { "-" } else { "" };
    let (part, whole) = (part.abs(), whole.abs());
    let scaled = (part * 100 * MILLIONTHS + whole / 2) / whole;
    let mark = marks(lang).1;
    let space = match lang {
        Lang::Nl => String::from(NBSP),
        Lang::En => String::new(),
    };
    format!("{sign}{}{mark}{:06}{space}%", scaled / MILLIONTHS, scaled % MILLIONTHS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_as_the_locale_data_says() {
        // cents, with cents, in a table of whole euros, English
        let table: [(i64, &str, &str, &str); 9] = [
            (0, "€ 0,00", "€ 0", "€0.00"),
            (1, "€ 0,01", "€ 0,01", "€0.01"),
            (-1, "€ -0,01", "€ -0,01", "-€0.01"),
            (99_900, "€ 999,00", "€ 999", "€999.00"),
            (100_000, "€ 1.000,00", "€ 1.000", "€1,000.00"),
            (-420_000_000, "€ -4.200.000,00", "€ -4.200.000", "-€4,200,000.00"),
            (123_456_789, "€ 1.234.567,89", "€ 1.234.567,89", "€1,234,567.89"),
            (1_600_000_000_000, "€ 16.000.000.000,00", "€ 16.000.000.000", "€16,000,000,000.00"),
            (
                -Cents::MAX_SIZE,
                "€ -90.071.992.547.409,91",
                "€ -90.071.992.547.409,91",
                "-€90,071,992,547,409.91",
            ),
        ];
        for (cents, full, whole, english) in table {
            let cents = Cents::new(cents).unwrap();
            let form = |lang, whole_euros| Form { whole_euros, ..Form::new(lang) };
            let plain = |text: String| text.replace(NBSP, " ");
            assert_eq!(plain(money(cents, form(Lang::Nl, false))), full);
            assert_eq!(plain(money(cents, form(Lang::Nl, true))), whole);
            assert_eq!(plain(money(cents, form(Lang::En, false))), english);
        }
        assert!(money(Cents::ZERO, Form::new(Lang::Nl)).contains(NBSP));
    }

    #[test]
    fn percentages_drop_zeros_at_the_end() {
        let table = [
            (0, "0 %", "0%"),
            (-2000, "-20 %", "-20%"),
            (1250, "12,5 %", "12.5%"),
            (-5, "-0,05 %", "-0.05%"),
            (333, "3,33 %", "3.33%"),
            (100_000, "1.000 %", "1,000%"),
        ];
        for (points, dutch, english) in table {
            let points = BasisPoints::new(points).unwrap();
            assert_eq!(percent(points, Lang::Nl).replace(NBSP, " "), dutch);
            assert_eq!(percent(points, Lang::En), english);
        }
    }

    #[test]
    fn ratios_have_six_decimals() {
        let table = [
            (220_000_000, 225_000_000_000, "0,097778 %"),
            (220_000_000, 300_000_000_000, "0,073333 %"),
            (-1, 3, "-33,333333 %"),
            (2, -3, "-66,666667 %"),
            (1, 1, "100,000000 %"),
            (0, 5, "0,000000 %"),
            (1, 0, "–"),
        ];
        for (part, whole, dutch) in table {
            let (part, whole) = (Cents::new(part).unwrap(), Cents::new(whole).unwrap());
            assert_eq!(ratio(part, whole, Lang::Nl).replace(NBSP, " "), dutch);
        }
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(count(7, Lang::Nl), "7");
        assert_eq!(count(122_847, Lang::Nl), "122.847");
        assert_eq!(count(1_000_000, Lang::En), "1,000,000");
    }
}
