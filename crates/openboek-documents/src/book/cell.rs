//! What stands in a cell, and how it looks.

use jiff::civil::Date;
use openboek_rules::Cents;

use crate::form::{self, Form};
use crate::lang::Lang;
use crate::sheet::{Kind, Part};

/// Digits that every spreadsheet keeps: they hold numbers in 64-bit floats, which carry any 15 decimal digits there and back.
const DIGITS_KEPT: u32 = 15;
/// Longest text a cell of XLSX can hold is 32,767 UTF-16 units.
const LONGEST_TEXT: usize = 32_000;

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Style {
    /// Title of a sheet.
    Title,
    /// Heading of a table.
    Heading,
    /// A sentence under a title or heading.
    Note,
    /// Head of a column.
    Column,
    /// A figure or a name.
    Body,
    /// The same in a row that is a sum.
    Total,
    /// The same in a row that is only for information.
    Memo,
    /// Where a figure comes from.
    Origin,
}

impl Style {
    /// A permanent key, for names of styles.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Note => "note",
            Self::Column => "column",
            Self::Body => "body",
            Self::Total => "total",
            Self::Memo => "memo",
            Self::Origin => "origin",
        }
    }

    /// Size of the letters in points; `None` for the usual one.
    pub(crate) const fn points(self) -> Option<u8> {
        match self {
            Self::Title => Some(16),
            Self::Heading => Some(13),
            Self::Origin => Some(9),
            _ => None,
        }
    }

    pub(crate) const fn is_bold(self) -> bool {
        matches!(self, Self::Title | Self::Heading | Self::Column | Self::Total)
    }

    pub(crate) const fn is_italic(self) -> bool {
        matches!(self, Self::Memo | Self::Note)
    }

    /// Whether long text goes on below itself; a title runs on to the right.
    pub(crate) const fn wraps(self) -> bool {
        !matches!(self, Self::Title | Self::Heading | Self::Note)
    }
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Unit {
    /// Euros, with two decimals.
    Euro,
    /// Euros of a figure that its source states without cents.
    WholeEuro,
    /// Things or days.
    One,
    /// A part of one, shown as a percentage.
    Part,
}

/// A number with the words that belong to it: "ca. € 2.500.000", "€ 3.400.000 + n.n.b. (1 post)".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// The number as a plain decimal: `-1234.56`.
    pub(crate) decimal: String,
    pub(crate) unit: Unit,
    /// Words before it, shown in the cell and no part of the number.
    pub(crate) before: String,
    /// Words after it.
    pub(crate) after: String,
    /// All of it as people read it.
    pub(crate) shown: String,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Empty,
    Text(String),
    Number(Number),
    /// A day, with how people read it.
    Day(Date, String),
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BookCell {
    pub(crate) value: Value,
    pub(crate) style: Style,
    /// An address to go to.
    pub(crate) link: Option<String>,
}

impl BookCell {
    pub(crate) const EMPTY: Self = Self { value: Value::Empty, style: Style::Body, link: None };

    pub(crate) fn text(text: impl Into<String>, style: Style) -> Self {
        Self { value: Value::Text(clipped(text.into())), style, link: None }
    }

    /// A line of a figure.
    pub(crate) fn figure(part: &Part, style: Style, lang: Lang) -> Self {
        let value = value_of(part, lang).unwrap_or_else(|| Value::Text(clipped(part.text.clone())));
        Self { value, style, link: None }
    }

    /// A whole number, such as the position of an entry.
    pub(crate) fn whole(number: u64, style: Style) -> Self {
        let shown = number.to_string();
        let value = whole(number.into(), &shown, &shown).map_or(Value::Text(shown), Value::Number);
        Self { value, style, link: None }
    }

    /// The same with an address to go to, where it is one that a spreadsheet can open.
    pub(crate) fn linked(self, address: &str) -> Self {
        let opens = address.starts_with("https://") || address.starts_with("http://");
        Self { link: opens.then(|| address.to_owned()), ..self }
    }

    /// Characters it needs to be read on one line.
    pub(crate) fn width(&self) -> usize {
        match &self.value {
            Value::Empty => 0,
            Value::Text(text) | Value::Day(_, text) => text.chars().count(),
            Value::Number(number) => number.shown.chars().count(),
        }
    }
}

/// A text that fits a cell; one that is cut says so.
pub(crate) fn clipped(text: String) -> String {
    if text.encode_utf16().count() <= LONGEST_TEXT {
        return text;
    }
    let mut units = 0;
    let kept = text.chars().take_while(|letter| {
        units += letter.len_utf16();
        units < LONGEST_TEXT
    });
    kept.chain(" …".chars()).collect()
}

/// The value of a part that is more than words; `None` for all that is words.
fn value_of(part: &Part, lang: Lang) -> Option<Value> {
    let number = |name| part.fields.number(name);
    match part.kind {
        Kind::Amount | Kind::Sum => money(part, lang).map(Value::Number),
        Kind::Count => {
            let count = number("count")?;
            whole(count.into(), &form::count(u64::try_from(count).ok()?, lang), &part.text).map(Value::Number)
        }
        Kind::Days => {
            let days = number("days")?;
            let sign = if days < 0 { "-" } else { "" };
            let written = format!("{sign}{}", form::count(days.unsigned_abs(), lang));
            whole(days.into(), &written, &part.text).map(Value::Number)
        }
        Kind::Percent => Some(Value::Number(Number {
            decimal: decimal(number("basis_points")?.into(), 4),
            unit: Unit::Part,
            before: String::new(),
            after: String::new(),
            shown: part.text.clone(),
        })),
        // Spreadsheets do not agree on the days before March 1900.
        Kind::Date => {
            let day: Date = part.fields.text("date")?.parse().ok()?;
            (day.year() >= 1901).then(|| Value::Day(day, part.text.clone()))
        }
        _ => None,
    }
}

/// An amount or a sum that has cents. What people read around the number stays around it; where the number cannot be found in what they
/// read, they keep the words.
fn money(part: &Part, lang: Lang) -> Option<Number> {
    let cents = Cents::new(part.fields.text("cents")?.parse().ok()?)?;
    if cents.get().unsigned_abs() >= 10u64.pow(DIGITS_KEPT) {
        return None;
    }
    let around =
        |whole_euros| part.text.split_once(&form::money(cents, Form { whole_euros, ..Form::new(lang) }));
    let with_cents = around(false);
    let (before, after) = with_cents.or_else(|| around(true))?;
    // Half a number is none: the digits found must be all of them.
    let digit = |letter: char| letter.is_ascii_digit();
    if before.ends_with(digit) || after.starts_with(digit) {
        return None;
    }
    let plain = before.is_empty() && after.is_empty();
    Some(Number {
        decimal: decimal(cents.get().into(), 2),
        unit: if with_cents.is_some() || plain { Unit::Euro } else { Unit::WholeEuro },
        before: before.to_owned(),
        after: after.to_owned(),
        shown: part.text.clone(),
    })
}

fn whole(number: i128, written: &str, text: &str) -> Option<Number> {
    if number.unsigned_abs() >= 10u128.pow(DIGITS_KEPT) {
        return None;
    }
    let (before, after) = text.split_once(written)?;
    Some(Number {
        decimal: number.to_string(),
        unit: Unit::One,
        before: before.to_owned(),
        after: after.to_owned(),
        shown: text.to_owned(),
    })
}

/// A whole number of tenths, hundredths and so on as a plain decimal, without anything in between that could round.
fn decimal(number: i128, places: usize) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = places + 1);
    let (whole, rest) = digits.split_at(digits.len() - places);
    format!("{sign}{whole}.{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use openboek_rules::{Amount, Certainty, Sum, Text};
    use openboek_views::model::Value as Figure;

    fn shown(figure: &Figure) -> Value {
        let part = Part::of(figure, Form::new(Lang::Nl));
        BookCell::figure(&part, Style::Body, Lang::Nl).value
    }

    fn exact(cents: i64) -> Amount {
        Amount::Exact(Cents::new(cents).unwrap())
    }

    #[test]
    fn a_decimal_is_exact() {
        let table = [
            (0, "0.00"),
            (1, "0.01"),
            (-1, "-0.01"),
            (99, "0.99"),
            (100, "1.00"),
            (-123_456, "-1234.56"),
            (999_999_999_999_999, "9999999999999.99"),
        ];
        for (cents, text) in table {
            assert_eq!(decimal(cents, 2), text);
        }
    }

    /// Any amount that is written as a number comes back from a 64-bit float as the same cents; the ends of the range, and a million
    /// amounts spread over it.
    #[test]
    fn every_number_that_is_written_survives_a_float() {
        let largest = 10i64.pow(DIGITS_KEPT) - 1;
        let spread = (0..1_000_000i64).map(|step| largest / 1_000_003 * step + step % 101);
        let ends = [0, 1, 9, 10, 99, 100, 101, largest - 1, largest];
        for cents in ends.into_iter().chain(spread).flat_map(|cents| [cents, -cents]) {
            let written = decimal(cents.into(), 2);
            let stored: f64 = written.parse().unwrap();
            assert_eq!(format!("{stored:.2}").replace("-0.00", "0.00"), written, "{cents}");
        }
    }

    /// The number if there is one, what stands before it and after it.
    type Wanted = Option<(&'static str, &'static str, &'static str)>;

    #[test]
    fn a_number_is_one_only_where_it_says_all() {
        let unknown = Amount::Unknown {
            reason: Text::new("meicirculaire nog niet verschenen").unwrap(),
            promised: None,
        };
        let about =
            Amount::About { cents: Cents::new(250_000_000).unwrap(), granularity: Cents::new(1).unwrap() };
        let range = Amount::Range { low: Cents::new(1).unwrap(), high: Cents::new(2).unwrap() };
        let sum = |parts: &[&Amount]| Figure::Sum(Sum::of(parts.iter().copied()).unwrap());
        let estimate = Some(Certainty::RoughEstimate);
        let suspended = Figure::Suspended { amount: exact(-100), extent: None };
        let table: [(Figure, Wanted); 12] = [
            (Figure::Amount(exact(0), None), Some(("0.00", "", ""))),
            (Figure::Amount(exact(-123_456), estimate), Some(("-1234.56", "", ""))),
            (Figure::Amount(about.clone(), None), Some(("2500000.00", "ca. ", ""))),
            (
                Figure::Amount(Amount::AtMost(Cents::new(100).unwrap()), None),
                Some(("1.00", "ten hoogste ", "")),
            ),
            (Figure::Amount(unknown.clone(), None), None),
            (Figure::Amount(range, None), None),
            (Figure::Amount(exact(10i64.pow(15)), None), None),
            (Figure::Amount(exact(-Cents::MAX_SIZE), None), None),
            (sum(&[&exact(340_000_000), &unknown]), Some(("3400000.00", "", " + n.n.b. (1 post)"))),
            (sum(&[&unknown, &unknown]), None),
            (sum(&[]), None),
            (suspended, None),
        ];
        for (figure, wanted) in table {
            let found = match shown(&figure) {
                Value::Number(number) => Some((number.decimal, number.before, number.after)),
                _ => None,
            };
            let wanted = wanted.map(|(number, before, after)| (number.into(), before.into(), after.into()));
            assert_eq!(found, wanted, "{figure:?}");
        }
    }

    #[test]
    fn a_day_is_a_day_and_half_a_date_is_words() {
        use openboek_rules::UncertainDate;
        for (edtf, is_day) in
            [("2020-11-11", true), ("2020-11", false), ("1900-02-28", false), ("XXXX", false)]
        {
            let value = shown(&Figure::Date(UncertainDate::parse(edtf).unwrap()));
            assert_eq!(matches!(value, Value::Day(..)), is_day, "{edtf}");
        }
    }

    #[test]
    fn a_text_that_is_cut_says_so() {
        assert_eq!(clipped("kort".into()), "kort");
        let long = clipped("é𝄞".repeat(20_000));
        assert!(long.encode_utf16().count() <= LONGEST_TEXT + 2 && long.ends_with(" …"));
    }
}
