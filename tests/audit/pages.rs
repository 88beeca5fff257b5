//! All pages of the reading room in a real browser: WCAG 2.2 AA by axe-core without anything it is unsure about, nothing to scroll sideways,
//! everything within reach of the keyboard, at three widths and on paper. What the pages looked like stands in `target/screenshots`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use openboek_tests::program::{self, Failure, Served};
use serde_json::{Value, json};

use crate::published::publish;

/// The paragraphs of the five starting cases, and pages that look otherwise than the first of their kind: an earlier moment, English, an answer of the checker,
/// what was found and nothing found, an error.
const PAGES: [&str; 11] = [
    "/ijsselland/GM0148/2013",
    "/ijsselland/GM0148/2021",
    "/stichtse-vecht/GM1904/2021",
    "/stichtse-vecht/GM1904/2021?stand=20&besluiten-tot=2020-11-30",
    "/drechtsteden/GM0505/2020",
    "/lochem-zutphen/GM0262/2013",
    "/lochem-zutphen/GM0301/2013?lang=en",
    "/controleer?bundel=/stichtse-vecht/bundel/GM1904.zip",
    "/stichtse-vecht/zoek?q=preventie",
    "/stichtse-vecht/zoek?q=nergens&lang=en",
    "/zoek?q=2020",
];
/// What may stand without a link: that there is nothing. All else has entries behind it.
const NOTHING: [&str; 3] = ["0", "€ 0", "n.n.b., er is geen begroting vastgelegd in dit boek"];
/// Bytes of the page of a paragraph that go over the line at most, with its style and pictures: there are no fonts, and nothing else is loaded.
const BYTES: u64 = 60_000;
/// The same unpacked. Where it is more, every figure has an address and a link of its own, and a row is a card on a phone. May only go down.
const LARGER: [(&str, u64); 4] = [
    ("/ijsselland/GM0148/2013", 145_000),
    ("/stichtse-vecht/GM1904/2021", 77_000),
    ("/stichtse-vecht/GM1904/2021?stand=20&besluiten-tot=2020-11-30", 70_000),
    ("/drechtsteden/GM0505/2020", 78_000),
];
/// For machines, and the permanent address of a figure, which gRPC gives: no page leads there.
const UNLINKED: [&str; 3] = [
    "/gezondheid",
    "/stichtse-vecht/checkpoint",
    "/stichtse-vecht/GM1904/2021/cijfer/key-figures.unknown-amounts.value",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A server with the five cases, recorded by the real program.
pub(crate) fn with_the_cases(data: &Path) -> Result<Served, Failure> {
    let server = Served::start(data, &[])?;
    program::record_cases(&server.grpc)?;
    Ok(server)
}

/// A script of this folder, for node.
pub(crate) fn script(name: &str) -> Command {
    let mut node = Command::new("node");
    node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("audit").join(name));
    node
}

/// Has a script look; what it saw, as it says it.
pub(crate) fn look(mut node: Command, asked: &Value) -> Result<String, Failure> {
    let mut child = node
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("node: {error}; run `cargo xtask setup` first"))?;
    child.stdin.take().ok_or("no input")?.write_all(&serde_json::to_vec(asked)?)?;
    let output = child.wait_with_output()?;
    let said = String::from_utf8(output.stdout)?;
    if !output.status.success() {
        let wrong = String::from_utf8_lossy(&output.stderr);
        return Err(
            format!("{said}{wrong}\nAre chromium and axe-core there? Run `cargo xtask setup` first").into()
        );
    }
    Ok(said)
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn every_kind_of_page_is_for_everybody_at_every_width_and_on_paper() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let server = with_the_cases(&folder.path().join("data"))?;
    let routes = openboek_server::addresses();
    // A paragraph that says when it was published, with the page of its receipt.
    let receipt = format!("/stichtse-vecht/boeking/{}", publish(&server)?["index"]);
    let pages: Vec<&str> = PAGES.into_iter().chain([receipt.as_str()]).collect();
    let asked = json!({ "routes": routes, "pages": pages, "unlinked": UNLINKED, "missing": "/stichtse-vecht/GM9999/2021" });
    let mut node = script("pages.mjs");
    node.arg(folder.path().join("profile")).arg(&server.http).arg(root().join("target/screenshots"));
    let saw: Value = serde_json::from_str(&look(node, &asked)?)?;
    let seen = texts(&saw["seen"]);
    let unseen: Vec<&&str> = routes.iter().filter(|route| !seen.contains(*route)).collect();
    assert!(unseen.is_empty(), "no page leads to {unseen:?}");
    let faults = texts(&saw["faults"]);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    // Every kind of page for people: the first page, codes and one, an arrangement, paragraph, figure and entry, the checker, an error.
    assert!(texts(&saw["looked"]).len() >= pages.len() + 7, "{}", saw["looked"]);
    println!("{} pages, milliseconds by kind of work: {}", texts(&saw["looked"]).len(), saw["times"]);
    Ok(())
}

#[test]
fn every_figure_of_the_five_cases_leads_to_its_decision_and_its_proof() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let server = with_the_cases(&folder.path().join("data"))?;
    let mut node = script("figures.mjs");
    node.arg(&server.http).args(
        PAGES
            .iter()
            .filter(|page| !["/controleer", "/zoek", "lang=en"].iter().any(|other| page.contains(other))),
    );
    let saw: Value = serde_json::from_str(&look(node, &Value::Null)?)?;
    let faults = texts(&saw["faults"]);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    let bare = texts(&saw["bare"]);
    assert!(bare.iter().all(|text| NOTHING.contains(text)), "{bare:?}");
    assert!(saw["figures"].as_u64() > Some(800), "{}", saw["figures"]);
    let pages = saw["bytes"].as_object().ok_or("no pages")?;
    for (page, bytes) in pages {
        let larger = LARGER.iter().find(|(of, _)| of == page).map_or(BYTES, |(_, bytes)| *bytes);
        for (what, most) in [("sent", BYTES), ("whole", larger)] {
            let found = bytes[what].as_u64().ok_or("no size")?;
            assert!((1..=most).contains(&found), "{page}, {what}: {found} bytes, more than {most}");
        }
    }
    println!("bytes by page: {}", saw["bytes"]);
    Ok(())
}
