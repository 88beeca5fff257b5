//! A disk that holds what was synced, and of the rest whatever it likes.
//!
//! Modelled, as POSIX allows and as "All File Systems Are Not Created Equal" (OSDI 2014) found file systems to do:
//! - `fsync` and `fdatasync` of a file make its bytes and length durable, not its name; of a folder its names, not what is behind them;
//! - a change that was not synced since is on disk or not, each on its own: of two writes only the later, of a file its length without its
//!   bytes (zeros), a name without the bytes, the bytes without the name, a removal without the creation before it;
//! - a write is torn at borders of 512 or 4,096 bytes of the file: any of its blocks are there, others not; a block is whole;
//! - a rename is one step;
//! - `sync_file_range`, which sled calls, makes nothing durable; neither does the end of a process.
//!
//! Not modelled: bytes that were never written (garbage instead of zeros behind a length, a disk that changes what was synced), a disk that
//! lies about a sync, renames from one folder into another (the test stops at one), memory maps (nothing here writes through one).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsString;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::history::{Change, History, Node, ROOT, Sync, change_names, write_into};

/// What the disk kept of a change that was not synced.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Keep {
    Nothing,
    All,
    /// Of a write: the length it gave the file, not its bytes.
    Length,
    /// Of a write: these ranges of its bytes.
    Parts(Vec<Range<usize>>),
}

/// Says which syncs count: an experiment leaves some out.
pub(crate) type Counts<'a> = dyn Fn(&History, &Sync) -> bool + std::marker::Sync + 'a;

/// The disk at one moment of a history.
pub(crate) struct Disk<'a> {
    history: &'a History,
    /// The syncs that count, by their end.
    syncs: Vec<&'a Sync>,
    next_op: usize,
    next_sync: usize,
    /// Changes that began and are not covered by a sync, by their begin.
    pub(crate) pending: Vec<usize>,
    files: HashMap<Node, Vec<u8>>,
    folders: HashMap<Node, BTreeMap<OsString, Node>>,
    /// Names what is durable: the sum of its changes.
    durable: u64,
}

impl<'a> Disk<'a> {
    /// Before anything happened.
    pub(crate) fn new(history: &'a History, counts: &Counts<'_>) -> Self {
        let syncs = history.syncs.iter().filter(|sync| counts(history, sync)).collect();
        let (files, folders) = (HashMap::new(), HashMap::new());
        Self { history, syncs, next_op: 0, next_sync: 0, pending: Vec::new(), files, folders, durable: 0 }
    }

    /// Goes on to a moment: what began before is under way, what was synced by then is durable.
    pub(crate) fn advance(&mut self, moment: usize) {
        loop {
            let op = self.history.ops.get(self.next_op).map(|op| op.begin).filter(|begin| *begin < moment);
            let sync = self.syncs.get(self.next_sync).map(|sync| sync.end).filter(|end| *end < moment);
            match (op, sync) {
                (None, None) => return,
                (Some(begin), Some(end)) if begin < end => self.begin_op(),
                (Some(_), None) => self.begin_op(),
                (_, Some(_)) => self.end_sync(),
            }
        }
    }

    fn begin_op(&mut self) {
        self.pending.push(self.next_op);
        self.next_op += 1;
    }

    fn end_sync(&mut self) {
        let sync = self.syncs[self.next_sync];
        self.next_sync += 1;
        let history = self.history;
        let covered = |op: &usize| history.ops[*op].node == sync.node && history.ops[*op].end < sync.begin;
        let (covered, pending) = std::mem::take(&mut self.pending).into_iter().partition(covered);
        self.pending = pending;
        for number in covered {
            let op = &history.ops[number];
            match &op.change {
                Change::Names(changes) => change_names(self.folders.entry(op.node).or_default(), changes),
                Change::Write { at, bytes } => write_into(self.files.entry(op.node).or_default(), *at, bytes),
                Change::Length(length) => {
                    self.files.entry(op.node).or_default().resize(usize::try_from(*length).unwrap_or(0), 0);
                }
            }
            self.durable ^= name(number, &Keep::All);
        }
    }

    /// A number that two states share when they are the same changes.
    pub(crate) fn identity(&self, kept: &[Keep]) -> u64 {
        let kept = self.pending.iter().zip(kept).filter(|(_, keep)| **keep != Keep::Nothing);
        kept.fold(self.durable, |sum, (op, keep)| sum ^ name(*op, keep))
    }

    /// Makes the folder as the disk would show it after a loss of power now. `kept` says what it kept, in the order of `pending`.
    pub(crate) fn build(&self, kept: &[Keep], folder: &Path) -> io::Result<()> {
        let mut folders = self.folders.clone();
        let mut changes: HashMap<Node, Vec<(usize, &Keep)>> = HashMap::new();
        for (number, keep) in self.pending.iter().zip(kept).filter(|(_, keep)| **keep != Keep::Nothing) {
            let op = &self.history.ops[*number];
            match &op.change {
                Change::Names(names) => change_names(folders.entry(op.node).or_default(), names),
                _ => changes.entry(op.node).or_default().push((*number, keep)),
            }
        }
        let mut made = HashSet::new();
        self.build_folder(ROOT, folder, &folders, &changes, &mut made)
    }

    fn build_folder(
        &self,
        node: Node,
        place: &Path,
        folders: &HashMap<Node, BTreeMap<OsString, Node>>,
        changes: &HashMap<Node, Vec<(usize, &Keep)>>,
        made: &mut HashSet<Node>,
    ) -> io::Result<()> {
        std::fs::create_dir_all(place)?;
        for (name, node) in folders.get(&node).into_iter().flatten() {
            let place = place.join(name);
            if self.history.is_folder(*node) {
                // Of a folder that has two names for a moment one is enough.
                if made.insert(*node) {
                    self.build_folder(*node, &place, folders, changes, made)?;
                }
            } else {
                self.build_file(*node, &place, changes.get(node).map_or(&[], Vec::as_slice))?;
            }
        }
        Ok(())
    }

    fn build_file(&self, node: Node, place: &Path, changes: &[(usize, &Keep)]) -> io::Result<()> {
        let file = File::create(place)?;
        if let Some(bytes) = self.files.get(&node) {
            write_sparse(&file, 0, bytes)?;
        }
        for (number, keep) in changes {
            match (&self.history.ops[*number].change, keep) {
                (Change::Length(length), _) => file.set_len(*length)?,
                (Change::Write { at, bytes }, Keep::All) => write_sparse(&file, *at, bytes)?,
                (Change::Write { at, bytes }, Keep::Length) => lengthen(&file, *at + as_u64(bytes.len()))?,
                (Change::Write { at, bytes }, Keep::Parts(parts)) => {
                    for part in parts {
                        file.write_all_at(&bytes[part.clone()], *at + as_u64(part.start))?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Long runs of zeros behind the end of a file need no room.
fn write_sparse(file: &File, at: u64, bytes: &[u8]) -> io::Result<()> {
    const PIECE: usize = 64 * 1024;
    let length = file.metadata()?.len();
    for (number, piece) in bytes.chunks(PIECE).enumerate() {
        let place = at + as_u64(number * PIECE);
        if place < length || piece != &[0; PIECE][..piece.len()] {
            file.write_all_at(piece, place)?;
        }
    }
    lengthen(file, at + as_u64(bytes.len()))
}

fn lengthen(file: &File, length: u64) -> io::Result<()> {
    if file.metadata()?.len() < length { file.set_len(length) } else { Ok(()) }
}

fn as_u64(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

fn name(op: usize, keep: &Keep) -> u64 {
    let mut hasher = DefaultHasher::new();
    (op, keep).hash(&mut hasher);
    hasher.finish()
}
