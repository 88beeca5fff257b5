//! A bundle as a zip file: the same bytes for the same bundle.

use std::collections::BTreeMap;

use openboek_engine::{BundleRequest, ProveError};
use openboek_proof::bundle::to_zip;
use openboek_proof::entry::Receipt;
use openboek_rules::Stream;

use crate::context::Shared;
use crate::errors::Problem;
use crate::published::json_again;

/// Which bundle.
pub(crate) struct Wanted<'a> {
    arrangement: &'a str,
    holder: Stream,
    /// Size of the checkpoint; `None` for the newest.
    size: Option<u64>,
    /// A checkpoint note that the asker kept.
    previous: Option<Vec<u8>>,
    /// Whether the published documents are in it.
    documents: bool,
}

impl<'a> Wanted<'a> {
    /// A holder's bundle at the checkpoint of a published size, without documents: what a document that is published carries to prove itself.
    pub(crate) fn at(arrangement: &'a str, holder: Stream, size: u64) -> Self {
        Self { arrangement, holder, size: Some(size), previous: None, documents: false }
    }

    /// The newest one, with everything that was published, and the proof that joins a checkpoint the asker kept.
    pub(crate) fn whole(arrangement: &'a str, holder: Stream, previous: Option<Vec<u8>>) -> Self {
        Self { arrangement, holder, size: None, previous, documents: true }
    }
}

/// A bundle.
pub(crate) struct Bundle {
    /// The zip file.
    pub(crate) zip: Vec<u8>,
    /// Size of the checkpoint it was made for.
    pub(crate) size: u64,
}

/// Makes a bundle.
pub(crate) fn make(shared: &Shared, wanted: &Wanted<'_>) -> Result<Bundle, Problem> {
    // One size for the receipts and for the entries, whatever is published meanwhile: a document without its receipt proves nothing.
    let size = match wanted.size {
        Some(size) => size,
        None => shared.engine.checkpoint(wanted.arrangement)?.1,
    };
    let documents = if wanted.documents { documents(shared, wanted, size)? } else { BTreeMap::new() };
    let schema = openboek_wire::FILE_DESCRIPTOR_SET.to_vec();
    let request = BundleRequest {
        size: Some(size),
        documents,
        previous: wanted.previous.clone(),
        ..BundleRequest::newest(wanted.holder, schema)
    };
    let files = shared.engine.bundle(wanted.arrangement, &request)?;
    let zip = to_zip(&files).map_err(|error| Problem::from(ProveError::Bundle(error)))?;
    Ok(Bundle { zip, size })
}

/// The JSON of the newest receipt of each document, computed again. What cannot be had again is left out: the receipt stays.
fn documents(shared: &Shared, wanted: &Wanted<'_>, size: u64) -> Result<BTreeMap<String, Vec<u8>>, Problem> {
    let receipts = shared.engine.receipts(wanted.arrangement, wanted.holder, size)?;
    let mut documents = BTreeMap::new();
    for recorded in receipts {
        if let Some(json) = json_again(shared, wanted.arrangement, &recorded.receipt)? {
            documents.insert(file_name(&recorded.receipt, "json"), json);
        }
    }
    Ok(documents)
}

/// `paragraph-GM0505-2021.json`
pub(crate) fn file_name(receipt: &Receipt, ending: &str) -> String {
    format!("{}.{ending}", receipt.document.to_string().replace('/', "-"))
}
