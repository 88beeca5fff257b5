//! Sheets, rows and cells of an ODS.

use quick_xml::events::{BytesText, Event};
use quick_xml::writer::ElementWriter;

use super::styles::Names;
use super::{Done, Xml};
use crate::book::{Book, BookCell, Leaf, Unit, Value};

/// Millimetres of a column per character of its width.
const MILLIMETRES: u32 = 2;

/// Styles and sheets.
pub(super) fn write(xml: &mut Xml, book: &Book) -> Done {
    let names = Names::of(book);
    xml.create_element("office:automatic-styles").write_inner_content(|xml| {
        columns(xml, &book.leaves)?;
        row_style(xml)?;
        names.write(xml, book.lang)
    })?;
    xml.create_element("office:body").write_inner_content(|xml| {
        xml.create_element("office:spreadsheet").write_inner_content(|xml| {
            book.leaves.iter().try_for_each(|leaf| sheet(xml, leaf, &names))?;
            filters(xml, &book.leaves)
        })?;
        Ok(())
    })?;
    Ok(())
}

/// One style a width.
fn columns(xml: &mut Xml, leaves: &[Leaf]) -> Done {
    let widths: std::collections::BTreeSet<u16> =
        leaves.iter().flat_map(|leaf| leaf.widths.iter().copied()).collect();
    for width in widths {
        let name = format!("w{width}");
        let millimetres = format!("{}mm", u32::from(width).saturating_mul(MILLIMETRES));
        let style = xml.create_element("style:style");
        let style = style.with_attributes([("style:name", name.as_str()), ("style:family", "table-column")]);
        style.write_inner_content(|xml| {
            let column = xml.create_element("style:table-column-properties");
            column.with_attribute(("style:column-width", millimetres.as_str())).write_empty()?;
            Ok(())
        })?;
    }
    Ok(())
}

/// Rows grow with the text that goes on below itself.
fn row_style(xml: &mut Xml) -> Done {
    let style = xml.create_element("style:style");
    style.with_attributes([("style:name", "row"), ("style:family", "table-row")]).write_inner_content(
        |xml| {
            let row = xml.create_element("style:table-row-properties");
            row.with_attribute(("style:use-optimal-row-height", "true")).write_empty()?;
            Ok(())
        },
    )?;
    Ok(())
}

fn sheet(xml: &mut Xml, leaf: &Leaf, names: &Names) -> Done {
    let table = xml.create_element("table:table").with_attribute(("table:name", leaf.name.as_str()));
    table.write_inner_content(|xml| {
        for width in &leaf.widths {
            let name = format!("w{width}");
            xml.create_element("table:table-column")
                .with_attribute(("table:style-name", name.as_str()))
                .write_empty()?;
        }
        // Rows that stay in sight are the head of the table, for readers who hear it and on every printed page.
        let head = usize::try_from(leaf.frozen.0).unwrap_or(usize::MAX).min(leaf.rows.len());
        let (head, body) = leaf.rows.split_at(head);
        xml.create_element("table:table-header-rows")
            .write_inner_content(|xml| head.iter().try_for_each(|cells| row(xml, cells, names)))?;
        body.iter().try_for_each(|cells| row(xml, cells, names))
    })?;
    Ok(())
}

fn row(xml: &mut Xml, cells: &[BookCell], names: &Names) -> Done {
    xml.create_element("table:table-row").with_attribute(("table:style-name", "row")).write_inner_content(
        |xml| {
            if cells.is_empty() {
                xml.create_element("table:table-cell").write_empty()?;
            }
            cells.iter().try_for_each(|of| cell(xml, of, names))
        },
    )?;
    Ok(())
}

fn cell(xml: &mut Xml, cell: &BookCell, names: &Names) -> Done {
    let element =
        xml.create_element("table:table-cell").with_attribute(("table:style-name", names.get(cell)));
    match &cell.value {
        Value::Empty => element.write_empty().map(|_| ()),
        Value::Text(text) => filled(element.with_attribute(("office:value-type", "string")), text, cell),
        Value::Number(number) => {
            let element = match number.unit {
                Unit::Euro | Unit::WholeEuro => {
                    element.with_attributes([("office:value-type", "currency"), ("office:currency", "EUR")])
                }
                Unit::One => element.with_attribute(("office:value-type", "float")),
                Unit::Part => element.with_attribute(("office:value-type", "percentage")),
            };
            filled(element.with_attribute(("office:value", number.decimal.as_str())), &number.shown, cell)
        }
        Value::Day(day, shown) => {
            let day = day.to_string();
            let element = element.with_attribute(("office:value-type", "date"));
            filled(element.with_attribute(("office:date-value", day.as_str())), shown, cell)
        }
    }
}

fn filled(element: ElementWriter<'_, Vec<u8>>, text: &str, cell: &BookCell) -> Done {
    element.write_inner_content(|xml| {
        xml.create_element("text:p").write_inner_content(|xml| match &cell.link {
            None => spaced(xml, text),
            Some(address) => {
                let link = xml.create_element("text:a");
                let link = link.with_attributes([("xlink:type", "simple"), ("xlink:href", address.as_str())]);
                link.write_inner_content(|xml| spaced(xml, text)).map(|_| ())
            }
        })?;
        Ok(())
    })?;
    Ok(())
}

/// Text as it is. Of blanks that follow each other readers of XML keep one, and none at either end: all others are elements.
fn spaced(xml: &mut Xml, text: &str) -> Done {
    let words: Vec<&str> = text.split(' ').collect();
    let is_word = |place: usize| words.get(place).is_some_and(|word| !word.is_empty());
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            // A blank between two words stands for itself.
            if is_word(place - 1) && is_word(place) {
                xml.write_event(Event::Text(BytesText::new(" ")))?;
            } else {
                xml.create_element("text:s").write_empty()?;
            }
        }
        if !word.is_empty() {
            xml.write_event(Event::Text(BytesText::new(word)))?;
        }
    }
    Ok(())
}

/// The sheets that are one table can be filtered.
fn filters(xml: &mut Xml, leaves: &[Leaf]) -> Done {
    xml.create_element("table:database-ranges").write_inner_content(|xml| {
        for leaf in leaves.iter().filter(|leaf| leaf.filtered) {
            let column = leaf.widths.len().checked_sub(1).and_then(|last| u8::try_from(last).ok());
            let letter =
                column.filter(|last| *last < 26).map_or('A', |last| char::from(b'A'.saturating_add(last)));
            let range = format!("'{0}'.A1:'{0}'.{letter}{1}", leaf.name, leaf.rows.len());
            let element = xml.create_element("table:database-range");
            let name = format!("filter-{}", leaf.name.replace(' ', "-").to_lowercase());
            element
                .with_attributes([
                    ("table:name", name.as_str()),
                    ("table:target-range-address", range.as_str()),
                    ("table:display-filter-buttons", "true"),
                ])
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}
