//! One thing changed in the good bundle, and the answer it must get.

use super::*;
use openboek_proof::tree::{parse_proof, write_proof};
use openboek_proof::verify::Verdict;
use second::verify_bundle;

/// Checks one answer.
pub(crate) fn expect(what: &str, verdict: &Verdict, status: u8, code: &str) {
    let found = verdict.reason().map_or("klopt", |reason| reason.code.as_str());
    assert_eq!((verdict.exit_status(), found), (status, code), "{what}: {verdict:?}");
    if let Some(reason) = verdict.reason() {
        assert!(reason.english().contains(reason.code.english()));
        assert!(reason.dutch().contains(reason.code.dutch()));
    }
}

/// A change to the files of the good bundle, before the reader of the good log.
pub(crate) fn files(what: &str, status: u8, code: &str, change: impl FnOnce(&mut Files)) {
    let mut files = good_bundle();
    change(&mut files);
    resum(&mut files);
    expect(what, &verify_bundle(&files, &good_log().reader()), status, code);
}

/// The same before a reader who has nothing but a clock.
pub(crate) fn trusting(what: &str, status: u8, code: &str, change: impl FnOnce(&mut Files)) {
    let mut files = good_bundle();
    change(&mut files);
    resum(&mut files);
    expect(what, &verify_bundle(&files, &ReaderConfig::at(good_log().now)), status, code);
}

/// A change to what the bundle is written from, before a reader who has nothing but a clock.
pub(crate) fn contents(what: &str, status: u8, code: &str, change: impl FnOnce(&mut BundleContents)) {
    let mut contents = good_contents();
    change(&mut contents);
    let files = write_bundle(&contents).unwrap();
    expect(what, &verify_bundle(&files, &ReaderConfig::at(good_log().now)), status, code);
}

/// A change to the reader.
pub(crate) fn reader(what: &str, status: u8, code: &str, change: impl FnOnce(&mut ReaderConfig<'_>)) {
    let mut reader = good_log().reader();
    change(&mut reader);
    expect(what, &verify_bundle(&good_bundle(), &reader), status, code);
}

pub(crate) fn edit(files: &mut Files, path: &str, change: impl FnOnce(String) -> String) {
    let text = String::from_utf8(files[path].clone()).unwrap();
    files.insert(path.to_owned(), change(text).into_bytes());
}

pub(crate) fn edit_proof(files: &mut Files, path: &str, change: impl FnOnce(&mut Vec<Hash>)) {
    let mut proof = parse_proof(&files[path]).unwrap();
    change(&mut proof);
    files.insert(path.to_owned(), write_proof(&proof));
}

pub(crate) fn put(files: &mut Files, path: &str, text: &str) {
    files.insert(path.to_owned(), text.as_bytes().to_vec());
}
