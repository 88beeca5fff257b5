//! Writing files so that a crash leaves either the old head with all it covers, or the new one.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::StaticLogError;

/// Files that are written and not synced yet, at most: each is an open descriptor.
const OPEN_FILES_MAX: usize = 128;

/// Files that are written one by one and made durable together.
pub(super) struct Durable<'a> {
    root: &'a Path,
    open: Vec<(PathBuf, File)>,
    /// Folders whose lists of names changed.
    folders: BTreeSet<PathBuf>,
}

impl<'a> Durable<'a> {
    pub(super) fn new(root: &'a Path) -> Self {
        Self { root, open: Vec::new(), folders: BTreeSet::new() }
    }

    /// Writes a file that no checkpoint covers yet; one that a crash left is written over.
    pub(super) fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), StaticLogError> {
        let path = self.root.join(path);
        self.make_parents(&path)?;
        let write = || {
            let mut file = File::create(&path)?;
            file.write_all(bytes)?;
            Ok(file)
        };
        let file = write().map_err(|e| StaticLogError::io(&path, e))?;
        self.open.push((path, file));
        if self.open.len() >= OPEN_FILES_MAX { self.sync_files() } else { Ok(()) }
    }

    /// Makes everything durable that was written.
    pub(super) fn sync(&mut self) -> Result<(), StaticLogError> {
        self.sync_files()?;
        for folder in std::mem::take(&mut self.folders) {
            sync_folder(&folder)?;
        }
        Ok(())
    }

    /// Puts a file in the place of another at once, durable on return. Everything written before is durable first.
    pub(super) fn replace(&mut self, path: &str, bytes: &[u8]) -> Result<(), StaticLogError> {
        let beside = format!("{path}.new");
        self.write(&beside, bytes)?;
        self.sync()?;
        let (beside, path) = (self.root.join(beside), self.root.join(path));
        fs::rename(&beside, &path).map_err(|e| StaticLogError::io(&path, e))?;
        sync_folder(self.root)
    }

    fn sync_files(&mut self) -> Result<(), StaticLogError> {
        for (path, file) in self.open.drain(..) {
            file.sync_all().map_err(|e| StaticLogError::io(&path, e))?;
        }
        Ok(())
    }

    /// Makes the folders of a file, and remembers each whose list of names changes.
    fn make_parents(&mut self, path: &Path) -> Result<(), StaticLogError> {
        let Some(folder) = path.parent() else { return Ok(()) };
        if !self.folders.insert(folder.to_owned()) {
            return Ok(());
        }
        let missing = folder.ancestors().take_while(|folder| !folder.exists());
        let parents: Vec<PathBuf> = missing.filter_map(Path::parent).map(Path::to_owned).collect();
        fs::create_dir_all(folder).map_err(|e| StaticLogError::io(folder, e))?;
        self.folders.extend(parents.into_iter().filter(|parent| !parent.as_os_str().is_empty()));
        Ok(())
    }
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StaticLogError> {
    File::open(folder).and_then(|open| open.sync_all()).map_err(|e| StaticLogError::io(folder, e))
}
