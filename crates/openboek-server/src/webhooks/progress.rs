//! How far a receiver is, and what it did not take: files that an operator can read and, while the server is stopped, change.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use openboek_store::LogName;
use serde::Serialize;

/// What the file of a position ends with.
const POSITION: &str = ".position";
/// The same of dead letters.
const DEAD: &str = ".dead";
/// What the name of a file begins with that is not finished yet.
const UNFINISHED: &str = ".position-";

/// The files of one receiver and ledger.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    folder: PathBuf,
    arrangement: LogName,
}

/// An event that was given up.
#[derive(Debug, Serialize)]
pub(super) struct DeadLetter<'a> {
    pub(super) position: u64,
    pub(super) id: &'a str,
    pub(super) attempts: u32,
    /// When it was given up, as RFC 3339 has it.
    pub(super) at: String,
    pub(super) error: &'a str,
}

impl Progress {
    /// Makes the folder of a receiver when it is not there, and reads every position in it. Tells whether it was made.
    pub(super) fn open(root: &Path, receiver: &str) -> Result<bool, String> {
        let folder = root.join(receiver);
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", folder.display());
        let is_new = !folder.is_dir();
        if is_new {
            make(root, &folder).map_err(|error| told(&error))?;
        }
        for file in std::fs::read_dir(&folder).map_err(|error| told(&error))? {
            let file = file.map_err(|error| told(&error))?;
            let name = file.file_name();
            if name.to_str().is_some_and(|name| name.starts_with(UNFINISHED)) {
                // A server was killed before it gave this its name. One that stays takes room and does no harm.
                let _ = std::fs::remove_file(file.path());
            }
            let arrangement =
                name.to_str().and_then(|name| name.strip_suffix(POSITION)).and_then(LogName::new);
            if let Some(arrangement) = arrangement {
                Self::of(root, receiver, &arrangement).position().map_err(|error| told(&error))?;
            }
        }
        Ok(is_new)
    }

    pub(super) fn of(root: &Path, receiver: &str, arrangement: &LogName) -> Self {
        Self { folder: root.join(receiver), arrangement: arrangement.clone() }
    }

    fn file(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}{ending}", self.arrangement))
    }

    /// The position of the next entry to look at; `None` when none was kept yet.
    pub(super) fn position(&self) -> io::Result<Option<u64>> {
        let text = match std::fs::read_to_string(self.file(POSITION)) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let bad = || {
            io::Error::new(
                ErrorKind::InvalidData,
                format!("{}: it holds no position", self.file(POSITION).display()),
            )
        };
        text.trim().parse().map(Some).map_err(|_| bad())
    }

    /// Keeps a position, durable on return.
    pub(super) fn keep(&self, position: u64) -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.folder)?;
        writeln!(file, "{position}")?;
        file.as_file().sync_all()?;
        file.persist(self.file(POSITION)).map_err(|error| error.error)?;
        sync(&self.folder)
    }

    /// Adds to the list of what was given up, durable on return: before the position goes on.
    pub(super) fn bury(&self, letter: &DeadLetter<'_>) -> io::Result<()> {
        let mut line = serde_json::to_vec(letter)?;
        line.push(b'\n');
        let mut file = OpenOptions::new().create(true).append(true).open(self.file(DEAD))?;
        file.write_all(&line)?;
        file.sync_all()?;
        sync(&self.folder)
    }
}

/// Makes the folder of a receiver; its name is durable on return, and that of the folder above it: a receiver that seemed to be new again would
/// miss what was published before.
fn make(root: &Path, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    sync(root)?;
    let root = root.canonicalize()?;
    sync(root.parent().unwrap_or(&root))
}

/// Makes the names in a folder durable.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_kept_and_a_damaged_one_is_told() {
        let root = tempfile::tempdir().unwrap();
        let name = LogName::new("delta").unwrap();
        assert!(Progress::open(root.path(), "zaken").unwrap(), "it is new");
        std::fs::write(root.path().join("zaken/.position-x1y2"), "1").unwrap();
        assert!(!Progress::open(root.path(), "zaken").unwrap());
        let progress = Progress::of(root.path(), "zaken", &name);
        assert_eq!(progress.position().unwrap(), None);
        for position in [0, 12, 3] {
            progress.keep(position).unwrap();
            assert_eq!(progress.position().unwrap(), Some(position));
        }
        let files: Vec<_> = std::fs::read_dir(root.path().join("zaken"))
            .unwrap()
            .map(|file| file.unwrap().file_name())
            .collect();
        assert_eq!(files, ["delta.position"], "nothing is left beside it");
        std::fs::write(root.path().join("zaken/delta.position"), "twaalf\n").unwrap();
        assert!(progress.position().is_err());
        assert!(
            Progress::open(root.path(), "zaken")
                .unwrap_err()
                .contains("delta.position: it holds no position")
        );
    }

    #[test]
    fn dead_letters_are_lines() {
        let root = tempfile::tempdir().unwrap();
        Progress::open(root.path(), "zaken").unwrap();
        let progress = Progress::of(root.path(), "zaken", &LogName::new("delta").unwrap());
        for position in [3, 7] {
            let letter = DeadLetter {
                position,
                id: "b3:00",
                attempts: 2,
                at: "2020-11-23T09:15:00Z".into(),
                error: "500\n\"x\"",
            };
            progress.bury(&letter).unwrap();
        }
        let text = std::fs::read_to_string(root.path().join("zaken/delta.dead")).unwrap();
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!((&lines[1]["position"], &lines[1]["error"]), (&7.into(), &"500\n\"x\"".into()));
    }
}
