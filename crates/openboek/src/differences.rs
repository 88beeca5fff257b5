//! Differences between paragraphs on a terminal, and answers of the server as JSON.

use openboek_audit::Lang;
use openboek_server::differences::told;
use openboek_wire::v1;
use prost::Message;
use prost_reflect::{DynamicMessage, SerializeOptions};

use crate::trouble::Trouble;

/// A paragraph with what is different in it: its name, then a sentence a figure under the name of each table.
pub(crate) fn lines(difference: &v1::ParagraphDifference, lang: Lang) -> String {
    let told = told(difference, documents_lang(lang));
    let mut text = format!("{}\n", told.heading);
    if told.is_nothing() && difference.tables.is_empty() {
        text.push_str(lang.pick("  Er is niets veranderd.\n", "  Nothing has changed.\n"));
    }
    told.frames.iter().for_each(|sentence| text.push_str(&format!("  {sentence}\n")));
    for (title, sentences) in &told.tables {
        text.push_str(&format!("  {title}\n"));
        sentences.iter().for_each(|sentence| text.push_str(&format!("    {sentence}\n")));
    }
    match (told.same, lang) {
        (0, _) => {}
        (same, Lang::Nl) => {
            text.push_str(&format!("  Gelijk gebleven, maar uit andere boekingen: {same}.\n"))
        }
        (same, Lang::En) => text.push_str(&format!("  The same, but from other entries: {same}.\n")),
    }
    text
}

/// The language in the terms of documents.
pub(crate) const fn documents_lang(lang: Lang) -> openboek_documents::Lang {
    match lang {
        Lang::Nl => openboek_documents::Lang::Nl,
        Lang::En => openboek_documents::Lang::En,
    }
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
