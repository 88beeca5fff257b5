//! Bundles: everything a council needs to verify its own entries offline, as a directory or a zip (section 6).

mod directory;
mod layout;
mod readme;
mod writer;
mod zip_archive;

pub use directory::DirectorySource;
pub(crate) use layout::is_dotted;
pub use layout::{BundlePath, MAX_FILE, is_document_name};
pub use writer::{BundleContents, BundleEntry, BundleError, to_zip, write_bundle};
pub use zip_archive::ZipSource;

use std::collections::BTreeMap;

/// Where the files of a bundle, or of a static log, are read from.
pub trait BundleSource {
    /// The paths of all files, each once, with `/` between folders.
    ///
    /// # Errors
    ///
    /// [`SourceError`] when the list cannot be had or breaks a rule of section 6.
    fn paths(&self) -> Result<Vec<String>, SourceError>;

    /// The bytes of a file, at most `limit`.
    ///
    /// # Errors
    ///
    /// [`SourceError`] when the file is not there, too large, a link or unreadable.
    fn read(&self, path: &str, limit: usize) -> Result<Vec<u8>, SourceError>;
}

/// Why a file, or the list of files, cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {fault}")]
pub struct SourceError {
    /// The path, empty where the whole source is meant.
    pub path: String,
    /// What is wrong.
    pub fault: SourceFault,
}

/// What is wrong with a file or a source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceFault {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// The file has more bytes than it may have.
    #[error("the file is too large")]
    TooLarge,
    /// The file is a link or another special file.
    #[error("the file is a link")]
    Link,
    /// The path is absolute, climbs up, or is otherwise not plain.
    #[error("the path is not allowed")]
    BadPath,
    /// The path occurs twice.
    #[error("the path occurs twice")]
    Twice,
    /// The archive is no zip with stored or deflated files, or it is damaged.
    #[error("the archive is damaged: {0}")]
    Damaged(String),
    /// The operating system could not read it.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
}

impl SourceError {
    /// An error about one path.
    #[must_use]
    pub fn new(path: &str, fault: SourceFault) -> Self {
        let path = path.to_owned();
        Self { path, fault }
    }
}

/// A bundle in memory, as [`write_bundle`] makes it.
impl BundleSource for BTreeMap<String, Vec<u8>> {
    fn paths(&self) -> Result<Vec<String>, SourceError> {
        match self.keys().find(|path| !is_plain_path(path)) {
            Some(path) => Err(SourceError::new(path, SourceFault::BadPath)),
            None => Ok(self.keys().cloned().collect()),
        }
    }

    fn read(&self, path: &str, limit: usize) -> Result<Vec<u8>, SourceError> {
        match self.get(path) {
            None => Err(SourceError::new(path, SourceFault::Missing)),
            Some(bytes) if bytes.len() > limit => Err(SourceError::new(path, SourceFault::TooLarge)),
            Some(bytes) => Ok(bytes.clone()),
        }
    }
}

/// Whether a path is relative, goes down only, and means the same everywhere.
fn is_plain_path(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    !path.contains(['\\', '\0']) && path.split('/').all(plain)
}
