//! The paragraph as it is printed: the words of a document block after block, for a program that lays out pages and decides nothing.

use jiff::Timestamp;
use openboek_views::model::Paragraph;

use crate::json;
use crate::lang::Lang;
use crate::page::{Links, cells, shown};
use crate::sheet::{
    Datum, Fields, Provenance, Sheet, SheetCell, SheetRow, SheetSection, SheetTable, short_hash,
};
use crate::text::{joined, named, sources_of};
use crate::words::{by_key, filled};

/// Name and version of the shape of a document to print.
pub const PRINT_FORMAT: &str = "openboek/print/v1";

/// The digits of a hash that are printed where there is no room for it whole.
const SHORT_HASH: usize = 16;

/// The paragraph as a document to print, in JSON; always the same bytes for the same paragraph, provenance, links and language.
///
/// `blocks` are all words of the document in the order they stand in, each with its `kind`:
///
/// | kind | fields |
/// |---|---|
/// | `heading` | `level` (1 to 3, none left out), `text` |
/// | `text` | `text` |
/// | `list` | `items`, each a text |
/// | `table` | `section` and `key` (both permanent), `caption`, `note` (or null), `head` and `rows` |
///
/// `head` has for each column its permanent `key`, its `text` and whether it is `numeric`: first the column that names the rows (key empty), last the
/// entries behind a row (key `entries`). A row has its permanent `id`, its `role`, and for each column its `cells`: a list of lines, each a
/// text. `section`, `key`, `id` and the column's `key` name the same figure as in [`json()`](fn@crate::json).
///
/// Around it: `format`, `lang` and `region` (BCP 47), `title`, `subject`, `author`, `identifier` (of this paragraph at this stand in this language),
/// `made_at` (the recording of the last entry, never today), `footer` (stands on every page) and `page` (the words before a page number
/// and before the number of pages).
///
/// `links.permanent` begins with the address of the reading room when that is known, and with `/` when it is not.
#[must_use]
pub fn print(paragraph: &Paragraph, provenance: &Provenance, links: &Links, lang: Lang) -> Vec<u8> {
    of_sheet(&Sheet::new(paragraph, provenance, lang), provenance, links)
}

fn of_sheet(sheet: &Sheet, provenance: &Provenance, links: &Links) -> Vec<u8> {
    let lang = sheet.lang;
    let (language, region) = sheet.lang.region().split_once('-').unwrap_or((sheet.lang.code(), ""));
    let made_at =
        Timestamp::from_millisecond(provenance.last_recorded_at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let head = |name| sheet.head_fields.text(name).unwrap_or_default();
    let year = sheet.head_fields.number("year").unwrap_or_default();
    let identifier = format!(
        "{}/{}/{year}?stand={}&lang={language}&reference_day={}",
        provenance.origin,
        head("holder"),
        provenance.size,
        head("reference_day"),
    );
    let root = Fields::default()
        .with("format", PRINT_FORMAT)
        .with("lang", language)
        .with("region", region)
        .with("title", sheet.title.as_str())
        .with("subject", sheet.stand.line.as_str())
        .with("author", head("arrangement"))
        .with("identifier", identifier)
        .with("made_at", made_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .with("footer", footer(sheet, provenance, links))
        .with("page", texts(["print-page", "print-of"].map(|key| by_key(key, lang).into_owned())))
        .with("blocks", blocks(sheet, links));
    // Maps with text keys into memory cannot fail to serialize; an empty document would not parse, so nothing is hidden.
    let mut bytes = serde_json::to_vec(&root).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// What stands on every page: how far the ledger was, the short hash of its last entry, and where to check.
fn footer(sheet: &Sheet, provenance: &Provenance, links: &Links) -> String {
    let hash = provenance.last_event_hash.as_deref().unwrap_or_default();
    let short = hash.strip_prefix("b3:").and_then(|digits| digits.get(..SHORT_HASH)).unwrap_or_default();
    let position = provenance.size.saturating_sub(1).to_string();
    let line = filled("print-footer", sheet.lang, &[&sheet.stand.line, &position, short]);
    match checker(links) {
        Some(page) => format!("{line} {}", filled("print-footer-check", sheet.lang, &[&page])),
        None => line,
    }
}

/// The page that checks, where the address of the reading room is known.
fn checker(links: &Links) -> Option<String> {
    let (scheme, rest) = links.permanent.split_once("://")?;
    let host = rest.split('/').next()?;
    Some(format!("{scheme}://{host}/controleer"))
}

fn blocks(sheet: &Sheet, links: &Links) -> Vec<Datum> {
    let facts =
        |facts: &[(String, String)]| facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let mut blocks = vec![
        heading(1, &sheet.title),
        text(&sheet.stand.line),
        text(&sheet.stand.published),
        list::<Vec<String>>(facts(&sheet.head)),
    ];
    blocks.extend(brief(sheet));
    for section in &sheet.sections {
        section_of(section, sheet.lang, &mut blocks);
    }
    blocks.push(heading(2, &by_key("print-check", sheet.lang)));
    let drop = match checker(links) {
        Some(page) => filled("print-how-1-at", sheet.lang, &[&page]),
        None => by_key("print-how-1", sheet.lang).into_owned(),
    };
    let how = ["print-how-2", "print-how-3", "print-how-4"].map(|key| by_key(key, sheet.lang).into_owned());
    blocks.push(list(std::iter::once(drop).chain(how)));
    let address = (by_key("ui-permanent", sheet.lang).into_owned(), links.permanent.clone());
    // The figures that go with these words are those of the same sheet, to the byte.
    let digest = blake3::hash(&json::of_sheet(sheet)).to_hex();
    let figures = (by_key("print-figures", sheet.lang).into_owned(), short_hash(&digest));
    let stand: Vec<(String, String)> = sheet.stand.facts.iter().cloned().chain([figures, address]).collect();
    blocks.push(list::<Vec<String>>(facts(&stand)));
    blocks
}

fn brief(sheet: &Sheet) -> Vec<Datum> {
    let questions = sheet.brief();
    if questions.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![heading(2, &by_key("brief-heading", sheet.lang))];
    for question in questions {
        blocks.push(heading(3, &question.question));
        blocks.push(list(question.answers.into_iter().map(|answer| answer.text)));
        blocks.extend(question.more.as_deref().map(text));
    }
    blocks
}

fn section_of(section: &SheetSection, lang: Lang, blocks: &mut Vec<Datum>) {
    blocks.push(heading(2, &section.heading));
    blocks.extend(section.intro.as_deref().map(text));
    if !section.terms.is_empty() {
        let terms = section.terms.iter();
        blocks.push(list(terms.map(|term| format!("{}: {}", term.word(lang), term.definition(lang)))));
    }
    blocks.extend(section.tables.iter().map(|table| table_of(section, table, lang)));
}

fn heading(level: u32, words: &str) -> Datum {
    Fields::default().with("kind", "heading").with("level", level).with("text", words).into()
}

fn text(words: &str) -> Datum {
    Fields::default().with("kind", "text").with("text", words).into()
}

fn list<I: IntoIterator<Item = String>>(items: I) -> Datum {
    Fields::default().with("kind", "list").with("items", texts(items)).into()
}

fn texts(items: impl IntoIterator<Item = String>) -> Vec<Datum> {
    items.into_iter().map(Datum::Text).collect()
}

fn table_of(section: &SheetSection, table: &SheetTable, lang: Lang) -> Datum {
    let column = |key: &str, name: &str, numeric: bool| -> Datum {
        Fields::default().with("key", key).with("text", name).with("numeric", numeric).into()
    };
    let mut head = vec![column("", &table.row_heading, false)];
    head.extend(shown(table).map(|of| column(&of.key, &of.name, of.numeric)));
    head.push(column("entries", &by_key("text-entries", lang), false));
    let note = table.certainty.clone().map_or(Datum::Null, Datum::Text);
    Fields::default()
        .with("kind", "table")
        .with("section", section.key)
        .with("key", table.key)
        .with("caption", table.caption.as_str())
        .with("note", note)
        .with("head", head)
        .with("rows", table.rows.iter().map(|row| row_of(row, table)).collect::<Vec<Datum>>())
        .into()
}

fn row_of(row: &SheetRow, table: &SheetTable) -> Datum {
    let one = |line: String| Datum::List(vec![Datum::Text(line)]);
    let mut printed = vec![one(named(row))];
    printed.extend(cells(row, table).map(|(cell, _)| Datum::List(lines(cell))));
    printed.push(one(joined(&sources_of(row))));
    Fields::default().with("id", row.id.as_str()).with("role", row.role.key()).with("cells", printed).into()
}

/// What stands under each other in a cell. Where nothing belongs stands a dash, so that nothing looks forgotten.
fn lines(cell: &SheetCell) -> Vec<Datum> {
    match cell.lines() {
        [] => texts([crate::form::NOTHING.to_owned()]),
        lines => texts(lines.iter().map(crate::sheet::Part::full)),
    }
}
