//! Figures as plain lines, the same in every language: for comparing with what a server printed, by eye or by program.

use openboek_rules::amount::{Amount, Base, Bound, Sum};
use openboek_rules::{BasisPoints, Cents};
use openboek_views::model::{Cell, Paragraph, Value};

/// The figures of a paragraph, one a line: table, row, column, value, entries; parted by tabs. Empty cells are left out.
pub(crate) fn lines(paragraph: &Paragraph, table: Option<&str>) -> String {
    let mut lines = String::new();
    for (anchor, cell) in paragraph.figures() {
        if cell.value == Value::None || table.is_some_and(|table| table != anchor.table) {
            continue;
        }
        lines.push_str(
            &[anchor.table, anchor.row, anchor.column, value(&cell.value), sources(cell)].join("\t"),
        );
        lines.push('\n');
    }
    lines
}

fn sources(cell: &Cell) -> String {
    let sources: Vec<String> = cell.sources.iter().map(u64::to_string).collect();
    format!("[{}]", sources.join(" "))
}

fn value(value: &Value) -> String {
    match value {
        Value::None => "-".to_owned(),
        Value::Amount(amount, None) => amount_text(amount),
        Value::Amount(amount, Some(certainty)) => format!("{} ({certainty:?})", amount_text(amount)),
        Value::Suspended { amount, extent } => {
            let extent = extent.as_ref().map_or_else(|| "all".to_owned(), amount_text);
            format!("{} suspended: {extent}", amount_text(amount))
        }
        Value::Sum(sum) => sum_text(sum),
        Value::Percent(points) => percent(*points),
        Value::Ratio { part, whole } => format!("{} / {}", money(*part), money(*whole)),
        Value::Count(number) => number.to_string(),
        Value::Of { done, total } => format!("{done} / {total}"),
        Value::Term(term) => format!("{term}"),
        Value::Days(days) => format!("{days} d"),
        Value::Date(date) => date.to_string(),
        Value::Years { span, inferred } => {
            format!("{}..{}{}", span.first(), span.last(), if *inferred { " (inferred)" } else { "" })
        }
        Value::Text(text) => format!("\"{text}\""),
        Value::Label(label) => label.key().to_owned(),
        Value::Phrase(values) => join(values, " "),
        Value::List(values) => join(values, "; "),
    }
}

fn join(values: &[Value], between: &str) -> String {
    values.iter().map(value).collect::<Vec<_>>().join(between)
}

fn amount_text(amount: &Amount) -> String {
    match amount {
        Amount::Exact(cents) => money(*cents),
        Amount::About { cents, granularity } => {
            format!("about {} (to {})", money(*cents), money(*granularity))
        }
        Amount::AtMost(cents) => format!("at most {}", money(*cents)),
        Amount::LessThan(cents) => format!("less than {}", money(*cents)),
        Amount::AtLeast(cents) => format!("at least {}", money(*cents)),
        Amount::Range { low, high } => format!("{} to {}", money(*low), money(*high)),
        Amount::PercentOf { share, base, bound } => {
            let bound = match bound {
                Bound::Exactly => "",
                Bound::AtLeast => "at least ",
                Bound::AtMost => "at most ",
            };
            format!("{bound}{} of {}", percent(*share), base_text(base))
        }
        Amount::Qualitative(text) => format!("\"{text}\""),
        Amount::Unknown { reason, .. } => format!("unknown: \"{reason}\""),
    }
}

fn base_text(base: &Base) -> String {
    match base {
        Base::Unknown(words) => {
            words.as_ref().map_or_else(|| "unknown".to_owned(), |words| format!("unknown: \"{words}\""))
        }
        Base::Figures(figures) => figures.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "),
    }
}

fn sum_text(sum: &Sum) -> String {
    let mut parts = Vec::new();
    if sum.known_parts > 0 {
        parts.push(format!("{}{}", if sum.about_parts > 0 { "about " } else { "" }, money(sum.known)));
    }
    if sum.unknown_parts > 0 {
        parts.push(format!("{} unknown", sum.unknown_parts));
    }
    if parts.is_empty() { "-".to_owned() } else { parts.join(" + ") }
}

/// Euros with a point before the cents, no grouping: `-165000.00`.
fn money(cents: Cents) -> String {
    hundredths(cents.get())
}

fn percent(points: BasisPoints) -> String {
    format!("{} %", hundredths(i64::from(points.get())))
}

fn hundredths(number: i64) -> String {
    let size = number.unsigned_abs();
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_become_euros_without_losing_any() {
        for (cents, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (-5, "-0.05"),
            (-16_500_000, "-165000.00"),
            (123_456_789, "1234567.89"),
        ] {
            assert_eq!(hundredths(cents), text);
        }
    }

    #[test]
    fn an_unknown_is_never_a_zero() {
        let unknown = Sum { unknown_parts: 2, ..Sum::default() };
        assert_eq!(sum_text(&unknown), "2 unknown");
        assert_eq!(sum_text(&Sum::default()), "-");
        let both = Sum { known: Cents::ZERO, known_parts: 1, about_parts: 0, unknown_parts: 1 };
        assert_eq!(sum_text(&both), "0.00 + 1 unknown");
    }
}
