//! Styles of an ODS: how cells look and how numbers are written.

use std::collections::BTreeMap;

use quick_xml::events::BytesText;

use super::{Done, Xml};
use crate::book::{Book, BookCell, Style, Unit, Value};
use crate::lang::Lang;

/// How a value is written: as what, and with which words around it. Text has no form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Written {
    Text,
    Number(Unit, String, String),
    Day,
}

impl Written {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Empty | Value::Text(_) => Self::Text,
            Value::Number(number) => Self::Number(number.unit, number.before.clone(), number.after.clone()),
            Value::Day(..) => Self::Day,
        }
    }
}

/// Names of the styles of the cells of a workbook, each made once.
pub(super) struct Names(BTreeMap<(Style, Written), String>);

impl Names {
    pub(super) fn of(book: &Book) -> Self {
        let mut forms: BTreeMap<Written, usize> = BTreeMap::new();
        let mut names = BTreeMap::new();
        let cells = book.leaves.iter().flat_map(|leaf| leaf.rows.iter().flatten());
        for cell in cells {
            let written = Written::of(&cell.value);
            let next = forms.len();
            let number = *forms.entry(written.clone()).or_insert(next);
            names.entry((cell.style, written)).or_insert_with(|| format!("{}-{number}", cell.style.key()));
        }
        Self(names)
    }

    /// The name of the style of a cell.
    pub(super) fn get(&self, cell: &BookCell) -> &str {
        self.0.get(&(cell.style, Written::of(&cell.value))).map_or("Default", String::as_str)
    }

    /// Writes the styles of cells with the forms of their numbers.
    pub(super) fn write(&self, xml: &mut Xml, lang: Lang) -> Done {
        for ((style, written), name) in &self.0 {
            let form = format!("n-{name}");
            let has_form = match written {
                Written::Text => false,
                Written::Day => day_form(xml, &form, lang).map(|()| true)?,
                Written::Number(unit, before, after) => {
                    number_form(xml, &form, *unit, (before, after), lang).map(|()| true)?
                }
            };
            cell_style(xml, name, has_form.then_some(form.as_str()), *style)?;
        }
        Ok(())
    }
}

fn cell_style(xml: &mut Xml, name: &str, form: Option<&str>, style: Style) -> Done {
    let element = xml.create_element("style:style").with_attributes([
        ("style:name", name),
        ("style:family", "table-cell"),
        ("style:parent-style-name", "Default"),
    ]);
    let element = match form {
        Some(form) => element.with_attribute(("style:data-style-name", form)),
        None => element,
    };
    element.write_inner_content(|xml| {
        let wrap = if style.wraps() { "wrap" } else { "no-wrap" };
        let cell = xml
            .create_element("style:table-cell-properties")
            .with_attributes([("fo:wrap-option", wrap), ("style:vertical-align", "top")]);
        let cell = match style {
            Style::Column => cell.with_attributes([
                ("fo:background-color", "#e6eef7"),
                ("fo:border-bottom", "0.5pt solid #000000"),
            ]),
            Style::Total => cell.with_attribute(("fo:border-top", "0.5pt solid #000000")),
            _ => cell,
        };
        cell.write_empty()?;
        let points = format!("{}pt", style.points().unwrap_or(10));
        let letters = xml.create_element("style:text-properties").with_attributes([
            ("fo:font-size", points.as_str()),
            ("fo:font-weight", if style.is_bold() { "bold" } else { "normal" }),
            ("fo:font-style", if style.is_italic() { "italic" } else { "normal" }),
        ]);
        let letters =
            if style == Style::Origin { letters.with_attribute(("fo:color", "#595959")) } else { letters };
        letters.write_empty()?;
        Ok(())
    })?;
    Ok(())
}

/// A number: for euros the sign stands after the euro sign in Dutch and before it in English, which takes a form of its own for what is
/// below zero.
fn number_form(xml: &mut Xml, name: &str, unit: Unit, around: (&str, &str), lang: Lang) -> Done {
    match unit {
        Unit::One => {
            xml.create_element("number:number-style")
                .with_attribute(("style:name", name))
                .write_inner_content(|xml| {
                    words(xml, around.0)?;
                    digits(xml, "0", true)?;
                    words(xml, around.1)
                })?;
        }
        Unit::Part => {
            let style = xml.create_element("number:percentage-style").with_attribute(("style:name", name));
            style.write_inner_content(|xml| {
                digits(xml, "2", false)?;
                words(xml, "%")
            })?;
        }
        Unit::Euro | Unit::WholeEuro => {
            let positive = format!("{name}p");
            euros(xml, &positive, unit, around, (lang, false), None)?;
            euros(xml, name, unit, around, (lang, true), Some(&positive))?;
        }
    }
    Ok(())
}

fn euros(
    xml: &mut Xml,
    name: &str,
    unit: Unit,
    (before, after): (&str, &str),
    (lang, negative): (Lang, bool),
    otherwise: Option<&str>,
) -> Done {
    let style = xml.create_element("number:currency-style").with_attribute(("style:name", name));
    let style = if otherwise.is_none() { style.with_attribute(("style:volatile", "true")) } else { style };
    let (language, country) = lang.region().split_once('-').unwrap_or((lang.code(), ""));
    style.write_inner_content(|xml| {
        let minus = if negative { "-" } else { "" };
        let (first, second) = match lang {
            Lang::Nl => (String::new(), format!(" {minus}")),
            Lang::En => (minus.to_owned(), String::new()),
        };
        words(xml, &format!("{before}{first}"))?;
        let sign = xml.create_element("number:currency-symbol");
        let sign = sign.with_attributes([("number:language", language), ("number:country", country)]);
        sign.write_text_content(BytesText::new("€"))?;
        words(xml, &second)?;
        digits(xml, if unit == Unit::Euro { "2" } else { "0" }, true)?;
        words(xml, after)?;
        if let Some(otherwise) = otherwise {
            xml.create_element("style:map")
                .with_attributes([("style:condition", "value()>=0"), ("style:apply-style-name", otherwise)])
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn day_form(xml: &mut Xml, name: &str, lang: Lang) -> Done {
    let (language, country) = lang.region().split_once('-').unwrap_or((lang.code(), ""));
    let style = xml.create_element("number:date-style").with_attributes([
        ("style:name", name),
        ("number:language", language),
        ("number:country", country),
    ]);
    style.write_inner_content(|xml| {
        xml.create_element("number:day").write_empty()?;
        words(xml, " ")?;
        let month = xml.create_element("number:month");
        month.with_attributes([("number:textual", "true"), ("number:style", "long")]).write_empty()?;
        words(xml, " ")?;
        xml.create_element("number:year").with_attribute(("number:style", "long")).write_empty()?;
        Ok(())
    })?;
    Ok(())
}

fn digits(xml: &mut Xml, decimals: &str, fixed: bool) -> Done {
    let number = xml.create_element("number:number").with_attributes([
        ("number:decimal-places", decimals),
        ("number:min-decimal-places", if fixed { decimals } else { "0" }),
        ("number:min-integer-digits", "1"),
        ("number:grouping", "true"),
    ]);
    number.write_empty().map(|_| ())
}

fn words(xml: &mut Xml, text: &str) -> Done {
    if text.is_empty() {
        return Ok(());
    }
    xml.create_element("number:text").write_text_content(BytesText::new(text)).map(|_| ())
}

/// The styles every document has: the language of its text, and cells without anything special.
pub(super) fn defaults(xml: &mut Xml, lang: Lang) -> Done {
    let (language, country) = lang.region().split_once('-').unwrap_or((lang.code(), ""));
    xml.create_element("office:styles").write_inner_content(|xml| {
        let default =
            xml.create_element("style:default-style").with_attribute(("style:family", "table-cell"));
        default.write_inner_content(|xml| {
            let text = xml.create_element("style:text-properties");
            text.with_attributes([("fo:language", language), ("fo:country", country)]).write_empty()?;
            Ok(())
        })?;
        let cell = xml.create_element("style:style");
        cell.with_attributes([("style:name", "Default"), ("style:family", "table-cell")]).write_empty()?;
        Ok(())
    })?;
    Ok(())
}
