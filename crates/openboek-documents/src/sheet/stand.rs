//! The moment a page shows, and how its reader checks it: the "stand van" line.

use openboek_views::model::Paragraph;

use super::datum::{Datum, Fields};
use crate::form;
use crate::lang::Lang;
use crate::words::{by_key, filled};

/// Where a paragraph comes from. All but `published_size` and `receipt` follows from the first `size` entries of the log alone, and these
/// two are not in the JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Origin of the log.
    pub origin: String,
    /// Number of entries the paragraph was computed from.
    pub size: u64,
    /// Root of the tree of that size (SHA-256, base64), when it was computed.
    pub root: Option<String>,
    /// Size of the newest signed checkpoint. It grows after the page was made.
    pub published_size: u64,
    /// Time of recording of the last entry, in milliseconds since 1970 (UTC).
    pub last_recorded_at_ms: i64,
    /// Event hash of the last entry, `b3:` and 64 hex digits.
    pub last_event_hash: Option<String>,
    /// The newest receipt of this paragraph; `None` when it was never published, or where that is not told.
    pub receipt: Option<ReceiptNote>,
}

impl Provenance {
    /// That of a paragraph of which only the figures count.
    pub(crate) fn unproved(paragraph: &Paragraph) -> Self {
        let head = &paragraph.head;
        Self {
            origin: head.origin.clone(),
            size: head.moment.size,
            root: None,
            published_size: 0,
            last_recorded_at_ms: 0,
            last_event_hash: None,
            receipt: None,
        }
    }
}

/// When a paragraph was published, and whether what is shown is still that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptNote {
    /// Position of the receipt.
    pub position: u64,
    /// When it was recorded, in milliseconds since 1970 (UTC).
    pub recorded_at_ms: i64,
    /// BLAKE3-256 of the published figures (JSON), `b3:` and 64 hex digits.
    pub digest: String,
    /// Whether the figures that are shown are those that were published.
    pub is_same: bool,
}

/// Hex digits of a hash that are enough to compare by eye.
const SHORT_HASH: usize = 8;

/// The beginning of a hash: `b3:1a2b3c4d…`.
#[must_use]
pub(crate) fn short_hash(hash: &str) -> String {
    let digits = hash.strip_prefix("b3:").unwrap_or(hash);
    format!("b3:{}…", digits.get(..SHORT_HASH).unwrap_or(digits))
}

/// The stand in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// One line: "Stand van 23 november 2020, 10.15 uur: 21 boekingen."
    pub line: String,
    /// Whether it can be proved yet, in a sentence.
    pub published: String,
    /// Facts as name and value.
    pub facts: Vec<(String, String)>,
    /// Position of the last entry; `None` in an empty log.
    pub last_entry: Option<u64>,
    /// When it was published last, and whether that is what is shown, in sentences; empty when it never was.
    pub receipt: Vec<String>,
    /// Position of the receipt.
    pub receipt_entry: Option<u64>,
    /// How to check, in sentences.
    pub how: Vec<String>,
    /// For programs.
    pub fields: Fields,
}

impl Stand {
    /// Puts a provenance into words.
    #[must_use]
    pub fn of(provenance: &Provenance, lang: Lang) -> Self {
        let moment = form::instant(provenance.last_recorded_at_ms, lang);
        let size = form::count(provenance.size, lang);
        let line_key = if provenance.size == 1 { "stand-line-one" } else { "stand-line" };
        let published_key = if provenance.size <= provenance.published_size {
            "stand-published"
        } else {
            "stand-not-published"
        };
        let mut facts = vec![
            (by_key("stand-origin", lang).into_owned(), provenance.origin.clone()),
            (by_key("stand-size", lang).into_owned(), size.clone()),
            (by_key("stand-recorded", lang).into_owned(), moment.clone()),
        ];
        let named = |key, value: &Option<String>| {
            value.as_ref().map(|value| (by_key(key, lang).into_owned(), value.clone()))
        };
        facts.extend(named("stand-hash", &provenance.last_event_hash));
        facts.extend(named("stand-root", &provenance.root));
        Self {
            line: filled(line_key, lang, &[&moment, &size]),
            published: by_key(published_key, lang).into_owned(),
            facts,
            last_entry: provenance.size.checked_sub(1),
            receipt: provenance.receipt.iter().flat_map(|note| receipt(note, lang)).collect(),
            receipt_entry: provenance.receipt.as_ref().map(|note| note.position),
            how: ["stand-how-1", "stand-how-2", "stand-how-3"]
                .map(|key| by_key(key, lang).into_owned())
                .to_vec(),
            fields: fields(provenance),
        }
    }
}

fn receipt(note: &ReceiptNote, lang: Lang) -> [String; 2] {
    let moment = form::instant(note.recorded_at_ms, lang);
    let compared = if note.is_same { "stand-receipt-same" } else { "stand-receipt-differs" };
    [
        filled("stand-receipt", lang, &[&moment, &note.position.to_string(), &short_hash(&note.digest)]),
        by_key(compared, lang).into_owned(),
    ]
}

fn fields(provenance: &Provenance) -> Fields {
    let or_null = |value: &Option<String>| value.clone().map_or(Datum::Null, Datum::Text);
    Fields::default()
        .with("origin", provenance.origin.as_str())
        .with("size", provenance.size)
        .with("root", or_null(&provenance.root))
        .with("last_recorded_ms", provenance.last_recorded_at_ms)
        .with("last_event_hash", or_null(&provenance.last_event_hash))
}
