//! Decimals as people write them, and the way from them to cents. Exact: no floating point anywhere.

use std::str::FromStr;

use bigdecimal::num_bigint::{BigInt, Sign};
use bigdecimal::{BigDecimal, RoundingMode, ToPrimitive};
use openboek_rules::Cents;

/// Most digits a number in a file can have. Longer ones are no amounts.
const DIGITS: usize = 60;

/// How far from a whole cent, in euros, the result of a formula may be and still be that amount: `0.1 + 0.2` is
/// `0.30000000000000004` in every spreadsheet, and doubles of a thousand million euros lie 0.0000001 apart.
const NEAR: (i64, i64) = (1, 6);

/// A number in the Dutch form: `1.234,56`, `-1.234`, `€ 1.234,00`, `1.234,-`, `(1.234)`.
///
/// A point that does not stand between groups of three digits makes it no Dutch number: `12.5` is `None`, not 125.
#[must_use]
pub fn dutch(text: &str) -> Option<BigDecimal> {
    parse(text, '.', ',')
}

/// A number in the English form: `1,234.56`, `.00`, `9869.0`, `-1,234`.
#[must_use]
pub fn english(text: &str) -> Option<BigDecimal> {
    parse(text, ',', '.')
}

/// An amount in euros as cents. Exact only: `None` when there are parts of a cent, or when it does not fit.
#[must_use]
pub fn cents(amount: &BigDecimal) -> Option<Cents> {
    let rounded = whole_cents(amount)?;
    (BigDecimal::new(BigInt::from(rounded), 2) == *amount).then_some(())?;
    Cents::new(rounded)
}

/// An amount in euros as cents, rounded half away from zero, so that a cut mirrors a raise. `None` when it does not fit.
#[must_use]
pub fn cents_rounded(amount: &BigDecimal) -> Option<Cents> {
    Cents::new(whole_cents(amount)?)
}

/// The result of a formula in euros as cents: the whole cent it lies within a millionth of a euro of; `None` when there is none.
#[must_use]
pub fn cents_near(amount: &BigDecimal) -> Option<Cents> {
    let rounded = whole_cents(amount)?;
    let off = (BigDecimal::new(BigInt::from(rounded), 2) - amount).abs();
    (off <= BigDecimal::new(BigInt::from(NEAR.0), NEAR.1)).then_some(())?;
    Cents::new(rounded)
}

/// The plain decimal text of a number as a spreadsheet stores it: `0.10000000000000001` and `1E-1` are both `0.1`.
///
/// Spreadsheets keep doubles and write up to seventeen digits of them; the shortest text that names the same double is what a
/// person typed. Text of at most fifteen digits says that already and stays as it stands. `None` when it is no finite number.
#[must_use]
pub fn stored(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let plain =
        digits > 0 && text.strip_prefix('-').unwrap_or(text).bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if plain && digits <= 15 && text.matches('.').count() <= 1 {
        return Some(text.to_owned());
    }
    // Through the double and back: read and written, never calculated with.
    let double: f64 = text.parse().ok()?;
    double.is_finite().then(|| if double == 0.0 { "0".to_owned() } else { double.to_string() })
}

/// The nearest whole number of cents, half away from zero.
fn whole_cents(amount: &BigDecimal) -> Option<i64> {
    // A huge or tiny exponent would be written out digit by digit before anything is compared.
    let (_, scale) = amount.as_bigint_and_exponent();
    (-400..=10_000).contains(&scale).then_some(())?;
    let (cents, _) = amount.with_scale_round(2, RoundingMode::HalfUp).into_bigint_and_exponent();
    cents.to_i64()
}

fn parse(text: &str, group: char, point: char) -> Option<BigDecimal> {
    let (negative, bare) = sign(text.trim())?;
    let (whole, fraction) = match bare.split_once(point) {
        Some((whole, "-" | "--" | "–")) if !whole.is_empty() => (whole, ""),
        Some((_, "")) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None if bare.is_empty() => return None,
        None => (bare, ""),
    };
    let mut digits = ungrouped(whole, group)?;
    if digits.len() + fraction.len() > DIGITS || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.push_str(fraction);
    let size = BigInt::from_str(&digits).ok()?;
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    Some(BigDecimal::new(
        BigInt::from_biguint(sign, size.into_parts().1),
        i64::try_from(fraction.len()).ok()?,
    ))
}

/// Takes the sign and the currency off: `-€ 5`, `€ -5`, `5-`, `(5)`, `-/- 5`. More than one sign is no number.
fn sign(text: &str) -> Option<(bool, &str)> {
    let (mut negative, mut rest) = (false, text);
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        (negative, rest) = (true, inner.trim());
    }
    let (mut signed, mut currency) = (negative, false);
    loop {
        rest = rest.trim_start();
        if let Some(after) = ["-/-", "-", "−", "–"].iter().find_map(|minus| rest.strip_prefix(minus)) {
            if signed {
                return None;
            }
            (negative, signed, rest) = (true, true, after);
        } else if let Some(after) = rest.strip_prefix('+') {
            if signed {
                return None;
            }
            (signed, rest) = (true, after);
        } else if let Some(after) = ["€", "EUR"].iter().find_map(|mark| rest.strip_prefix(mark)) {
            if currency {
                return None;
            }
            (currency, rest) = (true, after);
        } else {
            break;
        }
    }
    if !signed
        && let Some(before) =
            rest.strip_suffix('-').filter(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    {
        (negative, rest) = (true, before);
    }
    Some((negative, rest.trim()))
}

/// Digits without their groups. Groups are of three, by the mark or by blanks.
fn ungrouped(whole: &str, mark: char) -> Option<String> {
    let blank = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    let separator =
        if whole.contains(mark) { mark } else { whole.chars().find(|c| blank(*c)).unwrap_or(mark) };
    let groups: Vec<&str> = whole.split(separator).collect();
    let (first, others) = groups.split_first()?;
    if !others.is_empty() && !((1..=3).contains(&first.len()) && others.iter().all(|group| group.len() == 3))
    {
        return None;
    }
    let digits = groups.concat();
    let fits = digits.len() <= DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
    // ".00" is zero; the empty whole is only good before a fraction, which `parse` sees to.
    fits.then(|| if digits.is_empty() { "0".to_owned() } else { digits })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is written, what it means in Dutch, what it means in English; `-` is no number.
    const WRITTEN: &str = "
        1.234,56        | 1234.56     | -
        1,234.56        | -           | 1234.56
        -1.234          | -1234       | -1.234
        € 1.234,00      | 1234.00     | -
        -€ 1.234,00     | -1234.00    | -
        € -5            | -5          | -5
        EUR 12          | 12          | 12
        (1.234)         | -1234       | -1.234
        1.234-          | -1234       | -1.234
        -/- 12          | -12         | -12
        1.234,-         | 1234        | -
        .00             | -           | 0.00
        ,50             | 0.50        | -
        9869.0          | -           | 9869.0
        12.5            | -           | 12.5
        12,5            | 12.5        | -
        1.2345          | -           | 1.2345
        1.234.567       | 1234567     | -
        12.34.567       | -           | -
        1234567         | 1234567     | 1234567
        1 234 567,8     | 1234567.8   | -
        1 23            | -           | -
        12.             | -           | -
        --5             | -           | -
        -               | -           | -
        €               | -           | -
        1e5             | -           | -
        n.n.b.          | -           | -
        ٣               | -           | -
    ";

    fn show(number: Option<BigDecimal>) -> String {
        number.map_or("-".to_owned(), |number| number.to_plain_string())
    }

    #[test]
    fn numbers_are_read_in_the_form_that_is_asked() {
        for line in WRITTEN.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let [text, nl, en] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            assert_eq!(show(dutch(text)), nl, "Dutch: {text}");
            assert_eq!(show(english(text)), en, "English: {text}");
        }
        assert_eq!(dutch(""), None);
        assert_eq!(english(&"1".repeat(61)), None);
    }

    #[test]
    fn cents_are_exact_rounded_or_near() {
        // euros, exact, rounded half away from zero, within a millionth of a euro
        for (euros, exact, rounded, near) in [
            ("1234.56", Some(123_456), Some(123_456), Some(123_456)),
            ("-0.005", None, Some(-1), None),
            ("0.005", None, Some(1), None),
            ("0.004", None, Some(0), None),
            ("0.30000000000000004", None, Some(30), Some(30)),
            ("0.300001", None, Some(30), Some(30)),
            ("0.3000011", None, Some(30), None),
            (
                "90071992547409.91",
                Some(9_007_199_254_740_991),
                Some(9_007_199_254_740_991),
                Some(9_007_199_254_740_991),
            ),
            ("90071992547409.92", None, None, None),
            ("99999999999999999999999", None, None, None),
        ] {
            let number = BigDecimal::from_str(euros).unwrap();
            let got =
                [cents(&number), cents_rounded(&number), cents_near(&number)].map(|c| c.map(Cents::get));
            assert_eq!(got, [exact, rounded, near], "{euros}");
        }
        assert_eq!(
            cents(&BigDecimal::new(BigInt::from(1), i64::MIN)),
            None,
            "an exponent that would never end"
        );
        assert_eq!(cents_rounded(&BigDecimal::new(BigInt::from(1), i64::MAX)), None);
    }

    #[test]
    fn what_a_spreadsheet_stores_becomes_what_was_typed() {
        for (stored_text, typed) in [
            ("0.10000000000000001", Some("0.1")),
            ("1234.5599999999999", Some("1234.56")),
            ("1234.50", Some("1234.50")),
            ("1E-3", Some("0.001")),
            ("1.5E+5", Some("150000")),
            ("-0", Some("-0")),
            ("0.30000000000000004", Some("0.30000000000000004")),
            ("NaN", None),
            ("inf", None),
            ("1e999", None),
            ("1.2.3", None),
            ("", None),
            (".", None),
        ] {
            assert_eq!(stored(stored_text).as_deref(), typed, "{stored_text}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_comes_back_from_both_forms(cents in -Cents::MAX_SIZE..=Cents::MAX_SIZE) {
            let size = cents.unsigned_abs();
            let (whole, part) = ((size / 100).to_string(), size % 100);
            let grouped = |mark: char| {
                let mut out = String::new();
                for (at, digit) in whole.chars().enumerate() {
                    if at > 0 && (whole.len() - at) % 3 == 0 { out.push(mark); }
                    out.push(digit);
                }
                out
            };
            let minus = if cents < 0 { "-" } else { "" };
            let nl = format!("{minus}€ {},{part:02}", grouped('.'));
            let en = format!("{minus}{}.{part:02}", grouped(','));
            prop_assert_eq!(super::cents(&dutch(&nl).unwrap()).map(Cents::get), Some(cents));
            prop_assert_eq!(super::cents(&english(&en).unwrap()).map(Cents::get), Some(cents));
        }

        #[test]
        fn any_text_gives_an_answer(text in "\\PC{0,40}|[-+(). ,0-9€E/]{0,40}") {
            if let Some(number) = dutch(&text) { let _ = cents_rounded(&number); }
            if let Some(number) = english(&text) { let _ = cents_near(&number); }
            if let Some(plain) = stored(&text) { prop_assert!(BigDecimal::from_str(&plain).is_ok(), "{}", plain); }
        }
    }
}
