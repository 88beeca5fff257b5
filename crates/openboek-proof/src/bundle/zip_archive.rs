//! A bundle in a zip: no folder around the files, each path once, stored or deflated, no links.

use super::directory::read_at_most;
use super::{BundleSource, SourceError, SourceFault, is_plain_path};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use zip::{CompressionMethod, ZipArchive};

/// The most files an archive may list.
const MAX_FILES: usize = 100_000;

/// Deflate makes nothing more than 1,032 times as small; what claims to be smaller is a bomb.
const MAX_RATIO: u64 = 1032;

/// The files of a zip.
pub struct ZipSource<R> {
    archive: RefCell<ZipArchive<R>>,
    /// Where each file stands in the archive.
    places: BTreeMap<String, usize>,
}

impl<R: Read + Seek> ZipSource<R> {
    /// Opens a zip and checks its list of files: plain paths, each once, stored or deflated, no links, no encryption, sizes
    /// that the archive can hold.
    ///
    /// # Errors
    ///
    /// [`SourceError`] with the first path that breaks a rule.
    pub fn new(reader: R) -> Result<Self, SourceError> {
        let archive = ZipArchive::new(reader).map_err(|error| damaged("", &error))?;
        let start = archive.central_directory_start();
        let mut reader = archive.into_inner();
        let length = reader.seek(SeekFrom::End(0)).map_err(|error| damaged("", &error))?;
        let listed = count_headers(&mut reader, start).map_err(|error| damaged("", &error))?;
        let mut archive = ZipArchive::new(reader).map_err(|error| damaged("", &error))?;
        // The library keeps one of several files with the same path; counting shows it.
        if listed != archive.len() {
            return Err(SourceError::new("", SourceFault::Twice));
        }
        if listed > MAX_FILES {
            return Err(SourceError::new("", SourceFault::TooLarge));
        }
        let places = list_files(&mut archive, length)?;
        Ok(Self { archive: RefCell::new(archive), places })
    }
}

impl<R: Read + Seek> BundleSource for ZipSource<R> {
    fn paths(&self) -> Result<Vec<String>, SourceError> {
        Ok(self.places.keys().cloned().collect())
    }

    fn read(&self, path: &str, limit: usize) -> Result<Vec<u8>, SourceError> {
        let missing = || SourceError::new(path, SourceFault::Missing);
        let place = *self.places.get(path).ok_or_else(missing)?;
        let mut archive = self.archive.borrow_mut();
        let file = archive.by_index(place).map_err(|error| damaged(path, &error))?;
        let bytes = read_at_most(file, path, limit)?;
        Ok(bytes)
    }
}

/// The paths of all files and their places; folders are passed over.
fn list_files<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    length: u64,
) -> Result<BTreeMap<String, usize>, SourceError> {
    let mut places = BTreeMap::new();
    let mut packed = 0_u64;
    for place in 0..archive.len() {
        let file = archive.by_index_raw(place).map_err(|error| damaged("", &error))?;
        let path = plain_path(&file)?;
        let refuse = |fault| Err(SourceError::new(&path, fault));
        let method = file.compression();
        if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
            return refuse(SourceFault::Damaged(format!("compression {method}")));
        }
        if file.encrypted() {
            return refuse(SourceFault::Damaged("encrypted".to_owned()));
        }
        packed = packed.saturating_add(file.compressed_size());
        let largest = file.compressed_size().saturating_mul(MAX_RATIO);
        // Files that overlap in the archive claim more bytes together than it has.
        if packed > length || file.size() > largest {
            return refuse(SourceFault::TooLarge);
        }
        if file.is_dir() {
            continue;
        }
        if places.insert(path.clone(), place).is_some() {
            return refuse(SourceFault::Twice);
        }
    }
    Ok(places)
}

/// The path of a file in the archive, without the slash at the end of a folder's.
fn plain_path<R: Read>(file: &zip::read::ZipFile<'_, R>) -> Result<String, SourceError> {
    let raw = String::from_utf8_lossy(file.name_raw());
    let name = file.name().map_err(|_| SourceError::new(&raw, SourceFault::BadPath))?;
    // The type bits of a Unix mode: absent, a file or a folder; a link is none of these.
    let kind = file.unix_mode().unwrap_or(0) & 0o170_000;
    if !matches!(kind, 0 | 0o100_000 | 0o040_000) {
        return Err(SourceError::new(&name, SourceFault::Link));
    }
    let path = name.strip_suffix('/').unwrap_or(&*name);
    // What the archive says in bytes and what the library decoded must be the same text.
    if is_plain_path(path) && file.name_raw() == name.as_bytes() {
        Ok(path.to_owned())
    } else {
        Err(SourceError::new(&name, SourceFault::BadPath))
    }
}

/// Counts the file headers of the central directory.
fn count_headers(reader: &mut (impl Read + Seek), start: u64) -> std::io::Result<usize> {
    const SIGNATURE: [u8; 4] = *b"PK\x01\x02";
    const FIXED: usize = 46;
    reader.seek(SeekFrom::Start(start))?;
    let mut count = 0;
    loop {
        let mut header = Vec::with_capacity(FIXED);
        reader.by_ref().take(FIXED as u64).read_to_end(&mut header)?;
        if header.len() < FIXED || !header.starts_with(&SIGNATURE) {
            return Ok(count);
        }
        count += 1;
        // The lengths of name, extra field and comment follow each other at byte 28.
        let lengths = header.get(28..34).unwrap_or_default();
        let rest: i64 = lengths
            .chunks_exact(2)
            .map(|pair| {
                i64::from(pair.first().copied().unwrap_or(0))
                    + 256 * i64::from(pair.last().copied().unwrap_or(0))
            })
            .sum();
        reader.seek(SeekFrom::Current(rest))?;
    }
}

/// A zip that cannot be read as one.
fn damaged(path: &str, error: &dyn std::error::Error) -> SourceError {
    SourceError::new(path, SourceFault::Damaged(error.to_string()))
}
