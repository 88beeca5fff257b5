//! A small line beside the name of a row: how its amounts go over the years. The numbers stand beside it.

use super::InRows;
use super::draw::{Drawing, Fill, Mark};
use super::quantity::{Quantity, row_id};
use super::scale::{Scale, Span};
use crate::lang::Lang;
use crate::sheet::{Kind, SheetRow, SheetTable};
use crate::words::by_key;

const SIZE: (i32, i32) = (96, 22);

/// A line for each row that has amounts in two years or more, each on its own scale.
pub(super) fn in_rows(table: &SheetTable, lang: Lang) -> Option<InRows> {
    let drawings = table.rows.iter().filter_map(|row| Some((row.id.clone(), drawing(table, row)?)));
    let rows = InRows {
        note: by_key("chart-spark-note", lang).into_owned(),
        column: None,
        drawings: drawings.collect(),
    };
    (!rows.drawings.is_empty()).then_some(rows)
}

fn drawing(table: &SheetTable, row: &SheetRow) -> Option<Drawing> {
    let years = row.cells.iter().zip(&table.columns).filter(|(_, column)| column.is_year);
    // A row of words, such as the one that names where the figures are from, has no line.
    let is_money = |kind| matches!(kind, Kind::None | Kind::Amount | Kind::Sum | Kind::Suspended);
    let years: Option<Vec<Quantity>> =
        years.map(|(cell, _)| is_money(cell.part.kind).then(|| Quantity::of(&cell.part))).collect();
    let years = years?;
    let known: Vec<i128> = years.iter().filter_map(|year| year.cents()).collect();
    let (low, high) = (*known.iter().min()?, *known.iter().max()?);
    if known.len() < 2 {
        return None;
    }
    let (width, height) = SIZE;
    let scale = if low == high {
        Scale::between(low.checked_sub(1)?, high.checked_add(1)?, height - 3, 3)
    } else {
        Scale::between(low, high, height - 3, 3)
    };
    let marks = marks(&years, scale, width, height)?;
    Some(Drawing { id: row_id(row), title: String::new(), description: String::new(), width, height, marks })
}

/// A line as long as the years are known; a year that is not known breaks it, and is marked.
fn marks(years: &[Quantity], scale: Scale, width: i32, height: i32) -> Option<Vec<Mark>> {
    let gaps = i32::try_from(years.len().checked_sub(1)?).ok().filter(|gaps| *gaps > 0)?;
    let mut marks = Vec::new();
    let mut line: Vec<(i32, i32)> = Vec::new();
    let end = |line: &mut Vec<(i32, i32)>, marks: &mut Vec<Mark>| match std::mem::take(line) {
        points if points.len() > 1 => marks.push(Mark::Line(points)),
        points => marks.extend(points.first().map(|(x, y)| Mark::Dot(*x, *y))),
    };
    for (place, year) in years.iter().enumerate() {
        let x = 3 + i32::try_from(place).ok()? * (width - 6) / gaps;
        match year {
            Quantity::Known(known) => line.push((x, scale.at(known.cents))),
            Quantity::Unknown => {
                end(&mut line, &mut marks);
                let span = Span { start: (x - 3).max(0), length: 6 };
                marks.push(Mark::Bar { fill: Fill::Ghost, span, y: 2, height: height - 4 });
            }
            Quantity::Nothing => end(&mut line, &mut marks),
        }
    }
    let last = line.last().copied();
    end(&mut line, &mut marks);
    marks.extend(last.map(|(x, y)| Mark::Dot(x, y)));
    Some(marks)
}
