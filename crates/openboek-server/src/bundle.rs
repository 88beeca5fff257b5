//! A bundle as a zip file: the same bytes for the same bundle.

use std::io::{Cursor, Write as _};

use openboek_engine::{BundleRequest, Engine};
use openboek_proof::checkpoint::CheckpointNote;
use openboek_rules::{Malformed, MalformedCode, Stream};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

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
    if let Some(note) = &previous {
        check_previous(note)?;
    }
    let request = BundleRequest { holder, previous, schema: openboek_wire::FILE_DESCRIPTOR_SET.to_vec() };
    let files = engine.bundle(arrangement, &request)?;
    let checkpoint = files.get("checkpoint").and_then(|note| CheckpointNote::parse(note).ok());
    let size = checkpoint.ok_or_else(|| Problem::new(Reason::Internal))?.checkpoint.size;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    // A fixed time: the bytes must not depend on when it was asked for.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (path, bytes) in &files {
        writer.start_file(path.as_str(), options).map_err(|e| failed(&e))?;
        writer.write_all(bytes).map_err(|e| failed(&e))?;
    }
    let zip = writer.finish().map_err(|e| failed(&e))?.into_inner();
    Ok(Bundle { zip, size })
}

fn check_previous(note: &[u8]) -> Result<(), Malformed> {
    let wrong = |_| Malformed::new(MalformedCode::OutOfRange, "").at("previous_checkpoint");
    CheckpointNote::parse(note).map(|_| ()).map_err(wrong)
}

fn failed(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "a bundle could not be written");
    Problem::new(Reason::Internal)
}
