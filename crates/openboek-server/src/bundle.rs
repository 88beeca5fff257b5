//! A bundle as a zip file: the same bytes for the same bundle.

use openboek_engine::{BundleRequest, Engine};
use openboek_proof::bundle::to_zip;
use openboek_proof::checkpoint::CheckpointNote;
use openboek_rules::Stream;

use crate::errors::{Problem, Reason};

/// A bundle.
pub(crate) struct Bundle {
    /// The zip file.
    pub(crate) zip: Vec<u8>,
    /// Size of the checkpoint it was made for.
    pub(crate) size: u64,
}

/// Makes a holder's bundle at the newest checkpoint.
pub(crate) fn make(
    engine: &Engine,
    arrangement: &str,
    holder: Stream,
    previous: Option<Vec<u8>>,
) -> Result<Bundle, Problem> {
    let schema = openboek_wire::FILE_DESCRIPTOR_SET.to_vec();
    let request = BundleRequest { previous, ..BundleRequest::newest(holder, schema) };
    let files = engine.bundle(arrangement, &request)?;
    let checkpoint = files.get("checkpoint").and_then(|note| CheckpointNote::parse(note).ok());
    let size = checkpoint.ok_or_else(|| Problem::new(Reason::Internal))?.checkpoint.size;
    let zip = to_zip(&files).map_err(|error| Problem::from(openboek_engine::ProveError::Bundle(error)))?;
    Ok(Bundle { zip, size })
}
