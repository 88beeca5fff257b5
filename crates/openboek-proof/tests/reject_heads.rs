//! The cases of section 7 about keys, signatures, checkpoints, clocks and witnesses. Each is a good bundle with one thing changed
//! and `b3sums` made to fit, with the answer and the code it must get.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test says what is wrong by panicking, and its numbers are small"
)]

mod common;

use common::cases::*;
use common::second::verify_bundle;
use common::*;
use openboek_proof::bundle::write_bundle;
use openboek_proof::checkpoint::{CheckpointNote, LogKey, WitnessKey};
use openboek_proof::entry::Origin;
use openboek_proof::hash::Hash;
use openboek_proof::note::VerifierKey;
use openboek_proof::policy::Policy;
use openboek_proof::verify::{LogKeys, ReaderConfig};

/// The note with one bit of its last signature changed.
fn forged(note: &CheckpointNote) -> Vec<u8> {
    let mut note = note.clone();
    *note.note.signatures[0].signature.last_mut().unwrap() ^= 1;
    note.to_bytes()
}

fn other_log_key() -> LogKey {
    LogKey::from_seed(&[9; 32], &origin()).unwrap()
}

#[test]
fn signatures() {
    let bend = |line: usize| {
        move |text: String| {
            let bend = |(number, text): (usize, &str)| match number == line {
                // A letter in the middle of the base64: the key ID stays.
                true => {
                    let place = text.len() - 20;
                    let other = if &text[place..=place] == "A" { "B" } else { "A" };
                    format!("{}{other}{}\n", &text[..place], &text[place + 1..])
                }
                false => format!("{text}\n"),
            };
            text.lines().enumerate().map(bend).collect()
        }
    };
    files("the log's signature fails", 1, "signature-fails", |files| edit(files, "checkpoint", bend(4)));
    files("a witness's signature fails", 1, "signature-fails", |files| edit(files, "checkpoint", bend(5)));
    files("the log's signature on previous fails", 1, "signature-fails", |files| {
        edit(files, "previous", bend(4))
    });
    contents("a witness's signature on previous fails", 1, "signature-fails", |contents| {
        let (note, _) = contents.previous.as_mut().unwrap();
        let other = witness().cosign(&contents.checkpoint.checkpoint, 1_606_122_960);
        note.add_signatures([other]);
    });
    contents("a retired key's signature fails", 1, "signature-fails", |contents| {
        let other = good_log().head(5).checkpoint;
        let line = retired_key().signature(&other);
        contents.checkpoint.add_signatures([line]);
    });
    contents("a second signature of the log fails", 1, "signature-fails", |contents| {
        let other = good_log().head(5).checkpoint;
        contents.checkpoint.add_signatures([log_key().signature(&other)]);
    });
    reader("the log's signature on the kept checkpoint fails", 1, "signature-fails", |reader| {
        reader.previous = Some(forged(&good_log().head(5)));
    });
    reader("another key of the log", 1, "no-log-signature", |reader| {
        let current = other_log_key().verifier_key().clone();
        reader.log_keys = Some(LogKeys { current, retired: vec![log_key().verifier_key().clone()] });
    });
    contents("a checkpoint signed by a retired key only", 1, "no-log-signature", |contents| {
        contents.log_keys.reverse();
    });
    contents("a log signature under another name", 1, "no-log-signature", |contents| {
        contents.checkpoint.note.signatures[0].name = "ledger.example.nl/other".to_owned();
    });
    contents("previous signed by nobody known", 1, "no-log-signature", |contents| {
        let (note, _) = contents.previous.as_mut().unwrap();
        *note = other_log_key().checkpoint_note(5, note.checkpoint.root);
    });
    contents("a policy for another log", 1, "no-log-signature", |contents| {
        let text = format!("log {}\nquorum none\n", other_log_key().verifier_key());
        contents.policy = text.into_bytes();
    });
}

#[test]
fn keys() {
    let other_id = |text: String| {
        let (name, rest) = text.split_once('+').unwrap();
        let digit = if rest.starts_with('0') { "1" } else { "0" };
        format!("{name}+{digit}{}", &rest[1..])
    };
    files("a key ID that does not fit the log's key", 1, "key-id", |files| edit(files, "log.vkey", other_id));
    files("a key ID that does not fit an author's key", 1, "key-id", |files| {
        edit(files, "authors", other_id)
    });
    files("a key ID that does not fit a key of the policy", 1, "key-id", |files| {
        edit(files, "policy", other_id)
    });
    files("a key ID in capitals", 1, "key", |files| {
        let text = String::from_utf8(files["log.vkey"].clone()).unwrap();
        let (name, rest) = text.split_once('+').unwrap();
        let (id, rest) = rest.split_once('+').unwrap();
        put(files, "log.vkey", &format!("{name}+{}+{rest}", id.to_uppercase()));
    });
    files("a witness's key as the log's", 1, "key", |files| {
        put(files, "log.vkey", &format!("{}\n", witness().verifier_key()));
    });
    files("no key", 1, "lines", |files| put(files, "log.vkey", ""));
    files("the key twice", 1, "key-twice", |files| edit(files, "log.vkey", |text| text.clone() + &text));
    files("a key of another log", 1, "origin", |files| {
        let other = LogKey::from_seed(&[1; 32], &Origin::parse("ledger.example.nl/other").unwrap()).unwrap();
        edit(files, "log.vkey", |text| format!("{text}{}\n", other.verifier_key()));
    });
    files("an author's key named after no actor", 1, "key", |files| {
        let key = VerifierKey::new("Jan", author().verifier_key().kind(), author().verifier_key().public())
            .unwrap();
        put(files, "authors", &format!("{key}\n"));
    });
    files("authors that are none", 1, "lines", |files| put(files, "authors", ""));
    files("an author who signed nothing", 1, "author-unneeded", |files| {
        let key = VerifierKey::new(
            "griffie.regio",
            author().verifier_key().kind(),
            retired_key().verifier_key().public(),
        );
        edit(files, "authors", |text| format!("{text}{}\n", key.unwrap()));
    });
    trusting("one key for the log and a witness", 1, "key-twice", |files| {
        let witness = WitnessKey::from_seed(&[1; 32], "witness.example.nl/provincie").unwrap();
        put(files, "policy", &format!("witness w {}\nquorum w\n", witness.verifier_key()));
    });
    trusting("one key for a log and a witness in a policy", 1, "key-twice", |files| {
        let witness = WitnessKey::from_seed(&[1; 32], "witness.example.nl/provincie").unwrap();
        let text =
            format!("log {}\nwitness w {}\nquorum w\n", log_key().verifier_key(), witness.verifier_key());
        put(files, "policy", &text);
    });
    trusting("one key for the log and an author", 1, "key-twice", |files| {
        let key = VerifierKey::new(
            actor().as_str(),
            author().verifier_key().kind(),
            log_key().verifier_key().public(),
        );
        put(files, "authors", &format!("{}\n", key.unwrap()));
    });
    for wrong in [
        "",
        "quorum w\n",
        "quorum none\nquorum none\n",
        "witness none x\nquorum none\n",
        "group g 0\n",
        "what\n",
    ] {
        files("a policy that is none", 1, "policy", |files| put(files, "policy", wrong));
    }
    files("a policy with CR", 1, "bytes", |files| put(files, "policy", "quorum none\r\n"));
    files("a policy without a final LF", 1, "no-final-newline", |files| put(files, "policy", "quorum none"));
}

#[test]
fn origins() {
    reader("another origin expected", 1, "origin", |reader| {
        reader.expected_origin = Origin::parse("ledger.example.nl/drechtsteden");
        reader.log_keys = None;
    });
    contents("a checkpoint of another log", 1, "origin", |contents| {
        let other = Origin::parse("ledger.example.nl/other").unwrap();
        let key = LogKey::from_seed(&[1; 32], &other).unwrap();
        let line = log_key().signature(&contents.checkpoint.checkpoint);
        contents.checkpoint = key.checkpoint_note(12, contents.checkpoint.checkpoint.root);
        contents.checkpoint.add_signatures([line]);
    });
    reader("a kept checkpoint of another log", 1, "origin", |reader| {
        let other = Origin::parse("ledger.example.nl/other").unwrap();
        let key = LogKey::from_seed(&[1; 32], &other).unwrap();
        reader.previous = Some(key.sign_checkpoint(5, Hash::EMPTY));
    });
}

#[test]
fn checkpoints() {
    let lines: [(&str, &str, Alter); 8] = [
        ("CR", "bytes", |text| text.replacen('\n', "\r\n", 1)),
        ("a missing final LF", "no-final-newline", |text| text.trim_end().to_owned()),
        ("a size with a zero before", "number", |text| text.replacen("\n12\n", "\n012\n", 1)),
        ("a root that is not base64", "base64", |text| text.replacen("=\n", "\n", 1)),
        ("an extension line", "lines", |text| text.replacen("\n\n", "\nextra\n\n", 1)),
        ("a line missing", "lines", |text| text.replacen("\n12\n", "\n", 1)),
        ("no signature", "lines", |text| text.split_once("\n\n").unwrap().0.to_owned() + "\n\n"),
        ("a signature line that is none", "lines", |text| text + "- x AAAAAAA=\n"),
    ];
    for (what, code, change) in lines {
        files(what, 1, code, |files| edit(files, "checkpoint", change));
    }
    let log = good_log();
    let mut cut = log.clone();
    cut.entries.truncate(11);
    cut.places.truncate(11);
    let verdict = verify_bundle(&cut.bundle(&[GM1904], Some(5)), &log.reader());
    expect("a checkpoint whose last entry is a receipt", &verdict, 1, "no-seal");
    cut.entries.truncate(10);
    cut.places.truncate(10);
    let mut with_last = cut.contents(&[GM1904], None);
    with_last.entries = cut.contents(&[GM1904, GM0148], None).entries;
    let verdict = verify_bundle(&write_bundle(&with_last).unwrap(), &log.reader());
    expect("a checkpoint whose last entry is another council's", &verdict, 1, "no-seal");
    let verdict = verify_bundle(&log.bundle(&[GM1904], Some(6)), &log.reader());
    expect("a previous checkpoint whose last entry is no seal", &verdict, 1, "no-seal");
    contents("an empty checkpoint", 1, "no-seal", |contents| {
        contents.checkpoint = log_key().checkpoint_note(0, Hash::EMPTY);
    });
}

#[test]
fn older_checkpoints() {
    let log = good_log();
    contents("previous with another root", 1, "consistency-fails", |contents| {
        let (note, _) = contents.previous.as_mut().unwrap();
        *note = log_key().checkpoint_note(5, Hash::EMPTY);
    });
    contents("previous of the same size with another root", 1, "split-view", |contents| {
        contents.previous = Some((log_key().checkpoint_note(12, Hash::EMPTY), Vec::new()));
    });
    contents("previous that is newer", 1, "previous-newer", |contents| {
        contents.previous = Some((log_key().checkpoint_note(13, Hash::EMPTY), Vec::new()));
    });
    reader("the kept checkpoint of the same size has another root", 1, "split-view", |reader| {
        reader.previous = Some(log_key().sign_checkpoint(12, Hash::EMPTY));
    });
    reader("the kept checkpoint of previous's size has another root", 1, "split-view", |reader| {
        reader.previous = Some(log_key().sign_checkpoint(5, Hash::EMPTY));
    });
    reader("the kept checkpoint contradicts what the proofs show", 1, "split-view", |reader| {
        reader.previous = Some(log_key().sign_checkpoint(2, Hash::EMPTY));
    });
    reader("the kept checkpoint is smaller and not proved", 2, "not-joined", |reader| {
        reader.previous = Some(good_log().head(3).to_bytes());
    });
    reader("the kept checkpoint is larger", 2, "older-than-kept", |reader| {
        reader.previous = Some(log_key().sign_checkpoint(20, Hash::EMPTY));
    });
    reader("the kept checkpoint is no note", 1, "lines", |reader| reader.previous = Some(b"x\n".to_vec()));
    reader("the kept checkpoint is signed by nobody known", 1, "no-log-signature", |reader| {
        reader.previous = Some(other_log_key().sign_checkpoint(5, Hash::EMPTY));
    });
    let mut reader = log.reader();
    reader.previous = Some(log.head(5).to_bytes());
    let verdict = verify_bundle(&log.bundle(&[GM1904], None), &reader);
    expect("no previous for the kept checkpoint", &verdict, 2, "not-joined");
    files("previous without consistency", 2, "file-missing", |files| drop(files.remove("consistency")));
    files("consistency without previous", 1, "not-of-streams", |files| drop(files.remove("previous")));
}

#[test]
fn clocks_and_witnesses() {
    let log = good_log();
    let cosigned = |what: &str, code: &str, offset: i64, change: &dyn Fn(&mut ReaderConfig<'_>)| {
        let mut contents = log.contents(&[GM1904], None);
        contents.checkpoint = log.head(12);
        // The seal is recorded a millisecond before `now`.
        let time = (log.now - 1) / 1000 + offset;
        let line = witness().cosign(&contents.checkpoint.checkpoint, time as u64);
        contents.checkpoint.add_signatures([line]);
        let mut reader = log.reader();
        change(&mut reader);
        let verdict = verify_bundle(&write_bundle(&contents).unwrap(), &reader);
        let status = if code == "klopt" { 0 } else { 2 };
        expect(what, &verdict, status, code);
    };
    cosigned("300 s before the seal", "klopt", -299, &|_| {});
    cosigned("more than 300 s before the seal", "cosignatures", -301, &|_| {});
    cosigned("300 s after the clock", "klopt", 420, &|_| {});
    cosigned("more than 300 s after the clock", "cosignatures", 421, &|_| {});
    cosigned("young enough", "klopt", 0, &|reader| reader.max_age_ms = Some(121_000));
    cosigned("too old", "cosignatures", 0, &|reader| reader.max_age_ms = Some(119_000));
    cosigned("the clock is behind", "clock-behind", 0, &|reader| reader.now_ms = log.now - 300_002);
    cosigned("the clock is just behind", "klopt", 0, &|reader| reader.now_ms = log.now - 300_001);

    contents("no cosignature", 2, "cosignatures", |contents| contents.checkpoint = good_log().head(12));
    contents("a cosignature under another name", 2, "cosignatures", |contents| {
        contents.checkpoint.note.signatures[1].name = "witness.example.nl/other".to_owned();
    });
    contents("a cosignature for another checkpoint", 1, "signature-fails", |contents| {
        let other = witness().cosign(&good_log().head(5).checkpoint, 1_606_122_960);
        contents.checkpoint.add_signatures([other]);
    });
    contents("a cosignature at another time than it says", 1, "signature-fails", |contents| {
        contents.checkpoint.note.signatures[1].signature[7] ^= 1;
    });
    let two = |least: &str| {
        let other = WitnessKey::from_seed(&[8; 32], "witness.example.nl/rekenkamer").unwrap();
        let (one, other) = (witness().verifier_key().clone(), other.verifier_key().clone());
        Policy::parse(
            format!("witness a {one}\nwitness b {other}\ngroup g {least} a b\nquorum g\n").as_bytes(),
        )
        .unwrap()
    };
    reader("one of two", 0, "klopt", |reader| reader.policy = Some(two("any")));
    reader("all of two", 2, "cosignatures", |reader| reader.policy = Some(two("all")));
    reader("two of two", 2, "cosignatures", |reader| reader.policy = Some(two("2")));
}
