//! What the programs say about a changed byte, and whether the step that they name leads back: everything as it was recorded and published.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use openboek_tests::program::{Served, path, verify};

use super::PATIENCE;
use super::look::{Look, Questions};
use super::places::{Change, Files, write_files};

/// What the operator has: the data and what is kept beside them.
pub(super) struct Operator {
    /// Data folders, static logs and backup, by the first words of their kinds of files.
    pub(super) folders: BTreeMap<&'static str, Files>,
    pub(super) questions: Arc<Questions>,
    /// What is read where all is well, by data folder.
    pub(super) good: BTreeMap<&'static str, Arc<Look>>,
}

/// What a program answered.
struct Said {
    status: Option<i32>,
    words: String,
}

fn openboek(words: &[&str]) -> Said {
    let output = Command::new(path("openboek").unwrap()).args(words).output().unwrap();
    let words = [output.stdout, output.stderr].concat();
    Said { status: output.status.code(), words: String::from_utf8_lossy(&words).into_owned() }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn readable(fact: Option<&Result<Vec<u8>, String>>) -> Option<Result<String, &String>> {
    fact.map(|fact| fact.as_ref().map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
}

impl Operator {
    /// Does what is said after a change in files of this kind.
    pub(super) fn follow(&self, place: &Path, kind: &str, change: &Change) {
        let (whole, what) = kind.split_once(": ").unwrap();
        let at = |name: &str| place.join(name);
        let put = |name: &str, whole: &str| {
            write_files(&at(name), &self.folders[whole], (name == "damaged").then_some(change));
        };
        let _ = std::fs::remove_dir_all(place);
        put("closed", "closed");
        put("backup", "backup");
        put("damaged", whole);
        match (whole, what) {
            ("backup", _) => self.another_copy(place),
            ("static log", _) => self.a_new_static_log(place),
            (_, "keys") => self.the_key_put_back(place, whole, change),
            _ => self.restored(place),
        }
    }

    /// The doctor says *restore*, the server does not start or says the same, and restoring gives everything back.
    fn restored(&self, place: &Path) {
        let [damaged, backup, new] = ["damaged", "backup", "new"].map(|name| place.join(name));
        let keys = damaged.join("keys");
        let examined = openboek(&["doctor", "--data", text(&damaged)]);
        assert!(
            examined.status == Some(1) && examined.words.contains("openboek restore"),
            "{}",
            examined.words
        );
        let serve = ["serve", "--store", "sled", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data"];
        // It may start where one ledger can still be read whole; then it goes on until it is stopped.
        let mut limited = Command::new("timeout");
        limited.args(["--signal=TERM", "1"]).arg(path("openboek").unwrap()).args(serve).arg(&damaged);
        let started = limited.output().unwrap();
        let words = String::from_utf8_lossy(&started.stderr).into_owned();
        assert_ne!(started.status.code(), Some(101), "a panic: {words}");
        if started.status.code() != Some(124) {
            assert!(words.contains("openboek restore"), "{:?} {words}", started.status);
        }
        let words = ["restore", "--from-log", text(&backup), "--data", text(&new), "--keys", text(&keys)];
        let restored = openboek(&words);
        assert_eq!(restored.status, Some(0), "{}", restored.words);
        self.all_is_well(&new, "closed");
    }

    fn the_key_put_back(&self, place: &Path, whole: &str, change: &Change) {
        let [damaged, closed] = ["damaged", "closed"].map(|name| place.join(name));
        let examined = openboek(&["doctor", "--data", text(&damaged), "--lang", "en"]);
        assert!(examined.status == Some(1) && examined.words.contains("own copy"), "{}", examined.words);
        std::fs::copy(closed.join(&change.file), damaged.join(&change.file)).unwrap();
        self.all_is_well(&damaged, whole);
    }

    /// The doctor says to set the folder aside and let the server write a new one.
    fn a_new_static_log(&self, place: &Path) {
        let [damaged, closed, logs] = ["damaged", "closed", "logs"].map(|name| place.join(name));
        let doctor = ["doctor", "--data", text(&closed), "--static-log"];
        let examined = openboek(&[&doctor[..], &[text(&damaged)]].concat());
        assert!(examined.status == Some(1) && examined.words.contains("--static-log"), "{}", examined.words);
        let server = Served::start_with_logs(&closed, &logs, &[]).unwrap();
        let begin = Instant::now();
        let written = |log: &str| logs.join(log).join("checkpoint").exists();
        while !self.questions.keys.keys().all(|log| written(log)) {
            assert!(begin.elapsed() < PATIENCE, "no static log is written");
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(server.stop().unwrap().success());
        let examined = openboek(&[&doctor[..], &[text(&logs)]].concat());
        assert_eq!(examined.status, Some(0), "{}", examined.words);
        for log in std::fs::read_dir(&logs).unwrap() {
            let (status, said) = verify(&[text(&log.unwrap().path())]).unwrap();
            assert_eq!(status, 0, "{said}");
        }
    }

    /// A backup that does not hold is refused, and another copy is asked for: that one is restored.
    fn another_copy(&self, place: &Path) {
        let [damaged, backup, new] = ["damaged", "backup", "new"].map(|name| place.join(name));
        let words = ["restore", "--lang", "en", "--data", text(&new), "--from-log"];
        let refused = openboek(&[&words[..], &[text(&damaged)]].concat());
        assert!(refused.status == Some(1) && !new.exists(), "{}", refused.words);
        assert!(!refused.words.contains("panicked"), "{}", refused.words);
        let keys = place.join("closed/keys");
        let restored = openboek(&[&words[..], &[text(&backup), "--keys", text(&keys)]].concat());
        assert_eq!(restored.status, Some(0), "{}", restored.words);
        self.all_is_well(&new, "closed");
    }

    /// The doctor finds nothing, every fact is the same, and recording goes on.
    fn all_is_well(&self, data: &Path, as_in: &str) {
        let look = self.questions.look(data);
        assert!(!look.severe && look.told_after.is_empty(), "{:?} {:?}", look.told, look.told_after);
        let good = &self.good[as_in].facts;
        let differs = good.iter().find(|(name, fact)| look.facts.get(*name) != Some(fact));
        let shown = differs.map(|(name, fact)| (name, readable(Some(fact)), readable(look.facts.get(name))));
        assert!(look.facts.len() == good.len() && shown.is_none(), "{shown:?}");
    }
}
