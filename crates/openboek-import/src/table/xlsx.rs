//! XLSX: ECMA-376 part 1, 18. Only what stands in the cells, and what people would not see of it.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::findings::{Fault, NO_WORKBOOK};
use super::limits::{self, Budget};
use super::merge::{Merge, reference};
use super::number_format::{day, is_built_in_date, is_date};
use super::package::Package;
use super::workbook::Sheet;
use super::xml::{Node, Xml, add, attribute, flag, number};
use super::{Cell, Row};
use crate::decimal;

/// What the cells of every sheet refer to.
struct Shared {
    strings: Vec<String>,
    /// For each style of a cell, whether it shows a date.
    dates: Vec<bool>,
    from_1904: bool,
}

/// The sheets of a workbook, in their order.
pub(super) fn read(package: &mut Package<'_>, budget: &mut Budget) -> Result<Vec<Sheet>, Fault> {
    let root = relations(&package.required("_rels/.rels", budget)?, "")?;
    let Some(main) = root.values().find(|part| part.kind.ends_with("/officeDocument")) else {
        return Err(Fault::new(NO_WORKBOOK, "een pakket zonder werkmap", "XLSX of ODS"));
    };
    let main = main.target.clone();
    if !main.ends_with(".xml") || main.ends_with("document.xml") {
        return Err(Fault::new(NO_WORKBOOK, &main, "xl/workbook.xml"));
    }
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let relations_name = format!("{folder}{}_rels/{file}.rels", if folder.is_empty() { "" } else { "/" });
    let parts = relations(&package.required(&relations_name, budget)?, folder)?;
    let (listed, from_1904) = sheets(&package.required(&main, budget)?)?;
    let strings = shared(package, &parts, "/sharedStrings", budget)?;
    let styles = shared(package, &parts, "/styles", budget)?;
    let shared =
        Shared { strings: shared_strings(&strings, budget)?, dates: date_styles(&styles)?, from_1904 };
    let mut read = Vec::new();
    for (mut sheet, id) in listed {
        let part = parts.get(&id).ok_or_else(|| Fault::damaged(&format!("blad {} ontbreekt", sheet.name)))?;
        if part.kind.ends_with("/worksheet") {
            let text = package.required(&part.target, budget)?;
            worksheet(&text, &shared, &mut sheet, budget).map_err(|fault| fault.in_sheet(&sheet.name))?;
            read.push(sheet);
        }
    }
    Ok(read)
}

struct Part {
    kind: String,
    target: String,
}

/// The parts that a part refers to, by their id.
fn relations(text: &str, folder: &str) -> Result<BTreeMap<String, Part>, Fault> {
    let (mut xml, mut parts) = (Xml::new(text), BTreeMap::new());
    loop {
        match xml.next()? {
            Node::Start(e) if e.local_name().as_ref() == "Relationship" => {
                let target = attribute(&e, "Target")?.unwrap_or_default();
                let target = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None if folder.is_empty() => target,
                    None => format!("{folder}/{target}"),
                };
                let kind = attribute(&e, "Type")?.unwrap_or_default();
                parts.insert(attribute(&e, "Id")?.unwrap_or_default(), Part { kind, target });
            }
            Node::Eof => return Ok(parts),
            _ => (),
        }
    }
}

/// A part that all sheets share; nothing when the workbook has none.
fn shared(
    package: &mut Package<'_>,
    parts: &BTreeMap<String, Part>,
    kind: &str,
    budget: &mut Budget,
) -> Result<String, Fault> {
    match parts.values().find(|part| part.kind.ends_with(kind)) {
        Some(part) => package.required(&part.target, budget),
        None => Ok(String::new()),
    }
}

/// The sheets that the workbook lists with the id of each, and whether its dates count from 1904.
fn sheets(text: &str) -> Result<(Vec<(Sheet, String)>, bool), Fault> {
    let (mut xml, mut sheets, mut from_1904) = (Xml::new(text), Vec::new(), false);
    loop {
        match xml.next()? {
            Node::Start(e) => match e.local_name().as_ref() {
                "workbookPr" => from_1904 = flag(&e, "date1904")?,
                "sheet" => {
                    let name = attribute(&e, "name")?.unwrap_or_default();
                    let hidden = attribute(&e, "state")?.is_some_and(|state| state != "visible");
                    sheets.push((Sheet { name, hidden, ..Sheet::default() }, relation(&e)?));
                }
                _ => (),
            },
            Node::Eof => return Ok((sheets, from_1904)),
            _ => (),
        }
    }
}

/// The attribute `id` of the namespace of relations, whatever its prefix is.
fn relation(element: &BytesStart<'_>) -> Result<String, Fault> {
    for attribute in element.attributes().with_checks(false).flatten() {
        if attribute.key.local_name().as_ref() == "id" && attribute.key.prefix().is_some() {
            return Ok(attribute.value.into_owned());
        }
    }
    Err(Fault::damaged("een blad zonder r:id"))
}

fn shared_strings(text: &str, budget: &mut Budget) -> Result<Vec<String>, Fault> {
    let (mut xml, mut strings) = (Xml::new(text), Vec::new());
    loop {
        match xml.next()? {
            Node::Start(e) if e.local_name().as_ref() == "si" => {
                budget.cells(1)?;
                strings.push(rich_text(&mut xml)?);
            }
            Node::Eof => return Ok(strings),
            _ => (),
        }
    }
}

/// The text of `si` or `is`: its `t` elements, without the ones that say how it sounds.
fn rich_text(xml: &mut Xml<'_>) -> Result<String, Fault> {
    let (mut text, mut depth) = (String::new(), 0_usize);
    loop {
        match xml.next()? {
            Node::Start(e) => match e.local_name().as_ref() {
                "t" => add(&mut text, &xml.text()?)?,
                "rPh" => xml.skip()?,
                _ => depth += 1,
            },
            Node::End if depth == 0 => return Ok(text),
            Node::End => depth -= 1,
            Node::Text(_) => (),
            Node::Eof => return Err(Fault::damaged("het einde ontbreekt")),
        }
    }
}

fn date_styles(text: &str) -> Result<Vec<bool>, Fault> {
    let (mut xml, mut own, mut dates) = (Xml::new(text), BTreeMap::new(), Vec::new());
    // `xf` stands in two lists; the cells refer to the one in `cellXfs`.
    let mut in_cells = false;
    loop {
        match xml.next()? {
            Node::Start(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    let code = attribute(&e, "formatCode")?.unwrap_or_default();
                    own.insert(number::<u32>(&e, "numFmtId", 0)?, is_date(&code));
                }
                "cellXfs" => in_cells = true,
                "cellStyleXfs" | "cellStyles" | "dxfs" => in_cells = false,
                "xf" if in_cells => {
                    let id = number::<u32>(&e, "numFmtId", 0)?;
                    dates.push(own.get(&id).copied().unwrap_or(is_built_in_date(id)));
                }
                _ => (),
            },
            Node::Eof => return Ok(dates),
            _ => (),
        }
    }
}

fn worksheet(text: &str, shared: &Shared, sheet: &mut Sheet, budget: &mut Budget) -> Result<(), Fault> {
    let (mut xml, mut last) = (Xml::new(text), 0);
    loop {
        match xml.next()? {
            Node::Start(e) => match e.local_name().as_ref() {
                "col" if flag(&e, "hidden")? => {
                    let (first, last) = (number::<usize>(&e, "min", 1)?, number::<usize>(&e, "max", 1)?);
                    sheet.hidden_columns.push((first.max(1) - 1, last.clamp(1, limits::COLUMNS) - 1));
                }
                "row" => {
                    let number = number::<u64>(&e, "r", last + 1)?;
                    if number <= last || number > limits::SHEET_ROWS {
                        return Err(Fault::damaged(&format!("rij {number} na rij {last}")));
                    }
                    last = number;
                    let hidden = flag(&e, "hidden")?;
                    let cells = row(&mut xml, shared, budget).map_err(|fault| fault.in_row(number))?;
                    sheet.keep(Row { number, hidden, cells }, budget)?;
                }
                "mergeCell" => {
                    budget.cells(1)?;
                    sheet.merges.extend(attribute(&e, "ref")?.as_deref().and_then(Merge::parse));
                }
                _ => (),
            },
            Node::Eof => return Ok(()),
            _ => (),
        }
    }
}

fn row(xml: &mut Xml<'_>, shared: &Shared, budget: &mut Budget) -> Result<Vec<Cell>, Fault> {
    // A cell without a place stands after the one before it, which may have been empty.
    let (mut cells, mut next) = (Vec::new(), 0);
    loop {
        match xml.next()? {
            Node::Start(e) if e.local_name().as_ref() == "c" => {
                let column = match attribute(&e, "r")? {
                    Some(text) => reference(&text).ok_or_else(|| Fault::damaged(&format!("cel {text}")))?.0,
                    None => next,
                };
                if column < next || column >= limits::COLUMNS {
                    return Err(Fault::damaged(&format!("kolom {} na kolom {next}", column + 1)));
                }
                next = column + 1;
                let cell = cell(xml, &e, shared)?;
                if !cell.is_empty() {
                    budget.text(cell.shown().len(), 1)?;
                    cells.resize(column, Cell::Empty);
                    cells.push(cell);
                }
            }
            Node::Start(_) => xml.skip()?,
            Node::End => return Ok(cells),
            Node::Text(_) => (),
            Node::Eof => return Err(Fault::damaged("het einde ontbreekt")),
        }
    }
}

/// A cell: its kind is in the attribute `t`, its value in `v` or `is`.
fn cell(xml: &mut Xml<'_>, element: &BytesStart<'_>, shared: &Shared) -> Result<Cell, Fault> {
    let kind = attribute(element, "t")?.unwrap_or_default();
    let style = number::<usize>(element, "s", 0)?;
    let (mut value, mut inline, mut formula) = (None, None, false);
    loop {
        match xml.next()? {
            Node::Start(e) => match e.local_name().as_ref() {
                "v" => value = Some(xml.text()?),
                "is" => inline = Some(rich_text(xml)?),
                name => {
                    formula |= name == "f";
                    xml.skip()?;
                }
            },
            Node::End => break,
            Node::Text(_) => (),
            Node::Eof => return Err(Fault::damaged("het einde ontbreekt")),
        }
    }
    let Some(value) = value else {
        let inline = inline.as_deref().map_or(Cell::Empty, Cell::of_text);
        return Ok(if formula && inline.is_empty() {
            Cell::Error(Cell::NOT_CALCULATED.to_owned())
        } else {
            inline
        });
    };
    match kind.as_str() {
        "s" => {
            let string = value.trim().parse().ok().and_then(|at: usize| shared.strings.get(at));
            string
                .map(|text| Cell::of_text(text))
                .ok_or_else(|| Fault::damaged(&format!("tekst {value} bestaat niet")))
        }
        "e" => Ok(Cell::Error(value)),
        "b" => Ok(Cell::Bool(value.trim() == "1" || value.trim() == "true")),
        "str" | "inlineStr" => Ok(Cell::of_text(&value)),
        "d" => Ok(value.get(..10).and_then(|day| day.parse().ok()).map_or(Cell::Text(value), Cell::Date)),
        _ if value.trim().is_empty() => {
            Ok(if formula { Cell::Error(Cell::NOT_CALCULATED.to_owned()) } else { Cell::Empty })
        }
        _ => {
            let plain = decimal::stored(&value).ok_or_else(|| Fault::damaged(&format!("getal {value}")))?;
            let shows_date = shared.dates.get(style).copied().unwrap_or(false);
            let date = if shows_date { day(&plain, shared.from_1904) } else { None };
            Ok(date.map_or(Cell::Number(plain), Cell::Date))
        }
    }
}
