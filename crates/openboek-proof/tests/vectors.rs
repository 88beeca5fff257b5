//! The test vectors of FORMAT.md, byte for byte.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test says what is wrong by panicking, and its numbers are small"
)]

mod vector;

use openboek_proof::checkpoint::{AuthorKey, CheckpointNote, LogKey, WitnessKey};
use openboek_proof::entry::{Actor, Entry, Origin, SignatureError};
use openboek_proof::hash::{DocumentDigest, event_hash, leaf_hash, payload_commitment, stream_leaf};
use openboek_proof::note::VerifierKey;
use openboek_proof::tree::{Frontier, TileSource, consistency_proof, extend_tiles, inclusion_proof};
use std::collections::BTreeMap;
use vector::*;

struct Tiles(BTreeMap<(u8, u64), Vec<u8>>);

impl TileSource for Tiles {
    fn tile(&self, level: u8, number: u64) -> Option<Vec<u8>> {
        self.0.get(&(level, number)).cloned()
    }
}

fn tiles() -> Tiles {
    let leaves: Vec<_> = ENTRIES.iter().map(|entry| leaf_hash(entry.as_bytes())).collect();
    let grown = extend_tiles(0, &leaves, &Tiles(BTreeMap::new())).unwrap();
    Tiles(grown.into_iter().map(|(level, number, tile)| ((level, number), tile)).collect())
}

fn origin() -> Origin {
    Origin::parse("ledger.example.nl/stichtse-vecht").unwrap()
}

fn author() -> AuthorKey {
    AuthorKey::from_seed(&[3; 32], &Actor::parse("griffie.stichtsevecht").unwrap()).unwrap()
}

fn texts(hashes: &[openboek_proof::hash::Hash]) -> Vec<String> {
    hashes.iter().map(ToString::to_string).collect()
}

#[test]
fn entries_parse_and_write_back_to_the_same_bytes() {
    for (index, text) in ENTRIES.iter().enumerate() {
        let entry = Entry::parse(text.as_bytes()).unwrap();
        assert_eq!(entry.index(), index as u64);
        assert_eq!(entry.origin(), &origin());
        assert_eq!(String::from_utf8(entry.to_bytes()).unwrap(), *text);
    }
}

#[test]
fn event_and_leaf_hashes() {
    for (text, (event, leaf)) in ENTRIES.iter().zip(HASHES) {
        assert_eq!(event_hash(text.as_bytes()).to_string(), event);
        assert_eq!(leaf_hash(text.as_bytes()).to_string(), leaf);
    }
}

#[test]
fn payload_commitments() {
    for (index, salt, payload) in [(0, 0x20, "founded"), (1, 0, "openboek test payload")] {
        let salt: [u8; 32] = std::array::from_fn(|place| salt + place as u8);
        let Ok(Entry::Event(event)) = Entry::parse(ENTRIES[index].as_bytes()) else {
            panic!("entry {index} is an event");
        };
        assert_eq!(event.statement.payload.length as usize, payload.len());
        let commitment = payload_commitment(&salt, payload.as_bytes());
        assert_eq!(event.statement.payload.commitment, commitment);
    }
}

#[test]
fn the_document_of_the_receipt() {
    let Ok(Entry::Receipt(receipt)) = Entry::parse(ENTRIES[3].as_bytes()) else {
        panic!("entry 3 is a receipt");
    };
    let json = receipt.output("application/json").unwrap();
    assert_eq!(json.length as usize, DOCUMENT.len());
    assert_eq!(json.digest, DocumentDigest::of(DOCUMENT.as_bytes()));
}

#[test]
fn stream_trees_and_the_roots_in_the_seals() {
    let mut streams = BTreeMap::new();
    let mut seals = 0;
    for text in ENTRIES {
        let entry = Entry::parse(text.as_bytes()).unwrap();
        for stream in entry.streams() {
            let tree: &mut Frontier = streams.entry(stream.code).or_default();
            assert_eq!(tree.size(), stream.revision);
            tree.push(stream_leaf(entry.index(), leaf_hash(text.as_bytes())));
        }
        if let Entry::Seal(seal) = entry {
            seals += 1;
            for line in &seal.streams {
                let tree = streams.entry(line.code).or_default();
                assert_eq!((line.size, line.root), (tree.size(), tree.root()));
            }
        }
    }
    assert_eq!(seals, 2);
    let leaf = |index: usize| stream_leaf(index as u64, leaf_hash(ENTRIES[index].as_bytes()));
    assert_eq!(texts(&[leaf(1), leaf(3)]), STREAM_LEAVES_GM1904);
    assert_eq!(texts(&[leaf(0)]), STREAM_LEAVES_REGION);
}

#[test]
fn tree_root_and_proofs() {
    let root = |size: usize| {
        let mut tree = Frontier::new();
        ENTRIES[..size].iter().for_each(|entry| tree.push(leaf_hash(entry.as_bytes())));
        tree.root()
    };
    assert_eq!(root(3).to_string(), ROOT_OF_3);
    assert_eq!(texts(&inclusion_proof(&tiles(), 1, 5).unwrap()), INCLUSION_1_IN_5);
    assert_eq!(texts(&consistency_proof(&tiles(), 3, 5).unwrap()), CONSISTENCY_3_TO_5);
    let note = CheckpointNote::parse(CHECKPOINT.as_bytes()).unwrap();
    assert_eq!(note.checkpoint.root, root(5));
}

#[test]
fn verifier_keys() {
    let log = LogKey::from_seed(&[1; 32], &origin()).unwrap();
    let witness = WitnessKey::from_seed(&[2; 32], "witness.example.nl/provincie").unwrap();
    let keys = [log.verifier_key(), witness.verifier_key(), author().verifier_key()].map(ToString::to_string);
    assert_eq!(keys, KEYS);
    for key in KEYS {
        assert_eq!(VerifierKey::parse(key).unwrap().to_string(), key);
    }
}

#[test]
fn the_checkpoint_and_its_cosignature() {
    let log = LogKey::from_seed(&[1; 32], &origin()).unwrap();
    let witness = WitnessKey::from_seed(&[2; 32], "witness.example.nl/provincie").unwrap();
    let parsed = CheckpointNote::parse(CHECKPOINT.as_bytes()).unwrap();
    assert_eq!(parsed.to_bytes(), CHECKPOINT.as_bytes());
    assert_eq!(parsed.is_signed_by(log.verifier_key()), Ok(true));
    assert_eq!(parsed.cosigned_at(witness.verifier_key()), Ok(vec![1_606_809_700]));
    let mut made = log.checkpoint_note(parsed.checkpoint.size, parsed.checkpoint.root);
    made.add_signatures([witness.cosign(&parsed.checkpoint, 1_606_809_700)]);
    assert_eq!(made, parsed);
}

#[test]
fn the_statement_text_and_its_signature() {
    let Ok(Entry::Event(mut event)) = Entry::parse(ENTRIES[1].as_bytes()) else {
        panic!("entry 1 is an event");
    };
    assert_eq!(event.statement_text(), STATEMENT_TEXT);
    let signature = author().sign(&event.origin, &event.statement);
    assert_eq!(event.signature, Some(signature));
    let keys = KEYS.map(|key| VerifierKey::parse(key).unwrap());
    assert_eq!(event.check_signature(&keys), Ok(()));
    assert_eq!(event.check_signature(&keys[..2]), Err(SignatureError::UnknownKey));
    event.origin = Origin::parse("ledger.example.nl/other").unwrap();
    assert_eq!(event.check_signature(&keys), Err(SignatureError::Fails));
    event.signature = None;
    assert_eq!(event.check_signature(&keys), Err(SignatureError::Unsigned));
}

#[test]
fn the_signed_statement_is_a_note_any_tool_checks() {
    let Ok(Entry::Event(event)) = Entry::parse(ENTRIES[1].as_bytes()) else {
        panic!("entry 1 is an event");
    };
    let line = ENTRIES[1].lines().find_map(|line| line.strip_prefix("signature ")).unwrap();
    let note = format!("{}\n— {} {line}\n", event.statement_text(), event.statement.actor);
    let verifier = signed_note::StandardVerifier::new(KEYS[2]).unwrap();
    let known = signed_note::VerifierList::new(vec![Box::new(verifier)]);
    let note = signed_note::Note::from_bytes(note.as_bytes()).unwrap();
    assert_eq!(note.verify(&known).unwrap().0.len(), 1);
}

/// FORMAT.md and these tests hold the same vectors.
#[test]
fn the_page_shows_these_vectors() {
    let page = include_str!("../FORMAT.md");
    let block = |text: &str| assert!(page.contains(&format!("\n```\n{text}```\n")), "{text}");
    block(&KEYS.map(|key| format!("{key}\n")).concat());
    ENTRIES.into_iter().for_each(block);
    block(STATEMENT_TEXT);
    block(CHECKPOINT);
    let row = |name: &str, values: &[&str]| {
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        let row = format!("\n| {name} | {} |\n", values.join(" "));
        assert!(page.contains(&row), "{row}");
    };
    for (index, (event, leaf)) in HASHES.iter().enumerate() {
        row(&format!("event hash, leaf hash {index}"), &[event, leaf]);
    }
    row("stream leaf hashes of GM1904", &STREAM_LEAVES_GM1904);
    row("stream leaf hashes of region", &STREAM_LEAVES_REGION);
    row("tree root of size 3", &[ROOT_OF_3]);
    row("inclusion proof of entry 1 in size 5", &INCLUSION_1_IN_5);
    row("consistency proof from size 3 to 5", &CONSISTENCY_3_TO_5);
    assert!(page.contains(DOCUMENT.trim_end()));
    assert!(page.contains(openboek_proof::hash::COMMITMENT_CONTEXT));
}

/// The vectors as the files of a static log: another program's log, as far as this crate is concerned.
#[test]
fn the_vectors_are_a_log_that_is_klopt() {
    use openboek_proof::verify::{ReaderConfig, Verdict, verify_static_log};
    let framed = |entry: &str| [&(entry.len() as u16).to_be_bytes()[..], entry.as_bytes()].concat();
    let leaves = ENTRIES.iter().flat_map(|entry| leaf_hash(entry.as_bytes()).0).collect();
    let policy = format!("log {}\nwitness provincie {}\nquorum provincie\n", KEYS[0], KEYS[1]);
    let files = BTreeMap::from([
        ("log.vkey".to_owned(), format!("{}\n", KEYS[0]).into_bytes()),
        ("policy".to_owned(), policy.into_bytes()),
        ("authors".to_owned(), format!("{}\n", KEYS[2]).into_bytes()),
        ("checkpoint".to_owned(), CHECKPOINT.as_bytes().to_vec()),
        ("tile/0/000.p/5".to_owned(), leaves),
        ("tile/entries/000.p/5".to_owned(), ENTRIES.iter().flat_map(|entry| framed(entry)).collect()),
    ]);
    let reader = ReaderConfig::at(1_606_809_700_000);
    let verdict = verify_static_log(&files, "checkpoint", &reader);
    assert!(matches!(verdict, Verdict::Klopt(_)), "{verdict:?}");
}
