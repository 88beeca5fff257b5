//! The sheet of a section: its tables below each other as on the page, every figure with the entries it comes from beside it.

use openboek_views::model::RowRole;

use super::cell::clipped;
use super::{BookCell, LONGEST_NAME, Leaf, Style};
use crate::lang::Lang;
use crate::page::Links;
use crate::sheet::{Part, SheetCell, SheetRow, SheetSection, SheetTable};
use crate::words::by_key;

/// Rows above the first table that stay in sight: the heading and the stand.
const HEAD_ROWS: u32 = 2;
/// Columns that stay in sight: what a row is.
const NAME_COLUMNS: u16 = 2;
/// Widest and narrowest column, in characters.
const WIDTHS: (usize, usize) = (60, 9);

/// What is added to the figures of a table.
struct Plan {
    /// Per column of the table that is shown: its place, and whether it says how sure its amounts are.
    columns: Vec<(usize, bool)>,
    /// Whether all figures of each row come from the same entries: then these stand once, at the end of the row.
    one_origin: bool,
}

impl Plan {
    fn of(table: &SheetTable) -> Self {
        let noted = |place: usize| {
            let cells = table.rows.iter().filter_map(|row| row.cells.get(place));
            cells.flat_map(SheetCell::lines).any(|line| line.note.is_some())
        };
        let shown = table.columns.iter().enumerate().filter(|(_, column)| !column.blank);
        Self {
            columns: shown.map(|(place, _)| (place, noted(place))).collect(),
            one_origin: table.rows.iter().all(has_one_origin),
        }
    }
}

fn has_one_origin(row: &SheetRow) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.lines().is_empty()).map(|cell| &cell.sources);
    filled.next().is_none_or(|first| filled.all(|sources| sources == first))
}

/// The sheet of a section.
pub(super) fn leaf(section: &SheetSection, stand: &str, links: &Links, lang: Lang) -> Leaf {
    let mut rows = vec![
        vec![BookCell::text(section.heading.as_str(), Style::Title)],
        vec![BookCell::text(stand, Style::Note)],
    ];
    let note = |text: &String| vec![BookCell::text(text.as_str(), Style::Note)];
    rows.extend(section.intro.as_ref().map(note));
    for table in &section.tables {
        rows.push(Vec::new());
        rows.push(vec![BookCell::text(table.caption.as_str(), Style::Heading)]);
        rows.extend(table.certainty.as_ref().map(note));
        let plan = Plan::of(table);
        rows.push(head(table, &plan, lang));
        rows.extend(table.rows.iter().flat_map(|row| lines(row, &plan, links, lang)));
    }
    Leaf {
        name: name(section.key, lang),
        frozen: (HEAD_ROWS, NAME_COLUMNS),
        filtered: false,
        widths: widths(&rows),
        rows,
    }
}

/// A short name for the sheet of a section.
fn name(key: &str, lang: Lang) -> String {
    by_key(&format!("leaf-{key}"), lang).chars().take(LONGEST_NAME).collect()
}

fn head(table: &SheetTable, plan: &Plan, lang: Lang) -> Vec<BookCell> {
    let word = |key| BookCell::text(by_key(key, lang), Style::Column);
    let mut cells = vec![word("book-code"), BookCell::text(table.row_heading.as_str(), Style::Column)];
    let columns = plan.columns.iter().filter_map(|(place, noted)| Some((table.columns.get(*place)?, *noted)));
    for (column, noted) in columns {
        cells.push(BookCell::text(column.name.as_str(), Style::Column));
        cells.extend(noted.then(|| word("book-certainty")));
        cells.extend((!plan.one_origin).then(|| word("book-entries")));
    }
    cells.extend(plan.one_origin.then(|| word("book-entries")));
    cells
}

/// How a row looks.
pub(super) const fn style(role: RowRole) -> Style {
    match role {
        RowRole::Item => Style::Body,
        RowRole::Total => Style::Total,
        RowRole::Memo => Style::Memo,
    }
}

/// A row of the table: one line, or more where a figure has several values under each other.
fn lines(row: &SheetRow, plan: &Plan, links: &Links, lang: Lang) -> Vec<Vec<BookCell>> {
    let shown = || plan.columns.iter().filter_map(|(place, noted)| Some((row.cells.get(*place)?, *noted)));
    let height = shown().map(|(cell, _)| cell.lines().len()).max().unwrap_or(0).max(1);
    let style = style(row.role);
    let line = |number: usize| {
        let mut cells = vec![
            BookCell::text(row.code.as_deref().unwrap_or_default(), style),
            BookCell::text(row_name(row), style),
        ];
        for (cell, noted) in shown() {
            let part = cell.lines().get(number);
            cells.push(part.map_or(BookCell::EMPTY, |part| BookCell::figure(part, style, lang)));
            let note = part.and_then(|part: &Part| part.note.as_deref()).unwrap_or_default();
            cells.extend(noted.then(|| BookCell::text(note, Style::Origin)));
            cells.extend((!plan.one_origin).then(|| origin(part.map(|_| cell), links)));
        }
        let first = || shown().map(|(cell, _)| cell).find(|cell| !cell.lines().is_empty());
        cells.extend(plan.one_origin.then(|| origin(first(), links)));
        cells
    };
    (0..height).map(line).collect()
}

/// The name of a row, with what its role means where the name does not say so.
pub(super) fn row_name(row: &SheetRow) -> String {
    match &row.note {
        Some(note) => format!("{} ({note})", row.name),
        None => row.name.clone(),
    }
}

/// The entries a figure comes from: their positions, leading to the page of the one entry or to the page that names them all.
pub(super) fn origin(cell: Option<&SheetCell>, links: &Links) -> BookCell {
    let Some(cell) = cell else { return BookCell::EMPTY };
    let address = match cell.sources.as_slice() {
        [] => return BookCell::text("", Style::Origin),
        [one] => format!("{}{one}", links.entry_base),
        _ => format!("{}{}", links.figure_base, cell.anchor),
    };
    BookCell::text(positions(&cell.sources), Style::Origin).linked(&address)
}

/// Positions with blanks between them, as in the CSV.
pub(super) fn positions(sources: &[u64]) -> String {
    clipped(sources.iter().map(u64::to_string).collect::<Vec<_>>().join(" "))
}

/// Widths of columns in which most cells can be read; sentences above the tables run on to the right, so they do not count.
pub(super) fn widths(rows: &[Vec<BookCell>]) -> Vec<u16> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).filter(|cell| cell.style.wraps());
        let widest = cells.map(BookCell::width).max().unwrap_or(0).saturating_add(2);
        u16::try_from(widest.clamp(WIDTHS.1, WIDTHS.0)).unwrap_or(u16::MAX)
    };
    (0..columns).map(width).collect()
}
