//! Differences between paragraphs on a terminal, and answers of the server as JSON.

use std::collections::BTreeSet;

use openboek_audit::Lang;
use openboek_wire::v1;
use prost::Message;
use prost_reflect::{DynamicMessage, SerializeOptions};

use crate::trouble::Trouble;

/// A paragraph with what is different in it: its name, then a sentence a figure under the name of each table.
pub(crate) fn lines(difference: &v1::ParagraphDifference, lang: Lang) -> String {
    let mut text = format!("{}\n", heading(difference));
    if difference.figures.is_empty() && difference.tables.is_empty() {
        text.push_str(lang.pick("  Er is niets veranderd.\n", "  Nothing has changed.\n"));
    }
    for table in &difference.tables {
        let said = match (table.change(), lang) {
            (v1::TableChange::Added, Lang::Nl) => "deze tabel is nieuw",
            (v1::TableChange::Added, Lang::En) => "this table is new",
            (v1::TableChange::Gone, Lang::Nl) => "deze tabel is vervallen",
            (v1::TableChange::Gone, Lang::En) => "this table is gone",
            // Its rows speak for themselves below.
            _ => continue,
        };
        text.push_str(&format!("  {}: {said}.\n", table.title));
    }
    let whole = WholeRows::of(difference);
    let (mut last, mut same) = ("", 0_usize);
    for row in difference.figures.chunk_by(|one, next| row_of(one) == row_of(next)) {
        let told: Vec<String> = match row.first().and_then(|figure| whole.change(row_of(figure)?)) {
            Some(change) => vec![whole_row(row, change, lang)],
            None => {
                // What reads the same and only comes from other entries is counted, not listed.
                let (alike, others): (Vec<_>, Vec<_>) = row
                    .iter()
                    .partition(|figure| text_of(figure.before.as_ref()) == text_of(figure.after.as_ref()));
                same += alike.len();
                others
                    .into_iter()
                    .map(|figure| lang.pick(&figure.sentence, &figure.sentence_en).to_owned())
                    .collect()
            }
        };
        let title = row.first().map_or("", |figure| figure.table_title.as_str());
        if !told.is_empty() && title != last {
            text.push_str(&format!("  {title}\n"));
            last = title;
        }
        told.iter().for_each(|sentence| text.push_str(&format!("    {sentence}\n")));
    }
    match (same, lang) {
        (0, _) => {}
        (_, Lang::Nl) => text.push_str(&format!("  Gelijk gebleven, maar uit andere boekingen: {same}.\n")),
        (_, Lang::En) => text.push_str(&format!("  The same, but from other entries: {same}.\n")),
    }
    text
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
    let name = figures.first().map_or("", |figure| figure.row_name.as_str());
    let cell = |figure: &v1::FigureDifference| {
        let cell = if added { figure.after.as_ref() } else { figure.before.as_ref() };
        format!("{}: {}", figure.column_name, text_of(cell).unwrap_or_default().replace('\n', ", "))
    };
    let cells: Vec<String> = figures.iter().map(cell).collect();
    let sources = |figure: &v1::FigureDifference| {
        if added { figure.added_sources.clone() } else { figure.dropped_sources.clone() }
    };
    let entries: BTreeSet<u64> = figures.iter().flat_map(sources).collect();
    let numbers: Vec<String> = entries.iter().map(u64::to_string).collect();
    let head = if added { lang.pick("Nieuw", "New") } else { lang.pick("Vervallen", "Gone") };
    let word = match entries.len() {
        1 => lang.pick("boeking", "entry"),
        _ => lang.pick("boekingen", "entries"),
    };
    format!("{head}: {name}. {} ({word} {}).", cells.join("; "), numbers.join(", "))
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

/// An answer of the server as JSON, in the names of the interface.
///
/// # Errors
/// When the program does not know the message, which is a mistake in it.
pub(crate) fn json<M: Message>(name: &str, message: &M) -> Result<String, Trouble> {
    Ok(format!("{:#}\n", value(name, message)?))
}

/// The same as a value.
///
/// # Errors
/// As [`json`].
pub(crate) fn value<M: Message>(name: &str, message: &M) -> Result<serde_json::Value, Trouble> {
    let failed = |error: &dyn std::fmt::Display| Trouble::failed(format!("{name}: {error}"));
    let pool = openboek_wire::descriptors().map_err(|error| failed(&error))?;
    let descriptor =
        pool.get_message_by_name(&format!("openboek.v1.{name}")).ok_or_else(|| failed(&"no such message"))?;
    let message = DynamicMessage::decode(descriptor, message.encode_to_vec().as_slice())
        .map_err(|error| failed(&error))?;
    let options = SerializeOptions::new().use_proto_field_name(true).stringify_64_bit_integers(false);
    message.serialize_with_options(serde_json::value::Serializer, &options).map_err(|error| failed(&error))
}
