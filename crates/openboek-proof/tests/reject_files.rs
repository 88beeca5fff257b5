//! Every other case of section 7: files, keys, signatures, proofs, checkpoints, payloads, documents. Each is a good bundle with
//! one thing changed and `b3sums` made to fit, with the answer and the code it must get.

mod common;

use common::*;
use openboek_proof::bundle::{BundleContents, write_bundle};
use openboek_proof::checkpoint::{CheckpointNote, LogKey, WitnessKey};
use openboek_proof::entry::Origin;
use openboek_proof::hash::Hash;
use openboek_proof::note::VerifierKey;
use openboek_proof::policy::Policy;
use openboek_proof::tree::{parse_proof, write_proof};
use openboek_proof::verify::{LogKeys, ReaderConfig, Verdict, verify_bundle};

/// Checks one answer.
fn expect(what: &str, verdict: &Verdict, status: u8, code: &str) {
    let found = verdict.reason().map_or("klopt", |reason| reason.code.as_str());
    assert_eq!((verdict.exit_status(), found), (status, code), "{what}: {verdict:?}");
    if let Some(reason) = verdict.reason() {
        assert!(reason.english().contains(reason.code.english()));
        assert!(reason.dutch().contains(reason.code.dutch()));
    }
}

/// A change to the files of the good bundle, before the reader of the good log.
fn files(what: &str, status: u8, code: &str, change: impl FnOnce(&mut Files)) {
    let mut files = good_bundle();
    change(&mut files);
    resum(&mut files);
    expect(what, &verify_bundle(&files, &good_log().reader()), status, code);
}

/// The same before a reader who has nothing but a clock.
fn trusting(what: &str, status: u8, code: &str, change: impl FnOnce(&mut Files)) {
    let mut files = good_bundle();
    change(&mut files);
    resum(&mut files);
    expect(what, &verify_bundle(&files, &ReaderConfig::at(good_log().now)), status, code);
}

/// A change to what the bundle is written from, before a reader who has nothing but a clock.
fn contents(what: &str, status: u8, code: &str, change: impl FnOnce(&mut BundleContents)) {
    let mut contents = good_contents();
    change(&mut contents);
    let files = write_bundle(&contents).unwrap();
    expect(what, &verify_bundle(&files, &ReaderConfig::at(good_log().now)), status, code);
}

/// A change to the reader.
fn reader(what: &str, status: u8, code: &str, change: impl FnOnce(&mut ReaderConfig<'_>)) {
    let mut reader = good_log().reader();
    change(&mut reader);
    expect(what, &verify_bundle(&good_bundle(), &reader), status, code);
}

fn edit(files: &mut Files, path: &str, change: impl FnOnce(String) -> String) {
    let text = String::from_utf8(files[path].clone()).unwrap();
    files.insert(path.to_owned(), change(text).into_bytes());
}

fn edit_proof(files: &mut Files, path: &str, change: impl FnOnce(&mut Vec<Hash>)) {
    let mut proof = parse_proof(&files[path]).unwrap();
    change(&mut proof);
    files.insert(path.to_owned(), write_proof(&proof));
}

fn put(files: &mut Files, path: &str, text: &str) {
    files.insert(path.to_owned(), text.as_bytes().to_vec());
}

fn other_log_key() -> LogKey {
    LogKey::from_seed(&[9; 32], &origin()).unwrap()
}

#[test]
fn proofs() {
    for path in ["proofs/1", "proofs/11"] {
        files("a proof too short", 1, "inclusion-fails", |files| {
            edit_proof(files, path, |proof| drop(proof.pop()));
        });
        files("a proof too long", 1, "inclusion-fails", |files| {
            edit_proof(files, path, |proof| proof.push(Hash::EMPTY));
        });
        files("a proof in the wrong order", 1, "inclusion-fails", |files| {
            edit_proof(files, path, |proof| proof.reverse());
        });
    }
    files("no proof at all", 1, "inclusion-fails", |files| put(files, "proofs/1", ""));
    files("a consistency proof too short", 1, "consistency-fails", |files| {
        edit_proof(files, "consistency", |proof| drop(proof.pop()));
    });
    files("a consistency proof too long", 1, "consistency-fails", |files| {
        edit_proof(files, "consistency", |proof| proof.push(Hash::EMPTY));
    });
    files("a consistency proof in the wrong order", 1, "consistency-fails", |files| {
        edit_proof(files, "consistency", |proof| proof.reverse());
    });
    files("base64 in another form", 1, "base64", |files| {
        edit(files, "proofs/1", |text| {
            let (first, rest) = text.split_once("=\n").unwrap();
            let (body, last) = first.split_at(first.len() - 1);
            let next = char::from(last.as_bytes()[0] + 1);
            format!("{body}{next}=\n{rest}")
        });
    });
    files("base64 without padding", 1, "base64", |files| {
        edit(files, "proofs/1", |text| text.replacen('=', "", 1))
    });
    files("CR", 1, "bytes", |files| edit(files, "proofs/1", |text| text.replace('\n', "\r\n")));
    files("a missing final LF", 1, "no-final-newline", |files| {
        edit(files, "proofs/1", |text| text.trim_end().to_owned());
    });
    files("a blank line", 1, "base64", |files| edit(files, "proofs/1", |text| text + "\n"));
}

#[test]
fn indexes() {
    files("an index at the size", 1, "index-beyond-size", |files| {
        let entry = good_log().entries[9].clone();
        files.insert(
            "entries/12".to_owned(),
            set_line(&String::from_utf8(entry).unwrap(), "index", "12").into_bytes(),
        );
        put(files, "proofs/12", "");
    });
    files("an index in the file's name other than in the entry", 1, "index-differs", |files| {
        for folder in ["entries", "proofs"] {
            let file = files[&format!("{folder}/8")].clone();
            files.insert(format!("{folder}/9"), file);
        }
    });
    let log = good_log();
    let mut many = log.contents(&[GM1904], None);
    let all = log.contents(&[GM1904, GM0148], None);
    many.entries = all.entries;
    let verdict = verify_bundle(&write_bundle(&many).unwrap(), &log.reader());
    expect("another council's entry, proved", &verdict, 1, "not-of-streams");
    let mut many = log.contents(&[GM1904], None);
    many.entries.push(log.contents(&[GM1904], Some(5)).entries.into_iter().nth(3).unwrap());
    let verdict = verify_bundle(&write_bundle(&many).unwrap(), &log.reader());
    expect("a seal that is not asked for", &verdict, 1, "not-of-streams");
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
    reader("a log of the policy whose signature fails", 1, "signature-fails", |reader| {
        // The same key ID, another key: what a forger would look for; here made by hand.
        let other = log_key().verifier_key().clone();
        reader.log_keys = Some(LogKeys { current: other, retired: vec![] });
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

/// The note with one bit of its last signature changed.
fn forged(note: &CheckpointNote) -> Vec<u8> {
    let mut note = note.clone();
    *note.note.signatures[0].signature.last_mut().unwrap() ^= 1;
    note.to_bytes()
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
    let lines: [(&str, &str, fn(String) -> String); 8] = [
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
        reader.previous = Some(log_key().sign_checkpoint(3, Hash::EMPTY).clone());
        reader.previous = Some(good_log().head(3).to_bytes());
    });
    reader("the kept checkpoint is larger", 2, "not-joined", |reader| {
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
fn files_of_the_bundle() {
    for path in [
        "x",
        "entries/01",
        "entries/x",
        "entries/1/2",
        "documents/a b",
        "proofs/3",
        "payloads/4",
        "payloads/5",
        "payloads/3",
        "Streams",
    ] {
        files("a file that section 6 does not name", 1, "unknown-file", |files| put(files, path, "x"));
    }
    for path in [".DS_Store", "entries/.x", ".git/config"] {
        let mut dotted = good_bundle();
        put(&mut dotted, path, "x");
        expect("a dotted name", &verify_bundle(&dotted, &good_log().reader()), 0, "klopt");
    }
    for path in ["/etc/x", "../x", "a//b", "./x", "a\\b"] {
        files("a path that is not allowed", 1, "bad-path", |files| put(files, path, "x"));
    }
    let sums: [(&str, u8, &str, fn(String) -> String); 8] = [
        ("differs from b3sums", 1, "b3sums-differ", |text| text.replacen(&text[..64], &"0".repeat(64), 1)),
        ("a file not in b3sums", 1, "b3sums-incomplete", |text| text.split_once('\n').unwrap().1.to_owned()),
        ("b3sums that names itself", 1, "b3sums-incomplete", |text| {
            text.replacen("  checkpoint", &format!("  b3sums\n{}  checkpoint", "0".repeat(64)), 1)
        }),
        ("b3sums that names a file that is not there", 2, "file-missing", |text| {
            text.replacen("  entries/10\n", &format!("  entries/10\n{}  entries/100\n", "0".repeat(64)), 1)
        }),
        ("b3sums out of order", 1, "lines", |text| {
            let (first, rest) = text.split_once('\n').unwrap();
            format!("{rest}{first}\n")
        }),
        ("b3sums with a line twice", 1, "lines", |text| {
            text.split_inclusive('\n').take(1).collect::<String>() + &text
        }),
        ("b3sums with a star", 1, "lines", |text| text.replacen("  ", " *", 1)),
        ("b3sums in capitals", 1, "value", |text| text.to_uppercase()),
    ];
    for (what, status, code, change) in sums {
        let mut files = good_bundle();
        edit(&mut files, "b3sums", change);
        expect(what, &verify_bundle(&files, &good_log().reader()), status, code);
    }
    files("a file of lines over 1 MiB", 1, "too-large", |files| {
        put(files, "streams", &"region\n".repeat(150_000))
    });
    files("another over 64 MiB", 1, "too-large", |files| {
        drop(files.insert("schema.binpb".into(), vec![0; (64 << 20) + 1]))
    });
    files("an entry over 65,535 bytes", 1, "too-large", |files| {
        put(files, "entries/6", &"x 1\n".repeat(20_000))
    });
    for path in [
        "LEESMIJ.txt",
        "log.vkey",
        "policy",
        "checkpoint",
        "streams",
        "schema.binpb",
        "proofs/6",
        "entries/11",
    ] {
        // The proof of an entry that is not there would be a file too many.
        files(path, 2, "file-missing", |files| {
            files.remove(path);
            if path == "entries/11" {
                files.remove("proofs/11");
            }
        });
    }
    let mut no_sums = good_bundle();
    no_sums.remove("b3sums");
    expect("no b3sums", &verify_bundle(&no_sums, &good_log().reader()), 2, "file-missing");
}

#[test]
fn streams() {
    let wrong = [
        ("region missing", "lines", "GM1904\n"),
        ("unsorted", "lines", "region\nGM1904\n"),
        ("twice", "lines", "GM1904\nGM1904\nregion\n"),
        ("no code", "value", "GM19\nregion\n"),
        ("a stream that never opened", "stream-not-open", "GM1904\nGM9999\nregion\n"),
        ("a stream of which not all entries are there", "revision", "GM0148\nGM1904\nregion\n"),
        ("a stream less", "not-of-streams", "region\n"),
        ("empty", "lines", ""),
        ("CR", "bytes", "GM1904\r\nregion\r\n"),
        ("no final LF", "no-final-newline", "GM1904\nregion"),
    ];
    for (what, code, text) in wrong {
        files(what, 1, code, |files| put(files, "streams", text));
    }
    let log = good_log();
    let mut fewer = log.contents(&[GM1904], None);
    fewer.entries.remove(7);
    let verdict = verify_bundle(&write_bundle(&fewer).unwrap(), &log.reader());
    expect("the last entry of a stream is missing", &verdict, 1, "stream-root");
}

#[test]
fn payloads() {
    files("a payload altered", 1, "payload-differs", |files| {
        *files.get_mut("payloads/1").unwrap().last_mut().unwrap() ^= 1
    });
    files("a salt altered", 1, "payload-differs", |files| files.get_mut("payloads/1").unwrap()[0] ^= 1);
    files("a payload cut", 1, "payload-differs", |files| drop(files.get_mut("payloads/1").unwrap().pop()));
    files("a payload shorter than its salt", 1, "payload-differs", |files| put(files, "payloads/1", "x"));
    files("an erased payload that is there", 1, "payload-erased", |files| {
        let (salt, payload) = good_log().payloads[&6].clone();
        files.insert("payloads/6".to_owned(), [&salt[..], &payload].concat());
    });
    files("a withheld payload that is there", 1, "withheld", |files| {
        let (salt, payload) = good_log().payloads[&7].clone();
        files.insert("payloads/7".to_owned(), [&salt[..], &payload].concat());
    });
    files("an erased payload listed as withheld", 1, "withheld", |files| put(files, "withheld", "6\n7\n"));
    files("a seal listed as withheld", 1, "withheld", |files| put(files, "withheld", "4\n7\n"));
    files("an entry that is not there listed as withheld", 1, "withheld", |files| {
        put(files, "withheld", "3\n7\n")
    });
    files("withheld out of order", 1, "lines", |files| put(files, "withheld", "7\n1\n"));
    files("withheld in another form", 1, "number", |files| put(files, "withheld", "07\n"));
    files("withheld that is empty", 1, "lines", |files| put(files, "withheld", ""));
    files("a payload missing", 2, "payload-missing", |files| drop(files.remove("payloads/1")));
    files("a payload no longer said to be withheld", 2, "payload-missing", |files| {
        drop(files.remove("withheld"))
    });
}

#[test]
fn authors_and_documents() {
    files("a document altered", 1, "document-unknown", |files| {
        put(files, "documents/paragraaf-2021.json", "{}\n")
    });
    files("a document of no receipt", 1, "document-unknown", |files| put(files, "documents/x", "x"));
    reader("a document that is computed otherwise", 1, "document-differs", |reader| {
        reader.recompute = Some(&|_, _| Some(b"{}\n".to_vec()));
    });
    trusting("no key of the author", 2, "author-key-missing", |files| drop(files.remove("authors")));
    reader("the author's key is not among the reader's", 2, "author-key-missing", |reader| {
        reader.authors = Some(vec![])
    });
    reader("another key of the same author", 2, "author-key-missing", |reader| {
        let key = VerifierKey::new(
            actor().as_str(),
            author().verifier_key().kind(),
            retired_key().verifier_key().public(),
        );
        reader.authors = Some(vec![key.unwrap()]);
    });
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

#[test]
fn a_contradiction_goes_before_what_is_missing() {
    files("a payload missing and another altered", 1, "payload-differs", |files| {
        files.remove("payloads/0");
        files.get_mut("payloads/1").unwrap()[0] ^= 1;
    });
    files("the checkpoint missing and a payload altered", 1, "payload-differs", |files| {
        files.remove("checkpoint");
        files.get_mut("payloads/1").unwrap()[0] ^= 1;
    });
    files("the policy missing and an entry in the wrong place", 1, "index-differs", |files| {
        files.remove("policy");
        let (one, other) = (files["entries/1"].clone(), files["entries/2"].clone());
        files.insert("entries/1".to_owned(), other);
        files.insert("entries/2".to_owned(), one);
    });
}

#[test]
fn nothing_at_all_is_niet_te_controleren() {
    let verdict = verify_bundle(&Files::new(), &ReaderConfig::at(START));
    expect("an empty bundle", &verdict, 2, "file-missing");
}
