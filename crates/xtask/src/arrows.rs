//! The arrows between crates, as the architecture page says them, compared with what cargo sees. A crate exists to forbid something;
//! this test is what forbids it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Crate, and the workspace crates it may use. Compare with the table in `crates/ARCHITECTURE.md`.
const ARROWS: &[(&str, &[&str])] = &[
    ("openboek-rules", &[]),
    ("openboek-proof", &[]),
    ("openboek-wire", &["openboek-rules"]),
    ("openboek-store", &[]),
    ("openboek-store-sled", &["openboek-store"]),
    ("openboek-store-postgres", &["openboek-store"]),
    ("openboek-views", &["openboek-rules"]),
    ("openboek-documents", &["openboek-rules", "openboek-views"]),
    ("openboek-import", &["openboek-rules"]),
    (
        "openboek-engine",
        &["openboek-rules", "openboek-proof", "openboek-wire", "openboek-store", "openboek-views"],
    ),
    (
        "openboek-server",
        &[
            "openboek-rules",
            "openboek-proof",
            "openboek-wire",
            "openboek-store",
            "openboek-store-sled",
            "openboek-store-postgres",
            "openboek-views",
            "openboek-documents",
            "openboek-engine",
        ],
    ),
    (
        "openboek-audit",
        &["openboek-rules", "openboek-proof", "openboek-wire", "openboek-views", "openboek-documents"],
    ),
    (
        "openboek",
        &[
            "openboek-server",
            "openboek-audit",
            "openboek-documents",
            "openboek-import",
            "openboek-proof",
            "openboek-wire",
            "openboek-rules",
        ],
    ),
    ("xtask", &[]),
];

/// Crates that must not be anywhere below a pure crate: no clock, no network, no wire format, no store.
const ABSENT: &[(&str, &[&str])] = &[
    ("openboek-rules", &["tokio", "prost", "tonic", "sled", "serde_json", "getrandom"]),
    ("openboek-proof", &["tokio", "prost", "tonic", "sled"]),
    ("openboek-views", &["tokio", "prost", "tonic", "sled"]),
    ("openboek-import", &["tokio", "prost", "tonic", "sled"]),
    ("openboek-audit", &["tokio", "sled", "hyper", "axum"]),
];

/// A crate in a workspace of its own, which uses no crate of ours: what it gets comes through a pipe.
const APART: (&str, &str) = ("openboek-pdf", "crates/openboek-pdf/Cargo.toml");
/// What only that crate reaches: hundreds of packages that nobody else builds.
const ONLY_APART: &str = "typst";

/// Compares every workspace crate's normal and build dependencies with the table.
///
/// # Errors
/// All differences, one a line.
pub(crate) fn check() -> Result<(), String> {
    let metadata = metadata(&[])?;
    let mut faults = Vec::new();
    let found = workspace_arrows(&metadata);
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        ARROWS.iter().map(|(name, uses)| (*name, uses.iter().copied().collect())).collect();
    for (name, uses) in &found {
        if name == "openboek-tests" {
            continue; // The end-to-end tests may see everything.
        }
        match allowed.get(name.as_str()) {
            None => faults.push(format!("crate {name} is not in the table of arrows")),
            Some(may) => faults.extend(
                uses.iter()
                    .filter(|used| !may.contains(used.as_str()))
                    .map(|used| format!("{name} must not use {used}")),
            ),
        }
    }
    faults.extend(
        allowed.keys().filter(|name| !found.contains_key(**name)).map(|name| format!("crate {name} is gone")),
    );
    for (name, absent) in ABSENT {
        let below = tree(name)?;
        faults.extend(
            absent.iter().filter(|a| below.contains(**a)).map(|a| format!("{name} must not reach {a}")),
        );
    }
    faults.extend(apart()?);
    if tree("openboek")?.contains(ONLY_APART) {
        faults.push(format!("openboek must not reach {ONLY_APART}"));
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("arrows differ:\n  {}", faults.join("\n  "))) }
}

/// What is wrong with the crate that stands apart.
fn apart() -> Result<Vec<String>, String> {
    let (name, manifest) = APART;
    let metadata = metadata(&["--manifest-path", manifest])?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut faults = Vec::new();
    if packages.len() != 1 || packages.iter().any(|package| package["name"] != name) {
        faults.push(format!("{manifest} is not the crate {name} alone"));
    }
    let uses = packages.iter().filter_map(|package| package["dependencies"].as_array()).flatten();
    // A dependency with a path is one of ours.
    let ours = uses.filter(|used| used["path"].is_string()).filter_map(|used| used["name"].as_str());
    faults.extend(ours.map(|used| format!("{name} must not use {used}")));
    Ok(faults)
}

fn metadata(which: &[&str]) -> Result<Value, String> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .args(which)
        .output()
        .map_err(|e| format!("cargo metadata: {e}"))?;
    serde_json::from_slice(&output.stdout).map_err(|e| format!("cargo metadata: {e}"))
}

/// Crate to the workspace crates it uses, development dependencies aside.
fn workspace_arrows(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let ours: BTreeSet<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    packages
        .iter()
        .filter_map(|package| {
            let uses = package["dependencies"].as_array()?.iter();
            let uses = uses
                .filter(|d| d["kind"] != "dev")
                .filter_map(|d| d["name"].as_str())
                .filter(|name| ours.contains(name))
                .map(str::to_owned);
            Some((package["name"].as_str()?.to_owned(), uses.collect()))
        })
        .collect()
}

/// Names of all crates below one, as built by default.
fn tree(name: &str) -> Result<BTreeSet<String>, String> {
    let output = Command::new("cargo")
        .args(["tree", "--package", name, "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .output()
        .map_err(|e| format!("cargo tree: {e}"))?;
    if !output.status.success() {
        return Err(format!("cargo tree -p {name} failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}
