//! The checker of the browser, `controleer.html`, against the auditor's program: one is JavaScript and the other Rust, both are written from
//! FORMAT.md, and they must answer the same to every bundle. Here node runs the very script that readers get.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use openboek_proof::bundle::to_zip;
use openboek_proof::verify::{Code, ReaderConfig, Verdict, verify_bundle};
use openboek_tests::program::{Failure, verify};
use serde_json::{Value, json};

use crate::common::{author, good_bundle, good_log, log_key, origin, policy};
use crate::liar::{Files, resum};
use crate::tamper::real_bundle;

/// How many bytes of a file are changed, spread over it; with a million every byte is, which takes long.
const CHANGES: &str = "OPENBOEK_TAMPER_CHANGES";
/// As many, when nobody says.
const CHANGES_PER_FILE: usize = 2;
/// Changes that turn a byte into another: one bit low, the bit of upper case, one bit that leaves ASCII, all bits.
const MASKS: [u8; 4] = [0x01, 0x20, 0x80, 0xff];

/// What the browser is asked, and what it should answer: what the auditor's program or its library said.
pub(crate) struct Case {
    pub(crate) what: String,
    /// As `check_cases.mjs` reads it.
    pub(crate) asked: Value,
    /// The answer in JSON, as `openboek-audit verify --json` prints it, or the part of it that is known.
    pub(crate) told: Value,
}

pub(crate) fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/openboek-documents/assets/controleer.html")
}

fn node(arguments: &[&Path]) -> Result<String, Failure> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("audit/check_cases.mjs");
    let output = Command::new("node").arg(script).arg(page()).args(arguments).output();
    let output = output.map_err(|error| format!("node: {error}; run `cargo xtask setup` first"))?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into())
    }
}

/// Asks the browser's checker all cases in one go; where it answers otherwise. Files that cases name are below the folder.
pub(crate) fn disagreements(folder: &Path, cases: &[Case]) -> Result<Vec<String>, Failure> {
    let list = folder.join("cases.json");
    std::fs::write(&list, serde_json::to_vec(&cases.iter().map(|case| &case.asked).collect::<Vec<_>>())?)?;
    let said = node(&[&list])?;
    let answers = said.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
    assert_eq!(answers.len(), cases.len(), "one answer a case");
    let differs = |(case, answer): (&Case, &Value)| {
        let (told, found) = (compared(&case.told), compared(answer));
        let known = told.as_object()?.iter().all(|(key, value)| value.is_null() || found[key] == *value);
        (!known).then(|| format!("{}: told {told}, the browser says {found}", case.what))
    };
    Ok(cases.iter().zip(&answers).filter_map(differs).collect())
}

/// What two verifiers must agree on: the answer, what it rests on, the code of the reason and its place. The detail is words.
fn compared(answer: &Value) -> Value {
    let mut compared = json!({ "answer": answer["answer"], "code": answer["reason"]["code"], "place": answer["reason"]["place"] });
    if let Some(rests_on) = answer.get("rests_on") {
        compared["rests_on"] = rests_on.clone();
    }
    compared
}

fn told(verdict: &Verdict) -> Value {
    let reason = verdict.reason();
    json!({
        "answer": verdict.words(),
        "reason": { "code": reason.map(|reason| reason.code.as_str()), "place": reason.map(|reason| reason.place.as_str()) },
    })
}

#[test]
fn the_browser_knows_the_same_reasons_in_the_same_words() -> Result<(), Failure> {
    let codes: Value = serde_json::from_str(&node(&[])?)?;
    let theirs: BTreeSet<&str> = codes.as_object().ok_or("codes")?.keys().map(String::as_str).collect();
    assert_eq!(theirs, Code::ALL.iter().map(|code| code.as_str()).collect());
    for code in Code::ALL {
        let [_, dutch, english] = [0, 1, 2].map(|at| codes[code.as_str()][at].as_str().unwrap_or_default());
        assert_eq!((dutch, english), (code.dutch(), code.english()), "{code:?}");
    }
    Ok(())
}

/// A reader: what the library is given, and how the browser is told the same.
struct Reader {
    name: &'static str,
    config: ReaderConfig<'static>,
    asked: Value,
}

/// Every file with one byte changed, and every file dropped, with the sums left alone and with sums made to fit.
fn changes(base: &str, files: &Files, reader: &Reader) -> Vec<Case> {
    let wished = std::env::var(CHANGES).ok().and_then(|number| number.parse().ok());
    let per_file: usize = wished.unwrap_or(CHANGES_PER_FILE).max(1);
    let mut cases = Vec::new();
    let mut ask = |what: String, mut changed: Files, mut asked: Value| {
        for fits in [false, true] {
            if fits {
                resum(&mut changed);
            }
            asked["base"] = base.into();
            asked["resum"] = fits.into();
            asked["reader"] = reader.asked.clone();
            let told = told(&verify_bundle(&changed, &reader.config));
            cases.push(Case { what: format!("{} {what} {fits}", reader.name), asked: asked.clone(), told });
        }
    };
    for (number, (path, bytes)) in files.iter().enumerate() {
        let step = bytes.len().div_ceil(per_file).max(1);
        // Starts elsewhere in each file, so that not only first bytes are tried.
        for (round, place) in (number % step..bytes.len()).step_by(step).enumerate() {
            let mask = MASKS[(number + round) % MASKS.len()];
            let mut changed = files.clone();
            if let Some(file) = changed.get_mut(path) {
                file[place] ^= mask;
            }
            ask(
                format!("byte {place} of {path} mask {mask:02x}"),
                changed,
                json!({ "change": [path, place, mask] }),
            );
        }
        let mut without = files.clone();
        without.remove(path);
        ask(format!("{path} dropped"), without, json!({ "drop": path }));
    }
    ask("nothing".to_owned(), files.clone(), json!({}));
    cases
}

/// A bundle that a server exported, and one with all that a bundle can have: a witness, an author, an older checkpoint, an erasure, a
/// withheld payload, documents.
#[tokio::test(flavor = "multi_thread")]
async fn the_browser_agrees_about_every_changed_byte_and_dropped_file() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes);
    let now = now_ms()?;
    let real = real_bundle(folder.path()).await?;
    write("real.zip", &to_zip(&real)?)?;
    let good = good_bundle();
    write("good.zip", &to_zip(&good)?)?;
    write("log.vkey", format!("{}\n", log_key().verifier_key()).as_bytes())?;
    write("policy", &policy())?;
    write("authors", format!("{}\n", author().verifier_key()).as_bytes())?;
    let own = good_log().reader();
    let then = millis(own.now_ms)?;
    let nothing = |name, now_ms| -> Result<Reader, Failure> {
        Ok(Reader { name, config: ReaderConfig::at(now_ms), asked: json!({ "now": millis(now_ms)? }) })
    };
    let trusting = nothing("trusting", own.now_ms)?;
    let asked = json!({ "now": then, "origin": origin().as_str(), "logKeys": "log.vkey", "policy": "policy", "authors": "authors" });
    let own = Reader { name: "with keys", config: own, asked };
    let mut cases = changes("real.zip", &real, &nothing("today", now)?);
    cases.extend(changes("good.zip", &good, &trusting));
    cases.extend(changes("good.zip", &good, &own));
    let count = |answer: &str| cases.iter().filter(|case| case.told["answer"] == answer).count();
    assert!(
        count("klopt") >= 3 && count("klopt niet") > 100 && count("niet te controleren") > 20,
        "a table of all answers"
    );
    let wrong = disagreements(folder.path(), &cases)?;
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    println!("{} bundles, the same answer", cases.len());
    Ok(())
}

/// What happens to a file on its way: cut short, a bit that fell over, something else altogether.
#[tokio::test(flavor = "multi_thread")]
async fn the_browser_agrees_about_damaged_archives() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let zip = to_zip(&real_bundle(folder.path()).await?)?;
    let find = |signature: &[u8]| zip.windows(signature.len()).position(|bytes| bytes == signature);
    let (list, end) = (find(b"PK\x01\x02").ok_or("list")?, find(b"PK\x05\x06").ok_or("end")?);
    let flipped = |place: usize| {
        let mut changed = zip.clone();
        changed[place] ^= 0xff;
        changed
    };
    let mut damaged = vec![
        ("cut in half", zip[..zip.len() / 2].to_vec()),
        ("without its last byte", zip[..zip.len() - 1].to_vec()),
        ("empty", Vec::new()),
        ("a PDF", b"%PDF-1.7\n".to_vec()),
        ("bytes before it", [b"before".as_slice(), &zip].concat()),
        ("whole", zip.clone()),
    ];
    // Method, checksum, a letter of a name, the place of the data; the first file header; the end.
    for place in [list + 10, list + 16, list + 46, list + 42, 0, end, end + 10] {
        damaged.push(("a byte of its frame", flipped(place)));
    }
    damaged.extend((100..list).step_by(list / 20).map(|place| ("a byte of its data", flipped(place))));
    let mut cases = Vec::new();
    for (number, (what, bytes)) in damaged.into_iter().enumerate() {
        let name = format!("{number}.zip");
        let path = folder.path().join(&name);
        std::fs::write(&path, bytes)?;
        let (_, said) = verify(&[path.to_str().ok_or("path")?, "--json"])?;
        let mut told: Value = serde_json::from_str(&said).map_err(|e| format!("{said}: {e}"))?;
        // Of an archive that cannot be opened the program names the file itself, which the browser does not see.
        told["reason"]["place"] = Value::Null;
        cases.push(Case { what: format!("{number} {what}"), asked: json!({ "zip": name }), told });
    }
    let wrong = disagreements(folder.path(), &cases)?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Now, in milliseconds.
fn now_ms() -> Result<i64, Failure> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis();
    Ok(i64::try_from(now)?)
}

/// A moment as the browser reads it.
fn millis(ms: i64) -> Result<String, Failure> {
    let moment = openboek_proof::entry::RecordedAt::from_unix_ms(ms).ok_or("no moment")?;
    Ok(moment.to_string())
}

/// The page that is served is what its sources and the pinned packages give.
#[test]
fn the_page_is_what_its_sources_give() -> Result<(), Failure> {
    let sources = page().with_extension("");
    let output = Command::new("node").args(["build.mjs", "--check"]).current_dir(&sources).output()?;
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(
        output.status.success(),
        "{said}\nRun `cargo xtask setup` first, or `npm run build` in {sources:?}"
    );
    Ok(())
}
