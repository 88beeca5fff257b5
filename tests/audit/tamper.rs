//! Every file of a real bundle, byte by byte (long files in steps): with the list of sums left alone, no change is *klopt*.

use std::collections::BTreeMap;
use std::path::Path;

use openboek_proof::bundle::{BundleSource, ZipSource};
use openboek_proof::verify::{ReaderConfig, Verdict, verify_bundle};
use openboek_tests::program::{Failure, export_bundle, verify, with_small_history};

/// Bytes of a file that are changed at most, spread over it.
const CHANGES_PER_FILE: usize = 400;

type Files = BTreeMap<String, Vec<u8>>;

pub(crate) async fn real_bundle(folder: &Path) -> Result<Files, Failure> {
    let (_server, channel) = with_small_history(&folder.join("data"), 4).await?;
    let zip = folder.join("bundle.zip");
    export_bundle(channel, "delta", "GM0262", None, &zip).await?;
    files_of(&zip)
}

/// What is in a bundle.
pub(crate) fn files_of(zip: &Path) -> Result<Files, Failure> {
    let source = ZipSource::new(std::fs::File::open(zip)?).map_err(|e| e.to_string())?;
    let mut files = Files::new();
    for path in source.paths().map_err(|e| e.to_string())? {
        let bytes = source.read(&path, usize::MAX).map_err(|e| e.to_string())?;
        files.insert(path, bytes);
    }
    Ok(files)
}

/// The answer of the library the auditor's program is made of.
fn answer(files: &Files) -> Result<Verdict, Failure> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis();
    Ok(verify_bundle(files, &ReaderConfig::at(i64::try_from(now)?)))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_changed_byte_and_no_dropped_file_is_klopt() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let files = real_bundle(folder.path()).await?;
    assert!(matches!(answer(&files)?, Verdict::Klopt(_)), "{:?}", answer(&files)?);
    let mut tried = 0;
    for (path, bytes) in &files {
        let step = bytes.len().div_ceil(CHANGES_PER_FILE).max(1);
        for place in (0..bytes.len()).step_by(step) {
            let mut changed = files.clone();
            if let Some(file) = changed.get_mut(path) {
                file[place] ^= 1;
            }
            let verdict = answer(&changed)?;
            assert!(!matches!(verdict, Verdict::Klopt(_)), "byte {place} of {path} changed: {verdict:?}");
            tried += 1;
        }
        let mut without = files.clone();
        without.remove(path);
        assert!(!matches!(answer(&without)?, Verdict::Klopt(_)), "{path} dropped");
    }
    println!("{tried} changed bytes in {} files", files.len());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_says_so_with_its_exit_status() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let files = real_bundle(folder.path()).await?;
    let zip = folder.path().join("given.zip");
    let path = zip.to_str().ok_or("path")?;
    let write = |files: &Files| -> Result<(), Failure> {
        Ok(std::fs::write(&zip, openboek_proof::bundle::to_zip(files)?)?)
    };
    // What is done to the bundle, the reader's words, the exit status, the first word of the answer.
    write(&files)?;
    let (status, said) = verify(&[path])?;
    assert!(status == 0 && said.contains("klopt") && !said.contains("klopt niet"), "{status} {said}");
    let (status, said) = verify(&[path, "--origin", "ledger.example.nl/elders"])?;
    assert!(status == 1 && said.contains("klopt niet"), "another origin: {status} {said}");
    let mut swapped = files.clone();
    let (first, second) = (files["entries/0"].clone(), files["entries/1"].clone());
    swapped.insert("entries/0".into(), second);
    swapped.insert("entries/1".into(), first);
    write(&swapped)?;
    let (status, said) = verify(&[path])?;
    assert!(status == 1 && said.contains("klopt niet"), "swapped: {status} {said}");
    let mut without = files.clone();
    without.remove("payloads/0");
    without.remove("b3sums");
    write(&without)?;
    let (status, said) = verify(&[path])?;
    assert!(status != 0, "a payload and the sums dropped: {status} {said}");
    let (status, _) = verify(&[folder.path().join("nergens.zip").to_str().ok_or("path")?])?;
    assert!(status != 0 && status != 101, "no file at all: {status}");
    Ok(())
}
