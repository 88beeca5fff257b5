//! Installs the packages of the example clients and of the reader of REST in `tests/interop`, those the page that checks bundles is made with, and
//! the one that audits all pages, at the exact versions they name.

use std::path::Path;
use std::process::{Command, Stdio};

/// Where the packages of Python go, below the workspace.
const PYTHON: &str = "target/interop/python";
/// The examples, below the workspace.
const EXAMPLES: &str = "tests/interop";
/// The sources of the page that checks bundles, below the workspace.
const CHECKER: &str = "crates/openboek-documents/assets/controleer";
/// What holds the pages against the rules of accessibility, below the workspace.
const AUDIT: &str = "tests/audit";

/// Installs what both examples, the page and the test of the pages need; does nothing when exactly that is there.
///
/// # Errors
/// The step that fails, and what to look at.
pub(crate) fn all() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    python(&root)?;
    javascript(&root, &format!("{EXAMPLES}/typescript"))?;
    javascript(&root, &format!("{EXAMPLES}/rest"))?;
    javascript(&root, CHECKER)?;
    javascript(&root, AUDIT)
}

fn python(root: &Path) -> Result<(), String> {
    let folder = root.join(PYTHON);
    let wanted = root.join(EXAMPLES).join("python/requirements.txt");
    unless_there(&wanted, &folder.join("installed.txt"), || {
        eprintln!("xtask: packages of the example in Python");
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder), "python3 -m venv")?;
        let mut pip = Command::new(folder.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&wanted);
        run(&mut pip, "pip install")
    })
}

fn javascript(root: &Path, below: &str) -> Result<(), String> {
    let folder = root.join(below);
    let wanted = folder.join("package-lock.json");
    unless_there(&wanted, &folder.join("node_modules/installed.json"), || {
        eprintln!("xtask: packages of {below}");
        run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder), "npm ci")
    })
}

/// Installs unless what was installed last is what is wanted now: a copy of the list is kept when it succeeded.
fn unless_there(
    wanted: &Path,
    installed: &Path,
    install: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    let read = |path: &Path| std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let list = read(wanted)?;
    if read(installed).is_ok_and(|before| before == list) {
        return Ok(());
    }
    install()?;
    std::fs::write(installed, list).map_err(|error| format!("{}: {error}", installed.display()))
}

/// Runs a step; what it says is told only when it fails.
fn run(command: &mut Command, name: &str) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(format!("{name} failed; is the package registry reachable?\n{}", said.trim_end()))
}

/// Whether Python can make an environment of its own: Debian has that in a package apart.
pub(crate) fn python_has_venv() -> bool {
    let command =
        Command::new("python3").args(["-c", "import venv, ensurepip"]).stderr(Stdio::null()).status();
    command.is_ok_and(|status| status.success())
}
