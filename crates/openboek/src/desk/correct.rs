//! The form of a correction is filled in from the entry that it corrects: who corrects one amount does not write the rest again.

use axum::response::Response;
use openboek_documents::desk::said;
use openboek_rules::Statement;
use openboek_rules::statement::Body;
use prost::Message as _;
use prost_reflect::DynamicMessage;

use super::fill::filled;
use super::pages::Place;
use super::read::{self, Wrong};
use super::values::{Values, is_below};
use super::{Desk, documents_lang};

/// The field with the position of the entry.
pub(super) const ENTRY: &str = "entry_corrected.entry";
/// What it should have said.
const CORRECTED: &str = "entry_corrected.corrected";

/// Why a form was not filled in: key of a sentence.
type NotFilled = &'static str;

impl Place<'_> {
    /// The form with what the entry says that was asked for. Everything else in it stays; what stood in place of the statement does not.
    pub(super) async fn fetched(&self, values: &Values) -> Response {
        let position = values.one(ENTRY);
        let filled = match position.parse() {
            Ok(position) => match self.desk.entry(&self.arrangement.arrangement, position).await {
                Ok(Some(statement)) => corrected(self.desk, position, statement),
                Ok(None) => Err("no-entry"),
                Err(not_done) => return self.not_done(not_done, values),
            },
            Err(_) => Err("bad-number"),
        };
        match filled {
            Ok(Filled { entry, pairs, concerns }) => {
                let kept = values.pairs().filter(|(name, _)| name != ENTRY && !is_below(CORRECTED, name));
                let mut values = Values::of(kept.chain([(ENTRY.to_owned(), entry.to_string())]).chain(pairs));
                if values.all("concerns").is_empty() {
                    concerns.iter().for_each(|code| values.add("concerns", code));
                }
                self.form(&values, &[], CORRECTED)
            }
            Err(key) => {
                let text = said(key, documents_lang(self.desk.lang), &[position]);
                self.form(values, &[Wrong { path: ENTRY.to_owned(), text }], "")
            }
        }
    }
}

/// What is filled in.
struct Filled {
    /// Position of the statement as it was first recorded.
    entry: u64,
    /// Its fields, as those of the statement that corrects it.
    pairs: Vec<(String, String)>,
    /// Whom it concerns.
    concerns: Vec<String>,
}

fn corrected(desk: &Desk, position: u64, statement: Statement) -> Result<Filled, NotFilled> {
    // A correction of a correction names the statement as it was first recorded.
    let (entry, statement) = match statement.body {
        Body::EntryCorrected(correction) => (correction.entry, *correction.corrected),
        body => (position, Statement { body, ..statement }),
    };
    let form = desk.form(statement.body.kind()).ok_or("not-in-form")?;
    let statement = openboek_wire::from_statement(&statement);
    let of_statement = form.message.parent_pool().get_message_by_name("openboek.v1.Statement");
    let message = of_statement
        .and_then(|of| DynamicMessage::decode(of, statement.encode_to_vec().as_slice()).ok())
        .ok_or("not-in-form")?;
    let body = message.get_field_by_name(form.kind.field).ok_or("not-in-form")?;
    let body = body.as_message().ok_or("not-in-form")?;
    // A form that leaves something out, such as what is longer than its lists, would correct more than was meant.
    let alone = Values::of(filled(body, form.kind.field, desk.lang));
    let mut tidy = alone.tidied(&form.message, form.kind.field);
    statement.concerns.iter().for_each(|code| tidy.add("concerns", code));
    match read::statement(form, &tidy, desk.lang) {
        Ok(read) if read == statement => {}
        _ => return Err("not-in-form"),
    }
    let pairs = filled(&message, CORRECTED, desk.lang);
    Ok(Filled { entry, pairs, concerns: statement.concerns })
}
