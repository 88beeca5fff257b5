//! Prints cells and tables in a plain form of its own. Unknown prints as "n.n.b." and only a real zero prints as 0.

use openboek_rules::amount::{Amount, Base, Bound, Sum};
use openboek_rules::law::{Length, Term};
use openboek_views::model::{Cell, Paragraph, TableId, Value, Words};

/// The chosen columns of a table, a line a row: `id | cell | cell`. Panics when table or column is not there.
pub fn table(paragraph: &Paragraph, id: TableId, columns: &[&str]) -> String {
    let table = paragraph.table(id).unwrap_or_else(|| panic!("no table {}", id.key()));
    let lines = table.rows.iter().map(|row| {
        let cells = columns.iter().map(|column| {
            let cell = table.cell(&row.id, column).unwrap_or_else(|| panic!("no column {column}"));
            format!(" | {}", cell_text(cell))
        });
        format!("{}{}\n", row.id, cells.collect::<String>())
    });
    lines.collect()
}

/// One cell. Panics when it is not there.
pub fn at(paragraph: &Paragraph, id: TableId, row: &str, column: &str) -> String {
    cell_text(cell(paragraph, id, row, column))
}

/// The same without the word that the source rounds it: for models that count and do not look at granularity.
#[allow(dead_code, reason = "not every test binary counts anew")]
pub fn counted_at(paragraph: &Paragraph, id: TableId, row: &str, column: &str) -> String {
    let text = at(paragraph, id, row, column);
    text.strip_prefix("ca. ").map_or(text.clone(), str::to_owned)
}

pub fn cell<'a>(paragraph: &'a Paragraph, id: TableId, row: &str, column: &str) -> &'a Cell {
    let table = paragraph.table(id).unwrap_or_else(|| panic!("no table {}", id.key()));
    table.cell(row, column).unwrap_or_else(|| panic!("no {row} / {column}"))
}

/// Compares a printed table with the expected one, which may be indented.
#[track_caller]
pub fn same(printed: &str, expected: &str) {
    let clean = |text: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines
            .map(|line| line.split('|').map(str::trim).collect::<Vec<_>>().join(" | "))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(clean(printed), clean(expected), "\n{printed}");
}

pub fn name(words: &Words) -> String {
    match words {
        Words::Label(label) => label.key().to_owned(),
        Words::Text(text) => text.clone(),
    }
}

pub fn cell_text(cell: &Cell) -> String {
    value(&cell.value)
}

pub fn value(shown: &Value) -> String {
    let join = |values: &[Value], by: &str| values.iter().map(value).collect::<Vec<_>>().join(by);
    match shown {
        Value::None => "–".to_owned(),
        Value::Amount(stated, certainty) => {
            let sure =
                certainty.map(|c| format!(" ({})", format!("{c:?}").to_lowercase())).unwrap_or_default();
            format!("{}{sure}", amount(stated))
        }
        Value::Suspended { amount: stated, extent } => {
            let extent = extent.as_ref().map_or_else(|| "geheel".to_owned(), amount);
            format!("{} opgeschort: {extent}", amount(stated))
        }
        Value::Sum(total) => sum(total),
        Value::Percent(points) => hundredths(points.get()),
        Value::Ratio { part, whole } => {
            let millionths = i128::from(part.get()) * 100_000_000 * 2 / i128::from(whole.get());
            let rounded = (millionths + 1) / 2;
            format!("{},{:06} %", rounded / 1_000_000, rounded % 1_000_000)
        }
        Value::Count(count) => count.to_string(),
        Value::Of { done, total } => format!("{done} van {total}"),
        Value::Days(days) => format!("{days} dagen"),
        Value::Date(date) => date.to_string(),
        Value::Term(stated) => term(*stated),
        Value::Years { span, inferred } => format!("{span}{}", if *inferred { " (afgeleid)" } else { "" }),
        Value::Text(text) => text.clone(),
        Value::Label(label) => label.key().to_owned(),
        Value::Phrase(values) => join(values, "; "),
        Value::List(values) => join(values, " / "),
    }
}

/// "+ 8 weken", "− 13 weken", "06-30, jaar +1".
fn term(stated: Term) -> String {
    let length = |length: Length| match length {
        Length::Days(n) => format!("{n} dagen"),
        Length::Weeks(n) => format!("{n} weken"),
        Length::Months(n) => format!("{n} maanden"),
        Length::Years(n) => format!("{n} jaar"),
    };
    match stated {
        Term::After(after) | Term::Chosen(after) => format!("+ {}", length(after)),
        Term::Before(before) => format!("− {}", length(before)),
        Term::Fixed { years, month, day } => format!("{month:02}-{day:02}, jaar {years:+}"),
        Term::Decided | Term::None => "–".to_owned(),
    }
}

fn hundredths(points: i32) -> String {
    format!("{}{},{:02} %", if points < 0 { "-" } else { "" }, points.abs() / 100, points.abs() % 100)
}

fn amount(stated: &Amount) -> String {
    match stated {
        Amount::Exact(cents) => cents.get().to_string(),
        Amount::About { cents, .. } => format!("ca. {}", cents.get()),
        Amount::AtMost(cents) => format!("<= {}", cents.get()),
        Amount::LessThan(cents) => format!("< {}", cents.get()),
        Amount::AtLeast(cents) => format!(">= {}", cents.get()),
        Amount::Range { low, high } => format!("{} tot {}", low.get(), high.get()),
        Amount::PercentOf { share, base, bound } => {
            let bound = match bound {
                Bound::Exactly => "",
                Bound::AtLeast => "ten minste ",
                Bound::AtMost => "ten hoogste ",
            };
            let base = match base {
                Base::Unknown(_) => "grondslag n.n.b.".to_owned(),
                Base::Figures(of) => {
                    format!("van {}", of.iter().map(ToString::to_string).collect::<Vec<_>>().join(" of "))
                }
            };
            format!("{bound}{}, {base}", hundredths(share.get()))
        }
        Amount::Qualitative(words) => format!("\"{words}\""),
        Amount::Unknown { .. } => "n.n.b.".to_owned(),
    }
}

fn sum(total: &Sum) -> String {
    let about = if total.about_parts > 0 { "ca. " } else { "" };
    match (total.known_parts, total.unknown_parts) {
        (0, 0) => "–".to_owned(),
        (0, unknown) => format!("n.n.b. ({unknown})"),
        (_, 0) => format!("{about}{}", total.known.get()),
        (_, unknown) => format!("{about}{} + n.n.b. ({unknown})", total.known.get()),
    }
}
