//! A small log in memory: records events, seals and receipts, signs checkpoints, and makes bundles and static files of them.
//!
//! It computes trees with its own recursive functions and not with those of the crate, so that the two check each other.
#![allow(dead_code, reason = "each test file uses a part of this")]

pub(crate) mod cases;
pub(crate) mod second;

use openboek_proof::bundle::{BundleContents, BundleEntry, write_bundle};
use openboek_proof::checkpoint::{AuthorKey, CheckpointNote, LogKey, WitnessKey};
use openboek_proof::entry::{
    Actor, Basis, Decided, DocumentName, Entry, Event, InStream, Origin, Output, PayloadRef, Receipt,
    RecordedAt, RequestId, Seal, SealedStream, Statement, StreamCode, VersionedName,
};
use openboek_proof::hash::{
    Blake3Hash, DocumentDigest, Hash, leaf_hash, node_hash, payload_commitment, stream_leaf,
};
use openboek_proof::policy::Policy;
use openboek_proof::verify::{LogKeys, ReaderConfig};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A change to a text.
pub(crate) type Alter = fn(String) -> String;

/// 2020-11-23T09:15:00Z in milliseconds.
pub(crate) const START: i64 = 1_606_122_900_000;

pub(crate) const REGION: StreamCode = StreamCode::Region;
pub(crate) const GM0148: StreamCode = StreamCode::Municipality(148);
pub(crate) const GM1904: StreamCode = StreamCode::Municipality(1904);

pub(crate) fn origin() -> Origin {
    Origin::parse("ledger.example.nl/stichtse-vecht").unwrap()
}

pub(crate) fn actor() -> Actor {
    Actor::parse("griffie.stichtsevecht").unwrap()
}

pub(crate) fn log_key() -> LogKey {
    LogKey::from_seed(&[1; 32], &origin()).unwrap()
}

pub(crate) fn witness() -> WitnessKey {
    WitnessKey::from_seed(&[2; 32], "witness.example.nl/provincie").unwrap()
}

pub(crate) fn author() -> AuthorKey {
    AuthorKey::from_seed(&[3; 32], &actor()).unwrap()
}

pub(crate) fn retired_key() -> LogKey {
    LogKey::from_seed(&[4; 32], &origin()).unwrap()
}

pub(crate) fn policy() -> Vec<u8> {
    let (log, witness) = (log_key(), witness());
    let text = format!(
        "log {}\nwitness provincie {}\ngroup allen 1 provincie\nquorum allen\n",
        log.verifier_key(),
        witness.verifier_key()
    );
    text.into_bytes()
}

/// MTH of RFC 6962.
pub(crate) fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::EMPTY,
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(root(left), root(right))
        }
    }
}

/// PATH of RFC 6962.
pub(crate) fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    let (mut proof, other) = if index < left.len() {
        (path(index, left), root(right))
    } else {
        (path(index - left.len(), right), root(left))
    };
    proof.push(other);
    proof
}

/// PROOF of RFC 6962.
pub(crate) fn consistency(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![root(leaves)] };
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    let (mut proof, other) = if old <= left.len() {
        (consistency(old, left, whole), root(right))
    } else {
        (consistency(old - left.len(), right, false), root(left))
    };
    proof.push(other);
    proof
}

/// A log that grows.
#[derive(Clone)]
pub(crate) struct Log {
    pub(crate) origin: Origin,
    pub(crate) now: i64,
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) payloads: BTreeMap<u64, ([u8; 32], Vec<u8>)>,
    pub(crate) streams: BTreeMap<StreamCode, Vec<Hash>>,
    pub(crate) seal: Option<u64>,
    /// Where known, the streams each entry is in.
    pub(crate) places: Vec<Vec<StreamCode>>,
    requests: u8,
    /// Alters the text of the entry at this index before it is appended, as an operator could who means ill.
    pub(crate) alter: Option<(u64, Alter)>,
}

impl Log {
    pub(crate) fn new() -> Self {
        Self {
            origin: origin(),
            now: START,
            entries: Vec::new(),
            payloads: BTreeMap::new(),
            streams: BTreeMap::from([(REGION, Vec::new())]),
            seal: None,
            places: Vec::new(),
            requests: 0,
            alter: None,
        }
    }

    pub(crate) fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    pub(crate) fn leaves(&self) -> Vec<Hash> {
        self.entries.iter().map(|entry| leaf_hash(entry)).collect()
    }

    pub(crate) fn recorded(&self) -> RecordedAt {
        RecordedAt::from_unix_ms(self.now).unwrap()
    }

    /// An event that fits the log as it is, with a payload of its own.
    pub(crate) fn draft(&mut self, kind: &str, streams: &[StreamCode]) -> Event {
        self.requests = self.requests.wrapping_add(1);
        let index = self.size();
        let salt = [self.requests; 32];
        let payload = format!("payload of {kind} {index}").into_bytes();
        let commitment = payload_commitment(&salt, &payload);
        let length = payload.len() as u32;
        self.payloads.insert(index, (salt, payload));
        let revision = |code: &StreamCode| InStream {
            code: *code,
            revision: self.streams.get(code).map_or(0, |leaves| leaves.len() as u64),
        };
        Event {
            origin: self.origin.clone(),
            index,
            recorded: self.recorded(),
            streams: streams.iter().map(revision).collect(),
            statement: Statement {
                actor: actor(),
                kind: VersionedName::new(kind, 1).unwrap(),
                opens: Vec::new(),
                erases: None,
                concerns: streams.to_vec(),
                decided: Decided::parse("2020-11-11"),
                years: Some((2021, 2022)),
                request: RequestId([self.requests; 16]),
                payload: PayloadRef { length, commitment },
            },
            signature: None,
        }
    }

    /// Appends an entry as it is; its lines say which streams it joins.
    pub(crate) fn push(&mut self, entry: &Entry) {
        let mut bytes = entry.to_bytes();
        if let Some((_, alter)) = self.alter.filter(|(index, _)| *index == self.size()) {
            bytes = alter(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        if let Entry::Event(event) = entry {
            for code in &event.statement.opens {
                self.streams.entry(*code).or_default();
            }
        }
        let leaf = stream_leaf(self.size(), leaf_hash(&bytes));
        for stream in entry.streams() {
            self.streams.entry(stream.code).or_default().push(leaf);
        }
        if matches!(entry, Entry::Seal(_)) {
            self.seal = Some(self.size());
        }
        self.places.push(entry.streams().iter().map(|stream| stream.code).collect());
        self.entries.push(bytes);
        self.now += 1;
    }

    /// Appends bytes that may be no entry at all.
    pub(crate) fn push_raw(&mut self, bytes: Vec<u8>, streams: &[StreamCode]) {
        let leaf = stream_leaf(self.size(), leaf_hash(&bytes));
        for code in streams {
            self.streams.entry(*code).or_default().push(leaf);
        }
        self.places.push(streams.to_vec());
        self.entries.push(bytes);
        self.now += 1;
    }

    pub(crate) fn event(&mut self, kind: &str, streams: &[StreamCode]) -> u64 {
        self.event_with(kind, streams, |_| {})
    }

    /// Appends an event after a change to its draft.
    pub(crate) fn event_with(
        &mut self,
        kind: &str,
        streams: &[StreamCode],
        change: impl FnOnce(&mut Event),
    ) -> u64 {
        let mut event = self.draft(kind, streams);
        change(&mut event);
        let index = self.size();
        self.push(&Entry::Event(event));
        index
    }

    /// Appends an event its author signed.
    pub(crate) fn signed_event(&mut self, kind: &str, streams: &[StreamCode]) -> u64 {
        self.event_with(kind, streams, |event| {
            event.signature = Some(author().sign(&event.origin, &event.statement));
        })
    }

    /// The event that starts a log.
    pub(crate) fn found(&mut self) -> u64 {
        self.event_with("arrangement-founded", &[REGION], |event| {
            event.statement.opens = vec![GM0148, GM1904];
        })
    }

    /// The seal that fits the log as it is.
    pub(crate) fn draft_seal(&self) -> Seal {
        let line = |(code, leaves): (&StreamCode, &Vec<Hash>)| SealedStream {
            code: *code,
            size: leaves.len() as u64,
            root: root(leaves),
        };
        Seal {
            origin: self.origin.clone(),
            index: self.size(),
            recorded: self.recorded(),
            previous: self.seal,
            streams: self.streams.iter().map(line).collect(),
        }
    }

    pub(crate) fn seal_with(&mut self, change: impl FnOnce(&mut Seal)) -> u64 {
        let mut seal = self.draft_seal();
        change(&mut seal);
        let index = self.size();
        self.push(&Entry::Seal(seal));
        index
    }

    pub(crate) fn seal(&mut self) -> u64 {
        self.seal_with(|_| {})
    }

    /// The receipt of a document about GM1904, computed from the tree of `basis` entries.
    pub(crate) fn draft_receipt(
        &self,
        documents: &[(&str, &[u8])],
        basis: u64,
        supersedes: Option<u64>,
    ) -> Receipt {
        let output = |(media_type, bytes): &(&str, &[u8])| Output {
            media_type: (*media_type).into(),
            length: bytes.len() as u64,
            digest: DocumentDigest::of(bytes),
        };
        Receipt {
            origin: self.origin.clone(),
            index: self.size(),
            recorded: self.recorded(),
            stream: InStream { code: GM1904, revision: self.streams[&GM1904].len() as u64 },
            document: DocumentName::new("paragraph", GM1904, 2021).unwrap(),
            projector: VersionedName::new("openboek-paragraph", 1).unwrap(),
            basis: Basis { size: basis, root: root(&self.leaves()[..basis as usize]) },
            outputs: documents.iter().map(output).collect(),
            supersedes,
        }
    }

    pub(crate) fn receipt(
        &mut self,
        documents: &[(&str, &[u8])],
        basis: u64,
        supersedes: Option<u64>,
    ) -> u64 {
        let receipt = self.draft_receipt(documents, basis, supersedes);
        let index = self.size();
        self.push(&Entry::Receipt(receipt));
        index
    }

    /// The checkpoint over the first `size` entries, signed by the log only.
    pub(crate) fn head(&self, size: u64) -> CheckpointNote {
        log_key().checkpoint_note(size, root(&self.leaves()[..size as usize]))
    }

    /// The checkpoint over all entries, cosigned a minute from now.
    pub(crate) fn witnessed_head(&self) -> CheckpointNote {
        let mut head = self.head(self.size());
        let line = witness().cosign(&head.checkpoint, (self.now / 1000 + 60) as u64);
        head.add_signatures([line]);
        head
    }

    /// What a bundle for these streams is made of, with `previous` at that size.
    pub(crate) fn contents(&self, streams: &[StreamCode], previous: Option<u64>) -> BundleContents {
        let leaves = self.leaves();
        let streams: BTreeSet<StreamCode> = streams.iter().copied().collect();
        let seals = [Some(self.size()), previous].map(|size| size.map(|size| size - 1));
        let wanted = |index: &usize| {
            let ours = self.places[*index].iter().any(|code| streams.contains(code) || *code == REGION);
            ours || seals.contains(&Some(*index as u64))
        };
        let entry = |index: usize| BundleEntry {
            bytes: self.entries[index].clone(),
            proof: path(index, &leaves),
            payload: self.payloads.get(&(index as u64)).cloned(),
        };
        BundleContents {
            checkpoint: self.witnessed_head(),
            log_keys: vec![log_key().verifier_key().clone()],
            policy: policy(),
            authors: vec![author().verifier_key().clone()],
            streams: streams.clone(),
            entries: (0..self.entries.len()).filter(wanted).map(entry).collect(),
            previous: previous.map(|size| (self.head(size), consistency(size as usize, &leaves, true))),
            documents: BTreeMap::new(),
            schema: b"descriptors".to_vec(),
        }
    }

    /// The files of a bundle whose entries need not parse.
    pub(crate) fn bundle(&self, streams: &[StreamCode], previous: Option<u64>) -> Files {
        let mut contents = self.contents(streams, previous);
        // The writer refuses entries that do not parse; the verifier is to see them.
        let raw: Vec<(u64, BundleEntry)> = self.unreadable(&mut contents);
        let mut files = write_bundle(&contents).unwrap();
        for (index, entry) in raw {
            files.insert(format!("entries/{index}"), entry.bytes);
            files.insert(format!("proofs/{index}"), openboek_proof::tree::write_proof(&entry.proof));
        }
        resum(&mut files);
        files
    }

    /// Takes the entries out that the writer would not put in their place.
    fn unreadable(&self, contents: &mut BundleContents) -> Vec<(u64, BundleEntry)> {
        let place =
            |entry: &BundleEntry| self.entries.iter().position(|bytes| *bytes == entry.bytes).unwrap() as u64;
        let good = |entry: &BundleEntry| {
            Entry::parse(&entry.bytes).is_ok_and(|parsed| parsed.index() == place(entry))
        };
        let (good, bad) = std::mem::take(&mut contents.entries).into_iter().partition(good);
        contents.entries = good;
        bad.into_iter().map(|entry: BundleEntry| (place(&entry), entry)).collect()
    }

    /// A reader with keys, policy, authors and origin of its own, two minutes later.
    pub(crate) fn reader(&self) -> ReaderConfig<'static> {
        let mut reader = ReaderConfig::at(self.now + 120_000);
        reader.expected_origin = Some(origin());
        reader.log_keys = Some(LogKeys { current: log_key().verifier_key().clone(), retired: Vec::new() });
        reader.policy = Some(Policy::parse(&policy()).unwrap());
        reader.authors = Some(vec![author().verifier_key().clone()]);
        reader
    }
}

/// Writes `b3sums` anew, as one who alters a bundle would.
pub(crate) fn resum(files: &mut Files) {
    files.remove("b3sums");
    let line = |(path, bytes): (&String, &Vec<u8>)| format!("{}  {path}\n", Blake3Hash::of(bytes).to_hex());
    let sums: String = files.iter().map(line).collect();
    files.insert("b3sums".to_owned(), sums.into_bytes());
}

pub(crate) const JSON_DOCUMENT: &[u8] = b"{\"saldo_cent\":-60000000}\n";
pub(crate) const JSON_LATER: &[u8] = b"{\"saldo_cent\":-50000000}\n";
pub(crate) const PDF_DOCUMENT: &[u8] = b"%PDF-1.7 of the paragraph\n";

/// The log of most tests: several streams, a receipt and one that supersedes it, an erasure, a signature, two seals.
pub(crate) fn good_log() -> Log {
    grow(Log::new())
}

/// [`good_log`] with one entry altered before it was appended: everything after it fits the altered bytes.
pub(crate) fn altered_log(index: u64, alter: Alter) -> Log {
    let mut log = Log::new();
    log.alter = Some((index, alter));
    grow(log)
}

fn grow(mut log: Log) -> Log {
    log.found(); // 0, opens both streams
    log.signed_event("cut-suspended", &[GM1904]); // 1
    log.event("contribution-allocated", &[GM0148, REGION]); // 2
    log.event("cut-announced", &[GM0148]); // 3
    log.seal(); // 4
    log.receipt(&[("application/json", JSON_DOCUMENT), ("application/pdf", PDF_DOCUMENT)], 5, None); // 5
    log.event("subsidy-awarded", &[GM1904]); // 6, erased below
    log.event("subsidy-refused", &[GM1904]); // 7, withheld
    log.event_with("payload-erased", &[GM1904], |event| event.statement.erases = Some(6)); // 8
    log.event("cut-adopted", &[GM0148]); // 9
    log.receipt(&[("application/json", JSON_LATER)], 5, Some(5)); // 10
    log.seal(); // 11
    log
}

/// What the bundle of [`good_log`] for GM1904 is made of.
pub(crate) fn good_contents() -> BundleContents {
    let log = good_log();
    let mut contents = log.contents(&[GM1904], Some(5));
    contents.log_keys.push(retired_key().verifier_key().clone());
    for entry in &mut contents.entries {
        if Entry::parse(&entry.bytes).unwrap().index() == 7 {
            entry.payload = None;
        }
    }
    contents.documents = BTreeMap::from([
        ("paragraaf-2021.json".to_owned(), JSON_DOCUMENT.to_vec()),
        ("paragraaf-2021.pdf".to_owned(), PDF_DOCUMENT.to_vec()),
        ("paragraaf-2021-nieuw.json".to_owned(), JSON_LATER.to_vec()),
    ]);
    contents
}

/// The bundle of [`good_log`] for GM1904.
pub(crate) fn good_bundle() -> Files {
    write_bundle(&good_contents()).unwrap()
}

/// A text with the value of the first line with this keyword replaced.
pub(crate) fn set_line(text: &str, key: &str, value: &str) -> String {
    let mut done = false;
    let line = |line: &str| {
        if !done && line.split(' ').next() == Some(key) {
            done = true;
            format!("{key} {value}\n")
        } else {
            format!("{line}\n")
        }
    };
    let changed = text.lines().map(line).collect();
    assert!(done, "no line {key} in {text}");
    changed
}

/// A text without the first line with this keyword.
pub(crate) fn drop_line(text: &str, key: &str) -> String {
    let (before, rest) = text.split_once(&format!("\n{key} ")).unwrap();
    format!("{before}\n{}", rest.split_once('\n').unwrap().1)
}

/// The value of the first line with this keyword.
pub(crate) fn line_of<'a>(text: &'a str, key: &str) -> &'a str {
    text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' ')).unwrap()
}

impl Log {
    /// The static files of the log: keys, checkpoint, tiles, entry bundles, payloads.
    pub(crate) fn static_files(&self) -> Files {
        let line = |key: &openboek_proof::note::VerifierKey| format!("{key}\n").into_bytes();
        let mut files = Files::from([
            ("log.vkey".to_owned(), line(log_key().verifier_key())),
            ("policy".to_owned(), policy()),
            ("authors".to_owned(), line(author().verifier_key())),
            ("checkpoint".to_owned(), self.witnessed_head().to_bytes()),
        ]);
        let framed = |entry: &Vec<u8>| [&(entry.len() as u16).to_be_bytes()[..], entry].concat();
        for (number, entries) in self.entries.chunks(256).enumerate() {
            let bytes = entries.iter().flat_map(framed).collect();
            files.insert(tile_path("entries", number, entries.len()), bytes);
        }
        let mut hashes = self.leaves();
        for level in 0.. {
            for (number, tile) in hashes.chunks(256).enumerate() {
                let bytes = tile.iter().flat_map(|hash| hash.0).collect();
                files.insert(tile_path(&level.to_string(), number, tile.len()), bytes);
            }
            hashes = hashes.chunks_exact(256).map(root).collect();
            if hashes.is_empty() {
                break;
            }
        }
        for (index, (salt, payload)) in &self.payloads {
            files.insert(format!("payload/{index}"), [&salt[..], payload].concat());
        }
        files
    }
}

/// The path of a tile with a number below 1000.
pub(crate) fn tile_path(level: &str, number: usize, width: usize) -> String {
    let part = if width < 256 { format!(".p/{width}") } else { String::new() };
    format!("tile/{level}/{number:03}{part}")
}
