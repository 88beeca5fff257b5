//! Every byte of every file changed, every file dropped, every pair of entries swapped: never *klopt*.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test says what is wrong by panicking, and its numbers are small"
)]

mod common;

use common::*;
use openboek_proof::policy::Policy;
use openboek_proof::verify::{ReaderConfig, Verdict, verify_bundle, verify_static_log};

/// Changes that turn a byte into another: one bit low, the bit of upper case, one bit that leaves ASCII, all bits.
const MASKS: [u8; 4] = [0x01, 0x20, 0x80, 0xff];

/// Files under no proof: `b3sums` alone speaks for their text, and it proves nothing (section 6).
const UNPROVED: [&str; 2] = ["LEESMIJ.txt", "schema.binpb"];

fn is_klopt(files: &Files, reader: &ReaderConfig<'_>) -> bool {
    matches!(verify_bundle(files, reader), Verdict::Klopt(_))
}

/// Calls `check` with every file of `files` in turn with one byte changed, and says which.
fn each_flip(files: &Files, masks: &[u8], check: impl Fn(&str, Files, &str)) {
    for (path, bytes) in files {
        for place in 0..bytes.len() {
            for mask in masks {
                let mut changed = files.clone();
                if let Some(byte) = changed.get_mut(path).and_then(|bytes| bytes.get_mut(place)) {
                    *byte ^= mask;
                }
                check(path, changed, &format!("{path} byte {place} mask {mask:02x}"));
            }
        }
    }
}

#[test]
fn one_byte_changed_and_b3sums_left_alone() {
    let (files, log) = (good_bundle(), good_log());
    for reader in [log.reader(), ReaderConfig::at(log.now)] {
        assert!(is_klopt(&files, &reader));
        each_flip(&files, &MASKS, |_, changed, what| {
            let verdict = verify_bundle(&changed, &reader);
            assert_eq!(verdict.exit_status(), 1, "{what}: {verdict:?}");
        });
    }
}

#[test]
fn one_byte_changed_and_b3sums_made_to_fit() {
    let (mut files, log) = (good_bundle(), good_log());
    files.remove("b3sums");
    let reader = log.reader();
    each_flip(&files, &MASKS[..3], |path, mut changed, what| {
        if UNPROVED.contains(&path) {
            return;
        }
        resum(&mut changed);
        let klopt = is_klopt(&changed, &reader);
        // This reader has a policy of their own: another that can be read is not looked at further.
        let other_policy = path == "policy" && Policy::parse(&changed["policy"]).is_ok();
        assert_eq!(klopt, other_policy, "{what}");
    });
}

#[test]
fn one_byte_changed_before_a_reader_who_trusts_the_bundle() {
    let (mut files, log) = (good_bundle(), good_log());
    files.remove("b3sums");
    let reader = ReaderConfig::at(log.now);
    each_flip(&files, &MASKS[..1], |path, mut changed, what| {
        if UNPROVED.contains(&path) {
            return;
        }
        resum(&mut changed);
        // Of a trusted policy only the name of a witness or group says nothing: it must still name the same keys.
        let klopt = is_klopt(&changed, &reader);
        let renamed = path == "policy" && Policy::parse(&changed["policy"]).is_ok();
        assert_eq!(klopt, renamed, "{what}");
    });
}

#[test]
fn a_file_dropped() {
    let (files, log) = (good_bundle(), good_log());
    for path in files.keys() {
        let mut fewer = files.clone();
        fewer.remove(path);
        assert!(!is_klopt(&fewer, &log.reader()), "{path}, b3sums left alone");
        if path == "b3sums" {
            continue;
        }
        resum(&mut fewer);
        // Nobody needs a document, or the author's key when the reader has it; `withheld` and payloads are needed.
        let free = path.starts_with("documents/") || path == "authors";
        assert_eq!(is_klopt(&fewer, &log.reader()), free, "{path}, b3sums made to fit");
    }
}

#[test]
fn every_file_replaced_by_nothing_or_by_another() {
    let (files, log) = (good_bundle(), good_log());
    for path in files.keys().filter(|path| *path != "b3sums" && !UNPROVED.contains(&path.as_str())) {
        for other in files.values().chain([&Vec::new()]) {
            if *other == files[path] {
                continue;
            }
            let mut changed = files.clone();
            changed.insert(path.clone(), other.clone());
            assert!(!is_klopt(&changed, &log.reader()), "{path}, b3sums left alone");
            resum(&mut changed);
            let document = path.starts_with("documents/")
                && files.iter().any(|(name, bytes)| name.starts_with("documents/") && bytes == other);
            assert_eq!(is_klopt(&changed, &log.reader()), document, "{path}, b3sums made to fit");
        }
    }
}

#[test]
fn two_entries_swapped() {
    let (files, log) = (good_bundle(), good_log());
    for folder in ["entries", "proofs", "payloads"] {
        let paths: Vec<&String> =
            files.keys().filter(|path| path.starts_with(&format!("{folder}/"))).collect();
        for (place, one) in paths.iter().enumerate() {
            for other in paths.iter().skip(place + 1) {
                let mut swapped = files.clone();
                swapped.insert((*one).clone(), files[*other].clone());
                swapped.insert((*other).clone(), files[*one].clone());
                assert!(!is_klopt(&swapped, &log.reader()), "{one} and {other}");
                resum(&mut swapped);
                assert!(!is_klopt(&swapped, &log.reader()), "{one} and {other}, b3sums made to fit");
            }
        }
    }
}

/// Entries swapped together with their proofs: each is still proved, and stands in the wrong place.
#[test]
fn two_entries_swapped_with_their_proofs() {
    let (files, log) = (good_bundle(), good_log());
    let indexes: Vec<&str> = files.keys().filter_map(|path| path.strip_prefix("entries/")).collect();
    for one in &indexes {
        for other in indexes.iter().filter(|other| one < *other) {
            let mut swapped = files.clone();
            for folder in ["entries", "proofs"] {
                let (one, other) = (format!("{folder}/{one}"), format!("{folder}/{other}"));
                swapped.insert(one.clone(), files[&other].clone());
                swapped.insert(other, files[&one].clone());
            }
            resum(&mut swapped);
            assert_eq!(verify_bundle(&swapped, &log.reader()).exit_status(), 1, "{one} and {other}");
        }
    }
}

#[test]
fn an_entry_dropped_with_everything_that_belongs_to_it() {
    let (files, log) = (good_bundle(), good_log());
    let indexes: Vec<&str> = files.keys().filter_map(|path| path.strip_prefix("entries/")).collect();
    for index in indexes {
        let mut fewer = files.clone();
        for folder in ["entries", "proofs", "payloads"] {
            fewer.remove(&format!("{folder}/{index}"));
        }
        if index == "7" {
            fewer.remove("withheld");
        }
        resum(&mut fewer);
        let verdict = verify_bundle(&fewer, &log.reader());
        let expected = if index == "11" || index == "4" { 2 } else { 1 };
        assert_eq!(verdict.exit_status(), expected, "{index}: {verdict:?}");
    }
}

#[test]
fn one_byte_of_a_static_log_changed() {
    let log = good_log();
    let files = log.static_files();
    let reader = log.reader();
    assert!(matches!(verify_static_log(&files, "checkpoint", &reader), Verdict::Klopt(_)));
    each_flip(&files, &MASKS[..3], |path, changed, what| {
        let verdict = verify_static_log(&changed, "checkpoint", &reader);
        let other_policy = path == "policy" && Policy::parse(&changed["policy"]).is_ok();
        assert_eq!(matches!(verdict, Verdict::Klopt(_)), other_policy, "{what}: {verdict:?}");
    });
}

#[test]
fn a_file_of_a_static_log_dropped() {
    let log = good_log();
    let files = log.static_files();
    for path in files.keys() {
        let mut fewer = files.clone();
        fewer.remove(path);
        let verdict = verify_static_log(&fewer, "checkpoint", &log.reader());
        // The reader has keys and policy; payloads are subject to rights.
        let free = path.starts_with("payload/") || ["log.vkey", "policy", "authors"].contains(&path.as_str());
        assert_eq!(verdict.exit_status(), if free { 0 } else { 2 }, "{path}: {verdict:?}");
    }
}
