//! Cases: what was recorded is there after the store is opened anew.

use super::Fresh;
use super::sample::{Script, log, open_new, open_with_log, single};
use crate::contract::{AppendError, Health, StoreError, StreamCode};

/// Promise 2, as far as a test without a power switch can ask: the same bytes, opening after opening.
pub fn reopening_gives_the_same_bytes(fresh: Fresh<'_>) {
    let (medium, store) = open_new(fresh);
    let names = [log("a"), log("b"), log("c")];
    let mut scripts = [Script::default(), Script::default(), Script::default()];
    for name in &names {
        store.create_log(name, name.as_str().as_bytes()).unwrap();
    }
    for round in 0..10 {
        for (name, script) in names.iter().zip(&mut scripts) {
            let batch = if round % 3 == 1 { script.published(5) } else { script.batch(1 + round) };
            store.append(name, &batch).unwrap();
        }
    }
    store.close().unwrap();
    drop(store);
    for _ in 0..3 {
        let store = medium.open().unwrap();
        for (name, script) in names.iter().zip(&scripts) {
            script.assert_all(&*store, name);
        }
        store.close().unwrap();
    }
}

/// One opening after the other continues the log where the last one stopped.
pub fn appends_go_on_after_reopening(fresh: Fresh<'_>) {
    let (medium, mut store, log) = open_with_log(fresh);
    let mut script = Script::default();
    for round in 1..=6 {
        store.append(&log, &script.batch(round)).unwrap();
        store.append(&log, &script.published(round)).unwrap();
        store.close().unwrap();
        store = medium.open().unwrap();
        assert_eq!(store.health(), Health::Ready);
        script.assert_all(&*store, &log);
    }
}

/// A closed store says so, and closing twice changes nothing.
pub fn a_closed_store_refuses(fresh: Fresh<'_>) {
    let (medium, store, log) = open_with_log(fresh);
    store.append(&log, &single(0, b"kept")).unwrap();
    store.close().unwrap();
    store.close().unwrap();
    assert!(matches!(store.health(), Health::ReadOnly(_)));
    assert!(matches!(store.append(&log, &single(1, b"e")), Err(AppendError::Refused(_))));
    assert!(matches!(store.create_log(&log, b"a log"), Err(AppendError::Refused(_))));
    assert!(matches!(store.head(&log), Err(StoreError::Io(_))));
    assert!(matches!(store.logs(), Err(StoreError::Io(_))));
    assert!(matches!(store.entry(&log, 0), Err(StoreError::Io(_))));
    assert!(matches!(store.stream(&log, StreamCode::REGION, 0, 1), Err(StoreError::Io(_))));
    assert!(matches!(store.put_snapshot(&log, "s", b""), Err(StoreError::Io(_))));
    let store = medium.open().unwrap();
    assert_eq!(store.head(&log).unwrap().size, 1);
}
