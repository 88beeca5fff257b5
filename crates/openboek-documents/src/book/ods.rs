//! A workbook as ODS: OpenDocument 1.3, parts 2 (packages) and 3 (schema).

mod content;
mod styles;

use std::io::{Cursor, Write as _};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Book, BookError, Leaf};

/// Media type; the first file of the package, not compressed, so that it stands at a fixed place.
const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// Version of OpenDocument.
const VERSION: &str = "1.3";
/// Most rows a sheet can have, in spreadsheets of today.
const MOST_ROWS: usize = 1 << 20;

/// XML into memory, which cannot fail.
type Xml = Writer<Vec<u8>>;
type Done = std::io::Result<()>;

/// Namespaces of every part.
const NAMESPACES: [(&str, &str); 11] = [
    ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("xmlns:number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
    ("xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
    ("xmlns:config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ("office:version", VERSION),
];

/// Writes a workbook.
pub(super) fn write(book: &Book) -> Result<Vec<u8>, BookError> {
    if let Some(leaf) = book.leaves.iter().find(|leaf| leaf.rows.len() > MOST_ROWS) {
        return Err(BookError::of(format!("{} has {} rows", leaf.name, leaf.rows.len())));
    }
    package(book).map_err(BookError::of)
}

fn package(book: &Book) -> Result<Vec<u8>, std::io::Error> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // No clock: every file of the package is of the first moment a zip can name.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let stored = options.compression_method(CompressionMethod::Stored);
    zip.start_file("mimetype", stored)?;
    zip.write_all(MEDIA_TYPE.as_bytes())?;
    let deflated = options.compression_method(CompressionMethod::Deflated);
    let parts = [
        ("META-INF/manifest.xml", manifest()?),
        ("meta.xml", document("office:document-meta", |xml| meta(xml, book))?),
        ("settings.xml", document("office:document-settings", |xml| settings(xml, &book.leaves))?),
        ("styles.xml", document("office:document-styles", |xml| styles::defaults(xml, book.lang))?),
        ("content.xml", document("office:document-content", |xml| content::write(xml, book))?),
    ];
    for (path, bytes) in parts {
        zip.start_file(path, deflated)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// An XML document with one element around all of it.
fn document(root: &str, inner: impl FnOnce(&mut Xml) -> Done) -> std::io::Result<Vec<u8>> {
    let mut xml = declared()?;
    xml.create_element(root).with_attributes(NAMESPACES).write_inner_content(inner)?;
    Ok(xml.into_inner())
}

fn declared() -> std::io::Result<Xml> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(xml)
}

fn manifest() -> std::io::Result<Vec<u8>> {
    let mut xml = declared()?;
    let namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
    let root = xml.create_element("manifest:manifest");
    root.with_attributes([("xmlns:manifest", namespace), ("manifest:version", VERSION)])
        .write_inner_content(|xml| {
            let parts =
                ["meta.xml", "settings.xml", "styles.xml", "content.xml"].map(|part| (part, "text/xml"));
            for (path, media_type) in std::iter::once(("/", MEDIA_TYPE)).chain(parts) {
                let entry =
                    xml.create_element("manifest:file-entry").with_attribute(("manifest:full-path", path));
                let entry =
                    if path == "/" { entry.with_attribute(("manifest:version", VERSION)) } else { entry };
                entry.with_attribute(("manifest:media-type", media_type)).write_empty()?;
            }
            Ok(())
        })?;
    Ok(xml.into_inner())
}

/// Properties of the document. The moment it "was made" is the moment of the last entry: the same stand gives the same bytes.
fn meta(xml: &mut Xml, book: &Book) -> Done {
    let made_at = jiff::Timestamp::from_millisecond(book.made_at_ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let made_at = made_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    xml.create_element("office:meta").write_inner_content(|xml| {
        let facts = [
            ("meta:generator", "Openboek"),
            ("dc:title", book.title.as_str()),
            ("dc:subject", book.stand.as_str()),
            ("meta:creation-date", made_at.as_str()),
            ("dc:date", made_at.as_str()),
            ("dc:language", book.lang.region()),
        ];
        for (name, value) in facts {
            element(xml, name, value)?;
        }
        for (name, value) in &book.properties {
            let property =
                xml.create_element("meta:user-defined").with_attribute(("meta:name", name.as_str()));
            property
                .with_attribute(("meta:value-type", "string"))
                .write_text_content(BytesText::new(value))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn element(xml: &mut Xml, name: &str, text: &str) -> Done {
    xml.create_element(name).write_text_content(BytesText::new(text)).map(|_| ())
}

/// What stays in sight while people scroll.
fn settings(xml: &mut Xml, leaves: &[Leaf]) -> Done {
    let within = |name: &'static str, kind: &'static str| (name, kind);
    let (set, views) = (
        within("config:config-item-set", "ooo:view-settings"),
        within("config:config-item-map-indexed", "Views"),
    );
    xml.create_element("office:settings").write_inner_content(|xml| {
        xml.create_element(set.0).with_attribute(("config:name", set.1)).write_inner_content(|xml| {
            xml.create_element(views.0).with_attribute(("config:name", views.1)).write_inner_content(
                |xml| {
                    xml.create_element("config:config-item-map-entry").write_inner_content(|xml| {
                        item(xml, "ViewId", "string", "view1")?;
                        let tables = xml.create_element("config:config-item-map-named");
                        tables.with_attribute(("config:name", "Tables")).write_inner_content(|xml| {
                            leaves.iter().try_for_each(|leaf| frozen(xml, leaf))
                        })?;
                        Ok(())
                    })?;
                    Ok(())
                },
            )?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn frozen(xml: &mut Xml, leaf: &Leaf) -> Done {
    let entry = xml
        .create_element("config:config-item-map-entry")
        .with_attribute(("config:name", leaf.name.as_str()));
    entry.write_inner_content(|xml| {
        let (rows, columns) = (leaf.frozen.0.to_string(), leaf.frozen.1.to_string());
        // 2: frozen, and not a bar that can be moved.
        let mode = |count: &str| if count == "0" { "0" } else { "2" };
        item(xml, "HorizontalSplitMode", "short", mode(&columns))?;
        item(xml, "VerticalSplitMode", "short", mode(&rows))?;
        item(xml, "HorizontalSplitPosition", "int", &columns)?;
        item(xml, "VerticalSplitPosition", "int", &rows)?;
        item(xml, "PositionRight", "int", &columns)?;
        item(xml, "PositionBottom", "int", &rows)
    })?;
    Ok(())
}

fn item(xml: &mut Xml, name: &str, kind: &str, value: &str) -> Done {
    let item = xml.create_element("config:config-item").with_attribute(("config:name", name));
    item.with_attribute(("config:type", kind)).write_text_content(BytesText::new(value)).map(|_| ())
}
