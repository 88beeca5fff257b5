//! Where in a paragraph an entry can be seen.

use openboek_views::model::{Paragraph, SectionId};

use crate::keys::anchor_id;

/// The address within a paragraph's page of the figure where an entry is best seen: in the row of the thing it is about, else in any row,
/// and only then among the key figures. `None` when nothing in the paragraph comes from it.
#[must_use]
pub fn place(paragraph: &Paragraph, position: u64, thing: Option<&str>) -> Option<String> {
    let rows = paragraph.sections.iter().flat_map(|section| {
        section
            .tables
            .iter()
            .flat_map(move |table| table.rows.iter().map(move |row| (section.id, table, row)))
    });
    let from_it = rows.filter_map(|(section, table, row)| {
        let cell = row.cells.iter().position(|cell| cell.sources.contains(&position))?;
        let rank = match section {
            SectionId::AtAGlance => 2,
            _ if thing.is_some_and(|thing| thing == row.id) => 0,
            _ => 1,
        };
        Some((rank, anchor_id(table.id, &row.id, *table.columns.get(cell)?)))
    });
    // Of equals the first one.
    from_it.min_by_key(|(rank, _)| *rank).map(|(_, anchor)| anchor)
}
