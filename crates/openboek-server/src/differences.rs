//! Differences between paragraphs for people: sentences under the tables that they are about.

use std::collections::BTreeSet;

use openboek_documents::Lang;
use openboek_documents::words::{by_key, filled};
use openboek_wire::v1;

/// A paragraph with what is different in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// "Dordrecht (GM0505) 2021", with both where two municipalities or years are compared.
    pub heading: String,
    /// Tables that came or are gone, a sentence each.
    pub frames: Vec<String>,
    /// Name of a table, and a sentence for each figure, or for each row that came or is gone as a whole.
    pub tables: Vec<(String, Vec<String>)>,
    /// How many figures read the same and only come from other entries.
    pub same: usize,
}

impl Told {
    /// Whether nothing is different.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.frames.is_empty() && self.tables.is_empty() && self.same == 0
    }

    /// Keeps the first so many sentences of the tables, and gives how many it let go of. A table of which nothing is left goes too.
    pub fn shorten(&mut self, mut room: usize) -> usize {
        let mut left_out = 0;
        self.tables.retain_mut(|(_, sentences)| {
            left_out += sentences.len().saturating_sub(room);
            sentences.truncate(room);
            room -= sentences.len();
            !sentences.is_empty()
        });
        left_out
    }
}

/// Puts a difference into words.
#[must_use]
pub fn told(difference: &v1::ParagraphDifference, lang: Lang) -> Told {
    let mut told = Told { heading: heading(difference), ..Told::default() };
    for table in &difference.tables {
        let key = match table.change() {
            v1::TableChange::Added => "compare-table-added",
            v1::TableChange::Gone => "compare-table-gone",
            // Its rows speak for themselves.
            _ => continue,
        };
        told.frames.push(filled(key, lang, &[lang.pick(&table.title, &table.title_en)]));
    }
    let whole = WholeRows::of(difference);
    for row in difference.figures.chunk_by(|one, next| row_of(one) == row_of(next)) {
        let sentences: Vec<String> = match row.first().and_then(|figure| whole.change(row_of(figure)?)) {
            Some(change) => vec![whole_row(row, change, lang)],
            None => {
                // What reads the same and only comes from other entries is counted, not listed.
                let (alike, others): (Vec<_>, Vec<_>) = row
                    .iter()
                    .partition(|figure| text_of(figure.before.as_ref()) == text_of(figure.after.as_ref()));
                told.same += alike.len();
                let sentence = |figure: &v1::FigureDifference| {
                    lang.pick(&figure.sentence, &figure.sentence_en).to_owned()
                };
                others.into_iter().map(sentence).collect()
            }
        };
        let title = row.first().map_or("", |figure| lang.pick(&figure.table_title, &figure.table_title_en));
        match told.tables.last_mut() {
            _ if sentences.is_empty() => {}
            Some((last, known)) if last == title => known.extend(sentences),
            _ => told.tables.push((title.to_owned(), sentences)),
        }
    }
    told
}

/// Table and row of a figure.
fn row_of(figure: &v1::FigureDifference) -> Option<(&str, &str)> {
    figure.anchor.as_ref().map(|anchor| (anchor.table.as_str(), anchor.row.as_str()))
}

fn text_of(cell: Option<&v1::Cell>) -> Option<&str> {
    cell.map(|cell| cell.text.as_str())
}

/// Rows that came or are gone as a whole: table and row.
struct WholeRows<'a> {
    added: BTreeSet<(&'a str, &'a str)>,
    gone: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> WholeRows<'a> {
    fn of(difference: &'a v1::ParagraphDifference) -> Self {
        let rows = |list: fn(&v1::TableDifference) -> &[v1::NamedRow]| {
            let of = |table: &'a v1::TableDifference| {
                list(table).iter().map(move |row| (table.table.as_str(), row.id.as_str()))
            };
            difference.tables.iter().flat_map(of).collect()
        };
        Self { added: rows(|table| &table.rows_added), gone: rows(|table| &table.rows_gone) }
    }

    fn change(&self, row: (&str, &str)) -> Option<v1::TableChange> {
        match row {
            row if self.added.contains(&row) => Some(v1::TableChange::Added),
            row if self.gone.contains(&row) => Some(v1::TableChange::Gone),
            _ => None,
        }
    }
}

/// A row that came or is gone, in one line: "Nieuw: Jeugd-Punt. Bedrag: € -30.000; Jaren: 2022 t/m 2025 (boeking 20)."
fn whole_row(figures: &[v1::FigureDifference], change: v1::TableChange, lang: Lang) -> String {
    let added = change == v1::TableChange::Added;
    let name = figures.first().map_or("", |figure| lang.pick(&figure.row_name, &figure.row_name_en));
    let cell = |figure: &v1::FigureDifference| {
        let (cell, english) = if added {
            (&figure.after, &figure.after_text_en)
        } else {
            (&figure.before, &figure.before_text_en)
        };
        let text = lang.pick(text_of(cell.as_ref()).unwrap_or_default(), english);
        let column = lang.pick(&figure.column_name, &figure.column_name_en);
        format!("{column}: {}", text.replace('\n', ", "))
    };
    let cells: Vec<String> = figures.iter().map(cell).collect();
    let sources = |figure: &v1::FigureDifference| {
        if added { figure.added_sources.clone() } else { figure.dropped_sources.clone() }
    };
    let entries: BTreeSet<u64> = figures.iter().flat_map(sources).collect();
    let numbers: Vec<String> = entries.iter().map(u64::to_string).collect();
    let head = by_key(if added { "compare-row-added" } else { "compare-row-gone" }, lang);
    let key = if entries.len() == 1 { "compare-entry-only" } else { "compare-entries-only" };
    let entries = filled(key, lang, &[&numbers.join(", ")]);
    format!("{head}: {name}. {} ({entries}).", cells.join("; "))
}

/// "Dordrecht (GM0505) 2021", with both where two municipalities or years are compared.
fn heading(difference: &v1::ParagraphDifference) -> String {
    let name = |head: &v1::Head| match head.municipality_name.as_str() {
        "" => format!("{} {}", head.municipality, head.budget_year),
        name => format!("{name} ({}) {}", head.municipality, head.budget_year),
    };
    let names =
        [&difference.before, &difference.after].map(|head| head.as_ref().map(name).unwrap_or_default());
    let [before, after] = names;
    if before == after { after } else { format!("{before} – {after}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_no_room_for_is_counted() {
        let table = |name: &str, count: usize| (name.to_owned(), vec!["Een zin.".to_owned(); count]);
        for (room, kept, left_out) in
            [(9, vec![3, 2], 0), (4, vec![3, 1], 1), (3, vec![3], 2), (0, vec![], 5)]
        {
            let mut told = Told { tables: vec![table("a", 3), table("b", 2)], ..Told::default() };
            assert_eq!(told.shorten(room), left_out, "{room}");
            assert_eq!(told.tables.iter().map(|(_, told)| told.len()).collect::<Vec<_>>(), kept, "{room}");
        }
    }
}
