//! The program as auditors meet it: what it answers, with which exit status, and what it computes from a bundle.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod support;

use std::process::{Command, Output};

use support::NOW;

fn audit(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openboek-audit"))
        .args(arguments)
        .env_remove("OPENBOEK_LANG")
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_bundle_that_holds_is_klopt_with_what_it_rests_on() {
    let folder = tempfile::tempdir().unwrap();
    for path in [support::zip(folder.path(), |_| {}), support::folder(folder.path())] {
        let output = audit(&["verify", path.to_str().unwrap(), "--now", NOW]);
        let said = out(&output);
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.starts_with("klopt\n"), "{said}");
        for words in [
            "ledger.example.nl/stichtse-vecht",
            "omvang: 4",
            "GM1904 (2), region (1)",
            "quorum none",
            "log.vkey, policy",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
}

#[test]
fn one_changed_byte_is_klopt_niet_and_names_the_place() {
    let folder = tempfile::tempdir().unwrap();
    for (file, code) in [("payloads/1", "b3sums-differ"), ("entries/2", "b3sums-differ"), ("checkpoint", "")]
    {
        let zip = support::zip(folder.path(), |files| {
            let bytes = files.get_mut(file).unwrap();
            let last = bytes.len() - 2;
            bytes[last] ^= 1;
        });
        let output = audit(&["verify", zip.to_str().unwrap(), "--now", NOW]);
        let said = out(&output);
        assert_eq!(output.status.code(), Some(1), "{file}: {said}");
        assert!(
            said.starts_with("klopt niet\n") && said.contains(file) && said.contains(code),
            "{file}: {said}"
        );
    }
}

#[test]
fn a_payload_altered_together_with_its_sum_is_still_klopt_niet() {
    let folder = tempfile::tempdir().unwrap();
    let zip = support::zip(folder.path(), |files| {
        let payload = files.get_mut("payloads/1").unwrap();
        let last = payload.len() - 1;
        payload[last] ^= 1;
        // Whoever alters a file can also alter the list of sums; the commitment in the entry is another matter.
        files.remove("b3sums");
    });
    let output = audit(&["verify", zip.to_str().unwrap(), "--now", NOW, "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1), "{}", out(&output));
    assert!(out(&output).starts_with("klopt niet (it does not hold)\n  payloads/1"), "{}", out(&output));
}

#[test]
fn what_is_missing_is_niet_te_controleren() {
    let folder = tempfile::tempdir().unwrap();
    let zip = support::zip(folder.path(), |files| {
        files.remove("payloads/1");
    });
    let output = audit(&["verify", zip.to_str().unwrap(), "--now", NOW]);
    assert_eq!(output.status.code(), Some(2), "{}", out(&output));
    assert!(out(&output).starts_with("niet te controleren\n  payloads/1"), "{}", out(&output));
}

#[test]
fn the_readers_own_wishes_count() {
    let folder = tempfile::tempdir().unwrap();
    let zip = support::zip(folder.path(), |_| {});
    let zip = zip.to_str().unwrap();
    let other = audit(&["verify", zip, "--now", NOW, "--origin", "ledger.example.nl/drechtsteden"]);
    assert_eq!(other.status.code(), Some(1), "{}", out(&other));
    let old = audit(&["verify", zip, "--now", "2020-12-23T09:20:00Z", "--max-age", "7d"]);
    assert_eq!(old.status.code(), Some(2), "{}", out(&old));
    // Another key than the log's: no signature of a key that the reader knows (log format, section 7).
    let key = folder.path().join("key");
    std::fs::write(&key, support::other_key()).unwrap();
    let unknown = audit(&["verify", zip, "--now", NOW, "--log-key", key.to_str().unwrap()]);
    assert_eq!(unknown.status.code(), Some(1), "{}", out(&unknown));
    // A key that is no key is a mistake of the reader, and no answer about the ledger.
    std::fs::write(
        &key,
        "ledger.example.nl/stichtse-vecht+00000000+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c\n",
    )
    .unwrap();
    let wrong = audit(&["verify", zip, "--now", NOW, "--log-key", key.to_str().unwrap()]);
    assert_eq!((wrong.status.code(), out(&wrong).as_str()), (Some(64), ""));
    assert_eq!(audit(&["verify", zip, "--max-age", "long"]).status.code(), Some(64));
    assert_eq!(audit(&["verify", "no such file"]).status.code(), Some(64));
}

#[test]
fn the_checkpoint_is_kept_only_when_it_holds_and_joins_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    let kept_path = kept.to_str().unwrap();
    let broken = support::zip(folder.path(), |files| {
        files.remove("payloads/1");
    });
    audit(&["verify", broken.to_str().unwrap(), "--now", NOW, "--keep", kept_path]);
    assert!(!kept.exists());
    let sound = support::zip(folder.path(), |_| {});
    let both =
        ["verify", sound.to_str().unwrap(), "--now", NOW, "--previous", kept_path, "--keep", kept_path];
    let first = audit(&both);
    assert!(out(&first).contains("niet vergeleken met een eerder bewaard checkpoint"), "{}", out(&first));
    assert_eq!(std::fs::read(&kept).unwrap(), support::files()["checkpoint"]);
    let second = audit(&both);
    assert!(out(&second).contains("sluit aan op het bewaarde checkpoint van omvang: 4"), "{}", out(&second));
}

#[test]
fn the_answer_in_json_is_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    let zip = support::zip(folder.path(), |_| {});
    let answer: serde_json::Value =
        serde_json::from_str(&out(&audit(&["verify", zip.to_str().unwrap(), "--now", NOW, "--json"])))
            .unwrap();
    assert_eq!(answer["answer"], "klopt");
    assert_eq!(answer["rests_on"]["size"], 4);
    assert_eq!(answer["rests_on"]["trusted"][0], "log.vkey");
}

#[test]
fn a_paragraph_is_computed_without_the_server_each_figure_with_its_entries() {
    let folder = tempfile::tempdir().unwrap();
    let zip = support::zip(folder.path(), |_| {});
    let zip = zip.to_str().unwrap();
    let output = audit(&["paragraph", zip, "GM1904", "2021", "--now", NOW, "--table", "cut-lanes"]);
    let lines = out(&output);
    assert_eq!(output.status.code(), Some(0), "{lines}");
    let suspended = lines.lines().find(|line| line.starts_with("cut-lanes\tSV-20\t2021\t")).unwrap();
    assert!(suspended.contains("suspended: \"grotendeels\"") && suspended.ends_with("[1 2]"), "{suspended}");
    // At an earlier stand the suspension was not known.
    let earlier = out(&audit(&[
        "paragraph",
        zip,
        "GM1904",
        "2021",
        "--now",
        NOW,
        "--table",
        "cut-lanes",
        "--stand",
        "2",
    ]));
    let then = earlier.lines().find(|line| line.starts_with("cut-lanes\tSV-20\t2021\t")).unwrap();
    assert!(!then.contains("suspended") && then.ends_with("[1]"), "{then}");
    assert_eq!(audit(&["paragraph", zip, "GM0505", "2021", "--now", NOW]).status.code(), Some(64));
    assert_eq!(
        audit(&["paragraph", zip, "GM1904", "2021", "--now", NOW, "--stand", "5"]).status.code(),
        Some(64)
    );
}

#[test]
fn nothing_is_computed_from_a_bundle_that_does_not_hold() {
    let folder = tempfile::tempdir().unwrap();
    let zip = support::zip(folder.path(), |files| {
        files.remove("payloads/1");
    });
    let output = audit(&["paragraph", zip.to_str().unwrap(), "GM1904", "2021", "--now", NOW]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""));
}
