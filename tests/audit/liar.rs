//! An operator who means ill: one who holds the key of the log and may write every byte anew. The history is one that a real server
//! recorded; what is made of it is encoded, hashed, sealed and signed by the same code that honest servers use.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use openboek_proof::bundle::{BundleContents, BundleEntry, write_bundle};
use openboek_proof::checkpoint::{AuthorKey, LogKey};
use openboek_proof::entry::{
    Entry, Event, InStream, Origin, PayloadRef, RecordedAt, Seal, SealedStream, StreamCode,
};
use openboek_proof::hash::{Hash, leaf_hash, payload_commitment, stream_leaf};
use openboek_proof::tree::{Frontier, TileSource, consistency_proof, extend_tiles, inclusion_proof};
use openboek_store::{LogName, Store as _};
use openboek_store_sled::{SledOptions, SledStore};
use openboek_tests::program::Failure;

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What the operator tells, in order. Positions, revisions, commitments and seals are computed when it is written.
#[derive(Clone)]
pub(crate) enum Told {
    Event { event: Box<Event>, salt: [u8; 32], payload: Vec<u8> },
    Seal(RecordedAt),
}

/// A history that can be told otherwise.
#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) origin: Origin,
    pub(crate) seed: [u8; 32],
    pub(crate) told: Vec<Told>,
    /// A stream that no seal mentions.
    pub(crate) hidden: Option<StreamCode>,
    /// What the last seal says of a stream, instead of the truth.
    pub(crate) sealed_as: Option<SealedStream>,
    /// Who signs what is told, when anybody does.
    pub(crate) author: Option<[u8; 32]>,
}

impl Story {
    /// The history in the data folder of a server that has stopped, with the key it left there.
    pub(crate) fn of(data: &Path, arrangement: &str) -> Result<Self, Failure> {
        let store = SledStore::open(&data.join("store"), &SledOptions::default())?;
        let log = LogName::new(arrangement).ok_or("name")?;
        let seed: [u8; 32] = std::fs::read(data.join("keys").join(format!("{log}.key")))?
            .try_into()
            .map_err(|_| "a key of 32 bytes")?;
        let mut told = Vec::new();
        let mut origin = None;
        for stored in store.entries(&log, 0, usize::MAX, usize::MAX)? {
            let entry = Entry::parse(&stored.entry)?;
            origin = Some(entry.origin().clone());
            told.push(match (entry, stored.payload) {
                (Entry::Event(event), Some(payload)) => {
                    Told::Event { event: Box::new(event), salt: payload.salt, payload: payload.bytes }
                }
                (entry, _) => Told::Seal(entry.recorded()),
            });
        }
        store.close()?;
        let origin = origin.ok_or("an empty log")?;
        Ok(Self { origin, seed, told, hidden: None, sealed_as: None, author: None })
    }

    pub(crate) fn key(&self) -> Result<LogKey, Failure> {
        LogKey::from_seed(&self.seed, &self.origin).map_err(|e| format!("{e:?}").into())
    }

    /// The events of a stream, by their place in what is told.
    pub(crate) fn of_stream(&self, code: StreamCode) -> Vec<usize> {
        let ours = |told: &Told| matches!(told, Told::Event { event, .. } if event.statement.concerns.contains(&code));
        (0..self.told.len()).filter(|place| ours(&self.told[*place])).collect()
    }

    /// Writes it all: every position, revision, commitment, seal and tree as they follow from what is told.
    pub(crate) fn write(&self) -> Result<Log, Failure> {
        let mut log = Log {
            key: self.key()?,
            entries: Vec::new(),
            streams: BTreeMap::from([(StreamCode::Region, Frontier::new())]),
            author: self.author,
        };
        let mut seal = None;
        for (place, told) in self.told.iter().enumerate() {
            let index = u64::try_from(log.entries.len())?;
            let (entry, payload) = match told {
                Told::Event { event, salt, payload } => (
                    Entry::Event(self.event(event, salt, payload, index, &log)?),
                    Some((*salt, payload.clone())),
                ),
                Told::Seal(recorded) => {
                    let last = place + 1 == self.told.len();
                    let drafted = self.seal(*recorded, index, seal, &log, last);
                    seal = Some(index);
                    (Entry::Seal(drafted), None)
                }
            };
            log.push(&entry, payload);
        }
        Ok(log)
    }

    fn event(
        &self,
        event: &Event,
        salt: &[u8; 32],
        payload: &[u8],
        index: u64,
        log: &Log,
    ) -> Result<Event, Failure> {
        let mut event = event.clone();
        (event.index, event.origin) = (index, self.origin.clone());
        let revision = |code: &StreamCode| log.streams.get(code).map_or(0, Frontier::size);
        event.streams = event
            .statement
            .concerns
            .iter()
            .map(|code| InStream { code: *code, revision: revision(code) })
            .collect();
        let length = u32::try_from(payload.len())?;
        event.statement.payload = PayloadRef { length, commitment: payload_commitment(salt, payload) };
        if let (Some(seed), None) = (&self.author, &event.signature) {
            let key = AuthorKey::from_seed(seed, &event.statement.actor).map_err(|e| format!("{e:?}"))?;
            event.signature = Some(key.sign(&event.origin, &event.statement));
        }
        Ok(event)
    }

    fn seal(&self, recorded: RecordedAt, index: u64, previous: Option<u64>, log: &Log, last: bool) -> Seal {
        let line = |(code, tree): (&StreamCode, &Frontier)| {
            let told = self.sealed_as.filter(|told| last && told.code == *code);
            told.unwrap_or(SealedStream { code: *code, size: tree.size(), root: tree.root() })
        };
        let streams = log.streams.iter().filter(|(code, _)| Some(**code) != self.hidden).map(line).collect();
        Seal { origin: self.origin.clone(), index, recorded, previous, streams }
    }
}

/// A log as written: what a server would answer from.
#[derive(Clone)]
pub(crate) struct Log {
    key: LogKey,
    entries: Vec<Written>,
    streams: BTreeMap<StreamCode, Frontier>,
    author: Option<[u8; 32]>,
}

#[derive(Clone)]
struct Written {
    entry: Entry,
    bytes: Vec<u8>,
    payload: Option<([u8; 32], Vec<u8>)>,
}

struct Tiles(BTreeMap<(u8, u64), Vec<u8>>);

impl TileSource for Tiles {
    fn tile(&self, level: u8, number: u64) -> Option<Vec<u8>> {
        self.0.get(&(level, number)).cloned()
    }
}

impl Log {
    fn push(&mut self, entry: &Entry, payload: Option<([u8; 32], Vec<u8>)>) {
        if let Entry::Event(event) = entry {
            for code in &event.statement.opens {
                self.streams.entry(*code).or_default();
            }
        }
        let bytes = entry.to_bytes();
        for stream in entry.streams() {
            self.streams.entry(stream.code).or_default().push(stream_leaf(entry.index(), leaf_hash(&bytes)));
        }
        self.entries.push(Written { entry: entry.clone(), bytes, payload });
    }

    pub(crate) fn size(&self) -> usize {
        self.entries.len()
    }

    /// What the newest seal says of a stream.
    pub(crate) fn line_of(&self, code: StreamCode) -> Option<SealedStream> {
        let tree = self.streams.get(&code)?;
        Some(SealedStream { code, size: tree.size(), root: tree.root() })
    }

    /// The bytes of an entry.
    pub(crate) fn entry(&self, index: usize) -> &[u8] {
        &self.entries[index].bytes
    }

    fn leaves(&self, size: usize) -> Vec<Hash> {
        self.entries[..size].iter().map(|written| leaf_hash(&written.bytes)).collect()
    }

    /// The signed checkpoint over the first entries.
    pub(crate) fn checkpoint(&self, size: usize) -> Result<Vec<u8>, Failure> {
        let mut tree = Frontier::new();
        self.leaves(size).into_iter().for_each(|leaf| tree.push(leaf));
        Ok(self.key.sign_checkpoint(u64::try_from(size)?, tree.root()))
    }

    /// The bundle for a municipality at a size, with the older checkpoint of that other size.
    pub(crate) fn bundle(
        &self,
        code: StreamCode,
        size: usize,
        previous: Option<usize>,
    ) -> Result<Files, Failure> {
        let streams = BTreeSet::from([code, StreamCode::Region]);
        let source = Tiles(
            extend_tiles(0, &self.leaves(size), &Tiles(BTreeMap::new()))?
                .into_iter()
                .map(|(level, number, hashes)| ((level, number), hashes))
                .collect(),
        );
        let seals = [Some(size - 1), previous.map(|size| size - 1)];
        let wide = u64::try_from(size)?;
        let mut entries = Vec::new();
        for (index, written) in self.entries[..size].iter().enumerate() {
            let ours = written.entry.streams().iter().any(|stream| streams.contains(&stream.code));
            if ours || seals.contains(&Some(index)) {
                let proof = inclusion_proof(&source, u64::try_from(index)?, wide)?;
                entries.push(BundleEntry {
                    bytes: written.bytes.clone(),
                    proof,
                    payload: written.payload.clone(),
                });
            }
        }
        let parse = |bytes: Vec<u8>| openboek_proof::checkpoint::CheckpointNote::parse(&bytes);
        let previous = match previous {
            Some(older) => {
                let proof = consistency_proof(&source, u64::try_from(older)?, wide)?;
                Some((parse(self.checkpoint(older)?)?, proof))
            }
            None => None,
        };
        let key = self.key.verifier_key().clone();
        Ok(write_bundle(&BundleContents {
            checkpoint: parse(self.checkpoint(size)?)?,
            policy: format!("log {key}\nquorum none\n").into_bytes(),
            log_keys: vec![key],
            authors: self.authors()?,
            streams,
            entries,
            previous,
            documents: BTreeMap::new(),
            schema: b"descriptors".to_vec(),
        })?)
    }

    fn authors(&self) -> Result<Vec<openboek_proof::note::VerifierKey>, Failure> {
        let mut keys = BTreeMap::new();
        for written in &self.entries {
            if let (Some(seed), Entry::Event(event)) = (&self.author, &written.entry) {
                let actor = &event.statement.actor;
                let key = AuthorKey::from_seed(seed, actor).map_err(|e| format!("{e:?}"))?;
                keys.insert(actor.as_str().to_owned(), key.verifier_key().clone());
            }
        }
        Ok(keys.into_values().collect())
    }
}

/// Writes the list of sums anew, as one who alters a bundle would.
pub(crate) fn resum(files: &mut Files) {
    files.remove("b3sums");
    let line = |(path, bytes): (&String, &Vec<u8>)| {
        format!("{}  {path}\n", openboek_proof::hash::Blake3Hash::of(bytes).to_hex())
    };
    let sums: String = files.iter().map(line).collect();
    files.insert("b3sums".to_owned(), sums.into_bytes());
}
