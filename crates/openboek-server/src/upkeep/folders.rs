//! Folders of static logs, and new data folders.

use std::path::{Path, PathBuf};

use openboek_engine::LogFolder;
use openboek_store::StoreError;
use openboek_store_sled::{SledOptions, SledStore};

use super::{io, refused};
use crate::config::Refused;

/// The static logs in a folder: the folder itself, or those right below it, by name.
pub(super) fn static_logs(folder: &Path) -> Result<Vec<LogFolder>, Refused> {
    let is_log = |path: &Path| path.join("checkpoint").is_file();
    if is_log(folder) {
        return Ok(vec![LogFolder::new(folder)]);
    }
    let mut found: Vec<PathBuf> = Vec::new();
    for item in std::fs::read_dir(folder).map_err(|e| io(folder, &e))? {
        let path = item.map_err(|e| io(folder, &e))?.path();
        if is_log(&path) {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        let shown = folder.display();
        return Err(refused(
            "no-static-log",
            format!("In {shown} staat geen statisch log: geen map met een bestand checkpoint."),
            format!("There is no static log in {shown}: no folder with a file checkpoint."),
        ));
    }
    Ok(found.iter().map(|path| LogFolder::new(path)).collect())
}

/// Refuses a folder that holds no data: opening a store there would make one.
pub(super) fn check_data(data: &Path) -> Result<(), Refused> {
    if data.join("store").is_dir() {
        return Ok(());
    }
    let shown = data.display();
    Err(refused(
        "no-data",
        format!("In {shown} staan geen gegevens van Openboek: er is geen map store."),
        format!("There are no data of Openboek in {shown}: no folder store."),
    ))
}

/// Opens the store of a data folder that is there.
pub(super) fn open_data(data: &Path) -> Result<SledStore, Refused> {
    check_data(data)?;
    SledStore::open(&data.join("store"), &SledOptions::default()).map_err(|error| match error {
        StoreError::Busy(why) => in_use(data, &why),
        error => store_failed(error),
    })
}

/// A server runs over the data.
pub(super) fn in_use(data: &Path, why: &str) -> Refused {
    let shown = data.display();
    refused(
        "in-use",
        format!(
            "{shown} is in gebruik ({why}). Stop eerst de server, of vraag het de server zelf (--server)."
        ),
        format!("{shown} is in use ({why}). Stop the server first, or ask the server itself (--server)."),
    )
}

/// A store that did not do what was asked.
pub(super) fn store_failed(error: StoreError) -> Refused {
    refused("store-failed", format!("De opslag weigerde: {error}."), format!("the store failed: {error}"))
}

/// A new folder that gets its name when everything in it is there. It is made beside that name; one that is not finished goes away.
pub(super) struct NewFolder {
    beside: tempfile::TempDir,
    place: PathBuf,
}

impl NewFolder {
    /// Refuses a place where something is already.
    pub(super) fn beside(place: &Path) -> Result<Self, Refused> {
        let taken = match std::fs::read_dir(place) {
            Ok(mut items) => items.next().is_some(),
            Err(error) => error.kind() != std::io::ErrorKind::NotFound,
        };
        if taken {
            let shown = place.display();
            return Err(refused(
                "never-overwritten",
                format!("{shown} is niet leeg. Er wordt nooit iets overschreven: noem een nieuwe map."),
                format!("{shown} is not empty. Nothing is ever written over: name a new folder."),
            ));
        }
        let parent = parent(place);
        std::fs::create_dir_all(parent).map_err(|e| io(parent, &e))?;
        let beside = tempfile::Builder::new().prefix(".openboek-restore-").tempdir_in(parent);
        Ok(Self { beside: beside.map_err(|e| io(parent, &e))?, place: place.to_owned() })
    }

    pub(super) fn path(&self) -> &Path {
        self.beside.path()
    }

    /// Gives it its name, durable on return.
    pub(super) fn finish(self) -> Result<(), Refused> {
        let beside = self.beside.keep();
        let named = std::fs::rename(&beside, &self.place);
        if let Err(error) = named {
            let _ = std::fs::remove_dir_all(&beside);
            return Err(io(&self.place, &error));
        }
        sync_name(&beside)
    }
}

/// The folder that a name stands in.
pub(super) fn parent(place: &Path) -> &Path {
    place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a name durable: it stands in the folder above.
pub(super) fn sync_name(place: &Path) -> Result<(), Refused> {
    let parent = parent(place);
    std::fs::File::open(parent).and_then(|open| open.sync_all()).map_err(|e| io(parent, &e))
}
