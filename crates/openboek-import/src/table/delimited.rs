//! Delimited text: CSV and its relatives, as municipalities have them.
//!
//! A reader of our own, because of what real files do: a quotation mark that opens and never closes must cost one line, not the rest
//! of the file, and lines of two encodings stand in one file.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::findings::{ENCODING, Fault, Findings, MANY_LINES, NO_TEXT, QUOTING};
use super::limits::{self, Budget};
use super::{Cell, Row};
use crate::finding::{Finding, Place};
use crate::source::Source;

/// How a file of text is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimited {
    /// Between cells: an ASCII character, such as `;`, `,` or a tab.
    pub separator: u8,
    /// What quotation marks mean.
    pub quoting: Quoting,
}

/// What quotation marks mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// Nothing: they are characters like any other.
    None,
    /// A cell that begins with `"` ends with the next one, and `""` is a mark in it. Elsewhere a mark is a character like any other.
    Double,
}

/// Reads delimited text. Every line belongs to exactly one row.
///
/// Decodes UTF-8 (or UTF-16 with its mark), and each line that is not UTF-8 as Windows-1252. A line whose quoting is broken is a row
/// with one cell, the whole line, and a finding that leaves it out; reading goes on at the next line.
///
/// # Errors
///
/// One finding when the file is no text or exceeds a limit.
pub fn delimited(source: Source<'_>, form: Delimited) -> Result<(Vec<Row>, Vec<Finding>), Finding> {
    let mut findings = Findings::new(source.name);
    let rows = read(source, form, &mut findings).map_err(|fault| fault.into_finding(source.name))?;
    Ok((rows, findings.finish()))
}

fn read(source: Source<'_>, form: Delimited, findings: &mut Findings<'_>) -> Result<Vec<Row>, Fault> {
    let (text, foreign) = decode(source.bytes)?;
    if let Some(first) = foreign.first() {
        let place = Place::row(source.name, None, *first);
        findings.add(ENCODING, place, &format!("{} regels, de eerste is {first}", foreign.len()), "UTF-8");
    }
    let end = if text.contains('\n') { b'\n' } else { b'\r' };
    let mut reader = Reader { text: &text, form, end, at: 0, line: 1 };
    let (mut rows, mut budget) = (Vec::new(), Budget::default());
    while reader.at < text.len() {
        let number = reader.line;
        let (cells, last, closed) = reader.row();
        budget.rows(1)?;
        budget.cells(cells.len()).map_err(|fault| fault.in_row(number))?;
        if cells.len() > limits::COLUMNS {
            return Err(limits::too_large(cells.len(), limits::COLUMNS, "kolommen").in_row(number));
        }
        for cell in &cells {
            budget.text(cell.len(), 1).map_err(|fault| fault.in_row(number))?;
        }
        if !closed {
            let line = cells.first().map_or("", AsRef::as_ref);
            findings.add(
                QUOTING,
                Place::row(source.name, None, number),
                line,
                "een aanhalingsteken aan het eind van de cel",
            );
        } else if last > number {
            let found = format!("regels {number} tot en met {last}");
            findings.add(MANY_LINES, Place::row(source.name, None, number), &found, "één regel");
        }
        rows.push(Row {
            number,
            hidden: false,
            cells: cells.iter().map(|cell| Cell::of_text(cell)).collect(),
        });
    }
    Ok(rows)
}

/// The text of a file, and the numbers of the lines that were not UTF-8.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Vec<u64>), Fault> {
    if bytes.len() > limits::FILE {
        return Err(limits::too_large(bytes.len(), limits::FILE, "bytes"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some((encoding, _)) =
        Encoding::for_bom(bytes).filter(|(found, _)| *found == UTF_16LE || *found == UTF_16BE)
    {
        let (text, _, broken) = encoding.decode(bytes);
        return if broken {
            Err(Fault::new(NO_TEXT, "gebroken UTF-16", "tekst"))
        } else {
            Ok((text, Vec::new()))
        };
    }
    // No text has a NUL; workbooks, PDF and images do.
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(Fault::new(NO_TEXT, &format!("een NUL op plaats {at}"), "tekst"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.into(), Vec::new()));
    }
    let (mut text, mut foreign, mut number) = (String::with_capacity(bytes.len()), Vec::new(), 0);
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        number += 1;
        if let Ok(line) = std::str::from_utf8(line) {
            text.push_str(line);
        } else {
            // Windows-1252 of the WHATWG gives every byte a character.
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0);
            foreign.push(number);
        }
    }
    Ok((text.into(), foreign))
}

struct Reader<'a> {
    text: &'a str,
    form: Delimited,
    /// What ends a line: LF, with or without CR before it; CR in a file without any LF.
    end: u8,
    /// Where the next row begins.
    at: usize,
    /// The line it begins on.
    line: u64,
}

/// A row of cells that came to its end.
struct Parsed<'a> {
    cells: Vec<Cow<'a, str>>,
    end: usize,
}

/// A quoted cell turned out to be broken. Looking for its end costs no more than the file is long: what was passed over holds only
/// marks in pairs, and no cell that opens with a pair looks further than its own marks.
struct Broken;

impl<'a> Reader<'a> {
    /// The next row, its last line, and whether its quotes close. One whose quotes do not is its first line as one cell.
    fn row(&mut self) -> (Vec<Cow<'a, str>>, u64, bool) {
        let (cells, end, closed) = match self.parse() {
            Ok(Parsed { cells, end }) => (cells, end, true),
            Err(Broken) => {
                let end = self.line_end(self.at);
                (vec![shortened(&self.text[self.at..end]).into()], end, false)
            }
        };
        let last =
            self.line + self.text.as_bytes()[self.at..end].iter().filter(|b| **b == self.end).count() as u64;
        (self.at, self.line) = (self.after_end(end), last + 1);
        (cells, last, closed)
    }

    fn parse(&self) -> Result<Parsed<'a>, Broken> {
        let line_end = self.line_end(self.at);
        if line_end == self.at {
            return Ok(Parsed { cells: Vec::new(), end: self.at });
        }
        let bytes = self.text.as_bytes();
        let (mut cells, mut at) = (Vec::new(), self.at);
        loop {
            let (cell, end) = if self.form.quoting == Quoting::Double && bytes.get(at) == Some(&b'"') {
                self.quoted(at + 1)?
            } else {
                let end = self.cell_end(at);
                (self.text[at..end].into(), end)
            };
            cells.push(cell);
            match bytes.get(end) {
                Some(b) if *b == self.form.separator => at = end + 1,
                _ => return Ok(Parsed { cells, end }),
            }
        }
    }

    /// A cell between quotation marks that begins here: its text and where it ends, after the closing mark.
    fn quoted(&self, begin: usize) -> Result<(Cow<'a, str>, usize), Broken> {
        let bytes = self.text.as_bytes();
        let (mut value, mut piece, mut at, mut lines) = (Cow::Borrowed(""), begin, begin, 0);
        loop {
            match bytes.get(at) {
                None => return Err(Broken),
                Some(b'"') if bytes.get(at + 1) == Some(&b'"') => {
                    value += &self.text[piece..=at];
                    at += 2;
                    piece = at;
                }
                Some(b'"') => {
                    value += &self.text[piece..at];
                    let after = at + 1;
                    let ends = bytes.get(after).is_none_or(|b| *b == self.form.separator) || self.ends(after);
                    return if ends { Ok((value, after)) } else { Err(Broken) };
                }
                Some(b) => {
                    at += 1;
                    lines += usize::from(*b == self.end);
                }
            }
            if lines >= limits::LINES || at - begin > limits::CELL {
                return Err(Broken);
            }
        }
    }

    /// Whether a line ends here.
    fn ends(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        bytes.get(at) == Some(&self.end)
            || (bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&self.end))
    }

    fn line_end(&self, from: usize) -> usize {
        self.find(from, |b| b == self.end)
    }

    fn cell_end(&self, from: usize) -> usize {
        self.find(from, |b| b == self.form.separator || b == self.end)
    }

    /// Where the text before the next such byte ends; a CR before the end of the line is no text.
    fn find(&self, from: usize, is: impl Fn(u8) -> bool) -> usize {
        let bytes = self.text.as_bytes();
        let end = bytes[from..].iter().position(|b| is(*b)).map_or(bytes.len(), |to| from + to);
        let with_cr = end > from && bytes[end - 1] == b'\r' && bytes.get(end) == Some(&self.end);
        if with_cr { end - 1 } else { end }
    }

    /// Past the end of a line.
    fn after_end(&self, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let end =
            if bytes.get(end) == Some(&b'\r') && self.ends(end) && self.end == b'\n' { end + 1 } else { end };
        (end + 1).min(bytes.len())
    }
}

/// The first part of a line, as much as a cell can hold.
fn shortened(line: &str) -> &str {
    let mut end = line.len().min(limits::CELL);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}
