//! A good bundle is *klopt*, in memory, as a directory and as a zip; and what the report says.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test says what is wrong by panicking, and its numbers are small"
)]

mod common;

use common::*;
use openboek_proof::bundle::{BundleError, DirectorySource, ZipSource, to_zip, write_bundle};
use openboek_proof::entry::Receipt;
use openboek_proof::verify::{ReaderConfig, Report, Verdict, VerifiedEntry, verify_bundle};
use std::io::Cursor;

fn report(verdict: Verdict) -> Report {
    match verdict {
        Verdict::Klopt(report) => *report,
        other => panic!("{}: {}", other.words(), other.reason().unwrap()),
    }
}

#[test]
fn a_good_bundle_is_klopt_and_says_what_that_rests_on() {
    let log = good_log();
    let report = report(verify_bundle(&good_bundle(), &log.reader()));
    assert_eq!((report.size, report.root), (12, root(&log.leaves())));
    let streams: Vec<_> = report.streams.iter().map(|stream| (stream.code, stream.size)).collect();
    assert_eq!(streams, [(GM1904, 6), (REGION, 2)]);
    assert_eq!(report.cosigners.len(), 1);
    assert!(!report.no_witness && !report.whole_log && report.trusted.is_empty());
    assert_eq!((report.entries, report.signatures, report.payloads), (10, 1, 4));
    assert_eq!((report.erased, report.withheld), (vec![6], vec![7]));
    let documents: Vec<_> = report
        .documents
        .iter()
        .map(|found| (found.receipt, found.superseded, found.media_type.as_str()))
        .collect();
    let json = "application/json";
    assert_eq!(documents, [(10, false, json), (5, true, json), (5, true, "application/pdf")]);
    let receipts: Vec<_> =
        report.receipts.iter().map(|found| (found.index, found.superseded, found.computed_again)).collect();
    assert_eq!(receipts, [(5, true, false), (10, false, false)]);
    assert_eq!(report.joined, None);
}

#[test]
fn a_reader_without_keys_is_told_what_was_trusted() {
    let log = good_log();
    let report = report(verify_bundle(&good_bundle(), &ReaderConfig::at(log.now)));
    assert_eq!(report.trusted, ["log.vkey", "policy", "authors"]);
}

#[test]
fn the_kept_checkpoint_is_joined() {
    let log = good_log();
    for size in [5, 12] {
        let mut reader = log.reader();
        reader.previous = Some(log.head(size).to_bytes());
        assert_eq!(report(verify_bundle(&good_bundle(), &reader)).joined, Some(size));
    }
}

#[test]
fn a_document_is_computed_again_from_the_payloads_up_to_its_basis() {
    let log = good_log();
    let recompute = |receipt: &Receipt, entries: &[&VerifiedEntry]| {
        let indexes: Vec<u64> = entries.iter().map(|entry| entry.index).collect();
        assert_eq!(indexes, [0, 1, 2]);
        assert!(entries.iter().all(|entry| entry.payload.is_some()));
        Some(if receipt.index == 5 { JSON_DOCUMENT.to_vec() } else { JSON_LATER.to_vec() })
    };
    let mut reader = log.reader();
    reader.recompute = Some(&recompute);
    let found = report(verify_bundle(&good_bundle(), &reader));
    assert!(found.receipts.iter().all(|receipt| receipt.computed_again));

    let none = |_: &Receipt, _: &[&VerifiedEntry]| None;
    reader.recompute = Some(&none);
    let found = report(verify_bundle(&good_bundle(), &reader));
    assert!(found.receipts.iter().all(|receipt| !receipt.computed_again));
}

#[test]
fn what_was_erased_or_withheld_cannot_be_computed_again() {
    let mut log = good_log();
    log.receipt(&[("application/json", JSON_DOCUMENT)], 12, Some(10));
    log.seal();
    let mut contents = log.contents(&[GM1904], None);
    contents.authors = vec![author().verifier_key().clone()];
    let files = openboek_proof::bundle::write_bundle(&contents).unwrap();
    let recompute = |receipt: &Receipt, _: &[&VerifiedEntry]| {
        assert_ne!(receipt.index, 12, "the payload of 6 is erased");
        Some(if receipt.index == 5 { JSON_DOCUMENT.to_vec() } else { JSON_LATER.to_vec() })
    };
    let mut reader = log.reader();
    reader.recompute = Some(&recompute);
    let found = report(verify_bundle(&files, &reader));
    let again: Vec<bool> = found.receipts.iter().map(|receipt| receipt.computed_again).collect();
    assert_eq!(again, [true, true, false]);
}

#[test]
fn a_bundle_for_all_streams_or_the_region_only_is_klopt() {
    let log = good_log();
    for (streams, entries) in [(vec![], 3), (vec![GM0148], 5), (vec![GM0148, GM1904], 11)] {
        let files = log.bundle(&streams, None);
        assert_eq!(report(verify_bundle(&files, &log.reader())).entries, entries, "{streams:?}");
    }
}

#[test]
fn an_empty_stream_is_proved_empty() {
    let mut log = Log::new();
    log.found();
    log.seal();
    let found = report(verify_bundle(&log.bundle(&[GM1904], None), &log.reader()));
    assert_eq!(found.streams.iter().map(|stream| stream.size).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn a_previous_checkpoint_may_be_the_same_one_or_signed_by_a_retired_key() {
    let log = good_log();
    assert!(matches!(verify_bundle(&log.bundle(&[GM1904], Some(12)), &log.reader()), Verdict::Klopt(_)));
    let mut contents = log.contents(&[GM1904], Some(5));
    let old = retired_key().checkpoint_note(5, root(&log.leaves()[..5]));
    contents.previous = contents.previous.map(|(_, proof)| (old, proof));
    contents.log_keys.push(retired_key().verifier_key().clone());
    let files = openboek_proof::bundle::write_bundle(&contents).unwrap();
    let mut reader = log.reader();
    reader.log_keys = None;
    assert!(matches!(verify_bundle(&files, &reader), Verdict::Klopt(_)));
}

#[test]
fn without_witnesses_the_report_says_so() {
    let log = good_log();
    let mut contents = log.contents(&[GM1904], None);
    contents.policy = b"# none yet\n\tquorum\tnone \n".to_vec();
    contents.checkpoint = log.head(12);
    let files = openboek_proof::bundle::write_bundle(&contents).unwrap();
    let mut reader = log.reader();
    reader.policy = None;
    reader.max_age_ms = Some(125_000);
    let found = report(verify_bundle(&files, &reader));
    assert!(found.no_witness && found.cosigners.is_empty());
    reader.max_age_ms = Some(60_000);
    let verdict = verify_bundle(&files, &reader);
    assert_eq!(verdict.exit_status(), 2);
    assert_eq!(verdict.reason().unwrap().code.as_str(), "seal-too-old");
}

#[test]
fn a_directory_and_a_zip_are_read_alike() {
    let (log, files) = (good_log(), good_bundle());
    let expected = verify_bundle(&files, &log.reader());
    let zip = to_zip(&files).unwrap();
    assert_eq!(zip, to_zip(&files).unwrap(), "the same files give the same bytes");
    let archive = ZipSource::new(Cursor::new(zip)).unwrap();
    assert_eq!(verify_bundle(&archive, &log.reader()), expected);

    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in &files {
        let place = folder.path().join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, bytes).unwrap();
    }
    std::fs::write(folder.path().join(".DS_Store"), b"left by a desktop").unwrap();
    let directory = DirectorySource::new(folder.path());
    assert_eq!(verify_bundle(&directory, &log.reader()), expected);
    assert!(matches!(expected, Verdict::Klopt(_)));
}

#[test]
fn what_a_verifier_would_not_accept_is_not_written() {
    let mut many = good_contents();
    let document = |number: u32| (format!("document-{number}.json"), JSON_DOCUMENT.to_vec());
    many.documents = (0..12_000).map(document).collect();
    assert_eq!(write_bundle(&many), Err(BundleError::TooLarge("b3sums".to_owned())));
    let mut named = good_contents();
    named.documents.insert("../x".to_owned(), Vec::new());
    assert_eq!(write_bundle(&named), Err(BundleError::DocumentName("../x".to_owned())));
    let mut broken = good_contents();
    broken.entries[0].bytes.pop();
    assert!(matches!(write_bundle(&broken), Err(BundleError::Entry(_))));
}

#[test]
fn the_readme_is_dutch_then_english_and_says_how_to_check_by_hand() {
    let files = good_bundle();
    let readme = String::from_utf8(files["LEESMIJ.txt"].clone()).unwrap();
    let (dutch, english) = (readme.find("NEDERLANDS").unwrap(), readme.find("ENGLISH").unwrap());
    assert!(
        dutch < english
            && readme.contains("c2sp.org/tlog-proof@v1")
            && readme.contains("b3sum --check b3sums")
    );
    assert!(!readme.contains('\r') && readme.ends_with('\n'));
}
