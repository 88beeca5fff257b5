//! A workbook as XLSX.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet,
    XlsxError,
};

use super::{Book, BookCell, BookError, Leaf, Number, Style, Unit, Value};
use crate::lang::Lang;

/// Marks behind which a spreadsheet expects a formula. A cell of text is none; the mark of a quote keeps it text when people edit it.
const FORMULA_MARKS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Colour of heads and of where figures come from.
const HEAD: Color = Color::RGB(0x00E6_EEF7);
const ORIGIN: Color = Color::RGB(0x0059_5959);

/// The form of a cell: how it looks, how its number is written, whether it keeps its text as text.
type Shape = (Style, String, bool);

/// Writes a workbook.
pub(super) fn write(book: &Book) -> Result<Vec<u8>, BookError> {
    workbook(book).map_err(BookError::of)
}

fn workbook(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(book)?);
    let mut formats = Formats { lang: book.lang, known: BTreeMap::new() };
    for leaf in &book.leaves {
        let sheet = workbook.add_worksheet();
        fill(sheet, leaf, &mut formats)?;
    }
    workbook.save_to_buffer()
}

/// The library writes no `dc:language`, so the language is a property of its own.
fn properties(book: &Book) -> Result<DocProperties, XlsxError> {
    let made_at = ExcelDateTime::from_timestamp(book.made_at_ms.div_euclid(1_000))?;
    let properties = DocProperties::new()
        .set_title(book.title.as_str())
        .set_subject(book.stand.as_str())
        .set_author("Openboek")
        .set_creation_datetime(&made_at);
    Ok(book.properties.iter().fold(properties, |properties, (name, value)| {
        properties.set_custom_property(name.as_str(), value.as_str())
    }))
}

fn fill(sheet: &mut Worksheet, leaf: &Leaf, formats: &mut Formats) -> Result<(), XlsxError> {
    sheet.set_name(leaf.name.as_str())?;
    sheet.set_freeze_panes(leaf.frozen.0, leaf.frozen.1)?;
    for (column, width) in (0u16..).zip(&leaf.widths) {
        sheet.set_column_width(column, f64::from(*width))?;
    }
    for (row, cells) in (0u32..).zip(&leaf.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            put(sheet, (row, column), cell, formats)?;
        }
    }
    let last = (leaf.rows.len().saturating_sub(1), leaf.widths.len().saturating_sub(1));
    if let (true, Ok(row), Ok(column)) = (leaf.filtered, u32::try_from(last.0), u16::try_from(last.1)) {
        sheet.autofilter(leaf.frozen.0.saturating_sub(1), 0, row, column)?;
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    at: (u32, u16),
    cell: &BookCell,
    formats: &mut Formats,
) -> Result<(), XlsxError> {
    let (row, column) = at;
    match &cell.value {
        Value::Empty => Ok(()),
        Value::Text(text) => put_text(sheet, at, text, cell, formats),
        Value::Number(number) => {
            let format = formats.get((cell.style, number_format(number, formats.lang), false));
            match number.decimal.parse::<f64>() {
                Ok(float) => sheet.write_number_with_format(row, column, float, format).map(|_| ()),
                Err(_) => put_text(sheet, at, &number.shown, cell, formats),
            }
        }
        Value::Day(day, shown) => {
            let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
            let (Ok(year), Ok(month), Ok(of_month)) = parts else {
                return put_text(sheet, at, shown, cell, formats);
            };
            let date = ExcelDateTime::from_ymd(year, month, of_month)?;
            let format = formats.get((cell.style, date_format(formats.lang).to_owned(), false));
            sheet.write_datetime_with_format(row, column, &date, format).map(|_| ())
        }
    }
}

/// Text, always as a string. An address that a spreadsheet cannot keep (too long, or too many in a sheet) stays away; the text does not.
fn put_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    cell: &BookCell,
    formats: &mut Formats,
) -> Result<(), XlsxError> {
    let format = formats.get((cell.style, String::new(), text.starts_with(FORMULA_MARKS)));
    if let Some(address) = cell.link.as_ref().filter(|_| !text.is_empty()) {
        let url = Url::new(address.as_str()).set_text(text);
        if sheet.write_url_with_format(row, column, url, format).is_ok() {
            return Ok(());
        }
    }
    sheet.write_string_with_format(row, column, text, format).map(|_| ())
}

/// Forms of cells, each made once: a workbook holds some ten thousand of them at most.
struct Formats {
    lang: Lang,
    known: BTreeMap<Shape, Format>,
}

impl Formats {
    fn get(&mut self, shape: Shape) -> &Format {
        self.known.entry(shape).or_insert_with_key(|(style, number, quoted)| format(*style, number, *quoted))
    }
}

fn format(style: Style, number: &str, quoted: bool) -> Format {
    let mut format = Format::new().set_align(FormatAlign::Top);
    if !number.is_empty() {
        format = format.set_num_format(number).set_align(FormatAlign::Right);
    }
    if let Some(points) = style.points() {
        format = format.set_font_size(points);
    }
    if style.is_bold() {
        format = format.set_bold();
    }
    if style.is_italic() {
        format = format.set_italic();
    }
    if style.wraps() {
        format = format.set_text_wrap();
    }
    if quoted {
        format = format.set_quote_prefix();
    }
    match style {
        Style::Column => format.set_background_color(HEAD).set_border_bottom(FormatBorder::Thin),
        Style::Total => format.set_border_top(FormatBorder::Thin),
        Style::Origin => format.set_font_color(ORIGIN),
        _ => format,
    }
}

/// How a number is written: for people who read it, with the words that belong to it.
fn number_format(number: &Number, lang: Lang) -> String {
    let euro = match lang {
        Lang::Nl => "[$€-413] ",
        Lang::En => "[$€-809]",
    };
    let digits = match number.unit {
        Unit::Euro => "#,##0.00",
        Unit::WholeEuro | Unit::One => "#,##0",
        Unit::Part => return "0.##%".to_owned(),
    };
    let (before, after) = (literal(&number.before), literal(&number.after));
    match (number.unit, lang) {
        (Unit::One, _) => format!("{before}{digits}{after}"),
        // The sign stands after the euro sign in Dutch and before it in English.
        (_, Lang::Nl) => format!("{before}{euro}{digits}{after};{before}{euro}-{digits}{after}"),
        (_, Lang::En) => format!("{before}{euro}{digits}{after};{before}-{euro}{digits}{after}"),
    }
}

/// Words within the form of a number. They come from the catalogues of words, which hold no straight quotes.
fn literal(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("\"{}\"", words.replace('"', "”")) }
}

const fn date_format(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "[$-413]d mmmm yyyy",
        Lang::En => "[$-809]d mmmm yyyy",
    }
}
