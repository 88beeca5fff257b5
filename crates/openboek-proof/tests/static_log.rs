//! A whole log from its static files.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test says what is wrong by panicking, and its numbers are small"
)]

mod common;

use common::*;
use openboek_proof::entry::{Receipt, RequestId};
use openboek_proof::verify::{ReaderConfig, Report, Verdict, VerifiedEntry, verify_static_log};

fn verify(files: &Files, reader: &ReaderConfig<'_>) -> Verdict {
    verify_static_log(files, "checkpoint", reader)
}

fn report(verdict: Verdict) -> Report {
    match verdict {
        Verdict::Klopt(report) => *report,
        other => panic!("{}: {}", other.words(), other.reason().unwrap()),
    }
}

fn code(verdict: &Verdict) -> (u8, &'static str) {
    (verdict.exit_status(), verdict.reason().map_or("klopt", |reason| reason.code.as_str()))
}

/// A log of more than two tiles, in commands of three events.
fn long_log() -> Log {
    let mut log = Log::new();
    log.found();
    log.seal();
    let mut command = 0_u32;
    while log.size() < 700 {
        command += 1;
        let time = log.now;
        for _ in 0..3 {
            log.now = time;
            log.event_with("cut-announced", &[GM1904], |event| {
                let number = command.to_be_bytes();
                event.statement.request = RequestId([7; 16].map(|byte| byte ^ number[3]));
                event.statement.request.0[..4].copy_from_slice(&number);
                let index = event.index.to_be_bytes();
                event.statement.payload.commitment[..8].copy_from_slice(&index);
            });
        }
        if command.is_multiple_of(50) {
            log.seal();
        }
    }
    log.payloads.clear();
    log.seal();
    log
}

#[test]
fn a_good_log_is_klopt_and_says_what_that_rests_on() {
    let log = good_log();
    let mut files = log.static_files();
    files.remove("payload/6");
    files.remove("payload/7");
    let found = report(verify(&files, &log.reader()));
    assert!(found.whole_log);
    assert_eq!((found.entries, found.signatures, found.payloads), (12, 1, 6));
    assert_eq!((found.erased, found.withheld), (vec![6], vec![7]));
    let streams: Vec<_> = found.streams.iter().map(|stream| (stream.code, stream.size)).collect();
    assert_eq!(streams, [(GM0148, 3), (GM1904, 6), (REGION, 2)]);
    assert_eq!(found.receipts.len(), 2);
}

#[test]
fn a_log_of_several_tiles_is_klopt() {
    let log = long_log();
    let found = report(verify(&log.static_files(), &log.reader()));
    assert_eq!(found.entries, log.size());
    assert!(log.static_files().contains_key("tile/1/000.p/2"));
}

#[test]
fn a_partial_tile_may_have_been_replaced_by_the_full_one() {
    let log = long_log();
    let mut head = log.clone();
    head.entries.truncate(452);
    head.places.truncate(452);
    while !String::from_utf8_lossy(head.entries.last().unwrap()).starts_with("openboek/seal") {
        head.entries.pop();
        head.places.pop();
    }
    let mut files = log.static_files();
    files.insert("checkpoint".to_owned(), head.witnessed_head().to_bytes());
    // The tile above has not become full since: its older part must still be there.
    assert_eq!(code(&verify(&files, &log.reader())), (2, "file-missing"));
    let part = files["tile/1/000.p/2"][..32].to_vec();
    files.insert("tile/1/000.p/1".to_owned(), part);
    assert_eq!(report(verify(&files, &log.reader())).entries, head.size());
}

#[test]
fn every_tile_is_checked_and_needed() {
    let log = long_log();
    let files = log.static_files();
    for path in files.keys().filter(|path| path.starts_with("tile/")) {
        let mut changed = files.clone();
        *changed.get_mut(path).unwrap().last_mut().unwrap() ^= 1;
        assert_eq!(verify(&changed, &log.reader()).exit_status(), 1, "{path}");
        let mut longer = files.clone();
        longer.get_mut(path).unwrap().push(0);
        assert_eq!(verify(&longer, &log.reader()).exit_status(), 1, "{path} longer");
        let mut fewer = files.clone();
        fewer.remove(path);
        assert_eq!(code(&verify(&fewer, &log.reader())), (2, "file-missing"), "{path}");
    }
}

#[test]
fn entries_swapped_dropped_or_added() {
    let log = good_log();
    for one in 0..log.entries.len() {
        for other in one + 1..log.entries.len() {
            let mut swapped = log.clone();
            swapped.entries.swap(one, other);
            let mut files = swapped.static_files();
            files.insert("checkpoint".to_owned(), log.witnessed_head().to_bytes());
            assert_eq!(verify(&files, &log.reader()).exit_status(), 1, "{one} and {other}");
        }
    }
    let name = tile_path("entries", 0, 12);
    let mut files = log.static_files();
    let length = 2 + log.entries[0].len();
    files.insert(name.clone(), files[&name][length..].to_vec());
    assert_eq!(code(&verify(&files, &log.reader())), (1, "entry-bundle"));
    let mut files = log.static_files();
    files.get_mut(&name).unwrap().extend([0, 0]);
    assert_eq!(code(&verify(&files, &log.reader())), (1, "entry-bundle"));
}

#[test]
fn another_root_than_the_checkpoint() {
    let log = good_log();
    let mut other = Log::new();
    other.now += 1;
    other.found();
    other.seal();
    let mut head = other.static_files();
    head.insert("checkpoint".to_owned(), {
        let mut note = log_key().checkpoint_note(2, root(&log.leaves()[..2]));
        note.add_signatures([witness().cosign(&note.checkpoint, (log.now / 1000) as u64)]);
        note.to_bytes()
    });
    assert_eq!(code(&verify(&head, &log.reader())), (1, "root-differs"));
}

#[test]
fn heads_are_named_by_the_caller() {
    let log = good_log();
    let mut files = log.static_files();
    let witnessed = files.insert("checkpoint".to_owned(), log.head(12).to_bytes()).unwrap();
    files.insert("checkpoint.witnessed".to_owned(), witnessed);
    assert_eq!(code(&verify(&files, &log.reader())), (2, "cosignatures"));
    let verdict = verify_static_log(&files, "checkpoint.witnessed", &log.reader());
    assert!(matches!(verdict, Verdict::Klopt(_)));
    assert_eq!(code(&verify_static_log(&files, "elsewhere", &log.reader())), (2, "file-missing"));
}

#[test]
fn the_kept_checkpoint_of_any_size_is_joined_or_contradicted() {
    let log = good_log();
    let files = log.static_files();
    let mut reader = log.reader();
    for size in 1..=12 {
        reader.previous = Some(log.head(size).to_bytes());
        assert_eq!(report(verify(&files, &reader)).joined, Some(size));
        reader.previous = Some(log_key().sign_checkpoint(size, root(&log.leaves()[1..3])));
        assert_eq!(code(&verify(&files, &reader)), (1, "split-view"));
    }
    reader.previous = Some(log_key().sign_checkpoint(13, root(&log.leaves())));
    assert_eq!(code(&verify(&files, &reader)), (2, "older-than-kept"));
}

#[test]
fn documents_are_computed_again() {
    let log = good_log();
    let recompute = |receipt: &Receipt, entries: &[&VerifiedEntry]| {
        let indexes: Vec<u64> = entries.iter().map(|entry| entry.index).collect();
        assert_eq!(indexes, [0, 1, 2]);
        Some(if receipt.index == 5 { JSON_DOCUMENT.to_vec() } else { JSON_LATER.to_vec() })
    };
    let mut reader = log.reader();
    reader.recompute = Some(&recompute);
    let found = report(verify(&log.static_files(), &reader));
    assert!(found.receipts.iter().all(|receipt| receipt.computed_again));
    let other = |_: &Receipt, _: &[&VerifiedEntry]| Some(Vec::new());
    reader.recompute = Some(&other);
    assert_eq!(code(&verify(&log.static_files(), &reader)), (1, "document-differs"));
}

#[test]
fn a_log_without_a_last_seal() {
    let mut log = good_log();
    log.event("cut-adopted", &[GM1904]);
    assert_eq!(code(&verify(&log.static_files(), &log.reader())), (1, "no-seal"));
}

#[test]
fn keys_and_payloads_are_checked_too() {
    let log = good_log();
    let mut files = log.static_files();
    files.get_mut("payload/3").unwrap()[0] ^= 1;
    assert_eq!(code(&verify(&files, &log.reader())), (1, "payload-differs"));
    let mut files = log.static_files();
    files.remove("authors");
    let clock = ReaderConfig::at(log.now);
    assert_eq!(code(&verify(&files, &clock)), (2, "author-key-missing"));
    files.remove("log.vkey");
    assert_eq!(code(&verify(&files, &clock)), (2, "log-key-missing"));
}

#[test]
fn a_stream_the_reader_asks_for_must_be_there() {
    let log = good_log();
    let mut reader = log.reader();
    reader.expected_streams = [GM1904].into();
    assert_eq!(code(&verify(&log.static_files(), &reader)), (0, "klopt"));
    reader.expected_streams = [openboek_proof::entry::StreamCode::Municipality(505)].into();
    assert_eq!(code(&verify(&log.static_files(), &reader)), (2, "stream-missing"));
}
