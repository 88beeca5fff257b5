use proptest::prelude::*;

use super::super::{Delimited, Quoting, delimited, limits};
use super::line;
use crate::source::Source;

const CSV: Delimited = Delimited { separator: b';', quoting: Quoting::Double };

/// Each row as `number: cells`, then each finding as `code row: found`.
fn read(bytes: &[u8], form: Delimited) -> Vec<String> {
    match delimited(Source { name: "t.csv", bytes }, form) {
        Err(finding) => vec![format!("{} {:?}: {}", finding.kind.code, finding.place.row, finding.found)],
        Ok((rows, findings)) => rows
            .iter()
            .map(|row| format!("{}: {}", row.number, line(&row.cells)))
            .chain(
                findings.iter().map(|f| format!("{} {}: {}", f.kind.code, f.place.row.unwrap_or(0), f.found)),
            )
            .collect(),
    }
}

#[test]
fn text_is_divided_as_it_is_written() {
    let cases: &[(&str, &[u8], &[&str])] = &[
        ("nothing", b"", &[]),
        (
            "a mark of UTF-8, CR LF, no end of line at the end",
            b"\xef\xbb\xbfa;b\r\nc;d",
            &["1: a|b", "2: c|d"],
        ),
        ("blank lines are rows of their own", b"a\n\n;\nb\n", &["1: a", "2: ", "3: |", "4: b"]),
        ("CR alone ends a line when there is no LF", b"a;b\rc;d\r", &["1: a|b", "2: c|d"]),
        ("CR alone is a character when there is", b"a\rb;c\nd\n", &["1: a\rb|c", "2: d"]),
        (
            "separators, marks and ends in quotes",
            b"\"a;b\";\"say \"\"ja\"\"\"\n\"x\"\r\ny\n",
            &["1: a;b|say \"ja\"", "2: x", "3: y"],
        ),
        ("marks inside a cell are characters", b"a \"b\" c;12\"\n", &["1: a \"b\" c|12\""]),
        (
            "a cell over two lines",
            b"\"a\nb\";c\nd\n",
            &["1: a⏎b|c", "3: d", "table-many-lines 1: regels 1 tot en met 2"],
        ),
        (
            "a mark that never closes costs its line",
            b"a;\"b;c\nd;e\nf;g\n",
            &["1: a;\"b;c", "2: d|e", "3: f|g", "table-quoting 1: a;\"b;c"],
        ),
        (
            "a mark that another row closes wrongly costs its line too",
            b"a;\"b;c\nd;\"e\";f\n",
            &["1: a;\"b;c", "2: d|e|f", "table-quoting 1: a;\"b;c"],
        ),
        (
            "text after the closing mark",
            b"\"a\"b;c\nd\n",
            &["1: \"a\"b;c", "2: d", "table-quoting 1: \"a\"b;c"],
        ),
        (
            "lines of two encodings",
            b"caf\xc3\xa9\ncaf\xe9 \x80 5\n\x93x\x94\n",
            &["1: café", "2: café € 5", "3: “x”", "table-encoding 2: 2 regels, de eerste is 2"],
        ),
        ("UTF-16 with its mark", b"\xff\xfea\0;\0\xe9\0\n\0", &["1: a|é"]),
        (
            "errors of spreadsheets",
            b"#DIV/0!;#N/B;Err:502;Err:5;#x\n",
            &["1: !#DIV/0!|!#N/B|!Err:502|Err:5|#x"],
        ),
        ("no text", b"PK\x03\x04\0", &["table-no-text None: een NUL op plaats 4"]),
    ];
    for (what, bytes, expected) in cases {
        assert_eq!(read(bytes, CSV), *expected, "{what}");
    }
    let none = Delimited { separator: b'\t', quoting: Quoting::None };
    assert_eq!(read(b"\"a\tb\"\n\"\n", none), ["1: \"a|b\"", "2: \""], "marks can mean nothing");
}

#[test]
fn limits_stop_what_is_too_large() {
    let cell = "x".repeat(limits::CELL + 1);
    let wide = ";".repeat(limits::COLUMNS);
    for (what, text) in [("a cell", cell.as_str()), ("a row", &wide)] {
        assert!(read(text.as_bytes(), CSV)[0].starts_with("table-too-large Some(1)"), "{what}");
    }
    assert!(read(&vec![b'a'; limits::FILE + 1], CSV)[0].starts_with("table-too-large None"));
    assert!(read(&b"a\n".repeat(limits::ROWS + 1), CSV)[0].starts_with("table-too-large None: 500001 rijen"));
}

/// A mark that never closes looks at most some lines ahead, and never past the next mark that could not stand there.
#[test]
fn a_file_of_open_marks_is_read_line_by_line() {
    let block = format!("a;\"b\n{}", "c;d\n".repeat(limits::LINES));
    let rows = read(block.repeat(300).as_bytes(), CSV);
    let read_rows = rows.iter().filter(|row| !row.starts_with("table-")).count();
    assert_eq!(read_rows, 300 * (limits::LINES + 1), "each line is a row");
    assert_eq!(rows.len() - read_rows, 300, "each open mark is a finding");
}

proptest! {
    /// Whatever stands in the file, the lines of its rows are the lines of the file, in order, each once.
    #[test]
    fn every_line_belongs_to_one_row(text in "[a\"; \r\né]{0,60}", latin in any::<bool>(), quoting in any::<bool>()) {
        let bytes = if latin { encoding_rs::WINDOWS_1252.encode(&text).0.into_owned() } else { text.clone().into_bytes() };
        let form = Delimited { separator: b';', quoting: if quoting { Quoting::Double } else { Quoting::None } };
        let (rows, findings) = delimited(Source { name: "t", bytes: &bytes }, form).unwrap();
        let end = if text.contains('\n') { '\n' } else { '\r' };
        let lines = text.split_inclusive(end).count() as u64;
        let mut next = 1;
        for row in &rows {
            prop_assert_eq!(row.number, next);
            let many = findings.iter().find(|f| f.kind.code == "table-many-lines" && f.place.row == Some(next));
            next = many.map_or(next, |f| f.found.rsplit(' ').next().unwrap().parse().unwrap()) + 1;
        }
        prop_assert_eq!(next, lines + 1);
        if !quoting {
            let again: Vec<String> = rows.iter().map(|row| row.cells.iter().map(|c| c.shown()).collect::<Vec<_>>().join(";")).collect();
            let plain: Vec<&str> = text.split_inclusive(end).map(|l| l.strip_suffix(end).map_or(l, |l| if end == '\n' { l.strip_suffix('\r').unwrap_or(l) } else { l })).collect();
            prop_assert_eq!(again, plain, "without quoting a row is its line");
        }
    }

    /// What a writer of CSV writes is what we read.
    #[test]
    fn written_by_another_and_read_by_us(rows in prop::collection::vec(prop::collection::vec("[a\";\n é]{0,8}", 2..4), 0..6)) {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
        for row in &rows { writer.write_record(row).unwrap(); }
        let bytes = writer.into_inner().unwrap();
        let (read, findings) = delimited(Source { name: "t", bytes: &bytes }, CSV).unwrap();
        prop_assert!(findings.iter().all(|f| f.kind.code == "table-many-lines"));
        let read: Vec<Vec<String>> = read.iter().map(|row| row.cells.iter().map(|c| c.shown().into_owned()).collect()).collect();
        prop_assert_eq!(read, rows);
    }
}
