//! Circulars of the gemeentefonds and numbers per municipality: from real files, and from small ones with the same defects, through the
//! importer and the real rules to the real paragraph.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod any_bytes;
mod circular;
mod inhabitants;
mod keys;
#[path = "../../../openboek-views/tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::PathBuf;

use openboek_import::{Held, Outcome, Plan, Severity, history};
use openboek_rules::statement::LegalForm;

use support::Ledger;
use support::build::founded;

/// The members whose figures are known by hand (domain 1.4, 5.3).
const DRECHTSTEDEN: [(&str, &str); 7] = [
    ("GM0482", "Alblasserdam"),
    ("GM0505", "Dordrecht"),
    ("GM0523", "Hardinxveld-Giessendam"),
    ("GM0531", "Hendrik-Ido-Ambacht"),
    ("GM0590", "Papendrecht"),
    ("GM0610", "Sliedrecht"),
    ("GM0642", "Zwijndrecht"),
];

/// A real file from beside the project; `None`, said aloud, when it is not there.
fn real(path: &str) -> Option<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = root.join("../shared/data").join(path);
    let Ok(bytes) = std::fs::read(&file) else {
        println!("real data is not there, so this test proves nothing here: {path}");
        return None;
    };
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(bytes);
    }
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).unwrap();
    Some(plain)
}

/// A ledger with an arrangement.
fn of(members: &[(&str, &str)]) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(&["region"], founded("De samenwerking", LegalForm::PublicBody, members));
    ledger
}

/// What the ledger holds, corrections in their place.
fn held(ledger: &Ledger) -> Vec<Held> {
    history::held(ledger.events.iter().map(|event| (event.index, event.statement.clone())))
}

/// Records a plan by the real rules; gives how many statements it was.
#[track_caller]
fn record(ledger: &mut Ledger, plan: &Plan) -> usize {
    assert!(!plan.is_unusable(), "{}", findings(plan));
    for proposal in &plan.proposals {
        let concerns: Vec<String> = proposal.statement.concerns.iter().map(ToString::to_string).collect();
        let concerns: Vec<&str> = concerns.iter().map(String::as_str).collect();
        ledger.say(&concerns, proposal.statement.body.clone());
    }
    plan.proposals.len()
}

/// Each finding on a line: code, place, what was found, what was expected.
fn findings(plan: &Plan) -> String {
    let lines = plan.findings.iter().map(|finding| {
        let place = &finding.place;
        let row = place.row.map(|row| format!(" {row}")).unwrap_or_default();
        let column = place.column.as_ref().map(|column| format!(" {column}")).unwrap_or_default();
        format!(
            "{} | {}{row}{column} | {} | {}\n",
            finding.kind.code, place.file, finding.found, finding.expected
        )
    });
    lines.collect()
}

/// How many lines a file has, with or without an end on the last one.
fn lines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count()
}

/// How many findings there are of each kind.
fn counted(plan: &Plan) -> BTreeMap<&str, usize> {
    let mut counted = BTreeMap::new();
    for finding in &plan.findings {
        *counted.entry(finding.kind.code).or_default() += 1;
    }
    counted
}

/// What every plan keeps to: each row once and in order, nothing left out without a reason, nothing recorded from nowhere.
#[track_caller]
fn is_sound(plan: &Plan, lines: usize) {
    assert_eq!(plan.rows.len(), lines, "every line of the files has an outcome");
    let mut places: Vec<_> = plan.rows.iter().map(|row| (row.sheet.clone(), row.row)).collect();
    places.sort();
    places.dedup();
    assert_eq!(places.len(), lines, "every line once");
    for row in plan.rows.iter().filter(|row| row.outcome == Outcome::LeftOut) {
        // Of several files that belong together, the finding may be in another one.
        let why = plan.findings.iter().any(|finding| finding.kind.severity >= Severity::LeftOut);
        assert!(why, "row {} of {:?} is left out without a word", row.row, row.sheet);
    }
    assert!(
        !plan.is_unusable() || plan.proposals.is_empty(),
        "nothing is recorded of a file that is no good"
    );
}
