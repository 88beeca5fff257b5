//! The paragraph for programs.

use openboek_views::model::Paragraph;

use crate::lang::Lang;
use crate::sheet::{
    Datum, Fields, Kind, Part, Provenance, Sheet, SheetCell, SheetRow, SheetSection, SheetTable,
};

/// Name and version of the shape of the JSON.
pub const JSON_FORMAT: &str = "openboek/paragraph/v1";

/// The paragraph as JSON, always the same bytes for the same paragraph and provenance.
///
/// UTF-8 without blanks between values, keys in the order written here, text escaped as RFC 8259 section 7 asks and no further, one
/// LF at the end. Cents are text. Nothing in it is in a language but recorded text: headings, columns and states are permanent keys,
/// so that a better word never changes a receipt. `published_size` is left out for the same reason.
#[must_use]
pub fn json(paragraph: &Paragraph, provenance: &Provenance) -> Vec<u8> {
    of_sheet(&Sheet::new(paragraph, provenance, Lang::Nl))
}

/// The figures alone, without head and stand: what two paragraphs of different moments have in common when nothing of it changed. Not for
/// publication; to compare.
#[must_use]
pub fn figures(paragraph: &Paragraph) -> Vec<u8> {
    let sheet = Sheet::new(paragraph, &Provenance::unproved(paragraph), Lang::Nl);
    let sections = Datum::from(sheet.sections.iter().map(section).collect::<Vec<Datum>>());
    serde_json::to_vec(&sections).unwrap_or_default()
}

/// The same from a sheet; its language makes no difference.
#[must_use]
pub(crate) fn of_sheet(sheet: &Sheet) -> Vec<u8> {
    let root = Fields::default()
        .with("format", JSON_FORMAT)
        .with("head", sheet.head_fields.clone())
        .with("stand", sheet.stand.fields.clone())
        .with("sections", sheet.sections.iter().map(section).collect::<Vec<Datum>>());
    // Maps with text keys into memory cannot fail to serialize; an empty document would not parse, so nothing is hidden.
    let mut bytes = serde_json::to_vec(&root).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn section(section: &SheetSection) -> Datum {
    Fields::default()
        .with("id", section.key)
        .with("tables", section.tables.iter().map(table).collect::<Vec<Datum>>())
        .into()
}

fn table(table: &SheetTable) -> Datum {
    let columns: Vec<Datum> = table.columns.iter().map(|column| column.key.as_str().into()).collect();
    let rows: Vec<Datum> = table.rows.iter().map(|of| row(of, table)).collect();
    Fields::default().with("id", table.key).with("columns", columns).with("rows", rows).into()
}

fn row(row: &SheetRow, table: &SheetTable) -> Datum {
    let cells = row.cells.iter().zip(&table.columns).map(|(of, column)| cell(of, &column.key));
    Fields::default()
        .with("id", row.id.as_str())
        .with("name", row.name_fields.clone())
        .with("role", row.role.key())
        .with("cells", cells.collect::<Vec<Datum>>())
        .into()
}

fn cell(cell: &SheetCell, column: &str) -> Datum {
    let sources: Vec<Datum> = cell.sources.iter().map(|position| Datum::from(*position)).collect();
    let mut fields = Fields::default().with("column", column);
    fields.0.extend(value(&cell.part).0);
    fields.with("sources", sources).into()
}

fn value(part: &Part) -> Fields {
    let mut fields = Fields::default().with("kind", part.kind.key());
    fields.0.extend(part.fields.0.iter().cloned());
    if matches!(part.kind, Kind::List | Kind::Phrase) {
        let items: Vec<Datum> = part.items.iter().map(|item| value(item).into()).collect();
        fields = fields.with("items", items);
    }
    fields
}
