//! Cases: snapshots. After reopening a snapshot may be gone, but it is never another one.

use super::Fresh;
use super::sample::{log, open_with_log};
use crate::contract::{SNAPSHOT_NAME_BYTES_MAX, StoreError};

/// The newest under a name counts.
pub fn a_snapshot_is_replaced(fresh: Fresh<'_>) {
    let (medium, store, log) = open_with_log(fresh);
    for bytes in [&b"one"[..], b"", b"a longer third"] {
        store.put_snapshot(&log, "state", bytes).unwrap();
        assert_eq!(store.snapshot(&log, "state").unwrap().as_deref(), Some(bytes));
    }
    store.close().unwrap();
    let found = medium.open().unwrap().snapshot(&log, "state").unwrap();
    assert!(found.is_none_or(|bytes| bytes == b"a longer third"));
}

/// Ten megabytes, then one byte.
pub fn a_snapshot_of_many_megabytes_is_kept(fresh: Fresh<'_>) {
    let (medium, store, log) = open_with_log(fresh);
    let big: Vec<u8> = (0..10_000_000_u32).map(|i| (i ^ (i >> 9)).to_le_bytes()[0]).collect();
    store.put_snapshot(&log, "views", &big).unwrap();
    assert!(store.snapshot(&log, "views").unwrap().as_ref() == Some(&big), "ten megabytes differ");
    store.close().unwrap();
    let store = medium.open().unwrap();
    assert!(store.snapshot(&log, "views").unwrap().is_none_or(|found| found == big));
    store.put_snapshot(&log, "views", b"x").unwrap();
    assert_eq!(store.snapshot(&log, "views").unwrap().as_deref(), Some(&b"x"[..]));
}

/// By name, whatever characters are in it, and by log.
pub fn snapshots_are_kept_apart(fresh: Fresh<'_>) {
    let (_medium, store, here) = open_with_log(fresh);
    let there = log("there");
    store.create_log(&there, b"").unwrap();
    let longest = "n".repeat(SNAPSHOT_NAME_BYTES_MAX);
    let names = ["a", "a/b", "../a", "A", "a.b", "é", "state\0", ".", "..", longest.as_str()];
    for name in names {
        store.put_snapshot(&here, name, name.as_bytes()).unwrap();
        store.put_snapshot(&there, name, b"there").unwrap();
    }
    for name in names {
        assert_eq!(store.snapshot(&here, name).unwrap().as_deref(), Some(name.as_bytes()), "{name:?}");
        assert_eq!(store.snapshot(&there, name).unwrap().as_deref(), Some(&b"there"[..]), "{name:?}");
    }
    assert_eq!(store.snapshot(&here, "b").unwrap(), None);
}

/// No name, and a name one byte too long.
pub fn snapshot_names_have_limits(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    for name in [String::new(), "n".repeat(SNAPSHOT_NAME_BYTES_MAX + 1)] {
        assert!(matches!(store.put_snapshot(&log, &name, b"x"), Err(StoreError::Io(_))));
        assert_eq!(store.snapshot(&log, &name).unwrap(), None);
    }
}
