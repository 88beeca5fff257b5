//! REST: its OpenAPI document under a linter that is not ours, and every address of it read by another program.

use std::path::Path;
use std::process::Command;

use openboek_tests::program::Failure;

use crate::cases::{self, ARRANGEMENTS};
use crate::clients::run;

fn npm(words: &[&str]) -> Result<String, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/rest");
    run(Command::new("npm").args(["run", "--silent"]).args(words).current_dir(folder))
}

#[test]
fn rest_is_as_its_document_says_and_says_what_grpc_says() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let contact = ["--contact", "Openboek", "https://openboek.example.nl", "info@openboek.example.nl"];
    let server = cases::served(&folder.path().join("data"), &contact)?;
    let documents = folder.path().join("documents");
    for arrangement in ARRANGEMENTS {
        cases::paragraphs(&server, arrangement, "json", &documents.join(arrangement))?;
    }
    let http = format!("http://{}", server.http.trim_start_matches("http://").trim_end_matches('/'));
    npm(&["lint", &format!("{http}/api/v1/openapi.json")])?;
    let said = npm(&["check", &http, &documents.display().to_string()])?;
    let numbers: Vec<usize> = said.lines().filter_map(|line| line.split_once(' ')?.0.parse().ok()).collect();
    assert!(matches!(numbers[..], [calls, paragraphs] if calls > 30 && paragraphs >= 10), "{said}");
    Ok(())
}
