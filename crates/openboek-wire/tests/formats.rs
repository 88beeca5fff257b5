//! The bytes of every kind as some release stored them stay readable, with the same meaning, for ever.
//!
//! `tests/formats/v1/<kind>.bin` are stored bytes, `<kind>.txt` is what they say, read with nothing but the descriptor. Both are
//! written once, with `OPENBOEK_WRITE_FIXTURES=1` in the environment, and never change afterwards: a file that is there is
//! not written again.
#![allow(clippy::unwrap_used, clippy::panic, dead_code)]

mod support;

use std::path::PathBuf;

use openboek_rules::statement::Body;
use openboek_wire::{FILE_DESCRIPTOR_SET, decode_payload, encode_payload, message_name};
use prost_reflect::text_format::FormatOptions;
use prost_reflect::{DescriptorPool, DynamicMessage};
use support::source::Source;

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/formats/v1")
}

fn path(kind: &str, extension: &str) -> PathBuf {
    directory().join(format!("{kind}.{extension}"))
}

/// What stored bytes say, by the descriptor alone: protobuf's text format.
fn reading(kind: &str, bytes: &[u8]) -> String {
    let pool = DescriptorPool::decode(FILE_DESCRIPTOR_SET).unwrap();
    let message = pool.get_message_by_name(message_name(kind).unwrap()).unwrap();
    let message = DynamicMessage::decode(message, bytes).unwrap();
    assert_eq!(message.unknown_fields().count(), 0, "{kind}: every stored field is in the descriptor");
    let options = FormatOptions::new().pretty(true);
    message.to_text_format_with_options(&options) + "\n"
}

fn write_once(kind: &str, body: &Body) {
    let bytes = encode_payload(body);
    for (extension, content) in [("bin", bytes.clone()), ("txt", reading(kind, &bytes).into_bytes())] {
        let path = path(kind, extension);
        std::fs::create_dir_all(directory()).unwrap();
        if !path.exists() {
            std::fs::write(path, content).unwrap();
        }
    }
}

#[test]
fn stored_bytes_stay_readable_and_mean_the_same() {
    for body in support::bodies(&mut Source::fixed()) {
        let kind = body.kind();
        if std::env::var_os("OPENBOEK_WRITE_FIXTURES").is_some() {
            write_once(kind, &body);
        }
        let stored = std::fs::read(path(kind, "bin")).unwrap();
        let said = std::fs::read_to_string(path(kind, "txt")).unwrap();
        assert_eq!(reading(kind, &stored), said, "{kind}: what the bytes say");
        assert_eq!(decode_payload(kind, 1, &stored).as_ref(), Ok(&body), "{kind}: what they mean");
        assert_eq!(encode_payload(&body), stored, "{kind}: version 1 is still written the same way");
    }
    assert_eq!(kinds_with_a_fixture(), sorted(Body::KINDS));
}

fn sorted(kinds: &[&str]) -> Vec<String> {
    let mut kinds: Vec<String> = kinds.iter().map(ToString::to_string).collect();
    kinds.sort_unstable();
    kinds
}

fn kinds_with_a_fixture() -> Vec<String> {
    let mut kinds: Vec<String> = std::fs::read_dir(directory())
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "bin"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    kinds.sort_unstable();
    kinds
}
