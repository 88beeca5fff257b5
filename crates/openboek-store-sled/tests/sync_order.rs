//! What the system calls say: between the writing of a batch and its acknowledgement lies an `fdatasync` of the journal
//! that began after the writing and ended well before the answer.
//!
//! Needs `strace`; where it is missing the test says so and proves nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use openboek_store::{Append, LogName, NewEntry, Store};
use openboek_store_sled::{SledOptions, SledStore};

const CHILD: &str = "OPENBOEK_SYNC_TEST_DIRECTORY";
const APPENDS: u64 = 20;

#[test]
fn every_answer_follows_a_sync_of_the_data() {
    if let Some(dir) = std::env::var_os(CHILD) {
        append_and_answer(&PathBuf::from(dir));
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let Some(trace) = trace_child(dir.path()) else {
        // Not through `eprintln!`, which is kept back for a test that passes.
        let warning =
            "\nWARNING: strace cannot run here; the order of write, sync and answer was NOT checked\n";
        std::io::stderr().write_all(warning.as_bytes()).unwrap();
        return;
    };
    let calls: Vec<_> = trace.lines().filter_map(Call::parse).collect();
    let data = dir.path().canonicalize().unwrap().join("data/store/journal-1").display().to_string();
    check_creation(&calls, &dir.path().canonicalize().unwrap());
    check_appends(&calls, &data);
}

fn append_and_answer(dir: &Path) {
    let store = SledStore::open(&dir.join("data/store"), &SledOptions::default()).unwrap();
    let log = LogName::new("log").unwrap();
    store.create_log(&log, b"").unwrap();
    for n in 0..APPENDS {
        // The last ones are large, so that parts of them are written ahead.
        let len = if n < 15 { 100 } else { 60_000 };
        let entry = NewEntry { entry: vec![b'e'; len], payload: None, streams: vec![] };
        let entries = vec![entry; if n < 15 { 1 } else { 5 }];
        let expected_size = store.head(&log).unwrap().size;
        store.append(&log, &Append { expected_size, entries, ..Append::default() }).unwrap();
        let answer = format!("recorded {n}\n");
        std::io::stdout().lock().write_all(answer.as_bytes()).unwrap();
    }
}

/// The child's system calls, or `None` where they cannot be watched.
fn trace_child(dir: &Path) -> Option<String> {
    let output = dir.join("trace");
    let status = Command::new("strace")
        .args(["-f", "-y", "-s", "64", "-e", "trace=write,pwrite64,fdatasync,fsync", "-o"])
        .arg(&output)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "every_answer_follows_a_sync_of_the_data", "--nocapture"])
        .env(CHILD, dir)
        .output()
        .ok()?;
    let trace = std::fs::read_to_string(output).ok()?;
    if trace.is_empty() {
        // Present, but not allowed to watch other processes.
        return None;
    }
    assert!(status.status.success(), "the child failed: {}", String::from_utf8_lossy(&status.stderr));
    Some(trace)
}

/// The beginning or the end of a system call. One that was not interrupted is both.
#[derive(Debug)]
struct Call {
    thread: String,
    name: String,
    /// What stands between the brackets, when it begins here.
    arguments: Option<String>,
    /// The result, when it ends here.
    result: Option<String>,
}

impl Call {
    /// A line such as `17 fdatasync(5</x/db>) = 0`, `17 fdatasync(5</x/db> <unfinished ...>` or
    /// `17 <... fdatasync resumed>) = 0`.
    fn parse(line: &str) -> Option<Self> {
        let (thread, rest) = line.split_once(' ')?;
        let rest = rest.trim_start();
        let result = || rest.rsplit_once(" = ").map(|(_, result)| result.to_owned());
        let call = |name: &str, arguments: Option<&str>, result| Self {
            thread: thread.to_owned(),
            name: name.to_owned(),
            arguments: arguments.map(str::to_owned),
            result,
        };
        if let Some(resumed) = rest.strip_prefix("<... ") {
            return Some(call(resumed.split_once(' ')?.0, None, result()));
        }
        let (name, arguments) = rest.split_once('(')?;
        let ends = if arguments.ends_with("<unfinished ...>") { None } else { result() };
        Some(call(name, Some(arguments), ends))
    }

    fn begins(&self, name: &str, file: &str) -> bool {
        self.name == name && self.arguments.as_ref().is_some_and(|a| a.contains(&format!("<{file}>")))
    }
}

/// Where the call that begins at `begin` ends, and whether it ended well.
fn end_of(calls: &[Call], begin: usize) -> Option<(usize, bool)> {
    let call = &calls[begin];
    let end = calls[begin..]
        .iter()
        .position(|c| c.thread == call.thread && c.name == call.name && c.result.is_some())?;
    let result = calls[begin + end].result.as_deref()?;
    Some((begin + end, !result.starts_with('-')))
}

/// Before the first answer the directories were synced, so that the files' names survive too.
fn check_creation(calls: &[Call], dir: &Path) {
    let first = answers(calls)[0];
    for synced in [
        // Each folder that the opening made stands in another, which is synced too: the first in one that was there.
        "",
        "/data",
        "/data/store",
        "/data/store/sled",
        "/data/store/sled/blobs",
        "/data/store/sled/conf",
        "/data/store/sled/db",
        "/data/store/journal-1",
    ] {
        let path = format!("{}{synced}", dir.display());
        assert!(calls[..first].iter().any(|c| c.begins("fsync", &path)), "{path} was not synced");
    }
}

fn answers(calls: &[Call]) -> Vec<usize> {
    let is_answer =
        |c: &Call| c.name == "write" && c.arguments.as_ref().is_some_and(|a| a.contains("\"recorded "));
    (0..calls.len()).filter(|n| is_answer(&calls[*n])).collect()
}

fn check_appends(calls: &[Call], data: &str) {
    let answers = answers(calls);
    assert_eq!(answers.len() as u64, APPENDS);
    let mut before = 0;
    for answer in answers {
        let writes = (before..answer).filter(|n| calls[*n].begins("pwrite64", data));
        let written = writes.filter_map(|n| end_of(calls, n)).map(|(end, _)| end).max();
        let written = written.expect("a batch was acknowledged without being written");
        let synced = (written + 1..answer)
            .filter(|n| calls[*n].begins("fdatasync", data))
            .filter_map(|n| end_of(calls, n))
            .any(|(end, well)| well && end < answer);
        assert!(synced, "acknowledged without a sync after the last write: {:#?}", &calls[before..=answer]);
        before = answer;
    }
}
