//! Paragraphs as PDF: the program `openboek-pdf` lays them out, as a process of its own that is bounded in time, memory and output. It is not
//! linked here: its three hundred packages are no business of a server of decisions, and what goes wrong in it stays there.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;

use crate::limits::{PDF_BYTES, PDF_MEMORY_KIB, PDF_PROOF_BYTES, PDF_TIME};

/// The media type of the words to print, as `GetParagraph` gives them.
pub const PRINT_MEDIA_TYPE: &str = "application/vnd.openboek.print+json";
/// Name of the program that makes a PDF.
pub const PDF_PROGRAM: &str = "openboek-pdf";

/// How often a process is looked at whether it ended.
const LOOK: Duration = Duration::from_millis(5);
/// The most that is kept of what the program says when it fails.
const SAID: u64 = 4_096;

/// Why there is no PDF. The code never changes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// There is no such program, or it cannot be started.
    #[error("{0}: the program openboek-pdf is not there")]
    NoProgram(String),
    /// It took too long, and was ended.
    #[error("openboek-pdf took longer than {} s", PDF_TIME.as_secs())]
    TooSlow,
    /// The proof is larger than a document may carry.
    #[error("the proof has {0} bytes; a PDF carries at most {PDF_PROOF_BYTES}")]
    ProofTooLarge(usize),
    /// What the program said.
    #[error("openboek-pdf: {0}")]
    Failed(String),
}

impl PdfError {
    /// The code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoProgram(_) => "pdf-no-program",
            Self::TooSlow => "pdf-too-slow",
            Self::ProofTooLarge(_) => "pdf-proof-too-large",
            Self::Failed(_) => "pdf-failed",
        }
    }
}

/// What a PDF is made of.
#[derive(Clone, Copy, Debug)]
pub struct PdfParts<'a> {
    /// The words to print.
    pub print: &'a [u8],
    /// The figures in JSON, of the same paragraph at the same size.
    pub figures: &'a [u8],
    /// The bundle of its holder, whose checkpoint has that size.
    pub bundle: &'a [u8],
}

/// The program beside this one, where it is there.
#[must_use]
pub fn program_beside() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    Some(own.parent()?.join(PDF_PROGRAM)).filter(|path| path.is_file())
}

/// Makes a PDF. Waits for the program, so it belongs on a thread that may wait.
///
/// # Errors
/// [`PdfError`].
pub fn make_pdf(program: &Path, parts: PdfParts<'_>) -> Result<Vec<u8>, PdfError> {
    if parts.bundle.len() > PDF_PROOF_BYTES {
        return Err(PdfError::ProofTooLarge(parts.bundle.len()));
    }
    let job = job(parts).map_err(|error| PdfError::Failed(error.to_string()))?;
    run(program, job)
}

/// Of the words to print, the language they are in.
#[derive(Deserialize)]
struct Words<'a> {
    lang: &'a str,
}

/// What the program reads.
fn job(parts: PdfParts<'_>) -> Result<Vec<u8>, serde_json::Error> {
    // Reading the language reads it all: what is no JSON goes no further.
    let Words { lang } = serde_json::from_slice(parts.print)?;
    let document = String::from_utf8_lossy(parts.print);
    let (figures, proof) = match lang {
        "nl" => {
            ("De cijfers van dit document, voor programma’s", "Het bewijs: de boekingen met de handtekening")
        }
        _ => ("The figures of this document, for programs", "The proof: the entries with the signature"),
    };
    let attachment = |name: &str, media_type: &str, description: &str, relationship: &str, bytes: &[u8]| {
        json!({
            "name": name,
            "media_type": media_type,
            "description": description,
            "relationship": relationship,
            "base64": STANDARD.encode(bytes),
        })
    };
    let attachments = json!([
        attachment("paragraaf.json", "application/json", figures, "data", parts.figures),
        attachment("bewijs.zip", "application/zip", proof, "supplement", parts.bundle),
    ]);
    // The words go through as they are, to the byte.
    Ok(format!("{{\"document\":{},\"attachments\":{attachments}}}", document.trim_end()).into_bytes())
}

fn run(program: &Path, job: Vec<u8>) -> Result<Vec<u8>, PdfError> {
    let missing =
        |error: &dyn std::fmt::Display| PdfError::NoProgram(format!("{}: {error}", program.display()));
    if !program.is_file() {
        return Err(missing(&"no such file"));
    }
    // The shell sets the limit of memory and becomes the program.
    let mut child = Command::new("/bin/sh")
        .arg("-c")
        .arg(format!("ulimit -v {PDF_MEMORY_KIB} && exec \"$0\""))
        .arg(program)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| missing(&error))?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(mut stdin), Some(stdout), Some(stderr)) = (stdin, stdout, stderr) else {
        return Err(PdfError::Failed("no pipes".to_owned()));
    };
    // It may stop reading when it has something to say, so what fails here is told by its status.
    let writer = thread::spawn(move || stdin.write_all(&job));
    let said = thread::spawn(move || bounded(stderr, SAID));
    let reader = thread::spawn(move || bounded(stdout, PDF_BYTES + 1));
    let ended = wait(&mut child);
    let _ = writer.join();
    let (pdf, said) = (reader.join().unwrap_or_default(), said.join().unwrap_or_default());
    match ended {
        None => Err(PdfError::TooSlow),
        Some(true) if pdf.len() as u64 > PDF_BYTES => Err(PdfError::Failed("too many bytes".to_owned())),
        Some(true) => Ok(pdf),
        Some(false) => {
            let said = String::from_utf8_lossy(&said).trim().to_owned();
            Err(PdfError::Failed(if said.is_empty() { "it was ended".to_owned() } else { said }))
        }
    }
}

fn bounded(from: impl std::io::Read, limit: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // A pipe that breaks ends what was said; the status of the program tells the rest.
    let _ = from.take(limit).read_to_end(&mut bytes);
    bytes
}

/// Whether it ended well; `None` when it had to be ended.
fn wait(child: &mut Child) -> Option<bool> {
    let begin = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if begin.elapsed() < PDF_TIME => thread::sleep(LOOK),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}
