//! The directory of a store: its files, its lock, and the syncs that sled leaves out.
//!
//! ```text
//! <path>/lock          held while the store is open: one process
//! <path>/journal-1, -2 what is recorded and not in the database yet (see `journal`)
//! <path>/synced        the number of the newest record of the journal that was synced (see [`Mark`])
//! <path>/sync-failed   there after a sync failed, until the store is opened anew
//! <path>/sled/         sled's own: db (the data), conf, snap.* (to open faster), blobs/ (stays empty)
//! <path>/sled.new/     where its conf is made: sled refuses one that a crash left without its bytes
//! <path>/snapshots/    our snapshots, a file each
//! ```
//!
//! sled writes its data file and calls `sync_file_range`, which neither writes the file's length nor empties the
//! disk's own cache: after a power cut the file may be short or old. So after each of its flushes we call `fdatasync`
//! on a descriptor of our own. Its other files it writes without syncing their directory; all of that happens at
//! opening, so there we sync everything once. What sled finds when it opens, it describes in a file that it syncs: so the data are synced
//! before, or a power cut could leave a description of data that are not there, which sled refuses.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fs2::FileExt as _;
use openboek_store::StoreError;

use crate::codec::damaged;
use crate::gate::SyncGate;

/// The parts of a store's directory.
#[derive(Clone)]
pub(crate) struct Layout {
    root: PathBuf,
}

/// Held while a store is open.
pub(crate) struct Lock(#[expect(dead_code, reason = "an open file is what holds the lock")] File);

/// sled's files, as far as we sync them.
pub(crate) struct DataFiles {
    data: File,
    blobs: PathBuf,
    blobs_synced: Mutex<BTreeSet<OsString>>,
    gate: SyncGate,
}

pub(crate) fn io_error(what: &str, path: &Path, error: &io::Error) -> StoreError {
    StoreError::Io(format!("{what} {}: {error}", path.display()))
}

impl Layout {
    /// Makes the directories that are not there yet.
    pub(crate) fn create(root: &Path) -> Result<Self, StoreError> {
        let layout = Self { root: root.to_owned() };
        let snapshots = layout.snapshots();
        fs::create_dir_all(&snapshots).map_err(|e| io_error("cannot make", &snapshots, &e))?;
        Ok(layout)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The two files of the journal.
    pub(crate) fn journals(&self) -> [PathBuf; 2] {
        [self.root.join("journal-1"), self.root.join("journal-2")]
    }

    pub(crate) fn sled(&self) -> PathBuf {
        self.root.join("sled")
    }

    /// Where sled's folder is made.
    pub(crate) fn unfinished(&self) -> PathBuf {
        self.root.join("sled.new")
    }

    /// Whether sled's folder is to be made; what a crash left of it is removed. Only under the lock.
    pub(crate) fn lacks_database(&self) -> Result<bool, StoreError> {
        let unfinished = self.unfinished();
        match fs::remove_dir_all(&unfinished) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(io_error("cannot remove", &unfinished, &e)),
            _ => Ok(!self.sled().exists()),
        }
    }

    /// Gives the folder that sled made its name once its conf is durable. The rest of it sled makes again when it is opened there.
    pub(crate) fn finish_database(&self, gate: &SyncGate) -> Result<(), StoreError> {
        let unfinished = self.unfinished();
        let finish = || {
            for entry in fs::read_dir(&unfinished)? {
                let entry = entry?;
                if entry.file_type()?.is_file() && entry.file_name() != "conf" {
                    fs::remove_file(entry.path())?;
                }
            }
            sync_folder(&unfinished)?;
            fs::rename(&unfinished, self.sled())?;
            File::open(&self.root)?.sync_all()
        };
        gate.pass(finish).map_err(|e| io_error("cannot finish", &unfinished, &e))
    }

    /// Syncs the data that are there before sled looks at them.
    pub(crate) fn sync_data(&self, gate: &SyncGate) -> Result<(), StoreError> {
        let path = self.sled().join("db");
        match File::open(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            file => file
                .and_then(|file| gate.pass(|| file.sync_data()))
                .map_err(|e| io_error("cannot sync", &path, &e)),
        }
    }

    fn blobs(&self) -> PathBuf {
        self.sled().join("blobs")
    }

    pub(crate) fn snapshots(&self) -> PathBuf {
        self.root.join("snapshots")
    }

    /// Takes the lock that keeps a second process out.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] when another opening holds it.
    pub(crate) fn lock(&self) -> Result<Lock, StoreError> {
        let path = self.root.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|e| io_error("cannot open", &path, &e))?;
        match file.try_lock_exclusive() {
            Ok(()) => Ok(Lock(file)),
            Err(e) if e.kind() == fs2::lock_contended_error().kind() => {
                let message = format!("another process has {} open; stop it first", self.root.display());
                Err(StoreError::Busy(message))
            }
            Err(e) => Err(io_error("cannot lock", &path, &e)),
        }
    }

    /// Removes what a crash while opening leaves behind: sled would take its half-written `snap.*.generating` for a
    /// finished one and refuse to open. Only under the lock.
    pub(crate) fn clean(&self) -> Result<(), StoreError> {
        let dir = self.sled();
        for name in names(&dir).map_err(|e| io_error("cannot list", &dir, &e))? {
            if name.to_string_lossy().ends_with(".generating") {
                let path = dir.join(name);
                fs::remove_file(&path).map_err(|e| io_error("cannot remove", &path, &e))?;
            }
        }
        Ok(())
    }

    /// Remembers that a sync failed, for the next opening. Where even that fails, the next opening goes without.
    pub(crate) fn note_failed_sync(&self) {
        if let Err(error) = File::create(self.failure()).and_then(|file| file.sync_all()) {
            tracing::error!(%error, "cannot note that a sync failed");
        }
    }

    fn failure(&self) -> PathBuf {
        self.root.join("sync-failed")
    }

    /// After a failed sync the system may hold pages in memory that it takes for written and the disk does not have: another
    /// sync would succeed and write nothing. So the files are written over with their own bytes first, which makes every
    /// page count as changed. A crash in between does no harm. Only under the lock, and before sled opens its own.
    pub(crate) fn write_again_after_failure(&self) -> Result<(), StoreError> {
        let note = self.failure();
        if !note.exists() {
            return Ok(());
        }
        let [first, second] = self.journals();
        let written = [self.sled().join("db"), first, second].iter().try_for_each(|path| write_again(path));
        let noted = written.and_then(|()| {
            fs::remove_file(&note)?;
            File::open(&self.root)?.sync_all()
        });
        noted.map_err(|e| io_error("cannot write again after a failed sync", &self.root, &e))
    }

    /// Our own descriptor of sled's data file, once sled has made it. Syncs every file and directory: what recovery found
    /// is about to be shown to readers, so it must not be lost again.
    pub(crate) fn data_files(&self, gate: SyncGate) -> Result<DataFiles, StoreError> {
        let path = self.sled().join("db");
        let data = File::open(&path).map_err(|e| io_error("cannot open", &path, &e))?;
        let files = DataFiles { data, blobs: self.blobs(), blobs_synced: Mutex::default(), gate };
        files.gate.pass(|| self.sync_tree()).map_err(|e| io_error("cannot sync", &self.root, &e))?;
        files.sync().map_err(|e| io_error("cannot sync", &path, &e))?;
        Ok(files)
    }

    fn sync_tree(&self) -> io::Result<()> {
        for dir in [self.blobs(), self.sled(), self.snapshots(), self.root.clone()] {
            sync_folder(&dir)?;
        }
        self.sync_names()
    }

    /// The name of the root itself stands in its parent, the parent's in the next: an opening, or the one before it that was killed, may have
    /// made all of them.
    fn sync_names(&self) -> io::Result<()> {
        let root = fs::canonicalize(&self.root)?;
        let device = fs::metadata(&root)?.dev();
        for folder in root.ancestors().skip(1) {
            match File::open(folder) {
                // Of another file system, or not ours to look into: nothing in it is of our making.
                Ok(open) if open.metadata()?.dev() != device => break,
                Ok(open) => open.sync_all()?,
                Err(e) if e.kind() == io::ErrorKind::PermissionDenied => break,
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }
}

impl DataFiles {
    /// Makes all that sled has written survive a loss of power. Blobs first: the data refers to them.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.gate.pass(|| {
            self.sync_new_blobs()?;
            self.data.sync_data()
        })
    }

    /// Values are kept too small for sled to make blobs of them (see `long`); this is the second line of defence.
    fn sync_new_blobs(&self) -> io::Result<()> {
        let found = names(&self.blobs)?;
        let mut synced = self.blobs_synced.lock().unwrap_or_else(PoisonError::into_inner);
        if found == *synced {
            return Ok(());
        }
        for name in found.difference(&synced) {
            match File::open(self.blobs.join(name)) {
                Ok(file) => file.sync_all()?,
                // sled removes a blob when its page is written anew.
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => return Err(e),
            }
        }
        File::open(&self.blobs)?.sync_all()?;
        *synced = found;
        Ok(())
    }
}

/// The number of the newest record of the journal that was synced, in a file of its own.
///
/// sled takes a damaged end of its file for a write that was never finished, and quietly opens an older state; the journal ends where a
/// record is damaged. Journal and database together must come to this number, so a smaller one shows the loss. The file is written
/// after each sync of the journal and not synced itself: after a power cut it may name an earlier record, never a later one. It is made whole
/// in its place, so that it never gets a length without the bytes, which would be taken for damage.
pub(crate) struct Mark {
    file: File,
    path: PathBuf,
}

impl Mark {
    /// Opens the mark and reads its number, 0 when there is none yet.
    pub(crate) fn open(layout: &Layout) -> Result<(Self, u64), StoreError> {
        let path = layout.root.join("synced");
        if fs::metadata(&path).map_or(0, |there| there.len()) == 0 {
            make_mark(&path).map_err(|e| io_error("cannot make", &path, &e))?;
        }
        let file = File::options().read(true).write(true).open(&path);
        let mut mark = Self { file: file.map_err(|e| io_error("cannot open", &path, &e))?, path };
        let mut bytes = Vec::new();
        let read = mark.file.read_to_end(&mut bytes);
        read.map_err(|e| io_error("cannot read", &mark.path, &e))?;
        let number = match bytes.first_chunk() {
            Some(number) if bytes == mark_bytes(u64::from_be_bytes(*number)) => u64::from_be_bytes(*number),
            _ => return Err(damaged(format_args!("{} is not what was written", mark.path.display()))),
        };
        Ok((mark, number))
    }

    /// Writes the number of a record that was synced.
    pub(crate) fn set(&self, number: u64) -> io::Result<()> {
        self.file.write_all_at(&mark_bytes(number), 0)
    }
}

/// The mark of a store in which nothing is recorded yet. Its name is made durable with the journal's, before anything is.
fn make_mark(path: &Path) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(&mark_bytes(0))?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

/// The number and the beginning of its digest, together far smaller than what a disk writes at once.
fn mark_bytes(number: u64) -> [u8; 16] {
    let number = number.to_be_bytes();
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&number);
    bytes[8..].copy_from_slice(&blake3::hash(&number).as_bytes()[..8]);
    bytes
}

/// Syncs the files in a folder and their names.
fn sync_folder(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            File::open(entry.path())?.sync_all()?;
        }
    }
    File::open(dir)?.sync_all()
}

/// Writes a file's own bytes over it and syncs it.
fn write_again(path: &Path) -> io::Result<()> {
    let file = match File::options().read(true).write(true).open(path) {
        // Nothing there that could seem written.
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file?,
    };
    let mut bytes = vec![0; 1024 * 1024];
    let mut place = 0;
    loop {
        let len = file.read_at(&mut bytes, place)?;
        if len == 0 {
            return file.sync_all();
        }
        file.write_all_at(&bytes[..len], place)?;
        place = place.saturating_add(u64::try_from(len).unwrap_or(u64::MAX));
    }
}

fn names(dir: &Path) -> io::Result<BTreeSet<OsString>> {
    fs::read_dir(dir)?.map(|entry| Ok(entry?.file_name())).collect()
}
