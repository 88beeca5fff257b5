//! python3, b3sum and openssl check a bundle that a real server exported, and see what was altered.

use std::path::Path;
use std::process::Command;

use openboek_tests::program::{Failure, export_bundle, with_small_history};

fn check(bundle: &Path) -> Result<(bool, String), Failure> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/check_bundle.py");
    let output = Command::new("python3").arg(script).arg(bundle).output()?;
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok((output.status.success(), said))
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_tools_agree_with_the_auditor() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let (_server, channel) = with_small_history(&folder.path().join("data"), 5).await?;
    let zip = folder.path().join("bundle.zip");
    export_bundle(channel, "delta", "GM0262", None, &zip).await?;
    let (good, said) = check(&zip)?;
    assert!(good && said.starts_with("klopt: "), "{said}");
    assert!(said.contains("/delta"), "{said}");

    let opened = folder.path().join("opened");
    let unpack = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])";
    Command::new("python3").args(["-c", unpack]).args([&zip, &opened]).status()?;
    for (file, what) in
        [("entries/0", "an entry"), ("payloads/0", "a payload"), ("checkpoint", "the checkpoint")]
    {
        let path = opened.join(file);
        let original = std::fs::read(&path)?;
        let mut altered = original.clone();
        let middle = altered.len() / 2;
        altered[middle] ^= 1;
        std::fs::write(&path, altered)?;
        remake_sums(&opened)?;
        let (good, said) = check(&opened)?;
        assert!(!good && said.starts_with("klopt niet: "), "{what} was altered and the outsider says {said}");
        std::fs::write(&path, original)?;
    }
    remake_sums(&opened)?;
    let (good, said) = check(&opened)?;
    assert!(good, "put back, it must hold again: {said}");
    Ok(())
}

/// Writes `b3sums` anew with the stock tool, so that only the proofs can find an alteration.
fn remake_sums(folder: &Path) -> Result<(), Failure> {
    let line = "find . -type f ! -name 'b3sums*' | sed 's|^\\./||' | LC_ALL=C sort | xargs b3sum > b3sums.new && mv b3sums.new b3sums";
    let status = Command::new("sh").args(["-c", line]).current_dir(folder).status()?;
    if status.success() { Ok(()) } else { Err("b3sum failed".into()) }
}
