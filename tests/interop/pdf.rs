//! Every paragraph of the five cases as PDF, made by the real programs, read by libraries that are not ours: built as PDF/A-3a and PDF/UA-1 ask, the
//! same bytes when made again, every sum of every column the same to the cent as in the JSON document.

use std::path::{Path, PathBuf};
use std::process::Command;

use openboek_tests::program::{Failure, path, pdf_program, python};
use serde_json::{Value, json};

use crate::cases::{self, ARRANGEMENTS};

/// Makes the PDF of the paragraph that a JSON file of this name holds.
fn export(server: &str, json: &Path, to: &Path, words: &[&str]) -> Result<(), Failure> {
    let name = json.file_stem().and_then(|name| name.to_str()).ok_or("no name")?;
    // paragraaf-lochem-zutphen-GM0262-2021
    let mut parts = name.rsplitn(3, '-');
    let (Some(year), Some(holder), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(format!("{name} is no paragraph").into());
    };
    let arrangement = rest.strip_prefix("paragraaf-").ok_or("no arrangement")?;
    let output = Command::new(path("openboek")?)
        .args(words)
        .args(["export", "pdf", arrangement, holder, year, "--server", server, "--out"])
        .arg(to)
        .env("OPENBOEK_PDF", pdf_program()?)
        .output()?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into()) }
}

fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let all = std::fs::read_dir(folder)?.map(|file| Ok(file?.path()));
    let mut all = all.collect::<Result<Vec<PathBuf>, Failure>>()?;
    all.retain(|file| file.extension().is_some_and(|found| found == ending));
    all.sort();
    Ok(all)
}

/// What another library says of every PDF of a folder, beside the JSON of the same name.
fn check(folder: &Path) -> Result<Value, Failure> {
    let said = python("interop/check_pdf.py", folder.to_str().ok_or("path")?, &Value::Null)?;
    Ok(serde_json::from_str(&said)?)
}

#[test]
fn every_paragraph_is_a_document_that_others_can_read() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let at = folder.path().join("all");
    let server = cases::served(&folder.path().join("data"), &[])?;
    for arrangement in ARRANGEMENTS {
        cases::paragraphs(&server, arrangement, "json", &at)?;
    }
    let paragraphs = files(&at, "json")?;
    for json in &paragraphs {
        export(&server.grpc, json, &json.with_extension("pdf"), &[])?;
    }
    // The same again, of two; and one in English, of the same figures.
    let again = folder.path().join("again.pdf");
    for json in paragraphs.iter().step_by(20) {
        export(&server.grpc, json, &again, &[])?;
        assert!(
            std::fs::read(&again)? == std::fs::read(json.with_extension("pdf"))?,
            "{}: other bytes",
            json.display()
        );
    }
    let first = paragraphs.first().ok_or("no paragraphs")?;
    std::fs::copy(first, at.join("english.json"))?;
    export(&server.grpc, first, &at.join("english.pdf"), &["--lang", "en"])?;

    let said = check(&at)?;
    assert_eq!(said["faults"], json!([]));
    assert_eq!(said["documents"], paragraphs.len() + 1);
    assert!(said["amounts"].as_u64().is_some_and(|amounts| amounts > 700), "{said}");
    println!("{said}");

    // The same look finds an amount that was changed.
    let changed = folder.path().join("changed");
    std::fs::create_dir(&changed)?;
    let name = "paragraaf-stichtse-vecht-GM1904-2021";
    std::fs::copy(at.join(name).with_extension("json"), changed.join(name).with_extension("json"))?;
    let job = json!([{
        "from": at.join(name).with_extension("pdf"),
        "to": changed.join(name).with_extension("pdf"),
        "words": { "€\u{a0}-47.850": "€\u{a0}-48.750" },
    }]);
    python("audit/alter_pdf.py", "", &job)?;
    let said = check(&changed)?;
    assert!(said["faults"].to_string().contains("cut-parts"), "{said}");
    Ok(())
}
