use std::io::{Cursor, Write as _};

use calamine::{Data, Reader as _};
use proptest::prelude::*;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::{Cell, Table, letters, limits, workbook};
use super::line;
use crate::finding::Finding;
use crate::source::Source;

const ODS: &[u8] = include_bytes!("../../../tests/fixtures/sheet/begroting.ods");
const XLSX: &[u8] = include_bytes!("../../../tests/fixtures/sheet/begroting.xlsx");

fn read(bytes: &[u8]) -> Result<(Vec<Table>, Vec<Finding>), Finding> {
    workbook(Source { name: "b", bytes })
}

/// A zip of parts; the second of each pair is its text.
fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

fn xlsx(strings: &str, sheet: &str) -> Vec<u8> {
    let relations = |list: &str| format!("<Relationships>{list}</Relationships>");
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"/>")
    };
    let book = [
        relation("r1", "worksheet", "worksheets/sheet1.xml"),
        relation("r2", "sharedStrings", "sharedStrings.xml"),
    ];
    zip(&[
        ("_rels/.rels", &relations(&relation("r1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"B\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", &relations(&book.concat())),
        ("xl/sharedStrings.xml", &format!("<sst>{strings}</sst>")),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>")),
    ])
}

fn code(bytes: &[u8]) -> &'static str {
    read(bytes).map_or_else(|finding| finding.kind.code, |_| "read")
}

#[test]
fn the_fixture_reads_the_same_from_both_forms() {
    let expected = [
        "1: Begroting 2025 Gemeente Voorbeeld",
        "3: Taakveld|Programma|Aard|Lasten|Baten|Toelichting",
        "4: Programma 6 Sociaal domein",
        "5: 6.1 Samenkracht en burgerparticipatie|Meedoen|S|=1250000|=50000.5|Welzijn en preventie",
        "6: 6.21|Meedoen|s|=830000||Wijkteams",
        "7: |Toegang|s|=120000",
        "8: 6.3|Inkomen|structureel|=4100000|=3900000",
        "9: 6.4|Inkomen|i|!#DIV/0!",
        "10: 6.5|Inkomen|i|=0.3||Som van een formule",
        "11: 6.60|Wmo|s|n.n.b.",
        "12: 6.60|Wmo|i|=75000|-",
        "13: @2025-06-01|Wmo|s|=1000",
        "14: 6.711|Jeugd|s|31-12-2025",
        "15: =6.6|Jeugd|s|=500",
        "16: 6.92|Jeugd|s|2.250.000,00||Coördinatie (hidden)",
        "17: Totaal|||=8625000|=3950000.5",
    ];
    for (form, bytes) in [("ods", ODS), ("xlsx", XLSX)] {
        let (tables, findings) = read(bytes).unwrap();
        let rows: Vec<String> = tables[0]
            .rows
            .iter()
            .map(|row| {
                format!("{}: {}{}", row.number, line(&row.cells), if row.hidden { " (hidden)" } else { "" })
            })
            .collect();
        assert_eq!(rows, expected, "{form}");
        let said: Vec<String> =
            findings.iter().map(|f| format!("{} {}: {}", f.kind.code, f.place, f.found)).collect();
        assert_eq!(
            said,
            [
                "table-hidden-rows b, blad Begroting, rij 16: rijen 16 tot en met 16",
                "table-merged b, blad Begroting, rij 6, kolom \"A\": A6:A7",
                "table-hidden-sheet b, blad Rekenhulp: Rekenhulp",
            ],
            "{form}"
        );
    }
}

/// A second reader, which knows nothing of ours, sees the same values; where it sees less (formula errors in ODS), ours must say more.
#[test]
fn another_reader_sees_the_same_values() {
    let mut books = [
        (calamine::open_workbook_auto_from_rs(Cursor::new(ODS)).unwrap(), ODS),
        (calamine::open_workbook_auto_from_rs(Cursor::new(XLSX)).unwrap(), XLSX),
    ];
    for (book, bytes) in &mut books {
        let (tables, _) = read(bytes).unwrap();
        let mut seen = 0;
        for table in &tables {
            let range = book.worksheet_range(table.sheet.as_ref().unwrap()).unwrap();
            let (top, left) = range.start().unwrap();
            for (y, x, theirs) in range.cells() {
                let (number, column) = (u64::from(top) + y as u64 + 1, left as usize + x);
                let row = table.rows.iter().find(|row| row.number == number);
                let ours = row.and_then(|row| row.cells.get(column)).unwrap_or(&Cell::Empty);
                let same = match theirs {
                    Data::Empty => ours.is_empty() || matches!(ours, Cell::Error(_)),
                    Data::String(text) => matches!(ours, Cell::Text(t) | Cell::Error(t) if t == text),
                    Data::Float(number) => {
                        matches!(ours, Cell::Number(text) if text.parse::<f64>().unwrap().to_bits() == number.to_bits())
                    }
                    Data::Error(_) => matches!(ours, Cell::Error(_)),
                    Data::DateTimeIso(text) => ours.shown() == text[..10],
                    Data::DateTime(_) => matches!(ours, Cell::Date(_)),
                    other => panic!("{other:?}"),
                };
                assert!(same, "{}{number}: {ours:?} and {theirs:?}", letters(column));
                seen += usize::from(*theirs != Data::Empty);
            }
        }
        assert!(seen > 60, "{seen} cells compared");
    }
}

/// One cell of each kind in each form, as it is stored, and what it is.
#[test]
fn cells_are_what_they_are_stored_as() {
    let in_ods = [
        (r#"office:value-type="float" office:value="1E3""#, "", "=1000"),
        (r#"office:value-type="percentage" office:value="0.125""#, "12,5%", "=0.125"),
        (r#"office:value-type="currency" office:value="5.10""#, "€ 5", "=5.10"),
        (r#"office:value-type="date" office:date-value="2024-01-31T10:00:00""#, "x", "@2024-01-31"),
        (r#"office:value-type="boolean" office:boolean-value="true""#, "WAAR", "?true"),
        (r#"office:value-type="string""#, "a<text:s text:c=\"2\"/>b<text:tab/>c", "a  b→c"),
        (r#"office:value-type="string" office:string-value="x""#, "y", "x"),
        (
            r#"table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error""#,
            "#DIV/0!",
            "!#DIV/0!",
        ),
        (
            r#"table:formula="of:=1/0" office:value-type="string" office:string-value="""#,
            "#DEEL/0!",
            "!#DEEL/0!",
        ),
        (r#"table:formula="of:=A1" office:value-type="string" office:string-value="""#, "", ""),
        (r#"table:formula="of:=A1""#, "", "!#NOT-CALCULATED"),
        (r#"office:value-type="string""#, "een &amp; twee&#33;", "een & twee!"),
        ("", "", ""),
    ];
    for (attributes, text, expected) in in_ods {
        let paragraph = if text.is_empty() { String::new() } else { format!("<text:p>{text}</text:p>") };
        let note = "<office:annotation><text:p>een opmerking</text:p></office:annotation>";
        let row = format!(
            "<table:table-cell {attributes}>{note}{paragraph}</table:table-cell><table:table-cell office:value-type=\"string\"><text:p>.</text:p></table:table-cell>"
        );
        let (tables, _) = read(&ods(&format!(
            "<table:table table:name=\"B\"><table:table-row>{row}</table:table-row></table:table>"
        )))
        .unwrap();
        assert_eq!(line(&tables[0].rows[0].cells), format!("{expected}|."), "{attributes}");
    }
    let in_xlsx = [
        ("<c t=\"s\"><v>0</v></c>", "één twee"),
        ("<c t=\"inlineStr\"><is><t>a</t></is></c>", "a"),
        ("<c><v>0.10000000000000001</v></c>", "=0.1"),
        ("<c t=\"b\"><v>1</v></c>", "?true"),
        ("<c t=\"e\"><v>#REF!</v></c>", "!#REF!"),
        ("<c t=\"str\"><f>A1</f><v></v></c>", ""),
        ("<c><f>A1+1</f></c>", "!#NOT-CALCULATED"),
        ("<c><f>A1+1</f><v></v></c>", "!#NOT-CALCULATED"),
        ("<c t=\"d\"><v>2024-01-31T00:00:00</v></c>", "@2024-01-31"),
    ];
    for (cell, expected) in in_xlsx {
        let strings =
            "<si><r><t>één</t></r><r><t xml:space=\"preserve\"> twee</t></r><rPh><t>uit</t></rPh></si>";
        let sheet = format!("<row>{cell}<c t=\"str\"><v>.</v></c></row>");
        let (tables, _) = read(&xlsx(strings, &sheet)).unwrap();
        assert_eq!(line(&tables[0].rows[0].cells), format!("{expected}|."), "{cell}");
    }
}

#[test]
fn a_value_under_a_merge_is_reported_and_not_read() {
    let sheet = "<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"C2\"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref=\"B2:C3\"/></mergeCells><sheetData>";
    let (tables, findings) = read(&xlsx("", sheet)).unwrap();
    assert_eq!(line(&tables[0].rows[0].cells), "|=1|");
    let said: Vec<String> = findings.iter().map(|f| format!("{} {}", f.kind.code, f.found)).collect();
    assert_eq!(said, ["table-merged B2:C3", "table-merged-value 2"]);
}

#[test]
fn hostile_files_are_stopped_and_named() {
    let cell = "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    let row = |times: &str, cells: &str| {
        format!(
            "<table:table table:name=\"B\"><table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row></table:table>"
        )
    };
    let repeated =
        cell.replacen("<table:table-cell", "<table:table-cell table:number-columns-repeated=\"16384\"", 1);
    let long = format!("<si><t>{}</t></si>", "x".repeat(60_000));
    let many = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(10_000));
    let blank = "<table:table table:name=\"B\"/>";
    let bomb = format!("<!--{}-->{blank}", " ".repeat(limits::UNPACKED));
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a value in every row of a sheet", ods(&row("1048576", cell)), "table-too-large"),
        ("more rows than a sheet has", ods(&row("18446744073709551615", cell)), "table-too-large"),
        ("rows that are no number", ods(&row("-1", cell)), "table-unreadable"),
        ("a whole row of values in 1,000 rows", ods(&row("1000", &repeated)), "table-too-large"),
        (
            "empty rows to the end of the world",
            ods(&row("18446744073709551615", "<table:table-cell/>")),
            "read",
        ),
        ("one long text in ten thousand cells", xlsx(&long, &many), "table-too-large"),
        ("parts that unpack to more than anybody has", ods(&bomb), "table-too-large"),
        ("a text that is not there", xlsx("", "<row><c t=\"s\"><v>5</v></c></row>"), "table-unreadable"),
        ("rows in no order", xlsx("", "<row r=\"5\"/><row r=\"4\"/>"), "table-unreadable"),
        (
            "cells in no order",
            xlsx("", "<row><c r=\"C1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>"),
            "table-unreadable",
        ),
        ("a column that no sheet has", xlsx("", "<row><c r=\"ZZZ1\"><v>1</v></c></row>"), "table-unreadable"),
        ("an entity of its own", ods("<table:table table:name=\"&lol;\"/>"), "table-unreadable"),
        (
            "XML that ends too soon",
            zip(&[("content.xml", "<office:spreadsheet><table:table table:name=\"B\"><table:table-row>")]),
            "table-unreadable",
        ),
        ("no workbook", zip(&[("word/document.xml", "x")]), "table-no-workbook"),
        ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest".to_vec(), "table-no-workbook"),
        ("text", b"a;b".to_vec(), "table-no-workbook"),
        ("half a zip", XLSX[..XLSX.len() / 2].to_vec(), "table-unreadable"),
        (
            "a locked workbook",
            zip(&[("content.xml", "x"), ("META-INF/manifest.xml", "<manifest:encryption-data/>")]),
            "table-locked",
        ),
    ];
    for (what, bytes, expected) in cases {
        assert_eq!(code(&bytes), expected, "{what}");
    }
    let merges = "<mergeCell ref=\"A1:XFD1048576\"/>".repeat(2_000);
    let rows: String = (1..=5_000).map(|n| format!("<row r=\"{n}\"><c><v>1</v></c></row>")).collect();
    let sheet = format!("{rows}</sheetData><mergeCells>{merges}</mergeCells><sheetData>");
    assert_eq!(
        code(&xlsx("", &sheet)),
        "table-too-large",
        "everything merged with everything, again and again"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any change of a real file gives an answer: a fault with a name, or tables whose rows ascend.
    #[test]
    fn mutated_workbooks_give_an_answer(of_ods in any::<bool>(), at in any::<prop::sample::Index>(), with in any::<u8>()) {
        let mut bytes = if of_ods { ODS } else { XLSX }.to_vec();
        let at = at.index(bytes.len());
        bytes[at] = with;
        if let Ok((tables, _)) = read(&bytes) {
            for table in tables {
                prop_assert!(table.rows.windows(2).all(|pair| pair[0].number < pair[1].number));
            }
        }
    }

    #[test]
    fn mutated_xml_gives_an_answer(at in any::<prop::sample::Index>(), with in "[<>/&\"a-z0-9 =:]{0,3}") {
        let text = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><f>1</f><v>2.5</v></c></row><row r=\"2\" hidden=\"1\"><c t=\"e\"><v>#N/A</v></c></row>";
        let at = at.index(text.len());
        let mutated = format!("{}{with}{}", &text[..at], &text[(at + with.len()).min(text.len())..]);
        let _ = read(&xlsx("<si><t>a</t></si>", &mutated));
    }
}
