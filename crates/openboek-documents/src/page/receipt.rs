//! What a receipt says, fact by fact.

use std::borrow::Cow;

use super::Words;
use crate::clean::clean;
use crate::describe::Fact;
use crate::form;
use crate::lang::Lang;
use crate::words::filled;

/// What a receipt says: which document was published, in which forms, and what it was computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptContent {
    /// The document as the log names it: `paragraph/GM0505/2021`.
    pub document: String,
    /// Whose paragraph it is, by name and code; `None` for another kind of document.
    pub paragraph_of: Option<String>,
    /// The year it is about.
    pub year: u16,
    /// What computed it, with its version.
    pub projector: String,
    /// Number of entries it was computed from.
    pub basis_size: u64,
    /// Root of the tree of that size.
    pub basis_root: String,
    /// Its forms: media type, length in bytes, and digest (`b3:` and 64 hex digits).
    pub outputs: Vec<(String, u64, String)>,
    /// Position of the receipt that it takes the place of.
    pub supersedes: Option<u64>,
    /// Position of the newest receipt of this document, when that is another one.
    pub newest: Option<u64>,
}

impl ReceiptContent {
    /// What happened, in a few words.
    pub(super) fn kind(&self, lang: Lang) -> Cow<'static, str> {
        Words(lang).get(if self.paragraph_of.is_some() {
            "receipt-of-paragraph"
        } else {
            "receipt-of-document"
        })
    }

    /// All of it.
    pub(super) fn facts(&self, lang: Lang) -> Vec<Fact> {
        let w = Words(lang);
        let fact = |key: &str, values: Vec<String>| Fact { name: w.get(key).into_owned(), values };
        let entry = |position: u64| w.filled("ui-entry-title", &position.to_string());
        let document = self.paragraph_of.as_ref().map_or_else(
            || clean(&self.document),
            |holder| filled("head-title", lang, &[&self.year.to_string(), &clean(holder)]),
        );
        let output = |(media_type, length, digest): &(String, u64, String)| {
            filled("receipt-output-of", lang, &[media_type, &form::count(*length, lang), digest])
        };
        let size = form::count(self.basis_size, lang);
        let mut facts = vec![
            fact("receipt-document", vec![document]),
            fact("receipt-basis", vec![filled("receipt-basis-of", lang, &[&size, &self.basis_root])]),
            fact("receipt-projector", vec![self.projector.clone()]),
            fact("receipt-output", self.outputs.iter().map(output).collect()),
        ];
        facts.extend(self.supersedes.map(|position| fact("receipt-supersedes", vec![entry(position)])));
        facts.extend(self.newest.map(|position| fact("receipt-superseded", vec![entry(position)])));
        facts
    }
}
