//! The example clients in Python and TypeScript, made from the .proto files as they are now, against a real server.

use std::path::{Path, PathBuf};
use std::process::Command;

use openboek_tests::program::{Failure, Served};

/// What every example prints, a line a step.
const STEPS: &str = "\
opgericht: Stichtse Vecht en partners, boeking 0
vastgelegd: budget-adopted, revisie 0
geweigerd, verkeerde revisie: FAILED_PRECONDITION wrong-revision, expected_revisions[0]
";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs a step of an example; what it prints.
fn run(command: &mut Command) -> Result<String, Failure> {
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
    assert_eq!(run(&mut example)?, STEPS);
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
    assert_eq!(run(&mut start)?, STEPS);
    Ok(())
}

fn address(server: &Served) -> &str {
    server.grpc.trim_start_matches("http://")
}
