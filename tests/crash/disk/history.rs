//! From calls to a history of a folder: every change of a file or of a list of names, and the syncs that cover them.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use openboek_tests::program::Failure;

use super::trace::{Call, What};

/// A file or folder, whatever its names.
pub(crate) type Node = usize;

/// The watched folder itself; it was there before.
pub(crate) const ROOT: Node = 0;

/// One change that reaches the disk at once or in pieces, or not at all while nothing syncs its node.
pub(crate) struct Op {
    pub(crate) node: Node,
    pub(crate) begin: usize,
    pub(crate) end: usize,
    pub(crate) change: Change,
}

pub(crate) enum Change {
    /// Of a folder: what the names stand for afterwards. Of a rename both, for it is one step.
    Names(Vec<(OsString, Option<Node>)>),
    /// Of a file.
    Write { at: u64, bytes: Vec<u8> },
    /// Of a file: cut off, or made longer with zeros.
    Length(u64),
}

/// A sync that was carried out: afterwards everything that ended before it began is on disk.
pub(crate) struct Sync {
    pub(crate) node: Node,
    pub(crate) begin: usize,
    pub(crate) end: usize,
    /// The name it was called by, and whether it was `fdatasync`.
    pub(crate) path: PathBuf,
    pub(crate) of_data: bool,
}

/// What a folder went through.
#[derive(Default)]
pub(crate) struct History {
    /// By their begin.
    pub(crate) ops: Vec<Op>,
    pub(crate) syncs: Vec<Sync>,
    /// Syncs that were asked for and not carried out.
    pub(crate) left_out: usize,
    /// Bytes for clients, and when the sending began: whoever has them had them no earlier.
    pub(crate) sent: Vec<(usize, Vec<u8>)>,
    /// Every node; a file has its bytes, as programs see them.
    nodes: Vec<Seen>,
    /// Where descriptors stand.
    places: HashMap<u32, u64>,
}

/// What programs see of a node, whether or not it is on disk.
enum Seen {
    Folder(BTreeMap<OsString, Node>),
    File(Vec<u8>),
}

impl History {
    pub(crate) fn new() -> Self {
        Self { nodes: vec![Seen::Folder(BTreeMap::new())], ..Self::default() }
    }

    /// Whether a change is the first record of a file of the journal in one of its turns.
    pub(crate) fn is_turn(&self, op: &Op) -> bool {
        let of_journal =
            |sync: &&Sync| sync.node == op.node && sync.path.to_string_lossy().contains("/journal-");
        matches!(&op.change, Change::Write { at: 0, bytes } if bytes.iter().any(|byte| *byte != 0))
            && self.syncs.iter().find(of_journal).is_some()
    }

    pub(crate) fn is_folder(&self, node: Node) -> bool {
        matches!(self.nodes[node], Seen::Folder(_))
    }

    /// Adds the calls of one run of the program, which has ended; `end` is its last line, and `folder` what it left.
    ///
    /// A call in which the program was killed did all of its work, a part, or nothing: what is there afterwards tells. So does whether this
    /// history is the right one: everything else must be there to the byte.
    pub(crate) fn add(&mut self, calls: Vec<Call>, end: usize, folder: &Path) -> Result<(), Failure> {
        self.places.clear();
        for call in calls {
            let cut_off = call.end.is_none();
            let (begin, end) = (call.begin, call.end.unwrap_or(end));
            match call.what {
                What::Sent(bytes) => self.sent.push((begin, bytes)),
                What::Sync { path, of_data, real } if real && !cut_off => {
                    let node = self
                        .find(&path)
                        .ok_or_else(|| format!("{} is synced and not there", path.display()))?;
                    self.syncs.push(Sync { node, begin, end, path, of_data });
                }
                What::Sync { .. } => self.left_out += 1,
                What::Write { path, descriptor, bytes, at } if cut_off => {
                    let at = at.unwrap_or_else(|| self.places.get(&descriptor).copied().unwrap_or(0));
                    let bytes = as_far_as_done(&folder.join(&path), at, bytes)?;
                    if !bytes.is_empty() {
                        self.change(What::Write { path, descriptor, bytes, at: Some(at) }, begin, end)?;
                    }
                }
                _ if cut_off && !is_done(self, &call.what, folder)? => {}
                what => self.change(what, begin, end)?,
            }
        }
        self.syncs.sort_by_key(|sync| sync.end);
        self.compare(ROOT, folder)
    }

    fn change(&mut self, what: What, begin: usize, end: usize) -> Result<(), Failure> {
        match what {
            What::Open { path, descriptor, create, truncate } => {
                self.places.insert(descriptor, 0);
                match self.find(&path) {
                    Some(node) if truncate && self.length(node) > 0 => {
                        self.push(node, begin, end, Change::Length(0))
                    }
                    None if create => {
                        let node = self.add_node(Seen::File(Vec::new()));
                        self.name(&[(&path, Some(node))], begin, end)?;
                    }
                    _ => {}
                }
            }
            What::Write { path, descriptor, bytes, at } => {
                let node =
                    self.find(&path).ok_or_else(|| format!("{} is written and not there", path.display()))?;
                let length = u64::try_from(bytes.len())?;
                let at = at.unwrap_or_else(|| {
                    let place = self.places.entry(descriptor).or_default();
                    *place += length;
                    *place - length
                });
                self.push(node, begin, end, Change::Write { at, bytes });
            }
            What::Length { path, length } => {
                let node =
                    self.find(&path).ok_or_else(|| format!("{} is cut off and not there", path.display()))?;
                self.push(node, begin, end, Change::Length(length));
            }
            What::Folder(path) => {
                let node = self.add_node(Seen::Folder(BTreeMap::new()));
                self.name(&[(&path, Some(node))], begin, end)?;
            }
            What::Rename { from, to } => {
                let node = self.find(&from);
                self.name(&[(&from, None), (&to, node)], begin, end)?;
            }
            What::Link { from, to } => {
                let node = self.find(&from);
                self.name(&[(&to, node)], begin, end)?;
            }
            What::Remove(path) => self.name(&[(&path, None)], begin, end)?,
            What::Sync { .. } | What::Sent(_) => {}
        }
        Ok(())
    }

    fn add_node(&mut self, seen: Seen) -> Node {
        self.nodes.push(seen);
        self.nodes.len() - 1
    }

    fn name(&mut self, names: &[(&Path, Option<Node>)], begin: usize, end: usize) -> Result<(), Failure> {
        let parents: Vec<&Path> = names.iter().filter_map(|(path, _)| path.parent()).collect();
        let first = parents.first().ok_or("the watched folder itself is changed")?;
        if parents.iter().any(|parent| parent != first) {
            return Err("a rename from one folder into another is not modelled".into());
        }
        let folder = self.find(first).ok_or_else(|| format!("no folder {}", first.display()))?;
        let changes = names.iter().filter_map(|(path, node)| Some((path.file_name()?.to_owned(), *node)));
        let changes = Change::Names(changes.collect());
        self.push(folder, begin, end, changes);
        Ok(())
    }

    fn push(&mut self, node: Node, begin: usize, end: usize, change: Change) {
        match (&mut self.nodes[node], &change) {
            (Seen::Folder(names), Change::Names(changes)) => change_names(names, changes),
            (Seen::File(seen), Change::Write { at, bytes }) => write_into(seen, *at, bytes),
            (Seen::File(seen), Change::Length(length)) => {
                seen.resize(usize::try_from(*length).unwrap_or(0), 0)
            }
            _ => {}
        }
        self.ops.push(Op { node, begin, end, change });
    }

    fn find(&self, path: &Path) -> Option<Node> {
        path.iter().try_fold(ROOT, |node, name| match &self.nodes[node] {
            Seen::Folder(names) => names.get(name).copied(),
            Seen::File(_) => None,
        })
    }

    fn length(&self, node: Node) -> usize {
        if let Seen::File(bytes) = &self.nodes[node] { bytes.len() } else { 0 }
    }

    /// What programs see must be what is there.
    fn compare(&self, node: Node, place: &Path) -> Result<(), Failure> {
        let differs = || format!("{} is not what the calls made it", place.display());
        match &self.nodes[node] {
            Seen::File(bytes) if std::fs::read(place)? != *bytes => return Err(differs().into()),
            Seen::File(_) => {}
            Seen::Folder(names) => {
                let there = std::fs::read_dir(place)?.map(|item| Ok(item?.file_name()));
                let mut there = there.collect::<std::io::Result<Vec<_>>>()?;
                there.sort();
                if !there.iter().eq(names.keys()) {
                    return Err(format!("{}: {there:?} instead of {:?}", differs(), names.keys()).into());
                }
                for (name, node) in names {
                    self.compare(*node, &place.join(name))?;
                }
            }
        }
        Ok(())
    }
}

/// What a write in which the program was killed did: the kernel looks for signals between two pages, so it may have done the first part.
fn as_far_as_done(file: &Path, at: u64, mut bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let there = std::fs::read(file)?;
    let there = there.get(usize::try_from(at)?..).unwrap_or_default();
    let done = bytes.iter().zip(there).take_while(|(written, found)| written == found).count();
    bytes.truncate(done);
    Ok(bytes)
}

/// Whether another call in which the program was killed did its work: it is there.
fn is_done(known: &History, what: &What, folder: &Path) -> Result<bool, Failure> {
    Ok(match what {
        What::Open { path, truncate: true, .. } => {
            std::fs::metadata(folder.join(path)).is_ok_and(|there| there.len() == 0)
        }
        What::Open { path, .. } => folder.join(path).exists(),
        // What was there before, this call cannot have made: it would have failed.
        What::Folder(path) | What::Link { to: path, .. } => {
            known.find(path).is_none() && folder.join(path).exists()
        }
        // The new name may have been another file's before.
        What::Rename { from, .. } => !folder.join(from).exists(),
        What::Remove(path) => !folder.join(path).exists(),
        What::Length { path, length } => std::fs::metadata(folder.join(path))?.len() == *length,
        What::Write { .. } | What::Sync { .. } | What::Sent(_) => false,
    })
}

pub(crate) fn change_names(names: &mut BTreeMap<OsString, Node>, changes: &[(OsString, Option<Node>)]) {
    for (name, node) in changes {
        match node {
            Some(node) => names.insert(name.clone(), *node),
            None => names.remove(name),
        };
    }
}

pub(crate) fn write_into(file: &mut Vec<u8>, at: u64, bytes: &[u8]) {
    let from = usize::try_from(at).unwrap_or(usize::MAX);
    let to = from.saturating_add(bytes.len());
    if file.len() < to {
        file.resize(to, 0);
    }
    file[from..to].copy_from_slice(bytes);
}
