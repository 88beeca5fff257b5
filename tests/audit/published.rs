//! Published paragraphs in the hands of an auditor: both checkers read the receipts of a real server and the figures in its bundle, and the
//! PDF that was published is *klopt*.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;

use openboek_proof::hash::Blake3Hash;
use openboek_tests::program::{Failure, Served, path, pdf_program, record_cases, verify};
use serde_json::{Value, json};

use crate::browser::{Case, disagreements};

const DOCUMENT: &str = "documents/paragraph-GM1904-2021.json";

/// Runs the program against a server.
fn openboek(server: &Served, words: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = Command::new(path("openboek")?).args(words).args(["--server", &server.grpc]).output()?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into())
    }
}

/// Publishes a paragraph of the cases; the answer.
pub(crate) fn publish(server: &Served) -> Result<Value, Failure> {
    let said = openboek(server, &["publish", "stichtse-vecht", "GM1904", "2021", "--json"])?;
    Ok(serde_json::from_slice(&said)?)
}

/// A file of the reading room.
fn get(server: &Served, path: &str) -> Result<Vec<u8>, Failure> {
    let address = server.http.trim_start_matches("http://");
    let mut socket = std::net::TcpStream::connect(address)?;
    write!(socket, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or("no head")?;
    if !answer.starts_with(b"HTTP/1.1 200") {
        return Err(String::from_utf8_lossy(&answer[..end]).into());
    }
    Ok(answer.split_off(end + 4))
}

fn audited(path: &Path, more: &[&str]) -> Result<Value, Failure> {
    let path = path.to_str().ok_or("path")?;
    let (_, said) = verify(&[&[path, "--json"], more].concat())?;
    Ok(serde_json::from_str(&said)?)
}

#[test]
fn both_checkers_read_what_was_published() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let server = Served::start(&folder.path().join("data"), &[])?;
    record_cases(&server.grpc)?;
    let published = publish(&server)?;
    assert_eq!(publish(&server)?["repeated_document"], true);
    let bundle = folder.path().join("bundle.zip");
    let out = bundle.to_str().ok_or("path")?;
    openboek(&server, &["export", "bundle", "stichtse-vecht", "GM1904", "--out", out])?;
    let told = audited(&bundle, &[])?;
    assert_eq!(told["answer"], "klopt", "{told}");
    assert_eq!(told["rests_on"]["documents"][0]["receipt"], published["index"]);
    let again = audited(&bundle, &["--recompute"])?;
    assert_eq!(again["rests_on"]["receipts"][0]["computed_again"], true, "{again}");

    // The browser computes nothing again, and else says the same; of a document of which one byte is another too.
    let changed = json!({ "base": "bundle.zip", "change": [DOCUMENT, 2_000, 1], "resum": true });
    let unknown =
        json!({ "answer": "klopt niet", "reason": { "code": "document-unknown", "place": DOCUMENT } });
    let cases = [
        Case { what: "published".to_owned(), asked: json!({ "zip": "bundle.zip" }), told },
        Case { what: "a changed figure".to_owned(), asked: changed, told: unknown },
    ];
    let wrong = disagreements(folder.path(), &cases)?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    server.stop()?;
    Ok(())
}

#[test]
fn the_pdf_that_was_published_is_made_again_to_the_byte_and_is_klopt() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let program = pdf_program()?;
    let words = ["--pdf", program.to_str().ok_or("path")?];
    let server = Served::start_saying(&folder.path().join("data"), &words)?;
    record_cases(&server.grpc)?;
    let published = publish(&server)?;
    let outputs = published["outputs"].as_array().ok_or("no outputs")?;
    let media_types: Vec<_> = outputs.iter().map(|output| output["media_type"].as_str()).collect();
    assert_eq!(media_types, [Some("application/json"), Some("application/pdf")]);
    // Deterministic: the same receipt, although the log has grown by it.
    let again = publish(&server)?;
    assert_eq!((&again["repeated_document"], &again["index"]), (&json!(true), &published["index"]));

    let pdf = get(&server, &format!("/stichtse-vecht/boeking/{}.pdf", published["index"]))?;
    assert_eq!(Some(Blake3Hash::of(&pdf).to_string().as_str()), outputs[1]["digest"].as_str());
    std::fs::write(folder.path().join("published.pdf"), &pdf)?;
    let told = json!({ "answer": "klopt", "reason": Value::Null });
    let case = Case { what: "the PDF".to_owned(), asked: json!({ "pdf": "published.pdf" }), told };
    let wrong = disagreements(folder.path(), &[case])?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    server.stop()?;
    Ok(())
}
