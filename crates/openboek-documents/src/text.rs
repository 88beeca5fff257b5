//! The paragraph for a terminal or a plain mail: at most 100 columns, no colours.

use openboek_views::model::Paragraph;

use crate::lang::Lang;
use crate::sheet::{Provenance, Sheet, SheetCell, SheetRow, SheetSection, SheetTable};
use crate::words::by_key;

/// Width of a line.
const WIDTH: usize = 100;
/// Widest cell of a grid; wider tables are written row by row.
const WIDEST_CELL: usize = 44;

/// The paragraph as plain text.
///
/// A table that fits is a grid, with the entries behind each row at its end. Any other is written row by row, with the entries behind
/// each figure after it in square brackets.
#[must_use]
pub fn text(paragraph: &Paragraph, provenance: &Provenance, lang: Lang) -> String {
    of_sheet(&Sheet::new(paragraph, provenance, lang))
}

/// The same from a sheet.
#[must_use]
pub(crate) fn of_sheet(sheet: &Sheet) -> String {
    let mut out = String::new();
    heading(&mut out, &sheet.title, '=');
    let facts = sheet.head.iter().map(|(name, value)| format!("{name}: {value}"));
    for line in facts.chain([sheet.stand.line.clone(), sheet.stand.published.clone()]) {
        wrapped(&mut out, &line, "", "  ");
    }
    write_brief(&mut out, sheet);
    for section in &sheet.sections {
        write_section(&mut out, section, sheet.lang);
    }
    out.push('\n');
    heading(&mut out, &by_key("stand-heading", sheet.lang), '-');
    for (name, value) in &sheet.stand.facts {
        wrapped(&mut out, &format!("{name}: {value}"), "", "  ");
    }
    for sentence in sheet.stand.receipt.iter().chain(&sheet.stand.how) {
        wrapped(&mut out, sentence, "- ", "  ");
    }
    out
}

fn write_brief(out: &mut String, sheet: &Sheet) {
    let brief = sheet.brief();
    if brief.is_empty() {
        return;
    }
    out.push('\n');
    heading(out, &by_key("brief-heading", sheet.lang), '-');
    for question in &brief {
        wrapped(out, &question.question, "", "");
        question.answers.iter().for_each(|answer| wrapped(out, &answer.text, "- ", "  "));
        question.more.iter().for_each(|more| wrapped(out, more, "  ", "  "));
    }
}

fn write_section(out: &mut String, section: &SheetSection, lang: Lang) {
    out.push('\n');
    heading(out, &section.heading, '-');
    if let Some(intro) = &section.intro {
        wrapped(out, intro, "", "");
    }
    for term in &section.terms {
        wrapped(out, &format!("{}: {}", term.word(lang), term.definition(lang)), "* ", "  ");
    }
    for table in &section.tables {
        out.push('\n');
        wrapped(out, &table.caption.to_uppercase(), "", "");
        if let Some(certainty) = &table.certainty {
            wrapped(out, certainty, "", "");
        }
        match Grid::of(table, lang) {
            Some(grid) => grid.write(out),
            None => table.rows.iter().for_each(|row| write_row(out, row, table, lang)),
        }
    }
}

fn heading(out: &mut String, text: &str, line: char) {
    wrapped(out, text, "", "");
    out.extend(std::iter::repeat_n(line, width(text).min(WIDTH)));
    out.push('\n');
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// Every row with its figures under it.
fn write_row(out: &mut String, row: &SheetRow, table: &SheetTable, lang: Lang) {
    wrapped(out, &named(row), "- ", "  ");
    for (cell, column) in row.cells.iter().zip(&table.columns) {
        let entries = bracketed(cell, lang);
        match cell.lines() {
            [] => {}
            [line] => wrapped(out, &format!("{}: {}{entries}", column.name, line.full()), "    ", "      "),
            lines => {
                wrapped(out, &format!("{}:{entries}", column.name), "    ", "      ");
                lines.iter().for_each(|line| wrapped(out, &line.full(), "    - ", "      "));
            }
        }
    }
}

/// A row's name as people read it: with its code and what its role means.
pub(crate) fn named(row: &SheetRow) -> String {
    let code = row.code.iter().map(|code| format!("{code} "));
    let note = row.note.iter().map(|note| format!(" ({note})"));
    code.chain([row.name.clone()]).chain(note).collect()
}

fn bracketed(cell: &SheetCell, lang: Lang) -> String {
    if cell.sources.is_empty() {
        String::new()
    } else {
        format!(" [{} {}]", by_key("text-entry", lang), joined(&cell.sources))
    }
}

/// Positions with a blank between them.
pub(crate) fn joined(positions: &[u64]) -> String {
    positions.iter().map(u64::to_string).collect::<Vec<_>>().join(" ")
}

/// A table whose cells fit beside each other.
struct Grid {
    rows: Vec<Vec<String>>,
    widths: Vec<usize>,
    numeric: Vec<bool>,
}

impl Grid {
    fn of(table: &SheetTable, lang: Lang) -> Option<Self> {
        let entries = by_key("text-entries", lang).into_owned();
        let header = std::iter::once(table.row_heading.clone())
            .chain(table.columns.iter().map(|column| column.name.clone()))
            .chain([entries]);
        let rows = std::iter::once(header.collect()).chain(table.rows.iter().map(grid_row));
        let rows: Vec<Vec<String>> = rows.collect();
        let numeric = std::iter::once(false)
            .chain(table.columns.iter().map(|column| column.numeric))
            .chain([false])
            .collect::<Vec<_>>();
        let widths: Vec<usize> = (0..numeric.len())
            .map(|place| {
                rows.iter().filter_map(|row| row.get(place)).map(|cell| width(cell)).max().unwrap_or(0)
            })
            .collect();
        let several = table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.lines().len() > 1);
        let total: usize = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
        let fits = total <= WIDTH && widths.iter().all(|width| *width <= WIDEST_CELL) && !several;
        fits.then_some(Self { rows, widths, numeric })
    }

    fn write(&self, out: &mut String) {
        for (number, row) in self.rows.iter().enumerate() {
            self.write_line(out, row);
            if number == 0 {
                let dashes: Vec<String> = self.widths.iter().map(|width| "-".repeat(*width)).collect();
                out.push_str(dashes.join("  ").trim_end());
                out.push('\n');
            }
        }
    }

    fn write_line(&self, out: &mut String, row: &[String]) {
        let cells = row.iter().zip(self.widths.iter().zip(&self.numeric)).map(|(cell, (wide, numeric))| {
            let blanks = " ".repeat(wide.saturating_sub(width(cell)));
            if *numeric { format!("{blanks}{cell}") } else { format!("{cell}{blanks}") }
        });
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
}

/// The entries behind a row, each once.
pub(crate) fn sources_of(row: &SheetRow) -> Vec<u64> {
    let mut sources: Vec<u64> = row.cells.iter().flat_map(|cell| cell.sources.iter().copied()).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

fn grid_row(row: &SheetRow) -> Vec<String> {
    std::iter::once(named(row))
        .chain(row.cells.iter().map(|cell| cell.part.full()))
        .chain([joined(&sources_of(row))])
        .collect()
}

/// Writes text broken at blanks, `first` before its first line and `rest` before the others. A no-break space does not break; a
/// word longer than a line is broken where the line ends.
fn wrapped(out: &mut String, text: &str, first: &str, rest: &str) {
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word = word;
        if !empty && width(&line) + 1 + width(word) > WIDTH {
            flush(out, &mut line, rest);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        while width(&line) + width(word) > WIDTH {
            let room = WIDTH.saturating_sub(width(&line)).max(1);
            let cut = word.char_indices().nth(room).map_or(word.len(), |(at, _)| at);
            let (head, tail) = word.split_at(cut);
            line.push_str(head);
            flush(out, &mut line, rest);
            word = tail;
        }
        line.push_str(word);
        empty = false;
    }
    flush(out, &mut line, rest);
}

fn flush(out: &mut String, line: &mut String, rest: &str) {
    out.push_str(line.trim_end());
    out.push('\n');
    rest.clone_into(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks_and_long_words_at_the_edge() {
        let mut out = String::new();
        wrapped(&mut out, &format!("{} {}", "woord ".repeat(30), "x".repeat(150)), "- ", "  ");
        assert!(out.lines().all(|line| width(line) <= WIDTH), "{out}");
        assert_eq!(out.matches('x').count(), 150);
        assert_eq!(out.matches("woord").count(), 30);
        assert!(out.lines().skip(1).all(|line| line.starts_with("  ")));
    }
}
