//! Differences between paragraphs on a terminal, and answers of the server as JSON.

use openboek_audit::Lang;
use openboek_wire::v1;
use prost::Message;
use prost_reflect::{DynamicMessage, SerializeOptions};

use crate::file;
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
    let (mut last, mut same) = ("", 0_usize);
    for figure in &difference.figures {
        // What reads the same and only comes from other entries is counted, not listed.
        let words = |cell: &Option<v1::Cell>| cell.as_ref().map(|cell| cell.text.clone());
        if words(&figure.before) == words(&figure.after) {
            same += 1;
            continue;
        }
        if figure.table_title != last {
            text.push_str(&format!("  {}\n", figure.table_title));
            last = &figure.table_title;
        }
        text.push_str(&format!("    {}\n", lang.pick(&figure.sentence, &figure.sentence_en)));
    }
    match (same, lang) {
        (0, _) => {}
        (_, Lang::Nl) => text.push_str(&format!("  Gelijk gebleven, maar uit andere boekingen: {same}.\n")),
        (_, Lang::En) => text.push_str(&format!("  The same, but from other entries: {same}.\n")),
    }
    text
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
    let failed = |error: &dyn std::fmt::Display| Trouble::failed(format!("{name}: {error}"));
    let pool = file::pool().map_err(|error| failed(&error))?;
    let descriptor =
        pool.get_message_by_name(&format!("openboek.v1.{name}")).ok_or_else(|| failed(&"no such message"))?;
    let message = DynamicMessage::decode(descriptor, message.encode_to_vec().as_slice())
        .map_err(|error| failed(&error))?;
    let options = SerializeOptions::new().use_proto_field_name(true).stringify_64_bit_integers(false);
    let value = message
        .serialize_with_options(serde_json::value::Serializer, &options)
        .map_err(|error| failed(&error))?;
    Ok(format!("{value:#}\n"))
}
