//! A bundle, or a static log, in a directory.

use super::{BundleSource, SourceError, SourceFault, is_plain_path};
use std::fs;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

/// The most files a listing may have; a bundle whose `b3sums` keeps to its own limit has far fewer.
const MAX_FILES: usize = 100_000;

/// How deep folders may lie in one another: a bundle needs one.
const MAX_DEPTH: usize = 8;

/// The files under a directory. Links are refused, wherever they point.
#[derive(Debug, Clone)]
pub struct DirectorySource {
    root: PathBuf,
}

impl DirectorySource {
    /// Reads from this directory. A link to the directory itself is followed: the caller named it.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Adds the files of one folder, `path` below the root, to `found`; gives its folders.
    fn list(&self, path: &str, found: &mut Vec<String>) -> Result<Vec<String>, SourceError> {
        let refuse = |error: std::io::Error| unreadable(path, &error);
        let mut folders = Vec::new();
        for item in fs::read_dir(self.root.join(path)).map_err(refuse)? {
            let item = item.map_err(refuse)?;
            let Ok(name) = item.file_name().into_string() else {
                return Err(SourceError::new(path, SourceFault::BadPath));
            };
            let below = if path.is_empty() { name } else { format!("{path}/{name}") };
            let kind = item.file_type().map_err(refuse)?;
            if kind.is_dir() {
                folders.push(below);
            } else if kind.is_file() {
                found.push(below);
            } else {
                return Err(SourceError::new(&below, SourceFault::Link));
            }
        }
        Ok(folders)
    }

    /// Refuses a path of which any part is a link.
    fn refuse_links(&self, path: &str) -> Result<PathBuf, SourceError> {
        let mut place = self.root.clone();
        for part in Path::new(path) {
            place.push(part);
            let kind = fs::symlink_metadata(&place).map_err(|error| unreadable(path, &error))?;
            if !kind.is_dir() && !kind.is_file() {
                return Err(SourceError::new(path, SourceFault::Link));
            }
        }
        Ok(place)
    }
}

impl BundleSource for DirectorySource {
    fn paths(&self) -> Result<Vec<String>, SourceError> {
        let mut found = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            folders.extend(self.list(&folder, &mut found)?);
            let deep = folders.iter().any(|folder| folder.matches('/').count() >= MAX_DEPTH);
            if deep || found.len() > MAX_FILES || folders.len() > MAX_FILES {
                return Err(SourceError::new(&folder, SourceFault::TooLarge));
            }
        }
        if let Some(path) = found.iter().find(|path| !is_plain_path(path)) {
            return Err(SourceError::new(path, SourceFault::BadPath));
        }
        found.sort();
        Ok(found)
    }

    fn read(&self, path: &str, limit: usize) -> Result<Vec<u8>, SourceError> {
        if !is_plain_path(path) {
            return Err(SourceError::new(path, SourceFault::BadPath));
        }
        let place = self.refuse_links(path)?;
        let file = fs::File::open(place).map_err(|error| unreadable(path, &error))?;
        read_at_most(file, path, limit)
    }
}

/// Reads a file that may have at most `limit` bytes.
pub(super) fn read_at_most(
    file: impl std::io::Read,
    path: &str,
    limit: usize,
) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    let one_more = u64::try_from(limit).map_or(u64::MAX, |limit| limit.saturating_add(1));
    let read = file.take(one_more).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(path, &error))?;
    if bytes.len() > limit {
        return Err(SourceError::new(path, SourceFault::TooLarge));
    }
    Ok(bytes)
}

/// What an error of the operating system, or of decompression, means.
fn unreadable(path: &str, error: &std::io::Error) -> SourceError {
    let fault = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => SourceFault::Missing,
        ErrorKind::InvalidData | ErrorKind::InvalidInput => SourceFault::Damaged(error.to_string()),
        _ => SourceFault::Unreadable(error.to_string()),
    };
    SourceError::new(path, fault)
}
