//! The end-to-end tests over other stores than the one in memory, and what each test left in each of them compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::run;

/// End-to-end tests that go deep into a store and take little time. In the ordinary run they are done over sled and PostgreSQL too; in the
/// long run all of them are.
const SOME: [&str; 6] =
    ["recording::", "subscribing::", "previewing::", "region_year::", "bad_input::", "in_parts::parts"];

/// Those choose their stores themselves: nothing would be different.
const OWN_STORES: [&str; 4] = ["stores::", "database::", "static_log::", "_on_sled"];

/// It gives up calls at moments of its own: what is recorded then is up to the machine.
const UP_TO_THE_MACHINE: &str = "a_caller_that_goes_away_leaves_all_or_nothing";

/// Where each run keeps what its tests leave, below the workspace.
const KEPT: &str = "target/stores";

/// A part of the tests over sled and over PostgreSQL; both must leave the same.
///
/// # Errors
/// When a test failed, or left something else.
pub(crate) fn some() -> Result<(), String> {
    over(&["sled", "postgres"], &SOME)
}

/// Every test over every store; all must leave the same.
///
/// # Errors
/// When a test failed, or left something else.
pub(crate) fn all() -> Result<(), String> {
    over(&["memory", "sled", "postgres"], &[])
}

fn over(stores: &[&str], tests: &[&str]) -> Result<(), String> {
    let mut first: Option<(&str, Left)> = None;
    for store in stores {
        let folder = empty(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(KEPT).join(store))?;
        path_tests(store, tests, &folder)?;
        let left = read(&folder)?;
        match &first {
            None => first = Some((store, left)),
            Some((other, before)) => compare((other, before), (store, &left))?,
        }
    }
    Ok(())
}

fn path_tests(store: &str, tests: &[&str], keep: &Path) -> Result<(), String> {
    let name = format!("end to end over {store}");
    eprintln!("xtask: {name}");
    let mut command = Command::new("cargo");
    // Of the whole workspace, as the run before it was built: alone the package would have other features, and all be built again.
    command.args(["test", "--quiet", "--workspace", "--test", "path", "--"]).args(tests);
    command.args(OWN_STORES.iter().flat_map(|own| ["--skip", own]));
    run(&name, command.env("OPENBOEK_TEST_STORE", store).env("OPENBOEK_TEST_KEEP", keep))
}

fn empty(folder: &Path) -> Result<PathBuf, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    fs::create_dir_all(folder).map_err(failed)?;
    folder.canonicalize().map_err(failed)
}

/// What each server of each test left.
type Left = BTreeMap<String, String>;

fn read(folder: &Path) -> Result<Left, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let files = fs::read_dir(folder).map_err(failed)?;
    files
        .map(|file| {
            let file = file.map_err(failed)?;
            let text = fs::read_to_string(file.path()).map_err(failed)?;
            Ok((file.file_name().to_string_lossy().into_owned(), text))
        })
        .collect()
}

fn compare((one, left): (&str, &Left), (other, there): (&str, &Left)) -> Result<(), String> {
    if left.keys().ne(there.keys()) {
        return Err(format!("not the same servers were started over {one} and {other}"));
    }
    let differ: Vec<&str> = left
        .iter()
        .filter(|(name, text)| !name.contains(UP_TO_THE_MACHINE) && there.get(*name) != Some(text))
        .map(|(name, _)| name.as_str())
        .collect();
    if !differ.is_empty() {
        return Err(format!(
            "these tests left something else over {one} than over {other}: {}",
            differ.join(", ")
        ));
    }
    let events: usize =
        left.values().flat_map(|text| text.lines()).filter(|line| line.contains(" by ")).count();
    eprintln!("xtask: {} servers left the same {events} events over {one} and {other}", left.len());
    Ok(())
}
