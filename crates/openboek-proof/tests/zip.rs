//! What an archive may not be: paths twice, links, folders around, encryption, bombs; and what a directory may not hold.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test says what is wrong by panicking, and its numbers are small"
)]

mod common;

use common::*;
use openboek_proof::bundle::{BundleSource, DirectorySource, SourceError, SourceFault, ZipSource, to_zip};
use openboek_proof::verify::{Verdict, verify_bundle};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn open(bytes: Vec<u8>) -> Result<ZipSource<Cursor<Vec<u8>>>, SourceError> {
    ZipSource::new(Cursor::new(bytes))
}

fn fault(bytes: Vec<u8>) -> SourceFault {
    match open(bytes) {
        Ok(_) => panic!("the archive is accepted"),
        Err(error) => error.fault,
    }
}

/// An archive made by hand.
fn archive(write: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    write(&mut archive);
    archive.finish().unwrap().into_inner()
}

fn plain() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
}

/// Replaces every occurrence of a text by another of the same length.
fn replace(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    for place in 0..=bytes.len() - from.len() {
        if bytes[place..].starts_with(from) {
            bytes[place..place + to.len()].copy_from_slice(to);
        }
    }
}

#[test]
fn a_path_that_occurs_twice() {
    let mut bytes = archive(|archive| {
        for name in ["policy", "polixy"] {
            archive.start_file(name, plain()).unwrap();
            archive.write_all(b"quorum none\n").unwrap();
        }
    });
    assert!(open(bytes.clone()).is_ok());
    replace(&mut bytes, b"polixy", b"policy");
    assert_eq!(fault(bytes), SourceFault::Twice);
}

#[test]
fn a_link() {
    let bytes = archive(|archive| archive.add_symlink("policy", "/etc/passwd", plain()).unwrap());
    assert_eq!(fault(bytes), SourceFault::Link);
}

#[test]
fn paths_that_are_not_plain() {
    for path in ["/policy", "../policy", "a/../b", "a\\b", "./policy", "a//b"] {
        let name = "x".repeat(path.len());
        let mut bytes = archive(|archive| archive.start_file(&name, plain()).unwrap());
        replace(&mut bytes, name.as_bytes(), path.as_bytes());
        assert_eq!(fault(bytes), SourceFault::BadPath, "{path}");
    }
}

#[test]
fn a_folder_around_the_files() {
    let files = good_bundle().into_iter().map(|(path, bytes)| (format!("bundel/{path}"), bytes)).collect();
    let verdict = verify_bundle(&open(to_zip(&files).unwrap()).unwrap(), &good_log().reader());
    assert_eq!(verdict.reason().map(|reason| reason.code.as_str()), Some("unknown-file"));
}

#[test]
fn folders_and_stored_files_are_fine() {
    let bytes = archive(|archive| {
        archive.add_directory("entries", plain()).unwrap();
        for (path, bytes) in good_bundle() {
            archive.start_file(path, plain()).unwrap();
            archive.write_all(&bytes).unwrap();
        }
    });
    assert!(matches!(verify_bundle(&open(bytes).unwrap(), &good_log().reader()), Verdict::Klopt(_)));
}

#[test]
fn another_compression_or_encryption() {
    let whole = archive(|archive| archive.start_file("policy", plain()).unwrap());
    // The fields stand at fixed places after the signature of the central header.
    let header = whole.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    let mut method = whole.clone();
    method[header + 10] = 12; // bzip2
    assert!(matches!(fault(method), SourceFault::Damaged(_)));
    let mut encrypted = whole;
    encrypted[header + 8] |= 1;
    assert!(matches!(fault(encrypted), SourceFault::Damaged(_)));
}

#[test]
fn a_bomb() {
    let mut bytes = archive(|archive| {
        archive.start_file("policy", plain()).unwrap();
        archive.write_all(b"quorum none\n").unwrap();
    });
    // Claims 4 GB out of 12 bytes.
    let header = bytes.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    bytes[header + 24..header + 28].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff]);
    assert_eq!(fault(bytes), SourceFault::TooLarge);

    // Deflates well, within the ratio, to more than a file may have.
    let zeros = to_zip(&Files::from([("schema.binpb".to_owned(), vec![0; (64 << 20) + 1])])).unwrap();
    let source = open(zeros).unwrap();
    let error = source.read("schema.binpb", 64 << 20).unwrap_err();
    assert_eq!(error.fault, SourceFault::TooLarge);
}

#[test]
fn files_that_overlap() {
    let mut bytes = archive(|archive| {
        for name in ["one", "two"] {
            archive.start_file(name, plain()).unwrap();
            archive.write_all(&[7; 1000]).unwrap();
        }
    });
    // Both headers claim three quarters of the archive.
    let headers: Vec<usize> =
        (0..bytes.len()).filter(|place| bytes[*place..].starts_with(b"PK\x01\x02")).collect();
    for header in headers {
        for field in [20, 24] {
            bytes[header + field..header + field + 4].copy_from_slice(&1700_u32.to_le_bytes());
        }
    }
    assert_eq!(fault(bytes), SourceFault::TooLarge);
}

#[test]
fn what_is_no_zip() {
    for bytes in [Vec::new(), b"PK\x03\x04".to_vec(), vec![0; 1000]] {
        assert!(matches!(fault(bytes), SourceFault::Damaged(_)));
    }
}

#[test]
fn any_byte_of_the_archive_changed_never_panics_and_never_lies() {
    let files = good_bundle();
    let (bytes, log) = (to_zip(&files).unwrap(), good_log());
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 0xff;
        let Ok(source) = open(changed) else { continue };
        if let Verdict::Klopt(_) = verify_bundle(&source, &log.reader()) {
            // A time, an attribute or a comment of the container: what is in the files is the same.
            for (path, bytes) in &files {
                assert_eq!(source.read(path, 1 << 20).as_ref(), Ok(bytes), "byte {place}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn links_in_a_directory() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("real"), b"x").unwrap();
    std::os::unix::fs::symlink("real", folder.path().join("policy")).unwrap();
    let source = DirectorySource::new(folder.path());
    assert_eq!(source.paths().unwrap_err().fault, SourceFault::Link);
    assert_eq!(source.read("policy", 10).unwrap_err().fault, SourceFault::Link);
    assert_eq!(source.read("real", 10), Ok(b"x".to_vec()));
    assert_eq!(source.read("real", 0).unwrap_err().fault, SourceFault::TooLarge);
    assert_eq!(source.read("absent", 10).unwrap_err().fault, SourceFault::Missing);
    assert_eq!(source.read("real/below", 10).unwrap_err().fault, SourceFault::Missing);
    for path in ["../real", "/real", ""] {
        assert_eq!(source.read(path, 10).unwrap_err().fault, SourceFault::BadPath, "{path}");
    }
    let verdict = verify_bundle(&source, &good_log().reader());
    assert_eq!(verdict.reason().map(|reason| reason.code.as_str()), Some("link"));
    let nowhere = DirectorySource::new(folder.path().join("nowhere"));
    assert_eq!(verify_bundle(&nowhere, &good_log().reader()).exit_status(), 2);
}
