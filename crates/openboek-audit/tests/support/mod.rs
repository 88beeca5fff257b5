//! A small log with real statements: a founding, a cut, its suspension; sealed and signed; as a bundle.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use openboek_proof::bundle::{BundleContents, BundleEntry, to_zip, write_bundle};
use openboek_proof::checkpoint::{CheckpointNote, LogKey};
use openboek_proof::entry::{
    Actor, Entry, Event, InStream, Origin, PayloadRef, RecordedAt, RequestId, Seal, SealedStream, Statement,
    StreamCode, VersionedName,
};
use openboek_proof::hash::{Hash, leaf_hash, node_hash, payload_commitment, stream_leaf};
use openboek_rules::amount::{Amount, Base, Bound};
use openboek_rules::statement::{
    ArrangementFounded, Body, CutAdopted, CutSuspended, CutTerms, Extent, LegalForm, Member,
};
use openboek_rules::{
    Act, BasisPoints, BudgetYear, Certainty, CutId, MunicipalityCode, Organ, OrganisationId, Pillar, Text,
    UncertainDate, YearSpan,
};

/// 2020-11-23T09:15:00Z in milliseconds.
pub(crate) const START: i64 = 1_606_122_900_000;

/// A moment at which the bundle is young.
pub(crate) const NOW: &str = "2020-11-23T09:20:00Z";

const SV: StreamCode = StreamCode::Municipality(1904);

fn origin() -> Origin {
    Origin::parse("ledger.example.nl/stichtse-vecht").unwrap()
}

fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}

fn years(first: i64, last: i64) -> YearSpan {
    YearSpan::new(BudgetYear::new(first).unwrap(), BudgetYear::new(last).unwrap()).unwrap()
}

fn act(organisation: &str, date: &str) -> Act {
    Act {
        organisation: OrganisationId::new(organisation).unwrap(),
        organ: Organ::Council,
        date: UncertainDate::parse(date).unwrap(),
        documents: Vec::new(),
        legal_basis: Vec::new(),
        note: None,
    }
}

fn founding() -> Body {
    let code = MunicipalityCode::new("GM1904").unwrap();
    Body::ArrangementFounded(ArrangementFounded {
        act: act("region", "2020-01-16"),
        name: text("Stichtse Vecht en partners"),
        form: LegalForm::SingleMunicipality,
        members: vec![Member { code, name: text("Stichtse Vecht") }],
    })
}

fn adopted() -> Body {
    let share = BasisPoints::new(-2000).unwrap();
    Body::CutAdopted(CutAdopted {
        act: act("GM1904", "2020"),
        terms: CutTerms {
            cut: CutId::new("SV-20").unwrap(),
            scope: text("sociale basis"),
            pillar: Pillar::SocialInfrastructure,
            amount: Amount::PercentOf { share, base: Base::Unknown(None), bound: Bound::Exactly },
            years: years(2021, 2024),
            years_inferred: false,
            structural: true,
            certainty: Certainty::Decided,
            concretises: None,
        },
    })
}

fn suspended() -> Body {
    Body::CutSuspended(CutSuspended {
        act: act("GM1904", "2020-11-11"),
        cut: CutId::new("SV-20").unwrap(),
        years: years(2021, 2021),
        extent: Extent::Partial(Amount::Qualitative(text("grotendeels"))),
    })
}

#[derive(Default)]
struct Log {
    entries: Vec<Vec<u8>>,
    payloads: BTreeMap<usize, ([u8; 32], Vec<u8>)>,
    streams: BTreeMap<StreamCode, Vec<Hash>>,
}

impl Log {
    fn event(&mut self, body: &Body, stream: StreamCode, opens: Vec<StreamCode>) {
        let index = self.entries.len();
        let number = u8::try_from(index + 1).unwrap();
        let (salt, payload) = ([number; 32], openboek_wire::encode_payload(body));
        let revision = self.streams.entry(stream).or_default().len() as u64;
        for code in &opens {
            self.streams.entry(*code).or_default();
        }
        let event = Event {
            origin: origin(),
            index: index as u64,
            recorded: RecordedAt::from_unix_ms(START).unwrap(),
            streams: vec![InStream { code: stream, revision }],
            statement: Statement {
                actor: Actor::parse("griffie.stichtsevecht").unwrap(),
                kind: VersionedName::new(body.kind(), 1).unwrap(),
                opens,
                erases: None,
                concerns: vec![stream],
                decided: None,
                years: None,
                request: RequestId([number; 16]),
                payload: PayloadRef {
                    length: u32::try_from(payload.len()).unwrap(),
                    commitment: payload_commitment(&salt, &payload),
                },
            },
            signature: None,
        };
        self.payloads.insert(index, (salt, payload));
        self.push(&Entry::Event(event), Some(stream));
    }

    fn seal(&mut self) {
        let streams = self.streams.iter();
        let streams = streams.map(|(code, leaves)| SealedStream {
            code: *code,
            size: leaves.len() as u64,
            root: root(leaves),
        });
        let seal = Seal {
            origin: origin(),
            index: self.entries.len() as u64,
            recorded: RecordedAt::from_unix_ms(START + 1).unwrap(),
            previous: None,
            streams: streams.collect(),
        };
        self.push(&Entry::Seal(seal), None);
    }

    fn push(&mut self, entry: &Entry, stream: Option<StreamCode>) {
        let bytes = entry.to_bytes();
        if let Some(stream) = stream {
            self.streams.entry(stream).or_default().push(stream_leaf(entry.index(), leaf_hash(&bytes)));
        }
        self.entries.push(bytes);
    }

    fn contents(&self) -> BundleContents {
        let leaves: Vec<Hash> = self.entries.iter().map(|entry| leaf_hash(entry)).collect();
        let key = LogKey::from_seed(&[1; 32], &origin()).unwrap();
        let checkpoint: CheckpointNote = key.checkpoint_note(leaves.len() as u64, root(&leaves));
        let entry = |(index, bytes): (usize, &Vec<u8>)| BundleEntry {
            bytes: bytes.clone(),
            proof: path(index, &leaves),
            payload: self.payloads.get(&index).cloned(),
        };
        BundleContents {
            checkpoint,
            log_keys: vec![key.verifier_key().clone()],
            policy: format!("log {}\nquorum none\n", key.verifier_key()).into_bytes(),
            authors: Vec::new(),
            streams: BTreeSet::from([SV]),
            entries: self.entries.iter().enumerate().map(entry).collect(),
            previous: None,
            documents: BTreeMap::new(),
            schema: openboek_wire::FILE_DESCRIPTOR_SET.to_vec(),
        }
    }
}

fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::EMPTY,
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(root(left), root(right))
        }
    }
}

fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
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

/// The files of the bundle.
pub(crate) fn files() -> BTreeMap<String, Vec<u8>> {
    let mut log = Log::default();
    log.event(&founding(), StreamCode::Region, vec![SV]);
    log.event(&adopted(), SV, Vec::new());
    log.event(&suspended(), SV, Vec::new());
    log.seal();
    write_bundle(&log.contents()).unwrap()
}

/// The bundle as a zip file in a folder, its files changed first.
pub(crate) fn zip(folder: &Path, change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>)) -> PathBuf {
    let mut files = files();
    change(&mut files);
    let file = folder.join("bundel.zip");
    std::fs::write(&file, to_zip(&files).unwrap()).unwrap();
    file
}

/// The bundle as a folder.
pub(crate) fn folder(folder: &Path) -> PathBuf {
    let root = folder.join("bundel");
    for (path, bytes) in files() {
        let place = root.join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, bytes).unwrap();
    }
    root
}

/// The verifier key of somebody else for this origin.
pub(crate) fn other_key() -> String {
    format!("{}\n", LogKey::from_seed(&[9; 32], &origin()).unwrap().verifier_key())
}
