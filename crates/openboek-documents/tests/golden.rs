//! The sample paragraph in all four forms, to the byte. `OPENBOEK_BLESS=1` writes the files anew; a changed `sample.json` needs a
//! new version of the projector or of the form, since receipts bind its digest.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;

use openboek_documents::{Lang, csv, html_page, json, text};

fn check(name: &str, bytes: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("OPENBOEK_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, bytes).unwrap();
    }
    let expected = std::fs::read(&path).unwrap();
    assert!(
        expected == bytes,
        "{name} differs:\n{}",
        String::from_utf8_lossy(bytes)
            .lines()
            .zip(String::from_utf8_lossy(&expected).lines())
            .filter(|(now, before)| now != before)
            .map(|(now, before)| format!("- {before}\n+ {now}\n"))
            .take(10)
            .collect::<String>()
    );
}

#[test]
fn the_sample_is_the_same_to_the_byte() {
    let (paragraph, provenance) = (common::sample::paragraph(), common::provenance(21));
    check("sample.json", &json(&paragraph, &provenance));
    check("sample.csv", &csv(&paragraph, &provenance, Lang::Nl));
    check("sample.txt", text(&paragraph, &provenance, Lang::Nl).as_bytes());
    check("sample-en.txt", text(&paragraph, &provenance, Lang::En).as_bytes());
    check("sample.html", html_page(&paragraph, &provenance, &common::links(), Lang::Nl).as_bytes());
}

#[test]
fn json_is_one_line_of_ordered_keys_with_cents_as_text_and_no_language() {
    let (paragraph, provenance) = (common::sample::paragraph(), common::provenance(21));
    let bytes = json(&paragraph, &provenance);
    assert!(bytes.ends_with(b"}\n") && bytes.iter().filter(|byte| **byte == b'\n').count() == 1);
    assert_eq!(bytes, json(&paragraph, &common::provenance(0)), "what is published later changes nothing");
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with(
        "{\"format\":\"openboek/paragraph/v1\",\"head\":{\"projector\":\"openboek-paragraph/1\","
    ));
    assert!(text.contains(
        "\"kind\":\"amount\",\"qualifier\":\"exact\",\"cents\":\"-3000000\",\"certainty\":\"decided\""
    ));
    for word in ["Bezuiniging opgeschort", "vastgesteld", "n.n.b.", "raming"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn text_fits_a_hundred_columns_and_a_terminal() {
    for lang in Lang::ALL {
        let text = text(&common::sample::paragraph(), &common::provenance(21), lang);
        for line in text.lines() {
            assert!(line.chars().count() <= 100, "{line}");
            assert!(!line.ends_with(' ') && !line.chars().any(char::is_control), "{line:?}");
        }
    }
}
