//! ODS: OASIS OpenDocument 1.3 part 3, 9. Only what stands in the cells, and what people would not see of it.

use std::collections::BTreeSet;

use quick_xml::events::BytesStart;

use super::findings::Fault;
use super::limits::{self, Budget};
use super::merge::Merge;
use super::package::Package;
use super::workbook::Sheet;
use super::xml::{Node, Xml, add, attribute, number};
use super::{Cell, Row};
use crate::decimal;

/// The sheets of a workbook, in their order.
pub(super) fn read(package: &mut Package<'_>, budget: &mut Budget) -> Result<Vec<Sheet>, Fault> {
    let text = package.required("content.xml", budget)?;
    let (mut xml, mut sheets) = (Xml::new(&text), Vec::new());
    // Styles stand before the sheets; the ones here are those whose sheets are not shown.
    let (mut hiding, mut style) = (BTreeSet::new(), None);
    let mut spreadsheet = false;
    loop {
        match xml.next()? {
            Node::Start(e) => match e.name().as_ref() {
                "style:style" => style = attribute(&e, "style:name")?,
                "style:table-properties" if attribute(&e, "table:display")?.as_deref() == Some("false") => {
                    hiding.extend(style.take())
                }
                "office:spreadsheet" => spreadsheet = true,
                "table:table" if spreadsheet => {
                    let name = attribute(&e, "table:name")?.unwrap_or_default();
                    let hidden =
                        attribute(&e, "table:style-name")?.is_some_and(|style| hiding.contains(&style));
                    let mut sheet = Sheet { name, hidden, ..Sheet::default() };
                    table(&mut xml, &mut sheet, budget).map_err(|fault| fault.in_sheet(&sheet.name))?;
                    sheets.push(sheet);
                }
                _ => (),
            },
            Node::Eof => return Ok(sheets),
            _ => (),
        }
    }
}

/// The rows of a sheet, also those in groups and headings; shapes and whatever else is in it are passed over.
fn table(xml: &mut Xml<'_>, sheet: &mut Sheet, budget: &mut Budget) -> Result<(), Fault> {
    let (mut depth, mut next, mut column) = (0_usize, 1_u64, 0_usize);
    loop {
        match xml.next()? {
            Node::Start(e) => match e.name().as_ref() {
                "table:table-row" => {
                    let times = number::<u64>(&e, "table:number-rows-repeated", 1)?.max(1);
                    let hidden = hides(&e)?;
                    let read = row(xml, next, sheet, budget).map_err(|fault| fault.in_row(next))?;
                    repeat(Row { number: next, hidden, cells: read }, times, sheet, budget)?;
                    next = next.saturating_add(times);
                }
                "table:table-column" => {
                    let times =
                        number::<usize>(&e, "table:number-columns-repeated", 1)?.clamp(1, limits::COLUMNS);
                    if hides(&e)? {
                        sheet.hidden_columns.push((column, column + times - 1));
                    }
                    column = (column + times).min(limits::COLUMNS);
                    xml.skip()?;
                }
                "table:table-row-group"
                | "table:table-header-rows"
                | "table:table-rows"
                | "table:table-column-group"
                | "table:table-header-columns"
                | "table:table-columns" => depth += 1,
                _ => xml.skip()?,
            },
            Node::End if depth == 0 => return Ok(()),
            Node::End => depth -= 1,
            Node::Text(_) => (),
            Node::Eof => return Err(Fault::damaged("het einde ontbreekt")),
        }
    }
}

fn hides(element: &BytesStart<'_>) -> Result<bool, Fault> {
    Ok(attribute(element, "table:visibility")?.is_some_and(|how| how == "collapse" || how == "filter"))
}

/// Keeps a row as often as it stands there. A repeated row with something in it is counted before it is made.
fn repeat(row: Row, times: u64, sheet: &mut Sheet, budget: &mut Budget) -> Result<(), Fault> {
    if row.cells.iter().all(Cell::is_empty) {
        return Ok(());
    }
    let first = row.number;
    if first.saturating_add(times) > limits::SHEET_ROWS + 1 {
        return Err(limits::too_large(first.saturating_add(times), limits::SHEET_ROWS, "rijen").in_row(first));
    }
    let text: usize = row.cells.iter().map(|cell| cell.shown().len()).sum();
    for number in first..first + times {
        if number > first {
            budget.copied(text)?;
        }
        sheet.keep(Row { number, ..row.clone() }, budget)?;
    }
    Ok(())
}

fn row(
    xml: &mut Xml<'_>,
    number_of_row: u64,
    sheet: &mut Sheet,
    budget: &mut Budget,
) -> Result<Vec<Cell>, Fault> {
    // Empty cells wait until something follows them: a row ends with thousands of them.
    let (mut cells, mut empty) = (Vec::new(), 0_usize);
    loop {
        match xml.next()? {
            Node::Start(e)
                if matches!(e.name().as_ref(), "table:table-cell" | "table:covered-table-cell") =>
            {
                let times = number::<usize>(&e, "table:number-columns-repeated", 1)?.max(1);
                let column = cells.len() + empty;
                spanned(&e, column, number_of_row, sheet, budget)?;
                let cell = cell(xml, &e)?;
                if cell.is_empty() {
                    empty = empty.saturating_add(times);
                    continue;
                }
                let width = column.saturating_add(times);
                if width > limits::COLUMNS {
                    return Err(limits::too_large(width, limits::COLUMNS, "kolommen"));
                }
                budget.text(cell.shown().len(), times)?;
                cells.resize(column, Cell::Empty);
                cells.resize(width, cell);
                empty = 0;
            }
            Node::Start(_) => xml.skip()?,
            Node::End => return Ok(cells),
            Node::Text(_) => (),
            Node::Eof => return Err(Fault::damaged("het einde ontbreekt")),
        }
    }
}

/// Remembers the merge that begins at a cell.
fn spanned(
    e: &BytesStart<'_>,
    column: usize,
    row: u64,
    sheet: &mut Sheet,
    budget: &mut Budget,
) -> Result<(), Fault> {
    let columns = number::<usize>(e, "table:number-columns-spanned", 1)?.max(1);
    let rows = number::<u64>(e, "table:number-rows-spanned", 1)?.max(1);
    if columns > 1 || rows > 1 {
        budget.cells(1)?;
        let right = column.saturating_add(columns - 1).min(limits::COLUMNS);
        let bottom = row.saturating_add(rows - 1).min(limits::SHEET_ROWS);
        sheet.merges.push(Merge { rows: (row, bottom), columns: (column, right) });
    }
    Ok(())
}

/// A cell: its value is in attributes that its kind names; a text without one is what stands in it.
///
/// A program writes an error as an empty text whose paragraph shows the error: the paragraph is what counts.
fn cell(xml: &mut Xml<'_>, e: &BytesStart<'_>) -> Result<Cell, Fault> {
    let kind = attribute(e, "office:value-type")?.unwrap_or_default();
    let is_error = attribute(e, "calcext:value-type")?.as_deref() == Some("error");
    let formula = attribute(e, "table:formula")?.is_some();
    let value = match kind.as_str() {
        "date" => attribute(e, "office:date-value")?,
        "time" => attribute(e, "office:time-value")?,
        "boolean" => attribute(e, "office:boolean-value")?,
        "string" => attribute(e, "office:string-value")?,
        _ => attribute(e, "office:value")?,
    };
    let shown = paragraphs(xml)?;
    let error = matches!(Cell::of_text(&shown), Cell::Error(_));
    if is_error || (formula && error) {
        return Ok(Cell::Error(if shown.is_empty() { Cell::NOT_CALCULATED.to_owned() } else { shown }));
    }
    Ok(match (kind.as_str(), value) {
        ("", None) if formula && shown.is_empty() => Cell::Error(Cell::NOT_CALCULATED.to_owned()),
        ("" | "string", None) => Cell::of_text(&shown),
        ("string", Some(text)) => {
            // The limit of a cell holds for attributes too.
            let mut bounded = String::new();
            add(&mut bounded, &text)?;
            Cell::of_text(&bounded)
        }
        ("date", Some(text)) => {
            text.get(..10).and_then(|day| day.parse().ok()).map_or(Cell::Text(text), Cell::Date)
        }
        ("time", Some(text)) => Cell::Text(text),
        ("boolean", Some(text)) => Cell::Bool(text == "true"),
        ("float" | "currency" | "percentage", Some(text)) => {
            Cell::Number(decimal::stored(&text).ok_or_else(|| Fault::damaged(&format!("getal {text}")))?)
        }
        (kind, _) => return Err(Fault::damaged(&format!("een cel van soort \"{kind}\" zonder waarde"))),
    })
}

/// The text that a cell shows: its paragraphs. Notes and drawings at the cell are no part of it.
fn paragraphs(xml: &mut Xml<'_>) -> Result<String, Fault> {
    let (mut text, mut first) = (String::new(), true);
    loop {
        match xml.next()? {
            Node::Start(e) if e.name().as_ref() == "text:p" => {
                if !std::mem::take(&mut first) {
                    add(&mut text, "\n")?;
                }
                paragraph(xml, &mut text)?;
            }
            Node::Start(_) => xml.skip()?,
            Node::End => return Ok(text),
            Node::Text(_) => (),
            Node::Eof => return Err(Fault::damaged("het einde ontbreekt")),
        }
    }
}

fn paragraph(xml: &mut Xml<'_>, text: &mut String) -> Result<(), Fault> {
    let mut depth = 0_usize;
    loop {
        match xml.next()? {
            Node::Start(e) => {
                match e.name().as_ref() {
                    "text:s" => {
                        let blanks = number::<usize>(&e, "text:c", 1)?.min(limits::CELL + 1);
                        add(text, &" ".repeat(blanks))?;
                    }
                    "text:tab" => add(text, "\t")?,
                    "text:line-break" => add(text, "\n")?,
                    "office:annotation" | "text:note" | "text:ruby-text" => {
                        xml.skip()?;
                        continue;
                    }
                    _ => (),
                }
                depth += 1;
            }
            Node::Text(piece) => add(text, &piece)?,
            Node::End if depth == 0 => return Ok(()),
            Node::End => depth -= 1,
            Node::Eof => return Err(Fault::damaged("het einde ontbreekt")),
        }
    }
}
