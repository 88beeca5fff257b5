//! Files from disk: as they are, or unpacked when they are packed with gzip.

use std::io::Read as _;
use std::path::Path;

use openboek_audit::Lang;
use openboek_import::{Source, table::limits};

use crate::trouble::Trouble;

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Input {
    name: String,
    bytes: Vec<u8>,
}

impl Input {
    /// As importers take it.
    pub(crate) fn source(&self) -> Source<'_> {
        Source { name: &self.name, bytes: &self.bytes }
    }
}

/// Reads a file; one byte more than importers take is enough to be told that it is too large.
///
/// # Errors
/// When it cannot be read or unpacked.
pub(crate) fn read(path: &Path, lang: Lang) -> Result<Input, Trouble> {
    let failed = |error: std::io::Error| Trouble::file(path, &error, lang);
    let most = limits::FILE as u64 + 1;
    let mut bytes = Vec::new();
    std::fs::File::open(path).map_err(failed)?.take(most).read_to_end(&mut bytes).map_err(failed)?;
    let mut name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if bytes.starts_with(b"\x1f\x8b") {
        let mut unpacked = Vec::new();
        flate2::read::MultiGzDecoder::new(&*bytes).take(most).read_to_end(&mut unpacked).map_err(failed)?;
        bytes = unpacked;
        name.truncate(name.strip_suffix(".gz").unwrap_or(&name).len());
    }
    Ok(Input { name, bytes })
}

/// The one file of an importer that takes one.
///
/// # Errors
/// When there are more.
pub(crate) fn only(inputs: &[Input], lang: Lang) -> Result<&Input, Trouble> {
    match inputs {
        [input] => Ok(input),
        _ => Err(Trouble::wrong_use(lang.pick("Geef één bestand.", "Give one file."))),
    }
}
