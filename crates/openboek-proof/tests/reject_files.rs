//! The cases of section 7 about files, proofs, indexes, payloads and documents. Each is a good bundle with one thing changed and
//! `b3sums` made to fit, with the answer and the code it must get.
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
use openboek_proof::hash::Hash;
use openboek_proof::note::VerifierKey;
use openboek_proof::verify::ReaderConfig;

#[test]
fn proofs() {
    for path in ["proofs/1", "proofs/11"] {
        files("a proof too short", 1, "inclusion-fails", |files| {
            edit_proof(files, path, |proof| proof.truncate(proof.len() - 1));
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
        edit_proof(files, "consistency", |proof| proof.truncate(proof.len() - 1));
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
    let sums: [(&str, u8, &str, Alter); 8] = [
        ("differs from b3sums", 1, "b3sums-differ", |text| text.replacen(&text[..64], &"0".repeat(64), 1)),
        ("a file not in b3sums", 1, "b3sums-incomplete", |text| text.split_once('\n').unwrap().1.to_owned()),
        ("b3sums that names itself", 1, "b3sums-incomplete", |text| {
            let line = |line: &str| match line.ends_with("  checkpoint") {
                true => format!("{}  b3sums\n{line}\n", "0".repeat(64)),
                false => format!("{line}\n"),
            };
            text.lines().map(line).collect()
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
        ("a stream of which not all entries are there", "stream-root", "GM0148\nGM1904\nregion\n"),
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
    files("a payload cut", 1, "payload-differs", |files| files.get_mut("payloads/1").unwrap().truncate(40));
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

#[test]
fn a_bundle_about_other_streams_than_the_reader_asks_for() {
    reader("its own stream is there", 0, "klopt", |reader| reader.expected_streams = [GM1904, REGION].into());
    reader("another council's stream", 2, "stream-missing", |reader| {
        reader.expected_streams = [GM0148].into()
    });
    let mut reader = good_log().reader();
    reader.expected_streams = [GM1904].into();
    let verdict = verify_bundle(&good_log().bundle(&[], None), &reader);
    expect("a bundle of the region only", &verdict, 2, "stream-missing");
}
