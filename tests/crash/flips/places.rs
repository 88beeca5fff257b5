//! Where bytes are changed: a seeded spread over every kind of file, so that beginnings, middles and ends of each file have their share.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How far a beginning or an end goes.
const EDGE_BYTES: usize = 96;

/// The files of a folder, by their place in it. What follows the last byte that is not zero is kept as a length alone: a journal is 8 MiB
/// of room for what is yet to come.
pub(super) type Files = BTreeMap<PathBuf, Kept>;

/// The bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// Up to the last one that is not zero.
    pub(super) used: Vec<u8>,
    pub(super) len: usize,
}

/// Reads a folder.
pub(super) fn read_files(folder: &Path) -> Files {
    let (mut files, mut folders) = (Files::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for item in std::fs::read_dir(next).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let mut used = std::fs::read(&path).unwrap();
            let len = used.len();
            used.truncate(used.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1));
            files.insert(path.strip_prefix(folder).unwrap().to_owned(), Kept { used, len });
        }
    }
    files
}

/// Writes a folder anew, with one byte changed if there is a change.
pub(super) fn write_files(folder: &Path, files: &Files, change: Option<&Change>) {
    let _ = std::fs::remove_dir_all(folder);
    for (place, kept) in files {
        let path = folder.join(place);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut bytes = kept.used.clone();
        if let Some(change) = change.filter(|change| change.file == *place) {
            bytes.resize(bytes.len().max(change.offset + 1), 0);
            bytes[change.offset] ^= change.mask;
        }
        std::fs::write(&path, bytes).unwrap();
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_len(u64::try_from(kept.len).unwrap()).unwrap();
    }
}

/// One byte that becomes another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) file: PathBuf,
    pub(super) offset: usize,
    /// What is turned over in it; never nothing.
    pub(super) mask: u8,
}

/// Files of which as much is expected as of each other.
#[derive(Clone)]
pub(super) struct Kind {
    pub(super) name: String,
    pub(super) files: Vec<(PathBuf, Kept)>,
    /// Its share of all places, against the shares of the others.
    pub(super) share: usize,
}

impl Kind {
    /// How many places there are: of the room behind what is used only its beginning counts.
    fn capacity(&self) -> usize {
        self.files.iter().map(|(_, kept)| reach(kept)).sum()
    }

    /// So many places, each once: the files take turns, and in each file its beginning, its middle and its end; of a small file every byte.
    fn places(&self, count: usize, draw: &mut fastrand::Rng) -> Vec<Change> {
        let mut taken: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut changes = Vec::new();
        let (count, files) = (count.min(self.capacity()), self.files.len());
        let mut turn = 0;
        while changes.len() < count {
            let (number, stratum) = (turn % files, turn / files % 3);
            turn += 1;
            let (file, kept) = &self.files[number];
            let reach = reach(kept);
            let edge = EDGE_BYTES.min(reach);
            let range = match stratum {
                0 => 0..edge,
                1 => 0..reach,
                _ => reach - edge..reach,
            };
            if range.is_empty() {
                continue;
            }
            let drawn = draw.usize(range.clone());
            // The next one that is free; a range that is full gives its turn away.
            let free =
                (drawn..range.end).chain(range.start..drawn).find(|at| !taken.contains(&(number, *at)));
            let Some(offset) = free else { continue };
            taken.insert((number, offset));
            // One bit, or several.
            let mask = if draw.bool() { 1 << draw.u8(0..8) } else { draw.u8(1..=255) };
            changes.push(Change { file: file.clone(), offset, mask });
        }
        changes
    }
}

fn reach(kept: &Kept) -> usize {
    kept.len.min(kept.used.len() + EDGE_BYTES / 3)
}

/// So many places over all kinds: by their shares, where they have that many; what small ones cannot take goes to the others.
pub(super) fn spread(kinds: &[Kind], total: usize, seed: u64) -> Vec<(&Kind, Vec<Change>)> {
    let mut draw = fastrand::Rng::with_seed(seed);
    let mut by_size: Vec<&Kind> = kinds.iter().filter(|kind| kind.capacity() > 0).collect();
    by_size.sort_by_key(|kind| (kind.capacity() / kind.share, &kind.name));
    let (mut left, mut shares) = (total, by_size.iter().map(|kind| kind.share).sum::<usize>());
    let mut spread = Vec::new();
    for kind in by_size {
        let places = kind.places((left * kind.share).div_ceil(shares), &mut draw);
        left = left.saturating_sub(places.len());
        shares -= kind.share;
        spread.push((kind, places));
    }
    spread.sort_by_key(|(kind, _)| &kind.name);
    spread
}

#[test]
fn every_byte_of_a_small_file_and_all_parts_of_a_large_one_are_changed() {
    let kept = |len: usize| Kept { used: vec![7; len], len };
    let kind = |name: &str, lens: &[usize], share| Kind {
        name: name.to_owned(),
        files: lens.iter().map(|len| (PathBuf::from(format!("{name}{len}")), kept(*len))).collect(),
        share,
    };
    let kinds = [kind("large", &[100_000, 5_000], 5), kind("small", &[16, 32], 1)];
    let spread = spread(&kinds, 600, 1);
    let count: usize = spread.iter().map(|(_, places)| places.len()).sum();
    assert_eq!(count, 600);
    for (kind, places) in spread {
        for (file, kept) in &kind.files {
            let mut offsets: Vec<usize> =
                places.iter().filter(|change| change.file == *file).map(|change| change.offset).collect();
            offsets.sort_unstable();
            offsets.dedup();
            if kind.name == "small" {
                assert!(offsets.iter().copied().eq(0..kept.len), "{offsets:?}");
            } else {
                let within =
                    |range: std::ops::Range<usize>| offsets.iter().filter(|at| range.contains(at)).count();
                let parts = [within(0..96), within(96..kept.len - 96), within(kept.len - 96..kept.len)];
                assert!(parts.iter().all(|part| *part > 60), "{parts:?}");
            }
        }
        assert!(places.iter().all(|change| change.mask != 0));
    }
}
