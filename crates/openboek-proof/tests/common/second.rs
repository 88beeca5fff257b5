//! The second verifier: the script of `controleer.html`, in JavaScript, written from FORMAT.md as this crate is. It must give the same answer to
//! every case of these tests, for the same reason at the same place.

use super::{Files, policy};
use openboek_proof::bundle::BundleSource;
use openboek_proof::note::VerifierKey;
use openboek_proof::policy::Policy;
use openboek_proof::text::encode_base64;
use openboek_proof::verify::{ReaderConfig, Verdict};
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock};

/// One process for all cases of a test program.
struct Second {
    _child: Child,
    asked: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Second {
    fn start() -> Self {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut child = Command::new("node")
            .arg(crates.join("tests/common/second.mjs"))
            .arg(crates.join("../openboek-documents/assets/controleer.html"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("node: {error}; run `cargo xtask setup` first"));
        let (asked, answers) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { _child: child, asked, answers: BufReader::new(answers) }
    }

    fn ask(&mut self, question: &str) -> String {
        writeln!(self.asked, "{question}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        line.trim_end_matches('\n').to_owned()
    }
}

static SECOND: OnceLock<Mutex<Second>> = OnceLock::new();

/// The verdict of both verifiers. The second computes no document again, and reads a policy from its text only: such cases are the
/// first one's alone.
pub(crate) fn verify_bundle(files: &Files, reader: &ReaderConfig<'_>) -> Verdict {
    let verdict = openboek_proof::verify::verify_bundle(files, reader);
    let other_policy = reader.policy.as_ref().is_some_and(|own| Policy::parse(&policy()).as_ref() != Ok(own));
    if reader.recompute.is_none() && !other_policy {
        agrees(files, reader, &verdict);
    }
    verdict
}

/// Checks that the second verifier gives this verdict too.
fn agrees(files: &Files, reader: &ReaderConfig<'_>, verdict: &Verdict) {
    let question = format!("{{\"files\":{},\"reader\":{}}}", json_files(files), json_reader(reader));
    let second = SECOND.get_or_init(|| Mutex::new(Second::start()));
    let answer = second.lock().unwrap_or_else(std::sync::PoisonError::into_inner).ask(&question);
    let (code, place) =
        verdict.reason().map_or(("", ""), |reason| (reason.code.as_str(), reason.place.as_str()));
    assert_eq!(answer, format!("{}\t{code}\t{place}", verdict.words()), "the second verifier disagrees");
}

/// An object of files in base64; paths in these tests need at most their backslashes escaped.
fn json_files(files: &Files) -> String {
    let file = |(path, bytes): (&String, &Vec<u8>)| {
        format!("\"{}\":\"{}\"", path.replace('\\', "\\\\"), encode_base64(bytes))
    };
    format!("{{{}}}", files.iter().map(file).collect::<Vec<_>>().join(","))
}

fn json_reader(reader: &ReaderConfig<'_>) -> String {
    let mut out = format!("{{\"now\":{}", reader.now_ms);
    let mut text = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(out, ",\"{name}\":\"{value}\"");
        }
    };
    let lines = |keys: Vec<&VerifierKey>| {
        encode_base64(keys.iter().map(|key| format!("{key}\n")).collect::<String>().as_bytes())
    };
    text("origin", reader.expected_origin.as_ref().map(ToString::to_string));
    text("logKeys", reader.log_keys.as_ref().map(|keys| lines(keys.all().collect())));
    text("policy", reader.policy.as_ref().map(|_| encode_base64(&policy())));
    text("authors", reader.authors.as_ref().map(|keys| lines(keys.iter().collect())));
    text("previous", reader.previous.as_deref().map(encode_base64));
    let codes: Vec<String> = reader.expected_streams.iter().map(|code| format!("\"{code}\"")).collect();
    let _ = write!(out, ",\"streams\":[{}]", codes.join(","));
    if let Some(age) = reader.max_age_ms {
        let _ = write!(out, ",\"maxAge\":{age}");
    }
    if let Some(other) = reader.beside {
        let _ = write!(out, ",\"beside\":{}", json_files(&all_files(other)));
    }
    out + "}"
}

fn all_files(source: &dyn BundleSource) -> Files {
    let paths = source.paths().unwrap();
    paths.into_iter().map(|path| (path.clone(), source.read(&path, usize::MAX).unwrap())).collect()
}
