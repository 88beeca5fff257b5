//! A backup as one encrypted file: a tar of its folder, inside the age format.
//!
//! The program `age` does the cryptography. As a library it would bring seventy crates, and an archive that a stock tool opens is worth more
//! to whoever has to restore it in ten years than one that only we can open.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use tempfile::{NamedTempFile, TempDir};

use super::folders::{parent, sync_name};
use super::{io as io_failed, refused};
use crate::config::Refused;

/// The program that encrypts: <https://age-encryption.org/v1>.
const AGE: &str = "age";

/// Refuses a file that is there already: asked before a long copy, not only after it.
///
/// # Errors
/// [`Refused`]: `never-overwritten`.
pub fn check_new(file: &Path) -> Result<(), Refused> {
    if file.exists() { Err(taken(file)) } else { Ok(()) }
}

/// Makes one file of a folder, that only the owners of these public keys (recipients of age) can open. Durable on return.
///
/// # Errors
/// [`Refused`]: `never-overwritten` when something has that name, `no-age` without the program, `encryption-failed` with what it said,
/// `file-failed`. Then nothing has that name.
pub fn pack(folder: &Path, file: &Path, recipients: &[String]) -> Result<(), Refused> {
    check_new(file)?;
    let parent = parent(file);
    let unfinished = NamedTempFile::new_in(parent).map_err(|e| io_failed(parent, &e))?;
    let output = unfinished.as_file().try_clone().map_err(|e| io_failed(file, &e))?;
    let mut age = Command::new(AGE);
    age.arg("--encrypt").args(recipients.iter().flat_map(|one| ["--recipient", one]));
    let mut age = start(age.stdin(Stdio::piped()).stdout(output))?;
    let written = age.stdin.take().map_or(Ok(()), |into| write_tar(folder, into));
    ended(age, "encryption-failed", "versleuteld", "encrypted")?;
    written.map_err(|e| io_failed(folder, &e))?;
    unfinished.as_file().sync_all().map_err(|e| io_failed(file, &e))?;
    // The point of commitment: a crash before it leaves at most a file of another name beside it, one after it the whole backup.
    let named = unfinished.persist_noclobber(file);
    named.map_err(|e| {
        if e.error.kind() == io::ErrorKind::AlreadyExists { taken(file) } else { io_failed(file, &e.error) }
    })?;
    sync_name(file)
}

/// Opens such a file into a new folder that is gone when the answer is dropped. What is in it is not verified here.
///
/// # Errors
/// [`Refused`]: `no-age`, `decryption-failed` with what the program said (another key, a changed or cut file), `file-failed`.
pub fn unpack(file: &Path, key: &Path) -> Result<TempDir, Refused> {
    let source = std::fs::File::open(file).map_err(|e| io_failed(file, &e))?;
    let folder = tempfile::tempdir().map_err(|e| io_failed(&std::env::temp_dir(), &e))?;
    let mut age = Command::new(AGE);
    age.arg("--decrypt").arg("--identity").arg(key);
    let mut age = start(age.stdin(source).stdout(Stdio::piped()))?;
    let read = age.stdout.take().map_or(Ok(()), |mut from| {
        let read = read_tar(&mut from, folder.path());
        // To the end, whatever was found: age tells of a cut or changed file only there, and would stop when nobody listens.
        io::copy(&mut from, &mut io::sink()).and(read)
    });
    ended(age, "decryption-failed", "geopend", "opened")?;
    read.map_err(|e| io_failed(file, &e))?;
    Ok(folder)
}

/// Only files and folders, with neither times nor owners: those of a copy mean nothing.
fn write_tar(folder: &Path, into: impl io::Write) -> io::Result<()> {
    let mut tar = tar::Builder::new(into);
    tar.mode(tar::HeaderMode::Deterministic);
    tar.follow_symlinks(false);
    tar.append_dir_all(".", folder)?;
    tar.into_inner()?.flush()
}

/// Nothing but files and folders, each below the folder: links and devices have no place in a static log.
fn read_tar(from: impl Read, folder: &Path) -> io::Result<()> {
    let mut tar = tar::Archive::new(from);
    for item in tar.entries()? {
        let mut item = item?;
        let kind = item.header().entry_type();
        if !(kind.is_file() || kind.is_dir()) || !item.unpack_in(folder)? {
            let shown = item.path()?.display().to_string();
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{shown} does not belong in a backup"),
            ));
        }
    }
    Ok(())
}

fn start(age: &mut Command) -> Result<Child, Refused> {
    age.stderr(Stdio::piped()).spawn().map_err(|error| {
        refused(
            "no-age",
            format!(
                "Het programma age kan niet worden gestart ({error}). Installeer het: het pakket heet age."
            ),
            format!("The program age cannot be started ({error}). Install it: the package is called age."),
        )
    })
}

/// Waits for the program; what it complains of is handed on.
fn ended(mut age: Child, code: &'static str, done: &str, done_en: &str) -> Result<(), Refused> {
    let mut said = String::new();
    let heard = age.stderr.take().map_or(Ok(0), |mut stderr| stderr.read_to_string(&mut said));
    let status = heard.and_then(|_| age.wait());
    if status.as_ref().is_ok_and(ExitStatus::success) {
        return Ok(());
    }
    let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("age stopped");
    Err(refused(
        code,
        format!("De back-up kan niet worden {done}. Het programma age zegt: {said}"),
        format!("The backup cannot be {done_en}. The program age says: {said}"),
    ))
}

fn taken(file: &Path) -> Refused {
    let shown = file.display();
    refused(
        "never-overwritten",
        format!("{shown} bestaat al. Er wordt nooit iets overschreven: noem een nieuw bestand."),
        format!("{shown} exists. Nothing is ever written over: name a new file."),
    )
}
