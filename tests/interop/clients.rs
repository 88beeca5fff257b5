//! The example clients in Python and TypeScript, made from the .proto files as they are now, against a real server.

use std::path::{Path, PathBuf};
use std::process::Command;

use openboek_tests::program::{Failure, Served};

/// What every example prints, a line a step.
const STEPS: [&str; 14] = [
    "opgericht: Stichtse Vecht en partners, boeking 0",
    "vastgelegd: budget-adopted, revisie 0",
    "geweigerd, verkeerde revisie: FAILED_PRECONDITION revision-conflict, expected_revisions[GM1904]",
    "geweigerd, verkeerde revisie: Er is intussen iets anders vastgelegd in stromen van deze opdracht. Aantal: 1. Van de opdracht is niets vastgelegd. U verwachtte 0 boekingen bij GM1904. Het zijn er 1. Lees wat er is bijgekomen, beslis opnieuw en stuur een nieuwe opdracht.",
    "geweigerd, tweede begroting: FAILED_PRECONDITION budget-exists, statements[0].budget_adopted.year",
    "geweigerd, tweede begroting: De opdracht is geweigerd. Aantal redenen: 1. Er is niets vastgelegd. De begroting 2021 van GM1904 is al vastgesteld (nummer 1). Een begroting wordt één keer vastgesteld en daarna gewijzigd. Leg de verandering vast als begrotingswijziging. Los elke reden op en stuur een nieuwe opdracht.",
    "geweigerd, geen datum: INVALID_ARGUMENT bad-date, statements[0].commitment_made.act.date",
    "geweigerd, geen datum: De aanvraag is niet te lezen. Aantal velden dat niet klopt: 1. Er is niets gedaan. Veld statements[0].commitment_made.act.date: \"11-11-2020\" is niet te lezen als datum. Schrijf 2020-11-11, 2021-04, 2019-23 (najaar), 2020, of XXXX als de datum niet bekend is. Verbeter de velden en stuur de aanvraag opnieuw.",
    "herhaald: niets nieuws, zelfde kenmerk",
    "stroom: 19 vastgelegd, 1 afgewezen (bad-date: statements[0].commitment_made.due)",
    "cijfer: € 8.120.000, uit boeking [1]",
    "JSON: 812000000 cent",
    "gevolgd: veranderd, bijgewerkt",
    "gecontroleerd: kenmerk van boeking 1 klopt",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs a step of an example or another outsider; what it prints.
pub(crate) fn run(command: &mut Command) -> Result<String, Failure> {
    let name = format!("{command:?}");
    let output =
        command.output().map_err(|error| format!("{name}: {error}; run `cargo xtask setup` first"))?;
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() {
        Ok(said.into_owned())
    } else {
        Err(format!("{name}:\n{said}{wrong}").into())
    }
}

#[test]
fn python_records_and_reads() -> Result<(), Failure> {
    let (root, folder) = (root(), tempfile::tempdir()?);
    let python = root.join("target/interop/python/bin/python");
    let mut protos: Vec<PathBuf> = std::fs::read_dir(root.join("proto/openboek/v1"))?
        .map(|file| Ok(file?.path()))
        .collect::<Result<_, Failure>>()?;
    protos.sort();
    let generated = folder.path().join("generated");
    std::fs::create_dir(&generated)?;
    let mut generate = Command::new(&python);
    generate.args(["-m", "grpc_tools.protoc", "-I"]).arg(root.join("proto"));
    generate.arg("--python_out").arg(&generated).arg("--grpc_python_out").arg(&generated).args(&protos);
    run(&mut generate)?;
    let server = Served::start(&folder.path().join("data"), &[])?;
    let mut example = Command::new(&python);
    example
        .arg(root.join("tests/interop/python/example.py"))
        .arg(address(&server))
        .env("PYTHONPATH", &generated);
    assert_eq!(run(&mut example)?.lines().collect::<Vec<_>>(), STEPS);
    Ok(())
}

#[test]
fn typescript_records_and_reads() -> Result<(), Failure> {
    let (folder, example) = (tempfile::tempdir()?, root().join("tests/interop/typescript"));
    for script in ["generate", "build"] {
        run(Command::new("npm").args(["run", "--silent", script]).current_dir(&example))?;
    }
    let server = Served::start(&folder.path().join("data"), &[])?;
    let mut start = Command::new("node");
    start.arg("build/example.js").arg(address(&server)).current_dir(&example);
    assert_eq!(run(&mut start)?.lines().collect::<Vec<_>>(), STEPS);
    Ok(())
}

fn address(server: &Served) -> &str {
    server.grpc.trim_start_matches("http://")
}
