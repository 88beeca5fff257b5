//! The journal: groups of appends that were recorded, until they are in the database for good.
//!
//! Two files take turns. A record is written behind the one before it and synced before anybody is answered; when a file is long enough
//! and everything in the other one is in the database, the other one is written from its beginning again.
//! The files are made at full length, so that a sync has no length to write. Records count from 1 without gaps, over both files: what
//! stands behind the newest record is an older record or half of one, which its number or its digest tells.
//!
//! A record: length of the body (4 bytes), number (8), BLAKE3-256 of number and body (32), the body.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use openboek_store::StoreError;

use crate::codec::{Reader, damaged};
use crate::files::{Layout, io_error};
use crate::gate::SyncGate;

/// How long a file is at first, and how much is written into it before the other one's turn comes.
const FILE_BYTES: u64 = 8 * 1024 * 1024;

const HEADER_BYTES: usize = 4 + 8 + 32;

/// The journal, open for writing.
pub(crate) struct Journal {
    files: [Turn; 2],
    /// Whose turn it is.
    current: usize,
    /// The number of the newest record.
    newest: u64,
    gate: SyncGate,
}

struct Turn {
    file: File,
    /// Where the next record goes.
    end: u64,
    /// The number of the newest record in it.
    newest: u64,
}

/// A record that was found.
pub(crate) struct Found {
    pub(crate) number: u64,
    pub(crate) body: Vec<u8>,
}

impl Journal {
    /// Opens the journal, making it if need be, to go on after record `newest`: everything up to it is in the database for good.
    pub(crate) fn open(layout: &Layout, newest: u64, gate: SyncGate) -> Result<Self, StoreError> {
        let open = |path: &Path| {
            let file = make(path).map_err(|e| io_error("cannot make", path, &e))?;
            Ok::<_, StoreError>(Turn { file, end: 0, newest })
        };
        let [first, second] = layout.journals();
        let files = [open(&first)?, open(&second)?];
        let journal = Self { files, current: 0, newest, gate };
        let root = layout.root();
        journal.gate.pass(|| File::open(root)?.sync_all()).map_err(|e| io_error("cannot sync", root, &e))?;
        Ok(journal)
    }

    /// The records after `applied`, oldest first.
    pub(crate) fn read(layout: &Layout, applied: u64) -> Result<Vec<Found>, StoreError> {
        let mut found = Vec::new();
        for path in layout.journals() {
            match File::open(&path) {
                Ok(file) => {
                    read_file(&file, applied, &mut found).map_err(|e| io_error("cannot read", &path, &e))?
                }
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => return Err(io_error("cannot open", &path, &e)),
            }
        }
        found.sort_unstable_by_key(|record| record.number);
        let follow = found.iter().zip(applied + 1..).all(|(record, expected)| record.number == expected);
        if follow { Ok(found) } else { Err(damaged("the journal does not go on where the database ends")) }
    }

    /// Writes a record and syncs it: afterwards it survives a loss of power. `applied` is the newest record that is in the database
    /// for good. Returns the record's number.
    ///
    /// # Errors
    /// When it is not known whether the record survives.
    pub(crate) fn append(&mut self, body: &[u8], applied: u64) -> io::Result<u64> {
        self.take_turns(applied)?;
        let number = self.newest + 1;
        let length = u32::try_from(body.len()).map_err(|_| io::Error::other("a record of 4 GiB"))?;
        let mut record = Vec::with_capacity(HEADER_BYTES + body.len());
        record.extend_from_slice(&length.to_be_bytes());
        record.extend_from_slice(&number.to_be_bytes());
        record.extend_from_slice(&digest(number, body));
        record.extend_from_slice(body);
        let turn = &mut self.files[self.current];
        turn.file.write_all_at(&record, turn.end)?;
        self.gate.pass(|| turn.file.sync_data())?;
        turn.end += u64::try_from(record.len()).unwrap_or(u64::MAX);
        turn.newest = number;
        self.newest = number;
        Ok(number)
    }

    fn take_turns(&mut self, applied: u64) -> io::Result<()> {
        let other = 1 - self.current;
        if self.files[self.current].end < FILE_BYTES || self.files[other].newest > applied {
            return Ok(());
        }
        let turn = &mut self.files[other];
        if turn.end > 2 * FILE_BYTES {
            // One very large append made it so; the room is given back.
            turn.file.set_len(FILE_BYTES)?;
        }
        turn.end = 0;
        self.current = other;
        Ok(())
    }
}

fn digest(number: u64, body: &[u8]) -> [u8; 32] {
    let mut digest = blake3::Hasher::new();
    digest.update(&number.to_be_bytes());
    digest.update(body);
    *digest.finalize().as_bytes()
}

/// Opens a file of the journal, at full length: a crash in between leaves a shorter one, which is made longer the next time.
fn make(path: &Path) -> io::Result<File> {
    let file = File::options().create(true).truncate(false).read(true).write(true).open(path)?;
    let length = file.metadata()?.len();
    if length < FILE_BYTES {
        let zeros = vec![0; 1024 * 1024];
        let mut place = length;
        while place < FILE_BYTES {
            let step = zeros.len().min(usize::try_from(FILE_BYTES - place).unwrap_or(usize::MAX));
            file.write_all_at(&zeros[..step], place)?;
            place += u64::try_from(step).unwrap_or(u64::MAX);
        }
        // A file that was there already was synced with all others when the database was opened.
        file.sync_all()?;
    }
    Ok(file)
}

/// Adds the records after `applied` from the beginning of a file to the first that is none, or does not follow the one before it.
///
/// Those up to `applied` are passed by unread, or every opening would read two whole files: the database holds them, so they were
/// synced here before, and nothing but a record behind them can be torn.
fn read_file(file: &File, applied: u64, found: &mut Vec<Found>) -> io::Result<()> {
    let length = file.metadata()?.len();
    let mut before = None;
    let mut place = 0;
    loop {
        let mut header = [0; HEADER_BYTES];
        let header_end = place + u64::try_from(HEADER_BYTES).unwrap_or(u64::MAX);
        if header_end > length {
            return Ok(());
        }
        file.read_exact_at(&mut header, place)?;
        let mut reader = Reader(&header);
        let (Some(size), Some(number), Some(expected)) = (reader.u32(), reader.u64(), reader.array::<32>())
        else {
            return Ok(());
        };
        let follows = before.is_none_or(|before: u64| before.checked_add(1) == Some(number));
        if !follows || number == 0 || u64::from(size) > length - header_end {
            return Ok(());
        }
        if number > applied {
            let mut body = vec![0; usize::try_from(size).unwrap_or(usize::MAX)];
            file.read_exact_at(&mut body, header_end)?;
            if digest(number, &body) != expected {
                return Ok(());
            }
            found.push(Found { number, body });
        }
        place = header_end + u64::from(size);
        before = Some(number);
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn layout() -> (TempDir, Layout) {
        let dir = TempDir::new().unwrap();
        let layout = Layout::create(&dir.path().join("store")).unwrap();
        (dir, layout)
    }

    fn journal(layout: &Layout, newest: u64) -> Journal {
        Journal::open(layout, newest, SyncGate::default()).unwrap()
    }

    fn numbers(layout: &Layout, applied: u64) -> Vec<u64> {
        Journal::read(layout, applied).unwrap().iter().map(|found| found.number).collect()
    }

    #[test]
    fn what_was_written_is_found_again_in_order() {
        let (_dir, layout) = layout();
        assert!(numbers(&layout, 0).is_empty(), "no files yet");
        let mut journal = journal(&layout, 0);
        for n in 1..=3_u64 {
            assert_eq!(journal.append(&n.to_be_bytes(), 0).unwrap(), n);
        }
        assert_eq!(numbers(&layout, 0), [1, 2, 3]);
        assert_eq!(numbers(&layout, 2), [3]);
        assert_eq!(Journal::read(&layout, 1).unwrap()[0].body, 2_u64.to_be_bytes());
    }

    /// A file is written anew only when nothing in it is needed any more; until then the other one grows.
    #[test]
    fn files_take_turns_when_the_database_keeps_up() {
        let (_dir, layout) = layout();
        let mut journal = journal(&layout, 0);
        let body = vec![7; 3 * 1024 * 1024];
        let mut currents = Vec::new();
        for (number, applied) in [(1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1), (7, 1), (8, 3), (9, 4)] {
            assert_eq!(journal.append(&body, applied).unwrap(), number);
            currents.push(journal.current);
            assert!(
                numbers(&layout, applied).into_iter().eq(applied + 1..=number),
                "all there is still needed"
            );
        }
        // The second file never held anything at 4; at 7 the first still holds what is needed.
        assert_eq!(currents, [0, 0, 0, 1, 1, 1, 1, 0, 0]);
        let lengths: Vec<u64> = layout.journals().iter().map(|p| p.metadata().unwrap().len()).collect();
        assert!(lengths.iter().all(|length| *length < 3 * FILE_BYTES));
    }

    /// What a crash or a broken disk leaves at the end is no record, and nothing behind it is one.
    #[test]
    fn a_record_that_is_not_whole_ends_the_journal() {
        let (_dir, layout) = layout();
        let mut open = journal(&layout, 0);
        for n in 1..=3_u64 {
            open.append(&[n.to_le_bytes()[0]; 100], 0).unwrap();
        }
        let path = &layout.journals()[0];
        let whole = std::fs::read(path).unwrap();
        for place in 0..3 * (HEADER_BYTES + 100) {
            let mut changed = whole.clone();
            changed[place] ^= 1;
            std::fs::write(path, changed).unwrap();
            let found = numbers(&layout, 0);
            let expected = u64::try_from(place / (HEADER_BYTES + 100)).unwrap();
            assert!(found.iter().copied().eq(1..=expected), "byte {place}: {found:?}");
        }
        std::fs::write(path, &whole[..HEADER_BYTES + 150]).unwrap();
        assert_eq!(numbers(&layout, 0), [1]);
    }

    /// After a restart of a file, records of its former life stand behind the newest one.
    #[test]
    fn records_of_a_former_turn_are_not_taken_for_new_ones() {
        let (_dir, layout) = layout();
        let mut open = journal(&layout, 0);
        for _ in 1..=5 {
            open.append(&[1; 100], 0).unwrap();
        }
        let mut open = journal(&layout, 5);
        open.append(&[2; 100], 5).unwrap();
        assert_eq!(numbers(&layout, 5), [6]);
        assert_eq!(numbers(&layout, 6), [0_u64; 0]);
        // The database lost its end: the journal cannot make up for it.
        assert!(matches!(Journal::read(&layout, 3), Err(StoreError::Damaged(_))));
    }

    /// The bytes of format 4, for ever.
    #[test]
    fn the_form_of_a_record_never_changes() {
        let (_dir, layout) = layout();
        journal(&layout, 41).append(b"body", 41).unwrap();
        let written = std::fs::read(&layout.journals()[0]).unwrap();
        let digest = blake3::hash(b"\0\0\0\0\0\0\0\x2abody");
        let expected = [b"\0\0\0\x04\0\0\0\0\0\0\0\x2a", &digest.as_bytes()[..], b"body"].concat();
        assert_eq!(written[..expected.len()], expected);
    }
}
