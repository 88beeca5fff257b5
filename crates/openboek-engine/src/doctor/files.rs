//! A log in a store as an auditor would find it: the files of a static log, made from what the store holds.

use openboek_proof::bundle::{BundleSource, SourceError, SourceFault};
use openboek_proof::tree::TilePath;
use openboek_store::{LogName, Store, StoreError};

use crate::read::ReadError;
use crate::static_log::{payload_file, tile_file};

/// The published part of a log as files.
pub(super) struct StoreFiles<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) log: &'a LogName,
    /// The checkpoint note.
    pub(super) checkpoint: &'a [u8],
    /// `log.vkey` and `policy`, when the log's key is there.
    pub(super) keys: Option<(Vec<u8>, Vec<u8>)>,
}

impl StoreFiles<'_> {
    fn find(&self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        match path {
            "checkpoint" => return Ok(Some(self.checkpoint.to_vec())),
            "log.vkey" => return Ok(self.keys.as_ref().map(|(log_keys, _)| log_keys.clone())),
            "policy" => return Ok(self.keys.as_ref().map(|(_, policy)| policy.clone())),
            _ => {}
        }
        if let Some(index) = path.strip_prefix("payload/").and_then(|index| index.parse().ok()) {
            let stored = self.store.entry(self.log, index)?.and_then(|stored| stored.payload);
            return Ok(stored.as_ref().map(payload_file));
        }
        TilePath::parse(path).map_or(Ok(None), |path| tile_file(self.store, self.log, path))
    }
}

impl BundleSource for StoreFiles<'_> {
    fn paths(&self) -> Result<Vec<String>, SourceError> {
        // A static log has no list of its files.
        Ok(Vec::new())
    }

    fn read(&self, path: &str, limit: usize) -> Result<Vec<u8>, SourceError> {
        let fault = match self.find(path) {
            Ok(Some(bytes)) if bytes.len() <= limit => return Ok(bytes),
            Ok(Some(_)) => SourceFault::TooLarge,
            Ok(None) => SourceFault::Missing,
            Err(ReadError::Store(StoreError::Damaged(why))) => SourceFault::Damaged(why),
            Err(error) => SourceFault::Unreadable(error.to_string()),
        };
        Err(SourceError::new(path, fault))
    }
}
