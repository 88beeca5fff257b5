//! Writing a bundle: the files of section 6 as paths and bytes, and the zip of them.

use super::readme::readme;
use super::{BundlePath, is_document_name};
use crate::checkpoint::CheckpointNote;
use crate::entry::{Actor, Entry, MAX_ENTRY_LEN, StreamCode};
use crate::hash::{Blake3Hash, Hash};
use crate::note::VerifierKey;
use crate::text::{FormatError, MAX_LINES_FILE};
use crate::tree::write_proof;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// What a bundle is made of.
#[derive(Debug, Clone)]
pub struct BundleContents {
    /// The checkpoint note, with the cosignatures it has.
    pub checkpoint: CheckpointNote,
    /// The log's verifier key, then retired keys.
    pub log_keys: Vec<VerifierKey>,
    /// The policy in force, as its file.
    pub policy: Vec<u8>,
    /// Verifier keys of authors; those of actors who signed nothing in the bundle are left out.
    pub authors: Vec<VerifierKey>,
    /// The streams the bundle is about; `region` is added.
    pub streams: BTreeSet<StreamCode>,
    /// Every entry of those streams, the last seal, the seal under `previous`; in any order.
    pub entries: Vec<BundleEntry>,
    /// An older checkpoint note and the consistency proof from it to `checkpoint`.
    pub previous: Option<(CheckpointNote, Vec<Hash>)>,
    /// Outputs of receipts in the bundle, by file name.
    pub documents: BTreeMap<String, Vec<u8>>,
    /// The `FileDescriptorSet` that decodes every payload.
    pub schema: Vec<u8>,
}

/// One entry of a bundle.
#[derive(Debug, Clone)]
pub struct BundleEntry {
    /// The bytes as stored.
    pub bytes: Vec<u8>,
    /// The inclusion proof in the checkpoint.
    pub proof: Vec<Hash>,
    /// Salt and payload of an event, if the asker may read it and it is there. Left out when an erasure in the bundle names
    /// the event; without one, its absence is listed in `withheld`.
    pub payload: Option<([u8; 32], Vec<u8>)>,
}

/// Why a bundle cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// An entry is none.
    #[error("an entry cannot be read: {0}")]
    Entry(#[from] FormatError),
    /// A document has a name that section 6 does not allow.
    #[error("a document may not be called `{0}`")]
    DocumentName(String),
    /// A file is larger than a verifier accepts (section 7). For `b3sums` this means: too many files.
    #[error("`{0}` would be larger than a verifier accepts")]
    TooLarge(String),
    /// The archive could not be written.
    #[error("the archive could not be written: {0}")]
    Archive(String),
}

/// Writes the files of a bundle.
///
/// Whether the contents hold together is not checked here but by [`crate::verify::verify_bundle`].
///
/// # Errors
///
/// [`BundleError`] when an entry does not parse, a document has a wrong name, or a file would be too large.
pub fn write_bundle(contents: &BundleContents) -> Result<BTreeMap<String, Vec<u8>>, BundleError> {
    let mut entries = BTreeMap::new();
    for entry in &contents.entries {
        let parsed = Entry::parse(&entry.bytes)?;
        entries.insert(parsed.index(), (parsed, entry));
    }
    let mut files = Files::default();
    files.put(BundlePath::Readme, readme(&contents.checkpoint.checkpoint).into_bytes());
    files.put(BundlePath::LogKeys, key_lines(contents.log_keys.iter()));
    files.put(BundlePath::Policy, contents.policy.clone());
    files.put(BundlePath::Checkpoint, contents.checkpoint.to_bytes());
    files.put(BundlePath::Schema, contents.schema.clone());
    put_streams(&mut files, contents);
    put_authors(&mut files, contents, entries.values().map(|(parsed, _)| parsed));
    put_entries(&mut files, &entries);
    if let Some((previous, proof)) = &contents.previous {
        files.put(BundlePath::Previous, previous.to_bytes());
        files.put(BundlePath::Consistency, write_proof(proof));
    }
    for (name, document) in &contents.documents {
        if !is_document_name(name) {
            return Err(BundleError::DocumentName(name.clone()));
        }
        files.put(BundlePath::Document(name.clone()), document.clone());
    }
    files.put(BundlePath::Sums, sums(&files.0));
    files.finish()
}

/// The files written so far, by path.
#[derive(Default)]
struct Files(BTreeMap<String, (BundlePath, Vec<u8>)>);

impl Files {
    fn put(&mut self, path: BundlePath, bytes: Vec<u8>) {
        self.0.insert(path.to_string(), (path, bytes));
    }

    /// The files, if a verifier accepts their sizes.
    fn finish(self) -> Result<BTreeMap<String, Vec<u8>>, BundleError> {
        let files = self.0.into_iter().map(|(name, (path, bytes))| {
            if bytes.len() > path.limit() {
                return Err(BundleError::TooLarge(name));
            }
            Ok((name, bytes))
        });
        files.collect()
    }
}

/// Verifier keys, one a line.
fn key_lines<'a>(keys: impl Iterator<Item = &'a VerifierKey>) -> Vec<u8> {
    keys.map(|key| format!("{key}\n")).collect::<String>().into_bytes()
}

/// Writes `streams`.
fn put_streams(files: &mut Files, contents: &BundleContents) {
    let mut streams = contents.streams.clone();
    streams.insert(StreamCode::Region);
    let lines: String = streams.iter().map(|code| format!("{code}\n")).collect();
    files.put(BundlePath::Streams, lines.into_bytes());
}

/// Writes `authors` with the keys of those who signed, if anybody did.
fn put_authors<'a>(files: &mut Files, contents: &BundleContents, entries: impl Iterator<Item = &'a Entry>) {
    let signed = entries.filter_map(|entry| match entry {
        Entry::Event(event) if event.signature.is_some() => Some(&event.statement.actor),
        _ => None,
    });
    let actors: BTreeSet<&str> = signed.map(Actor::as_str).collect();
    let keys = contents.authors.iter().filter(|key| actors.contains(key.name()));
    let lines = key_lines(keys);
    if !lines.is_empty() {
        files.put(BundlePath::Authors, lines);
    }
}

/// Writes `entries/`, `proofs/`, `payloads/` and `withheld`.
fn put_entries(files: &mut Files, entries: &BTreeMap<u64, (Entry, &BundleEntry)>) {
    let erased: BTreeSet<u64> = entries
        .values()
        .filter_map(|(parsed, _)| match parsed {
            Entry::Event(event) => event.statement.erases,
            _ => None,
        })
        .collect();
    let mut withheld = String::new();
    for (index, (parsed, entry)) in entries {
        files.put(BundlePath::Entry(*index), entry.bytes.clone());
        files.put(BundlePath::Proof(*index), write_proof(&entry.proof));
        if !matches!(parsed, Entry::Event(_)) || erased.contains(index) {
            continue;
        }
        match &entry.payload {
            Some((salt, payload)) => {
                let file = [salt.as_slice(), payload].concat();
                files.put(BundlePath::Payload(*index), file);
            }
            None => withheld.push_str(&format!("{index}\n")),
        }
    }
    if !withheld.is_empty() {
        files.put(BundlePath::Withheld, withheld.into_bytes());
    }
}

/// The lines of `b3sums`: what `b3sum` prints for every file, sorted by path.
fn sums(files: &BTreeMap<String, (BundlePath, Vec<u8>)>) -> Vec<u8> {
    let line = |(path, (_, bytes)): (&String, &(BundlePath, Vec<u8>))| {
        format!("{}  {path}\n", Blake3Hash::of(bytes).to_hex())
    };
    files.iter().map(line).collect::<String>().into_bytes()
}

/// Packs files into a zip: sorted by path, deflated, all with the same fixed time, so that the same files give the same
/// bytes.
///
/// # Errors
///
/// [`BundleError::Archive`] when the archive outgrows what the format can hold.
pub fn to_zip(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, BundleError> {
    let failed = |error: &dyn std::error::Error| BundleError::Archive(error.to_string());
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        archive.start_file(path, options).map_err(|error| failed(&error))?;
        archive.write_all(bytes).map_err(|error| failed(&error))?;
    }
    let archive = archive.finish().map_err(|error| failed(&error))?;
    Ok(archive.into_inner())
}

// The limits of section 7 that the layout applies; stated here so that a change of one is noticed.
const _: () = assert!(MAX_LINES_FILE == 1_048_576 && MAX_ENTRY_LEN == 65_535);
