//! What is checked: a zip file, a folder with a bundle, or a folder with a static log. Every file of a bundle is read once, so that
//! what is computed afterwards comes from the very bytes that were verified.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use openboek_proof::bundle::{BundleSource, DirectorySource, SourceError, SourceFault, ZipSource};

/// The newest head, in a bundle and in a static log.
pub(crate) const CHECKPOINT: &str = "checkpoint";

/// Which of the two forms it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A bundle (log format, section 6).
    Bundle,
    /// The read paths of a log as files (section 3).
    StaticLog,
}

/// A source that remembers what it read of a bundle; a static log may be larger than memory.
pub(crate) struct Source {
    inner: Box<dyn BundleSource>,
    form: Form,
    read: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Source {
    /// Opens what is at a path. A folder that has a folder `tile` is a static log.
    ///
    /// # Errors
    /// When there is nothing, or a zip that cannot be read.
    pub(crate) fn open(path: &Path) -> Result<Self, SourceError> {
        let unreadable = |error: std::io::Error| {
            let fault = if error.kind() == std::io::ErrorKind::NotFound {
                SourceFault::Missing
            } else {
                SourceFault::Unreadable(error.to_string())
            };
            SourceError::new(&path.display().to_string(), fault)
        };
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        let (inner, form): (Box<dyn BundleSource>, Form) = if metadata.is_dir() {
            let form = if path.join("tile").is_dir() { Form::StaticLog } else { Form::Bundle };
            (Box::new(DirectorySource::new(path)), form)
        } else {
            let file = File::open(path).map_err(unreadable)?;
            (Box::new(ZipSource::new(BufReader::new(file))?), Form::Bundle)
        };
        Ok(Self { inner, form, read: RefCell::default() })
    }

    /// Which form it has.
    pub(crate) const fn form(&self) -> Form {
        self.form
    }
}

impl BundleSource for Source {
    fn paths(&self) -> Result<Vec<String>, SourceError> {
        self.inner.paths()
    }

    fn read(&self, path: &str, limit: usize) -> Result<Vec<u8>, SourceError> {
        if let Some(bytes) = self.read.borrow().get(path) {
            return Ok(bytes.clone());
        }
        let bytes = self.inner.read(path, limit)?;
        if self.form == Form::StaticLog && path != CHECKPOINT {
            return Ok(bytes);
        }
        self.read.borrow_mut().insert(path.to_owned(), bytes.clone());
        Ok(bytes)
    }
}
