//! What is read: the document and its attachments.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use crate::fault::Fault;
use crate::letters::Letters;

/// Name and version of the shape of the document, of `openboek-documents`.
const PRINT_FORMAT: &str = "openboek/print/v1";
/// The name under which the document is attached to itself, so that what is printed can be compared with what was to be printed.
const OWN_NAME: &str = "afdruk.json";
const MAX_ATTACHMENTS: usize = 16;

/// The input: `document` as `openboek-documents` gives it, and `attachments`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input<'a> {
    #[serde(borrow)]
    document: &'a serde_json::value::RawValue,
    attachments: Vec<Encoded>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Encoded {
    name: String,
    media_type: String,
    description: String,
    relationship: Relationship,
    base64: String,
}

/// What an attachment is to the document (PDF/A-3, table of AFRelationship).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Relationship {
    /// The figures that the document shows.
    Data,
    /// What the document was made from.
    Source,
    /// Something beside it, such as its proof.
    Supplement,
}

impl Relationship {
    /// As the template names it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Source => "source",
            Self::Supplement => "supplement",
        }
    }
}

/// A file to attach.
pub(crate) struct Attachment {
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) description: String,
    pub(crate) relationship: Relationship,
    pub(crate) bytes: Vec<u8>,
}

/// The input, checked.
pub(crate) struct Job {
    /// The document in JSON, every character of it in a font.
    pub(crate) document: Vec<u8>,
    /// The same for ever for this document.
    pub(crate) identifier: String,
    /// Files to attach, the document itself among them.
    pub(crate) attachments: Vec<Attachment>,
}

impl Job {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let input: Input<'_> =
            serde_json::from_slice(bytes).map_err(|error| Fault::Input(error.to_string()))?;
        let own = input.document.get();
        let mut document: Value =
            serde_json::from_str(own).map_err(|error| Fault::Input(format!("document: {error}")))?;
        let text = |name: &str| {
            let found = document.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
            found.map(str::to_owned).ok_or_else(|| Fault::Input(format!("document: no {name}")))
        };
        if text("format")? != PRINT_FORMAT {
            return Err(Fault::Input(format!("document: the format is not {PRINT_FORMAT}")));
        }
        let identifier = text("identifier")?;
        let mut attachments = vec![Attachment {
            name: OWN_NAME.to_owned(),
            media_type: "application/json".to_owned(),
            description: text("title")?,
            relationship: Relationship::Source,
            bytes: own.as_bytes().to_vec(),
        }];
        for encoded in input.attachments {
            attachments.push(encoded.decoded()?);
        }
        let names: BTreeSet<&str> = attachments.iter().map(|one| one.name.as_str()).collect();
        if names.len() < attachments.len() {
            return Err(Fault::Input("attachments: a name twice".to_owned()));
        }
        if attachments.len() > MAX_ATTACHMENTS {
            return Err(Fault::Input(format!("attachments: more than {MAX_ATTACHMENTS}")));
        }
        Letters::default().replace_unknown(&mut document);
        let document = serde_json::to_vec(&document).map_err(|error| Fault::Input(error.to_string()))?;
        Ok(Self { document, identifier, attachments })
    }
}

impl Encoded {
    fn decoded(self) -> Result<Attachment, Fault> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if self.name.is_empty() || self.name.starts_with('.') || !self.name.chars().all(plain) {
            return Err(Fault::Input(format!("attachments: the name {:?}", self.name)));
        }
        let bytes = STANDARD.decode(&self.base64);
        let bytes = bytes.map_err(|error| Fault::Input(format!("attachments: {}: {error}", self.name)))?;
        Ok(Attachment {
            name: self.name,
            media_type: self.media_type,
            description: self.description,
            relationship: self.relationship,
            bytes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(document: &str, attachments: &str) -> Result<Job, Fault> {
        Job::read(format!(r#"{{"document":{document},"attachments":{attachments}}}"#).as_bytes())
    }

    const DOCUMENT: &str = r#"{"format":"openboek/print/v1","title":"T","identifier":"i"}"#;

    #[test]
    fn what_is_no_document_is_told_apart() {
        let file = |name: &str, content: &str| {
            format!(
                r#"{{"name":"{name}","media_type":"text/plain","description":"d","relationship":"data","base64":"{content}"}}"#
            )
        };
        let one = |name: &str, content: &str| format!("[{}]", file(name, content));
        let twice = format!("[{},{}]", file("a", ""), file("a", ""));
        let table = [
            (DOCUMENT, "[]".to_owned(), None),
            (DOCUMENT, one("bewijs.zip", "aGE="), None),
            (
                r#"{"format":"openboek/print/v2","title":"T","identifier":"i"}"#,
                "[]".to_owned(),
                Some("the format is not"),
            ),
            (r#"{"format":"openboek/print/v1","title":"T"}"#, "[]".to_owned(), Some("no identifier")),
            ("[]", "[]".to_owned(), Some("no format")),
            (DOCUMENT, one("../x", ""), Some("the name")),
            (DOCUMENT, one("a", "?"), Some("attachments: a:")),
            (DOCUMENT, one("afdruk.json", ""), Some("a name twice")),
            (DOCUMENT, twice, Some("a name twice")),
            (DOCUMENT, "7".to_owned(), Some("invalid type")),
        ];
        for (document, attachments, fault) in table {
            match (read(document, &attachments), fault) {
                (Ok(_), None) => {}
                (Err(found), Some(words)) => assert!(found.to_string().contains(words), "{found}"),
                (found, _) => panic!("{document} {attachments}: {:?}", found.err()),
            }
        }
    }

    #[test]
    fn the_document_is_attached_as_it_was_given() {
        let job = read(r#"{"format":"openboek/print/v1","title":"😀","identifier":"i"}"#, "[]").unwrap();
        assert!(String::from_utf8_lossy(&job.attachments[0].bytes).contains('😀'));
        assert!(String::from_utf8_lossy(&job.document).contains("[U+1F600]"));
    }
}
