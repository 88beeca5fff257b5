//! A lane per cut: what stands of it in each year, before the outline of how it was spread first. The sum over the years is said, so
//! that everybody sees whether something disappeared.

use openboek_views::model::RowRole;

use super::Chart;
use super::draw::{Align, Drawing, Fill, Mark, UNKNOWN_WIDTH, WIDTH, fitted};
use super::quantity::{Known, Quantity, cell, row_id, state, summed};
use super::scale::{Scale, Span};
use crate::lang::Lang;
use crate::sheet::{Sheet, SheetCell, SheetRow, SheetTable};
use crate::words::{by_key, filled};

/// Height of a year: a line of words and a bar.
const YEAR: i32 = 38;
/// Where the words beside a year begin, and how many letters they have room for.
const WORDS: i32 = 42;
const LETTERS: usize = 44;
/// Height of a line of the legend.
const LINE: i32 = 19;

/// A year of a cut.
struct Year<'a> {
    name: &'a str,
    words: String,
    now: Quantity,
    first: Quantity,
}

/// The lanes of the cuts that say something in the years of the paragraph.
pub(super) fn charts(sheet: &Sheet, table: &SheetTable) -> Vec<Chart> {
    let sums =
        sheet.sections.iter().flat_map(|section| &section.tables).find(|table| table.key == "cut-balance");
    table
        .rows
        .iter()
        .filter(|row| row.role != RowRole::Total)
        .filter_map(|row| chart(sums, table, row, sheet.lang))
        .collect()
}

fn chart(sums: Option<&SheetTable>, table: &SheetTable, row: &SheetRow, lang: Lang) -> Option<Chart> {
    let id = format!("{}:imposed", row.id);
    let first = sums.and_then(|sums| Some((sums, sums.rows.iter().find(|row| row.id == id)?)));
    let columns = table.columns.iter().filter(|column| column.is_year);
    let years = columns.filter_map(|column| year(first, cell(table, row, &column.key)?, &column.name));
    let years: Vec<Year<'_>> = years.collect();
    if years.is_empty() {
        return None;
    }
    let title = title(table, row, lang);
    let finding = finding(&years, first.is_some(), lang);
    let drawing = drawing(row_id(row), &title, &years, lang);
    Some(Chart { table: table.key, title, finding, drawing })
}

/// A year, unless nothing belongs in it, now or first.
fn year<'a>(first: Option<(&SheetTable, &SheetRow)>, now: &SheetCell, name: &'a str) -> Option<Year<'a>> {
    let quantity = first_quantity(first, name);
    let year = Year { name, words: now.part.text.clone(), now: Quantity::of(&now.part), first: quantity };
    (year.now != Quantity::Nothing || year.first != Quantity::Nothing).then_some(year)
}

fn first_quantity(first: Option<(&SheetTable, &SheetRow)>, year: &str) -> Quantity {
    let found = first.and_then(|(table, row)| cell(table, row, year));
    found.map_or(Quantity::Nothing, |cell| Quantity::of(&cell.part))
}

/// `SV-20, sociale basis`, and whose amounts these are where the region has a say in it.
fn title(table: &SheetTable, row: &SheetRow, lang: Lang) -> String {
    let name = row.code.as_ref().map_or_else(|| row.name.clone(), |code| format!("{code}, {}", row.name));
    match state(table, row, "level") {
        Some("level-regional") => format!("{name}: {}", by_key("chart-level-regional", lang)),
        Some("level-share") => format!("{name}: {}", by_key("chart-level-share", lang)),
        _ => name,
    }
}

/// "Over 2021–2024 samen", "In 2020": how a sentence on these years begins.
fn span(years: &[Year<'_>], lang: Lang) -> String {
    match years {
        [first, .., last] => {
            filled("chart-span-more", lang, &[&format!("{}\u{2013}{}", first.name, last.name)])
        }
        years => filled("chart-span-one", lang, &[years.first().map_or("", |year| year.name)]),
    }
}

/// Whether the sum over the years is what it was, and what is suspended.
fn finding(years: &[Year<'_>], adopted: bool, lang: Lang) -> String {
    let held = |year: &&Year<'_>| year.now.known().is_some_and(|known| known.suspended != 0);
    let held: Vec<&str> = years.iter().filter(held).map(|year| year.name).collect();
    let sum = if adopted { compared(years, lang) } else { alone(years, lang) };
    if held.is_empty() {
        sum
    } else {
        format!("{sum} {}", filled("chart-lane-suspended", lang, &[&held.join(", ")]))
    }
}

/// What was imposed over these years together, beside what stands now.
fn compared(years: &[Year<'_>], lang: Lang) -> String {
    let money = |known: Known| super::money(known.cents, known.loose, lang);
    let (now, first) =
        (summed(years.iter().map(|year| year.now)), summed(years.iter().map(|year| year.first)));
    let span = span(years, lang);
    match (first, now) {
        (Some(first), Some(now)) if first.cents == now.cents => {
            filled("chart-lane-equal", lang, &[&span, &money(first)])
        }
        (Some(first), Some(now)) => {
            let (difference, loose) = (now.cents.saturating_sub(first.cents), first.loose || now.loose);
            let words = [&span, &money(first), &money(now), &super::money(difference, loose, lang)];
            filled("chart-lane-differs", lang, &words.map(String::as_str))
        }
        (None, Some(now)) => filled("chart-lane-first-unknown", lang, &[&span, &money(now)]),
        (Some(first), None) => filled("chart-lane-now-unknown", lang, &[&span, &money(first)]),
        (None, None) => filled("chart-lane-both-unknown", lang, &[&span]),
    }
}

/// The sum of a cut that nothing was imposed of: one that is not decided, or a share.
fn alone(years: &[Year<'_>], lang: Lang) -> String {
    let span = span(years, lang);
    let unknown = years.iter().filter(|year| summed([year.now]).is_none()).count();
    match summed(years.iter().map(|year| year.now)) {
        Some(now) => filled("chart-lane-only", lang, &[&span, &super::money(now.cents, now.loose, lang)]),
        None if unknown == years.len() => filled("chart-lane-none-known", lang, &[&span]),
        None => {
            filled("chart-lane-only-unknown", lang, &[&span, &unknown.to_string(), &years.len().to_string()])
        }
    }
}

/// Each year in words: what stands there now, and what stood there first where that is not the same.
fn description(years: &[Year<'_>], lang: Lang) -> String {
    let of = |year: &Year<'_>| {
        let first = match year.first {
            Quantity::Known(first) if year.now.cents() != Some(first.cents) => {
                let first = super::money(first.cents, first.loose, lang);
                format!(" ({})", filled("chart-lane-was", lang, &[&first]))
            }
            _ => String::new(),
        };
        format!("{}: {}{first}", year.name, year.words)
    };
    years.iter().map(of).collect::<Vec<_>>().join("; ")
}

fn drawing(id: String, title: &str, years: &[Year<'_>], lang: Lang) -> Drawing {
    let amounts = years.iter().flat_map(|year| [year.now.cents(), year.first.cents()]).flatten();
    let scale = Scale::over(amounts, 1, WIDTH - 1);
    let mut marks = Vec::new();
    let mut y = 0;
    for year in years {
        let (bold, align) = (true, Align::Start);
        marks.push(Mark::Text { x: 0, y: y + 13, align, bold, words: year.name.to_owned() });
        let words = fitted(&year.words, LETTERS);
        marks.push(Mark::Text { x: WORDS, y: y + 13, align, bold: false, words });
        bars(&mut marks, year, scale, y + 18);
        marks.push(Mark::Zero { x: scale.zero(), y: y + 17, height: 18 });
        y += YEAR;
    }
    y = legend(&mut marks, y + 4, lang);
    Drawing {
        id,
        title: title.to_owned(),
        description: description(years, lang),
        width: WIDTH,
        height: y,
        marks,
    }
}

/// What stands: what counts solid or hatched, what is suspended crossed; around it the outline of what was there first.
fn bars(marks: &mut Vec<Mark>, year: &Year<'_>, scale: Scale, y: i32) {
    match year.now {
        Quantity::Known(now) => {
            let fill = if now.loose { Fill::Hatched } else { Fill::Solid };
            let left = now.cents.saturating_sub(now.suspended);
            let (height, y) = (10, y + 3);
            if left != 0 {
                marks.push(Mark::Bar { fill, span: scale.bar(left), y, height });
            }
            if now.suspended != 0 {
                marks.push(Mark::Bar { fill: Fill::Crossed, span: scale.span(left, now.cents), y, height });
            }
            if now.and_more {
                marks.push(Mark::Unknown { x: beside(scale, now.cents), y: y - 2, height: height + 4 });
            }
        }
        Quantity::Unknown => {
            let x = beside(scale, year.first.cents().unwrap_or_default());
            marks.push(Mark::Unknown { x, y: y + 1, height: 14 });
        }
        Quantity::Nothing => {}
    }
    if let Some(first) = year.first.cents().filter(|first| *first != 0 && Some(*first) != year.now.cents()) {
        marks.push(Mark::Bar { fill: Fill::Ghost, span: scale.bar(first), y, height: 16 });
    }
}

/// Where a frame with a question mark has room: beside zero, on the side of the amount.
fn beside(scale: Scale, amount: i128) -> i32 {
    let zero = scale.zero();
    let left = amount < 0 || zero + UNKNOWN_WIDTH + 4 > WIDTH;
    if left { (zero - UNKNOWN_WIDTH - 3).max(1) } else { zero + 3 }
}

/// What the fills mean: only those that stand in the drawing, two in a line. Returns where it ends.
fn legend(marks: &mut Vec<Mark>, y: i32, lang: Lang) -> i32 {
    let of = |mark: &Mark, fill: Fill| matches!(mark, Mark::Bar { fill: found, .. } if *found == fill);
    let known = [
        (Fill::Solid, "chart-fill-solid"),
        (Fill::Hatched, "chart-fill-hatched"),
        (Fill::Crossed, "chart-fill-crossed"),
        (Fill::Ghost, "chart-fill-ghost"),
    ];
    let mut used: Vec<(Option<Fill>, &str)> = known
        .into_iter()
        .filter(|(fill, _)| marks.iter().any(|mark| of(mark, *fill)))
        .map(|(fill, key)| (Some(fill), key))
        .collect();
    if marks.iter().any(|mark| matches!(mark, Mark::Unknown { .. })) {
        used.push((None, "chart-fill-unknown"));
    }
    let mut place = (0, y);
    for (fill, key) in used {
        let (x, y) = place;
        marks.push(match fill {
            Some(fill) => {
                Mark::Bar { fill, span: Span { start: x + 1, length: UNKNOWN_WIDTH }, y: y + 2, height: 12 }
            }
            None => Mark::Unknown { x: x + 1, y: y + 1, height: 14 },
        });
        let words = by_key(key, lang).into_owned();
        marks.push(Mark::Text {
            x: x + UNKNOWN_WIDTH + 7,
            y: y + 13,
            align: Align::Start,
            bold: false,
            words,
        });
        place = if x == 0 { (WIDTH / 2, y) } else { (0, y + LINE) };
    }
    if place.0 == 0 { place.1 } else { place.1 + LINE }
}
