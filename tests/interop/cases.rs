//! A server that holds the five starting cases, and its paragraphs as files.

use std::path::Path;
use std::process::Command;

use openboek_tests::program::{Failure, Served, path, record_cases};

/// The arrangements of the cases.
pub(crate) const ARRANGEMENTS: [&str; 4] = ["drechtsteden", "ijsselland", "lochem-zutphen", "stichtse-vecht"];

/// Runs the real program.
fn openboek(arguments: &[&str]) -> Result<(), Failure> {
    let output = Command::new(path("openboek")?).args(arguments).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("{arguments:?}: {said}").into()) }
}

/// A server over a new folder, with every case recorded and published.
pub(crate) fn served(data: &Path, words: &[&str]) -> Result<Served, Failure> {
    let server = Served::start_saying(data, words)?;
    record_cases(&server.grpc)?;
    Ok(server)
}

/// Writes every paragraph of an arrangement in a form.
pub(crate) fn paragraphs(server: &Served, arrangement: &str, form: &str, to: &Path) -> Result<(), Failure> {
    let to = to.display().to_string();
    let words = ["paragraph", arrangement, "--all", "--format", form, "--out", &to, "--server", &server.grpc];
    openboek(&words)
}
