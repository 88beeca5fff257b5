//! The CSV of a paragraph with its description: a Tabular Data Package.

use std::io::{Cursor, Write as _};

use openboek_views::model::Paragraph;
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::book::BookError;
use crate::csv;
use crate::lang::Lang;
use crate::sheet::{Datum, Fields, Provenance, Sheet};
use crate::words::by_key;

/// Licence under which the figures may be used: a decision of a public authority has no copyright (Auteurswet, article 11), and what is
/// added to it here is given away.
pub const DATA_PACKAGE_LICENCE: (&str, &str, &str) =
    ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "Creative Commons Zero 1.0 Universal");

/// The paragraph as a Tabular Data Package (Frictionless Data Package v1) in a zip: `datapackage.json`, and the CSV it describes, the same
/// bytes as [`csv`](fn@crate::csv).
///
/// The description names the type and meaning of every field, the primary key (`anchor` and `line`), the licence, the SHA-256 of the CSV
/// and the stand: origin, size, root and last entry. Always the same bytes for the same paragraph, provenance and language.
///
/// # Errors
/// [`BookError`] when the zip cannot be written.
pub fn data_package(
    paragraph: &Paragraph,
    provenance: &Provenance,
    lang: Lang,
) -> Result<Vec<u8>, BookError> {
    let sheet = Sheet::new(paragraph, provenance, lang);
    let name = name(paragraph, provenance);
    let path = format!("{name}.csv");
    let table = csv::of_sheet(&sheet);
    let mut description = serde_json::to_vec_pretty(&package(&sheet, &name, &path, provenance, &table))
        .map_err(BookError::of)?;
    description.push(b'\n');
    let pack = || -> Result<Vec<u8>, std::io::Error> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        for (path, bytes) in [("datapackage.json", &description), (path.as_str(), &table)] {
            zip.start_file(path, options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    };
    pack().map_err(BookError::of)
}

/// `paragraaf-stichtse-vecht-gm1904-2021`: lower case, digits, `-`, `.` and `_`, as the specification asks.
fn name(paragraph: &Paragraph, provenance: &Provenance) -> String {
    let arrangement = provenance.origin.rsplit('/').next().unwrap_or_default();
    format!("paragraaf-{arrangement}-{}-{}", paragraph.head.holder, paragraph.head.year).to_lowercase()
}

fn package(sheet: &Sheet, name: &str, path: &str, provenance: &Provenance, table: &[u8]) -> Fields {
    let (licence, url, title) = DATA_PACKAGE_LICENCE;
    let licence = Fields::default().with("name", licence).with("path", url).with("title", title);
    let made_at = jiff::Timestamp::from_millisecond(provenance.last_recorded_at_ms)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    Fields::default()
        .with("profile", "tabular-data-package")
        .with("name", name)
        .with("title", sheet.title.as_str())
        .with("description", sheet.stand.line.as_str())
        .with("language", sheet.lang.region())
        .with("created", made_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .with("licenses", vec![Datum::Map(licence)])
        .with("stand", sheet.stand.fields.clone())
        .with("head", sheet.head_fields.clone())
        .with("resources", vec![Datum::Map(resource(sheet, name, path, table))])
}

fn resource(sheet: &Sheet, name: &str, path: &str, table: &[u8]) -> Fields {
    let dialect = Fields::default()
        .with("delimiter", ";")
        .with("lineTerminator", "\r\n")
        .with("quoteChar", "\"")
        .with("doubleQuote", true)
        .with("header", true);
    let size = u64::try_from(table.len()).unwrap_or(u64::MAX);
    Fields::default()
        .with("profile", "tabular-data-resource")
        .with("name", name)
        .with("path", path)
        .with("title", sheet.title.as_str())
        .with("format", "csv")
        .with("mediatype", "text/csv")
        // It begins with a byte order mark, without which spreadsheets misread the euro sign.
        .with("encoding", "utf-8-sig")
        .with("bytes", size)
        .with("hash", format!("sha256:{}", hexadecimal(&Sha256::digest(table))))
        .with("dialect", dialect)
        .with("schema", schema(sheet.lang))
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Types and rules of the fields, in the order of [`csv::COLUMNS`].
fn schema(lang: Lang) -> Fields {
    let fields = csv::COLUMNS.iter().map(|name| Datum::Map(field(name, lang)));
    Fields::default()
        .with("fields", fields.collect::<Vec<Datum>>())
        .with("primaryKey", vec![Datum::from("anchor"), Datum::from("line")])
        .with("missingValues", vec![Datum::from("")])
}

fn field(name: &'static str, lang: Lang) -> Fields {
    let required = Fields::default().with("required", true);
    let (kind, unit, rules) = match name {
        "cents" => ("integer", Some("EUR/100"), Fields::default()),
        "line" => ("integer", None, required.with("minimum", 1u64)),
        "entries" => ("string", None, Fields::default().with("pattern", "[0-9]+( [0-9]+)*")),
        "section" | "table" | "row_id" | "role" | "column" | "kind" | "anchor" => ("string", None, required),
        _ => ("string", None, Fields::default()),
    };
    let field = Fields::default()
        .with("name", name)
        .with("type", kind)
        .with("description", by_key(&format!("package-{}", name.replace('_', "-")), lang).into_owned())
        .with_some("unit", unit);
    if rules.0.is_empty() { field } else { field.with("constraints", rules) }
}
