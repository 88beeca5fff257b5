//! Installs what the tests need and the machine lacks: programs from the system's packages, and the packages of the example clients.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::clients;

/// A program the tests use, and the Debian package it comes in.
const PROGRAMS: [(&str, &str); 8] = [
    // Shows that a statement is synced to disk before it is answered.
    ("strace", "strace"),
    // Encrypts a backup; opens it again without our code.
    ("age", "age"),
    // Checks bundles and event hashes as an auditor would, without our code.
    ("b3sum", "b3sum"),
    // Checks signatures without our code.
    ("openssl", "openssl"),
    // A second reader of bundles, in another language.
    ("python3", "python3"),
    // A real browser, for the page that checks bundles.
    ("chromium", "chromium"),
    // Runs that page's script over many bundles, and the example client in TypeScript.
    ("node", "nodejs"),
    ("npm", "npm"),
];

/// The server the tests of `openboek-store-postgres` start.
const POSTGRES: &str = "/usr/lib/postgresql/15/bin/postgres";

/// Installs everything that is missing; quick when nothing is.
///
/// # Errors
/// When a package cannot be installed.
pub(crate) fn all() -> Result<(), String> {
    programs()?;
    clients::all()
}

fn programs() -> Result<(), String> {
    let mut missing: Vec<&str> =
        PROGRAMS.iter().filter(|(program, _)| !is_there(program)).map(|(_, package)| *package).collect();
    if !clients::python_has_venv() {
        missing.push("python3-venv");
    }
    // A server of its own for each test binary; Debian keeps its programs outside PATH.
    if !Path::new(POSTGRES).is_file() {
        missing.push("postgresql-15");
    }
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("xtask: installing {}", missing.join(", "));
    apt(&["update", "-qq"])?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(&missing);
    apt(&install)
}

fn is_there(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

fn apt(arguments: &[&str]) -> Result<(), String> {
    let (program, prefix): (&str, &[&str]) =
        if is_root() { ("apt-get", &[]) } else { ("sudo", &["-n", "apt-get"]) };
    let status = Command::new(program)
        .args(prefix)
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(Stdio::null())
        .status()
        .map_err(|e| format!("{program}: {e}; install {} by hand", arguments.join(" ")))?;
    if status.success() { Ok(()) } else { Err(format!("apt-get {} failed", arguments.join(" "))) }
}

/// Whether this process may install packages itself: it owns its own entry in /proc as user 0.
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(Path::new("/proc/self")).is_ok_and(|meta| meta.uid() == 0)
}
