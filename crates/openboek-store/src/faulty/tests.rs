//! Each fault, and what a caller finds afterwards.

use std::sync::Arc;

use super::{AppendFault, FaultPlan, FaultyStore, Point, ReadFault};
use crate::contract::{Append, AppendError, Health, LogName, NewEntry, Store, StoreError, StreamCode};
use crate::memory::MemoryStore;
use crate::suite::Medium;

/// Without a plan it is the store inside: the whole suite passes.
mod without_faults {
    use super::*;

    struct Wrapped(MemoryStore);

    impl Medium for Wrapped {
        fn open(&self) -> Result<Arc<dyn Store>, StoreError> {
            Ok(Arc::new(FaultyStore::new(self.0.reopen(), FaultPlan::new())))
        }
    }

    crate::store_suite!(|| Box::new(Wrapped(MemoryStore::new())) as Box<dyn Medium>);
}

fn log() -> LogName {
    LogName::new("log").unwrap()
}

fn batch(expected_size: u64) -> Append {
    let entry = NewEntry { entry: b"e".to_vec(), payload: None, streams: vec![] };
    Append { expected_size, entries: vec![entry], ..Append::default() }
}

fn open(plan: FaultPlan) -> FaultyStore<MemoryStore> {
    let memory = MemoryStore::new();
    memory.create_log(&log(), b"").unwrap();
    FaultyStore::new(memory, plan)
}

fn reopen(store: FaultyStore<MemoryStore>) -> FaultyStore<MemoryStore> {
    store.reopen(|inner| inner.reopen()).unwrap()
}

/// What a fault must lead to.
struct Row {
    fault: AppendFault,
    unknown: bool,
    ready: bool,
    size_at_once: u64,
    size_after_reopening: u64,
}

const TABLE: [Row; 5] = [
    Row {
        fault: AppendFault::FailedAndLost,
        unknown: false,
        ready: true,
        size_at_once: 1,
        size_after_reopening: 1,
    },
    Row {
        fault: AppendFault::UnknownAndLost,
        unknown: true,
        ready: true,
        size_at_once: 1,
        size_after_reopening: 1,
    },
    Row {
        fault: AppendFault::UnknownButKept,
        unknown: true,
        ready: true,
        size_at_once: 2,
        size_after_reopening: 2,
    },
    Row {
        fault: AppendFault::SyncFailedAndLost,
        unknown: true,
        ready: false,
        size_at_once: 1,
        size_after_reopening: 1,
    },
    Row {
        fault: AppendFault::SyncFailedButKept,
        unknown: true,
        ready: false,
        size_at_once: 1,
        size_after_reopening: 2,
    },
];

#[test]
fn every_fault_of_an_append_leaves_what_its_name_says() {
    for Row { fault, unknown, ready, size_at_once, size_after_reopening } in TABLE {
        let store = open(FaultPlan::new().append(2, fault));
        store.append(&log(), &batch(0)).unwrap();
        match store.append(&log(), &batch(1)) {
            Err(AppendError::Unknown(_)) => assert!(unknown, "{fault:?}"),
            Err(AppendError::NotRecorded(_)) => assert!(!unknown, "{fault:?}"),
            other => panic!("{fault:?}: {other:?}"),
        }
        assert_eq!(store.health() == Health::Ready, ready, "{fault:?}");
        assert_eq!(store.head(&log()).unwrap().size, size_at_once, "{fault:?}");
        if !ready {
            let next = store.append(&log(), &batch(1));
            assert!(matches!(next, Err(AppendError::NotRecorded(_))), "{fault:?}");
        }
        let store = reopen(store);
        assert_eq!(store.health(), Health::Ready, "{fault:?}");
        assert_eq!(store.head(&log()).unwrap().size, size_after_reopening, "{fault:?}");
        store.append(&log(), &batch(size_after_reopening)).unwrap();
    }
}

#[test]
fn a_log_whose_creation_failed_may_be_there() {
    let other = LogName::new("other").unwrap();
    for (fault, there) in [(AppendFault::UnknownAndLost, false), (AppendFault::SyncFailedButKept, true)] {
        let store = open(FaultPlan::new().create_log(1, fault));
        assert!(matches!(store.create_log(&other, b"d"), Err(AppendError::Unknown(_))));
        assert_eq!(store.logs().unwrap().len(), 1);
        let store = reopen(store);
        assert_eq!(store.logs().unwrap().iter().any(|(name, _)| *name == other), there, "{fault:?}");
    }
}

/// A batch the store inside would have refused cannot survive a failed sync.
#[test]
fn what_would_have_been_refused_does_not_appear() {
    let store = open(FaultPlan::new().append(1, AppendFault::SyncFailedButKept));
    assert!(store.append(&log(), &batch(7)).is_err());
    assert_eq!(reopen(store).head(&log()).unwrap().size, 0);
}

#[test]
fn the_plan_changes_while_the_store_is_in_use() {
    let store = Arc::new(open(FaultPlan::new()));
    let user: Arc<dyn Store> = Arc::clone(&store) as Arc<dyn Store>;
    user.append(&log(), &batch(0)).unwrap();
    assert_eq!(store.calls(Point::Append), 1);
    store.set_plan(FaultPlan::new().append_from(2, AppendFault::FailedAndLost));
    assert_eq!(store.calls(Point::Append), 0, "calls are counted from the new plan on");
    user.append(&log(), &batch(1)).unwrap();
    for _ in 0..3 {
        assert!(matches!(user.append(&log(), &batch(2)), Err(AppendError::NotRecorded(_))));
    }
    store.set_plan(FaultPlan::new());
    user.append(&log(), &batch(2)).unwrap();
    assert_eq!(store.inner().head(&log()).unwrap().size, 3);
}

/// Every read has a fault point of its own.
#[test]
fn every_read_fails_at_its_own_point() {
    type Read = fn(&dyn Store) -> Result<(), StoreError>;
    let reads: [(Point, Read); 10] = [
        (Point::Logs, |s| s.logs().map(drop)),
        (Point::Head, |s| s.head(&log()).map(drop)),
        (Point::Entries, |s| s.entries(&log(), 0, 1, 1).map(drop)),
        (Point::Entry, |s| s.entry(&log(), 0).map(drop)),
        (Point::Stream, |s| s.stream(&log(), StreamCode::REGION, 0, 1).map(drop)),
        (Point::Request, |s| s.request(&log(), &[0; 16]).map(drop)),
        (Point::Tile, |s| s.tile(&log(), 0, 0).map(drop)),
        (Point::StreamHeads, |s| s.stream_heads(&log()).map(drop)),
        (Point::Snapshot, |s| s.snapshot(&log(), "s").map(drop)),
        (Point::Close, |s| s.close()),
    ];
    for (point, read) in reads {
        let plan = FaultPlan::new().read(point, 1, ReadFault::Io).read(point, 2, ReadFault::Damaged);
        let store = open(plan);
        for (other, elsewhere) in reads.iter().filter(|(p, _)| *p != point && *p != Point::Close) {
            assert_eq!(elsewhere(&store), Ok(()), "{other:?} while {point:?} fails");
        }
        assert!(matches!(read(&store), Err(StoreError::Io(_))), "{point:?}");
        assert!(matches!(read(&store), Err(StoreError::Damaged(_))), "{point:?}");
        assert_eq!(read(&store), Ok(()), "{point:?}");
    }
}

#[test]
fn a_snapshot_that_failed_may_be_kept() {
    let plan = FaultPlan::new().read(Point::PutSnapshot, 1, ReadFault::Io).read(
        Point::PutSnapshot,
        2,
        ReadFault::IoButKept,
    );
    let store = open(plan);
    assert!(store.put_snapshot(&log(), "s", b"one").is_err());
    assert_eq!(store.snapshot(&log(), "s").unwrap(), None);
    assert!(store.put_snapshot(&log(), "s", b"two").is_err());
    assert_eq!(store.snapshot(&log(), "s").unwrap(), Some(b"two".to_vec()));
}

#[test]
fn the_fault_of_one_call_comes_before_one_that_lasts() {
    let plan = FaultPlan::new()
        .read_from(Point::Head, 2, ReadFault::Io)
        .read(Point::Head, 3, ReadFault::Damaged)
        .read_from(Point::Head, 5, ReadFault::Damaged);
    let store = open(plan);
    let answers: Vec<_> = (0..6).map(|_| store.head(&log()).err()).collect();
    let expected = [None, Some(false), Some(true), Some(false), Some(true), Some(true)];
    for (answer, expected) in answers.iter().zip(expected) {
        let damaged = answer.as_ref().map(|error| matches!(error, StoreError::Damaged(_)));
        assert_eq!(damaged, expected, "{answers:?}");
    }
}
