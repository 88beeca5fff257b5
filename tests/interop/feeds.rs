//! Feeds, calendars and CloudEvents under parsers and validators that are not ours.

use std::path::Path;
use std::process::Command;

use openboek_tests::program::Failure;

use crate::cases;
use crate::clients::run;

const HOME: &str = "https://openboek.example.nl";

#[test]
fn feeds_calendars_and_events_are_read_by_programs_of_others() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let words = ["--public-url", HOME, "--oin", "00000001823288444000"];
    let server = cases::served(&folder.path().join("data"), &words)?;
    let interop = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop");
    let mut node = Command::new("node");
    node.arg("feeds.mjs").arg(server.http.trim_end_matches('/')).arg(HOME).arg(interop.join("golden"));
    let said = run(node.current_dir(interop.join("rest")))?;
    let counts: Vec<usize> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [feeds, entries, days, events] = counts[..] else { return Err(said.into()) };
    assert!(feeds > 20 && entries > 60 && days > 20 && events > 60, "{said}");
    Ok(())
}
